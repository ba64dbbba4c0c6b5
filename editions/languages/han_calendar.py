"""Readers of time in Chinese: dates, months, decades, times of day, plans."""

import re
from dataclasses import replace
from fractions import Fraction

from editions.languages.han_signs import DIGITS, MONTHS, number, value
from editions.languages.values import Kind, Number, Reading, Value, decades, of, plain


def read_plan(match: re.Match[str], text: str) -> list[Number]:
    """十三五: the thirteenth Five-Year Plan."""
    five = replace(number(match, plain(5)), loose=True)
    return [number(match, plain(value(match['plan'][:-1]))), five]


def read_date(match: re.Match[str], text: str) -> list[Number]:
    """2016年11月17日至23日 and its shorter forms; 3至6月; 一二月份."""
    found = []
    if match['year']:
        found.append(number(match, plain(value(match['year']))))
    month = int(value(match['month']))
    days = [int(value(day)) for day in (match['day'], match['to']) if day]
    if days:
        return [*found, number(match, _days(month, days))]
    months = [month, match['month2']]
    if match['month0']:
        months.insert(0, match['month0'])
    elif not match['month'].isdecimal() and (pair := _pair(match['month'])):
        months = [*pair, match['month2']]
    return found + [number(match, of(Kind.MONTH, value(str(each)))) for each in months if each]


def _days(month: int, days: list[int]) -> Reading:
    return tuple(Value(Kind.DATE, Fraction(month * 100 + day)) for day in days)


def _pair(signs: str) -> tuple[int, ...]:
    """一二月, 三四月: two months, one after the other."""
    pair = tuple(DIGITS.get(sign, 0) for sign in signs)
    return pair if len(pair) == 2 and pair[1] == pair[0] + 1 > 1 else ()


def read_slashed(match: re.Match[str], text: str) -> list[Number]:
    year, month, day = (int(part) for part in re.split('[-/.]', match['iso']))
    return [number(match, (Value(Kind.DATE, Fraction(month * 100 + day)), *plain(year)))]


def read_english(match: re.Match[str], text: str) -> list[Number]:
    """Jan 27, 16 August: left as it was, in an address or an example."""
    name, day = match['month_name'] or match['name_month'], match['after'] or match['before']
    month = MONTHS.split('|').index(name) + 1
    return [number(match, of(Kind.DATE, month * 100 + int(day)))]


def read_decade(match: re.Match[str], text: str) -> list[Number]:
    """20世纪90年代; 上世纪六七十年代; 90年代; 1990年代."""
    if match['years']:
        return [number(match, of(Kind.DECADE, int(match['years'])))]
    tens = [int(value(match['ten'])) % 100]
    if match['ten0']:
        tens.insert(0, int(value(match['ten0'])) * 10)
    century = {'上': 20, '本': 21}.get((match['of'] or ' ')[0])
    if match['century']:
        century = int(value(match['century']))
    if century is None:
        return [number(match, *decades(*tens), plain(*tens))]
    return [number(match, *decades(*(century * 100 - 100 + ten for ten in tens)))]


def read_time(match: re.Match[str], text: str) -> list[Number]:
    """9时30分, 下午三点, 晚上6-8点, 9:30."""
    hour, minute = int(value(match['hour'])), match['past'] or match['minute']
    past = 30 if minute and '半' in minute else int(value(minute)) if minute else 0
    hours = _hours(hour, match['noon'] or '', bool(match['colon']))
    readings = [of(Kind.TIME, each * 60 + past) for each in hours]
    if match['colon']:
        readings.append(plain(hour, past))
    if not minute:
        readings = [*map(plain, hours), *readings]
    found = [number(match, *dict.fromkeys(readings))]
    if match['from_hour']:
        first = _hours(int(match['from_hour']), match['noon'] or '', False)
        found.insert(0, number(match, *map(plain, first), *(of(Kind.TIME, h * 60) for h in first)))
    return found


def _hours(hour: int, noon: str, colon: bool) -> list[int]:
    """The hours of the day that may be meant: 下午3点 is 15."""
    later = hour + 12 if hour < 12 else hour
    if noon in ('下午', '傍晚', '中午', '晚', '晚上'):
        return [later]
    return [hour, later] if colon and not noon and later != hour else [hour]


def read_dotted(match: re.Match[str], text: str) -> list[Number]:
    """9·11: a day that is known by its date."""
    if match['dotted'] == '911':
        return [number(match, of(Kind.DATE, 911), plain(911))]
    month, day = map(int, match['dotted'].split('·'))
    return [number(match, of(Kind.DATE, month * 100 + day), plain(month, day))]


def read_days(match: re.Match[str], text: str) -> list[Number]:
    """17/11/2016: left as it was."""
    one, two, year = map(int, match['days'].split('/'))
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    ways = [(one, two), (two, one)]
    readings = [(*_days(m, [d]), *plain(year)) for m, d in ways if 1 <= m <= 12]
    return [number(match, *readings, plain(one, two, year))]


def read_holiday(match: re.Match[str], text: str) -> list[Number]:
    """五一, 六四: days that are known by their date."""
    month, day = (DIGITS[sign] for sign in match['holiday'])
    return [number(match, of(Kind.DATE, month * 100 + day), loose=True)]
