"""What changed between two versions of a text, word by word, and which words are terms."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from editions.catalogs.glossary import Term

# Words, single Han characters and kana, marks one by one, white space as it stands.
_TOKEN = re.compile(r'[\u3040-\u30ff\u3400-\u9fff]|\w+(?:[’\'-]\w+)*|\s+|.', re.DOTALL)
SAME, DELETED, INSERTED = '', 'del', 'ins'
ISLAND = 2  # tokens: less than this between two changes is read as changed too
MOST = 20_000  # tokens of one text: beyond, the whole is shown as exchanged


@dataclass(frozen=True)
class Piece:
    """A run of text; `kind` is 'del', 'ins', 'term', 'barred' or '' and `note` says more of it."""

    text: str
    kind: str = SAME
    note: str = ''


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one, with what was deleted and inserted."""
    old, new = tokens(before), tokens(after)
    if max(len(old), len(new)) > MOST:
        return tuple(_joined([Piece(before, DELETED), Piece(after, INSERTED)]))
    return tuple(_joined(_pieces(old, new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    opcodes = list(Indel.opcodes(old, new))
    for number, op in enumerate(opcodes):
        removed = ''.join(old[op.src_start : op.src_end])
        added = ''.join(new[op.dest_start : op.dest_end])
        inner = 0 < number < len(opcodes) - 1
        island = inner and op.src_end - op.src_start < ISLAND
        if op.tag != 'equal' or island:
            yield from (Piece(removed, DELETED), Piece(added, INSERTED))
        else:
            yield Piece(added)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring changes as one deletion and one insertion."""
    removed = added = ''
    for piece in pieces:
        if piece.kind == DELETED:
            removed += piece.text
        elif piece.kind == INSERTED:
            added += piece.text
        else:
            yield from _change(removed, added)
            removed = added = ''
            yield piece
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece(removed, DELETED)
    if added:
        yield Piece(added, INSERTED)


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
    barred = [(text, 'forbidden', term.source) for term in terms for text in term.barred]
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
