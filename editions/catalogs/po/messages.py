"""What a catalog holds: values only, no reading and no writing.

A `Message` is what a translator sees as one entry. A `Catalog` knows its messages twice: as
values, and as the blocks of text they were written in, so that what was not changed is
written back as it was read. A `Defect` is what can be wrong with a catalog as a file.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from editions.findings import Finding, Harm, Severity

Key = tuple[str | None, str]  # context and msgid: what makes two messages the same
SHORT = 60  # characters of a text that a sentence quotes
ALTERNATIVE = '#-#-#-#-#'  # msgcat's mark around the name of each of two translations
_IGNORE = re.compile(r'editions: *+ignore ++([\w.,\s-]++)(?:[:(–—].*)?')


@dataclass(frozen=True, slots=True)
class Previous:
    """The source that an outdated translation was made for (`#| msgid`)."""

    id: str
    context: str | None = None
    plural: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a catalog.

    Lines count from 1: `line` is the msgid's, `string_line` the first msgstr's. `block` is the
    number of its text in `Catalog.blocks`. `locations` stand as written ('guide.rst:12').
    A `defective` message has a defect of its own and must not be shown to readers.
    """

    id: str
    strings: tuple[str, ...] = ('',)
    context: str | None = None
    plural: str | None = None
    flags: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()  # the translator's, one a line
    extracted: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    previous: Previous | None = None
    obsolete: bool = False
    defective: bool = False
    line: int = 0
    string_line: int = 0
    block: int = 0

    @property
    def key(self) -> Key:
        return self.context, self.id

    @property
    def string(self) -> str:
        """The translation; of a plural message its first form."""
        return self.strings[0] if self.strings else ''

    @property
    def fuzzy(self) -> bool:
        return 'fuzzy' in self.flags

    @property
    def lasting_flags(self) -> tuple[str, ...]:
        """All but `fuzzy`, which goes with the translation."""
        return tuple(flag for flag in self.flags if flag != 'fuzzy')

    @property
    def translated(self) -> bool:
        """Every form is there, outdated or not."""
        return bool(self.strings) and all(self.strings)

    @property
    def digest(self) -> str:
        return digest(self.strings, fuzzy=self.fuzzy)

    @property
    def silenced(self) -> frozenset[str]:
        """The checks that this message asks to leave out.

        A translator's comment `editions: ignore numbers, terms` says so, since it survives
        every tool, and so do Weblate's flags `ignore-numbers`.
        """
        asked = (found for line in self.comments if (found := _IGNORE.fullmatch(line.strip())))
        names = {name for found in asked for name in re.split(r'[\s,]+', found[1]) if name}
        return frozenset(
            names | {flag.removeprefix('ignore-') for flag in self.flags if flag[:7] == 'ignore-'}
        )


def digest(strings: Iterable[str], *, fuzzy: bool) -> str:
    """Twelve hexadecimal digits that a translation and its state are known by."""
    text = '\0'.join([*strings, 'fuzzy' if fuzzy else ''])
    return hashlib.sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()[:12]


def shortened(text: str) -> str:
    """The beginning of a text in one line of a terminal."""
    line = ' '.join(part for part in text.split() if part.isprintable())
    return line if len(line) <= SHORT else f'{line[: SHORT - 1]}…'


