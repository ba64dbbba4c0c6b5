"""An edition becomes a `sphinx-build` command, and the command a `Build`.

One process an edition, one task a language: the formats of a language run one after the
other, because they share doctrees. What is built is made beside its place and moved in only
when it is whole; the last good edition stays otherwise.
"""

import re
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from editions import files, report
from editions.builds import child, plan, record
from editions.findings import Finding, Severity
from editions.project import TAG, Edition, Format, Project, load
from editions.report import Report

SAVED = 'The full traceback has been saved in:'  # how Sphinx ends its account of an exception
OURS = re.compile(r'^(?:editions|sphinx)(?:\.\w+)+: ')


@dataclass(frozen=True)
class Build:
    """What became of one edition."""

    edition: Edition
    reason: str
    returncode: int
    findings: tuple[Finding, ...]
    seconds: float
    outputs: dict[str, int]  # file -> pages of paper, 0 for HTML
    size: int = 0  # bytes of all files

    @property
    def failed(self) -> bool:
        """Whether the edition could not be built: the last good one stays in place."""
        return self.returncode != 0


Task = tuple[tuple[str, str], ...]  # (format, reason) of one language, in order


def build_language(
    root: Path, code: str, task: Task, *, fork: bool = True, fresh: bool = True
) -> tuple[Build, ...]:
    """Build some formats of one language; the one function that an executor runs.

    It starts its children on the machine where it runs and may be repeated: every edition is
    put in place by rename. `fresh` reads all sources anew, since a document that is not read
    again hides what Sphinx had to say of it.
    """
    project = load(root)
    builds: list[Build] = []
    for name, reason in task:
        edition = Edition(project.language(code), Format(name))
        again = fresh and not any(not built.failed for built in builds)
        builds.append(build(project, edition, reason, fork=fork and child.can_fork(), fresh=again))
    return tuple(builds)


def build(
    project: Project,
    edition: Edition,
    reason: str,
    *,
    fork: bool,
    fresh: bool,
    onward: bool = False,
) -> Build:
    """Build one edition beside its place; put it there, or record why it failed.

    `onward` starts from a copy of the last good edition, of which Sphinx writes only the pages
    that changed: for people who watch, since what is not read again is not judged again.
    """
    start = time.perf_counter()
    place = project.outdir(edition)
    last = report.read(place) if onward else None
    inputs = plan.snapshot(project, edition.language, last.inputs if last else {})
    new = copied(place) if last else files.new_folder(place)
    log = place.with_name(f'{place.name}.log')
    code = child.run(sphinx_build(project, edition, new, fresh=fresh), log, fork=fork)
    found = report.read(new) or Report(str(edition))
    if code or not found.outputs:
        return failed(project, edition, reason, found, code or 1, log, time.perf_counter() - start)
    seconds = time.perf_counter() - start
    done = replace(
        found,
        built=record.now(),
        reason=reason,
        seconds=round(seconds, 3),
        versions=plan.versions(),
        inputs=inputs,
    )
    report.write(new, done)
    files.swap(new, place)
    record.clear_failure(project, edition)
    log.unlink(missing_ok=True)
    outputs = dict(done.outputs)
    return Build(edition, reason, 0, done.findings, seconds, outputs, size(place, edition, outputs))


def copied(place: Path) -> Path:
    """A copy of an edition beside it, without what the next build will say of itself."""
    new = files.new_folder(place)
    shutil.copytree(place, new, dirs_exist_ok=True)
    (new / report.FILE).unlink()
    return new


def failed(
    project: Project,
    edition: Edition,
    reason: str,
    found: Report,
    code: int,
    log: Path,
    seconds: float,
) -> Build:
    """Record why; a build is never red without a sentence."""
    findings = found.findings
    if not any(map(fatal, findings)):
        findings += (Finding('', 0, Severity.ERROR, last_words(log, code), 'build.failed'),)
    sentence = str(next(filter(fatal, findings)))
    failure = record.Failure(str(edition), record.now(), sentence, findings)
    record.write_failure(project, edition, failure)
    shutil.rmtree(project.outdir(edition).with_name(f'{edition.format.value}.new'), True)
    return Build(edition, reason, code, findings, seconds, {})


def fatal(finding: Finding) -> bool:
    """Whether a finding stops an edition: what Sphinx logs and a withheld message do not."""
    from editions.checks.checking import WITHHELD  # slow to import, and needed by a failure only

    harmless = finding.code in WITHHELD or finding.code.startswith('sphinx')
    return finding.severity is Severity.ERROR and not harmless


def sphinx_build(project: Project, edition: Edition, outdir: Path, *, fresh: bool) -> list[str]:
    """The arguments of the command that builds an edition, fit to paste behind `sphinx-build`."""
    return [
        '--builder', edition.format.value,
        '--conf-dir', str(project.root),
        '--doctree-dir', str(project.doctreedir(edition.language)),
        '--define', f'language={edition.language.code}',
        '--define', f'html_baseurl={project.baseurl}',
        *(f'--define={value}' for value in project.defines),
        '--tag', TAG,
        '--no-color',
        '--quiet',
        *(['--fresh-env'] if fresh else []),
        str(project.source),
        str(outdir),
    ]  # fmt: skip


def last_words(log: Path, code: int) -> str:
    """What a build that says nothing of its own died of."""
    if code < 0:
        return f'the build was killed by signal {-code}'
    lines = log.read_text('utf-8', 'replace').splitlines() if log.exists() else []
    end = lines.index(SAVED) if SAVED in lines else len(lines)  # advice of Sphinx follows
    said = [line.strip() for line in lines[:end] if line.strip()]
    last = said[-1] if said else f'the build ended with exit code {code}'
    return f'{OURS.sub("", last)} (see {log.name})'


def size(folder: Path, edition: Edition, outputs: Iterable[str]) -> int:
    """The bytes of a PDF edition's files, or of a whole HTML edition."""
    paths = folder.rglob('*') if edition.format is Format.HTML else map(folder.joinpath, outputs)
    return sum(path.stat().st_size for path in paths if path.is_file())
