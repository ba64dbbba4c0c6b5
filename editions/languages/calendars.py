"""Dates, times of day, months and decades of an alphabetic language."""

import re
from dataclasses import replace
from fractions import Fraction

from editions.languages.grammar import Found, Grammar
from editions.languages.roman import roman
from editions.languages.tables import words
from editions.languages.values import Kind, Reading, Value, decades, of, plain


class Calendar(Grammar):
    """The productions of `alphabetic` that tell time."""

    # days

    def date(self, place: int) -> Found | None:
        """17, 18 and 23 November; del 17 al 23 de noviembre; November 17–23."""
        days, end = self.days(place)
        if days and self.scored(place):
            return None
        if days:
            end += self.low(end) == 'day'  # this 19th day of March
            month = self.month_at(end + (self.low(end) == 'de' or self.low(end) == 'of'))
            if month:
                after = end + 1 + (self.low(end) in ('de', 'of'))
                last = (*plain(*days[:-1]), *_dates(month, days[-1:]))  # number 1, the 2nd of May
                return self.make(place, after, _dates(month, days), last)
            return None
        month = self.month_at(place)
        english = self.words.joiner == 'and' or self.low(place) not in self.words.months
        if not month or not english:
            return None
        short = self.low(place) not in self.words.months and self.low(place + 1) == '.'
        days, end = self.days(place + 1 + (short or self.low(place + 1) == 'the'))
        first = (*_dates(month, days[:1]), *plain(*days[1:]))  # On 17 November, 24 ministers
        return self.make(place, end, _dates(month, days), first) if days else None

    def scored(self, place: int) -> bool:
        """A score, not days: el triunfo 4-1 de febrero."""
        at = place if self.low(place + 1) in _DASHES else place - 2
        if self.low(at + 1) not in _DASHES or not self.low(at).isdecimal():
            return False
        return self.low(at + 2).isdecimal() and int(self.low(at)) >= int(self.low(at + 2))

    def days(self, place: int) -> tuple[list[int], int]:
        """A list or a range of days of the month, and the place after it."""
        found: list[int] = []
        end = place
        while len(found) < 8 and (day := self.day_at(place)):
            if found and (place == end or day <= found[-1] or self.apart(end)):
                break
            found.append(day)
            place += 1
            while self.low(place) in ('st', 'nd', 'rd', 'th', 'º', 'ª', '.º', 'o', '°') or (
                self.low(place) == '.' and self.low(place + 1) in ('º', 'o')
            ):
                place += 1
            end = place
            while _BETWEEN.fullmatch(self.low(place)) and place - end < 3:
                place += 1
        return found, end

    def day_at(self, place: int) -> int:
        text = self.low(place)
        if text.isdecimal() and len(text) <= 2:
            return int(text) if 0 < int(text) <= 31 else 0
        first = text in ('primero', 'primeiro') and self.low(place + 1) == 'de'
        return int(first and bool(self.month_at(place + 2)))

    def apart(self, place: int) -> bool:
        """November 17, the 24th Meeting: what comes is no day of the list."""
        return self.low(place) == ',' and self.low(place + 1) == 'the' and self.month_before(place)

    def month_before(self, place: int) -> bool:
        return any(self.month_at(place - n) for n in (2, 3))

    def month_at(self, place: int) -> int:
        """The number of the month that this word names; 0 for none."""
        word = self.low(place)
        if not word or self.tokens[place].kind != 'word':
            return 0
        word = 'sep' if word == 'sept' else word
        capital = self.tokens[place].text[0].isupper()
        english = words('en') if capital else self.words  # left as it was, in an address or a title
        for names in (
            self.words.months, self.words.short_months, english.months, english.short_months
        ):  # fmt: skip
            if word in names:
                doubtful = word in self.words.doubtful_months and not capital
                return 0 if doubtful else names.index(word) + 1
        return 0

    def month(self, place: int) -> Found | None:
        """A month without a day; "may", "march", "set" and short names count only if matched."""
        month = self.month_at(place)
        if not month:
            return None
        word = self.low(place)
        sure = word in self.words.months and (
            word not in self.words.doubtful_months or self.timed(place)
        )
        number, end = self.make(place, place + 1, of(Kind.MONTH, month))
        return replace(number, loose=not sure, word=False), end

    def timed(self, place: int) -> bool:
        """Whether a doubtful name is a month's: in May, last March, May 2016."""
        after = [self.low(place + n) for n in (1, 2)]
        year = any(re.fullmatch(r'[12]\d{3}', text) for text in after)
        return year or (self.tokens[place].text[0].isupper() and self.low(place - 1) in _OF_MONTHS)

    # times of day, dates in digits

    def moment(self, place: int) -> Found | None:
        """9:30, 9h30, 9.30 h; 9 p.m.; 2016-11-17; 17/11/2016."""
        token = self.tokens[place]
        if token.kind == 'iso':
            year, month, day = map(int, token.text.split('-'))
            return self.make(place, place + 1, (*_dates(month, [day]), *plain(year)))
        if token.kind == 'slash':
            return self.slashed(place)
        if token.kind == 'time':
            return self.clock(place, token.text)
        pointed = re.fullmatch(r'\d{1,2}\.[0-5]\d', token.text)
        if pointed and (self.low(place + 1) in _HOURS or self.noon(place + 1)):
            return self.clock(place, token.text)
        hour = self.words.cardinals.get(token.low, token.text)
        if token.kind == 'word' and self.low(place + 1) in ('am', 'pm'):
            return None  # one AM is a member of an assembly
        if re.fullmatch(r'1?\d|2[0-4]', str(hour)) and self.noon(place + 1):
            return self.clock(place, f'{hour}:00')
        return None

    def clock(self, place: int, text: str) -> Found:
        """A time may be told by the half of the day, or by the hour alone."""
        hour, minute = map(int, re.split('[:.h]', text)[:2])
        end = place + 1
        morning, evening = self.says(end, self.words.morning), self.says(end, self.words.evening)
        hours = [hour, hour + 12] if hour < 12 else [hour]
        if morning or evening:
            hours = [hour % 12 + 12 * bool(evening)]
        readings = [of(Kind.TIME, each * 60 + minute) for each in hours]
        if minute == 0:
            readings += [plain(each) for each in hours]
        figures = [] if morning or evening else [plain(hour, minute)]
        return self.make(place, end + (morning or evening), *readings, *figures)

    def noon(self, place: int) -> bool:
        """Whether a.m., p.m. or the like stands here."""
        return bool(self.says(place, self.words.morning + self.words.evening))

    def slashed(self, place: int) -> Found:
        """17/11/2016, or 11/17/2016 in American English."""
        one, two, year = map(int, re.split('[./]', self.tokens[place].text))
        year += 2000 if year < 70 else 1900 if year < 100 else 0
        ways = [(two, one), (one, two)] if self.words.joiner != 'and' else [(one, two), (two, one)]
        readings = [(*_dates(m, [d]), *plain(year)) for m, d in ways if 1 <= m <= 12]
        return self.make(place, place + 1, *readings, plain(one, two, year))

    # decades

    def decade(self, place: int) -> Found | None:
        """The 1990s; the nineties; la década de 1990; os anos noventa."""
        if self.low(place) in self.words.decade_words:
            end = place + 1
            while self.low(end) in ('de', 'los', 'del', 'dos', 'do', 'as', 'das'):
                end += 1
            return self.said_decade(place, end)
        token = self.tokens[place]
        if short := self.short_decade(place):
            return short
        plural = self.low(place - 1) in _PLURAL and not self.counts(place + 1)
        plural = plural and not self.says(place + 1, self.words.percent)
        if plural and (ten := self.ten_at(place)) < 100:
            return self.make(place, place + 1, plain(ten), *_decades(ten)) if ten else None
        if ten := self.words.decades.get(token.low, 0) * (self.words.joiner == 'and'):
            return self.make(place, place + 1, *_decades(ten), plain(ten))  # or an age
        return None

    def said_decade(self, place: int, at: int) -> Found | None:
        """La década de 1990, los años 30 del siglo XX, as décadas de 1960 e 1970."""
        ten, end = self.ten_at(at), at + 1
        if not ten:
            return None
        if self.low(end) in ('del', 'do') and self.low(end + 1) in self.words.century_words:
            century = roman(self.low(end + 2).upper()) or 20
            return self.make(place, end + 3, *_decades(ten % 100 + 100 * century - 100))
        more = self.ten_at(end + 1) if self.low(end) in ('y', 'e') else 0
        if more > ten and self.low(place)[-1] == 's' and (more > 100) == (ten > 100):
            return self.make(place, end + 2, *decades(ten, more))
        years = [plain(ten)] if ten > 100 and self.low(place) in ('años', 'anos') else []
        return self.make(place, end, *_decades(ten), *years)

    def short_decade(self, place: int) -> Found | None:
        """The 1990s, the '90s, the 1980's; people in their 60s."""
        text, end = self.tokens[place].text, place + 1
        end += self.low(end) in ("'", '’') and self.tokens[end].joined
        hangs = self.low(end) == 's' and self.tokens[end].joined and text.isdecimal()
        if not hangs or text[-1] != '0' or len(text) not in (2, 4):
            return None
        ages = [plain(int(text))] if len(text) == 2 or end > place + 1 else []
        return self.make(place, end + 1, *_decades(int(text)), *ages)

    def counts(self, place: int) -> bool:
        """Whether a noun or a scale stands here: los 20 países, but los 20 y los 30."""
        if self.low(place) == self.words.joiner and self.low(place + 1) in self.words.cardinals:
            return self.words.cardinals[self.low(place + 1)] < 10  # los treinta y dos
        return self.low(place).isalpha() and self.low(place) not in self.words.joining

    def ten_at(self, place: int) -> int:
        text = self.low(place)
        if re.fullmatch(r'(1\d|20)\d0|[1-9]0', text):
            return int(text)
        return self.words.decades.get(text, 0)


def _dates(month: int, days: list[int]) -> Reading:
    return tuple(Value(Kind.DATE, Fraction(month * 100 + day)) for day in days)


def _decades(ten: int) -> tuple[Reading, ...]:
    """The ways to read a decade that is said alone."""
    if ten > 100 and ten % 100 == 0:  # the 2000s: the decade, or the century
        return of(Kind.DECADE, ten), plain(ten // 100 + 1), plain(ten)
    return decades(ten)


_OF_MONTHS = frozenset(
    ('in', 'since', 'until', 'till', 'from', 'last', 'next', 'early', 'late', 'mid', 'this', 'by')
)
_HOURS = frozenset(('h', 'hs', 'horas'))
_PLURAL = frozenset(('los', 'os', 'nos'))
_DASHES = frozenset('-–—‑')
_BETWEEN = re.compile('and|to|or|through|the|[yeoa]|al|el|los|até|as|ao|os|ou|[-–—,]')
