"""What changed between two versions of a text, word by word, and which words are terms."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

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
