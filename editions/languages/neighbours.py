"""What a number has from the one beside it: a scale word, a percent sign, a month, a century."""

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from editions.languages.tables import Words
from editions.languages.tokens import Token, tokens
from editions.languages.values import Kind, Number, Value, plain


def share(numbers: Iterable[Number], text: str, words: Words) -> list[Number]:
    """Let a number have the scale or percent sign of the next: 2.3 to 2.5 million; 2016-17."""
    found = list(numbers)
    for at in range(len(found) - 2, -1, -1):
        first, second = found[at], found[at + 1]
        first = found[at] = _same_month(first, second, text)
        first = found[at] = _same_half(first, second, text)
        between = tokens(text[first.end : second.start], words.decimal)
        if not _connects(between, words):
            continue
        ranged = not first.word or (second.word and len(between) == 1)  # five to ten per cent
        if first.factor == 1 and second.factor != 1 and ranged:
            scaled = [
                tuple(replace(value, amount=value.amount * second.factor) for value in reading)
                for reading in first.readings
                if all(value.kind is Kind.PLAIN for value in reading)
            ]
            found[at] = replace(first.also(*scaled), factor=second.factor)
        found[at + 1] = _long_year(first, second)
    if words.joiner != 'and':  # a translation says what it counts in
        return found
    return [_elliptic(number, _unit_near(found, at), text) for at, number in enumerate(found)]


def _unit_near(found: list[Number], at: int) -> Fraction:
    """The scale or percent sign of the nearest number before, or else after; 1 for none."""
    near = [*found[max(0, at - 3) : at][::-1], *found[at + 1 : at + 4]]
    return next((each.factor for each in near if each.factor != 1), Fraction(1))


def _elliptic(number: Number, factor: Fraction, text: str) -> Number:
    """To 6.5 per cent, from 6.7: a bare number may be in the unit of one nearby."""
    if number.factor != 1 or not _BARE.match(text, number.end):
        return number
    amount = number.readings[0][0] if number.readings[0] else None
    if amount is None or amount.kind is not Kind.PLAIN or 1000 <= amount.amount < 2200:
        return number
    return number.also(plain(amount.amount * factor)) if factor != 1 else number


def _same_month(first: Number, second: Number, text: str) -> Number:
    """Tuesday 22 to Thursday 24 November: the first may be a day of the same month."""
    day, date = first.readings[0][:1], second.readings[0][:1]
    if not (day and date and date[0].kind is Kind.DATE and first.text.isdecimal()):
        return first
    if day[0].amount > 31 or len(text[first.end : second.start]) > 30:
        return first
    return first.also((Value(Kind.DATE, date[0].amount // 100 * 100 + day[0].amount),))


def _same_half(first: Number, second: Number, text: str) -> Number:
    """From 6 to 8 p.m.: the first is in the evening too."""
    hour, time = first.readings[0][:1], second.readings[0][:1]
    if not (hour and time and time[0].kind is Kind.TIME and len(second.readings) < 3):
        return first
    plainly = hour[0].kind is Kind.PLAIN and hour[0].amount < 12
    if not plainly or len(text[first.end : second.start]) > 8 or time[0].amount < 720:
        return first
    later = hour[0].amount + 12
    return first.also(plain(later), (Value(Kind.TIME, later * 60),))


def _connects(between: list[Token], words: Words) -> bool:
    signs = {'-', '–', '—', ',', '~', '/', '$', 'us', '€', '¥', '£', 'r', 'a', '至', '.'}
    return len(between) <= 4 and all(
        token.low in signs or token.low in words.ranges for token in between
    )


def _long_year(first: Number, second: Number) -> Number:
    """2016-17: the second is also 2017."""
    year, short = first.readings[0][:1], second.readings[0][:1]
    if not (year and short and year[0].kind is short[0].kind is Kind.PLAIN):
        return second
    if 1000 < year[0].amount < 2200 and len(second.text) == 2 and second.text.isdecimal():
        century = year[0].amount // 100 * 100
        return second.also((Value(Kind.PLAIN, century + short[0].amount),))
    return second


_BARE = re.compile(r'\s*[,;.:)]|\s*$|\s+(?:in|to|from|and|or)\b')
