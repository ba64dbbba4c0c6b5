"""Carry one catalog over a change of its source: nothing lost, no line touched without need.

The messages take the order of the template. What the source still holds keeps its text byte for
byte; what is new is offered the nearest old translation, marked fuzzy, with the source it was
made for; what is gone becomes obsolete, unless its translation went on as it was.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from editions.catalogs.blocks import obsoleted, placed, render, revived, string_lines
from editions.catalogs.headers import plural_count
from editions.catalogs.layout import Layout, layout_of
from editions.catalogs.matching import Offer
from editions.catalogs.messages import Catalog, Key, Message
from editions.findings import UserError

Find = Callable[[Message], Offer | None]


@dataclass(frozen=True)
class Change:
    """What became of one message.

    `kind`: 'moved' or 'neutral' (translated, current), 'edited', 'part' or 'joined' (a fuzzy
    offer), 'untranslated' (new, nothing near), 'revived' (was obsolete), 'obsolete' (is now),
    'dropped' (was not translated, or went on elsewhere).
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

    @cached_property
    def data(self) -> bytes:
        """The file's new bytes; in UTF-8 where its charset cannot hold the new source."""
        text = ''.join(self.blocks)
        try:
            return text.encode(self.catalog.charset, 'surrogateescape')
        except UnicodeEncodeError:
            charset = re.compile(r'(charset=)[\w.:-]+')
            return charset.sub(r'\1UTF-8', text, count=1).encode('utf-8')

    @property
    def count(self) -> Counter[str]:
        """How many messages met which fate."""
        return Counter(change.kind for change in self.changes)


def carry(
    catalog: Catalog, template: Catalog, find: Find, elsewhere: Collection[Key] = frozenset()
) -> Update:
    """The catalog after the template's change of source.

    `find` offers a translation for a new message; `elsewhere` are messages whose translation
    lives on in another catalog. Raises UserError where either file is unreadable.
    """
    for read in (catalog, template):
        if read.broken:
            raise UserError(f'{next(d for d in read.defects)}; mend it, then update')
    return _Carrier(catalog, template, find, elsewhere).run()


@dataclass
class _Piece:
    """A block of the new file; `number` is its place in the old one, where it was there."""

    text: str
    number: int | None = None


