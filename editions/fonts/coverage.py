"""Which characters the faces can show; one that they lack is an error, not an empty box."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from editions.fonts import faces

# What steers the text and is never drawn (Unicode, Default_Ignorable_Code_Point and controls).
UNDRAWN = frozenset(
    map(
        chr,
        (
            *(*range(0x20), 0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F)),
            *(*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0000, 0xE01F0)),
        ),
    )
)
SIGNS = (
    ''.join(  # blocks of signs: arrows, mathematics, symbols, dingbats, Braille, emoji
        chr(code)
        for first, end in ((0x2070, 0x2C00), (0x1F000, 0x1FB00))
        for code in range(first, end)
    )
    + '\u200d\ufe0f\u3030\u303d\u3297\u3299'
)
RANGES = (  # what the Chinese subsets hold besides the characters of the two standards
    (0x20, 0x7F),
    (0xA0, 0x180),
    (0x2000, 0x2070),
    (0x2190, 0x219A),
    (0x2460, 0x2474),
    (0x3000, 0x3040),
    (0xFF00, 0xFFF0),
)


@cache
def standards() -> frozenset[str]:
    """GB 2312 with its symbols, and the Table of General Standard Chinese Characters (2013)."""
    gb2312 = ''.join(
        bytes([row, cell]).decode('gb2312', 'ignore')
        for row in range(0xA1, 0xF8)
        for cell in range(0xA1, 0xFF)
    )
    table = (faces.HERE / 'tongyong.txt').read_text('utf-8')
    return frozenset(gb2312) | frozenset(''.join(table.split()))


def repertoire() -> frozenset[str]:
    """What the Chinese subsets are asked to hold."""
    return standards().union(*(map(chr, range(*pair)) for pair in RANGES))


@cache
def shown(files: tuple[Path, ...]) -> frozenset[str]:
    """The characters for which one of these faces has a glyph."""
    from fontTools.ttLib import TTCollection, TTFont  # 50 ms a face, where it is needed

    def fonts(path: Path) -> Iterator[TTFont]:
        if path.suffix.lower() == '.ttc':
            yield from TTCollection(path, lazy=True).fonts
        else:
            yield TTFont(path, lazy=True)

    return frozenset(
        chr(code) for path in files for font in fonts(path) for code in font.getBestCmap()
    )


def lacking(text: Iterable[str], folders: Iterable[Path]) -> frozenset[str]:
    """The characters of a text that no face in these folders has.

    The faces are opened only for what is outside the standards, which a test holds to be there.
    """
    unusual = frozenset(text) - UNDRAWN - ORDINARY - standards()
    return unusual - shown(tuple(faces.font_files(folders))) if unusual else frozenset()


ORDINARY = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) | frozenset('–—‘’“”…•')
