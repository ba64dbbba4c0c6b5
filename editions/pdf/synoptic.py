"""Pages that begin with the same paragraphs in every language.

A plan says which numbered paragraphs begin on each page. Every language can hold it: a paragraph
that all have begun may run on to the next page in some of them and end in others. So the longest
language fills its pages, and the others leave room, but share their text out so that no page is
nearly empty.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from editions.pdf.heights import TOP, Heights, Start

FILLS = (0.5, 0.45, 0.4, 0.36, 0.2, 0.0)  # how full a page is at least; the first that does
SPLIT = 0.05  # what a divided paragraph costs, as the square of a page's share that is empty
EMPTY = 0.4  # a page that is less full looks empty, and costs as much as one without a line
BEAM = 8  # plans that are kept for the same paragraphs on as many pages
SLACK = 6.0  # px that a shortened page is higher than what is to stand on it


@dataclass(frozen=True)
class Pages:
    """How one language is divided: what ends its pages where they are not full."""

    elements: frozenset[int] = frozenset()  # that begin a page, by their place in the HTML
    paddings: Mapping[int, float] = field(default_factory=dict)  # page, from 1 -> empty px
    begun: Mapping[str, int] = field(default_factory=dict)  # paragraph -> page, from 1

    def sheet(self) -> str:
        """The style sheet that keeps the feet of pages empty."""
        empty = self.paddings.items()
        return '\n'.join(f'@page :nth({n}) {{ padding-bottom: {px:.2f}px }}' for n, px in empty)


ALONE = Pages()  # of an edition whose pages are its own


@dataclass(frozen=True)
class Text:
    """A language to be divided: its breaks, and the paragraphs that all languages have."""

    heights: Heights
    names: tuple[str, ...]

    @cached_property
    def starts(self) -> list[Start]:
        return [self.heights.starts[name] for name in self.names]

    @cached_property
    def end(self) -> int:
        return len(self.heights.breaks) - 1

    @cached_property
    def forced(self) -> list[int]:
        return [n for n, each in enumerate(self.heights.breaks) if each.forced]

    @cached_property
    def furthest(self) -> list[int]:
        """For each break, the last one at which a page from there can end."""
        return [*map(self.reach, range(self.end)), self.end]

    def reach(self, first: int) -> int:
        """The last break that a page from this one has room for; the next one in any case."""
        ahead, room = range(first + 2, self.wall(first) + 1), self.heights.breaks[first].room
        high = partial(self.heights.high, first)
        return first + 1 + bisect_right(ahead, room, key=high)

    def wall(self, first: int) -> int:
        """The break after this one at which a page ends in any case."""
        return self.forced[min(bisect_right(self.forced, first), len(self.forced) - 1)]

    def nearest(self, first: int, share: float) -> int:
        """The first break by which a share of a page is full, or the page ends in any case."""
        wall = self.wall(first)
        ahead = range(first + 1, wall)
        full = partial(self.heights.full, first)
        return min(first + 1 + bisect_left(ahead, share, key=full), wall)

    def last(self, count: int) -> int:
        """The break before which exactly so many paragraphs begin at most."""
        return self.starts[count].at if count < len(self.starts) else self.end

    def pages_alone(self) -> int:
        at = pages = 0
        while at < self.end:
            at, pages = self.furthest[at], pages + 1
        return pages


@dataclass(frozen=True)
class Step:
    """A plan as far as some page: the paragraphs begun, and how far each language can have come."""

    begun: int
    spans: tuple[tuple[int, int], ...]  # the first and the last break at which the page can end
    before: 'Step | None' = None
    cost: float = 0.0  # what pages lack that look empty whatever a language does

    @property
    def counts(self) -> tuple[int, ...]:
        """The paragraphs that have begun by the end of each page."""
        return (*self.before.counts, self.begun) if self.before else ()

    def ended(self, texts: Sequence[Text]) -> bool:
        return all(s[1] == text.end for s, text in zip(self.spans, texts, strict=True))

    def covers(self, other: 'Step') -> bool:
        pairs = zip(self.spans, other.spans, strict=True)
        wider = all(mine[0] <= yours[0] and mine[1] >= yours[1] for mine, yours in pairs)
        return wider and self.cost <= other.cost


def read(paths: Mapping[str, Path], code: str) -> Pages:
    """The pages of a language, from the files of heights; a language without one counts for none.

    ALONE where no plan can be held.
    """
    known = {each: path.read_text('utf-8') for each, path in paths.items() if path.is_file()}
    if code not in known:
        return ALONE
    texts = dict(zip(known, common([*map(Heights.from_json, known.values())]), strict=True))
    counts = plan(list(texts.values()))
    return (divided(texts[code], counts) if counts else None) or ALONE


def moved(pages: Pages, locations: Mapping[str, int]) -> str:
    """The first paragraph that does not begin on its page; '' where all do."""
    return next((n for n, page in pages.begun.items() if locations.get(n) != page), '')


def common(heights: Sequence[Heights]) -> list[Text]:
    """The languages to be divided; paragraphs that one of them lacks count for none."""
    known = [list(each.starts) for each in heights]
    names = tuple(name for name in known[0] if all(name in each for each in known[1:]))
    return [Text(each, names) for each in heights]


def plan(texts: Sequence[Text]) -> tuple[int, ...]:
    """How many paragraphs have begun by the end of each page; () where no plan can be held.

    It has as few pages as can be; of such plans, the one that leaves no page emptier.
    """
    most = max(text.pages_alone() for text in texts) + 1
    found = ((share, counted(texts, share)) for share in FILLS)
    plans = {share: counts for share, counts in found if counts}
    fewest = min(map(len, plans.values()), default=0)
    sure = [share for share in plans if share >= FILLS[3] and len(plans[share]) <= most]
    fewest = min((len(plans[share]) for share in sure), default=fewest)
    return next((counts for counts in plans.values() if len(counts) == fewest), ())


def counted(texts: Sequence[Text], share: float) -> tuple[int, ...]:
    """A plan with no page, but before a forced break and the last, emptier than a share of it."""
    start = tuple((0, 0) for _ in texts)
    steps = [Step(0, start)]
    total = len(texts[0].names)
    near = [[text.nearest(n, share) for n in range(text.end + 1)] for text in texts]
    while steps:
        following: dict[int, list[Step]] = {}
        for step in steps:
            for each in onward(texts, near, step):
                add(following.setdefault(each.begun, []), each)
        steps = [each for group in following.values() for each in group]
        ended = [each for each in following.get(total, ()) if each.ended(texts)]
        if ended:
            return min(ended, key=lambda each: each.cost).counts
    return ()


def add(group: list[Step], new: Step) -> None:
    """Keep a step unless another can do all that it can."""
    if any(each.covers(new) for each in group):
        return
    group[:] = [*[each for each in group if not new.covers(each)][: BEAM - 1], new]


def onward(texts: Sequence[Text], near: Sequence[Sequence[int]], step: Step) -> Iterator[Step]:
    """The pages that can follow: with no paragraph that begins on it, with one, with more."""
    for begun in range(step.begun, len(texts[0].names) + 1):
        spans: list[tuple[int, int]] = []
        for text, known, (low, high) in zip(texts, near, step.spans, strict=True):
            least = text.starts[begun - 1].begun if begun > step.begun else low + 1
            furthest = text.furthest[high]
            if low < text.end and furthest < least:
                return  # there is no room for so many in one language
            first, last = max(least, known[low]), min(furthest, text.last(begun))
            spans.append((first, last) if low < text.end else (low, high))
        if all(first <= last for first, last in spans):
            yield Step(begun, tuple(spans), step, step.cost + lacking(texts, step, spans))


def lacking(texts: Sequence[Text], step: Step, spans: Sequence[tuple[int, int]]) -> float:
    """What the next page of each language lacks at least, to look full enough."""
    lack = 0.0
    for text, (low, _), (_, high) in zip(texts, step.spans, spans, strict=True):
        if high < text.end:
            lack += max(0.0, EMPTY - text.heights.full(low, high))
    return lack


def divided(text: Text, counts: Sequence[int]) -> Pages | None:
    """One language divided by a plan, its pages filled evenly; None where it cannot be."""
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    before = 0
    for page, begun in enumerate(counts):
        least = text.starts[begun - 1].begun if begun > before else 0
        final = page == len(counts) - 1
        best = onto(text, best, (least, text.last(begun)), final=final)
        before = begun
    if text.end not in best:
        return None
    return pages_of(text, best[text.end][1])


def onto(
    text: Text,
    best: Mapping[int, tuple[float, tuple[int, ...]]],
    span: tuple[int, int],
    *,
    final: bool,
) -> dict[int, tuple[float, tuple[int, ...]]]:
    """The cheapest way to each break at which the next page can end, from those of the last."""
    found: dict[int, tuple[float, tuple[int, ...]]] = {}
    for first, (cost, ends) in best.items():
        if first == text.end:
            found[first] = min(found.get(first, (cost, ends)), (cost, ends))
            continue
        for last in range(max(span[0], first + 1), min(span[1], text.furthest[first]) + 1):
            full = text.heights.full(first, last)
            empty = 0.0 if final else max(0.0, 1 - full) ** 2 + (full < EMPTY)
            split = SPLIT if last != span[1] else 0.0
            new = cost + empty + split, (*ends, last)
            if last not in found or new < found[last]:
                found[last] = new
    return found


def pages_of(text: Text, ends: Sequence[int]) -> Pages:
    """What makes pages end at these breaks."""
    starts = {start.at: start for start in text.starts}
    elements: set[int] = set()
    paddings: dict[int, float] = {}
    for page, (first, last) in enumerate(zip((0, *ends), ends, strict=False), 1):
        here = text.heights.breaks[last]
        if here.forced:
            continue
        if last in starts:
            elements.add(starts[last].element)
        else:
            spare = text.heights.breaks[first].room - text.heights.high(first, last) - SLACK
            paddings |= {page: spare} if spare > 0 else {}
    begun = {
        name: 1 + bisect_right(ends, start.at)
        for name, start in zip(text.names, text.starts, strict=True)
        if name != TOP
    }
    return Pages(frozenset(elements), paddings, begun)
