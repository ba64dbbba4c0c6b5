"""Amounts that were converted: 85 miles are 137 kilometres, 30 metres need no "(100 feet)"."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from editions.languages.values import Kind, Number

TABLE = Path(__file__).parent / 'conversions.toml'
NEAR = 0.05  # of the amount: a converted one is rounded


@dataclass(frozen=True)
class Measure:
    """An amount in the unit of its kind, and the unit it is told in."""

    kind: str
    unit: str
    amounts: tuple[float, ...]
    step: float  # half of one of the unit: what rounding may cost

    def same(self, other: 'Measure') -> bool:
        """Whether another unit tells the same amount."""
        if self.kind != other.kind or self.unit == other.unit:
            return False
        step = max(self.step, other.step)
        return any(
            abs(one - two) <= max(NEAR * max(one, two), step * (max(one, two) < 20 * step))
            for one in self.amounts
            for two in other.amounts
        )


def measure(number: Number, language: str) -> Measure | None:
    """What a number measures, by the unit after it; None where none stands there."""
    base = language.partition('_')[0]
    digits = re.sub(r'^[\d.,\s万亿千百十一二三四五六七八九两零多余几]+', '', number.text)
    found = _pattern(base).match(f'{digits if base == "zh" else ""}{number.tail}')
    if not found:
        return None
    kind, unit, si = _units(base)[str(found['unit']).lower()]
    amounts = tuple(
        float(reading[0].amount) * si
        for reading in number.readings
        if len(reading) == 1 and reading[0].kind is Kind.PLAIN
    )
    return Measure(kind, unit, amounts, 0.55 * si)


def told_otherwise(
    numbers: Iterable[Number], language: str, others: Iterable[Measure]
) -> dict[Number, str]:
    """Those of the numbers that others tell in another unit, with the kind of what they measure."""
    there = list(others)
    found = {}
    for number in numbers:
        own = measure(number, language)
        if own and any(own.same(other) for other in there):
            found[number] = own.kind
    return found


def measures_of(numbers: Iterable[Number], language: str) -> list[Measure]:
    return [found for number in numbers if (found := measure(number, language))]


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
