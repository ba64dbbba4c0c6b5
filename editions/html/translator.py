"""HTML that the Nu checker accepts and a strict Content-Security-Policy lets pass."""

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Translator(HTML5Translator):
    """Sphinx's own HTML, corrected where a validator or a policy objects to it."""

    def visit_meta(self, node: nodes.meta) -> None:
        if node.get('name') == 'viewport':  # the layout has one
            return
        node.attributes.pop('translated', None)  # no attribute of HTML
        super().visit_meta(node)

    def starttag(
        self, node: Any, tagname: str, suffix: str = '\n', empty: bool = False, **attributes: Any
    ) -> str:
        if tagname == 'table':
            attributes.pop('style', None)
        if tagname == 'th' and isinstance(node, nodes.entry):
            head = isinstance(node.parent.parent, nodes.thead)
            attributes['scope'] = 'col' if head else 'row'
        return super().starttag(node, tagname, suffix, empty, **attributes)


def use(app: 'Sphinx') -> None:
    """Write this build's pages, unless the project brings a translator of its own."""
    if app.builder.name not in app.registry.translators:
        app.set_translator(app.builder.name, Translator)
