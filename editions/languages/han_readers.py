"""One reader for each pattern of `han`: from what was matched to the numbers that it says."""

import re
from dataclasses import replace
from fractions import Fraction

from editions.languages.han_signs import DIGITS, MONTHS, SCALES, UNITS, value
from editions.languages.roman import roman
from editions.languages.values import Kind, Number, Reading, Value, of, plain

_GROWS = re.compile('(增长|增加|提高|上升|扩大|提升|增|多|高出?|大|涨|上涨)了?(近|约|超过|逾)?$')
_TWO = frozenset(
    ('国', '岸', '地', '方', '者', '侧', '端', '边', '会', '人', '党', '家', '军', '院', '洋')
)


def _number(match: re.Match[str], *readings: Reading, loose: bool = False) -> Number:
    word = not any(sign.isdecimal() for sign in match[0])
    return Number(readings, match[0], match.start(), match.end(), loose, word)


def read_nothing(match: re.Match[str], text: str) -> list[Number]:
    return []


def read_plan(match: re.Match[str], text: str) -> list[Number]:
    """十三五: the thirteenth Five-Year Plan."""
    five = replace(_number(match, plain(5)), loose=True)
    return [_number(match, plain(value(match['plan'][:-1]))), five]


def read_date(match: re.Match[str], text: str) -> list[Number]:
    """2016年11月17日至23日 and its shorter forms."""
    month = int(value(match['month']))
    found = []
    if match['year']:
        found.append(_number(match, plain(value(match['year']))))
    days = [int(value(day)) for day in (match['day'], match['to']) if day]
    if days:
        found.append(
            _number(match, tuple(Value(Kind.DATE, Fraction(month * 100 + d)) for d in days))
        )
    else:
        found.append(_number(match, of(Kind.MONTH, month)))
        if match['month2']:
            found.append(_number(match, of(Kind.MONTH, int(value(match['month2'])))))
    return found


def read_slashed(match: re.Match[str], text: str) -> list[Number]:
    year, month, day = (int(part) for part in re.split('[-/.]', match['iso']))
    return [_number(match, (Value(Kind.DATE, Fraction(month * 100 + day)), *plain(year)))]


def read_english(match: re.Match[str], text: str) -> list[Number]:
    """Jan 27, 16 August: left as it was, in an address or an example."""
    name, day = match['month_name'] or match['name_month'], match['after'] or match['before']
    month = MONTHS.split('|').index(name) + 1
    return [_number(match, of(Kind.DATE, month * 100 + int(day)))]


def read_decade(match: re.Match[str], text: str) -> list[Number]:
    """20世纪90年代; 上世纪九十年代; 90年代; 1990年代."""
    if match['years']:
        return [_number(match, of(Kind.DECADE, int(match['years'])))]
    ten = int(value(match['ten'])) % 100
    century = {'上': 20, '本': 21}.get((match['of'] or ' ')[0])
    if match['century']:
        century = int(value(match['century']))
    if century is None:
        return [_number(match, of(Kind.DECADE, ten), plain(ten))]
    return [_number(match, of(Kind.DECADE, century * 100 - 100 + ten), of(Kind.DECADE, ten))]


def read_years(match: re.Match[str], text: str) -> list[Number]:
    """一年半, 两个半月: a number and a half."""
    return [_number(match, plain(value(match['whole']) + Fraction(1, 2)))]


def read_time(match: re.Match[str], text: str) -> list[Number]:
    """9时30分, 下午3点, 9:30."""
    hour, minute = int(value(match['hour'])), match['minute']
    later = hour + 12 if hour < 12 and (match['noon'] or match['colon']) else hour
    minute = match['past'] or minute
    past = 30 if minute and '半' in minute else int(value(minute)) if minute else 0
    readings = [of(Kind.TIME, hour * 60 + past), of(Kind.TIME, later * 60 + past)]
    if match['colon']:
        readings.append(plain(hour, past))
    if not minute:
        readings = [plain(hour), plain(later), *readings]
    return [_number(match, *dict.fromkeys(readings))]


def read_part(match: re.Match[str], text: str) -> list[Number]:
    """三分之二, 百分之六十."""
    whole = value(match['whole_of'])
    return [_number(match, plain(value(match['part_of']) / whole))] if whole else []


def read_slash(match: re.Match[str], text: str) -> list[Number]:
    above, below = (int(part) for part in match['slash'].split('/'))
    both = plain(above, below)
    return [_number(match, plain(Fraction(above, below)), both)] if below else []


def read_tenths(match: re.Match[str], text: str) -> list[Number]:
    """六成, 两成半, 七成五."""
    rest = match['tenth_rest']
    more = Fraction(1, 2) if rest == '半' else value(rest) / 10 if rest else Fraction(0)
    amount = (value(match['tenths']) + more) / 10
    return [_number(match, plain(amount), plain(amount * 10, 10))]


