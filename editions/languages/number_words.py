"""Reads the numbers of a text that stand in words: twenty-four, mil quinientos, 一百五十万.

Cardinals with their scale words alone. They are words of the language's table, and the signs of
the Chinese script. Ordinals, parts and multiples are among the words that are not worked out.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from editions.languages.forms import NEVER, forms
from editions.languages.language import Language
from editions.languages.values import Number, Reading, Weight, reading

FEW = 3  # smaller numbers in words are said or left out at will: one, both


def words(text: str, language: Language) -> Iterator[Number]:
    """The number words of a text, and those that stand for a number without naming it."""
    known = _vocabulary(language)
    for pattern, weight in ((known.vague, Weight.HINT), (known.ordinal, Weight.WORD)):
        for match in pattern.finditer(text):
            yield Number((), match[0], match.start(), match.end(), weight)
    if language.ideographic:
        yield from _characters(text, known)
        return
    percent = forms(language).percent
    for each in _sums(_plain(text), known) if known.values else ():
        value = Fraction(each.value, 100 if percent.match(text, each.end) else 1)
        weight = Weight.HINT if each.bare or each.value < FEW else Weight.WORD
        said = text[each.start : each.end]
        factor = Fraction(each.factor)
        yield Number((reading(value),), said, each.start, each.end, weight, factor)


@dataclass(frozen=True)
class _Vocabulary:
    values: Mapping[str, int]  # by words in lower case without accents
    scales: frozenset[str]
    joiner: str
    joins: frozenset[int]  # what the joiner may follow: tens (treinta y uno), hundreds
    vague: re.Pattern[str]
    ordinal: re.Pattern[str]
    han: re.Pattern[str]


@lru_cache
def _vocabulary(language: Language) -> _Vocabulary:
    table = language.table('numerals')
    cardinals = {
        _plain(word): place * step
        for key, step in (('ones', 1), ('tens', 10), ('hundreds', 100))
        for place, entry in enumerate(table.get(key, ()))
        for word in entry.split('|')
        if word
    }
    scales = {_plain(w): v for w, v in forms(language).scales.items() if w.isalpha()}
    edge = r'\b' if language.spaced else ''
    return _Vocabulary(
        {**scales, **cardinals} if cardinals else {},
        frozenset(scales),
        str(table.get('joiner', '')),
        frozenset(table.get('joins', ())),
        _pattern(table.get('vague', ()), edge),
        _pattern(table.get('ordinals', ()), edge),
        _han(table) if language.ideographic else NEVER,
    )


def _pattern(expressions: tuple[str, ...], edge: str) -> re.Pattern[str]:
    if not expressions:
        return NEVER
    return re.compile(rf'{edge}(?:{"|".join(expressions)}){edge}', re.I)


def _plain(text: str) -> str:
    """In lower case and without accents, of the same length."""
    return text.lower().translate(_ACCENTS) if len(text.lower()) == len(text) else text


_ACCENTS = {code: unicodedata.normalize('NFD', chr(code))[0] for code in range(0xC0, 0x250)}


@dataclass
class _Sum:
    """A number as it grows word by word."""

    start: int
    end: int
    total: int = 0
    current: int = 0
    factor: int = 1  # of the scale word it ends with
    bare: bool = True  # nothing but scale words: millions

    @property
    def value(self) -> int:
        return self.total + self.current

    def takes(self, value: int, scale: bool, joined: bool, joins: frozenset[int]) -> bool:
        """Whether the next word belongs to this number: twenty two, not two twenty."""
        if scale:
            grows = not self.total or value > self.total
            return not joined and (grows or value * (self.current or 1) < self.total)
        if not self.current:
            return not joined or 100 in joins
        step = 10 if value < 10 else 100 if value < 100 else 1000
        fits = 0 < value < step and self.current % step == 0 and self.current % 100 != 10
        return fits and (not joined or (100 if self.current % 100 == 0 else 10) in joins)

    def add(self, value: int, scale: bool, end: int) -> None:
        self.end = end
        self.factor, self.bare = value if scale else 1, self.bare and scale
        if scale and value == 100:
            self.current = (self.current or 1) * 100
        elif scale and self.total and value > self.total:
            self.total, self.current = (self.total + self.current) * value, 0
        elif scale:
            self.total, self.current = self.total + (self.current or 1) * value, 0
        else:
            self.current += value


def _sums(plain: str, known: _Vocabulary) -> list[_Sum]:
    """The numbers that words in a row make."""
    found: list[_Sum] = []
    joined, last = False, -1  # whether the joiner stands before; where a number may go on
    for word in re.finditer(r'[^\W\d_]+', plain):
        value = known.values.get(word[0])
        near = last >= 0 and not plain[last : word.start()].strip(' \u00a0-\u2010\n')
        if value is None:
            joined = near and not joined and word[0] == known.joiner
            last = word.end() if joined else -1
            continue
        scale = word[0] in known.scales
        if not (near and found[-1].takes(value, scale, joined, known.joins)):
            found.append(_Sum(word.start(), word.end()))
        found[-1].add(value, scale, word.end())
        joined, last = False, word.end()
    return found


# Chinese characters

DIGITS = {sign: value for value, sign in enumerate('〇一二三四五六七八九')}
DIGITS |= {'零': 0, '两': 2, '兩': 2, '○': 0}
SCALES = {'十': 10, '百': 100, '千': 1000, '万': 10**4, '萬': 10**4, '亿': 10**8, '億': 10**8}
_D = '[一二三四五六七八九两兩]'
_S = rf'(?=[一二三四五六七八九两兩十百千])(?:{_D}?千零?)?(?:{_D}?百零?)?(?:{_D}?十)?{_D}?'
_N = rf'(?:[〇零○一二三四五六七八九]{{3,}}|{_S}(?:[万萬亿億]+(?:零?{_S})?)*|[万萬亿億]+)'
_ROW = '[〇零○一二三四五六七八九]+'
_AMOUNT = r'\d+(?:\.\d+)?'


def _han(table: Mapping[str, Any]) -> re.Pattern[str]:
    """Parts of a hundred, decades with their century, two numbers in a row, a number."""
    century, decade = ('|'.join(table.get(key, ())) or '(?!)' for key in ('centuries', 'decades'))
    return re.compile(
        rf'(?P<whole>{_N})分之(?P<part>(?:{_N}|{_AMOUNT})(?:[点點]{_ROW})?)'
        rf'|(?P<century>\d\d?|{_S})(?:{century})(?P<ten>[1-9]0|{_D}十)(?:{decade})'
        rf'|(?P<near>一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)(?P<unit>[十百千万亿]*)'
        rf'|(?P<n>{_N}(?:[点點]{_ROW}[万萬亿億]*)?)'
    )


def characters(text: str) -> Fraction:
    """The value of a number in Chinese characters or in digits: 二〇一六, 一百零二万, 三点五.

    >>> characters('一百五十万')
    Fraction(1500000, 1)
    """
    if re.fullmatch(_AMOUNT, text):
        return Fraction(text)
    text, point, decimals = text.translate(_SIMPLE).partition('点')
    if len(text) > 2 and all(sign in DIGITS for sign in text):
        return Fraction(int(''.join(str(DIGITS[sign]) for sign in text)))
    total = section = current = 0
    for sign in text:
        scale = SCALES.get(sign, 0)
        if scale >= 10**4:
            below = total if 0 < total < scale else 0
            total = total - below + (below + section + current or 1) * scale
            section = current = 0
        elif scale:
            section, current = section + (current or 1) * scale, 0
        else:
            current = DIGITS[sign]
    behind = re.match('[〇零一二三四五六七八九]*', decimals)
    digits = ''.join(str(DIGITS[sign]) for sign in behind[0]) if behind and point else ''
    value = total + section + current + Fraction(int(digits or 0), 10 ** len(digits))
    for sign in decimals[len(digits) :]:
        value *= SCALES[sign]
    return value


_SIMPLE = str.maketrans('萬億點', '万亿点')


def _characters(text: str, known: _Vocabulary) -> Iterator[Number]:
    for match in known.han.finditer(text):
        start, end = match.span()
        if not match[0]:
            continue
        ways, weight = _said(match), Weight.WORD
        if match['century'] and match['century'].isdecimal():
            weight = Weight.FIGURE
        elif match['n'] and not match['n'].isdecimal():
            ordinal = text[start - 1 : start] == '第'
            sure = ordinal or (len(match['n']) > 2 and match['n'][-1] in '万萬亿億')
            few = characters(match['n']) < FEW
            weight = Weight.WORD if sure and not few else Weight.HINT
        yield Number(tuple(ways), match[0], start, end, weight)


def _said(match: re.Match[str]) -> list[Reading]:
    if match['whole']:
        whole, part = characters(match['whole']), characters(match['part'])
        return [reading(part / whole)] if whole > 99 else []  # 百分之六十; a third is vague
    if match['century']:
        century, year = characters(match['century']), characters(match['ten'])
        return [reading(century * 100 - 100 + year), reading(century, year)]
    if match['near']:
        unit = characters(match['unit']) if match['unit'] else Fraction(1)
        one, two = (DIGITS[sign] * unit for sign in match['near'])
        return [reading(one, two), reading(two)]
    return [reading(characters(match['n']))]
