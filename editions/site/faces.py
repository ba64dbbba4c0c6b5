"""The two faces of the pages outside the editions, cut to what stands on them.

A front door shows every script that the site is written in, and is asked for before anything
else: a few kilobytes, so that no reader's machine need have the right faces. What the two do
not draw is drawn by the faces of the machine.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from editions import files
from editions.fonts import faces
from editions.project import Project

SERIF = ('fontpkg_source_serif_4', 'files/SourceSerif4[opsz,wght].ttf')
SONG = Path(faces.__file__).parent / 'noto-serif-sc' / 'NotoSerifSC-Regular.ttf'
HAN = '\u2e80'  # the first character that the Chinese face draws
FEATURES = ('kern', 'liga', 'ccmp', 'locl', 'mark', 'onum', 'chws', 'halt')
AXES = {'opsz': 18.0, 'wght': 400.0}  # as the theme sets its text

SHEET = """@font-face {{
  font-family: "{family}";
  src: url("{file}") format("truetype");
  font-display: swap;
}}
"""


def rules_and_fonts(project: Project, text: str) -> tuple[str, dict[str, bytes]]:
    """The @font-face rules for a text, and the font files by the name that the rules use.

    A face that comes late moves nothing: every ideograph is one em wide, and the Latin one is
    awaited by the theme's faces of the machine, which are set to its measures.
    """
    letters = {character for character in text if character.isprintable()}
    han = {character for character in letters if character >= HAN}
    made, rules = {}, ''
    for family, path, wanted in (
        ('Front Serif', faces.package_folder(SERIF[0]) / SERIF[1], letters - han),
        ('Front Song', SONG, han),
    ):
        if wanted:
            data = cut(project, path, wanted)
            name = f'{family.replace(" ", "-").lower()}-{digest(data)}.ttf'
            made[name] = data
            rules += SHEET.format(family=family, file=name)
    return rules, made


def cut(project: Project, path: Path, characters: Iterable[str]) -> bytes:
    """The part of a face that draws these characters; kept, since titles seldom change."""
    key = ''.join(sorted(characters)) + path.name + str(path.stat().st_size)
    kept = project.build / 'front' / f'{digest(key.encode())}.ttf'
    if kept.is_file():
        return kept.read_bytes()
    from editions.fonts import woff2  # 70 ms

    axes = AXES if '[' in path.name else {}
    data = woff2.cut(path, characters, FEATURES, axes)
    files.write_bytes(kept, data, durable=False)
    return data


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]
