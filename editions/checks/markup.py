"""Rules on markup: a translation is marked up as its source is, and points where it points.

Sphinx says some of this too, but with the line of the source; these rules know the line of the
catalog. What they call broken would reach readers as asterisks, as a red link, or not at all:
Sphinx drops a translation that its parser does not read as one paragraph.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher
from functools import partial

from editions.checks.pair import Doubt, Note, Pair
from editions.markup import READ, Inline, Kind, Mark, placed

Place = tuple[str, str]  # a kind of role and what it points at


def blocks(pair: Pair) -> Iterator[str]:
    """A translation is one paragraph as its source is: no list, directive or second paragraph."""
    whole = ('image',) if pair.before.blocks == ('image',) else ('paragraph',)
    expected = ('section',) if pair.kind is Kind.TITLE else whole
    read = pair.read(placed(pair.target, pair.source, [pair.kind])).blocks
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
            sentence = f'{name} is not named here; write `text <{name}_>`_'
            yield Note(sentence) if before.total() == 1 else sentence  # then none other is meant


def footnotes(pair: Pair) -> Iterator[str]:
    """A translation calls the notes and citations of its source, as often."""
    yield from _same(pair, NOTES, 'the note call')


NOTES = (Inline.FOOTNOTE, Inline.CITATION)


def order(pair: Pair) -> Iterator[str]:
    """Notes are called in the order of the source, or Sphinx numbers them otherwise."""
    before, after = (
        [mark.raw for mark in side.having(Inline.FOOTNOTE)] for side in (pair.before, pair.after)
    )
    if before != after and sorted(before) == sorted(after):
        yield f'the notes are called as {" ".join(after)}, in the source {" ".join(before)}'


def substitutions(pair: Pair) -> Iterator[str]:
    """A translation uses the |substitutions| of its source, as often."""
    names = {mark.raw.strip('|_') for mark in pair.before.having(Inline.SUBSTITUTION)}
    rest = re.sub(r'\|[^|]*\|', ' ', pair.target)
    spelled = {n.lower() for n in names if n != n.lower() and _mentions(rest, n)}  # Bot for |Bot|
    yield from _same(pair, (Inline.SUBSTITUTION,), 'the substitution', spelled)


def literals(pair: Pair) -> Iterator[str]:
    """What is ``literal`` in the source is there, letter for letter.

    It may be set in another way, and a word may be set as one. The names of an example may be
    the language's own: ``f.read(size)``.
    """
    before, after = (
        Counter(mark.target or mark.label for mark in side.having(*LITERALS))
        for side in (pair.before, pair.after)
    )
    new = list((after - before).elements())
    for text in before - after:
        here = max(
            (each for each in new if _akin(each, text)), key=partial(_alike, text), default=''
        )
        if here and _bare_code(here) == _bare_code(text):
            new.remove(here)  # the same but for blanks or quotation marks
            continue
        if here:
            new.remove(here)
        written = f'; {here} is here' if here else ''
        sentence = f'the literal {text} of the source is missing{written}'
        fine = (text in after) or _mentions(pair.target, text) or _own_names(text, here)
        fine = fine or (_alike(text, here) < TYPO and _in_parts(pair.target, text))
        yield Note(sentence) if fine else sentence
    for text in dict.fromkeys(new):
        near = max(before, key=partial(_alike, text), default='')
        sentence = f'the literal {text} is not in the source'
        slip = not (near in after or _mentions(pair.source, text)) and TYPO < _alike(near, text) < 1
        yield f'{sentence}, which has {near}' if slip else Note(sentence)


LITERALS = (Inline.LITERAL, Inline.MATH)
TYPO = 0.84  # how much alike two literals are of which one is a slip of the other


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0


def _bare_code(text: str) -> str:
    return re.sub(r'[\s"\'‘’“”]|\(\)$', '', text.replace('…', '...'))


def _mentions(text: str, name: str) -> bool:
    """Whether a text has a literal as a word of its own, however it is set."""
    return bool(re.search(rf'(?<![\w.]){re.escape(_bare_code(name))}(?![\w])', text, re.I))


def _in_parts(text: str, code: str) -> bool:
    """Whether a text has the parts of a literal one by one: *hash* is ``False``."""
    parts = re.findall(r'[^\W\d]\w+', code)
    return len(parts) > 1 and all(_mentions(text, part) for part in parts)


def _akin(one: str, other: str) -> bool:
    """Whether one literal may stand for another: alike, or a word for a word."""
    return _alike(one, other) >= AKIN or _skeleton(one) == _skeleton(other)


AKIN = 0.5


def _skeleton(text: str) -> str:
    close = re.sub(r'\s*([^\w\s])\s*', r'\1', text.replace('…', '...'))
    return re.sub(r'[^\W\d]+', 'a', close)


def _own_names(source: str, target: str) -> bool:
    """Whether a literal of several words is built as the source's, with words of the language."""
    if _PLACEHOLDER.search(source) or _TITLED.fullmatch(source):
        return True
    bare = [_BRACKETED_NAME.sub('<>', text) for text in (source, target)]
    if {' ', '<'} & {*source} and bare[0] == bare[1]:
        return True
    if _bare_code(source).lower() == _bare_code(target).lower():
        return False  # its capitals count
    words = [re.findall(r'[^\W\d_]+', text) for text in (source, target)]
    built = len(words[0]) > 1 and (_skeleton(source) == _skeleton(target) or not target.isascii())
    changed = [pair for pair in zip(*words, strict=False) if pair[0] != pair[1]]
    return built and not any(_is_slip(one, other) for one, other in changed)


