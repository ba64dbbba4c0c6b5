"""What every production over tokens needs: to look at a word, and to make a number."""

from fractions import Fraction

from editions.languages.tables import Words
from editions.languages.tokens import Token
from editions.languages.values import Number, Reading

Found = tuple[Number, int]
"""A number, and the place of the token after it."""


class Grammar:
    """Tokens of a text with the words of its language."""

    def __init__(self, text: str, tokens: list[Token], words: Words) -> None:
        self.text, self.tokens, self.words = text, tokens, words

    def low(self, place: int) -> str:
        return self.tokens[place].low if 0 <= place < len(self.tokens) else ''

    def says(self, place: int, phrases: tuple[str, ...]) -> int:
        """How many tokens from here say one of these phrases; 0 for none."""
        for phrase in phrases:
            parts = phrase.split()
            if all(self.low(place + n) == part for n, part in enumerate(parts)):
                return len(parts)
        return 0

    def make(self, place: int, end: int, *readings: Reading, factor: Fraction | int = 1) -> Found:
        first, last = self.tokens[place], self.tokens[end - 1]
        loose = end == place + 1 and first.low in self.words.loose
        text = self.text[first.start : last.end]
        word = first.kind == 'word'
        number = Number(readings, text, first.start, last.end, loose, word, Fraction(factor))
        return number, end
