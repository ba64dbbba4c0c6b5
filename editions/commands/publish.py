"""`editions publish`: the finished site with all that a web server needs, checked."""

import importlib.util
import re
import shutil
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import click

from editions import files
from editions.builds import cache, record, source
from editions.checks import judgement
from editions.checks.criteria import Policy
from editions.commands import _output as output
from editions.commands.build import build
from editions.findings import Finding, Severity, UserError, as_json, exit_code, plural
from editions.project import Format, Project, load
from editions.site import archive, finish, manifest, validators

ADDRESS = re.compile(r'https?://[A-Za-z0-9.-]+(?::\d+)?/(?:[A-Za-z0-9._~%+-]+/)*')
EXTRA = ('pypdfium2', 'feedgenerator')
NAMES = {Format.HTML: 'the Nu checker', Format.PDF: 'veraPDF', Format.EPUB: 'EPUBCheck'}
LOCK = 'requirements-publish.lock'  # lies in a clone of Editions, where make installs it


@click.command()
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
@click.option('--base-url', default='', help="The site's address, instead of html_baseurl.")
@click.option(
    '--previous',
    type=click.Path(path_type=Path),
    help='The last published site, a folder or an archive; by default build/publish.',
)
@click.option(
    '--cache',
    'place',
    default='',
    metavar='DIR',
    help='Take what was built before from this folder, and add to it.',
)
@click.option('--html-validator', default='', help='The command of the Nu checker.')
@click.option('--pdf-validator', default='', help='A command that ends with 0 for a good PDF.')
@click.option('--epub-validator', default='', help='A command that ends with 0 for a good EPUB.')
@click.option(
    '--without-validators', is_flag=True, help='Publish without checking; the manifest records it.'
)
@click.option('--json', 'machine', is_flag=True, help='The findings as JSON, all else on stderr.')
def command(
    directory: str,
    base_url: str,
    previous: Path | None,
    place: str,
    html_validator: str,
    pdf_validator: str,
    epub_validator: str,
    without_validators: bool,
    machine: bool,
) -> None:
    """Make and check the finished site for a web server.

    It is put into build/publish, with an archive beside it. If a finding is an error, nothing is
    put there, and the last published site stays.
    """
    project = load(Path(directory), base_url)
    check_address(project, base_url)
    check_extra(project.root)
    if refused := unreviewed(project):
        output.echo(str(output.located(refused, project.root)), err=machine)
        output.echo('Not published. What was published before stays.', err=machine)
        if machine:
            output.echo(as_json([refused]))
        sys.exit(1)
    judges = finish.Judges()
    if not without_validators:
        judges = find_validators(project, html_validator, pdf_validator, epub_validator)
    with files.exclusive(project.build), output.aside(machine):
        store = cache.of(project, place, partial(output.echo, err=True))
        every, tell = tuple(project.editions()), output.teller(project.root)
        done = build(project, every, tell, force=True, store=store)
        for edition in done.failed:
            output.echo(f'{edition}: not built; {record.last_good(project, edition)}')
        before = project.published  # without --previous it need not exist
        with archive.opened(previous) if previous else nullcontext(before) as last:
            findings = publish(project, judges, last)
    if machine:
        output.echo(as_json(findings))
    sys.exit(exit_code(findings))


def unreviewed(project: Project) -> Finding | None:
    """The first translation that conf.py does not let out: a machine's without a review."""
    if not Policy.refuses_machines(project.settings):
        return None
    text = source.now(project)
    for language in project.languages[1:]:
        catalogs = source.translations(project, language, text).catalogs
        found = judgement.unreviewed(
            sorted(catalogs, key=lambda catalog: catalog.name), Policy.of(project, language)
        )
        if first := next(found, None):
            return first
    return None


def check_address(project: Project, base_url: str = '') -> None:
    """Raise UserError, with the line to write, where a project has no address to publish at."""
    if project.baseurl and not ADDRESS.fullmatch(project.baseurl):
        where = f'--base-url {base_url}' if base_url else f'{project.conf}: html_baseurl'
        raise UserError(f'{where}: write https://example.org/ or https://example.org/folder/')
    if not project.baseurl:
        lines = project.conf.read_text('utf-8').splitlines()
        known = (n for n, line in enumerate(lines, 1) if re.match(r'html_baseurl\s*=', line))
        raise UserError(
            f'{project.conf}:{next(known, len(lines))}: html_baseurl is empty; write '
            "html_baseurl = 'https://example.org/', or give --base-url https://example.org/"
        )


