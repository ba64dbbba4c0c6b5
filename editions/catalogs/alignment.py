"""Which sentences of a translation render which of the source, where they are not equally many.

By length alone: a translation is longer where its source is. The cheapest way through both texts
is found by dynamic programming over beads of 1:1, 2:1, 1:2 and 2:2 sentences (Gale and Church,
"A Program for Aligning Sentences in Bilingual Corpora", 1993).
"""

import math
from collections.abc import Sequence
from functools import cache

_BEADS = {(1, 1): 0.0, (2, 1): 2.3, (1, 2): 2.3, (2, 2): 4.4}  # -log of how rare each is
_VARIANCE = 6.8  # of a translation's length, for each character of the source
MANY = 200  # sentences; the way through both texts takes the product of their numbers

Bead = tuple[range, range]


def align(source: Sequence[str], translation: Sequence[str]) -> list[Bead]:
    """The beads in order, as ranges of sentence numbers; none where the texts do not fit."""
    if max(len(source), len(translation)) > MANY:
        return []
    ours, theirs = [len(s) for s in source], [len(t) for t in translation]
    ratio = sum(theirs) / max(sum(ours), 1)

    @cache
    def cheapest(i: int, j: int) -> tuple[float, tuple[int, int]]:
        """The cost of all that comes before sentences i and j, and the last bead."""
        if i == j == 0:
            return 0.0, (0, 0)
        ways = [
            (
                cheapest(i - a, j - b)[0] + rare + _off(ours[i - a : i], theirs[j - b : j], ratio),
                (a, b),
            )
            for (a, b), rare in _BEADS.items()
            if i >= a and j >= b
        ]
        return min(ways, default=(math.inf, (0, 0)))

    for i in range(len(ours) + 1):  # from short to long, so that no recursion goes deep
        for j in range(len(theirs) + 1):
            cheapest(i, j)
    beads: list[Bead] = []
    i, j = len(ours), len(theirs)
    while (i, j) != (0, 0):
        cost, (a, b) = cheapest(i, j)
        if math.isinf(cost):
            return []
        beads.append((range(i - a, i), range(j - b, j)))
        i, j = i - a, j - b
    return beads[::-1]


def _off(ours: Sequence[int], theirs: Sequence[int], ratio: float) -> float:
    """How unlikely these lengths are for a pair: half the square of the deviation."""
    expected = sum(ours) * ratio
    deviation = (sum(theirs) - expected) / math.sqrt(max(sum(ours), 1) * _VARIANCE * ratio**2 + 1)
    return deviation**2 / 2
