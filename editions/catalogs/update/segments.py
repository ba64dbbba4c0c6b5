"""A message in its parts, blocks and sentences, each paired with its translation.

When a paragraph is split, merged or moved, its sentences keep their translations; pairs of
parts carry them over. Blocks and sentences are paired only where source and translation have
equally many.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

_ITEM = re.compile(r'\n[ \t]*(?:\n\s*)?(?=(?:[-*+#>|]+|\d+[.)])[ \t])|\n[ \t]*\n\s*')
_MARK = re.compile(r'\s*(?:(?:[-*+>]|#{1,6}|\d{1,9}[.)])\s+)*')
_STOP = re.compile(r'[.!?]["\'”’)\]*`_]*\s+(?=\S)|[。！？][」』）”’]*\s*(?=\S)')
_WIDE = re.compile(r'[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]')
_UNEVEN = 2.5  # times that a part may be longer than the others are
_SHORT = 10  # characters that a short part may have more or less
Pair = tuple[str, str]


def mark(text: str) -> str:
    """The mark of an item, heading or quotation that a block begins with, and its space."""
    found = _MARK.match(text)
    return found[0] if found else ''


def bare(text: str) -> str:
    """A block without its mark and the space around it."""
    return text[len(mark(text)) :].strip()


def blocks(text: str) -> list[str]:
    """The paragraphs and items of a text, each with its mark; a wrapped item is one block."""
    return [part for part in _ITEM.split(text) if part.strip()]


def sentences(text: str) -> list[str]:
    """The sentences of a block, each with its stop and without the space after it."""
    ends = [0, *(found.end() for found in _STOP.finditer(text)), len(text)]
    parts = (text[a:b].strip() for a, b in pairwise(ends))
    return [part for part in parts if part]


def parts(text: str) -> list[str]:
    """What a text is put together from: its blocks, or where it is one block its sentences."""
    found = blocks(text)
    return found if len(found) > 1 else sentences(text)


def joined(pieces: Sequence[str], like: str) -> str:
    """Put parts together as `like` is: one a line, or as running text.

    Writings without spaces between sentences get none.
    """
    if len(blocks(like)) > 1:
        return '\n'.join(pieces)
    text = pieces[0]
    for piece in pieces[1:]:
        text += piece if _WIDE.match(text[-1:]) or _WIDE.match(piece) else ' ' + piece
    return text


def pairs(source: str, translation: str) -> Iterator[Pair]:
    """The parts of a message and their translations, without marks; the whole is not one.

    A part that was left as it is teaches nothing.
    """
    ours, theirs = blocks(source), blocks(translation)
    if len(ours) != len(theirs):
        return
    found = list(zip(map(bare, ours), map(bare, theirs), strict=True))
    if not _even(found):
        return
    for one, other in found:
        if len(found) > 1 and not _untranslated(one, other):
            yield one, other
        firsts, seconds = sentences(one), sentences(other)
        smaller = list(zip(firsts, seconds, strict=False))
        if 1 < len(firsts) == len(seconds) and _even(smaller):
            yield from (pair for pair in smaller if not _untranslated(*pair))


def _even(found: Sequence[Pair]) -> bool:
    """Whether the parts are about as long as one another throughout, as translations are.

    (After Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora", 1993.)
    """
    whole = sum(len(b) for _, b in found) / max(sum(len(a) for a, _ in found), 1)
    ratios = ((len(b) + _SHORT) / (len(a) * whole + _SHORT) for a, b in found)
    return all(1 / _UNEVEN < ratio < _UNEVEN for ratio in ratios)


def _untranslated(source: str, translation: str) -> bool:
    return Levenshtein.normalized_similarity(source, translation) > 0.8
