"""The review pages of a language: each message of a catalog beside all that is known of it.

They are files that need no server. Served by `editions preview` they also take comments: a
`Form` says where to send one.
"""

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, chain, groupby
from typing import Any

from rapidfuzz.distance import Indel

from editions import files, report
from editions.builds import source
from editions.catalogs import credits, glossary
from editions.catalogs.counts import State
from editions.catalogs.glossary import Term
from editions.catalogs.po.messages import Catalog, Message
from editions.checks import words
from editions.checks.judgement import Judged
from editions.findings import Finding
from editions.languages.language import Language
from editions.preview import comments
from editions.preview.comments import ReviewComment
from editions.preview.judgements import judge_all
from editions.preview.rendering import TEMPLATES, Strings, render, strings
from editions.project import Edition, Format, Project, site_path
from editions.report import Page, Report
from editions.site import front

# Words, single Han characters and kana, marks one by one, white space as it stands.
_TOKEN = re.compile(r'[\u3040-\u30ff\u3400-\u9fff]|\w+(?:[’\'-]\w+)*|\s+|.', re.DOTALL)
SAME, DELETED, INSERTED = '', 'del', 'ins'
TERM, FORBIDDEN = 'term', 'forbidden'
ISLAND = 2  # tokens: less than this between two changes is read as changed too
MOST = 20_000  # tokens of one text: beyond, the whole is shown as exchanged


@dataclass(frozen=True)
class Piece:
    """A run of text; `kind` is 'del', 'ins', 'term', 'forbidden' or ''; `note` is a tooltip."""

    text: str
    kind: str = SAME
    note: str = ''


