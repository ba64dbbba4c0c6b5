"""How a language is written: its sentences and their marks, its negations, its typography.

Abbreviations, the words of negation and the rules on signs stand in the language's `<code>.toml`
and in `und.toml`; the marks are those of the scripts (Unicode's Sentence_Terminal). A rule finds
places in a text and says what is wrong there; most also know what to write instead. Sources:
GB/T 15834-2011, Ortografía de la lengua española (2010), Manual de redação da Presidência da
República (2018).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import bidirectional

from editions.languages.language import Language
from editions.languages.phrases import Phrases, any_of
from editions.languages.values import forms

# What ends a text, by the mark of the Latin script that says the same.
MARKS = {
    **dict.fromkeys('.。।۔։።။｡។', '.'),
    **dict.fromkeys('!！՜', '!'),
    **dict.fromkeys('?？؟՞፧;', '?'),
    **dict.fromkeys(':：፦', ':'),
    '…': '…',
}  # fmt: skip
NO_STOP = frozenset(('Laoo', 'Thai'))  # scripts whose sentences end without a mark
GREEK = 'Grek'  # whose question mark is a semicolon
CLOSING = '"”’“‘»«›‹)\\]』」）》'
# What no line begins with, and none ends with (https://www.w3.org/TR/clreq/#line_breaking).
HAN_CLOSING, HAN_OPENING = '，。、；：？！）》〉」』】〕〗’”…—', '（《〈「『【〔〖‘“'
_STOP = re.compile(
    rf'[.!?…]+[{CLOSING}]*(?=\s|$)|[。！？｡।۔։።။؟՞፧។]+[{CLOSING}]*|(?<=[Ͱ-Ͽ]);(?=\s|$)'
)


# What is no word of a language: addresses, tags, entities.
NO_WORDS = r'(?:https?|ftp)://[^\s()]*(?:\([^\s()]*\)[^\s()]*)*|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]+|</?[A-Za-z][^<>]*>|&#?\w+;'
_NO_TEXT = re.compile(
    rf'{NO_WORDS}|%\d+\$[a-z]|\{{\d*\}}|%\([^()]{{0,80}}\)[a-z]'
    r'|(?<![\w./-])/(?=[A-Za-z])(?=[^\s\d]*\d)[\w./-]++'  # a path with digits
)


_NO_LETTER = re.compile('[@<&%{/]')


@lru_cache(512)
def plain_text(text: str) -> str:
    """Without what holds digits that are no numbers: addresses, tags, placeholders, paths."""
    return _NO_TEXT.sub(' ', text) if _NO_LETTER.search(text) else text


def without_notes(text: str) -> str:
    """A translation without the notes of its translators, which its source cannot have."""
    return _notes().sub('', text)


@lru_cache(1)
def _notes() -> re.Pattern[str]:
    """A note of the translator's own, in brackets, as the languages call it."""
    names = '|'.join(EVERY.table('notes')['names'])
    return re.compile(
        rf'[(（\[［【][-–—\s]*(?:{names})'
        r'(?:[^()（）\[\]［］【】]|[(（\[][^()（）\[\]]*[)）\]])*[)）\]］】]'
    )


