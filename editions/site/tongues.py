"""No page passes one language off as another.

The code is `site.language`: a page's `lang` is its folder's, and a paragraph that stands in a
translation word for word as in the source says so by a `lang` of its own.
"""

from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from editions.findings import Finding, Severity
from editions.project import Project
from editions.site import finished
from editions.site.links import line
from editions.site.search import HEADINGS, walk

# A text of fewer words may well be the same in two languages: a name, a figure, an address.
WORDS = 6


def findings(project: Project, site: Path) -> Iterator[Finding]:
    """What stands in a translation under a false flag."""
    languages = finished.languages(project, site)
    source = {
        page.docname: set(texts(page.tree()))
        for page in finished.pages(project.source_language, site)
    }
    for language in languages:
        for page in finished.pages(language, site):
            tree = page.tree()
            root = tree.css_first('html')
            if root is None or root.attributes.get('lang') != language.tag:
                said = root.attributes.get('lang') if root else None
                yield _finding(page, 1, f'lang is {said or "missing"} on a page of {language.tag}')
            if language != project.source_language:
                yield from _unmarked(page, tree, source.get(page.docname, set()), project)


def _unmarked(
    page: finished.Page, tree: LexborHTMLParser, source: set[str], project: Project
) -> Iterator[Finding]:
    for text in texts(tree):
        if text in source:
            name = project.source_language.name
            sentence = f'{name} that does not say it is: “{text[:50]}…”'
            yield _finding(page, line(page.html.decode('utf-8', 'replace'), text[:50]), sentence)


def texts(tree: LexborHTMLParser) -> Iterator[str]:
    """The running text of a page that claims to be in the page's language; no code."""
    for node, _ in walk(finished.body(tree), ''):
        text = finished.words_of(node)
        marked = sum(len(finished.words_of(part).split()) for part in node.css('[lang]'))
        enough = len(text.split()) - marked >= WORDS
        if node.tag not in HEADINGS | {'pre'} and enough and not _says(node):
            yield text


def _says(node: LexborNode | None) -> bool:
    """Whether the node, or one around it, has a language of its own."""
    while node is not None and node.tag != 'html':
        if node.attributes.get('lang') or node.attributes.get('translate') == 'no':
            return True
        node = node.parent
    return False


def _finding(page: finished.Page, number: int, sentence: str) -> Finding:
    return Finding(f'build/site/{page.path}', number, Severity.ERROR, sentence, 'site.language')
