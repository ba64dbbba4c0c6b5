"""The HTML of a content document: that of the pages, without what only a page of a site has."""

from typing import Any

from docutils import nodes

from editions.html.translator import Translator, state, visit_math
from editions.pdf.whole import LeftOut


class BookTranslator(LeftOut, Translator):
    """No links to other languages and none to itself; what is wider than the page breaks."""

    builder: Any  # the EPUBBuilder

    def visit_start_of_file(self, node: Any) -> None:
        self.docnames.append(node['docname'])

    def depart_title(self, node: nodes.title) -> None:
        super(Translator, self).depart_title(node)

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        """The style sheet writes the number, which is no text."""
        super(Translator, self).visit_paragraph(node)
        self.body.append(state(node, self.edition))

    def depart_footnote(self, node: nodes.footnote) -> None:
        super(Translator, self).depart_footnote(node)

    def visit_math(self, node: Any, math_env: str = '') -> None:
        visit_math(self, node)

    def visit_math_block(self, node: Any, math_env: str = '') -> None:
        visit_math(self, node)
