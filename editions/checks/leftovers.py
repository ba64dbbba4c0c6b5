"""Rules on what belongs to another language: the source's words, another script, a sister."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from editions.checks.pair import Pair
from editions.languages.numerals import plain_text
from editions.languages.tables import load

SAME = 0.7  # share of a sentence's words that stand in its source: measured, no false alarm
LONG = 60  # characters from which the common words of a sentence tell its language
_WORD = re.compile(r'[^\W\d_]+')
_SENTENCE = re.compile(r'(?<=[.!?;:])\s+|(?<=[。！？；：])')


def untouched(pair: Pair) -> Iterator[str]:
    """No sentence is left in the language of the source."""
    if pair.code or _base(pair.language) == _base(pair.source_language):
        return
    source = set(_lower(plain_text(pair.before.text)))
    small = frozenset(load(pair.source_language).get('typography', {}).get('function', source))
    if pair.target.strip() == pair.source.strip():
        long = {word for word in source if len(word) > 1}
        if len(long) >= 3 and len(long & small) >= min(2, len(small)):
            yield 'the translation is the source'
        return
    for sentence in _SENTENCE.split(plain_text(pair.after.text)):
        words = _lower(sentence)
        shared = sum(word in source for word in words)
        if len(words) < 4 or sum(word in small for word in words) < 2:
            continue
        if shared / len(words) >= SAME and not _HAN.search(sentence[: len(sentence) // 2]):
            yield f'left as it is in the source: {" ".join(sentence.split())[:60]}'


def _lower(text: str) -> list[str]:
    """The words that are no names: those without a capital."""
    return [word for word in _WORD.findall(text) if word.islower() and word.isascii()]


def latin(pair: Pair) -> Iterator[str]:
    """No word of the source is left in a Chinese text; names and abbreviations may stay."""
    if _base(pair.language) != 'zh' or pair.code or not _HAN.search(pair.target):
        return
    source = set(_WORD.findall(pair.before.text.lower()))
    for match in _LATIN.finditer(re.sub(r'[（(][^（）()]*[)）]', ' ', pair.after.text)):
        word = match[0]
        if word in source and word in _english():
            yield f'{word} is left in Latin letters'


_HAN = re.compile('[\u4e00-\u9fff]')
_LATIN = re.compile(r'(?<![\w.@/\\-])[a-z]{3,40}(?![\w.@/\\(-])')


@lru_cache(1)
def _english() -> frozenset[str]:
    """English words that name nothing in a text: they are never kept in a translation."""
    return frozenset(load('en').get('typography', {}).get('common', []))


def traditional(pair: Pair) -> Iterator[str]:
    """Simplified Chinese holds no Traditional characters."""
    if pair.language not in ('zh_CN', 'zh_Hans', 'zh_Hans_CN', 'zh_SG', 'zh'):
        return
    text = pair.after.text
    if not _HAN.search(text):
        return
    simple = _simplifier().convert(text)
    if len(simple) == len(text):
        found = dict.fromkeys(
            (old, new) for old, new in zip(text, simple, strict=True) if old != new
        )
        for old, new in found:
            yield f'{old} is Traditional; Simplified: {new}'


@lru_cache(1)
def _simplifier() -> Any:
    from opencc import OpenCC  # only where a text is Chinese

    return OpenCC('t2s')


def european(pair: Pair) -> Iterator[str]:
    """Brazilian Portuguese holds no European forms."""
    if pair.language != 'pt_BR' or pair.code:
        return
    table: dict[str, str] = load('pt_BR')['typography']['european']
    source = set(_WORD.findall(pair.before.text.lower()))
    for word in dict.fromkeys(_WORD.findall(pair.after.text)):
        here = table.get(word) or table.get(word.lower())
        if here and word.lower() not in source:
            yield f'{word} is European; Brazil writes {here}'


def language(pair: Pair) -> Iterator[str]:
    """A sentence is in the language of its catalog, not in a sister's: Spanish in Portuguese."""
    base = _base(pair.language)
    if pair.code or base not in _SISTERS:
        return
    own, other = _common(base), _common(_SISTERS[base])
    for sentence in _SENTENCE.split(pair.after.text):
        words = [word.lower() for word in _WORD.findall(sentence)]
        ours = sum(word in own for word in words)
        theirs = sum(word in other for word in words)
        if len(sentence) >= LONG and theirs >= 3 and theirs > 2 * ours:
            yield f'not in the language of this catalog: {" ".join(sentence.split())[:60]}'


_SISTERS = {'es': 'pt_BR', 'pt': 'es'}


def _common(code: str) -> frozenset[str]:
    """The common words of a language that its sister does not have."""
    code = 'pt_BR' if code == 'pt' else code
    sister = _SISTERS[_base(code)]
    sets = [frozenset(load(each)['typography']['common']) for each in (code, sister)]
    return sets[0] - sets[1]


def _base(code: str) -> str:
    return code.partition('_')[0]
