"""Rules on roles: a translation points where its source points.

A role either holds a text for readers (:guilabel:`File`) or points at something
(:ref:`the plan <plan>`); where it points is what Sphinx makes of it, not how it is written.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from editions.checks import inline
from editions.checks.inline import Mark
from editions.checks.pair import Pair

Place = tuple[str, str]  # a role and what it points at


def roles(pair: Pair) -> Iterator[str]:
    """A translation points, by its roles, at what its source points at, and at nothing else."""
    if pair.unquestioned:
        return
    before, after = (_places(side.marks) for side in (pair.before, pair.after))
    for place in before:
        if place not in after:
            yield f'the role {_shown(place)} of the source is missing'
    for place in after:
        if place not in before:
            yield f'the role {_shown(place)} is not in the source'


def repeated(pair: Pair) -> Iterator[str]:
    """A role that the source repeats is there as often, or Sphinx says they differ."""
    if pair.unquestioned:
        return
    before, after = (_places(side.marks) for side in (pair.before, pair.after))
    for place in before:
        if place in after and before[place] != after[place]:
            times = f'{after[place]} times, in the source {before[place]} times'
            yield f'the role {_shown(place)} {times}'


def _places(marks: Iterable[Mark]) -> Counter[Place]:
    """Where the roles point; a term may be translated, its target is looked at elsewhere."""
    found: list[Place] = []
    for mark in marks:
        if mark.kind == inline.ROLE and not is_text(mark.name):
            name = unprefixed(mark.name)
            found.append((name, '' if name == 'term' else reftarget(mark)))
    return Counter(found)


def named_terms(text: str) -> list[str]:
    """The terms that a text refers to, in lower case."""
    marks = (mark for mark in inline.scan(text).marks if mark.kind == inline.ROLE)
    return [reftarget(mark) for mark in marks if unprefixed(mark.name) == 'term']


def is_text(role: str) -> bool:
    """Its text is a text, and no target; it may be translated."""
    return bool(inline.READ.fullmatch(role) or _CODE.fullmatch(role))


_CODE = re.compile('code|file|kbd|literal|math|regexp|samp')


def unprefixed(role: str) -> str:
    """A role's name without the domain that Sphinx looks into anyway."""
    return re.sub('^(?:py|std):', '', role)


def reftarget(mark: Mark) -> str:
    """What a role points at; Sphinx adds a function's parentheses, C does not mind its spaces."""
    target = (mark.target or mark.label).lstrip('!~').removesuffix('()')
    return ('' if mark.name.endswith(('expr', 'texpr')) else ' ').join(target.split()).lower()


def _shown(place: Place) -> str:
    name, target = place
    return f':{name}:`{target}`' if target else f':{name}:'
