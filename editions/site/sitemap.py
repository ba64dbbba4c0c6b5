"""sitemap.xml, every page with its other languages, and robots.txt, which names it.

https://www.sitemaps.org/protocol.html and, for the alternates,
https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap
"""

from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from editions.project import Project
from editions.site import finished
from editions.site.listing import Entry, alternates

SITEMAP = 'http://www.sitemaps.org/schemas/sitemap/0.9'
XHTML = 'http://www.w3.org/1999/xhtml'


def files(project: Project, entries: tuple[Entry, ...]) -> dict[str, bytes]:
    """Both files; nothing where the site has no address, since both need a full one."""
    if not project.baseurl:
        return {}
    return {'sitemap.xml': sitemap(project, entries), 'robots.txt': robots(project)}


def sitemap(project: Project, entries: tuple[Entry, ...]) -> bytes:
    """One `<url>` for each page that is listed; each names all its languages, itself too."""
    register_namespace('', SITEMAP)
    register_namespace('xhtml', XHTML)
    root = Element(f'{{{SITEMAP}}}urlset')
    _url(root, project.baseurl)
    for entry in entries:
        if entry.listed:
            url = _url(root, project.url(entry.path), entry.revised)
            _alternates(url, project, alternates(entry, entries))
    indent(root, ' ')
    text: bytes = tostring(root, 'utf-8', xml_declaration=True)
    return text + b'\n'


def _url(root: Element, address: str, modified: str = '') -> Element:
    url = SubElement(root, f'{{{SITEMAP}}}url')
    SubElement(url, f'{{{SITEMAP}}}loc').text = address
    if modified:
        SubElement(url, f'{{{SITEMAP}}}lastmod').text = modified
    return url


def _alternates(url: Element, project: Project, others: tuple[Entry, ...]) -> None:
    for other in others:
        _alternate(url, other.language.tag, project.url(other.path))
    if default := default_address(project, others):
        _alternate(url, 'x-default', default)


def default_address(project: Project, others: tuple[Entry, ...]) -> str:
    """Where a reader of none of the languages is led: the front door, or the source's page."""
    source = [entry for entry in others if entry.language == project.source_language]
    if not source:
        return ''
    first = source[0].inside == finished.home(project)
    return project.baseurl if first else project.url(source[0].path)


def _alternate(url: Element, tag: str, address: str) -> None:
    SubElement(url, f'{{{XHTML}}}link', {'rel': 'alternate', 'hreflang': tag, 'href': address})


def robots(project: Project) -> bytes:
    """Everything may be read. Only at the root of a host do robots look for it (RFC 9309)."""
    return f'User-agent: *\nAllow: /\n\nSitemap: {project.url("sitemap.xml")}\n'.encode()
