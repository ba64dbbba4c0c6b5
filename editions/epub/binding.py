"""The parts of a book in their order: cover, contents, text, index, colophon, and what they use."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sphinx.locale import _ as sphinx_word

from editions import git
from editions.books import cover
from editions.books.package import COLOPHON, COVER, INDEX, NAV, PICTURE, Item, identifier, packed
from editions.epub import pages
from editions.epub.chapters import Chapter
from editions.epub.pages import Page
from editions.epub.xhtml import Body, relative, serialized
from editions.languages import dates
from editions.pdf.contents import Group, Section, Word
from editions.pdf.facts import Facts
from editions.project import Document, Format
from editions.transforms.strings import _

MOVING = re.compile(rb'<(?:animate|set|script)|@keyframes')
Render = Callable[..., str]  # a template of the theme by its name, with what it is given


@dataclass(frozen=True)
class Book:
    """What one EPUB is made of. `index` holds places of the package, not anchors."""

    document: Document
    facts: Facts
    chapters: tuple[Chapter, ...]
    bodies: Mapping[str, Body]  # by the file of the chapter
    sections: tuple[Section, ...]
    index: tuple[Group, ...]
    typefaces: tuple[str, ...]
    assets: tuple[Item, ...]  # pictures, style sheet, fonts
    folders: tuple[Path, ...]  # of fonts that the project adds

    @property
    def title(self) -> str:
        return self.facts.title


def placed(section: Section, places: Mapping[str, str]) -> Section:
    """A section with its place in the package for its anchor."""
    below = tuple(placed(each, places) for each in section.entries)
    return replace(section, anchor=places[section.anchor], entries=below)


def indexed(word: Word, places: Mapping[str, str]) -> Word:
    """A word of the index with the places that it leads to, from the index itself."""
    found = (relative(places[anchor], INDEX) for anchor in word.anchors if anchor in places)
    below = tuple(indexed(each, places) for each in word.entries)
    return replace(word, anchors=tuple(found), entries=below)


def bind(book: Book, render: Render, starts: Sequence[str]) -> bytes:
    """The bytes of a book; `starts` is how each page of its PDF begins, where there is one."""
    marked = pages.set_breaks(book.bodies, starts)
    titles = [(book.title, book.facts.language)]
    picture = cover.draw(titles, book.facts.author, book.facts.written, book.folders)
    items = [
        page(book, render, COVER, render('cover.xhtml', facts=book.facts)),
        page(book, render, NAV, render('nav.xhtml', **nav(book, marked)), 'nav'),
        *(chapter(book, render, part) for part in book.chapters),
        *back(book, render),
        Item(PICTURE, picture, 'cover-image'),
        *book.assets,
    ]
    opf = render(
        'package.opf',
        facts=book.facts,
        items=items,
        identifier=identifier(items),
        modified=modified(book.facts),
        source=original(book.facts),
        pages=book.document.file(book.facts.language, Format.PDF) if marked else '',
        accessibility=accessibility(book, marked),
    )
    return packed(items, opf)


def original(facts: Facts) -> str:
    """The address of the edition in the source language; '' in that one itself."""
    code = facts.source.code if facts.source else ''
    return next((other.url for other in facts.others if other.language.code == code), '')


def page(book: Book, render: Render, path: str, body: str, properties: str = '') -> Item:
    """A content document of our own words around the text."""
    titles = {NAV: _('Contents'), INDEX: sphinx_word('Index'), COLOPHON: _('Edition')}
    title = f'{titles[path]} · {book.title}' if path in titles else book.title
    html = render('page.xhtml', facts=book.facts, title=title, body=body, path=path)
    return Item(path, html.encode(), properties, spine=True)


def chapter(book: Book, render: Render, part: Chapter) -> Item:
    body = book.bodies[part.file]
    title = part.title or book.title
    html = render('page.xhtml', facts=book.facts, title=title, body=serialized(body), path='text/')
    return Item(part.file, html.encode(), ' '.join(body.properties), spine=True)


def back(book: Book, render: Render) -> Iterable[Item]:
    """What follows the text."""
    if book.index:
        words = render('index.xhtml', groups=book.index, title=sphinx_word('Index'))
        yield page(book, render, INDEX, words)
    words = render('book-colophon.xhtml', facts=book.facts, typefaces=book.typefaces)
    yield page(book, render, COLOPHON, words)


def nav(book: Book, marked: Iterable[Page]) -> dict[str, object]:
    """What the navigation document lists."""
    first = book.chapters[0].file
    entries = [Section(first, '', book.title, ()), *book.sections]
    landmarks = [('toc', f'{NAV}#toc', _('Contents')), ('bodymatter', first, book.title)]
    if book.index:
        entries.append(Section(INDEX, '', sphinx_word('Index'), ()))
        landmarks.append(('index', INDEX, sphinx_word('Index')))
    entries.append(Section(COLOPHON, '', _('Edition'), ()))
    return {
        'facts': book.facts,
        'entries': entries,
        'landmarks': landmarks,
        'pages': [(str(each.number), each.place) for each in marked],
    }


def modified(facts: Facts) -> str:
    """When the text was changed last, as the package must say it: `2026-11-24T10:00:00Z`.

    Where nothing is known, the first day that the file could have.
    """
    known = facts.modified or facts.created
    numbers = dates.parts(known[:10])
    if 'T' in known:
        return dates.iso(datetime.fromisoformat(known)).replace('+00:00', 'Z')
    if numbers:
        year, month, day = (*numbers, 1, 1)[:3]
        return f'{year:04}-{month:02}-{day:02}T00:00:00Z'
    return datetime.fromtimestamp(git.OLDEST, UTC).strftime('%Y-%m-%dT%H:%M:%SZ')


def may_move(item: Item) -> bool:
    """Whether a picture may flash: that is not known of it."""
    drawing = item.suffix == '.svg' and MOVING.search(item.data)
    return item.suffix in ('.gif', '.webp') or bool(drawing)


def accessibility(book: Book, marked: Sequence[Page]) -> list[tuple[str, str]]:
    """What a reader can count on, by the vocabulary of EPUB Accessibility 1.1; no conformance.

    https://www.w3.org/community/reports/publishingcg/CG-FINAL-a11y-discov-vocab-20230718/
    """
    pictures = [each for body in book.bodies.values() for each in body.pictures]
    described = all(picture.get('alt', '').strip() for picture in pictures)
    properties = {each for body in book.bodies.values() for each in body.properties}
    seen = bool(pictures) or 'svg' in properties
    features = {
        'tableOfContents': True,
        'readingOrder': True,
        'structuralNavigation': True,
        'displayTransformability': True,
        'alternativeText': bool(pictures) and described,
        'MathML': 'mathml' in properties,
        'index': bool(book.index),
        'pageNavigation': bool(marked),
        'pageBreakMarkers': bool(marked),
    }
    return [
        ('accessMode', 'textual'),
        *([('accessMode', 'visual')] if seen else []),
        *([('accessModeSufficient', 'textual')] if described and 'svg' not in properties else []),
        *([('accessModeSufficient', 'textual,visual')] if seen else []),
        *(('accessibilityFeature', name) for name, there in features.items() if there),
        ('accessibilityHazard', 'unknown' if any(map(may_move, book.assets)) else 'none'),
    ]
