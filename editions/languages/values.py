"""What a number in a text says, and how a language writes it: values, marks, words, units.

Decimal and thousands marks, scale words (million, mil millones, 亿), per cents, months, weekdays,
halves of the day and units are CLDR's, for every language alike. What CLDR lacks, the number
words, and the words for currencies and spans come from the language's `.toml`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from editions.languages.language import Language
from editions.languages.phrases import BLANKS, NEVER, Phrases, after_number, any_of, either

if TYPE_CHECKING:
    from babel import Locale

FEW = 3  # smaller numbers in words are said or left out at will: one, both
# Between two numbers that are a range, and may share a scale word or a unit.
_SIGNS = rf'[{BLANKS}$€£¥A-Z]*'
_LINK = r'[-–—~～,、/至到或和与]|[^\W\d_\u2e80-\ua4cf]{1,9}'  # no word in Chinese characters
RANGE = re.compile(f'{_SIGNS}(?:{_LINK})?{_SIGNS}')
UNITS: Mapping[str, Mapping[str, float]] = Language('und').table('units')
SIGNS = ('meter', 'tonne')  # units whose sign may be one letter; the others' are words

_SIGN_ENDS = '(?<=[%٪％])(?![A-Za-z])'  # also before a Korean particle: 5%로


@dataclass(frozen=True)
class Forms:
    """The forms of one language; every pattern is matched at the place after a number."""

    decimal: str
    group: str
    other_group: str  # a decimal mark that some countries part thousands with: Mexico's ,
    scales: Mapping[str, int]
    short_scales: Mapping[str, int]
    months: Mapping[str, int]
    small_months: bool  # written without a capital
    scale: re.Pattern[str]
    short_scale: re.Pattern[str]
    percents: tuple[str, ...]
    percent: re.Pattern[str]
    percent_before: tuple[str, ...]  # %82, yüzde 82
    permille: re.Pattern[str]
    later: re.Pattern[str]  # p.m.
    afternoon: re.Pattern[str]  # the same before an hour: 下午
    month: Phrases
    more: re.Pattern[str]  # between digits and their scale word: 300+, 20多万
    decade: re.Pattern[str]  # the 1990s, 90年代
    century: re.Pattern[str]  # where it stands in digits: 21世纪
    vague: Phrases  # words for a number that is not worked out: half, dozen
    ordinal: Phrases


@lru_cache
def forms(language: Language) -> Forms:
    """What CLDR and the language's table know of its numbers."""
    table, locale = language.table('numerals'), language.locale
    plain = Language(language.lineage[-1]).locale  # zh_HK writes K and M, and 億 as zh_Hant does
    least = 3 if language.spaced else 1
    scales = {
        **_scales(plain, 'long'), **_scales(plain, 'short', least),
        **_scales(locale, 'long'), **_scales(locale, 'short', least),
    }  # fmt: skip
    scales |= {str(word).lower(): int(value) for word, value in table.get('scales', {}).items()}
    short = {**_scales(locale, 'short'), **table.get('short_scales', {})}
    months = _months(locale)
    percent = ['%', '٪', '％', *_names(locale, 'concentr-percent'), *table.get('percent', [])]
    edge = r'(?![^\W\d_])' if language.spaced else ''
    evening = _evening(locale)
    systems: Any = locale.number_symbols if locale else {}
    symbols: Mapping[str, str] = systems.get('latn') or next(iter(systems.values()), {})
    return Forms(
        decimal=symbols.get('decimal', '.'),
        group=symbols.get('group', ','),
        other_group=table.get('other_group', ''),
        scales=scales,
        short_scales=short,
        months=months,
        small_months=bool(locale and str(locale.months['format']['wide'][1])[0].islower()),
        scale=after_number(scales, edge),
        short_scale=after_number(short, r'(?!\w)' if language.spaced else r'(?![A-Za-z\d_])'),
        percents=tuple(word for word in percent if word[0].isalpha()),
        percent=after_number(percent, rf'(?:{_SIGN_ENDS}|{edge})'),
        percent_before=tuple(Language('und').table('percent_before').get(language.base, ())),
        permille=after_number(['‰', *table.get('permille', [])], edge),
        later=after_number(evening, edge),
        afternoon=re.compile(rf'(?:{either(evening)})[{BLANKS}]?$', re.I) if evening else NEVER,
        month=Phrases(after_number(months, edge).pattern),
        more=after_number(['+', *table.get('more', ())], ''),
        decade=after_number(table.get('decades', ()), edge),
        century=after_number(table.get('centuries', ()), ''),
        vague=any_of(table.get('vague', ()), language),
        ordinal=any_of(table.get('ordinals', ()), language),
    )


