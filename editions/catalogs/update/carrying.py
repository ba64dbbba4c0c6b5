"""Carry one catalog over a change of its source: nothing lost, no line touched without need.

The messages take the order of the template. What the source still holds keeps its text byte for
byte; what is new is offered the nearest old translation, marked fuzzy, with the source it was
made for; what is gone becomes obsolete, unless its translation went on as it was.
"""

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz.distance import Indel

from editions.catalogs.po.encoding import encoded
from editions.catalogs.po.headers import plural_count, with_fields
from editions.catalogs.po.layout import Layout, layout_of, newline_of
from editions.catalogs.po.messages import Catalog, Key, Message
from editions.catalogs.po.writing import obsoleted, placed, render, revived, string_lines
from editions.catalogs.update.locations import Spelling
from editions.catalogs.update.matching import Offer
from editions.findings import UserError

# What an update is asked for, and what it did: values only.
# A message as it enters a catalog: empty, or with the old translation that was offered.
# The blocks of a file put in a new order, with blank lines where neighbours changed.


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


CURRENT = ('moved', 'neutral', 'declared')  # the rules whose translation is as good as before
_WORD = re.compile(r'\s+|\w+|[^\w\s]')


def entrant(message: Message, offer: Offer | None, forms: int, *, claimed: bool) -> Message:
    """The message of a template as a catalog takes it in, with `forms` plural forms.

    `claimed`: it is the old message, edited, so that the translator's remarks and flags stay.
    """
    flags = tuple(flag for flag in message.flags if flag != 'fuzzy')
    new = replace(
        message,
        flags=flags,
        comments=(),
        previous=None,
        strings=('',) * forms,
    )
    if offer is None:
        return new
    new = replace(new, strings=_strings(offer, forms))
    stays = offer.origin is not None and (claimed or offer.rule == 'moved')
    if offer.origin and stays:
        kept = (flag for flag in offer.origin.flags if flag not in ('fuzzy', *flags))
        flags = (*flags, *kept)
    if offer.rule not in CURRENT:
        flags, new = ('fuzzy', *flags), replace(new, previous=offer.source)
    new = replace(new, flags=flags)
    if offer.origin and stays:
        declared = [_declaration(offer.source.id, message.id)] if offer.rule == 'declared' else []
        new = replace(new, comments=(*offer.origin.comments, *declared))
    return new


def _strings(offer: Offer, forms: int) -> tuple[str, ...]:
    origin = offer.origin
    if origin and origin.string == offer.text and len(origin.strings) == forms:
        return origin.strings
    return (offer.text,) * forms


