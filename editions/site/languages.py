"""No page passes one language off as another.

The codes: `site.language` (a page's `lang` is not its folder's, or a paragraph that stands in a
translation word for word as in the source does not say so by a `lang` of its own),
`site.hreflang` (a page names another as its translation, and that one does not name it back: to
search engines it counts for nothing).
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from selectolax.lexbor import LexborNode

from editions.findings import Finding, Severity
from editions.project import Project
from editions.site import pages
from editions.site.links import Link, LinkError, Site, finding, line
from editions.site.pages import HEADINGS, Page, text_of

# A text of fewer words may well be the same in two languages: a name, a figure, an address.
WORDS = 6


def findings(project: Project, site: Path) -> Iterator[Finding]:
    """Pages and paragraphs that are in another language than they say."""
    source = {
        page.docname: {text for _, text in running_text(page)}
        for page in pages.pages(project.source_language, site)
    }
    for language in pages.languages(project, site):
        for page in pages.pages(language, site):
            if (tag := page.root.get('lang')) != language.tag:
                sentence = f'lang is {tag or "missing"} on a page of {language.tag}'
                yield finding(page.path, sentence, 'language', 1)
            if language != project.source_language:
                yield from _unmarked(page, source.get(page.docname, set()), project)


def _unmarked(page: Page, source: set[str], project: Project) -> Iterator[Finding]:
    for _, text in running_text(page):
        if text in source:
            sentence = f'{project.source_language.name} that does not say it is: “{text[:50]}…”'
            number = line(page.html.decode('utf-8', 'replace'), text[:50])
            yield finding(page.path, sentence, 'language', number)


def running_text(page: Page) -> Iterator[tuple[LexborNode, str]]:
    """The blocks of a page that claim to be in the page's language; no code."""
    for node, _ in page.blocks():
        text = text_of(node)
        marked = sum(len(text_of(part).split()) for part in node.css('[lang]'))
        enough = len(text.split()) - marked >= WORDS
        if node.tag not in HEADINGS | {'pre'} and enough and not _says(node):
            yield node, text


def _says(node: LexborNode | None) -> bool:
    """Whether the node, or one around it, has a language of its own."""
    while node is not None and node.tag != 'html':
        if node.attributes.get('lang') or node.attributes.get('translate') == 'no':
            return True
        node = node.parent
    return False


def one_sided(site: Site) -> Iterator[Finding]:
    """Alternates that are not mutual.

    A page that is canonical to its source names none; the sitemap leaves it out.
    """
    named = {path: alternates(site, path) for path in site.trees}
    for path, others in named.items():
        for tag, other in others.items():
            back = named.get(other)
            if back and tag != 'x-default' and path not in back.values():
                sentence = f'names {other} as its {tag}, which does not name it back'
                yield finding(path, sentence, 'hreflang', severity=Severity.WARNING)


def alternates(site: Site, path: str) -> dict[str, str]:
    """hreflang -> path below the site, as the head of a page says it."""
    found: dict[str, str] = {}
    for node in site.trees[path].css('head link[rel=alternate][hreflang]'):
        with suppress(LinkError):  # that is a finding of its own
            target = site.resolve(path, Link(node.attributes.get('href') or '', False))
            found |= {node.attributes.get('hreflang') or '': target[0]} if target else {}
    return found
