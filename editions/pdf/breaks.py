"""Where a line may break, where it must not, and what stands between scripts.

Chinese needs the most. Pango follows UAX #14, which glues “ and ” to both neighbours, since
it cannot know which of them opens; in Chinese the line may break before “ and after ”
(https://www.w3.org/TR/clreq/#line_breaking). Between Han and Latin a space is set, which
vanishes at a line's end. The last characters of a paragraph stay together, so that none is
alone on the last line.

What is wider than its line is made to fit: names break where they are put together, and a table
of many columns is set smaller, in the end with its words broken. Else WeasyPrint lets it run over
the margin and off the paper, and says nothing.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from docutils import nodes

from editions.languages.language import Language
from editions.languages.writing import HAN_CLOSING, HAN_OPENING, NBSP, unbroken
from editions.pdf.notes import footnote_at_call

HAN = '\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff'
BREAK, JOINER = '\u200b', '\u2060'
CLOSING_DASH = re.compile(r'(?<=\S)—')
OPENING_DASH = re.compile(r'(?<!\S)—(?=\S)')
WORD = r'[A-Za-z0-9\u00c0-\u024f]'
BEFORE_QUOTE = re.compile(f'(?<=[{HAN}{HAN_CLOSING}A-Za-z0-9])(?=[“‘])')
AFTER_QUOTE = re.compile(f'(?<=[”’])(?=[{HAN}{HAN_OPENING}])')
BETWEEN_SCRIPTS = re.compile(f'(?<=[{HAN}])(?={WORD})|(?<={WORD})(?=[{HAN}])')
COUNTED = re.compile(f'(?<=[0-9%]) ?(?=[{HAN}])')
TAIL = re.compile(f'[{HAN}]{{3}}[{HAN_CLOSING}]*$')  # what the last line has at least
LAST_LINE = 12  # characters that the last line of a heading has at least
RUNT = 8  # characters that the last line of a paragraph has at least
UNBROKEN = (nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)
LONG = 20  # characters of a word that may break inside
SEPARATOR = re.compile(r'(?<=[._/=,:;&?+@(\[{])(?=[^\W_])')
# Widths in characters of a table's text: what the line holds, and what stands between columns.
LINE, GAP = 84, 1.5
WIDE = 1.7  # times as many stand in a line of a page that is turned
SMALL = 1.3  # times as many characters stand in the line of a table set small
CODE = (nodes.literal, *UNBROKEN)


def open_quotes(text: str) -> str:
    """Allow a break before an opening quote and after a closing one."""
    return AFTER_QUOTE.sub(BREAK, BEFORE_QUOTE.sub(BREAK, text))


def space_scripts(text: str) -> str:
    """Set a space between Han and Latin letters or digits; a number stays with what it counts."""
    return BETWEEN_SCRIPTS.sub(' ', COUNTED.sub(NBSP, text))


def set_breaks(tree: nodes.document, code: str) -> None:
    """Set the breaks of every text of a tree, in place; code stays as it is."""
    language = Language(code)
    if language.chinese:
        set_han_breaks(tree)
        return
    for text in list(tree.findall(nodes.Text)):
        if text.parent is not None and not isinstance(text.parent, CODE):
            text.parent.replace(text, nodes.Text(keep_dashes(unbroken(text.astext(), language))))
    for title in tree.findall(nodes.title):
        keep_end(title)
    for paragraph in tree.findall(nodes.paragraph):
        keep_last_word(paragraph)


def keep_end(title: nodes.title) -> None:
    """Keep the last words of a heading together, so that none is alone on its last line."""
    last = title.children[-1] if title.children else None
    if not isinstance(last, nodes.Text):
        return
    words = last.astext().split(' ')
    at = len(words) - 1
    while at > 0 and len(' '.join(words[at:])) < LAST_LINE:
        at -= 1
    start, end = ' '.join(words[:at]), ' '.join(words[at:])
    if len(start) > LAST_LINE:
        together = nodes.inline('', end, classes=['together'])
        title.replace(last, [nodes.Text(f'{start} '), together])


def keep_last_word(paragraph: nodes.paragraph) -> None:
    """Keep a short last word with the one before: none stands alone on the last line."""
    last = paragraph.children[-1] if paragraph.children else None
    if not isinstance(last, nodes.Text) or isinstance(paragraph.parent, nodes.entry):
        return
    start, space, word = last.astext().rpartition(' ')
    if start and len(word) < RUNT:
        paragraph.replace(last, nodes.Text(f'{start}{space.replace(" ", NBSP)}{word}'))


def keep_dashes(text: str) -> str:
    """A dash stays with what it opens or closes: UAX #14 lets a line begin or end with it."""
    return OPENING_DASH.sub(f'—{JOINER}', CLOSING_DASH.sub(f'{JOINER}—', text))


