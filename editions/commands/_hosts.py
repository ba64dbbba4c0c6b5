"""The files that let a service build, check and publish a project after each change."""

from collections.abc import Iterator
from pathlib import Path
from string import Template

from editions import git
from editions.catalogs import store
from editions.commands import _output as output
from editions.libraries import PACKAGES
from editions.project import Project
from editions.version import __version__

TEMPLATES = Path(__file__).parent.parent / 'templates' / 'hosts'
ACTIONS = '.github/workflows/editions.yml'
FILES = {
    'github': ACTIONS,
    'gitlab': '.gitlab-ci.yml',
    'readthedocs': '.readthedocs.yaml',
    'netlify': ACTIONS,
    'cloudflare': ACTIONS,
    'container': 'Containerfile',
}
PYTHON = '3.13'


def write(project: Project, host: str) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether it was written: one that exists is left as it is.

    They stand where the repository begins, for services look nowhere else.
    """
    root = Path(git.ask(project.root, 'rev-parse', '--show-toplevel').strip() or project.root)
    fields = fields_of(project, root.resolve())
    for name, template in ((FILES[host], host), ('requirements.txt', 'requirements')):
        with output.blaming(root / name):
            yield root / name, store.create(root / name, text_of(template, fields))


def text_of(template: str, fields: dict[str, str]) -> str:
    """The text of a file; what is run on GitHub is built in the same way for every host."""
    text = _filled(template, fields)
    name = FILES.get(template)
    if name != ACTIONS:
        return text
    note, indent, publish = text.partition('      - ')
    return _filled('actions', fields | {'note': note.rstrip(), 'publish': indent + publish})


def _filled(template: str, fields: dict[str, str]) -> str:
    return Template((TEMPLATES / f'{template}.txt').read_text('utf-8')).substitute(fields)


def fields_of(project: Project, root: Path) -> dict[str, str]:
    """What the templates leave open; paths as seen from the folder where the files stand."""
    folder = project.root.resolve().relative_to(root).as_posix()
    published, site = (
        path.resolve().relative_to(root).as_posix() for path in (project.published, project.site)
    )
    libraries = PACKAGES.values()
    return {
        'python': PYTHON,
        'version': __version__,
        'libraries': ' '.join(libraries),
        'packages': '\n'.join(f'    - {name}' for name in libraries),
        'options': '' if folder == '.' else f' -C {folder}',
        'published': published,
        'site': site,
        'name': project.documents[0].name,
    }
