"""The grammar of .po files, line by line, as msgfmt reads it (GNU gettext 0.21, po-gram-gen.y).

A message may be damaged, the reading goes on: each line belongs to a block, each trouble to a
line, and one line has one trouble.
"""

import re
from collections.abc import Iterator

from editions.catalogs.charsets import BOM
from editions.catalogs.drafts import Draft, Trouble
from editions.catalogs.messages import Message
from editions.catalogs.strings import EscapeError, unescape
from editions.findings import Severity

_TOKEN = re.compile(
    r'\s*(?:(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")|(?P<open>".*)'
    r'|(?P<word>[A-Za-z_][A-Za-z_0-9]*)\s*(?:\[(?P<index>\s*\d{1,3}\s*)\])?|(?P<other>\S))',
    re.ASCII,
)
_PLAIN = re.compile(r'"[^"\\]*"')
_MERGE = re.compile(r'(?:<{7}|>{7}|\|{7})(?: .*)?|={7}')
_LOCATION = re.compile(r'\u2068[^\u2068\u2069]*\u2069(?::\d+)?|\S+')
_PREVIOUS_COMMENT = re.compile(r'\| (?:msgctxt |msgid |msgid_plural )?".*"')
_INSIDE = 'a quotation mark within a text is written \\"'
_MIXED = 'one part of the message is obsolete (#~), another is not'
_SPACE = ' \t\r\n\f\v'  # C's; others, a no-break space say, are text
_ENOUGH = 100  # msgfmt gives up after 20
_KEYWORDS = {'msgctxt', 'msgid', 'msgid_plural', 'msgstr'}


class Reader:
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
            if stripped := (line.removeprefix(BOM) if number == 1 else line).strip(_SPACE):
                self.read_line(stripped)
        self.number = len(self.lines) + 1
        self.finish()

    def read_line(self, line: str) -> None:
        if _PLAIN.fullmatch(line):  # most lines of a catalog
            self.add_string(line[1:-1], obsolete=False)
        elif line[0] != '#':
            if line[0] in '<>=|' and _MERGE.fullmatch(line):
                self.say('catalog.merge', f'a merge left {line[:7]} here; choose one side')
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
            self.say('catalog.order', sentence, Severity.WARNING)
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
                    self.say('catalog.syntax', 'two previous sources (#|) for one message')
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
                inside = f'; {_INSIDE}' if '"' in line else ''
                self.say('catalog.syntax', f'unknown keyword {word[:40]}{inside}')
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
                sentence = f'{match["other"]!r} stands outside the quotes; {_INSIDE}'
                self.say('catalog.syntax', sentence)
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
        if draft.mixed(obsolete=obsolete):
            self.say('catalog.syntax', _MIXED)
        draft.obsolete = obsolete
        if trouble := draft.open(word, index, self.number):
            self.say('catalog.syntax', trouble)

    def add_string(self, string: str, obsolete: bool) -> bool:
        if self.draft.section is None:
            self.say('catalog.syntax', 'a string without msgid or msgstr before it')
            return False
        if self.draft.obsolete != obsolete:
            self.say('catalog.syntax', _MIXED)
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
            if draft.id is not None:
                self.messages.append(draft.message(block))
        elif draft.previous and draft.previous_obsolete is not None:
            self.number -= 1
            self.say('catalog.syntax', 'a previous source (#|) without a message after it')

    def say(self, code: str, sentence: str, severity: Severity = Severity.ERROR) -> None:
        """Note a trouble of this line: the first, and no more than a person would read."""
        if self.number != self.last_trouble and len(self.troubles) < _ENOUGH:
            self.troubles.append(Trouble(self.number, code, sentence, severity))
        self.last_trouble = self.number
