"""The Sphinx builder `pdf`: each entry of `pdf_documents` becomes one file."""

from collections.abc import Set
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.nodes import inline_all_toctrees

from editions import atomic
from editions.fonts import faces
from editions.pdf import anchors, breaks, links, notes
from editions.pdf.fetcher import Files
from editions.pdf.layout import Print, lay_out
from editions.pdf.translator import PaperTranslator
from editions.project import Document, Language, read_documents
from editions.transforms import reporting

logger = logging.getLogger(__name__)


class PDFBuilder(SingleFileHTMLBuilder):
    """Writes PDF files, and nothing else, into the output folder."""

    name = 'pdf'
    format = 'html'  # so that the HTML visitors of other extensions apply
    epilog = __('The PDF files are in %(outdir)s.')
    default_translator_class = PaperTranslator
    search = False
    add_permalinks = False
    download_support = False  # a download leads nowhere on paper
    html_scaled_image_link = False
    supported_remote_images = False

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        return self.config.pdf_theme, self.config.pdf_theme_options

    def write_documents(self, docnames: Set[str]) -> None:
        """Print every document; all of them each time, as one page cannot be mended in part."""
        self.prepare_writing(frozenset(self.env.all_docs))
        self.fonts = faces.write_configuration(Path(self.doctreedir) / 'fonts', faces.own_folders())
        language = Language(self.config.language, '')
        for document in self.documents():
            with progress_message(f'printing {document.pdf(language)}'):
                result = self.print(document)
                atomic.write_bytes(Path(self.outdir) / document.pdf(language), result.data)
                reporting.printed(self.app, document.pdf(language), result.pages)
            for complaint in result.complaints:
                logger.warning('%s', complaint, location=document.docname, type='pdf')

    def documents(self) -> tuple[Document, ...]:
        """What conf.py lists. Raises UserError where it cannot be used."""
        names = ('pdf_documents', 'root_doc', 'project')
        return read_documents(Path(self.confdir), {name: self.config[name] for name in names})

    def print(self, document: Document) -> Print:
        """Lay out the tree below a document."""
        tree = self.assemble(document.docname)
        self.post_process_images(tree)
        html = self.page(document, tree)
        named = {f'_images/{name}': Path(self.srcdir) / path for path, name in self.images.items()}
        files = Files(named, Path(self.outdir))
        return lay_out(html, self.sheets(), files, self.fonts)

    def assemble(self, docname: str) -> nodes.document:
        """All documents below `docname` as one tree, its references resolved."""
        tree = self.env.get_doctree(docname)
        tree = inline_all_toctrees(self, set(), docname, tree, str, [docname])
        tree['docname'] = docname
        self.env.resolve_references(tree, docname, self)
        anchors.number_titles(tree, docname, self.env.toc_secnumbers)
        self.fignumbers = anchors.figure_numbers(self.env.toc_fignumbers, anchors.is_book(tree))
        anchors.scope(tree, docname)
        links.lead_somewhere(tree)
        links.simplify(tree)
        notes.move(tree)
        if self.config.language.startswith('zh'):
            breaks.tailor(tree)
        return tree

    def page(self, document: Document, tree: nodes.document) -> str:
        """The HTML of a tree in the theme's layout."""
        tree.settings = self.docsettings
        self.secnumbers: dict[str, tuple[int, ...]] = {}
        self.imgpath, self.current_docname = '_images', document.docname
        visitor: Any = self.create_translator(tree, self)
        tree.walkabout(visitor)
        title = self.env.longtitles[document.docname].astext()
        context = self.globalcontext | {
            'body': ''.join(visitor.fragment),
            'title': document.title or title,
        }
        return str(self.templates.render('layout.html', context))

    def sheets(self) -> list[str]:
        """The theme's style sheets, the code's colours, and the project's own."""
        folders = [Path(folder) / 'static' for folder in self.theme.get_theme_dirs()]
        found = [self.find(name, folders) for name in self.theme.stylesheets]
        added = [Path(self.confdir) / name for name in self.config.pdf_css_files]
        texts = [path.read_text('utf-8') for path in (*found, *added)]
        return [self.highlighter.get_stylesheet(), *texts]

    def find(self, name: str, folders: list[Path]) -> Path:
        return next(folder / name for folder in folders if (folder / name).is_file())

    def copy_assets(self) -> None:
        """Nothing of the web is copied."""

    def finish(self) -> None:
        """Nothing is left to do."""
