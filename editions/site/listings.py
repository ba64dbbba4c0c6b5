"""What a site lists for programs: sitemap.xml, robots.txt, llms.txt, and a feed of each language.

https://www.sitemaps.org/protocol.html and, for the alternates,
https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap;
RFC 9309 for robots.txt; https://llmstxt.org, whose file leads to the Markdown of each page;
RFC 4287 (Atom) for the feeds of a site with several articles.
"""

import html
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from editions.findings import Finding, Severity
from editions.project import FILES, Document, Project, site_path
from editions.site import pages
from editions.site.pages import Entry, alternates
from editions.site.texts import SUFFIX, as_text

SITEMAP = 'http://www.sitemaps.org/schemas/sitemap/0.9'
XHTML = 'http://www.w3.org/1999/xhtml'


def files(project: Project, entries: tuple[Entry, ...], site: Path) -> dict[str, bytes]:
    """The three files; sitemap and robots.txt need the site's address, llms.txt does without."""
    made = {'llms.txt': llms(project, entries, site)} if entries else {}
    if project.baseurl:
        made['sitemap.xml'] = sitemap(project, entries)
    if project.baseurl and urlsplit(project.baseurl).path in ('', '/'):
        made['robots.txt'] = robots(project)
    return made


def robots(project: Project) -> bytes:
    """Everything may be read. Robots look for it at the root of a host alone (RFC 9309, 2.3)."""
    return f'User-agent: *\nAllow: /\n\nSitemap: {project.url("sitemap.xml")}\n'.encode()


def sitemap(project: Project, entries: tuple[Entry, ...]) -> bytes:
    """One `<url>` for each page that is listed; each names all its languages, itself too."""
    register_namespace('', SITEMAP)
    register_namespace('xhtml', XHTML)
    root = Element(f'{{{SITEMAP}}}urlset')
    _url(root, project.baseurl)
    for entry in (entry for entry in entries if entry.listed):
        url = _url(root, project.url(entry.path), entry.revised)
        others = alternates(entry, entries)
        named = [(other.language.tag, project.url(other.path)) for other in others]
        for tag, address in [*named, *_default(project, others)]:
            value = {'rel': 'alternate', 'hreflang': tag, 'href': address}
            SubElement(url, f'{{{XHTML}}}link', value)
    indent(root, ' ')
    text: bytes = tostring(root, 'utf-8', xml_declaration=True)
    return text + b'\n'


def _url(root: Element, address: str, modified: str = '') -> Element:
    url = SubElement(root, f'{{{SITEMAP}}}url')
    SubElement(url, f'{{{SITEMAP}}}loc').text = address
    if modified:
        SubElement(url, f'{{{SITEMAP}}}lastmod').text = modified
    return url


def _default(project: Project, others: tuple[Entry, ...]) -> list[tuple[str, str]]:
    """Where a reader of none of the languages is led: the site's first page, or the source's."""
    source = [entry for entry in others if entry.language == project.source_language]
    first = source and source[0].inside == project.home
    return [('x-default', project.baseurl if first else project.url(e.path)) for e in source]


def llms(project: Project, entries: tuple[Entry, ...], site: Path) -> bytes:
    """The title, what the text is about, and the pages and files of each language.

    Addresses are full where the site has one, else from the site's folder.
    """
    first = next(entry for entry in entries if entry.inside == project.home)
    lines = [f'# {as_text(first.title)}', '']
    if first.description:
        lines += [f'> {as_text(first.description)}', '']
    for language in project.languages:
        own = [entry for entry in entries if entry.language == language]
        if own:
            lines += [f'## {language.name}', '', *(_line(project, entry) for entry in own)]
            lines += [*_file_lines(project, language.tag, own, site), '']
    for pair in {pair.tag: pair for pair in project.pairs}.values():
        own = [entry for entry in entries if entry.language == pair.language]
        found = [
            _link(project, as_text(entry.title), site_path(pair, entry.inside))
            for entry in own
            if (site / site_path(pair, entry.inside)).is_file()
        ]
        if found := [*found, *_file_lines(project, pair.tag, own, site)]:
            lines += [f'## {" / ".join(each.name for each in pair.languages)}', '', *found, '']
    return '\n'.join(lines).encode()


def _line(project: Project, entry: Entry) -> str:
    about = f': {as_text(entry.description)}' if entry.description else ''
    return _link(project, as_text(entry.title), entry.path + SUFFIX) + about


def _link(project: Project, title: str, path: str) -> str:
    return f'- [{title}]({project.url(path) or quote(path)})'


def _file_lines(project: Project, tag: str, own: list[Entry], site: Path) -> Iterator[str]:
    """The PDFs and EPUBs of a language or of a pair, under the titles of its `own` pages."""
    titles = {entry.docname: as_text(entry.title) for entry in own}
    for form in FILES:
        for edition, document, path in pages.all_papers(project, site, form):
            if edition.tag == tag:
                title = titles.get(document.docname, document.name)
                yield _link(project, f'{title} ({form.value.upper()})', path)


