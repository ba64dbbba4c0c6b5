"""What changed between two versions of a text, word by word, and which words are terms."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Indel

from editions.catalogs.glossary import Term
from editions.checks import words as rules

# Words, single Han characters and kana, marks one by one, white space as it stands.
_TOKEN = re.compile(r'[\u3040-\u30ff\u3400-\u9fff]|\w+(?:[’\'-]\w+)*|\s+|.', re.DOTALL)
SAME, DELETED, INSERTED = '', 'del', 'ins'
TERM, FORBIDDEN = 'term', 'forbidden'
ISLAND = 2  # tokens: less than this between two changes is read as changed too
MOST = 20_000  # tokens of one text: beyond, the whole is shown as exchanged


@dataclass(frozen=True)
class Piece:
    """A run of text; `kind` is 'del', 'ins', 'term', 'forbidden' or ''; `note` is a tooltip."""

    text: str
    kind: str = SAME
    note: str = ''


@dataclass(frozen=True)
class TermUse:
    """A term of a source: what the glossary has for it, and what of that the translation has."""

    source: str
    renderings: tuple[str, ...]
    found: str  # '' for nothing


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one, with what was deleted and inserted."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > MOST:
        return tuple(_joined([Piece(before, DELETED), Piece(after, INSERTED)]))
    return tuple(_joined(_pieces(old, new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    opcodes = list(Indel.opcodes(old, new))
    for number, op in enumerate(opcodes):
        removed = ''.join(old[op.src_start : op.src_end])
        added = ''.join(new[op.dest_start : op.dest_end])
        inner = 0 < number < len(opcodes) - 1
        if op.tag != 'equal' or (inner and op.src_end - op.src_start < ISLAND):
            yield from (Piece(removed, DELETED), Piece(added, INSERTED))
        else:
            yield Piece(added)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring changes as one deletion and one insertion."""
    for same, some in groupby(pieces, lambda piece: piece.kind == SAME):
        run = list(some)
        for kind in (SAME,) if same else (DELETED, INSERTED):
            if text := ''.join(piece.text for piece in run if piece.kind == kind):
                yield Piece(text, kind)


def term_uses(source: str, strings: Iterable[str], terms: Sequence[Term]) -> tuple[TermUse, ...]:
    """The terms of a source and their renderings, found as the rule `terms` finds them."""
    text = ' '.join(strings)
    used = []
    for senses in rules.present(source, tuple(terms)).values():
        forms = tuple(dict.fromkeys(form for term in senses for form in term.renderings))
        found = next((form for form in forms if rules.pattern_of(form).search(text)), '')
        used.append(TermUse(senses[0].source, forms, found))
    return tuple(used)


def in_source(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """A source with its terms marked."""
    pattern, senses = rules.index(tuple(terms))
    marks = []
    for match in pattern.finditer(text):
        meant = senses.get(match[0].lower(), ())
        marks.append((*match.span(), TERM, ' · '.join(term.rendering for term in meant)))
    return tuple(_marked(text, marks if terms else ()))


def in_translation(text: str, source: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """A translation with what the glossary has, and what it forbids, for the source's terms."""
    used = [term for senses in rules.present(source, tuple(terms)).values() for term in senses]
    forms = [(form, TERM, term.source) for term in used for form in term.renderings]
    forms += [(form, FORBIDDEN, term.source) for term in used for form in term.barred]
    marks: list[tuple[int, int, str, str]] = []
    for form, kind, note in sorted(forms, key=lambda item: -len(item[0])):
        for match in rules.pattern_of(form).finditer(text):
            if not any(match.start() < stop and start < match.end() for start, stop, *_ in marks):
                marks.append((*match.span(), kind, note))
    return tuple(_marked(text, sorted(marks)))


def _marked(text: str, marks: Iterable[tuple[int, int, str, str]]) -> Iterator[Piece]:
    """A text in pieces; `marks` are (start, stop, kind, note), in order and apart."""
    at = 0
    for start, stop, kind, note in marks:
        if at < start:
            yield Piece(text[at:start])
        yield Piece(text[start:stop], kind, note)
        at = stop
    if at < len(text):
        yield Piece(text[at:])
