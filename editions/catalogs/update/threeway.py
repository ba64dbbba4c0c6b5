"""Merge two catalogs that were one: by their messages, where git would compare lines.

Both, and what they were, are carried over to the messages that the source now has, so that a
translation of a text which the other side saw edited comes to its new place. Then each message,
comment, flag and field of the header is what the side made of it that changed it. Only two
translations of one message conflict: both stand in it, between msgcat's marks. What else gives
way to the other side's work becomes obsolete, or is said.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest
from pathlib import Path
from typing import TypeVar

from editions.catalogs.po import parse
from editions.catalogs.po.headers import encoded, header_fields, with_fields
from editions.catalogs.po.messages import ALTERNATIVE, Catalog, Key, Message, shortened
from editions.catalogs.po.writing import changed_block, layout_of, newline_of, render, unshared
from editions.catalogs.update.carrying import Options, Piece, carry, in_order, spaced
from editions.catalogs.update.documents import memory_of
from editions.catalogs.update.locations import documents
from editions.findings import UserError
from editions.languages.dates import of_header

SIDES = ('before', 'ours', 'theirs')  # as git calls them
_PERSONAL = ('Last-Translator', 'Language-Team', 'X-Generator', 'Generated-By')
T = TypeVar('T', bound=Hashable)
Three = tuple[Catalog, Catalog, Catalog]  # what both were, ours, theirs


@dataclass
class Merged:
    """The merged catalog, and what has to be said of it.

    `conflicts` are the messages with two translations, `notes` say what gave way.
    """

    catalog: Catalog
    conflicts: list[Key] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def merge(base: Catalog, ours: Catalog, theirs: Catalog) -> Merged:
    """Merge two catalogs; `base` is what both were, empty where it is not known.

    Raises UserError where one of them cannot be read.
    """
    for one in (base, ours, theirs):
        if one.breach:
            raise UserError(f'{one.breach}; it is merged line by line')
    return _Merger((base, ours, theirs)).run()


def combined(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> tuple[T, ...]:
    """What both have, or one has added; what they added stands behind what it stood behind."""
    if ours == base or theirs in (base, ours):
        return tuple(theirs if ours == base else ours)
    known, gone = set(base), set(base) - set(theirs)
    stay = dict.fromkeys(each for each in ours if each not in gone)
    behind: dict[T | None, list[T]] = defaultdict(list)
    last = None
    for each in theirs:
        if each in stay:
            last = each
        elif each not in known:
            behind[last].append(each)
    return (*behind[None], *(one for each in stay for one in (each, *behind[each])))


def chosen(base: T, ours: T, theirs: T, both: Callable[[T, T], T]) -> T:
    """What the side made of it that changed it; where both did, what `both` says."""
    if ours == theirs or theirs == base:
        return ours
    return theirs if ours == base else both(ours, theirs)


def source_of(sides: Three) -> Catalog:
    """The messages of the merged source: a template, without translations."""
    live = [side.by_key for side in sides]
    messages = []
    for key in combined(*map(tuple, live)):
        old = live[0].get(key) or Message(key[1], context=key[0])
        there = [side[key] for side in live[1:] if key in side]
        messages.append(_merged_source(old, there[0], there[-1]))
    return Catalog(Path(), '', '', {}, tuple(messages), ())


def _merged_source(base: Message, ours: Message, theirs: Message) -> Message:
    """What the source says of a message; two line numbers of one document are no difference."""
    places = base.locations, ours.locations, theirs.locations

    def both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
        return one if documents(one) == documents(other) else combined(places[0], one, other)

    return Message(
        base.id,
        context=base.context,
        plural=chosen(base.plural, ours.plural, theirs.plural, lambda one, other: one or other),
        flags=ours.lasting_flags,
        extracted=combined(base.extracted, ours.extracted, theirs.extracted),
        locations=chosen(*places, both),
    )


def carried(catalog: Catalog, source: Catalog) -> Catalog:
    """The catalog with just the messages of the source live, each in a block of its own."""
    if catalog.by_key.keys() != source.by_key.keys():
        update = carry(catalog, source, memory_of(catalog, source), Options(dated=False))
        catalog = parse(update.data, catalog.path)
    return unshared(catalog)


Entries = dict[tuple[Key, bool], list[Message]]  # by key, and whether obsolete


def entries_of(catalog: Catalog) -> Entries:
    found: Entries = defaultdict(list)
    for message in catalog.entries:
        found[message.key, message.obsolete].append(message)
    return found


class _Merger:
    """Two catalogs on their way to become one again."""

    def __init__(self, sides: Three) -> None:
        self.sides = sides
        self.source = source_of(sides)
        self.carried = [carried(side, self.source) for side in sides]
        self.entries = [entries_of(side) for side in self.carried]
        self.layout = layout_of(sides[1] if sides[1].entries else sides[2])
        self.conflicts: list[Key] = []
        self.notes: list[str] = []

    def run(self) -> Merged:
        live = [
            piece
            for message in self.source.messages
            for piece in self.pieces(message.key, source=message)
        ]
        gone = dict.fromkeys(key for each in self.entries[1:] for key, old in each if old)
        resting = [piece for key in gone for piece in self.pieces(key)]
        first, last = self.loose()
        pieces = [*first, *self.head(), *in_order(live, resting), *last]
        merged = self.parsed(pieces)
        if lost := list(self.lost(merged)):
            merged = self.parsed([*pieces, *lost])
        return Merged(merged, self.conflicts, self.notes)

    def parsed(self, pieces: Sequence[Piece]) -> Catalog:
        ours = self.carried[1]
        text = ''.join(spaced(pieces, ours.blocks, newline_of(ours)))
        return parse(encoded(text, ours.charset), ours.path, name=ours.name)

    # One message.

    def pieces(self, key: Key, source: Message | None = None) -> Iterator[Piece]:
        """The blocks of a live message, or without `source` of an obsolete one.

        Where it stands twice, the first is compared with the first, the second with the second.
        """
        sides = (each.get((key, source is None), []) for each in self.entries)
        for base, ours, theirs in zip_longest(*sides):
            if ours and theirs:
                yield self.piece(base, ours, theirs, source)
            elif (one := ours or theirs) and not (base and base.strings == one.strings):
                yield self.whole(one) if ours else self.taken(one)

    def piece(
        self, base: Message | None, ours: Message, theirs: Message, source: Message | None
    ) -> Piece:
        base = base or Message(ours.id, ('',) * len(ours.strings))
        new = self.translation(base, ours, theirs)
        flags = combined(base.lasting_flags, ours.lasting_flags, theirs.lasting_flags)
        new = replace(
            ours,
            strings=new.strings,
            previous=new.previous,
            flags=('fuzzy', *flags) if new.fuzzy else flags,
            comments=combined(base.comments, ours.comments, theirs.comments),
        )
        if source:
            places, comments = source.locations, source.extracted
            new = replace(new, plural=source.plural, locations=places, extracted=comments)
        if _all(new) == _all(ours):
            return self.whole(ours)
        if _all(new) == _all(theirs):
            return replace(self.taken(theirs), number=ours.block)
        if new.obsolete:
            return Piece(render(new, self.layout), ours.block)
        return Piece(changed_block(self.whole(ours).text, ours, new, self.layout), ours.block)

    def whole(self, message: Message) -> Piece:
        """A block of ours as it stands."""
        return Piece(self.carried[1].blocks[message.block], message.block)

    def taken(self, message: Message) -> Piece:
        """A block of theirs, with the line ends of ours."""
        block = self.carried[2].blocks[message.block].replace('\r\n', '\n')
        return Piece(block.replace('\n', self.layout.newline))

    def translation(self, base: Message, ours: Message, theirs: Message) -> Message:
        """The message with the translation that holds, or with both."""
        was, one, other = map(_state, (base, ours, theirs))
        if one == other or other == was or not any(theirs.strings):
            return ours
        if one == was or not any(ours.strings):
            return theirs
        if ours.strings == theirs.strings:
            return theirs if ours.fuzzy else ours
        own = [ours.obsolete or ours.key in side.by_key for side in self.sides]
        if own[1] != own[2]:  # the other was carried here for this merge
            return ours if own[1] else theirs
        if ours.fuzzy != theirs.fuzzy:
            return theirs if ours.fuzzy else ours
        if not ours.obsolete:
            self.conflicts.append(ours.key)
        return _both(base if own[0] else None, ours, theirs)

    def lost(self, merged: Catalog) -> Iterator[Piece]:
        """What a side translated and the other took away: obsolete where there is room for it."""
        before = self.sides[0], self.carried[0]
        known = {m.strings for catalog in (*before, merged) for m in catalog.entries}
        there = {m.key: m for m in reversed(merged.entries)}
        for message in chain(self.sides[1].entries, self.sides[2].entries):
            there_already = message.strings in known or message.key in self.conflicts
            if there_already or not any(message.strings):
                continue
            if now := there.get(message.key):
                if ALTERNATIVE not in now.string:
                    self.give_way(shortened(message.id), message.string, now.string)
            else:
                old = replace(message, obsolete=True)
                there[message.key] = old
                yield Piece(render(old, self.layout))

    def give_way(self, name: str, text: str, other: str) -> None:
        self.notes.append(f'{name}: “{shortened(text)}” gave way to “{shortened(other)}”')

    # What stands around them.

    def head(self) -> Iterator[Piece]:
        """The header of ours, with the fields and comments that theirs changed."""
        base, ours, theirs = (side.head for side in self.carried)
        if ours is None or theirs is None:
            if one := ours or theirs:
                yield self.whole(one) if ours else self.taken(one)
            return
        fields, known = self.fields(), header_fields(ours.string)
        added = ''.join(f'{name}: {fields[name]}\n' for name in fields if name not in known)
        comments = combined(base.comments if base else (), ours.comments, theirs.comments)
        new = replace(ours, strings=(ours.string + added,), comments=comments)
        block = self.whole(ours).text
        if new != ours:
            block = changed_block(block, ours, new, self.layout)
        changed = {name: text for name, text in fields.items() if text != known.get(name, text)}
        yield Piece(with_fields(block, changed), ours.block)

    def fields(self) -> dict[str, str]:
        """The header's fields; of two dates the later, and with it who wrote then."""
        base, ours, theirs = (side.header for side in self.sides)
        written = [of_header(side.get('PO-Revision-Date', '')) for side in (ours, theirs)]
        newer, older = (theirs, ours) if written[1] > written[0] else (ours, theirs)
        fields = {}
        for name in combined(tuple(base), tuple(ours), tuple(theirs)):
            old, one, other = (side.get(name, '') for side in (base, newer, older))
            fields[name] = chosen(old, one, other, _later if name.endswith('-Date') else _first)
            beaten = other not in (fields[name], old)
            if beaten and not name.endswith('-Date') and name not in _PERSONAL:
                self.give_way(name, other, fields[name])
        return fields

    def loose(self) -> tuple[list[Piece], list[Piece]]:
        """Comments that belong to no message: before the header, and after all messages."""
        found = []
        for side in self.carried:
            owned = {m.block for m in (*side.entries, *([side.head] if side.head else []))}
            found.append([(n, text) for n, text in enumerate(side.blocks) if n not in owned])
        known = {text.strip() for each in found[:2] for _, text in each}
        start = self.carried[1].head.block if self.carried[1].head else 0
        ours = [Piece(text, n) for n, text in found[1]]
        theirs = [Piece(text) for _, text in found[2] if text.strip() not in known]
        first = [piece for piece in ours if (piece.number or 0) < start]
        return first, [*ours[len(first) :], *theirs]


def _state(message: Message) -> tuple[tuple[str, ...], bool]:
    return message.strings, message.fuzzy


def _all(message: Message) -> tuple[object, ...]:
    """All that a block says."""
    sets = frozenset(message.flags), frozenset(message.locations)
    texts = message.strings, message.comments, message.extracted
    return *texts, *sets, message.previous, message.plural


def _both(base: Message | None, ours: Message, theirs: Message) -> Message:
    """Fuzzy, with what it was and both translations, each under its name, as msgcat writes it."""
    sides = [base.strings if base else (), ours.strings, theirs.strings]
    strings = tuple(
        ''.join(
            f'{ALTERNATIVE}  {name}  {ALTERNATIVE}\n{text.removesuffix(end)}{end}'
            for name, text, end in zip(SIDES, texts, ('\n', '\n', ''), strict=True)
            if text
        )
        for texts in zip_longest(*sides, fillvalue='')
    )
    return replace(ours, strings=strings, flags=('fuzzy', *ours.lasting_flags))


def _first(one: str, _: str) -> str:
    return one


def _later(one: str, other: str) -> str:
    """Of two dates of a header the later; one that is none (`YEAR-MO-DA`) is the earliest."""
    return max(one, other, key=lambda text: (of_header(text), text))