def check_extra(root: Path) -> None:
    """Raise UserError where the extra `publish` is not installed."""
    if missing := [name for name in EXTRA if not importlib.util.find_spec(name)]:
        raise UserError(f'{" and ".join(missing)}: not installed; {remedy(root)}')


def find_validators(project: Project, pages: str, paper: str, books: str) -> finish.Judges:
    """The validators of what is made, as the user names them or as they are found.

    Raises UserError where one is missing: a site that was not validated must not look like one that
    was.
    """
    judges = finish.Judges(
        validators.nu_checker(pages),
        validators.pdf_validator(paper) if Format.PDF in project.formats else None,
        validators.epub_validator(books) if Format.EPUB in project.formats else None,
    )
    found = {Format.HTML: judges.pages, Format.PDF: judges.paper, Format.EPUB: judges.books}
    if missing := [NAMES[form] for form in project.formats if not found[form]]:
        raise UserError(
            f'{_and(missing)}: not installed; {remedy(project.root)}; '
            'or publish without checking: --without-validators'
        )
    return judges


def remedy(root: Path) -> str:
    if (root / LOCK).is_file():
        return 'run: make publish'
    return "run: pip install 'sphinx-editions[publish]'"


def publish(project: Project, judges: finish.Judges, previous: Path) -> tuple[Finding, ...]:
    """Make, check and place the site; say what was found."""
    announce(project, judges)
    new = files.new_folder(project.published)
    try:
        made = finish.make(project, new, judges, previous)
        findings = tuple(dict.fromkeys(made.findings))
        for finding in findings:
            output.echo(str(output.located(finding, project.root)))
        if exit_code(findings):
            errors = sum(finding.severity is Severity.ERROR for finding in findings)
            counted = plural(errors, 'error')
            output.echo(f'Not published: {counted}. What was published before stays.')
        else:
            show_published(project, finish.publish(project, made), judges)
    finally:
        shutil.rmtree(new, ignore_errors=True)  # it is there where it was not published
    return findings


def announce(project: Project, judges: finish.Judges) -> None:
    """Say what is done in the time that follows, most of it a minute of the validators."""
    asked = (
        (judges.pages, '*.html', 'page', 'Nu'),
        (judges.paper, '*.pdf', 'PDF', 'veraPDF'),
        (judges.books, '*.epub', 'EPUB', 'EPUBCheck'),
    )
    counts = [
        f'{plural(sum(1 for _ in project.site.rglob(pattern)), noun)} ({name})'
        for judge, pattern, noun, name in asked
        if judge
    ]
    work = 'Finishing the site'
    if counts:
        work += f', then validating {_and(counts)}, which takes a minute'
    output.echo(f'{work} ...', err=True)


def show_published(project: Project, packed: Path, judges: finish.Judges) -> None:
    place = project.published
    paths = files.below(place)
    size = sum(path.stat().st_size for path in paths)
    output.echo(f'Published for {project.baseurl}: {len(paths)} files, {size / 1e6:.1f} MB')
    for path in (place, packed):
        output.echo(f'  {output.from_here(path)}')
    if not judges.pages:
        names = _and([NAMES[form] for form in project.formats])
        output.echo(f'Not checked by {names}.', err=True)
        return
    known = manifest.read(place)
    errors = known['pages']['errors']
    valid = plural(errors, 'error') if errors else 'valid'
    output.echo(f'  pages: {valid} ({known["pages"]["validator"]})')
    for kind, noun in (('pdfs', 'PDFs'), ('epubs', 'EPUBs')):
        for name in sorted({each['validator'] for each in known.get(kind, {}).values()}):
            output.echo(f'  {noun}: all conform ({name})')


def _and(words: list[str]) -> str:
    """`one, two and three`."""
    return ' and '.join(filter(None, (', '.join(words[:-1]), words[-1])))
