"""Words that negate: how many a text has, and what else may say the same.

A negation may be told in another way ("not possible": imposible; "not all": sólo algunos), so a
language has two lists: what negates, and what may stand for a negation. Both are broad on the
second side: what is measured is whether a negation can have been lost at all.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from editions.languages.tables import load


@dataclass(frozen=True)
class Negation:
    """How a language negates: outright, in other words, and phrases that negate nothing."""

    plain: re.Pattern[str]
    either: re.Pattern[str]  # what negates, or may stand for a negation
    idle: re.Pattern[str]

    def outright(self, text: str) -> int:
        """How often a text negates outright."""
        return len(self.plain.findall(self.idle.sub(' ', text)))

    def at_all(self, text: str) -> int:
        """How many words of a text may stand for a negation."""
        return len(self.either.findall(text))


@lru_cache
def negation(language: str) -> Negation | None:
    """How a language negates; None where nobody told us."""
    table = load(language).get('negation')
    if not table:
        return None
    edge = r'\b' if table.get('words', True) else ''
    lists = (table['plain'], [*table['plain'], *table['implied']], table.get('idle', []))
    return Negation(
        *(re.compile(rf'{edge}(?:{"|".join(each) or "(?!)"}){edge}', re.I) for each in lists)
    )
