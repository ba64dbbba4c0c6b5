"""Reads the numbers of a Chinese text: digits, 万 and 亿, characters, dates, fractions, 成 and 倍.

A list of patterns, the most particular first; each takes the text it reads, so that 百 in 百分点
or 一 in 一带一路 is never taken for a number. A number in characters must be in the other text
only where it counts something: before a classifier, after 第, or with 百 千 万 亿.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from editions.languages import han_calendar as time
from editions.languages import han_readers as read
from editions.languages.han_signs import (
    AMOUNT,
    CLASSIFIERS,
    DAY,
    HOUR,
    IDIOMS,
    MARKS,
    MONTH_ENDS,
    MONTHS,
    NUMBER,
    SIGN,
    TO,
)
from editions.languages.values import Kind, Number, Reading, of, tailed


def numbers(text: str) -> tuple[Number, ...]:
    """Every number of a text, in its order."""
    text = re.sub(r'(?<=\d)，(?=\d{3}(?!\d))', ',', text)
    text = re.sub(r'(?<=[\d一-龥%])[ \u00a0](?=[一-龥])|(?<=[一-龥])[ \u00a0](?=\d)', '', text)
    text = ''.join(c if c == '，' else c.translate(MARKS) for c in text)
    text = _PARTS.sub(lambda match: unicodedata.normalize('NFKC', match[0]), text)
    found: list[Number] = []
    for match in _PATTERN.finditer(text):
        found += _READERS[str(match.lastgroup)](match, text)
    return tailed(_share(found, text), text)


_RULES: tuple[tuple[Callable[[re.Match[str], str], list[Number]], str], ...] = (
    (read.read_nothing, IDIOMS),
    (
        time.read_plan,
        '(?P<plan>(?:十[一二三四五六七八九]|二十|[一二三四五六七八九十])五)'
        '(?=[”」』"’]|规划|计划|时期|期间|以来|末|初)',
    ),
    (
        time.read_holiday,
        '(?P<holiday>(?<![一二三四五六七八九十百])(?:五四|六四|七七|五一|六一|七一|八一)'
        '(?![一二三四五六七八九十百年月日天个]))',
    ),
    (
        time.read_date,
        rf'(?:(?P<year>\d{{4}}|[〇○零一二三四五六七八九]{{4}})年)?'
        rf'(?:(?P<month0>\d{{1,2}})(?:{TO}))?(?P<month>{DAY})月(?!来(?![了临到自]))份?'
        rf'(?:(?P<day>{DAY})[日号](?:(?:{TO})(?P<to>{DAY})[日号])?|(?:{TO})(?P<month2>{DAY})月)?',
    ),
    (
        time.read_english,
        rf'(?<![A-Za-z])(?P<month_name>{MONTHS}){MONTH_ENDS}\.? (?P<after>\d\d?)(?!\d)'
        rf'|(?P<before>(?<!\d)\d\d?) (?P<name_month>{MONTHS}){MONTH_ENDS}(?![A-Za-z])',
    ),
    (time.read_slashed, r'(?P<iso>(?<!\d)[12]\d{3}[-/.][01]?\d[-/.][0-3]?\d(?!\d))'),
    (time.read_days, r'(?P<days>(?<![\d/])\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/]))'),
    (
        time.read_decade,
        '(?:(?P<century>\\d\\d?|[一二十]{1,3})世纪|(?P<of>上个?世纪|本世纪))?'
        '(?:(?P<ten0>[1-9]|[一二三四五六七八九])[、,]?(?=[2-9]0|[二三四五六七八九]十))?'
        '(?P<ten>[1-9]0|[一二三四五六七八九]?十)年代|(?P<years>(?:1\\d|20)\\d0)年代',
    ),
    (read.read_years, rf'(?P<whole>{NUMBER})(?:年|个|天|周|岁|成|倍)半(?:月|年)?'),
    (
        read.read_spoken,
        '(?P<ahead>[一二三四五六七八九十百零〇]{1,4})点(?P<behind>[一二三四五六七八九零〇]{1,4})'
        '(?P<of_scale>[万亿]{0,2})(?![分点])',
    ),
    (
        time.read_time,
        rf'(?P<noon>上午|下午|晚上?|凌晨|早上|清晨|中午|傍晚)?'
        rf'(?:(?P<from_hour>(?<!\d)\d{{1,2}})(?:{TO})(?=\d{{1,2}}[时点]))?'
        rf'(?P<hour>\d{{1,2}}|(?<=[午晚上晨]){HOUR}|{HOUR}(?=[时点](?:半|钟|整|{NUMBER}分)))'
        rf'(?:(?P<colon>:)(?P<past>[0-5]\d)(?::[0-5]\d)?|[时点](?![间候代期段评名燃击心])(?P<minute>半|{NUMBER}分)?)',
    ),
    (
        read.read_part,
        f'(?P<whole_of>百|千|万|{NUMBER})分之(?P<part_of>{NUMBER}(?:点[〇零一二三四五六七八九]{{1,4}})?)',
    ),
    (read.read_slash, r'(?P<slash>(?<![\d/,.])\d{1,3}(?:,\d{3})*/\d{1,3}(?:,\d{3})*(?![\d/]))'),
    (read.read_quarters, '(?P<quarters>[一三])刻钟'),
    (read.read_mixed, r'(?P<mixed>\d*)(?P<vulgar>[¼-¾⅓-⅞])'),
    (time.read_dotted, r'(?P<dotted>(?<![\d·])1?\d·[123]?\d(?![\d·])|911(?=事件|恐怖|袭击))'),
    (
        read.read_tenths,
        r'(?P<tenths>[一二两三四五六七八九\d](?:\.\d)?)成'
        '(?![立为员果本功都就熟长分人年绩效套千品语因交型群对形份全见])'
        '(?P<tenth_rest>半|[一二三四五六七八九](?!成))?',
    ),
    (
        read.read_discount,
        r'(?P<discount>[一二三四五六七八九]{1,2}|[1-9](?:\.\d)?)折(?![叠扣磨腾线])',
    ),
    (read.read_percent, f'(?P<percent>{AMOUNT}) ?[%‰]'),
    (read.read_fold, f'翻了?(?P<fan>{NUMBER}?)[倍番]|(?P<fold>{NUMBER})倍'),
    (
        read.read_half,
        '(?P<half_year>[上下])半个?(?:年|场|叶|期|段|程|月)'
        '|(?P<half>一半|半数|过半|大半|多半|半(?:年|个世纪|世纪|个百|亿|个月|月|打|个)?)',
    ),
    (
        read.read_round,
        '(?P<thousands>成千上万|千千万万|成千累万|成百上千|千百万|亿万)'
        f'|(?:数以?|好几|若干|无数|几|上|成)(?P<round>[十百千万亿]+)(?!分|{SIGN})计?'
        '|(?P<teens>十)[多几余来](?![百千万亿])(?P<aged>岁?)',
    ),
    (
        read.read_pair,
        '(?P<near>一两|二三|两三|三四|三五|四五|五六|六七|七八|八九)'
        f'(?:(?P<near_unit>[十百千万亿]+)|(?={CLASSIFIERS}))',
    ),
    (read.read_ordinal, f'第(?P<ordinal>{NUMBER})'),
    (
        read.read_said,
        '(?P<said>双十[一二]|本世纪之?初|[双首单]|其次|再次|次[日年月](?!子)|加倍|倍增|翻倍|减半)',
    ),
    (
        read.read_code,
        r'(?P<code>(?<![A-Za-z])[A-Za-z]++-?\d[A-Za-z\d.]*|\d+(?:\.\d+){2,}|\d+(?![kMGT]?(?:Wh?|B|Hz|V)s?(?![A-Za-z]))[A-Z][A-Za-z]*)',
    ),
    (read.read_plain, f'(?P<n>{NUMBER})(?P<more>[多余来]?)(?P<unit>{CLASSIFIERS})?'),
    (read.read_roman, '(?<![A-Za-z])(?P<roman>[IVXLC]+)(?![A-Za-z])'),
)
_READERS = {reader.__name__: reader for reader, _ in _RULES}
_PATTERN = re.compile('|'.join(f'(?P<{r.__name__}>{rule})' for r, rule in _RULES))
_PARTS = re.compile('[\u2160-\u2188]')
_NOON = {Kind.TIME: 720, Kind.PLAIN: 12}
_CONNECTS = re.compile(rf'(?:{TO}|或|[美欧]元|,|，|\s|\$){{0,4}}')


def _share(found: list[Number], text: str) -> list[Number]:
    """Let a number have the scale of the next, and a day its month: 2.3至2.5亿, 17日至23日."""
    for at in range(len(found) - 2, -1, -1):
        first, second = found[at], found[at + 1]
        between = text[first.end : second.start]
        if first.factor == 1 != second.factor and _CONNECTS.fullmatch(between) and between:
            scaled = [
                tuple(replace(each, amount=each.amount * second.factor) for each in reading)
                for reading in first.readings
            ]
            found[at] = replace(first.also(*scaled), factor=second.factor)
    return _months(_evenings(found, text), text)


def _evenings(found: list[Number], text: str) -> list[Number]:
    """下午3点至5点: the second is in the afternoon too."""
    for at in range(1, len(found)):
        first, second = found[at - 1], found[at]
        joined = _CONNECTS.fullmatch(text[first.end : second.start])
        if joined and first.text.startswith(('下午', '晚', '傍晚')):
            found[at] = second.also(*(_later(r) for r in second.readings if len(r) == 1))
    return found


def _later(reading: Reading) -> Reading:
    return tuple(replace(v, amount=v.amount + _NOON.get(v.kind, 0)) for v in reading)


def _months(found: list[Number], text: str) -> list[Number]:
    """A day without its month is in the month of the last date: 11月17日……23日."""
    month = 0
    for at, number in enumerate(found):
        value = number.readings[0][0] if number.readings[0] else None
        if value is None:
            continue
        if value.kind is Kind.DATE:
            month = int(value.amount) // 100
        elif month and number.text.endswith(('日', '号')) and value.kind is Kind.PLAIN:
            found[at] = number.also(of(Kind.DATE, month * 100 + value.amount))
    return found
