"""Rules on markup: a translation is marked up as its source is, and points where it points.

Sphinx says some of this too, but with the line of the source; these rules know the line of the
catalog. What they call broken would reach readers as asterisks, as a red link, or not at all:
Sphinx drops a translation that its parser does not read as one paragraph.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from editions.checks.pair import Doubt, Note, Pair
from editions.languages.language import Language
from editions.markup import READ, Inline, Kind, Mark, Markup

Place = tuple[str, str]  # a kind of role and what it points at


def unclosed(pair: Pair) -> Iterator[str]:
    """Markup that is opened is closed, and the parser reports no error in it."""
    known = Counter(mark.raw for mark in pair.before.having(Inline.PROBLEM))
    for mark in pair.after.having(Inline.PROBLEM):
        if not known[mark.raw]:
            yield f'{mark.raw[:60]} opens markup that is never closed'
        known[mark.raw] -= 1
    if not pair.after.having(Inline.PROBLEM):
        for problem in Counter(pair.after.problems) - Counter(pair.before.problems):
            yield f'the parser says: {problem}'


def glued(pair: Pair) -> Iterator[str]:
    """Markup stands apart from letters, also from Chinese characters: else it is printed."""
    pattern = _PRINTED_MARKDOWN if pair.syntax.markdown else _PRINTED
    seen = set(pattern.findall(pair.before.rest))
    if pair.included and (link := _MARKDOWN_LINK.search(pair.after.rest)):
        yield f'{link[0]} would be printed as it stands: the page that includes it is no Markdown'
    for text in dict.fromkeys(pattern.findall(pair.after.rest)):
        if text not in seen:
            hint = '' if pair.syntax.markdown else "; put '\\ ' (backslash, space) between"
            yield f'{text} would be printed as it stands: it touches a letter{hint}'


# What looks like markup in the text where the parser found none.
_PRINTED = re.compile(
    r'(?<!\0)\*\*|(?<!\0)`+|(?<![\0\w]):(?:[a-z]+:)?[a-z]+:(?=`)'
    r'|(?<=[^\W\d_A-Za-z]):[a-z]+(?:[:+-][a-z]+)*:(?=[ `])'
    r'|(?<![\0*])\*(?=[^\s*])(?=[^*\n]{1,200}\*)|(?<!\0)\[(?:\d+|\*|#\w*)\]_'
)
_MARKDOWN_LINK = re.compile(r'\[[^\[\]\n]*\]\(')
_PRINTED_MARKDOWN = re.compile(r'(?<![\\*])\*\*(?!\*)|(?<!\\)`+|(?<!\\)\](?:\(|\[)')


def blocks(pair: Pair) -> Iterator[str]:
    """A translation is one paragraph as its source is: no list, directive or second paragraph."""
    whole = ('image',) if pair.before.blocks == ('image',) else ('paragraph',)
    expected = ('section',) if pair.kind is Kind.TITLE else whole
    read = pair.after.blocks
    if pair.code or read == expected or (pair.kind is None and read == pair.before.blocks):
        return
    made = ' and '.join(block.replace('_', ' ') for block in read[:3]) or 'nothing'
    yield f'it reads as {made}, and the source as {expected[0]}'


def references(pair: Pair) -> Iterator[str]:
    """A translation refers as often as its source: links by name and inline targets.

    A link by name may give its address instead.
    """
    given = len(pair.after.having(Inline.LINK)) - len(pair.before.having(Inline.LINK))
    for kind in (Inline.REFERENCE, Inline.TARGET):
        before, after = pair.before.having(kind), pair.after.having(kind)
        if {mark.target for mark in before} == {mark.target for mark in after}:
            continue  # one may be named more often
        if pair.syntax.markdown:
            short = {text.lower() for text in _BRACKETED.findall(pair.before.rest)}
            after = [mark for mark in after if mark.target not in short]
        if len(before) > len(after) + (max(given, 0) if kind is Inline.REFERENCE else 0):
            yield f'{_listed(before)} of the source: {len(after)} of {len(before)} are here'
        elif len(after) > len(before):
            yield f'{_listed(after)}: the source has {len(before)} such, not {len(after)}'


_BRACKETED = re.compile(r'\[([^\[\]]+)\](?![\[(])')  # the link [label], or words in brackets


def renamed(pair: Pair) -> Iterator[str]:
    """A link by name keeps the name, or Sphinx guesses which is meant."""
    if pair.unquestioned:
        return
    before, after = (
        Counter(mark.target for mark in side.having(Inline.REFERENCE))
        for side in (pair.before, pair.after)
    )
    if before.total() == after.total():
        for name in before - after:
            yield f'{name} is not named here; write `text <{name}_>`_'


def footnotes(pair: Pair) -> Iterator[str]:
    """A translation calls the notes and citations of its source, as often."""
    for sentence, _ in _same(pair, (Inline.FOOTNOTE, Inline.CITATION), 'the note call'):
        yield sentence


def order(pair: Pair) -> Iterator[str]:
    """Notes are called in the order of the source, or Sphinx numbers them otherwise."""
    before, after = (
        [mark.raw for mark in side.having(Inline.FOOTNOTE)] for side in (pair.before, pair.after)
    )
    if before != after and sorted(before) == sorted(after):
        yield f'the notes are called as {" ".join(after)}, in the source {" ".join(before)}'


def substitutions(pair: Pair) -> Iterator[str]:
    """A translation uses the |substitutions| of its source, as often."""
    for sentence, _ in _same(pair, (Inline.SUBSTITUTION,), 'the substitution'):
        yield sentence


def literals(pair: Pair) -> Iterator[str]:
    """What is ``literal`` in the source is there, letter for letter.

    A word of the source may be set as one.
    """
    text = ' '.join(pair.before.text.split()).casefold()
    for sentence, literal in _same(pair, (Inline.LITERAL, Inline.MATH), 'the literal'):
        yield Note(sentence) if literal.casefold() in text else sentence


def emphasis(pair: Pair) -> Iterator[str]:
    """A translation emphasises as often as its source, and uses roles for text as often."""
    before, after = (Counter(_emphasised(side.marks)) for side in (pair.before, pair.after))
    foreign = _foreign(pair)
    for kind in before | after:
        more = foreign if kind == Inline.EMPHASIS else 0
        if not before[kind] <= after[kind] <= before[kind] + more:
            sentence = f'{kind} {after[kind]} times, in the source {before[kind]} times'
            upright = kind == Inline.EMPHASIS and Language(pair.language).ideographic
            # Chinese has no italics, and stresses by words; others may stress what English cannot
            added = after[kind] > before[kind] and kind != Inline.DEFAULT_ROLE
            yield Note(sentence) if upright or added else sentence


def _emphasised(marks: Iterable[Mark]) -> Iterator[str]:
    for mark in marks:
        if mark.kind in (Inline.STRONG, Inline.EMPHASIS, Inline.DEFAULT_ROLE):
            yield mark.kind
        elif mark.kind is Inline.ROLE and is_text(mark.name):
            yield f':{mark.name}:'


def _foreign(pair: Pair) -> int:
    """How many words of the source stand in italics in its translation, as foreign words do."""
    source = pair.before.text.lower()
    marks = pair.after.having(Inline.EMPHASIS)
    return sum(mark.label.lower().removesuffix('s') in source for mark in marks)


def tags(pair: Pair) -> Iterator[str]:
    """HTML is no markup here: its tags and entities would be printed."""
    if pair.syntax.markdown or _TAG.search(pair.source):
        return  # its source is written in tags
    for tag in dict.fromkeys(_TAG.findall(pair.after.rest)):
        yield f'{tag[:60]} would be printed as it stands'


_TAG = re.compile(
    r'</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,300})?/?>|<!--|&(?:[a-z]{2,8}|#\d{1,7});'
)


def roles(pair: Pair) -> Iterator[str]:
    """A translation points, by its roles, at what its source points at, and at nothing else."""
    before, after = (_places(side.having(Inline.ROLE), pair) for side in (pair.before, pair.after))
    for place, marks in before.items():
        if place not in after:
            yield f'the role {_shown(marks[0])} of the source is missing'
    for place, marks in after.items():
        if place not in before:
            yield f'the role {_shown(marks[0])} is not in the source'


def repeated(pair: Pair) -> Iterator[str]:
    """A role that the source repeats is there as often; a language may name it once, or again."""
    if pair.unquestioned:
        return
    before, after = (_places(side.having(Inline.ROLE), pair) for side in (pair.before, pair.after))
    for place, marks in before.items():
        here = len(after.get(place, ()))
        if here not in (0, len(marks)):
            times = f'{here} times, in the source {len(marks)} times'
            yield Note(f'the role {_shown(marks[0])} {times}')


def _places(marks: Iterable[Mark], pair: Pair) -> dict[Place, list[Mark]]:
    """The roles by where they point; one with ! points nowhere.

    A term may be translated, and is looked at elsewhere; a download may be a language's own.
    """
    found: dict[Place, list[Mark]] = {}
    for mark in marks:
        if not is_text(mark.name) and mark.label[:1] != '!':
            kind = _kind(mark.name)
            place = kind, '' if kind == 'term' else reftarget(mark)
            if kind == 'download':
                place = kind, pair.leading.neutral(mark.target or mark.label)
            found.setdefault(place, []).append(mark)
    return found


def named_terms(markup: Markup) -> list[str]:
    """The terms that a text refers to, in lower case."""
    marks = markup.having(Inline.ROLE)
    return [reftarget(mark) for mark in marks if unprefixed(mark.name) == 'term']


def is_text(role: str) -> bool:
    """A role's text is for readers, and no target; it may be translated."""
    return bool(READ.fullmatch(role) or _CODE.fullmatch(role))


