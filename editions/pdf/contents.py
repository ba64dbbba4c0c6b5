"""The contents and the index of a book: what is printed, with the anchors of its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import _

from editions.languages import ordering
from editions.languages.language import Language
from editions.pdf import assembly


@dataclass(frozen=True)
class Section:
    """A section: where it begins, its number ('2.1') where it has one, its title, what is in it."""

    anchor: str
    number: str
    title: str
    entries: tuple['Section', ...]


def contents(tree: nodes.document, depth: int) -> tuple[Section, ...]:
    """The sections of a tree, `depth` levels deep; the title of the whole is left out."""
    top = [node for node in tree.children if isinstance(node, nodes.section)]
    return tuple(found for node in top or (tree,) for found in below(node, depth))


def below(node: nodes.Element, depth: int) -> tuple[Section, ...]:
    """The sections in a node; the files of a book stand between."""
    found: list[Section] = []
    for child in node.children:
        if isinstance(child, nodes.section) and depth:
            found.append(section_of(child, depth))
        elif isinstance(child, addnodes.start_of_file | nodes.compound):
            found += below(child, depth)
    return tuple(found)


def section_of(section: nodes.section, depth: int) -> Section:
    title: Any = next(node for node in section.children if isinstance(node, nodes.title))
    number = '.'.join(map(str, title.get('secnumber', ())))
    return Section(section['ids'][0], number, title.astext(), below(section, depth - 1))


@dataclass(frozen=True)
class Word:
    """A word, where it is spoken of, and what is under it."""

    word: str
    anchors: tuple[str, ...]
    entries: tuple['Word', ...] = ()


@dataclass(frozen=True)
class Group:
    """The entries under one letter."""

    letter: str
    entries: tuple[Word, ...]


def index(builder: Any, tree: nodes.document) -> tuple[Group, ...]:
    """The index of what is printed; empty where nothing is indexed."""
    language = Language(builder.config.language)
    ids = (name for node in tree.findall(nodes.Element) for name in node['ids'])
    known = {name: place for place, name in enumerate(ids)}
    found = IndexEntries(builder.env).create_index(builder, group_entries=False)
    made = [
        entry
        for _letter, words in found
        for word, (links, below, _key) in words
        if (entry := word_of(word, links, below, known, assembly.is_book(tree)))
    ]
    made.sort(key=lambda entry: ordering.key(entry.word, language))
    grouped = groupby(made, key=lambda entry: ordering.letter(entry.word, language) or _('Symbols'))
    return tuple(Group(letter, tuple(entries)) for letter, entries in grouped)


def word_of(word: str, links: Any, below: Any, known: Mapping[str, int], book: bool) -> Word | None:
    """A word with what of it is in the file, in its order; None where nothing is."""
    under = tuple(
        found
        for sub, targets in below
        if (found := word_of(sub, targets, (), known, book) if targets else Word(sub, ()))
    )
    landings = [assembly.landing(uri.removeprefix('genindex'), book) for _main, uri in links if uri]
    anchors = tuple(sorted({each for each in landings if each in known}, key=known.__getitem__))
    return Word(word, anchors, under) if anchors or under else None
