"""What a rule looks at: one source beside its translation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from editions.catalogs.glossary import Term
from editions.catalogs.po.messages import Message
from editions.catalogs.update.locations import is_markdown
from editions.checks.criteria import Policy, Use
from editions.checks.leading import Leading
from editions.languages.language import Language
from editions.languages.writing import without_notes
from editions.markup import RST, UNKNOWN, Inline, Kind, Markup, Syntax, parse


class Note(str):
    """A sentence of less weight than its rule's: good to know, and nothing to correct."""

    __slots__ = ()


class Doubt(str):
    """A sentence that is likely and not certain: a warning, whatever its rule costs."""

    __slots__ = ()


_DOCUMENT = re.compile(r'\.(?:md|rst|txt)\b')
PICTURE = '.. image:: '  # how the message of a picture begins


@dataclass(frozen=True)
class Pair:
    """A source and its translation; a message with plural forms makes several pairs.

    `language` and `source_language` are gettext codes, as in `locale/`; `flags` are the
    message's own (`fuzzy`, `python-format`). `kind` is None where it is not known what the
    message becomes: no build has told.
    """

    source: str
    target: str
    language: str
    source_language: str
    flags: frozenset[str] = frozenset()
    glossary: tuple[Term, ...] = ()
    kind: Kind | None = None
    syntax: Syntax = RST
    twin: str = '\0'  # of a message with plural forms: the other of its two sources
    leading: Leading = Leading()  # noqa: RUF009 (it is frozen)
    included: bool = False  # from Markdown in a page whose translations are read as `syntax`

    @cached_property
    def before(self) -> Markup:
        if self.included:
            return parse(self.source, self.kind or Kind.BLOCK, UNKNOWN)
        return self.read(self.source)

    @cached_property
    def after(self) -> Markup:
        return self.read(self.target)

    @cached_property
    def kinds(self) -> frozenset[Inline]:
        """The kinds of markup that the two texts have."""
        sides = (self.before, self.after)
        return frozenset(m.kind for side in sides for m in (*side.marks, *side.nested))

    def read(self, text: str) -> Markup:
        kind = self.kind or (Kind.LITERAL if self.code else Kind.BLOCK)
        return parse(text, kind, self.syntax)

    @cached_property
    def said(self) -> str:
        """What a reader sees of the translation, without the notes of its translators."""
        return without_notes(self.after.text)

    @cached_property
    def languages(self) -> tuple[Language, Language]:
        return _languages(self.source_language, self.language)

    @property
    def format(self) -> bool:
        """A program fills in its placeholders."""
        own = self.kind is Kind.WORDS
        return own or any(flag.endswith('-format') and flag[:3] != 'no-' for flag in self.flags)

    @cached_property
    def unquestioned(self) -> bool:
        """Sphinx's own `# noqa` at the end: references need not be as in the source."""
        return self.target.rstrip().endswith('# noqa')

    @cached_property
    def code(self) -> bool:
        """A listing or a session: Sphinx keeps line ends in these messages only.

        A message that a program prints may end with one.
        """
        if self.kind is None:
            whole = self.source.strip() if self.format else self.source.lstrip()
            return '\n' in whole or self.source.startswith(('>>> ', '$ '))
        return self.kind in (Kind.LITERAL, Kind.PARSED)


@lru_cache(64)
def _languages(source: str, own: str) -> tuple[Language, Language]:
    return Language(source), Language(own)


def pairs(message: Message, policy: Policy, use: Use = Use()) -> Iterator[Pair]:  # noqa: B008
    """The translated forms of a message beside their sources: the singular's, then the plural's.

    A language with one form only (zh_CN) translates the plural with it.
    """
    pictured = message.id.startswith(PICTURE)  # by Sphinx, in Markdown, too
    markdown = bool(is_markdown(message)) and not pictured
    written = RST if pictured else use.syntax or (UNKNOWN if markdown else RST)
    leads = policy.leading(use.addresses)
    included = markdown and not written.markdown
    flags = frozenset(message.flags)
    if message.plural is None and any(_DOCUMENT.search(e) for e in message.locations):
        flags = frozenset(flag for flag in flags if not flag.endswith('-format'))  # no program's
    for number, string in enumerate(message.strings):
        if string:
            plural = message.plural is not None and (number > 0 or len(message.strings) == 1)
            sources = [message.id, message.plural or '\0']
            source, twin = reversed(sources) if plural else sources
            yield Pair(
                source,
                string,
                policy.language,
                policy.source_language,
                flags,
                policy.glossary,
                use.kind,
                written,
                twin,
                leads,
                included,
            )
