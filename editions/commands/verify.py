"""`editions verify`: rebuild, and compare with a published site."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from editions import files
from editions.commands.build import build
from editions.commands.publish import addressed, aside, equipped
from editions.findings import Finding, Severity, UserError, as_json, exit_code
from editions.project import Project, load
from editions.site import archive, compare, finish, manifest


@click.command()
@click.argument('published', required=False, type=click.Path(path_type=Path))
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
@click.option('--json', 'machine', is_flag=True, help='The findings as JSON, all else on stderr.')
def command(published: Path | None, directory: str, machine: bool) -> None:
    """Build everything anew and compare with what was published.

    PUBLISHED is a folder or an archive; build/publish where none is named.
    """
    known = load(Path(directory))
    equipped(known.root)
    with archive.opened(published or finish.place(known)) as folder:
        project = addressed(Path(directory), str(manifest.read(folder).get('site') or ''))
        with files.exclusive(project.build), aside(machine):
            findings = verify(project, folder)
    if machine:
        click.echo(as_json(findings))
    sys.exit(exit_code(findings))


def verify(project: Project, published: Path) -> list[Finding]:
    """Build, finish the site in a folder of its own, compare; say what differs."""
    if build(project, tuple(project.editions()), force=True) == 2:
        raise UserError('the editions cannot be built; nothing was compared')
    with TemporaryDirectory() as folder:
        finish.make(project, Path(folder), finish.Judges())
        found = list(compare.findings(published, Path(folder)))
    for finding in found:
        click.echo(str(finding))
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    click.echo(
        f'{errors} differences.' if errors else 'The published site is what its source gives.'
    )
    return found
