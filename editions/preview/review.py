"""The review pages of a language: each message of a catalog beside all that is known of it.

They are files that need no server. Served by `editions preview` they also take comments: a
`Form` says where to send one.
"""

import posixpath
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from editions import files, report
from editions.builds import source
from editions.catalogs import counts, glossary
from editions.catalogs.glossary import Term
from editions.catalogs.po.messages import Catalog, Message
from editions.catalogs.states import State, state
from editions.checks import judgement
from editions.checks.policy import Policy
from editions.findings import Finding
from editions.languages.language import Language
from editions.preview import comments
from editions.preview.comments import ReviewComment
from editions.preview.highlighting import (
    Found,
    Piece,
    changes,
    in_source,
    in_translation,
    relevant,
    rendered,
)
from editions.preview.pages import TEMPLATES, render
from editions.project import Edition, Format, Project
from editions.report import Page

ASSETS = ('review.css', 'review.js')
STATES = {
    State.OUTDATED: 'The source has changed',
    State.UNTRANSLATED: 'Not translated yet',
    State.WITHHELD: 'Not shown to readers',
}
FILTERS = {
    '': 'All',
    'attention': 'To look at',
    'outdated': STATES[State.OUTDATED],
    'untranslated': STATES[State.UNTRANSLATED],
    'withheld': STATES[State.WITHHELD],
    'found': 'With findings',
    'comment': 'With comments',
    'approved': 'Approved',
}
STATED = frozenset({'untranslated', 'outdated'})  # the rules that say what a state says


@dataclass(frozen=True)
class Row:
    """One message. `paragraph` is '' or the number it has in print; `anchor` its place there,
    on the page of `docname`; '' where it has none.
    """

    message: Message
    state: State
    source: tuple[Piece, ...]
    plural: tuple[Piece, ...]
    changes: tuple[Piece, ...]  # of the source, since the translation was made
    strings: tuple[tuple[Piece, ...], ...]
    terms: tuple[Found, ...]
    findings: tuple[Finding, ...]
    comments: tuple[ReviewComment, ...]
    lapsed: tuple[ReviewComment, ...]  # written about another text
    docname: str = ''
    anchor: str = ''

    @property
    def id(self) -> str:
        return f'm-{report.key((self.message.context or "") + self.message.id)}'

    @property
    def digest(self) -> str:
        return comments.digest(self.message)

    @property
    def paragraph(self) -> str:
        number = self.anchor.removeprefix('p')
        return number if number.isdigit() and self.anchor.startswith('p') else ''

    @property
    def missed(self) -> tuple[Found, ...]:
        """The terms without a rendering, where the rule on terms (which knows endings) agrees."""
        said = any(finding.code == 'terms' for finding in self.findings)
        return tuple(found for found in self.terms if said and not found.rendering)

    @property
    def kinds(self) -> frozenset[str]:
        """What the filters of the page ask for."""
        found = {self.state.value}
        found |= {'found'} if self.findings else set()
        found |= {'approved' if each.approved else 'comment' for each in self.comments}
        if self.state is not State.CURRENT or found & {'found', 'comment'}:
            found.add('attention')
        return frozenset(found)


@dataclass(frozen=True)
class Review:
    """One catalog, as a page of rows; `defects` are the findings that concern no message."""

    language: Language
    catalog: Catalog
    title: str
    rows: tuple[Row, ...]
    defects: tuple[Finding, ...] = ()

    def count(self, kind: str) -> int:
        return sum(kind in row.kinds for row in self.rows)

    @property
    def withheld(self) -> frozenset[int]:
        """The lines of the messages that readers do not see translated."""
        return frozenset(r.message.line for r in self.rows if r.state is State.WITHHELD)


def reviews(project: Project, language: Language) -> Iterator[Review]:
    """A review of each catalog of a language, in the order of the files' names."""
    terms = glossary.read_glossary(glossary.path_of(project.locale, language.code))
    built = report.read(project.outdir(Edition(language, Format.HTML)))
    catalogs = list(read_all(project, language))
    of_build = (f for f in (built.findings if built else ()) if f.code.startswith('sphinx.'))
    found = by_path([*checked(project, language, catalogs, terms), *of_build])
    for catalog in catalogs:
        whole = catalog.domain == project.settings.get('gettext_compact')  # one for all
        known = built.pages if built else {}
        pages = known if whole else pages_of(catalog.domain, known)
        yield review(language, catalog, terms, pages, found.get(catalog.name, ()))


def pages_of(domain: str, pages: Mapping[str, Page]) -> Mapping[str, Page]:
    """The documents that a catalog is of: its own, or a folder's with `gettext_compact`."""
    if domain in pages:
        return {domain: pages[domain]}
    return {name: page for name, page in pages.items() if name.startswith(f'{domain}/')}


def read_all(project: Project, language: Language) -> Iterator[Catalog]:
    """The catalogs of a language for what the source says now, in the order of their names."""
    found = source.translations(project, language).catalogs
    yield from sorted(found, key=lambda catalog: catalog.name)


def checked(
    project: Project, language: Language, catalogs: Sequence[Catalog], terms: Sequence[Term]
) -> Iterator[Finding]:
    """What `editions check` says of the catalogs; of what a row says by its state, nothing."""
    found = judgement.findings(catalogs, Policy.of(project, language))
    return (finding for finding in found if finding.code not in STATED)


