"""Where in the project a node of a tree was written: in a source file, or in a catalog."""

from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils import get_source_line

from editions.findings import relative


def place(node: nodes.Element, tree: nodes.document, root: Any) -> tuple[str, int]:
    """The file, as a finding names it, and the line; 0 where no line is known."""
    source, line = get_source_line(node)
    path = str(source or tree.get('source') or '')
    path = path.partition(':<translated>')[0].partition(':docstring of')[0]
    return (relative(Path(path), Path(root)) if path else ''), line or 0
