"""The Content-Security-Policy of the server files, and nothing on a page that it would block.

With our theme the policy is strict, and a page that it would block is refused: the code is
`site.policy`. Other themes write scripts and styles into their pages, and some load from other
hosts. Their site gets the strictest policy under which it works, and a warning.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from editions.findings import Finding, Severity
from editions.project import Project
from editions.site.links import Site, finding, links

DATA = frozenset(['application/ld+json', 'application/json'])  # data blocks are not run

DIRECTIVES = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'manifest-src': "'self'",
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
}
STRICT = '; '.join(f'{name} {value}' for name, value in DIRECTIVES.items())
INLINE = frozenset(['script-src', 'style-src'])
LOADING = INLINE | {'img-src', 'font-src', 'connect-src'}


@dataclass(frozen=True)
class Needs:
    """What the pages of a site ask of a policy beyond the strict one."""

    inline: tuple[Finding, ...]
    foreign: tuple[Finding, ...]  # what no page of our theme holds
    hosts: tuple[str, ...]

    def policy(self) -> str:
        """The strictest policy under which the pages work."""
        if not self.inline and not self.hosts:
            return STRICT
        lines = []
        for name, value in DIRECTIVES.items():
            more = ["'unsafe-inline'"] if self.inline and name in INLINE else []
            more += self.hosts if name in LOADING else []
            more += ['data:'] if name == 'font-src' else []
            lines.append(' '.join([name, value, *more]))
        return '; '.join(lines)


def ours(project: Project) -> bool:
    """Whether the site uses our own theme, which needs nothing but the strict policy."""
    return bool(project.settings.get('html_theme') == 'editions')


def needs(site: Site) -> Needs:
    """Read the pages for what the strict policy would block."""
    inline: list[Finding] = []
    foreign: list[Finding] = []
    hosts: set[str] = set()
    for path, tree in site.trees.items():
        hosts.update(_hosts(tree, site.project))
        inline += (finding(path, each, 'policy') for each in dict.fromkeys(_troubles(tree)))
        foreign += (finding(path, each, 'policy') for each in dict.fromkeys(_foreign(tree)))
    return Needs(tuple(inline), tuple(foreign), tuple(sorted(hosts)))


def policy_of(project: Project, page: bytes) -> str:
    """The policy of one page: the strict one with our theme, with another what the page needs."""
    if ours(project):
        return STRICT
    tree = LexborHTMLParser(page)
    inline = tuple(finding('', each, 'policy') for each in _troubles(tree))
    return Needs(inline, (), tuple(sorted(set(_hosts(tree, project))))).policy()


def findings(project: Project, found: Needs) -> Iterator[Finding]:
    """With our theme each place that would be blocked; with another one warning for all."""
    if ours(project):
        yield from (*found.inline, *found.foreign)
    elif found.inline:
        first = found.inline[0]
        sentence = (
            f'the theme {project.settings.get("html_theme", "alabaster")} writes scripts or styles '
            f"into {len(found.inline)} places, so the policy allows 'unsafe-inline'; "
            f'first: {first.message}'
        )
        yield Finding(first.path, 0, Severity.WARNING, sentence, 'site.policy')


def softened(project: Project, found: Iterable[Finding]) -> Iterator[Finding]:
    """Where the theme is not ours, what it loads from other hosts, and HTML that is not valid,
    is no error of the author's: a warning, and one for all places with the same fault."""
    faults: dict[str, list[Finding]] = {}
    for each in found:
        if ours(project) or each.code not in {'site.outside', 'site.html'}:
            yield each
        elif each.code == 'site.outside':
            yield replace(each, severity=Severity.WARNING)
        else:
            faults.setdefault(each.message, []).append(each)
    for message, places in faults.items():
        times = f' ({len(places)} times)' if len(places) > 1 else ''
        yield replace(places[0], severity=Severity.WARNING, message=message + times)


def _hosts(tree: LexborHTMLParser, project: Project) -> Iterator[str]:
    for link in links(tree):
        parts = urlsplit(link.address)
        if link.loads and parts.netloc and not link.address.startswith(project.baseurl or '\0'):
            yield f'{parts.scheme or "https"}://{parts.netloc}'


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


def _foreign(tree: LexborHTMLParser) -> Iterator[str]:
    """Elements that our theme never writes, and that would lead readers or their browsers away.

    A page that leads on (`templates/site/moved.html`) has no article.
    """
    for node in tree.css('meta[http-equiv]') if tree.css_first('article') else ():
        yield f'<meta http-equiv="{node.attributes["http-equiv"]}">, which the theme never writes'
    if tree.css_first('base'):
        yield 'a <base> element, which the theme never writes'
    for node in tree.css('script[src]'):
        if '_static/' not in (address := node.attributes['src'] or ''):
            yield f'<script src="{address}">; scripts come from html_static_path alone'
