"""The numbers of a text by value, and whether those of a translation are its source's.

What is certain is read from digits: amounts with their scale words, per cents, dates, times.
Numbers in words are read where that is simple; they explain figures of the other text, and are
never ground for more than a doubt. Words that stand for a number which is not worked out (half,
dozen, decade) may stand for any small one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from editions.languages import figures
from editions.languages.figures import Digits, in_ascii
from editions.languages.language import Language
from editions.languages.values import (
    RANGE,
    Measure,
    Month,
    Number,
    Reading,
    Weight,
    forms,
    measured,
    reading,
)

FEW = 60  # numbers that differ; more are not converted
_DIGIT = re.compile(r'[\d¼-¾⅐-⅞]')
VAGUE = 1000  # what a word without a value may stand for at most, before any scale word


@lru_cache(512)
def numbers(text: str, language: Language) -> tuple[Number, ...]:
    """Every number of a plain text (no markup), in its order."""
    text = in_ascii(text, language)
    digits = Digits(text, language)
    read = [*digits.figures(), *digits.months(), *figures.words(text, language)]
    found: list[Number] = []
    for number in sorted(read, key=lambda each: (each.start, -each.end, -each.weight)):
        if not found or number.start >= found[-1].end:
            found.append(number)
    for at in range(len(found) - 2, -1, -1):
        found[at] = _shared(found[at], found[at + 1], text)
    factors = {number.factor for number in found} - {1}
    return tuple(_elliptic(number, factors, text) if factors else number for number in found)


def _later(first: Number, second: Number) -> Number:
    """From 3 to 5 p.m.: the first hour is in the afternoon too."""
    hour, end = (next(iter(side.readings[0]), None) for side in (first, second))
    if not (isinstance(hour, Fraction) and isinstance(end, Fraction) and hour < 13):
        return first
    return first.also(reading(hour + 12)) if reading(end + 12) in second.readings else first


def _elliptic(number: Number, factors: set[Fraction], text: str) -> Number:
    """To 6.5 per cent, from 6.7: a bare number may have the factor of another."""
    value = next(iter(number.readings[0]), None) if number.readings else None
    if number.factor != 1 or not isinstance(value, Fraction) or value >= VAGUE:
        return number
    if not _BARE.match(text, number.end):
        return number
    return number.also(*(frozenset((value * factor,)) for factor in sorted(factors)))


_BARE = re.compile(r'\s*(?:[,;.:)，。；]|$)|\s+[^\W\d_]{1,4}(?![^\W\d_])')


def _shared(first: Number, second: Number, text: str) -> Number:
    """From 2.3 to 2.5 million, 5%-10%: the first may have the factor of the second."""
    if not (first.readings and second.readings):
        return first
    if first.factor != 1 or not RANGE.fullmatch(text[first.end : second.start]):
        return first
    if second.factor == 1:
        return _later(first, second)
    by = second.factor
    ways = ((v if isinstance(v, Month) else v * by for v in each) for each in first.readings)
    return first.also(*map(frozenset, ways))


@dataclass(frozen=True)
class Differences:
    """Numbers of the source that the translation has not, and the other way round."""

    missing: tuple[Number, ...] = ()
    extra: tuple[Number, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether figures stand for other figures: no words had to be understood for it.

        The same digits may be read in two ways, as 2.048 in Spanish.
        """
        sides = (self.missing, self.extra)
        texts = [{number.text for number in side} for side in sides]
        other = not all(texts) or texts[0] != texts[1]
        return other and all(any(n.weight is Weight.FIGURE for n in side) for side in sides)


@dataclass(frozen=True)
class Text:
    """One side of a comparison; the numbers of `whole`, with its literals, count as said."""

    text: str
    language: Language
    whole: str = ''

    @cached_property
    def has_digits(self) -> bool:
        return bool(_DIGIT.search(self.text))

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        return numbers(self.text, self.language)

    @cached_property
    def said(self) -> Reading:
        """All that the numbers of the text may say."""
        return _values(self.numbers)

    @cached_property
    def said_in_all(self) -> Reading:
        """All that the numbers of the text, and of the whole, may say."""
        return self.said | _values(numbers(self.whole, self.language))

    def says(self, number: Number) -> bool:
        """Whether its numbers say what a number says, or it has the word as it stands."""
        ways = number.readings
        if any(way <= self.said for way in ways) or any(way <= self.said_in_all for way in ways):
            return True
        odd = number.text[0].isalpha() or re.search(r'[.,]\d{4}|[A-Za-z]$', number.text)
        word = number.text if odd else ''  # in a name or a title; a list of ports; 512M
        return bool(word and re.search(rf'(?<!\w){re.escape(word)}(?!\w)', self.text))

    @cached_property
    def measured(self) -> Mapping[Number, tuple[Measure, ...]]:
        return measured(self.numbers, in_ascii(self.text, self.language), self.language)

    @property
    def vague(self) -> list[Number]:
        return [number for number in self.numbers if not number.readings]


