"""How a message stands in its file, and how far a catalog is: in messages and in words.

The message counts are those of `sphinx-intl stat`, except that a fuzzy message counts as fuzzy
alone, not as translated too.
"""

from dataclasses import astuple, dataclass
from enum import Enum

from editions.catalogs.po.messages import Message


class State(Enum):
    """The state of a message, by the name that the doctree and the style sheets use."""

    CURRENT = 'current'  # translated, and nothing has changed since
    OUTDATED = 'outdated'  # translated, but the source has changed (`#, fuzzy`)
    UNTRANSLATED = 'untranslated'
    WITHHELD = 'withheld'  # translated, but it must not be shown: broken, unsafe or false


def state(message: Message) -> State:
    """The state of a live message as its file tells; what is current may be withheld yet."""
    if message.defective:
        return State.WITHHELD
    if not message.translated:
        return State.UNTRANSLATED
    return State.OUTDATED if message.fuzzy else State.CURRENT


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


def words(message: Message) -> int:
    return len(message.id.split())
