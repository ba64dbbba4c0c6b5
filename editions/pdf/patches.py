"""Every private name of WeasyPrint, pydyf and fontTools that editions use, and why.

No other module of this package may touch one (a test reads the code). Nothing promises that such
a name stays: pyproject.toml pins the versions, and with others this module says in one sentence
which are needed. `READ` lists what is read, `table` what is replaced while a document is laid out.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import pydyf
import uharfbuzz
import weasyprint
from weasyprint.css.properties import Dimension

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
    'weasyprint.document.Page._page_box': 'the text that was laid out; its structure',
    **dict.fromkeys(
        (f'weasyprint.pdf.stream.Stream.{name}' for name in ('_fonts', '_images', '_resources')),
        'what a page is drawn with',
    ),
    'weasyprint.pdf.stream.Stream._color_profiles': 'the same',
    'weasyprint.document.Page.links': 'the box behind each link',
    'weasyprint.layout.absolute.AbsolutePlaceholder._box': 'what stands beside the flow',
    'weasyprint.formatting_structure.boxes': 'boxes, with the HTML element that made each',
    'weasyprint.images.SVGImage._base_url': 'which number a picture is',
    'weasyprint.layout.LayoutContext.page_maker': 'the anchors of each page, and its number',
    'weasyprint.layout.inline.iter_line_boxes': 'how many lines a heading has in a width',
    'weasyprint.layout.block.remove_placeholders': 'what stands beside lines goes with them',
    'weasyprint.text.line_break.create_layout': 'how wide a text is at a spacing',
    'weasyprint.text.line_break.line_size': 'the same',
    'weasyprint.text.ffi.pango': 'letter spacing of ideographs; its version, for `editions doctor`',
    'weasyprint.pdf.fonts.Font.to_unicode': 'the text of a glyph, where it is not that of a letter',
    'fontTools.ttLib.TTFont.reader.file': 'the bytes of a font that WeasyPrint embeds',
}


# What the functions of `line_setting` are put in the place of.
stock_set_text = line_break.Layout.set_text
stock_justify_line = weasyprint.layout.inline.justify_line
stock_linebox_layout = weasyprint.layout.block._linebox_layout
stock_find_earlier_page_break = weasyprint.layout.block.find_earlier_page_break
remove_placeholders = weasyprint.layout.block.remove_placeholders
iter_line_boxes = weasyprint.layout.inline.iter_line_boxes
stock_draw_first_line = weasyprint.draw.text.draw_first_line
stock_draw_background_image = weasyprint.draw.draw_background_image
stock_make_all_pages = weasyprint.layout.make_all_pages


def image_address(image: Any) -> str:
    """The address of an SVG; empty for another image, or none."""
    return getattr(image, '_base_url', None) or ''


stock_styles = weasyprint.css.StyleFor.__init__
find_style_attributes = weasyprint.css.find_style_attributes
preprocess_declarations = weasyprint.css.preprocess_declarations
declaration_precedence = weasyprint.css.declaration_precedence


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


stock_build_box_tree = weasyprint.pdf.tags._build_box_tree
stock_layout_document = weasyprint.document.layout_document

# A page is drawn as soon as it may be (see `drawing`), with these.

Page: Any = weasyprint.document.Page
Stream = weasyprint.pdf.stream.Stream
initialize_page_maker = weasyprint.layout.initialize_page_maker
make_margin_boxes = weasyprint.layout.make_margin_boxes
layout_backgrounds = weasyprint.layout.layout_backgrounds


def let_go(page: Any, structure: Any) -> None:
    """Let a page hold what is known of its boxes instead of them."""
    page._page_box = structure


def hand_over(canvas: Any, data: bytes, stream: Any) -> None:
    """Let the stream of a page hold what was drawn, and know what it was drawn with."""
    stream.stream, stream.known_data = [], data
    stream._fonts.update(canvas.fonts)
    stream._images.update(canvas.images)
    canvas.colors.data = stream._resources['ColorSpace']
    canvas.profile.data = stream._color_profiles['srgb'].pdf_reference
    for kind, drawn in canvas.resources.items():
        if drawn is not canvas.colors:
            stream._resources[kind].update(drawn)


def in_flow(box: Any) -> Any:
    """The box itself: an absolutely positioned one stands behind another."""
    return getattr(box, '_box', box)


# Of a page with two languages, the notes of the second stand at the foot of their own column: the
# area of notes, which is a copy each time that it is laid out, gets two columns before.

stock_anonymous_boxes = weasyprint.formatting_structure.build.create_anonymous_boxes
BESIDE = 'beside'  # the class of a note of the second language
HALF = Dimension(49.99, '%')  # of both, no more than there is room for


def create_anonymous_boxes(box: Any) -> Any:
    """Complete a box; an area of notes has those of the second language on the right."""
    if isinstance(box, boxes.FootnoteAreaBox):
        beside = [note for note in box.children if BESIDE in note.element.get('class', '').split()]
        if beside:
            sides = {'left': [note for note in box.children if note not in beside], 'right': beside}
            box.children = [column(box, side, notes) for side, notes in sides.items()]
    return stock_anonymous_boxes(box)


stock_table_layout = weasyprint.layout.block.table_layout
ROW = 'pair'  # the class of a row of two passages


def table_layout(
    context: Any,
    table: Any,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    page_is_empty: bool,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
) -> Any:
    """Lay out a table; a row of two passages that begins, begins with both."""
    around = containing_block, page_is_empty, absolute_boxes, fixed_boxes
    made = stock_table_layout(context, table, bottom_space, skip_stack, *around)
    if made[0] is None or skip_stack or page_is_empty or not made[1]:
        return made
    if ROW not in table.element.get('class', '').split():
        return made
    ((rows,),) = (made[1].values(),)
    ((cells,),) = ((rows or {0: None}).values(),)
    if {0: None} not in (cells or {}).values():  # a passage of which nothing stands here
        return made
    weasyprint.layout.block.remove_placeholders(context, [made[0]], absolute_boxes, fixed_boxes)
    return None, None, {'break': 'any', 'page': None}, [], False


def column(area: Any, side: str, notes: list[Any]) -> Any:
    box = boxes.BlockBox.anonymous_from(area, notes)
    box.style = box.style.copy()
    box.style['float'], box.style['width'] = side, HALF
    return box


# The references of all pages are asked for at every structure element. Made again each time, they
# let the time for a book grow with the square of its pages (`python -m benchmarks scale`).

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


def rewrite(stream: Any, old: bytes, new: bytes) -> None:
    """Replace the first match of a pattern in a stream that was drawn and compressed."""
    if not stream.stream:
        data = stream.known_data.partition(b'\nstream\n')[2].removesuffix(b'\nendstream')
        stream.stream = [zlib.decompress(data)]
        del stream.known_data
    stream.stream[0] = re.sub(old, new, stream.stream[0], count=1)


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


def table(canvas: Any = None) -> tuple[Patch, ...]:
    """Every name that is replaced; pages are drawn on a `drawing.Canvas`, unless there is none."""
    from editions.pdf import (  # which ask this module for the names
        copied,
        line_setting,
        numbers,
        references,
        styles,
    )

    wp, build = weasyprint, weasyprint.formatting_structure.build
    block, setting = weasyprint.layout.block, line_setting
    drawing = canvas and (
        Patch(wp.document, 'layout_document', canvas.layout_document, 'boxes are let go early'),
        Patch(wp.document, 'Page', canvas.page, 'the same'),
        Patch(wp.pdf.tags, '_build_box_tree', canvas.owners.build_box_tree, 'the same; tags'),
    )
    return (
        *(drawing or ()),
        Patch(line_break.Layout, 'set_text', setting.set_text, 'Chinese lines reach both margins'),
        Patch(wp.layout.inline, 'justify_line', setting.justify_line, 'the same; loose lines'),
        Patch(line_break, 'pyphen', setting.Hyphenation, 'names are not hyphenated'),
        Patch(block, '_linebox_layout', setting.linebox_layout, 'notes, balanced headings'),
        Patch(wp.draw.text, 'draw_first_line', copied.draw_first_line, 'letters are copied whole'),
        Patch(
            block,
            'find_earlier_page_break',
            setting.find_earlier_page_break,
            'no page ends with a part of a word',
        ),
        Patch(wp.css.StyleFor, '__init__', styles.find_styles, 'what is alike shares a style'),
        Patch(wp.draw, 'draw_background_image', numbers.draw_background_image, 'small numbers'),
        Patch(wp.layout, 'make_all_pages', references.make_all_pages, 'pages of references'),
        Patch(wp.pdf.fonts, 'instantiateVariableFont', instantiate, 'the same bytes, and sooner'),
        Patch(wp.pdf.fonts, 'ffi', Arrays(), 'types are parsed once'),
        Patch(build, 'create_anonymous_boxes', create_anonymous_boxes, 'notes under their column'),
        Patch(block, 'table_layout', table_layout, 'passages begin on one page'),
        Patch(pydyf.PDF, 'page_references', property(page_references), 'long books'),
        Patch(pydyf.Stream, 'data', property(stream_data), 'streams are compressed once'),
    )


@contextmanager
def patched(canvas: Any = None) -> Iterator[None]:
    """Lay out and write a document with all patches."""
    with ExitStack() as restored:
        for patch in table(canvas):
            stock = vars(patch.owner)[patch.attribute]
            restored.callback(setattr, patch.owner, patch.attribute, stock)
            setattr(patch.owner, patch.attribute, patch.replacement)
        yield


def page_boxes(document: Any) -> list[Any]:
    """The box of each page: the flow, the area of notes, the margins."""
    return [page._page_box for page in document.pages]


def all_within(box: Any) -> Iterator[Any]:
    """The boxes within a box in the order of the text, what stands beside the flow included."""
    for child in map(in_flow, getattr(box, 'children', ())):
        yield child
        yield from all_within(child)


def texts(box: Any) -> Iterator[str]:
    """What is read in a box: no running heads, nor what the style sheet adds to an element."""
    box = in_flow(box)
    if '::' in (box.element_tag or ''):
        return  # what the style sheet adds: the page that a reference leads to, a mark
    if isinstance(box, boxes.TextBox):
        yield box.text
    elif isinstance(box, boxes.ParentBox) and not isinstance(box, boxes.MarginBox):
        for child in box.children:
            yield from texts(child)