def _is_slip(one: str, other: str) -> bool:
    """Whether a word is a misspelling, and not a related word: reste for rest."""
    related = one[:2] == other[:2] and one.rstrip('s') != other.rstrip('s')
    return not related and _alike(one, other) > TYPO


_TITLED = re.compile(r"(?:\[\w+\] )?[A-Z][a-z'’]+ (?:[A-Za-z]+|->|&)(?:[ /][\w />&'’-]*)?[.…:?!]*")
_BRACKETED_NAME = re.compile(r'\[[^\W\d_]+(?: [^\W\d_]+)*\]|<[^<>]+>')  # [Your Name]Plugin
_PLACEHOLDER = re.compile(r'\b(?:foo|bar|baz|qux|spam|eggs|ham)\b')


def emphasis(pair: Pair) -> Iterator[str]:
    """A translation emphasises as often as its source, and uses roles for text as often."""
    before, after = (Counter(_emphasised(side.marks)) for side in (pair.before, pair.after))
    foreign = _foreign(pair)
    for kind in before | after:
        more = foreign if kind == Inline.EMPHASIS else 0
        if not before[kind] <= after[kind] <= before[kind] + more:
            sentence = f'{kind} {after[kind]} times, in the source {before[kind]} times'
            yield Note(sentence) if _free(kind, before[kind], after[kind], pair) else sentence


EMPHASES = (Inline.STRONG, Inline.EMPHASIS, Inline.DEFAULT_ROLE, Inline.ROLE)


def _free(kind: str, before: int, after: int, pair: Pair) -> bool:
    """Whether a language may emphasise more or less than its source.

    Chinese has no italics; all may stress by words, say a word once where English repeats it, and
    set a name as a literal. A single backquote is a slip where the source has none.
    """
    if kind == Inline.DEFAULT_ROLE:
        return after < before or before > 0  # a source that writes so, too
    literals = (len(side.having(Inline.LITERAL)) for side in (pair.before, pair.after))
    as_literal = next(literals) < next(literals)
    stressed = kind == Inline.STRONG and after > 0
    return kind == Inline.EMPHASIS or after > before or stressed or as_literal


def _emphasised(marks: Iterable[Mark]) -> Iterator[str]:
    for mark in marks:
        if mark.kind in EMPHASES and mark.kind is not Inline.ROLE:
            yield mark.kind
        elif mark.kind is Inline.ROLE and is_text(mark.name):
            yield f':{mark.name}:'


