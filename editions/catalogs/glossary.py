"""A language's glossary: a catalog whose messages are terms, with what may be written for them.

msgid is the term, msgctxt a sense of it, msgstr the first approved rendering. Translator's
comments, one a line, hold the rest, since comments survive every tool:
`# also: a | b`, `# not: x | y`, `# source: ...`, `# note: ...`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from editions.catalogs.messages import Catalog, Message
from editions.catalogs.po import read


@dataclass(frozen=True)
class Term:
    """A term of the source and its renderings; `line` is the msgid's in the glossary."""

    source: str
    rendering: str
    sense: str = ''
    also: tuple[str, ...] = ()  # approved too
    barred: tuple[str, ...] = ()  # never to be written
    origin: str = ''  # where the rendering stands officially
    note: str = ''
    line: int = 0

    @property
    def renderings(self) -> tuple[str, ...]:
        """All approved ones, the first first."""
        return tuple(dict.fromkeys(text for text in (self.rendering, *self.also) if text))


def path_of(locale: Path, code: str) -> Path:
    """Where a language's glossary is."""
    return locale / code / 'glossary.po'


def read_glossary(path: Path, root: Path | None = None) -> tuple[Term, ...]:
    """The terms of a glossary; none where there is no such file or it cannot be read.

    (That it cannot be read is the finding of whoever checks the file: `po.read`.)
    """
    if not path.is_file():
        return ()
    catalog = read(path, root=root, language=path.parent.name)
    return () if catalog.broken else tuple(terms(catalog))


def terms(catalog: Catalog) -> Iterator[Term]:
    """The approved terms of a glossary that was read; fuzzy ones are not approved."""
    for message in catalog.messages:
        if message.translated and not message.fuzzy:
            yield term(message)


def term(message: Message) -> Term:
    said: dict[str, list[str]] = {}
    for comment in message.comments:
        name, colon, value = comment.partition(':')
        if colon and value.strip():
            said.setdefault(name.strip().lower(), []).append(value.strip())
    return Term(
        message.id,
        message.string,
        message.context or '',
        _listed(said.get('also', [])),
        _listed(said.get('not', [])),
        '; '.join(said.get('source', [])),
        ' '.join(said.get('note', [])),
        message.line,
    )


def _listed(values: list[str]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split('|') if part.strip())
