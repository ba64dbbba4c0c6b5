"""Days and times of day that are told in words in an alphabetic language: half past five."""

from dataclasses import replace
from fractions import Fraction

from editions.languages.calendars import Calendar
from editions.languages.grammar import Found
from editions.languages.quantities import Quantities
from editions.languages.values import Kind, of

_PARTS = {'half': 30, 'quarter': 15, 'media': 30, 'meia': 30, 'cuarto': 15}
_AT = frozenset(('at', 'until', 'till', 'about', 'around'))


class Clock(Quantities):
    """The productions of `alphabetic` that tell time as people say it."""

    calendar: Calendar

    # times of day

    def spoken(self, place: int) -> Found | None:
        """Half past five; a quarter to six; las cinco y media; cinco e meia da tarde."""
        if part := _PARTS.get(self.low(place)):
            return self.past(place, part)
        hour = self.hour(place)
        if not hour or self.low(place + 1) != self.words.joiner:
            return None
        part, end = _PARTS.get(self.low(place + 2)), place + 3
        told = self.low(place - 1) in self.words.oclock or self.half_day(end)
        return self.told(place, end, hour * 60 + part) if part and told else None

    def past(self, place: int, part: int) -> Found | None:
        after = self.low(place + 1) in self.words.past
        before = part == 15 and self.low(place + 1) in self.words.to and self.at(place)
        hour = self.hour(place + 2) if after or before else 0
        return self.told(place, place + 3, hour * 60 + (part if after else -part)) if hour else None

    def at(self, place: int) -> bool:
        """At a quarter to six; but not: it rose by a quarter to six million."""
        return self.low(place - 1 - (self.low(place - 1) == 'a')) in _AT

    def hour(self, place: int) -> int:
        text = self.low(place)
        digits = int(text) if text.isdecimal() and len(text) < 3 else 0
        hour = digits or self.words.cardinals.get(text, 0)
        return hour if hour <= 12 else 0

    def half_day(self, place: int) -> int:
        return self.says(place, self.words.morning + self.words.evening)

    def told(self, place: int, end: int, minutes: int) -> Found:
        """The time by the half of the day that is said, or in either."""
        halves: tuple[int, ...] = (0, 720)
        if size := self.half_day(end):
            halves = (720,) if self.says(end, self.words.evening) else (0,)
        times = (of(Kind.TIME, minutes % 720 + half) for half in halves)
        return self.make(place, end + size, *times)

    # days

    def spoken_day(self, place: int) -> Found | None:
        """The twenty-first day of November; el veintiuno de noviembre."""
        found = self.read(place) if self.tokens[place].kind == 'word' else None
        if not found and (first := self.words.ordinals.get(self.low(place))):
            found = (Fraction(first),), Fraction(1), place + 1
        if not found or found[0][0] > 31:
            return None
        end = found[2] + (self.low(found[2]) == 'day')
        month = self.calendar.month_at(end + 1) if self.low(end) in self.words.of else 0
        if not month:
            return None
        number, end = self.make(place, end + 2, of(Kind.DATE, month * 100 + int(found[0][0])))
        return replace(number, word=False), end
