"""The table of rules: what each costs, and for whose sake some of them withhold a translation.

A rule is a generator of sentences; its name is its code, its docstring its documentation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from editions.checks import (
    leftovers,
    links,
    markup,
    meaning,
    terms,
    typography,
)
from editions.checks.pair import Pair
from editions.findings import Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class Harm(StrEnum):
    """What readers would suffer from a translation that breaks a rule.

    What a translation means is no harm of this kind: it is the translator who is told.
    """

    MARKUP = 'markup'  # signs of markup are printed, or the page is broken
    LINK = 'link'  # it leads elsewhere, or runs something
    FILE = 'file'  # it brings a file or raw output of its own
    HIDDEN = 'hidden'  # characters hide or turn text
    ASKED = 'asked'  # `editions_withhold` in conf.py names the rule


@dataclass(frozen=True)
class Rule:
    """One rule on a source and its translation.

    A translation that does `harm` is not shown to readers: the source shows in its place,
    marked.
    """

    check: Callable[[Pair], Iterator[str]]
    severity: Severity
    harm: Harm | None = None

    @property
    def code(self) -> str:
        return self.check.__name__

    @property
    def documentation(self) -> str:
        return first_sentence(self.check.__doc__)


def first_sentence(docstring: str | None) -> str:
    return ' '.join((docstring or '').split('\n\n')[0].split())


def one_line(sentence: str) -> str:
    """Fit for a terminal: a hostile catalog's control characters and lines are spelled out."""
    return ''.join(c if c.isprintable() or c == '\u00a0' else repr(c)[1:-1] for c in sentence)


RULES: tuple[Rule, ...] = (
    Rule(markup.unclosed, ERROR, Harm.MARKUP),
    Rule(markup.glued, ERROR, Harm.MARKUP),
    Rule(markup.blocks, ERROR, Harm.MARKUP),
    Rule(markup.roles, ERROR, Harm.LINK),
    Rule(markup.references, ERROR, Harm.LINK),
    Rule(markup.footnotes, ERROR, Harm.LINK),
    Rule(markup.substitutions, ERROR, Harm.MARKUP),
    Rule(markup.placeholders, ERROR, Harm.MARKUP),
    Rule(links.unsafe, ERROR, Harm.LINK),
    Rule(links.sites, ERROR, Harm.LINK),
    Rule(links.files, ERROR, Harm.FILE),
    Rule(links.controls, ERROR, Harm.HIDDEN),
    Rule(meaning.numbers, ERROR),
    Rule(meaning.measures, ERROR),
    Rule(terms.countries, WARNING),
    Rule(meaning.negations, WARNING),
    Rule(markup.repeated, WARNING),
    Rule(markup.renamed, WARNING),
    Rule(markup.order, WARNING),
    Rule(markup.literals, WARNING),
    Rule(markup.emphasis, WARNING),
    Rule(markup.tags, WARNING),
    Rule(links.links, WARNING),
    Rule(terms.terms, ERROR),
    Rule(terms.forbidden, ERROR),
    Rule(leftovers.untouched, ERROR),
    Rule(leftovers.traditional, ERROR),
    Rule(leftovers.european, ERROR),
    Rule(leftovers.language, ERROR),
    Rule(leftovers.latin, WARNING),
    Rule(meaning.sentences, WARNING),
    Rule(meaning.length, WARNING),
    Rule(meaning.ending, WARNING),
    Rule(meaning.capital, WARNING),
    *(Rule(typography.signs(c), ERROR if c == 'characters' else WARNING) for c in typography.SIGNS),
    Rule(typography.paired, WARNING),
)
