"""Anchors of index entries within a text are the same in every language, and boxes of tasks stay.

Sphinx counts them as it reads, and reads each translation after the document, twice. So what was
`#index-2` in the source would be `#index-10`, a link that leads nowhere in another language.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.nodes import extract_messages

from editions.transforms import sphinx_patches
from editions.transforms.application import Transform

Anchors = dict[str, tuple[str, ...]]  # of an id: the entries that lead to it


class NoteAnchors(Transform):
    """Note on each node that is to be translated the anchors that stand in it."""

    default_priority = sphinx_patches.PRIORITY_BEFORE

    def apply(self, **kwargs: object) -> None:
        for node, _message in extract_messages(self.document):
            if isinstance(node, nodes.TextElement) and (found := anchors(node)):
                node['anchors'] = found
            if node.children and is_task(node[0]):
                node['task'] = node[0]


class SameAnchors(Transform):
    """Give translated nodes the anchors of their source."""

    default_priority = sphinx_patches.PRIORITY_AFTER

    def apply(self, **kwargs: object) -> None:
        for node in list(self.document.findall(nodes.TextElement)):
            if before := node.attributes.pop('anchors', None):
                rename(node, pair(anchors(node), before))
            task = node.attributes.pop('task', None)
            if task is not None and not (node.children and is_task(node[0])):
                node.insert(0, task.deepcopy())


def is_task(node: nodes.Node) -> bool:
    """Whether a node is the box of a task in a list of MyST; it is no part of the message."""
    return isinstance(node, nodes.raw) and 'class="task-list-item-checkbox"' in node.astext()


def anchors(node: nodes.Element) -> Anchors:
    """The anchors that index entries in a node lead to."""
    found: Anchors = {}
    for index in node.findall(addnodes.index):
        for kind, value, anchor, *_more in index['entries']:
            found[anchor] = (*found.get(anchor, ()), f'{kind}: {value}')
    return found


def pair(now: Anchors, before: Anchors) -> dict[str, str]:
    """The source's anchor for each of a translation: that of the same entries, else the next."""
    left, found = dict(before), {}
    for alike in (True, False):
        for anchor in (name for name in now if name not in found):
            same = (name for name in left if not alike or left[name] == now[anchor])
            if (name := next(same, None)) is not None:
                found[anchor] = name
                del left[name]
    return found


def rename(node: nodes.Element, names: dict[str, str]) -> None:
    """Rename the anchors in a node, and where its entries lead; changes the node."""
    for index in node.findall(addnodes.index):
        index['entries'] = [
            (kind, value, names.get(anchor, anchor), *more)
            for kind, value, anchor, *more in index['entries']
        ]
    for target in node.findall(nodes.target):
        target['ids'] = [names.get(anchor, anchor) for anchor in target['ids']]


def setup(app: Sphinx) -> None:
    app.add_transform(NoteAnchors)
    app.add_transform(SameAnchors)
