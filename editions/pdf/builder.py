"""The Sphinx builder `pdf`: each entry of `pdf_documents` becomes one file."""

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path

from docutils import nodes
from markupsafe import escape
from sphinx.errors import SphinxError
from sphinx.locale import __, get_translation
from sphinx.util import logging
from sphinx.util.display import progress_message

from editions import files, progress
from editions.catalogs.wording import DOMAIN
from editions.findings import UserError
from editions.fonts import available, coverage
from editions.pdf import assembly, beside, facts, notes, options, presence, synoptic, vetting
from editions.pdf.contents import Group, contents, index
from editions.pdf.html import PaperTranslator, code_lines, paper_formatter
from editions.pdf.layout import Files, Layout, heights_of, lay_out
from editions.pdf.options import Options
from editions.pdf.synoptic import ALONE, Pages
from editions.pdf.vetting import BASE
from editions.pdf.whole import WholeBuilder
from editions.progress import Doing
from editions.project import MEASURE, TAG, Document, Format
from editions.transforms import credits, incremental, published, reporting, strings
from editions.version import __version__

logger = logging.getLogger(__name__)

ALIKE = re.compile('<span class="alike".*?</span>')  # that the pages are those of all languages
# Why pages are not those of the other languages.
SPHINX_ALONE = (
    'the pages are not those of the other languages, which sphinx-build does not know; '
    'run editions build pdf'
)
NOT_LAID_OUT = 'the pages cannot be those of languages that could not be laid out:'
NO_PLAN = (
    'the pages are not those of the other languages: what cannot be divided fills a page in one '
    'language, and in another nothing stands beside it'
)


class PDFError(SphinxError):
    """A document that cannot be printed as it should be; nothing is written."""

    category = 'PDF error'


