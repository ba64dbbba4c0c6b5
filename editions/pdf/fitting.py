"""What is wider than its line is made to fit: names break where they are put together, and a
table of many columns is set smaller, in the end with its words broken.

Else WeasyPrint lets it run over the margin and off the paper, and says nothing.
"""

import re
from collections.abc import Iterator

from docutils import nodes

from editions.pdf.breaks import BREAK

KEPT = (nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)
LONG = 20  # characters of a word that may break inside
SEPARATOR = re.compile(r'(?<=[._/=,:;&?+@(\[{])(?=[^\W_])')
# Widths in characters of a table's text: what the line holds, and what stands between columns.
LINE, GAP = 84, 1.5
SMALL = 1.3  # times as many characters stand in the line of a table set small


def fit(tree: nodes.document) -> None:
    """Let long names break, and mark the tables that are too wide; mends the tree."""
    for text in list(tree.findall(nodes.Text)):
        if text.parent is not None and not isinstance(text.parent, KEPT):
            words = breakable(text.astext())
            if words != text:
                text.parent.replace(text, nodes.Text(words))
    for table in tree.findall(nodes.table):
        width = narrowest(table)
        if width > LINE:
            table['classes'].append('small')
        if width > LINE * SMALL:
            table['classes'].append('tight')


def breakable(text: str) -> str:
    """Allow a break in each long word after what puts its parts together: a.b, a_b, a/b."""
    return re.sub(rf'[^\s{BREAK}]{{{LONG},}}', lambda word: SEPARATOR.sub(BREAK, word[0]), text)


def narrowest(table: nodes.table) -> float:
    """How many characters wide a table is at least, that breaks no word."""
    widths: dict[int, int] = {}
    for row in table.findall(nodes.row):
        for column, entry in columns(row):
            widths[column] = max(widths.get(column, 0), longest(entry.astext()))
    return sum(widths.values()) + GAP * len(widths)


def columns(row: nodes.row) -> Iterator[tuple[int, nodes.Element]]:
    """The cells of a row that stand in one column, each with its number."""
    column = 0
    for entry in row.children:
        if isinstance(entry, nodes.entry):
            if not entry.get('morecols'):
                yield column, entry
            column += 1 + int(entry.get('morecols', 0))


def longest(text: str) -> int:
    """The length of the longest word."""
    return max(map(len, re.split(rf'[\s{BREAK}-]', text)), default=0)
