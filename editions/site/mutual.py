"""What pages tell search engines of their languages is mutual, or it counts for nothing.

The code is `site.hreflang`: a page names another as its translation, and that one does not
name it back. A page that is canonical to its source names none; the sitemap leaves it out.
"""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from editions.findings import Finding, Severity
from editions.site.links import Link, Site


def findings(site: Site) -> Iterator[Finding]:
    """One-sided alternates, where the site has an address and so names any."""
    named = {path: alternates(site, path) for path in site.pages}
    for path, others in named.items():
        for tag, other in others.items():
            back = named.get(other)
            if back and tag != 'x-default' and path not in back.values():
                sentence = f'names {other} as its {tag}, which does not name it back'
                yield Finding(f'build/site/{path}', 0, Severity.WARNING, sentence, 'site.hreflang')


def alternates(site: Site, path: str) -> dict[str, str]:
    """hreflang -> path below the site, as the head of a page says it."""
    tree = LexborHTMLParser((site.folder / path).read_bytes())
    found = {}
    for node in tree.css('head link[rel=alternate][hreflang]'):
        target = site.resolve(path, Link(node.attributes.get('href') or '', False))
        if isinstance(target, tuple):
            found[node.attributes.get('hreflang') or ''] = target[0]
    return found
