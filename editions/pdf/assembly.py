"""The documents below one docname become one tree, ready to be written as one page."""

from typing import Any

from docutils import nodes
from sphinx.util.nodes import inline_all_toctrees

from editions.pdf import anchors, breaks, fitting, links, notes, references
from editions.pdf.options import Options


def assemble(builder: Any, docname: str) -> nodes.document:
    """All documents below `docname`, references resolved, sections and figures numbered."""
    tree = builder.env.get_doctree(docname)
    tree = inline_all_toctrees(builder, set(), docname, tree, str, [docname])
    tree['docname'] = docname
    builder.env.resolve_references(tree, docname, builder)
    anchors.number_titles(tree, docname, builder.env.toc_secnumbers)
    anchors.scope(tree, docname)
    return tree


def prepare(tree: nodes.document, options: Options, indexed: bool, code: str) -> None:
    """Bring links, notes and line breaks into the shape that paper asks for; mends the tree."""
    links.lead_somewhere(tree, indexed)
    if options.page_references:
        references.add(tree)
    notes.move(tree)
    breaks.tailor(tree, code)
    fitting.fit(tree)
