"""The lines of a paragraph and of a heading, filled and broken as readers of each language expect.

What stands here takes the place of functions of WeasyPrint's while a document is laid out
(`patches.table`); private names are asked of `patches` alone.
"""

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyphen

from editions.languages.language import Language
from editions.pdf.patches import (
    TO_UNITS,
    boxes,
    ffi,
    iter_line_boxes,
    line_break,
    pango,
    remove_placeholders,
    stock_find_earlier_page_break,
    stock_justify_line,
    stock_linebox_layout,
    stock_set_text,
)

# Chinese and Japanese lines reach both margins: WeasyPrint stretches only spaces. A justified
# line spreads what is left over after every ideograph, mark and space, at most half an em each
# (https://www.w3.org/TR/clreq/#line_adjustment); lines of other languages go the stock way.

STRETCHING = re.compile(
    '[\u2e80-\u303f\u3040-\u30ff\u31c0-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026'
    '\u00a0\u200b\U00020000-\U0003ffff]'
)
PROBE_PX = 8  # the spacing at which a box is measured
CODE = 'Source Code Pro'
LIMIT_EM = 0.5  # beyond it a line looks torn and stays ragged


def is_unspaced(style: Mapping[str, Any]) -> bool:
    """Whether a box's language is written without spaces between words."""
    return Language((style['lang'] or '').replace('-', '_')).ideographic


def is_code(style: Mapping[str, Any]) -> bool:
    """Whether a box is set in the font of code, between whose characters no gap is put."""
    return bool(style['font_family'][0] == CODE)


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Space the ideographs of a layout; the stock method has spaced its spaces."""
    stock_set_text(layout, text, justify)
    if justify and layout.justification_spacing and layout.text and is_unspaced(layout.style):
        space_out(layout, int(layout.justification_spacing * TO_UNITS))


def space_out(layout: Any, spacing: int) -> None:
    """Letter-space each ideograph, in Pango units, but the one that ends the line."""
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    end = len(layout.text) - getattr(layout, 'ends_line', False)
    start = done = 0
    for match in STRETCHING.finditer(layout.text, 0, end):
        start += len(layout.text[done : match.start()].encode())
        done = match.end()
        attribute = pango.pango_attr_letter_spacing_new(spacing)
        attribute.start_index, attribute.end_index = start, start + len(match[0].encode())
        start = attribute.end_index
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Fill a line of Chinese or Japanese, or a loose one; the stock function fills the others."""
    unspaced, every = is_unspaced(line.style), list(text_boxes(line))
    texts = [box for box in every if not is_code(box.style)]
    after = 0.0 if unspaced else track(line, texts, extra_width)
    if not unspaced and not after:
        stock_justify_line(context, line, extra_width)
    elif texts:
        texts[-1].ends_line = texts[-1] is every[-1]
        after *= texts[-1].ends_line  # what follows the last letter is not seen
        elastic = {box: elasticity(context, box) for box in texts}
        total = sum(one.stretch for one in elastic.values())
        slack = extra_width + after + sum(box.width - elastic[box].natural for box in texts)
        torn = unspaced and slack > total * line.style['font_size'] * LIMIT_EM
        if total > 0 and not torn:
            spread(context, line, elastic, slack / total, 0)


@dataclass(frozen=True)
class Elastic:
    """The width of a text box, in px: `natural`, and `stretch` more for each px of spacing."""

    natural: float
    stretch: float


def elasticity(context: Any, box: Any) -> Elastic:
    """Between spaces each px of spacing is one more for each of them. With ideographs it is
    measured at two spacings: the least one already parts what a font would set closer.
    """
    first = measure(context, box, PROBE_PX)[1]
    stretch = float(box.text.count(' ') + box.text.count('\u00a0'))
    if is_unspaced(box.style):
        stretch = (measure(context, box, 2 * PROBE_PX)[1] - first) / PROBE_PX
    return Elastic(first - stretch * PROBE_PX, stretch)