def _declaration(old: str, new: str) -> str:
    """The record of an edit that the author called neutral: what it changed, word by word."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    said = ''
    for op in Indel.opcodes(before, after):
        if op.tag == 'delete':
            said += f' [-{_line(before[op.src_start : op.src_end])}-]'
        elif op.tag == 'insert':
            said += f' {{+{_line(after[op.dest_start : op.dest_end])}+}}'
    return f'editions: neutral edit:{said}'


def _line(words: Sequence[str]) -> str:
    return ''.join(words).replace('\n', ' ')


@dataclass(frozen=True)
class Piece:
    """A block of the new file; `number` is its place in the old one, where it was there."""

    text: str
    number: int | None = None


def in_place(held: Sequence[Piece], resting: Iterable[Piece]) -> list[Piece]:
    """The resting pieces each behind the one that stood before it; at the end where none does."""
    numbers = sorted(piece.number for piece in held if piece.number is not None)
    behind: dict[int, list[Piece]] = defaultdict(list)
    rest = []
    for piece in resting:
        at = bisect(numbers, piece.number or 0)
        if 0 < at < len(numbers):
            behind[numbers[at - 1]].append(piece)
        else:
            rest.append(piece)
    placed = []
    for piece in held:
        placed.append(piece)
        if piece.number is not None:
            placed += behind.pop(piece.number, [])
    return placed + rest


def spaced(pieces: Sequence[Piece], old: Sequence[str], newline: str) -> list[str]:
    """The texts of the pieces; where two did not follow one another before, a blank line.

    The file ends as it ended before: with a line end, with several, or with none.
    """
    ending = _tail(old[-1]) if old else newline
    texts = []
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        if following is None:
            kept, tail = piece.number == len(old) - 1, ending
        else:
            kept = piece.number is not None and following.number == piece.number + 1
            tail = newline + newline
        texts.append(piece.text if kept else piece.text.rstrip('\r\n') + tail)
    return texts


def _tail(text: str) -> str:
    return text[len(text.rstrip('\r\n')) :]


Find = Callable[[Message], Offer | None]


def carry(
    catalog: Catalog,
    template: Catalog,
    find: Find,
    elsewhere: Collection[Key] = frozenset(),
    wishes: Wishes | None = None,
    layout: Layout | None = None,
) -> Update:
    """The catalog after the template's change of source.

    `find` offers a translation for a new message; `elsewhere` are messages whose translation
    lives on in another catalog; `layout` is for a catalog that has none yet. Raises UserError
    where either file is unreadable.
    """
    for one in (catalog, template):
        if one.breach:
            raise UserError(f'{one.breach}; mend it, then update')
    return _Carrier(catalog, template, find, elsewhere, wishes or Wishes(), layout).run()


@dataclass
class _Carrier:
    """One catalog on its way over one change."""

    catalog: Catalog
    template: Catalog
    find: Find
    elsewhere: Collection[Key]
    wishes: Wishes
    given: Layout | None

    def __post_init__(self) -> None:
        self.obsolete = {message.key: message for message in self.catalog.obsolete}
        self.entries = Counter(message.block for message in self.catalog.entries)
        self.keys = Counter(message.key for message in self.catalog.entries if not message.obsolete)
        self.changes: list[Change] = []

    @cached_property
    def layout(self) -> Layout:
        """Learnt only where something is to be written."""
        return self.given or layout_of(self.catalog)

    def run(self) -> Update:
        offers = self.offers()
        claims = self.claims(offers)
        held = [piece for new in self.template.messages for piece in self.held(new, offers, claims)]
        held = in_place(held, self.still_obsolete())
        held += self.gone({old for new, old in claims.items() if self.verbatim(new, offers[new])})
        head = self.head()
        pieces = [*head, *held, *self.stray()]
        blocks = spaced(pieces, self.catalog.blocks, newline_of(self.catalog))
        if self.changes and head:
            blocks[len(head) - 1] = self.dated(blocks[len(head) - 1])
        return Update(self.catalog, tuple(blocks), tuple(self.changes), len(held))

    def offers(self) -> dict[Key, Offer]:
        """The best translation at hand for each message that is new."""
        known = self.catalog.by_key.keys() | self.obsolete.keys()
        fresh = (message for message in self.template.messages if message.key not in known)
        found = {message.key: offer for message in fresh if (offer := self.find(message))}
        if not self.wishes.declared:
            return found
        return {key: self.declared(offer) for key, offer in found.items()}

    def declared(self, offer: Offer) -> Offer:
        """An edit as the author sees it: the translation holds, word for word."""
        origin = offer.origin
        if offer.rule != 'edited' or origin is None or origin.fuzzy or not self.leaves(origin):
            return offer
        return replace(offer, rule='declared', text=origin.string)

    def claims(self, offers: Mapping[Key, Offer]) -> dict[Key, Key]:
        """New message -> the old one that it is, edited: its remarks and flags go along."""
        claims: dict[Key, Key] = {}
        taken: set[Key] = set()
        for key, offer in sorted(offers.items(), key=lambda item: -item[1].nearness):
            origin = offer.origin
            if origin and origin.key not in taken and self.leaves(origin):
                claims[key] = origin.key
                taken.add(origin.key)
        return claims

    def verbatim(self, new: Key, offer: Offer) -> bool:
        """Whether a translation goes on word for word, so that the old message may go."""
        origin, forms = offer.origin, self.forms(self.template.by_key[new])
        return origin is not None and origin.string == offer.text and len(origin.strings) == forms

    def forms(self, message: Message) -> int:
        """How many forms the translation of a message has here."""
        return 1 if message.plural is None else plural_count(self.catalog.header) or 2

    def leaves(self, message: Message) -> bool:
        """Whether it is a message of this catalog that the source has lost."""
        mine = self.catalog.by_key.get(message.key) is message
        return mine and message.key not in self.template.by_key

    def held(
        self, new: Message, offers: Mapping[Key, Offer], claims: Collection[Key]
    ) -> Iterator[Piece]:
        """The block of a message of the template; of one that stands twice, both."""
        if old := self.catalog.by_key.get(new.key):
            for twin in [old] if self.keys[old.key] == 1 else self.twins(old):
                yield self.kept(twin, new)
        elif old := self.obsolete.get(new.key):
            self.changes.append(Change('revived' if old.translated else 'untranslated', new))
            there = replace(new, locations=self.places(new))
            yield Piece(revived(self.text(old), self.where(there), self.layout.newline))
        else:
            offer = offers.get(new.key)
            claimed = new.key in claims
            if offer and offer.rule == 'declared' and not claimed:
                offer = replace(offer, rule='edited')
            self.changes.append(Change(offer.rule if offer else 'untranslated', new, offer))
            yield Piece(self.fresh(new, offer, claimed=claimed))

    def twins(self, message: Message) -> list[Message]:
        return [m for m in self.catalog.entries if m.key == message.key and not m.obsolete]

    def kept(self, old: Message, new: Message) -> Piece:
        """An old block as it was, but for a document or a comment that came or went."""
        stays = self.spelling.same(old.locations, new.locations)
        if stays and _plain(old.extracted) == _plain(new.extracted):
            return Piece(self.text(old), old.block)
        places = old.locations if stays else self.places(new)
        where = self.where(replace(new, locations=places))
        return Piece(placed(self.text(old), where, self.layout.newline), old.block)

    def text(self, message: Message) -> str:
        if self.entries[message.block] > 1:  # several messages in one line
            return render(message, self.layout) + self.layout.newline
        return self.catalog.blocks[message.block]

    def where(self, message: Message) -> list[str]:
        """The lines that say where a message stands in the source."""
        comments = [f'#. {line}'.rstrip() for line in message.extracted]
        return comments + self.layout.locations(message.locations)

    def places(self, message: Message) -> tuple[str, ...]:
        """The documents of a template's message, as this catalog writes them."""
        return self.spelling.respelled(message.locations)

    @cached_property
    def spelling(self) -> Spelling:
        files = (self.catalog.messages, self.template.messages)
        return Spelling(*([place for m in file for place in m.locations] for file in files))

    def fresh(self, message: Message, offer: Offer | None, *, claimed: bool) -> str:
        there = replace(message, locations=self.places(message))
        new = entrant(there, offer, self.forms(message), claimed=claimed)
        strings = None
        if claimed and offer and offer.origin and offer.origin.strings == new.strings:
            strings = string_lines(self.text(offer.origin))
        return render(new, self.layout, strings)

    def head(self) -> list[Piece]:
        if self.catalog.head is None:
            return self.borrowed_head()
        blocks = enumerate(self.catalog.blocks[: self.catalog.head.block + 1])
        return [Piece(text, number) for number, text in blocks if number not in self.entries]

    def borrowed_head(self) -> list[Piece]:
        """The template's header, for a file that holds nothing yet."""
        head = self.template.head
        if head is None or self.catalog.entries:
            return []
        flags = tuple(flag for flag in head.flags if flag != 'fuzzy')
        return [Piece(render(replace(head, flags=flags), self.layout))]

    def still_obsolete(self) -> Iterator[Piece]:
        """What the source had lost before, and has not got back."""
        back = self.template.by_key.keys() - self.catalog.by_key.keys()
        for message in self.catalog.entries:
            revived = self.obsolete.get(message.key) if message.key in back else None
            if message.obsolete and not (revived and revived.strings == message.strings):
                if self.wishes.prune:
                    self.changes.append(Change('pruned', message))
                else:
                    yield Piece(self.text(message), message.block)

    def gone(self, claimed: Collection[Key]) -> Iterator[Piece]:
        """What the source has lost now: obsolete where it was translated."""
        for message in self.catalog.entries:
            if message.obsolete or message.key in self.template.by_key:
                continue
            if message.key in claimed and self.catalog.by_key[message.key] is message:
                continue  # it went on; a twin with another translation did not
            twin = self.obsolete.get(message.key)
            lost = any(message.strings) and message.key not in self.elsewhere
            kind = 'obsolete' if lost else 'dropped'
            self.changes.append(Change('pruned' if lost and self.wishes.prune else kind, message))
            known = twin is not None and twin.strings == message.strings
            if lost and not known and not self.wishes.prune:
                yield Piece(obsoleted(self.text(message)))

    def stray(self) -> Iterator[Piece]:
        """Comments that belong to no message."""
        start = self.catalog.head.block + 1 if self.catalog.head else 0
        for number, text in enumerate(self.catalog.blocks):
            if number >= start and number not in self.entries:
                yield Piece(text, number)

    def dated(self, header: str) -> str:
        """The header with the template's date: a message changed."""
        date = self.template.header.get('POT-Creation-Date', '')
        return with_fields(header, {'POT-Creation-Date': date}) if date else header


def _plain(comments: Sequence[str]) -> str:
    return ' '.join(' '.join(comments).split())
