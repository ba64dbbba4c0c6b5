"""Carry one catalog over a change of its source: nothing lost, no line touched without need.

The messages take the order of the template. What the source still holds keeps its text byte for
byte; what is new is offered the nearest old translation, marked fuzzy, with the source it was
made for; what is gone becomes obsolete, unless its translation went on as it was.
"""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from editions.catalogs import credits
from editions.catalogs.credits import Record
from editions.catalogs.po.headers import encoded, plural_count, with_fields
from editions.catalogs.po.messages import Catalog, Key, Message, Previous
from editions.catalogs.po.writing import (
    Layout,
    changed_block,
    layout_of,
    newline_of,
    obsoleted,
    placed,
    render,
    revived,
    string_lines,
    translated,
    where_lines,
)
from editions.catalogs.update import rewriting
from editions.catalogs.update.locations import Spelling
from editions.catalogs.update.matching import Memory, Offer, made_for
from editions.findings import UserError
from editions.languages.language import Language
from editions.languages.writing import is_universal

# The rules whose translation is right.
CURRENT = ('moved', 'neutral', 'rewritten', 'declared', 'same')
NEUTRAL = 'editions: neutral edit'  # a comment on a message that --neutral kept


@dataclass(frozen=True)
class Options:
    """What the author asks for.

    `neutral`: no edit of this change touches a translation. `prune`: what is obsolete goes.
    `dated`: where a message changes, `POT-Creation-Date` does, unless it is empty.
    """

    neutral: bool = False
    prune: bool = False
    dated: bool = True


@dataclass(frozen=True)
class Change:
    """What became of one message.

    `kind`: 'moved', 'neutral', 'rewritten' (in other markup), 'declared' or 'same' (translated,
    current), 'edited', 'part' or 'joined' (a fuzzy offer), 'untranslated' (new, nothing near),
    'revived' (was obsolete), 'obsolete' (is now), 'dropped' (was not translated, or went on
    elsewhere), 'pruned'.
    """

    kind: str
    message: Message
    offer: Offer | None = None


@dataclass(frozen=True)
class Piece:
    """A block of the new file.

    `number` is its index among the old blocks where it stood there; `lost` is the message that
    this change makes obsolete.
    """

    text: str
    number: int | None = None
    lost: Message | None = None


@dataclass(frozen=True)
class Update:
    """A catalog carried over a change: its new text in pieces, and what was done."""

    catalog: Catalog  # as it was
    template: Catalog
    head: tuple[Piece, ...]
    messages: tuple[Piece, ...]  # live and obsolete
    loose: tuple[Piece, ...]  # comments that belong to no message
    changes: tuple[Change, ...]
    dated: bool = True

    @cached_property
    def data(self) -> bytes:
        """The file's new bytes; in UTF-8 where its charset cannot hold the new source."""
        pieces = [*self.head, *self.messages, *self.loose]
        blocks = spaced(pieces, self.catalog.blocks, newline_of(self.catalog))
        name = 'POT-Creation-Date'
        was, date = (each.header.get(name, '') for each in (self.catalog, self.template))
        if self.dated and self.changes and self.head and was and date:
            number = len(self.head) - 1
            blocks[number] = with_fields(blocks[number], {name: date})
        return encoded(''.join(blocks), self.catalog.charset)

    @property
    def count(self) -> Counter[str]:
        """How many messages there are of each kind of change."""
        return Counter(change.kind for change in self.changes)

    def without(self, messages: Collection[Message]) -> 'Update':
        """The same, but these messages do not become obsolete: they live on in other catalogs."""
        pieces = tuple(piece for piece in self.messages if piece.lost not in messages)
        changes = tuple(
            replace(change, kind='dropped')
            if change.kind in ('obsolete', 'pruned') and change.message in messages
            else change
            for change in self.changes
        )
        return replace(self, messages=pieces, changes=changes)


def carry(
    catalog: Catalog,
    template: Catalog,
    memory: Memory,
    options: Options | None = None,
    layout: Layout | None = None,
) -> Update:
    """The catalog after the template's change of source.

    `memory` offers translations for new messages; `layout` is for a catalog that has none yet.
    Raises UserError where either file is unreadable.
    """
    for one in (catalog, template):
        if one.breach:
            raise UserError(f'{one.breach}; fix it, then update')
    return _Carrier(catalog, template, memory, options or Options(), layout).run()


