"""The table of rules: what each costs, and for whose sake some of them withhold a translation.

A rule on one message is a generator of sentences; its name is its code, its docstring its
documentation. Rules across messages see all catalogs of a language, and their last commit. That on
spelling needs the extra `spell` (Hunspell); without it nothing is said.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from editions import git
from editions.catalogs import po
from editions.catalogs.glossary import Term
from editions.catalogs.po.messages import Catalog, Message
from editions.checks import bounds, links, markup, meaning, printed, typography, words
from editions.checks.criteria import Policy
from editions.checks.markup import reftarget, unprefixed
from editions.checks.pair import Note, pairs
from editions.checks.words import names
from editions.findings import Finding, Harm, Severity, printable
from editions.languages.language import Language
from editions.languages.writing import plain_text
from editions.markup import Inline, Mark, Markup

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True)
class Rule:
    """One rule on a source and its translation.

    A translation that does `harm` is not shown to readers: the source shows in its place,
    marked.
    """

    check: Callable[..., Iterator[Any]]
    severity: Severity
    harm: Harm | None = None
    kinds: frozenset[Inline] = frozenset()  # it asks for such marks alone; without, it is silent

    @cached_property
    def code(self) -> str:
        return self.check.__name__

    @property
    def documentation(self) -> str:
        """The first paragraph of its docstring."""
        return ' '.join((self.check.__doc__ or '').split('\n\n')[0].split())


RULES: tuple[Rule, ...] = (
    Rule(bounds.bounds, ERROR, Harm.SIZE),  # the first: what it finds is not read any further
    Rule(printed.unclosed, ERROR, Harm.MARKUP),
    Rule(printed.glued, ERROR, Harm.MARKUP),
    Rule(markup.blocks, ERROR, Harm.MARKUP),
    Rule(markup.roles, ERROR, Harm.LINK, frozenset([Inline.ROLE])),
    Rule(markup.references, ERROR, Harm.LINK, frozenset([Inline.REFERENCE, Inline.TARGET])),
    Rule(markup.footnotes, ERROR, Harm.LINK, frozenset(markup.NOTES)),
    Rule(markup.substitutions, ERROR, Harm.MARKUP, frozenset([Inline.SUBSTITUTION])),
    Rule(markup.placeholders, ERROR, Harm.MARKUP),
    Rule(links.unsafe, ERROR, Harm.LINK),
    Rule(links.sites, ERROR, Harm.LINK),
    Rule(links.files, ERROR, Harm.FILE),
    Rule(links.controls, ERROR, Harm.HIDDEN),
    Rule(meaning.numbers, ERROR),
    Rule(meaning.measures, ERROR),
    Rule(words.countries, WARNING),
    Rule(meaning.negations, WARNING),
    Rule(markup.repeated, WARNING, kinds=frozenset([Inline.ROLE])),
    Rule(markup.renamed, WARNING, kinds=frozenset([Inline.REFERENCE])),
    Rule(markup.order, WARNING, kinds=frozenset(markup.NOTES)),
    Rule(markup.literals, WARNING, kinds=frozenset(markup.LITERALS)),
    Rule(markup.emphasis, WARNING, kinds=frozenset(markup.EMPHASES)),
    Rule(printed.tags, WARNING),
    Rule(links.links, WARNING),
    Rule(words.terms, ERROR),
    Rule(words.forbidden, ERROR),
    Rule(words.untouched, WARNING),
    Rule(words.traditional, ERROR),
    Rule(words.european, ERROR),
    Rule(words.language, ERROR),
    Rule(words.latin, WARNING),
    Rule(meaning.sentences, WARNING),
    Rule(meaning.repetition, WARNING),
    Rule(meaning.length, WARNING),
    Rule(meaning.ending, WARNING),
    Rule(meaning.capital, WARNING),
    *(Rule(typography.signs(c), ERROR if c == 'characters' else WARNING) for c in typography.SIGNS),
    Rule(typography.paired, WARNING),
)


Said = tuple[Catalog, Message, str]
TERM = 80  # characters of the longest term
SHORT = 25  # characters up to which two sources may well share a translation ("Back", "Return")


@dataclass(frozen=True)
class AcrossRule(Rule):
    """A rule on all catalogs of a language at once."""

    def findings(self, said: Iterable[Said], policy: Policy) -> Iterator[Finding]:
        """What the rule said, at the lines of the catalogs, where it is not silenced."""
        if self.code in policy.ignored:
            return
        for catalog, message, sentence in said:
            if self.code not in message.silenced and not policy.silences(self.code, message):
                line = message.string_line or message.line
                weight = Severity.INFO if isinstance(sentence, Note) else self.severity
                yield catalog.finding(line, self.code, printable(sentence), weight)


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
            sentence = f'translated in another way in {place}'
            few = len(message.id) <= SHORT or _worded(known.string) == _worded(message.string)
            yield catalog, message, Note(sentence) if few else sentence


def same_translation(catalogs: Sequence[Catalog]) -> Iterator[Said]:
    """Two different sources do not have the same translation."""
    first: dict[str, tuple[Catalog, Message]] = {}
    for catalog, message in _settled(catalogs):
        if len(message.string) <= SHORT:
            continue
        where, known = first.setdefault(message.string, (catalog, message))
        if _worded(known.id) != _worded(message.id):
            place = f'{where.name or where.path}:{known.string_line}'
            sentence = f'the same translation as another source has in {place}'
            mine, other = (set(_worded(each.id).split()) for each in (message, known))
            lost, new = mine - other, other - mine
            pairs_of = [(e, o) for e in lost for o in new if e.startswith(o) or o.startswith(e)]
            same = {word for pair in pairs_of for word in pair if len(word) > 3}  # opened for open
            alike = any(all(len(word) < 4 for word in rest - same) for rest in (lost, new))
            yield catalog, message, Note(sentence) if alike else sentence


def renamed_terms(catalogs: Sequence[Catalog]) -> Iterator[Said]:
    """A :term: names a term of the source, or one as the catalogs translate it.

    A term of the source that they do not translate has its glossary elsewhere.
    """
    short = (m.string.lower() for _, m in _settled(catalogs) if len(m.string) <= TERM)
    translated = frozenset(' '.join(string.split()) for string in short)
    sources = {' '.join(m.id.lower().split()) for c in catalogs for m in c.messages}
    for catalog, message in _settled(catalogs):
        if _TERM.search(message.string):
            pair = next(pairs(message, Policy(catalog.language, '')))
            own, here = (set(_named_terms(side)) for side in (pair.before, pair.after))
            new = sorted(here - own - sources - translated)
            if len(new) > len(own - sources - here):  # whose glossary is elsewhere
                named = 'is no term of the source, nor the translation of one'
                yield catalog, message, f'{" or ".join(new)} {named}; write :term:`text <term>`'


_TERM = re.compile(r'[:{]term[:}]', re.I)


def _named_terms(markup: Markup) -> list[str]:
    """The terms that a text refers to, in lower case."""
    marks = markup.having(Inline.ROLE)
    return [reftarget(mark) for mark in marks if unprefixed(mark.name) == 'term']


def labels(catalogs: Sequence[Catalog]) -> Iterator[Said]:
    """A label of a program (`guilabel`, `menuselection`) has one translation on a page."""
    for catalog in catalogs:
        first: dict[str, tuple[str, Message]] = {}
        for _, message in _settled([catalog]):
            if not _LABEL.search(message.id) or message.plural is not None:
                continue
            pair = next(pairs(message, Policy(catalog.language, '')))
            sides = [_labels(side.having(Inline.ROLE)) for side in (pair.before, pair.after)]
            if len(sides[0]) == len(sides[1]) == 1:
                label, text = sides[0][0], sides[1][0]
                known, where = first.setdefault(label.casefold(), (text, message))
                if not _same_label(known.casefold(), text.casefold()):
                    said = f'{label} is {text} here, and {known} in line {where.string_line}'
                    yield catalog, message, said


_LABEL = re.compile('guilabel|menuselection')


def _same_label(one: str, other: str) -> bool:
    """Whether two renderings are one but for their endings: Настройки, in Настройках."""
    from rapidfuzz.distance import Prefix  # of use only where two differ

    least = max(4, max(len(one), len(other)) - ENDING)
    return one == other or Prefix.similarity(one, other) >= least


ENDING = 3  # characters by which the forms of a word differ at most


def _labels(marks: Sequence[Mark]) -> list[str]:
    return [mark.label for mark in marks if _LABEL.fullmatch(mark.name)]


def _settled(catalogs: Sequence[Catalog]) -> Iterator[tuple[Catalog, Message]]:
    for catalog in catalogs:
        for message in catalog.messages:
            if message.translated and not message.fuzzy:
                yield catalog, message


def _worded(text: str) -> str:
    return re.sub(r'\W+', ' ', text).strip().lower()


ACROSS: tuple[AcrossRule, ...] = (
    AcrossRule(untranslated, Severity.WARNING),
    AcrossRule(inconsistent, Severity.WARNING),
    AcrossRule(same_translation, Severity.WARNING),
    AcrossRule(labels, Severity.WARNING),
    AcrossRule(renamed_terms, Severity.WARNING),
)


def vanished(catalogs: Sequence[Catalog]) -> Iterator[Said]:
    """A translation that was there in the last commit has not vanished.

    It may have moved to another catalog or become obsolete; its source may have been edited,
    and the translation with it. Silent where there is no repository, and on new catalogs.
    """
    entries = [message for catalog in catalogs for message in catalog.entries if message.string]
    kept: set[object] = {message.key for message in entries}
    kept |= {message.strings for message in entries}
    kept |= {message.previous.id for message in entries if message.previous}
    for now in catalogs:
        data = git.at_head(now.path)
        if data is None or now.broken:
            continue
        before = po.parse(data, now.path, name=now.name, language=now.language)
        added = [m.id for m in now.messages if m.translated and m.key not in before.by_key]
        for message in before.messages:
            known = not kept.isdisjoint((message.key, message.strings, message.id))
            if message.translated and not (known or followed(message, added)):
                here = now.by_key.get(message.key, Message('', line=1))
                yield now, here, f'translated in the last commit, and now gone: {message.id[:60]}'


def followed(message: Message, added: Sequence[str]) -> bool:
    """Whether a translated message that is new has a source like this one's: it was edited."""
    from rapidfuzz import fuzz, process  # of use only where something is missing

    return process.extractOne(message.id, added, scorer=fuzz.ratio, score_cutoff=60) is not None