def set_han_breaks(tree: nodes.document) -> None:
    """Foreign text, the untranslated source, stays as it is."""
    for block in [node for node in tree.findall(nodes.TextElement) if is_block(node)]:
        nodes_of_text = list(texts(block))
        words = [
            text.astext() if is_foreign(text, block) else open_quotes(space_scripts(text.astext()))
            for text in nodes_of_text
        ]
        for text, new in zip(nodes_of_text, join_scripts(nodes_of_text, words, block), strict=True):
            text.parent.replace(text, nodes.Text(new))
        keep_tail(block)


def is_block(node: nodes.Element) -> bool:
    """Whether lines are filled with what stands in a node: a paragraph, a title, a note."""
    if isinstance(node, nodes.Inline):
        return isinstance(node.parent, footnote_at_call)
    return not isinstance(node, CODE)


def texts(block: nodes.Element) -> Iterator[nodes.Text]:
    """The texts of a block in order; a note in it is a block of its own."""
    for child in block.children:
        if isinstance(child, nodes.Text):
            yield child
        elif isinstance(child, nodes.Element) and not isinstance(child, footnote_at_call):
            yield from texts(child)


def is_foreign(text: nodes.Text, block: nodes.Element) -> bool:
    """Whether a text is code, or in another language than the edition's."""
    node = text.parent
    while node is not None:
        if isinstance(node, CODE) or any(c.startswith('language-') for c in node['classes']):
            return True
        if node is block:
            return False
        node = node.parent
    return False


def join_scripts(found: list[nodes.Text], words: list[str], block: nodes.Element) -> list[str]:
    """Space the scripts where one text node meets the next, in the one that has no markup."""
    spaced = list(words)
    for index, (left, right) in enumerate(pairwise(words)):
        if BETWEEN_SCRIPTS.search(left[-1:] + right[:1]):
            if found[index].parent is block:
                spaced[index] += ' '
            elif found[index + 1].parent is block:
                spaced[index + 1] = ' ' + spaced[index + 1]
    return spaced


def keep_tail(block: nodes.Element) -> None:
    """Keep the last characters of a block together."""
    last = block.children[-1] if block.children else None
    if isinstance(last, nodes.Text) and (match := TAIL.search(last.astext())):
        text = last.astext()
        together = nodes.inline('', match[0], classes=['together'])
        block.replace(last, [nodes.Text(text[: match.start()]), together])


def fit(tree: nodes.document) -> None:
    """Let long names break, and mark the tables that are too wide; changes the tree."""
    for text in list(tree.findall(nodes.Text)):
        if text.parent is not None and not isinstance(text.parent, UNBROKEN):
            words = breakable(text.astext())
            if words != text:
                text.parent.replace(text, nodes.Text(words))
    for table in tree.findall(nodes.table):
        width = narrowest(table)
        line = LINE * WIDE if 'landscape' in table['classes'] else LINE
        if width > line:
            table['classes'].append('small')
        if width > line * SMALL:
            table['classes'].append('tight')


def breakable(text: str) -> str:
    """Allow a break in each long word after what puts its parts together: a.b, a_b, a/b."""
    return re.sub(rf'[^\s{BREAK}]{{{LONG},}}', lambda word: SEPARATOR.sub(BREAK, word[0]), text)


def narrowest(table: nodes.table) -> float:
    """How many characters wide a table is at least, that breaks no word."""
    widths: dict[int, int] = {}
    for row in table.findall(nodes.row):
        for column, entry in columns(row):
            words = re.split(rf'[\s{BREAK}-]', entry.astext())
            widths[column] = max(widths.get(column, 0), *map(len, words))
    return sum(widths.values()) + GAP * len(widths)


def columns(row: nodes.row) -> Iterator[tuple[int, nodes.Element]]:
    """The cells of a row that stand in one column, each with its number."""
    column = 0
    for entry in row.children:
        if isinstance(entry, nodes.entry):
            if not entry.get('morecols'):
                yield column, entry
            column += 1 + int(entry.get('morecols', 0))
