"""Rules on what belongs to another language: the source's words, another script, a sister."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from editions.checks.pair import Pair
from editions.languages.language import Language
from editions.languages.sentences import plain_text
from editions.markup import Inline, Markup

SAME = 0.7  # share of a sentence's words that stand in its source: measured, no false alarm
LINE = 200  # characters of the longest line of code
LONG = 60  # characters from which the common words of a sentence tell its language
_WORD = re.compile(r'[^\W\d_]+')
_SENTENCE = re.compile(r'(?<=[.!?;:])\s+|(?<=[。！？；：])')


def untouched(pair: Pair) -> Iterator[str]:
    """No sentence is left in the language of the source."""
    if pair.code or _base(pair.language) == _base(pair.source_language):
        return
    source = set(_lower(pair.before.text))
    small = frozenset(Language(pair.source_language).table('typography').get('function', source))
    if pair.target.strip() == pair.source.strip():
        if len(source) >= 3 and len(source & small) >= min(2, len(small)) and not _named(pair):
            yield 'the translation is the source'
        return
    for sentence in _SENTENCE.split(_prose(_untitled(pair.after))):
        words = _lower(sentence)
        shared = sum(word in source for word in words)
        if len(words) < 4 or sum(word in small for word in words) < 2:
            continue
        if shared / len(words) >= SAME and not _HAN.search(sentence[: len(sentence) // 2]):
            yield f'left as it is in the source: {" ".join(sentence.split())[:60]}'


def _named(pair: Pair) -> bool:
    """Nothing but a reference, as to a paper by its title; or code, or more code than words."""
    if len(pair.source) < LINE and any(sign in pair.source for sign in '([='):
        try:
            ast.parse(pair.source.strip())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass  # a sentence
        else:
            return True
    words, prose = (_WORD.findall(each) for each in (pair.source, _prose(pair.before.text)))
    alone = len(pair.before.marks) == 1 and not _WORD.search(pair.before.rest)
    return (alone and pair.before.marks[0].kind in _POINTING) or 2 * len(prose) < len(words)


def _untitled(scanned: Markup) -> str:
    """A text without what its links are called: often the title of a paper."""
    text = scanned.text
    for mark in scanned.marks[:100]:
        if mark.kind == Inline.LINK:
            text = text.replace(mark.read, ' ')
    return text


_POINTING = (Inline.ROLE, Inline.LINK, Inline.REFERENCE)


def _prose(text: str) -> str:
    """Without addresses, tags and code: what is written together with signs is no word."""
    return _RUN.sub(lambda run: ' ' if _CODE.search(run[0]) else run[0], plain_text(text))


_RUN = re.compile('[!-~]+')
_CODE = re.compile(r'\w(?:[._/\\@:#]|->)\w|\w\(\)|=')


def _lower(text: str) -> list[str]:
    """The words that are no names, no code and no single letters: those without a capital."""
    words = _WORD.findall(_prose(text))
    return [word for word in words if len(word) > 1 and word.islower() and word.isascii()]


def latin(pair: Pair) -> Iterator[str]:
    """No word of the source is left in a Chinese text; names and abbreviations may stay."""
    if not Language(pair.language).chinese or pair.code or not _HAN.search(pair.target):
        return
    source = set(_WORD.findall(pair.before.text.lower()))
    for mark in pair.before.marks:
        if mark.kind == Inline.EMPHASIS:  # a parameter: *state*
            source.discard(mark.label.lower())
    for match in _LATIN.finditer(_CITED.sub(' ', pair.after.text)):
        word = match[0]
        if word in source and word in _common(pair.source_language):
            yield f'{word} is left in Latin letters'


_CITED = re.compile(r'[（(][^（）()]*[)）]|"[^"]*"|“[^“”]*”|「[^「」]*」')
_HAN = re.compile('[\u4e00-\u9fff]')
_LATIN = re.compile(r'(?<![\w.@/\\-])[a-z]{3,40}(?![\w.@/\\(-])')


def _common(code: str) -> frozenset[str]:
    """Words of a language that name nothing in a text: they are never kept in a translation."""
    return frozenset(Language(code).table('typography').get('common', []))


def traditional(pair: Pair) -> Iterator[str]:
    """Simplified Chinese holds no Traditional characters."""
    if Language(pair.language).script != 'Hans':
        return
    text = pair.after.text
    if not _HAN.search(text):
        return
    simple = _simplifier().convert(text)
    if len(simple) == len(text):
        changed = (each for each in zip(text, simple, strict=True) if each[0] != each[1])
        for old, new in dict.fromkeys(changed):
            # one that is Simplified when alone (覆) was taken for a part of the wrong word
            if _simplifier().convert(old) != old:
                yield f'{old} is Traditional; Simplified: {new}'


@lru_cache(1)
def _simplifier() -> Any:
    from opencc import OpenCC  # only where a text is Chinese

    return OpenCC('t2s')


def european(pair: Pair) -> Iterator[str]:
    """Brazilian Portuguese holds no European forms."""
    table: dict[str, str] = Language(pair.language).table('typography').get('european', {})
    if not table or pair.code:
        return
    source = set(_WORD.findall(pair.before.text.lower()))
    first = {match[1] for match in _FIRST.finditer(pair.after.text)}
    for word in dict.fromkeys(_WORD.findall(pair.after.text)):
        # a capital that begins a sentence makes no name: Irão is "they will go" there
        here = table.get(word.lower()) or (table.get(word) if word not in first else '')
        if here and word.lower() not in source:
            yield f'{word} is European; Brazil writes {here}'


_FIRST = re.compile(r'(?:^|[.!?:;]\s)\W*([^\W\d_]+)')


def language(pair: Pair) -> Iterator[str]:
    """A sentence is in the language of its catalog, not in a sister's: Spanish in Portuguese."""
    sister = Language(pair.language).table('typography').get('sister', '')
    if pair.code or not sister:
        return
    own, other = _common(pair.language), _common(sister)
    for sentence in _SENTENCE.split(_prose(pair.after.text)):
        words = [word.lower() for word in _WORD.findall(sentence)]
        ours = sum(word in own - other for word in words)
        theirs = sum(word in other - own for word in words)
        if len(sentence) >= LONG and theirs >= 3 and theirs > 2 * ours:
            yield f'not in the language of this catalog: {" ".join(sentence.split())[:60]}'


def _base(code: str) -> str:
    return Language(code).base
