"""`editions publish`: the finished site with all that a web server needs, checked."""

import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import click

from editions import atomic
from editions.builds import lock
from editions.commands.build import build
from editions.findings import Finding, Severity, UserError, as_json, exit_code
from editions.project import BASE_URL, Project, load
from editions.site import archive, finish, validators

NU = 'the Nu checker; `npm install vnu-jar`, or --html-validator'
VERAPDF = 'veraPDF; https://verapdf.org, or --pdf-validator'
ADDRESS = re.compile(r'https?://[A-Za-z0-9.-]+(?::\d+)?/(?:[A-Za-z0-9._~%+-]+/)*')
EXTRA = ('pypdfium2', 'feedgenerator')


@click.command()
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
@click.option('--base-url', default='', help="The site's address, instead of html_baseurl.")
@click.option(
    '--previous',
    type=click.Path(path_type=Path),
    help='The site published before, a folder or an archive; else build/publish.',
)
@click.option('--html-validator', default='', help='The command of the Nu checker.')
@click.option('--pdf-validator', default='', help='A command that ends with 0 for a good PDF.')
@click.option('--json', 'machine', is_flag=True, help='The findings as JSON, all else on stderr.')
def command(
    directory: str,
    base_url: str,
    previous: Path | None,
    html_validator: str,
    pdf_validator: str,
    machine: bool,
) -> None:
    """Make the finished, verified site in build/publish, and an archive of it.

    Nothing is put there, and the last published site stays, where a finding is an error.
    """
    project = addressed(Path(directory), base_url)
    equipped()
    judges = finish.Judges(
        validators.nu_checker(project.root, html_validator),
        validators.pdf_validator(pdf_validator),
    )
    with lock.exclusive(project.build), aside(machine):
        build(project, tuple(project.editions()))
        with before(project, previous) as last:
            findings = publish(project, judges, last)
    if machine:
        click.echo(as_json(findings))
    sys.exit(exit_code(findings))


@contextmanager
def aside(machine: bool) -> Iterator[None]:
    """Send what people read to stderr, where a machine reads stdout."""
    with redirect_stdout(sys.stderr if machine else sys.stdout):
        yield


def addressed(directory: Path, base_url: str) -> Project:
    """The project at its address. Raises UserError that names the line where it has none."""
    if base_url:
        os.environ[BASE_URL] = base_url
    project = load(directory)
    if project.baseurl and not ADDRESS.fullmatch(project.baseurl):
        place = (
            f'--base-url {base_url}' if base_url else f'{project.root / "conf.py"}: html_baseurl'
        )
        raise UserError(f'{place}: write https://example.org/ or https://example.org/folder/')
    if not project.baseurl:
        path = project.root / 'conf.py'
        lines = path.read_text('utf-8').splitlines()
        known = (n for n, line in enumerate(lines, 1) if re.match(r'html_baseurl\s*=', line))
        place = f'{path}:{next(known, len(lines))}'
        raise UserError(f'{place}: html_baseurl is empty; set it, or say --base-url https://…/')
    return project


def equipped() -> None:
    """Raise UserError where the extra `publish` is not installed."""
    missing = [name for name in EXTRA if not importlib.util.find_spec(name)]
    if missing:
        names = ' and '.join(missing)
        raise UserError(f'{names}: not installed; run: pip install "sphinx-editions[publish]"')


@contextmanager
def before(project: Project, previous: Path | None) -> Iterator[Path]:
    """The site published before; the folder need not exist where nobody named it."""
    if previous:
        with archive.opened(previous) as folder:
            yield folder
    else:
        yield finish.place(project)


def publish(project: Project, judges: finish.Judges, previous: Path) -> tuple[Finding, ...]:
    """Make, check and place the site; say what was found."""
    new = atomic.beside(finish.place(project))
    try:
        made = finish.make(project, new, judges, previous)
    except BaseException:
        shutil.rmtree(new)
        raise
    findings = tuple(dict.fromkeys(made.findings))
    for finding in findings:
        click.echo(str(finding))
    if exit_code(findings):
        shutil.rmtree(new)
        errors = sum(finding.severity is Severity.ERROR for finding in findings)
        click.echo(f'Not published: {errors} errors. What was published before stays.')
    else:
        announce(project, finish.publish(project, made), judges)
    return findings


def announce(project: Project, packed: Path, judges: finish.Judges) -> None:
    """Where the site is, and which judges were not asked."""
    place = finish.place(project)
    files = [path for path in place.rglob('*') if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    click.echo(f'Published for {project.baseurl}: {len(files)} files, {size / 1e6:.1f} MB')
    for path in (place, packed):
        click.echo(f'  {path.relative_to(project.root).as_posix()}')
    for judge, name in ((judges.pages, NU), (judges.paper, VERAPDF)):
        if judge is None:
            click.echo(f'  not asked, since it is not installed: {name}', err=True)
