"""Rules on completeness: nothing dropped, nothing added, nothing left waiting."""

import re
import unicodedata
from collections.abc import Iterator

from editions.checks.pair import Pair
from editions.languages.tables import load

_HAN = re.compile('[\u3040-\u30ff\u3400-\u9fff]')
_STOP = re.compile(r'(?:[.!?…]+["”’»)\]]*(?=\s|$)|[。！？]+[”’）》]*)')
_ABBREVIATION = re.compile(
    r'(?<![\w-])(?:[A-Za-z]|e\.g|i\.e|vs|Mr|Ms|Dr|St|No|Sr|Sra|art|p\.ej|ej|ex|fig|pág'
    r'|etc(?!\.\s+["“«‘¿¡(]?[A-ZÀ-Þ]))\.'
)
MARKS = {
    '.': '.',
    '。': '.',
    '!': '!',
    '！': '!',
    '?': '?',
    '？': '?',
    ':': ':',
    '：': ':',
    '…': '…',
}


def ending(pair: Pair) -> Iterator[str]:
    """A translation ends with the kind of mark its source ends with."""
    if pair.code or min(len(pair.source), len(pair.target)) < 3:
        return
    before, after = _last(pair.source), _last(pair.target)
    if before != after:
        yield f'ends with {after or "no mark"}, the source with {before or "no mark"}'


def _last(text: str) -> str:
    """The last mark, quotation marks, brackets, emphasis and note calls aside."""
    text = re.sub(r'\s*\[[^\]\s]{1,40}\]_\s*$', '', text.rstrip())
    text = re.sub(r'``[^`]+``$', '', text)
    text = re.sub(r'\.{3}$', '…', text.rstrip('*`_"\'”’»)]）】》〉 \u00a0'))
    return MARKS.get(text[-1:], '')


def capital(pair: Pair) -> Iterator[str]:
    """A translation begins with a capital where its source does, and only there."""
    if pair.code:
        return
    before, after = _first(pair.before.text), _first(pair.after.text)
    if before.isupper() and after.islower() and not _HAN.search(pair.target) and _bare(pair):
        yield f'begins with a small letter: {pair.after.text.strip()[:30]}'


def _bare(pair: Pair) -> bool:
    """The translation does not begin with markup: a name, a parameter, a word of another kind."""
    marks = pair.after.marks
    return not marks or bool(pair.target[: marks[0].start].strip(' "“«‘¿¡(['))


def _first(text: str) -> str:
    """The letter that a text begins with; '' where it begins with a digit, a literal, a script
    without capitals."""
    match = re.match(r'[\s"“«‘¿¡(*\[]*([^\W\d_])', text)
    return match[1] if match else ''


def sentences(pair: Pair) -> Iterator[str]:
    """No sentence is dropped or added: there are as many as in the source."""
    before, after = _count(pair.before.text), _count(pair.after.text)
    if pair.code or max(before, after) < 2:
        return
    spare = load(pair.language).get('typography', {}).get('joined', 0)
    if abs(before - after) > max(spare, 1) or (
        abs(before - after) > spare and _with_words(pair, before, after)
    ):
        yield f'{after} sentences, the source has {before}'


def _with_words(pair: Pair, before: int, after: int) -> bool:
    """A sentence that was dropped or added took its words along: it was not only joined."""
    share = 0.5 / max(before, after)
    return _ratio(pair) < 1 - share if after < before else _ratio(pair) > 1 + share


def _count(text: str) -> int:
    text = _ABBREVIATION.sub('x', unicodedata.normalize('NFC', text.strip()))
    return len(_STOP.findall(text)) + int(not _STOP.search(text[-3:]))


def length(pair: Pair) -> Iterator[str]:
    """A translation is about as long as this pair of languages makes it."""
    if not pair.code and len(pair.before.text) >= 40 and _far(pair):
        yield f'{_ratio(pair):.0%} of the length that is usual for this source'


def _far(pair: Pair) -> bool:
    _, spare, low, high = _lengths(pair)
    spare /= max(_expected(pair), 1)
    return not low - spare <= _ratio(pair) <= high + spare


def _ratio(pair: Pair) -> float:
    return len(pair.after.text) / max(_expected(pair), 1)


def _expected(pair: Pair) -> float:
    return len(pair.before.text) * _lengths(pair)[0]


def _lengths(pair: Pair) -> tuple[float, float, float, float]:
    """Characters for one of the source, how many mean nothing, and the least and most usual."""
    found = load(pair.language).get('typography', {}).get('lengths', [1.0, 30, 0.4, 2.5])
    return float(found[0]), float(found[1]), float(found[2]), float(found[3])
