"""The table of rules: what each costs, and which of them withhold a translation.

A rule is a generator of sentences; its name is its code, its docstring its documentation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from editions.checks import (
    leftovers,
    links,
    markup,
    meaning,
    naming,
    placeholders,
    roles,
    terms,
    typography,
)
from editions.checks.pair import Pair
from editions.findings import Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True)
class Rule:
    """One rule on a source and its translation.

    Where `withholds` is true, a translation that breaks the rule is not shown to readers: the
    source shows in its place, marked. Where `restructured` is true it reads the syntax of
    reStructuredText itself, and has nothing to say of Markdown.
    """

    check: Callable[[Pair], Iterator[str]]
    severity: Severity
    withholds: bool = False
    restructured: bool = False

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
    Rule(markup.unclosed, ERROR, withholds=True, restructured=True),
    Rule(markup.glued, ERROR, withholds=True, restructured=True),
    Rule(roles.roles, ERROR, withholds=True),
    Rule(markup.references, ERROR, withholds=True),
    Rule(markup.footnotes, ERROR, withholds=True),
    Rule(markup.substitutions, ERROR, withholds=True),
    Rule(markup.blocks, ERROR, withholds=True, restructured=True),
    Rule(links.unsafe, ERROR, withholds=True),
    Rule(placeholders.placeholders, ERROR, withholds=True),
    Rule(meaning.numbers, ERROR, withholds=True),
    Rule(meaning.measures, ERROR, withholds=True),
    Rule(naming.countries, WARNING),
    Rule(meaning.negations, WARNING),
    Rule(roles.repeated, WARNING),
    Rule(markup.renamed, WARNING),
    Rule(markup.order, WARNING),
    Rule(markup.literals, WARNING),
    Rule(markup.emphasis, WARNING),
    Rule(markup.tags, WARNING, restructured=True),
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
    Rule(typography.characters, ERROR),
    Rule(typography.spaces, WARNING),
    Rule(typography.quotes, WARNING),
    Rule(typography.dashes, WARNING),
    Rule(typography.width, WARNING),
    Rule(typography.han_spaces, WARNING),
    Rule(typography.unbroken, WARNING),
    Rule(typography.separators, WARNING),
    Rule(typography.doubled, WARNING),
    Rule(typography.capitals, WARNING),
    Rule(typography.paired, WARNING),
)
