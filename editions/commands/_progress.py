"""Progress of a build: a live display on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from editions.builds.plan import Step
from editions.builds.run import Build

Tell = Callable[[Build], None]


@contextmanager
def shown(steps: Sequence[Step]) -> Iterator[Tell]:
    """Show how far the steps are, on stderr; call what it yields with each finished build."""
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


def tell(done: Build) -> None:
    """One line an edition, and the findings below it."""
    click.echo(line(done), err=done.failed)
    for finding in done.findings:
        click.echo(f'  {finding}')


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
