"""A tree becomes the content documents of a book: one for each document, in reading order.

Where the chapters of a document stand amid its text, what follows them is a content document of
its own, so that the contents, the spine and the pages on paper have one order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes

from editions.pdf.assembly import toctrees

_UNSAFE = re.compile(r'[^\w.-]+')


@dataclass(frozen=True)
class Chapter:
    """A content document: its file, and whose text it holds."""

    file: str  # 'text/usage.xhtml'
    docname: str
    tree: nodes.document

    @property
    def title(self) -> str:
        title = self.tree.next_node(nodes.title)
        return title.astext() if title is not None else ''


def chapters(tree: nodes.document, docname: str) -> tuple[Chapter, ...]:
    """The content documents of an assembled tree; takes it apart."""
    names: dict[str, int] = {}
    found = []
    for owner, content in parts(tree, docname):
        if not any(map(is_shown, content)):
            continue
        part = tree.copy()
        part += content
        stem = _UNSAFE.sub('-', owner).strip('-.') or 'text'
        names[stem] = names.get(stem, 0) + 1
        number = names[stem]
        suffix = f'-{number}' if number > 1 else ''
        found.append(Chapter(f'text/{stem}{suffix}.xhtml', owner, part))
    return tuple(found)


def is_shown(node: nodes.Node) -> bool:
    pictures = isinstance(node, nodes.Element) and any(node.findall(nodes.image))
    return bool(node.astext().strip()) or pictures


def parts(node: nodes.Element, docname: str) -> Iterator[tuple[str, list[nodes.Node]]]:
    """The pieces of a document between its chapters, and the chapters', in their order."""
    held: list[nodes.Node] = []
    for child in list(node.children):
        below = list(toctrees(child)) if isinstance(child, nodes.Element) else []
        if not below:
            held.append(child)
        elif isinstance(child, nodes.section):  # the document's own, with its title
            for owner, content in parts(child, docname):
                if owner == docname:
                    shell = child.copy()
                    shell['ids'] = shell['ids'] if not has_begun(child) else []
                    child['begun'] = True
                    shell += content
                    held.append(shell)
                else:
                    if held:
                        yield docname, held
                        held = []
                    yield owner, content
        else:
            if held:
                yield docname, held
                held = []
            for file in below:
                for start in list(file.children):
                    if isinstance(start, addnodes.start_of_file):
                        yield from parts(start, start['docname'])
    if held:
        yield docname, held


def has_begun(section: nodes.Element) -> bool:
    return bool(section.get('begun'))
