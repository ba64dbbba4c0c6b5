"""Where the pages of the PDF begin in the book, so that both can be cited by page.

The PDF's build says how the text of each page begins; here the same letters are found again.
https://www.w3.org/TR/epub-33/#sec-nav-pagelist
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from editions.books.package import OPS, XHTML
from editions.epub.xhtml import MATHML, SVG, TYPE, Body, texts
from editions.pdf.presence import bare

WINDOW, STEP = 32, 8  # letters looked for where a page begins with what is only on paper
NEAR = 60_000  # letters; a page begins within so many of the one before
_ASIDE = ('footnote', 'noteref', 'backlink')
_BESIDE = ('state', 'locator', 'notice')


@dataclass(frozen=True)
class Page:
    """A page of the PDF: its number, and where it begins ('text/usage.xhtml#page-4')."""

    number: int
    place: str


@dataclass(frozen=True)
class Piece:
    """A text of the book, with where its letters begin among all of them."""

    start: int
    file: str
    element: Any
    kind: str  # 'text' or 'tail'


def set_breaks(bodies: Mapping[str, Body], starts: Sequence[str]) -> tuple[Page, ...]:
    """Mark the beginning of each page that is found; changes the bodies.

    The first page is where the book begins. One that holds nothing of the text (a cover, the
    contents) is in no list.
    """
    pieces, letters = flow(bodies)
    places: list[tuple[int, int]] = []
    at = 0
    for number, start in enumerate(starts, 1):
        found = find(letters, start, at)
        if found >= 0:
            at = found
            places.append((number, found))
    begins = [piece.start for piece in pieces]
    pages = []
    for number, place in reversed(places):
        piece = pieces[bisect_right(begins, place) - 1]
        name = mark(piece, place - piece.start, number)
        pages.append(Page(number, f'{piece.file}#{name}'))
    return tuple(reversed(pages))


def flow(bodies: Mapping[str, Body]) -> tuple[list[Piece], str]:
    """The texts that are on paper in the same order, and their letters."""
    pieces, letters, at = [], [], 0
    for file, body in bodies.items():
        for element, kind, words in texts(body, beside):
            if plain := bare(words):
                pieces.append(Piece(at, file, element, kind))
                letters.append(plain)
                at += len(plain)
    return pieces, ''.join(letters)


def beside(element: Any) -> bool:
    """Whether an element's text stands elsewhere on paper, or is drawn there."""
    drawn = (f'{{{MATHML}}}math', f'{{{SVG}}}svg')
    if element.get(TYPE) in _ASIDE or element.tag in drawn:
        return True
    return not set(_BESIDE).isdisjoint(element.get('class', '').split())


def find(letters: str, start: str, at: int) -> int:
    """Where a page begins; -1 where nothing of its beginning is there.

    The beginning may be only on paper, as the repeated head of a table: later letters count then.
    """
    for skipped in range(0, max(1, len(start) - WINDOW), STEP):
        wanted = start[skipped : skipped + WINDOW]
        if wanted and (found := letters.find(wanted, at, at + NEAR)) >= 0:
            return found
    return -1


def mark(piece: Piece, letters: int, number: int) -> str:
    """Put the mark of a page before a letter of a text, or before the word that it is in.

    Returns its id.
    """
    words = getattr(piece.element, piece.kind)
    at = offset(words, letters)
    while 0 < at < len(words) and joined(words[at - 1]) and joined(words[at]):
        at -= 1
    sign = etree.Element(f'{{{XHTML}}}span', nsmap={None: XHTML, 'epub': OPS})
    known = set(piece.element.xpath('//@id'))
    name = next(
        n for n in (f'page-{number}{"-" * i}' for i in range(len(known) + 1)) if n not in known
    )
    named = {'id': name, 'role': 'doc-pagebreak', 'title': str(number)}
    for key, value in named.items():
        sign.set(key, value)
    sign.set(TYPE, 'pagebreak')
    sign.tail = words[at:]
    setattr(piece.element, piece.kind, words[:at])
    if piece.kind == 'text':
        piece.element.insert(0, sign)
    else:
        parent = piece.element.getparent()
        parent.insert(parent.index(piece.element) + 1, sign)
    return name


def joined(char: str) -> bool:
    """Whether a letter belongs to a word, which no page mark may cut."""
    return char.isalnum() and char < '\u2e80'


def offset(words: str, letters: int) -> int:
    """The character of a text before which so many letters stand."""
    seen = 0
    for at, char in enumerate(words):
        own = len(bare(char))
        if own and seen >= letters:
            return at
        seen += own
    return len(words)
