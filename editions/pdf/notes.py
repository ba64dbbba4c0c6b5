"""A note stands at the foot of the page that calls it.

Sphinx keeps notes where they were written or at a document's end. Here the text of each
moves to its first call, where the style sheet lets it fall to the foot of the page; other
calls become links to it. A note with more than paragraphs stays where it was. No space parts a
call from its word: the mark stands above the line, and must not begin one.
"""

from typing import Any

from docutils import nodes

SYMBOLS = '*†‡§¶#♠♥♦♣'  # the order of docutils' [*]_ notes


class footnote_at_call(nodes.inline):  # noqa: N801 (docutils names nodes so)
    """The text of a note, at the place that calls it.

    `mark` is what the reader sees, `number` its place among the marks, from 1.
    """


def move(tree: nodes.document) -> None:
    """Move each note to its first call; mends the tree."""
    called: dict[str, list[nodes.footnote_reference]] = {}
    for call in list(tree.findall(nodes.footnote_reference)):
        join(call)
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


def join(call: nodes.footnote_reference) -> None:
    """Take out the space before a call; between two calls it stays, or 1 and 2 would be 12."""
    siblings: list[nodes.Node | None] = [None, None, *call.parent.children]
    place = call.parent.index(call)
    earlier, before = siblings[place : place + 2]
    between = isinstance(earlier, nodes.footnote_reference) and not str(before).strip()
    if isinstance(before, nodes.Text) and not between:
        call.parent.replace(before, nodes.Text(before.rstrip()))


def at_call(note: nodes.footnote, mark: str, paragraphs: list[Any]) -> footnote_at_call:
    """What replaces the call: each paragraph of the note keeps its language and state."""
    number = int(mark) if mark.isdecimal() else SYMBOLS.find(mark[:1]) + 1
    moved = footnote_at_call(ids=note['ids'], classes=['footnote'], mark=mark, number=number)
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
