"""What is out of date, and why: decided from files alone, without importing Sphinx."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import editions
from editions import report
from editions.builds import record
from editions.catalogs import counts
from editions.findings import relative
from editions.languages.language import Language
from editions.project import Edition, Project
from editions.report import Input, Report

Inputs = Mapping[str, Input]
_program: dict[str, Input] = {}

PROGRAMS = ('sphinx', 'docutils', 'babel', 'weasyprint', 'pydyf', 'fonttools')
SKIPPED = {'__pycache__', 'node_modules', '_build'}
OUTPUTS = ('.mo', '.pyc')


@dataclass(frozen=True)
class Step:
    """One edition to build, with the reason that a person reads."""

    edition: Edition
    reason: str


def plan(project: Project, editions: Iterable[Edition], *, force: bool = False) -> tuple[Step, ...]:
    """The editions that are out of date, in the given order."""
    known: dict[Language, Inputs] = {}
    steps = []
    for edition in editions:
        last = report.read(project.outdir(edition))
        language = edition.language
        if language not in known:
            known[language] = snapshot(project, language, last.inputs if last else {})
        reason = 'asked for' if force else why(project, edition, last, known[language])
        if reason:
            steps.append(Step(edition, reason))
    return tuple(steps)


def why(project: Project, edition: Edition, last: Report | None, now: Inputs) -> str:
    """The reason to build an edition again; '' where it is up to date."""
    if record.failure(project, edition):
        return 'the last build failed'
    if last is None:
        return 'not built yet'
    if last.versions != versions():
        return 'the program changed'
    return difference(last.inputs, now)


def difference(before: Inputs, now: Inputs) -> str:
    """Say in a few words what changed between two snapshots."""
    changed = [name for name in now if name in before and now[name].digest != before[name].digest]
    for names, verb in (
        (changed, 'changed'),
        ([name for name in now if name not in before], 'is new'),
        ([name for name in before if name not in now], 'is gone'),
    ):
        if names:
            first = 'the program' if names[0].startswith('editions:') else names[0]
            return f'{first} {verb}' + (f' and {len(names) - 1} more' if len(names) > 1 else '')
    return ''


def snapshot(project: Project, language: Language, before: Inputs) -> Inputs:
    """Every file that an edition of this language is made from.

    A file whose size and time are those of `before` is taken to hold what it held. The site's
    address counts as one: a run may override conf.py's.
    """
    found = {relative(path, project.root): path for path in files(project, language)}
    address = hashlib.sha256(project.baseurl.encode()).hexdigest()
    inputs = {**marked(found, before), **program(before)}
    inputs['html_baseurl'] = Input(0, 0, address)
    return inputs | dict(progress(project, language, before))


def program(before: Inputs) -> Inputs:
    """The files of the program, looked at once a process: what runs is what was there then."""
    if not _program:
        package = Path(editions.__file__).parent
        _program.update(
            marked({f'editions:{relative(p, package)}': p for p in below(package)}, before)
        )
    return _program


def marked(found: Mapping[str, Path], before: Inputs) -> dict[str, Input]:
    """The files that are there, each with its fingerprint."""
    made = {name: fingerprint(path, before.get(name)) for name, path in sorted(found.items())}
    return {name: known for name, known in made.items() if known}


def progress(project: Project, language: Language, before: Inputs) -> Inputs:
    """Whether each catalog of the other languages is translated, as pages name only such."""
    threshold = float(project.settings.get('editions_threshold', counts.THRESHOLD))
    found = {}
    for path in counts.catalogs(project, language) if project.baseurl else ():
        name, status = f'{relative(path, project.root)} in part', path.stat()
        known = before.get(name)
        if not known or (known.size, known.mtime) != (status.st_size, status.st_mtime_ns):
            enough = str(counts.translated(path, threshold))
            known = Input(status.st_size, status.st_mtime_ns, enough)
        found[name] = known
    return found


def fingerprint(path: Path, before: Input | None) -> Input | None:
    """What a file is now; None for one that is gone already, as editors make and remove them."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if before and (before.size, before.mtime) == (status.st_size, status.st_mtime_ns):
        return before
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Input(status.st_size, status.st_mtime_ns, digest)


def files(project: Project, language: Language) -> Iterator[Path]:
    """conf.py, the source, the language's catalogs, and the folders that conf.py names."""
    yield project.root / 'conf.py'
    made = project.root / Path(project.output).parts[0]
    yield from below(project.source, {made, project.locale})
    yield from below(project.catalogs(language))
    for name in ('templates_path', 'html_static_path', 'html_extra_path'):
        for folder in project.settings.get(name) or []:
            yield from below(project.root / folder)


def below(folder: Path, without: Iterable[Path] = ()) -> Iterator[Path]:
    """The files below a folder, in a fixed order; nothing hidden, nothing made by a build."""
    left_out = {str(path) for path in without}
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if name[0] != '.' and name not in SKIPPED and str(Path(place, name)) not in left_out
        )
        yield from (
            Path(place, name)
            for name in sorted(names)
            if name[0] != '.' and not name.endswith(OUTPUTS)
        )


def versions() -> dict[str, str]:
    """The programs that decide the bytes of an edition."""
    return {name: metadata.version(name) for name in PROGRAMS}
