"""Rules that need more than one message: all catalogs of a language, and their last commit."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from editions import git
from editions.catalogs import po
from editions.catalogs.po.messages import Catalog, Key, Message
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
            pair = next(pairs(message, catalog.language, ''))
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


def vanished(catalogs: Sequence[Catalog]) -> Iterator[Said]:
    """A translation that was there in the last commit has not vanished.

    It may have moved to another catalog or become obsolete; its source may have been edited,
    and the translation with it. Silent where there is no repository, and on new catalogs.
    """
    kept = Kept.of(catalogs)
    for now in catalogs:
        data = git.at_head(now.path)
        if data is None or now.broken:
            continue
        before = po.parse(data, now.path, name=now.name, language=now.language)
        added = [m.id for m in now.messages if m.translated and m.key not in before.by_key]
        for message in before.messages:
            if message.translated and not (message in kept or followed(message, added)):
                here = now.by_key.get(message.key, Message('', line=1))
                yield now, here, f'translated in the last commit, and now gone: {message.id[:60]}'


@dataclass(frozen=True)
class Kept:
    """What all catalogs of a language still hold of the translations there were."""

    keys: frozenset[Key]
    previous: frozenset[str]  # the sources that outdated translations were made for
    strings: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, catalogs: Sequence[Catalog]) -> 'Kept':
        entries = [m for catalog in catalogs for m in catalog.entries if m.string]
        return cls(
            frozenset(message.key for message in entries),
            frozenset(message.previous.id for message in entries if message.previous),
            frozenset(message.strings for message in entries),
        )

    def __contains__(self, message: Message) -> bool:
        return (
            message.key in self.keys
            or message.id in self.previous
            or message.strings in self.strings
        )


def followed(message: Message, added: Sequence[str]) -> bool:
    """Whether a translated message that is new has a source like this one's: it was edited."""
    from rapidfuzz import fuzz, process  # of use only where something is missing

    return process.extractOne(message.id, added, scorer=fuzz.ratio, score_cutoff=60) is not None


VANISHED = AcrossRule(vanished, Severity.ERROR)
