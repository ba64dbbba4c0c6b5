"""The text of messages: laid out as the file is, changed only in the lines that differ.

A block is as many lines as the message has, with the blank lines after it. What did not change
is never rendered again. A new or changed string is laid out as the rest of the file mostly is, so
that neither a diff nor the next tool sees a change where there was none. gettext and Poedit break
after the space and count a Han character as two columns; Babel and sphinx-intl put the space at
the beginning of the next line and count characters; many files are not wrapped at all.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from unicodedata import east_asian_width

from editions.catalogs.po.headers import encoded, escape, with_fields
from editions.catalogs.po.messages import UNWRITABLE, Catalog, Message, Previous
from editions.catalogs.po.reading import Reader, lines_of, parse

Lines = list[str]  # the quoted lines of one string, the first behind its keyword

_OPENING = '（《「『【〔“‘([{'
_CLOSING = '）》」』】〕”’、。，．：；？！…ー々)]},.!?;:%'
_WIDE = r'[\u2e80-\u303e\u3041-\u33ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]'
_PIECE = re.compile(
    rf'[{re.escape(_OPENING)}]*(?:{_WIDE}|(?:(?!{_WIDE})[^\s/-])+(?:-|/+(?=[^\W\d]))?|[/-]+)'
    rf'[{re.escape(_CLOSING)}]*\s*|\s+'
)
_UNBROKEN = re.compile(r'\S{400}')  # of which Babel takes the square to find the words in it
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
        if self.babel and self.width and not _UNBROKEN.search(text):
            from babel.messages.pofile import normalize  # slow to import, and not always needed

            indent = ' ' * prefix
            return normalize(text, indent, self.width).replace(f'\n{indent}', '\n').split('\n')
        lines = [part for part in re.split(r'(?<=\n)', text) if part]
        if len(lines) < 2 and (not self.width or columns(escape(text)) + room + 2 <= self.width):
            return [f'"{escape(text)}"']
        if self.width:
            lines = [piece for line in lines for piece in _filled(line, self.width - prefix)]
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


UNWRAPPED = Layout(None, babel=False)
CANDIDATES = (
    UNWRAPPED,
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
    if not telling:
        return Layout(newline=newline_of(catalog))
    best, most = UNWRAPPED, -1
    for each in CANDIDATES:
        right = sum(each.string(k, s) == lines for k, s, lines in telling)
        best, most = (each, right) if right > most else (best, most)
        if most == len(telling):
            break  # as for most files; to try the others takes long
    return Layout(best.width, best.babel, newline_of(catalog))


def newline_of(catalog: Catalog) -> str:
    """The line end of most of its lines."""
    text = catalog.text
    return '\r\n' if text.count('\r\n') * 2 > text.count('\n') else '\n'


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


_LOCATION, _EXTRACTED = ('#:',), ('#.',)


def render(message: Message, layout: Layout, strings: Lines | None = None) -> str:
    """A message as text, without a blank line after it.

    `strings` are the lines of its msgstr as they stand somewhere already, if there are any.
    """
    sections = _sections(message, layout)
    sections['strings'] = strings or sections['strings']
    if message.obsolete:
        for kind in ('source', 'strings'):
            sections[kind] = [f'#~ {line}' for line in sections[kind]]
    return ''.join(line + layout.newline for lines in sections.values() for line in lines)


def _sections(message: Message, layout: Layout) -> dict[str, Lines]:
    """The lines of a message by what they say, in gettext's order."""
    before, prefix = message.previous, '#~| ' if message.obsolete else '#| '
    return {
        'comments': [f'# {comment}'.rstrip() for comment in message.comments],
        **({} if message.obsolete else where_lines(message, layout)),
        'flags': [f'#, {", ".join(message.flags)}'] if message.flags else [],
        'previous': source_lines(before, layout, prefix) if before else [],
        'source': source_lines(message, layout),
        'strings': translation_lines(message, layout),
    }


def where_lines(message: Message, layout: Layout) -> dict[str, Lines]:
    """What the source says of a message, and where it stands there."""
    return {
        'extracted': [f'#. {comment}'.rstrip() for comment in message.extracted],
        'locations': layout.locations(message.locations),
    }


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
    """The lines of a live block's msgstr, as they stand there; none where they share a line."""
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
    lines = (re.sub(r'^#~\|', '#|', line) for line in lines_of(block))
    return _placed([re.sub(r'^#~ ?', '', line) for line in lines], where, newline)


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


