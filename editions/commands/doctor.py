"""`editions doctor`: what this machine and this project lack, and how to fix it."""

import difflib
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from importlib import metadata
from pathlib import Path

import click
from packaging.requirements import Requirement

from editions import files, libraries
from editions.builds import record
from editions.catalogs import po
from editions.commands import _output as output
from editions.commands import publish
from editions.conf import VALUES, value_of
from editions.findings import UserError, plural, relative
from editions.folders import LAYOUTS
from editions.fonts import available
from editions.git import ask
from editions.languages.language import Language
from editions.project import Project, load

DISTRIBUTION = 'sphinx-editions'
PANGO = (1, 44)  # the oldest that WeasyPrint 70 works with
EXTRAS = {
    'spell': '`editions check` does not check spelling',
    'publish': '`editions publish` and `editions verify` do not run',
    'preview': '`editions preview` cannot serve the site',
}


class State(Enum):
    """How a thing stands: as it should, worth knowing, or in the way."""

    OK = 'ok'
    NOTE = 'note'
    FIX = 'FIX'


@dataclass(frozen=True)
class Observation:
    """One thing that was looked at; else the sentence says what to do."""

    state: State
    sentence: str

    def __str__(self) -> str:
        return f'{self.state.value:<5} {self.sentence}'


ok, note, fix = (partial(Observation, state) for state in State)


@click.command()
@click.option('-C', '--directory', default='.', help='The folder of conf.py.', show_default=True)
@click.option('--json', 'as_json', is_flag=True, help='Print JSON, for programs.')
def command(directory: str, as_json: bool) -> None:
    """Look for what is missing on this computer and in this project; say what to do."""
    observations = [*machine(), *look_over(Path(directory))]
    if as_json:
        rows = [{'state': each.state.value, 'sentence': each.sentence} for each in observations]
        output.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        output.echo('\n'.join(map(str, observations)))
    sys.exit(2 if any(each.state is State.FIX for each in observations) else 0)


def look_over(directory: Path) -> Iterator[Observation]:
    """The project, as far as its conf.py can be read."""
    if not any((directory / name / 'conf.py').is_file() for name in LAYOUTS):
        yield note(f'{directory / "conf.py"}: there is none, so no project was looked at')
        return
    try:
        project = load(directory)
    except UserError as error:
        yield fix(str(error))
        return
    yield ok(f'conf.py: {", ".join(each.code for each in project.languages)}')
    yield from values(project)
    yield from fonts(project)
    for language in project.languages[1:]:
        yield catalogs(project, language)
    yield from merging(project)
    yield build(project)


def machine() -> Iterator[Observation]:
    """What Editions needs of the machine, the things others stand on first."""
    yield ok(f'Python {platform.python_version()}')
    yield from packages()
    yield from pango()
    yield own_fonts()
    yield git()


def packages() -> Iterator[Observation]:
    """The packages that we ask for, and the extras that some commands need."""
    try:
        asked = [Requirement(line) for line in metadata.requires(DISTRIBUTION) or ()]
    except metadata.PackageNotFoundError:
        yield note(f'{DISTRIBUTION} runs from its folder and is not installed; nothing to compare')
        return
    always = [each for each in asked if each.marker is None or each.marker.evaluate({'extra': ''})]
    wrong = [sentence for each in always if (sentence := fault(each))]
    yield from (fix(f'{sentence}; `pip install {DISTRIBUTION}`') for sentence in wrong)
    if not wrong:
        yield ok(f'{DISTRIBUTION} {metadata.version(DISTRIBUTION)}, {len(always)} packages')
    for extra, without in EXTRAS.items():
        of_it = [each for each in asked if each not in always and wanted(each, extra)]
        if any(fault(each) for each in of_it):
            yield note(f"{without}; `pip install '{DISTRIBUTION}[{extra}]'`")


