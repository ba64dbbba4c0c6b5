"""What is known of a language, read from its `<code>.toml`; CLDR's answer where it has none."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@lru_cache
def load(code: str) -> Mapping[str, Any]:
    """The table of a language, of its base, or of a sister (pt for pt_BR); empty without one."""
    base = code.partition('_')[0]
    for path in (
        HERE / f'{code}.toml',
        HERE / f'{base}.toml',
        *sorted(HERE.glob(f'{base}_*.toml')),
    ):
        if path.is_file():
            return tomllib.loads(path.read_text('utf-8'))
    return {}


@dataclass(frozen=True)
class Words:
    """The number words and marks of an alphabetic language.

    `loose` words hold a number that another language need not print: 'a' is 'un' is nothing.
    """

    decimal: str = '.'
    group: str = ','
    other_group: str = ''  # besides: es in Mexico
    joiner: str = ''
    halves: tuple[str, ...] = ()
    percent: tuple[str, ...] = ('%',)
    permille: tuple[str, ...] = ('‰',)
    ranges: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    short_months: tuple[str, ...] = ()
    doubtful_months: tuple[str, ...] = ()  # words of their own: may, march
    ratios: tuple[str, ...] = ()
    half_years: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    decade_words: tuple[str, ...] = ()
    century_words: tuple[str, ...] = ()
    month_words: tuple[str, ...] = ()
    morning: tuple[str, ...] = ()
    evening: tuple[str, ...] = ()
    past: tuple[str, ...] = ()  # half past five
    to: tuple[str, ...] = ()  # a quarter to five
    oclock: tuple[str, ...] = ()  # before an hour: las cinco y media
    times: tuple[str, ...] = ()
    more: tuple[str, ...] = ()  # five times more
    grows: tuple[str, ...] = ()  # rose 19 times
    collectives: tuple[str, ...] = ()  # units that say a number of things: a dozen
    dual: tuple[str, ...] = ()  # after two: what may be said as both, bilateral or not at all
    joining: tuple[str, ...] = ()  # words after which no noun is counted: los 20 y los 30
    loose: frozenset[str] = frozenset()
    cardinals: Mapping[str, int] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    money: Mapping[str, int] = field(default_factory=dict)
    rounds: Mapping[str, int] = field(default_factory=dict)
    ordinals: Mapping[str, int] = field(default_factory=dict)
    fractions: Mapping[str, int] = field(default_factory=dict)
    powers: Mapping[str, int] = field(default_factory=dict)  # MW, which Chinese tells in kW
    units: Mapping[str, int] = field(default_factory=dict)
    decades: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word a number may begin with."""
        tables = (self.cardinals, self.scales, self.rounds, self.ordinals, self.fractions)
        lists = (self.halves, self.several, self.months, self.short_months, self.decade_words)
        return frozenset().union(*tables, *lists, self.units, self.decades, self.words)


@lru_cache
def words(code: str) -> Words:
    """The number words of a language; without a table only CLDR's marks and months."""
    table = load(code).get('numerals', {})
    if not table:
        return _cldr(code)
    known = {each.name for each in fields(Words)}
    values = {name: _frozen(name, value) for name, value in table.items() if name in known}
    return Words(**values)


def counts(code: str) -> bool:
    """Whether the number words of a language are known; else its digits alone are."""
    return code.startswith('zh') or bool(load(code).get('numerals'))


def _frozen(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return frozenset(value) if name == 'loose' else tuple(value)
    return value


def _cldr(code: str) -> Words:
    from babel import Locale, UnknownLocaleError  # slow to import, and needed by few

    try:
        locale = Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        return Words()
    symbols = locale.number_symbols['latn']
    names = locale.months['format']['wide']
    return Words(
        decimal=symbols['decimal'],
        group=symbols['group'],
        months=tuple(names[number].lower() for number in range(1, 13)),
    )
