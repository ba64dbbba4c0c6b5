"""What a language's typography asks, from the rules of its `<code>.toml` and of `any.toml`.

A rule finds places in a text and says what is wrong there; most also know what to write
instead. Sources: GB/T 15834-2011, Ortografía de la lengua española (2010), Manual de redação da
Presidência da República (2018).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from editions.languages.tables import load

Span = tuple[int, int]
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
def rules(language: str) -> tuple[Rule, ...]:
    """The rules of a language, those of every language first."""
    own = load(language).get('typography', {}).get('rules', [])
    return tuple(
        Rule(entry['code'], re.compile(entry['find']), entry['says'], entry.get('write'))
        for entry in [*load('any')['typography']['rules'], *own]
    )


def remarks(text: str, language: str, spared: Sequence[Span] = ()) -> Iterator[Remark]:
    """What the rules find outside the `spared` spans (markup, literals, addresses)."""
    shown = masked(text, spared)
    for rule in rules(language):
        for match in rule.find.finditer(shown):
            if BLANK not in match[0] and not _touches(shown, match):
                write = None if rule.write is None else match.expand(rule.write)
                yield Remark(rule.code, match.start(), match.end(), rule.says, write)


def _touches(shown: str, match: re.Match[str]) -> bool:
    """A blank beside markup keeps it apart from the words, and stays."""
    before = shown[match.start() - 1 : match.start()] if match.start() else ''
    after = shown[match.end() : match.end() + 1]
    return (before == BLANK and match[0][:1].isspace()) or (
        after == BLANK and match[0][-1:].isspace()
    )


def corrected(text: str, found: Iterable[Remark]) -> str:
    """The text with what is mechanical put right; of two that overlap the first is done."""
    done = 0
    parts: list[str] = []
    for remark in sorted(found, key=lambda remark: (remark.start, remark.end)):
        if remark.write is not None and remark.start >= done:
            parts += [text[done : remark.start], remark.write]
            done = remark.end
    return ''.join([*parts, text[done:]])


def masked(text: str, spared: Sequence[Span]) -> str:
    """The text with spared spans blanked out, every other character in its place."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(spared):
        if start >= done:
            parts += [text[done:start], BLANK * (end - start)]
            done = end
    return ''.join([*parts, text[done:]])
