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

from editions import files
from editions.commands.build import build
from editions.findings import Finding, Severity, UserError, as_json, exit_code
from editions.project import BASE_URL, Project, load
from editions.site import archive, finish, manifest, validators

ADDRESS = re.compile(r'https?://[A-Za-z0-9.-]+(?::\d+)?/(?:[A-Za-z0-9._~%+-]+/)*')
EXTRA = ('pypdfium2', 'feedgenerator')
LOCK = 'requirements-publish.lock'  # lies in a clone of Editions, where make installs it


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
@click.option('--without-validators', is_flag=True, help='Ask neither; the manifest says so.')
@click.option('--json', 'machine', is_flag=True, help='The findings as JSON, all else on stderr.')
def command(
    directory: str,
    base_url: str,
    previous: Path | None,
    html_validator: str,
    pdf_validator: str,
    without_validators: bool,
    machine: bool,
) -> None:
    """Make the finished, verified site for a web server.

    It is in build/publish, with an archive beside it. Nothing is put there, and the last
    published site stays, where a finding is an error.
    """
    project = addressed(Path(directory), base_url)
    equipped(project.root)
    judges = finish.Judges()
    if not without_validators:
        judges = appointed(project.root, html_validator, pdf_validator)
    with files.exclusive(project.build), aside(machine):
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


def equipped(root: Path) -> None:
    """Raise UserError where the extra `publish` is not installed."""
    if missing := [name for name in EXTRA if not importlib.util.find_spec(name)]:
        raise UserError(f'{" and ".join(missing)}: not installed; {remedy(root)}')


def appointed(root: Path, pages: str, paper: str) -> finish.Judges:
    """Both validators, as the user names them or as they are found.

    Raises UserError where one is missing: a site that nobody judged must not look like one that
    was.
    """
    judges = finish.Judges(validators.nu_checker(pages), validators.pdf_validator(paper))
    named = ((judges.pages, 'the Nu checker'), (judges.paper, 'veraPDF'))
    if missing := [name for judge, name in named if not judge]:
        raise UserError(
            f'{" and ".join(missing)}: not installed; {remedy(root)}; '
            'or publish what nobody has judged: --without-validators'
        )
    return judges


def remedy(root: Path) -> str:
    """The one command that brings the extra."""
    if (root / LOCK).is_file():
        return 'run: make publish'
    return "run: pip install 'sphinx-editions[publish]'"


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
    new = files.new_folder(finish.place(project))
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
    """Where the site is, and whether it was judged."""
    place = finish.place(project)
    files = [path for path in place.rglob('*') if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    click.echo(f'Published for {project.baseurl}: {len(files)} files, {size / 1e6:.1f} MB')
    for path in (place, packed):
        click.echo(f'  {path.relative_to(project.root).as_posix()}')
    if not (judges.pages and judges.paper):
        click.echo('Not judged: neither the Nu checker nor veraPDF was asked.', err=True)
        return
    known = manifest.read(place)
    errors = known['pages']['errors']
    said = f'{errors} errors' if errors else 'valid'
    click.echo(f'  pages: {said} ({known["pages"]["validator"]})')
    for said in sorted({each['validator'] for each in known['pdfs'].values()}):
        click.echo(f'  PDFs: all conform ({said})')
