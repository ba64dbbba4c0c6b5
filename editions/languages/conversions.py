"""Amounts that were converted: 85 miles are 137 kilometres, 30 metres need no "(100 feet)"."""

import re
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from editions.languages.values import Kind, Number

TABLE = Path(__file__).parent / 'conversions.toml'
NEAR = 0.05  # of the amount: a converted one is rounded no further
_DIGITS = re.compile(r'^[\d.,\s万亿千百十一二三四五六七八九两零多余几]+')


@dataclass(frozen=True)
class Measure:
    """An amount in the unit of its kind, the unit it is told in, and what rounding may cost."""

    kind: str
    unit: str
    amounts: tuple[tuple[float, float], ...]

    def same(self, other: 'Measure') -> bool:
        """Whether another unit tells the same amount."""
        if self.kind != other.kind or self.unit == other.unit:
            return False
        return any(
            abs(one - two) <= step + stride
            for one, step in self.amounts
            for two, stride in other.amounts
        )


def measure(number: Number, language: str) -> Measure | None:
    """What a number measures, by the unit after it; None where none stands there."""
    base = language.partition('_')[0]
    rest = _DIGITS.sub('', number.text) if base == 'zh' else ''  # a classifier was read with it
    found = _pattern(base).match(rest + number.tail)
    if not found:
        return None
    kind, unit, si = _units(base)[str(found['unit']).lower()]
    amounts = tuple(
        (float(reading[0].amount) * si, _step(reading[0].amount) * si)
        for reading in number.readings
        if len(reading) == 1 and reading[0].kind is Kind.PLAIN
    )
    return Measure(kind, unit, amounts)


def _step(amount: Fraction) -> float:
    """Half of the last place that is told: 5 of 620, 0.05 of 1.8; at most a twentieth of it all."""
    place = Fraction(1)
    while amount and amount % (place * 10) == 0:
        place *= 10
    while amount % place and place > Fraction(1, 1000):
        place /= 10
    step = float(place) / 2
    return min(step, NEAR * float(amount)) if amount >= 10 else step


def converted(
    missing: tuple[Number, ...], extra: tuple[Number, ...], source_language: str, language: str
) -> dict[Number, str]:
    """Numbers that the translation tells in another unit, with the kind of what they measure."""
    found: dict[Number, str] = {}
    there = {number: own for number in extra if (own := measure(number, language))}
    for number in missing:
        own = measure(number, source_language)
        other = next((n for n, m in there.items() if own and own.same(m)), None)
        if own and other:
            del there[other]
            found |= {number: own.kind, other: own.kind}
    return found


def told_twice(
    numbers: tuple[Number, ...], language: str, everything: tuple[Number, ...]
) -> set[Number]:
    """Those of a text's numbers that the text tells in another unit too: 30 m (100 feet)."""
    there = [own for number in everything if (own := measure(number, language))]
    return {
        number
        for number in numbers
        if (own := measure(number, language)) and any(own.same(other) for other in there)
    }


@lru_cache
def _units(base: str) -> dict[str, tuple[str, str, float]]:
    table = tomllib.loads(TABLE.read_text('utf-8'))
    return {
        form: (kind, name, unit['si'])
        for kind, units in table.items()
        for name, unit in units.items()
        for form in unit.get(base, ())
    }


@lru_cache
def _pattern(base: str) -> re.Pattern[str]:
    forms = '|'.join(sorted(map(re.escape, _units(base)), key=len, reverse=True)) or '(?!)'
    upto = r'(?:\s*(?:to|and|or|a|y|e|ou|o|至|到|[-–—~])\s*[\d.,]+(?:\.\d+)?)?'
    return re.compile(
        rf'{upto}[\s-]*(?P<unit>{forms})(?![^\W\d_])'
        if base != 'zh'
        else (rf'{upto}(?P<unit>{forms})'),
        re.IGNORECASE,
    )
