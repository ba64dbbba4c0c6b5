"""The pages of a site that was built: what sitemap, feeds, search and checks know of each.

A site is made of what was built, never of what should have been: titles, addresses and links
are read from the HTML that readers get.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from editions import git
from editions.alignment import HEADINGS
from editions.catalogs import po
from editions.folders import is_catalog
from editions.languages import dates
from editions.languages.language import Language
from editions.project import Document, Edition, Format, Project, site_path

# Pages that Sphinx and the site add to the author's.
SERVICE = re.compile(r'(?:search|404|genindex(?:-.+)?|.+-modindex)\.html')

# What holds a piece of text that stands for itself; of nested ones the innermost counts.
BLOCKS = frozenset(['p', 'li', 'dt', 'dd', 'tr', 'pre', 'figcaption', 'caption'])
# What is no text of the author's: elements, and classes of our theme and of Sphinx.
OUTSIDE = frozenset(['nav', 'footer', 'script', 'style', 'template', 'form', 'colgroup'])
ADDED = frozenset(['headerlink', 'elsewhere', 'state', 'paragraph-number'])
# Elements whose end parts words as a space does.
BREAKS = frozenset(['br', 'p', 'td', 'th', 'li', 'dt', 'dd'])

# Control characters, which XML forbids.
CONTROLS = re.compile('[\0-\x08\x0e-\x1f\x7f\ufffe\uffff]')


@dataclass(frozen=True)
class Page:
    """One page of one language. `path` is below the site: 'zh-CN/part/page.html'."""

    language: Language
    path: str
    html: bytes

    @property
    def inside(self) -> str:
        """The path below the folder of the language, the same in every language."""
        return self.path.partition('/')[2]

    @property
    def docname(self) -> str:
        """The document it was built from: 'part/page'."""
        return self.inside.removesuffix('.html')

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """Its elements, to be read and never changed."""
        return LexborHTMLParser(self.html)

    @cached_property
    def title(self) -> str:
        """The words of the first heading, else of `<title>`."""
        heading = self.tree.css_first('h1') or self.tree.css_first('title')
        return text_of(heading) if heading else ''

    @property
    def title_tag(self) -> str:
        """The language that the first heading says it is in; '' where it is the page's."""
        heading = self.tree.css_first('h1')
        return (heading.attributes.get('lang') or '') if heading else ''

    @property
    def root(self) -> dict[str, str | None]:
        """The attributes of its `<html>`."""
        html = self.tree.css_first('html')
        return dict(html.attributes) if html else {}

    def meta(self, name: str) -> str:
        """The content of a `<meta name=...>`; '' where there is none."""
        node = self.tree.css_first(f'meta[name="{name}"]')
        return tidy(node.attributes.get('content') or '') if node else ''

    @property
    def description(self) -> str:
        return self.meta('description')

    @property
    def author(self) -> str:
        return self.meta('author')

    @property
    def written(self) -> str:
        """The text's date, ISO 8601, as exact as it is known: '2016'."""
        return self.meta('citation_publication_date').replace('/', '-')

    def blocks(self) -> Iterator[tuple[LexborNode, str]]:
        """The headings and innermost blocks of the text, each with the id to point at."""
        yield from _blocks(body(self.tree), '')


def languages(project: Project, site: Path) -> tuple[Language, ...]:
    """The languages that have an HTML edition in a site, in the order of conf.py."""
    first = project.home
    return tuple(e for e in project.languages if (site / site_path(e, first)).is_file())


def is_brought(project: Project, language: Language, name: str) -> bool:
    """Whether the edition of a language has a page itself; the one on a site may be ours."""
    return (project.outdir(Edition(language, Format.HTML)) / name).is_file()


def papers(
    project: Project, site: Path, form: Format = Format.PDF
) -> Iterator[tuple[Language, Document, str]]:
    """The PDFs of a site, or its EPUBs, in one language each: whose each is, and its path."""
    for edition, document, path in all_papers(project, site, form):
        if not edition.beside:
            yield edition.language, document, path


def all_papers(
    project: Project, site: Path, form: Format
) -> Iterator[tuple[Edition, Document, str]]:
    """The same with those of pairs: whose each is, and its path."""
    for edition in project.editions():
        for document in project.documents if edition.format is form else ():
            path = document.path(edition, form)
            if (site / path).is_file():
                yield edition, document, path


