"""One reader for each pattern of `han`: from what was matched to the numbers that it says."""

import re
from dataclasses import replace
from fractions import Fraction

from editions.languages.han_signs import DIGITS, SCALES, UNITS, WEAK, number, value
from editions.languages.roman import roman
from editions.languages.tokens import vulgar
from editions.languages.values import Kind, Number, of, plain

_GROWS = re.compile('(增长|增加|提高|上升|扩大|提升|增|多|高出?|大|涨|上涨)了?(近|约|超过|逾)?$')
_UNITS = re.compile('[十百千万亿零〇]')
_TWO = frozenset(
    ('国', '岸', '地', '方', '者', '侧', '端', '边', '会', '人', '党', '家', '军', '院', '洋')
)


def read_nothing(match: re.Match[str], text: str) -> list[Number]:
    return []


def read_years(match: re.Match[str], text: str) -> list[Number]:
    """一年半, 两个半月: a number and a half."""
    return [number(match, plain(value(match['whole']) + Fraction(1, 2)))]


def read_part(match: re.Match[str], text: str) -> list[Number]:
    """三分之二, 百分之六十."""
    whole = value(match['whole_of'])
    if re.fullmatch('[一二三四五六七八九]{2}十', match['part_of']):  # 百分之七八十
        tens = [Fraction(DIGITS[sign] * 10) for sign in match['part_of'][:2]]
        return [number(match, plain(*(ten / whole for ten in tens)))]
    return [number(match, plain(value(match['part_of']) / whole))] if whole else []


def read_slash(match: re.Match[str], text: str) -> list[Number]:
    above, below = (int(part.replace(',', '')[:18]) for part in match['slash'].split('/'))
    both = plain(above, below)
    return [number(match, plain(Fraction(above, below)), both)] if below else []


def read_quarters(match: re.Match[str], text: str) -> list[Number]:
    """一刻钟: a quarter of an hour."""
    amount = DIGITS[match['quarters']]
    return [number(match, plain(amount * 15), plain(Fraction(amount, 4)))]


def read_mixed(match: re.Match[str], text: str) -> list[Number]:
    """14½."""
    whole = Fraction(match['mixed'] or 0)
    return [number(match, plain(whole + (vulgar(match['vulgar']) or 0)))]


def read_tenths(match: re.Match[str], text: str) -> list[Number]:
    """六成, 两成半, 七成五."""
    rest = match['tenth_rest']
    more = Fraction(1, 2) if rest == '半' else value(rest) / 10 if rest else Fraction(0)
    amount = (value(match['tenths']) + more) / 10
    return [number(match, plain(amount), plain(amount * 10, 10))]


def read_discount(match: re.Match[str], text: str) -> list[Number]:
    """八折: eight tenths of the price, a discount of a fifth."""
    tenths = [DIGITS.get(sign) or int(sign) for sign in match['discount'] if sign != '.']
    part = Fraction(int(''.join(map(str, tenths))), 10 ** len(tenths))
    return [number(match, plain(1 - part), plain(part))]


def read_spoken(match: re.Match[str], text: str) -> list[Number]:
    """三点五, 一点二亿: a decimal fraction in characters."""
    digits = ''.join(str(DIGITS[sign]) for sign in match['behind'])
    amount = value(match['ahead']) + Fraction(int(digits), 10 ** len(digits))
    for sign in match['of_scale']:
        amount *= SCALES[sign]
    return [number(match, plain(amount))]


def read_percent(match: re.Match[str], text: str) -> list[Number]:
    by = 1000 if match[0].endswith('‰') else 100
    return [replace(number(match, plain(value(match['percent']) / by)), factor=Fraction(1, by))]


def read_fold(match: re.Match[str], text: str) -> list[Number]:
    """翻一番 is twice, 翻两番 four times; 增长两倍 is three times, 是…的两倍 twice."""
    if match['fan'] is not None:
        return [number(match, plain(2 ** min(int(value(match['fan'] or '一')), 20)))]
    amount = value(match['fold'])
    before = text[max(0, match.start() - 12) : match.start()]
    clause = re.split('[，。；、,;]', before)[-1]
    grows = _GROWS.search(clause)
    if grows and not re.search('[到至为达是]$|[到至为达]了?$', clause):
        return [number(match, plain(amount + 1))]
    return [number(match, plain(amount), loose=amount == 1)]


