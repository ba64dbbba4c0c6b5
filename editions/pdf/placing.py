"""A note is read where it is called, not at the end of its page.

WeasyPrint puts the notes of a page after all its text, which also keeps a paragraph that runs
on to the next page from being joined. Each note, or part of one, moves to its call.
"""

from typing import Any

from editions.pdf.structure import Tree

NOTE = 'footnote'  # the class of a note's text
CALL = 'span::footnote-call'


def place_notes(tree: Tree) -> None:
    """Put every note after its call, then drop what is empty; before anything is joined."""
    calls: dict[int, Any] = {}
    for element in tree.elements.values():
        html, tag = tree.owners.html(element)
        if tag == CALL:
            calls.setdefault(id(html), element)
    parents = {kid.reference: e for e in tree.elements.values() for kid in tree.kids(e)}
    for note in reversed(notes(tree)):
        if (call := calls.get(id(tree.owners.html(note)[0]))) is not None:
            parents[note.reference]['K'].remove(note.reference)
            beside = parents[call.reference]
            beside['K'].insert(beside['K'].index(call.reference) + 1, note.reference)
            note['P'] = beside.reference
    prune(tree, tree.root)


def notes(tree: Tree) -> list[Any]:
    """The elements that hold a note, or the part of one that is on a page, in reading order."""
    return list(outer_notes(tree, tree.root))


def outer_notes(tree: Tree, parent: Any) -> Any:
    for element in tree.kids(parent):
        html, tag = tree.owners.html(element)
        if tag == 'span' and NOTE in html.get('class', '').split():
            yield element
        else:
            yield from outer_notes(tree, element)


def prune(tree: Tree, element: Any) -> None:
    """Drop elements in which nothing is left; cells may be empty."""
    for kid in tree.kids(element):
        prune(tree, kid)
        if not kid['K'] and kid['S'] not in ('/TD', '/TH'):
            element['K'].remove(kid.reference)
            tree.free(kid)