@dataclass
class _Carrier:
    """One catalog on its way over one change."""

    catalog: Catalog
    template: Catalog
    memory: Memory
    options: Options
    given_layout: Layout | None

    def __post_init__(self) -> None:
        self.obsolete = {message.key: message for message in self.catalog.obsolete}
        self.entries: dict[Key, list[Message]] = defaultdict(list)
        for message in self.catalog.entries:
            if not message.obsolete:
                self.entries[message.key].append(message)
        self.sharing = Counter(message.block for message in self.catalog.entries)
        self.changes: list[Change] = []

    def run(self) -> Update:
        offers = self.offers()
        successors = self.successors(offers)
        pieces = [
            piece
            for new in self.template.messages
            for piece in self.live(new, offers.get(new.key), is_successor=new.key in successors)
        ]
        pieces = in_order(pieces, self.still_obsolete())
        unchanged = {old for new, old in successors.items() if self.verbatim(new, offers[new])}
        pieces += [*self.newly_obsolete(unchanged), *self.displaced()]
        head, loose = tuple(self.head()), tuple(self.loose())
        changes = tuple(self.changes)
        dated = self.options.dated
        return Update(self.catalog, self.template, head, tuple(pieces), loose, changes, dated)

    @cached_property
    def layout(self) -> Layout:
        """Learnt only where something is to be written."""
        return self.given_layout or layout_of(self.catalog)

    @cached_property
    def spelling(self) -> Spelling:
        files = (self.catalog.messages, self.template.messages)
        return Spelling(*([place for m in file for place in m.locations] for file in files))

    # What each message of the template gets.

    @cached_property
    def returned(self) -> dict[Key, Message]:
        """Obsolete translations of just these sources, where nothing or a guess stands now."""
        found = {}
        for key, old in self.obsolete.items():
            now = self.catalog.by_key.get(key)
            if now is None or key not in self.template.by_key or len(self.entries[key]) > 1:
                continue
            guess = now.fuzzy and now.previous and now.previous.id != now.id
            usable = old.translated and not old.fuzzy and len(old.strings) == len(now.strings)
            if usable and old.plural == now.plural and (guess or not any(now.strings)):
                found[key] = old
        return found

    def offers(self) -> dict[Key, Offer]:
        """The best translation at hand for each message that is new."""
        known = self.catalog.by_key.keys() | self.obsolete.keys()
        fresh = [message for message in self.template.messages if message.key not in known]
        lost = (m for m in self.catalog.messages if fresh and self.is_lost(m))
        same = dict(rewriting.offers(lost, fresh))
        found = {m.key: offer for m in fresh if (offer := same.get(m.key) or self.offer(m))}
        if not self.options.neutral:
            return found
        return {key: self.declared(offer) for key, offer in found.items()}

    def offer(self, message: Message) -> Offer | None:
        """The best translation of a message; of a number, the number itself."""
        found = self.memory.offer(message)
        if self.is_universal(message) and not (found and found.rule in CURRENT):
            return Offer(message.id, Previous(message.id), 'same', 1.0)
        return found

    def is_universal(self, message: Message) -> bool:
        """Whether there is nothing to translate in it."""
        known = self.catalog.language
        return bool(known and message.plural is None) and is_universal(message.id, Language(known))

    def declared(self, offer: Offer) -> Offer:
        """An edit as the author sees it: the translation holds, word for word."""
        origin = offer.origin
        if offer.rule != 'edited' or origin is None or origin.fuzzy or not self.is_lost(origin):
            return offer
        return replace(offer, rule='declared', text=origin.string)

    def successors(self, offers: Mapping[Key, Offer]) -> dict[Key, Key]:
        """New message -> the old one that it is, edited: its remarks and flags go along."""
        found: dict[Key, Key] = {}
        taken: set[Key] = set()
        for key, offer in sorted(offers.items(), key=lambda item: -item[1].nearness):
            origin = offer.origin
            if origin and origin.key not in taken and self.is_lost(origin):
                found[key] = origin.key
                taken.add(origin.key)
        return found

    def is_lost(self, message: Message) -> bool:
        """Whether it is a message of this catalog that the source has lost."""
        mine = self.catalog.by_key.get(message.key) is message
        return mine and message.key not in self.template.by_key

    def verbatim(self, new: Key, offer: Offer) -> bool:
        """Whether a translation goes on word for word, so that the old message may go."""
        strings = offer.strings(self.forms(self.template.by_key[new]))
        went_on = offer.rule == 'rewritten'
        return offer.origin is not None and (went_on or offer.origin.strings == strings)

    def forms(self, message: Message) -> int:
        return 1 if message.plural is None else plural_count(self.catalog.header) or 2

    # The pieces of the new file.

    def live(self, new: Message, offer: Offer | None, *, is_successor: bool) -> Iterator[Piece]:
        """The block of a message of the template; of one that stands twice, both."""
        if twin := self.returned.get(new.key):
            self.changes.append(Change('revived', new))
            yield self.kept(self.catalog.by_key[new.key], new, twin)
        elif new.key in self.catalog.by_key:
            yield from (self.kept(old, new) for old in self.entries[new.key])
        elif old := self.obsolete.get(new.key):
            self.changes.append(Change('revived' if old.translated else 'untranslated', new))
            there = replace(new, locations=self.spelling.respelled(new.locations))
            yield Piece(revived(self.text(old), self.where(there), self.layout.newline))
        else:
            if offer and offer.rule == 'declared' and not is_successor:
                offer = replace(offer, rule='edited')
            self.changes.append(Change(offer.rule if offer else 'untranslated', new, offer))
            yield Piece(self.fresh(new, offer, is_successor=is_successor))

    def kept(self, old: Message, new: Message, twin: Message | None = None) -> Piece:
        """An old block as it was, but for a document or a comment that came or went.

        `twin` has the translation that it gets back.
        """
        text = self.text(old)
        stays = self.spelling.same(old.locations, new.locations)
        if twin:
            comments = dict.fromkeys((*credits.tied(old).comments, *credits.tied(twin).comments))
            current = replace(translated(old, twin.strings), comments=tuple(comments))
            text = changed_block(text, old, current, self.layout)
        elif not any(old.strings) and self.is_universal(old):
            self.changes.append(Change('same', new))
            text = changed_block(text, old, translated(old, (old.id,)), self.layout)
        elif not stays and (string := rewriting.revised(old, new)):
            self.changes.append(Change('rewritten', new))
            current = credits.carried(old, replace(old, strings=(string,)))
            text = changed_block(text, old, current, self.layout)
        if stays and _words(old.extracted) == _words(new.extracted):
            return Piece(text, old.block)
        places = old.locations if stays else self.spelling.respelled(new.locations)
        where = self.where(replace(new, locations=places))
        return Piece(placed(text, where, self.layout.newline), old.block)

    def fresh(self, message: Message, offer: Offer | None, *, is_successor: bool) -> str:
        there = replace(message, locations=self.spelling.respelled(message.locations))
        head = credits.of_header(self.catalog.head)
        made = self.memory.made.get(id(offer and offer.origin), head)
        made = () if made == head else made or credits.UNKNOWN
        new = new_message(there, offer, self.forms(message), made, is_successor=is_successor)
        strings = None
        if is_successor and offer and offer.origin and offer.origin.strings == new.strings:
            strings = string_lines(self.text(offer.origin))
        return render(new, self.layout, strings)

    def text(self, message: Message) -> str:
        if self.sharing[message.block] > 1:  # several messages in one line
            return render(message, self.layout) + self.layout.newline
        return self.catalog.blocks[message.block]

    def where(self, message: Message) -> list[str]:
        """The lines that say where a message stands in the source."""
        return [*chain(*where_lines(message, self.layout).values())]

    def head(self) -> Iterator[Piece]:
        """The header; the template's, for a file that holds nothing yet."""
        if head := self.catalog.head:
            blocks = enumerate(self.catalog.blocks[: head.block + 1])
            yield from (
                Piece(text, number) for number, text in blocks if number not in self.sharing
            )
            if head.block in self.sharing:
                yield Piece(render(head, self.layout))
        elif self.template.head and not self.catalog.entries:
            head = replace(self.template.head, flags=self.template.head.lasting_flags)
            yield Piece(render(head, self.layout))

    def still_obsolete(self) -> Iterator[Piece]:
        """What the source had lost before, and has not got back."""
        back = self.template.by_key.keys() - self.catalog.by_key.keys() | self.returned.keys()
        for message in self.catalog.entries:
            revived = self.obsolete.get(message.key) if message.key in back else None
            if message.obsolete and not (revived and revived.strings == message.strings):
                if self.options.prune:
                    self.changes.append(Change('pruned', message))
                else:
                    yield Piece(self.text(message), message.block)

    def displaced(self) -> Iterator[Piece]:
        """The guesses that gave way, each for the text that it was made for."""
        known = {message.key for message in self.catalog.entries}
        for key in self.returned:
            guess = self.catalog.by_key[key]
            if (made := made_for(guess)) and (made.context, made.id) not in known:
                old = Message(made.id, guess.strings, made.context, made.plural, obsolete=True)
                yield Piece(render(old, self.layout))

    def newly_obsolete(self, unchanged: Collection[Key]) -> Iterator[Piece]:
        """What the source has lost now: obsolete where it was translated.

        The translations of `unchanged` went on word for word.
        """
        for message in self.catalog.entries:
            if message.obsolete or message.key in self.template.by_key:
                continue
            if message.key in unchanged and self.catalog.by_key[message.key] is message:
                continue  # a second one of this key, with another translation, did not go on
            lost = any(message.strings)
            kind = 'dropped' if not lost else 'pruned' if self.options.prune else 'obsolete'
            self.changes.append(Change(kind, message))
            twin = self.obsolete.get(message.key)
            known = twin is not None and twin.strings == message.strings
            if kind == 'obsolete' and not known:
                yield Piece(obsoleted(self.text(message)), lost=message)

    def loose(self) -> Iterator[Piece]:
        """Comments that belong to no message."""
        start = self.catalog.head.block + 1 if self.catalog.head else 0
        for number, text in enumerate(self.catalog.blocks):
            if number >= start and number not in self.sharing:
                yield Piece(text, number)


