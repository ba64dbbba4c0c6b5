"""Read a .po file strictly and without loss: every message, every block of text, every defect.

What msgfmt 0.21 would stop at is a Finding with its line; reading never raises, whatever the
bytes. The codes:

- `catalog.syntax`     a quote missing, a bad escape, an unknown keyword, no msgstr ... *
- `catalog.merge`      the marks of a merge that somebody left (`<<<<<<<`) *
- `catalog.charset`    bytes that are not in the declared charset, or an unknown charset *
- `catalog.nul`        a NUL byte, which ends a string in gettext's own programs *
- `catalog.bom`        a byte-order mark, which gettext and Babel refuse
- `catalog.duplicate`  a message that stands twice; the first holds
- `catalog.plural`     plural forms missing, in disorder, or where there is no plural
- `catalog.newline`    a line end at the edge of the source or the translation only
- `catalog.header`     a header that is missing, or says what cannot be

A star marks what makes the whole catalog unusable (`Catalog.broken`); the others concern one
message.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from editions.catalogs.charsets import BOM, Decoded, decode
from editions.catalogs.drafts import Draft, Trouble
from editions.catalogs.headers import check_header, check_plurals
from editions.catalogs.messages import Catalog, Key, Message, Previous, header_fields
from editions.catalogs.strings import EscapeError, unescape
from editions.findings import Finding, Severity, relative

__all__ = ['Catalog', 'Message', 'Previous', 'parse', 'read']

_TOKEN = re.compile(
    r'\s*(?:(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")|(?P<open>".*)'
    r'|(?P<word>[A-Za-z_][A-Za-z_0-9]*)\s*(?:\[(?P<index>\s*\d{1,3}\s*)\])?|(?P<other>\S))'
)
_MERGE = re.compile(r'(?:<{7}|>{7}|\|{7})(?: .*)?|={7}')
_LOCATION = re.compile(r'\u2068[^\u2068\u2069]*\u2069(?::\d+)?|\S+')
_PREVIOUS_COMMENT = re.compile(r'\| (?:msgctxt |msgid |msgid_plural )?".*"')
_BLANK = f'{BOM} \t\r\f\v\n'
_ENOUGH = 100  # msgfmt gives up after 20
_KEYWORDS = {'msgctxt', 'msgid', 'msgid_plural', 'msgstr'}


def read(path: Path, *, root: Path | None = None, language: str = '', domain: str = '') -> Catalog:
    """Read a catalog; findings name it relative to `root`.

    Language and domain are told by a path `<code>/LC_MESSAGES/<domain>.po` where not given.
    Raises OSError where there is no such file.
    """
    name = relative(path, root) if root else str(path)
    if found := re.search(r'([^/\\]+)[/\\]LC_MESSAGES[/\\](.+)\.pot?$', str(path)):
        language, domain = language or found[1], domain or found[2].replace('\\', '/')
    return parse(path.read_bytes(), path, name=name, language=language, domain=domain or path.stem)


def parse(
    data: bytes, path: Path = Path(), *, name: str = '', language: str = '', domain: str = ''
) -> Catalog:
    """Read a catalog's bytes."""
    decoded = decode(data)
    reader = _Reader()
    reader.run(decoded.text)
    entries, repeated = _duplicates(reader.messages)
    head = next((m for m in entries if not m.id and m.context is None and not m.obsolete), None)
    entries = [m for m in entries if m.id or m.context is not None or m.obsolete]
    header = header_fields(head.string) if head else {}
    troubles = [*_file_troubles(decoded), *reader.troubles, *repeated, *check_header(head, header)]
    entries, plural = check_plurals(entries, header)
    defects = sorted(
        Finding(name or str(path), line, severity, sentence, code)
        for line, code, sentence, severity in [*troubles, *plural]
    )
    return Catalog(
        path,
        language or header.get('Language', ''),
        domain,
        header,
        tuple(entries),
        tuple(reader.blocks),
        tuple(defects),
        head,
        decoded.charset,
        name,
    )


def _file_troubles(decoded: Decoded) -> Iterator[Trouble]:
    if decoded.trouble:
        yield Trouble(decoded.line, 'catalog.charset', decoded.trouble)
    if decoded.text.startswith(BOM):
        yield Trouble(1, 'catalog.bom', 'a byte-order mark; save the file as UTF-8 without it')
    at = decoded.text.find('\0')
    if at >= 0:
        line = decoded.text.count('\n', 0, at) + 1
        yield Trouble(line, 'catalog.nul', 'a NUL character; no text holds one')


def _duplicates(messages: list[Message]) -> tuple[list[Message], list[Trouble]]:
    """All messages, and what stands twice; an obsolete one may repeat a live one."""
    first: dict[tuple[Key, bool], Message] = {}
    troubles = []
    for message in messages:
        known = first.setdefault((message.key, message.obsolete), message)
        if known is not message:
            what = 'header' if not message.id and message.context is None else 'message'
            sentence = f'duplicate {what}: the first, in line {known.line}, holds'
            severity = Severity.WARNING if message.obsolete else Severity.ERROR
            troubles.append(Trouble(message.line, 'catalog.duplicate', sentence, severity))
    return messages, troubles


