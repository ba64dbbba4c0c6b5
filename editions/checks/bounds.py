"""What one translation may cost: in length, in depth, in links, and in time.

A catalog comes from strangers, and some of what parsers and the setting of paper do takes the
square of a text's length, or a call for each level. So a translation is measured before anything
reads it, and beyond what its source allows it is not read at all.
"""

import re
from collections.abc import Callable, Iterator

from editions.checks.pair import Pair

SPARE, TIMES = 1000, 4  # characters of any translation, and for each character of its source
WORD = 500  # characters between two places where a line may break
DEPTH = 32  # levels of brackets, or of blocks; each is some calls of those who read and draw
LINKS = 40  # addresses beyond twice those of the source; docutils takes a call for each
COMMANDS = 60  # commands of TeX beyond twice those of the source
STACKED = 4  # signs above and below one letter; Vietnamese and phonetics have no more
SECONDS = 5.0  # of the processor, for all rules on one message

# Where a line may break: blanks (not those that join), and letters of scripts without blanks.
_BREAKS = re.compile(
    r'[ \t-\r\x85\u1680\u2000-\u2006\u2008-\u200b\u2028\u2029\u205f\u3000'
    r'\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef'
    r'\U00020000-\U0003ffff]+'
)
_LINK = re.compile(r'://|@|mailto:', re.I)
_COMMAND = re.compile(r'\\[A-Za-z]')
_STACK = re.compile(
    r'[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+'
)
_BRACKETS = re.compile(r'[(\[{)\]}]')
_ITEMS = re.compile(r'(?:(?:[-+*>|\u2022\u2023\u2043]|\(?(?:\w{1,9}|#)[.)])\s+)*')


def bounds(pair: Pair) -> Iterator[str]:
    """A translation stays within what its source allows in length, in depth and in links.

    What exceeds this is not read any further, whatever else may be said of it.
    """
    if too_long(pair.target, pair.source):
        most = allowed(pair.source)
        yield f'it has {len(pair.target):,} characters, and its source allows {most:,}'
        return
    for measure, least, times, sentence in _MEASURES:
        size = measure(pair.target) if len(pair.target) > least else 0
        if size > least and size > least * (times > 1) + times * measure(pair.source):
            yield sentence.format(size)


def allowed(source: str) -> int:
    """How many characters the translation of a source may have."""
    return SPARE + TIMES * len(source)


def too_long(text: str, source: str) -> bool:
    """Whether a text that a catalog puts beside a source is longer than one that is read."""
    return len(text) > allowed(source)


def _longest(text: str) -> int:
    return max(map(len, _BREAKS.split(text)))


def _depth(text: str) -> int:
    deepest = depth = 0
    for bracket in _BRACKETS.findall(text):
        depth = depth + 1 if bracket in '([{' else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def _levels(text: str) -> int:
    """How deep blocks stand within blocks: by their indentation, and "- - - x" on one line."""
    deepest, indents = 0, list[int]()
    for line in filter(str.strip, text.splitlines()):
        written = line.lstrip()
        indent = len(line) - len(written)
        indents = [*(each for each in indents if each < indent), indent]
        items = _ITEMS.match(written)
        deepest = max(deepest, len(indents) + (len(items[0].split()) if items else 0))
    return deepest


def _count(pattern: re.Pattern[str]) -> Callable[[str], int]:
    return lambda text: sum(1 for _ in pattern.finditer(text))


def _stack(text: str) -> int:
    return max((len(stack) for stack in _STACK.findall(text)), default=0)


# What is measured, how much any translation may have, and how often what its source has.
_MEASURES: tuple[tuple[Callable[[str], int], int, int, str], ...] = (
    (_longest, WORD, 1, 'one word has {:,} characters'),
    (_depth, DEPTH, 1, 'brackets stand within brackets, {:,} levels deep'),
    (_levels, DEPTH, 1, 'blocks stand within blocks, {:,} levels deep'),
    (_count(_LINK), LINKS, 2, 'it has {:,} addresses'),
    (_count(_COMMAND), COMMANDS, 2, 'it has {:,} commands of TeX'),
    (_stack, STACKED, 1, '{:,} signs stand above one another on one letter'),
)
