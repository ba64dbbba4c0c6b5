"""Pairs: two languages in one edition, passage by passage.

A pair is put together from the finished editions of its languages, so its typography, its marks and
its numbers are theirs, decided once; `paired_pages` does it with pages, `paired_books` with EPUBs,
and a process of its own with PDFs (`builds.bilingual`).

The codes: `pair.page` (one language lacks a document), `pair.passage` (a passage has none beside
it), `pair.language` (a language without a catalog), `pair.part` (an edition that is missing) and
`pair.theme` (pages of another theme).
"""

import time
from collections.abc import Iterator

from editions import files, inputs, report
from editions.builds import bilingual, record
from editions.builds.record import Build, Step
from editions.builds.run import failed, put
from editions.findings import Finding, Severity, relative
from editions.project import Edition, Format, Project
from editions.report import Report
from editions.site import assemble
from editions.site.paired_books import PairedBooks
from editions.site.paired_pages import SHEET, PairedPages


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
    made = (PairedPages if edition.format is Format.HTML else PairedBooks)(project, edition)
    outputs = made.write(new)
    made_from = inputs.of_pair(project, edition, report.read(project.outdir(edition)))
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
    return put(project, edition, done, new, taken)


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
