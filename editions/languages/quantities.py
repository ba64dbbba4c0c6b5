"""Quantities of an alphabetic language: digits or words with a scale, a half, a share, a unit."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from editions.languages.grammar import Found
from editions.languages.parts import Parts
from editions.languages.tokens import vulgar
from editions.languages.values import Kind, Number, Reading, of, plain

BRACKETS = frozenset('()[]')
LISTED = 40  # numbers of a list without blanks
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


@dataclass(frozen=True)
class Amount:
    """What a quantity may say: its amounts, the factor of its scale, the unit that was inside."""

    values: tuple[Fraction, ...]
    factor: Fraction
    end: int
    unit: int = 0  # a dozen and a half


class Quantities(Parts):
    """The productions of `alphabetic` that count."""

    def quantity(self, place: int) -> Found | None:
        """Digits or number words, with scale words, a half, a percent sign or a unit."""
        found = self.read(place)
        if found is None:
            return self.listed(place)
        amount = self.and_a_half(Amount(*found))
        if fraction := self.fraction(place, amount.end, amount.values):
            return fraction
        factor, end = amount.factor, amount.end
        for words, by in ((self.words.percent, 100), (self.words.permille, 1000)):
            if size := self.says(end, words):
                share = plain(amount.values[0] / by)
                return self.make(place, end + size, share, factor=factor / by)
        readings = [reading for value in amount.values for reading in self.measured(value, amount)]
        readings += [
            *self.apart(place),
            *self.times_more(place, amount),
            *self.pointed(place, amount),
            *self.shortened(place, amount),
        ]
        number, _ = self.make(place, end, *dict.fromkeys(readings), factor=factor)
        if amount.values[0] == 1 and self.ranked(place):
            number = replace(number, loose=True)
        return self.closed(number, amount)

    def listed(self, place: int) -> Found | None:
        """4,1,2,3 where a comma is the decimal mark: a list, not an amount."""
        parts = self.tokens[place].text.split(',')
        if not 2 < len(parts) < LISTED or not all(p.isdecimal() and len(p) < 10 for p in parts):
            return None
        return self.make(place, place + 1, plain(*map(int, parts)))

    def closed(self, number: Number, amount: Amount) -> Found:
        """Takes in the unit where it would be read as a number of its own."""
        end = self.beside(amount.end)
        word = self.low(end)
        if word in self.words.collectives:
            return replace(number, loose=False), end + 1  # two dozen; una treintena
        if word in self.words.units and (number.loose or word in self.words.rounds):
            return number, end + 1  # one decade: said by another word or not at all
        if amount.values[0] == 2 and word in self.words.dual:
            number = replace(number, loose=True)  # two-way, the two sides: bilateral, both
        return number, amount.end

    def ranked(self, place: int) -> bool:
        """No. 1, which may be said as the first or the leader."""
        place -= 1 + (self.low(place - 1) == '.')
        return self.low(place) in ('no', 'nº', 'n', 'number', 'número', '#')

    def apart(self, place: int) -> list[Reading]:
        """116 123 may be two numbers, a telephone's; (0,0) is a place."""
        parts = self.tokens[place].text.translate(_BLANKS).split()
        if self.low(place - 1) in BRACKETS and self.low(place + 1) in BRACKETS:
            parts = self.tokens[place].text.split(',')  # [00,23], (0,0)
        whole = len(parts) > 1 and all(part.isdecimal() for part in parts)
        return [plain(*map(int, parts))] if whole else []

    def pointed(self, place: int, amount: Amount) -> list[Reading]:
        """Between 8.30 and 17.00, which may be times of day."""
        token = self.tokens[place]
        if re.fullmatch(r'0\d[0-5]\d', token.text):  # 0430, as soldiers say
            hour, minute = int(token.text[:2]), int(token.text[2:])
            return [of(Kind.TIME, hour * 60 + minute), *([] if minute else [plain(hour)])]
        if amount.end > place + 1 or not re.fullmatch(r'(?:1?\d|2[0-3])\.[0-5]\d', token.text):
            return []
        hour, minute = map(int, token.text.split('.'))
        return [of(Kind.TIME, hour * 60 + minute), *([] if minute else [plain(hour)])]

    def shortened(self, place: int, amount: Amount) -> list[Reading]:
        """1.1m TEU, which may be millions or metres; in '74."""
        token, end, value = self.tokens[place], amount.end, amount.values[0]
        if token.kind != 'number' or end > place + 1:
            return []
        if end < len(self.tokens) and self.tokens[end].joined and self.low(end) in 'mkbt':
            return [plain(value * self.words.money.get(self.low(end), 1))]
        if re.fullmatch(r'1\d\d0|20\d0', token.text) and self.low(place - 1) == 'de':
            article = self.low(place - 2) in ('la', 'los', 'a', 'os', 'da', 'dos')
            return [of(Kind.DECADE, value)] if article else []  # los años 80 y la de 1990
        if len(token.text) == 2 and self.low(place - 1) in ('’', '‘', "'") and token.joined:
            return [plain(1900 + value), plain(2000 + value)]
        return []

    def times_more(self, place: int, amount: Amount) -> list[Reading]:
        """Five times more: six times as much, or, for many, five."""
        end, value = self.beside(amount.end), amount.values[0]
        more = self.low(end) in self.words.times and self.low(end + 1) in self.words.more
        grows = self.low(end) in self.words.times and self.low(place - 1) in self.words.grows
        return [plain(value + 1)] if more or grows else []

    # units

    def measured(self, value: Fraction, amount: Amount) -> list[Reading]:
        """Four decades are forty years, and eighteen months a year and a half."""
        end = self.beside(amount.end)
        if amount.unit:
            return [plain(value * amount.unit), plain(value)]
        unit = self.unit(end)
        if unit > 9 and self.low(end - 1) not in self.words.ordinals:  # but not the 21st century
            return self.multiplied(value, unit)
        readings = [plain(value * unit)] if unit and value <= 8 else []
        if value == 15 and self.low(end) in ('días', 'dias', 'days'):
            readings.append(plain(14))  # two weeks
        if self.low(end) in self.words.month_words and value >= 12 and value % 6 == 0:
            readings.append(plain(value / 12))
        if power := self.words.powers.get(self.low(end)):
            readings.append(plain(value * power))
        return [plain(value), *readings]

    def multiplied(self, value: Fraction, unit: int) -> list[Reading]:
        more = {12: [plain(value * 10)] if value > 1 else [], 14: [plain(value * 15)]}
        return [plain(value * unit), *more.get(unit, [])]

    def beside(self, place: int) -> int:
        """The place of a unit that may hang on its number by a hyphen: a 2-week stay."""
        hangs = self.low(place) == '-' and self.tokens[place].joined
        return place + (hangs and place + 1 < len(self.tokens) and self.tokens[place + 1].joined)

    def unit(self, place: int) -> int:
        """A unit of several here, or after one more word: the last two full decades."""
        if self.low(place) in ('st', 'nd', 'rd', 'th'):
            return 0  # the 20th century
        word = self.low(place)
        if word.isalpha() and word not in self.words.vocabulary:
            place += self.low(place + 1) in self.words.units and self.low(place + 1)[-1] == 's'
        return self.words.units.get(self.low(place), 0)

    # halves

    def and_a_half(self, amount: Amount) -> Amount:
        """Two and a half billion; dos años y medio; un millón y medio; una docena y media."""
        end = amount.end
        if end < len(self.tokens) and self.tokens[end].joined and vulgar(self.low(end)):
            return self.scaled(amount, vulgar(self.low(end)) or HALF, end + 1)
        part, after = self.part_after(end)
        if part:
            return self.scaled(amount, part, after)
        part, after = self.part_after(end + 1)
        if part == HALF and self.tokens[end].kind == 'word':
            values = tuple(value + part for value in amount.values)
            return Amount(values, amount.factor, after, self.words.units.get(self.low(end), 0))
        return amount

    def scaled(self, amount: Amount, part: Fraction, end: int) -> Amount:
        """Adds a part: of the scale that stands before it, or before the scale that follows."""
        if amount.factor != 1:
            more = tuple(value + part * amount.factor for value in amount.values)
            return Amount(more, amount.factor, end)
        factor, end = self.scale(end)
        return Amount(tuple((value + part) * factor for value in amount.values), factor, end)

    def part_after(self, place: int) -> tuple[Fraction, int]:
        """And a half, y medio, e meia, and a quarter: the part, and the place after it."""
        if self.low(place) != self.words.joiner:
            return Fraction(0), place
        if (above := self.words.cardinals.get(self.low(place + 1), 0)) > 1:
            below, after = self.denominator(place + 2)  # and three quarters
            apart = self.words.joiner == 'and' and self.low(after) in self.words.of
            share = above < below and not apart  # 2, and three quarters of the rest
            return (Fraction(above, below), after) if share else (Fraction(0), place)
        place += 1 + (self.low(place + 1) in ('a', 'one'))
        if self.low(place) in self.words.halves:
            return HALF, place + 1
        if self.low(place) == 'quarter':
            return QUARTER, place + 1
        return Fraction(0), place

    def unit_and_a_half(self, place: int) -> Found | None:
        """A year and a half; a decade and a half; siglo y medio."""
        at = place + (self.words.joiner == 'and' and self.low(place) in ('a', 'an'))
        unit = self.words.units.get(self.low(at), 0)
        number = self.low(at) in self.words.scales or self.low(at) in self.words.cardinals
        if number or not (unit or at > place):
            return None
        part, end = self.part_after(at + 1)
        if part != HALF:
            return None
        return self.make(place, end, *([plain(unit * 3 * HALF)] if unit else []), plain(3 * HALF))


_BLANKS = str.maketrans('\u00a0\u202f\u2009', '   ')
