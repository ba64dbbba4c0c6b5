"""What became of each edition, the last good one and the failure after it; and what is out of date.

The last good edition speaks for itself (`report.json` in its folder). A failure is a file
beside that folder; it stays until a build of the edition succeeds. What is out of date is decided
from files alone, without importing Sphinx.
"""

import os
import re
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from editions import files, git, inputs, report
from editions.conf import digest
from editions.findings import Finding, Severity, relative
from editions.languages.language import Language
from editions.project import Edition, Format, Project
from editions.report import Input, Report

SAVED = 'The full traceback has been saved in:'  # how Sphinx ends its account of an exception
NAMES = re.compile(r'^(?:editions|sphinx)(?:\.\w+)+: ')  # of our and Sphinx's exceptions
UNREGISTERED = re.compile(r"Builder name pdf not registered|config value 'editions_templates'")
ORDER = 'order'  # the file in the folder of builds that says which workers are at work
# Two reasons to build an edition, both also to read all of its source again.
ASKED_FOR, LAST_FAILED = 'asked for', 'the last build failed'
SPOILED = 'its files were changed or lost'
# A text that says when it was written.
DATED = re.compile(rb'^\s*:?date:\s*[12]\d{3}', re.MULTILINE)
TEXTS = ('.rst', '.md', '.txt', '.inc')


def timestamp() -> str:
    return datetime.now(UTC).isoformat(timespec='seconds')


def failure_file(project: Project, edition: Edition) -> Path:
    outdir = project.outdir(edition)
    return outdir.with_name(f'{outdir.name}.failed.json')


def failure(project: Project, edition: Edition) -> Report | None:
    """The failed build since the last good one, if there was one."""
    try:
        return Report.from_json(failure_file(project, edition).read_text('utf-8'))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError):
        return Report(str(edition), reason='the record of the last failure cannot be read')


def last_good(project: Project, edition: Edition) -> str:
    """What readers have of an edition whose last build failed."""
    last = report.read(project.outdir(edition))
    if last is None:
        return 'it has never been built'
    return f'the last good one stays, built {last.built}'


def last_words(project: Project, log: Path, code: int) -> Finding:
    """What a build ended with that reported nothing itself."""
    if code == -signal.SIGXCPU:
        sentence = 'it took too long and was ended; look for a text that never ends'
        return _failed(f'{sentence} (see {relative(log, project.root)})')
    if code < 0:
        return _failed(f'the build was killed by signal {-code}')
    lines = log.read_text('utf-8', 'replace').splitlines() if log.exists() else []
    if any('UnicodeDecodeError' in line for line in lines) and (found := not_utf8(project)):
        return found
    if any(UNREGISTERED.search(line) for line in lines):
        return Finding('conf.py', 0, Severity.ERROR, unlisted(project), 'build.failed')
    end = lines.index(SAVED) if SAVED in lines else len(lines)  # advice of Sphinx follows
    written = [line.strip() for line in lines[:end] if line.strip()]
    last = written[-1] if written else f'the build ended with exit code {code}'
    return _failed(f'{NAMES.sub("", last)} (see {relative(log, project.root)})')


def unlisted(project: Project) -> str:
    """That conf.py does not name our extension, and the line to write."""
    right = [*(project.settings.get('extensions') or ()), 'editions']
    return f'Sphinx does not know Editions; write extensions = {right!r}'


def not_utf8(project: Project) -> Finding | None:
    """The first text of the source that is not UTF-8, at the line that is not."""
    for name, path in inputs.shared(project):
        if path.suffix not in TEXTS:
            continue
        data = path.read_bytes()
        try:
            data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b'\n', 0, error.start) + 1
            sentence = (
                f'byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8, or convert '
                f'it: iconv -f WINDOWS-1252 -t UTF-8 {path.name} > new.txt'
            )
            return Finding(name, line, Severity.ERROR, sentence, 'source.encoding')
    return None


def _failed(sentence: str) -> Finding:
    return Finding('', 0, Severity.ERROR, sentence, 'build.failed')


@dataclass(frozen=True)
class Build:
    edition: Edition
    reason: str
    returncode: int
    findings: tuple[Finding, ...]
    seconds: float
    outputs: dict[str, int]  # file -> pages of paper, 0 for what has none
    size: int = 0  # bytes of all files
    cached: bool = False  # it was built before, and comes from the cache

    @property
    def failed(self) -> bool:
        """Whether the edition could not be built: the last good one stays in place."""
        return self.returncode != 0


@dataclass(frozen=True)
class Step:
    """One edition to build, with the reason that a person reads."""

    edition: Edition
    reason: str