def _scales(locale: 'Locale | None', width: str, least: int = 0) -> dict[str, int]:
    """Scale words by CLDR's compact forms ('0 mil millones' of 10⁹), of `least` letters or more."""
    found: dict[str, int] = {}
    formats: Any = locale.compact_decimal_formats if locale else {}
    if width not in formats:
        return found
    for sizes in formats[width].values():
        for size, pattern in sizes.items():
            text = str(getattr(pattern, 'pattern', pattern)).replace("'", '')
            zeros = text.count('0')
            word = text.replace('0', '').strip(BLANKS)
            if zeros and word and len(word) >= least:
                found[word.replace('\u00a0', ' ').lower()] = int(size) // 10 ** (zeros - 1)
    return found


def _months(locale: 'Locale | None') -> dict[str, int]:
    """The names of the months, in lower case; short ones that are longer than a syllable."""
    found: dict[str, int] = {}
    for width in ('abbreviated', 'wide') if locale else ():
        for kind in ('stand-alone', 'format'):
            for number, name in locale.months[kind][width].items() if locale else ():
                word = str(name).lower().strip(' .').split()[-1]
                own = str(locale.months['format']['wide'][number]).lower() if locale else ''
                if kind == 'format' or word[:2] in own:  # Babel may mix those that stand alone up
                    found[word] = int(number)
                    if spaced := re.fullmatch(r'(\d+)(\D+)', word):  # 2 月
                        found[f'{spaced[1]} {spaced[2]}'] = int(number)
    cases = Language('und').table('months')
    inflected = locale.months['format']['wide'] if locale else {}
    for number, name in inflected.items() if locale and locale.language in cases['in'] else ():
        found |= {str(name).lower()[:-1] + ending: int(number) for ending in cases['endings']}
    return found


def _names(locale: 'Locale | None', unit: str) -> set[str]:
    """A unit's names and signs where they stand after the number, as 1, 2 and 5 of it."""
    from babel.units import format_unit

    found = set()
    widths: tuple[tuple[Literal['long', 'short'], int], ...]
    widths = (('long', 1), ('long', 2), ('long', 5), ('short', 2))
    for width, amount in widths if locale else ():
        text = format_unit(amount, unit, width, locale=locale)
        match = re.fullmatch(r'(\d+)(\D+)', text)  # not 10年, one decade
        if match and int(match[1]) == amount and unit not in match[2]:
            found.add(match[2].strip(BLANKS).lower())  # Babel gives the id where CLDR has no name
    return found


@lru_cache
def units(language: Language) -> tuple[re.Pattern[str], Mapping[str, tuple[str, str]]]:
    """A pattern for a unit after a number, and by its name kind and unit: ('length', 'mile')."""
    found = {
        name: (kind, unit)
        for kind, known in UNITS.items()
        for unit in known
        for name in _names(language.locale, f'{kind}-{unit}')
        if (len(name.strip('.')) > 1 and name != 'in') or unit in SIGNS or not language.spaced
    }
    return after_number(found, r'(?![^\W\d_])' if language.spaced else ''), found


def _evening(locale: 'Locale | None') -> set[str]:
    """How CLDR names the half of the day after noon: PM, p. m., 下午."""
    found: set[str] = set()
    for width in ('wide', 'abbreviated') if locale else ():
        periods = locale.day_periods['format'][width] if locale else {}
        names = [periods.get(key, '') for key in ('pm', 'afternoon1', 'evening1', 'night1')]
        found |= {str(name).lower().replace('\u00a0', ' ') for name in names if name}
    dotted = {'.'.join(each) + '.' for each in found if len(each) == 2 and each.isascii()}
    return found | dotted | {each.replace('. ', '.') for each in found}


# What rounding takes of a converted amount at most, and where one has a single digit.
NEAR, COARSE = 0.05, 0.25


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
