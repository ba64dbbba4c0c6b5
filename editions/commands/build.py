"""`editions build`: some editions or all; says why each is built, or that it is up to date."""

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from editions import files, report
from editions.builds import record
from editions.builds.record import Build, Step
from editions.commands import _output as output
from editions.conf import value_of
from editions.findings import Finding, Severity, exit_code, plural
from editions.project import Edition, Format, Project, load
from editions.site import assemble

# Imported where they are used: where nothing has changed, nothing of them is.
if TYPE_CHECKING:
    from editions.builds.cache import Cache
    from editions.builds.cluster import Cluster


@dataclass(frozen=True)
class Outcome:
    """What became of the editions that were asked for."""

    builds: tuple[Build, ...]  # those that were out of date
    findings: tuple[Finding, ...]  # of all of them, also of those that were built before
    placed: tuple[Edition, ...]  # the editions on the site
    seconds: float

    @property
    def failed(self) -> tuple[Edition, ...]:
        return tuple(done.edition for done in self.builds if done.failed)

    def code(self, *, strict: bool) -> int:
        """The exit code: an edition that failed, or an error in one that is published."""
        return max(exit_code(self.findings, strict=strict), int(bool(self.failed)))


@click.command()
@click.argument('names', nargs=-1, metavar='[EDITION]...')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.', show_default=True)
@click.option('--force', is_flag=True, help='Build even what is up to date.')
@click.option(
    '--cache',
    'folder',
    metavar='DIR',
    help='Take what was built before from this folder, and add to it.',
)
@click.option('--scheduler', metavar='ADDRESS', help='Build on a Dask cluster: tcp://host:8786.')
@click.option('--strict', is_flag=True, help='Exit with 1 for warnings, too.')
@click.option('-q', '--quiet', is_flag=True, help='Print only what is wrong.')
@click.option('-v', '--verbose', is_flag=True, help='Print every finding, and notes.')
@click.option('--json', 'machine', is_flag=True, help='The outcome as JSON, all else on stderr.')
def command(
    names: tuple[str, ...],
    directory: str,
    force: bool,
    folder: str | None,
    scheduler: str | None,
    strict: bool,
    quiet: bool,
    verbose: bool,
    machine: bool,
) -> None:
    """Build EDITIONs (es, html, zh_CN/pdf, en+es), or all of them.

    An edition is built only if something that it is made from has changed.
    """
    project = load(Path(directory))
    editions = chosen(project, names)
    with files.exclusive(project.build), output.aside(machine), connected(scheduler) as far:
        tell = output.teller(project.root, quiet=quiet, verbose=verbose)
        store = cache_of(project, folder, renewed=force)
        done = build(project, editions, tell, force=force, quiet=quiet, store=store, far=far)
        show_kept(project, done)
        if not quiet:
            show_summary(project, editions, done)
            note_address(project, verbose=verbose)
            show_code(done, strict=strict)
    if machine:
        output.echo(as_json(project, done))
    sys.exit(done.code(strict=strict))


def connected(scheduler: str | None) -> AbstractContextManager['Cluster | None']:
    """The cluster that a command builds on; None where it names none."""
    if not scheduler:
        return nullcontext()
    from editions.builds import cluster

    return cluster.connected(scheduler)


def cache_of(project: Project, folder: str | None, *, renewed: bool = False) -> 'Cache | None':
    """The cache that a command or conf.py names; None where they name none. Raises UserError."""
    if not (value_of(project.settings, 'editions_cache') if folder is None else folder):
        return None
    from editions.builds import cache

    return cache.of(project, folder, partial(output.echo, err=True), renewed=renewed)


def chosen(project: Project, names: tuple[str, ...]) -> tuple[Edition, ...]:
    """The editions that the words of the command line mean, each once; a pair with its parts."""
    found = [edition for name in names for edition in project.edition(name)]
    return tuple(dict.fromkeys(e for each in found for e in (*each.parts, each))) or tuple(
        project.editions()
    )


def build(
    project: Project,
    editions: tuple[Edition, ...],
    tell: output.Tell,
    *,
    force: bool = False,
    quiet: bool = False,
    store: 'Cache | None' = None,
    far: 'Cluster | None' = None,
) -> Outcome:
    """Build what is out of date, telling of each, and put the site together.

    What a killed build left is removed first; the lock is ours, so none is at work there.
    """
    start = time.perf_counter()
    recover(project)
    single = [edition for edition in editions if not edition.beside]
    steps = record.plan(project, single, force=force)
    builds = restore(project, steps, tell, store) if store else []
    restored = {done.edition for done in builds}
    if steps := tuple(step for step in steps if step.edition not in restored):
        builds += make(project, steps, tell, quiet=quiet, far=far)
    if store:
        store.add(project, (e for e in single if e not in restored))
    for step in record.plan_pairs(project, editions, force=force):
        from editions.site import pairs

        builds.append(pairs.build(project, step))
        tell(builds[-1])
    if builds:  # children that outlived a killed build have ended by now
        files.remove_leftovers(project.build)
    placed = assemble.current(project, changed=any(not done.failed for done in builds))
    findings = [f for done in builds for f in done.findings] + kept(project, editions, builds)
    if value_of(project.settings, 'editions_redirects'):
        from editions.site import negotiation

        # The site is there all the same: what publish does not take is a warning here.
        findings += [replace(f, severity=Severity.WARNING) for f in negotiation.misnamed(project)]
    return Outcome(tuple(builds), tuple(findings), placed, time.perf_counter() - start)


