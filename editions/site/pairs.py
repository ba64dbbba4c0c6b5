"""A pair: the pages of two languages as pages that hold both, side by side.

It is put together from the finished pages, so its typography, its marks and its numbers are those
of the single editions, decided once. A page of a pair lies as deep as the single ones; pictures,
scripts and fonts stay where they are, in the folders of the languages.

The codes: `pair.page` (one language lacks a document), `pair.passage` (a passage has none beside
it), `pair.language` (a language without a catalog), `pair.part` (an edition that is missing) and
`pair.theme` (pages of another theme).
"""

import hashlib
import posixpath
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

import editions
from editions import files, inputs, report
from editions.builds import record
from editions.builds.run import Build, failed, put
from editions.findings import Finding, Severity, relative
from editions.fonts import theme
from editions.project import Edition, Project
from editions.report import Report
from editions.site.alignment import Alignment, inner
from editions.site.assemble import link
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
MARKS = '.paragraph-number, .headerlink'  # beside a passage once, not in each column


def bring_up_to_date(
    project: Project, editions: Iterable[Edition], *, force: bool = False
) -> Iterator[Build]:
    """Put the pairs among some editions together, and those that are on the site already."""
    asked = set(project.pairs).intersection(editions)
    others = [e for e in project.pairs if e not in asked and project.outdir(e).is_dir()]
    steps = record.plan(project, (e for e in project.pairs if e in asked), force=force)
    for step in (*steps, *record.plan(project, others)):
        yield build(project, step.edition, step.reason)


def renew(project: Project) -> None:
    """Put the pairs whose languages are there on a standing site, for those who watch it."""
    whole = [p for p in project.pairs if all(project.outdir(part).is_dir() for part in p.parts)]
    made = {done.edition for done in bring_up_to_date(project, whole) if not done.failed}
    for pair in whole:
        place = project.site / pair.tag
        if pair in made or (project.outdir(pair).is_dir() and not place.is_dir()):
            link(project.outdir(pair), new := files.new_folder(place))
            files.swap(new, place)


def build(project: Project, edition: Edition, reason: str) -> Build:
    """Put a pair together beside its place, and move it in; or record why that cannot be."""
    start = time.perf_counter()
    if stops := tuple(dict.fromkeys(missing(project, edition))):
        return failed(project, edition, reason, stops, 1, start)
    new = files.new_folder(project.outdir(edition))
    made = Pair(project, edition)
    outputs = {}
    for name in made.names:
        files.write_bytes(new / name, made.page(name), durable=False)
        outputs[name] = 0
    files.write_bytes(new / made.sheet, made.style, durable=False)
    made_from = inputs.of_pair(project, edition, report.read(project.outdir(edition)))
    taken = time.perf_counter() - start
    done = Report(
        str(edition),
        record.timestamp(),
        reason,
        round(taken, 3),
        tuple(made.findings()),
        outputs=outputs,
        versions=inputs.versions(),
        inputs=made_from,
    )
    return put(project, edition, done, new, taken)


def missing(project: Project, edition: Edition) -> Iterator[Finding]:
    """Why a pair cannot be put together."""
    for part in edition.parts:
        place = project.outdir(part)
        if report.read(place) is None:
            sentence = f'{part} has not been built, so nothing can stand beside the other language'
            yield Finding('', 0, Severity.ERROR, sentence, 'pair.part')
        elif not (place / SHEET).is_file():
            sentence = "pairs are pages of our theme; write html_theme = 'editions'"
            yield Finding('conf.py', 0, Severity.ERROR, sentence, 'pair.theme')


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


class Pair:
    """The pages of a pair, made one by one."""

    def __init__(self, project: Project, edition: Edition) -> None:
        self.project, self.edition = project, edition
        self.sides = tuple(Side.of(project, part) for part in edition.parts)
        one, other = self.sides
        self.both = frozenset(one.names) & frozenset(other.names)
        self.names = tuple(name for name in one.names if name in self.both)
        self.alone: dict[str, list[int]] = {}
        self.style = style(self.sides)
        self.sheet = f'_static/pair-{hashlib.sha256(self.style).hexdigest()[:10]}.css'

    def page(self, name: str) -> bytes:
        one, other = (side.tree(name, self.both) for side in self.sides)
        known = {node.attributes['id'] for node in one.css('[id]')}
        for node in other.css('[id]'):
            if node.attributes['id'] in known:
                del node.attrs['id']
        for node in [*other.css(MARKS), *one.css('.beside'), *other.css('.beside')]:
            node.decompose()
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
        self.alone[name] = aligned.alone
        for each in (body(one), body(other)):
            fill(each, '\x013\x01')
        found = []
        for number, selector in enumerate(('main', '.outline details', '.colophon')):
            here, there = one.css_first(selector), other.css_first(selector)
            if here is None or there is None:
                found.append('')
                continue
            row = selector == '.colophon'
            found.append(
                around.row(inner(here), inner(there)) if row else around.inside(here, there)
            )
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

    def findings(self) -> Iterator[Finding]:
        """What does not stand beside each other, and why."""
        names = [side.edition.language.code for side in self.sides]
        for side, lacking in zip(self.sides, reversed(self.sides), strict=True):
            for name in sorted(set(side.names) - self.both):
                sentence = (
                    f'{self.edition}: {lacking.edition.language.code} has no such page, '
                    f'so it stands in {side.edition.language.code} alone'
                )
                yield Finding(self.source(name), 0, Severity.WARNING, sentence, 'pair.page')
            language = side.edition.language
            if language != self.project.source_language and not self.project.catalog_files(
                language
            ):
                sentence = f'{self.edition}: {language.code} has no catalog, so its column is in '
                sentence += f'{self.project.source_language.name}; `editions update` makes one'
                path = relative(self.project.catalogs(language), self.project.root)
                yield Finding(path, 0, Severity.WARNING, sentence, 'pair.language')
        for name, counts in self.alone.items():
            if any(counts):
                said = ' and '.join(
                    f'{n} in {code}' for n, code in zip(counts, names, strict=True) if n
                )
                sentence = f'{self.edition}: passages that have none beside them: {said}'
                yield Finding(self.source(name), 0, Severity.WARNING, sentence, 'pair.passage')

    def source(self, name: str) -> str:
        """The text that a page was made from."""
        found = self.project.source_file(name.removesuffix('.html'))
        return relative(found, self.project.root) if found else name


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
