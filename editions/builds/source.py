"""What the source says now, known to every command without being asked.

The templates in `build/gettext` are kept current: where nothing that they are made from has
changed they are read, else Sphinx's gettext builder runs in a child, with doctrees of its own.
Every command reads the catalogs of a language here, carried forward to them.
"""

import os
import shlex
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from editions import files, git, inputs, report
from editions.builds import children, record, reuse
from editions.catalogs import current, po
from editions.catalogs.current import Templates
from editions.catalogs.po.messages import Catalog
from editions.findings import Finding, Severity, UserError, relative
from editions.folders import catalog_files, is_catalog
from editions.languages.language import Language
from editions.project import Edition, Project

GONE = 'catalog.gone'  # the code of the finding that a catalog was lost
WAIT = 600.0  # seconds for which an extraction in another process is waited for


@dataclass(frozen=True)
class Source:
    """The messages of the source; `trouble` says why they could not be extracted."""

    templates: Templates
    trouble: Finding | None = None

    def sound(self) -> Templates:
        """The templates. Raises UserError where the source cannot be read."""
        if self.trouble:
            raise UserError(f'the messages could not be extracted: {self.trouble.message}')
        return self.templates


@dataclass(frozen=True)
class Translations:
    """The catalogs of a language for what the source says now."""

    catalogs: tuple[Catalog, ...]
    findings: tuple[Finding, ...] = ()  # what they lack, and what is gone
    lacking: int = 0  # messages of the source that no update has brought into them yet


def now(project: Project) -> Source:
    """The messages of the source, extracted where it has changed."""
    with _extracted(project, fork=False) as found:
        if isinstance(found, Finding):
            return Source({}, found)
        return Source(current.read_templates(found))


def domains(project: Project) -> frozenset[str]:
    """The domains of the source; none where it cannot be read.

    Extracted by the server that builds editions. Started for this alone, it takes longer than a
    process that loads Sphinx only.
    """
    with _extracted(project, fork=True) as found:
        return frozenset(() if isinstance(found, Finding) else catalog_files(found, '.pot'))


def translations(project: Project, language: Language, said: Source | None = None) -> Translations:
    """The catalogs of a language as an update would leave them; none of the source language.

    Where the source cannot be read they are as they stand on disk, with the finding.
    """
    if language == project.source_language:
        return Translations(())
    said = said or now(project)
    place = project.catalogs(language)
    on_disk = [
        po.read(path, root=project.root, language=language.code)
        for path in project.catalog_files(language).values()
    ]
    if said.trouble:
        return Translations(tuple(on_disk), (said.trouble,))
    left = current.of_first_folder(project, language, said.templates, on_disk)
    done = current.carried(place, language.code, on_disk, left, project.root)
    lost = {finding.path: finding for finding in gone(project, language, said.templates)}
    new = {name: number for name, number in done.lacking.items() if name not in lost}
    found = (*lost.values(), *current.behind(language.code, new))
    return Translations(done.catalogs, found, sum(done.lacking.values()))


def gone(project: Project, language: Language, domains: Iterable[str]) -> Iterator[Finding]:
    """The catalogs of documents of the source that were there and are not any more.

    The last commit knows, where there is git; else the last build.
    """
    named = (project.catalog(language, domain) for domain in sorted(domains))
    absent = [path for path in named if not is_catalog(path)]
    if not absent:
        return
    committed = _committed(project.root, absent)
    builds = (report.read(project.outdir(Edition(language, each))) for each in project.formats)
    built_with = {name for known in builds if known for name in known.inputs}
    before = built_with if committed is None else committed
    for path in absent:
        name = relative(path, project.root)
        if name not in before:
            continue
        when, back = 'at the last build', 'bring it back'
        if committed is not None:
            quoted = shlex.quote(os.path.relpath(path))
            when, back = 'at the last commit', f'`git checkout HEAD -- {quoted}` brings it back'
        sentence = f'the catalog was there {when} and is gone; {back}; '
        sentence += '`editions update` starts an empty one'
        yield Finding(name, 0, Severity.ERROR, sentence, GONE)


def _committed(root: Path, paths: list[Path]) -> set[str] | None:
    """Which of these files the last commit holds; None where there is no git or no commit."""
    if not git.ask(root, 'rev-parse', 'HEAD'):
        return None
    names = [relative(path, root) for path in paths]
    listed = git.ask(root, 'ls-tree', '-r', '-z', '--name-only', 'HEAD', '--', *names)
    return set(listed.split('\0'))


@contextmanager
def _extracted(project: Project, *, fork: bool) -> Iterator[Path | Finding]:
    """The folder of the templates, extracted where the source has changed; or why there is none."""
    with _writable(project) as place, files.exclusive(place.build / 'doctrees', wait=WAIT):
        last = report.read(place.templates)
        sound = last and report.whole(place.templates, last)
        if last and sound and not record.changed(last, inputs.of_source(place, last)):
            yield place.templates
        else:
            yield _extract(place, last, fork=fork)


@contextmanager
def _writable(project: Project) -> Iterator[Project]:
    """The project, or the same with its templates in a folder of their own where nothing may be
    written: a catalog is checked on a disk that is read-only, too.
    """
    try:
        project.build.mkdir(parents=True, exist_ok=True)
        free = os.access(project.build, os.W_OK)
    except OSError:
        free = False
    if free:
        yield project
        return
    with TemporaryDirectory(prefix='editions-') as place:
        yield replace(project, output=os.path.relpath(place, project.root))


def _extract(project: Project, last: report.Report | None, *, fork: bool) -> Path | Finding:
    """Run the gettext builder, and put what it made in place."""
    made_from = inputs.of_source(project, last)
    new, log = files.new_folder(project.templates), project.templates.with_name('gettext.log')
    doctrees = project.build / 'doctrees' / 'gettext'
    how = reuse.source_plan(project, last, made_from)
    arguments = children.arguments(project, 'gettext', doctrees, new, how.options)
    code = children.run(arguments, log, fork=fork)
    if code > 0 and not how.fresh:
        arguments = children.arguments(project, 'gettext', doctrees, new, reuse.Plan().options)
        code = children.run(arguments, log, fork=fork)
    found = report.read(new) or report.Report('gettext')  # without our extension there is none
    if code:
        shutil.rmtree(new, ignore_errors=True)
        trouble = record.last_words(project, log, code)
        unread = trouble.code == 'build.failed'
        return replace(trouble, code='source.unread') if unread else trouble
    written = reuse.taken(new)
    report.write(new, report.sealed(new, record.complete(project, found, made_from)))
    files.swap(new, project.templates)
    reuse.note_templates(doctrees, written)
    log.unlink(missing_ok=True)
    return project.templates
