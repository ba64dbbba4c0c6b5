"""Every private name of WeasyPrint, pydyf and fontTools that editions use, and why.

No other module of this package may touch one (a test reads the code). Nobody promises that such
a name stays: pyproject.toml pins the versions, and with others this module says in one sentence
which are needed. `READ` lists what is read, `table` what is replaced while a document is laid out.
"""

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, BinaryIO

import pydyf
import pyphen
import uharfbuzz
import weasyprint

from editions.languages.language import Language

VERSIONS = {'weasyprint': '70.0', 'pydyf': '0.13.0'}


def require(found: Mapping[str, str]) -> None:
    """Raise ImportError, with the remedy, where other versions are installed than those known."""
    if found != VERSIONS:
        names, wanted = (
            ' and '.join(f'{name}{sign}{version}' for name, version in versions.items())
            for versions, sign in ((found, ' '), (VERSIONS, '=='))
        )
        raise ImportError(
            f'PDF editions need other versions than {names}; '
            f'run: pip install {wanted.replace(" and ", " ")}'
        )


require({module.__name__: module.__version__ for module in (weasyprint, pydyf)})

boxes = weasyprint.formatting_structure.boxes
line_break = weasyprint.text.line_break
pango, ffi, TO_UNITS = (getattr(weasyprint.text.ffi, name) for name in ('pango', 'ffi', 'TO_UNITS'))

# What is read although it is private: the name, and what for.
READ = {
    'weasyprint.document.Page._page_box': 'the text that was laid out',
    'weasyprint.document.Page.links': 'the box behind each link',
    'weasyprint.layout.absolute.AbsolutePlaceholder._box': 'what stands beside the flow',
    'weasyprint.formatting_structure.boxes': 'boxes, with the HTML element that made each',
    'weasyprint.layout.inline.iter_line_boxes': 'how many lines a heading has in a width',
    'weasyprint.text.line_break.create_layout': 'how wide a text is at a spacing',
    'weasyprint.text.line_break.line_size': 'the same',
    'weasyprint.text.ffi.pango': 'letter spacing of ideographs; its version, for `editions doctor`',
    'fontTools.ttLib.TTFont.reader.file': 'the bytes of a font that WeasyPrint embeds',
}


# Chinese and Japanese lines reach both margins: WeasyPrint stretches only spaces. A justified
# line spreads what is left over after every ideograph, mark and space, at most half an em each
# (https://www.w3.org/TR/clreq/#line_adjustment); lines of other languages go the stock way.

STRETCHING = re.compile(
    '[\u2e80-\u303f\u3040-\u30ff\u31c0-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026'
    '\u00a0\u200b\U00020000-\U0003ffff]'
)
PROBE_PX = 8  # the spacing at which a box is measured
LIMIT_EM = 0.5  # beyond it a line looks torn and stays ragged

stock_set_text = line_break.Layout.set_text
stock_justify_line = weasyprint.layout.inline.justify_line
iter_line_boxes = weasyprint.layout.inline.iter_line_boxes


def is_unspaced(style: Mapping[str, Any]) -> bool:
    """Whether a box's language is written without spaces between words."""
    return Language((style['lang'] or '').replace('-', '_')).ideographic


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
    unspaced = is_unspaced(line.style)
    after = 0.0 if unspaced else track(line, extra_width)  # what follows the last letter, unseen
    if not unspaced and not after:
        stock_justify_line(context, line, extra_width)
    elif texts := list(text_boxes(line)):
        texts[-1].ends_line = True
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


# A loose line of other languages takes a little of what is left over between its letters too.

LOOSE_EM = 0.2  # between two words, beyond their space
TRACKED_EM = 0.015  # between two letters at most; more would be seen


def track(line: Any, extra_width: float) -> float:
    """Widen the letters of a loose line; return by how much each, in px; 0 where it is none."""
    texts = list(text_boxes(line))
    spaces = sum(box.text.count(' ') for box in texts)
    size = line.style['font_size']
    if not spaces or extra_width / spaces <= size * LOOSE_EM:
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
        if self.names_whole and word != word.lower():
            return iter(())
        found: Iterator[tuple[str, str]] = self.dictionary.iterate(word)
        return found


