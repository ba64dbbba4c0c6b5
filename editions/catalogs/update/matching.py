"""The best old translation for a new message: whole, in part, or put together from several.

All translations of a language are one memory. A new source is held against every whole message
and every part of one, and may be put together from the best of its own parts; the offer whose
source is nearest wins, if it is near enough for its length. An offer carries the source that its
text translates, so that what changed can be shown word by word. Parts are blocks and sentences,
paired only where source and translation have equally many.

Likeness is the mean of two Indel similarities (rapidfuzz), by characters and by words: together
they mislead less than either alone. The thresholds were set by replaying changes of real
projects.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from itertools import pairwise

from rapidfuzz.distance import Indel, Levenshtein

from editions.catalogs.credits import Record
from editions.catalogs.po.messages import Key, Message, Previous
from editions.catalogs.update.edits import LONG, adapted, neutral, neutral_key, neutral_size

_ITEM = re.compile(r'\n[ \t]*(?:\n\s*)?(?=(?:[-*+#>|]+|\d+[.)])[ \t])|\n[ \t]*\n\s*')
_MARK = re.compile(r'\s*(?:(?:[-*+>]|#{1,6}|\d{1,9}[.)])\s+)*')
_STOP = re.compile(r'[.!?]["\'”’)\]*`_]*\s+(?=\S)|[。！？][」』）”’]*\s*(?=\S)')
_WIDE = re.compile(r'[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]')
_UNEVEN = 2.5  # times that a part may be longer than the others are
_SHORT = 10  # characters that a short part may have more or less
Pair = tuple[str, str]


def item_mark(text: str) -> str:
    """The mark of an item, heading or quotation that a block begins with, and its space."""
    found = _MARK.match(text)
    return found[0] if found else ''


def without_mark(text: str) -> str:
    """A block without its mark and the space around it."""
    return text[len(item_mark(text)) :].strip()


def blocks_of(text: str) -> list[str]:
    """The paragraphs and items of a text, each with its mark; a wrapped item is one block."""
    return [part for part in _ITEM.split(text) if part.strip()]


def sentences_of(text: str) -> list[str]:
    """The sentences of a block, each with its stop and without the space after it."""
    ends = [0, *(found.end() for found in _STOP.finditer(text)), len(text)]
    parts = (text[a:b].strip() for a, b in pairwise(ends))
    return [part for part in parts if part]


def parts_of(text: str) -> list[str]:
    """What a text is put together from: its blocks, or where it is one block its sentences."""
    found = blocks_of(text)
    return found if len(found) > 1 else sentences_of(text)


def joined_parts(pieces: Sequence[str], like: str) -> str:
    """Put parts together as `like` is: one a line, or as running text.

    Writings without spaces between sentences get none.
    """
    if len(blocks_of(like)) > 1:
        return '\n'.join(pieces)
    text = pieces[0]
    for piece in pieces[1:]:
        text += piece if _WIDE.match(text[-1:]) or _WIDE.match(piece) else ' ' + piece
    return text


def paired_parts(source: str, translation: str) -> Iterator[Pair]:
    """The parts of a message and their translations, without marks; the whole is not one.

    A part that was left as it is teaches nothing.
    """
    ours, theirs = blocks_of(source), blocks_of(translation)
    if len(ours) != len(theirs):
        return
    found = list(zip(map(without_mark, ours), map(without_mark, theirs), strict=True))
    if not _evenly_long(found):
        return
    for one, other in found:
        if len(found) > 1 and not _untranslated(one, other):
            yield one, other
        firsts, seconds = sentences_of(one), sentences_of(other)
        smaller = list(zip(firsts, seconds, strict=False))
        if 1 < len(firsts) == len(seconds) and _evenly_long(smaller):
            yield from (pair for pair in smaller if not _untranslated(*pair))


def _evenly_long(found: Sequence[Pair]) -> bool:
    """Whether the parts are about as long as one another throughout, as translations are.

    (After Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora", 1993.)
    """
    whole = sum(len(b) for _, b in found) / max(sum(len(a) for a, _ in found), 1)
    ratios = ((len(b) + _SHORT) / (len(a) * whole + _SHORT) for a, b in found)
    return all(1 / _UNEVEN < ratio < _UNEVEN for ratio in ratios)


def _untranslated(source: str, translation: str) -> bool:
    return Levenshtein.normalized_similarity(source, translation) > 0.8


_WORD = re.compile(r'[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|[^\w\s]')
_CANDIDATES = 16  # sources compared closely: those that share the most telling words
_COMMON = 20  # a word is common where more than a twentieth of the sources hold it ...
_COMMON_AT_MOST = 400  # ... or so many of them, so that the search stays linear in a large book
_RARE = 4  # the rarest words may be so many times as common; the first always counts
_LEAST_SHARED = 0.05  # of the weight of two sources' words
_CORRECTED = 5  # candidates that are compared again with the mechanical corrections made
_TOO_FAR = 0.3  # likeness below which no correction helps
_CORRECTION_COUNTS = 0.6  # the part of a likeness gained by corrections that counts
_ANCHOR = 0.7  # likeness of one part that lets less like ones beside it be offered
_MOST_PARTS = 200  # a text of more parts is no paragraph
_PART_NEARER = 0.08  # likeness that a part of a message must have more than a whole one
_WHOLE_BONUS = 0.03  # likeness by which a whole message is preferred to pieces of several


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
    """How near is near enough: the shorter a text, the likelier is a likeness by chance.

    0.85 up to 16 characters, 0.54 from 120 on; a part, which has less around it, must be nearer.
    """
    near = 0.49 + 6 / max(len(source), 1) + (_PART_NEARER if part else 0)
    return max(min(near, 0.85), 0.54)


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
        self._common = max(50, min(count // _COMMON, _COMMON_AT_MOST))

    def candidates(self, found: Sequence[str]) -> list[int]:
        """The numbers of the sources that share the most telling words, the likeliest first."""
        distinct = set(found)
        total = sum(self._telling.get(word, self._unknown) for word in distinct)
        shared: dict[int, float] = defaultdict(float)
        known = distinct & self._holders.keys()
        rare = sorted(known, key=lambda word: (len(self._holders[word]), word))
        for rank, word in enumerate(rare):
            holders, weight = self._holders[word], self._telling[word]
            if rank and len(holders) > self._common * (1 if rank >= _RARE else _RARE):
                break
            for number in holders:
                shared[number] += weight
        least = total * _LEAST_SHARED
        share = [
            (weight / (total + self._weights[number]), -number)
            for number, weight in shared.items()
            if weight > least
        ]
        return [-number for _, number in nlargest(_CANDIDATES, share)]


@dataclass(frozen=True, slots=True)
class Known:
    """A source and its translation, without marks of items and space around them.

    `whole` is the message where they are not a part of one.
    """

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

    def strings(self, forms: int) -> tuple[str, ...]:
        """The translation in `forms` plural forms; the origin's own where it has as many."""
        origin = self.origin
        if origin and origin.string == self.text and len(origin.strings) == forms:
            return origin.strings
        return (self.text,) * forms


class Memory:
    """All that was ever translated into one language, made ready when it is first searched."""

    def __init__(
        self, messages: Iterable[Message], made: Mapping[int, Sequence[Record]] | None = None
    ) -> None:
        """Take translations in order of preference: the first of a source holds.

        `made` has the records of their headers, by the `id()` of messages.
        """
        self.made = made or {}
        self._messages = [each for each in messages if each.translated and not each.defective]
        self._of_size: dict[int, Mapping[Key, Message]] = {}

    def offer(self, message: Message) -> Offer | None:
        """The best translation at hand for a message that has none; None where none is near."""
        if found := self.sure_offer(message):
            return found
        source = without_mark(message.id)
        offers = [self._nearest_offer(message, source), self._joined_offer(message, source)]
        near = [offer for offer in offers if offer and _near_enough(offer, source)]
        return max(near, key=_rank, default=None)

    def sure_offer(self, message: Message) -> Offer | None:
        """The translation of this very text, but for neutral edits."""
        return self._same_offer(message) or self._neutral_offer(message)

    @cached_property
    def _same(self) -> Mapping[tuple[Key, str | None], list[Message]]:
        found = defaultdict(list)
        for message in self._messages:
            found[message.key, message.plural].append(message)
        return found

    @cached_property
    def _sized(self) -> Mapping[int, list[Message]]:
        """The current messages without plural by their size: few of them are looked at closely."""
        found = defaultdict(list)
        for message in self._messages:
            if not message.fuzzy and message.plural is None:
                found[neutral_size(message.id)].append(message)
        return found

    def _neutral(self, size: int) -> Mapping[Key, Message]:
        """Those of a size, by what no neutral edit changes."""
        if size not in self._of_size:
            known: dict[Key, Message] = {}
            for message in self._sized.get(size, ()):
                if key := neutral_key(message.id):
                    known.setdefault((message.context, key), message)
            self._of_size[size] = known
        return self._of_size[size]

    @cached_property
    def _known(self) -> Mapping[str, Known]:
        """Whole messages, then their parts, by their source however it is wrapped."""
        found: dict[str, Known] = {}
        texts = [(made_for(message).id, message.string, message) for message in self._messages]
        parts = ((*pair, None) for text in texts for pair in paired_parts(text[0], text[1]))
        for source, text, whole in [*texts, *parts]:
            known = Known(without_mark(source), without_mark(text), whole)
            if known.source and known.text not in ('', known.source):  # else it teaches nothing
                found.setdefault(_one_line(known.source), known)
        return found

    @cached_property
    def _numbered(self) -> Sequence[Known]:
        return list(self._known.values())

    @cached_property
    def _index(self) -> Index:
        return Index([known.source for known in self._numbered])

    def _same_offer(self, message: Message) -> Offer | None:
        """The very message, from another catalog; where it has two translations, to be read."""
        found = self._same.get((message.key, message.plural))
        if not found:
            return None
        agreed = not any(m.fuzzy or m.strings != found[0].strings for m in found)
        rule = 'moved' if agreed else 'edited'
        return Offer(found[0].string, made_for(found[0]), rule, 1.0, found[0])

    def _neutral_offer(self, message: Message) -> Offer | None:
        if message.plural is not None:
            return None
        known = self._neutral(neutral_size(message.id))
        old = known.get((message.context, neutral_key(message.id)))
        text = neutral(old.id, message.id, old.string) if old else None
        if old is None or text is None:
            return None
        return Offer(text, made_for(old), 'neutral', 1.0, old)

    def _nearest_offer(self, message: Message, source: str) -> Offer | None:
        if not (found := self._nearest(source)):
            return None
        nearness, known = found
        text = item_mark(message.id) + adapted(known.source, source, known.text)[1]
        if known.whole:
            rule, previous = 'edited', made_for(known.whole)
        else:
            rule, previous = 'part', Previous(item_mark(message.id) + known.source)
        return Offer(text, previous, rule, nearness, known.whole)

    def _joined_offer(self, message: Message, source: str) -> Offer | None:
        """Put together from the translations of the message's own parts; the rest is left out."""
        parts = parts_of(source)
        if not 2 <= len(parts) <= _MOST_PARTS:
            return None
        runs = list(self._runs(parts, source))
        if not any(nearness >= _ANCHOR for nearness, _, _ in runs):
            return None
        sources, texts = [], []
        for _, part, found in runs:
            mark, plain = item_mark(part), without_mark(part)
            sources.append(mark + found.source)
            texts.append(mark + adapted(found.source, plain, found.text)[1])
        previous = joined_parts(sources, source)
        lead = item_mark(message.id)
        nearness = likeness(source, words(source), previous, words(previous))
        text = lead + joined_parts(texts, source)
        return Offer(text, Previous(lead + previous), 'joined', nearness)

    def _runs(self, parts: Sequence[str], like: str) -> Iterator[tuple[float, str, Known]]:
        """Likeness, part and what is known of it; two parts where they were translated as one."""
        number, last = 0, None
        while number < len(parts):
            both = joined_parts(parts[number : number + 2], like)
            if number + 1 < len(parts) and (
                known := self._known.get(_one_line(without_mark(both)))
            ):
                number += 2
                yield 1.0, both, known
                last = known
                continue
            part = parts[number]
            found = self._nearest(without_mark(part))
            near = found and found[0] >= threshold(without_mark(part))
            if found and near and found[1] is not last:
                yield found[0], part, found[1]
                last = found[1]
            number += 1

    def _nearest(self, source: str) -> tuple[float, Known] | None:
        if known := self._known.get(_one_line(source)):
            return 1.0, known
        found = words(source)
        near = []
        for number in self._index.candidates(found):
            other = self._numbered[number].source
            near.append((likeness(source, found, other, self._index.words[number]), -number))
        best = [
            (_with_corrections(nearness, self._numbered[-number], source, found), number)
            for nearness, number in nlargest(_CORRECTED, near)
        ]
        if not best:
            return None
        nearness, number = max(best)
        return nearness, self._numbered[-number]


def made_for(message: Message) -> Previous:
    """The source that a message's translation was made for."""
    if message.fuzzy and message.previous:
        return message.previous
    return Previous(message.id, message.context, message.plural)


def _with_corrections(nearness: float, known: Known, source: str, its: Sequence[str]) -> float:
    """The nearness of a source, with credit for what is corrected in its translation."""
    if nearness < _TOO_FAR:
        return nearness
    closer, _ = adapted(known.source, source, known.text)
    if closer == known.source:
        return nearness
    gain = likeness(source, its, closer, words(closer)) - nearness
    return nearness + _CORRECTION_COUNTS * gain


def _rank(offer: Offer) -> float:
    return offer.nearness + (_WHOLE_BONUS if offer.rule == 'edited' else 0)


def _near_enough(offer: Offer, source: str) -> bool:
    if offer.nearness >= threshold(source, part=offer.rule != 'edited'):
        return True
    return spoken(source) == spoken(without_mark(offer.source.id))


def _one_line(text: str) -> str:
    """The same text however it is wrapped."""
    return ' '.join(text.split())