_CODE = re.compile('code|file|kbd|literal|math|regexp|samp')


def _kind(role: str) -> str:
    """Roles that lead to the same place are one: Sphinx finds any Python object by its name."""
    name = unprefixed(role)
    return 'py:obj' if _OBJECT.fullmatch(name) else name


_OBJECT = re.compile('attr|class|const|data|exc|func|meth|obj|type')


def unprefixed(role: str) -> str:
    """A role's name without the domain that Sphinx looks into anyway."""
    return re.sub('^(?:py|std):', '', role)


def reftarget(mark: Mark) -> str:
    """What a role points at; Sphinx adds a function's parentheses, C does not mind its spaces."""
    target = (mark.target or mark.label).lstrip('!~.').removesuffix('()')
    return ('' if mark.name.endswith(('expr', 'texpr')) else ' ').join(target.split()).lower()


def _shown(mark: Mark) -> str:
    return f':{mark.name}:' if _kind(mark.name) == 'term' else f':{mark.name}:`{reftarget(mark)}`'


def _listed(marks: Iterable[Mark]) -> str:
    return ', '.join(dict.fromkeys(mark.raw[:60] for mark in marks))


def _same(pair: Pair, kinds: tuple[Inline, ...], what: str) -> Iterator[tuple[str, str]]:
    """Sentences where marks of these kinds differ, compared by what they hold; and that, if new."""
    before, after = (
        Counter(mark.target or mark.label for mark in side.having(*kinds))
        for side in (pair.before, pair.after)
    )
    for text in before - after:
        yield f'{what} {text} of the source is missing', '\0'
    for text in after - before:
        yield f'{what} {text} is not in the source', text


