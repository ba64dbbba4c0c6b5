"""The rule on countries: none is exchanged for another, none misspelt. Names are CLDR's."""

import re
from collections.abc import Iterator
from functools import lru_cache

from editions.checks.pair import Pair
from editions.languages.language import Language

_SKIPPED = frozenset(('GE', 'JO', 'TD', 'GG', 'JE'))  # Georgia, Jordan, Chad: also other names


def countries(pair: Pair) -> Iterator[str]:
    """A country is not exchanged for another, nor its name written with a wrong character."""
    if pair.code:
        return
    before = _named(pair.before.text, pair.source_language)
    after = _named(pair.after.text, pair.language)
    lost, new = before - after, after - before
    if lost and new:
        names = (_names(pair.source_language), _names(pair.language))
        yield (
            f'{", ".join(sorted(names[1][code] for code in new))} is not in the source, '
            f'{", ".join(sorted(names[0][code] for code in lost))} not in the translation'
        )
    for code in sorted(lost):
        name = _names(pair.language).get(code, '')
        if (wrong := _near(name).search(pair.after.text)) and wrong[0] not in pair.source:
            yield f'{wrong[0]}: {name}?'


@lru_cache
def _near(name: str) -> re.Pattern[str]:
    """A name of three Chinese characters or more with one of them wrong: 厄瓜多而."""
    if len(name) < 3 or not _HAN.fullmatch(name):
        return re.compile('(?!)')
    forms = (f'{name[:at]}[\u4e00-\u9fff]{name[at + 1 :]}' for at in range(len(name)))
    return re.compile('|'.join(forms))


_HAN = re.compile('[\u4e00-\u9fff]+')


def _named(text: str, language: str) -> frozenset[str]:
    """The countries that a text names, by their codes (ISO 3166-1)."""
    codes = _codes(language)
    return frozenset(codes[match[0]] for match in _pattern(language).finditer(text))


@lru_cache
def _codes(language: str) -> dict[str, str]:
    return {name: code for code, name in _names(language).items()}


@lru_cache
def _pattern(language: str) -> re.Pattern[str]:
    names = sorted(_names(language).values(), key=len, reverse=True)
    edge = r'\b' if Language(language).spaced else ''
    return re.compile(rf'{edge}(?:{"|".join(map(re.escape, names)) or "(?!)"}){edge}')


@lru_cache
def _names(language: str) -> dict[str, str]:
    locale = Language(language).locale
    territories = locale.territories if locale else {}
    return {
        code: str(name)
        for code, name in territories.items()
        if re.fullmatch('[A-Z]{2}', code) and code not in _SKIPPED and len(str(name)) > 1
    }