def read_half(match: re.Match[str], text: str) -> list[Number]:
    if match['half_year']:
        first = match['half_year'] == '上'
        readings = [of(Kind.HALF_YEAR, 1 if first else 2), plain(1 if first else 2)]
        return [number(match, *readings, *([plain(6)] if first else []))]
    unit = {'年': 6, '世': 50, '百': 50, '亿': 50_000_000, '月': 15, '打': 6}.get(
        match['half'][-1:], 0
    )
    readings = [plain(Fraction(1, 2))] + ([plain(unit)] if unit else [])
    return [number(match, *readings, loose=True)]


def read_round(match: re.Match[str], text: str) -> list[Number]:
    """数十万, 几千, 上百, 成千上万, 几十."""
    if match['thousands'] == '亿万':
        return [number(match, of(Kind.ROUND, 10**8), of(Kind.ROUND, 10**6), loose=True)]
    if match['thousands']:
        low = 100 if match['thousands'] == '成百上千' else 1000
        return [number(match, *(of(Kind.ROUND, power) for power in (low, 1000, 10000)))]
    power = value(match['round'] or '十')
    if match['teens']:  # 十多个: ten and more, a dozen
        loose = bool(match['aged'])  # 十几岁: in one's teens
        return [number(match, plain(10), plain(12), of(Kind.ROUND, 10), loose=loose)]
    readings = [of(Kind.ROUND, power), plain(power)]
    if power == 10:
        readings.append(plain(12))
    return [number(match, *readings)]


def read_pair(match: re.Match[str], text: str) -> list[Number]:
    """两三个: two or three."""
    unit = value(match['near_unit']) if match['near_unit'] else 1
    one, two = (DIGITS[sign] * unit for sign in match['near'])
    return [number(match, plain(one, two), *([plain(two)] * (unit > 1)), loose=unit == 1)]


def read_ordinal(match: re.Match[str], text: str) -> list[Number]:
    amount = value(match['ordinal'])
    return [number(match, plain(amount), loose=amount == 1)]


def read_said(match: re.Match[str], text: str) -> list[Number]:
    """Words that hold a number: 双方, 首, 其次."""
    if match['said'][1:2] == '十':  # 双十一: the eleventh of November
        return [number(match, plain(10 + DIGITS[match['said'][2]]), loose=True)]
    if match['said'] == '减半':
        return [number(match, plain(Fraction(1, 2)), loose=True)]
    amount = {'首': 1, '再': 3, '单': 1, '本': 21}.get(match['said'][0], 2)
    return [number(match, plain(amount), loose=True)]


def read_plain(match: re.Match[str], text: str) -> list[Number]:
    """Any other number: an amount, or characters that may count something."""
    raw, unit = match['n'], match['unit'] or ''
    amount = value(raw)
    digits = any(sign.isdecimal() for sign in raw)
    longer = {'个世纪': 100, '周': 7, '个星期': 7, '星期': 7, '打': 12}.get(unit, 1)
    readings = [plain(amount * longer if longer != 7 or amount <= 8 else amount)]
    if longer == 7:
        readings.append(plain(amount))
    if unit in ('个月', '月') and amount >= 12 and amount % 6 == 0:
        readings.append(plain(amount / 12))
    scale = Fraction(1)
    for sign in raw[::-1]:
        if sign not in SCALES and sign not in UNITS:
            break
        scale *= SCALES.get(sign) or UNITS[sign]
    bare = raw in ('百', '千', '万', '亿', '十', '万亿')
    near = text[max(0, match.start() - 1) : match.start()] in tuple('近超逾约达过上足余满不')
    counted = bool(unit) or len(raw) > 1 or (bare and near)
    loose = not digits and (
        not counted
        or amount <= 1
        or (amount == 2 and unit in _TWO)
        or (len(raw) == 1 and (unit in WEAK or raw + unit == '四周'))
        or (1 < len(raw) < 4 and unit != '年' and not _UNITS.search(raw))
        or (bare and not near and not match['more'])
    )
    loose |= not digits and len(raw) == 1 and unit == '元'  # 二元: binary, a pair
    loose |= not digits and text[match.end() : match.end() + 2] == '进制'
    loose |= raw == '1' and bool(unit)
    found = number(match, *readings, loose=loose)
    return [replace(found, factor=scale if digits else Fraction(1))]


def read_roman(match: re.Match[str], text: str) -> list[Number]:
    amount = roman(match['roman'])
    sure = len(match['roman']) > 1 and amount < 40
    return [number(match, plain(amount), loose=not sure)] if amount else []


def read_code(match: re.Match[str], text: str) -> list[Number]:
    digits = re.findall(r'\d+', match['code'])
    return [number(match, plain(int(digits[0][:18])), loose=True)]
