"""Words and expressions of a language, looked for in a text: those of its `.toml`, and CLDR's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from editions.languages.language import Language

BLANKS = ' \u00a0\u202f\u2009'
NEVER = re.compile('(?!)')
Names = Mapping[str, frozenset[str]]  # by kind ('currency'): what a text names ('dollar')
_CAPITAL = re.compile(r'(?<!\\)(?<!\(\?)[A-ZÀ-Þ]')  # but in \W and (?P<form>


@dataclass(frozen=True)
class Phrases:
    """Expressions, looked for in any case: in small letters, which takes a third of the time."""

    pattern: str

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Where they stand. What a match holds may be in small letters; its places are right."""
        lower = text.lower()
        if len(lower) == len(text):
            return self._small.finditer(lower)
        return re.finditer(self.pattern, text, re.I)

    def count(self, text: str) -> int:
        return sum(1 for _ in self.finditer(text))

    @cached_property
    def _small(self) -> re.Pattern[str]:
        return re.compile(_CAPITAL.sub(lambda capital: capital[0].lower(), self.pattern))


def any_of(expressions: Iterable[str], language: Language) -> Phrases:
    """Any of some expressions, as whole words where spaces part them."""
    edge = r'\b' if language.spaced else ''
    return Phrases(rf'{edge}(?:{"|".join(expressions) or "(?!)"}){edge}')


def after_number(phrases: Iterable[str], edge: str) -> re.Pattern[str]:
    """Any of some phrases, after a blank or a hyphen or none; blanks in them are of any kind."""
    forms = either(phrases)
    return re.compile(rf'[{BLANKS}-]?(?P<form>{forms}){edge}', re.I) if forms else NEVER


def either(phrases: Iterable[str]) -> str:
    longest = sorted(set(phrases), key=len, reverse=True)
    return '|'.join(re.sub(r'(\\ )+', f'[{BLANKS}]+', re.escape(each)) for each in longest)


def named(text: str, language: Language) -> Names:
    """The currencies, spans and days of the week that a text names."""
    anything, kinds = _patterns(language)
    if not anything.search(text.lower()):  # as of most texts: far cheaper than each pattern
        return {}
    return {
        kind: frozenset(name for name, pattern in patterns if pattern.search(text))
        for kind, patterns in kinds.items()
    }


def exchanged(source: Names, target: Names) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Kinds in which the target names another measure in the place of the source's.

    Yields the kind, what the target names, and what it lost.
    """
    for kind in source.keys() & target.keys():
        lost, new = source[kind] - target[kind], target[kind] - source[kind]
        if lost and new:
            yield kind, new, lost


@lru_cache
def _patterns(
    language: Language,
) -> tuple[re.Pattern[str], Mapping[str, list[tuple[str, re.Pattern[str]]]]]:
    """What a text in small letters has that names anything; by kind what is named, and how."""
    kinds = {kind: dict(names) for kind, names in language.table('measures').items()}
    if locale := language.locale:
        days = locale.days['format']
        widths = ('wide',) if language.spaced else ('wide', 'abbreviated')
        kinds['weekday'] = {
            _DAYS[day]: [str(days[width][day]) for width in widths] for day in range(7)
        }
    forms = [form.lower() for names in kinds.values() for each in names.values() for form in each]
    anything = '|'.join(map(re.escape, forms) if language.spaced else forms) or '(?!)'
    return re.compile(anything), {
        kind: [(name, _named_pattern(forms, language)) for name, forms in names.items()]
        for kind, names in kinds.items()
    }


_DAYS = ('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')


def _named_pattern(forms: Iterable[str], language: Language) -> re.Pattern[str]:
    """Whole words where spaces part them; in other languages the forms are expressions."""
    if not language.spaced:
        return re.compile('|'.join(forms))
    words = '|'.join(map(re.escape, forms))
    flags = re.NOFLAG if any(form.istitle() for form in forms) else re.I
    return re.compile(rf'(?<!\w)(?:{words})(?![^\W\d])', flags)