def new_message(
    message: Message,
    offer: Offer | None,
    forms: int,
    made: Sequence[Record] = (),
    *,
    is_successor: bool,
) -> Message:
    """The message of a template as a catalog takes it in, with `forms` plural forms.

    A successor is an old message, edited, so that the translator's remarks and flags stay.
    `made` are the records of another catalog's header, which stood for it there.
    """
    flags = message.lasting_flags
    new = replace(message, flags=flags, comments=(), previous=None, strings=('',) * forms)
    if offer is None:
        return new
    new = replace(new, strings=offer.strings(forms))
    origin = offer.origin if is_successor or offer.rule == 'moved' else None
    if origin:
        flags += tuple(flag for flag in origin.lasting_flags if flag not in flags)
        record = (NEUTRAL,) if offer.rule == 'declared' else ()
        new = replace(new, comments=(*origin.comments, *record))
    if offer.rule not in CURRENT:
        flags, new = ('fuzzy', *flags), replace(new, previous=offer.source)
    new = replace(new, flags=flags)
    new = credits.carried(origin, new) if origin else new
    return credits.added(new, *made) if origin and not credits.credit(new).known else new


def _words(comments: Sequence[str]) -> list[str]:
    return ' '.join(comments).split()


def in_order(live: Sequence[Piece], resting: Iterable[Piece]) -> list[Piece]:
    """The resting pieces each behind the one that stood before it; at the end where none does."""
    numbers = sorted(piece.number for piece in live if piece.number is not None)
    behind: dict[int, list[Piece]] = defaultdict(list)
    rest = []
    for piece in resting:
        at = bisect(numbers, piece.number or 0)
        if 0 < at < len(numbers):
            behind[numbers[at - 1]].append(piece)
        else:
            rest.append(piece)
    ordered = []
    for piece in live:
        ordered.append(piece)
        if piece.number is not None:
            ordered += behind.pop(piece.number, [])
    return ordered + rest


def spaced(pieces: Sequence[Piece], old: Sequence[str], newline: str) -> list[str]:
    """The texts of the pieces; where two did not follow one another before, a blank line.

    The file ends as it ended before: with a line end, with several, or with none.
    """
    ending = old[-1][len(old[-1].rstrip('\r\n')) :] if old else newline
    texts = []
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        if following is None:
            kept, tail = piece.number == len(old) - 1, ending
        else:
            kept = piece.number is not None and following.number == piece.number + 1
            tail = newline + newline
        texts.append(piece.text if kept else piece.text.rstrip('\r\n') + tail)
    return texts
