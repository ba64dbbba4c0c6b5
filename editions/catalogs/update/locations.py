"""Where a message stands in the source, whoever wrote it down from wherever.

`#: ../../source/a.rst:12` and `#: source/a.rst:40` name one document: how a path begins depends
on the folder the template was made in, and a line number moves with every edit above it.
"""

import re
from collections import Counter
from collections.abc import Iterable

_LINE = re.compile(r':-?\d+$')  # Sphinx writes -1 where it knows no line
_UPWARD = re.compile(r'^(?:\.{1,2}/)+')


def documents(locations: Iterable[str]) -> tuple[str, ...]:
    """The documents alone, as written, each once."""
    return tuple(dict.fromkeys(_LINE.sub('', place) for place in locations))


class Spelling:
    """How a catalog writes the documents that a template writes in another way."""

    def __init__(self, catalog: Iterable[str], template: Iterable[str]) -> None:
        """Learn it from the locations of both."""
        known = documents(catalog)
        self._written = {_plain(place): place for place in known}
        plain = {_plain(place) for place in documents(template)}
        self._cut, self._added = _beginnings(self._written.keys(), plain)
        upward = Counter(place[: len(place) - len(_plain(place))] for place in known)
        self._upward = upward.most_common(1)[0][0] if upward else None

    def same(self, ours: Iterable[str], theirs: Iterable[str]) -> bool:
        """Whether a catalog's locations and a template's name the same documents."""
        return {_plain(p) for p in documents(ours)} == {self._name(p) for p in documents(theirs)}

    def respelled(self, locations: Iterable[str]) -> tuple[str, ...]:
        """The documents of a template's locations, as the catalog writes them."""
        return tuple(dict.fromkeys(self._as_written(place) for place in documents(locations)))

    def _as_written(self, place: str) -> str:
        name = self._name(place)
        if self._upward is None:
            return place
        return self._written.get(name, self._upward + name)

    def _name(self, place: str) -> str:
        plain = _plain(place)
        return self._added + plain.removeprefix(self._cut)


def _beginnings(ours: Iterable[str], theirs: Iterable[str]) -> tuple[str, str]:
    """What of the template's paths is to be cut, and what to be put before them instead.

    The folder of the template may be another: `Doc/library/os.rst`, `library/os.rst`.
    """
    mine, others = set(ours), set(theirs)
    if not mine or mine & others:
        return '', ''
    found = Counter(
        (b.removesuffix(a), '') if b.endswith(f'/{a}') else ('', a.removesuffix(b))
        for a in mine
        for b in others
        if b.endswith(f'/{a}') or a.endswith(f'/{b}')
    )
    return found.most_common(1)[0][0] if found else ('', '')


def _plain(place: str) -> str:
    return _UPWARD.sub('', place)
