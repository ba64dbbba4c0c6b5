"""A language's glossary: a catalog whose messages are terms, with what may be written for them.

msgid is the term, msgctxt a sense of it, msgstr the first approved rendering. Translator's
comments, one a line, hold the rest, since comments survive every tool:
`# also: a | b`, `# not: x | y`, `# source: ...`, `# note: ...`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from editions.catalogs.po import read
from editions.catalogs.po.messages import Catalog, Message, digest
from editions.catalogs.po.writing import translated
from editions.folders import is_catalog

COMMENTS = {'also': 'also', 'not': 'barred', 'source': 'origin', 'note': 'note'}  # Term's fields


@dataclass(frozen=True)
class Term:
    """A term of the source and its renderings; `line` is the msgid's in the glossary.

    A rendering that is fuzzy is proposed, not approved.
    """

    source: str
    rendering: str
    sense: str = ''
    also: tuple[str, ...] = ()  # approved too
    barred: tuple[str, ...] = ()  # never to be written
    origin: str = ''  # where the rendering stands officially
    note: str = ''
    line: int = 0
    approved: bool = True

    @property
    def base(self) -> str:
        """Twelve hexadecimal digits of the renderings, and of what is noted on them."""
        parts = [self.rendering, *self.also, '', *self.barred, '', self.origin, self.note]
        return digest(parts, fuzzy=not self.approved)

    @property
    def renderings(self) -> tuple[str, ...]:
        """All approved ones, the first first."""
        return tuple(dict.fromkeys(text for text in (self.rendering, *self.also) if text))


def read_glossary(path: Path, root: Path | None = None) -> tuple[Term, ...]:
    """The terms of a glossary; none where there is no such file or it cannot be read.

    (`po.read` gives the findings on a file that cannot be read.)
    """
    if not is_catalog(path):
        return ()
    catalog = read(path, root=root, language=path.parent.name)
    return () if catalog.broken else tuple(terms(catalog))


def terms(catalog: Catalog) -> Iterator[Term]:
    return (each for each in map(term, catalog.messages) if each.approved)


def term(message: Message) -> Term:
    fields: dict[str, list[str]] = {}
    for comment in message.comments:
        name, _, value = comment.partition(':')
        if value.strip():
            fields.setdefault(name.strip().lower(), []).append(value.strip())
    return Term(
        message.id,
        message.string,
        message.context or '',
        listed(*fields.get('also', [])),
        listed(*fields.get('not', [])),
        '; '.join(fields.get('source', [])),
        ' '.join(fields.get('note', [])),
        message.line,
        message.translated and not message.fuzzy,
    )


def changed(message: Message, new: Term) -> Message:
    """A glossary's message with the fields of a term; a comment that holds one already stays."""
    old, comments = term(message), list(message.comments)
    for name, field in COMMENTS.items():
        if getattr(old, field) != getattr(new, field):
            comments = _with_comment(comments, name, getattr(new, field))
    message = replace(message, comments=tuple(comments))
    if (old.rendering, old.approved) == (new.rendering, new.approved):
        return message
    return translated(message, (new.rendering,), fuzzy=bool(new.rendering) and not new.approved)


def _with_comment(comments: list[str], name: str, value: str | tuple[str, ...]) -> list[str]:
    """The comments with one for a field, where it stood or by the order of names."""
    text = value if isinstance(value, str) else ' | '.join(value)
    names = [comment.partition(':')[0].strip().lower() for comment in comments]
    later = list(COMMENTS)[list(COMMENTS).index(name) :]
    at = next((i for i, each in enumerate(names) if each in later), len(comments))
    after = [line for line, each in zip(comments[at:], names[at:], strict=True) if each != name]
    return [*comments[:at], *([f'{name}: {text}'] if text else []), *after]


def listed(*values: str) -> tuple[str, ...]:
    """The forms that a comment or a cell lists: `a | b`."""
    return tuple(part.strip() for value in values for part in value.split('|') if part.strip())
