"""What readers search in: the paragraphs of one language, each with its page, section and anchor.

The search itself runs in the browser (`themes/editions/static/search-engine.js`); this file
is all it asks for.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborNode

from editions.languages.language import Language
from editions.site import finished
from editions.site.finished import Page

INDEX = 'search.json'
ENGINE = '_static/search-engine.js'

# What holds a piece of text that stands for itself; of nested ones the innermost counts.
BLOCKS = frozenset(['p', 'li', 'dt', 'dd', 'tr', 'pre', 'figcaption', 'caption'])
HEADINGS = frozenset(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

# What is no text of the page.
OUTSIDE = frozenset(['nav', 'footer', 'script', 'style', 'template', 'form'])


@dataclass
class Index:
    """The rows of the index, as they are written; a row names its parent by number."""

    pages: list[tuple[str, str]] = field(default_factory=list)  # path, title
    sections: list[tuple[int, str, str]] = field(default_factory=list)  # page, anchor, heading
    texts: list[tuple[int, str, str]] = field(default_factory=list)  # section, anchor, text

    def add(self, page: Page) -> None:
        """Take in one page, its path as seen from the folder of its language."""
        tree = page.tree()
        body = finished.body(tree)
        title = finished.title(tree)
        self.pages.append((page.path.partition('/')[2], title))
        self.sections.append((len(self.pages) - 1, '', title))
        for node, anchor in walk(body, ''):
            if text := finished.words_of(node):
                self._place(node, anchor, text)

    def _place(self, node: LexborNode, anchor: str, text: str) -> None:
        page = len(self.pages) - 1
        if node.tag not in HEADINGS:
            self.texts.append((len(self.sections) - 1, anchor, text))
        elif text != self.pages[page][1]:
            self.sections.append((page, anchor, text))


def files(languages: tuple[Language, ...], site: Path) -> dict[str, bytes]:
    """The index of each language that has our search, by its path below the site.

    Other themes keep a search of their own.
    """
    ours = (language for language in languages if (site / language.tag / ENGINE).is_file())
    return {f'{language.tag}/{INDEX}': index(language, site) for language in ours}


def index(language: Language, site: Path) -> bytes:
    """One language's index as compact JSON, the same bytes for the same pages."""
    made = Index()
    for page in finished.pages(language, site):
        made.add(page)
    rows = {'pages': made.pages, 'sections': made.sections, 'texts': made.texts}
    return (json.dumps(rows, ensure_ascii=False, separators=(',', ':')) + '\n').encode()


def walk(node: LexborNode, anchor: str) -> Iterator[tuple[LexborNode, str]]:
    """The headings and innermost blocks below a node, each with the id to point at."""
    for child in node.iter():
        if child.tag in OUTSIDE or 'toctree-wrapper' in (child.attributes.get('class') or ''):
            continue
        here = child.attributes.get('id') or anchor
        if child.tag in HEADINGS or (child.tag in BLOCKS and not _holds_blocks(child)):
            yield child, here
        else:
            yield from walk(child, here)


def _holds_blocks(node: LexborNode) -> bool:
    if node.tag == 'tr':
        return False
    return any(child.tag in BLOCKS or _holds_blocks(child) for child in node.iter())
