"""Every link of the finished site leads somewhere, and no page asks another host for anything.

The codes: `site.link` (no such page or file), `site.anchor` (the page has no such place),
`site.outside` (a page would load something from another host), `site.scheme` (a link that
runs a script), `site.id` (one id twice on a page).
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from editions.findings import Finding, Severity
from editions.project import Project
from editions.site.front import base_path

# Attributes that hold an address; those of LOADS are fetched without the reader's doing.
ATTRIBUTES = {
    'a': ('href',), 'area': ('href',), 'form': ('action',), 'link': ('href',),
    'script': ('src',), 'img': ('src', 'srcset'), 'source': ('src', 'srcset'),
    'iframe': ('src',), 'audio': ('src',), 'video': ('src', 'poster'), 'track': ('src',),
    'embed': ('src',), 'object': ('data',), 'div': ('data-engine', 'data-index'),
}  # fmt: skip
LOADS = frozenset(ATTRIBUTES) - {'a', 'area', 'form', 'link'}
LINKS_THAT_LOAD = frozenset(['stylesheet', 'icon', 'preload', 'modulepreload', 'manifest'])
NAMED = ('og:image', 'og:url', 'citation_pdf_url', 'citation_fulltext_html_url')
HARMLESS = frozenset(['mailto', 'tel', 'geo', 'xmpp', 'sms'])
CSS_ADDRESS = re.compile(r'url\(\s*["\']?([^"\')]+)["\']?\s*\)|@import\s+["\']([^"\']+)')


@dataclass(frozen=True)
class Link:
    """An address as a file of the site writes it."""

    address: str
    loads: bool


@dataclass(frozen=True)
class Site:
    """The files of a site, and where it is going to be."""

    folder: Path
    paths: frozenset[str]
    project: Project

    @classmethod
    def of(cls, folder: Path, project: Project) -> 'Site':
        files = (path for path in folder.rglob('*') if path.is_file())
        return cls(folder, frozenset(p.relative_to(folder).as_posix() for p in files), project)

    @property
    def pages(self) -> list[str]:
        return sorted(path for path in self.paths if path.endswith('.html'))

    @cached_property
    def places(self) -> dict[str, Counter[str]]:
        """The ids of each page, with how often each stands there."""
        return {
            path: ids(LexborHTMLParser((self.folder / path).read_bytes())) for path in self.pages
        }

    def findings(self) -> Iterator[Finding]:
        """What is wrong with the links of all pages and style sheets."""
        for path in self.pages:
            text = (self.folder / path).read_bytes()
            yield from self._twice(path)
            for link in dict.fromkeys(links(LexborHTMLParser(text))):
                yield from self._judged(path, text.decode('utf-8', 'replace'), link)
        for path in sorted(path for path in self.paths if path.endswith('.css')):
            text = (self.folder / path).read_bytes()
            for address in css_addresses(text.decode('utf-8', 'replace')):
                yield from self._judged(path, text.decode('utf-8', 'replace'), Link(address, True))

    def _twice(self, path: str) -> Iterator[Finding]:
        for name, count in self.places[path].items():
            if count > 1:
                yield self._finding(path, 0, f'the id {name} stands here {count} times', 'id')

    def _judged(self, path: str, text: str, link: Link) -> Iterator[Finding]:
        for sentence, code in self._troubles(path, link):
            yield self._finding(path, line(text, link.address), sentence, code)

    def _troubles(self, path: str, link: Link) -> Iterator[tuple[str, str]]:
        target = self.resolve(path, link)
        if isinstance(target, Trouble):
            yield target.sentence, target.code
        elif target is not None:
            page, place = target
            if page not in self.paths:
                yield f'{link.address} leads nowhere: the site has no {page}', 'link'
            elif place and page in self.places and place not in self.places[page]:
                yield f'{link.address} leads nowhere: {page} has no place {place}', 'anchor'

    def resolve(self, path: str, link: Link) -> 'tuple[str, str] | Trouble | None':
        """(file, fragment) that an address means; None where it is none of this site's."""
        address = link.address.strip()
        scheme = urlsplit(address).scheme.lower() if ':' in address[:30] else ''
        if scheme in HARMLESS or (scheme == 'data' and link.loads):
            return None
        if scheme not in {'', 'http', 'https'}:
            return Trouble(f'{address[:60]} is no address that a page may lead to', 'scheme')
        if scheme or address.startswith('//'):
            return self._absolute(address, link)
        return self._relative(path, address)

    def _absolute(self, address: str, link: Link) -> 'tuple[str, str] | Trouble | None':
        base = self.project.baseurl
        if base and address.startswith(base):
            return self._inside(address.removeprefix(base))
        if link.loads:
            return Trouble(f'{address} would be loaded from another host', 'outside')
        return None

    def _relative(self, path: str, address: str) -> 'tuple[str, str] | Trouble':
        if address.startswith('/'):
            base = base_path(self.project)
            if not address.startswith(base):
                return Trouble(f'{address} leads out of the site, which lies below {base}', 'link')
            return self._inside(address.removeprefix(base))
        if not address or address[0] in '#?':
            return path, place(address)
        inside, mark, rest = address.partition('#')
        joined = posixpath.join(posixpath.dirname(path), inside.partition('?')[0])
        tidy = posixpath.normpath(joined) + ('/' if joined.endswith(('/', '/.', '/..')) else '')
        if tidy.startswith('../'):
            return Trouble(f'{address} leads out of the site', 'link')
        return self._inside(('' if tidy == './' else tidy.removeprefix('./')) + mark + rest)

    def _inside(self, address: str) -> tuple[str, str]:
        file = unquote(re.split('[?#]', address)[0])
        if not file or file.endswith('/') or f'{file}/index.html' in self.paths:
            file = posixpath.join(file, 'index.html')
        return file, place(address)

    def _finding(self, path: str, number: int, sentence: str, code: str) -> Finding:
        return Finding(f'build/site/{path}', number, Severity.ERROR, sentence, f'site.{code}')


