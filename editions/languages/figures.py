"""Reads the numbers of a text: in digits, with what stands beside them, and in words.

Of words only cardinals with their scale words, those of the language's table. Ordinals, parts and
multiples are among the words that are not worked out.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from editions.languages.characters import in_characters
from editions.languages.language import Language
from editions.languages.phrases import BLANKS
from editions.languages.values import FEW, Month, Number, Reading, Weight, forms, reading

LONGEST = 60  # characters of an amount; more is noise, and Python reads 4300 digits at most


def in_ascii(text: str, language: Language) -> str:
    """A text of the same length with its digits, and the marks in them, as in ASCII."""
    if text.isascii():
        return text
    form = forms(language)
    marks = {'٫': form.decimal, '٬': form.group, '．': '.', '：': ':', '／': '/'}
    return _FOREIGN.sub(lambda found: marks.get(found[0]) or str(int(found[0])), text)


_FOREIGN = re.compile(r'(?![0-9])\d|[٫٬．：／]')
_LETTER = '[A-Za-zÀ-ÖØ-öø-ɏͰ-ӿ]'  # not × and ÷
_NUMERAL = r'(?P<roman>(?<![\w-])[IVX]{1,7}(?![\w-]))'
_TOKEN = re.compile(
    rf"""
      (?P<iso>\d{{4}}[-/.][01]?\d[-/.][0-3]?\d(?!\d|[.,]\d))
    | (?P<slash>\d{{1,2}}(?P<mark>[/.])\d{{1,2}}(?P=mark)(?:\d{{4}}|\d\d)(?!\d|[.,]\d))
    | (?P<time>\d{{1,2}}(?::[0-5]\d|h[0-5]\d)(?::[0-5]\d)?(?![\d:]))
    | (?P<code>(?!(?<=\d)x\d){_LETTER}[{_LETTER[1:-1]}_]*+[-‑]?\d[{_LETTER[1:-1]}\d_.-]*|0x[0-9a-f]+
        |[1-4]D(?!\w)|\d+(?:\.\d+){{2,}}[a-z-]\w*|\d[\da-f]*[a-f]\d[\da-f]*)
    | (?P<number>\d{{1,3}}(?:[{BLANKS}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*
        |(?<![\w.)\]])\.\d+(?:(?![\w.])|(?=(?:[nµmckMG]?[mgsVAWB]|k?Hz)\b)))
    | (?P<vulgar>[¼-¾⅐-⅞])
    | {_NUMERAL}
    """,
    re.VERBOSE,
)
_DIGIT = re.compile(r'[\d¼-¾⅐-⅞]')
_NUMERALS = re.compile(_NUMERAL)  # the tokens of a text without digits: a tenth of the time
_MONEY = re.compile(rf'[$€£¥][{BLANKS}]?$')


class Digits:
    """Reads the digits of one text from left to right."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.forms, self.language = text, forms(language), language

    def make(self, start: int, end: int, *readings: Reading, **more: object) -> Number:
        return Number(readings, self.text[start:end], start, end, **more)  # type: ignore[arg-type]

    def figures(self) -> Iterator[Number]:
        tokens, at = _TOKEN if _DIGIT.search(self.text) else _NUMERALS, 0
        while match := tokens.search(self.text, at):
            number = getattr(self, str(match.lastgroup))(match)
            yield from [number] if number else []
            at = number.end if number else match.end()

    def iso(self, match: re.Match[str]) -> Number:
        year, month, day = map(int, re.split('[-/.]', match[0]))
        return self.day(match, month, day, year)

    def slash(self, match: re.Match[str]) -> Number:
        """17/11/2016, or 11/17/2016 in American English."""
        one, two, year = map(int, re.split('[/.]', match[0]))
        return self.day(match, one, two, year + (2000 if year < 70 else 1900 if year < 100 else 0))

    def day(self, match: re.Match[str], one: int, two: int, year: int) -> Number:
        ways = ((one, two), (two, one))
        dates = [reading(Month(month), day, year) for month, day in ways if 0 < month < 13]
        return self.make(*match.span(), *dates, reading(one, two, year))

    def time(self, match: re.Match[str]) -> Number:
        """9:30 may be half past nine in the evening, and 9:00 only 9."""
        hour, *rest = map(int, re.split('[:h]', match[0]))
        ways = [(hour, *rest), (hour % 12 + 12, *rest)]
        ways += [(hour,), (hour % 12 + 12,)] if not any(rest) else []
        return self.make(*match.span(), *(reading(*way) for way in ways))

    def code(self, match: re.Match[str]) -> Number | None:
        """G20, COP21, x86: a name; its number counts where the other text has it."""
        digits = re.findall(r'\d+', match[0])
        values = [reading(*(int(each[:18]) for each in digits[:1]))]
        values += [reading(Fraction(each)) for each in re.findall(r'\d{1,9}\.\d{1,9}', match[0])]
        return self.make(*match.span(), *values, weight=Weight.HINT) if digits else None

    def vulgar(self, match: re.Match[str]) -> Number:
        return self.make(*match.span(), reading(_part(match[0])))

    def roman(self, match: re.Match[str]) -> Number | None:
        value = roman(match[0])
        weight = Weight.WORD if len(match[0]) > 1 else Weight.HINT  # I, a word
        return self.make(*match.span(), reading(value), weight=weight) if value else None

    def number(self, match: re.Match[str]) -> Number:
        start, end = match.span()
        values = amounts(match[0], self.forms.decimal, self.forms.other_group)
        if not values:  # a list, a version, a telephone number
            parts = [int(each) for each in re.findall(r'\d+', match[0])[:40] if len(each) < 20]
            listed = [amounts(each, '.') for each in match[0].split(',')[:40]]  # [33.6,36.4]
            ways = [reading(*(each[0] for each in listed))] if all(listed) else []
            return self.make(start, end, reading(*parts), *ways)
        if fraction := self.fraction(match, values[0]):
            return fraction
        factor, end = self.factor(start, end)
        if end < len(self.text) and unicodedata.category(self.text[end]) == 'No':  # 14½
            values, end = tuple(value + _part(self.text[end]) for value in values), end + 1
            factor, end = self.factor(start, end)
        if factor == 1 and (size := _SIZE.match(self.text, end)):  # 512M
            factor, end = Fraction(1000 ** ('KMGT'.index(size[0].upper()) + 1)), end + 1
        if factor != 1:
            values = values[:1]
        found = self.make(start, end, *(reading(v * factor) for v in values), factor=factor)
        if self.text[match.end() : end] == 'm':  # 10m, which may be metres
            found = found.also(reading(values[0]))
        return self.wider(self.together(found), match)

    def fraction(self, match: re.Match[str], above: Fraction) -> Number | None:
        below = _BELOW.match(self.text, match.end())
        if not below or not int(below[1]):
            return None
        ways = reading(above / int(below[1])), reading(above, int(below[1]))
        return self.make(match.start(), below.end(), *ways)

    def factor(self, start: int, end: int) -> tuple[Fraction, int]:
        """The scale words or the percent sign that follow, and the place after them."""
        factor = Fraction(1)
        if self.text[max(0, start - 8) : start].lower().endswith(self.forms.percent_before or '\0'):
            return Fraction(1, 100), end
        for sign, by in ((self.forms.percent, 100), (self.forms.permille, 1000)):
            if share := sign.match(self.text, end):
                return Fraction(1, by), share.end()
        more = self.forms.more.match(self.text, end)
        at = more.end() if more else end
        while (scale := self.forms.scale.match(self.text, at)) and scale.end() > at:
            factor *= self.forms.scales[_key(scale['form'])]
            at = end = scale.end()
        if factor == 1 and (short := self.forms.short_scale.match(self.text, end)):
            money = _MONEY.search(self.text, 0, start)
            joined = short.start('form') == end and short['form'] != 'mm'  # millimetres
            if money or joined:
                return Fraction(self.forms.short_scales[_key(short['form'])]), short.end()
        return factor, end

    def together(self, found: Number) -> Number:
        """2 millones 300 mil, 13亿8271万: the second amount belongs to the first, or not."""
        joiner = re.escape(str(self.language.table('numerals').get('joiner', '')))
        after = re.compile(rf'[{BLANKS}]?(?:{joiner}[{BLANKS}])?(\d[\d.,]*)')
        match = after.match(self.text, found.end) if found.factor >= 1000 else None
        if not match:
            return found
        values = amounts(match[1], self.forms.decimal)
        factor, end = self.factor(match.start(1), match.end())
        first = next(iter(found.readings[0]))
        if not values or isinstance(first, Month) or not 1 < values[0] * factor < found.factor:
            return found
        both = reading(first, values[0] * factor)
        return self.make(found.start, end, reading(first + values[0] * factor), both)

    def wider(self, found: Number, match: re.Match[str]) -> Number:
        """What else the digits may say from what stands around them."""
        value = next(iter(found.readings[0]))
        if isinstance(value, Month) or found.factor != 1:
            return found
        before, after = self.text[: match.start()][-8:], self.text[match.end() :][:12]
        ways: list[Reading] = []
        if value < 13 and (self.forms.later.match(after) or self.forms.afternoon.search(before)):
            ways.append(reading(value + 12))
        if times := re.fullmatch(r'(\d{1,2})\.([0-5]\d)', match[0]):
            ways.append(reading(int(times[1]), int(times[2])))
        if 9 < value < 100 and (_SHORT_YEAR.search(before) or self.forms.decade.match(after)):
            ways += [reading(1900 + value), reading(2000 + value)]
        if 1000 < value < 2100 and value % 100 and self.forms.decade.match(after):
            ways.append(reading(value % 100))  # the 1990s, los años 90
        if day := _DAY_IN_DIGITS.fullmatch(match[0]):
            ways.append(reading(Month(int(day[2])), int(day[1]), int(day[3])))
            ways.append(reading(*map(int, day.groups())))
        bracketed = before[-1:] in tuple('()[]') and after[:1] in tuple(
            '()[]'
        )  # [0,1], and a telephone
        parts = re.split(f'[{BLANKS},]' if bracketed else f'[{BLANKS}]', match[0])
        if len(parts) > 1 and all(map(str.isdecimal, parts)):
            ways.append(reading(*map(int, parts)))
        if _half().match(after):  # 1年半
            ways.append(reading(value + Fraction(1, 2)))
        if self.forms.century.match(after):
            ways.append(reading(value * 100 - 100))  # 21世纪初, in the early 2000s
        return found.also(*ways)

    def months(self) -> Iterator[Number]:
        """Months by name. Without a day or a year beside it a name may be another word: may."""
        for match in self.forms.month.finditer(self.text):
            start, end = match.span('form')
            inside = match['form'][0].isdecimal()
            before = self.text[start - 1] if start else ' '
            if before.isdecimal() if inside else before.isalnum() and self.language.spaced:
                continue
            dated = inside or _DAY.search(self.text[max(0, start - 12) : start])
            dated = dated or _YEAR.match(self.text, end)
            short = len(match['form']) < 4 and self.language.spaced
            weight = Weight.FIGURE if dated else Weight.HINT if short else Weight.WORD
            if self.text[start].islower() != self.forms.small_months and not (
                dated and self.forms.small_months
            ):
                weight = Weight.HINT  # March, a name; march, a verb
            month = Month(self.forms.months[_key(match['form'])])
            yield self.make(start, end, reading(month), weight=weight)


