"""How like two sources are, which sources are worth comparing, and how like is like enough.

Likeness is the mean of two Indel similarities (rapidfuzz), by characters and by words: together
they mislead less than either alone.
"""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from heapq import nlargest

from rapidfuzz.distance import Indel

_WORD = re.compile(r'[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|[^\w\s]')
LONG = 20_000  # characters; comparing takes the product of two lengths
_CANDIDATES = 16  # by shared rare words; the true one stands among the first few
_COMMON = 20  # a word in more than a twentieth of the sources tells nothing
_MOST = 400  # nor does one in so many, be they ever so large a book's: the search stays linear
_LEAST = 0.05  # of what a source's words tell must be shared
_RARE = 4  # so many words may be so many times as common; the rarest always is looked up


def words(text: str) -> list[str]:
    """Words in lower case, single Han characters, marks."""
    return _WORD.findall(text.lower())


def likeness(one: str, its: Sequence[str], other: str, others: Sequence[str]) -> float:
    """0 to 1: the mean likeness of two texts by characters and by words.

    Of texts longer than anybody writes the beginnings are compared.
    """
    characters = Indel.normalized_similarity(one[:LONG], other[:LONG])
    return (characters + Indel.normalized_similarity(its[:LONG], others[:LONG])) / 2


def threshold(source: str, *, part: bool = False) -> float:
    """How near is near enough: the shorter a text, the likelier is a likeness by chance."""
    return max(min(0.49 + 6 / max(len(source), 1) + (0.08 if part else 0), 0.85), 0.54)


def spoken(text: str) -> list[str]:
    """The words alone: what two texts share that differ in marks and capitals."""
    return re.findall(r'\w+', text.lower())


class Index:
    """Which sources hold a word, and how much a word tells (inverse document frequency)."""

    def __init__(self, sources: Sequence[str]) -> None:
        self.words = [words(source) for source in sources]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, found in enumerate(self.words):
            for word in set(found):
                self._holders[word].append(number)
        count = len(self.words)
        self._telling = {w: math.log(1 + count / len(h)) for w, h in self._holders.items()}
        self._unknown = math.log(1 + count)
        self._weights = [sum(self._telling[w] for w in set(found)) for found in self.words]
        self._common = max(50, min(count // _COMMON, _MOST))

    def candidates(self, found: Sequence[str]) -> list[int]:
        """The numbers of the sources that share the most telling words, the likeliest first."""
        distinct = set(found)
        total = sum(self._telling.get(word, self._unknown) for word in distinct)
        shared: dict[int, float] = defaultdict(float)
        rare = sorted((w for w in distinct if w in self._holders), key=self._rarity)
        for place, word in enumerate(rare):
            holders, told = self._holders[word], self._telling[word]
            if place and len(holders) > self._common * (1 if place >= _RARE else _RARE):
                break
            for number in holders:
                shared[number] += told
        least = total * _LEAST
        share = [
            (told / (total + self._weights[number]), -number)
            for number, told in shared.items()
            if told > least
        ]
        return [-number for _, number in nlargest(_CANDIDATES, share)]

    def _rarity(self, word: str) -> tuple[int, str]:
        return len(self._holders[word]), word
