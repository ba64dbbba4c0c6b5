"""The blocks of a file put in a new order, with blank lines where neighbours changed."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A block of the new file; `number` is its place in the old one, where it was there."""

    text: str
    number: int | None = None


def in_place(held: Sequence[Piece], resting: Iterable[Piece]) -> list[Piece]:
    """The resting pieces each behind the one that stood before it; at the end where none does."""
    numbers = sorted(piece.number for piece in held if piece.number is not None)
    behind: dict[int, list[Piece]] = defaultdict(list)
    rest = []
    for piece in resting:
        at = bisect(numbers, piece.number or 0)
        if 0 < at < len(numbers):
            behind[numbers[at - 1]].append(piece)
        else:
            rest.append(piece)
    placed = []
    for piece in held:
        placed.append(piece)
        if piece.number is not None:
            placed += behind.pop(piece.number, [])
    return placed + rest


def spaced(pieces: Sequence[Piece], old: Sequence[str], newline: str) -> list[str]:
    """The texts of the pieces; where two did not follow one another before, a blank line.

    The file ends as it ended before: with a line end, with several, or with none.
    """
    ending = _tail(old[-1]) if old else newline
    texts = []
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        if following is None:
            kept, tail = piece.number == len(old) - 1, ending
        else:
            kept = piece.number is not None and following.number == piece.number + 1
            tail = newline + newline
        texts.append(piece.text if kept else piece.text.rstrip('\r\n') + tail)
    return texts


def _tail(text: str) -> str:
    return text[len(text.rstrip('\r\n')) :]
