"""A pair as pages: those of two languages as pages that hold both, side by side.

A page of a pair lies as deep as the single ones; pictures, scripts and fonts stay where they are,
in the folders of the languages. A page stays that of the last pair where nothing that it was put
together from has changed.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

import editions
from editions import files, report
from editions.alignment import Alignment
from editions.conf import digest
from editions.fonts import theme
from editions.languages.language import Language
from editions.project import Edition, Project
from editions.site.links import ATTRIBUTES, changed
from editions.site.pages import body

SHEET = '_static/editions.css'
STYLE = Path(editions.__file__).parent / 'themes' / 'editions' / 'styles' / 'pair.css'
# Of the head of a single page: what is true of that page alone.
OWN = (
    'meta[property]', 'meta[name^=citation_]', 'meta[name=robots]',
    'link[rel=alternate]', 'script[type="application/ld+json"]',
)  # fmt: skip
ELSEWHERE = re.compile(r'<p class="elsewhere"><a class="headerlink" href="#([^"]*)".*?</a>')
# What changes with each text, and no page of a pair shows.
TEXTS = {'.css', '.html', '.inv', '.js', '.json', '.woff2'}
Known = Mapping[str, tuple[str, list[int]]]  # by docname: what it was made from, `Alignment.alone`
MARKS = '.paragraph-number, .headerlink'  # beside a passage once, not in each column


@dataclass
class Side:
    """The pages of one language: where they are, and which documents they show."""

    edition: Edition
    place: Path
    names: tuple[str, ...]  # 'part/page.html'

    @classmethod
    def of(cls, project: Project, edition: Edition) -> 'Side':
        place = project.outdir(edition)
        known = report.read(place)
        names = (f'{docname}.html' for docname in (known.pages if known else ()))
        return cls(edition, place, tuple(n for n in names if (place / n).is_file()))

    def pictures(self) -> dict[str, str]:
        """Digests of all files that a page may show."""
        shown = (path for path in files.below(self.place) if path.suffix not in TEXTS)
        return {
            str(each.relative_to(self.place)): files.digest(each.read_bytes()) for each in shown
        }

    def tree(self, name: str, both: frozenset[str]) -> LexborHTMLParser:
        """A page, with its addresses as they lead from the folder of the pair."""
        tree = LexborHTMLParser((self.place / name).read_bytes())
        for tag, names in ATTRIBUTES.items():
            for node in tree.css(tag):
                for attribute in names:
                    if value := node.attributes.get(attribute):
                        lead = partial(self.led, name=name, both=both)
                        node.attrs[attribute] = changed(attribute, value, lead)
        return tree

    def led(self, address: str, name: str, both: frozenset[str]) -> str:
        """An address of a page as it leads from the page of the pair that has the same name."""
        if re.match(r'[#?/]|[A-Za-z][A-Za-z0-9+.-]*:', address) or not address:
            return address
        path, mark, rest = re.match(r'([^?#]*)([?#]?)(.*)', address, re.DOTALL).groups()  # type: ignore[union-attr]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        if target.startswith('../') or target in both:
            return address
        up = '../' * (name.count('/') + 1)
        slash = '/' if path.endswith('/') else ''
        return f'{up}{self.edition.tag}/{quote(target)}{slash}{mark}{rest}'


class PairedPages:
    """The pages of a pair, made one by one; `last` are those that stand in its place."""

    def __init__(self, project: Project, edition: Edition, last: Known | None = None) -> None:
        self.project, self.edition, self.last = project, edition, last or {}
        self.made_from: dict[str, str] = {}  # a digest by docname
        self.sides = tuple(Side.of(project, part) for part in edition.parts)
        one, other = self.sides
        self.both = frozenset(one.names) & frozenset(other.names)
        self.names = tuple(name for name in one.names if name in self.both)
        self.alone: dict[str, list[int]] = {}  # passages by docname, as `Alignment.alone`
        self.style = style(self.sides)
        self.sheet = f'_static/pair-{hashlib.sha256(self.style).hexdigest()[:10]}.css'

    def lacking(self) -> Iterator[tuple[str, Language, Language]]:
        """Documents of which one language has no page: (docname, who has it, who not)."""
        for side, other in zip(self.sides, reversed(self.sides), strict=True):
            for name in sorted(set(side.names) - self.both):
                yield name.removesuffix('.html'), side.edition.language, other.edition.language

    def write(self, folder: Path) -> dict[str, int]:
        """Write all pages into a folder; returns their names, for the report."""
        pictures = [side.pictures() for side in self.sides]
        around = digest([sorted(self.both), self.sheet, pictures])
        for name in self.names:
            docname = name.removesuffix('.html')
            pages = (files.digest((side.place / name).read_bytes()) for side in self.sides)
            self.made_from[docname] = made_from = digest([around, *pages])
            before, alone = self.last.get(docname, ('', []))
            if before == made_from:
                files.link(self.project.outdir(self.edition) / name, folder / name)
                self.alone[docname] = alone
            else:
                files.write_bytes(folder / name, self.page(name), durable=False)
        files.write_bytes(folder / self.sheet, self.style, durable=False)
        return dict.fromkeys(self.names, 0)

    def page(self, name: str) -> bytes:
        one, other = (side.tree(name, self.both) for side in self.sides)
        known = {node.attributes['id'] for node in one.css('[id]')}
        for node in other.css('[id]'):
            if node.attributes['id'] in known:
                del node.attrs['id']
        for node in [*other.css(MARKS), *one.css('.beside'), *other.css('.beside')]:
            node.decompose()
        self.lead_to_files(name, one, other)
        bodies = self.bodies(name, one, other)
        self.head(name, one, other)
        self.ways_back(name, one)
        text = one.html or ''
        for number, each in enumerate(bodies):
            text = text.replace(f'\x01{number}\x01', each, 1)
        if one.css_first('link[rel=canonical]') is None:
            text = text.replace('</head>', '<meta name="robots" content="noindex">\n</head>', 1)
        return ELSEWHERE.sub(partial(self.also_here, name), text).encode()

    def bodies(self, name: str, one: LexborHTMLParser, other: LexborHTMLParser) -> list[str]:
        """What the parts of the page hold that have both languages; a mark is left in each."""
        aligned = Alignment(self.edition.languages, partial(self.same, name))
        around = Alignment(self.edition.languages, partial(self.same, name))
        article = aligned.inside(body(one), body(other))
        self.alone[name.removesuffix('.html')] = aligned.alone
        for each in (body(one), body(other)):
            fill(each, '\x013\x01')
        found = []
        for number, selector in enumerate(('main', '.outline details', '.colophon')):
            here, there = one.css_first(selector), other.css_first(selector)
            if here is None or there is None:
                found.append('')
                continue
            found.append(around.inside(here, there))
            fill(here, f'\x01{number}\x01')
        return [*found, article]

    def same(self, name: str, one: LexborNode, other: LexborNode) -> bool:
        """Whether two pictures show the same: language versions of a picture do not."""
        found = []
        for side, node in zip(self.sides, (one, other), strict=True):
            source = node.attributes.get('src') or node.attributes.get('data') or ''
            path = posixpath.normpath(posixpath.join('x', posixpath.dirname(name), unquote(source)))
            file = side.place / path.removeprefix(f'{side.edition.tag}/')
            found.append(file.read_bytes() if source and file.is_file() else node.html)
        return found[0] == found[1]

    def head(self, name: str, one: LexborHTMLParser, other: LexborHTMLParser) -> None:
        """Give the page a head of its own: what is true of a single page alone goes."""
        titles = [node for tree in (one, other) for node in tree.css('head > title')]
        fill(titles[0], ' / '.join(title.text() for title in titles))
        for node in one.css(', '.join(OWN)):
            node.decompose()
        for node in one.css('link[rel=stylesheet]'):
            if SHEET in (node.attributes.get('href') or ''):
                node.attrs['href'] = '../' * name.count('/') + self.sheet

    def lead_to_files(self, name: str, *trees: LexborHTMLParser) -> None:
        """Let the links to files of which the pair has its own lead there."""
        for form in (pair.format for pair in self.project.pairs if pair.tag == self.edition.tag):
            for side, tree in zip(self.sides, trees, strict=True):
                known = {
                    document.path(side.edition, form): document
                    for document in self.project.documents
                }
                for node in tree.css(f'a[type="{form.media_type}"]'):
                    address = unquote(node.attributes.get('href') or '')
                    path = posixpath.join(self.edition.tag, posixpath.dirname(name), address)
                    if document := known.get(posixpath.normpath(path)):
                        file = document.file(self.edition, form)
                        node.attrs['href'] = '../' * name.count('/') + quote(file)

    def ways_back(self, name: str, one: LexborHTMLParser) -> None:
        """In the list of languages the first one is another page now, and the pair is this one."""
        for node in one.css('.languages a'):
            if node.attributes.get('hreflang') == self.edition.language.tag:
                node.attrs['href'] = self.single(name)
                node.attrs['rel'] = 'alternate'
                del node.attrs['aria-current']
            elif f'/{self.edition.tag}/' in (node.attributes.get('href') or ''):
                node.attrs['aria-current'] = 'true'
                del node.attrs['rel']

    def single(self, name: str) -> str:
        """The page of the first language, from the page of the pair."""
        return f'{"../" * (name.count("/") + 1)}{self.edition.language.tag}/{quote(name)}'

    def also_here(self, name: str, found: re.Match[str]) -> str:
        """Below a heading: the first language beside the others."""
        language = self.edition.language
        return (
            f'{found[0]} <a href="{self.single(name)}#{found[1]}" lang="{language.tag}" '
            f'hreflang="{language.tag}">{escape(language.name)}</a>'
        )


def fill(node: LexborNode, text: str) -> None:
    """Give an element this text in place of what it holds."""
    for child in list(node.iter(include_text=True)):
        child.decompose()
    node.insert_child(text)


def style(sides: tuple[Side, ...]) -> bytes:
    """The style sheet: the fonts of both languages, our styles, and those of a pair.

    Of two files of one font, cut to what each edition shows, a browser looks into the later one
    first, and into the other for what it lacks: so the one that holds more comes last.
    """
    sheets = [(side.place / SHEET).read_text('utf-8') for side in sides]
    faces: dict[tuple[str, str], tuple[int, str]] = {}
    for side, sheet in zip(sides, sheets, strict=True):
        for found in theme.FACE.finditer(sheet):
            size = (side.place / theme.FOLDER / found[2]).stat().st_size
            address = f"url('../../{side.edition.tag}/{theme.FOLDER}/{found[2]}')"
            rule = found[0].replace(f"url('fonts/{found[2]}')", address)
            faces.setdefault((found[1], found[2]), (size, rule))
    rules = ''.join(rule for _size, rule in sorted(faces.values()))
    return (rules + theme.FACE.sub('', sheets[0]) + STYLE.read_text('utf-8')).encode()