@lru_cache(1)
def _half() -> re.Pattern[str]:
    return re.compile('|'.join(Language('und').table('halves')['after']))


def _part(sign: str) -> Fraction:
    return Fraction(unicodedata.numeric(sign)).limit_denominator(10)


def _key(form: str) -> str:
    return ' '.join(re.split(f'[{BLANKS}]+', form.lower()))


_SIZE = re.compile(r'[KMGTk](?![A-Za-z\d_])')
_BELOW = re.compile(r'/(\d{1,9})(?![\d/.,]*\d)')
_DAY_IN_DIGITS = re.compile(r'((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])')  # 20181220, ISO 8601
_SHORT_YEAR = re.compile(r"(?:^|[^\w])['’‘]$|\d{4}[-–—/]$")
_DAY = re.compile(
    r'(?<![\d.,])(?:\d\d?|[12]\d{3})(?:[.ºª°]|[^\W\d]{2})?[\s,]*(?:[^\W\d]{1,2}[.’\']?\s)?$'
)
_YEAR = re.compile(r"[.,]?\s*(?:\w{1,2}\s)?['’]?\d")


def amounts(raw: str, decimal: str, other: str = '') -> tuple[Fraction, ...]:
    """What digits with marks may say, the likeliest first; empty where they are no amount.

    A version (1.2.3) is none; '1,2,3' in English is three numbers. `other` is a decimal mark
    that some countries of the language part thousands with (Mexico: 10,000).
    """
    if len(raw) > LONGEST:
        return ()
    if re.fullmatch(r"\d{1,3}['’]\d{1,2}", raw):  # 0'75, as Spaniards write by hand
        return (Fraction(re.sub("['’]", '.', raw)),)
    raw = re.sub(rf"['’{BLANKS}]", '', raw)
    raw = f'0{raw}' if raw[0] == '.' else raw
    marks = [sign for sign in raw if sign in '.,']
    if not marks:
        return (Fraction(raw),)
    last = marks[-1]
    whole, _, rest = raw.rpartition(last)
    if not rest or not whole:
        return (Fraction(re.sub('[.,]', '', raw) or 0),)
    grouped = re.fullmatch(r'[1-9]\d{0,2}(?:[.,]\d{3})+|\d{1,3}(?:,\d\d)+,\d{3}', raw)
    together = Fraction(re.sub('[.,]', '', raw))
    if len(set(marks)) == 2:  # the last is the decimal mark
        return (Fraction(re.sub('[.,]', '', whole) + '.' + rest),) if last not in whole else ()
    if len(marks) > 1:
        return (together,) if grouped and (last != decimal or last == other) else ()
    if last != decimal and grouped:
        return (together,)
    if last != decimal and decimal == '.':
        return ()
    if grouped and (rest == '000' or last == other):
        return (Fraction(f'{whole}.{rest}'), together)
    return (Fraction(f'{whole}.{rest}'),)