class _Reader:
    """The state of a reading: the message under way, and what is finished."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.blocks: list[str] = []
        self.troubles: list[Trouble] = []
        self.lines: list[str] = []
        self.number = self.last_trouble = 0
        self.draft = Draft(0)

    def run(self, text: str) -> None:
        self.lines = re.findall(r'[^\n]*\n|[^\n]+', text)
        for number, line in enumerate(self.lines, 1):
            self.number = number
            if stripped := line.strip(_BLANK):
                self.read_line(stripped)
        self.number = len(self.lines) + 1
        self.finish()

    def read_line(self, line: str) -> None:
        if line[0] != '#':
            if line[0] in '<>=|' and _MERGE.fullmatch(line):
                self.say('catalog.merge', f'a merge left {line[:7]} here; choose one side')
            else:
                self.read_tokens(line, obsolete=False)
        elif line.startswith(('#|', '#~|')):
            self.read_previous(line.partition('|')[2])
        elif line.startswith('#~'):
            rest = line[2:].strip()
            if rest[:1] == '#':
                self.read_comment(rest)
            elif rest:
                self.read_tokens(rest, obsolete=True)
        else:
            self.read_comment(line)

    def read_comment(self, line: str) -> None:
        draft = self.begin() if self.draft.started else self.draft
        kind, text = line[1:2], line[2:].strip()
        if kind in (',', '='):
            draft.flags += [flag for part in text.split(',') if (flag := part.strip())]
        elif kind == ':':
            draft.locations += _LOCATION.findall(text)
        elif kind == '.':
            draft.extracted.append(text)
        elif _PREVIOUS_COMMENT.fullmatch(text) and kind == ' ':
            # sphinx-intl and Babel leave this of a `#| msgid`
            self.read_previous(text[1:], comment=line[1:].strip())
        else:
            draft.comments.append(line[1:].removeprefix(' '))

    def read_previous(self, text: str, comment: str = '') -> None:
        """A line of the previous source; what only looks like one remains a comment."""
        draft = self.begin() if self.draft.started else self.draft
        for word, _, string in self.tokens(text.strip()):
            if word and word in ('msgctxt', 'msgid', 'msgid_plural'):
                draft.open_previous(word)
            elif string is not None and draft.previous_section is not None:
                draft.previous_section.append(string)
            elif comment:
                draft.comments.append(comment)
            else:
                self.say('catalog.syntax', 'a previous source is #| msgid "..."')
                return

    def read_tokens(self, line: str, *, obsolete: bool) -> None:
        for word, index, string in self.tokens(line):
            if string is not None:
                if not self.add_string(string, obsolete):
                    return
            elif word in _KEYWORDS:
                self.open_section(word, index, obsolete)
            else:
                self.say('catalog.syntax', f'unknown keyword {word[:40]}')
                return

    def tokens(self, line: str) -> Iterator[tuple[str, int | None, str | None]]:
        """The keywords (with their index) and strings of a line."""
        position = 0
        while position < len(line) and (match := _TOKEN.match(line, position)):
            position = match.end()
            if match['string'] is not None:
                yield '', None, self.unescaped(match['string'][1:-1])
            elif match['word']:
                yield match['word'], int(match['index']) if match['index'] else None, None
            elif match['open']:
                self.say('catalog.syntax', 'the closing quote is missing')
                # what the author most likely meant, for those who show the broken file
                yield '', None, self.unescaped(match['open'][1:].rstrip('\\'))
            else:
                self.say('catalog.syntax', f'{match["other"]!r} stands outside the quotes')
                return

    def unescaped(self, raw: str) -> str:
        try:
            return unescape(raw)
        except EscapeError as error:
            self.say('catalog.syntax', f'{error}; write \\\\ for a backslash')
            return raw

    def open_section(self, word: str, index: int | None, obsolete: bool) -> None:
        draft = self.draft
        if draft.begins_next(word):
            draft = self.begin()
        if draft.started and draft.obsolete != obsolete:
            self.say('catalog.syntax', 'one part of the message is obsolete (#~), another is not')
        draft.obsolete = obsolete
        if trouble := draft.open(word, index, self.number):
            self.say('catalog.syntax', trouble)

    def add_string(self, string: str, obsolete: bool) -> bool:
        if self.draft.section is None:
            self.say('catalog.syntax', 'a string without msgid or msgstr before it')
            return False
        if self.draft.obsolete != obsolete:
            self.say('catalog.syntax', 'one part of the message is obsolete (#~), another is not')
            return False
        self.draft.section.append(string)
        return True

    def begin(self) -> Draft:
        """Finish the message under way; the next begins with the line being read."""
        self.finish()
        self.draft = Draft(self.number - 1)
        return self.draft

    def finish(self) -> None:
        draft, stop = self.draft, self.number - 1
        if draft.start == stop:  # two messages in one line share its block
            block = max(len(self.blocks) - 1, 0)
        else:
            self.blocks.append(''.join(self.lines[draft.start : stop]))
            block = len(self.blocks) - 1
        if draft.started:
            if self.last_trouble <= draft.start:  # else what follows from it would be noise
                self.troubles += [*draft.troubles(), *draft.line_ends()]
            self.messages.append(replace(draft.message(), block=block))

    def say(self, code: str, sentence: str) -> None:
        """Note a trouble of this line: the first, and no more than a person would read."""
        if self.number != self.last_trouble and len(self.troubles) < _ENOUGH:
            self.troubles.append(Trouble(self.number, code, sentence))
        self.last_trouble = self.number
