"""How high a laid-out text is, and where its pages may end: what a plan of common pages asks for.

The text is measured as if on one endless page. A break is where a page may end: between two
lines, rows or blocks, as `orphans`, `widows` and the `break-*` properties allow
(https://www.w3.org/TR/css-break-3/#possible-breaks). All measures are in px.
"""

import dataclasses
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from editions.pdf import patches
from editions.pdf.line_setting import is_divided
from editions.pdf.patches import boxes

PARAGRAPH = re.compile(r'(.+/)?p[0-9]+')
FORCED = ('page', 'left', 'right', 'recto', 'verso', 'always')
AVOIDED = ('avoid', 'avoid-page')
CALL = 'footnote-call'
TOP = ''  # the name of what stands before the first numbered paragraph

Key = tuple[int, str]  # of the element that made a box, and its tag


@dataclass(frozen=True)
class Break:
    """Where a page may end, from the beginning of the text."""

    end: float  # of what stands before
    start: float  # of what follows
    room: float  # the height of the page on which that stands
    notes: int = 0  # called before
    noted: float = 0.0  # the height of these notes
    forced: bool = False  # a page ends here in any case


@dataclass(frozen=True)
class Start:
    """Where a numbered paragraph starts, with its heading."""

    at: int  # the break before it
    begun: int  # the first break after its first lines
    element: int  # that follows the break: its place among all of the page


@dataclass(frozen=True)
class Heights:
    """What is known of a laid-out document."""

    breaks: tuple[Break, ...]
    starts: Mapping[str, Start]  # by anchor, in their order
    area: float = 0.0  # the height of what parts text from notes

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), separators=(',', ':'))

    @classmethod
    def from_json(cls, text: str) -> 'Heights':
        value: dict[str, Any] = json.loads(text)
        starts = {name: Start(**each) for name, each in value['starts'].items()}
        return cls(tuple(Break(**each) for each in value['breaks']), starts, value['area'])

    def high(self, first: int, last: int) -> float:
        """The height of a page from one break to another, its notes included."""
        before, after = self.breaks[first], self.breaks[last]
        area = self.area if after.notes > before.notes else 0.0
        return after.end - before.start + after.noted - before.noted + area

    def full(self, first: int, last: int) -> float:
        """The share of such a page that text fills."""
        return (self.breaks[last].end - self.breaks[first].start) / self.breaks[first].room


@dataclass
class Piece:
    """What no page break divides: a line, a row, a figure."""

    path: list[Any]  # the boxes around it, from the outermost
    box: Any
    page: int
    top: float
    bottom: float
    notes: list[int] = field(default_factory=list)  # their elements
    anchors: list[str] = field(default_factory=list)

    @property
    def keys(self) -> list[Key]:
        return [key(box) for box in self.path]

    @property
    def is_line(self) -> bool:
        return isinstance(self.box, boxes.LineBox)


def key(box: Any) -> Key:
    return id(box.element), box.element_tag or ''


def measured(document: Any, elements: Iterable[Any]) -> Heights:
    """Measure a document of WeasyPrint's, made from a page of these elements."""
    number = {id(element): place for place, element in enumerate(elements)}
    pages = patches.page_boxes(document)
    pieces = list(
        once(each for number, page in enumerate(pages) for each in pieces_of(page, number))
    )
    heights, area = notes_of(pages)
    legal = legal_breaks(pieces, [page.height for page in pages])
    breaks, index = [Break(0.0, pieces[0].top, pages[0].height)], {0: 0}
    noted, called = 0.0, 0
    for place, (one, following) in enumerate(zip(pieces, legal, strict=True), 1):
        called += len(one.notes)
        noted += sum(heights.get(note, 0.0) for note in one.notes)
        if following:
            index[place] = len(breaks)
            breaks.append(dataclasses.replace(following, notes=called, noted=noted))
    parted = (n for n, (one, other) in enumerate(pairwise(pieces), 1) if one.page != other.page)
    ends = [index[n] for n in parted if n in index]
    return Heights(corrected(breaks, ends, area), starts_of(pieces, index, number), area)


