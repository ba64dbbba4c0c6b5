"""A CID-keyed OpenType font becomes safe for WeasyPrint: its glyph ids become its CIDs.

Region subsets of Noto CJK number their glyphs 0, 1, 2 … but keep the CIDs of the whole
family. WeasyPrint writes glyph ids where PDF wants CIDs, so some viewers draw other
characters, or none. Here the charset (Adobe Technical Note 5176, 13) is overwritten in place
by one range in which CID = glyph id; outlines, hints and features stay as they are.
"""

import struct
from io import BytesIO
from pathlib import Path

from editions.findings import UserError

CHARSET, CHAR_STRINGS, ROS = (15,), (17,), (12, 30)  # operators of a Top DICT, section 9


def with_equal_cids(path: Path) -> bytes | None:
    """The font with CID = glyph id; None where it is safe as it is. Raises UserError for CFF2."""
    from fontTools.ttLib import TTFont  # only for fonts that a project adds
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    if path.suffix.lower() == '.ttc':
        return None
    font = TTFont(path, lazy=True, recalcTimestamp=False)
    if 'CFF2' in font:
        raise UserError(
            f'{path}: a variable font of kind CFF2 cannot be embedded; use a static one'
        )
    if 'CFF ' not in font or not (cff := with_equal_ids(font.getTableData('CFF '))):
        return None
    font['CFF '] = table = DefaultTable('CFF ')
    table.data = cff
    written = BytesIO()
    font.save(written, reorderTables=None)
    return written.getvalue()


def with_equal_ids(cff: bytes) -> bytes | None:
    """The CFF table with CID = glyph id; None where it is not CID-keyed."""
    data = bytearray(cff)
    after_names = skip_index(data, data[2])[0]
    end, start = skip_index(data, after_names)
    top = read_dict(data, start, end)
    if ROS not in top:
        return None
    glyphs = struct.unpack_from('>H', data, top[CHAR_STRINGS][0])[0]
    struct.pack_into('>BHH', data, top[CHARSET][0], 2, 1, glyphs - 2)
    return bytes(data)


def skip_index(data: bytearray, at: int) -> tuple[int, int]:
    """The offset after the INDEX at `at`, and the offset of its first item (section 5)."""
    count = struct.unpack_from('>H', data, at)[0]
    if not count:
        return at + 2, at + 2
    size = data[at + 2]
    base = at + 3 + (count + 1) * size - 1
    end = int.from_bytes(data[at + 3 + count * size : at + 3 + (count + 1) * size], 'big')
    return base + end, base + 1


def read_dict(data: bytearray, at: int, end: int) -> dict[tuple[int, ...], list[int]]:
    """The integer operands of each operator of a DICT (section 4); real numbers count as 0."""
    found: dict[tuple[int, ...], list[int]] = {}
    operands: list[int] = []
    while at < end:
        if data[at] <= 21:
            width = 2 if data[at] == 12 else 1
            found[tuple(data[at : at + width])] = operands
            operands, at = [], at + width
        else:
            value, at = read_number(data, at)
            operands.append(value)
    return found


def read_number(data: bytearray, at: int) -> tuple[int, int]:
    """A number of a DICT, and the offset after it."""
    first = data[at]
    if first == 28:
        return struct.unpack_from('>h', data, at + 1)[0], at + 3
    if first == 29:
        return struct.unpack_from('>i', data, at + 1)[0], at + 5
    if first == 30:  # a real number in nibbles, ended by 0xF
        while data[at + 1] & 15 != 15 and data[at + 1] >> 4 != 15:
            at += 1
        return 0, at + 2
    if first >= 251:
        return -(first - 251) * 256 - data[at + 1] - 108, at + 2
    if first >= 247:
        return (first - 247) * 256 + data[at + 1] + 108, at + 2
    return first - 139, at + 1
