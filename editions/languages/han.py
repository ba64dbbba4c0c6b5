"""Reads the numbers of a Chinese text: digits, 万 and 亿, characters, dates, fractions, 成 and 倍.

A list of patterns, the most particular first; each takes the text it reads, so that 百 in 百分点
or 一 in 一带一路 is never taken for a number. A number in characters must be in the other text
only where it counts something: before a classifier, after 第, or with 百 千 万 亿.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from editions.languages.roman import roman
from editions.languages.values import Kind, Number, Reading, Value, of, plain

DIGITS = {sign: value for value, sign in enumerate('〇一二三四五六七八九')}
DIGITS |= {'零': 0, '两': 2, '兩': 2, '○': 0, '俩': 2, '仨': 3}
UNITS = {'十': 10, '百': 100, '千': 1000}
SCALES = {'万': 10**4, '亿': 10**8, '兆': 10**12}

_A = r'(?>\d++(?:,\d{3}(?!\d))*+(?:\.\d++)?)'  # an amount in digits
_H = '(?:[〇○零一二两三四五六七八九十百万亿]|千(?![瓦米克卡赫伏帕焦]))'
_U = '(?:[十百万亿]|千(?![瓦米克卡赫伏帕焦]))'
_N = rf'(?>{_A}(?:[多余几来]?{_U}++(?:{_A})?)*+|{_H}++(?:[多余几来]{_H}++)*+)'
_D = r'(?:\d{1,2}|[一二三十]{1,3})'
_MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'
_TO = '至|到|—|－|-|–|~|、|和|与|及'
_MARKS = str.maketrans('０１２３４５６７８９．，％：～', '0123456789.,%:~')


def numbers(text: str) -> tuple[Number, ...]:
    """Every number of a text, in its order."""
    text = re.sub(r'(?<=\d)，(?=\d{3}(?!\d))', ',', text)
    text = re.sub(r'(?<=[\d一-龥%])[ \u00a0](?=[一-龥])|(?<=[一-龥])[ \u00a0](?=\d)', '', text)
    text = ''.join(c if c == '，' else c.translate(_MARKS) for c in text)
    found: list[Number] = []
    for match in _PATTERN.finditer(text):
        found += _READERS[str(match.lastgroup)](match, text)
    return tuple(_share(found, text))


def value(text: str) -> Fraction:
    """The value of a number in digits, characters or both: 13亿8271万, 二〇一六, 一百零二.

    >>> value('1.2万亿')
    Fraction(1200000000000, 1)
    """
    total = section = Fraction(0)
    current: Fraction | None = None
    row = ''  # 二〇一六: digits in a row
    for part in re.findall(rf'{_A}|{_H}', text):
        if part in DIGITS:
            row += str(DIGITS[part])
            current = Fraction(row)
        elif part in UNITS:
            section += (1 if current is None else current) * UNITS[part]
            current, row = None, ''
        elif part in SCALES:
            pending = section + (current or 0)
            if not pending and total:
                total *= SCALES[part]  # 万亿
            else:
                total += (pending or 1) * SCALES[part]
            section, current, row = Fraction(0), None, ''
        else:
            current, row = Fraction(part.replace(',', '')), ''
    return total + section + (current or 0)


# Readers: one for each name in the pattern.


def _number(match: re.Match[str], *readings: Reading, loose: bool = False) -> Number:
    word = not any(sign.isdecimal() for sign in match[0])
    return Number(readings, match[0], match.start(), match.end(), loose, word)


def _nothing(match: re.Match[str], text: str) -> list[Number]:
    return []


def _plan(match: re.Match[str], text: str) -> list[Number]:
    """十三五: the thirteenth Five-Year Plan."""
    five = replace(_number(match, plain(5)), loose=True)
    return [_number(match, plain(value(match['plan'][:-1]))), five]


def _date(match: re.Match[str], text: str) -> list[Number]:
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


def _slashed(match: re.Match[str], text: str) -> list[Number]:
    year, month, day = (int(part) for part in re.split('[-/.]', match['iso']))
    return [_number(match, (Value(Kind.DATE, Fraction(month * 100 + day)), *plain(year)))]


def _english(match: re.Match[str], text: str) -> list[Number]:
    """Jan 27, 16 August: left as it was, in an address or an example."""
    name, day = match['month_name'] or match['name_month'], match['after'] or match['before']
    month = _MONTHS.split('|').index(name) + 1
    return [_number(match, of(Kind.DATE, month * 100 + int(day)))]


def _decade(match: re.Match[str], text: str) -> list[Number]:
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


def _years(match: re.Match[str], text: str) -> list[Number]:
    """一年半, 两个半月: a number and a half."""
    return [_number(match, plain(value(match['whole']) + Fraction(1, 2)))]


def _time(match: re.Match[str], text: str) -> list[Number]:
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


def _part(match: re.Match[str], text: str) -> list[Number]:
    """三分之二, 百分之六十."""
    whole = value(match['whole_of'])
    return [_number(match, plain(value(match['part_of']) / whole))] if whole else []


def _slash(match: re.Match[str], text: str) -> list[Number]:
    above, below = (int(part) for part in match['slash'].split('/'))
    both = plain(above, below)
    return [_number(match, plain(Fraction(above, below)), both)] if below else []


def _tenths(match: re.Match[str], text: str) -> list[Number]:
    """六成, 两成半, 七成五."""
    rest = match['tenth_rest']
    more = Fraction(1, 2) if rest == '半' else value(rest) / 10 if rest else Fraction(0)
    amount = (value(match['tenths']) + more) / 10
    return [_number(match, plain(amount), plain(amount * 10, 10))]


def _discount(match: re.Match[str], text: str) -> list[Number]:
    """八折: eight tenths of the price, a discount of a fifth."""
    tenths = [DIGITS.get(sign) or int(sign) for sign in match['discount'] if sign != '.']
    part = Fraction(int(''.join(map(str, tenths))), 10 ** len(tenths))
    return [_number(match, plain(1 - part), plain(part))]


def _spoken(match: re.Match[str], text: str) -> list[Number]:
    """三点五, 一点二亿: a decimal fraction in characters."""
    digits = ''.join(str(DIGITS[sign]) for sign in match['behind'])
    amount = value(match['ahead']) + Fraction(int(digits), 10 ** len(digits))
    for sign in match['of_scale']:
        amount *= SCALES[sign]
    return [_number(match, plain(amount))]


def _percent(match: re.Match[str], text: str) -> list[Number]:
    by = 1000 if match[0].endswith('‰') else 100
    return [replace(_number(match, plain(value(match['percent']) / by)), factor=Fraction(1, by))]


def _fold(match: re.Match[str], text: str) -> list[Number]:
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


def _half(match: re.Match[str], text: str) -> list[Number]:
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


def _round(match: re.Match[str], text: str) -> list[Number]:
    """数十万, 几千, 上百, 成千上万, 几十."""
    if match['thousands']:
        return [_number(match, of(Kind.ROUND, 1000), of(Kind.ROUND, 10000))]
    power = value(match['round'])
    readings = [of(Kind.ROUND, power), plain(power)]
    if power == 10:
        readings.append(plain(12))
    return [_number(match, *readings)]


def _pair(match: re.Match[str], text: str) -> list[Number]:
    """两三个: two or three."""
    one, two = (DIGITS[sign] for sign in match['near'])
    return [_number(match, plain(one, two), loose=True)]


def _ordinal(match: re.Match[str], text: str) -> list[Number]:
    amount = value(match['ordinal'])
    return [_number(match, plain(amount), loose=amount == 1)]


def _said(match: re.Match[str], text: str) -> list[Number]:
    """Words that hold a number: 双方, 首, 其次."""
    amount = {'双': 2, '首': 1, '其': 2, '再': 3, '每': 1, '单': 1}[match['said'][0]]
    return [_number(match, plain(amount), loose=True)]


def _plain(match: re.Match[str], text: str) -> list[Number]:
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


def _roman(match: re.Match[str], text: str) -> list[Number]:
    amount = roman(match['roman'])
    sure = len(match['roman']) > 1 and amount < 40
    return [_number(match, plain(amount), loose=not sure)] if amount else []


def _code(match: re.Match[str], text: str) -> list[Number]:
    digits = re.findall(r'\d+', match['code'])
    return [_number(match, plain(int(digits[0][:18])), loose=True)]


_GROWS = re.compile('(增长|增加|提高|上升|扩大|提升|增|多|高出?|大|涨|上涨)了?(近|约|超过|逾)?$')
_TWO = frozenset(
    ('国', '岸', '地', '方', '者', '侧', '端', '边', '会', '人', '党', '家', '军', '院', '洋')
)
_CLASSIFIERS = (
    '个世纪|个星期|个月|个|周年|周岁|名|位|次|届|年|月|日|天|周|星期|季度|期|份|条|款|章|段|轮|项|所|家|国|州|洲|省|市|县|种|类'
    '|大|倍|点|号|级|人|口|只|件|张|本|辆|艘|架|台|座|栋|套|批|组|队|对|层|步|岁|代|美元|欧元|元|公里|千米|米|吨|亩|公顷|平方'
    '|小时|分钟|秒|时|分|场|部|篇|首|方面|方|票|席|门|支|颗|根|块|片|页|行|字|卷|册|例|处|站|班|节|课|卡|度|集|端|者|面|字节|位数'
    '|笔|桶|列|趟|户|样|维|极|角|边|党|会|岸|地|侧|军|院|洋|重|股|头|匹|桩|宗|起|道|声|遍|回|顿|克|升|斤|里|英|海'
)
_IDIOMS = (
    '百分点|一带一路|十分(?!之|钟|\\d)|十足|百姓|百科|百货|千万(?=别|不|要|注意)|万一|万分(?!之)|万事|万物|万能|万全|万岁'
    '|一揽子|始终如一|三角|四川|四周|四处|四季|四面八方|五花八门|八卦|七夕|九龙|三明|五金|二手|二维'
    '|三心二意|千方百计|千里|万里|百年大计|千变万化|丰富多彩|乱七八糟|再三|两全|三峡|三亚|六安|万隆|万象|千岛|两极|两栖'
    '|一一|万维网|百度|千兆|统一|唯一|同一|不一|第三者|一二|二话|三思|五官|五行|八方|九州|十全|百般|千瓦|百合|双十|万圣|四维'
)
_RULES: tuple[tuple[Callable[[re.Match[str], str], list[Number]], str], ...] = (
    (_nothing, _IDIOMS),
    (
        _plan,
        '(?P<plan>(?:十[一二三四五六七八九]|二十|[一二三四五六七八九十])五)'
        '(?=[”」』"’]|规划|计划|时期|期间|以来|末|初)',
    ),
    (
        _date,
        rf'(?:(?P<year>\d{{4}}|[〇○零一二三四五六七八九]{{4}})年)?(?P<month>{_D})月(?!来)份?'
        rf'(?:(?P<day>{_D})[日号](?:(?:{_TO})(?P<to>{_D})[日号])?|(?:{_TO})(?P<month2>{_D})月)?',
    ),
    (
        _english,
        rf'(?P<month_name>{_MONTHS})[a-z]*\.? (?P<after>\d\d?)(?!\d)'
        rf'|(?P<before>(?<!\d)\d\d?) (?P<name_month>{_MONTHS})(?![a-z]*[a-z]{{7}})[a-z]*',
    ),
    (_slashed, r'(?P<iso>(?<!\d)[12]\d{3}[-/.][01]?\d[-/.][0-3]?\d(?!\d))'),
    (
        _decade,
        '(?:(?P<century>\\d\\d?|[一二十]{1,3})世纪|(?P<of>上个?世纪|本世纪))?'
        '(?P<ten>[1-9]0|[一二三四五六七八九]?十)年代|(?P<years>(?:1\\d|20)\\d0)年代',
    ),
    (_years, rf'(?P<whole>{_N})(?:年|个)半(?:月|年)?'),
    (
        _spoken,
        '(?P<ahead>[一二三四五六七八九十百零〇]{1,4})点(?P<behind>[一二三四五六七八九零〇]{1,4})'
        '(?P<of_scale>[万亿]{0,2})(?![分点])',
    ),
    (
        _time,
        rf'(?P<noon>上午|下午|晚上?|凌晨|中午|傍晚)?'
        rf'(?P<hour>\d{{1,2}}|(?<=[午晚上晨])[一二十]{{1,3}}|[一二十]{{1,3}}(?=[时点](?:半|{_N}分)))'
        rf'(?:(?P<colon>:)(?P<past>[0-5]\d)(?::[0-5]\d)?|[时点](?![间候代期段评名燃击心])(?P<minute>半|{_N}分)?)',
    ),
    (_part, f'(?P<whole_of>百|千|万|{_N})分之(?P<part_of>{_N})'),
    (_slash, r'(?P<slash>(?<![\d/])\d{1,3}/\d{1,3}(?![\d/]))'),
    (
        _tenths,
        r'(?P<tenths>[一二两三四五六七八九\d](?:\.\d)?)成'
        '(?![立为员果本功都就熟长分人年绩效套千品语因交型群对形份全见])'
        '(?P<tenth_rest>半|[一二三四五六七八九](?!成))?',
    ),
    (_discount, r'(?P<discount>[一二三四五六七八九]{1,2}|[1-9](?:\.\d)?)折(?![叠扣磨腾线])'),
    (_percent, f'(?P<percent>{_A}) ?[%‰]'),
    (_fold, f'翻了?(?P<fan>{_N}?)[倍番]|(?P<fold>{_N})倍'),
    (
        _half,
        '(?P<half_year>[上下])半年'
        '|(?P<half>一半|半数|过半|大半|多半|半(?:年|个世纪|世纪|个百|亿|个月|月|打|个)?)',
    ),
    (
        _round,
        '(?P<thousands>成千上万|千千万万|成千累万|千百万)'
        f'|(?:数|好几|若干|无数|几|上|成)(?P<round>[十百千万亿]+)(?!分|{_H})',
    ),
    (
        _pair,
        '(?P<near>一两|两三|三四|四五|五六|六七|七八|八九)'
        '(?=[个年次天名位种项家月周人步]|小时|分钟)',
    ),
    (_ordinal, f'第(?P<ordinal>{_N})'),
    (_said, '(?P<said>[双首单]|其次|再次)'),
    (
        _code,
        r'(?P<code>(?<![A-Za-z])[A-Za-z]++-?\d[A-Za-z\d.]*|\d+(?:\.\d+){2,}|\d+[A-Z][A-Za-z]*)',
    ),
    (_plain, f'(?P<n>{_N})(?P<more>[多余来]?)(?P<unit>{_CLASSIFIERS})?'),
    (_roman, '(?<![A-Za-z])(?P<roman>[IVXLC]+)(?![A-Za-z])'),
)
_READERS = {f'read{reader.__name__}': reader for reader, _ in _RULES}
_PATTERN = re.compile('|'.join(f'(?P<read{r.__name__}>{rule})' for r, rule in _RULES))
_CONNECTS = re.compile(rf'(?:{_TO}|或|[美欧]元|,|，|\s|\$){{0,4}}')


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
    return _months(found, text)


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
