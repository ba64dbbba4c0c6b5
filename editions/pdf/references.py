"""The page numbers of references, of the contents and of the index, for one layout.

WeasyPrint lays pages out again, up to eight times, until every number that it counts is right.
Here a reference has room for as many digits as its page is thought to have. When all pages are
made, the numbers are written, and their lines are filled again.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from editions.pdf.line_setting import elasticity, spread, text_boxes
from editions.pdf.patches import boxes, in_flow, stock_make_all_pages

REFERRING = frozenset({'to-page', 'page-reference', 'place'})  # classes; their sheet shows ROOM
ROOM = 'data-page'  # as many zeros as there is room for digits
BEFORE = 'data-previous'  # of a place in the index: the anchor of the place before it
ZEROS = re.compile('0+')
# How much a page surely holds. The number of digits is right but for pages near 10 and 100.
PAGE = 2400  # letters; an ideograph is two
BLOCK = 90  # letters that the end of a block, or of a line of code, takes
Found = tuple[Any, tuple[Any, ...]]  # the text box of a number, and the boxes around it
BLOCKS = frozenset(('p', 'li', 'dt', 'dd', 'tr', 'h2', 'h3', 'h4', 'h5', 'h6', 'img'))


def reserve(elements: Sequence[Any]) -> tuple[Any, ...]:
    """Give each reference among the elements of a page its room; returns the references."""
    found = [each for each in elements if REFERRING & set((each.get('class') or '').split())]
    about = estimate(elements) if found else {}
    for each in found:
        each.set(ROOM, '0' * len(str(about.get(anchor(each), 1))))
    return tuple(found)


def rooms(references: Sequence[Any]) -> list[str]:
    return [each.get(ROOM) for each in references]


def anchor(reference: Any) -> str:
    return unquote((reference.get('data-ref') or reference.get('href') or '').removeprefix('#'))


def estimate(elements: Sequence[Any]) -> dict[str, int]:
    """The page of each anchor: rather a later one."""
    filled, found = 0, {}
    for each in elements:
        if name := each.get('id'):
            found[name] = filled // PAGE + 1
        for text in filter(None, (each.text, each.tail)):
            filled += len(text) if text.isascii() else sum(map(width, text))
            filled += BLOCK * text.count('\n') if each.tag == 'pre' else 0
        filled += BLOCK if each.tag in BLOCKS else 0
    return found


def width(char: str) -> int:
    return 1 + (unicodedata.east_asian_width(char) in 'WF')


def make_all_pages(context: Any, *args: Any) -> list[Any]:
    """Make pages, then write the numbers; note where they want more room, or none."""
    numbers = Numbers(context)
    pages = list(stock_make_all_pages(context, *args))
    found = [numbers.made(page, index) for index, page in enumerate(pages)]
    for references in found:
        numbers.write(references)
    numbers.reserve()
    return pages


@dataclass(frozen=True)
class Numbers:
    """The numbers of the pages that have been made."""

    context: Any
    first: dict[str | None, str] = field(default_factory=dict)  # anchor -> where it begins
    rooms: dict[Any, str] = field(default_factory=dict)  # that a reference should have had

    def made(self, page: Any, index: int) -> list[Found]:
        """Note which anchors begin on a page; returns the references on it."""
        number = str(self.context.page_maker[index + 1][3][1]['page'][-1])
        for name in self.context.page_maker[index][-1]['anchors']:
            self.first.setdefault(name, number)
        return list(references_in(page, ()))

    def write(self, references: Iterable[Found]) -> None:
        """Write the numbers of references whose pages are known."""
        for box, parents in references:
            element, line = box.element, next(p for p in parents if isinstance(p, boxes.LineBox))
            number = self.first.get(anchor(element), '')
            if number and number == self.first.get(element.get(BEFORE)):
                put(self.context, line, box, '')
                parents[0].children = []
                if not any(each.text.strip() for each in text_boxes(line)):
                    self.rooms[element] = ''
                continue
            put(self.context, line, box, ZEROS.sub(number, box.reserved, count=1))
            if len(number) > len(element.get(ROOM)):
                self.rooms[element] = '0' * len(number)

    def reserve(self) -> bool:
        """Give references the room that they want; says whether one had another."""
        grown = {element: room for element, room in self.rooms.items() if room}
        for element, room in (grown or self.rooms).items():  # an index without a line moves
            element.set(ROOM, room)  # nothing else
        return bool(self.rooms)


def anchors_of(references: Iterable[Found]) -> set[str]:
    """The anchors without whose pages the references cannot be written."""
    elements = [box.element for box, _ in references]
    return {*map(anchor, elements), *(each.get(BEFORE, '') for each in elements)} - {''}


def references_in(box: Any, parents: tuple[Any, ...]) -> Iterator[Found]:
    """The text boxes with room for a number, each with the boxes around it, the nearest first."""
    around = (box, *parents)
    for child in map(in_flow, getattr(box, 'children', ())):
        if not isinstance(child, boxes.TextBox):
            yield from references_in(child, around)
        elif child.element_tag.endswith('::before') and child.element.get(ROOM):
            child.reserved = getattr(child, 'reserved', child.text)  # a page may be kept
            if ZEROS.search(child.reserved):
                yield child, around


def put(context: Any, line: Any, box: Any, text: str) -> None:
    """Write another text in a box, and fill its line again."""
    if text == box.text:
        return
    before, box.text = line.width, text
    stretched = [each for each in text_boxes(line) if each.justification_spacing]
    elastic = {each: elasticity(context, each) for each in (*stretched, box)}
    slack = sum(each.width - one.natural for each, one in elastic.items()) if stretched else 0.0
    total = sum(one.stretch for one in elastic.values())
    spread(context, line, elastic, slack / total if stretched else 0.0, 0.0)
    line.translate((before - line.width) * freed_before(line), 0)


def freed_before(line: Any) -> float:
    """Which share of the room that a line has left stands on its left."""
    align, backwards = line.style['text_align_all'], line.style['direction'] == 'rtl'
    if align == 'center':
        return 0.5
    return float(align == 'right' or (align != 'left' and (align == 'end') != backwards))
