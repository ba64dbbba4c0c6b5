"""Sees what is saved, and what that touches: the languages to build, the pages for reviewers."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path

from watchfiles import awatch

from editions import inputs, report
from editions.languages.language import Language
from editions.project import Project

QUIET = 10  # ms without a change after which a save is taken to be whole
LONGEST = 200  # ms that one may take altogether


@dataclass(frozen=True)
class Affected:
    """The languages whose editions are built again, and those whose review pages change."""

    languages: frozenset[Language] = frozenset()
    reviews: frozenset[Language] = frozenset()
    configuration: bool = False  # conf.py, or a module that it imports
    program: bool = False  # code or templates: what was read and written with them is void

    def __or__(self, other: 'Affected') -> 'Affected':
        return Affected(
            self.languages | other.languages,
            self.reviews | other.reviews,
            self.configuration or other.configuration,
            self.program or other.program,
        )


def affected(project: Project, paths: Iterable[Path]) -> Affected:
    """What the files of one save touch together."""
    found = Affected()
    for path in paths:
        found |= touched(project, path)
    return found


def touched(project: Project, path: Path) -> Affected:
    """What one file touches; nothing where it is no part of any edition."""
    everything = frozenset(project.languages)
    if inputs.is_ours(project, path):
        return Affected()
    if path in (project.conf, *project.modules):
        return Affected(everything, everything, configuration=True, program=True)
    if path.is_relative_to(project.locale):
        return in_locale(project, path)
    known = reports(project)
    if not inputs.touches(project, path, known):
        return Affected()
    loaded = [project.root / name for each in known for name in each.loaded]
    program = any(path.is_relative_to(folder) for folder in (inputs.PACKAGE, *loaded))
    return Affected(everything, everything, program=program)


def reports(project: Project) -> list[report.Report]:
    """What the editions say they were made from."""
    found = (report.read(project.outdir(edition)) for edition in project.editions())
    return [each for each in found if each]


def in_locale(project: Project, path: Path) -> Affected:
    """A catalog touches its language; the glossary only what reviewers see."""
    code = path.relative_to(project.locale).parts[0]
    mine = frozenset(language for language in project.languages if language.code == code)
    if path.suffix != '.po':
        return Affected()
    catalog = any(path.is_relative_to(project.catalogs(language)) for language in mine)
    return Affected(mine if catalog else frozenset(), mine)


@dataclass(frozen=True)
class Watched:
    """Folders that are watched with all below them, and those of which only the files are."""

    trees: frozenset[Path]
    flat: frozenset[Path]


def watched(project: Project) -> Watched:
    """Where files lie that a save may change."""
    trees, folders = inputs.folders(project, reports(project))
    trees = {each for each in trees if each.is_dir() and not trees & set(each.parents)}
    folders = {each for each in folders if each.is_dir() and not trees & {each, *each.parents}}
    return Watched(frozenset(trees), frozenset(folders))


async def saved(folders: Iterable[Path], *, recursive: bool) -> AsyncIterator[set[Path]]:
    """The files of each save."""
    watcher = awatch(*folders, step=QUIET, debounce=LONGEST, recursive=recursive, rust_timeout=1000)
    async for changes in watcher:
        yield {Path(path) for _, path in changes}
