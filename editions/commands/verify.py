"""`editions verify`: build everything again apart, and compare with a published site."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from editions import files
from editions.commands import _output as output
from editions.commands.build import build
from editions.commands.publish import check_address, check_extra
from editions.findings import Finding, Severity, UserError, as_json, exit_code, plural
from editions.project import Project, base_address, load
from editions.site import archive, finish, manifest

APART = 'verify'  # the folder below build/ in which everything is built from nothing


@click.command()
@click.argument('published', required=False, type=click.Path(path_type=Path))
@click.option('-C', '--directory', default='.', help='The folder of conf.py.', show_default=True)
@click.option('--json', 'machine', is_flag=True, help='The findings as JSON, all else on stderr.')
def command(published: Path | None, directory: str, machine: bool) -> None:
    """Build everything again, from nothing, and compare with what was published.

    PUBLISHED is a folder or an archive, by default build/publish. Your editions in
    build/ are left alone.
    """
    known = load(Path(directory))
    check_extra(known.root)
    with archive.opened(published or known.published) as folder:
        address = base_address(str(manifest.read(folder).get('site') or ''))
        project = replace(known.apart(APART), baseurl=address or known.baseurl)
        check_address(project, '')
        with files.exclusive(project.build), output.aside(machine):
            findings = verify(project, folder)
    if machine:
        output.echo(as_json(findings))
    sys.exit(exit_code(findings))


def verify(project: Project, published: Path) -> list[Finding]:
    """Build, finish the site in a folder of its own, compare; say what differs.

    Nothing built before is used. Raises UserError where an edition cannot be built.
    """
    for left in project.build.iterdir():  # of a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    try:
        done = build(project, tuple(project.editions()), output.teller(project.root), force=True)
        if done.failed:
            names = ', '.join(map(str, done.failed))
            raise UserError(f'{names}: cannot be built, so nothing was compared')
        with TemporaryDirectory() as folder:
            finish.make(project, Path(folder), finish.Judges())
            found = list(manifest.compare(published, Path(folder)))
    finally:
        shutil.rmtree(project.build, ignore_errors=True)
    for finding in found:
        output.echo(str(finding))
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    output.echo(
        f'{plural(errors, "difference")}.'
        if errors
        else 'The published site is what its source gives.'
    )
    return found