def recover(project: Project) -> None:
    """Remove what a killed build left, and end what workers of a cluster still build for it."""
    if (project.build / record.ORDER).exists():
        from editions.builds import cluster

        cluster.end_orders(project)
    for place in (project.site, *map(project.outdir, project.editions())):
        files.recover(place)


def make(
    project: Project,
    steps: tuple[Step, ...],
    tell: output.Tell,
    *,
    quiet: bool,
    far: 'Cluster | None',
) -> list[Build]:
    """Build here, or elsewhere. The server of children imports Sphinx, and we the rest."""
    from editions.builds import children

    if far:
        from editions.builds import cluster

        making = cluster.build_all(project, steps, far)
    else:
        formats = [step.edition.format for step in steps]
        children.start_server(formats, first=formats.count(Format.HTML))
        from editions.builds import run

        making = run.build_all(project, steps)
    from editions.commands import _progress
    from editions.site import front, negotiation, texts  # noqa: F401 (of `assemble`, meanwhile)

    with _progress.shown(project, steps, tell, quiet=quiet) as advance, closing(making):
        builds = []
        for done in making:
            builds.append(done)
            advance(done)
    return builds


def restore(
    project: Project, steps: Sequence[Step], tell: output.Tell, store: 'Cache'
) -> list[Build]:
    """Take from the cache what was built before, telling of each.

    An EPUB whose PDF is built now waits for its pages.
    """
    found: list[Build] = []
    waiting = {step.edition for step in steps}
    for step in steps:
        if record.pdf_of(step.edition) not in waiting and (done := store.restore(project, step)):
            waiting.remove(step.edition)
            found.append(done)
            tell(done)
    return found


def kept(project: Project, editions: tuple[Edition, ...], builds: list[Build]) -> list[Finding]:
    """The findings of editions that were not built now: they stay until they are fixed."""
    built = {done.edition for done in builds}
    last = (report.read(project.outdir(each)) for each in editions if each not in built)
    return list(dict.fromkeys(f for each in last if each for f in each.findings))


def show_kept(project: Project, done: Outcome) -> None:
    """The errors and warnings of editions that are up to date."""
    told = {finding for each in done.builds for finding in each.findings}
    for finding in done.findings:
        if finding not in told and finding.severity > Severity.INFO:
            output.echo(str(output.located(finding, project.root)))


def show_summary(project: Project, editions: tuple[Edition, ...], done: Outcome) -> None:
    """The last lines: what failed, and where the editions are that were asked for."""
    for edition in done.failed:
        output.echo(f'{edition}: not built; {record.last_good(project, edition)}')
    if done.builds:
        built = [each for each in done.builds if not each.cached]
        cached = len(done.builds) - len(built)
        parts = [f'{len(built) - len(done.failed)} of {len(built)} built'] if built else []
        parts += [f'{cached} from the cache'] if cached else []
        output.echo(f'{", ".join(parts)} in {done.seconds:.1f} s.')
    else:
        all_of_them = set(editions) == set(project.editions())
        names = 'All editions' if all_of_them else ', '.join(map(str, editions))
        output.echo(f'{names}: up to date.')
    found = assemble.addresses(project, [each for each in done.placed if each in editions])
    for name, paths in found.items():
        output.echo(f'  {name:<11} {"  ".join(map(output.from_here, paths))}')
    front = project.site / 'index.html'
    if front.is_file():
        output.echo(f'Open {output.from_here(front)}')


def show_code(done: Outcome, *, strict: bool) -> None:
    """Why the exit code is 1 where everything was built."""
    counts = Counter(finding.severity for finding in dict.fromkeys(done.findings))
    named = [(Severity.ERROR, 'error')] + ([(Severity.WARNING, 'warning')] if strict else [])
    said = [plural(counts[kind], word) for kind, word in named if counts[kind]]
    if said and not done.failed:
        output.echo(f'Exit code 1: {" and ".join(said)} above.')


def note_address(project: Project, *, verbose: bool) -> None:
    if verbose and not project.baseurl:
        without = 'no canonical addresses, hreflang, sitemap and feeds'
        output.echo(f'note: html_baseurl is empty in conf.py: {without}', err=True)


def as_json(project: Project, done: Outcome) -> str:
    value: dict[str, Any] = {
        'site': output.from_here(project.site),
        'built': [told(each) for each in done.builds if not each.cached],
        'restored': [told(each) for each in done.builds if each.cached],
        'findings': [output.located(f, project.root).to_json() for f in done.findings],
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


def told(each: Build) -> dict[str, Any]:
    return {
        'edition': str(each.edition),
        'reason': each.reason,
        'failed': each.failed,
        'seconds': round(each.seconds, 3),
        'outputs': each.outputs,
    }