def measure(context: Any, box: Any, spacing: float) -> tuple[Any, float]:
    """The layout of a text box with this spacing, and its width, both in px."""
    layout = line_break.create_layout(box.text, box.style, context, None, spacing)
    layout.ends_line = getattr(box, 'ends_line', False)
    layout.set_text(box.text, justify=True)
    width, _ = line_break.line_size(layout.get_first_line()[0], box.style)
    layout.deactivate()
    return layout, width


def text_boxes(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        if box.text:
            yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from text_boxes(child)


def spread(
    context: Any, box: Any, elastic: Mapping[Any, Elastic], spacing: float, advance: float
) -> float:
    """Widen and move what is in a box; return how far what follows it has to move, in px."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        if box in elastic:
            before = box.width
            box.justification_spacing = spacing
            box.pango_layout, _ = measure(context, box, spacing)
            box.width = elastic[box].natural + elastic[box].stretch * spacing
            advance += box.width - before
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        before = advance
        box.position_x += advance
        backwards = box.style['direction'] == 'rtl'
        for child in reversed(box.children) if backwards else box.children:
            if child.is_in_normal_flow():
                advance = spread(context, child, elastic, spacing, advance)
        box.width += advance - before
    else:
        box.translate(advance, 0)
    return advance


# A loose line of other languages takes a little of what is left over between its letters too.

LOOSE_EM = 0.2  # between two words, beyond their space
TRACKED_EM = 0.015  # between two letters at most; more would be seen


def track(line: Any, texts: Sequence[Any], extra_width: float) -> float:
    """Widen the letters of a loose line; return by how much each, in px; 0 where it is none."""
    spaces = sum(box.text.count(' ') for box in texts)
    size = line.style['font_size']
    joined = line.style['direction'] == 'rtl'  # Arabic letters hold each other
    if not spaces or joined or extra_width / spaces <= size * LOOSE_EM:
        return 0.0
    letters = sum(len(box.text) for box in texts)
    spacing: float = min(size * TRACKED_EM, (extra_width - spaces * size * LOOSE_EM) / letters)
    for box in texts:
        if box.style['letter_spacing'] == 'normal':
            box.style = box.style.copy()
            box.style['letter_spacing'] = spacing
    return spacing


# Names are not hyphenated: “Xi Jinping” is not torn apart, nor are Correa and Ecuador. Pyphen
# knows syllables, not names. A word with a capital is left whole, in every language but those
# that write all nouns with one.

CAPITAL_NOUNS = ('de', 'lb')  # German, Luxembourgish


class Dictionary:
    """What WeasyPrint asks of a dictionary of Pyphen's."""

    def __init__(self, lang: str, left: int, right: int) -> None:
        self.names_whole = not lang.startswith(CAPITAL_NOUNS)
        self.wanted = {'lang': lang, 'left': left, 'right': right}

    @cached_property
    def dictionary(self) -> Any:
        """Read when a word is to be divided: a title in a foreign language has mostly none."""
        return pyphen.Pyphen(**self.wanted)

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        """The two parts of a word at each point where it may be divided, the last first."""
        if Hyphenation.rests or (self.names_whole and word != word.lower()):
            return iter(())
        found: Iterator[tuple[str, str]] = self.dictionary.iterate(word)
        return found


class Hyphenation:
    """What WeasyPrint asks of the module."""

    Pyphen = Dictionary
    language_fallback = staticmethod(pyphen.language_fallback)
    rests = False  # while a line is set in which no word may be divided
    ends_pages = False  # whether a page may end with a part of a word


# A note stays on the page that calls it. Where the second line of a paragraph would not fit,
# WeasyPrint sends the notes of the page to the next one to make room for it, though they are
# called further up. It does not do so while it lays out columns, and only one function asks: it
# is given a context that says so.


class InColumns:
    """A layout context, but for its one answer."""

    in_column = True

    def __init__(self, context: Any) -> None:
        vars(self)['context'] = context

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)['context'], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(vars(self)['context'], name, value)


