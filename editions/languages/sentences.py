"""What of a text is words; where its sentences end, with which mark, and which of them say no.

Abbreviations and the words of negation stand in the language's table; the marks are those of the
scripts (Unicode's property Sentence_Terminal, and what each is called in it).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from editions.languages.language import Language

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
CLOSING = '"”’»)\\]』」）》'
_STOP = re.compile(
    rf'[.!?…]+[{CLOSING}]*(?=\s|$)|[。！？｡।۔։።။؟՞፧។]+[{CLOSING}]*|(?<=[Ͱ-Ͽ]);(?=\s|$)'
)


# What is no word of a language: addresses, tags, entities.
NO_WORDS = r'(?:https?|ftp)://\S+|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]+|</?[A-Za-z][^<>]*>|&#?\w+;'
_NO_TEXT = re.compile(
    rf'{NO_WORDS}|%\d+\$[a-z]|\{{\d*\}}|%\([^()]{{0,80}}\)[a-z]'
    r'|(?<![\w./-])/(?=[A-Za-z])(?=[^\s\d]*\d)[\w./-]++'  # a path with digits
)


def plain_text(text: str) -> str:
    """Without what holds digits that are no numbers: addresses, tags, placeholders, paths."""
    return _NO_TEXT.sub(' ', text)


def sentences(text: str, language: Language) -> list[str]:
    """The sentences of a text, each with its mark; what has no letter or digit is none."""
    text = unicodedata.normalize('NFC', text)
    shown = _unended(language).sub(lambda match: 'x' * len(match[0]), text)
    ends = [match.end() for match in _STOP.finditer(shown)]
    parts = [text[a:b].strip() for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
    return [part for part in parts if re.search(r'\w', part)]


@lru_cache
def _unended(language: Language) -> re.Pattern[str]:
    """Periods that end no sentence: of abbreviations, initials and, in German, ordinals."""
    table = language.table('typography') or Language('und').table('typography')
    words = '|'.join(table.get('abbreviations', ())) or '(?!)'
    day = language.locale.date_formats['long'].pattern if language.locale else ''
    ordinal = r'|(?<![\w.,])\d{1,3}\.(?=\s)' if re.search(r'd\.', day) else ''
    return re.compile(rf'(?<![\w-])(?:[^\W\d_]|{words})\.{ordinal}')


def last_mark(text: str, language: Language) -> frozenset[str]:
    """The marks a text ends with, as of the Latin script; none where its script needs none.

    Quotation marks, brackets, emphasis and calls of notes aside.
    """
    text = re.sub(r'\s*\[[^\]\s]{1,40}\]_\s*$', '', text.rstrip())
    text = re.sub(r'``[^`]+``$', '', text)
    text = re.sub(r'\.{3}$', '…', text.rstrip(CLOSING + "*`_'】〉 \u00a0\\"))
    found = re.search(f'[{re.escape("".join(MARKS))}]+$', text)
    if not found or (found[0] == ';' and language.script != GREEK):
        return frozenset()
    return frozenset(MARKS[mark] for mark in found[0])


# A negation may be told in another way ("not possible": imposible; "not all": sólo algunos), so a
# language has two lists: what negates, and what may stand for a negation. Both are broad on the
# second side: what is measured is whether a negation can have been lost at all.


@dataclass(frozen=True)
class Negation:
    """How a language negates: outright, in other words, and phrases that negate nothing."""

    plain: re.Pattern[str]
    either: re.Pattern[str]  # what negates, or may stand for a negation
    idle: re.Pattern[str]
    comparable: bool  # whether it is known what may stand for a negation

    def outright(self, text: str) -> int:
        """How often a text negates outright."""
        return len(self.plain.findall(self.idle.sub(' ', text)))

    def at_all(self, text: str) -> int:
        """How many words of a text may stand for a negation."""
        return len(self.either.findall(text))


@lru_cache
def negation(language: Language) -> Negation | None:
    """How a language negates; None where its table does not say."""
    table = language.table('negation')
    if not table:
        return None
    edge = r'\b' if language.spaced else ''
    implied = table.get('implied', [])
    lists = (table['plain'], [*table['plain'], *implied], table.get('idle', []))
    plain, either, idle = (
        re.compile(rf'{edge}(?:{"|".join(each) or "(?!)"}){edge}', re.I) for each in lists
    )
    return Negation(plain, either, idle, bool(implied))
