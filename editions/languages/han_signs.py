"""How Chinese writes numbers: the signs, what they are worth, the classifiers, the idioms."""

import re
from fractions import Fraction

from editions.languages.tokens import LONGEST
from editions.languages.values import Number, Reading

DIGITS = {sign: value for value, sign in enumerate('〇一二三四五六七八九')}
DIGITS |= {'零': 0, '两': 2, '兩': 2, '○': 0, '俩': 2, '仨': 3}
UNITS = {'十': 10, '百': 100, '千': 1000}
SCALES = {'万': 10**4, '亿': 10**8, '兆': 10**12}

AMOUNT = r'(?>\d++(?:,\d{3}(?!\d))*+(?:\.\d++)?)'  # an amount in digits
SIGN = '(?:[〇○零一二两三四五六七八九十百万亿]|千(?![瓦米克卡赫伏帕焦]))'
UNIT = '(?:[十百万亿]|千(?![瓦米克卡赫伏帕焦]))'
NUMBER = rf'(?>{AMOUNT}(?:[多余几来]?{UNIT}++(?:{AMOUNT})?)*+|{SIGN}++(?:[多余几来]{SIGN}++)*+)'
DAY = r'(?:\d{1,2}|[一二三四五六七八九十]{1,3})'
HOUR = '[零〇一二两三四五六七八九十]{1,3}'
MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'
MONTH_ENDS = '(?:uary|ruary|ch|il|e|y|ust|t(?:ember)?|ober|ember)?'
TO = '至|到|—|－|-|–|~|、|和|与|及'
MARKS = str.maketrans('０１２３４５６７８９．，％：～', '0123456789.,%:~')
CLASSIFIERS = (
    '个世纪|个星期|个月|个|周年|周岁|名|位|次|届|年|月|日|天|周|星期|季度|期|份|条|款|章|段|轮|项|所|家|国|州|洲|省|市|县|种|类'
    '|大|倍|点|号|级|人|口|只|件|张|本|辆|艘|架|台|座|栋|套|批|组|队|对|层|步|岁|代|美元|欧元|元|公里|千米|米|吨|亩|公顷|平方'
    '|小时|分钟|秒|时|分|场|部|篇|首|方面|方|票|席|门|支|颗|根|块|片|页|行|字|卷|册|例|处|站|班|节|课|卡|度|集|端|者|面|字节|位数'
    '|笔|桶|列|趟|户|样|维|极|角|边|党|会|岸|地|侧|军|院|洋|重|股|头|匹|桩|宗|起|道|声|遍|回|顿|克|升|斤|里|英|海'
)
WEAK = frozenset('大面地会道角口对海里分度边极声重端方头手代处起')  # units that make no count sure
IDIOMS = (
    '(?<!每)(?:周|星期|礼拜)[一二三四五六日天](?!年|次)|三番五次|三天两头|接二连三|十之八九|十有八九|八九不离十|三三两两|七七八八'
    '|亿万富翁|百万富翁|千万富翁|千家万户|万众一心|五台山|三门峡|九一八|九三学社|'
    '百分点|一带一路|十分(?!之|钟|\\d)|十足|百姓|百科|百货|千万(?=别|不|要|注意)|万一|万分(?!之)|万事|万物|万能|万全|万岁'
    '|一揽子|始终如一|三角|四川|四季|五花八门|八卦|七夕|九龙|三明|五金|二手|二维'
    '|三心二意|千方百计|千里|万里|百年大计|千变万化|丰富多彩|乱七八糟|再三|两全|三峡|三亚|六安|万隆|万象|千岛|两极|两栖'
    '|一一|万维网|百度|千兆|统一|唯一|同一|不一|第三者|一二|二话|三思|五官|五行|八方|九州|十全|百般|千瓦|百合|万圣|四维'
)


def value(text: str) -> Fraction:
    """The value of a number in digits, characters or both: 13亿8271万, 二〇一六, 一百零二.

    >>> value('1.2万亿')
    Fraction(1200000000000, 1)
    """
    if len(text) > LONGEST:
        return Fraction(0)
    text, point, decimals = text.partition('点')
    total = section = Fraction(0)
    current: Fraction | None = None
    row = ''  # 二〇一六: digits in a row
    for part in re.findall(rf'{AMOUNT}|{SIGN}', text):
        if part in DIGITS:
            row += str(DIGITS[part])
            current = Fraction(row)
        elif part in UNITS:
            section += (1 if current is None else current) * UNITS[part]
            current, row = None, ''
        elif part in SCALES:
            pending = section + (current or 0)
            if 0 < total < SCALES[part]:
                total = (total + pending) * SCALES[part]  # 万亿, 一万五千亿
            else:
                total += (pending or 1) * SCALES[part]
            section, current, row = Fraction(0), None, ''
        else:
            current, row = Fraction(part.replace(',', '')), ''
    behind = ''.join(str(DIGITS[sign]) for sign in decimals if sign in DIGITS)
    part = Fraction(int(behind), 10 ** len(behind)) if point and behind else 0
    return total + section + (current or 0) + part


def number(match: re.Match[str], *readings: Reading, loose: bool = False) -> Number:
    """The number that a match says."""
    word = not any(sign.isdecimal() for sign in match[0])
    return Number(readings, match[0], match.start(), match.end(), loose, word)
