"""Cardinal numbers of an alphabetic language: digits, number words, and scale words after them."""

from fractions import Fraction

from editions.languages.grammar import Grammar
from editions.languages.tokens import amounts, vulgar

Cardinal = tuple[tuple[Fraction, ...], Fraction, int]
"""What a number may say, the factor of its scale words, and the place after it."""

ONE = Fraction(1)
MONEY = frozenset('$€£¥')
SHORT = frozenset(('mn', 'bn', 'tn'))


class Cardinals(Grammar):
    """Reads the cardinal that begins at a token."""

    def read(self, place: int) -> Cardinal | None:
        """The cardinal that begins here; None where none does."""
        if place >= len(self.tokens):
            return None
        token = self.tokens[place]
        if token.kind == 'number':
            return self.digits(place)
        if token.kind == 'vulgar':
            amount = vulgar(token.text)
            return ((amount,), ONE, place + 1) if amount else None
        return self.letters(place) if token.kind == 'word' else None

    def digits(self, place: int) -> Cardinal | None:
        """20.000 millones; US$ 4,25 bilhões; 20bn; 2 millones 300 mil."""
        values = self.amounts(place)
        if not values:
            return None
        end = place + 1
        if self.low(end) == '+' and self.words.scales.get(self.low(end + 1)):
            end += 1  # $300+ billion
        factor, end = self.scale(end)
        if factor == 1 and self.costs(place):
            factor, end = self.money(place + 1)
        if factor != 1 and not self.tokens[place].text.endswith('000'):
            values = values[:1]  # 3,125 millones are three and an eighth
        whole = values[0].denominator == 1  # "1,77 trilhão e 207 milhões" are two amounts
        values = tuple(value * factor for value in values)
        rest = self.rest(end, factor) if whole else None
        if rest:
            return tuple(value + rest[0] for value in values), ONE, rest[1]
        return values, factor, end

    def amounts(self, place: int) -> tuple[Fraction, ...]:
        return amounts(self.tokens[place].text, self.words.decimal, self.words.other_group)

    def scale(self, place: int) -> tuple[Fraction, int]:
        """The scale words from here: mil millones is 10⁹."""
        factor = ONE
        if [self.low(place + n) for n in range(3)] == ['miles', 'de', 'millones']:
            return Fraction(10**9), place + 3  # 2.8 miles de millones
        while scale := self.words.scales.get(self.low(place)):
            if factor > scale:  # "20 million thousand" is no number
                break
            factor, place = factor * scale, place + 1
        return factor, place

    def costs(self, place: int) -> bool:
        """A sign of money stands before the digits, or a scale that is nothing else after."""
        if self.low(place + 1) in SHORT:
            return True
        return place > 0 and self.tokens[place - 1].text[-1] in MONEY

    def money(self, place: int) -> tuple[Fraction, int]:
        scale = self.words.money.get(self.low(place))
        return (Fraction(scale), place + 1) if scale else (ONE, place)

    def rest(self, place: int, factor: Fraction) -> tuple[Fraction, int] | None:
        """A smaller amount that belongs to a larger: 2 millones (y) 300 mil."""
        if self.words.joiner != 'and':  # "1.8 trillion and 207 million" are two numbers
            place += bool(self.words.joiner) and self.low(place) == self.words.joiner
        if factor <= 1000 or place >= len(self.tokens) or self.tokens[place].kind != 'number':
            return None
        values = self.amounts(place)
        smaller, end = self.scale(place + 1)
        if values and 1 < smaller < factor and values[0] * smaller < factor:
            return values[0] * smaller, end
        return None

    def letters(self, place: int) -> Cardinal | None:
        """Two hundred and fifty thousand; mil quinientos; vinte e um."""
        sum_, current, factor, end = 0, 0, ONE, place
        started = False
        if self.low(place) in ('a', 'an') and self.words.scales.get(self.low(place + 1)):
            current, end, started = 1, place + 1, True
        while end < len(self.tokens):
            at = end + self.joins(end, current, sum_, started)
            word = self.low(at)
            if (scale := self.words.scales.get(word)) and at == end:
                if scale == 100 and current >= 100:
                    break  # a hundred and one hundred
                if scale == 100:
                    current = (current or 1) * 100
                elif sum_ and scale > sum_:
                    sum_, current = (sum_ + current) * scale, 0
                elif sum_ and scale * (current or 1) >= sum_:
                    break
                else:
                    sum_, current = sum_ + (current or 1) * scale, 0
                factor = Fraction(scale)
            elif word in self.words.cardinals and _fits(
                current, self.words.cardinals[word], started
            ):
                current += self.words.cardinals[word]
                factor = ONE
            else:
                break
            end, started = at + 1, True
        if not started or end == place:
            return None
        return self.ordinal_ending(sum_ + current, factor, end)

    def joins(self, place: int, current: int, sum_: int, started: bool) -> int:
        """1 where the joiner here belongs to the number: treinta y uno, a hundred and two."""
        joiner = self.words.joiner
        if not started or not joiner or self.low(place) != joiner:
            return 0
        after = self.words.cardinals.get(self.low(place + 1))
        if after is None or not _fits(current, after, True):
            return 0
        if joiner == 'and':
            return int(current >= 100 or (sum_ > 0 and current == 0))
        if joiner == 'y':
            return int(current % 100 >= 30 and after < 10)
        return int(current > 0 or sum_ > 0)

    def ordinal_ending(self, value: int, factor: Fraction, end: int) -> Cardinal:
        """Twenty-first: the last word of an English ordinal is one, the others are cardinals."""
        if self.words.joiner != 'and':
            return (Fraction(value),), factor, end
        at = end + (self.low(end) == 'and' and value % 100 == 0)
        last = self.words.ordinals.get(self.low(at), 0)
        tens = 0 < last < 10 and value % 100 >= 20 and value % 10 == 0
        if tens or (0 < last < 100 and value >= 100 and value % 100 == 0):
            return (Fraction(value + last),), ONE, at + 1
        return (Fraction(value),), factor, end


def _fits(current: int, value: int, started: bool) -> bool:
    """Whether a word can follow in one number: twenty two, not two twenty."""
    if not started or current == 0:
        return value > 0 or not started
    if value < 10:
        return value > 0 and current % 10 == 0 and current % 100 != 10
    if value < 100:
        return current % 100 == 0
    return current % 1000 == 0
