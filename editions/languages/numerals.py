"""Numbers by value: are the numbers of a source and of its translation the same?

`numbers` reads one text, `differences` compares two. Known in full are the languages with a
table of number words (en, es, pt_BR) and Chinese; of others digits, dates and percentages.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from editions.languages import alphabetic, han
from editions.languages.conversions import converted, told_twice
from editions.languages.matching import Match, Numbers
from editions.languages.tables import load, words
from editions.languages.values import Kind, Number, Reading, Value

FEW = 60  # numbers that differ; nobody converts more


@dataclass(frozen=True)
class Differences:
    """Numbers of the source that are not in the translation, and the other way round."""

    missing: Numbers = ()
    extra: Numbers = ()
    converted: frozenset[str] = frozenset()  # kinds of measures told in other units

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


@lru_cache(512)
def numbers(text: str, language: str) -> Numbers:
    """The numbers of a plain text (no markup), in a language by its gettext code."""
    if language.partition('_')[0] == 'zh':
        return han.numbers(text)
    return alphabetic.numbers(text, words(language))


def known(language: str) -> bool:
    """Whether number words of this language are understood."""
    return language.partition('_')[0] == 'zh' or 'numerals' in load(language)


def differences(source: str, target: str, source_language: str, language: str) -> Differences:
    """What differs in value between a source and its translation, both plain text."""
    if known(language) and known(source_language):
        before, after = numbers(source, source_language), numbers(target, language)
    else:
        before = _digits_only(source, source_language)
        after = _digits_only(target, language)
    missing, extra = Match(*_without_twins(before, after)).best()
    missing = tuple(n for n in missing if not _untranslated(n, target))
    extra = tuple(n for n in extra if not _untranslated(n, source))
    left = _lenient(Differences(missing, extra), before, after)
    return _converted(left, before, after, source_language, language) if left else left


def _digits_only(text: str, language: str) -> Numbers:
    """Where words are not understood, a word or a date need not be found again."""
    if language.partition('_')[0] == 'zh':
        found = han.numbers(text)
    else:
        found = alphabetic.numbers(text, replace(words(language), units={}, month_words=()))
    return tuple(
        replace(number, loose=True)
        if number.word or any(value.kind is not Kind.PLAIN for value in number.readings[0])
        else number
        for number in found
    )


def _without_twins(before: Numbers, after: Numbers) -> tuple[Numbers, Numbers]:
    """Leave out what both texts hold letter for letter and read alike: most digits, names."""
    alike = Counter((n.text, n.readings) for n in before) & Counter(
        (n.text, n.readings) for n in after
    )
    return _less(before, alike), _less(after, alike)


def _less(found: Numbers, alike: Counter[tuple[str, tuple[Reading, ...]]]) -> Numbers:
    left = Counter(alike)
    kept = []
    for number in found:
        key = (number.text, number.readings)
        if left[key] > 0:
            left[key] -= 1
        else:
            kept.append(number)
    return tuple(kept)


def _lenient(found: Differences, before: Numbers, after: Numbers) -> Differences:
    """A year or a small number in words may be said once more or less: "the two ... they"."""
    there, here = _values(after), _values(before)
    exchanged = bool(found.missing and found.extra)  # rather one for the other than once more
    missing = tuple(n for n in found.missing if not _repeated(n, there, exchanged))
    extra = tuple(
        n
        for n in found.extra
        if not (_repeated(n, here, exchanged) or (_dual(n) and not exchanged))
    )
    missing, extra = _without_months(missing, extra)
    if not missing:  # 3个或3个以上: what was said may be said again
        extra = tuple(n for n in extra if not here.issuperset(n.readings[0]))
    return Differences(missing, extra)


def _converted(
    found: Differences, before: Numbers, after: Numbers, source_language: str, language: str
) -> Differences:
    """Without amounts that the translation tells in other units, or that tell one twice."""
    if len(found.missing) + len(found.extra) > FEW:
        return found
    told = converted(found.missing, found.extra, source_language, language)
    missing = tuple(n for n in found.missing if n not in told)
    extra = tuple(n for n in found.extra if n not in told)
    if not found.extra:
        missing = tuple(n for n in missing if n not in told_twice(missing, source_language, before))
    if not found.missing:
        extra = tuple(n for n in extra if n not in told_twice(extra, language, after))
    return Differences(missing, extra, frozenset(told.values()))


def _without_months(missing: Numbers, extra: Numbers) -> tuple[Numbers, Numbers]:
    """The month may be left out in Chinese, where the text goes on in it: 24日."""
    days = {n.readings[0][0].amount: n for n in extra if n.text.endswith(('日', '号'))}
    dates = {n: n.readings[0][0].amount % 100 for n in missing if _date(n)}
    same = {n: days[day] for n, day in dates.items() if day in days}
    return (
        tuple(n for n in missing if n not in same),
        tuple(n for n in extra if n not in same.values()),
    )


def _date(number: Number) -> bool:
    return [value.kind for value in number.readings[0]] == [Kind.DATE]


def _untranslated(number: Number, target: str) -> bool:
    """A number word that stands in the translation as it is, in a name or a title."""
    word = number.text.split()[-1]
    if not word.isalpha() or not word.isascii():
        return False
    return bool(re.search(rf'(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])', target))


def _values(numbers: Numbers) -> frozenset[Value]:
    """All that the numbers may say."""
    return frozenset(value for each in numbers for reading in each.readings for value in reading)


def _repeated(number: Number, other: frozenset[Value], exchanged: bool) -> bool:
    word = number.word and not exchanged
    small = all(_may_repeat(value, word) for value in number.readings[0])
    return small and other.issuperset(number.readings[0])


def _dual(number: Number) -> bool:
    """A two in words that only the translation has: las dos, 两者, for "both" or "they"."""
    return number.word and all(value.amount == 2 for value in number.readings[0])


def _may_repeat(value: Value, word: bool) -> bool:
    if value.kind is not Kind.PLAIN:
        return value.kind is Kind.MONTH
    return 1900 <= value.amount <= 2100 or (word and value.amount <= 12)


def plain_text(text: str) -> str:
    """Without what holds digits that are no numbers: addresses, tags, placeholders, entities."""
    return _NO_TEXT.sub(' ', text)


_NO_TEXT = re.compile(
    r'(?:https?|ftp)://\S+|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]+|</?[A-Za-z][^<>]*>|&#?\w+;'
    r'|%\d+\$[a-z]|\{\d*\}|%\([^()]{0,80}\)[a-z]|(?<![\w./-])/(?=[A-Za-z])(?=[^\s\d]*\d)[\w./-]++'
)
