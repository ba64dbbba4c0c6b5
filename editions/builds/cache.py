"""Editions that were built before, here or elsewhere: found by all that they are made from.

The cache is a folder of entries (`entry.py`), which a CI keeps or several machines share. The
address of an entry is the digest of everything its edition is made from, as `inputs` lists it;
nothing in it depends on the folder of the clone. What a build finds out only while it reads (files
included, extensions) stands in the entry's report: so a name has two parts, a digest of what every
command knows, and one of all. An entry is used where both are those of this project.
"""

import os
import platform
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import metadata
from pathlib import Path
from time import perf_counter

from editions import files, git, inputs, libraries, report
from editions.builds import entry, record, run, source
from editions.builds.entry import RefusedError
from editions.builds.record import Build, Step
from editions.conf import stable, value_of
from editions.findings import UserError, printable, relative
from editions.project import Edition, Format, Project
from editions.report import Input, Report

MEGABYTE = 1_000_000  # bytes
TRIED = 8  # entries with the same first part that are opened
NAME = re.compile(r'(?P<first>[\w-]+\.[0-9a-f]{16})\.(?P<address>[0-9a-f]{64})')
OURS = ('editions_cache', 'editions_cache_megabytes')  # no edition is made from them


@dataclass
class Cache:
    """A folder of entries, as one command uses it; `say` tells the user what is not used."""

    folder: Path
    limit: int  # bytes of all entries
    say: Callable[[str], None]
    renewed: bool = False  # nothing is taken from it, and entries are put in the place of others
    known: dict[str, Input] = field(default_factory=dict)  # files that were looked at

    def restore(self, project: Project, step: Step) -> Build | None:
        """Put an edition that was built before in its place; None where there is none."""
        start, edition = perf_counter(), step.edition
        for path in () if self.renewed else self.candidates(self.first_part(project, edition)):
            try:
                found = self.unpacked(project, edition, path)
            except FileNotFoundError:
                continue  # another command dropped it
            except RefusedError as refused:
                self.say(f'{path}: not used: {refused}; {edition} is built')
                with suppress(OSError):  # a cache that may only be read
                    path.unlink()
                continue
            if found:
                place = project.outdir(edition)
                new = place.with_name(place.name + files.NEW)
                made = run.put(project, edition, found, new, perf_counter() - start)
                # What Sphinx read here was another text.
                shutil.rmtree(project.doctreedir(edition.language), ignore_errors=True)
                return replace(made, reason=step.reason, cached=True)
        return None

    def candidates(self, first: str) -> list[Path]:
        """The entries whose names begin so, those used last first."""
        if not self.folder.is_dir():
            return []
        found = [(moment, path) for path, moment, _ in self.entries() if path.stem == first]
        return [path for _, path in sorted(found, reverse=True)][:TRIED]

    def entries(self) -> Iterator[tuple[Path, float, int]]:
        """Every entry, when it was used last, and its bytes. What is not ours is not looked at."""
        for found in os.scandir(self.folder):
            if NAME.fullmatch(found.name):
                with suppress(FileNotFoundError):  # another command drops it now
                    status = found.stat(follow_symlinks=False)
                    yield Path(found.path), status.st_mtime, status.st_size

    def unpacked(self, project: Project, edition: Edition, path: Path) -> Report | None:
        """Unpack an entry beside the place of its edition, if it is made from what there is now.

        Raises RefusedError and FileNotFoundError.
        """
        with entry.opened(path, top(project.root), self.limit) as found:
            known = found.report
            if known.edition != str(edition):
                raise RefusedError(f'it holds {known.edition}')
            made = replace(
                known,
                inputs=self.snapshot(project, edition, known),
                versions={**known.versions, **inputs.versions(known)},
            )
            name = path.suffix[1:]
            if name != address(project, edition, made):
                same = made.versions == known.versions
                if same and name != address(project, edition, known):
                    raise RefusedError('its name is not that of what it was made from')
                return None
            domains = {project.domain(docname) for docname in made.pages}
            if any(source.gone(project, edition.language, domains)):
                return None  # the build says which catalog is gone
            found.unpack(files.new_folder(project.outdir(edition)))
        with suppress(OSError):  # a cache that may only be read
            os.utime(path)
        return made

    def snapshot(self, project: Project, edition: Edition, last: Report) -> dict[str, Input]:
        """What the edition is made from now, each file read once for all editions."""
        now = record.snapshot(project, edition, replace(last, inputs=self.known))
        self.known |= now
        return now

    def first_part(self, project: Project, edition: Edition) -> str:
        """The beginning of the name of an edition's entries: what is known before it is built."""
        nothing = Report(str(edition))
        known = replace(nothing, inputs=self.snapshot(project, edition, nothing))
        return f'{edition}'.replace('/', '-') + f'.{address(project, edition, known)[:16]}'

    def add(self, project: Project, editions: Iterable[Edition]) -> None:
        """Add the editions that are up to date, and keep to the limit."""
        added = [edition for edition in editions if self.keep(project, edition)]
        if added:
            self.prune()

    def keep(self, project: Project, edition: Edition) -> bool:
        """Add an edition that is up to date; whether it was added."""
        place = project.outdir(edition)
        made = report.read(place)
        if made is None or record.why(project, edition):
            return False  # it failed, or somebody edited while it was built
        if made.moment != record.moment(project, edition, dated=made.dated):
            return False  # it was built on another day, or before a commit
        name = f'{self.first_part(project, edition)}.{address(project, edition, made)}'
        if (self.folder / name).exists() and not self.renewed:
            return False
        size = sum(path.stat().st_size for path in files.below(place))
        large = 'it is larger than the cache may be' if size > self.limit else ''
        if reason := large or bound(place, made, top(project.root)):
            self.say(f'{edition} is not kept in the cache: {reason}')
            return False
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not (ignored := self.folder / '.gitignore').exists():
                files.write_text(ignored, '*\n', durable=False)
            entry.write(self.folder / name, place, made, top(project.root))
        except OSError as error:
            self.say(f'{self.folder}: {edition} is not kept: {error.strerror}')
            return False
        return True

    def prune(self) -> None:
        """Drop what was not used for the longest time, and what killed commands left."""
        total = 0
        for path, _, size in sorted(self.entries(), key=lambda each: each[1], reverse=True):
            if total + size > self.limit:
                path.unlink(missing_ok=True)
            else:
                total += size
        for path in self.folder.glob(f'.*{files.WRITING}'):
            if files.age(path) > files.LONGEST:  # its writer may live on another machine
                path.unlink(missing_ok=True)


