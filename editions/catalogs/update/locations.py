"""How a catalog names the documents that its messages stand in."""

import re
from collections import Counter
from collections.abc import Collection, Iterable

from editions import folders
from editions.catalogs.po.messages import Message
from editions.folders import USUAL_SUFFIXES

_LINE = re.compile(r':-?\d+$')  # Sphinx writes -1 where it knows no line
_SUFFIX = re.compile(r'(\.\w+)\u2069?(?::-?\d+)?(?=\s|$)')
_UPWARD = re.compile(r'^(?:\.{1,2}/)+')


def documents(locations: Iterable[str]) -> tuple[str, ...]:
    """The documents alone, as written, each once."""
    return tuple(dict.fromkeys(_LINE.sub('', location) for location in locations))


def is_markdown(message: Message) -> bool | None:
    """Whether it comes from Markdown alone, as `my guide.md:12` says; None where nothing does."""
    suffixes = _SUFFIX.findall(' '.join(message.locations))
    return all(folders.is_markdown(e, USUAL_SUFFIXES) for e in suffixes) if suffixes else None


class Spelling:
    """How a catalog writes the documents that a template writes in another way.

    `#: ../../source/a.rst:12` and `#: source/a.rst:40` name one document: how a path begins depends
    on the folder the template was made in, and a line number moves with every edit above it.
    """

    def __init__(self, catalog: Iterable[str], template: Iterable[str]) -> None:
        """Learn it from the locations of both."""
        known = documents(catalog)
        self._written = {_plain(document): document for document in known}
        plain = {_plain(document) for document in documents(template)}
        self._cut, self._added = _beginnings(self._written.keys(), plain)
        upward = Counter(each[: len(each) - len(_plain(each))] for each in known)
        self._upward = upward.most_common(1)[0][0] if upward else None

    def same(self, ours: Iterable[str], theirs: Iterable[str]) -> bool:
        """Whether a catalog's locations and a template's name the same documents."""
        return set(map(_plain, documents(ours))) == set(map(self._name, documents(theirs)))

    def respelled(self, locations: Iterable[str]) -> tuple[str, ...]:
        """The documents of a template's locations, as the catalog writes them."""
        if self._upward is None:
            return documents(locations)
        names = map(self._name, documents(locations))
        return tuple(dict.fromkeys(self._written.get(n, self._upward + n) for n in names))

    def _name(self, document: str) -> str:
        return self._added + _plain(document).removeprefix(self._cut)


def _beginnings(ours: Collection[str], theirs: Collection[str]) -> tuple[str, str]:
    """What of the template's paths is to be cut, and what to be put before them instead.

    The folder of the template may be another: `Doc/library/os.rst`, `library/os.rst`.
    """
    if not ours or set(ours) & set(theirs):
        return '', ''
    found = Counter(
        (b.removesuffix(a), '') if b.endswith(f'/{a}') else ('', a.removesuffix(b))
        for a in ours
        for b in theirs
        if b.endswith(f'/{a}') or a.endswith(f'/{b}')
    )
    return found.most_common(1)[0][0] if found else ('', '')


def _plain(document: str) -> str:
    return _UPWARD.sub('', document)
