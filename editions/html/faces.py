"""The faces of the web editions, and which characters each of them draws."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from editions.fonts.available import package_folder
from editions.languages.language import Language

SERIF, SANS, CODE = (
    'fontpkg_source_serif_4/SourceSerif4[opsz,wght].ttf',
    'fontpkg_source_sans_3/SourceSans3[wght].ttf',
    'fontpkg_source_code_pro/SourceCodePro[wght].ttf',
)
ITALIC = 'fontpkg_source_serif_4/SourceSerif4-Italic[opsz,wght].ttf'
SONG, HEI = 'noto-serif-sc/NotoSerifSC-Regular.ttf', 'noto-sans-sc/NotoSansSC-Bold.ttf'

# Marks that both scripts have and that Chinese sets full-width, from the Chinese face.
HAN_MARKS = frozenset('‘’“”…—·')


@dataclass(frozen=True)
class Face:
    """One face of the theme, and which characters it draws: those of its roles."""

    family: str
    file: str  # package/name, or folder/name beside editions.fonts
    roles: tuple[str, ...]
    weight: int = 400
    style: str = 'normal'
    axes: Mapping[str, float] = field(default_factory=dict, hash=False)
    han: bool = False

    @property
    def path(self) -> Path:
        """The whole face, as it is installed."""
        folder, name = self.file.split('/')
        if folder.startswith('fontpkg'):
            return package_folder(folder) / 'files' / name
        return Path(__file__).parent.parent / 'fonts' / self.file

    @property
    def name(self) -> str:
        """For the file: the family, and what tells its faces apart."""
        parts = [self.family.replace(' ', ''), str(self.weight)]
        return '-'.join(parts + ['italic'] * (self.style == 'italic')).lower()


# The optical size is in CSS pixels: the text stands in 17 to 24 of them, titles in 30 to 52.
TEXT, BOLD = {'opsz': 18, 'wght': 400}, {'opsz': 18, 'wght': 600}
FACES = (
    Face('Editions Serif', SERIF, ('text',), axes=TEXT),
    Face('Editions Serif', SERIF, ('bold',), weight=600, axes=BOLD),
    Face('Editions Serif', ITALIC, ('italic',), style='italic', axes=TEXT),
    Face('Editions Display', SERIF, ('title',), axes={'opsz': 48, 'wght': 380}),
    Face('Editions Sans', SANS, ('sans',), axes={'wght': 400}),
    Face('Editions Sans', SANS, ('heavy',), weight=600, axes={'wght': 600}),
    Face('Editions Code', CODE, ('code',), axes={'wght': 400}),
    Face('Editions Song', SONG, ('text', 'sans'), han=True),
    Face('Editions Hei', HEI, ('title', 'bold', 'italic', 'heavy'), weight=700, han=True),
)


def wanted(face: Face, used: Mapping[str, set[str]], language: str) -> set[str]:
    """What a face is to draw of the characters that an edition uses, by role."""
    characters: set[str] = set().union(*(used.get(role, ()) for role in face.roles))
    mine = {c for c in characters if c.isprintable() and is_han(c, language) == face.han}
    if not face.han:
        mine |= characters & HAN_MARKS  # for passages in another language
    return mine


def is_han(character: str, language: str) -> bool:
    """Whether a character is set from the Chinese face."""
    return character >= '\u2e80' or (Language(language).chinese and character in HAN_MARKS)
