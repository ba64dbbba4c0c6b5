"""What a site lists for programs: sitemap.xml, robots.txt and llms.txt.

https://www.sitemaps.org/protocol.html and, for the alternates,
https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap;
RFC 9309 for robots.txt; https://llmstxt.org, whose file leads to the Markdown of each page.
"""

from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from editions.project import Project
from editions.site import pages
from editions.site.markdown import SUFFIX
from editions.site.pages import Entry, alternates

SITEMAP = 'http://www.sitemaps.org/schemas/sitemap/0.9'
XHTML = 'http://www.w3.org/1999/xhtml'


def files(project: Project, entries: tuple[Entry, ...]) -> dict[str, bytes]:
    """The three files; sitemap and robots.txt need the site's address, llms.txt does without."""
    made = {'llms.txt': llms(project, entries)} if entries else {}
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
    first = source and source[0].inside == pages.home(project)
    return [('x-default', project.baseurl if first else project.url(e.path)) for e in source]


def llms(project: Project, entries: tuple[Entry, ...]) -> bytes:
    """The title, what the text is about, and the pages of each language.

    Addresses are full where the site has one, else from the site's folder.
    """
    first = next(entry for entry in entries if entry.inside == pages.home(project))
    lines = [f'# {first.title}', '']
    if first.description:
        lines += [f'> {first.description}', '']
    for language in project.languages:
        own = [entry for entry in entries if entry.language == language]
        if own:
            lines += [f'## {language.name}', '', *(_line(project, entry) for entry in own), '']
    return '\n'.join(lines).encode()


def _line(project: Project, entry: Entry) -> str:
    path = entry.path + SUFFIX
    about = f': {entry.description}' if entry.description else ''
    title = entry.title.replace('\\', '\\\\').replace('[', '\\[').replace(']', '\\]')
    return f'- [{title}]({project.url(path) or quote(path)}){about}'