def _foreign(pair: Pair) -> int:
    """How many words of the source stand in italics in its translation, as foreign words do."""
    source = pair.before.text.lower()
    marks = pair.after.having(Inline.EMPHASIS)
    return sum(mark.label.lower().removesuffix('s') in source for mark in marks)


def roles(pair: Pair) -> Iterator[str]:
    """A translation points, by its roles, at what its source points at, and at nothing else."""
    before, after = (_places(side.having(Inline.ROLE), pair) for side in (pair.before, pair.after))
    lost = {place: marks[0] for place, marks in before.items() if not _known(place, after)}
    new = {place: marks[0] for place, marks in after.items() if not _known(place, before)}
    rest = _unlinked(pair) if lost else ''
    named = {place for place in lost if place[1] and _mentions(rest, place[1])}
    for place, mark in lost.items():
        other = next((each for each in new if each[0] == place[0] and place not in named), None)
        if other:
            yield f'{_shown(new.pop(other))} is here, {_shown(mark)} in the source'
        elif place in named:
            yield Doubt(f'{_shown(mark)} of the source is here without its link')
        else:
            yield f'the role {_shown(mark)} of the source is missing'
    for (kind, target), mark in new.items():
        sentence = f'the role {_shown(mark)} is not in the source'
        added = not lost or _mentions(pair.source, target.rpartition('.')[2])
        inside = _INSIDE.fullmatch(kind) and ':' not in target
        yield Note(sentence) if inside and added else sentence


# Roles that lead to another place of the same text, where Sphinx finds one, and nowhere else.
_INSIDE = re.compile(
    r'(?!external)[a-z]+:[\w-]+|ref|doc|numref|term|keyword|option|envvar|token|confval|mod'
)


def _known(place: Place, others: Iterable[Place]) -> bool:
    """Whether a place is among others; a name may be said with more of what it belongs to."""
    kind, target = place
    names = (f'.{name}' for each, name in others if each == kind)
    if kind != 'py:obj':
        return f'.{target}' in names
    return any(name.endswith(f'.{target}') or f'.{target}'.endswith(name) for name in names)


def _unlinked(pair: Pair) -> str:
    """What a translation says in literals and in roles that lead nowhere."""
    marks = pair.after.having(Inline.LITERAL, Inline.ROLE)
    loose = (m for m in marks if m.kind is Inline.LITERAL or is_text(m.name) or m.label[:1] == '!')
    return ' '.join(mark.label for mark in loose if not mark.label.startswith(':'))


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


def is_text(role: str) -> bool:
    """A role's text is for readers, and no target; it may be translated."""
    return bool(READ.fullmatch(role) or _CODE.fullmatch(role))


_CODE = re.compile('bdg[a-z-]*|code|file|kbd|literal|math|regexp|samp')  # bdg of sphinx-design


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
    """The role with its target as it was written; a term may have another name."""
    target = ' '.join((mark.target or mark.label).split())[:80]
    return f':{mark.name}:' if _kind(mark.name) == 'term' else f':{mark.name}:`{target}`'


def _listed(marks: Iterable[Mark]) -> str:
    return ', '.join(dict.fromkeys(mark.raw[:60] for mark in marks))


def _same(
    pair: Pair, kinds: tuple[Inline, ...], what: str, spelled: Collection[str] = ()
) -> Iterator[str]:
    """Sentences where marks of these kinds differ, by what they hold; less sure of `spelled`."""
    before, after = (
        Counter(mark.target or mark.label for mark in side.having(*kinds))
        for side in (pair.before, pair.after)
    )
    for text in before - after:
        sentence = f'{what} {text} of the source is missing'
        yield Doubt(sentence) if text in spelled else sentence
    for text in after - before:
        again = text in before and Inline.SUBSTITUTION in kinds  # a name may be said twice
        yield (Note if again else str)(f'{what} {text} is not in the source')


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
    found = [pattern.findall(text.replace('%%', '')) for text in (source, target)]
    if found[0] == found[1]:
        return
    before, after = map(Counter, found)
    for text in before - after:
        yield f'{text} of the source is missing'
    for text in after - before:
        if text not in pair.source:  # it stands there as a literal
            yield f'{text} is not in the source'
