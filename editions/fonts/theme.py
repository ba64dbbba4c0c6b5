"""The fonts of our theme: the file of each, what it draws, and the name it is served under."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from editions.fonts.available import HERE, package_folder
from editions.languages.language import Language

FOLDER = '_static/fonts'  # of the web fonts, in an HTML edition
# How a style sheet names a font in the folder beside it: family, weight, style, file; and the
# pattern that finds such a rule again, with the font that it is of and its file.
RULE = (
    "@font-face {{ font-family: '{}'; font-weight: {}; font-style: {}; font-display: swap; "
    "src: url('fonts/{}') format('woff2') }}\n"
)
FACE = re.compile(r"@font-face \{ (font-family: '[^']+'; font-weight: \d+; font-style: \w+);[^}]*"
                  r"url\('fonts/([^']+)'\)[^}]*\}\n")  # fmt: skip


@dataclass(frozen=True)
class ThemeFont:
    """One font of the theme; it draws the characters of its roles."""

    family: str
    file: str  # package/name, or folder/name beside this module
    roles: tuple[str, ...]
    weight: int = 400
    style: str = 'normal'
    axes: Mapping[str, float] = field(default_factory=dict, hash=False)
    han: bool = False

    @property
    def path(self) -> Path:
        folder, name = self.file.split('/')
        if folder.startswith('fontpkg'):
            return package_folder(folder) / 'files' / name
        return HERE / self.file

    @property
    def name(self) -> str:
        """For the file: the family, and what tells its fonts apart."""
        parts = [self.family.replace(' ', ''), str(self.weight)]
        return '-'.join(parts + ['italic'] * (self.style == 'italic')).lower()


_SERIF = 'fontpkg_source_serif_4/SourceSerif4[opsz,wght].ttf'
_ITALIC = 'fontpkg_source_serif_4/SourceSerif4-Italic[opsz,wght].ttf'
_SANS = 'fontpkg_source_sans_3/SourceSans3[wght].ttf'
_CODE = 'fontpkg_source_code_pro/SourceCodePro[wght].ttf'
_SONG, _HEI = 'noto-serif-sc/NotoSerifSC-Regular.ttf', 'noto-sans-sc/NotoSansSC-Bold.ttf'
# The optical size is in CSS pixels: the text stands in 17 to 24 of them, titles in 30 to 52.
_TEXT, _BOLD = {'opsz': 18.0, 'wght': 400.0}, {'opsz': 18.0, 'wght': 600.0}
FONTS = SERIF, _, _, DISPLAY, SANS, _, _, SONG, HEI = (
    ThemeFont('Editions Serif', _SERIF, ('text',), axes=_TEXT),
    ThemeFont('Editions Serif', _SERIF, ('bold',), weight=600, axes=_BOLD),
    ThemeFont('Editions Serif', _ITALIC, ('italic',), style='italic', axes=_TEXT),
    ThemeFont('Editions Display', _SERIF, ('title',), axes={'opsz': 48, 'wght': 380}),
    ThemeFont('Editions Sans', _SANS, ('sans',), axes={'wght': 400}),
    ThemeFont('Editions Sans', _SANS, ('heavy',), weight=600, axes={'wght': 600}),
    ThemeFont('Editions Code', _CODE, ('code',), axes={'wght': 400}),
    ThemeFont('Editions Song', _SONG, ('text', 'sans'), han=True),
    ThemeFont('Editions Hei', _HEI, ('title', 'bold', 'italic', 'heavy'), weight=700, han=True),
)


def seen_first(language: Language) -> tuple[ThemeFont, ...]:
    """The fonts of text, titles and masthead, in the order in which a reader meets them."""
    return (SONG, HEI, SERIF, SANS) if language.simplified else (SERIF, DISPLAY, SANS)
