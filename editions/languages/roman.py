"""Roman numerals, in their one right spelling."""

import re

_ROMAN = re.compile(r'M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})')
_LETTERS = {'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100, 'D': 500, 'M': 1000}


def roman(text: str) -> int:
    """The value of a Roman numeral; 0 for what is none (IIII, IC, a word)."""
    if not text or not _ROMAN.fullmatch(text):
        return 0
    values = [_LETTERS[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
