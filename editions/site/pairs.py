"""Pairs: two languages in one edition, passage by passage.

A pair is put together from the finished editions of its languages, so its typography, its marks and
its numbers are theirs, decided once; `paired_pages` does it with pages, `paired_books` with EPUBs,
and a process of its own with PDFs (`builds.bilingual`).

The codes: `pair.page` (one language lacks a document), `pair.passage` (a passage has none beside
it), `pair.language` (a language without a catalog), `pair.part` (an edition that is missing) and
`pair.theme` (pages of another theme).
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from editions import files, inputs, report
from editions.builds import bilingual, record, reuse
from editions.builds.record import Build, Step
from editions.builds.run import failed, put
from editions.conf import digest
from editions.findings import Finding, Severity, relative
from editions.project import Edition, Format, Project
from editions.report import Report
from editions.site import assemble
from editions.site.paired_books import PairedBooks
from editions.site.paired_pages import SHEET, Known, PairedPages


def renew(project: Project, *, printed: bool = False) -> None:
    """Put the pairs whose languages are there on a standing site, for those who watch it; those
    that are PDFs where somebody looks at one.
    """
    asked = [pair for pair in project.pairs if printed or pair.format is not Format.PDF]
    whole = [p for p in asked if all(project.outdir(part).is_dir() for part in p.parts)]
    for step in record.plan_pairs(project, whole):
        build(project, step)
    for tag in {pair.tag for pair in project.pairs if project.outdir(pair).is_dir()}:
        assemble.renew(project, tag)


def build(project: Project, step: Step) -> Build:
    """Put a pair together beside its place, and move it in; or record why that cannot be."""
    start, edition, reason = time.perf_counter(), step.edition, step.reason
    if stops := tuple(dict.fromkeys(missing(project, edition))):
        return failed(project, edition, reason, stops, 1, start)
    if edition.format is Format.PDF:
        return bilingual.build(project, edition, reason)
    new = files.new_folder(project.outdir(edition))
    last = report.read(project.outdir(edition))
    made_from = inputs.of_pair(project, edition, last)
    made: PairedPages | PairedBooks = PairedBooks(project, edition)
    if edition.format is Format.HTML:
        afresh = last is None or reason in (*reuse.FRESH, record.SPOILED)
        made = PairedPages(project, edition, None if afresh else known(project, edition, last))
    outputs = made.write(new)
    taken = time.perf_counter() - start
    done = Report(
        str(edition),
        record.timestamp(),
        reason,
        round(taken, 3),
        tuple(findings(project, edition, made)),
        outputs=outputs,
        versions=inputs.versions(),
        inputs=made_from,
    )
    built = put(project, edition, done, new, taken)
    if isinstance(made, PairedPages):
        note(project, edition, made)
    return built


def note(project: Project, edition: Edition, made: PairedPages) -> None:
    """Remember what each page was put together from."""
    pages = {name: (each, made.alone[name]) for name, each in made.made_from.items()}
    last = report.read(project.outdir(edition))
    value = {'around': around(project, edition, last), 'pages': pages}
    files.write_text(_file(project, edition), json.dumps(value), durable=False)


def known(project: Project, edition: Edition, last: Report | None) -> Known:
    """What the pages of the last pair were put together from, where that is known."""
    try:
        value = json.loads(_file(project, edition).read_text('utf-8'))
        pages = {name: (str(of), [*alone]) for name, (of, alone) in value['pages'].items()}
        return pages if value['around'] == around(project, edition, last) else {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def around(project: Project, edition: Edition, last: Report | None) -> str:
    """A digest of the pair that stands, and of what all its pages hang on now."""
    now = inputs.of_pair(project, edition, last).items()
    program = sorted((name, each.digest) for name, each in now if not name.startswith(inputs.PAGES))
    facts = program, inputs.versions(last), project.pairs, project.documents, project.languages
    return digest([last.content if last else '', *facts])


def _file(project: Project, edition: Edition) -> Path:
    return project.build / 'doctrees' / edition.code / 'pages.json'


def missing(project: Project, edition: Edition) -> Iterator[Finding]:
    """Why a pair cannot be put together."""
    for part in edition.parts:
        place = project.outdir(part)
        if report.read(place) is None:
            sentence = f'{part} has not been built, so nothing can stand beside the other language'
            yield Finding('', 0, Severity.ERROR, sentence, 'pair.part')
        elif part.format is Format.HTML and not (place / SHEET).is_file():
            sentence = "pairs are pages of our theme; write html_theme = 'editions'"
            yield Finding('conf.py', 0, Severity.ERROR, sentence, 'pair.theme')


def findings(
    project: Project, edition: Edition, made: PairedPages | PairedBooks
) -> Iterator[Finding]:
    """What does not stand beside each other, and why."""
    for docname, there, other in made.lacking():
        sentence = f'{edition}: {other.code} has no such page, so it stands in {there.code} alone'
        yield warning(source(project, docname), sentence, 'pair.page')
    for language in edition.languages:
        if language != project.source_language and not project.catalog_files(language):
            sentence = f'{edition}: {language.code} has no catalog, so its column is in '
            sentence += f'{project.source_language.name}; `editions update` makes one'
            path = relative(project.catalogs(language), project.root)
            yield warning(path, sentence, 'pair.language')
    for docname, counts in made.alone.items():
        named = zip(counts, edition.languages, strict=True)
        if counted := ' and '.join(f'{n} in {language.code}' for n, language in named if n):
            sentence = f'{edition}: passages that have none beside them: {counted}'
            yield warning(source(project, docname), sentence, 'pair.passage')


def source(project: Project, docname: str) -> str:
    """The text that a document is written in, as a finding names it."""
    found = project.source_file(docname)
    return relative(found, project.root) if found else docname


def warning(path: str, sentence: str, code: str) -> Finding:
    return Finding(path, 0, Severity.WARNING, sentence, code)
