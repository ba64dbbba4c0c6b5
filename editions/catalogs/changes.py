"""What an update is asked for, and what it did: values only."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from editions.catalogs.charsets import encoded
from editions.catalogs.matching import Offer
from editions.catalogs.messages import Catalog, Message


@dataclass(frozen=True)
class Change:
    """What became of one message.

    `kind`: 'moved', 'neutral' or 'declared' (translated, current), 'edited', 'part' or 'joined'
    (a fuzzy offer), 'untranslated' (new, nothing near), 'revived' (was obsolete), 'obsolete'
    (is now), 'dropped' (was not translated, or went on elsewhere), 'pruned'.
    """

    kind: str
    message: Message
    offer: Offer | None = None


@dataclass(frozen=True)
class Update:
    """A catalog carried forward: its new blocks, and what was done."""

    catalog: Catalog
    blocks: tuple[str, ...]
    changes: tuple[Change, ...]
    messages: int  # how many it holds now, live and obsolete

    @cached_property
    def data(self) -> bytes:
        """The file's new bytes; in UTF-8 where its charset cannot hold the new source."""
        return encoded(''.join(self.blocks), self.catalog.charset)

    @property
    def count(self) -> Counter[str]:
        """How many messages met which fate."""
        return Counter(change.kind for change in self.changes)


@dataclass(frozen=True)
class Wishes:
    """What the author asks for.

    `declared`: no edit of this change touches a translation. `prune`: what is obsolete goes.
    """

    declared: bool = False
    prune: bool = False
