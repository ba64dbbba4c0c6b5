"""The templates of a project, extracted by Sphinx's gettext builder in a process of its own."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from editions import files
from editions.catalogs.po import read
from editions.catalogs.po.messages import Catalog
from editions.findings import UserError
from editions.project import Project

Templates = Mapping[str, Catalog]  # by domain ('guide/start')


def folder(project: Project) -> Path:
    """Where sphinx-intl looks for templates without being told."""
    return project.build / 'gettext'


def extract(project: Project) -> Templates:
    """Extract every translatable message of the source.

    Raises UserError with Sphinx's own words where the source cannot be read.
    """
    made = files.new_folder(folder(project))
    command = [sys.executable, '-m', 'sphinx', '-q', '-b', 'gettext', '-c', str(project.root)]
    command += ['-d', str(project.build / 'doctrees' / 'gettext'), str(project.source), str(made)]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
    if done.returncode:
        said = '\n'.join(done.stderr.strip().splitlines()[-20:])
        raise UserError(f'{project.source}: Sphinx could not extract the messages\n{said}')
    files.swap(made, folder(project))
    return read_templates(folder(project))


def read_templates(place: Path) -> Templates:
    """The templates of a folder, by domain."""
    found = sorted(place.rglob('*.pot'))
    named = ((path.relative_to(place).with_suffix('').as_posix(), path) for path in found)
    return {domain: read(path, domain=domain) for domain, path in named}
