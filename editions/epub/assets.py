"""The files that the pages of a book use: pictures, its style sheet, fonts with their licences."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from editions.books.package import STYLE, Item
from editions.fonts import available, coverage
from editions.fonts.theme import FONTS

LICENCE = available.HERE / 'noto-serif-sc' / 'OFL.txt'
_COPYRIGHT, _LICENCE, _ADDRESS = 0, 13, 14  # name identifiers of OpenType


def picture(path: Path, name: str) -> Item:
    return Item(f'images/{name}', path.read_bytes())


def style(builder: Any) -> Iterator[Item]:
    """The theme's style sheet, with the code's colours and the fonts of the edition."""
    folders = [Path(folder) / 'static' for folder in builder.theme.get_theme_dirs()]
    path = next(p for p in (folder / 'epub.css' for folder in folders) if p.is_file())
    widths = ''.join(f'.w{width} {{ width: {width}% }}\n' for width in range(5, 105, 5))
    rules = ''.join(font.rule for font in builder.fonts)
    sheet = [rules, path.read_text('utf-8'), widths, builder.highlighter.get_stylesheet()]
    yield Item(STYLE, '\n'.join(sheet).encode())


def fonts(builder: Any) -> Iterator[Item]:
    """The fonts, cut to what the edition shows, and the licence that goes with them."""
    yield from (Item(f'style/fonts/{font.file}', font.data) for font in builder.fonts)
    if builder.fonts:
        used = {font.name for font in builder.fonts}
        paths = [font.path for font in FONTS if font.name in used]
        paths += available.font_files(builder.added)
        notices = '\n\n'.join(dict.fromkeys(map(notice, paths)))
        text = f'The fonts in this folder are parts of these:\n\n{notices}\n\n\n'
        yield Item('style/fonts/LICENSE.txt', (text + LICENCE.read_text('utf-8')).encode())


def notice(path: Path) -> str:
    """The copyright and the licence that a font names."""
    font = next(iter(coverage.opened(path)))
    names = (font.get_name(number) for number in (_COPYRIGHT, _LICENCE, _ADDRESS))
    return '\n'.join(filter(None, names)) or path.name