def placeholders(pair: Pair) -> Iterator[str]:
    """%s, %(name)s and {name} are as in the source, or the program that fills them in fails."""
    if pair.format:
        pattern = _BRACE if pair.flags & _BRACED else _PERCENT
        if sorted(pattern.findall(pair.target)) != sorted(pattern.findall(pair.twin)):
            yield from _filled(pattern, pair, pair.source, pair.target)
        if pair.kind is Kind.WORDS and _PERCENT.search(pair.source) and not _fits(pair):
            yield 'a program cannot fill in its signs %'
    elif not pair.code:  # no program is known that fills it in
        yield from map(Doubt, _filled(_NAMED, pair, pair.before.text, pair.after.text))


def _fits(pair: Pair) -> bool:
    """Whether Python's `%` fills in a translation of our words as it does the source."""
    found = [_DIRECTIVE.findall(text.replace('%%', '')) for text in (pair.source, pair.target)]
    rest = _DIRECTIVE.sub('', pair.target.replace('%%', ''))
    return sorted(found[0]) == sorted(found[1]) and '%' not in rest


_DIRECTIVE = re.compile(r'%(?:\([^()]*\))?[-#0 +]*[\d*]*(?:\.[\d*]+)?[hlL]?[A-Za-z]')
_BRACED = {'python-brace-format', 'java-format', 'csharp-format', 'javascript-format'}
_PERCENT = re.compile(
    r'(?<![\w%])%(?:\d+\$)?(?:\(\w{1,60}\))?[-#0+]{0,3}\d{0,4}(?:\.\d+)?[a-zA-Z](?!\w)', re.ASCII
)
_NAMED = re.compile(r'%\(\w{1,60}\)[a-zA-Z]|(?<![\w{])\{[a-z_]\w{0,60}\}', re.ASCII)
_BRACE = re.compile(r'(?<!\{)\{[^{}\s]{0,60}\}')


def _filled(pattern: re.Pattern[str], pair: Pair, source: str, target: str) -> Iterator[str]:
    before, after = (Counter(pattern.findall(text.replace('%%', ''))) for text in (source, target))
    for text in before - after:
        yield f'{text} of the source is missing'
    for text in after - before:
        if text not in pair.source:  # it stands there as a literal
            yield f'{text} is not in the source'
