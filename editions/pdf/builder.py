"""The Sphinx builder `pdf`: each entry of `pdf_documents` becomes one file."""

import shutil
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.locale import __, get_translation
from sphinx.util import logging
from sphinx.util.display import progress_message

from editions import files, progress
from editions.catalogs.wording import DOMAIN
from editions.findings import Finding, Severity, UserError, plural
from editions.fonts import available, coverage
from editions.languages.language import Language
from editions.pdf import THEMES, assembly, facts, notes, options, presence, vetting
from editions.pdf.contents import Group, contents, index
from editions.pdf.html import PaperTranslator, paper_formatter
from editions.pdf.layout import Files, Layout, lay_out
from editions.progress import Doing
from editions.project import Document
from editions.transforms import (
    application,
    credits,
    incremental,
    pictures,
    published,
    reporting,
    sphinx_patches,
    strings,
)
from editions.version import __version__

logger = logging.getLogger(__name__)


class PDFError(SphinxError):
    """A document that cannot be printed as it should be; nothing is written."""

    category = 'PDF error'


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
    supported_remote_images = True  # Sphinx would fetch them; `layout.Files` asks no other site
    options: options.Options
    made = False  # whether the folder of assets is this build's

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        return self.config.pdf_theme, self.config.pdf_theme_options

    @property
    def running(self) -> Sphinx:
        return application.of(self.config)

    def init(self) -> None:
        super().init()
        sphinx_patches.escape_templates(self.templates, THEMES)
        sphinx_patches.keep_templates(self.running)
        self.edition = Language(self.config.language)

    def init_templates(self) -> None:
        """The project's own templates are for its pages; paper has those of its theme."""
        with without(self.config, 'templates_path', 'template_bridge'):
            super().init_templates()

    def init_highlighter(self) -> None:
        """The code's colours are the theme's: those of a dark screen cannot be read on white."""
        with without(self.config, 'pygments_style'):
            super().init_highlighter()
        self.highlighter.formatter = paper_formatter  # type: ignore[assignment]

    def write_documents(self, docnames: Set[str]) -> None:
        """Print every document; all of them each time, as one page cannot be made again in part."""
        try:
            self.write_all()
        except UserError as error:
            raise PDFError(str(error)) from error

    def write_all(self) -> None:
        self.prepare_writing(frozenset(self.env.all_docs))
        folder = Path(self.doctreedir) / 'fonts'
        self.folders = available.usable_folders(
            self.config.editions_fonts, Path(self.confdir), folder
        )
        added = self.folders[len(available.own_folders()) :]
        self.families = coverage.families(added, self.edition.code)
        self.fonts = available.write_configuration(folder, self.folders)
        for document in self.documents():
            self.write_one(document)

    def write_one(self, document: Document) -> None:
        """Print a document, unless the last build's PDF of it holds."""
        name = document.pdf(self.edition)
        below = list(incremental.documents_below(self.env, document.docname))
        dated = facts.is_dated(self, document, below)
        unit = incremental.kept(self.running, name, below, Path(name)) if dated else None
        if unit is None:
            unit = incremental.start(self.running, name, below)
            with progress_message(f'printing {name}'):
                result = self.lay_out(document)
            files.write_bytes(Path(self.outdir) / name, result.data, durable=False)
            unit.pages, unit.places = result.pages, dict(result.locations)
        reporting.printed(self.running, name, unit.pages, unit.places)

    def documents(self) -> tuple[Document, ...]:
        """What conf.py lists. Raises UserError where it cannot be used."""
        return published.read_project(self).documents

    def lay_out(self, document: Document) -> Layout:
        """Lay out the tree below a document. Raises PDFError where a text is lost on the way."""
        if document.docname not in self.env.all_docs:
            raise PDFError(f'conf.py: pdf_documents names {document.docname}, which is not there')
        tree, groups = self.prepared(document)
        kept: frozenset[int] = frozenset()
        while True:
            written = notes.mark_kept(tree, kept)
            result = self.render(document, written, groups)
            missing = list(presence.lost(written, result.text))
            more = notes.numbers_of(written, missing) - kept
            if not more:
                break
            kept |= more
        self.complain(document, written, result, missing)
        return result

    def prepared(self, document: Document) -> tuple[nodes.document, tuple[Group, ...]]:
        """The tree below a document, in the shape that paper asks for, and its index."""
        tree = assembly.assemble(self, document.docname)
        docnames = assembly.documents(tree, document.docname)
        credits.mark(tree, credits.credits(self.running, docnames))
        book = assembly.is_book(tree)
        self.options = options.read(self.theme, self.theme_options, book, self.config.language)
        self.fignumbers = assembly.figure_numbers(self.env.toc_fignumbers, book)
        self.vet(document, tree)
        groups = index(self, tree) if self.options.index else ()
        assembly.unlink(tree, self.config.editions_link_schemes, bool(groups))
        assembly.prepare(tree, self.options, self.config.language)
        self.post_process_images(tree)
        return tree, groups

    def vet(self, document: Document, tree: nodes.document) -> None:
        """Report what is wrong with a tree. Raises PDFError where no font writes its language."""
        vetting.say_pictures(tree)
        if getattr(self.config, 'mermaid_output_format', '') == 'raw':
            self.report(document, vetting.diagrams(tree, self.confdir))
        unsaid = vetting.pictures(tree, self.confdir, self.config.source_suffix)
        self.report(document, unsaid)
        self.report(document, vetting.glyphs(self.running, tree, self.folders, self.families))

    def report(self, document: Document, findings: Iterable[Finding]) -> None:
        """Report findings. Raises PDFError for an error but on a picture: no PDF is written."""
        errors = 0
        for finding in findings:
            reporting.add(finding)
            errors += finding.severity is Severity.ERROR and finding.code != pictures.CODE
        if errors:
            raise PDFError(f'{document.name}: {plural(errors, "error")}, as said above')

    def render(self, document: Document, tree: nodes.document, groups: tuple[Group, ...]) -> Layout:
        """Lay out a tree that is ready to be written."""
        html, name = self.page(document, tree, groups), document.pdf(self.edition)
        progress.tell(Doing(f'{self.edition.code}/{self.name}', 'printing', name))
        named = {f'_images/{name}': Path(self.srcdir) / path for path, name in self.images.items()}
        return lay_out(html, self.sheets(), Files(named, Path(self.outdir)), self.fonts)

    def complain(
        self, document: Document, tree: nodes.document, result: Layout, missing: list[nodes.Element]
    ) -> None:
        """Report what WeasyPrint said. Raises PDFError where a text is not on paper."""
        for complaint in vetting.others(result.complaints):
            logger.warning(
                '%s', complaint, location=document.docname, type='pdf', subtype='weasyprint'
            )
        found = (
            vetting.unloaded(result.complaints, tree, self.confdir),
            vetting.undrawn(result.complaints, self.config.language),
            vetting.unprinted(missing, tree, self.confdir),
        )
        self.report(document, chain.from_iterable(found))

    def page(self, document: Document, tree: nodes.document, groups: tuple[Group, ...]) -> str:
        """The HTML of a tree in the theme's layout."""
        tree.settings = self.docsettings
        self.secnumbers: dict[str, tuple[int, ...]] = {}
        self.imgpath, self.current_docname = '_images', document.docname
        visitor: Any = self.create_translator(tree, self)
        tree.walkabout(visitor)
        context = self.globalcontext | {
            '_e': get_translation(DOMAIN),
            'body': strings.markup(''.join(visitor.fragment)),
            'classes': ['book' if assembly.is_book(tree) else 'essay'],
            'colophon': self.options.colophon,
            'contents': contents(tree, self.options.contents),
            'cover': self.options.cover,
            'facts': facts.read(self, document, tree),
            'generator': f'Editions {__version__}',
            'index': groups,
            'typefaces': (*self.families, *facts.typefaces(self.options, tree)),
        }
        html = str(self.templates.render('layout.html', context))
        letters = coverage.unserved(self.edition.code) if not self.families else frozenset()
        return vetting.with_signs(html, self.folders, letters)

    def sheets(self) -> list[str]:
        """The theme's style sheets, the code's colours, the options', and the project's own."""
        folders = [Path(folder) / 'static' for folder in self.theme.get_theme_dirs()]
        known = ([folder / name for folder in folders] for name in self.theme.stylesheets)
        found = [next(filter(Path.is_file, paths)) for paths in known]
        added = [Path(self.confdir) / name for name in self.config.pdf_stylesheets]
        for path in added:
            if not path.is_file():
                raise UserError(f'conf.py: pdf_stylesheets names {path.name}, which is not there')
        theme, own = ([path.read_text('utf-8') for path in paths] for paths in (found, added))
        more = self.options.sheet(), options.family_sheet(self.families, self.edition)
        return [self.highlighter.get_stylesheet(), *theme, *more, *own]

    def copy_assets(self) -> None:
        """Nothing of the web is copied."""

    def finish(self) -> None:
        """Let extensions write where they think that pages lie; `tidy` takes it away."""
        self.assets = Path(self.outdir) / '_static'
        self.made = not self.assets.exists()
        self.assets.mkdir(exist_ok=True)

    def tidy(self) -> None:
        if self.made:
            shutil.rmtree(self.assets)


@contextmanager
def without(config: Any, *names: str) -> Iterator[None]:
    """Sphinx without some values of conf.py: its defaults hold for a while."""
    given = {name: getattr(config, name) for name in names}
    for name in names:
        setattr(config, name, [] if isinstance(given[name], list) else None)
    try:
        yield
    finally:
        for name, value in given.items():
            setattr(config, name, value)
