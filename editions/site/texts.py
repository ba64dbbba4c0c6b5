"""The author's text alone, for programs: the Markdown twin of each page, and the search index.

The dialect is CommonMark with tables and `[^1]` notes (GitHub's); https://llmstxt.org asks for
the name `page.html.md`. (markdownify was tried: it loses cells that span rows, and the `|` inside
a cell.) The search runs in the browser (`themes/editions/static/search-engine.js`); its index is
all it asks for: the paragraphs of one language, each with its page, section and anchor.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from urllib.parse import quote

from selectolax.lexbor import LexborNode

from editions.alignment import HEADINGS
from editions.languages.language import Language
from editions.project import site_path
from editions.site import pages
from editions.site.pages import Page, beside_text, body, text_of

SUFFIX = '.md'

SPECIAL = re.compile(r'([\\`*_\[\]<])')
# What makes a heading, list, quotation, fence or rule of a line that begins with it.
START = re.compile(r'^(\d{1,9}(?=[.)](\s|$))|(?=#{1,6}(\s|$)|[-+](\s|$)|>|~~~|(=+|-+)\s*$))', re.M)
GROUPS = frozenset(['div', 'section', 'article', 'main', 'aside', 'header', 'figure', 'details'])
TEXTS = frozenset(['p', 'ul', 'ol', 'dl', 'dt', 'dd', 'blockquote', 'pre', 'table', 'caption'])
BLOCKS = GROUPS | TEXTS | HEADINGS | {'figcaption', 'hr'}


def twins(pages: Iterable[Page]) -> dict[str, bytes]:
    return {page.path + SUFFIX: twin(page) for page in pages}


def twin(page: Page) -> bytes:
    """A page as Markdown, in UTF-8."""
    return (blocks(body(page.tree)) + '\n').encode()


def blocks(node: LexborNode) -> str:
    """All blocks below a node, a blank line between them."""
    return '\n\n'.join(filter(None, _blocks(node)))


def _blocks(node: LexborNode) -> Iterator[str]:
    """The blocks below a node; text between them is a paragraph of its own."""
    loose = ''
    for child in node.iter(include_text=True):
        if child.tag not in BLOCKS:
            loose += inline(child)
            continue
        yield paragraph(loose)
        loose = ''
        if not beside_text(child):
            yield block(child)
    yield paragraph(loose)


def block(node: LexborNode) -> str:
    """One block as Markdown; what only groups others gives those."""
    tag = node.tag or ''
    if tag in HEADINGS:
        return f'{"#" * int(tag[1])} {_line(node)}'
    if node.attributes.get('role') == 'doc-footnote':
        return _indented(blocks(node), f'[^{node.id}]: ', '    ')
    return WRITERS.get(tag, blocks)(node)


def paragraph(text: str) -> str:
    """A paragraph's text, of which no line begins like something else."""
    return START.sub(r'\1\\', text.strip())


def as_text(text: str) -> str:
    """A text in one line, of which Markdown makes nothing."""
    return paragraph(SPECIAL.sub(r'\\\1', ' '.join(text.split())))


def listing(node: LexborNode) -> str:
    """A list, numbered or not; its items may hold blocks."""
    start = int(node.attributes.get('start') or 1) if node.tag == 'ol' else 0
    items = []
    for number, item in enumerate(child for child in node.iter() if child.tag == 'li'):
        mark = f'{start + number}. ' if node.tag == 'ol' else '- '
        items.append(_indented(blocks(item), mark, ' ' * len(mark)))
    return '\n'.join(items)


def definition(node: LexborNode) -> str:
    """A definition list: the term in bold, what is said of it indented like a list."""
    return '\n\n'.join(
        f'**{_line(child)}**' if child.tag == 'dt' else _indented(blocks(child), '- ', '  ')
        for child in node.iter()
        if child.tag in ('dt', 'dd')
    )


def literal(node: LexborNode) -> str:
    """Code, between fences longer than any inside it; Sphinx names its language around it."""
    text = (node.text() or '').strip('\n')
    box: LexborNode | None = node
    named = None
    while box is not None and not named:
        named = re.search(r'\bhighlight-(\w+)', box.attributes.get('class') or '')
        box = box.parent
    language = named[1] if named and named[1] not in ('default', 'none', 'text') else ''
    fence = '`' * max(3, 1 + _longest_fence(text))
    return f'{fence}{language}\n{text}\n{fence}'


def table(node: LexborNode) -> str:
    """A table with its first row as the head, as the dialect wants; cells are one line each.

    A cell that spans rows or columns leaves empty ones, since the dialect has no spans.
    """
    cells: dict[tuple[int, int], str] = {}
    for row, line in enumerate(node.css('tr')):
        column = 0
        for cell in line.iter():
            while (row, column) in cells:
                column += 1
            down, across = (_span(cell, name) for name in ('rowspan', 'colspan'))
            covered = product(range(row, row + down), range(column, column + across))
            cells |= dict.fromkeys(covered, '')
            cells[row, column] = _line(cell).replace('|', '\\|')
    width, height = (1 + max((each[axis] for each in cells), default=0) for axis in (1, 0))
    rows = [[cells.get((row, column), '') for column in range(width)] for row in range(height)]
    lines = [f'| {" | ".join(row)} |' for row in rows]
    grid = '\n'.join([lines[0], '|' + ' --- |' * width, *lines[1:]])
    return '\n\n'.join([*(_line(title) for title in node.css('caption')), grid])