FEED = 'feed.xml'


def feeds(
    project: Project, entries: tuple[Entry, ...], site: Path
) -> tuple[dict[str, bytes], list[Finding]]:
    """The feeds by path; and what could not go into them.

    A feed's entry must have the day of its last change. An article of which no day is known
    is left out, and named: no day is invented.
    """
    if not project.baseurl or len(project.documents) < 2:
        return {}, []
    made, undated = {}, []
    for language in project.languages:
        own = {entry.inside: entry for entry in entries if entry.language == language}
        listed = [
            (document, own[path])
            for document in project.documents
            if (path := f'{document.docname}.html') in own and own[path].listed
        ]
        dated = [pair for pair in listed if moment(day(pair[1]))]
        undated += [entry for _, entry in listed if not moment(day(entry))]
        if dated:
            first = own[project.home]
            made[site_path(language, FEED)] = feed(project, first, dated, entries, site)
    sentence = (
        'the day of its last change is not known, so it is not in the feed; '
        'give it a :date:, or its catalog a PO-Revision-Date'
    )
    found = (Finding(each.path, 0, Severity.WARNING, sentence, 'feed.date') for each in undated)
    return made, list(found)


def day(entry: Entry) -> str:
    return entry.revised or entry.written


def moment(text: str) -> datetime | None:
    """A day or a moment of ISO 8601; None where the text is neither ('2016')."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def announced(
    project: Project, entries: tuple[Entry, ...], made: Iterable[str], site: Path
) -> dict[str, bytes]:
    """The pages, by path, with a link to their language's feed; the site's first with all of them.

    Readers of feeds look for it in the head (HTML, section 4.6.7.1). It is put there when the
    site is finished, since only then it is known which languages have one.
    """
    found: dict[str, bytes] = {}
    first = (site / 'index.html').read_bytes()
    titles = {entry.path: entry.title for entry in entries}
    for language in (each for each in project.languages if site_path(each, FEED) in made):
        title = titles[site_path(language, project.home)]
        for entry in (entry for entry in entries if entry.language == language):
            up = '../' * entry.inside.count('/')
            found[entry.path] = _with_link(entry.html, f'{up}{FEED}', title)
        named = f' hreflang="{language.tag}"'
        first = _with_link(first, site_path(language, FEED), title, named)
    return found | ({'index.html': first} if found else {})


def _with_link(page: bytes, address: str, title: str, more: str = '') -> bytes:
    head, end, rest = page.partition(b'</head>')
    words = html.escape(title)
    kind = f'type="application/atom+xml"{more}'
    link = f'<link rel="alternate" {kind} title="{words}" href="{address}">\n'
    return head + link.encode() + end + rest if end else page


def feed(
    project: Project,
    first: Entry,
    dated: list[tuple[Document, Entry]],
    entries: tuple[Entry, ...],
    site: Path,
) -> bytes:
    """One language's feed: what is known of each article, with its PDF and EPUB as enclosures.

    `first` is the first page of the language, which gives the feed its title.
    """
    address = project.url(site_path(first.language, FEED))
    made = _feed_class()(
        title=first.title,
        link=project.url(first.path),
        description=first.description or None,
        language=first.language.tag,
        feed_url=address,
        feed_guid=address,
    )
    for document, entry in dated:
        made.add_item(**_item(project, document, entry, entries, site))
    out = StringIO()
    made.write(out, 'utf-8')
    return out.getvalue().encode()


def _item(
    project: Project, document: Document, entry: Entry, entries: tuple[Entry, ...], site: Path
) -> dict[str, Any]:
    address = project.url(entry.path)
    return {
        'title': entry.title,
        'link': address,
        'unique_id': address,
        'description': html.escape(entry.description, quote=False) or None,
        'author_name': entry.author or None,
        'pubdate': moment(entry.written),
        'updateddate': moment(day(entry)),
        'enclosures': list(_enclosures(project, document, entry, site)),
        'translations': [
            (other.language.tag, project.url(other.path))
            for other in alternates(entry, entries)
            if other != entry
        ],
    }


def _enclosures(project: Project, document: Document, entry: Entry, site: Path) -> Iterator[Any]:
    from feedgenerator import Enclosure  # of the extra `publish`

    for form in FILES:
        path = document.path(entry.language, form)
        if (site / path).is_file():
            size = (site / path).stat().st_size
            yield Enclosure(project.url(path), str(size), form.media_type)


def _feed_class() -> Any:
    from feedgenerator import Atom1Feed  # of the extra `publish`

    class Feed(Atom1Feed):  # type: ignore[misc]  # feedgenerator has no types
        """Atom with the article's other languages beside each entry."""

        def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
            super().add_item_elements(handler, item)
            for tag, address in item['translations']:
                link = {'rel': 'alternate', 'hreflang': tag, 'href': address}
                handler.addQuickElement('link', '', link)

    return Feed
