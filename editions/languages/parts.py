"""Parts of a whole in an alphabetic language: fractions, ratios, halves."""

from dataclasses import replace
from fractions import Fraction

from editions.languages.cardinals import Cardinals
from editions.languages.grammar import Found
from editions.languages.values import Kind, of, plain


class Parts(Cardinals):
    """The productions of `alphabetic` that divide."""

    def fraction(self, place: int, end: int, amounts: tuple[Fraction, ...]) -> Found | None:
        """Two thirds; un quinto; dos terceras partes; 1/3."""
        if self.low(end) == '/' and self.low(end + 1).isdecimal() and self.tokens[end].joined:
            below = int(self.low(end + 1))
            if below and self.tokens[end + 1].joined:
                both = plain(*amounts[:1], below)
                return self.make(place, end + 2, plain(amounts[0] / below), both)
        below, after = self.denominator(end)
        if not below or len(amounts) > 1 or amounts[0] >= below or amounts[0] < 1:
            return None
        part = plain(amounts[0] / below)
        if scale := self.of_a_scale(after):
            return self.make(place, scale[1], plain(amounts[0] / below * scale[0]), part)
        if amounts[0] == 1 and after == end + 1 and self.low(end) in self.words.ordinals:
            return self.make(place, after, part, plain(below))
        return self.make(place, after, part)

    def denominator(self, place: int) -> tuple[int, int]:
        """A word for a part of a whole and the place after it; 0 for none."""
        word = self.low(place)
        below = self.words.fractions.get(word) or self.words.ordinals.get(word, 0)
        feminine = bool(self.words.parts) and word.rstrip('s').endswith('a')
        if below < 3 or (feminine and self.low(place + 1) not in self.words.parts):
            return 0, place
        if self.low(place + 1) in self.words.parts:
            return below, place + 2
        return below, place + 1

    def ratio(self, place: int) -> Found | None:
        """Nine out of ten; nueve de cada diez."""
        above = self.read(place)
        if above is None or not (size := self.says(above[2], self.words.ratios)):
            return None
        below = self.read(above[2] + size)
        if below is None or not 0 < above[0][0] < below[0][0] <= 1000:
            return None
        both = plain(above[0][0], below[0][0])
        return self.make(place, below[2], both, plain(above[0][0] / below[0][0]))

    def half(self, place: int) -> Found | None:
        """Half; half a million; medio millón; a half-century."""
        if self.low(place) not in self.words.halves:
            return None
        after = place + 1
        while self.low(after) in ('a', 'an', 'of', 'de'):
            after += 1
        scale = self.words.scales.get(self.low(after), 0) or self.words.units.get(
            self.low(after), 0
        )
        half = plain(Fraction(1, 2))
        share = self.read(after) if after > place + 1 else None
        if share and (size := self.says(share[2], self.words.percent)):
            return self.make(place, share[2] + size, plain(share[0][0] / 200), half)
        if scale:
            return self.make(place, after + 1, plain(Fraction(scale, 2)), half)
        return self.make(place, place + 1, half)

    def half_year(self, place: int) -> Found | None:
        """The first half of the year; el primer semestre."""
        number = self.words.ordinals.get(self.low(place))
        if number in (1, 2) and self.low(place + 1) in self.words.half_years:
            half = of(Kind.HALF_YEAR, number)
            return self.make(place, place + 2, half, plain(number))
        return None

    def alone(self, place: int) -> Found | None:
        """A quarter, tercio: a part of a whole without a number before it; else a word."""
        below = self.words.fractions[self.low(place)]
        if scale := self.of_a_scale(place + 1):
            return self.make(place, scale[1], plain(Fraction(scale[0], below)))
        number, end = self.make(place, place + 1, plain(Fraction(1, below)))
        return replace(number, loose=True), end

    def of_a_scale(self, place: int) -> tuple[int, int] | None:
        """A quarter of a million; un cuarto de millón: the scale, and the place after it."""
        if self.low(place) not in self.words.of:
            return None
        place += 1 + (self.low(place + 1) == 'a')
        scale = self.words.scales.get(self.low(place), 0)
        return (scale, place + 1) if scale >= 1000 else None
