"""The Sphinx builder `editions-epub`: one tree, as for the PDF, becomes a book for the pocket.

https://www.w3.org/TR/epub-33/. Reading systems have fonts of their own, so a character that none
of ours has is a warning, and stays.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.errors import SphinxError
from sphinx.locale import _ as sphinx_word
from sphinx.locale import __, get_translation
from sphinx.util.display import progress_message

from editions import files, progress, report
from editions.books.package import INDEX, TYPES, XHTML, Item
from editions.catalogs.wording import DOMAIN
from editions.epub import assets, xhtml
from editions.epub.binding import Book, bind, indexed, placed
from editions.epub.chapters import Chapter, chapters
from editions.epub.translator import BookTranslator
from editions.epub.xhtml import Body
from editions.findings import Finding, Severity
from editions.fonts import available, coverage
from editions.html import webfonts
from editions.pdf import assembly, facts, notes, options, presence, vetting
from editions.pdf.contents import contents, index
from editions.pdf.whole import WholeBuilder
from editions.progress import Doing
from editions.project import Document, Format
from editions.transforms import credits, incremental, reporting, sphinx_patches, strings
from editions.transforms.strings import _

DEPTH = 3  # levels of sections in the contents
# Our own words that are set as titles are: by the templates, and the name of a row from `facts`.
TEMPLATES = ('nav.xhtml', 'book-colophon.xhtml', 'colophon.html')
TITLED = re.compile(r"""(?:line\(|<(?:dt|h1)[^>]*>\{\{ )_e\('([^']+)'\)""")
CITE = 'Cite as:'


class EPUBError(SphinxError):
    """A document of which no book can be made as it should be; nothing is written."""

    category = 'EPUB error'


class EPUBBuilder(WholeBuilder):
    """Writes EPUB files."""

    name = Format.EPUB.builder
    epilog = __('The EPUB files are in %(outdir)s.')
    default_translator_class = BookTranslator
    error = EPUBError

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        return 'editions-epub', {}

    def init(self) -> None:
        super().init()
        self.tags.add('epub')  # for `.. only:: epub`

    def begin_writing(self) -> None:
        sphinx_patches.keep_templates(self.running)
        self.added = webfonts.folders(self.running)
        self.folders = (*available.own_folders(), *self.added)
        find, around = self.templates.get_source, self.templates.environment
        words = {CITE, *TITLED.findall(''.join(find(around, name)[0] for name in TEMPLATES))}
        titles = ''.join([*map(_, words), sphinx_word('Index')])
        self.fonts = webfonts.of_edition(self.running, titles)
        paper = report.read(Path(self.config.editions_pages).parent)
        self.starts = paper.starts if self.config.editions_pages and paper else {}

    def write_one(self, document: Document) -> None:
        """Bind a document."""
        name = document.file(self.edition, Format.EPUB)
        starts = self.starts.get(document.file(self.edition, Format.PDF), ())
        below = incremental.documents_below(self.env, document.docname)
        incremental.start(self.running, name, below)
        progress.tell(Doing(reporting.edition_of(self.running), 'binding', name))
        with progress_message(f'binding {name}'):
            data = bind(self.book(document), self.render, starts)
        files.write_bytes(Path(self.outdir) / name, data, durable=False)
        reporting.printed(self.running, name, 0)

    def render(self, template: str, **context: Any) -> str:
        """A template of the theme, as markup."""
        words = self.globalcontext | {'_e': get_translation(DOMAIN)} | context
        return strings.markup(self.templates.render(template, words))

    def book(self, document: Document) -> Book:
        """Write the tree below a document. Raises EPUBError where a text is lost on the way."""
        tree = assembly.assemble(self, document.docname)
        docnames = assembly.documents(tree, document.docname)
        credits.mark(tree, credits.credits(self.running, docnames))
        book = assembly.is_book(tree)
        self.fignumbers = assembly.figure_numbers(self.env.toc_fignumbers, book)
        self.say_what_is_not_shown(document, tree)
        self.report(document, self.glyphs(tree))
        for call in list(tree.findall(nodes.footnote_reference)):
            notes.take_out_space(call)
        groups = index(self, tree)
        assembly.unlink(tree, self.config.editions_link_schemes, bool(groups))
        self.post_process_images(tree)
        given = options.read(self.theme, self.theme_options, book, self.config.language)
        known = facts.read(self, document, tree, Format.EPUB)
        typefaces = facts.typefaces(known, given, tree)
        sections = contents(tree, DEPTH)
        parts = chapters(tree, document.docname)
        bodies = {part.file: self.body(document, part) for part in parts}
        places = self.linked(parts, bodies, book=book)
        if known.machine and known.credits.alike:
            xhtml.begin(bodies[parts[0].file], known.machine, strings.spoken(known.language))
        entries = (replace(g, entries=tuple(indexed(w, places) for w in g.entries)) for g in groups)
        return Book(
            document,
            known,
            parts,
            bodies,
            tuple(placed(each, places) for each in sections),
            tuple(entries),
            typefaces,
            (*self.pictures(bodies), *assets.style(self), *assets.fonts(self)),
            self.added,
        )

    def linked(
        self, parts: Iterable[Chapter], bodies: dict[str, Body], *, book: bool
    ) -> dict[str, str]:
        """Let each link lead to its anchor; returns where all anchors of the book are."""
        scopes = {part.file: f'{part.docname}/' if book else '' for part in parts}
        places = xhtml.anchors(bodies, scopes)
        places['genindex'] = f'{INDEX}#genindex'
        for file, body in bodies.items():
            xhtml.link(body, file, places, tuple(self.config.editions_link_schemes))
        return places

    def body(self, document: Document, part: Chapter) -> Body:
        """A content document. Raises EPUBError for a text of the tree that it lacks."""
        body = xhtml.read(self.written(part.tree, part.docname))
        for picture in body.pictures:
            take_picture(picture, body)
        letters = presence.bare(xhtml.whole_text(body)) + '\n'
        missing = list(presence.lost(part.tree, letters))
        found = vetting.unprinted(missing, part.tree, self.confdir)
        self.report(
            document, (replace(f, message=f.message.replace('on paper', 'there')) for f in found)
        )
        self.report(document, self.left_behind(part, body))
        return body

    def left_behind(self, part: Chapter, body: Body) -> Iterator[Finding]:
        """What a book cannot hold: players, frames, pictures of other sites."""
        path, _line = reporting.location(part.tree, part.tree, self.confdir)
        for name in dict.fromkeys(body.lost):
            sentence = f'{name} is not in the EPUB, which holds no players, frames or other sites'
            yield Finding(path, 0, Severity.WARNING, sentence, 'epub.left')

    def report(self, document: Document, findings: Iterable[Finding]) -> None:
        """Under codes of their own: a PDF has the same findings where one is made, too."""
        mine = (replace(each, code=each.code.replace('pdf.', 'epub.')) for each in findings)
        super().report(document, mine)

    def glyphs(self, tree: nodes.document) -> Iterator[Finding]:
        """Characters that no font of the book has, each once, where it first stands."""
        printed = vetting.printed(tree)
        unpacked = set(''.join(printed)).difference(*(font.characters for font in self.fonts))
        left = set(coverage.lacking(unpacked, self.folders))
        for text in printed if left else ():
            here = sorted(left & set(text))
            left.difference_update(here)
            if here:
                path, line = vetting.written(self.running, text, tree)
                sentence = vetting.without_glyph(here, self.config.language)
                sentence += '; a reading system shows its own, or a box'
                yield Finding(path, line, Severity.WARNING, sentence, 'epub.glyph')

    def pictures(self, bodies: dict[str, Body]) -> Iterator[Item]:
        """The pictures that are shown, each once."""
        shown = {unquote(each.get('src', '')) for body in bodies.values() for each in body.pictures}
        for path, name in self.images.items():
            if f'../images/{name}' in shown:
                yield assets.picture(self.srcdir / path, name)


def take_picture(element: Any, body: Body) -> None:
    """Let a picture be found in the book; one of another site becomes its words."""
    source = element.get('src', '')
    if source.startswith('_images/') and PurePosixPath(source).suffix.lower() in TYPES:
        element.set('src', f'../images/{source.removeprefix("_images/")}')
    elif not source.startswith('data:image/'):
        body.lost.append(source)
        element.tag = f'{{{XHTML}}}span'
        element.text = f'[{element.get("alt") or source}]'
        for name in ('src', 'alt', 'width', 'height'):
            element.attrib.pop(name, None)
