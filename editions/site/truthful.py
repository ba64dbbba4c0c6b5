"""No page names as its translation one that search engines are sent away from.

An edition is built without a look at the other languages' catalogs, so its pages name every
language. Where all stand together it shows which page is hardly translated yet: it is
canonical to its source (`editions.html.subject`), and the others stop naming it.
"""

import re
from html import unescape
from pathlib import Path

from editions.project import Project
from editions.site import finished

# As `editions.html.head` writes them, one a line.
CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]*)">')
ALTERNATE = re.compile(rb'<link rel="alternate" hreflang="[^"]*" href="([^"]*)">\n')


def files(project: Project, site: Path) -> dict[str, bytes]:
    """The pages that name such a page, without its name; none while the site has no address."""
    if not project.baseurl:
        return {}
    pages = {
        page.path: page.html
        for language in finished.languages(project, site)
        for page in finished.pages(language, site)
    }
    away = {address for path, html in pages.items() if (address := sent_away(project, path, html))}
    changed = {path: without(html, away) for path, html in pages.items()}
    return {path: html for path, html in changed.items() if html != pages[path]}


def sent_away(project: Project, path: str, html: bytes) -> str:
    """The address of a page that is canonical to another; '' for any other page."""
    own, canonical = project.url(path), CANONICAL.search(html)
    return own if canonical and address(canonical) != own else ''


def without(html: bytes, away: set[str]) -> bytes:
    return ALTERNATE.sub(lambda link: b'' if address(link) in away else link[0], html)


def address(link: re.Match[bytes]) -> str:
    return unescape(link[1].decode())