VANISHED = AcrossRule(vanished, Severity.ERROR)


DICTIONARIES = Path(__file__).parent / 'dictionaries'
OFTEN = 3  # a word that a text has so often is a word of the text
_SPELLED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_JOINED = re.compile(r"['’\\]")  # beside it, markup may stand within a word
_UNSPELLED = re.compile(r'\w*[\d_]\w*|\w+[./\\@]\w[\w./\\@]*|\w+\(\)?|--?\w[\w-]*')


def spelling(
    catalogs: Sequence[Catalog], language: str, glossary: tuple[Term, ...] = ()
) -> Iterator[Said]:
    """Words are spelled as the dictionary of the language has them."""
    if not (DICTIONARIES / language).is_dir() or not find_spec('hunspell'):
        return
    found = list(unknown(catalogs, language, glossary))
    often = Counter(word for _, _, word in found)
    for catalog, message, word in found:
        if often[word] < OFTEN:
            meant = meant_by(word, language)
            sentence = f'{word} is in no dictionary'
            hint = f'{sentence}; {" or ".join(meant[:2])}?'
            yield catalog, message, hint if meant else Note(sentence)


SPELLING = AcrossRule(spelling, Severity.WARNING)


def unknown(
    catalogs: Sequence[Catalog], language: str, glossary: tuple[Term, ...]
) -> Iterator[tuple[Catalog, Message, str]]:
    """Each unknown word of each message once."""
    approved = {word.lower() for word in names(glossary)}
    for catalog in catalogs:
        for message in () if catalog.broken else catalog.messages:
            if message.translated and not message.fuzzy and SPELLING.code not in message.silenced:
                for word in dict.fromkeys(doubtful(message, language)):
                    if word.lower() not in approved:
                        yield catalog, message, word


