"""Rules on what is said: a translation states the numbers, units and negations of its source,
drops no sentence, adds none, and ends as the source does.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize

from editions.checks.pair import Doubt, Note, Pair
from editions.languages.language import Language
from editions.languages.numbers import Differences, Text, differences
from editions.languages.phrases import exchanged, named
from editions.languages.values import Month, Number, Weight, other_units
from editions.languages.writing import (
    CASED,
    NO_STOP,
    last_mark,
    negation,
    plain_text,
    without_notes,
)
from editions.languages.writing import sentences as split
from editions.markup import Inline, Kind

FEW = 5  # words of a sentence that hardly says in other words what a negation says


def numbers(pair: Pair) -> Iterator[str]:
    """Every number, amount, date and range has the value it has in the source."""
    if pair.code or pair.source == pair.target:
        return
    found = differences(*_texts(pair))
    if not found.missing and all(_stands(number.text, pair.source) for number in found.extra):
        return  # in an address of the source
    sentence = ', '.join(_sentences(found))
    if sentence and _certain(found, pair):
        yield sentence
    elif sentence:
        yield Doubt(sentence)


def _texts(pair: Pair) -> tuple[Text, Text]:
    """Both sides; a number that one of them has as a literal or in a link is said there, too."""
    sides = [pair.before.text, pair.source], [pair.said, without_notes(pair.target)]
    if places := _PLACES.findall(pair.source):  # %1, filled in by a program; in Turkish 1 %
        filled = re.compile(f'(?:{"|".join(places)})(?!\\d)')
        sides = tuple([filled.sub(' ', text) for text in side] for side in sides)  # type: ignore[assignment]
    (before, source), (after, target) = sides
    return _text(before, pair.source_language, source), _text(after, pair.language, target)


_PLACES = re.compile(r'(?<![\w%])%[1-9](?!\w|[.,]\d)')


@lru_cache(8)  # for the rules one after the other
def _text(text: str, code: str, whole: str) -> Text:
    return Text(plain_text(text), Language(code), plain_text(whole))


def _certain(found: Differences, pair: Pair) -> bool:
    """Whether figures certainly differ: in languages whose words for numbers we know."""
    return found.certain and all(language.table('numerals') for language in pair.languages)


def _stands(number: str, text: str) -> bool:
    return bool(re.search(rf'(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)', text))


def _sentences(found: Differences) -> Iterator[str]:
    sides = (found.missing, found.extra)
    there, here = (', '.join(dict.fromkeys(map(_shown, numbers))) for numbers in sides)
    if there:
        yield f'{there} in the source' if here else f'{there} of the source is missing'
    if here:
        yield f'{here} here' if there else f'{here} is not in the source'


def _shown(number: Number) -> str:
    """The number as it stands, with its value where that is not plain to see."""
    text = ' '.join(number.text.split())
    (*values,) = (value for value in number.readings[0] if not isinstance(value, Month))
    if len(values) != 1 or text.replace(',', '') == str(values[0]):
        return text
    value = values[0]
    if value.denominator == 1:
        return f'{text} ({int(value):,})' if value < 10**18 else text
    return f'{text} ({float(value):,.6g})' if value < 10**18 else text


def measures(pair: Pair) -> Iterator[str]:
    """An amount is in the currency and the unit of the source, a date on its day of the week."""
    if pair.code or pair.source == pair.target:
        return
    source, target = _texts(pair)
    there = named(source.text, source.language)
    here = named(target.text, target.language) if any(there.values()) else {}
    for kind, new, lost in exchanged(there, here):
        yield Doubt(f'{kind}: {", ".join(sorted(new))}, in the source {", ".join(sorted(lost))}')
    if not (source.has_digits and target.has_digits):
        return
    figures = (
        {number: each for number, each in side.measured.items() if number.weight is Weight.FIGURE}
        for side in (source, target)
    )
    for kind, unit, other in other_units(*figures):
        yield f'{kind}: {unit}, in the source {other}'


def negations(pair: Pair) -> Iterator[str]:
    """No negation of the source is dropped, and none is added; every second such error is found.

    Sentence by sentence where a translation has as many as its source. Of 39,000 messages of
    public catalogs it blames 0.2 %, and every third of these truly says the opposite; of
    negations dropped on purpose it finds 55 % (the others stand beside a word that may negate
    as well).
    """
    before, after = map(negation, pair.languages)
    if not (before and after and before.comparable and after.comparable):
        return
    if pair.code or pair.source == pair.target:
        return
    texts = [' '.join(_SAID.sub(' ', side.text).split()) for side in _texts(pair)]
    texts = [normalize('NFC', text) for text in texts]
    if not (before.occurs(texts[0]) or after.occurs(texts[1])):
        return
    for source, target in _side_by_side(texts, pair.languages):
        if before.outright(source) > after.at_all(target):
            yield f'a negation may be missing; in the source: {_short(source)}'
        elif after.outright(target) and not before.at_all(source):
            sentence = f'a negation that the source has not: {_short(target)}'
            yield sentence if len(source.split()) <= FEW else Note(sentence)


def _side_by_side(texts: list[str], languages: tuple[Language, Language]) -> list[tuple[str, str]]:
    """The sentences side by side; the whole texts where their numbers differ."""
    sources, targets = map(split, texts, languages)
    if len(sources) == len(targets):
        return list(zip(sources, targets, strict=True))
    return [(texts[0], texts[1])]


_SAID = re.compile(r"(?<!\w)(['\"])\w+\1(?!\w)")  # a value: 'none'


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 80 else f'{sentence[:80]}…'


def ending(pair: Pair) -> Iterator[str]:
    """A translation ends with the kind of mark its source ends with."""
    if pair.code or min(len(pair.source), len(pair.target)) < 3:
        return
    if any(language.script in NO_STOP for language in pair.languages):
        return
    if any(_CLOSED.search(side) for side in (pair.source, pair.target)):
        return  # with code, or in brackets, which take the mark in or not
    before, after = map(last_mark, (pair.source, pair.target), pair.languages)
    if before != after and not before & after:
        here, there = (''.join(sorted(marks)) or 'no mark' for marks in (after, before))
        sentence = f'ends with {here}, the source with {there}'
        yield Note(sentence) if _as_custom(before, after, pair) else sentence


_CLOSED = re.compile(r'[`)）\]］]\s*[.。:：]?\s*$|[.!?。:]\s*[)）\]］]\s*$')


def _as_custom(before: frozenset[str], after: frozenset[str], pair: Pair) -> bool:
    """Whether a language may end so: with a stop that is added, a colon, as an item of a list.

    Japanese and Korean need no stop, and ask with a word.
    """
    own = pair.languages[1]
    if own.script in ('Jpan', 'Kore'):
        return True
    item = pair.target.rstrip()[-1:] in ';,；،' or own.base in _lists() or own.ideographic
    return '?' not in before | after and (item or before != {'.'} or bool(after))


def capital(pair: Pair) -> Iterator[str]:
    """A translation begins with a capital where its source does, and only there."""
    if pair.code or pair.languages[1].script not in CASED:
        return
    before, after = _first(pair.before.text), _first(pair.after.text)
    if before.isupper() and after.islower() and _bare(pair) and not _is_name(pair):
        sentence = f'begins with a small letter: {pair.after.text.strip()[:30]}'
        listed = pair.languages[1].base in _lists() or not last_mark(pair.target, pair.languages[1])
        yield Note(sentence) if listed and pair.kind is not Kind.TITLE else sentence


@lru_cache(1)
def _lists() -> frozenset[str]:
    """The languages that begin the items of a list with a small letter."""
    return frozenset(Language('und').table('typography')['lists'])


def _is_name(pair: Pair) -> bool:
    """Whether the first word is written so: phpMyAdmin, or as it stands in the source."""
    word = re.match(r'\W*(\w*)', pair.after.text)[1]  # type: ignore[index]
    own = bool(re.search(rf'(?<!\w){re.escape(word)}(?!\w)', pair.source))
    return (
        own or word in _languages(pair.languages[1]) or (not word.islower() and not word.istitle())
    )


@lru_cache(8)
def _languages(language: Language) -> frozenset[str]:
    """What a language calls languages, where it writes them with a small letter: alemán."""
    return frozenset(
        str(name) for name in (language.locale.languages if language.locale else {}).values()
    )


def _bare(pair: Pair) -> bool:
    """The translation does not begin with markup: a name, a parameter, a word of another kind."""
    marks = pair.after.marks
    return not marks or bool(pair.target[: marks[0].start].strip(' "“«‘¿¡(['))


def _first(text: str) -> str:
    """The letter that a text begins with; '' where it begins with a digit, a literal, a script
    without capitals."""
    match = re.match(r'[\s"“«‘¿¡(*\[]*([^\W\d_])', text)
    return match[1] if match else ''


def sentences(pair: Pair) -> Iterator[str]:
    """No sentence is dropped or added: there are as many as in the source."""
    sides = (text.strip() for text in (pair.before.text, pair.said))
    before, after = map(len, map(split, sides, pair.languages))
    own = pair.languages[1]
    if pair.code or max(before, after) < 2 or any(e.script in NO_STOP for e in pair.languages):
        return
    spare = own.table('typography').get('joined', int(own.ideographic))
    if abs(before - after) > spare and _differ_as_written(pair):
        sentence = f'{after} sentences, the source has {before}'
        if _with_words(pair, before, after):
            yield sentence
        elif abs(before - after) > max(spare, 1):
            yield Note(sentence)


def _differ_as_written(pair: Pair) -> bool:
    """Whether the sentences differ in number with their markup, too: broken, it hides some."""
    sides = pair.source, pair.target
    before, after = map(len, map(split, sides, pair.languages))
    return before != after


def repetition(pair: Pair) -> Iterator[str]:
    """No sentence stands twice in a row."""
    for sentence in _again(pair.target, pair.language):
        if len(sentence) >= REPEATED and not any(_again(pair.source, pair.source_language)):
            yield f'it stands twice: {_short(sentence)}'


REPEATED = 4  # characters of a sentence; shorter ones may be an exclamation


def _again(text: str, language: str) -> Iterator[str]:
    return (one for one, other in pairwise(split(text, Language(language))) if one == other)


def _with_words(pair: Pair, before: int, after: int) -> bool:
    """A sentence that was dropped or added took its words along: it was not only joined."""
    if len(pair.before.text) < 40:
        return False
    if after > before:
        return _ratio(pair) > ADDED
    return _ratio(pair) < 1 - 0.6 * (before - after) / before


ADDED = 1.8  # times its usual length has a translation to which sentences were added


def length(pair: Pair) -> Iterator[str]:
    """A translation is about as long as this pair of languages makes it."""
    text = plain_text(pair.before.text)
    quoted = sum(len(mark.read) for mark in pair.before.having(Inline.LITERAL))
    words = len(text) - 2 * quoted  # code is as long in every language
    if not pair.code and words > 0 and len(text) >= 40 and _far(pair) and _far_as_written(pair):
        yield f'{_ratio(pair):.0%} of the length that is usual for this source'


def _far(pair: Pair) -> bool:
    return _is_far(pair, _ratio(pair), _expected(pair))


def _far_as_written(pair: Pair) -> bool:
    """Whether it is far with its markup, too: what is left of broken markup is longer."""
    expected = len(pair.source) * _lengths(pair)[0]
    return _is_far(pair, len(pair.target) / max(expected, 1), expected)


def _is_far(pair: Pair, ratio: float, expected: float) -> bool:
    _, spare, low, high = _lengths(pair)
    spare /= max(expected, 1)
    return not low - spare <= ratio <= high + spare


def _ratio(pair: Pair) -> float:
    return len(plain_text(pair.said)) / max(_expected(pair), 1)


def _expected(pair: Pair) -> float:
    return len(plain_text(pair.before.text)) * _lengths(pair)[0]


def _lengths(pair: Pair) -> tuple[float, float, float, float]:
    """Characters for one of the source, how many mean nothing, and the least and most usual.

    The tables measure by English; a source in another language is measured by its own.
    """
    source, target = map(_by_english, pair.languages)
    return target[0] / source[0], target[1], target[2], target[3]


@lru_cache
def _by_english(language: Language) -> tuple[float, float, float, float]:
    # wider than in the tables: in these languages nothing was measured
    usual = [0.4, 30, 0.4, 3.0] if language.ideographic else [1.0, 30, 0.4, 2.5]
    measured = Language('und').table('lengths').get(language.base)
    usual = [measured, 30, 0.5, 2.0] if measured else usual
    one, spare, low, high = language.table('typography').get('lengths', usual)
    return float(one), float(spare), float(low), float(high)
