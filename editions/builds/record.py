"""What became of each edition: the last good one, and the failure after it.

The last good edition speaks for itself (`report.json` in its folder). A failure is a file
beside that folder; it stays until a build of the edition succeeds.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from editions import files, report
from editions.findings import Finding
from editions.project import Edition, Project


@dataclass(frozen=True)
class Failure:
    """Why an edition could not be built."""

    edition: str
    when: str  # ISO 8601, UTC
    reason: str  # one sentence
    findings: tuple[Finding, ...] = ()


def now() -> str:
    return datetime.now(UTC).isoformat(timespec='seconds')


def place(project: Project, edition: Edition) -> Path:
    outdir = project.outdir(edition)
    return outdir.with_name(f'{outdir.name}.failed.json')


def failure(project: Project, edition: Edition) -> Failure | None:
    """The failure since the last good build, if there was one."""
    try:
        value: dict[str, Any] = json.loads(place(project, edition).read_text('utf-8'))
        findings = tuple(Finding.from_json(item) for item in value.pop('findings'))
        return Failure(**value, findings=findings)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError):
        return Failure(str(edition), '', 'the record of the last failure cannot be read')


def write_failure(project: Project, edition: Edition, failed: Failure) -> None:
    value = asdict(failed) | {'findings': [finding.to_json() for finding in failed.findings]}
    text = json.dumps(value, ensure_ascii=False, indent=1) + '\n'
    files.write_text(place(project, edition), text, durable=False)


def clear_failure(project: Project, edition: Edition) -> None:
    place(project, edition).unlink(missing_ok=True)


def standing(project: Project, edition: Edition) -> str:
    """What readers have of an edition whose last build failed."""
    last = report.read(project.outdir(edition))
    if last is None:
        return 'it has never been built'
    return f'the last good one stays, built {last.built}'
