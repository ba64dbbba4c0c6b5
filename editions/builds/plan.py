"""What is out of date, and why: decided from files alone, without importing Sphinx."""

from collections.abc import Iterable
from dataclasses import dataclass

from editions import inputs, report
from editions.builds import record
from editions.project import Edition, Project
from editions.report import Report


@dataclass(frozen=True)
class Step:
    """One edition to build, with the reason that a person reads."""

    edition: Edition
    reason: str


def plan(project: Project, editions: Iterable[Edition], *, force: bool = False) -> tuple[Step, ...]:
    """The editions that are out of date, in the given order."""
    reasons = ((each, 'asked for' if force else why(project, each)) for each in editions)
    return tuple(Step(each, reason) for each, reason in reasons if reason)


def why(project: Project, edition: Edition) -> str:
    """The reason to build an edition again; '' where it is up to date."""
    last = report.read(project.outdir(edition))
    if record.failure(project, edition):
        return 'the last build failed'
    if last is None:
        return 'not built yet'
    if last.versions != inputs.versions(last):
        return upgraded(last)
    return inputs.difference(last.inputs, inputs.snapshot(project, edition.language, last))


def upgraded(last: Report) -> str:
    """`weasyprint 70.0 is now 70.1`."""
    before, now = last.versions, inputs.versions(last)
    name = next(name for name in sorted(now) if now[name] != before.get(name))
    return f'{name} {before.get(name) or "(unknown)"} is now {now[name] or "missing"}'
