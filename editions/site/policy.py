"""Nothing on a page that the Content-Security-Policy of the server files would block.

The code is `site.policy`: scripts and styles stand in files of their own.
"""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from editions.findings import Finding, Severity
from editions.site.links import Site

DATA = frozenset(['application/ld+json', 'application/json'])  # data blocks are not run


def findings(site: Site) -> Iterator[Finding]:
    """One finding for each kind of trouble on a page."""
    for path in site.pages:
        tree = LexborHTMLParser((site.folder / path).read_bytes())
        for sentence in dict.fromkeys(_troubles(tree)):
            where = f'build/site/{path}'
            yield Finding(where, 0, Severity.ERROR, sentence, 'site.policy')


def _troubles(tree: LexborHTMLParser) -> Iterator[str]:
    if tree.css_first('style'):
        yield 'a <style> element; the policy asks for a style sheet of its own'
    for node in tree.css('[style]'):
        yield f'style="{node.attributes["style"]}" on <{node.tag}>; the policy asks for a class'
    for node in tree.css('script:not([src])'):
        if (node.attributes.get('type') or '') not in DATA:
            yield 'a script inside the page; the policy asks for a file of its own'
    for node in tree.css('*'):
        for name in node.attributes:
            if name.startswith('on'):
                yield f'{name}= on <{node.tag}>; the policy asks for a script file'