class Hyphenation:
    """What WeasyPrint asks of the module."""

    Pyphen = Dictionary
    language_fallback = staticmethod(pyphen.language_fallback)


# A note stays on the page that calls it. Where the second line of a paragraph would not fit,
# WeasyPrint sends the notes of the page to the next one to make room for it, though they are
# called further up. It does not do so while it lays out columns, and only one function asks: it
# is given a context that says so.

stock_linebox_layout = weasyprint.layout.block._linebox_layout


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
        return stock_linebox_layout(InColumns(context), box, index, child, *args)
    finally:
        if box.width < full and box.style['direction'] == 'rtl':
            for line in lines[before:]:
                line.translate(full - box.width, 0)
        box.width = full


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
    """How many lines a text has in a width."""
    narrow = box.copy()
    narrow.width = width
    lines = iter_line_boxes(context, child, 0, -math.inf, None, narrow, [], [], None, None)
    return sum(1 for _ in itertools.islice(lines, MOST_LINES + 1))


# HarfBuzz sets a variable font to one point of its design space, in a millisecond. fontTools
# takes a quarter of the time of a short document, and writes the time of the build into the file.

UNUSED = (b'STAT', b'GDEF', b'name', b'gasp')  # no reader of a PDF asks an embedded font for these


@dataclass(frozen=True)
class Instance:
    """A static font; it is saved as fontTools' own object would be."""

    data: bytes

    def save(self, file: BinaryIO) -> None:
        file.write(self.data)


def instantiate(font: Any, location: Mapping[str, float], *, static: bool = True) -> Instance:
    """The font that a fontTools object was read from, at one location of all its axes.

    An axis that the location does not name stands at its default; glyph ids stay what they are.
    """
    face = uharfbuzz.Face(uharfbuzz.Blob(font.reader.file.getvalue()))
    plan = uharfbuzz.SubsetInput()
    plan.keep_everything()
    plan.drop_table_tag_set.update(int.from_bytes(tag, 'big') for tag in UNUSED)
    plan.pin_all_axes_to_default(face)
    for axis, value in location.items():
        plan.pin_axis_location(face, axis, value)
    data: bytes = uharfbuzz.subset(face, plan).blob.data
    return Instance(data)


# WeasyPrint's finisher sees the structure tree but not the boxes: one generator is wrapped while
# a file is written, and tells which box made each element.

stock_build_box_tree = weasyprint.pdf.tags._build_box_tree


@dataclass(frozen=True)
class Owners:
    """The box of each structure element; elements have no hash, so both are kept by id."""

    known: dict[int, tuple[Any, Any]] = field(default_factory=dict)

    def build_box_tree(self, box: Any, *args: Any) -> Iterator[Any]:
        """Make the elements of a box as ever, and remember whose they are."""
        box = in_flow(box)
        for element in stock_build_box_tree(box, *args):
            self.known.setdefault(id(element), (element, box))
            yield element

    def html(self, element: Any) -> tuple[Any, str]:
        """The HTML element and the tag that made it, as in `span::footnote-call`."""
        box = self.known.get(id(element), (None, None))[1]
        if box is None or box.element is None:
            return None, ''
        return box.element, box.element_tag or ''


def in_flow(box: Any) -> Any:
    """The box itself: an absolutely positioned one stands behind another."""
    return getattr(box, '_box', box)


# The references of all pages are asked for at every structure element. Made again each time, they
# let the time for a book grow with the square of its pages (`benchmarks/book.py`).

stock_page_references = pydyf.PDF.page_references


def page_references(pdf: Any) -> tuple[bytes, ...]:
    """The references of all pages, made again when there are more pages."""
    count, known = getattr(pdf, 'known_references', (0, ()))
    if count != len(pdf.pages['Kids']):
        known = stock_page_references.fget(pdf)
        pdf.known_references = len(pdf.pages['Kids']), known
    return known