def corrected(breaks: list[Break], ends: Iterable[int], area: float) -> tuple[Break, ...]:
    """The breaks; those that had no room on the pages which ended before them are lower.

    By the heights alone there may be room: WeasyPrint keeps some free where it divides a table.
    """
    found, first = Heights(tuple(breaks), {}, area), 0
    for last in ends:
        room = found.breaks[first].room
        for n in range(last + 1, len(breaks)):
            spare = room - found.high(first, n)
            if spare < 0 or breaks[n - 1].forced:
                break
            breaks[n] = dataclasses.replace(breaks[n], end=breaks[n].end + spare + 1)
        found, first = Heights(tuple(breaks), {}, area), last
    return found.breaks


def starts_of(
    pieces: list[Piece], index: Mapping[int, int], number: Mapping[int, int]
) -> dict[str, Start]:
    """Each paragraph before which a page may end, by its anchor; and what stands before them."""
    ends = sorted(index)
    found: dict[str, Start] = {}
    taken: set[int] = set()  # the breaks before those
    first = {TOP: 0}
    for place, each in enumerate(pieces):
        for name in each.anchors:
            first.setdefault(name, place)
    for name, place in first.items():
        here = bisect_right(ends, place)
        before, after = ends[here - 1], ends[here]
        element = number.get(id(pieces[before].path[-1].element), 0)
        start = Start(index[before], index[after], element)
        if name == TOP or start.at not in taken:
            found[name] = start
            taken.add(start.at)
        elif start.at == 0:
            found = {name: start}  # the text begins with it; its break is taken already
    return found


