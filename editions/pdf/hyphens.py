"""Names are not hyphenated: “Xi Jinping” is not torn apart, nor are Correa and Ecuador.

Pyphen knows syllables, not names. A word with a capital is left whole, in every language but
those that write all nouns with one. One name is replaced: `weasyprint.text.line_break.pyphen`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import pyphen
from weasyprint.text import line_break

CAPITAL_NOUNS = ('de', 'lb')  # German, Luxembourgish


class Dictionary:
    """What WeasyPrint asks of a dictionary of Pyphen's."""

    def __init__(self, lang: str, left: int, right: int) -> None:
        self.names_whole = not lang.startswith(CAPITAL_NOUNS)
        self.wanted = {'lang': lang, 'left': left, 'right': right}

    @cached_property
    def dictionary(self) -> Any:
        """Read when a word is to be divided: a title in a foreign language has mostly none."""
        return pyphen.Pyphen(**self.wanted)

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        """The two parts of a word at each place where it may be divided, the last first."""
        if self.names_whole and word != word.lower():
            return iter(())
        found: Iterator[tuple[str, str]] = self.dictionary.iterate(word)
        return found


class Hyphenation:
    """What WeasyPrint asks of the module."""

    Pyphen = Dictionary
    language_fallback = staticmethod(pyphen.language_fallback)


@contextmanager
def names_whole() -> Iterator[None]:
    """Lay out with names left whole."""
    line_break.pyphen = Hyphenation
    try:
        yield
    finally:
        line_break.pyphen = pyphen
