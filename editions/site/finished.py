"""What a finished edition says of itself, read back from its HTML.

The site is made of what was built, never of what should have been: titles, addresses and
links are taken from the pages that readers get.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from editions.languages.language import Language
from editions.project import Project

# Pages that the machinery writes, and such as only lead on, are no text of the author's.
SERVICE = re.compile(r'(?:search|404|genindex(?:-.+)?|.+-modindex)\.html')

CONTROLS = dict.fromkeys([*range(9), *range(14, 32), 127, 0xFFFE, 0xFFFF], ' ')

# Elements whose end parts words as a space does.
BREAKS = frozenset({'br', 'p', 'td', 'th', 'li', 'dt', 'dd'})


@dataclass(frozen=True)
class Page:
    """One page of one language. `path` is below the site: 'zh-CN/part/page.html'."""

    language: Language
    path: str
    html: bytes

    @property
    def docname(self) -> str:
        """The document it was built from: 'part/page'."""
        return self.path.partition('/')[2].removesuffix('.html')

    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.html)


def home(project: Project) -> str:
    """The first page of every language, below the language's folder."""
    top = project.settings.get('root_doc') or project.settings.get('master_doc') or 'index'
    return f'{top}.html'


def languages(project: Project, site: Path) -> tuple[Language, ...]:
    """The languages that have an HTML edition in a site."""
    first = home(project)
    return tuple(lang for lang in project.languages if (site / lang.tag / first).is_file())


def pages(language: Language, site: Path, first: str = 'index.html') -> Iterator[Page]:
    """The author's pages of a language: the first one, then in the order of their paths."""
    folder = site / language.tag
    paths = sorted(path.relative_to(folder) for path in folder.rglob('*.html'))
    for path in sorted(paths, key=lambda path: path.as_posix() != first):
        if not SERVICE.fullmatch(path.as_posix()) and path.parts[0][0] != '_':
            html = (folder / path).read_bytes()
            if b'http-equiv="refresh"' not in html[:1000]:
                yield Page(language, f'{language.tag}/{path.as_posix()}', html)


def title(tree: LexborHTMLParser) -> str:
    """The words of the first heading, else of `<title>`."""
    heading = tree.css_first('h1') or tree.css_first('title')
    return words_of(heading) if heading else ''


def title_language(tree: LexborHTMLParser) -> str:
    """The language that the first heading says it is in; '' where it is the page's."""
    heading = tree.css_first('h1')
    return (heading.attributes.get('lang') or '') if heading else ''


def meta(tree: LexborHTMLParser, name: str) -> str:
    """The content of a `<meta name=...>`; '' where there is none."""
    node = tree.css_first(f'meta[name="{name}"]')
    return tidy(node.attributes.get('content') or '') if node else ''


def direction(tree: LexborHTMLParser) -> str:
    """How the page is written: 'ltr' or 'rtl'."""
    root = tree.css_first('html')
    return (root.attributes.get('dir') if root else None) or 'ltr'


def body(tree: LexborHTMLParser) -> LexborNode:
    """The part of a page that is the author's text, in our theme and in most others."""
    for place in ('main article', 'main', '[role=main]', 'div.body', 'body'):
        if node := tree.css_first(place):
            return node
    raise ValueError('a parsed page always has a body')


def words_of(node: LexborNode) -> str:
    """The text a reader reads: without permalinks and note calls, white space as one space."""
    return tidy(''.join(_text(node)))


def tidy(text: str) -> str:
    """White space as one space, and none of the control characters that XML forbids."""
    return ' '.join(text.translate(CONTROLS).split())


def _text(node: LexborNode) -> Iterator[str]:
    child = node.child
    while child is not None:
        if child.tag == '-text':
            yield child.text_content or ''
        elif not _apparatus(child):
            yield from _text(child)
            if child.tag in BREAKS:
                yield ' '
        child = child.next


def _apparatus(node: LexborNode) -> bool:
    attributes = node.attributes
    names = (attributes.get('class') or '').split()
    return 'headerlink' in names or attributes.get('role') in ('doc-noteref', 'doc-backlink')