@dataclass(frozen=True)
class Catalog:
    """A catalog as it was read.

    `blocks` joined are the file's text, byte-order mark and line ends included; `head` is the
    message with the empty msgid and `header` its fields ('Plural-Forms': '...'). `entries` are
    all messages but the head, in the order of the file: live, obsolete and duplicate ones.
    """

    path: Path
    language: str
    domain: str
    header: Mapping[str, str]
    entries: tuple[Message, ...]
    blocks: tuple[str, ...]
    defects: tuple[Finding, ...] = ()
    head: Message | None = None
    charset: str = 'utf-8'
    name: str = field(default='', compare=False)  # the path as findings print it

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """The live messages, the first of each key."""
        return self._first(obsolete=False)

    @cached_property
    def obsolete(self) -> tuple[Message, ...]:
        """What the source no longer holds; kept, since a translation may serve again."""
        return self._first(obsolete=True)

    @cached_property
    def by_key(self) -> Mapping[Key, Message]:
        return {message.key: message for message in self.messages}

    @cached_property
    def sources(self) -> frozenset[str]:
        """The texts of the source that it is to translate."""
        return frozenset(message.id for message in self.messages)

    @property
    def broken(self) -> bool:
        """It cannot be used at all; else its defects concern single messages."""
        return any(defect.code in BROKEN for defect in self.defects)

    @property
    def breach(self) -> Finding | None:
        """Why it must not be written: a wrong charset before what follows from it."""
        breaking = [defect for defect in self.defects if defect.code in UNWRITABLE]
        return min(breaking, key=lambda defect: defect.code in DAMAGING, default=None)

    @property
    def text(self) -> str:
        return ''.join(self.blocks)

    @property
    def data(self) -> bytes:
        """The file's bytes, as read where nothing was changed."""
        return self.text.encode(self.charset, 'surrogateescape')

    def finding(
        self, line: int, code: str, message: str, severity: Severity = Severity.ERROR
    ) -> Finding:
        return Finding(self.name or str(self.path), line, severity, message, code)

    def _first(self, *, obsolete: bool) -> tuple[Message, ...]:
        found: dict[Key, Message] = {}
        for message in self.entries:
            if message.obsolete == obsolete:
                found.setdefault(message.key, message)
        return tuple(found.values())


@dataclass(frozen=True)
class Defect:
    """A kind of damage to a catalog. Where it `breaks`, the whole catalog cannot be used."""

    code: str
    severity: Severity
    documentation: str
    breaks: bool = False


_E, _W = Severity.ERROR, Severity.WARNING
SYNTAX = 'catalog.syntax'  # msgfmt refuses the file; here the message alone is withheld
DEFECTS = (
    Defect(SYNTAX, _E, 'Quotes are closed, keywords known, msgstr follows msgid.'),
    Defect('catalog.merge', _E, 'No merge left its marks (`<<<<<<<`) in a catalog.', True),
    Defect('catalog.conflict', _E, 'A message has one translation; a merge may leave two in it.'),
    Defect('catalog.charset', _E, 'A catalog is in the charset that its header names.', True),
    Defect('catalog.byte', _E, 'Every byte of a message is one of its charset.'),
    Defect('catalog.nul', _E, 'A catalog holds no NUL character.'),
    Defect('catalog.bom', _E, 'A catalog begins without a byte-order mark.'),
    Defect('catalog.duplicate', _E, 'A message stands once in a catalog; of two the first holds.'),
    Defect('catalog.plural', _E, 'A plural message has the forms that the header names, in order.'),
    Defect('catalog.newline', _W, 'Source and translation both begin or end with \\n, or neither.'),
    Defect('catalog.lines', _W, 'All lines of a catalog end in the same way.'),
    Defect('catalog.location', _W, 'What `#:` names lies in the project.'),
    Defect('catalog.order', _W, 'No comment stands between the previous source and msgid.'),
    Defect('catalog.header', _W, 'The header names a charset and, if any, usable plural forms.'),
)

BROKEN = frozenset(defect.code for defect in DEFECTS if defect.breaks)
"""The codes that make a whole catalog unusable; the others concern single messages."""
DAMAGING = frozenset((SYNTAX, 'catalog.byte', 'catalog.nul'))
"""The codes of what one message is withheld for: its text is not certain."""
UNWRITABLE = BROKEN | DAMAGING
"""The codes of what a person has to correct before anything is written into the file."""


def defect(line: int, code: str, sentence: str) -> Finding:
    """A defect of a file that is being read; its name comes later."""
    severity = next(each.severity for each in DEFECTS if each.code == code)
    harm = Harm.SYNTAX.value if code in DAMAGING else ''
    return Finding('', line, severity, sentence, code, harm)
