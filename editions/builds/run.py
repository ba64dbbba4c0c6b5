"""An edition becomes a `sphinx-build` command, and the command a `Build`.

One process an edition, one task a language: the formats of a language run one after the
other, because they share doctrees. What is built is made beside its place and moved in only
when it is whole; the last good edition stays otherwise.
"""

import os
import shutil
import signal
import time
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from queue import SimpleQueue

from editions import files, inputs, report
from editions.builds import children, heights, record, reuse, source
from editions.builds.record import Build, Step
from editions.findings import Finding, Severity
from editions.project import Edition, Format, Project
from editions.report import Report


def build_all(project: Project, steps: Iterable[Step]) -> Generator[Build]:
    """Build what the plan says; yield each build as soon as it is done.

    Where it is closed before, the children at work are ended.
    """
    each = tasks(steps)
    workers = min(len(each) or 1, 2 * (os.cpu_count() or 2))  # they wait for unequal children
    ready: SimpleQueue[Build | None] = SimpleQueue()  # None where a task ends

    def work(task: list[Step]) -> None:
        try:
            for made in build_language(project, task):
                ready.put(made)
        finally:
            ready.put(None)

    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(work, task) for task in each]
        try:
            for _ in each:
                yield from iter(ready.get, None)
            for future in futures:
                future.result()
        except (KeyboardInterrupt, GeneratorExit):  # here, or where the builds are told
            children.interrupt()
            raise


def tasks(steps: Iterable[Step]) -> list[list[Step]]:
    """The steps of each language."""
    ordered = sorted(steps, key=lambda step: step.edition.language.code)
    return [list(group) for _, group in groupby(ordered, lambda step: step.edition.language.code)]


def build_language(project: Project, steps: Iterable[Step]) -> Iterator[Build]:
    """Build some formats of one language, one after the other: the first one reads."""
    builds: list[Build] = []
    for step in steps:
        read = any(not built.failed for built in builds)
        builds.append(build(project, step.edition, step.reason, just_read=read))
        yield builds[-1]


def build(project: Project, edition: Edition, reason: str, *, just_read: bool = False) -> Build:
    """Build one edition beside its place; put it there, or record why it failed.

    With `just_read` the same command has read the documents for another format.
    """
    last = report.read(project.outdir(edition))
    made_from = record.snapshot(project, edition, last)
    how = reuse.plan(project, edition, reason, last, made_from, just_read=just_read)
    done = attempt(project, edition, reason, made_from, how)
    return done or attempt(project, edition, reason, made_from, reuse.Plan())  # type: ignore[return-value]


def attempt(
    project: Project, edition: Edition, reason: str, made_from: inputs.Inputs, how: reuse.Plan
) -> Build | None:
    """Build an edition as a plan says; None where going on from the last build did not do."""
    start = time.perf_counter()
    place = project.outdir(edition)
    if stops := missing(project, edition):
        return failed(project, edition, reason, stops, 1, start)
    heights.measure(project, edition)
    new, log = files.new_folder(place), place.with_name(f'{place.name}.log')
    moments = {dated: record.moment(project, edition, dated=dated) for dated in (False, True)}
    words = sphinx_build(project, edition, new, how, made_from)
    code = children.run(words, log, paper=edition.format is Format.PDF)
    found = report.read(new) or Report(str(edition))
    if not how.fresh and (code > 0 or not (code or found.outputs)):
        return None
    if code or not found.outputs:
        findings = found.findings
        if not any(map(fatal, findings)):
            findings += (record.last_words(project, log, code or 1),)
        return failed(project, edition, reason, findings, code or 1, start)
    found = record.complete(project, found, made_from)
    found = replace(found, reason=reason, moment=moments[found.dated])
    return whole(project, edition, found, how, new, time.perf_counter() - start)


def whole(
    project: Project,
    edition: Edition,
    found: Report,
    how: reuse.Plan,
    new: Path,
    seconds: float,
) -> Build:
    """Put an edition that was built now in its place."""
    done = replace(found, built=record.timestamp(), seconds=round(seconds, 3))
    written = reuse.taken(new)
    made = put(project, edition, done, new, seconds)
    reuse.note(project, edition, how, done, written)
    return made


def put(project: Project, edition: Edition, done: Report, new: Path, seconds: float) -> Build:
    """Put a whole edition in its place; a failure before it is over."""
    place, outputs = project.outdir(edition), dict(done.outputs)
    report.write(new, report.sealed(new, done))
    files.swap(new, place)
    record.failure_file(project, edition).unlink(missing_ok=True)
    place.with_name(f'{place.name}.log').unlink(missing_ok=True)
    bytes_ = size(place, edition, outputs)
    return Build(edition, done.reason, 0, done.findings, seconds, outputs, bytes_)


def missing(project: Project, edition: Edition) -> tuple[Finding, ...]:
    """Why the catalogs do not let an edition be built; the messages of the source are made sure of.

    Where they cannot be extracted the edition fails by itself, and says why in its own words.
    """
    if edition.language == project.source_language:
        return ()
    return tuple(source.gone(project, edition.language, source.domains(project)))


def failed(
    project: Project,
    edition: Edition,
    reason: str,
    findings: tuple[Finding, ...],
    code: int,
    start: float,
) -> Build:
    """Record why; a build that the user ended is no failure of the edition."""
    place = project.outdir(edition)
    shutil.rmtree(place.with_name(place.name + files.NEW), ignore_errors=True)
    if code != -signal.SIGINT:
        sentence = str(next(filter(fatal, findings)))
        why = Report(str(edition), record.timestamp(), sentence, findings=findings)
        files.write_text(record.failure_file(project, edition), why.to_json(), durable=False)
    return Build(edition, reason, code, findings, time.perf_counter() - start, {})


def fatal(finding: Finding) -> bool:
    """Whether a finding stops an edition: what Sphinx logs, a picture and a withheld message do
    not.
    """
    harmless = finding.harm or finding.code.startswith(('sphinx', 'picture'))
    return finding.severity is Severity.ERROR and not harmless


def sphinx_build(
    project: Project, edition: Edition, outdir: Path, how: reuse.Plan, made_from: inputs.Inputs
) -> list[str]:
    """The arguments of the command that builds an edition, fit to paste behind `sphinx-build`."""
    doctrees = project.doctreedir(edition.language)
    options = [*children.of_language(project, edition.language, doctrees), *how.options]
    if paper := record.paper_in(project, edition, made_from):
        options.append(f'--define=editions_pages={paper}')
    if heights.are_asked_for(project, edition):
        options.append(f'--define=editions_heights={project.heights}')
    return children.arguments(project, edition.format.builder, doctrees, outdir, options)


def size(folder: Path, edition: Edition, outputs: Iterable[str]) -> int:
    """The bytes of a PDF or EPUB edition's files, or of a whole HTML edition."""
    whole = edition.format is Format.HTML
    paths = files.below(folder) if whole else map(folder.joinpath, outputs)
    return sum(path.stat().st_size for path in paths)
