"""How a catalog is laid out: the width of its lines, who wrapped them, its line ends.

A new or changed string is laid out as the rest of the file mostly is, so that neither a diff
nor the next tool sees a change where there was none. gettext and Poedit break after the space
and count a Han character as two columns; Babel and sphinx-intl put the space at the beginning
of the next line and count characters; many files are not wrapped at all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from unicodedata import east_asian_width

from editions.catalogs.po.encoding import escape
from editions.catalogs.po.messages import Catalog

Lines = list[str]  # the quoted lines of one string, the first behind its keyword

_OPENING = '（《「『【〔“‘([{'
_CLOSING = '）》」』】〕”’、。，．：；？！…ー々)]},.!?;:%'
_WIDE = r'[\u2e80-\u303e\u3041-\u33ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]'
_PIECE = re.compile(
    rf'[{re.escape(_OPENING)}]*(?:{_WIDE}|(?:(?!{_WIDE})[^\s/-])+(?:-|/+(?=[^\W\d]))?|[/-]+)'
    rf'[{re.escape(_CLOSING)}]*\s*|\s+'
)
_ENOUGH = 60  # strings looked at to learn how a file is wrapped


@dataclass(frozen=True)
class Layout:
    """`width` in columns, quotes included; None: one line for each line of the text."""

    width: int | None = 76
    babel: bool = True
    newline: str = '\n'

    def string(self, keyword: str, text: str, prefix: str = '') -> Lines:
        """A keyword and its string, as lines without line end; `prefix` ('#| ') before each."""
        quoted = self._quoted(text, len(prefix) + len(keyword) + 1, len(prefix))
        return [f'{prefix}{keyword} {quoted[0]}', *(prefix + line for line in quoted[1:])]

    def locations(self, locations: Sequence[str]) -> Lines:
        """The lines `#: a.rst b.rst`, filled to 78 columns, each location once."""
        lines: Lines = []
        for location in dict.fromkeys(locations):
            if lines and len(lines[-1]) + len(location) < 78:
                lines[-1] += f' {location}'
            else:
                lines.append(f'#: {location}')
        return lines

    def _quoted(self, text: str, room: int, prefix: int) -> Lines:
        if self.babel and self.width:
            from babel.messages.pofile import normalize  # slow to import, and not always needed

            return (
                normalize(text, ' ' * prefix, self.width)
                .replace('\n' + ' ' * prefix, '\n')
                .split('\n')
            )
        lines = [part for part in re.split(r'(?<=\n)', text) if part]
        if len(lines) < 2 and (not self.width or columns(escape(text)) + room + 2 <= self.width):
            return [f'"{escape(text)}"']
        if self.width:
            lines = [piece for line in lines for piece in _filled(line, self.width - prefix)]
        if len(lines) < 2 and '\n' not in text[:-1] and not self.width:
            return [f'"{escape(text)}"']
        return ['""', *(f'"{escape(line)}"' for line in lines)]


def columns(text: str) -> int:
    """The width of a text on a terminal."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in 'WF' else 1 for char in text)


def _filled(line: str, width: int) -> Iterator[str]:
    """One line of text in pieces of at most `width` columns, quotes included."""
    current, size = '', 2
    for piece in _PIECE.findall(line):
        wide = columns(escape(piece))
        if current and size + wide > width:
            yield current
            current, size = '', 2
        current += piece
        size += wide
    if current:
        yield current


CANDIDATES = (
    Layout(None, babel=False),
    Layout(79, babel=False),  # gettext, Poedit
    Layout(77, babel=False),  # Weblate's translate-toolkit
    Layout(76),  # sphinx-intl
    Layout(79),
)


def layout_of(catalog: Catalog) -> Layout:
    """The layout that writes most of a catalog's longer strings as they stand in it."""
    written = _written(catalog)
    long = ((k, s, lines) for k, s, lines in written if len(lines) > 1 or len(lines[0]) > 70)
    telling = list(islice(long, _ENOUGH))
    best = max(CANDIDATES, key=partial(_agreement, telling)) if telling else Layout()
    return Layout(best.width, best.babel, newline_of(catalog))


def newline_of(catalog: Catalog) -> str:
    """The line end of most of its lines."""
    text = catalog.text
    return '\r\n' if text.count('\r\n') * 2 > text.count('\n') else '\n'


def _agreement(telling: list[tuple[str, str, Lines]], layout: Layout) -> int:
    return sum(layout.string(keyword, string) == lines for keyword, string, lines in telling)


def _written(catalog: Catalog) -> Iterator[tuple[str, str, Lines]]:
    """Keyword, text and lines of the strings of live messages."""
    for message in catalog.messages:
        lines = [line.strip() for line in catalog.blocks[message.block].splitlines()]
        for keyword, string in (('msgid', message.id), ('msgstr', message.string)):
            start = next(
                (i for i, line in enumerate(lines) if line.startswith(keyword + ' ')), None
            )
            if start is not None:
                stop = start + 1
                while stop < len(lines) and lines[stop].startswith('"'):
                    stop += 1
                yield keyword, string, lines[start:stop]
