"""What a check looks at: one source text beside one translation of it."""

from dataclasses import dataclass
from functools import cached_property

from editions.catalogs.glossary import Term
from editions.checks import inline
from editions.checks import markdown as md
from editions.checks.inline import Inline


class Note(str):
    """A sentence of less weight than its rule's: good to know, and nothing to mend."""

    __slots__ = ()


class Doubt(str):
    """A sentence that is likely and not certain: a warning, whatever its rule costs."""

    __slots__ = ()


@dataclass(frozen=True)
class Pair:
    """A source and its translation; a message with plural forms makes several pairs.

    `language` and `source_language` are gettext codes, as in `locale/`; `flags` are the
    message's own (`fuzzy`, `python-format`). It is reStructuredText, or Markdown (MyST).
    """

    source: str
    target: str
    language: str
    source_language: str = 'en'
    flags: frozenset[str] = frozenset()
    glossary: tuple[Term, ...] = ()
    markdown: bool = False

    @cached_property
    def before(self) -> Inline:
        """The inline markup of the source."""
        return scan(self.source, self.markdown)

    @cached_property
    def after(self) -> Inline:
        """The inline markup of the translation."""
        return scan(self.target, self.markdown)

    @cached_property
    def unquestioned(self) -> bool:
        """Sphinx's own `# noqa` at the end: references need not be as in the source."""
        return self.target.rstrip().endswith('# noqa')

    @cached_property
    def code(self) -> bool:
        """A listing or a session: Sphinx keeps line ends in these messages only."""
        return '\n' in self.source.strip() or self.source.startswith(('>>> ', '$ '))


def scan(text: str, markdown: bool = False) -> Inline:
    """The inline markup of a text, as it is written."""
    return md.scan(text) if markdown else inline.scan(text)