def wanted(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is not None and requirement.marker.evaluate({'extra': extra})


def fault(requirement: Requirement) -> str:
    """What is wrong with an installed package; '' where nothing is."""
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return f'{requirement.name} is not installed'
    if requirement.specifier.contains(version, prereleases=True):
        return ''
    return f'{requirement.name} {version} is installed, {requirement.specifier} is needed'


def pango() -> Iterator[Observation]:
    """The libraries that WeasyPrint loads, as it loads them."""
    libraries.find()
    try:
        from weasyprint.text import ffi  # slow, and it fails where a library is missing
    except (OSError, ImportError) as error:
        reason = str(error).partition('\n')[0]
        yield fix(f'no PDF can be made: {reason}; {libraries.remedy()}')
        return
    number = ffi.pango.pango_version()
    version = (number // 10000, number // 100 % 100, number % 100)
    printed = '.'.join(map(str, version))
    if version[:2] < PANGO:
        yield fix(
            f'Pango {printed}: {".".join(map(str, PANGO))} or newer is needed; {libraries.remedy()}'
        )
    else:
        yield ok(f'Pango {printed}')
    if ffi.harfbuzz_subset is None:
        yield fix(f'HarfBuzz cannot cut fonts, so PDFs would hold whole ones; {libraries.remedy()}')


def own_fonts() -> Observation:
    try:
        folders = available.own_folders()
    except UserError as error:
        return fix(str(error))
    empty = [folder for folder in folders if not any(available.font_files([folder]))]
    if empty:
        return fix(f'{empty[0]}: no fonts here; `pip install --force-reinstall {DISTRIBUTION}`')
    return ok(f'{sum(1 for _ in available.font_files(folders))} fonts')


def git() -> Observation:
    place = shutil.which('git')
    if place is None:
        return note('git is not installed: what a catalog lost since the last commit goes unseen')
    return ok(f'git, {Path(place)}')


def values(project: Project) -> Iterator[Observation]:
    """What conf.py says, and what it may have meant."""
    if 'editions' not in (project.settings.get('extensions') or ()):
        yield fix(f'conf.py: {record.unlisted(project)}')
    for name in project.settings:
        if meant := misspelt(name):
            yield fix(f'conf.py: {name} means nothing; perhaps {meant}')
    if project.settings.get('gettext_compact', True) is not False:
        yield note(
            'conf.py: gettext_compact = False gives each document a catalog of its own; '
            'without it a folder shares one'
        )
    try:
        publish.check_address(project)
    except UserError as error:
        yield (fix if project.baseurl else note)(str(error))


def misspelt(name: str) -> str:
    """The value that a name of conf.py may mean; '' where it is no misspelling of ours."""
    known = [value.name for value in VALUES if value.help]
    if name in known or not name.startswith(('editions_', 'edition_', 'pdf_')):
        return ''
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
    return near[0] if near else ''


def fonts(project: Project) -> Iterator[Observation]:
    for name in value_of(project.settings, 'editions_fonts'):
        try:
            folder = available.added_folder(name, project.root)
        except UserError as error:
            yield fix(str(error))
        else:
            yield ok(f'{name}: {sum(1 for _ in available.font_files([folder]))} fonts')


def catalogs(project: Project, language: Language) -> Observation:
    """Whether the catalogs of a language can be read; `editions check` says what is in them."""
    paths = project.catalog_files(language).values()
    if not paths:
        return note(f'{language.code}: no catalogs yet; `editions update` makes them')
    read = [po.read(path, root=project.root, language=language.code) for path in paths]
    broken = [catalog for catalog in read if catalog.breach]
    if broken:
        first = str(broken[0].breach)
        number = plural(len(broken), 'catalog')
        return fix(f'{language.code}: {number} cannot be read: {first}')
    return ok(f'{language.code}: {plural(len(paths), "catalog")}')


def merging(project: Project) -> Iterator[Observation]:
    """Whether git knows in this clone how catalogs are merged; nothing where there is no git."""
    driver = ask(project.root, 'config', 'merge.editions.driver')
    asked = ask(project.root, 'check-attr', 'merge', '--', str(project.locale / 'x.po'))
    if asked and len(project.languages) > 1 and not (driver and asked.endswith(' editions\n')):
        yield note('git merges catalogs line by line here; `editions merge --setup` teaches it')


def build(project: Project) -> Observation:
    """Whether a build can be written now."""
    name = relative(project.build, project.root)
    if not project.build.is_dir():
        free = os.access(project.root, os.W_OK)
        return ok(f'{name}/: not there yet') if free else fix(f'{name}/: cannot be made')
    try:
        with files.exclusive(project.build):
            writable = os.access(project.build, os.W_OK)
    except UserError:
        return note(f'{name}/: a build is at work here; wait until it has ended')
    except OSError as error:
        return fix(f'{name}/: cannot be written: {error.strerror}')
    return ok(f'{name}/: free') if writable else fix(f'{name}/: cannot be written')
