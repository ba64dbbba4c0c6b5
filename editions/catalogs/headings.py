"""Headings that were renamed, and the label that keeps links to the old one alive.

Sphinx makes a section's fragment from its title, so a renamed heading breaks every link to it
from outside. A label with the old fragment's name, above the heading, mends that.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from editions.catalogs.changes import Change

_LINE = re.compile(r'(.+):(\d+)$')
_ADORNMENT = re.compile(r'([!-/:-@\[-`{-~])\1*\s*$')  # reStructuredText, "Sections"
_LETTERS = str.maketrans({'ß': 'sz', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ł': 'l', 'ı': 'i'})


@dataclass(frozen=True)
class Renamed:
    """A heading with a new title; `line` counts from 1."""

    path: Path
    line: int
    old: str
    new: str

    def told(self, path: str) -> str:
        """What happened, and the remedy; `path` as the user types it."""
        old = fragment(self.old)
        label = f'({old})=' if self.path.suffix == '.md' else f'.. _{old}:'
        return (
            f'{path}:{self.line}: the heading "{self.old}" is now "{self.new}"; '
            f'`{label}` above it keeps links to #{old} alive'
        )


def renamed(changes: Iterable[Change], templates: Path, source: Path) -> Iterator[Renamed]:
    """The edited messages that are headings of documents below `source`.

    Their locations are relative to the folder of the templates.
    """
    for change in changes:
        offer = change.offer
        if offer is None or change.kind not in ('edited', 'declared', 'neutral'):
            continue
        old, new = offer.source.id, change.message.id
        if fragment(old) in ('', fragment(new)):
            continue
        for place in change.message.locations:
            found = _LINE.match(place)
            path = (templates / found[1]).resolve() if found else None
            if not (found and path and path.is_relative_to(source)):
                continue
            if line := title_line(path, int(found[2]), new):
                yield Renamed(path, line, old, new)
                break


def title_line(path: Path, near: int, title: str) -> int:
    """The line of a title: underlined, or after Markdown's #; 0 where it is none.

    Sphinx names the title's line, its underline's or its overline's.
    """
    try:
        lines = path.read_text(encoding='utf-8').splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    for number in range(max(near - 1, 1), min(near + 2, len(lines) + 1)):
        text, below = lines[number - 1].strip(), ''.join(lines[number : number + 1])
        if text == title and _ADORNMENT.fullmatch(below):
            return number
        if path.suffix == '.md' and text.lstrip('#').strip() == title != text:
            return number
    return 0


def fragment(title: str) -> str:
    """The fragment that Sphinx makes of a title (docutils.nodes.make_id)."""
    plain = unicodedata.normalize('NFKD', title.lower().translate(_LETTERS))
    ascii_only = plain.encode('ascii', 'ignore').decode()
    return re.sub(r'^[-0-9]+|-+$', '', re.sub(r'[^a-z0-9]+', '-', ascii_only))