@dataclass(frozen=True)
class TermUse:
    """A term of a source: what the glossary has for it, and what of that the translation has."""

    source: str
    renderings: tuple[str, ...]
    found: str  # '' for nothing


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one, with what was deleted and inserted."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > MOST:
        return tuple(_joined([Piece(before, DELETED), Piece(after, INSERTED)]))
    return tuple(_joined(_pieces(old, new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    opcodes = list(Indel.opcodes(old, new))
    for number, op in enumerate(opcodes):
        removed = ''.join(old[op.src_start : op.src_end])
        added = ''.join(new[op.dest_start : op.dest_end])
        inner = 0 < number < len(opcodes) - 1
        if op.tag != 'equal' or (inner and op.src_end - op.src_start < ISLAND):
            yield from (Piece(removed, DELETED), Piece(added, INSERTED))
        else:
            yield Piece(added)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring changes as one deletion and one insertion."""
    for same, some in groupby(pieces, lambda piece: piece.kind == SAME):
        run = list(some)
        for kind in (SAME,) if same else (DELETED, INSERTED):
            if text := ''.join(piece.text for piece in run if piece.kind == kind):
                yield Piece(text, kind)


def term_uses(source: str, strings: Iterable[str], terms: Sequence[Term]) -> tuple[TermUse, ...]:
    """The terms of a source and their renderings, found as the rule `terms` finds them."""
    text = ' '.join(strings)
    used = []
    for senses in words.present(source, tuple(terms)).values():
        forms = tuple(dict.fromkeys(form for term in senses for form in term.renderings))
        found = next((form for form in forms if words.pattern_of(form).search(text)), '')
        used.append(TermUse(senses[0].source, forms, found))
    return tuple(used)


def in_source(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    pattern, senses = words.index(tuple(terms))
    marks = []
    for match in pattern.finditer(text):
        meant = senses.get(match[0].lower(), ())
        marks.append((*match.span(), TERM, ' · '.join(term.rendering for term in meant)))
    return tuple(_marked(text, marks if terms else ()))


def in_translation(text: str, source: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """A translation with what the glossary has, and what it forbids, for the source's terms."""
    used = [term for senses in words.present(source, tuple(terms)).values() for term in senses]
    forms = [(form, TERM, term.source) for term in used for form in term.renderings]
    forms += [(form, FORBIDDEN, term.source) for term in used for form in term.barred]
    marks: list[tuple[int, int, str, str]] = []
    marked = bytearray(len(text))  # 1 for each character in one of them
    for form, kind, note in sorted(forms, key=lambda item: -len(item[0])):
        for match in words.pattern_of(form).finditer(text):
            start, stop = match.span()
            if not any(marked[start:stop]):
                marks.append((start, stop, kind, note))
                marked[start:stop] = b'\1' * (stop - start)
    return tuple(_marked(text, sorted(marks)))


def _marked(text: str, marks: Iterable[tuple[int, int, str, str]]) -> Iterator[Piece]:
    """A text in pieces; `marks` are (start, stop, kind, note), in order and apart."""
    at = 0
    for start, stop, kind, note in marks:
        if at < start:
            yield Piece(text[at:start])
        yield Piece(text[start:stop], kind, note)
        at = stop
    if at < len(text):
        yield Piece(text[at:])


ASSETS = ('review.css', 'review.js')
STATES = {
    State.OUTDATED: 'The source has changed',
    State.UNTRANSLATED: 'Not yet translated',
    State.WITHHELD: 'Not shown to readers',
}
FILTERS = {
    '': 'All',
    'attention': 'Needs attention',
    'outdated': STATES[State.OUTDATED],
    'untranslated': STATES[State.UNTRANSLATED],
    'withheld': STATES[State.WITHHELD],
    'found': 'With findings',
    'machine': 'Translated by machine, not reviewed',
    'comment': 'With comments',
    'approved': 'Approved',
}
_UP = re.compile(r'^(?:\.\.?/)+')


@dataclass(frozen=True)
class Row:
    """One message. `anchor` is its place on the page of `docname`, `origin` its file and line in
    the source ('source/index.rst:12'); '' where it has none.
    """

    judged: Judged
    source: tuple[Piece, ...]
    plural: tuple[Piece, ...]
    changes: tuple[Piece, ...]  # of the source, since the translation was made
    strings: tuple[tuple[Piece, ...], ...]
    terms: tuple[TermUse, ...]
    findings: tuple[Finding, ...]
    comments: tuple[ReviewComment, ...]
    lapsed: tuple[ReviewComment, ...]  # written about another text
    docname: str = ''
    anchor: str = ''
    origin: str = ''
    unreviewed: bool = False  # a machine's translation without a review

    @property
    def message(self) -> Message:
        return self.judged.message

    @property
    def id(self) -> str:
        return f'm-{report.key((self.message.context or "") + self.message.id)}'

    @property
    def digest(self) -> str:
        return credits.digest(self.message)

    @property
    def paragraph(self) -> str:
        """The number it has in print, or ''."""
        number = self.anchor.removeprefix('p')
        return number if number.isdigit() and self.anchor.startswith('p') else ''

    @property
    def states(self) -> tuple[str, ...]:
        """What is to say of its state; an outdated translation may be withheld, too."""
        found = {self.judged.state}
        if self.judged.withheld:
            found.add(State.WITHHELD)
        return tuple(state.value for state in STATES if state in found)

    @property
    def missed(self) -> tuple[TermUse, ...]:
        """The terms without a rendering, where the rule on terms is not silenced."""
        reported = any(finding.code == 'terms' for finding in self.findings)
        return tuple(use for use in self.terms if reported and not use.found)

    @property
    def kinds(self) -> frozenset[str]:
        """What the filters of the page ask for."""
        found = set(self.states)
        found |= {'found'} if self.findings else set()
        found |= {'approved' if each.approved else 'comment' for each in self.comments}
        found |= {'attention'} if found - {'approved'} else set()
        return frozenset(found | ({'machine'} if self.unreviewed else set()))


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


def reviews(project: Project, language: Language) -> Iterator[Review]:
    """A review of each catalog of a language, in the order of the files' names."""
    terms = glossary.read_glossary(project.glossary(language))
    built = report.read(project.outdir(Edition(language, Format.HTML))) or Report('')
    of_sphinx = [each for each in built.findings if each.code.startswith('sphinx.')]
    text = source.now(project)
    seen = judge_all(project, language, text)
    for catalog in seen.catalogs:
        named = built.pages.items()
        pages = {name: page for name, page in named if project.domain(name) == catalog.domain}
        found = [each for each in of_sphinx if each.path == catalog.name]
        found += seen.findings.get(catalog.name, ())
        made = review(language, catalog, seen.judged[catalog.name], found, terms, pages)
        origins = dict(_origins(text.templates.get(catalog.domain)))
        rows = (replace(each, origin=origins.get(each.message.id, '')) for each in made.rows)
        yield replace(made, rows=tuple(rows))


def _origins(template: Catalog | None) -> Iterator[tuple[str, str]]:
    """Where the messages of a template stand in the source; Sphinx writes -1 for no line."""
    for message in template.messages if template else ():
        for location in message.locations[:1]:
            yield message.id, _UP.sub('', location).removesuffix(':-1')


def review(
    language: Language,
    catalog: Catalog,
    judged: Iterable[Judged],
    findings: Iterable[Finding],
    terms: Sequence[Term],
    pages: Mapping[str, Page],
) -> Review:
    """One catalog beside what is known of it. One that cannot be read has defects only."""
    title = pages[catalog.domain].title if catalog.domain in pages else catalog.domain
    if catalog.broken:
        return Review(language, catalog, title, (), catalog.defects)
    by_block = placed(catalog, findings)
    anchors: dict[str, tuple[str, str]] = {}
    for name, page in pages.items():
        for key, anchor in page.anchors.items():
            anchors.setdefault(key, (name, anchor))
    rows = tuple(
        replace(
            row(each, by_block.pop(each.message.block, ()), terms, anchors),
            unreviewed=credits.credit(each.message, catalog.head).unreviewed,
        )
        for each in judged
    )
    return Review(language, catalog, title, rows, tuple(chain.from_iterable(by_block.values())))


def placed(catalog: Catalog, findings: Iterable[Finding]) -> dict[int, tuple[Finding, ...]]:
    """Findings by the number of the block whose lines they name."""
    starts = list(accumulate((block.count('\n') for block in catalog.blocks), initial=1))
    found: dict[int, tuple[Finding, ...]] = {}
    for finding in dict.fromkeys(findings):
        block = bisect_right(starts[:-1], finding.line) - 1
        found[block] = (*found.get(block, ()), finding)
    return found


def row(
    judged: Judged,
    findings: Sequence[Finding],
    terms: Sequence[Term],
    anchors: Mapping[str, tuple[str, str]],
) -> Row:
    message = judged.message
    text = f'{message.id} {message.plural or ""}'
    written = tuple(comments.read(message))
    # a translator who deletes the word fuzzy by hand leaves the previous source behind
    before = message.previous.id if message.previous and message.fuzzy else ''
    return Row(
        judged,
        in_source(message.id, terms),
        in_source(message.plural or '', terms),
        changes(before, message.id) if before else (),
        tuple(in_translation(string, text, terms) for string in message.strings),
        term_uses(text, message.strings, terms) if message.translated else (),
        tuple(sorted(findings, key=lambda finding: -finding.severity)),
        tuple(each for each in written if each.holds(message)),
        tuple(each for each in written if not each.holds(message)),
        *anchors.get(report.key(message.id), ('', '')),
    )


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

    def edition(self, docname: str, anchor: str) -> str:
        """The passage in the edition, on the site."""
        site = f'{self.up}../../' if self.form else f'{self.up}../../site/'
        page = site + site_path(self.language, f'{docname}.html')
        return f'{page}#{anchor}' if anchor else page

    def catalog(self, name: str) -> str:
        """A catalog's file, by its path below the project's root."""
        return f'/-/catalog/{name}' if self.form else f'{self.up}../../../{name}'


def page_files(project: Project, language: Language, form: Form | None = None) -> dict[str, bytes]:
    """The pages and what they load, by their paths below the folder of the language."""
    found = {f'catalogs/{each.catalog.domain}.html': each for each in reviews(project, language)}
    terms = glossary.read_glossary(project.glossary(language))
    in_frame = partial(page, strings(project, language), language, project.source_language, form)
    made = {path: in_frame('catalog.html', path, review=each) for path, each in found.items()}
    made['index.html'] = in_frame('index.html', 'index.html', reviews=found, terms=terms)
    shown = ''.join(data.decode() for data in made.values())
    rules, fonts = front.style(project, {language: shown})
    made |= {name: (TEMPLATES / name).read_bytes() for name in ASSETS}
    made['review.css'] = rules.encode() + made['review.css']
    return made | fonts


def page(
    strings: Strings,
    language: Language,
    source: Language,
    form: Form | None,
    template: str,
    path: str,
    **values: Any,
) -> bytes:
    return render(
        template,
        strings,
        language,
        frame=Frame(language, source, form, path),
        source=source,
        states={state.value: text for state, text in STATES.items()},
        filters=FILTERS,
        categories=credits.CATEGORIES,
        severities=credits.SEVERITIES,
        **values,
    )


def write(project: Project, language: Language) -> int:
    """Write the pages into their folder, which appears whole; the number of catalogs."""
    new = files.new_folder(project.reviews(language))
    made = page_files(project, language)
    for name, data in made.items():
        files.write_bytes(new / name, data, durable=False)
    files.swap(new, project.reviews(language))
    return sum(name.startswith('catalogs/') for name in made)
