"""The glossary's terms in a source and its translation, marked for the eye.

Whether a term is kept is for `editions check` to say; here a rendering is found where its
words begin alike, whatever their endings.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from editions.catalogs.glossary import Term
from editions.review.differences import Piece

_HAN = re.compile(r'[\u3400-\u9fff]')


@dataclass(frozen=True)
class Found:
    """A term of the source, and the rendering that stands in the translation; '' for none."""

    term: Term
    rendering: str


@lru_cache(4096)
def pattern(phrase: str) -> re.Pattern[str]:
    """A phrase with any white space, its words with other endings."""
    words = phrase.split()
    if _HAN.search(phrase):
        return re.compile(r'\s*'.join(map(re.escape, words)))
    return re.compile(r'(?<!\w)' + r'\s+'.join(map(_word, words)) + r'(?!\w)', re.IGNORECASE)


def _word(word: str) -> str:
    """Up to three letters of ending more; of a longer word the last vowel may differ.

    A short word has no ending but a plural's, and a word in capitals is no other word in small
    letters: UN is not `un`.
    """
    if not word[-1:].isalpha():
        return re.escape(word)
    if word.isupper():
        return f'(?-i:{re.escape(word)})s?'
    if len(word) < 4:
        return re.escape(word) + '(?:e?s)?'
    stem = word[:-1] if len(word) > 4 and word[-1] in 'aeoy' else word
    return re.escape(stem) + r'\w{0,3}'


def relevant(source: str, terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that stand in a source, longer ones first; a term within one is left out."""
    taken = bytearray(len(source))
    found = []
    for term in sorted(terms, key=lambda term: -len(term.source)):
        spans = [match.span() for match in pattern(term.source).finditer(source)]
        free = [(start, stop) for start, stop in spans if 0 in taken[start:stop]]
        for start, stop in free:
            taken[start:stop] = b'\1' * (stop - start)
        if free:
            found.append(term)
    return tuple(found)


def rendered(translation: str, terms: Iterable[Term]) -> tuple[Found, ...]:
    """Which rendering of each term stands in a translation."""
    return tuple(
        Found(term, next((r for r in term.renderings if pattern(r).search(translation)), ''))
        for term in terms
    )


def in_source(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    phrases = [(term.source, 'term', term.rendering) for term in terms]
    return tuple(marked(text, phrases))


def in_translation(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """The approved renderings, and those that are barred."""
    approved = [(text, 'term', term.source) for term in terms for text in term.renderings]
    barred = [(text, 'barred', term.source) for term in terms for text in term.barred]
    return tuple(marked(text, [*approved, *barred]))


def marked(text: str, phrases: Iterable[tuple[str, str, str]]) -> Iterator[Piece]:
    """The text in pieces: (phrase, kind, note) each, longer phrases first."""
    spans: list[tuple[int, int, str, str]] = []
    taken = bytearray(len(text))
    for phrase, kind, note in sorted(phrases, key=lambda item: -len(item[0])):
        for match in pattern(phrase).finditer(text):
            start, stop = match.span()
            if 1 not in taken[start:stop]:
                taken[start:stop] = b'\1' * (stop - start)
                spans.append((start, stop, kind, note))
    at = 0
    for start, stop, kind, note in sorted(spans):
        if at < start:
            yield Piece(text[at:start])
        yield Piece(text[start:stop], kind, note)
        at = stop
    if at < len(text):
        yield Piece(text[at:])