def once(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Without the rows that head a table on its further pages."""
    known: dict[int, int] = {}
    for each in pieces:
        heads = [id(box.element) for box in each.path if is_head(box)]
        if all(known.setdefault(head, each.page) == each.page for head in heads):
            yield each


def is_head(box: Any) -> bool:
    """Whether a box holds the rows that head a table on each of its pages."""
    return isinstance(box, boxes.TableRowGroupBox) and bool(box.is_header)


def pieces_of(page: Any, number: int) -> Iterator[Piece]:
    yield from inside(page.children[0], [], number)


def inside(box: Any, path: list[Any], page: int) -> Iterator[Piece]:
    """The pieces of a box that lies in boxes."""
    if not box.is_in_normal_flow() or box.element is None:
        return
    if isinstance(box, boxes.LineBox):
        if box.height > 0:
            yield piece(box, path, page, box.position_y, box.position_y + box.height)
    elif divided(box):
        for child in box.children:
            yield from inside(child, [*path, box], page)
    else:
        top = box.border_box_y()
        yield piece(box, [*path, box], page, top, top + box.border_height())


def divided(box: Any) -> bool:
    """Whether a page may end within a box."""
    if box.style['break_inside'] in AVOIDED or not isinstance(box, boxes.ParentBox):
        return False
    if isinstance(box, boxes.TableBox | boxes.TableRowGroupBox):
        return True
    flow = isinstance(box, boxes.BlockContainerBox | boxes.BlockBox)
    odd = boxes.FlexContainerBox, boxes.GridContainerBox
    columns = {box.style['column_count'], box.style['column_width']} != {'auto'}
    return flow and not columns and not isinstance(box, odd) and bool(box.children)


def piece(box: Any, path: list[Any], page: int, top: float, bottom: float) -> Piece:
    found = Piece(path, box, page, top, bottom)
    for each in (*path, *patches.all_within(box)):
        if each.element is None:
            continue
        note = id(each.element)
        if (each.element_tag or '').endswith(CALL) and note not in found.notes:
            found.notes.append(note)
        name = each.element.get('id') or ''
        if PARAGRAPH.fullmatch(name) and name not in found.anchors:
            found.anchors.append(name)
    return found


def notes_of(pages: Iterable[Any]) -> tuple[dict[int, float], float]:
    """The height of each note, by its element; and that of an area without a note."""
    heights: dict[int, float] = {}
    area = 0.0
    for page in pages:
        for each in page.children[1:]:
            if isinstance(each, boxes.FootnoteAreaBox) and each.children:
                high = [child.margin_height() for child in each.children]
                area = max(area, each.margin_height() - sum(high))
                for child, height in zip(each.children, high, strict=True):
                    note = id(child.element)
                    heights[note] = heights.get(note, 0.0) + height
    return heights, area


def legal_breaks(pieces: list[Piece], rooms: list[float]) -> list[Break | None]:
    """The break after each piece, or None where no page may end there."""
    lines = lines_of(pieces)
    moved = 0.0  # what is added to a page's own measures
    found: list[Break | None] = []
    for place, (one, other) in enumerate(pairwise(pieces)):
        seam = Seam(one, other)
        end = seam.end + moved
        if one.page != other.page:
            moved = end + seam.gap - seam.start
        start, room = seam.start + moved - seam.head, rooms[other.page]
        forced = seam.forced or (one.page != other.page and rooms[one.page] != room)
        legal = forced or (not seam.avoided and fits(lines, place, seam))
        found.append(Break(end, start, room, forced=forced) if legal else None)
    last = pieces[-1].bottom + moved
    return [*found, Break(last, last, rooms[-1], forced=True)]


def lines_of(pieces: list[Piece]) -> list[tuple[int, int]]:
    """Which line of its block each piece is, from 1, and of how many."""
    runs: list[list[int]] = []
    for place, one in enumerate(pieces):
        before = pieces[place - 1] if place else None
        same = before and one.is_line and before.is_line and one.keys == before.keys
        if not same:
            runs.append([])
        runs[-1].append(place)
    return [(number, len(run)) for run in runs for number, _ in enumerate(run, 1)]


def fits(lines: list[tuple[int, int]], place: int, seam: 'Seam') -> bool:
    """Whether enough lines of a paragraph stand on both sides of a break within it, and no word
    is divided by it.
    """
    number, count = lines[place]
    if not seam.within:
        return True
    style = seam.one.path[-1].style
    if is_divided(seam.one.box):
        return False
    return bool(number >= style['orphans'] and count - number >= style['widows'])


class Seam:
    """Where one piece meets the next."""

    def __init__(self, one: Piece, other: Piece) -> None:
        self.one, self.other = one, other
        same = 0
        for mine, yours in zip(one.keys, other.keys, strict=False):
            if mine != yours:
                break
            same += 1
        self.around = one.path[:same]
        self.closing, self.opening = one.path[same:], other.path[same:]

    @property
    def within(self) -> bool:
        """Whether both are lines of one block."""
        return not self.closing and not self.opening

    @property
    def end(self) -> float:
        edges = (float(box.border_box_y() + box.border_height()) for box in self.closing)
        return max([self.one.bottom, *edges])

    @property
    def start(self) -> float:
        return min([self.other.top, *(float(box.border_box_y()) for box in self.opening)])

    @property
    def gap(self) -> float:
        """What would part them on one page."""
        margins = [length(box.style['margin_bottom']) for box in self.closing]
        margins += [length(box.style['margin_top']) for box in self.opening]
        return max(margins, default=0.0)

    @property
    def head(self) -> float:
        """The height of the rows that head a table on each of its pages."""
        tables = [box for box in self.around if isinstance(box, boxes.TableBox)]
        heads = [each for table in tables for each in table.children if is_head(each)]
        return sum(float(each.border_height()) for each in heads)

    @property
    def forced(self) -> bool:
        return any(box.style['break_after'] in FORCED for box in self.closing) or any(
            box.style['break_before'] in FORCED for box in self.opening
        )

    @property
    def avoided(self) -> bool:
        return any(
            box.style['break_after'] in AVOIDED or is_head(box) for box in self.closing
        ) or any(box.style['break_before'] in AVOIDED for box in self.opening)


def length(value: Any) -> float:
    return float(value.value) if getattr(value, 'unit', '') == 'px' else 0.0