class PDFBuilder(WholeBuilder):
    """Writes PDF files."""

    name = 'pdf'
    epilog = __('The PDF files are in %(outdir)s.')
    default_translator_class = PaperTranslator
    error = PDFError
    options: Options
    html: str  # of the page that was laid out last

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        return self.config.pdf_theme, self.config.pdf_theme_options

    def init_highlighter(self) -> None:
        super().init_highlighter()
        self.highlighter.formatter = paper_formatter  # type: ignore[assignment]

    def begin_writing(self) -> None:
        folder = Path(self.doctreedir) / 'fonts'
        self.folders = available.usable_folders(
            self.config.editions_fonts, Path(self.confdir), folder
        )
        added = self.folders[len(available.own_folders()) :]
        self.families = coverage.families(added, self.edition.code)
        shared = folder.parent.with_name('fonts') if self.running.tags.has(TAG) else None
        self.fonts = available.write_configuration(folder, self.folders, shared)

    def write_one(self, document: Document) -> None:
        """Print a document, unless the last build's PDF of it holds; or measure it."""
        if self.running.tags.has(MEASURE):
            self.measure(document)
            return
        name = document.file(self.edition, Format.PDF)
        below = list(incremental.documents_below(self.env, document.docname))
        dated = facts.is_dated(self, document, below)
        paths = [Path(name), *([beside.place(name)] if self.paired else [])]
        unit = incremental.kept(self.running, name, below, *paths) if dated else None
        if unit is None:
            unit = incremental.start(self.running, name, below)
            with progress_message(f'printing {name}'):
                result = self.lay_out(document)
            files.write_bytes(Path(self.outdir) / name, result.data, durable=False)
            unit.pages, unit.places = result.pages, dict(result.locations)
            unit.starts = list(result.starts)
        reporting.printed(self.running, name, unit.pages, unit.places, tuple(unit.starts))

    def measure(self, document: Document) -> None:
        """Write how high a document is, for those who plan the pages of all languages."""
        tree, groups = self.prepared(document)
        self.synoptic = True
        html = self.page(document, tree, groups)
        found = heights_of(html, self.sheets(), self.served(), self.fonts)
        path = Path(self.outdir) / document.measure
        files.write_text(path, found.to_json(), durable=False)
        reporting.printed(self.running, document.measure, 0)

    def pages(self, document: Document) -> Pages:
        """Where the pages of a document begin, so that they are alike in all languages."""
        if not self.options.synoptic:
            return ALONE
        if not (folder := self.config.editions_heights):
            self.say_unlike(document, SPHINX_ALONE)
            return ALONE
        codes = [language.code for language in published.read_project(self).languages]
        paths = {code: Path(folder, code, document.measure) for code in codes}
        if lacking := [code for code, path in paths.items() if not path.is_file()]:
            self.say_unlike(document, f'{NOT_LAID_OUT} {", ".join(lacking)}')
            self.synoptic = False
        found = synoptic.read(paths, self.edition.code)
        if found is ALONE and not lacking:
            self.say_unlike(document, NO_PLAN)
        return found

    def say_unlike(self, document: Document, sentence: str) -> None:
        """Report that not every paragraph begins on the same page in all languages."""
        logger.warning(sentence, location=document.docname, type='pdf', subtype='synoptic')

    def lay_out(self, document: Document) -> Layout:
        """Lay out the tree below a document. Raises PDFError where a text is lost on the way."""
        tree, groups = self.prepared(document)
        self.synoptic = True
        pages = self.pages(document)
        self.synoptic = self.synoptic and pages is not ALONE
        html, kept = self.page(document, tree, groups), frozenset[int]()
        while True:
            result = self.render(document, notes.keep(html, kept), pages)
            missing = list(presence.lost(tree, result.text))
            more = presence.lost_notes(tree, missing) - kept
            if not more:
                break
            kept |= more
        self.complain(document, tree, result, missing)
        if moved := synoptic.moved(pages, result.locations):
            self.say_unlike(document, f'{moved} begins on another page than in other languages')
            result = self.render(document, ALIKE.sub('', self.html), pages)
        if self.paired:
            self.leave_page(document, tree, result)
        return result

    @property
    def paired(self) -> bool:
        """Whether the language is in a pair that is printed."""
        project = published.read_project(self)
        pairs = (each for each in project.pairs if each.format is Format.PDF)
        return any(self.edition.code in each.code.split('+') for each in pairs)

    def leave_page(self, document: Document, tree: nodes.document, result: Layout) -> None:
        """Leave what was laid out beside the PDF: the pairs of the language are made from it."""
        one = replace(self.options, page_size=self.options.pair_page_size, two_sided=False)
        theme, own = self.theme_sheets(one)
        shown = self.served()
        own_pages = ALIKE.sub('', self.html)  # those of a pair are no language's
        html = beside.with_pictures(own_pages, lambda name: shown.path(BASE + name))
        passages = tuple(presence.passages(tree))
        left = beside.Page(html, theme, own, self.families, passages, result.complaints)
        path = Path(self.outdir) / beside.place(document.file(self.edition, Format.PDF))
        files.write_text(path, left.to_json(), durable=False)

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
        self.say_what_is_not_shown(document, tree)
        self.report(document, vetting.glyphs(self.running, tree, self.folders, self.families))

    def render(self, document: Document, html: str, pages: Pages) -> Layout:
        """Lay out the HTML of a document."""
        self.html, name = html, document.file(self.edition, Format.PDF)
        progress.tell(Doing(reporting.edition_of(self.running), 'printing', name))
        return lay_out(html, self.sheets(), self.served(), self.fonts, pages)

    def served(self) -> Files:
        """What the page may show."""
        named = {f'_images/{name}': Path(self.srcdir) / path for path, name in self.images.items()}
        return Files(named, Path(self.outdir))

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
        known = facts.read(self, document, tree)
        context = self.globalcontext | {
            '_e': get_translation(DOMAIN),
            'body': strings.markup(self.written(tree, document.docname)),
            'classes': ['book' if assembly.is_book(tree) else 'essay'],
            'colophon': self.options.colophon,
            'contents': contents(tree, self.options.contents),
            'cover': self.options.cover,
            'facts': known,
            'generator': f'Editions {__version__}',
            'index': groups,
            'lines': lambda code: strings.markup(code_lines(escape(code))),
            'synoptic': self.synoptic,
            'typefaces': (*self.families, *facts.typefaces(known, self.options, tree)),
        }
        html = str(self.templates.render('layout.html', context))
        letters = coverage.unserved(self.edition.code) if not self.families else frozenset()
        return vetting.with_signs(html, self.folders, letters)

    def sheets(self) -> list[str]:
        """All style sheets, in the order in which they hold."""
        theme, own = self.theme_sheets(self.options)
        return [*theme, options.family_sheet(self.families, self.edition), *own]

    def theme_sheets(self, chosen: Options) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The style sheets of code, theme and options, and the project's own."""
        folders = [Path(folder) / 'static' for folder in self.theme.get_theme_dirs()]
        known = ([folder / name for folder in folders] for name in self.theme.stylesheets)
        found = [next(filter(Path.is_file, paths)) for paths in known]
        added = [Path(self.confdir) / name for name in self.config.pdf_stylesheets]
        for path in added:
            if not path.is_file():
                raise UserError(f'conf.py: pdf_stylesheets names {path.name}, which is not there')
        theme, own = ([path.read_text('utf-8') for path in paths] for paths in (found, added))
        return (self.highlighter.get_stylesheet(), *theme, chosen.sheet()), tuple(own)
