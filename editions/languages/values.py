"""What a number in a text says: a value that can be compared across languages."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction

LARGE = 400  # bits; Python writes no number of a thousand and more


class Kind(Enum):
    """What a value measures; values of different kinds are never the same."""

    PLAIN = 'number'  # 24, twenty-four, XXIV, 24th, 24 %, as a fraction of one
    DATE = 'date'  # month * 100 + day
    MONTH = 'month'
    TIME = 'time'  # minutes since midnight
    DECADE = 'decade'  # 1990, or 90 where the century is not said
    HALF_YEAR = 'half-year'
    ROUND = 'round number'  # thousands, hundreds of thousands: the power alone


@dataclass(frozen=True)
class Value:
    kind: Kind
    amount: Fraction

    def __str__(self) -> str:
        amount = self.amount
        if self.kind is Kind.DATE:
            return f'{int(amount) // 100:02}-{int(amount) % 100:02}'
        if self.kind is Kind.TIME:
            return f'{int(amount) // 60}:{int(amount) % 60:02}'
        if amount.numerator.bit_length() > LARGE or amount.denominator.bit_length() > LARGE:
            return 'a number beyond all use'
        if amount.denominator == 1:
            return f'{int(amount):,}'
        return f'{float(amount):,.6g}' if amount.denominator % 10 == 0 else str(amount)


Reading = tuple[Value, ...]


@dataclass(frozen=True)
class Number:
    """A number as it stands in a text.

    `readings` are what it may say, the likeliest first: "a third" is 1/3 or 3, "nine in ten" is
    9/10 or 9 and 10. A `loose` one need not be in the other language ("one", "both"). A `word`
    is written in letters. `start` and `end` are places in the text.
    """

    readings: tuple[Reading, ...]
    text: str
    start: int
    end: int
    loose: bool = False
    word: bool = False
    factor: Fraction = Fraction(1)  # of a scale word or a percent sign after it
    tail: str = field(default='', compare=False)  # the text after it, where its unit stands

    def also(self, *readings: Reading) -> 'Number':
        """The same number with more ways to read it."""
        return replace(self, readings=tuple(dict.fromkeys(self.readings + readings)))


TAIL = 24  # characters


def tailed(numbers: Iterable[Number], text: str) -> tuple[Number, ...]:
    """The numbers of a text, each with what follows it."""
    return tuple(replace(n, tail=text[n.end : n.end + TAIL]) for n in numbers)


def plain(*amounts: Fraction | int) -> Reading:
    """A reading of plain values."""
    return tuple(Value(Kind.PLAIN, Fraction(amount)) for amount in amounts)


def of(kind: Kind, amount: Fraction | int) -> Reading:
    return (Value(kind, Fraction(amount)),)


def decades(*tens: int) -> tuple[Reading, ...]:
    """Decades as they are said: with their century, or of whichever the text goes on in."""
    ways = (0,) if tens[0] >= 100 else (0, 1900, 2000, 1800)
    return tuple(tuple(Value(Kind.DECADE, Fraction(way + ten)) for ten in tens) for way in ways)
