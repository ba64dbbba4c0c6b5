"""HTML that the Nu checker accepts and a strict Content-Security-Policy lets pass."""

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.images import get_image_size
from sphinx.writers.html5 import HTML5Translator

from editions.html import marks, sizes
from editions.languages.language import Language
from editions.transforms import metadata

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Translator(HTML5Translator):
    """Sphinx's own HTML, corrected where a validator, a policy or a reader objects to it."""

    def __init__(self, document: nodes.document, builder: Any) -> None:
        super().__init__(document, builder)
        self.tag = Language(self.config.language, '').tag

    def rewrite(self, start: int, pattern: str, new: str) -> None:
        """Correct what was written since the body was `start` strings long."""
        self.body[start:] = [re.sub(pattern, new, text) for text in self.body[start:]]

    def visit_title(self, node: nodes.title) -> None:
        """The caption of a toctree is no heading, and has no level."""
        start = len(self.body)
        super().visit_title(node)
        self.rewrite(start, r' role="heading"', '')

    def visit_citation(self, node: nodes.citation) -> None:
        """The roles of a bibliography are deprecated (DPUB-ARIA 1.1)."""
        start = len(self.body)
        super().visit_citation(node)
        self.rewrite(start, r' role="(?:list|doc-biblioentry)"', '')

    def visit_meta(self, node: nodes.meta) -> None:
        """An author's own; what `editions.html.head` says is left to it."""
        if node.get('name') not in (*metadata.NAMES, 'viewport'):
            super().visit_meta(node)

    def depart_title(self, node: nodes.title) -> None:
        super().depart_title(node)
        if isinstance(node.parent, nodes.section) and node.parent.parent is not self.document:
            self.body.append(marks.elsewhere(self.builder, node.parent['ids'][0]))

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        """Beside what it links to; that of a section stands below its heading (`marks`).

        Where nothing else stands there, it too is beside; the title of the page needs none.
        """
        wanted = node['ids'] and self.config.html_permalinks and self.builder.add_permalinks
        if isinstance(node, nodes.section):
            below = marks.elsewhere(self.builder, node['ids'][0])
            wanted = wanted and not below and node.parent is not self.document
        if wanted:
            self.body.append(marks.permalink(node['ids'][0], title))

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        super().visit_paragraph(node)
        self.body.append(marks.paragraph_number(node))
        self.body.append(marks.state(node, self.tag))

    def visit_image(self, node: nodes.image) -> None:
        node.setdefault('alt', '')  # docutils would give the name of the file
        node['source'] = node['uri']  # Sphinx is about to overwrite it
        super().visit_image(node)

    def image_size(self, node: nodes.image) -> Any:  # a dict; docutils' stubs say str
        size: Any = super().image_size(node)
        given = sizes.attributes('img', size.pop('style', '')) | size
        natural = get_image_size(self.builder.srcdir / node['source'])
        return sizes.completed(given, natural)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Code that is wider than the page is scrolled with the keyboard too."""
        start = len(self.body)
        try:
            super().visit_literal_block(node)
        finally:  # Sphinx raises SkipNode once it has written
            self.rewrite(start, '<pre>', '<pre tabindex="0">')

    def visit_table(self, node: nodes.table) -> None:
        self.body.append('<div class="table" tabindex="0">\n')
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        super().depart_table(node)
        self.body.append('</div>\n')

    def visit_hlist(self, node: nodes.Element) -> None:
        self.body.append('<div class="hlist">')

    def depart_hlist(self, node: nodes.Element) -> None:
        self.body.append('</div>\n')

    def visit_hlistcol(self, node: nodes.Element) -> None:
        self.body.append('<div>')

    def depart_hlistcol(self, node: nodes.Element) -> None:
        self.body.append('</div>')

    def starttag(
        self, node: Any, tagname: str, suffix: str = '\n', empty: bool = False, **attributes: Any
    ) -> str:
        """A start tag without inline style; cells of a heading say what they head."""
        given = sizes.attributes(tagname, attributes.pop('style', ''))
        if width := given.pop('class', None):
            attributes['classes'] = [*attributes.get('classes', []), width]
        if tagname == 'th' and isinstance(node, nodes.entry):
            head = isinstance(node.parent.parent, nodes.thead)
            attributes['scope'] = 'col' if head else 'row'
        if tagname == 'p' and isinstance(node, nodes.paragraph) and 'paragraph' in node:
            attributes['data-paragraph'] = str(node['paragraph'])
        tag: str = super().starttag(node, tagname, suffix, empty, **(given | attributes))
        return tag


def use(app: 'Sphinx') -> None:
    """Write this build's pages, unless the project brings a translator of its own."""
    from editions.html import mathml

    if app.builder.name not in app.registry.translators:
        app.set_translator(app.builder.name, Translator)
    if not app.config.html_math_renderer:
        app.add_html_math_renderer('mathml', (mathml.visit_math, None), (mathml.visit_math, None))
