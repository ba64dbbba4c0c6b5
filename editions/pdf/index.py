"""The index of a book: entries in the order of the language, with pages."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import _

from editions.languages import ordering
from editions.pdf import anchors


@dataclass(frozen=True)
class Entry:
    """A word, the places where it is spoken of, and what is under it."""

    word: str
    places: tuple[str, ...]  # anchors
    entries: tuple['Entry', ...] = ()


@dataclass(frozen=True)
class Group:
    """The entries under one letter."""

    letter: str
    entries: tuple[Entry, ...]


def index(builder: Any, tree: nodes.document) -> tuple[Group, ...]:
    """The index of what is printed; empty where nothing is indexed."""
    code = builder.config.language
    known = {name for node in tree.findall(nodes.Element) for name in node['ids']}
    found = IndexEntries(builder.env).create_index(builder, group_entries=False)
    made = [
        entry
        for _letter, words in found
        for word, (links, below, _key) in words
        if (entry := entry_of(word, links, below, known, anchors.is_book(tree)))
    ]
    made.sort(key=lambda entry: ordering.key(entry.word, code))
    grouped = groupby(made, key=lambda entry: ordering.letter(entry.word, code) or _('Symbols'))
    return tuple(Group(letter, tuple(entries)) for letter, entries in grouped)


def entry_of(word: str, links: Any, below: Any, known: set[str], book: bool) -> Entry | None:
    """An entry with what of it is in the file; None where nothing is."""
    under = tuple(
        found
        for sub, targets in below
        if (found := entry_of(sub, targets, (), known, book) if targets else Entry(sub, ()))
    )
    landings = [anchors.landing(uri.removeprefix('genindex'), book) for _main, uri in links if uri]
    places = tuple(dict.fromkeys(place for place in landings if place in known))
    return Entry(word, places, under) if places or under else None
