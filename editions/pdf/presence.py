"""Nothing is lost on the way: every text of the doctree must be on paper.

A style sheet that hides or cuts, an extension that drops a node: the ordinary route reports
success and prints less. Here the text that was laid out is held against the doctree.
"""

from collections.abc import Iterable, Iterator

from docutils import nodes

from editions.pdf.notes import footnote_at_call

BLOCKS = (
    nodes.paragraph, nodes.title, nodes.term, nodes.caption, nodes.attribution, nodes.line,
    nodes.literal_block,
)  # fmt: skip
SILENT = (
    footnote_at_call, nodes.raw, nodes.math, nodes.math_block, nodes.comment,
    nodes.substitution_definition,
)  # fmt: skip
# White space, hyphens at a line's end and what only steers line breaks are no text.
DROPPED = {ord(char): None for char in '-\u00ad\u2010\u200b\u2060 \t\n\r\u00a0\u202f'}
NEAR = 20000  # characters; how far a block is looked for before the whole text is
LONG = 24  # characters; shorter ones stand in other texts too
PIECE = 4  # characters; what a torn paragraph is found in


def bare(text: str) -> str:
    """A text without what layout may add or take away."""
    return ''.join(text.translate(DROPPED).split()).casefold()


def lost(tree: nodes.document, text: str) -> Iterator[nodes.Element]:
    """The blocks of a tree that the laid-out text lacks, whole or in part.

    Blocks are looked for in order, each after the last one: a whole book is read once.
    """
    at = {False: 0, True: text.index('\n')}  # in the flow, and among the notes
    same: dict[str, list[nodes.Element]] = {}
    for block in filter(is_block, printed(tree)):
        noted = isinstance(block.parent, footnote_at_call)
        for words in wanted(block):
            same.setdefault(words, []).append(block)
            found = text.find(words, at[noted], at[noted] + len(words) + NEAR)
            if found >= 0:
                at[noted] = found + len(words)
            elif words not in text and not covered(words, text):
                yield block
                break
    yield from repeated(same, text)


def passages(tree: nodes.document) -> Iterator[str]:
    """The texts of a tree that have to stand on paper."""
    for block in filter(is_block, printed(tree)):
        yield from wanted(block)


def absent(words: Iterable[str], text: str) -> Iterator[str]:
    """Those of some texts, in their order, that the laid-out text lacks, whole or in part."""
    at = [0, text.index('\n')]  # in the flow, and among the notes
    for each in words:
        for number, start in enumerate(at):
            found = text.find(each, start, start + len(each) + NEAR)
            if found >= 0:
                at[number] = found + len(each)
                break
        else:
            if each not in text and not covered(each, text):
                yield each


def repeated(same: dict[str, list[nodes.Element]], text: str) -> Iterator[nodes.Element]:
    """Blocks of the same words that stand fewer times on paper than in the tree."""
    for words, blocks in same.items():
        if len(words) >= LONG and 0 < (count := text.count(words)) < len(blocks):
            yield from blocks[count:]


def printed(node: nodes.Element) -> Iterator[nodes.Element]:
    """The elements below a node, in their order, but for what an extension leaves out.

    `.. todo::` without `todo_include_todos` is no loss: its visitor says so (SkipNode).
    """
    if not node.get('left_out'):
        yield node
        for child in node.children:
            if isinstance(child, nodes.Element):
                yield from printed(child)


def lost_notes(tree: nodes.document, lost: Iterable[nodes.Element]) -> frozenset[int]:
    """Which notes, counted from 0 in the order of the page, have a block among these."""
    found = {id(block.parent) for block in lost}
    notes = (node for node in printed(tree) if isinstance(node, footnote_at_call))
    return frozenset(number for number, note in enumerate(notes) if id(note) in found)


def is_block(node: nodes.Node) -> bool:
    return isinstance(node, BLOCKS) or isinstance(node.parent, footnote_at_call)


def wanted(block: nodes.Element) -> list[str]:
    """What must be found of a block: its text, or the lines of code."""
    text = ''.join(spoken(block))
    lines = text.splitlines() if isinstance(block, nodes.literal_block) else [text]
    return [bare(line) for line in lines]


def spoken(node: nodes.Element) -> Iterator[str]:
    """The texts of a node that are printed as they are; a note in it is a block of its own."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, nodes.Element) and not silent(child):
            yield from spoken(child)


def silent(node: nodes.Element) -> bool:
    return isinstance(node, SILENT) or bool(node.get('left_out'))


def covered(words: str, text: str) -> bool:
    """Whether the text holds the words in pieces, as a page break in a table leaves them."""
    while words:
        size = longest(words, text)
        if size < min(PIECE, len(words)):
            return False
        words = words[size:]
    return True


def longest(words: str, text: str) -> int:
    """The length of the longest beginning of the words that is in the text."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if words[:middle] in text:
            low = middle
        else:
            high = middle - 1
    return low
