"""The text of one message: written anew, or turned obsolete and back without being rewritten.

A block is as many lines as the message has, with the blank lines after it.
"""

import re
from collections.abc import Iterable

from editions.catalogs.layout import Layout, Lines
from editions.catalogs.messages import Message, Previous

_LOCATION, _EXTRACTED = ('#:',), ('#.',)


def render(message: Message, layout: Layout, strings: Lines | None = None) -> str:
    """A message as text, without a blank line after it.

    `strings` are the lines of its msgstr where they stand already written.
    """
    lines = comment_lines(message)
    if not message.obsolete:
        lines += [f'#. {comment}'.rstrip() for comment in message.extracted]
        lines += layout.locations(message.locations)
    if message.flags:
        lines.append(f'#, {", ".join(message.flags)}')
    if message.previous:
        lines += source_lines(message.previous, layout, '#~| ' if message.obsolete else '#| ')
    body = source_lines(message, layout)
    body += translation_lines(message, layout) if strings is None else strings
    lines += ['#~ ' + line for line in body] if message.obsolete else body
    return ''.join(line + layout.newline for line in lines)


def comment_lines(message: Message) -> Lines:
    """The translator's comments."""
    return [f'# {comment}'.rstrip() for comment in message.comments]


def source_lines(source: Message | Previous, layout: Layout, prefix: str = '') -> Lines:
    """Context, source and plural source, of a message or of what it was before."""
    parts = {'msgctxt': source.context, 'msgid': source.id, 'msgid_plural': source.plural}
    found = (layout.string(word, text, prefix) for word, text in parts.items() if text is not None)
    return [line for lines in found for line in lines]


def translation_lines(message: Message, layout: Layout) -> Lines:
    """The msgstr, or the msgstr[n] of a message with a plural."""
    if message.plural is None:
        return layout.string('msgstr', message.string)
    numbered = enumerate(message.strings)
    return [line for i, text in numbered for line in layout.string(f'msgstr[{i}]', text)]


def string_lines(block: str) -> Lines:
    """The lines of a live block's msgstr, as they stand there."""
    lines = block.split('\n')
    start = next((i for i, line in enumerate(lines) if line.startswith('msgstr')), len(lines))
    return [line.rstrip('\r') for line in lines[start:] if line.strip()]


def obsoleted(block: str) -> str:
    """A live block as an obsolete one; where it stood in the source is forgotten."""
    kept = (line for line in lines_of(block) if not line.startswith(_LOCATION + _EXTRACTED))
    return ''.join(map(_obsolete_line, kept))


def _obsolete_line(line: str) -> str:
    if line.startswith('#|'):
        return '#~' + line[1:]
    return line if line.startswith('#') or not line.strip() else '#~ ' + line


def revived(block: str, where: Lines, newline: str) -> str:
    """An obsolete block as a live one, with the lines that say where it now stands."""
    lines = [re.sub(r'^#~(?:(?=\|)| ?)', _live_prefix, line) for line in lines_of(block)]
    return _placed(lines, where, newline)


def _live_prefix(found: re.Match[str]) -> str:
    return '#' if found.string.startswith('#~|') else ''


def placed(block: str, where: Lines, newline: str) -> str:
    """A live block with other lines `#:` and `#.`."""
    kept = [line for line in lines_of(block) if not line.startswith(_LOCATION + _EXTRACTED)]
    return _placed(kept, where, newline)


def _placed(lines: list[str], where: Iterable[str], newline: str) -> str:
    """Put lines after the translator's comments, where every tool has them."""
    at = 0
    while at < len(lines) and (lines[at][:2] in ('# ', '#\n', '#\r') or not lines[at].strip()):
        at += 1
    added = [line + newline for line in where]
    return ''.join([*lines[:at], *added, *lines[at:]])


def lines_of(block: str) -> list[str]:
    """The lines of a block, each with its end."""
    return re.findall(r'[^\n]*\n|[^\n]+', block)
