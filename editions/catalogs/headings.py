"""Headings that were renamed, and the label that keeps links to the old one alive.

Sphinx makes a section's fragment from its title, so a renamed heading breaks every link to it
from outside. A label with the old fragment's name, above the heading, mends that.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from editions.catalogs.update import Change

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

    def __str__(self) -> str:
        label = f'`.. _{fragment(self.old)}:`' if self.path.suffix != '.md' else ''
        label = label or f'`({fragment(self.old)})=`'
        return (
            f'{self.path}:{self.line}: the heading "{self.old}" is now "{self.new}"; '
            f'{label} above it keeps links to #{fragment(self.old)} alive'
        )


def renamed(changes: Iterable[Change], templates: Path) -> Iterator[Renamed]:
    """The edited messages that are headings; their locations are relative to `templates`."""
    for change in changes:
        offer = change.offer
        if offer is None or change.kind not in ('edited', 'declared', 'neutral'):
            continue
        old, new = offer.source.id, change.message.id
        if fragment(old) in ('', fragment(new)):
            continue
        for place in change.message.locations:
            found = _LINE.match(place)
            if found and is_heading(path := (templates / found[1]).resolve(), int(found[2])):
                yield Renamed(path, int(found[2]), old, new)
                break


def is_heading(path: Path, line: int) -> bool:
    """Whether a line of a source is a title: underlined, or Markdown's #."""
    try:
        lines = path.read_text(encoding='utf-8').splitlines()[line - 1 : line + 1]
    except (OSError, UnicodeDecodeError):
        return False
    if lines and lines[0].startswith('#') and path.suffix == '.md':
        return True
    return len(lines) == 2 and bool(_ADORNMENT.fullmatch(lines[1]))


def fragment(title: str) -> str:
    """The fragment that Sphinx makes of a title (docutils.nodes.make_id)."""
    plain = unicodedata.normalize('NFKD', title.lower().translate(_LETTERS))
    ascii_only = plain.encode('ascii', 'ignore').decode()
    return re.sub(r'^[-0-9]+|-+$', '', re.sub(r'[^a-z0-9]+', '-', ascii_only))
