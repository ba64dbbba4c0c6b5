"""The pages of a site as the world is told of them: sitemap, feeds and llms.txt are made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from editions import git
from editions.catalogs import po
from editions.languages import dates
from editions.languages.language import Language
from editions.project import Document, Project
from editions.site import finished


@dataclass(frozen=True)
class Entry:
    """One page; a field without a fact is empty."""

    language: Language
    path: str  # below the site: 'zh-CN/part/page.html'
    title: str
    description: str
    author: str
    written: str  # ISO 8601, as exact as it is known: '2016'
    revised: str  # ISO 8601: the translation's date
    listed: bool  # False where search engines are sent to another language's page

    @property
    def inside(self) -> str:
        """The path below the folder of the language, the same in every language."""
        return self.path.partition('/')[2]


def entries(project: Project, site: Path) -> tuple[Entry, ...]:
    """Every page of every language, the languages in the order of conf.py.

    A page is revised when its translation is; where no catalog says when, the last commit of
    its source does.
    """
    return tuple(
        _entry(project, page, site)
        for language in finished.languages(project, site)
        for page in finished.pages(language, site, finished.home(project))
    )


def articles(project: Project, among: Iterable[Entry]) -> tuple[tuple[Document, Entry], ...]:
    """The pages that conf.py prints: (document, page), in conf.py's order, language by language."""
    pages = {(entry.language, entry.inside): entry for entry in among}
    return tuple(
        (document, pages[language, f'{document.docname}.html'])
        for language in project.languages
        for document in project.documents
        if (language, f'{document.docname}.html') in pages
    )


def alternates(entry: Entry, among: Iterable[Entry]) -> tuple[Entry, ...]:
    """The same page in every language that lists it, itself included."""
    return tuple(other for other in among if other.listed and other.inside == entry.inside)


def _entry(project: Project, page: finished.Page, site: Path) -> Entry:
    tree = page.tree()
    return Entry(
        page.language,
        page.path,
        finished.title(tree),
        finished.meta(tree, 'description'),
        finished.meta(tree, 'author'),
        published(tree),
        translated(project, page.language, page.docname) or committed(project, page.docname),
        not sent_elsewhere(project, page, tree, site),
    )


def published(tree: LexborHTMLParser) -> str:
    """The date that a page tells reference managers, as ISO 8601; '' where it tells none."""
    return finished.meta(tree, 'citation_publication_date').replace('/', '-')


def translated(project: Project, language: Language, docname: str) -> str:
    """When a document's catalog was last revised, ISO 8601 in UTC; '' where it does not say.

    With gettext_compact a catalog is that of the document's first folder.
    """
    folder = project.catalogs(language)
    paths = (folder / f'{name}.po' for name in (docname, docname.partition('/')[0]))
    known = next(filter(Path.is_file, paths), None)
    return dates.of_header(po.read(known).header.get('PO-Revision-Date', '')) if known else ''


def committed(project: Project, docname: str) -> str:
    """The day and time of the last commit of a document's source; '' where nothing tells."""
    sources = sorted(project.source.glob(f'{docname}.*'))
    return git.last_commit(sources[0]) if sources else ''


def sent_elsewhere(
    project: Project, page: finished.Page, tree: LexborHTMLParser, site: Path
) -> bool:
    """Whether the page is canonical to another page of this site, or asks not to be indexed.

    Some themes write a canonical address without the folder of the language. No page is
    there, so it says nothing.
    """
    if 'noindex' in finished.meta(tree, 'robots'):
        return True
    link = tree.css_first('link[rel=canonical]')
    address = (link.attributes.get('href') or '') if link else ''
    if not project.baseurl or not address.startswith(project.baseurl):
        return False
    path = unquote(urlsplit(address.removeprefix(project.baseurl)).path)
    return path != page.path and (site / path).is_file()
