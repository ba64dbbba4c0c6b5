"""Reads the numbers of a text in an alphabetic language: digits, words, dates, fractions.

A grammar over tokens, driven by the tables of the language (`tables.Words`). Each production
takes a place and gives the number that begins there with the place after it, or None.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from editions.languages.calendars import Calendar
from editions.languages.clock import Clock
from editions.languages.grammar import Found
from editions.languages.neighbours import share
from editions.languages.roman import roman
from editions.languages.tables import Words
from editions.languages.tokens import tokens
from editions.languages.values import Kind, Number, of, plain, tailed


def numbers(text: str, words: Words) -> tuple[Number, ...]:
    """Every number of a text, in its order."""
    text = _SIGNS.sub(lambda match: unicodedata.normalize('NFKC', match[0]), text)
    return tailed(share(_Alphabet(text, words).run(), text, words), text)


_SIGNS = re.compile('[０-９\u2160-\u2188]')  # full-width digits, Roman numerals of one sign


class _Alphabet(Clock):
    def __init__(self, text: str, words: Words) -> None:
        super().__init__(text, tokens(text, words.decimal), words)
        self.acronyms = not text.isupper()
        self.calendar = Calendar(text, self.tokens, words)
        self.productions: tuple[Callable[[int], Found | None], ...] = (
            self.spoken,
            self.spoken_day,
            self.calendar.moment,
            self.calendar.date,
            self.calendar.decade,
            self.half_year,
            self.ratio,
            self.unit_and_a_half,
            self.quantity,
            self.ordinal,
            self.half,
            self.round,
            self.word,
            self.roman,
            self.code,
            self.calendar.month,
        )

    def run(self) -> Iterator[Number]:
        place = 0
        while place < len(self.tokens):
            if not self.begins(place):
                place += 1
                continue
            found = next((f for rule in self.productions if (f := rule(place))), None)
            if found:
                yield found[0]
            place = found[1] if found else place + 1

    def begins(self, place: int) -> bool:
        """Whether a number may begin here: quick, since most words begin none."""
        token = self.tokens[place]
        if token.kind == 'word':
            if self.acronyms and token.text.isupper() and len(token.text) > 1:
                month = len(token.text) > 3 and bool(self.calendar.month_at(place))
                return month or bool(roman(token.text))  # DOS is not two
            known = token.low in self.words.vocabulary or token.text.isupper()
            known |= token.text[0].isupper() and bool(self.calendar.month_at(place))
            known |= token.low.endswith('fold') or token.low.startswith('multi')
            known |= bool(_starred(self.words.words, token.low))
            return known or token.low in ('a', 'an')
        return token.kind != 'sign'

    def ordinal(self, place: int) -> Found | None:
        """The twenty-first; vigésimo primero; a third, which may be a part."""
        word = self.low(place)
        number = self.words.ordinals.get(word, 0)
        if self.low(place + 1) in ('feira', 'feiras') or not (
            number or word in self.words.fractions
        ):
            return None
        if not number:
            return self.alone(place)
        total, end = self.compound(number, place + 1)
        if end > place + 1:
            return self.make(place, end, plain(total))
        if self.low(end) in self.words.parts and number > 2:
            return self.make(place, end + 1, plain(Fraction(1, number)))
        found = self.make(place, end, plain(number))
        if number > 2:
            found = found[0].also(plain(Fraction(1, number))), end
        if word == 'second' and self.is_time(place):
            return replace(found[0], loose=True), end
        if found[0].loose and number > 1 and word[-1] != 's' and self.modifies(end):
            return replace(found[0], loose=False), end  # quinta sessão, but: na quinta
        return found

    def compound(self, number: int, end: int) -> tuple[int, int]:
        """Vigésimo primero; centésimo quincuagésimo segundo: the sum, and the place after it."""
        limit = 100 if number % 100 == 0 else 10 if number % 10 == 0 else 0
        while 0 < (small := self.words.ordinals.get(self.low(end), 0)) < limit:
            number, end = number + small, end + 1
            limit = 10 if small % 10 == 0 else 0
        return number, end

    def modifies(self, place: int) -> bool:
        """Whether a noun stands here, not a sign or a word that joins."""
        return self.low(place).isalpha() and self.low(place) not in self.words.joining

    def is_time(self, place: int) -> bool:
        """Per second, one second, minute and second; a second, which may be another."""
        before, after = self.low(place - 1), self.low(place + 1)
        if {'minute', 'hour'} & {self.low(place - 2), self.low(place - 3)}:
            return True
        timed = before.isdecimal() or before in self.words.cardinals or before in _OF_TIME
        return timed or after in ('to', 'only', 'hand')

    def round(self, place: int) -> Found | None:
        """Thousands; hundreds of thousands; several hundred; decenas de miles de millones."""
        words = self.words
        power, end = self.power(place)
        if not power:
            return None
        while self.low(end) in words.of and self.low(end + 1) in {**words.rounds, **words.scales}:
            scale = words.rounds.get(self.low(end + 1)) or words.scales[self.low(end + 1)]
            power, end = power * scale, end + 2
        number, end = self.make(place, end, of(Kind.ROUND, power))
        vague = self.low(end - 1) in words.loose or self.low(place).startswith('multi')
        number = replace(number, loose=vague)  # decades: for long
        number = number.also(plain(power), *([plain(12)] if power == 10 else []))
        return number.also(*([plain(2 * power)] if self.low(place) in _PAIR else [])), end

    def power(self, place: int) -> tuple[int, int]:
        """The power of ten that a round number begins with, and the place after it."""
        words, word = self.words, self.low(place)
        power = words.rounds.get(word) or words.scales.get(word.removeprefix('multi'), 0)
        if word in words.rounds or (word.startswith('multi') and power):  # multibillion
            return power, place + 1
        if word not in words.several:
            return 0, place
        at = place + 1 + (self.low(place + 1) in words.of)
        factor, end = self.scale(at)
        if factor > 1 and (words.joiner == 'and' or self.low(at)[-1] == 's'):
            return int(factor), end  # but unos mil are about a thousand
        return words.rounds.get(self.low(at), 0) or 10 * (self.low(at) in words.collectives), at + 1

    def word(self, place: int) -> Found | None:
        """Both, tripled, quinquenal."""
        amount = _starred(self.words.words, self.low(place)) or self.fold(self.low(place))
        if amount:
            number, end = self.make(place, place + 1, plain(amount))
            stems = {word[:-1] for word in self.words.loose if word[-1] == '*'}
            loose = number.loose or self.low(place).startswith(tuple(stems))
            return replace(number, loose=loose), end
        unit = self.words.units.get(self.low(place))
        if self.low(place) in self.words.collectives:
            return self.make(place, place + 1, plain(unit or 1))
        if unit and self.low(place) in self.words.loose:
            return self.make(place, place + 1, plain(unit), plain(1))
        return None

    def fold(self, word: str) -> int:
        """Twentyfold."""
        stem = word.removesuffix('fold')
        return self.words.cardinals.get(stem, 0) if stem != word else 0

    def roman(self, place: int) -> Found | None:
        """XXIV; a single letter only counts where the other text has the number."""
        token = self.tokens[place]
        amount = roman(token.text) if token.kind == 'word' and token.text.isupper() else 0
        if not amount:
            return None
        number, end = self.make(place, place + 1, plain(amount))
        century = self.low(place - 1) in self.words.century_words
        sure = century or (len(token.text) > 1 and amount < 40)
        return replace(number, loose=not sure, word=False), end

    def code(self, place: int) -> Found | None:
        """G20, COP21, x86: a name; its number counts where the other text has it."""
        token = self.tokens[place]
        if token.kind != 'code':
            return None
        digits = ''.join(sign if sign.isdecimal() else ' ' for sign in token.text).split()
        number, end = self.make(place, place + 1, plain(*(int(part[:18]) for part in digits[:1])))
        return replace(number, loose=True, word=False), end


def _starred(table: Mapping[str, int], word: str) -> int:
    """A word's number, by the word or by a stem with a star."""
    if word in table:
        return table[word]
    stems = (f'{word[:size]}*' for size in range(min(len(word), 12), 2, -1))
    return next((table[stem] for stem in stems if stem in table), 0)


_PAIR = frozenset(('couple', 'par'))
_OF_TIME = frozenset(('per', 'every', 'each', 'split', 'a', 'sub', 'fractional'))