_ROMAN = re.compile(r'(X{0,3})(IX|IV|V?I{0,3})')


def roman(text: str) -> int:
    """The value of a Roman numeral below 40; 0 for what is none (IIII, a word)."""
    if not text or not _ROMAN.fullmatch(text):
        return 0
    values = [{'I': 1, 'V': 5, 'X': 10}[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def words(text: str, language: Language) -> Iterator[Number]:
    """The number words of a text, and those that stand for a number without naming it."""
    known, form = _vocabulary(language), forms(language)
    for pattern, weight in ((form.vague, Weight.HINT), (form.ordinal, Weight.WORD)):
        for match in pattern.finditer(text):
            start, end = match.span()
            if weight is Weight.HINT or not text[:start].rstrip()[-1:].isdigit():  # 9 segundos
                yield Number((), text[start:end], start, end, weight)
    if language.ideographic:
        yield from in_characters(text, language)
        return
    plain = _plain(text)
    if known.values.keys().isdisjoint(_WORD.findall(plain)):
        return
    for each in _sums(plain, known):
        value = Fraction(each.value, 100 if form.percent.match(text, each.end) else 1)
        weight = Weight.HINT if each.bare or each.value < FEW else Weight.WORD
        said = text[each.start : each.end]
        factor = Fraction(each.factor)
        yield Number((reading(value),), said, each.start, each.end, weight, factor)


@dataclass(frozen=True)
class _Vocabulary:
    values: Mapping[str, int]  # by words in lower case without accents
    scales: frozenset[str]
    joiner: str
    joins: frozenset[int]  # what the joiner may follow: tens (treinta y uno), hundreds


@lru_cache
def _vocabulary(language: Language) -> _Vocabulary:
    table = language.table('numerals')
    cardinals = {
        _plain(word): place * step
        for key, step in (('ones', 1), ('tens', 10), ('hundreds', 100))
        for place, entry in enumerate(table.get(key, ()))
        for word in entry.split('|')
        if word
    }
    scales = {_plain(w): v for w, v in forms(language).scales.items() if w.isalpha()}
    return _Vocabulary(
        {**scales, **cardinals} if cardinals else {},
        frozenset(scales),
        str(table.get('joiner', '')),
        frozenset(table.get('joins', ())),
    )


def _plain(text: str) -> str:
    """In lower case and without accents, of the same length."""
    return text.lower().translate(_ACCENTS) if len(text.lower()) == len(text) else text


_WORD = re.compile(r'[^\W\d_]+')
_ACCENTS = {code: unicodedata.normalize('NFD', chr(code))[0] for code in range(0xC0, 0x250)}


@dataclass
class _Sum:
    """A number as it grows word by word."""

    start: int
    end: int
    total: int = 0
    current: int = 0
    factor: int = 1  # of the scale word it ends with
    bare: bool = True  # nothing but scale words: millions

    @property
    def value(self) -> int:
        return self.total + self.current

    def takes(self, value: int, scale: bool, joined: bool, joins: frozenset[int]) -> bool:
        """Whether the next word belongs to this number: twenty two, not two twenty."""
        if scale:
            grows = not self.total or value > self.total
            return not joined and (grows or value * (self.current or 1) < self.total)
        if not self.current:
            return not joined or 100 in joins
        step = 10 if value < 10 else 100 if value < 100 else 1000
        fits = 0 < value < step and self.current % step == 0 and self.current % 100 != 10
        return fits and (not joined or (100 if self.current % 100 == 0 else 10) in joins)

    def add(self, value: int, scale: bool, end: int) -> None:
        self.end = end
        self.factor, self.bare = value if scale else 1, self.bare and scale
        if scale and value == 100:
            self.current = (self.current or 1) * 100
        elif scale and self.total and value > self.total:
            self.total, self.current = (self.total + self.current) * value, 0
        elif scale:
            self.total, self.current = self.total + (self.current or 1) * value, 0
        else:
            self.current += value


def _sums(plain: str, known: _Vocabulary) -> list[_Sum]:
    """The numbers that words in a row make."""
    found: list[_Sum] = []
    joined, last = False, -1  # whether the joiner stands before; where a number may go on
    for word in _WORD.finditer(plain):
        value = known.values.get(word[0])
        near = last >= 0 and not plain[last : word.start()].strip(' \u00a0-\u2010\n')
        if value is None:
            joined = near and not joined and word[0] == known.joiner
            last = word.end() if joined else -1
            continue
        scale = word[0] in known.scales
        if not (near and found[-1].takes(value, scale, joined, known.joins)):
            found.append(_Sum(word.start(), word.end()))
        found[-1].add(value, scale, word.end())
        joined, last = False, word.end()
    return found
