"""The order of an index, as readers of each language look things up.

Simplified Chinese by the pinyin of each character in its word, so 银行 stands under Y and 行业
under H (ICU orders characters alone); Traditional by radical and strokes, which is how Unicode
numbers its characters; Spanish with ñ after n and accents without weight; other
languages by letter, accents without weight (https://unicode.org/reports/tr10/ is what this
stands in for: no collation library of a fair size has wheels).
"""

import re
import unicodedata

from editions.languages.language import Language

SYMBOLS = ''
Key = tuple[int, tuple[str, ...], str]


def key(text: str, language: Language) -> Key:
    """What to sort by: symbols, then digits, then letters."""
    spelled = spelling(text, language)
    first = spelled[0][:1] if spelled else ''
    kind = 2 if first.isalpha() else 1 if first.isdigit() else 0
    return kind, tuple(ranked(word, language) for word in spelled), text


def letter(text: str, language: Language) -> str:
    """The heading under which an entry stands; '' for symbols and digits."""
    spelled = spelling(text, language)
    first = spelled[0][:1] if spelled else ''
    return first.upper() if first.isalpha() else SYMBOLS


def spelling(text: str, language: Language) -> list[str]:
    """An entry as words of plain letters: pinyin for Chinese, without accents elsewhere."""
    if language.simplified and re.search('[\u3400-\u9fff]', text):
        from pypinyin import Style, lazy_pinyin  # 150 ms, for Chinese only

        return [str(word).casefold() for word in lazy_pinyin(text, style=Style.TONE3)]
    kept = alphabet(language)
    return [''.join(plain(char, kept) for char in text.casefold())]


def plain(char: str, kept: str) -> str:
    """A letter without its accents, unless the alphabet has it as it is."""
    if char in kept:
        return char
    return ''.join(c for c in unicodedata.normalize('NFD', char) if not unicodedata.combining(c))


def ranked(word: str, language: Language) -> str:
    """A word whose letters compare in the order of the alphabet."""
    letters = alphabet(language)
    if not letters:
        return word
    return ''.join(chr(0x100 + letters.index(c)) if c in letters else c for c in word)


def alphabet(language: Language) -> str:
    """The alphabet in its order, where it has letters of its own; '' for the Latin one."""
    return str(language.table('typography').get('alphabet', ''))
