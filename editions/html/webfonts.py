"""The web fonts of an edition: inside its HTML build, before the hashes of its assets are taken.

A file's name holds the hash of what it draws, so a server may let it be kept for ever; the style
sheet names the files, so its own hash changes with them.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from editions.fonts import coverage, woff2
from editions.fonts.available import font_files
from editions.html.faces import FACES, Face, wanted
from editions.languages.language import Language

LATIN_FEATURES = ('kern', 'liga', 'calt', 'ccmp', 'locl', 'mark', 'mkmk', 'onum', 'lnum', 'pnum')
HAN_FEATURES = ('chws', 'halt', 'kern', 'locl', 'ccmp')


ASCII = frozenset(map(chr, range(0x20, 0x7F)))


@dataclass(frozen=True)
class WebFont:
    """A face as it is served."""

    family: str
    name: str
    weight: int
    style: str
    data: bytes  # WOFF2
    characters: frozenset[str]
    drawn: str  # a hash of what it draws, which stays when it is packed anew

    @property
    def file(self) -> str:
        return f'{self.name}.{self.drawn}.woff2'

    @property
    def rule(self) -> str:
        """Its @font-face rule, for a style sheet beside the folder `fonts`."""
        return (
            f"@font-face {{ font-family: '{self.family}'; font-weight: {self.weight}; "
            f"font-style: {self.style}; font-display: swap; src: url('fonts/{self.file}') "
            "format('woff2') }\n"
        )


def chosen(
    used: Mapping[str, set[str]],
    language: str,
    folders: tuple[Path, ...],
) -> list[WebFont]:
    """The fonts that draw an edition; `used` holds its characters by role.

    In a Simplified Chinese edition the theme's faces come first; in any other the project's own
    come before the theme's Chinese ones: Japanese and Traditional Chinese are not set in forms
    of another country.
    """
    latin = list(made(used, language, han=False))
    rest = {c for c in used['text'] if c.isprintable()}.difference(*(f.characters for f in latin))
    if Language(language).script == 'Hans':
        chinese = list(made(used, language, han=True))
        rest = rest.difference(*(font.characters for font in chinese))
        return [*latin, *chinese, *added(folders, rest)]
    own = list(added(folders, rest))
    drawn: set[str] = set().union(*(font.characters for font in own))
    left = {role: characters - drawn for role, characters in used.items()}
    return [*latin, *own, *made(left, language, han=True)]


def made(used: Mapping[str, set[str]], language: str, *, han: bool) -> Iterator[WebFont]:
    """The faces of the theme for one script, each cut to what the edition uses of it."""
    for face in FACES:
        covered = coverage.code_points(face.path) if face.han == han else frozenset()
        held = frozenset(c for c in wanted(face, used, language) if ord(c) in covered)
        if held - {' '}:
            yield web_font(face, held)


def web_font(face: Face, held: frozenset[str]) -> WebFont:
    features = HAN_FEATURES if face.han else LATIN_FEATURES
    style = 'Italic' if face.style == 'italic' else 'Regular'
    data = woff2.cut(face.path, held, features, face.axes)
    packed = woff2.packed(data, face.family, face.name, style)
    return WebFont(face.family, face.name, face.weight, face.style, packed, held, digest(data))


def added(folders: tuple[Path, ...], rest: set[str]) -> Iterator[WebFont]:
    """The project's own faces, for what the theme's lack; each takes what it can draw."""
    for path in font_files(folders):
        covered = coverage.code_points(path)
        held = frozenset(c for c in rest if ord(c) in covered)
        if held - ASCII:
            rest = rest - held
            data = woff2.cut(path, held, (), {})
            name = ''.join(filter(str.isalnum, path.stem)).lower()
            packed = woff2.packed(data, 'Editions Added', name, 'Regular')
            yield WebFont('Editions Added', name, 400, 'normal', packed, held, digest(data))


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]
