"""What inline markup a Markdown text holds, as MyST reads it; the counterpart of `inline`.

Enough of CommonMark 0.31 and of MyST's roles, substitutions and footnotes for the rules to
compare a translation with its source. Takes time in proportion to the text.
"""

import re
from collections.abc import Iterator

from editions.checks import inline
from editions.checks.inline import Inline, Mark

SUFFIXES = ('.md', '.markdown', '.mkd')


def scan(text: str) -> Inline:
    """Read the inline markup of one message."""
    marks: list[Mark] = []
    rest: list[str] = []
    seen: list[str] = []
    done = 0
    for mark in _walk(text):
        before = text[done : mark.start]
        marks.append(mark)
        rest += [before, ' ']
        seen += [before, mark.read]
        done = mark.start + len(mark.raw)
    return Inline(
        tuple(marks),
        (),
        _plain(''.join([*rest, text[done:]])),
        _plain(''.join([*seen, text[done:]])),
    )


def _plain(text: str) -> str:
    return re.sub(r'\\([!-/:-@\[-`{-~])', r'\1', text)


def _walk(text: str) -> Iterator[Mark]:
    place = 0
    hopeless: set[int] = set()  # lengths of runs of backticks that no other run closes
    while match := _START.search(text, place):
        place = match.end()
        if match['ticks']:
            size = len(match['ticks'])
            end = None if size in hopeless else _closing(text, place, size)
            if end is None:
                hopeless.add(size)
            else:
                yield _code(match, text[place : end - size], text[match.start() : end])
                place = end
        elif not match['escaped']:
            yield _mark(match)


def _closing(text: str, place: int, size: int) -> int | None:
    """Where a run of as many backticks ends."""
    end = re.compile(rf'(?<!`)`{{{size}}}(?!`)').search(text, place)
    return end and end.end()


def _code(match: re.Match[str], inside: str, raw: str) -> Mark:
    """A code span, or a role where its name stands before it: {ref}`plan`."""
    if not match['role']:
        return Mark(inline.LITERAL, raw, match.start(), label=inside.strip())
    label, target = inline.titled(inside)
    return Mark(inline.ROLE, raw, match.start(), match['role'], label, target)


def _mark(match: re.Match[str]) -> Mark:
    raw, start = match[0], match.start()
    if match['address']:
        return Mark(inline.LINK, raw, start, label=match['text'], target=match['address'])
    if match['auto']:
        return Mark(inline.LINK, raw, start, label=match['auto'], target=match['auto'])
    if match['named']:
        target = (match['label'] or match['named']).lower()
        return Mark(inline.REFERENCE, raw, start, label=match['named'], target=target)
    if match['note']:
        return Mark(inline.FOOTNOTE, raw, start, target=match['note'])
    if match['name']:
        return Mark(inline.SUBSTITUTION, raw, start, target=match['name'])
    kind = inline.STRONG if len(match['open']) == 2 else inline.EMPHASIS
    return Mark(kind, raw, start, label=match['inside'])


# Every repetition has a limit, so that hostile text is read in one pass.
_START = re.compile(
    r'(?P<escaped>\\[!-/:-@\[-`{-~])'
    r'|(?:\{(?P<role>[\w:+.-]{1,60})\})?(?<!`)(?P<ticks>`{1,60})(?!`)'
    r'|\[\^(?P<note>[\w-]{1,60})\]'
    r'|!?\[(?P<text>[^\[\]]{0,500})\]\((?P<address>[^()\s]{1,2000}(?:\([^()\s]{0,200}\))?)'
    r'(?:\s{1,9}"[^"]{0,200}")?\)'
    r'|\[(?P<named>[^\[\]]{1,500})\]\[(?P<label>[^\[\]]{0,200})\]'
    r'|<(?P<auto>(?:https?|mailto):[^<>\s]{1,2000})>'
    r'|\{\{\s{0,9}(?P<name>\w{1,60})\s{0,9}\}\}'
    r'|(?P<open>\*\*|\*|(?<!\w)_)(?=[^\s*_])(?P<inside>[^*_`\[\]<>]{1,500})(?<=\S)'
    r'(?P=open)(?!(?<=_)\w)'
)
