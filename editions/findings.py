"""What a check or a build has to say: a value, printed the same way everywhere.

Three kinds of trouble, three shapes: a `Finding` is a value, a `UserError` is one sentence
that ends the command with exit code 2, anything else is a bug and shows its traceback.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


class UserError(Exception):
    """A mistake the user can mend: one sentence that names the file and the remedy."""


class Severity(IntEnum):
    """How much a finding matters; only errors fail a run."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend, at one place.

    `path` is as the user would type it (relative to the project where it lies inside), or
    '' where no file is to blame; `line` counts from 1, 0 where no line is known. `harm` says, of a
    translation that is withheld, what it would do to readers: 'markup', 'link'.
    """

    path: str
    line: int
    severity: Severity
    message: str
    code: str
    harm: str = ''

    def __str__(self) -> str:
        """Print like a compiler's line, so that editors jump to the place."""
        place = ':'.join(part for part in (self.path, str(self.line or '')) if part)
        return f'{place + ": " if place else ""}{self.severity}: {self.message} [{self.code}]'

    def to_json(self) -> dict[str, str | int]:
        return {
            'path': self.path,
            'line': self.line,
            'severity': str(self.severity),
            'message': self.message,
            'code': self.code,
            'harm': self.harm,
        }

    @classmethod
    def from_json(cls, value: dict[str, str | int]) -> 'Finding':
        return cls(
            str(value['path']),
            int(value['line']),
            Severity[str(value['severity']).upper()],
            str(value['message']),
            str(value['code']),
            str(value.get('harm', '')),
        )


def relative(path: Path, root: Path) -> str:
    """How a finding names a file: relative to the project, with forward slashes."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def worst(findings: Iterable[Finding]) -> Severity:
    """The highest severity among them; INFO where there is none."""
    return max((finding.severity for finding in findings), default=Severity.INFO)


def exit_code(findings: Iterable[Finding], *, strict: bool = False) -> int:
    """0 where nothing fails the run, else 1; a strict run fails on warnings too."""
    return int(worst(findings) >= (Severity.WARNING if strict else Severity.ERROR))


def as_json(findings: Iterable[Finding]) -> str:
    return json.dumps([f.to_json() for f in findings], ensure_ascii=False, indent=1)
