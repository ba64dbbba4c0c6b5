"""How a message stands, and how far a catalog is: in messages and in words of the source.

The message counts are those of `sphinx-intl stat`, except that a fuzzy message counts as fuzzy
alone, not as translated too. A page names the other languages to search engines (`hreflang`) only
where enough of them is translated, so an edition depends on their counts in this one bit.
"""

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import astuple, dataclass
from enum import Enum
from pathlib import Path

from editions.catalogs import po
from editions.catalogs.po.messages import Catalog, Message
from editions.languages.language import Language
from editions.project import Project


class State(Enum):
    """The state of a message, by the name that the doctree and the style sheets use."""

    CURRENT = 'current'  # translated, and nothing has changed since
    OUTDATED = 'outdated'  # translated, but the source has changed (`#, fuzzy`)
    UNTRANSLATED = 'untranslated'
    WITHHELD = 'withheld'  # translated, but it must not be shown: broken, unsafe or false


def state(message: Message, withheld: Container[int] = ()) -> State:
    """The state of a live message; `withheld` holds the lines (msgid) the checks refuse."""
    if message.defective:
        return State.WITHHELD
    if not message.translated:
        return State.UNTRANSLATED
    if message.fuzzy:
        return State.OUTDATED
    return State.WITHHELD if message.line in withheld else State.CURRENT


@dataclass(frozen=True)
class Count:
    """Messages of each state, and the words of their sources.

    An outdated message that readers do not see is counted in `withheld` too.
    """

    messages: int = 0
    translated: int = 0
    outdated: int = 0
    untranslated: int = 0
    withheld: int = 0  # translated or outdated, and not shown to readers
    words: int = 0
    words_translated: int = 0
    broken: int = 0  # catalogs that cannot be read

    def __add__(self, other: 'Count') -> 'Count':
        return Count(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        if self.broken:
            return 'cannot be read; `editions check` says why'
        parts = [f'{self.translated} of {self.messages} messages translated']
        parts += [f'{self.outdated} outdated'] if self.outdated else []
        parts += [f'{self.untranslated} untranslated'] if self.untranslated else []
        parts += [f'{self.withheld} not shown to readers'] if self.withheld else []
        return f'{", ".join(parts)}; {self.words_translated:,} of {self.words:,} words'


def count(catalog: Catalog, withheld: Container[int] = ()) -> Count:
    """The count of a catalog's live messages; `withheld` are lines of those not shown."""
    if catalog.broken:
        return Count(broken=1)
    states = [(state(message, withheld), message) for message in catalog.messages]
    each = Counter(found for found, _ in states)
    hidden = sum(found is State.OUTDATED and m.line in withheld for found, m in states)
    return Count(
        len(states),
        each[State.CURRENT],
        each[State.OUTDATED],
        each[State.UNTRANSLATED],
        each[State.WITHHELD] + hidden,
        sum(words(message) for _, message in states),
        sum(words(message) for found, message in states if found is State.CURRENT),
    )


def words(message: Message) -> int:
    return len(message.id.split())


THRESHOLD = 0.5  # the default of conf.py's `editions_threshold`


def translated(path: Path, threshold: float) -> bool:
    """Whether readers of a catalog's page see enough of it in their language."""
    if not path.is_file():
        return False
    found = count(po.read(path))
    missing = (found.untranslated + found.withheld) / (found.messages or 1)
    return not found.broken and 1 - missing >= threshold


def without(project: Project, language: Language, domain: str, threshold: float) -> set[Language]:
    """The other languages whose page of this domain is not translated yet."""
    others = set(project.languages[1:]) - {language}
    return {o for o in others if not translated(project.catalog(o, domain), threshold)}


def catalogs(project: Project, language: Language) -> Iterator[Path]:
    """The catalogs of the other languages, on whose progress an edition depends."""
    for other in project.languages[1:]:
        if other != language:
            yield from project.catalog_files(other).values()