def _span(cell: LexborNode, name: str) -> int:
    """How many rows or columns a cell covers; as in HTML, at most a thousand."""
    value = cell.attributes.get(name) or ''
    return min(max(int(value), 1), 1000) if value.isdecimal() else 1


def quotation(node: LexborNode) -> str:
    return '\n'.join(f'> {line}'.rstrip() for line in blocks(node).split('\n'))


WRITERS: dict[str, Callable[[LexborNode], str]] = {
    'p': lambda node: paragraph(_children(node)),
    'ul': listing,
    'ol': listing,
    'dl': definition,
    'pre': literal,
    'table': table,
    'blockquote': quotation,
    'hr': lambda node: '---',
    'figcaption': lambda node: f'*{_line(node)}*',
}


def inline(node: LexborNode) -> str:
    """A piece of a line as Markdown."""
    tag, role = node.tag or '', node.attributes.get('role')
    if tag == '-text':
        return SPECIAL.sub(r'\\\1', re.sub(r'\s+', ' ', node.text_content or ''))
    if tag == '-comment' or beside_text(node):
        return ''
    match tag:
        case 'br':
            return '\\\n'
        case 'em' | 'i' | 'cite':
            return _marked(_children(node), '*')
        case 'strong' | 'b':
            return _marked(_children(node), '**')
        case 'code' | 'kbd' | 'samp' | 'tt':
            return _code(' '.join((node.text() or '').split()))
        case 'img':
            words = SPECIAL.sub(r'\\\1', ' '.join((node.attributes.get('alt') or '').split()))
            return f'![{words}]({_address(node.attributes.get("src"))})'
        case 'math':
            formula = node.attributes.get('alttext') or node.text() or ''
            return f'${formula}$' if '$' not in formula else _code(' '.join(formula.split()))
        case 'a' if role == 'doc-noteref':
            return f'[^{(node.attributes.get("href") or "").removeprefix("#")}]'
    text, address = _children(node), node.attributes.get('href')
    return f'[{text}]({_address(address)})' if tag == 'a' and text and address else text


def _address(address: str | None) -> str:
    """An address that no sign of its own ends before its end."""
    return re.sub(r'[\s()<>\\]', lambda sign: quote(sign[0]), address or '')


def _children(node: LexborNode) -> str:
    return ''.join(inline(child) for child in node.iter(include_text=True))


def _line(node: LexborNode) -> str:
    return ' '.join(_children(node).replace('\\\n', ' ').split())


def _indented(text: str, mark: str, space: str) -> str:
    """The text behind a mark, every line but the first behind some space."""
    return mark + re.sub(r'\n(?=.)', '\n' + space, text)


def _marked(text: str, mark: str) -> str:
    """Emphasis: its marks must touch the words, so spaces go outside."""
    inner = text.strip()
    return text.replace(inner, f'{mark}{inner}{mark}', 1) if inner else text


def _code(text: str) -> str:
    fence = '`' * (1 + _longest_fence(text))
    space = ' ' if text[:1] == '`' or text[-1:] == '`' else ''
    return f'{fence}{space}{text}{space}{fence}'


def _longest_fence(text: str) -> int:
    return max((len(run) for run in re.findall('`+', text)), default=0)


INDEX = 'search.json'
ENGINE = '_static/search-engine.js'


def indexes(languages: tuple[Language, ...], site: Path) -> dict[str, bytes]:
    """The index of each language that has our search, by its path below the site.

    Other themes keep a search of their own.
    """
    ours = (each for each in languages if (site / site_path(each, ENGINE)).is_file())
    return {site_path(language, INDEX): index(language, site) for language in ours}


def index(language: Language, site: Path) -> bytes:
    """One language's index as compact JSON, the same bytes for the same pages.

    `pages` are (path, title), `sections` (page, anchor, heading), `texts` (section, anchor,
    text); pages and sections are named by their place in the list.
    """
    paths: list[tuple[str, str]] = []
    sections: list[tuple[int, str, str]] = []
    texts: list[tuple[int, str, str]] = []
    for number, page in enumerate(pages.pages(language, site)):
        title = page.title
        paths.append((page.inside, title))
        sections.append((number, '', title))
        for node, anchor in page.blocks():
            text = text_of(node)
            if node.tag not in HEADINGS and text:
                texts.append((len(sections) - 1, anchor, text))
            elif text and text != title:
                sections.append((number, anchor, text))
    rows = {'pages': paths, 'sections': sections, 'texts': texts}
    return (json.dumps(rows, ensure_ascii=False, separators=(',', ':')) + '\n').encode()
