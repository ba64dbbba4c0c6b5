"""A note stands at the foot of the page that calls it.

Sphinx keeps notes where they were written or at a document's end. Here the text of each
moves to its first call, where the style sheet lets it fall to the foot of the page; other
calls become links to it. A note with more than paragraphs stays where it was. No space parts a
call from its word: the mark stands above the line, and must not begin one.

WeasyPrint may drop a note whose call stands in lines that a page break takes back. Where the
whole paragraph goes to the next page with its note there is no such break
(https://www.w3.org/TR/css-gcpm-3/#propdef-footnote-policy); that a page ends a little earlier is
the smaller evil than an edition without a PDF.
"""

import re
from collections.abc import Set
from itertools import count
from typing import Any

from docutils import nodes

NOTE = re.compile('(<span class=")([^"]*" data-mark=)')  # how each begins in the HTML
KEPT = 'kept'  # the class of a note that is kept with its paragraph; the style sheet knows it


class footnote_at_call(nodes.inline):  # noqa: N801 (docutils names nodes so)
    """The text of a note, at the place that calls it.

    `mark` is what the reader sees: a number, or a sign of the author's.
    """


def move(tree: nodes.document) -> None:
    """Move each note to its first call; changes the tree."""
    called: dict[str, list[nodes.footnote_reference]] = {}
    for call in list(tree.findall(nodes.footnote_reference)):
        take_out_space(call)
        called.setdefault(str(call.get('refid')), []).append(call)
    for note in list(tree.findall(nodes.footnote)):
        calls = [call for name in note['ids'] for call in called.get(name, ())]
        label, *paragraphs = note.children
        if not calls or not all(isinstance(child, nodes.paragraph) for child in paragraphs):
            continue
        first, *others = calls
        first.parent.replace(first, at_call(note, label.astext(), paragraphs))
        note.parent.remove(note)
        for call in others:
            call.parent.replace(call, link_to(note, call))


def take_out_space(call: nodes.footnote_reference) -> None:
    """Take out the space before a call; between two calls it stays, or 1 and 2 would be 12."""
    siblings: list[nodes.Node | None] = [None, None, *call.parent.children]
    place = call.parent.index(call)
    earlier, before = siblings[place : place + 2]
    between = isinstance(earlier, nodes.footnote_reference) and not str(before).strip()
    if isinstance(before, nodes.Text) and not between:
        call.parent.replace(before, nodes.Text(before.rstrip()))


def at_call(note: nodes.footnote, mark: str, paragraphs: list[Any]) -> footnote_at_call:
    """What replaces the call: each paragraph of the note keeps its language and state."""
    moved = footnote_at_call(ids=note['ids'], classes=['footnote'], mark=mark)
    for paragraph in paragraphs:
        inline = nodes.inline('', '', *paragraph.children, **paragraph.attributes)
        inline['classes'] = [*paragraph['classes'], 'note-paragraph']
        inline['ids'] = []
        inline.source, inline.line = paragraph.source, paragraph.line
        moved += inline
    return moved


def link_to(note: nodes.footnote, call: nodes.footnote_reference) -> nodes.reference:
    """Another call of the same note."""
    link = nodes.reference('', call.astext(), internal=True, refid=note['ids'][0])
    link['ids'], link['classes'] = call['ids'], ['noteref']
    return link


def keep(html: str, numbers: Set[int]) -> str:
    """A page with some notes, counted from 0 in its order, kept with their paragraphs."""
    place = count()
    return NOTE.sub(
        lambda tag: f'{tag[1]}{KEPT} {tag[2]}' if next(place) in numbers else tag[0], html
    )
