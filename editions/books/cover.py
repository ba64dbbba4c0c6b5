"""The cover: title and author as a picture, drawn by HarfBuzz from the fonts of the edition.

A bookshelf shows it, where no style sheet and no font of the file counts. So it is a PNG, which
every reading system takes. It needs no program of the machine; the same words give the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from struct import pack
from unicodedata import bidirectional, category
from zlib import compress, crc32

from editions.fonts import available, coverage
from editions.fonts.theme import DISPLAY, HEI, SANS, SONG
from editions.languages.language import Language
from editions.languages.writing import HAN_CLOSING, HAN_OPENING

WIDTH, HEIGHT, MARGIN = 1200, 1600, 120  # pixels
PAPER, INK, SOFT, ACCENT = (244, 241, 234), (33, 30, 26), (101, 94, 84), (139, 42, 31)
SHADES = 16  # of ink on paper
EM = 1000  # pixels; the size in which words are measured
TITLE_SIZES = tuple(range(140, 40, -10))  # pixels; the largest one that fits
HAN_SIZE = 90  # pixels; a Chinese title that fits one line in it is not broken
TITLE_TOP, TITLE_DEPTH, GAP, SMALL = 340, 720, 40, 48  # pixels
LEADING, HAN_LEADING = 1.2, 1.4
STRONG = {'L': 0, 'R': 1, 'AL': 1}  # classes of characters by the way they are written


@dataclass(frozen=True)
class Typeface:
    """A font at a point of its axes."""

    path: Path
    axes: Mapping[str, float] = field(default_factory=dict, hash=False)


Run = tuple[Typeface, int, str]  # with its level: odd where it is written leftwards


@dataclass(frozen=True)
class Line:
    """A line of text in one size, with its glyphs in their order from the left."""

    size: int
    glyphs: tuple[tuple[object, int, float, float], ...]  # font, glyph, x, y: pixels
    width: float


def typefaces(language: Language, added: Iterable[Path], first: Typeface) -> tuple[Typeface, ...]:
    """The fonts of a line, the one it is set in first; a character has the first that draws it."""
    own = [Typeface(path) for path in available.font_files(added)]
    han = Typeface((HEI if first.path == DISPLAY.path else SONG).path)
    return (han, first, *own) if language.simplified else (first, *own, han)


def draw(
    titles: Sequence[tuple[str, Language]], author: str, date: str, added: Sequence[Path]
) -> bytes:
    """The cover as PNG. Author and date are written in the language of the first title."""
    from PIL import Image

    language = titles[0][1]
    sans = typefaces(language, added, Typeface(SANS.path, SANS.axes))
    page = Image.new('P', (WIDTH, HEIGHT), 0)
    leftwards = language.direction == 'rtl'
    at = TITLE_TOP
    for number, (lines, own) in enumerate(set_titles(titles, added)):
        at += number * GAP
        for line in lines:
            put(page, line, at, number * SHADES, leftwards=own.direction == 'rtl')
            at += round(line.size * leading(own))
    rule = WIDTH - MARGIN - 160 if leftwards else MARGIN
    page.paste(2 * SHADES, (rule, at, rule + 160, at + 8))
    at += 8 + 2 * SMALL
    for words in wrapped(author, sans, SMALL, language):
        put(page, words, at, SHADES, leftwards=leftwards)
        at += round(SMALL * leading(language))
    for words in wrapped(date, sans, SMALL, language)[:1]:
        put(page, words, HEIGHT - MARGIN, SHADES, leftwards=leftwards)
    return png(page.tobytes(), (*shades(INK), *shades(SOFT), *ACCENT))


def png(pixels: bytes, palette: Iterable[int]) -> bytes:
    """A picture of the size of a cover, of one byte a pixel (https://www.w3.org/TR/png-3/)."""
    lines = b''.join(b'\0' + pixels[at : at + WIDTH] for at in range(0, len(pixels), WIDTH))
    chunks = {
        b'IHDR': pack('>LLBBBBB', WIDTH, HEIGHT, 8, 3, 0, 0, 0),
        b'PLTE': bytes(palette),
        b'IDAT': compress(lines, 6),
        b'IEND': b'',
    }
    written = (
        pack('>L', len(data)) + kind + data + pack('>L', crc32(kind + data))
        for kind, data in chunks.items()
    )
    return b'\x89PNG\r\n\x1a\n' + b''.join(written)


def shades(ink: tuple[int, int, int]) -> Iterator[int]:
    """Palette entries from paper to ink."""
    for step in range(SHADES):
        part = step / (SHADES - 1)
        for light, dark in zip(PAPER, ink, strict=True):
            yield round(light + (dark - light) * part)


def put(page: object, line: Line, base: int, first: int, *, leftwards: bool) -> None:
    """Draw a line with its base line at `base`, in the shades of the palette from `first` on."""
    import uharfbuzz
    from PIL import Image

    pen = uharfbuzz.RasterDraw()
    left = WIDTH - MARGIN - line.width if leftwards else MARGIN
    for font, glyph, x, y in line.glyphs:
        pen.transform = (1, 0, 0, 1, left + x, y)
        pen.draw_glyph(font, glyph)
    picture = pen.render()
    extents = picture.extents
    if not extents.width or not extents.height:
        return
    size = extents.width, extents.height
    grey = Image.frombytes('L', size, bytes(picture.buffer), 'raw', 'L', extents.stride, -1)
    inked = grey.point([round(v * (SHADES - 1) / 255) + first for v in range(256)])
    mask = grey.point([255 if v else 0 for v in range(256)])
    box = (extents.x_origin, base - extents.y_origin - extents.height)
    page.paste(inked, box, mask)  # type: ignore[attr-defined]


def set_titles(
    titles: Sequence[tuple[str, Language]], added: Sequence[Path]
) -> Iterator[tuple[list[Line], Language]]:
    """The lines of each title, all in the size of the one that needs the smallest."""
    fonts = [typefaces(own, added, Typeface(DISPLAY.path, DISPLAY.axes)) for _, own in titles]
    depth, sizes = TITLE_DEPTH // len(titles), TITLE_SIZES
    found = [
        fitted(*title, known, depth, sizes) for title, known in zip(titles, fonts, strict=True)
    ]
    least = min((lines[0].size for lines in found if lines), default=0)
    sizes = tuple(size for size in sizes if size <= least)
    for title, known, lines in zip(titles, fonts, found, strict=True):
        larger = lines and lines[0].size > least
        yield fitted(*title, known, depth, sizes) if larger else lines, title[1]


def leading(language: Language) -> float:
    return HAN_LEADING if language.ideographic else LEADING


def fitted(
    title: str, language: Language, fonts: Sequence[Typeface], depth: int, sizes: Sequence[int]
) -> list[Line]:
    """The title in the largest size in which it is not too deep, and no line is too wide."""
    whole = ' '.join(title.split())
    for size in sizes if language.ideographic else ():  # whose words are not known
        line = set_line(whole, fonts, size, int(language.direction == 'rtl'))
        if size >= HAN_SIZE and line.width <= WIDTH - 2 * MARGIN:
            return [line]
    words = pieces(whole, language)
    for size in sizes:
        lines = filled(words, fonts, size, WIDTH - 2 * MARGIN)
        narrow = all(width <= WIDTH - 2 * MARGIN for _, width in lines)
        if narrow and len(lines) * size * HAN_LEADING <= depth:
            break
    return wrapped(title, fonts, size, language)


def wrapped(text: str, fonts: Sequence[Typeface], size: int, language: Language) -> list[Line]:
    """A text in lines that are as even as their least number allows."""
    words = pieces(' '.join(text.split()), language)
    whole = WIDTH - 2 * MARGIN
    lines = filled(words, fonts, size, whole)
    for width in range(whole - 40, whole // 2, -40):
        more = filled(words, fonts, size, width)
        if len(more) > len(lines) or any(taken > width for _, taken in more):
            break
        lines = more
    return [set_line(line, fonts, size, int(language.direction == 'rtl')) for line, _ in lines]


def pieces(text: str, language: Language) -> list[str]:
    """What a line may be broken between: words, or ideographs with the marks that go with them."""
    found: list[str] = []
    for char in text:
        apart = language.ideographic and char >= '\u2e80' and char not in HAN_CLOSING
        opened = found and found[-1][-1] in HAN_OPENING
        if not found or found[-1][-1] == ' ' or (apart and not opened):
            found.append(char)
        else:
            found[-1] += char
    return found


def filled(
    words: Iterable[str], fonts: Sequence[Typeface], size: int, width: int
) -> list[tuple[str, float]]:
    """Lines that are as full as they can be, each with its width."""
    lines: list[tuple[str, float]] = []
    end = 0.0  # of the last line with the space after it
    for word in words:
        own = width_of(word.rstrip(), tuple(fonts)) * size / EM
        if lines and end + own <= width:
            lines[-1] = (lines[-1][0] + word, end + own)
        else:
            lines.append((word, own))
            end = 0.0
        end += width_of(word, tuple(fonts)) * size / EM
    return [(line.rstrip(), taken) for line, taken in lines]


@cache
def width_of(word: str, fonts: tuple[Typeface, ...]) -> float:
    """In thousandths of the size."""
    return set_line(word, fonts, EM).width


def set_line(text: str, fonts: Sequence[Typeface], size: int, base: int = 0) -> Line:
    """Shape a text; `base` is 1 where its language is written leftwards, else 0."""
    import uharfbuzz

    runs = groupby(typed(text, fonts, base), key)
    parts = [(*run, ''.join(char for _, char in chars)) for run, chars in runs]
    glyphs, x = [], 0.0
    for typeface, level, words in ordered(parts):
        font = opened(typeface, size)
        buffer = uharfbuzz.Buffer()
        buffer.add_str(words)
        buffer.guess_segment_properties()
        buffer.direction = 'rtl' if level == 1 else 'ltr'
        uharfbuzz.shape(font, buffer)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyphs.append((font, info.codepoint, x + place.x_offset, place.y_offset))
            x += place.x_advance
    return Line(size, tuple(glyphs), x)


def ordered(parts: list[Run]) -> list[Run]:
    """From the left. https://www.unicode.org/reports/tr9/#L2"""
    for level in (2, 1):
        groups = groupby(parts, partial(is_above, level))
        parts = [each for high, group in groups for each in ([*group][::-1] if high else group)]
    return parts


def is_above(level: int, run: Run) -> bool:
    return run[1] >= level


def key(typed: tuple[tuple[Typeface, int], str]) -> tuple[Typeface, int]:
    return typed[0]


def typed(
    text: str, fonts: Sequence[Typeface], base: int
) -> Iterator[tuple[tuple[Typeface, int], str]]:
    """Each character that can be drawn, with its font and its level."""
    before = fonts[0]
    for char, level in zip(text, levels(text, base), strict=True):
        if char in coverage.UNDRAWN:
            continue
        drawing = (each for each in fonts if ord(char) in coverage.code_points(each.path))
        typeface = before if char == ' ' else next(drawing, None)
        if typeface is not None:
            yield (typeface, level), char
            before = typeface


def levels(text: str, base: int) -> Iterator[int]:
    """The level of each character, odd where it is written leftwards: by the rules of
    https://www.unicode.org/reports/tr9/ without those for embeddings, which a title has not.
    """
    kinds = [bidirectional(char) for char in text]
    sides: list[int | None] = []  # 1: leftwards, 0: rightwards, None: as what is around it
    last = base
    for kind in kinds:
        if kind in STRONG:
            last = STRONG[kind]
        marks = kind == 'NSM' and sides
        sides.append(sides[-1] if marks else last if kind in (*STRONG, 'EN', 'AN') else None)
    before, brackets = base, []
    for at, (char, kind) in enumerate(zip(text, kinds, strict=True)):
        after = next((side for side in sides[at:] if side is not None), base)
        before = after if sides[at] is not None or before == after else base
        if category(char) == 'Ps':
            brackets.append(before)
        elif category(char) == 'Pe' and brackets:
            before = brackets.pop()
        yield (2 if kind in ('EN', 'AN') else 1) if before else 2 * base


_OPEN: dict[tuple[Path, int], object] = {}  # fonts are costly to open, and few


def opened(typeface: Typeface, size: int) -> object:
    import uharfbuzz

    if (known := _OPEN.get((typeface.path, size))) is None:
        known = uharfbuzz.Font(next(iter(coverage.opened(typeface.path))))
        known.scale = (size, size)
        known.set_variations(dict(typeface.axes))
        _OPEN[typeface.path, size] = known
    return known
