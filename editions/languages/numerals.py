"""Numbers by value: are the numbers of a source and of its translation the same?

`numbers` reads one text, `differences` compares two. Known in full are the languages with a
table of number words (en, es, pt_BR) and Chinese; of others digits, dates and percentages.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from editions.languages import alphabetic, han
from editions.languages.tables import load, words
from editions.languages.values import Kind, Number, Reading, Value

MANY = 600  # numbers in one text, beyond which only exact readings are compared


@dataclass(frozen=True)
class Differences:
    """Numbers of the source that are not in the translation, and the other way round."""

    missing: tuple[Number, ...] = ()
    extra: tuple[Number, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


@lru_cache(512)
def numbers(text: str, language: str) -> tuple[Number, ...]:
    """The numbers of a plain text (no markup), in a language by its gettext code."""
    if language.partition('_')[0] == 'zh':
        return han.numbers(text)
    return alphabetic.numbers(text, words(language))


def known(language: str) -> bool:
    """Whether number words of this language are understood."""
    return language.partition('_')[0] == 'zh' or 'numerals' in load(language)


def differences(source: str, target: str, source_language: str, language: str) -> Differences:
    """What differs in value between a source and its translation, both plain text."""
    if known(language) and known(source_language):
        before, after = numbers(source, source_language), numbers(target, language)
    else:
        before = _digits_only(source, source_language)
        after = _digits_only(target, language)
    before, after = _without_twins(before, after)
    best = _Match(before, after).best()
    return _lenient(best, before, after)


def _digits_only(text: str, language: str) -> tuple[Number, ...]:
    """Where words are not understood, a word or a date need not be found again."""
    if language.partition('_')[0] == 'zh':
        found = han.numbers(text)
    else:
        found = alphabetic.numbers(text, replace(words(language), units={}, month_words=()))
    return tuple(
        replace(number, loose=True)
        if number.word or any(value.kind is not Kind.PLAIN for value in number.readings[0])
        else number
        for number in found
    )


def _without_twins(
    before: tuple[Number, ...], after: tuple[Number, ...]
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Leave out what both texts hold letter for letter and read alike: most digits, names."""
    alike = Counter((n.text, n.readings) for n in before) & Counter(
        (n.text, n.readings) for n in after
    )
    return _less(before, alike), _less(after, alike)


def _less(
    found: tuple[Number, ...], alike: Counter[tuple[str, tuple[Reading, ...]]]
) -> tuple[Number, ...]:
    left = Counter(alike)
    kept = []
    for number in found:
        key = (number.text, number.readings)
        if left[key] > 0:
            left[key] -= 1
        else:
            kept.append(number)
    return tuple(kept)


class _Match:
    """Chooses a reading for each number so that the two texts differ least."""

    def __init__(self, before: tuple[Number, ...], after: tuple[Number, ...]) -> None:
        self.sides = (before, after)
        self.chosen = [[0] * len(before), [0] * len(after)]

    def best(self) -> Differences:
        """Try other readings, alone and in pairs, as long as that helps."""
        cost = self.cost()
        open_ = [
            (side, at)
            for side, found in enumerate(self.sides)
            for at, number in enumerate(found)
            if len(number.readings) > 1
        ]
        improved = sum(map(len, self.sides)) <= MANY
        while cost and improved:
            improved = False
            for place in open_:
                better = self.improve((place,), cost)
                if better == cost:
                    better = min(
                        (self.improve((place, o), cost) for o in open_[:40] if o[0] != place[0]),
                        default=cost,
                    )
                improved |= better < cost
                cost = min(cost, better)
        return self.differences()

    def improve(self, places: tuple[tuple[int, int], ...], cost: int) -> int:
        """Change the readings at these places if that lowers the cost; the cost now."""
        if cost == 0:
            return 0
        side, at = places[0]
        before = self.chosen[side][at]
        best, choice = cost, before
        for reading in range(len(self.sides[side][at].readings)):
            self.chosen[side][at] = reading
            now = self.improve(places[1:], cost) if len(places) > 1 else self.cost()
            if now < best:
                best, choice = now, reading
                if len(places) > 1:
                    break
        self.chosen[side][at] = choice
        return best

    def values(self, side: int, *, loose: bool) -> Counter[Value]:
        return Counter(
            value
            for number, choice in zip(self.sides[side], self.chosen[side], strict=True)
            if number.loose == loose
            for value in number.readings[choice]
        )

    def unmatched(self) -> tuple[Counter[Value], Counter[Value]]:
        """What each side needs and the other does not have."""
        need = [self.values(side, loose=False) for side in (0, 1)]
        have = [need[side] + self.values(side, loose=True) for side in (0, 1)]
        return need[0] - have[1], need[1] - have[0]

    def cost(self) -> int:
        return sum(counter.total() for counter in self.unmatched())

    def differences(self) -> Differences:
        left = self.unmatched()
        return Differences(*(self.holders(side, left[side]) for side in (0, 1)))

    def holders(self, side: int, left: Counter[Value]) -> tuple[Number, ...]:
        """The numbers that hold what is left over."""
        left, found = Counter(left), []
        pairs = list(zip(self.sides[side], self.chosen[side], strict=True))
        for number, choice in reversed(pairs):
            over = [value for value in number.readings[choice] if left[value] > 0]
            if over and not number.loose:
                left.subtract(over)
                found.append(replace(number, readings=(tuple(over),)))
        return tuple(reversed(found))


def _lenient(
    found: Differences, before: tuple[Number, ...], after: tuple[Number, ...]
) -> Differences:
    """A year or a small number in words may be said once more or less: "the two ... they"."""
    return Differences(
        tuple(n for n in found.missing if not _repeated(n, after)),
        tuple(n for n in found.extra if not (_repeated(n, before) or _dual(n))),
    )


def _repeated(number: Number, other: tuple[Number, ...]) -> bool:
    values = number.readings[0]
    small = all(_may_repeat(value, number.word) for value in values)
    said = {value for each in other for reading in each.readings for value in reading}
    return small and said.issuperset(values)


def _dual(number: Number) -> bool:
    """A two in words that only the translation has: las dos, 两者, for "both" or "they"."""
    return number.word and all(value.amount == 2 for value in number.readings[0])


def _may_repeat(value: Value, word: bool) -> bool:
    if value.kind is not Kind.PLAIN:
        return value.kind is Kind.MONTH
    return 1900 <= value.amount <= 2100 or (word and value.amount <= 12)


def plain_text(text: str) -> str:
    """Without what holds digits that are no numbers: addresses, tags, placeholders, entities."""
    return _NO_TEXT.sub(' ', text)


_NO_TEXT = re.compile(
    r'(?:https?|ftp)://\S+|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]+|</?[A-Za-z][^<>]*>|&#?\w+;'
    r'|%\d+\$[a-z]|\{\d*\}|%\([^()]{0,80}\)[a-z]|(?<![\w./-])/(?=[A-Za-z])(?=[^\s\d]*\d)[\w./-]++'
)