def read_discount(match: re.Match[str], text: str) -> list[Number]:
    """八折: eight tenths of the price, a discount of a fifth."""
    tenths = [DIGITS.get(sign) or int(sign) for sign in match['discount'] if sign != '.']
    part = Fraction(int(''.join(map(str, tenths))), 10 ** len(tenths))
    return [_number(match, plain(1 - part), plain(part))]


def read_spoken(match: re.Match[str], text: str) -> list[Number]:
    """三点五, 一点二亿: a decimal fraction in characters."""
    digits = ''.join(str(DIGITS[sign]) for sign in match['behind'])
    amount = value(match['ahead']) + Fraction(int(digits), 10 ** len(digits))
    for sign in match['of_scale']:
        amount *= SCALES[sign]
    return [_number(match, plain(amount))]


def read_percent(match: re.Match[str], text: str) -> list[Number]:
    by = 1000 if match[0].endswith('‰') else 100
    return [replace(_number(match, plain(value(match['percent']) / by)), factor=Fraction(1, by))]


def read_fold(match: re.Match[str], text: str) -> list[Number]:
    """翻一番 is twice, 翻两番 four times; 增长两倍 is three times, 是…的两倍 twice."""
    if match['fan'] is not None:
        return [_number(match, plain(2 ** min(int(value(match['fan'] or '一')), 20)))]
    amount = value(match['fold'])
    before = text[max(0, match.start() - 12) : match.start()]
    clause = re.split('[，。；、,;]', before)[-1]
    grows = _GROWS.search(clause)
    if grows and not re.search('[到至为达是]$|[到至为达]了?$', clause):
        return [_number(match, plain(amount + 1))]
    return [_number(match, plain(amount), loose=amount == 1)]


def read_half(match: re.Match[str], text: str) -> list[Number]:
    if match['half_year']:
        return [
            _number(
                match,
                of(Kind.HALF_YEAR, '上下'.index(match['half_year']) + 1),
                plain(1 if match['half_year'] == '上' else 2),
            )
        ]
    unit = {'年': 6, '世': 50, '百': 50, '亿': 50_000_000, '月': 15, '打': 6}.get(
        match['half'][-1:], 0
    )
    readings = [plain(Fraction(1, 2))] + ([plain(unit)] if unit else [])
    return [_number(match, *readings, loose=True)]


def read_round(match: re.Match[str], text: str) -> list[Number]:
    """数十万, 几千, 上百, 成千上万, 几十."""
    if match['thousands']:
        return [_number(match, of(Kind.ROUND, 1000), of(Kind.ROUND, 10000))]
    power = value(match['round'])
    readings = [of(Kind.ROUND, power), plain(power)]
    if power == 10:
        readings.append(plain(12))
    return [_number(match, *readings)]


def read_pair(match: re.Match[str], text: str) -> list[Number]:
    """两三个: two or three."""
    one, two = (DIGITS[sign] for sign in match['near'])
    return [_number(match, plain(one, two), loose=True)]


def read_ordinal(match: re.Match[str], text: str) -> list[Number]:
    amount = value(match['ordinal'])
    return [_number(match, plain(amount), loose=amount == 1)]


def read_said(match: re.Match[str], text: str) -> list[Number]:
    """Words that hold a number: 双方, 首, 其次."""
    amount = {'双': 2, '首': 1, '其': 2, '再': 3, '每': 1, '单': 1}[match['said'][0]]
    return [_number(match, plain(amount), loose=True)]


def read_plain(match: re.Match[str], text: str) -> list[Number]:
    """Any other number: an amount, or characters that may count something."""
    raw, unit = match['n'], match['unit'] or ''
    amount = value(raw)
    digits = any(sign.isdecimal() for sign in raw)
    longer = {'个世纪': 100, '周': 7, '个星期': 7, '星期': 7, '打': 12}.get(unit, 1)
    readings = [plain(amount * longer if longer != 7 or amount <= 8 else amount)]
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
        or (bare and not near and not match['more'])
    )
    loose |= not digits and len(raw) == 1 and unit == '元'  # 二元: binary, a pair
    loose |= not digits and text[match.end() : match.end() + 2] == '进制'
    loose |= raw == '1' and bool(unit)
    number = _number(match, *readings, loose=loose)
    return [replace(number, factor=scale if digits else Fraction(1))]


def read_roman(match: re.Match[str], text: str) -> list[Number]:
    amount = roman(match['roman'])
    sure = len(match['roman']) > 1 and amount < 40
    return [_number(match, plain(amount), loose=not sure)] if amount else []


def read_code(match: re.Match[str], text: str) -> list[Number]:
    digits = re.findall(r'\d+', match['code'])
    return [_number(match, plain(int(digits[0][:18])), loose=True)]
