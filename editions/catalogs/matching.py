"""The right old message for a new one: whole, in part, or put together from several.

All translations of a language are one memory. A new source is held against every whole message
and every part of one (segments.py), and may be put together from the best of its own parts; the
offer whose source is nearest wins, if it is near enough for its length. An offer carries the
source that its text translates, so that what changed can be shown word by word.

Nearness is the mean of two Indel similarities (rapidfuzz), by characters and by words: together
they mislead less than either alone.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

from rapidfuzz.distance import Indel

from editions.catalogs import neutral, segments
from editions.catalogs.mending import mend
from editions.catalogs.messages import Message, Previous

_WORD = re.compile(r'[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|[^\w\s]')
_CANDIDATES = 16  # by shared rare words; the true one stands among the first few
_COMMON = 20  # a word in more than a twentieth of the memory tells nothing


@dataclass(frozen=True, slots=True)
class Known:
    """A source and its translation; `whole` is the message where they are not a part of one."""

    source: str
    text: str
    whole: Message | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A translation offered for a new message.

    `rule` says how it was found: 'moved' (the same message elsewhere), 'neutral' (it holds as
    it is), 'edited', 'part' (of one message), 'joined' (from several).
    `origin` is the old message where the offer is one whole message's.
    """

    text: str
    source: Previous
    rule: str
    nearness: float
    origin: Message | None = None


def threshold(source: str, *, part: bool = False) -> float:
    """How near is near enough: the shorter a text, the likelier is a likeness by chance."""
    return min(0.48 + 6 / max(len(source), 1) + (0.05 if part else 0), 0.85)


