"""How a message stands: what a reader of the translation may be shown of it."""

from collections.abc import Container
from enum import Enum

from editions.catalogs.po.messages import Message


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
    if message.line in withheld:
        return State.WITHHELD
    return State.OUTDATED if message.fuzzy else State.CURRENT
