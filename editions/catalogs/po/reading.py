"""Read a .po file strictly and without loss: every message, every block of text, every defect.

The grammar is msgfmt's (GNU gettext 0.21, po-gram-gen.y), line by line. A message may be damaged,
the reading goes on: each line belongs to a block, each defect to a line, and one line has one
defect. What msgfmt would stop at is a Finding with its line (DEFECTS lists the codes); reading
never raises, whatever the bytes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from editions.catalogs.po.headers import (
    BOM,
    Decoded,
    EscapeError,
    check_header,
    check_locations,
    check_plurals,
    decode,
    header_fields,
    unescape,
)
from editions.catalogs.po.messages import (
    ALTERNATIVE,
    DAMAGING,
    SYNTAX,
    Catalog,
    Key,
    Message,
    Previous,
    defect,
)
from editions.findings import Finding, Severity, relative
from editions.folders import require

MOST = 100  # findings of one kind in one catalog; msgfmt gives up after 20
_TOKEN = re.compile(
    r'\s*(?:(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")|(?P<open>".*)'
    r'|(?P<word>[A-Za-z_][A-Za-z_0-9]*)\s*(?:\[(?P<index>\s*\d{1,3}\s*)\])?|(?P<other>\S))',
    re.ASCII,
)
_PLAIN = re.compile(r'"[^"\\]*"')
_UNOPENED = re.compile(
    r'(msg(?:ctxt|id|id_plural|str)(?:\[\d+\])? +)?((?!msg(?:ctxt|id|str))[^"\s](?:[^"\\]|\\.)*")'
)
_MERGE = re.compile(r'(?:<{7}|>{7}|\|{7})(?: .*)?|={7}')
_LOCATION = re.compile(r'\u2068[^\u2068\u2069]*\u2069(?::\d+)?|\S+')
_PREVIOUS_COMMENT = re.compile(r'\| (?:msgctxt |msgid |msgid_plural )?".*"')
_NO_TEXT = re.compile('[\udc80-\udcff\0]')  # a byte of another charset, as Python keeps it, or NUL
_INSIDE = 'a quotation mark within a text is written \\"'
_MIXED = 'one part of the message is obsolete (#~), another is not'
_SPACE = ' \t\r\n\f\v'  # C's; others, a no-break space for example, are text
_KEYWORDS = {'msgctxt', 'msgid', 'msgid_plural', 'msgstr'}


def read(path: Path, *, root: Path | None = None, language: str = '', domain: str = '') -> Catalog:
    """Read a catalog; findings name it relative to `root`.

    Language and domain come from a path `<code>/LC_MESSAGES/<domain>.po` where not given.
    Raises OSError where there is no such file, UserError where it is no file of its own.
    """
    require(path)
    name = relative(path, root) if root else str(path)
    if found := re.search(r'([^/\\]+)[/\\]LC_MESSAGES[/\\](.+)\.pot?$', str(path)):
        language, domain = language or found[1], domain or found[2].replace('\\', '/')
    return parse(path.read_bytes(), path, name=name, language=language, domain=domain or path.stem)


def parse(
    data: bytes, path: Path = Path(), *, name: str = '', language: str = '', domain: str = ''
) -> Catalog:
    """Read a catalog's bytes."""
    decoded = decode(data)
    reader = Reader()
    reader.run(decoded.text)
    head = next((m for m in reader.messages if _is_head(m)), None)
    header = header_fields(head.string) if head else {}
    entries = [m for m in reader.messages if m.id or m.context is not None or m.obsolete]
    entries, plural = check_plurals(entries, header)
    found = [*_file_defects(decoded), *reader.findings, *_duplicates(reader.messages)]
    defects = [*found, *check_header(head, header), *plural, *check_locations(entries)]
    return Catalog(
        path,
        language or header.get('Language', ''),
        domain,
        header,
        tuple(entries),
        tuple(reader.blocks),
        tuple(sorted(replace(defect, path=name or str(path)) for defect in defects)),
        head,
        decoded.charset,
        name,
    )


def _is_head(message: Message) -> bool:
    return not message.id and message.context is None and not message.obsolete


