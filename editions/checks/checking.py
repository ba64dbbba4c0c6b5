"""Runs the rules over messages and makes findings of what they say."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from editions.catalogs.glossary import Term
from editions.catalogs.po.messages import Catalog, Message
from editions.checks import markdown
from editions.checks.across import ACROSS
from editions.checks.pair import Doubt, Note, Pair
from editions.checks.registry import RULES, Rule, one_line
from editions.findings import Finding, Severity

ENOUGH = 10  # sentences of one rule on one message; nobody reads more

WITHHOLDING: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.withholds)
TELLING = 40  # characters of a source whose translation can be told from another's
WITHHELD: frozenset[str] = frozenset(rule.code for rule in WITHHOLDING)
"""The codes for which a translation must not be shown to readers."""


def check_message(
    message: Message,
    language: str,
    *,
    path: str = '',
    source_language: str = 'en',
    ignored: Collection[str] = (),
    rules: Iterable[Rule] = RULES,
    glossary: tuple[Term, ...] = (),
) -> Iterator[Finding]:
    """What the rules say of one message, at the line of its translation.

    A translation that is not there breaks no rule here. `ignored` are codes besides those that
    the message itself silences.
    """
    silenced = message.silenced | frozenset(ignored)
    chosen = [rule for rule in rules if rule.code not in silenced]
    for pair in pairs(message, language, source_language, glossary):
        for rule in chosen:
            if rule.restructured and pair.markdown:
                continue
            for sentence in islice(dict.fromkeys(rule.check(pair)), ENOUGH):
                line = message.string_line or message.line
                severity = weight(rule, sentence)
                yield Finding(path, line, severity, one_line(sentence), rule.code)


def weight(rule: Rule, sentence: str) -> Severity:
    """The rule's severity, or what the sentence says of its own."""
    if isinstance(sentence, Doubt):
        return min(rule.severity, Severity.WARNING)
    return Severity.INFO if isinstance(sentence, Note) else rule.severity


def check_catalogs(
    catalogs: Sequence[Catalog],
    language: str,
    *,
    source_language: str = 'en',
    glossary: tuple[Term, ...] = (),
    ignored: Collection[str] = (),
) -> Iterator[Finding]:
    """All that is to say of a language's catalogs: defects of the files, then rule by rule.

    Of an outdated translation only what would be false or unsafe to show is said; the rest is
    a translator's work anyway.
    """
    sound = [catalog for catalog in catalogs if not catalog.broken]
    for catalog in catalogs:
        yield from catalog.defects
    for catalog in sound:
        for message in catalog.messages:
            yield from check_message(
                message,
                language,
                path=catalog.name or str(catalog.path),
                source_language=source_language,
                ignored=ignored,
                rules=WITHHOLDING if message.fuzzy else RULES,
                glossary=glossary,
            )
    for rule in ACROSS:
        yield from rule.findings(rule.check(sound), ignored)


def withholding(
    catalog: Catalog, message: Message, source_language: str = 'en', ignored: object = ()
) -> tuple[Finding, ...]:
    """Why a translation must not be shown; empty for a sound one. `ignored` is conf.py's."""
    found = check_message(
        message,
        catalog.language,
        path=catalog.name or str(catalog.path),
        source_language=source_language,
        ignored=ignored_codes(ignored, catalog.language),
        rules=WITHHOLDING,
    )
    return tuple(finding for finding in found if finding.severity is Severity.ERROR)


def plausible(message: Message, language: str, source_language: str = 'en') -> bool:
    """Whether a translation may be that of its source, judged by what is complete of it.

    Of a few words nothing can be said: msgmerge and translation platforms guess at such most.
    """
    if len(message.id) < TELLING:
        return False
    chosen = [rule for rule in RULES if rule.code in ('length', 'sentences', 'countries')]
    found = check_message(message, language, source_language=source_language, rules=chosen)
    return next(found, None) is None


def pairs(
    message: Message,
    language: str,
    source_language: str = 'en',
    glossary: tuple[Term, ...] = (),
) -> Iterator[Pair]:
    """The translated forms of a message beside their sources: the singular's, then the plural's.

    A language with one form only (zh_CN) translates the plural with it.
    """
    forms = len(message.strings)
    for number, string in enumerate(message.strings):
        if string:
            plural = message.plural is not None and (number > 0 or forms == 1)
            source = str(message.plural) if plural else message.id
            flags = frozenset(message.flags)
            yield Pair(
                source, string, language, source_language, flags, glossary, is_markdown(message)
            )


def is_markdown(message: Message) -> bool:
    """It comes from a document that is written in Markdown, as `guide.md:12` says."""
    places = [re.sub(r':\d+$', '', location) for location in message.locations]
    return bool(places) and all(place.endswith(markdown.SUFFIXES) for place in places)


def ignored_codes(setting: object, language: str) -> frozenset[str]:
    """The codes that conf.py's `editions_ignore` silences in a language.

    A list of codes, or a dict from code to the reason; or a dict from languages to these.
    """
    if isinstance(setting, Mapping):
        found: set[str] = set()
        for key, value in setting.items():
            if isinstance(value, str):
                found.add(str(key))
            elif key == language:
                found |= ignored_codes(value, language)
        return frozenset(found)
    if isinstance(setting, str):
        return frozenset({setting})
    return frozenset(map(str, setting)) if isinstance(setting, Collection) else frozenset()
