"""Every document keeps its own anchors when a book is one page.

Sphinx's one-page HTML repeats ids and links to `#document-usage#options`, which is nowhere.
Here each id becomes `usage/options`, each link follows it, and the numbers of sections and
figures are found again. A PDF of one document keeps its ids as they are.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes

TO_DOCUMENT = '#document-'
REFERRING = ('ids', 'backrefs')

Numbers = Mapping[str, Mapping[str, tuple[int, ...]]]


def anchor(docname: str, target: str = '') -> str:
    """The anchor, in a book, of `target` in a document, or of the document itself."""
    return f'{docname}/{target}' if target else f'document-{docname}'


def is_book(tree: nodes.Element) -> bool:
    """Whether more than one document stands in the tree."""
    return next(iter(tree.findall(addnodes.start_of_file)), None) is not None


def by_document(tree: nodes.Element, docname: str) -> Iterator[tuple[nodes.Element, str]]:
    """Every element with the document it came from, from the top down."""
    for node in tree.children:
        if not isinstance(node, nodes.Element):
            continue
        inside = node['docname'] if isinstance(node, addnodes.start_of_file) else docname
        yield node, inside
        yield from by_document(node, inside)


def scope(tree: nodes.document, docname: str) -> None:
    """Prefix each id of a book, and each link to one, with its document; mends the tree."""
    book = is_book(tree)
    for file in tree.findall(addnodes.start_of_file):
        first = file.next_node(nodes.section)
        (file if first is None else first)['ids'].append(f'document-{file["docname"]}')
    for node, inside in by_document(tree, docname):
        if (uri := node.get('refuri', '')).startswith(TO_DOCUMENT):
            node['refuri'] = '#' + landing(uri, book)
        if book:
            for name in REFERRING:
                ids: list[str] = node.get(name, [])
                node[name] = [scoped(inside, item) for item in ids]
            if 'refid' in node:
                node['refid'] = anchor(inside, node['refid'])


def scoped(docname: str, target: str) -> str:
    """An id in a book; the one of a whole document names it already."""
    return target if target == anchor(docname) else anchor(docname, target)


def landing(uri: str, book: bool) -> str:
    """Where Sphinx's `#document-usage#options` leads."""
    docname, _, target = uri.removeprefix(TO_DOCUMENT).partition('#')
    return anchor(docname, target) if book or not target else target


def documents(tree: nodes.document, docname: str) -> list[str]:
    """The documents of the tree, in reading order."""
    files = tree.findall(addnodes.start_of_file)
    return [docname, *(str(node['docname']) for node in files)]


def number_titles(tree: nodes.document, docname: str, numbers: Numbers) -> None:
    """Note each section's number on its title, where the writer looks first."""
    for node, inside in by_document(tree, docname):
        if isinstance(node, nodes.section) and (known := numbers.get(inside)):
            first = {f'#{item}' for item in node['ids']} & known.keys()
            number = known[min(first)] if first else known.get('') if is_top(node) else None
            title = node.next_node(nodes.title)
            if number and title is not None:
                title['secnumber'] = number


def is_top(section: nodes.section) -> bool:
    """Whether a section is its document's own, whose number Sphinx files under ''."""
    return not isinstance(section.parent, nodes.section)


def figure_numbers(
    numbers: Mapping[str, Mapping[str, Mapping[str, tuple[int, ...]]]], book: bool
) -> dict[str, dict[str, tuple[int, ...]]]:
    """Sphinx's numbers of figures, by kind and by the anchors that `scope` gives."""
    found: dict[str, Any] = {}
    for docname, kinds in numbers.items():
        for kind, known in kinds.items():
            for item, number in known.items():
                found.setdefault(kind, {})[anchor(docname, item) if book else item] = number
    return found
