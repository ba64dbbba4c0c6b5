"""The part of a font that draws some characters, as WOFF2 (https://www.w3.org/TR/WOFF2/).

HarfBuzz cuts the font, and sets a variable one to one point of its axes, in a few milliseconds.
A build puts the tables into the container as they are; `editions publish` lets fontTools rewrite
the outlines, which takes a second for a Chinese font and saves a fifth of its bytes. "Source" is a
reserved name (OFL 1.1, condition 3), so what is cut bears the name that the caller gives;
copyright and licence stay in the file.
"""

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from struct import pack, unpack_from
from unicodedata import normalize

KEPT_NAMES = {0, 13, 14}  # copyright, licence, its address
DROPPED_TABLES = ('BASE', 'STAT', 'gasp')
# Vowels of which HarfBuzz sets two parts: Unicode gives those of the scripts from Devanagari to
# Tibetan, and for the Khmer ones the part that stands before the consonant is U+17C1.
SPLIT_SCRIPTS, SPLIT_KHMER = range(0x900, 0x1000), frozenset('\u17be\u17bf\u17c0\u17c4\u17c5')
QUALITY = 8  # of Brotli: 20 times as fast as 11, and 5 % larger
MANY_GLYPHS, GRID = 300, 512  # from so many on a published font has so many units in its em


def cut(
    path: Path, characters: Iterable[str], features: Iterable[str], axes: Mapping[str, float]
) -> bytes:
    """A smaller font, static: these characters, these OpenType features, at this location.

    Without a feature named, all are kept: some scripts cannot be written without them.
    """
    import uharfbuzz  # only a build that makes fonts needs it

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    plan = uharfbuzz.SubsetInput()
    for kept, values in (
        (plan.unicode_set, {ord(character) for character in with_parts(characters)}),
        (plan.layout_feature_tag_set, {tag_number(feature) for feature in features}),
        (plan.name_id_set, KEPT_NAMES),
    ):
        kept.clear()
        kept.update(values)
    if not plan.layout_feature_tag_set:
        plan.layout_feature_tag_set.invert()
    plan.drop_table_tag_set.update({tag_number(table) for table in DROPPED_TABLES})
    plan.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    for axis, value in axes.items():
        plan.pin_axis_location(face, axis, value)
    data: bytes = uharfbuzz.subset(face, plan).blob.data
    return data


def with_parts(characters: Iterable[str]) -> set[str]:
    """Characters, and those that a shaper sets in their place: Thai U+0E33 as U+0E4D and U+0E32."""
    known = set(characters)
    known |= {'\u17c1'} if known & SPLIT_KHMER else set()
    return known.union(*(normalize('NFKD', each) for each in known if ord(each) in SPLIT_SCRIPTS))


def tag_number(tag: str) -> int:
    return int.from_bytes(tag.encode(), 'big')


def packed(data: bytes, family: str, name: str, style: str = 'Regular') -> bytes:
    """A font compressed, under a name of its own; the same bytes every time."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    for identifier, text in {1: family, 2: style, 4: f'{family} {style}', 6: name}.items():
        font['name'].setName(text, identifier, 3, 1, 0x409)
    named = BytesIO()
    font.save(named, reorderTables=False)
    return contained(named.getvalue())


def contained(font: bytes) -> bytes:
    """An OpenType font in the container of WOFF2, its tables untransformed (sections 4 and 5)."""
    import brotli

    count = unpack_from('>H', font, 4)[0]
    records = [unpack_from('>4s4xLL', font, 12 + 16 * number) for number in range(count)]
    records.sort(key=lambda record: (record[0].replace(b'loca', b'glyf '), record))
    directory = b''.join(entry(tag, length) for tag, _, length in records)
    tables = b''.join(font[offset : offset + length] for _, offset, length in records)
    body = brotli.compress(tables, mode=brotli.MODE_FONT, quality=QUALITY)
    size = 48 + len(directory) + len(body)
    unpacked = 12 + 16 * count + sum(length + -length % 4 for _, _, length in records)
    sizes = pack('>LHHLL', size + -size % 4, count, 0, unpacked, len(body))
    header = b'wOF2' + font[:4] + sizes + bytes(24)  # no version, no metadata, nothing private
    made: bytes = header + directory + body + bytes(-size % 4)
    return made


def entry(tag: bytes, length: int) -> bytes:
    """A table in the directory: any tag, no transformation, the length as UIntBase128."""
    flags = 0xFF if tag in (b'glyf', b'loca') else 0x3F  # of these two "none" is number 3
    digits = [length >> shift & 0x7F for shift in range(28, -1, -7)]
    while len(digits) > 1 and not digits[0]:
        del digits[0]
    return bytes([flags]) + tag + bytes([*(digit | 0x80 for digit in digits[:-1]), digits[-1]])


def packed_best(data: bytes) -> bytes:
    """The same WOFF2 font, packed as small as it gets.

    A font of many signs is drawn on a coarser grid, which makes it 11 % smaller: a point moves by
    a thousandth of an em at most, a tenth of a pixel of the finest screens.
    """
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    if font['maxp'].numGlyphs > MANY_GLYPHS and 'glyf' in font and font['head'].unitsPerEm > GRID:
        scale_upem(font, GRID)
    font.flavorData = None  # else it packs like the font it has read: with no transformation
    made = BytesIO()
    font.save(made, reorderTables=False)
    return made.getvalue()
