"""What is copied from a PDF: the spaces of code, and letters that a font puts together.

A font draws ب, ت and ن with one shape and dots of their own. A PDF gives each shape one text, so
the letters that share it are copied as one of them, and the dots as letters. Here each letter that
is drawn in parts, or with a shape of another text, says what it is (ISO 32000-1, 14.9.4).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from editions.pdf.patches import ffi, pango, stock_draw_first_line

JOINED = re.compile('[\u0600-\u109f\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufefe]')
BACKWARDS = re.compile('[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]')  # read from right to left
TOKEN = re.compile(r'<([0-9a-f]*)>|([^<>]+)')
DIGITS = 4  # of a glyph in a string
FILLED, INVISIBLE = 0, 3  # text rendering modes (ISO 32000-1, table 106)


class Cluster(NamedTuple):
    """Letters that are drawn together, of one font; `backwards` from right to left.

    The first glyph may be `moved`: a distance stands before it.
    """

    text: str
    glyphs: tuple[int, ...]
    backwards: bool
    moved: bool

    def lacks(self, font: Any) -> bool:
        """Whether a reader would not copy the text, but that of the shapes."""
        return len(self.glyphs) > 1 or font.to_unicode.get(self.glyphs[0]) != self.text


class Recorder:
    """A stream that keeps what is drawn in a line of text; all else goes on to the stream."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.drawn: list[tuple[str, Any]] = []  # a method's name, and what it is given

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def add_font(self, pango_font: Any) -> Any:
        found = self.stream.add_font(pango_font)
        self.drawn.append(('font', found[0]))
        return found

    def set_font_size(self, *args: Any) -> None:
        self.drawn.append(('set_font_size', args))

    def set_text_rise(self, *args: Any) -> None:
        self.drawn.append(('set_text_rise', args))

    def show_text(self, string: str) -> None:
        self.drawn.append(('show_text', string))


def draw_first_line(stream: Any, textbox: Any, *args: Any) -> Any:
    """Draw a line as ever; what its letters are is said beside them."""
    if '  ' in textbox.text and not BACKWARDS.search(textbox.text):
        # In code; else readers copy one space, or take the gap for that of two columns.
        begin_span(stream, textbox.text)
        emojis = stock_draw_first_line(stream, textbox, *args)
        stream.end_marked_content()
        return emojis
    if not JOINED.search(textbox.text):
        return stock_draw_first_line(stream, textbox, *args)
    recorder = Recorder(stream)
    emojis = stock_draw_first_line(recorder, textbox, *args)
    write(stream, recorder.drawn, list(clusters(textbox.pango_layout)))
    return emojis


def clusters(layout: Any) -> Iterator[Cluster]:
    """The clusters of the line, as they are drawn, from left to right."""
    text, run = layout.text.encode(), layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        starts = [glyphs.log_clusters[i] for i in range(glyphs.num_glyphs)]
        ends = dict(zip(known := sorted({*starts}), [*known[1:], item.length], strict=True))
        for start in dict.fromkeys(starts):
            drawn = [glyphs.glyphs[i] for i, each in enumerate(starts) if each == start]
            drawn = [each for each in drawn if each.glyph != pango.PANGO_GLYPH_EMPTY]
            if drawn:
                words = text[item.offset + start : item.offset + ends[start]]
                shown = tuple(each.glyph for each in drawn)
                backwards, moved = item.analysis.level % 2, drawn[0].geometry.x_offset
                yield Cluster(words.decode(), shown, bool(backwards), bool(moved))
        run = run.next


def write(stream: Any, drawn: Sequence[tuple[str, Any]], known: Sequence[Cluster]) -> None:
    """Write what was recorded; the text of a cluster stands around its glyphs if they lack it."""
    waiting, font, rise, left, marked = iter(known), None, 0.0, 0, False
    for name, given in drawn:
        if name == 'font':
            font = given
        elif name == 'set_text_rise':
            (rise,) = given
            stream.set_text_rise(rise)
        elif name == 'set_font_size':
            stream.set_font_size(*given)
        else:
            pending: list[str] = []
            for token in tokens(given):
                if token.startswith('<') and not left:
                    cluster = next(waiting)
                    left = len(cluster.glyphs)
                    move = [pending.pop()] if cluster.moved else []
                    show(stream, pending)
                    marked = begin(stream, cluster, font, rise, marked)
                    pending = move
                left -= token.startswith('<')
                pending.append(token)
            show(stream, pending)
    if marked:
        stream.end_marked_content()


def begin_span(stream: Any, text: str) -> None:
    """Begin what is copied as this text."""
    code = text.encode('utf-16-be').hex()
    stream.begin_marked_content('Span', f'<</ActualText <FEFF{code}>>>'.encode())


def begin(stream: Any, cluster: Cluster, font: Any, rise: float, marked: bool) -> bool:
    """End what was marked, and mark a cluster that lacks its text; say whether it is."""
    if marked:
        stream.end_marked_content()
    if not cluster.lacks(font):
        return False
    begin_span(stream, cluster.text)
    if cluster.backwards and len(cluster.glyphs) > 1:
        set_letter(stream, cluster.glyphs[-1], font, rise)
    return True


def set_letter(stream: Any, letter: int, font: Any, rise: float) -> None:
    """Set a letter unseen before its dots, which are drawn first: a program that reads takes the
    line and the width of a text from its first and its last glyph.
    """
    stream.set_text_rendering(INVISIBLE)
    stream.set_text_rise(0)
    stream.show_text(f'<{letter:04x}>{font.widths.get(letter, 0)}')
    stream.set_text_rise(rise)
    stream.set_text_rendering(FILLED)


def tokens(string: str) -> Iterator[str]:
    """The glyphs and the distances of a string of a PDF: '<04d2>' or '-20'."""
    for found in TOKEN.finditer(string):
        glyphs = found[1] or ''
        yield from (f'<{glyphs[i : i + DIGITS]}>' for i in range(0, len(glyphs), DIGITS))
        if found[2]:
            yield found[2]


def show(stream: Any, found: Sequence[str]) -> None:
    """Show glyphs; two distances may follow each other, after a glyph and before the next."""
    if found:
        stream.show_text(re.sub(' ?([<>]) ?', r'\1', ' '.join(found)).replace('><', ''))
