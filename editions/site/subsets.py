"""Fonts for the pages outside the editions, cut to what stands on them.

Such a page shows every script that the site is written in, and is often asked for before
anything else: a few kilobytes, so that no reader's machine need have the right fonts.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from editions import files
from editions.fonts import available, coverage
from editions.languages.language import Language
from editions.project import Project

SERIF = ('fontpkg_source_serif_4', 'files/SourceSerif4[opsz,wght].ttf')
SONG = available.HERE / 'noto-serif-sc' / 'NotoSerifSC-Regular.ttf'
HEI = available.HERE / 'noto-sans-sc' / 'NotoSansSC-Bold.ttf'
FEATURES = ('kern', 'liga', 'ccmp', 'locl', 'mark', 'onum', 'chws', 'halt')
AXES = {'opsz': 18.0, 'wght': 400.0}  # as the theme sets its text

RULE = """@font-face {{
  font-family: "{family}";
  src: url("{address}") format("truetype");
  font-display: swap;
}}
"""


def style(
    project: Project, texts: Mapping[Language, str], titles: str = ''
) -> tuple[str, dict[str, bytes]]:
    """The @font-face rules for texts, and the font files by the name that the rules use.

    The families are "Front Serif", "Front Song" for Simplified Chinese, "Front Hei" for `titles`
    in it, and "Front Added" for what fonts of the project draw. One that comes late moves
    nothing: every ideograph is one em wide, and the theme sets the machine's fonts to the
    measures of the Latin one.
    """
    rules, made = '', {}
    for family, data in _fonts(project, texts, titles):
        name = f'{family.replace(" ", "-").lower()}-{digest(data)}.ttf'
        made[name] = data
        rules += RULE.format(family=family, address=name)
    return rules, made


def inline_style(project: Project, texts: Mapping[Language, str]) -> str:
    """The same rules with the fonts inside them, for a page that is one file."""
    return ''.join(
        RULE.format(family=family, address=f'data:font/ttf;base64,{b64encode(data).decode()}')
        for family, data in _fonts(project, texts)
    )


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def _fonts(
    project: Project, texts: Mapping[Language, str], titles: str = ''
) -> list[tuple[str, bytes]]:
    """Each font under its family; kept in a file, since titles seldom change."""
    chinese = {c for language, text in texts.items() if language.script == 'Hans' for c in text}
    letters = {c for text in texts.values() for c in text if c.isprintable()}
    added = _added(project)
    stamps = [f'{path}{path.stat().st_size}' for path in (*added, SONG, HEI)]
    parts = (letters, chinese & letters, set(titles))
    key = '\n'.join([*(''.join(sorted(part)) for part in parts), *stamps])
    path = project.build / 'front' / f'{digest(key.encode())}.json'
    if not path.is_file():
        made = [(family, b64encode(data).decode()) for family, data in _cut(*parts, added)]
        files.write_bytes(path, json.dumps(made).encode(), durable=False)
    return [(family, b64decode(data)) for family, data in json.loads(path.read_bytes())]


def _added(project: Project) -> tuple[Path, ...]:
    """The fonts that conf.py adds by `editions_fonts`. Raises UserError."""
    names: Iterable[str] = project.settings.get('editions_fonts') or ()
    return tuple(available.font_files(available.added_folder(name, project.root) for name in names))


def _cut(
    letters: set[str], chinese: set[str], titles: set[str], added: tuple[Path, ...]
) -> Iterator[tuple[str, bytes]]:
    """A part of each font that draws some of the letters.

    Fonts of the project come before our Chinese one but in Simplified Chinese: Japanese is not
    set in Chinese forms.
    """
    from editions.fonts import woff2

    serif = available.package_folder(SERIF[0]) / SERIF[1]
    own = {letter for letter in chinese if ord(letter) in coverage.code_points(SONG)}
    wanted = [('Front Serif', serif, letters)]
    wanted += [('Front Added', path, letters - own) for path in added]
    left = set(letters)
    for family, path, some in [*wanted, ('Front Song', SONG, letters)]:
        drawn = {letter for letter in some & left if ord(letter) in coverage.code_points(path)}
        if drawn - {' '}:
            left -= drawn
            yield family, woff2.cut(path, drawn, FEATURES, AXES if path == serif else {})
    if han := {letter for letter in titles - {' '} if ord(letter) in coverage.code_points(HEI)}:
        yield 'Front Hei', woff2.cut(HEI, han, FEATURES, {})
