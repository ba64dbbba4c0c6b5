"""What amounts are in: currencies, lengths, weights, areas, spans of time, days of the week."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / 'measures.toml'

Found = Mapping[str, frozenset[str]]
"""By kind ('currency'), the measures that a text names ('dollar')."""


def measures(text: str, language: str) -> Found:
    """The measures a text names; empty for a language that is not in the table."""
    return {
        kind: frozenset(name for name, pattern in patterns if pattern.search(text))
        for kind, patterns in _patterns(language.partition('_')[0]).items()
    }


def exchanged(source: Found, target: Found) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Kinds in which the target lost a measure and names another: an exchange, no omission."""
    found = {}
    for kind in source.keys() & target.keys():
        lost, new = source[kind] - target[kind], target[kind] - source[kind]
        if lost and new:
            found[kind] = (lost, new)
    return found


@lru_cache
def _patterns(base: str) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    table = tomllib.loads(TABLE.read_text('utf-8'))
    return {
        kind: [(name, _pattern(forms[base], base)) for name, forms in names.items()]
        for kind, names in table.items()
        if all(base in forms for forms in names.values())
    }


def _pattern(forms: list[str], base: str) -> re.Pattern[str]:
    if base == 'zh':
        return re.compile('|'.join(forms))
    words = '|'.join(re.escape(form) for form in forms)
    flags = re.NOFLAG if any(form.istitle() for form in forms) else re.I
    return re.compile(rf'(?<!\w)(?:{words})(?![^\W\d])', flags)
