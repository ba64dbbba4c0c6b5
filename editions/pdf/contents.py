"""The contents of a book, from the sections that are printed."""

from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes


@dataclass(frozen=True)
class Entry:
    """A section: where it begins, its number ('2.1') where it has one, its title, what is in it."""

    anchor: str
    number: str
    title: str
    entries: tuple['Entry', ...]


def contents(tree: nodes.document, depth: int) -> tuple[Entry, ...]:
    """The sections of a tree, `depth` levels deep; the title of the whole is left out."""
    top = [node for node in tree.children if isinstance(node, nodes.section)]
    return tuple(entry for node in top for entry in below(node, depth))


def below(node: nodes.Element, depth: int) -> tuple[Entry, ...]:
    """The sections in a node; the files of a book stand between."""
    found: list[Entry] = []
    for child in node.children:
        if isinstance(child, nodes.section) and depth:
            found.append(entry(child, depth))
        elif isinstance(child, addnodes.start_of_file | nodes.compound):
            found += below(child, depth)
    return tuple(found)


def entry(section: nodes.section, depth: int) -> Entry:
    title: Any = next(node for node in section.children if isinstance(node, nodes.title))
    number = '.'.join(map(str, title.get('secnumber', ())))
    return Entry(section['ids'][0], number, title.astext(), below(section, depth - 1))
