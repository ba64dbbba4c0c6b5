"""Reads the numbers of a text that stand in words: twenty-four, mil quinientos, 一百五十万.

Simple ones: cardinals with their scale words, ordinals, fractions. They are words of the
language's table, and the signs of the Chinese script.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from editions.languages.forms import NEVER, Forms, forms
from editions.languages.language import Language
from editions.languages.values import Number, Reading, Weight, reading

FEW = 3  # smaller numbers in words are said or left out at will: one, both


def words(text: str, language: Language) -> Iterator[Number]:
    """The number words of a text, and those that stand for a number without naming it."""
    known = _vocabulary(language)
    for match in known.vague.finditer(text):
        yield Number((), match[0], match.start(), match.end(), Weight.HINT)
    if language.ideographic:
        yield from _characters(text, known)
    elif known.values:
        for each in _sums(_plain(text), known):
            yield _number(each, text, forms(language))


@dataclass(frozen=True)
class _Vocabulary:
    values: Mapping[str, int]  # by words in lower case without accents
    ordinals: frozenset[str]
    scales: frozenset[str]
    joiner: str
    joins: frozenset[int]  # what the joiner may follow: tens (treinta y uno), hundreds
    vague: re.Pattern[str]
    counted: re.Pattern[str]  # classifiers, behind a number in characters
    idioms: re.Pattern[str]
    han: re.Pattern[str]


@lru_cache
def _vocabulary(language: Language) -> _Vocabulary:
    table = language.table('numerals')
    stems = {**_listed(table, 'ordinals', 1), **_listed(table, 'ordinal_tens', 10)}
    ordinals = dict(_ordinals(stems, table.get('endings', [''])))
    steps = {'ones': 1, 'tens': 10, 'hundreds': 100}
    cardinals = {
        word: v for key, by in steps.items() for word, v in _listed(table, key, by).items()
    }
    scales = {_plain(w): v for w, v in forms(language).scales.items() if w.isalpha()}
    edge = r'\b' if language.spaced else ''
    return _Vocabulary(
        {**ordinals, **scales, **cardinals} if cardinals else {},
        frozenset(ordinals),
        frozenset(scales),
        str(table.get('joiner', '')),
        frozenset(table.get('joins', ())),
        _pattern(table.get('vague', ()), edge),
        _pattern(table.get('classifiers', ()), ''),
        _pattern(table.get('idioms', ()), ''),
        _han(table) if language.ideographic else NEVER,
    )


def _listed(table: Mapping[str, Any], key: str, step: int) -> dict[str, int]:
    """The words of a list by their value, which is their place times a step."""
    return {
        _plain(word): at * step
        for at, entry in enumerate(table.get(key, ()))
        for word in entry.split('|')
        if word
    }


def _ordinals(stems: Mapping[str, int], endings: list[str]) -> Iterator[tuple[str, int]]:
    """Every form of every ordinal; written together too: vigesimocuarta."""
    small = [(stem, value) for stem, value in stems.items() if value < 10]
    for stem, value in stems.items():
        yield from ((stem + ending, value) for ending in endings)
        if value >= 10 and value % 10 == 0 and 'o' in endings:
            yield from ((f'{stem}o{s}{end}', value + v) for s, v in small for end in endings)


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
    above: int = 0  # of a fraction: the three of three quarters
    ordinal: bool = False
    factor: int = 1  # of the scale word it ends with
    bare: bool = True  # nothing but scale words: millions

    @property
    def value(self) -> int:
        return self.total + self.current

    def takes(self, value: int, scale: bool, joined: bool, joins: frozenset[int]) -> bool:
        """Whether the next word belongs to this number: twenty two, not two twenty."""
        if self.ordinal and self.current % 10 != 0:
            return False
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


def _sums(plain: str, known: _Vocabulary) -> Iterator[_Sum]:
    """The numbers that words in a row make."""
    last: _Sum | None = None
    joined, end = False, 0
    for word in re.finditer(r'[^\W\d_]+', plain):
        apart = bool(plain[end : word.start()].strip(' \u00a0-\u2010\n'))
        end = word.end()
        value = known.values.get(word[0])
        if value is None:
            joined = word[0] == known.joiner and not apart and not joined
            if last and not joined:
                yield last
                last = None
            continue
        ordinal = word[0] in known.ordinals
        scale = not ordinal and word[0] in known.scales
        if last and not apart and last.takes(value, scale, joined, known.joins):
            last.add(value, scale, end)
        elif last and not apart and not joined and ordinal and 0 < last.value < value:
            last.above, last.total, last.current, last.end = last.value, 0, value, end
        else:
            if last:
                yield last
            last = _Sum(word.start(), end)
            last.add(value, scale, end)
        last.ordinal |= ordinal
        joined = False
    if last:
        yield last


def _number(each: _Sum, text: str, form: Forms) -> Number:
    value = each.value
    ways = [reading(value)]
    if each.above:
        ways = [reading(Fraction(each.above, value)), reading(each.above, value)]
    elif each.ordinal and value > 2:
        ways.append(reading(Fraction(1, value)))
    elif form.percent.match(text, each.end):
        ways = [reading(Fraction(value, 100))]
    weight = Weight.HINT if each.ordinal or each.bare or value < FEW else Weight.WORD
    said = text[each.start : each.end]
    return Number(tuple(ways), said, each.start, each.end, weight, Fraction(each.factor))


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
    spared = {at for match in known.idioms.finditer(text) for at in range(*match.span())}
    for match in known.han.finditer(text):
        start, end = match.span()
        if start in spared or not match[0]:
            continue
        ways, weight = _said(match), Weight.WORD
        if match['century'] and match['century'].isdecimal():
            weight = Weight.FIGURE
        elif match['n'] and not match['n'].isdecimal():
            counted = known.counted.match(text, end) or text[start - 1 : start] == '第'
            sure = counted or (len(match['n']) > 2 and match['n'][-1] in '万萬亿億')
            few = characters(match['n']) < FEW
            weight = Weight.WORD if sure and not few else Weight.HINT
        yield Number(tuple(ways), match[0], start, end, weight)


def _said(match: re.Match[str]) -> list[Reading]:
    if match['whole']:
        whole, part = characters(match['whole']), characters(match['part'])
        return [reading(part / whole), reading(part, whole)]
    if match['century']:
        century, year = characters(match['century']), characters(match['ten'])
        return [reading(century * 100 - 100 + year), reading(century, year)]
    if match['near']:
        unit = characters(match['unit']) if match['unit'] else Fraction(1)
        one, two = (DIGITS[sign] * unit for sign in match['near'])
        return [reading(one, two), reading(two)]
    return [reading(characters(match['n']))]
