"""Numbers in Chinese characters: 一百五十万, 百分之六十, 二〇一六, 两三千, 20世纪90年代."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from editions.languages.language import Language
from editions.languages.values import FEW, Number, Reading, Weight, reading

DIGITS = {sign: value for value, sign in enumerate('〇一二三四五六七八九')}
DIGITS |= {'零': 0, '两': 2, '兩': 2, '○': 0}
SCALES = {'十': 10, '百': 100, '千': 1000, '万': 10**4, '萬': 10**4, '亿': 10**8, '億': 10**8}
_D = '[一二三四五六七八九两兩]'
_S = rf'(?=[一二三四五六七八九两兩十百千])(?:{_D}?千零?)?(?:{_D}?百零?)?(?:{_D}?十)?{_D}?'
_N = rf'(?:[〇零○一二三四五六七八九]{{3,}}|{_S}(?:[万萬亿億]+(?:零?{_S})?)*|[万萬亿億]+)'
_ROW = '[〇零○一二三四五六七八九]+'
_AMOUNT = r'\d+(?:\.\d+)?'


@lru_cache
def _han(language: Language) -> re.Pattern[str]:
    """Parts of a hundred, decades with their century, two numbers in a row, a number."""
    table = language.table('numerals')
    century, decade = ('|'.join(table.get(key, ())) or '(?!)' for key in ('centuries', 'decades'))
    return re.compile(
        rf'(?P<whole>{_N})分之(?P<part>(?:{_N}|{_AMOUNT})(?:[点點]{_ROW})?)'
        rf'|(?P<century>\d\d?|{_S})(?:{century})(?P<ten>[1-9]0|{_D}十)(?:{decade})'
        rf'|(?P<near>一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)(?P<unit>[十百千万亿]*)'
        rf'|(?P<n>{_N}(?:[点點]{_ROW}[万萬亿億]*)?)'
    )


def characters(text: str) -> Fraction:
    """The value of a number in Chinese characters or in digits: 二〇一六, 一百零二万, 三点五."""
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


def in_characters(text: str, language: Language) -> Iterator[Number]:
    """The numbers of a text that stand in characters, each with what it may say."""
    for match in _han(language).finditer(text):
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