def of(
    project: Project, given: str | None, say: Callable[[str], None], *, renewed: bool = False
) -> Cache | None:
    """The cache that a command or conf.py names; None for neither. Raises UserError."""
    name = value_of(project.settings, 'editions_cache') if given is None else given
    if not name:
        return None
    base = project.root if given is None else Path.cwd()
    folder = Path(os.path.normpath(base / name))
    limit = value_of(project.settings, 'editions_cache_megabytes')
    if not isinstance(limit, int) or limit < 0:
        raise UserError(f'{project.conf}: write editions_cache_megabytes = 1000')
    inside = folder.is_relative_to(project.source) and not folder.is_relative_to(project.made)
    if inside and not any(part[0] == '.' for part in folder.relative_to(project.source).parts):
        raise UserError(f'{folder}: it lies within the source; name it .{folder.name}')
    if folder.exists() and not folder.is_dir():
        raise UserError(f'{folder}: it is no folder; name another for the cache')
    return Cache(folder, limit * MEGABYTE, lambda text: say(printable(text)), renewed)


def address(project: Project, edition: Edition, made: Report) -> str:
    """The digest of everything that an edition is made from; `made` says what that was."""
    base = top(project.root)
    facts = (
        entry.HEAD,
        str(edition),
        [(language.code, language.name) for language in project.languages],
        (relative(project.root, base), relative(project.source, base), project.defines),
        {name: value for name, value in project.settings.items() if name not in OURS},
        {name: each.digest for name, each in made.inputs.items()},
        installed(tuple(sorted(made.versions))),
        libraries_of(edition.format),
        record.moment(project, edition, dated=made.dated),
    )
    text = stable(facts).replace(str(base), entry.TOP)
    return files.digest(text.encode('utf-8', 'surrogatepass'))


@cache
def top(root: Path) -> Path:
    """The folder of the clone that a project lies in: that of git, or its own."""
    named = Path(git.ask(root, 'rev-parse', '--show-toplevel').rstrip('\n') or root)
    return named if root.is_relative_to(named) else root


@cache
def installed(names: Iterable[str]) -> dict[str, str]:
    """The versions of our package, of these, and of all that they require."""
    found: dict[str, str] = {'python': platform.python_version()}
    waiting = ['sphinx-editions', *inputs.PROGRAMS, *names]
    while waiting:
        name = re.sub(r'[-_.]+', '-', waiting.pop()).lower()
        if name not in found:
            with suppress(metadata.PackageNotFoundError):  # of another system, or optional
                text = metadata.distribution(name).read_text('METADATA') or ''
                head = text.partition('\n\n')[0]
                version = re.search(r'^Version: (.+)', head, re.MULTILINE)
                found[name] = version[1] if version else ''
                waiting += re.findall(r'^Requires-Dist: ([\w.-]+)(?!.*extra ==)', head, re.M)
    return found


@cache
def libraries_of(form: Format) -> tuple[object, ...]:
    """The machine, and where paper is made the libraries of the system that set its text."""
    found = libraries.versions() if form is Format.PDF else {}
    return platform.system(), platform.machine(), found


def bound(folder: Path, made: Report, base: Path) -> str:
    """Why an edition is right in this clone alone; '' where it is not."""
    paths = [path for path in files.below(folder) if path.name != report.FILE]
    names = [path.relative_to(folder).as_posix() for path in paths]
    if name := entry.outside(made, names, base):
        return f'it is made from {name}, outside of {base}'
    sign = f'{base}/'.encode()
    named = (name for name, path in zip(names, paths, strict=True) if sign in path.read_bytes())
    return next((f'{name} names the folder {base}' for name in named), '')