def _file_defects(decoded: Decoded) -> Iterator[Finding]:
    if decoded.problem:
        yield defect(decoded.line, 'catalog.charset', decoded.problem)
    if decoded.text.startswith(BOM):
        yield defect(1, 'catalog.bom', 'a byte-order mark; save the file as UTF-8 without it')
    if 0 < (other := decoded.text.count('\r\n')) < decoded.text.count('\n'):
        line = decoded.text.count('\n', 0, decoded.text.find('\r\n')) + 1
        sentence = f'{other} lines end with CRLF, as this one, and the others with LF'
        yield defect(line, 'catalog.lines', sentence)


def _duplicates(messages: Iterable[Message]) -> Iterator[Finding]:
    """What stands twice; one that is obsolete hides nothing from readers, but msgfmt refuses it."""
    first: dict[Key, Message] = {}
    for message in sorted(messages, key=lambda each: each.obsolete):
        known = first.setdefault(message.key, message)
        if known is not message:
            what = 'header' if not message.id and message.context is None else 'message'
            sentence = f'duplicate {what}: the first, in line {known.line}, holds'
            if message.obsolete:
                sentence = f'the message in line {known.line} again (#~); msgfmt wants one of them'
            found = defect(message.line, 'catalog.duplicate', sentence)
            yield replace(found, severity=Severity.WARNING) if message.obsolete else found


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its end; a line ends with a line feed and nothing else."""
    return re.findall(r'[^\n]*\n|[^\n]+', text)


@dataclass(slots=True)
class Draft:
    """A message while it is being read: lists of strings, joined once at the end.

    (A million-character msgstr in ten thousand lines must not be copied ten thousand times.)
    """

    start: int  # number of its first line, from 0
    end: int = 0  # number of the last line that a keyword or string was read in, from 1
    line: int = 0
    string_line: int = 0
    comments: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    locations: list[str] = field(default_factory=list)
    context: list[str] | None = None
    id: list[str] | None = None
    plural: list[str] | None = None
    strings: list[list[str]] = field(default_factory=list)
    indexes: list[int | None] = field(default_factory=list)
    previous: dict[str, list[str]] = field(default_factory=dict)
    section: list[str] | None = None
    previous_section: list[str] | None = None
    obsolete: bool = False
    previous_obsolete: bool | None = None  # None: there is none, or it was a comment
    damaged: bool = False  # one of its lines is not as msgfmt reads it

    @property
    def started(self) -> bool:
        """A keyword was read; comments alone may still belong to what follows."""
        return self.section is not None

    def begins_next(self, word: str) -> bool:
        """Whether this keyword belongs to the next message."""
        if word == 'msgctxt':
            return self.started
        return word == 'msgid' and (self.id is not None or bool(self.strings))

    def open(self, word: str, index: int | None, line: int) -> str:
        """Begin a section; a sentence where it may not begin here, or ''."""
        section: list[str] = []
        self.section = section
        if word == 'msgstr':
            return self.open_string(section, index, line)
        if index is not None:
            return f'{word} takes no index'
        if word == 'msgctxt':
            self.context, self.line = section, line
        elif word == 'msgid':
            self.id, self.line = section, line
        elif self.id is None or self.strings or self.plural is not None:
            return 'msgid_plural without a msgid before it'
        else:
            self.plural = section
        return ''

    def open_string(self, section: list[str], index: int | None, line: int) -> str:
        second = bool(self.strings) and (index is None or None in self.indexes)
        self.strings.append(section)
        self.indexes.append(index)
        self.string_line = self.string_line or line
        self.line = self.line or line
        if self.id is None:
            return 'msgstr without a msgid before it'
        return 'a second msgstr for one msgid' if second else ''

    def open_previous(self, word: str) -> bool:
        """Begin a section of the previous source; False where it had begun before."""
        new = word not in self.previous
        self.previous_section = self.previous[word] = []
        return new

    def mixed(self, *, obsolete: bool) -> bool:
        """Whether a part with this mark does not go with what was read so far."""
        before = self.obsolete if self.started else self.previous_obsolete
        return before is not None and before != obsolete

    def defects(self) -> Iterator[Finding]:
        """What only shows when the message is complete."""
        if not self.strings:
            what = 'msgid' if self.id is not None else 'msgctxt'
            yield defect(self.line, SYNTAX, f'{what} without a msgstr after it')
        elif self.plural is None and self.indexes != [None] and self.indexes[0] is not None:
            sentence = 'msgstr[0] without a msgid_plural'
            yield defect(self.string_line, 'catalog.plural', sentence)
        elif self.plural is not None and self.indexes != [*range(len(self.indexes))]:
            sentence = 'the plural forms are not msgstr[0], msgstr[1] ... in this order'
            yield defect(self.string_line, 'catalog.plural', sentence)
        elif sum(part.count(ALTERNATIVE) for string in self.strings for part in string) > 1:
            sentence = f'a merge left two translations ({ALTERNATIVE}); keep one, without marks'
            if not (self.obsolete or ALTERNATIVE in ''.join(self.id or ())):
                yield defect(self.string_line, 'catalog.conflict', sentence)

    def line_ends(self) -> Iterator[Finding]:
        """msgfmt -c wants a line end at the edge of the source in the translation too."""
        source = '' if 'fuzzy' in self.flags else ''.join(self.id or ())
        for string in (''.join(parts) for parts in self.strings):
            for edge, at in (('begin', 0), ('end', -1)):
                if source and string and (source[at] == '\n') != (string[at] == '\n'):
                    sentence = f'source and translation do not both {edge} with \\n'
                    yield defect(self.string_line, 'catalog.newline', sentence)

    def message(self, block: int) -> Message:
        return Message(
            ''.join(self.id or ()),
            tuple(''.join(string) for string in self.strings) or ('',),
            None if self.context is None else ''.join(self.context),
            None if self.plural is None else ''.join(self.plural),
            tuple(self.flags),
            tuple(self.comments),
            tuple(self.extracted),
            tuple(self.locations),
            self.previous_source(),
            self.obsolete,
            self.damaged or any(self.defects()),
            self.line,
            self.string_line or self.line,
            block,
        )

    def previous_source(self) -> Previous | None:
        parts = {word: ''.join(section) for word, section in self.previous.items()}
        if 'msgid' not in parts:
            return None
        return Previous(parts['msgid'], parts.get('msgctxt'), parts.get('msgid_plural'))


class Reader:
    """The state of a reading: the message under way, and what is finished."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.blocks: list[str] = []
        self.findings: list[Finding] = []
        self.counts = Counter[str]()  # of the findings, by code
        self.lines: list[str] = []
        self.number = self.last_finding = 0  # lines, from 1
        self.block_start = 0  # number of the line that the block under way began with, from 0
        self.draft = Draft(0)

    def run(self, text: str) -> None:
        self.lines = lines_of(text)
        read = self.read_line_with_care if _NO_TEXT.search(text) else self.read_line
        for number, line in enumerate(self.lines, 1):
            self.number = number
            if stripped := (line.removeprefix(BOM) if number == 1 else line).strip(_SPACE):
                read(stripped)
        self.number = len(self.lines) + 1
        self.finish()

    def read_line_with_care(self, line: str) -> None:
        """Read a line of a file that holds bytes of another charset, or NUL: not its message's."""
        found = _NO_TEXT.search(line)
        self.read_line(_NO_TEXT.sub('\ufffd', line))
        if not found:
            return
        byte, column = ord(found[0]) - 0xDC00, found.start() + 1
        code, sentence = 'catalog.byte', f'byte 0x{byte:02X} in column {column} is not UTF-8'
        if found[0] == '\0':
            code, sentence = 'catalog.nul', 'a NUL character; no text holds one'
        if line.startswith('#') and not line.startswith('#~'):  # no message's
            self.add(defect(self.number, code, sentence))
        else:
            self.note(code, sentence)

    def read_line(self, line: str) -> None:
        if _PLAIN.fullmatch(line):  # most lines of a catalog
            self.add_string(line[1:-1], obsolete=False)
        elif line[0] != '#':
            if line[0] in '<>=|' and _MERGE.fullmatch(line):
                self.note('catalog.merge', f'a merge left {line[:7]} here; choose one side')
            else:
                self.read_tokens(line, obsolete=False)
        elif line.startswith(('#|', '#~|')):
            mark, _, text = line.partition('|')
            if text.strip():
                self.read_previous(text, obsolete=mark == '#~')
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
        if draft.previous_obsolete is not None:
            sentence = 'a comment between the previous source (#|) and msgid, which msgfmt refuses'
            self.note('catalog.order', sentence)
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

    def read_previous(self, text: str, comment: str = '', *, obsolete: bool | None = None) -> None:
        """A line of the previous source; what only looks like one remains a comment."""
        draft = self.begin() if self.draft.started else self.draft
        draft.previous_obsolete = obsolete
        for word, _, string in self.tokens(text.strip()):
            if word and word in ('msgctxt', 'msgid', 'msgid_plural'):
                if not draft.open_previous(word) and not comment:
                    self.note(SYNTAX, 'two previous sources (#|) for one message')
            elif string is not None and draft.previous_section is not None:
                draft.previous_section.append(string)
            elif comment:
                draft.comments.append(comment)
            else:
                self.note(SYNTAX, 'a previous source is #| msgid "..."')
                return

    def read_tokens(self, line: str, *, obsolete: bool) -> None:
        if unopened := _UNOPENED.fullmatch(line):
            line = f'{unopened[1] or ""}"{unopened[2]}'
            mark = '#~ ' if obsolete else ''
            self.note(SYNTAX, f'the opening quote is missing; write {mark}{line}')
        for word, index, string in self.tokens(line):
            if string is not None:
                if not self.add_string(string, obsolete):
                    return
            elif word in _KEYWORDS:
                self.open_section(word, index, obsolete)
            else:
                inside = f'; {_INSIDE}' if '"' in line else ''
                self.note(SYNTAX, f'unknown keyword {word[:40]}{inside}')
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
                self.note(SYNTAX, 'the closing quote is missing')
                # what the author most likely meant, for those who show the broken file
                yield '', None, self.unescaped(match['open'][1:].rstrip('\\'))
            else:
                sentence = f'{match["other"]!r} stands outside the quotes; {_INSIDE}'
                self.note(SYNTAX, sentence)
                return

    def unescaped(self, raw: str) -> str:
        try:
            return unescape(raw)
        except EscapeError as error:
            self.note(SYNTAX, str(error))
            return raw

    def open_section(self, word: str, index: int | None, obsolete: bool) -> None:
        draft = self.draft
        if draft.begins_next(word):
            draft = self.begin()
        if draft.mixed(obsolete=obsolete):
            self.note(SYNTAX, _MIXED)
        draft.obsolete, draft.end = obsolete, self.number
        if sentence := draft.open(word, index, self.number):
            self.note(SYNTAX, sentence)

    def add_string(self, string: str, obsolete: bool) -> bool:
        if self.draft.section is None:
            self.note(SYNTAX, 'a string without msgid or msgstr before it')
            return False
        if self.draft.obsolete != obsolete:
            self.note(SYNTAX, _MIXED)
            return False
        self.draft.section.append(string)
        self.draft.end = self.number
        return True

    def begin(self) -> Draft:
        """Finish the message under way; the next begins with the line being read."""
        self.finish()
        self.draft = Draft(self.number - 1)
        return self.draft

    def finish(self) -> None:
        draft, stop, block = self.draft, self.number - 1, len(self.blocks)
        if draft.end < self.number:  # else two messages share a line, and so a block
            self.blocks.append(''.join(self.lines[self.block_start : stop]))
            self.block_start = stop
        if draft.started:
            if self.last_finding <= draft.start:  # else what follows from it would be noise
                for finding in (*draft.defects(), *draft.line_ends()):
                    self.add(finding)
            if draft.id is not None:
                self.messages.append(draft.message(block))
        elif draft.previous and draft.previous_obsolete is not None:
            self.number -= 1
            self.note(SYNTAX, 'a previous source (#|) without a message after it')

    def note(self, code: str, sentence: str) -> None:
        """Note a defect of this line: the first."""
        if self.number != self.last_finding:
            self.add(defect(self.number, code, sentence))
        self.last_finding = self.number
        self.draft.damaged |= code in DAMAGING

    def add(self, finding: Finding) -> None:
        """Keep a finding, unless there are more of its kind than a person would read."""
        self.counts[finding.code] += 1
        if self.counts[finding.code] == MOST:
            sentence = f'{finding.message}; further ones of this kind are not listed'
            finding = replace(finding, message=sentence)
        if self.counts[finding.code] <= MOST:
            self.findings.append(finding)
