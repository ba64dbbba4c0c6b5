"""When the text was written and when it was translated: dates that come from the files.

The text's date is its metadata's, the translation's the catalog's PO-Revision-Date. git is
asked only where both are silent. SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/)
overrides, so that two builds on two days give the same bytes.
"""

import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

GETTEXT = re.compile(r'(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d)?([+-]\d\d:?\d\d|Z)?')


@dataclass(frozen=True)
class Dates:
    """ISO 8601, as exact as they are known ('2016'); '' where nothing is known."""

    text: str = ''
    translation: str = ''

    @property
    def latest(self) -> str:
        return self.translation or self.text


def revision(headers: Iterable[str]) -> str:
    """The latest PO-Revision-Date of some catalogs, as ISO 8601 in UTC."""
    found = [known for header in headers if (known := iso(header))]
    return max(found, default='')


def iso(text: str) -> str:
    """`2026-11-24 12:00+0000` of a catalog's header as ISO 8601 in UTC; '' for anything else."""
    if not (match := GETTEXT.match(text.strip())):
        return ''
    day, time, zone = match.groups()
    try:
        moment = datetime.fromisoformat(f'{day}T{time}{(zone or "Z").replace("Z", "+00:00")}')
    except ValueError:
        return ''
    return moment.astimezone(UTC).isoformat().replace('+00:00', 'Z')


def epoch() -> str:
    """SOURCE_DATE_EPOCH as ISO 8601; '' where it is not set."""
    value = os.environ.get('SOURCE_DATE_EPOCH', '')
    if not value.isdigit():
        return ''
    return datetime.fromtimestamp(int(value), UTC).isoformat().replace('+00:00', 'Z')


def committed(path: Path) -> str:
    """The date of the last commit that touched a file; '' outside git."""
    command = ['git', 'log', '-1', '--format=%cI', '--', path.name]
    done = _git(command, path.parent)
    return iso(done) if done else ''


def shallow(folder: Path) -> bool:
    """Whether the clone lacks its history, so that git's dates are not to be trusted."""
    return _git(['git', 'rev-parse', '--is-shallow-repository'], folder) == 'true'


def _git(command: list[str], folder: Path) -> str:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ''
    return done.stdout.strip() if done.returncode == 0 else ''
