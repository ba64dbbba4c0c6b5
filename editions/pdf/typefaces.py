"""The faces that a colophon names: those in which this text is set."""

from docutils import nodes

from editions.pdf.options import Options

CODE = (nodes.literal, nodes.literal_block, nodes.doctest_block)


def typefaces(options: Options, tree: nodes.document) -> tuple[str, ...]:
    """The theme's faces for text, and those for captions and code where there are any."""
    names = list(options.typefaces)
    if any(is_caption(node) for node in tree.findall(nodes.TextElement)):
        names += options.typefaces_captions
    if any(isinstance(node, CODE) for node in tree.findall(nodes.TextElement)):
        names += options.typefaces_code
    return tuple(dict.fromkeys(names))


def is_caption(node: nodes.TextElement) -> bool:
    """Whether a text is the caption of a figure, a table or code."""
    return isinstance(node, nodes.caption) or (
        isinstance(node, nodes.title) and isinstance(node.parent, nodes.table)
    )
