"""Progress of a build: a live display on a terminal, plain lines elsewhere."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from editions.builds.plan import Step
from editions.builds.run import Build
from editions.findings import Finding

FEW = 10  # findings of one kind that an edition prints; all are in `editions check`
Tell = Callable[[Build], None]


@contextmanager
def shown(steps: Sequence[Step]) -> Iterator[Tell]:
    """Show how far the steps are, on stderr; call what it yields with each finished build."""
    tell = teller()
    if not (steps and sys.stderr.isatty()):
        yield tell
        return
    from rich.console import Console  # slow to import, and of use on a terminal only
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn('{task.description}'), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(waiting(steps), total=len(steps))

        def advance(done: Build) -> None:
            tell(done)
            progress.advance(task)

        yield advance


def waiting(steps: Sequence[Step]) -> str:
    return 'Building ' + ', '.join(dict.fromkeys(step.edition.language.code for step in steps))


def teller() -> Tell:
    """Prints one line an edition, and below it the findings that no edition before it had."""
    told: set[Finding] = set()

    def tell(done: Build) -> None:
        click.echo(line(done), err=done.failed)
        new = [finding for finding in done.findings if finding not in told]
        told.update(new)
        for words in listed(new, done.edition.language.code):
            click.echo(f'  {words}')
        if again := len(done.findings) - len(new):
            click.echo(f'  ... and {again} said above')

    return tell


def listed(findings: Sequence[Finding], code: str) -> Iterator[str]:
    """The findings in their order, but of each kind the first few, and how many more there are."""
    counts: dict[str, int] = defaultdict(int)
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= FEW:
            yield str(finding)
    for kind, count in counts.items():
        if count > FEW:
            checked = '' if '.' in kind else f'; `editions check {code}` names them all'
            yield f'... and {count - FEW} more [{kind}]{checked}'


def line(done: Build) -> str:
    """`es/pdf  0.9 s  9 pages  64 KB  locale/es/LC_MESSAGES/index.po changed`."""
    if done.failed:
        return f'{done.edition!s:<11} FAILED  ({done.reason})'
    pages = sum(done.outputs.values())
    extent = f'{pages} pages' if pages else f'{len(done.outputs)} files'
    return (
        f'{done.edition!s:<11} {done.seconds:4.1f} s  {extent:>9}  '
        f'{done.size / 1000:6,.0f} KB  {done.reason}'
    )