@dataclass(frozen=True)
class Trouble:
    """Why an address is refused before it is looked up."""

    sentence: str
    code: str


def ids(tree: LexborHTMLParser) -> Counter[str]:
    """The places that a fragment can name."""
    named = [node.attributes.get('name') for node in tree.css('a[name]')]
    found = Counter(str(node.attributes['id']) for node in tree.css('[id]'))
    return found + Counter(str(name) for name in set(named) if name and name not in found)


def links(tree: LexborHTMLParser) -> Iterator[Link]:
    """Every address of a page."""
    for tag, names in ATTRIBUTES.items():
        for node in tree.css(tag):
            for name in names:
                if value := node.attributes.get(name):
                    yield from _links_of(node, name, value)
    for node in tree.css('meta[content]'):
        yield from _links_of_meta(node)


def _links_of(node: LexborNode, name: str, value: str) -> Iterator[Link]:
    relations = set((node.attributes.get('rel') or '').split())
    loads = node.tag in LOADS or bool(relations & LINKS_THAT_LOAD)
    values = [part.split()[0] for part in value.split(',') if part.split()]
    yield from (Link(item, loads) for item in (values if name == 'srcset' else [value]))


def _links_of_meta(node: LexborNode) -> Iterator[Link]:
    content = node.attributes.get('content') or ''
    if (node.attributes.get('http-equiv') or '').lower() == 'refresh':
        yield from (Link(url, False) for url in re.findall(r'url=(\S+)', content, re.IGNORECASE))
    elif (node.attributes.get('property') or node.attributes.get('name')) in NAMED:
        yield Link(content, False)


def css_addresses(text: str) -> Iterator[str]:
    """What a style sheet loads."""
    for match in CSS_ADDRESS.finditer(re.sub(r'/\*.*?\*/', '', text, flags=re.DOTALL)):
        yield (match[1] or match[2]).strip()


def place(address: str) -> str:
    """The id that a fragment names; '' for none, for the top and for a text fragment."""
    fragment = unquote(address.partition('#')[2]).partition(':~:')[0]
    return '' if fragment == 'top' else fragment


def line(text: str, address: str) -> int:
    """The line on which an address is written first; 0 where it is written differently."""
    escaped = address.replace('&', '&amp;')
    spots = [text.find(quoted) for quoted in (f'"{address}"', f'"{escaped}"', address)]
    at = next((spot for spot in spots if spot >= 0), -1)
    return text.count('\n', 0, at) + 1 if at >= 0 else 0


def lost(before: Site, after: Site) -> Iterator[Finding]:
    """Pages and places that the last published site had and this one lacks.

    Links to them, on other sites, in mails and papers, would break. Ids that docutils counts
    (`id3`) and paragraph numbers are nobody's address for long, and are left out.
    """
    for page, places in before.places.items():
        if page not in after.paths:
            yield _lost(page, 'the last published site had this page; links to it will break')
            continue
        for name in sorted(places.keys() - after.places[page].keys()):
            if not re.fullmatch(r'(?:id|p|footnote-reference-|footnote-)\d+', name):
                keep = f'a label `.. _{name}:` before its heading keeps them alive'
                sentence = f'#{name} was here in the last published site; {keep}'
                yield _lost(page, sentence)


def _lost(page: str, sentence: str) -> Finding:
    return Finding(f'build/site/{page}', 0, Severity.WARNING, sentence, 'site.lost')
