"""Every link of the finished site leads somewhere, and no page passes one language off as another.

The codes: `site.link` (no such page or file), `site.anchor` (the page has no such place),
`site.outside` (a page would load something from another host), `site.scheme` (a link that
runs a script), `site.id` (one id twice on a page), `site.lost` (an address that was there before).

`site.language`: a page's `lang` is not its folder's, or a paragraph that stands in a translation
word for word as in the source does not say so by a `lang` of its own. `site.hreflang`: a page
names another as its translation, and that one does not name it back: to search engines it
counts for nothing.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from editions import files
from editions.alignment import HEADINGS
from editions.checks.leading import WEB, leads_out, plain, scheme_of
from editions.conf import value_of
from editions.findings import Finding, Severity
from editions.languages.language import Language
from editions.project import Project
from editions.site import pages
from editions.site.front import base_path
from editions.site.pages import Page, body, text_of

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
COUNTED = r'(?:id|p|footnote-reference-|footnote-)\d+'  # ids that docutils and we count
# What precedes an address, and the address. https://html.spec.whatwg.org/#parse-a-srcset-attribute
SRCSET = re.compile(r'((?:^|,)[\s,]*)(\S*[^\s,])')
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
        paths = frozenset(p.relative_to(folder).as_posix() for p in files.below(folder))
        return cls(folder, paths, project)

    @cached_property
    def schemes(self) -> frozenset[str]:
        """Those that conf.py adds for links."""
        return frozenset(value_of(self.project.settings, 'editions_link_schemes'))

    @cached_property
    def texts(self) -> dict[Language, tuple[Page, ...]]:
        """The author's pages of each language that has an edition."""
        there = pages.languages(self.project, self.folder)
        return {language: tuple(pages.pages(language, self.folder)) for language in there}

    @cached_property
    def trees(self) -> dict[str, LexborHTMLParser]:
        """The elements of each page, by path; to be read and never changed."""
        known = {page.path: page.tree for texts in self.texts.values() for page in texts}
        for path in (path for path in self.paths - known.keys() if path.endswith('.html')):
            known[path] = LexborHTMLParser((self.folder / path).read_bytes())
        return dict(sorted(known.items()))

    @cached_property
    def ids(self) -> dict[str, Counter[str]]:
        """The ids of each page, with how often each stands there."""
        return {path: ids(tree) for path, tree in self.trees.items()}

    def findings(self) -> Iterator[Finding]:
        """What is wrong with the links of all pages and style sheets."""
        for path, tree in self.trees.items():
            for name, count in self.ids[path].items():
                if count > 1:
                    yield finding(path, f'the id {name} stands here {count} times', 'id')
            yield from self._dead(path, dict.fromkeys(links(tree)))
        for path in sorted(path for path in self.paths if path.endswith('.css')):
            text = (self.folder / path).read_text('utf-8', 'replace')
            yield from self._dead(path, (Link(address, True) for address in css_addresses(text)))

    def _dead(self, path: str, found: Iterable[Link]) -> Iterator[Finding]:
        """The links of a file that lead nowhere, with the line on which they stand."""
        text = (self.folder / path).read_text('utf-8', 'replace')
        for link in found:
            try:
                page, name = self.resolve(path, link) or ('', '')
            except LinkError as error:
                yield finding(path, str(error), error.code, line(text, link.address))
                continue
            if page and page not in self.paths:
                sentence = f'{link.address} leads nowhere: the site has no {page}'
                yield finding(path, sentence, 'link', line(text, link.address))
            elif name and name not in self.ids.get(page, {name}):
                sentence = f'{link.address} leads nowhere: {page} has no place {name}'
                yield finding(path, sentence, 'anchor', line(text, link.address))

    def resolve(self, path: str, link: Link) -> tuple[str, str] | None:
        """(file, fragment) that an address means; None where it is none of this site's.

        Raises LinkError for an address that no page of the site may have.
        """
        address = link.address.strip()
        scheme = scheme_of(plain(address))
        web = scheme in WEB or address.startswith('//')
        if scheme == 'data' and link.loads:
            return None
        if not web and leads_out(address, self.schemes):
            return None
        if scheme and not web:
            raise LinkError(f'{address[:60]} is no address that a page may lead to', 'scheme')
        if web:
            return self._absolute(address, link)
        return self._relative(path, address)

    def _absolute(self, address: str, link: Link) -> tuple[str, str] | None:
        base = self.project.baseurl
        if base and address.startswith(base):
            return self._inside(address.removeprefix(base))
        if link.loads:
            raise LinkError(f'{address} would be loaded from another host', 'outside')
        return None

    def _relative(self, path: str, address: str) -> tuple[str, str]:
        if address.startswith('/'):
            base = base_path(self.project)
            if not address.startswith(base):
                raise LinkError(f'{address} leads out of the site, which lies below {base}', 'link')
            return self._inside(address.removeprefix(base))
        if not address or address[0] in '#?':
            return path, fragment(address)
        inside, mark, rest = address.partition('#')
        joined = posixpath.join(posixpath.dirname(path), inside.partition('?')[0])
        tidy = posixpath.normpath(joined) + ('/' if joined.endswith(('/', '/.', '/..')) else '')
        if tidy.startswith('../'):
            raise LinkError(f'{address} leads out of the site', 'link')
        return self._inside(('' if tidy == './' else tidy.removeprefix('./')) + mark + rest)

    def _inside(self, address: str) -> tuple[str, str]:
        file = unquote(re.split('[?#]', address)[0])
        if not file or file.endswith('/') or f'{file}/index.html' in self.paths:
            file = posixpath.join(file, 'index.html')
        return file, fragment(address)


