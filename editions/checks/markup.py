"""Rules on markup: a translation is marked up as its source is.

Sphinx says some of this too, but with the line of the source; these rules know the line of the
catalog. What they call broken would reach readers as asterisks, as a red link, or not at all:
Sphinx drops a translation that docutils does not read as one paragraph.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from editions.checks import inline
from editions.checks.inline import Mark
from editions.checks.pair import Note, Pair
from editions.checks.roles import is_text
from editions.languages.language import Language


def unclosed(pair: Pair) -> Iterator[str]:
    """Markup that is opened is closed."""
    known = Counter((mark.raw, mark.kind) for mark in pair.before.unclosed)
    found = Counter((mark.raw, mark.kind) for mark in pair.after.unclosed)
    for raw, kind in found - known:
        if raw not in pair.after.rest:
            yield f'{raw} opens {kind} that is never closed'


def glued(pair: Pair) -> Iterator[str]:
    """Markup stands apart from letters, also from Chinese characters: else it is printed."""
    seen = set(_printed(pair.source, pair.before))
    for text in dict.fromkeys(_printed(pair.target, pair.after)):
        if text not in seen:
            yield (
                f'{text} would be printed as it stands: it touches a letter; '
                "put '\\ ' (backslash, space) between"
            )


def _printed(text: str, scanned: inline.Inline) -> Iterator[str]:
    """What looks like markup in the text that docutils found no markup in."""
    opened = {mark.raw for mark in scanned.unclosed}
    for match in _LOOKS_LIKE_MARKUP.finditer(scanned.rest):
        yield match[0]
    yield from (raw for raw in opened if raw in scanned.rest)


_LOOKS_LIKE_MARKUP = re.compile(
    r'(?<!\0)\*\*|(?<!\0)`+|(?<![\0\w]):(?:[a-z]+:)?[a-z]+:(?=`)'
    r'|(?<=[^\W\d_A-Za-z]):[a-z]+(?:[:+-][a-z]+)*:(?=[ `])'
    r'|(?<![\0*])\*(?=[^\s*])(?=[^*\n]{1,200}\*)|(?<!\0)\[(?:\d+|\*|#\w*)\]_'
)


def references(pair: Pair) -> Iterator[str]:
    """A translation refers as often as its source: links by name and inline targets.

    A link by name may give its address instead.
    """
    if pair.unquestioned:
        return
    given = len(_of(pair.after.marks, inline.LINK)) - len(_of(pair.before.marks, inline.LINK))
    for kind in (inline.REFERENCE, inline.TARGET):
        before, after = _of(pair.before.marks, kind), _of(pair.after.marks, kind)
        if len(before) > len(after) + (max(given, 0) if kind == inline.REFERENCE else 0):
            yield f'{_listed(before)} of the source: {len(after)} of {len(before)} are here'
        elif len(after) > len(before):
            yield f'{_listed(after)}: the source has {len(before)} such, not {len(after)}'


def renamed(pair: Pair) -> Iterator[str]:
    """A link by name keeps the name, or Sphinx guesses which is meant."""
    if pair.unquestioned:
        return
    before, after = (Counter(_named(side.marks)) for side in (pair.before, pair.after))
    if before.total() == after.total():
        for name in before - after:
            yield f'{name} is not named here; write `text <{name}_>`_'


def _named(marks: Iterable[Mark]) -> list[str]:
    return [mark.target for mark in _of(marks, inline.REFERENCE)]


def footnotes(pair: Pair) -> Iterator[str]:
    """A translation calls the notes and citations of its source, as often."""
    yield from _same(pair, (inline.FOOTNOTE, inline.CITATION), 'the note call')


def order(pair: Pair) -> Iterator[str]:
    """Notes are called in the order of the source, or Sphinx numbers them otherwise."""
    before, after = (
        [mark.raw for mark in _of(side.marks, inline.FOOTNOTE)]
        for side in (pair.before, pair.after)
    )
    if before != after and sorted(before) == sorted(after):
        yield f'the notes are called as {" ".join(after)}, in the source {" ".join(before)}'


def substitutions(pair: Pair) -> Iterator[str]:
    """A translation uses the |substitutions| of its source, as often."""
    yield from _same(pair, (inline.SUBSTITUTION,), 'the substitution')


def literals(pair: Pair) -> Iterator[str]:
    """What is ``literal`` in the source is there, letter for letter."""
    yield from _same(pair, (inline.LITERAL,), 'the literal')


def emphasis(pair: Pair) -> Iterator[str]:
    """A translation emphasises as often as its source, and uses roles for text as often."""
    before, after = (Counter(_emphasised(side.marks)) for side in (pair.before, pair.after))
    foreign = _foreign(pair)
    for kind in before | after:
        more = foreign if kind == inline.EMPHASIS else 0
        if not before[kind] <= after[kind] <= before[kind] + more:
            sentence = f'{kind} {after[kind]} times, in the source {before[kind]} times'
            upright = kind == inline.EMPHASIS and Language(pair.language).ideographic
            # Chinese has no italics, and stresses by words
            yield Note(sentence) if upright and after[kind] < before[kind] else sentence


def _emphasised(marks: Iterable[Mark]) -> Iterator[str]:
    for mark in marks:
        if mark.kind in (inline.STRONG, inline.EMPHASIS, inline.TEXT):
            yield mark.kind
        elif mark.kind == inline.ROLE and is_text(mark.name):
            yield f':{mark.name}:'


def _foreign(pair: Pair) -> int:
    """How many words of the source stand in italics in its translation, as foreign words do."""
    source = pair.before.text.lower()
    marks = _of(pair.after.marks, inline.EMPHASIS)
    return sum(mark.label.lower().removesuffix('s') in source for mark in marks)


def blocks(pair: Pair) -> Iterator[str]:
    """A translation is one paragraph as its source is: no list, directive or second paragraph."""
    known = {kind for kind, _ in _blocks(pair.source)}
    for kind, text in _blocks(pair.target):
        if kind not in known:
            yield f'{text.strip()[:40]!r} makes a {kind}, and the source has none'
            known.add(kind)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """What docutils would make of each line that is more than a line of a paragraph."""
    lines = text.strip().split('\n')
    for above, line in zip(['-', *lines], lines, strict=False):
        match = _BLOCK.match(line)
        if match:
            yield str(match.lastgroup), match[0]
        elif not above.strip() and line.strip():
            yield 'second paragraph', line


_BLOCK = re.compile(
    r'[ \t]{0,99}(?:(?P<directive>\.\.(?:[ \t].*|$))|(?P<target>__[ \t].*)'
    r'|(?P<list>(?:[-+*•‣⁃]|\(?(?:\d{1,9}|\#|[A-Za-z]|[ivxlcdmIVXLCDM]{1,12})[.)])[ \t]+\S.*)'
    r'|(?P<field>:[^:\n`]{1,60}:[ \t]+\S.*)|(?P<doctest>>>>[ \t].*)'
    r'|(?P<line>[|][ \t]\S.*)|(?P<rule>(?P<sign>[=\-`:.\'"~^_*+\#])(?P=sign){3,}[ \t]*$))'
)


def tags(pair: Pair) -> Iterator[str]:
    """HTML is no markup here: its tags and entities would be printed."""
    if _TAG.search(pair.source):
        return  # its source is written in tags
    for tag in dict.fromkeys(_TAG.findall(pair.after.rest)):
        yield f'{tag[:60]} would be printed as it stands'


_TAG = re.compile(
    r'</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,300})?/?>|<!--|&(?:[a-z]{2,8}|#\d{1,7});'
)


def _of(marks: Iterable[Mark], kind: str) -> list[Mark]:
    return [mark for mark in marks if mark.kind == kind]


def _listed(marks: Iterable[Mark]) -> str:
    return ', '.join(dict.fromkeys(mark.raw[:60] for mark in marks))


def _same(pair: Pair, kinds: tuple[str, ...], what: str) -> Iterator[str]:
    """Sentences where marks of these kinds differ, compared by what they hold."""
    before, after = (
        Counter(mark.target or mark.label for mark in side.marks if mark.kind in kinds)
        for side in (pair.before, pair.after)
    )
    for text in before - after:
        yield f'{what} {text} of the source is missing'
    for text in after - before:
        yield f'{what} {text} is not in the source'
