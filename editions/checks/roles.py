"""Rules on roles: a translation points where its source points.

A role either holds a text for readers (:guilabel:`File`) or points at something
(:ref:`the plan <plan>`); where it points is what Sphinx makes of it, not how it is written.
"""

import re
from collections.abc import Iterable, Iterator

from editions.checks import inline
from editions.checks.inline import Mark
from editions.checks.pair import Pair

Place = tuple[str, str]  # a kind of role and what it points at


def roles(pair: Pair) -> Iterator[str]:
    """A translation points, by its roles, at what its source points at, and at nothing else."""
    if pair.unquestioned:
        return
    before, after = (_places(side.marks) for side in (pair.before, pair.after))
    for place, marks in before.items():
        if place not in after:
            yield f'the role {_shown(marks[0])} of the source is missing'
    for place, marks in after.items():
        if place not in before:
            yield f'the role {_shown(marks[0])} is not in the source'


def repeated(pair: Pair) -> Iterator[str]:
    """A role that the source repeats is there as often, or Sphinx says they differ."""
    if pair.unquestioned:
        return
    before, after = (_places(side.marks) for side in (pair.before, pair.after))
    for place, marks in before.items():
        here = len(after.get(place, ()))
        if here not in (0, len(marks)):
            yield f'the role {_shown(marks[0])} {here} times, in the source {len(marks)} times'


def _places(marks: Iterable[Mark]) -> dict[Place, list[Mark]]:
    """The roles by where they point; a term may be translated, and is looked at elsewhere."""
    found: dict[Place, list[Mark]] = {}
    for mark in marks:
        if mark.kind == inline.ROLE and not is_text(mark.name):
            kind = _kind(mark.name)
            place = kind, '' if kind == 'term' else reftarget(mark)
            found.setdefault(place, []).append(mark)
    return found


def named_terms(text: str) -> list[str]:
    """The terms that a text refers to, in lower case."""
    marks = (mark for mark in inline.scan(text).marks if mark.kind == inline.ROLE)
    return [reftarget(mark) for mark in marks if unprefixed(mark.name) == 'term']


def is_text(role: str) -> bool:
    """Its text is a text, and no target; it may be translated."""
    return bool(inline.READ.fullmatch(role) or _CODE.fullmatch(role))


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