class LinkError(Exception):
    """An address is refused before it is looked up."""

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.code = code


def finding(
    path: str, sentence: str, code: str, number: int = 0, severity: Severity = Severity.ERROR
) -> Finding:
    """A finding on a file of the site; `path` is below it, `number` a line."""
    return Finding(f'build/site/{path}', number, severity, sentence, f'site.{code}')


def ids(tree: LexborHTMLParser | LexborNode) -> Counter[str]:
    """The places that a fragment can name."""
    named = [node.attributes.get('name') for node in tree.css('a[name]')]
    found = Counter(str(node.attributes['id']) for node in tree.css('[id]'))
    return found + Counter(str(name) for name in set(named) if name and name not in found)


def links(tree: LexborHTMLParser) -> Iterator[Link]:
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
    found = [each for _, each in SRCSET.findall(value)] if name == 'srcset' else [value]
    yield from (Link(address, loads) for address in found)


def changed(name: str, value: str, change: Callable[[str], str]) -> str:
    """The value of an attribute with another address for each of its addresses."""
    if name == 'srcset':
        return SRCSET.sub(lambda found: found[1] + change(found[2]), value)
    return change(value)


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


def fragment(address: str) -> str:
    """The id that a fragment names; '' for none, for the top and for a text fragment."""
    name = unquote(address.partition('#')[2]).partition(':~:')[0]
    return '' if name == 'top' else name


def line(text: str, address: str) -> int:
    """The line on which an address is written first; 0 where it is written differently."""
    escaped = address.replace('&', '&amp;')
    spots = [text.find(quoted) for quoted in (f'"{address}"', f'"{escaped}"', address)]
    at = next((spot for spot in spots if spot >= 0), -1)
    return text.count('\n', 0, at) + 1 if at >= 0 else 0


def lost(before: Site, after: Site) -> Iterator[Finding]:
    """Pages and ids that the last published site had and this one lacks.

    Links to them, on other sites, in mails and papers, would break. Only ids of the author's
    text count, and none that is counted: those change with the text.
    """
    for page, tree in before.trees.items():
        if page not in after.paths:
            name = page.partition('/')[2].removesuffix('.html')
            keep = (
                f"`editions_redirects = {{{name!r}: 'its new name'}}` in conf.py keeps them alive"
            )
            sentence = f'the last published site had this page; links to it will break; {keep}'
            yield finding(page, sentence, 'lost', severity=Severity.WARNING)
            continue
        if after.trees[page].css_first('meta[http-equiv="refresh"]'):
            continue  # it leads on, and its places are those of another page
        for name in sorted(ids(body(tree)).keys() - after.ids[page].keys()):
            if not re.fullmatch(COUNTED, name):
                keep = f'a label `.. _{name}:` before its heading keeps them alive'
                sentence = f'#{name} was here in the last published site; {keep}'
                yield finding(page, sentence, 'lost', severity=Severity.WARNING)


# A text of fewer words may well be the same in two languages: a name, a figure, an address.
WORDS = 6


def false_languages(site: Site) -> Iterator[Finding]:
    """Pages and paragraphs that are in another language than they say."""
    project = site.project
    source = {
        page.docname: {text for _, text in running_text(page)}
        for page in site.texts.get(project.source_language, ())
    }
    for language, texts in site.texts.items():
        for page in texts:
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