Edits = Mapping[Message, Message]  # a message as it was read -> as it shall be

_ORDER = ('comments', 'extracted', 'locations', 'flags', 'previous', 'source', 'strings', 'blank')
_KINDS = {'#.': 'extracted', '#:': 'locations', '#,': 'flags', '#=': 'flags', '#|': 'previous'}


def edited(catalog: Catalog, edits: Edits, fields: Mapping[str, str] | None = None) -> Catalog:
    """The catalog with some of its live messages changed, as it would be read again.

    Comments, flags, previous source and strings may change; everything else, and every line of
    every other message, stays byte for byte. `fields` are header fields to set where they are
    there ('PO-Revision-Date'). `store.change` writes the result.
    """
    layout, own = layout_of(catalog), unshared(catalog)
    blocks, current = list(own.blocks), dict(zip(catalog.entries, own.entries, strict=True))
    for old, new in edits.items():
        if old.obsolete:
            raise ValueError(f'line {old.line}: only a live message changes')
        number = current[old].block
        blocks[number] = changed_block(blocks[number], old, new, layout)
    if fields and own.head:
        blocks[own.head.block] = with_fields(blocks[own.head.block], fields)
    return with_blocks(catalog, blocks)


def unshared(catalog: Catalog) -> Catalog:
    """The catalog with a block for each message; in few files do two of them share a line."""
    owners: dict[int, list[Message]] = defaultdict(list)
    for message in (*([catalog.head] if catalog.head else []), *catalog.entries):
        owners[message.block].append(message)
    if all(len(messages) == 1 for messages in owners.values()):
        return catalog
    layout, blocks = layout_of(catalog), list(catalog.blocks)
    for number, messages in owners.items():
        if len(messages) > 1:
            texts = [render(message, layout) for message in messages]
            blocks[number] = layout.newline.join(texts) + blank_lines(blocks[number])
    return with_blocks(catalog, blocks)


def with_blocks(catalog: Catalog, blocks: Iterable[str]) -> Catalog:
    """The catalog with another text, as it would be read again."""
    return parse(
        encoded(''.join(blocks), catalog.charset),
        catalog.path,
        name=catalog.name,
        language=catalog.language,
        domain=catalog.domain,
    )


def changed_block(block: str, old: Message, new: Message, layout: Layout) -> str:
    """A message's text with the lines of what differs between `old` and `new` replaced."""
    sorted_lines = list(_kinds(lines_of(block)))
    before = _sections(old, layout)
    for kind, lines in _sections(new, layout).items():
        if lines == before[kind]:
            continue
        added = [(kind, line + layout.newline) for line in lines]
        kept = [(name, line) for name, line in sorted_lines if name != kind]
        at = _position(kept, kind)
        sorted_lines = kept[:at] + added + kept[at:]
    text = ''.join(line for _, line in sorted_lines)
    return text if reads_as(text, new) else render(new, layout) + blank_lines(block)


def reads_as(block: str, message: Message) -> bool:
    """Whether a text is read as this message. (`msgid "a" msgstr "b"` may stand in one line.)"""
    reader = Reader()
    reader.run(block)
    read = [(m.key, m.plural, m.strings, m.fuzzy, m.previous) for m in reader.messages]
    wanted = (message.key, message.plural, message.strings, message.fuzzy, message.previous)
    return read == [wanted] and not any(finding.code in UNWRITABLE for finding in reader.findings)


def blank_lines(block: str) -> str:
    """What a block ends with, after the end of its last line."""
    return block[len(block.rstrip('\r\n')) :].removeprefix('\r').removeprefix('\n')


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
            yield _KINDS.get(text[:2], 'comments'), line


def _position(lines: list[tuple[str, str]], kind: str) -> int:
    """Where lines of a kind stand by gettext's order: after the last that goes before them."""
    rank = _ORDER.index(kind)
    before = [i for i, (name, _) in enumerate(lines) if _ORDER.index(name) < rank]
    blank = next((i for i, (name, _) in enumerate(lines) if name != 'blank'), 0)
    return before[-1] + 1 if before else blank


def translated(message: Message, strings: tuple[str, ...], *, fuzzy: bool = False) -> Message:
    """A message with another translation; unless it is still fuzzy, it is current again."""
    if fuzzy:
        return replace(message, strings=strings, flags=('fuzzy', *message.lasting_flags))
    return replace(message, strings=strings, flags=message.lasting_flags, previous=None)
