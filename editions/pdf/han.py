"""Chinese and Japanese lines reach both margins: WeasyPrint stretches only spaces.

A justified line spreads what is left over after every ideograph, mark and space, at most
half an em each (https://www.w3.org/TR/clreq/#line_adjustment). Two names of WeasyPrint are
replaced while a page is laid out; lines of other languages go the stock way.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from editions.languages.language import Language

STRETCHING = re.compile(
    '[\u2e80-\u303f\u3040-\u30ff\u31c0-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026'
    '\u200b\U00020000-\U0003ffff]'
)
PROBE = 8  # px; the spacing at which a box is measured
LIMIT = 0.5  # em; beyond it a line looks torn and stays ragged

stock_set_text = line_break.Layout.set_text
stock_justify_line = inline.justify_line


@contextmanager
def justified() -> Iterator[None]:
    """Lay out Chinese and Japanese lines to both margins."""
    line_break.Layout.set_text, inline.justify_line = set_text, justify_line
    try:
        yield
    finally:
        line_break.Layout.set_text = stock_set_text
        inline.justify_line = stock_justify_line


def applies(style: Mapping[str, Any]) -> bool:
    """Whether a box's language is written without spaces between words."""
    return Language((style['lang'] or '').replace('-', '_')).ideographic


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Space the ideographs of a layout; the stock method has spaced its spaces."""
    stock_set_text(layout, text, justify)
    if justify and layout.justification_spacing and layout.text and applies(layout.style):
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
    """Fill a line of ours; the stock function fills the others."""
    if not applies(line.style):
        stock_justify_line(context, line, extra_width)
    elif texts := list(text_boxes(line)):
        texts[-1].ends_line = True
        elastic = {box: elasticity(context, box) for box in texts}
        total = sum(one.stretch for one in elastic.values())
        slack = extra_width + sum(box.width - elastic[box].natural for box in texts)
        if total > 0 and slack / total <= line.style['font_size'] * LIMIT:
            spread(context, line, elastic, slack / total, 0)


@dataclass(frozen=True)
class Elastic:
    """The width of a text box, in px: `natural`, and `stretch` more for each px of spacing."""

    natural: float
    stretch: float


def elasticity(context: Any, box: Any) -> Elastic:
    """Measured at two spacings: the least one already parts what a font would set closer."""
    first, second = (measure(context, box, spacing)[1] for spacing in (PROBE, 2 * PROBE))
    stretch = (second - first) / PROBE
    return Elastic(first - stretch * PROBE, stretch)


def measure(context: Any, box: Any, spacing: float) -> tuple[Any, float]:
    """The layout of a text box with this spacing, and its width in px."""
    layout = line_break.create_layout(box.text, box.style, context, None, spacing)
    layout.ends_line = getattr(box, 'ends_line', False)
    layout.set_text(box.text, justify=True)
    width, _ = line_break.line_size(layout.get_first_line()[0], box.style)
    layout.deactivate()
    return layout, width


def text_boxes(box: Any) -> Iterator[Any]:
    """The text boxes of a line that hold text, in order."""
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
        for child in box.children:
            if child.is_in_normal_flow():
                advance = spread(context, child, elastic, spacing, advance)
        box.width += advance - before
    else:
        box.translate(advance, 0)
    return advance