def by_path(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for finding in dict.fromkeys(findings):
        found[finding.path] = (*found.get(finding.path, ()), finding)
    return found


def review(
    language: Language,
    catalog: Catalog,
    terms: Sequence[Term],
    pages: Mapping[str, Page],
    findings: Iterable[Finding],
) -> Review:
    """One catalog beside what is known of it. One that cannot be read has defects only."""
    title = pages[catalog.domain].title if catalog.domain in pages else catalog.domain
    if catalog.broken:
        return Review(language, catalog, title, (), catalog.defects)
    by_block = placed(catalog, findings)
    named = reversed([(name, page.anchors) for name, page in pages.items()])
    anchors = {key: (name, anchor) for name, found in named for key, anchor in found.items()}
    rows = [
        row(message, terms, by_block.get(message.block, ()), anchors)
        for message in catalog.messages
    ]
    blocks = {message.block for message in catalog.messages}
    rest = tuple(f for block, fs in by_block.items() if block not in blocks for f in fs)
    return Review(language, catalog, title, tuple(rows), rest)


def placed(catalog: Catalog, findings: Iterable[Finding]) -> dict[int, tuple[Finding, ...]]:
    """Findings by the number of the block whose lines they name."""
    starts = list(accumulate((block.count('\n') for block in catalog.blocks), initial=1))
    found: dict[int, tuple[Finding, ...]] = {}
    for finding in dict.fromkeys(findings):
        block = bisect_right(starts[:-1], finding.line) - 1
        found[block] = (*found.get(block, ()), finding)
    return found


def row(
    message: Message,
    terms: Sequence[Term],
    findings: Sequence[Finding],
    anchors: Mapping[str, tuple[str, str]],
) -> Row:
    mine = relevant(f'{message.id} {message.plural or ""}', terms)
    refused = [message.line] if any(finding.harm for finding in findings) else []
    written = tuple(comments.read(message))
    # a translator who deletes the word fuzzy by hand leaves the previous source behind
    before = message.previous.id if message.previous and message.fuzzy else ''
    return Row(
        message,
        state(message, refused),
        in_source(message.id, mine),
        in_source(message.plural or '', mine),
        changes(before, message.id) if before else (),
        tuple(in_translation(string, mine) for string in message.strings),
        rendered(' '.join(message.strings), mine) if message.translated else (),
        tuple(sorted(findings, key=lambda finding: -finding.severity)),
        tuple(each for each in written if each.holds(message)),
        tuple(each for each in written if not each.holds(message)),
        *anchors.get(report.key(message.id), ('', '')),
    )


def folder(project: Project, language: Language) -> Path:
    """Where the review pages of a language are written."""
    return project.build / 'review' / language.tag


@dataclass(frozen=True)
class Form:
    """Where comments are sent: the address, and the token that proves the form to be ours."""

    address: str
    token: str


@dataclass(frozen=True)
class Frame:
    """What every page of a language shares. Paths are relative, from the page's own folder."""

    language: Language
    source: Language
    form: Form | None
    path: str  # of the page, below the language's folder

    @property
    def home(self) -> str:
        return posixpath.relpath('index.html', posixpath.dirname(self.path) or '.')

    @property
    def up(self) -> str:
        return '../' * self.path.count('/')

    def asset(self, name: str) -> str:
        return f'{self.up}{name}'

    def edition(self, docname: str, anchor: str) -> str:
        """The passage in the edition, on the site."""
        site = f'{self.up}../../' if self.form else f'{self.up}../../site/'
        page = f'{site}{self.language.tag}/{docname}.html'
        return f'{page}#{anchor}' if anchor else page

    def catalog(self, name: str) -> str:
        """A catalog's file, by its path below the project's root."""
        return f'/-/catalog/{name}' if self.form else f'{self.up}../../../{name}'


def page_files(project: Project, language: Language, form: Form | None = None) -> dict[str, bytes]:
    """The pages and what they load, by their paths below the folder of the language."""
    found = {f'catalogs/{each.catalog.domain}.html': each for each in reviews(project, language)}
    made = {name: (TEMPLATES / name).read_bytes() for name in ASSETS}
    for path, review in found.items():
        made[path] = page('catalog.html', project, language, path, form, review=review)
    rows = [(path, each, counts.count(each.catalog, each.withheld)) for path, each in found.items()]
    terms = glossary.read_glossary(glossary.path_of(project.locale, language.code))
    made['index.html'] = page(
        'index.html', project, language, 'index.html', form, rows=rows, terms=terms
    )
    return made


def page(
    template: str, project: Project, language: Language, path: str, form: Form | None, **values: Any
) -> bytes:
    """A review page from a template."""
    source = project.source_language
    return render(
        template,
        project,
        language,
        frame=Frame(language, source, form, path),
        source=source,
        states=STATES,
        filters=FILTERS,
        categories=comments.CATEGORIES,
        severities=comments.SEVERITIES,
        **values,
    )


def write(project: Project, language: Language) -> int:
    """Write the pages into their folder, which appears whole; the number of catalogs."""
    new = files.new_folder(folder(project, language))
    made = page_files(project, language)
    for name, data in made.items():
        files.write_bytes(new / name, data, durable=False)
    files.swap(new, folder(project, language))
    return sum(name.startswith('catalogs/') for name in made)
