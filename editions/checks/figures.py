"""Rules on figures: a translation states the numbers of its source, in its own form."""

import re
from collections.abc import Iterator

from editions.checks.pair import Pair
from editions.languages.measures import exchanged
from editions.languages.measures import measures as named
from editions.languages.numerals import Differences, differences, plain_text
from editions.languages.values import Number

_HALVES = re.compile(
    r'\b(?:half|medi[oa]|mei[oa]'
    r'|(?:12|18|24|30|36|48|60|twelve|eighteen|twenty-four|thirty)[ -]months?)\b',
    re.I,
)
LONGEST = 20  # times its source: nobody translated that


def numbers(pair: Pair) -> Iterator[str]:
    """Every number, amount, date and range has the value it has in the source."""
    if pair.code or pair.source == pair.target:
        return
    if len(pair.target) > LONGEST * (len(pair.source) + 1000):
        yield f'{len(pair.target):,} characters: too long to be a translation, and not read'
        return
    found = compared(pair)
    if found.missing:
        yield f'not in the translation: {_listed(found.missing)}' + (
            f'; not in the source: {_listed(found.extra)}' if found.extra else ''
        )
    elif found.extra:
        yield f'not in the source: {_listed(found.extra)}'


def compared(pair: Pair) -> Differences:
    return differences(
        plain_text(pair.before.text),
        plain_text(pair.after.text),
        pair.source_language,
        pair.language,
    )


def _listed(found: tuple[Number, ...]) -> str:
    return ', '.join(dict.fromkeys(_shown(number) for number in found))


def _shown(number: Number) -> str:
    """The number as it stands, with its value where that is not plain to see."""
    text = ' '.join(number.text.split())
    value = ', '.join(str(value) for value in number.readings[0])
    return text if value.replace(',', '') == text.replace(',', '') else f'{text} ({value})'


def measures(pair: Pair) -> Iterator[str]:
    """An amount is in the currency and the unit of the source, a date on its day of the week."""
    if pair.code or pair.source == pair.target:
        return
    before = named(plain_text(pair.before.text), pair.source_language)
    after = named(plain_text(pair.after.text), pair.language)
    changed = exchanged(before, after)
    converted = compared(pair).converted if changed else frozenset()
    for kind, (lost, new) in changed.items():
        if converted and kind in ('length', 'area', 'weight'):
            continue  # miles told in kilometres
        if kind == 'time' and _HALVES.search(f'{pair.source} {pair.target}'):
            continue  # eighteen months are a year and a half
        yield f'{kind}: {", ".join(sorted(new))}, in the source {", ".join(sorted(lost))}'
