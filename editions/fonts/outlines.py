"""The outlines of a WOFF2 font, encoded twice as fast as fontTools does it.

fontTools makes objects of a glyph's points, at their places, to turn them into ways from point to
point again. The ways stand in the font as they are wanted, so they are read from its bytes
(https://learn.microsoft.com/typography/opentype/spec/glyf) and written as triplets
(https://www.w3.org/TR/WOFF2/#triplet_decoding). The bytes are those of fontTools; a test holds it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import accumulate
from struct import unpack_from
from types import SimpleNamespace
from typing import Any

from fontTools.ttLib import woff2

ON_CURVE, REPEATED, OVERLAP, CUBIC = 0x01, 0x08, 0x40, 0x80  # flags of a point in a glyph
OFF_CURVE = 0x80  # the flag of a triplet
SHORT, SAME = (0x02, 0x04), (0x10, 0x20)  # of x and y: one byte, and its sign; or no way at all

stock_encode = woff2.WOFF2GlyfTable._encodeGlyph
brotli = woff2.brotli


@contextmanager
def packing(quality: int) -> Iterator[None]:
    """Let fontTools pack with this, and at this quality of Brotli's (0 to 11)."""
    woff2.WOFF2GlyfTable._encodeGlyph = encode
    compress = partial(brotli.compress, quality=quality)
    woff2.brotli = SimpleNamespace(
        compress=compress, decompress=brotli.decompress, MODE_FONT=brotli.MODE_FONT
    )
    try:
        yield
    finally:
        woff2.WOFF2GlyfTable._encodeGlyph = stock_encode
        woff2.brotli = brotli


def encode(table: Any, number: int) -> None:
    """Append a glyph to the streams of a table; one of parts is left to fontTools."""
    glyph = table.glyphs[table.glyphOrder[number]]
    data: bytes = getattr(glyph, 'data', b'')
    contours = unpack_from('>h', data)[0] if len(data) > 10 else 0
    flags, place = points(data, contours) if contours > 0 else ([], 0)
    if not flags or any(flag & CUBIC for flag in flags):
        stock_encode(table, number)
        return
    across, place = ways(data, place, flags, *SHORT[:1], *SAME[:1])
    up, place = ways(data, place, flags, *SHORT[1:], *SAME[1:])
    table.nContourStream += data[:2]
    ends = unpack_from(f'>{contours}H', data, 10)
    for last, end in zip((-1, *ends), ends, strict=False):
        table.nPointsStream += woff2.pack255UShort(end - last)
    write(table, flags, across, up)
    size = unpack_from('>H', data, 10 + 2 * contours)[0]
    table.glyphStream += woff2.pack255UShort(size)
    table.instructionStream += data[12 + 2 * contours : 12 + 2 * contours + size]
    if flags[0] & OVERLAP:
        table.overlapSimpleBitmap[number >> 3] |= 0x80 >> (number & 7)
    if unpack_from('>4h', data, 2) != box(across, up):
        table.bboxBitmap[number >> 3] |= 0x80 >> (number & 7)
        table.bboxStream += data[2:10]


def points(data: bytes, contours: int) -> tuple[list[int], int]:
    """The flags of all points, and where their ways begin."""
    place = 10 + 2 * contours
    count = unpack_from('>H', data, place - 2)[0] + 1
    place += 2 + unpack_from('>H', data, place)[0]
    flags: list[int] = []
    while len(flags) < count:
        flag = data[place]
        place += 1
        if flag & REPEATED:
            flags += [flag] * (data[place] + 1)
            place += 1
        else:
            flags.append(flag)
    return flags, place


def ways(data: bytes, place: int, flags: list[int], short: int, same: int) -> tuple[list[int], int]:
    """The ways from point to point in one direction, and where they end."""
    found = []
    for flag in flags:
        if flag & short:
            found.append(data[place] if flag & same else -data[place])
            place += 1
        elif flag & same:
            found.append(0)
        else:
            found.append(unpack_from('>h', data, place)[0])
            place += 2
    return found, place


def box(across: list[int], up: list[int]) -> tuple[int, int, int, int]:
    """The least and the greatest x and y that the ways lead to."""
    x, y = list(accumulate(across)), list(accumulate(up))
    return min(x), min(y), max(x), max(y)


def write(table: Any, flags: list[int], across: list[int], up: list[int]) -> None:
    found = [triplet(x, y) for x, y in zip(across, up, strict=True)]
    table.flagStream += bytes(
        made if flag & ON_CURVE else made | OFF_CURVE
        for flag, (made, _) in zip(flags, found, strict=True)
    )
    table.glyphStream += b''.join(more for _, more in found)


@cache
def triplet(across: int, up: int) -> tuple[int, bytes]:
    """The shortest triplet for a way: its flag and its bytes."""
    x, y = abs(across), abs(up)
    right, above = across >= 0, up >= 0
    if x == 0 and y < 1280:
        return ((y & 0xF00) >> 7) + above, bytes([y & 0xFF])
    if y == 0 and x < 1280:
        return 10 + ((x & 0xF00) >> 7) + right, bytes([x & 0xFF])
    signs, x1, y1 = right + 2 * above, x - 1, y - 1
    if x < 65 and y < 65:
        return 20 + (x1 & 0x30) + ((y1 & 0x30) >> 2) + signs, bytes([(x1 & 15) << 4 | y1 & 15])
    if x < 769 and y < 769:
        return 84 + 12 * (x1 >> 8) + ((y1 >> 8) << 2) + signs, bytes([x1 & 0xFF, y1 & 0xFF])
    if x < 4096 and y < 4096:
        return 120 + signs, (x << 12 | y).to_bytes(3, 'big')
    return 124 + signs, (x << 16 | y).to_bytes(4, 'big')
