"""A note that got lost at a page break is kept with its paragraph, and the document set again.

WeasyPrint may drop a note whose call stands in lines that a page break takes back. Where the
whole paragraph goes to the next page with its note there is no such break
(https://www.w3.org/TR/css-gcpm-3/#propdef-footnote-policy); that a page ends a little earlier is
the smaller evil than an edition without a PDF.
"""

from collections.abc import Iterable, Set

from docutils import nodes

from editions.pdf.notes import footnote_at_call

KEPT = 'kept'  # the class, which the style sheet knows


def marked(tree: nodes.document, numbers: Set[int]) -> nodes.document:
    """A copy of a tree to write, with the notes of these numbers marked to be kept.

    Notes are numbered from 0 in the order of the tree. Writing changes a tree, so that it cannot
    be written again; one without notes will not be, and is not copied.
    """
    if not any(tree.findall(footnote_at_call)):
        return tree
    copy = tree.deepcopy()
    for number, note in enumerate(copy.findall(footnote_at_call)):
        if number in numbers:
            note['classes'].append(KEPT)
    return copy


def numbers(tree: nodes.document, lost: Iterable[nodes.Element]) -> frozenset[int]:
    """The numbers of the notes that the lost texts belong to."""
    found = {id(node.parent) for node in lost}
    notes = enumerate(tree.findall(footnote_at_call))
    return frozenset(number for number, note in notes if id(note) in found)