def plan(project: Project, editions: Iterable[Edition], *, force: bool = False) -> tuple[Step, ...]:
    """The editions that are out of date, in the given order.

    An EPUB lists the pages of its PDF: where that is made again, so is the EPUB.
    """
    found: dict[Edition | None, Step] = {}
    for each in editions:
        reason = ASKED_FOR if force else why(project, each)
        if not reason and pdf_of(each) in found:
            reason = f'{pdf_of(each)} is made again'
        if reason:
            found[each] = Step(each, reason)
    return tuple(found.values())


def plan_pairs(
    project: Project, editions: Iterable[Edition], *, force: bool = False
) -> tuple[Step, ...]:
    """The pairs among some editions that are out of date, and those that stand already.

    A PDF waits until it is asked for: it takes seconds, and the others milliseconds.
    """
    asked = set(project.pairs).intersection(editions)
    others = [e for e in project.pairs if e not in asked and project.outdir(e).is_dir()]
    others = [e for e in others if e.format is not Format.PDF]
    steps = plan(project, (e for e in project.pairs if e in asked), force=force)
    return (*steps, *plan(project, others))


def why(project: Project, edition: Edition) -> str:
    """The reason to build an edition again; '' where it is up to date."""
    last = report.read(project.outdir(edition))
    if failure(project, edition):
        return LAST_FAILED
    if last is None:
        return 'not built yet'
    if not report.whole(project.outdir(edition), last):
        return SPOILED
    if edition.beside:
        return changed(last, inputs.of_pair(project, edition, last))
    return changed(last, snapshot(project, edition, last))


def snapshot(project: Project, edition: Edition, last: Report | None) -> dict[str, Input]:
    """What an edition is made from, as it is now.

    An EPUB lists the pages of its PDF, and the pages of a PDF may be those of all languages.
    """
    found = inputs.snapshot(project, edition.language, last)
    if edition.format is Format.PDF and project.synoptic:
        found |= inputs.of_others(project, last)
    pdf = pdf_of(edition)
    if pdf and Format.PDF in project.formats and not why(project, pdf):
        pages = repr(sorted((report.read(project.outdir(pdf)) or Report('')).starts.items()))
        found[f'{inputs.PAGES}{pdf}'] = Input(0, 0, files.digest(pages.encode()))
    return found


def paper_in(project: Project, edition: Edition, made_from: inputs.Inputs) -> Path | None:
    """The report of the PDF whose pages an EPUB lists: where one was up to date in a snapshot."""
    pdf = pdf_of(edition)
    there = pdf and f'{inputs.PAGES}{pdf}' in made_from
    return project.outdir(pdf) / report.FILE if pdf and there else None


def pdf_of(edition: Edition) -> Edition | None:
    """The PDF whose pages an EPUB lists; a pair is put together from those of two EPUBs."""
    single = edition.format is Format.EPUB and not edition.beside
    return Edition(edition.language, Format.PDF) if single else None


def changed(last: Report, now: inputs.Inputs) -> str:
    """What changed since a report (`weasyprint 70.0 is now 70.1`); '' where nothing did."""
    before = last.versions
    for name, version in inputs.versions(last).items():
        if version != before.get(name):
            return f'{name} {before.get(name) or "(unknown)"} is now {version or "missing"}'
    return inputs.difference(last.inputs, now)


def moment(project: Project, edition: Edition, *, dated: bool) -> str:
    """A digest of the time as an edition shows it: today, where its pages name the day,
    SOURCE_DATE_EPOCH, and for a file the last commits of its documents.
    """
    values = project.settings
    rights = (str(values.get(name)) for name in ('copyright', 'project_copyright'))
    dated = dated or values.get('html_last_updated_fmt') is not None
    dated = dated or any('%Y' in each for each in rights)
    facts = (
        os.environ.get('SOURCE_DATE_EPOCH', ''),
        date.today().isoformat() if dated else '',
        [] if edition.format is Format.HTML else commits(project),
    )
    return digest(facts)


def commits(project: Project) -> list[object]:
    """The days of the last commits of documents that give none: their PDFs say them."""
    found: list[object] = []
    for document in project.documents:
        path = project.source_file(document.docname)
        if path and not DATED.search(path.read_bytes()):
            found += [git.last_commit(path), git.has_history(path.parent)]
    return found


def complete(project: Project, found: Report, made_from: inputs.Inputs) -> Report:
    """The report of the Sphinx side with what is known here; what it read, too, is an input."""
    read = inputs.fingerprints(inputs.reported(project, found), made_from)
    versions = {**found.versions, **inputs.versions()}
    return replace(found, versions=versions, inputs={**made_from, **read})


def reported(project: Project, language: Language) -> Iterator[Finding]:
    """What was said in the last builds, where the file it speaks of is still the same."""
    for edition in project.editions():
        folder = project.outdir(edition)
        last = report.read(folder) if edition.language == language else None
        if last is None:
            continue
        when = (folder / report.FILE).stat().st_mtime
        for finding in last.findings:
            path = project.root / finding.path
            if path.is_file() and path.stat().st_mtime <= when:
                yield finding
