"""On paper a reference to another place says on which page it is: "Folding (p. 4)"."""

from typing import Any

from docutils import nodes

from editions.transforms.strings import _

KINDS = {'std-ref', 'std-numref', 'doc', 'std-doc'}


class page_reference(nodes.inline):  # noqa: N801 (docutils names nodes so)
    """The page of `target`, between the words `before` and `after`; the style sheet counts."""


def add(tree: nodes.document) -> None:
    """Put a page after each reference in running text; mends the tree."""
    before, _number, after = str(_(' (p. %s)')).partition('%s')
    for link in list(tree.findall(nodes.reference)):
        target = f'#{link["refid"]}' if 'refid' in link else link.get('refuri', '')
        if target.startswith('#') and is_reference(link) and in_running_text(link):
            page = page_reference('', '', nodes.Text(''), target=target, before=before, after=after)
            place = link.parent
            place.insert(place.index(link) + 1, page)


def is_reference(link: nodes.reference) -> bool:
    """Whether a link was written as `:ref:`, `:numref:` or `:doc:`; terms would be noise."""
    classes = {name for node in link.findall(nodes.Element) for name in node['classes']}
    return bool(classes & KINDS) and link['classes'] != ['noteref']


def in_running_text(link: nodes.reference) -> bool:
    """Whether a link stands in a paragraph, with more than itself."""
    paragraph: Any = link.parent
    while isinstance(paragraph, nodes.inline | nodes.emphasis | nodes.strong):
        paragraph = paragraph.parent
    return isinstance(paragraph, nodes.paragraph) and paragraph.astext() != link.astext()