@lru_cache(16)  # for the rules one after the other
def sentences(text: str, language: Language) -> Sequence[str]:
    """The sentences of a text, each with its mark; what has no letter or digit is none."""
    text = unicodedata.normalize('NFC', text)
    if not _STOP.search(text.rstrip(_ENDING)):
        return [text.strip()] if _WORDY.search(text) else []
    shown = _unended(language).sub(lambda match: 'x' * len(match[0]), text)
    ends = [match.end() for match in _STOP.finditer(shown)]
    parts = [text[a:b].strip() for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
    return [part for part in parts if _WORDY.search(part)]


_WORDY = re.compile(r'\w')
_ENDING = f'{CLOSING}{"".join(MARKS)} \t\n'


@lru_cache
def _unended(language: Language) -> re.Pattern[str]:
    """Periods that end no sentence: of abbreviations, initials and, in German, ordinals."""
    table = language.table('typography') or Language('und').table('typography')
    words = '|'.join(table.get('abbreviations', ())) or '(?!)'
    day = language.locale.date_formats['long'].pattern if language.locale else ''
    ordinal = r'|(?<![\w.,])\d{1,3}\.(?=\s)' if re.search(r'd\.', day) else ''
    # of a small letter alone: as far as *y*. An empty one
    letter = r'[^\W\d_a-zß-ÿ]|[a-zß-ÿ](?!\.\s+[A-ZÀ-Þ][a-zß-ÿ\s])'
    return re.compile(rf'(?<![\w-])(?:{letter}|{words})\.{ordinal}')


def last_mark(text: str, language: Language) -> frozenset[str]:
    """The marks a text ends with, as of the Latin script; none where its script needs none.

    Quotation marks, brackets, emphasis and calls of notes aside.
    """
    text = text.rstrip().rstrip('\u200e\u200f\u202c\u2069')
    if text.endswith(']_'):
        text = re.sub(r'\s*\[[^\]\s]{1,40}\]_$', '', text)
    text = text.rstrip(CLOSING + "*`_'】〉 \u00a0\\")
    text = text[:-3] + '…' if text.endswith('...') else text
    found = text[len(text.rstrip(_MARKS)) :]
    if not found or (found == ';' and language.script != GREEK):
        return frozenset()
    return frozenset(MARKS[mark] for mark in found)


_MARKS = ''.join(MARKS)


def is_universal(text: str, language: Language) -> bool:
    """Whether a text stands as it is in a language: a year, a small number, a dash, a tick.

    No number of more digits, since languages group them in different ways, and none in a language
    with digits of its own.
    """
    if re.fullmatch(r'[+\u2212-]?[0-9]{1,4}', text):
        locale = language.locale
        return locale is not None and locale.default_numbering_system == 'latn'
    return len(text) == 1 and text not in '+-' and unicodedata.category(text) in _SIGNS


_SIGNS = ('Pd', 'Sm', 'So')  # dashes, signs of mathematics, other symbols

# A negation may be told in another way ("not possible": imposible; "not all": sólo algunos), so a
# language has two lists: what negates, and what may stand for a negation. Both are broad on the
# second side: what is measured is whether a negation can have been lost at all.


@dataclass(frozen=True)
class Negation:
    """How a language negates: outright, in other words, and phrases that negate nothing."""

    plain: Phrases
    either: Phrases  # what negates, or may stand for a negation
    idle: Phrases
    comparable: bool  # whether it is known what may stand for a negation

    def occurs(self, text: str) -> bool:
        """Whether anything in a text may negate outright, or is part of an idle phrase."""
        return any(True for each in (self.plain, self.idle) for _ in each.finditer(text))

    def outright(self, text: str) -> int:
        return self.plain.count(_edited(text, ((*m.span(), ' ') for m in self.idle.finditer(text))))

    def at_all(self, text: str) -> int:
        """How many words of a text may stand for a negation."""
        return self.either.count(text)


@lru_cache
def negation(language: Language) -> Negation | None:
    """How a language negates; None where its table does not say."""
    table = language.table('negation')
    if not table:
        return None
    implied = table.get('implied', [])
    lists = (table['plain'], [*table['plain'], *implied], table.get('idle', []))
    plain, either, idle = (any_of(each, language) for each in lists)
    return Negation(plain, either, idle, bool(implied))


Span = tuple[int, int]
CASED = frozenset(('Armn', 'Cyrl', 'Grek', 'Latn'))  # scripts with capitals
EVERY = Language('und')  # BCP 47's code for a language that is not known
NBSP = '\u00a0'
ROUNDS = 5  # corrections that make room for others; more than that is a circle
BLANK = '\ufffc'  # what stands for markup: no letter, no mark, no space


@dataclass(frozen=True)
class Rule:
    code: str
    find: re.Pattern[str]
    says: str
    write: str | None = None  # a template of re.Match.expand; None: a person must decide


@dataclass(frozen=True)
class Remark:
    """One place of a text that breaks a rule; `write` is None where a person must decide."""

    code: str
    start: int
    end: int
    says: str
    write: str | None


@lru_cache
def rules(language: Language) -> tuple[Rule, ...]:
    """The rules of a language, those of every language first."""
    every, own = EVERY.table('typography'), language.table('typography').get('rules', [])
    if language.script in CASED:
        own = (
            own + every['alphabetic'] + ([] if language.base in every['open'] else every['closed'])
        )
    found = [
        Rule(entry['code'], re.compile(entry['find']), entry['says'], entry.get('write'))
        for entry in [*every['rules'], *own]
    ]
    if all(rule.code != 'separators' for rule in found) and language.locale:
        parted = rf'(?:{re.escape(forms(language).decimal)}\d{{3}}){{2,}}'
        groups = re.compile(rf'(?<![\d.,])[1-9]\d{{0,2}}{parted}(?![\d.,])')
        found.append(Rule('separators', groups, 'thousands are parted by the decimal mark'))
    return tuple(found)


def remarks(shown: str, language: Language, text: str) -> Iterator[Remark]:
    """What the rules find in a text, of which `shown` is left without its markup (`masked`)."""
    for rule in rules(language):
        for match in rule.find.finditer(shown):
            unseen = rule.code == 'characters' and is_needed(match[0], text, language)
            if BLANK not in match[0] and not _touches(shown, match) and not unseen:
                write = None if rule.write is None else match.expand(rule.write)
                yield Remark(rule.code, match.start(), match.end(), rule.says, write)


def is_needed(char: str, text: str, language: Language) -> bool:
    """Whether an invisible character has its use: beside letters that run from right to left,
    and between the words of scripts that set no blanks there.
    """
    if char == '\u200b':
        return not (language.spaced or language.ideographic)
    turns = char in '\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069'
    return turns and any(each.isalpha() and bidirectional(each) in ('R', 'AL') for each in text)


def _touches(shown: str, match: re.Match[str]) -> bool:
    """A blank beside markup keeps it apart from the words, and stays."""
    before = shown[match.start() - 1 : match.start()] if match.start() else ''
    after = shown[match.end() : match.end() + 1]
    return (before == BLANK and match[0][:1].isspace()) or (
        after == BLANK and match[0][-1:].isspace()
    )


def corrected(text: str, found: Iterable[Remark]) -> str:
    """The text with what is mechanical put right; of two that overlap the first is done."""
    return _edited(text, ((r.start, r.end, r.write) for r in found if r.write is not None))


def masked(text: str, spared: Sequence[Span]) -> str:
    """The text with spared spans blanked out, every other character in its place."""
    return _edited(text, ((start, end, BLANK * (end - start)) for start, end in spared))


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """The text with what stands between two places replaced."""
    parts, done = [], 0
    for start, end, written in sorted(edits):
        if start >= done:
            parts += [text[done:start], written]
            done = end
    return ''.join([*parts, text[done:]])


# Spaces at which no line may break: what they join is read as one.
#
# US$ 20 bilhões, 10 %, n.º 5, 3 × 3, 23 November, J. K. Rowling, Xi Jinping. Only spaces that are
# there become no-break spaces; none is added. Sources: Ortografía de la lengua española (2010),
# 8.4; ISO 80000-1, 7.1.4; The Chicago Manual of Style, 17th ed., 6.121.

UPPER, LOWER = 'A-ZÀ-ÖØ-Þ', 'a-zß-öø-ÿ'


def unbroken(text: str, language: Language) -> str:
    """A text with its no-break spaces, of the same length."""
    for rule in _joints(language):
        text = rule.sub(lambda match: match[0].replace(' ', NBSP) or NBSP, text)
    return text


@lru_cache
def _joints(language: Language) -> tuple[re.Pattern[str], ...]:
    table, every = language.table('typography'), EVERY.table('typography')
    scales = [*map(re.escape, forms(language).scales), *forms(language).percents]
    short = [rf'{word}\.' for word in table.get('abbreviations', every['abbreviations'])]
    short += [r'p\.', *every['numbered'], *table.get('numbered', ())]
    small = '|'.join(table.get('small', every['small']))
    patterns = (
        rf'(?i:(?<=\d) (?=(?:{"|".join(scales) or "(?!)"})(?!\w)))',
        r'(?<=\d) (?=[%‰°])',
        r'(?<=[$€£¥]) (?=\d)',
        rf'(?i:(?<!\w)(?:{"|".join(short)})) (?=\d)',
        r'(?<=\d) (?=[×x] \d)|(?<=\d [×x]) (?=\d)',
        rf'(?<!\w)\d\d? (?=[{UPPER}][{LOWER}]|de [{LOWER}]{{4}})',  # 23 November, 23 de mayo
        rf'(?<![\w.])[{UPPER}]\. (?=[{UPPER}])',  # initials
        # a name of two letters
        rf'(?<!\w)(?!(?:{small}) )[{UPPER}][{LOWER}] (?=[{UPPER}][{LOWER}])',
    )
    return tuple(re.compile(pattern) for pattern in patterns)
