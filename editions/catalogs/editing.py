"""Change messages of a catalog that was read: only the lines of what differs are written anew."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from editions.catalogs.blocks import (
    comment_lines,
    lines_of,
    source_lines,
    translation_lines,
)
from editions.catalogs.charsets import encoded
from editions.catalogs.headers import with_fields
from editions.catalogs.layout import Layout, Lines, layout_of
from editions.catalogs.messages import Catalog, Message
from editions.catalogs.po import parse

Edits = Mapping[Message, Message]  # a message as it was read -> as it shall be

_ORDER = ('comments', 'extracted', 'locations', 'flags', 'previous', 'source', 'strings', 'blank')
_MARKS = {'#.': 'extracted', '#:': 'locations', '#,': 'flags', '#=': 'flags', '#|': 'previous'}


def edited(catalog: Catalog, edits: Edits, fields: Mapping[str, str] | None = None) -> Catalog:
    """The catalog with some of its live messages changed, as it would be read again.

    Comments, flags, previous source and strings may change; everything else, and every line of
    every other message, stays byte for byte. `fields` are header fields to set where they are
    there ('PO-Revision-Date'). Write the result's `data` with `atomic`.
    """
    layout = layout_of(catalog)
    shared = Counter(message.block for message in catalog.entries)
    blocks = list(catalog.blocks)
    for old, new in edits.items():
        if old.obsolete or shared[old.block] > 1:
            raise ValueError(
                f'line {old.line}: only a live message with a block of its own changes'
            )
        blocks[old.block] = changed_block(catalog.blocks[old.block], old, new, layout)
    if fields and catalog.head:
        blocks[catalog.head.block] = with_fields(blocks[catalog.head.block], fields)
    data = encoded(''.join(blocks), catalog.charset)
    return parse(
        data, catalog.path, name=catalog.name, language=catalog.language, domain=catalog.domain
    )


def changed_block(block: str, old: Message, new: Message, layout: Layout) -> str:
    """A message's text with what differs between `old` and `new` written anew."""
    sorted_lines = list(_kinds(lines_of(block)))
    for kind, lines in _differences(old, new, layout):
        added = [(kind, line + layout.newline) for line in lines]
        kept = [(name, line) for name, line in sorted_lines if name != kind]
        at = _place(kept, kind)
        sorted_lines = kept[:at] + added + kept[at:]
    return ''.join(line for _, line in sorted_lines)


def _differences(old: Message, new: Message, layout: Layout) -> Iterable[tuple[str, Lines]]:
    if old.comments != new.comments:
        yield 'comments', comment_lines(new)
    if old.flags != new.flags:
        yield 'flags', [f'#, {", ".join(new.flags)}'] if new.flags else []
    if old.previous != new.previous:
        yield 'previous', source_lines(new.previous, layout, '#| ') if new.previous else []
    if old.strings != new.strings:
        yield 'strings', translation_lines(new, layout)


def _kinds(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Each line of a live block with what it belongs to."""
    section = 'source'
    for line in lines:
        text = line.strip()
        if text.startswith('msgstr'):
            section = 'strings'
        if not text:
            yield 'blank', line
        elif text[0] != '#':
            yield section, line
        elif text.startswith(('# | msgid', '# | msgctxt', '# | "')):
            yield 'previous', line
        else:
            yield _MARKS.get(text[:2], 'comments'), line


def _place(lines: list[tuple[str, str]], kind: str) -> int:
    """Where lines of a kind stand by gettext's order: after the last that goes before them."""
    rank = _ORDER.index(kind)
    before = [i for i, (name, _) in enumerate(lines) if _ORDER.index(name) < rank]
    blank = next((i for i, (name, _) in enumerate(lines) if name != 'blank'), 0)
    return before[-1] + 1 if before else blank


def translated(message: Message, strings: tuple[str, ...], *, fuzzy: bool = False) -> Message:
    """A message with another translation; unless it is still fuzzy, it is current again."""
    flags = tuple(flag for flag in message.flags if flag != 'fuzzy')
    if fuzzy:
        return replace(message, strings=strings, flags=('fuzzy', *flags))
    return replace(message, strings=strings, flags=flags, previous=None)
