"""The part of a face that draws some characters, as WOFF2 (https://www.w3.org/TR/WOFF2/).

HarfBuzz cuts the face, and sets a variable one to its place, in a few milliseconds; fontTools
packs it. "Source" is a reserved name (OFL 1.1, condition 3), so what is cut bears the name that
the caller gives; copyright and licence stay in the file.
"""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from editions import files

KEPT_NAMES = {0, 13, 14}  # copyright, licence, its address
MOST = 60  # packed fonts that a folder keeps
QUICK, BEST = 8, 10  # Brotli's qualities: 30 times as fast, and 6 to 9 % larger; 11 gains nothing
MANY, GRID = 300, 512  # glyphs, from which on a published face has so many units in its em
DROPPED_TABLES = ('BASE', 'STAT', 'gasp')


@cache
def coverage(path: Path) -> frozenset[int]:
    """The code points that a face has glyphs for."""
    import uharfbuzz  # only a build that makes fonts needs it

    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))).unicodes)


def cut(
    path: Path, characters: Iterable[str], features: Iterable[str], axes: Mapping[str, float]
) -> bytes:
    """A smaller font, static: these characters, these OpenType features, at this place.

    Without a feature named, all are kept: some scripts cannot be written without them.
    """
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    plan = uharfbuzz.SubsetInput()
    for kept, values in (
        (plan.unicode_set, {ord(character) for character in characters}),
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


def tag_number(tag: str) -> int:
    return int.from_bytes(tag.encode(), 'big')


def packed(data: bytes, family: str, name: str, style: str = 'Regular') -> bytes:
    """A font compressed, under a name of its own; the same bytes every time."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    for identifier, text in {1: family, 2: style, 4: f'{family} {style}', 6: name}.items():
        font['name'].setName(text, identifier, 3, 1, 0x409)
    font.flavor = 'woff2'
    return saved(font, QUICK)


def packed_best(data: bytes) -> bytes:
    """The same WOFF2 font, packed as small as it gets.

    A face of many signs is drawn on a coarser grid, which makes it 11 % smaller: a point moves by
    a thousandth of an em at most, a tenth of a pixel of the finest screens.
    """
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    if font['maxp'].numGlyphs > MANY and 'glyf' in font and font['head'].unitsPerEm > GRID:
        scale_upem(font, GRID)
    return saved(font, BEST)


def saved(font: Any, quality: int) -> bytes:
    from editions.fonts import outlines  # imports fontTools, where fonts are made

    made = BytesIO()
    with outlines.packing(quality):
        font.save(made, reorderTables=False)
    return made.getvalue()


def packed_once(folder: Path, data: bytes, family: str, name: str, style: str = 'Regular') -> bytes:
    """Like `packed`, kept in a folder: packing takes longer than cutting, and most saves of a
    text bring no new character.
    """
    from fontTools import version

    made_from = repr((family, name, style, version)).encode()
    path = folder / f'{hashlib.sha256(made_from + data).hexdigest()[:24]}.woff2'
    if not path.is_file():
        files.write_bytes(path, packed(data, family, name, style), durable=False)
        for old in sorted(folder.glob('*.woff2'), key=lambda path: path.stat().st_mtime)[:-MOST]:
            old.unlink(missing_ok=True)
    return path.read_bytes()
