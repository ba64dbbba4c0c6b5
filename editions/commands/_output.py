"""What a command prints: builds as they are done, findings, paths as one would type them."""

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from pathlib import Path

import click

from editions.builds.record import Build
from editions.findings import Finding, UserError, plural, printable, refusal, relative

FEW = 10  # findings of one kind that an edition prints; all are in `editions check`
Tell = Callable[[Build], None]


def echo(text: object, *, err: bool = False) -> None:
    """Print lines, or JSON. Control characters in file names and translations are shown escaped."""
    click.echo('\n'.join(map(printable, str(text).split('\n'))), err=err)


def from_here(path: Path) -> str:
    """A path as one types it in the working folder; whole where it lies outside of it."""
    return relative(Path(os.path.normpath(path)), Path.cwd())


def located(finding: Finding, root: Path) -> Finding:
    """A finding of a project as it is read in the working folder."""
    if not finding.path or Path(finding.path).is_absolute():
        return finding
    return replace(finding, path=from_here(root / finding.path))


@contextmanager
def blaming(path: Path) -> Iterator[None]:
    """Say what the system refuses in one sentence that names the file. Raises UserError."""
    try:
        yield
    except OSError as error:
        raise UserError(refusal(error, path)) from error


@contextmanager
def aside(machine: bool) -> Iterator[None]:
    """Send what people read to stderr, where a machine reads stdout."""
    with redirect_stdout(sys.stderr if machine else sys.stdout):
        yield


def teller(root: Path, *, quiet: bool = False, verbose: bool = False) -> Tell:
    """Prints one line an edition, and below it the findings that no edition before it had."""
    known: set[Finding] = set()

    def tell(done: Build) -> None:
        if done.failed or not quiet:
            echo(line(done), err=done.failed)
        new = [finding for finding in done.findings if finding not in known]
        known.update(new)
        here = [located(finding, root) for finding in new]
        for row in map(str, here) if verbose else listed(here, done.edition.language.code):
            echo(f'  {row}')
        if (again := len(done.findings) - len(new)) and not quiet:
            echo(f'  ... and {plural(again, "finding")} as in another edition')

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
            where = f'`editions check {code}`' if '.' not in kind else '`editions build -v`'
            yield f'... and {count - FEW} more [{kind}]; {where} names them all'


def line(done: Build) -> str:
    """`es/pdf  0.9 s  9 pages  64 KB  locale/es/LC_MESSAGES/index.po changed`."""
    if done.failed:
        return f'{done.edition!s:<11} FAILED  ({done.reason})'
    reason = f'from the cache ({done.reason})' if done.cached else done.reason
    pages = sum(done.outputs.values())
    extent = plural(pages, 'page') if pages else plural(len(done.outputs), 'file')
    return (
        f'{done.edition!s:<11} {done.seconds:4.1f} s  {extent:>9}  '
        f'{done.size / 1000:6,.0f} KB  {reason}'
    )
