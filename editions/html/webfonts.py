"""The web fonts of an edition: inside its HTML build, before the hashes of its assets are taken.

A file's name holds the hash of its bytes, so a server may let it be kept for ever; the style
sheet names the files, so its own hash changes with them.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editions import atomic
from editions.catalogs import po
from editions.fonts import woff2
from editions.fonts.faces import added_folder, files
from editions.html import characters, publication
from editions.html.faces import FACES, Face, wanted

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LATIN_FEATURES = ('kern', 'liga', 'calt', 'ccmp', 'locl', 'mark', 'mkmk', 'onum', 'lnum', 'pnum')
HAN_FEATURES = ('chws', 'halt', 'kern', 'locl', 'ccmp')
ALL_FEATURES = ('*',)

NUMBERING = frozenset('0123456789. ')  # of sections, figures, lines of code
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

    @property
    def file(self) -> str:
        return f'{self.name}.{hashlib.sha256(self.data).hexdigest()[:10]}.woff2'

    @property
    def rule(self) -> str:
        """Its @font-face rule, for a style sheet beside the folder `fonts`."""
        return (
            f"@font-face {{ font-family: '{self.family}'; font-weight: {self.weight}; "
            f"font-style: {self.style}; font-display: swap; src: url('fonts/{self.file}') "
            "format('woff2') }\n"
        )


def make(used: Mapping[str, set[str]], language: str) -> Iterator[WebFont]:
    """The faces of the theme, each cut to what the edition uses of it."""
    for face in FACES:
        covered = woff2.coverage(face.path)
        held = frozenset(c for c in wanted(face, used, language) if ord(c) in covered)
        if held - {' '}:
            yield web_font(face, held)


def web_font(face: Face, held: frozenset[str]) -> WebFont:
    features = HAN_FEATURES if face.han else LATIN_FEATURES
    style = 'Italic' if face.style == 'italic' else 'Regular'
    data = woff2.cut(face.path, held, features, face.axes)
    packed = woff2.packed(data, face.family, face.name, style)
    return WebFont(face.family, face.name, face.weight, face.style, packed, held)


def added(folders: tuple[Path, ...], rest: set[str]) -> Iterator[WebFont]:
    """The project's own faces, for what the theme's lack; each takes what it can draw."""
    for path in files(folders):
        covered = woff2.coverage(path)
        held = frozenset(c for c in rest if ord(c) in covered)
        if held - ASCII:
            rest = rest - held
            data = woff2.cut(path, held, ALL_FEATURES, {})
            name = ''.join(filter(str.isalnum, path.stem)).lower()
            packed = woff2.packed(data, 'Editions Added', name)
            yield WebFont('Editions Added', name, 400, 'normal', packed, held)


def used_by(app: 'Sphinx') -> dict[str, set[str]]:
    """The characters of an edition by role: its documents' and those of the pages around them."""
    used = characters.together(characters.of(app.env).values())
    words = interface(app)
    used['text'] |= words
    used['sans'] |= words
    if app.config.language.startswith('zh'):  # Chinese stresses by Hei, Latin within it by a sans
        used['heavy'] |= used['title'] | used['bold'] | used['italic']
    for role in used.keys() - {'text', 'sans'}:
        if used[role]:
            used[role] |= NUMBERING
    if used['heavy']:
        used['heavy'] |= set().union(*map(str, app.config.numfig_format.values()))
    return used


def interface(app: 'Sphinx') -> set[str]:
    """The characters that the theme itself writes on a page."""
    from sphinx.locale import _, admonitionlabels

    from editions.transforms.strings import FOLDER

    language = app.config.language
    words = [item.name for item in publication.read(app.builder).languages]
    words += [_(word) for word in ('Index', 'Search', 'previous', 'next', 'Symbols')]
    words += map(str, admonitionlabels.values())
    catalog = FOLDER / language / 'LC_MESSAGES' / 'editions.po'
    if catalog.exists():
        words += (text for message in po.read(catalog).messages for text in message.strings)
    return set(ASCII).union(*words)


def write(app: 'Sphinx') -> str:
    """Write the fonts of an edition into its `_static`, and return their style rules."""
    used = used_by(app)
    fonts = list(make(used, app.config.language))
    rest = used['text'].difference(*(font.characters for font in fonts))
    folders = tuple(added_folder(name, Path(app.confdir)) for name in app.config.editions_fonts)
    fonts += added(folders, {c for c in rest if c.isprintable()})
    place = Path(app.outdir, '_static', 'fonts')
    for font in fonts:
        if not (path := place / font.file).exists():
            atomic.write_bytes(path, font.data)
    for old in {*place.glob('*.woff2')} - {place / font.file for font in fonts}:
        old.unlink()
    return ''.join(font.rule for font in fonts)


def note_change(app: 'Sphinx', env: 'BuildEnvironment') -> list[str]:
    """Write every page anew where the fonts change: all of them name the style sheet's hash."""
    now = {role: ''.join(sorted(found)) for role, found in used_by(app).items()}
    before, env.editions_faces = getattr(env, 'editions_faces', now), now  # type: ignore[attr-defined]
    return [] if before == now else sorted(env.found_docs)