def doubtful(message: Message, language: str) -> Iterator[str]:
    """The words of a translation that its source does not hold and no dictionary knows."""
    for pair in pairs(message, Policy(language, '')):
        if pair.code:
            continue
        source = {word.lower() for word in _SPELLED.findall(pair.source)}
        whole = not (pair.syntax.markdown or _JOINED.search(pair.target))
        if whole and all(
            word.lower() in source or known_word(word, language)
            for word in _SPELLED.findall(pair.target)
        ):
            continue  # as most are; the markup need not be read
        source |= {re.sub("['’]s$", '', word) for word in source}  # Sphinx's
        for word in _SPELLED.findall(_UNSPELLED.sub(' ', plain_text(pair.after.text))):
            if word.lower() not in source and not known_word(word.replace('’', "'"), language):
                yield word


@lru_cache(100_000)
def known_word(word: str, language: str) -> bool:
    """Whether the dictionary, or our short list of words it lacks, holds the word."""
    if len(word) < 3 or word.isupper() or (word[0].isupper() and not word[1:].islower()):
        return True
    table = Language(language).table('spelling')
    if word.lower() in table.get('wrong', {}):
        return False
    if word.lower() in table.get('words', ()) or dictionary(language).spell(word):
        return True
    rests = [word.lower().removeprefix(prefix) for prefix in table.get('prefixes', ())]
    if endings := table.get('enclitics'):  # corríjalo: corrija
        stem = re.sub(rf'(?:{"|".join(endings)})$', '', word.lower())
        rests += [stem, stem.translate(_ACCENTED)]
    return any(3 < len(r) < len(word) and dictionary(language).spell(r) for r in rests)


@lru_cache(10_000)
def meant_by(word: str, language: str) -> tuple[str, ...]:
    """The words of the dictionary that it is with an accent left out, or two letters exchanged.

    Technical words, which dictionaries lack, are seldom so near to another; a letter that
    differs says nothing: invocables, revocables. Hunspell's own suggestions take a second each.
    """
    small = word.lower()
    if known := Language(language).table('spelling').get('wrong', {}).get(small):
        return (known,)
    parts = [(small[:at], small[at:]) for at in range(len(small))] if len(small) >= LONG else []
    near = [a + _ACCENTS[b[0]] + b[1:] for a, b in parts if b[0] in _ACCENTS]
    near += [a + b[1:2] + b[:1] + b[2:] for a, b in parts]
    found = [each for each in dict.fromkeys(near) if each != small]
    right = filter(dictionary(language).spell, found)
    return tuple(each.capitalize() if word[:1].isupper() else each for each in right)


LONG = 6  # letters of a word that is seldom near to another
_ACCENTS = dict(zip('aeioun', 'áéíóúñ', strict=True))
_ACCENTED = str.maketrans('áéíóú', 'aeiou')


@lru_cache(2)
def dictionary(language: str) -> Any:
    from hunspell import Hunspell  # an extra, and slow to load

    return Hunspell('index', hunspell_data_dir=str(DICTIONARIES / language))
