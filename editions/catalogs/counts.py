"""How far a catalog is, in messages and in words of the source.

The message counts are those of `sphinx-intl stat`, except that a fuzzy message counts as fuzzy
alone, not as translated too.
"""

from dataclasses import dataclass

from editions.catalogs.messages import Catalog, Message
from editions.catalogs.states import State, state


@dataclass(frozen=True)
class Count:
    """Messages of each state, and the words of their sources."""

    translated: int = 0
    outdated: int = 0
    untranslated: int = 0
    words: int = 0
    words_translated: int = 0
    broken: bool = False

    def __str__(self) -> str:
        if self.broken:
            return 'cannot be read; `editions check` says why'
        total = self.translated + self.outdated + self.untranslated
        parts = [f'{self.translated} of {total} messages translated']
        parts += [f'{self.outdated} outdated'] if self.outdated else []
        parts += [f'{self.untranslated} untranslated'] if self.untranslated else []
        return f'{", ".join(parts)}; {self.words_translated:,} of {self.words:,} words'


def count(catalog: Catalog) -> Count:
    """The count of a catalog's live messages."""
    if catalog.broken:
        return Count(broken=True)
    states = [(state(message), words(message)) for message in catalog.messages]
    current = [number for found, number in states if found is State.CURRENT]
    return Count(
        len(current),
        sum(found is State.OUTDATED for found, _ in states),
        sum(found in (State.UNTRANSLATED, State.WITHHELD) for found, _ in states),
        sum(number for _, number in states),
        sum(current),
    )


def words(message: Message) -> int:
    return len(message.id.split())