# A compressed stream is asked for twice, for the file and for its identifier.

stock_data = pydyf.Stream.data


def stream_data(stream: Any) -> bytes:
    """The bytes of a stream, compressed once."""
    if not hasattr(stream, 'known_data'):
        stream.known_data = stock_data.fget(stream)
    known: bytes = stream.known_data
    return known


# cffi parses C for each type that it meets, 3 ms each. An array of another length is another
# type, and WeasyPrint writes a length for each font. The others are parsed before a child starts.

TYPES = (
    *('PangoFcFontMap *', 'PangoRectangle *', 'PangoLogAttr[]', 'unsigned int *', 'char[]'),
    *('hb_tag_t[100]', 'char[4]', 'hb_codepoint_t[]'),
)
LENGTH = re.compile(r'\[\d+\]$')
for parsed in TYPES:
    ffi.typeof(parsed)


class Arrays:
    """cffi's `ffi`, but for the arrays whose values are given: they say how many they are."""

    def new(self, kind: str, values: Any = None) -> Any:
        return ffi.new(LENGTH.sub('[]', kind) if isinstance(values, list | tuple) else kind, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(ffi, name)


@dataclass(frozen=True)
class Patch:
    """A name of another package, `attribute` of `owner`, what replaces it, and why."""

    owner: Any
    attribute: str
    replacement: Any
    why: str


def table(owners: Owners) -> tuple[Patch, ...]:
    """Every name that is replaced."""
    wp = weasyprint
    return (
        Patch(line_break.Layout, 'set_text', set_text, 'Chinese lines reach both margins'),
        Patch(wp.layout.inline, 'justify_line', justify_line, 'the same; loose lines'),
        Patch(line_break, 'pyphen', Hyphenation, 'names are not hyphenated'),
        Patch(wp.layout.block, '_linebox_layout', linebox_layout, 'notes, balanced headings'),
        Patch(wp.pdf.fonts, 'instantiateVariableFont', instantiate, 'the same bytes, and sooner'),
        Patch(wp.pdf.tags, '_build_box_tree', owners.build_box_tree, 'tags say what they are of'),
        Patch(wp.pdf.fonts, 'ffi', Arrays(), 'types are parsed once'),
        Patch(pydyf.PDF, 'page_references', property(page_references), 'long books'),
        Patch(pydyf.Stream, 'data', property(stream_data), 'streams are compressed once'),
    )


@contextmanager
def patched() -> Iterator[Owners]:
    """Lay out and write a document with all patches; gives the box of each structure element."""
    owners = Owners()
    with ExitStack() as restored:
        for patch in table(owners):
            stock = vars(patch.owner)[patch.attribute]
            restored.callback(setattr, patch.owner, patch.attribute, stock)
            setattr(patch.owner, patch.attribute, patch.replacement)
        yield owners


def keep_outer_links(document: Any) -> None:
    """Make a link once: WeasyPrint makes an annotation of each box in a link, and tags only one
    of them as PDF/UA asks (ISO 14289-1, 7.18.5).
    """
    for page in document.pages:
        page.links = [link for link in page.links if link[-1].link is not None]


def page_texts(document: Any) -> tuple[str, str]:
    """The text of all pages, and that of their notes.

    Running heads, and what the style sheet writes before or after an element, are left out.
    """
    pages = [page._page_box for page in document.pages]
    flow = ''.join(text for page in pages for text in texts(page.children[0]))
    notes = ''.join(text for page in pages for area in page.children[1:] for text in texts(area))
    return flow, notes


def texts(box: Any) -> Iterator[str]:
    """The texts in a box, in order."""
    box = in_flow(box)
    if '::' in (box.element_tag or ''):
        return  # what the style sheet adds: the page that a reference leads to, a mark
    if isinstance(box, boxes.TextBox):
        yield box.text
    elif isinstance(box, boxes.ParentBox) and not isinstance(box, boxes.MarginBox):
        for child in box.children:
            yield from texts(child)