def pages(language: Language, site: Path, first: str = 'index.html') -> Iterator[Page]:
    """The author's pages of a language: the first one, then in the order of their paths.

    Pages that only lead on to another are left out.
    """
    folder = site / site_path(language)
    paths = sorted(path.relative_to(folder) for path in folder.rglob('*.html'))
    for path in sorted(paths, key=lambda path: path.as_posix() != first):
        if not SERVICE.fullmatch(path.as_posix()) and path.parts[0][0] != '_':
            html = (folder / path).read_bytes()
            if b'http-equiv="refresh"' not in html[:1000]:
                yield Page(language, site_path(language, path.as_posix()), html)


def body(tree: LexborHTMLParser) -> LexborNode:
    """The part of a page that is the author's text, in our theme and in most others."""
    for selector in ('main article', 'main', '[role=main]', 'div.body', 'body'):
        if node := tree.css_first(selector):
            return node
    raise ValueError('a parsed page always has a body')


def text_of(node: LexborNode) -> str:
    """The text a reader reads: without permalinks and note calls, white space as one space."""
    return tidy(''.join(_text(node)))


def tidy(text: str) -> str:
    """White space as one space, and none of the control characters that XML forbids."""
    return ' '.join(CONTROLS.sub(' ', text).split())


def _text(node: LexborNode) -> Iterator[str]:
    for child in node.iter(include_text=True):
        if child.tag == '-text':
            yield child.text_content or ''
        elif not beside_text(child) and child.attributes.get('role') != 'doc-noteref':
            yield from _text(child)
            if child.tag in BREAKS:
                yield ' '


def beside_text(node: LexborNode) -> bool:
    """Whether an element stands beside the author's text: links of the page itself, marks."""
    classes = (node.attributes.get('class') or '').split()
    role, around = node.attributes.get('role'), node.parent.attributes if node.parent else {}
    return (
        node.tag in OUTSIDE
        or not ADDED.isdisjoint(classes)
        or (role == 'doc-backlink' and 'toc-backref' not in classes)  # which is a heading
        or ('label' in classes and around.get('role') == 'doc-footnote')
    )


def _blocks(node: LexborNode, anchor: str) -> Iterator[tuple[LexborNode, str]]:
    for child in node.iter():
        if beside_text(child) or 'toctree-wrapper' in (child.attributes.get('class') or ''):
            continue
        here = child.attributes.get('id') or anchor
        if child.tag in HEADINGS or (child.tag in BLOCKS and not _holds_blocks(child)):
            yield child, here
        else:
            yield from _blocks(child, here)


def _holds_blocks(node: LexborNode) -> bool:
    return node.tag != 'tr' and any(each.tag in BLOCKS and each != node for each in node.traverse())


@dataclass(frozen=True)
class Entry(Page):
    """One page as sitemap, feeds and llms.txt name it."""

    revised: str  # ISO 8601: the translation's date; '' where none is known
    listed: bool  # False where search engines are sent to another language's page


def entries(project: Project, site: Path) -> tuple[Entry, ...]:
    """Every page of every language, the languages in the order of conf.py."""
    every = (p for each in languages(project, site) for p in pages(each, site, project.home))
    return tuple(
        Entry(
            page.language,
            page.path,
            page.html,
            revised(project, page),
            not sent_elsewhere(project, page, site),
        )
        for page in every
    )


def alternates(entry: Entry, among: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The same page in every language that lists it, itself included."""
    return tuple(other for other in among if other.listed and other.inside == entry.inside)


def revised(project: Project, page: Page) -> str:
    """When a page was changed last, ISO 8601: by its catalog, else by its source's last commit."""
    path = project.catalog(page.language, project.domain(page.docname))
    header = po.read(path).header if is_catalog(path) else {}
    if moment := dates.of_header(header.get('PO-Revision-Date', '')):
        return moment
    source = project.source_file(page.docname)
    return git.last_commit(source) if source else ''


def sent_elsewhere(project: Project, page: Page, site: Path) -> bool:
    """Whether the page is canonical to another page of this site, or asks not to be indexed.

    Some themes write a canonical address without the folder of the language. No page is
    there, so it says nothing.
    """
    if 'noindex' in page.meta('robots'):
        return True
    link = page.tree.css_first('link[rel=canonical]')
    address = (link.attributes.get('href') or '') if link else ''
    if not project.baseurl or not address.startswith(project.baseurl):
        return False
    path = unquote(urlsplit(address.removeprefix(project.baseurl)).path)
    return path != page.path and (site / path).is_file()
