"""Rules on placeholders: what a program fills in is there, and nothing else is."""

import re
from collections import Counter
from collections.abc import Iterator

from editions.checks.pair import Pair

_PERCENT = re.compile(
    r'%%|(?<![\w%])%(?:\d+\$)?(?:\(\w{1,60}\))?[-#0+]{0,3}\d{0,4}(?:\.\d+)?[a-zA-Z](?!\w)'
)
_NAMED = re.compile(r'%\(\w{1,60}\)[a-zA-Z]|(?<![\w{])\{[a-z_]\w{0,60}\}')
_BRACE = re.compile(r'(?<!\{)\{[^{}\s]{0,60}\}')


def placeholders(pair: Pair) -> Iterator[str]:
    """%s, %(name)s and {name} are as in the source, or the program that fills them in fails."""
    if pair.code and not any(_is_format(flag) for flag in pair.flags):
        return
    before, after = (Counter(_found(text, pair.flags)) for text in _texts(pair))
    for text in before - after:
        yield f'{text} of the source is missing'
    for text in after - before:
        if text not in pair.source:  # it stands there as a literal
            yield f'{text} is not in the source'


def _texts(pair: Pair) -> tuple[str, str]:
    if any(_is_format(flag) for flag in pair.flags):
        return pair.source, pair.target
    return pair.before.text, pair.after.text


def _is_format(flag: str) -> bool:
    return flag.endswith('-format') and not flag.startswith('no-')


def _found(text: str, flags: frozenset[str]) -> Iterator[str]:
    if flags & {'python-brace-format', 'java-format', 'csharp-format', 'javascript-format'}:
        yield from (match[0] for match in _BRACE.finditer(text))
    elif any(_is_format(flag) for flag in flags):
        yield from (match[0] for match in _PERCENT.finditer(text) if match[0] != '%%')
    else:
        yield from (match[0] for match in _NAMED.finditer(text))
