"""What a number in a text says: a value that can be compared across languages, and of what.

Units and weekdays are CLDR's; the words for currencies and spans are the language's table's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache

from editions.languages.forms import BLANKS, RANGE, UNITS, units
from editions.languages.language import Language

# What rounding takes of a converted amount at most, and where one has a single digit.
NEAR, COARSE = 0.05, 0.25

Names = Mapping[str, frozenset[str]]
"""By kind ('currency'), the measures that a text names ('dollar')."""


@dataclass(frozen=True, order=True)
class Month:
    """A month by its number: no amount, though many languages name it by one."""

    number: int


Value = Fraction | Month
Reading = frozenset[Value]


class Weight(IntEnum):
    """How much a number that the other text lacks counts."""

    HINT = 0  # it may explain a number of the other text: G20, a third, XXI
    WORD = 1  # it is read from words
    FIGURE = 2  # it stands in digits


@dataclass(frozen=True)
class Number:
    """A number as it stands in a text; `start` and `end` are places in it.

    `readings` are what it may say: 1/2 is a half, or 1 and 2. A word that stands for a number
    which is not worked out (half, dozen, decade) has none.
    """

    readings: tuple[Reading, ...]
    text: str
    start: int
    end: int
    weight: Weight = Weight.FIGURE
    factor: Fraction = Fraction(1)  # of the scale word or percent sign after it

    def also(self, *readings: Reading) -> 'Number':
        return replace(self, readings=tuple(dict.fromkeys(self.readings + readings)))


def reading(*values: Fraction | int | Month) -> Reading:
    return frozenset(v if isinstance(v, Month) else Fraction(v) for v in values)


@dataclass(frozen=True)
class Measure:
    """A number of a unit."""

    kind: str  # 'length'
    unit: str  # 'mile'
    number: float

    def same(self, other: 'Measure') -> bool:
        """Whether another unit tells the same amount: 85 miles are 137 kilometres."""
        if self.kind != other.kind or self.unit == other.unit:
            return False
        amounts = [each.number * UNITS[self.kind][each.unit] for each in (self, other)]
        near = COARSE if min(self.number, other.number) < 10 else NEAR
        return max(amounts) - min(amounts) <= near * max(amounts)


def measured(
    numbers: tuple[Number, ...], text: str, language: Language
) -> Mapping[Number, tuple[Measure, ...]]:
    """What the numbers of a text measure, by the unit after each or after its range."""
    pattern, known = units(language)
    found: dict[Number, tuple[Measure, ...]] = {}
    unit: tuple[str, str] | None = None
    after = len(text)
    for number in reversed(numbers):
        if match := pattern.match(text, number.end):
            unit = known[re.sub(rf'[{BLANKS}]+', ' ', match['form'].lower())]
        elif not RANGE.fullmatch(text[number.end : after]):
            unit = None
        if unit:
            found[number] = tuple(
                Measure(*unit, float(value))
                for each in number.readings
                for value in each
                if len(each) == 1 and isinstance(value, Fraction)
            )
        after = number.start
    return found


def other_units(
    source: Mapping[Number, tuple[Measure, ...]], target: Mapping[Number, tuple[Measure, ...]]
) -> Iterator[tuple[str, str, str]]:
    """Kind, unit and source's unit of each amount that is the same number of something else."""
    for number, measures in source.items():
        there = [
            each[0].unit
            for other, each in target.items()
            if each and measures and each[0].kind == measures[0].kind
            if other.readings[0] == number.readings[0]
        ]
        if there and measures[0].unit not in there:
            yield measures[0].kind, there[0], measures[0].unit


def named(text: str, language: Language) -> Names:
    """The currencies, spans and days of the week that a text names."""
    return {
        kind: frozenset(name for name, pattern in patterns if pattern.search(text))
        for kind, patterns in _patterns(language).items()
    }


def exchanged(source: Names, target: Names) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Kinds in which the target names another measure in the place of the source's.

    Yields the kind, what the target names, and what it lost.
    """
    for kind in source.keys() & target.keys():
        lost, new = source[kind] - target[kind], target[kind] - source[kind]
        if lost and new:
            yield kind, new, lost


@lru_cache
def _patterns(language: Language) -> Mapping[str, list[tuple[str, re.Pattern[str]]]]:
    kinds = {
        kind: [(name, _pattern(forms, language)) for name, forms in names.items()]
        for kind, names in language.table('measures').items()
    }
    if locale := language.locale:
        days = locale.days['format']
        widths = ('wide',) if language.spaced else ('wide', 'abbreviated')
        kinds['weekday'] = [
            (_DAYS[day], _pattern([days[width][day] for width in widths], language))
            for day in range(7)
        ]
    return kinds


_DAYS = ('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')


def _pattern(forms: Iterable[str], language: Language) -> re.Pattern[str]:
    """Whole words where spaces part them; in other languages the forms are expressions."""
    if not language.spaced:
        return re.compile('|'.join(forms))
    words = '|'.join(map(re.escape, forms))
    flags = re.NOFLAG if any(form.istitle() for form in forms) else re.I
    return re.compile(rf'(?<!\w)(?:{words})(?![^\W\d])', flags)
