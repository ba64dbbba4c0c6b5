"""The HTML of a page that is to be printed: what WeasyPrint tags rightly, and nothing else.

Screen HTML nests elements in links, leaves header cells without a scope, and keeps notes in
a list at the end. Here a link holds one text, and a cell says what it heads.
"""

import textwrap
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from editions.pdf import formulas
from editions.pdf.notes import footnote_at_call
from editions.pdf.references import page_reference

WIDEST = 88  # characters of a running head; ideographs are twice as wide
NUMBERS = 'numbers/'  # where the pictures of paragraph numbers are found


class PaperTranslator(HTML5Translator):
    """Sphinx's own translator, with what paper asks for."""

    builder: Any  # the PDFBuilder, which knows the options

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Visit, and note on a node that its visitor leaves it out on purpose."""
        size = len(self.body)
        try:
            super().dispatch_visit(node)
        except nodes.SkipNode:
            if len(self.body) == size and isinstance(node, nodes.Element):
                node['left_out'] = True
            raise

    def starttag(self, node: Any, tagname: str, suffix: str = '\n', *args: Any, **kw: Any) -> str:
        """As docutils writes it; header cells get their scope, titles their running head."""
        if tagname == 'th':
            kw['scope'] = 'col' if isinstance(node.parent.parent, nodes.thead) else 'row'
        elif tagname == 'h2':
            kw['data-head'] = running_head(node)
        return str(super().starttag(node, tagname, suffix, *args, **kw))

    def visit_start_of_file(self, node: Any) -> None:
        """The anchor of a document is its first section's: it stands on the same page."""
        self.docnames.append(node['docname'])

    def visit_footnote_at_call(self, node: footnote_at_call) -> None:
        """A note; the style sheet shows its mark, or its number in the edition's own signs."""
        attributes = {'data-mark': node['mark'], 'style': f'counter-reset: mark {node["number"]}'}
        self.body.append(self.starttag(node, 'span', '', **attributes))

    def depart_footnote_at_call(self, node: footnote_at_call) -> None:
        self.body.append('</span>')

    def visit_page_reference(self, node: page_reference) -> None:
        """A page, which the style sheet counts."""
        data = {f'data-{name}': node[name] for name in ('before', 'after')}
        attributes = {'data-ref': node['target'], **data}
        self.body.append(self.starttag(node, 'span', '', CLASS='page-reference', **attributes))

    def depart_page_reference(self, node: page_reference) -> None:
        self.body.append('</span>')

    def visit_math(self, node: Any, math_env: str = '') -> None:
        formulas.write(self, node)

    def visit_math_block(self, node: Any, math_env: str = '') -> None:
        formulas.write(self, node)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Without the empty element that Pygments puts first: a line would not wrap after it."""
        try:
            super().visit_literal_block(node)
        finally:
            self.body[-1] = self.body[-1].replace('<pre><span></span>', '<pre>\n', 1)

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        """A numbered paragraph shows its number in the margin, as a picture: it is not text."""
        super().visit_paragraph(node)
        number = node.get('paragraph')
        if number and self.builder.options.paragraph_numbers:
            picture = f'background-image: url({NUMBERS}{number}.svg)'
            self.body.append(f'<span class="number" style="{picture}"></span>')


def running_head(title: nodes.title) -> str:
    """A section's number and title, cut at a word where a line would not hold them."""
    number = '.'.join(map(str, title.get('secnumber', ())))
    text = f'{number} {title.astext()}'.strip()
    if len(text) <= WIDEST // 2:
        return text
    return textwrap.shorten(text, WIDEST, placeholder=' …')
