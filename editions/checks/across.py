"""Rules that need more than one message: consistency over all catalogs of a language."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from editions.catalogs.po.messages import Catalog, Message
from editions.checks.markup import named_terms
from editions.checks.pair import pairs
from editions.checks.registry import first_sentence, one_line
from editions.findings import Finding, Severity

Said = tuple[Catalog, Message, str]
TERM = 80  # characters of the longest term
SHORT = 25  # characters up to which two sources may well share a translation ("Back", "Return")


@dataclass(frozen=True)
class AcrossRule:
    """A rule on all catalogs of a language at once."""

    check: Callable[..., Iterator[Said]]
    severity: Severity

    @property
    def code(self) -> str:
        return self.check.__name__

    @property
    def documentation(self) -> str:
        return first_sentence(self.check.__doc__)

    def findings(self, said: Iterable[Said], ignored: Collection[str] = ()) -> Iterator[Finding]:
        """What the rule said, at the lines of the catalogs, where nobody has silenced it."""
        if self.code in ignored:
            return
        for catalog, message, sentence in said:
            if self.code not in message.silenced:
                line = message.string_line or message.line
                yield catalog.finding(line, self.code, one_line(sentence), self.severity)


def untranslated(catalogs: Sequence[Catalog]) -> Iterator[Said]:
    """Every message has a translation."""
    for catalog in catalogs:
        for message in catalog.messages:
            if not message.translated:
                yield catalog, message, f'not translated: {message.id[:60]}'


def inconsistent(catalogs: Sequence[Catalog]) -> Iterator[Said]:
    """The same source is translated in one way, wherever it stands."""
    first: dict[tuple[str | None, str], tuple[Catalog, Message]] = {}
    for catalog, message in _settled(catalogs):
        where, known = first.setdefault(message.key, (catalog, message))
        if known.strings != message.strings:
            place = f'{where.name or where.path}:{known.string_line}'
            yield catalog, message, f'translated in another way in {place}'


def same_translation(catalogs: Sequence[Catalog]) -> Iterator[Said]:
    """Two different sources do not have the same translation."""
    first: dict[str, tuple[Catalog, Message]] = {}
    for catalog, message in _settled(catalogs):
        if len(message.string) <= SHORT:
            continue
        where, known = first.setdefault(message.string, (catalog, message))
        if _plain(known.id) != _plain(message.id):
            place = f'{where.name or where.path}:{known.string_line}'
            yield catalog, message, f'the same translation as another source has in {place}'


def renamed_terms(catalogs: Sequence[Catalog]) -> Iterator[Said]:
    """A :term: names a term of the source, or one as the catalogs translate it."""
    short = (m.string.lower() for _, m in _settled(catalogs) if len(m.string) <= TERM)
    translated = frozenset(' '.join(string.split()) for string in short)
    for catalog, message in _settled(catalogs):
        if 'term' in message.string:
            pair = next(pairs(message, catalog.language))
            known = translated | set(named_terms(pair.before))
            for term in named_terms(pair.after):
                if term not in known:
                    named = 'is no term of the source, nor the translation of one'
                    yield catalog, message, f'{term} {named}; write :term:`text <term>`'


def _settled(catalogs: Sequence[Catalog]) -> Iterator[tuple[Catalog, Message]]:
    for catalog in catalogs:
        for message in catalog.messages:
            if message.translated and not message.fuzzy:
                yield catalog, message


def _plain(text: str) -> str:
    return re.sub(r'\W+', ' ', text).strip().lower()


ACROSS: tuple[AcrossRule, ...] = (
    AcrossRule(untranslated, Severity.WARNING),
    AcrossRule(inconsistent, Severity.WARNING),
    AcrossRule(same_translation, Severity.WARNING),
    AcrossRule(renamed_terms, Severity.WARNING),
)
