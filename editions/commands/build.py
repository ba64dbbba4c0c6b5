"""`editions build`: some editions or all; says why each is built, or that it is up to date."""

import sys
import time
from pathlib import Path

import click

from editions import files, report
from editions.builds import ahead, child, plan, record
from editions.builds.executors import build_all
from editions.builds.run import Build
from editions.commands import _progress as progress
from editions.findings import Finding, Severity, exit_code
from editions.project import Edition, Project, load
from editions.site import assemble, front


@click.command()
@click.argument('names', nargs=-1, metavar='[EDITION]...')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
@click.option('--force', is_flag=True, help='Build even what is up to date.')
@click.option('--strict', is_flag=True, help='Warnings fail the build too.')
def command(names: tuple[str, ...], directory: str, force: bool, strict: bool) -> None:
    """Build EDITIONs (es, html, zh_CN/pdf), or all of them."""
    project = load(Path(directory))
    editions = chosen(project, names)
    with files.exclusive(project.build):
        tidy(project)
        code = build(project, editions, force=force, strict=strict)
    sys.exit(code)


def tidy(project: Project) -> None:
    """Mend what a killed build left; the lock is ours, so nobody is at work there."""
    for place in (project.site, *map(project.outdir, project.editions())):
        files.recover(place)


def chosen(project: Project, names: tuple[str, ...]) -> tuple[Edition, ...]:
    """The editions that the words of the command line mean, each once."""
    found = [edition for name in names for edition in project.edition(name)]
    return tuple(dict.fromkeys(found or project.editions()))


def build(
    project: Project, editions: tuple[Edition, ...], *, force: bool = False, strict: bool = False
) -> int:
    """Build what is out of date, put the site together, and say what became of all."""
    start = time.perf_counter()
    if not all(project.outdir(edition).exists() for edition in editions):
        child.warm_up()
    steps = plan.plan(project, editions, force=force)
    ahead.start(project, steps, front.prepare)
    builds = []
    with progress.shown(steps) as tell:
        for done in build_all(project, steps):
            builds.append(done)
            tell(done)
    placed = assemble.current(project, changed=any(not done.failed for done in builds))
    summary(project, builds, placed, time.perf_counter() - start)
    findings = [f for done in builds for f in done.findings] + kept(project, editions, builds)
    return max(exit_code(findings, strict=strict), int(any(done.failed for done in builds)))


def kept(project: Project, editions: tuple[Edition, ...], builds: list[Build]) -> list[Finding]:
    """The errors of editions that were not built now: they stay until they are mended."""
    built = {done.edition for done in builds}
    found = []
    for edition in editions:
        last = None if edition in built else report.read(project.outdir(edition))
        found += [f for f in (last.findings if last else ()) if f.severity is Severity.ERROR]
    for finding in dict.fromkeys(found):
        click.echo(str(finding))
    return found


def summary(
    project: Project, builds: list[Build], placed: tuple[Edition, ...], seconds: float
) -> None:
    """The last lines: what failed, and where the editions are."""
    failed = [done.edition for done in builds if done.failed]
    for edition in failed:
        click.echo(f'{edition}: not built; {record.standing(project, edition)}')
    if not builds:
        click.echo('All editions are up to date; nothing to do.')
    else:
        click.echo(f'{len(builds) - len(failed)} of {len(builds)} built in {seconds:.1f} s.')
        if not project.baseurl:
            lacking = 'canonical addresses, hreflang, sitemap and feeds'
            click.echo(f'html_baseurl is empty in conf.py: no {lacking}.', err=True)
    for name, address in assemble.addresses(project, placed).items():
        click.echo(f'  {name:<11} {address}')
