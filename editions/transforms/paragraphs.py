"""Numbered paragraphs, as UN documents have them: paragraph 12 is 12 in every language.

And a paragraph that was meant as a heading: docutils takes a line of signs that is shorter than
its title, and than four signs, for text, and says so to nobody.

Counted are the body paragraphs of a document, from 1: those that stand in a section or in the
document itself. Not counted: notes, captions, cells, list items, quotations, and a paragraph
of class `byline`. The number is a value on the node, never text; a translation never changes it.
"""

import re
from itertools import pairwise
from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform

from editions.findings import Finding, Severity, relative
from editions.transforms import reporting

_SIGNS = re.compile(r'([-=~^"\'`+#*])\1{1,2}')


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


class Headings(SphinxTransform):
    """Warn of a line of signs that stands in the text, where a heading was meant."""

    default_priority = 19

    def apply(self, **kwargs: object) -> None:
        for node in self.document.findall(nodes.paragraph):
            lines = node.rawsource.splitlines()
            for number, (title, signs) in enumerate(pairwise(lines), 1):
                if _SIGNS.fullmatch(signs) and len(title) > len(signs):
                    path = relative(Path(node.source or ''), Path(self.app.confdir))
                    sentence = f'{signs} stands in the text; for a heading write a line as long: '
                    sentence += signs[0] * len(title)
                    line = (node.line or 0) + number
                    reporting.add(Finding(path, line, Severity.WARNING, sentence, 'source.heading'))


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
