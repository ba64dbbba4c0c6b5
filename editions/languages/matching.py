"""Chooses a reading for each number of two texts so that the texts differ least."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from editions.languages.values import Number, Reading, Value

MANY = 600  # numbers in two texts, beyond which only the likeliest readings are compared
SOME = 120  # numbers with several readings, beyond which they are changed one at a time

Place = tuple[int, int]
"""A side (0 the source, 1 the translation) and the number's place there."""
Numbers = tuple[Number, ...]


class Match:
    """The two texts' numbers, each with the reading that is chosen for it."""

    def __init__(self, before: Numbers, after: Numbers) -> None:
        self.sides = (before, after)
        self.chosen = [[0] * len(before), [0] * len(after)]
        # by value: needed by the source, by the translation; there for whoever needs it
        self.counts: dict[Value, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self.cost = 0
        for side, found in enumerate(self.sides):
            for number in found:
                self.count(side, number, number.readings[0], 1)

    def best(self) -> tuple[Numbers, Numbers]:
        """What is left over on each side when other readings were tried, alone and in pairs."""
        places = [
            (side, at)
            for side, found in enumerate(self.sides)
            for at, number in enumerate(found)
            if len(number.readings) > 1
        ]
        if sum(map(len, self.sides)) <= MANY:
            improving = True
            while self.cost and improving:
                improved = [self.improved(place, places) for place in places]
                improving = any(improved)
        return self.left(0), self.left(1)

    def improved(self, place: Place, others: list[Place]) -> bool:
        """Whether another reading here, or here and at one more place, lowered the cost."""
        before, kept = self.cost, self.choice(place)
        for reading in self.readings(place):
            self.choose(place, reading)
            if self.cost < before:
                return True
            if len(others) <= SOME and any(self.helps(o, before) for o in others if o != place):
                return True
        self.choose(place, kept)
        return False

    def helps(self, place: Place, cost: int) -> bool:
        kept = self.choice(place)
        for reading in self.readings(place):
            self.choose(place, reading)
            if self.cost < cost:
                return True
        self.choose(place, kept)
        return False

    # one number

    def readings(self, place: Place) -> Iterator[int]:
        yield from range(len(self.sides[place[0]][place[1]].readings) if self.cost else 0)

    def choice(self, place: Place) -> int:
        return self.chosen[place[0]][place[1]]

    def choose(self, place: Place, reading: int) -> None:
        side, at = place
        number = self.sides[side][at]
        if reading != self.chosen[side][at]:
            self.count(side, number, number.readings[self.chosen[side][at]], -1)
            self.count(side, number, number.readings[reading], 1)
            self.chosen[side][at] = reading

    def count(self, side: int, number: Number, reading: Reading, by: int) -> None:
        """Adds a reading's values or takes them away, and keeps the cost."""
        for value in reading:
            counts = self.counts[value]
            self.cost -= _cost(counts)
            counts[side + 2 * number.loose] += by
            self.cost += _cost(counts)

    def left(self, side: int) -> Numbers:
        """The numbers that hold what this side needs and the other does not have."""
        over = Counter({value: _over(counts, side) for value, counts in self.counts.items()})
        found = []
        pairs = list(zip(self.sides[side], self.chosen[side], strict=True))
        for number, choice in reversed(pairs):
            values = [value for value in number.readings[choice] if over[value] > 0]
            if values and not number.loose:
                over.subtract(values)
                found.append(replace(number, readings=(tuple(values),)))
        return tuple(reversed(found))


def _over(counts: list[int], side: int) -> int:
    return max(0, counts[side] - counts[1 - side] - counts[3 - side])


def _cost(counts: list[int]) -> int:
    return _over(counts, 0) + _over(counts, 1)