class _Carrier:
    """One catalog on its way over one change."""

    def __init__(
        self, catalog: Catalog, template: Catalog, find: Find, elsewhere: Collection[Key]
    ) -> None:
        self.catalog, self.template = catalog, template
        self.find, self.elsewhere = find, elsewhere
        self.layout: Layout = layout_of(catalog)
        self.obsolete = {message.key: message for message in catalog.obsolete}
        self.shared = Counter(message.block for message in catalog.entries)
        self.changes: list[Change] = []

    def run(self) -> Update:
        offers = self.offers()
        claims = self.claims(offers)
        live = [
            piece
            for message in self.template.messages
            for piece in self.live(message, offers, claims)
        ]
        claimed = {offer.origin.key for offer in claims.values() if offer.origin}
        pieces = [*self.head(), *live, *self.gone(claimed), *self.stray()]
        blocks = self.spaced(pieces)
        if self.changes and blocks:
            blocks[0] = self.dated(blocks[0])
        return Update(self.catalog, tuple(blocks), tuple(self.changes))

    def offers(self) -> dict[Key, Offer]:
        """The best translation at hand for each message that is new."""
        known = self.catalog.by_key.keys() | self.obsolete.keys()
        fresh = (message for message in self.template.messages if message.key not in known)
        return {message.key: offer for message in fresh if (offer := self.find(message))}

    def claims(self, offers: Mapping[Key, Offer]) -> dict[Key, Offer]:
        """The new messages that are an old one edited: it becomes them, and is not obsolete."""
        staying = self.template.by_key
        taken: set[Key] = set()
        claims = {}
        for key, offer in sorted(offers.items(), key=lambda item: -item[1].nearness):
            origin = offer.origin
            if (
                origin is not None
                and self.catalog.by_key.get(origin.key) is origin
                and origin.key not in staying
                and origin.key not in taken
                and origin.string == offer.text
            ):
                taken.add(origin.key)
                claims[key] = offer
        return claims

    def live(
        self, message: Message, offers: Mapping[Key, Offer], claims: Mapping[Key, Offer]
    ) -> list[_Piece]:
        """The blocks of one message of the template."""
        if old := self.catalog.by_key.get(message.key):
            twins = (m for m in self.catalog.entries if m.key == old.key and not m.obsolete)
            if message.key in self.repeated:
                return [self.kept(twin, message) for twin in twins]
            return [self.kept(old, message)]
        if old := self.obsolete.get(message.key):
            self.changes.append(Change('revived' if old.translated else 'untranslated', message))
            return [_Piece(revived(self.text(old), self.where(message), self.layout.newline))]
        offer = offers.get(message.key)
        self.changes.append(Change(offer.rule if offer else 'untranslated', message, offer))
        return [_Piece(self.fresh(message, offer, claimed=message.key in claims))]

    @cached_property
    def repeated(self) -> frozenset[Key]:
        counts = Counter(message.key for message in self.catalog.entries if not message.obsolete)
        return frozenset(key for key, count in counts.items() if count > 1)

    def kept(self, old: Message, new: Message) -> _Piece:
        """An old block as it was, but for a document or a comment that came or went."""
        same = _documents(old.locations) == _documents(new.locations)
        if same and _plain(old.extracted) == _plain(new.extracted):
            return _Piece(self.text(old), old.block)
        places = old.locations if same else _without_lines(new.locations)
        where = [f'#. {line}'.rstrip() for line in new.extracted]
        where += self.layout.locations(places)
        return _Piece(placed(self.text(old), where, self.layout.newline), old.block)

    def text(self, message: Message) -> str:
        if self.shared[message.block] > 1:  # several messages in one line
            return render(message, self.layout) + self.layout.newline
        return self.catalog.blocks[message.block]

    def where(self, message: Message) -> list[str]:
        lines = [f'#. {line}'.rstrip() for line in message.extracted]
        return lines + self.layout.locations(_without_lines(message.locations))

    def fresh(self, message: Message, offer: Offer | None, *, claimed: bool) -> str:
        """The text of a new message, with the translation offered for it."""
        flags = tuple(flag for flag in message.flags if flag != 'fuzzy')
        new = replace(
            message,
            flags=flags,
            comments=(),
            previous=None,
            locations=_without_lines(message.locations),
            strings=('',) * self.forms(message),
        )
        if offer is None:
            return render(new, self.layout)
        if offer.rule not in ('neutral', 'moved'):
            new = replace(new, flags=('fuzzy', *flags), previous=offer.source)
        new = replace(new, strings=(offer.text,) * len(new.strings))
        if not claimed or offer.origin is None:
            return render(new, self.layout)
        new = replace(new, comments=offer.origin.comments)
        if offer.origin.plural is None and message.plural is None:
            return render(new, self.layout, string_lines(self.text(offer.origin)))
        if len(offer.origin.strings) == len(new.strings):
            new = replace(new, strings=offer.origin.strings)
        return render(new, self.layout)

    def forms(self, message: Message) -> int:
        return 1 if message.plural is None else plural_count(self.catalog.header) or 2

    def head(self) -> list[_Piece]:
        if self.catalog.head is None:
            return []
        number = self.catalog.head.block
        before = [_Piece(text, i) for i, text in enumerate(self.catalog.blocks[:number])]
        return [*before, _Piece(self.catalog.blocks[number], number)]

    def gone(self, claimed: Collection[Key]) -> list[_Piece]:
        """What the source no longer holds, after what it had lost before."""
        keys = self.template.by_key
        before = [
            _Piece(self.text(message), message.block)
            for message in self.catalog.entries
            if message.obsolete and message.key not in keys.keys() - self.catalog.by_key.keys()
        ]
        after = []
        for message in self.catalog.entries:
            if message.obsolete or message.key in keys or message.key in claimed:
                continue
            lost = any(message.strings) and message.key not in self.elsewhere
            self.changes.append(Change('obsolete' if lost else 'dropped', message))
            twin = self.obsolete.get(message.key)
            if lost and not (twin and twin.strings == message.strings):
                after.append(_Piece(obsoleted(self.text(message))))
        return before + after

    def stray(self) -> list[_Piece]:
        """Comments that belong to no message."""
        owned = {message.block for message in self.catalog.entries}
        head = self.catalog.head
        start = head.block + 1 if head else 0
        return [
            _Piece(text, i)
            for i, text in enumerate(self.catalog.blocks)
            if i >= start and i not in owned
        ]

    def spaced(self, pieces: Sequence[_Piece]) -> list[str]:
        """The blocks with a blank line between those that did not follow one another before."""
        newline, blocks = self.layout.newline, []
        for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
            neighbours = following is not None and _neighbours(piece, following)
            last = following is None and piece.number == len(self.catalog.blocks) - 1
            if neighbours or last:
                blocks.append(piece.text)
            else:
                tail = newline + newline if following else self.ending
                blocks.append(piece.text.rstrip('\r\n') + tail)
        return blocks

    @property
    def ending(self) -> str:
        """How the file ended before."""
        text = self.catalog.blocks[-1] if self.catalog.blocks else '\n'
        return text[len(text.rstrip('\r\n')) :]

    def dated(self, header: str) -> str:
        """The header with the template's date: a message changed."""
        date = self.template.header.get('POT-Creation-Date', '')
        if not date or self.catalog.head is None:
            return header
        field = re.compile(r'("POT-Creation-Date: )[^"\\]*(\\n")')
        return field.sub(lambda found: f'{found[1]}{date}{found[2]}', header, count=1)


def _neighbours(one: _Piece, other: _Piece) -> bool:
    return one.number is not None and other.number == one.number + 1


def _without_lines(locations: Sequence[str]) -> tuple[str, ...]:
    """The documents alone: a line number moves with every edit above it."""
    return tuple(dict.fromkeys(re.sub(r':\d+$', '', place) for place in locations))


def _documents(locations: Sequence[str]) -> frozenset[str]:
    return frozenset(_without_lines(locations))


def _plain(comments: Sequence[str]) -> str:
    return ' '.join(' '.join(comments).split())
