"""The Markdown twin of each page, `page.html.md`: the author's text alone, for programs that read.

The dialect is CommonMark with tables and `[^1]` notes (GitHub's).
"""

import re
from collections.abc import Callable, Iterator
from itertools import product

from selectolax.lexbor import LexborNode

from editions.site import finished
from editions.site.finished import Page

SUFFIX = '.md'  # behind .html, as https://llmstxt.org asks

HEADING = re.compile(r'h[1-6]')
SPECIAL = re.compile(r'([\\`*_\[\]<])')
LEFT_OUT = frozenset(['nav', 'footer', 'script', 'style', 'template', 'form', 'colgroup'])
GROUPS = frozenset(['div', 'section', 'article', 'main', 'aside', 'header', 'figure', 'details'])
TEXTS = frozenset(['p', 'ul', 'ol', 'dl', 'dt', 'dd', 'blockquote', 'pre', 'table', 'caption'])
BLOCKS = GROUPS | TEXTS | {'figcaption', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'}


def files(pages: Iterator[Page]) -> dict[str, bytes]:
    """The twins of some pages, by path below the site."""
    return {page.path + SUFFIX: twin(page) for page in pages}


def twin(page: Page) -> bytes:
    """A page as Markdown, in UTF-8."""
    return ('\n\n'.join(blocks(finished.body(page.tree()))) + '\n').encode()


def blocks(node: LexborNode) -> Iterator[str]:
    """The blocks below a node; text between them is a paragraph of its own."""
    loose: list[str] = []
    for child in node.iter(include_text=True):
        if child.tag not in BLOCKS and child.tag not in LEFT_OUT:
            loose.append(inline(child))
            continue
        yield from _paragraph(loose)
        loose = []
        if child.tag not in LEFT_OUT:
            yield from block(child)
    yield from _paragraph(loose)


def block(node: LexborNode) -> Iterator[str]:
    """One block as Markdown; what only groups others gives those."""
    tag = node.tag or ''
    if HEADING.fullmatch(tag):
        yield f'{"#" * int(tag[1])} {_line(_children(node))}'
    elif node.attributes.get('role') == 'doc-footnote':
        yield note(node)
    elif tag in WRITERS:
        yield from filter(None, [WRITERS[tag](node)])
    else:
        yield from blocks(node)


def note(node: LexborNode) -> str:
    """A footnote's text, under the name that its call says."""
    if label := node.css_first('.label'):
        label.decompose()
    return f'[^{node.id}]: ' + _indented('\n\n'.join(blocks(node)), '    ')


def listing(node: LexborNode) -> str:
    """A list, numbered or not; its items may hold blocks."""
    start = int(node.attributes.get('start') or 1) if node.tag == 'ol' else 0
    items = []
    for number, item in enumerate(child for child in node.iter() if child.tag == 'li'):
        mark = f'{start + number}. ' if node.tag == 'ol' else '- '
        items.append(mark + _indented('\n\n'.join(blocks(item)), ' ' * len(mark)))
    return '\n'.join(items)


def definition(node: LexborNode) -> str:
    """A definition list: the term in bold, what is said of it indented like a list."""
    parts = []
    for child in node.iter():
        if child.tag == 'dt':
            parts.append(f'**{_line(_children(child))}**')
        elif child.tag == 'dd':
            parts.append('- ' + _indented('\n\n'.join(blocks(child)), '  '))
    return '\n\n'.join(parts)


def literal(node: LexborNode) -> str:
    """Code, between fences longer than any inside it."""
    text = (node.text() or '').strip('\n')
    fence = '`' * max(3, 1 + max((len(run) for run in re.findall('`+', text)), default=0))
    return f'{fence}{_language(node)}\n{text}\n{fence}'


def table(node: LexborNode) -> str:
    """A table with its first row as the head, as the dialect wants; cells are one line each.

    A cell that spans rows or columns leaves empty ones, since the dialect has no spans.
    """
    places: dict[tuple[int, int], str] = {}
    for row, line in enumerate(node.css('tr')):
        column = 0
        for cell in line.iter():
            while (row, column) in places:
                column += 1
            down, across = (_span(cell, name) for name in ('rowspan', 'colspan'))
            for spot in product(range(row, row + down), range(column, column + across)):
                places[spot] = ''
            places[row, column] = _line(_children(cell)).replace('|', '\\|')
    caption = [_line(_children(title)) for title in node.css('caption')]
    return '\n\n'.join([*caption, _grid(places)])


def _span(cell: LexborNode, name: str) -> int:
    """How many rows or columns a cell covers; as in HTML, at most a thousand."""
    value = cell.attributes.get(name) or ''
    return min(max(int(value), 1), 1000) if value.isdecimal() else 1


def _grid(places: dict[tuple[int, int], str]) -> str:
    """Cells by row and column as lines."""
    width = 1 + max((column for _, column in places), default=0)
    height = 1 + max((row for row, _ in places), default=0)
    rows = [[places.get((row, column), '') for column in range(width)] for row in range(height)]
    lines = [f'| {" | ".join(row)} |' for row in rows]
    return '\n'.join([lines[0], '|' + ' --- |' * width, *lines[1:]])


def quotation(node: LexborNode) -> str:
    return '\n'.join(f'> {line}'.rstrip() for line in '\n\n'.join(blocks(node)).split('\n'))


WRITERS: dict[str, Callable[[LexborNode], str]] = {
    'p': lambda node: _children(node).strip(),
    'ul': listing,
    'ol': listing,
    'dl': definition,
    'pre': literal,
    'table': table,
    'blockquote': quotation,
    'hr': lambda node: '---',
    'figcaption': lambda node: f'*{_line(_children(node))}*',
}


def inline(node: LexborNode) -> str:
    """A piece of a line as Markdown."""
    tag = node.tag or ''
    if tag == '-text':
        return SPECIAL.sub(r'\\\1', re.sub(r'\s+', ' ', node.text_content or ''))
    if tag in {'-comment', 'br'}:
        return '\\\n' if tag == 'br' else ''
    if tag in {'em', 'i', 'cite', 'strong', 'b'}:
        return _marked(_children(node), '**' if tag in {'strong', 'b'} else '*')
    if tag in {'code', 'kbd', 'samp', 'tt'}:
        return _code(' '.join((node.text() or '').split()))
    if tag == 'img':
        return f'![{node.attributes.get("alt") or ""}]({node.attributes.get("src") or ""})'
    if tag == 'math':
        return f'${node.attributes.get("alttext") or node.text()}$'
    return _link(node) if tag == 'a' else _children(node)


def _link(node: LexborNode) -> str:
    if 'headerlink' in (node.attributes.get('class') or ''):
        return ''
    role, address = node.attributes.get('role'), node.attributes.get('href')
    if role == 'doc-noteref':
        return f'[^{(address or "").removeprefix("#")}]'
    text = _children(node)
    return f'[{text}]({address})' if text and address and role != 'doc-backlink' else text


def _children(node: LexborNode) -> str:
    return ''.join(
        inline(child) for child in node.iter(include_text=True) if child.tag not in LEFT_OUT
    )


def _paragraph(pieces: list[str]) -> Iterator[str]:
    if text := ''.join(pieces).strip():
        yield text


def _line(text: str) -> str:
    return ' '.join(text.replace('\\\n', ' ').split())


def _indented(text: str, space: str) -> str:
    """The text, every line but the first behind some space."""
    return re.sub(r'\n(?=.)', '\n' + space, text)


def _marked(text: str, mark: str) -> str:
    """Emphasis: its marks must touch the words, so spaces go outside."""
    inner = text.strip()
    return text.replace(inner, f'{mark}{inner}{mark}', 1) if inner else text


def _code(text: str) -> str:
    fence = '`' * (1 + max((len(run) for run in re.findall('`+', text)), default=0))
    space = ' ' if text[:1] == '`' or text[-1:] == '`' else ''
    return f'{fence}{space}{text}{space}{fence}'


def _language(node: LexborNode) -> str:
    """The language of a code block: Sphinx writes it as the class of a box around it."""
    box: LexborNode | None = node
    while box is not None:
        if found := re.search(r'\bhighlight-(\w+)', box.attributes.get('class') or ''):
            return '' if found[1] in {'default', 'none', 'text'} else found[1]
        box = box.parent
    return ''
