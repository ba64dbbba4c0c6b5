"""`editions doctor`: what this machine and this project lack, and how to mend it."""

import difflib
import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from editions import files
from editions.catalogs import po
from editions.commands import _machine as machine
from editions.commands._machine import Observation, State, mend, note, ok
from editions.findings import UserError, relative
from editions.fonts import available
from editions.languages.language import Language
from editions.project import Project, load

# conf.py's values that are ours; a test holds them equal to what Sphinx is told.
VALUES = frozenset(
    {
        'editions_fonts',
        'editions_ignore',
        'editions_languages',
        'editions_outdated',
        'editions_threshold',
        'editions_withhold',
        'pdf_documents',
        'pdf_stylesheets',
        'pdf_theme',
        'pdf_theme_options',
    }
)


@click.command()
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(directory: str) -> None:
    """Look over this machine and this project; say what to mend."""
    root = Path(directory)
    observations = list(chain(machine.examine(), examine(root)))
    for each in observations:
        click.echo(str(each))
    sys.exit(2 if any(each.state is State.MEND for each in observations) else 0)


def examine(root: Path) -> Iterator[Observation]:
    """The project, as far as its conf.py can be read."""
    if not (root / 'conf.py').is_file():
        yield note(f'{root / "conf.py"}: there is none, so no project was looked at')
        return
    try:
        project = load(root)
    except UserError as error:
        yield mend(str(error))
        return
    yield ok(f'conf.py: {", ".join(each.code for each in project.languages)}')
    yield from values(project)
    yield from fonts(project)
    for language in project.languages[1:]:
        yield catalogs(project, language)
    yield build(project)


def values(project: Project) -> Iterator[Observation]:
    """What conf.py says, and what it may have meant."""
    if 'editions' not in (project.settings.get('extensions') or ()):
        yield mend("conf.py: extensions lacks 'editions'; Sphinx does not know us")
    for name in project.settings:
        if meant := misspelt(name):
            yield mend(f'conf.py: {name} means nothing; perhaps {meant}')
    if project.settings.get('gettext_compact', True) is not False:
        yield note(
            'conf.py: gettext_compact = False gives each document a catalog of its own; '
            'without it a folder shares one'
        )
    address = project.baseurl
    if address and not address.startswith(('https://', 'http://')):
        yield mend(f"conf.py: html_baseurl is {address!r}; write 'https://example.org/'")
    if not address:
        yield note(
            'conf.py: html_baseurl is empty; `editions publish` asks for it or for --base-url'
        )


def misspelt(name: str) -> str:
    """The value that a name of conf.py may mean; '' where it is no misspelling of ours."""
    if name in VALUES or not name.startswith(('editions_', 'edition_', 'pdf_')):
        return ''
    near = difflib.get_close_matches(name, VALUES, n=1, cutoff=0.85)
    return near[0] if near else ''


def fonts(project: Project) -> Iterator[Observation]:
    for name in project.settings.get('editions_fonts') or ():
        try:
            folder = available.added_folder(name, project.root)
        except UserError as error:
            yield mend(str(error))
        else:
            yield ok(f'{name}: {sum(1 for _ in available.font_files([folder]))} faces')


def catalogs(project: Project, language: Language) -> Observation:
    """Whether the catalogs of a language can be read; `editions check` says what is in them."""
    paths = sorted(project.catalogs(language).rglob('*.po'))
    if not paths:
        return note(f'{language.code}: no catalogs yet; `editions update` makes them')
    read = [po.read(path, root=project.root, language=language.code) for path in paths]
    broken = [catalog for catalog in read if catalog.broken]
    if broken:
        first = str(broken[0].breach)
        return mend(f'{language.code}: {len(broken)} catalogs cannot be read: {first}')
    return ok(f'{language.code}: {len(paths)} catalog{"s" if len(paths) > 1 else ""}')


def build(project: Project) -> Observation:
    """Whether a build can be written now."""
    name = relative(project.build, project.root)
    if not project.build.is_dir():
        free = os.access(project.root, os.W_OK)
        return ok(f'{name}/: not there yet') if free else mend(f'{name}/: cannot be made')
    try:
        with files.exclusive(project.build):
            writable = os.access(project.build, os.W_OK)
    except UserError:
        return note(f'{name}/: a build is at work here; wait until it has ended')
    except OSError as error:
        return mend(f'{name}/: cannot be written: {error.strerror}')
    return ok(f'{name}/: free') if writable else mend(f'{name}/: cannot be written')
