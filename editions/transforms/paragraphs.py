"""Numbered paragraphs, as UN documents have them: paragraph 12 is 12 in every language.

Counted are the body paragraphs of a document, from 1: those that stand in a section or in the
document itself. Not counted: notes, captions, cells, list items, quotations, and a paragraph
of class `byline`. The number is a value on the node, never text; a translation never changes it.
"""

from docutils import nodes
from sphinx.transforms import SphinxTransform


class Number(SphinxTransform):
    """Give each body paragraph its number and the id `p<number>`."""

    default_priority = 19

    def apply(self, **kwargs: object) -> None:
        body = filter(is_body, self.document.findall(nodes.paragraph))
        for number, paragraph in enumerate(body, 1):
            paragraph['paragraph'] = number
            anchor = f'p{number}'
            if anchor not in self.document.ids:
                paragraph['ids'].append(anchor)
                self.document.ids[anchor] = paragraph


def is_body(node: nodes.paragraph) -> bool:
    return (
        isinstance(node.parent, nodes.section | nodes.document)
        and 'byline' not in classes(node)
        and bool(node.astext().strip())
    )


def classes(node: nodes.paragraph) -> list[str]:
    """Its classes, with those of a `class` directive, which docutils applies later (210)."""
    before = node.previous_sibling()
    coming = before.details.get('class', []) if isinstance(before, nodes.pending) else []
    return [*node['classes'], *coming]
