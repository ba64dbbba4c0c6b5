"""The blocks of a file put in a new order, with blank lines where neighbours changed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A block of the new file; `number` is its place in the old one, where it was there."""

    text: str
    number: int | None = None


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