def linebox_layout(context: Any, box: Any, index: int, child: Any, *args: Any) -> Any:
    """Lay out lines, leave the notes of the page where they are, and balance headings."""
    lines, full = args[0], box.width
    before = len(lines)
    spaced = not is_unspaced(box.style)  # else a word would be broken to balance the lines
    if box.element_tag in HEADINGS and spaced and args[7] is None:  # from its first line
        box.width = balanced(InColumns(context), box, child)
    try:
        done = stock_linebox_layout(InColumns(context), box, index, child, *args)
        return whole_words(context, box, index, child, args, done, lines[before:])
    finally:
        if box.width < full and box.style['direction'] == 'rtl':
            for line in lines[before:]:
                line.translate(full - box.width, 0)
        box.width = full


# No page ends with a part of a word: its last line is set again without hyphens, and the whole word
# begins the next page.


@contextmanager
def switched(**values: bool) -> Iterator[None]:
    """Hyphenation with other values for a while."""
    before = {name: getattr(Hyphenation, name) for name in values}
    for name, value in values.items():
        setattr(Hyphenation, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(Hyphenation, name, value)


def is_divided(line: Any) -> bool:
    """Whether a line ends with a hyphen."""
    last = [box for box in text_boxes(line) if box.text.strip()][-1:]
    return any(box.text.endswith(box.style['hyphenate_character']) for box in last)


def whole_words(
    context: Any, box: Any, index: int, child: Any, args: Any, done: Any, lines: list[Any]
) -> Any:
    """What the layout of lines returned, when the last line of a page has only whole words."""
    abort, stop, resume_at, *rest = done
    ends = stop and not abort and resume_at and len(lines) > 1
    if not ends or Hyphenation.ends_pages or not is_divided(lines[-1]):
        return done
    absolute, fixed, _, space, _, _, letter, first = args[2:10]
    with switched(rests=True):
        set_lines = iter_line_boxes(
            InColumns(context), child, lines[-1].position_y, space, lines[-2].resume_at, box,
            absolute, fixed, letter, first,
        )  # fmt: skip
        line, line.resume_at = next(set_lines)
    if line.resume_at is None:
        return done
    args[0][-1] = line
    return abort, stop, {index: line.resume_at}, *rest


def find_earlier_page_break(context: Any, children: Any, *beside: Any) -> Any:
    """Find where a page can end that was filled too far: where no word is divided."""
    lines = [child for child in children if isinstance(child, boxes.LineBox)]
    if not lines or Hyphenation.ends_pages:
        return stock_find_earlier_page_break(context, children, *beside)
    widows, count = lines[0].style['widows'], len(children)
    while count > widows and is_divided(children[count - widows - 1]):
        count -= 1
    if found := stock_find_earlier_page_break(context, children[:count], *beside):
        remove_placeholders(context, children[count:], *beside)
    return found


# The lines of a heading are about as long as each other, as on the page (`text-wrap: balance`).

HEADINGS = ('h1', 'h2', 'h3', 'h4', 'h5', 'h6')
STEP_PX = 16  # how exactly the width of a heading is found
MOST_LINES = 4  # a longer text is no heading to be balanced


def balanced(context: Any, box: Any, child: Any) -> float:
    """The least width, in px, in which a heading has no more lines than in its whole width."""
    least, most = box.width / 2, float(box.width)  # in half of it are more lines than two
    count = count_lines(context, box, child, most)
    if not 1 < count <= MOST_LINES:
        return most
    while most - least > STEP_PX:
        middle = (least + most) / 2
        if count_lines(context, box, child, middle) > count:
            least = middle
        else:
            most = middle
    return most


def count_lines(context: Any, box: Any, child: Any, width: float) -> int:
    narrow = box.copy()
    narrow.width = width
    lines = iter_line_boxes(context, child, 0, -math.inf, None, narrow, [], [], None, None)
    return sum(1 for _ in itertools.islice(lines, MOST_LINES + 1))