def _values(found: Iterable[Number]) -> Reading:
    return frozenset(value for each in found for way in each.readings for value in way)


def differences(source: Text, target: Text) -> Differences:
    """What differs in value between a source and its translation."""
    known = all(side.language.table('numerals') for side in (source, target))
    if not (known or source.has_digits or target.has_digits):
        return Differences()  # words of a language that is not known
    if not (source.has_digits or target.has_digits) and not any(map(_counts, source.numbers)):
        return Differences()  # a word alone may be said in another way
    missing, extra = _unsaid(source, target), _unsaid(target, source)
    if not (missing or extra):
        return Differences()
    missing, extra = _unspelled(missing, extra, known), _unspelled(extra, missing, known)
    missing = _unconverted(missing, source, target)
    extra = _unconverted(extra, target, source)
    # what has a figure against it was exchanged
    spare = len(missing) - len(_figures(extra)), len(extra) - len(_figures(missing))
    missing = _without_vague(missing, target, source, spare[0])
    extra = _without_vague(extra, source, target, spare[1])
    ours, theirs = _figures(missing), _figures(extra)
    vague = source.vague or target.vague
    if not (ours or theirs or (missing and extra and not vague)):
        return Differences()  # a word alone may be said in another way
    return Differences(tuple(ours or missing), tuple(theirs or extra))


def _unsaid(one: Text, other: Text) -> list[Number]:
    """The numbers of one text that the other does not say, each once."""
    counting = filter(_counts, one.numbers)
    return list({n.readings[0]: n for n in counting if not other.says(n)}.values())


def _counts(number: Number) -> bool:
    return bool(number.weight and number.readings)


def _unspelled(found: list[Number], opposite: list[Number], known: bool) -> list[Number]:
    """Without what may stand in words or for an article, unless another figure stands there.

    A 1, and where the words of a language are not known any small number, also with a half.
    """
    if _figures(opposite):
        return found
    small = _ONE if known else _SMALL
    found = [n for n in found if (n.readings[0], n.factor) != (_ONE, Fraction(1, 100))]  # wholly
    return [n for n in found if n.factor != 1 or not n.readings[0] <= small]


_ONE = frozenset((Fraction(1),))
_SMALL = frozenset(Fraction(quarters, 4) for quarters in range(401))


def _without_vague(found: list[Number], other: Text, own: Text, most: int) -> list[Number]:
    """Without those for which a word of the other text may stand: 18 months, año y medio."""
    limits = sorted((VAGUE * _scale_near(word, other) for word in other.vague), reverse=True)
    spent = sum(word.weight is Weight.HINT for word in own.vague)  # half for half, dozen for dozen
    for limit in limits[: max(0, min(most, len(limits) - spent))]:
        small = [each for each in found if _size(each) <= limit]
        largest = max(small, key=_size, default=None)
        found = [each for each in found if each is not largest]
    return found


def _size(number: Number) -> float:
    """The largest of what a number says; no word stands for a month."""
    return max(float(v if isinstance(v, Fraction) else 'inf') for v in number.readings[0])


def _scale_near(word: Number, text: Text) -> int:
    """The scale word near a word: half a million; a million and a half."""
    form = forms(text.language)
    near = text.text[max(0, word.start - 16) : word.end + 16]
    found = [form.scale.match(near, at) for at in range(len(near))]
    return max((form.scales[match['form'].lower()] for match in found if match), default=1)


def _figures(found: list[Number]) -> list[Number]:
    return [number for number in found if number.weight is Weight.FIGURE]


def _unconverted(found: list[Number], one: Text, other: Text) -> list[Number]:
    """Without amounts that the other text tells in another unit, or that one tells twice."""
    if not found or len(found) > FEW:
        return found
    there = [m for text in (other, one) for each in text.measured.values() for m in each]
    left = []
    for number in found:
        own = one.measured.get(number, ())
        left += [] if any(m.same(each) for m in own for each in there) else [number]
    return left
