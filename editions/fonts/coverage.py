"""Which characters fonts can show; one that they lack is an error, not an empty box.

With what a project can do about it: which families it adds, which package has a script.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import name

from editions.fonts import available
from editions.languages.language import Language

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
ORDINARY = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) | frozenset('–—‘’“”…•')
# Marks that both scripts have and that Chinese sets full-width, from the Chinese font.
HAN_MARKS = frozenset('‘’“”…—·')
FAMILY, TYPOGRAPHIC_FAMILY = 1, 16  # name identifiers of OpenType
SANS = ('Sans', 'Gothic', 'Kufi')
# Fonts on PyPI under the SIL Open Font License, one script a package: Noto, and Hind Siliguri.
PACKAGES = {
    'ARABIC': 'pylopdf_fonts_ar',
    'BENGALI': 'fontpkg_hind_siliguri',
    'DEVANAGARI': 'pylopdf_fonts_hi',
    'HANGUL': 'pylopdf_fonts_ko',
    'HEBREW': 'pylopdf_fonts_he',
    'HIRAGANA': 'pylopdf_fonts_jp',
    'KATAKANA': 'pylopdf_fonts_jp',
    'KHMER': 'fontpkg_noto_sans_khmer',
    'TAMIL': 'fontpkg_noto_sans_tamil',
    'TELUGU': 'fontpkg_noto_sans_telugu',
    'THAI': 'pylopdf_fonts_th',
}
HAN = 'CJK'
# By the script of the language.
HAN_PACKAGES = {'Jpan': 'pylopdf_fonts_jp', 'Kore': 'pylopdf_fonts_ko'}
TRADITIONAL = 'pylopdf_fonts_zh_tw'


@cache
def standards() -> frozenset[str]:
    """GB 2312 with its symbols, and the Table of General Standard Chinese Characters (2013)."""
    cells = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    gb2312 = b' '.join(cells).decode('gb2312', 'ignore').replace(' ', '')
    table = (available.HERE / 'tongyong.txt').read_text('utf-8')
    return frozenset(gb2312) | frozenset(''.join(table.split()))


@cache
def code_points(path: Path) -> frozenset[int]:
    return frozenset(code for font in opened(path) for code in font.unicodes)


def opened(path: Path) -> Iterator[Any]:
    """The fonts of a file: one, or those of a collection."""
    import uharfbuzz  # where fonts are opened at all

    blob = uharfbuzz.Blob.from_file_path(str(path))
    first = uharfbuzz.Face(blob)
    yield first
    yield from (uharfbuzz.Face(blob, index) for index in range(1, first.count))


def shown(files: Iterable[Path]) -> frozenset[str]:
    return frozenset(chr(code) for path in files for code in code_points(path))


def lacking(text: Iterable[str], folders: Iterable[Path]) -> frozenset[str]:
    """The characters of a text that no font in these folders has.

    Fonts are opened only for what is outside the standards, which a test holds to be there.
    """
    unusual = frozenset(text) - UNDRAWN - ORDINARY
    unusual = unusual and unusual - standards()
    return unusual and unusual - shown(available.font_files(folders))


def ideographs(text: str) -> frozenset[str]:
    return frozenset(char for char in set(text) if name(char, '').startswith(HAN))


def families(folders: Iterable[Path], code: str) -> tuple[str, ...]:
    """The families that a language is set in before the theme's; none where ours serve it.

    Those with serifs come first: text is set in the first one, headings in the last.
    """
    letters = set(map(ord, unserved(code)))
    if not letters:
        return ()
    fonts = [font for path in available.font_files(folders) for font in opened(path)]
    writing = [font for font in fonts if letters <= set(font.unicodes)]
    named = (font.get_name(TYPOGRAPHIC_FAMILY) or font.get_name(FAMILY) for font in writing)
    found = dict.fromkeys(filter(None, named))
    return tuple(sorted(found, key=lambda family: any(word in family for word in SANS)))


def unserved(code: str) -> frozenset[str]:
    """The letters of a language's own name that neither Source nor our Chinese fonts serve.

    Those of Japanese and of Traditional Chinese are: our fonts of Simplified Chinese have most of
    their characters, in the shapes of another country.
    """
    language = Language(code)
    if language.simplified or language.locale is None:
        return frozenset()
    written = frozenset(language.locale.display_name or '') - ORDINARY - UNDRAWN
    source = map(available.package_folder, available.SOURCE)
    return written - shown(available.font_files(source)) if written else written


def package(char: str, code: str) -> str:
    """The package for a character in a text of this language, as editions_fonts names it; or ''."""
    script = name(char, '').partition(' ')[0]
    if script == HAN:
        return HAN_PACKAGES.get(Language(code).script, TRADITIONAL)
    return PACKAGES.get(script, '')
