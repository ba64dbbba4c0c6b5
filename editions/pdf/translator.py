"""The HTML of a page that is to be printed: what WeasyPrint tags rightly, and nothing else.

Screen HTML nests elements in links, leaves header cells without a scope, and keeps notes in
a list at the end. Here a link holds one text, and a cell says what it heads.
"""

from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


class PaperTranslator(HTML5Translator):
    """Sphinx's own translator, with what paper asks for."""

    def starttag(self, node: Any, tagname: str, suffix: str = '\n', *args: Any, **kw: Any) -> str:
        """As docutils writes it; header cells get their scope."""
        if tagname == 'th':
            kw['scope'] = 'col' if isinstance(node.parent.parent, nodes.thead) else 'row'
        return str(super().starttag(node, tagname, suffix, *args, **kw))
