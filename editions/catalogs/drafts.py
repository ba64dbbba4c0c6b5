"""A message while it is being read: its sections fill up line by line."""

from collections.abc import Iterator
from typing import NamedTuple

from editions.catalogs.messages import Message, Previous
from editions.findings import Severity


class Trouble(NamedTuple):
    """What will be a finding once the file's name is known."""

    line: int
    code: str
    sentence: str
    severity: Severity = Severity.ERROR


class Draft:
    """The sections of one message; each is a list of strings, joined once at the end.

    (A million-character msgstr in ten thousand lines must not be copied ten thousand times.)
    """

    __slots__ = (
        'comments', 'context', 'extracted', 'flags', 'id', 'indexes', 'line', 'locations',
        'obsolete', 'plural', 'previous', 'previous_obsolete', 'previous_section', 'section',
        'start', 'string_line', 'strings',
    )  # fmt: skip

    def __init__(self, start: int) -> None:
        self.start = start  # number of its first line, from 0
        self.comments: list[str] = []
        self.extracted: list[str] = []
        self.flags: list[str] = []
        self.locations: list[str] = []
        self.context: list[str] | None = None
        self.id: list[str] | None = None
        self.plural: list[str] | None = None
        self.strings: list[list[str]] = []
        self.indexes: list[int | None] = []
        self.previous: dict[str, list[str]] = {}
        self.section: list[str] | None = None
        self.previous_section: list[str] | None = None
        self.obsolete = False
        self.previous_obsolete: bool | None = None  # None: there is none, or it was a comment
        self.line = self.string_line = 0

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
        lonely = self.id is None
        second = bool(self.strings) and (index is None or None in self.indexes)
        self.strings.append(section)
        self.indexes.append(index)
        self.string_line = self.string_line or line
        self.line = self.line or line
        if lonely:
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

    def troubles(self) -> Iterator[Trouble]:
        """What only shows when the message is complete."""
        if not self.strings:
            what = 'msgid' if self.id is not None else 'msgctxt'
            yield Trouble(self.line, 'catalog.syntax', f'{what} without a msgstr after it')
        elif self.plural is None and self.indexes != [None] and self.indexes[0] is not None:
            sentence = 'msgstr[0] without a msgid_plural'
            yield Trouble(self.string_line, 'catalog.plural', sentence)
        elif self.plural is not None and self.indexes != [*range(len(self.indexes))]:
            sentence = 'the plural forms are not msgstr[0], msgstr[1] ... in this order'
            yield Trouble(self.string_line, 'catalog.plural', sentence)

    def line_ends(self) -> Iterator[Trouble]:
        """msgfmt -c wants a line end at the edge of the source in the translation too."""
        source = '' if 'fuzzy' in self.flags else ''.join(self.id or ())
        for string in (''.join(parts) for parts in self.strings):
            for edge, at in (('begin', 0), ('end', -1)):
                if source and string and (source[at] == '\n') != (string[at] == '\n'):
                    sentence = f'source and translation do not both {edge} with \\n'
                    yield Trouble(self.string_line, 'catalog.newline', sentence, Severity.WARNING)

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
            any(self.troubles()),
            self.line,
            self.string_line or self.line,
            block,
        )

    def previous_source(self) -> Previous | None:
        if 'msgid' not in self.previous:
            return None
        parts = {word: ''.join(section) for word, section in self.previous.items()}
        return Previous(parts['msgid'], parts.get('msgctxt'), parts.get('msgid_plural'))
