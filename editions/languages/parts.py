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
        below_it = self.low(end + 1) if self.low(end) == '/' else ''
        if below_it.isdecimal() and len(below_it) < 10 and self.tokens[end].joined:
            below = int(self.low(end + 1))
            if below and self.tokens[end + 1].joined:
                return self.slash(place, end + 2, amounts[0], below)
        below, after = self.denominator(end)
        if not below or len(amounts) > 1 or amounts[0] >= below or amounts[0] < 1:
            return None
        part = plain(amounts[0] / below)
        if scale := self.of_a_scale(after):
            return self.make(place, scale[1], plain(amounts[0] / below * scale[0]), part)
        if self.low(end) == 'quarters' and self.low(place - 1) in _OF_YEARS:
            return self.make(place, after, part, plain(amounts[0]))
        if amounts[0] == 1 and after == end + 1 and self.low(end) in self.words.ordinals:
            return self.make(place, after, part, plain(below))
        return self.make(place, after, part)

    def slash(self, place: int, end: int, above: Fraction, below: int) -> Found:
        """2/3; 24/7; 9/11, which is a day."""
        readings = [plain(above / below), plain(above, below)]
        if above == 9 and below == 11:
            readings += [of(Kind.DATE, 911), of(Kind.DATE, 1109), plain(911)]
        number, _ = self.make(place, end, *readings)
        return replace(number, loose=above == 24 and below == 7), end

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
        if above is None:
            return None
        end = above[2]
        size = self.says(end, self.words.ratios)
        if not size and above[0][0] == 1 and self.low(end) not in self.words.vocabulary:
            end += 1  # one person in six
            size = self.says(end, self.words.ratios)
        below = self.read(end + size) if size else None
        if below is None or not _is_ratio(above[0][0], below[0][0]):
            return None
        both = plain(above[0][0], below[0][0])
        told = above[0][0] == 1 and self.words.joiner != 'and'  # every tenth: uno de cada diez
        one = [plain(below[0][0])] if told else []
        return self.make(place, below[2], both, plain(above[0][0] / below[0][0]), *one)

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
        if not scale and after == place + 1 + (self.low(place + 1) in ('a', 'an')):
            scale = 2 * _HALVED.get(self.low(after), 0)
        if scale:
            return self.make(place, after + 1, plain(Fraction(scale, 2)), half)
        return self.make(place, place + 1, half)

    def half_year(self, place: int) -> Found | None:
        """The first half of the year; el primer semestre."""
        number = self.words.ordinals.get(self.low(place))
        if number in (1, 2) and self.low(place + 1) in self.words.half_years:
            half = of(Kind.HALF_YEAR, number)
            months = [plain(6)] if number == 1 else []  # the first six months
            found, end = self.make(place, place + 2, half, plain(number), *months)
            return replace(found, loose=self.low(place + 1) in ('tiempo', 'tempo')), end
        return None

    def alone(self, place: int) -> Found | None:
        """A quarter, tercio: a part of a whole without a number before it; else a word."""
        below = self.words.fractions[self.low(place)]
        if scale := self.of_a_scale(place + 1):
            whole = plain(Fraction(scale[0], below))
            return self.make(place, scale[1], whole, plain(Fraction(1, below)))
        number, end = self.make(place, place + 1, plain(Fraction(1, below)))
        share = self.low(place - 1) in ('a', 'one') and self.low(place + 1) == 'of'
        return replace(number, loose=not share), end

    def of_a_scale(self, place: int) -> tuple[int, int] | None:
        """A quarter of a million; un cuarto de millón: the scale, and the place after it."""
        if self.low(place) in self.words.of:
            place += 1 + (self.low(place + 1) in ('a', 'an'))
        elif self.low(place) not in ('century', 'hour'):  # a quarter-century
            return None
        word = self.low(place)
        scale = self.words.scales.get(word, 0) or self.words.units.get(word, 0)
        scale = scale or 60 * (word in ('hour', 'hora'))  # a quarter of an hour
        return (scale, place + 1) if scale >= 60 else None


def _is_ratio(above: Fraction, below: Fraction) -> bool:
    """Nine in ten, one in a million; but not: two in 2003."""
    return 0 < above < below and (below <= 1000 or (above == 1 and below % 1000 == 0))


_OF_YEARS = frozenset(('first', 'last', 'past', 'previous', 'next', 'final'))
_HALVED = {'year': 6, 'año': 6, 'ano': 6, 'hour': 30, 'hora': 30}