class Memory:
    """All that was ever translated into one language, ready to be searched."""

    def __init__(self, messages: Iterable[Message]) -> None:
        """Take translations in order of preference: the first of a source holds."""
        self._known: list[Known] = []
        self._exact: dict[str, Known] = {}
        self._same: dict[tuple[str | None, str, str | None], list[Message]] = defaultdict(list)
        self._neutral: dict[tuple[str | None, str], Message] = {}
        wholes = [message for message in messages if message.translated and not message.defective]
        for message in wholes:
            self._same[message.context, message.id, message.plural].append(message)
            self._learn(Known(made_for(message).id, message.string, message))
            if not message.fuzzy and message.plural is None and (key := neutral.key(message.id)):
                self._neutral.setdefault((message.context, key), message)
        for message in wholes:
            for source, text in segments.pairs(made_for(message).id, message.string):
                self._learn(Known(source, text))
        self._index()

    def offer(self, message: Message) -> Offer | None:
        """The best translation at hand for a message that has none; None where none is near."""
        if found := self._same_offer(message) or self._neutral_offer(message):
            return found
        source = segments.bare(message.id)
        offers = [self._nearest_offer(message, source), self._joined_offer(message, source)]
        near = [offer for offer in offers if offer and _near_enough(offer, source)]
        return max(near, key=lambda offer: offer.nearness, default=None)

    def _learn(self, known: Known) -> None:
        source = segments.bare(known.source)
        told = known.text.strip() not in ('', known.source.strip())  # itself teaches nothing
        if source and told and _even(source) not in self._exact:
            self._exact[_even(source)] = known
            self._known.append(known)

    def _index(self) -> None:
        """Which sources hold a word, and how much a word tells (inverse document frequency)."""
        self._words = [words(segments.bare(known.source)) for known in self._known]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, found in enumerate(self._words):
            for word in set(found):
                self._holders[word].append(number)
        count = len(self._known)
        self._telling = {w: math.log(1 + count / len(h)) for w, h in self._holders.items()}
        self._unknown = math.log(1 + count)
        self._weights = [sum(self._telling[w] for w in set(found)) for found in self._words]

    def _same_offer(self, message: Message) -> Offer | None:
        """The very message, from another catalog; where it has two translations, to be read."""
        found = self._same.get((message.context, message.id, message.plural))
        if not found:
            return None
        agreed = not any(m.fuzzy or m.strings != found[0].strings for m in found)
        rule = 'moved' if agreed else 'edited'
        return Offer(found[0].string, made_for(found[0]), rule, 1.0, found[0])

    def _neutral_offer(self, message: Message) -> Offer | None:
        if message.plural is not None:
            return None
        old = self._neutral.get((message.context, neutral.key(message.id)))
        text = neutral.carried(old.id, message.id, old.string) if old else None
        if old is None or text is None:
            return None
        return Offer(text, made_for(old), 'neutral', 1.0, old)

    def _nearest_offer(self, message: Message, source: str) -> Offer | None:
        if not (found := self._nearest(source)):
            return None
        nearness, known = found
        text = segments.mark(message.id) + _mended(known, source)
        if known.whole:
            rule, previous = 'edited', made_for(known.whole)
        else:
            rule, previous = 'part', Previous(segments.mark(message.id) + known.source)
        return Offer(text, previous, rule, nearness, known.whole)

    def _joined_offer(self, message: Message, source: str) -> Offer | None:
        """Put together from the translations of the message's own parts; the rest is left out."""
        parts = segments.parts(source)
        if len(parts) < 2:
            return None
        sources, texts = [], []
        for part, found in self._runs(parts, source):
            mark, plain = segments.mark(part), segments.bare(part)
            sources.append(mark + segments.bare(found.source))
            texts.append(mark + _mended(found, plain))
        if not texts:
            return None
        previous = segments.joined(sources, source)
        lead = segments.mark(message.id)
        nearness = likeness(source, words(source), previous, words(previous))
        text = lead + segments.joined(texts, source)
        return Offer(text, Previous(lead + previous), 'joined', nearness)

    def _runs(self, parts: Sequence[str], like: str) -> Iterator[tuple[str, Known]]:
        """The parts, two together where they were translated as one, and what is known of them."""
        number, last = 0, None
        while number < len(parts):
            both = segments.joined(list(parts[number : number + 2]), like)
            if number + 1 < len(parts) and (known := self._exact.get(_even(segments.bare(both)))):
                number += 2
                yield both, known
                last = known
                continue
            part = parts[number]
            found = self._nearest(segments.bare(part))
            near = found and found[0] >= max(threshold(segments.bare(part)), 0.65)
            if found and near and found[1] is not last:
                yield part, found[1]
                last = found[1]
            number += 1

    def _nearest(self, source: str) -> tuple[float, Known] | None:
        if known := self._exact.get(_even(source)):
            return 1.0, known
        found, best = words(source), None
        for number in self._candidates(found):
            known = self._known[number]
            nearness = likeness(source, found, segments.bare(known.source), self._words[number])
            if best is None or nearness > best[0]:
                best = nearness, known
        return best

    def _candidates(self, found: Sequence[str]) -> list[int]:
        """The sources that share the most telling words, the likeliest first."""
        distinct = set(found)
        total = sum(self._telling.get(word, self._unknown) for word in distinct)
        shared: dict[int, float] = defaultdict(float)
        rare = sorted((w for w in distinct if w in self._holders), key=self._rank)
        for place, word in enumerate(rare):
            holders = self._holders[word]
            if place >= 4 and len(holders) > max(50, len(self._known) // _COMMON):
                break
            for number in holders:
                shared[number] += self._telling[word]
        share = {n: told / (total + self._weights[n]) for n, told in shared.items()}
        return nlargest(_CANDIDATES, share, key=share.__getitem__)

    def _rank(self, word: str) -> tuple[int, str]:
        return len(self._holders[word]), word


def made_for(message: Message) -> Previous:
    """The source that a message's translation was made for."""
    if message.fuzzy and message.previous:
        return message.previous
    return Previous(message.id, message.context, message.plural)


def words(text: str) -> list[str]:
    """Words in lower case, single Han characters, marks."""
    return _WORD.findall(text.lower())


def likeness(one: str, its: Sequence[str], other: str, others: Sequence[str]) -> float:
    """0 to 1: the mean likeness of two texts by characters and by words."""
    characters = Indel.normalized_similarity(one, other)
    return (characters + Indel.normalized_similarity(its, others)) / 2


def _near_enough(offer: Offer, source: str) -> bool:
    return offer.nearness >= threshold(source, part=offer.rule != 'edited')


def _mended(known: Known, source: str) -> str:
    return mend(segments.bare(known.source), source, segments.bare(known.text))


def _even(text: str) -> str:
    """The same text however it is wrapped."""
    return ' '.join(text.split())
