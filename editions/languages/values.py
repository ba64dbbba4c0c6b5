"""What a number in a text says: values that can be compared across languages."""

from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction


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
