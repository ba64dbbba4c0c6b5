"""What a check or a build found: a value, written the same way everywhere.

Three kinds of trouble, three shapes: a `Finding` is a value, a `UserError` is one sentence
that ends the command with exit code 2, anything else is a bug and shows its traceback.
"""

import errno
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any

from editions.version import __version__


class UserError(Exception):
    """A mistake the user can fix: one sentence that names the file and the remedy."""


# What the machine refuses, and what to do about it.
REMEDIES = {
    errno.ENOSPC: 'make room on this disk',
    errno.EDQUOT: 'make room: your quota on this disk is used up',
    errno.EFBIG: 'the limit on the size of files is too low here (`ulimit -f`)',
    errno.EROFS: 'copy the project to a disk that can be written',
    errno.EACCES: 'it belongs to another user, or its permissions forbid it (`ls -l`)',
    errno.EPERM: 'it belongs to another user, or its permissions forbid it (`ls -l`)',
}


def refusal(error: OSError, path: Path | None = None) -> str:
    """What the system refuses, as one sentence that names the file and the remedy."""
    name = (
        path
        or error.filename2
        or error.filename
        or 'a file, here or in the folder for temporary files'
    )
    return f'{name}: {error.strerror}; {REMEDIES.get(error.errno or 0, "name another file")}'


class Severity(IntEnum):
    """How much a finding matters; only errors fail a run."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    def __str__(self) -> str:
        return self.name.lower()


class Harm(StrEnum):
    """What readers would suffer from a translation.

    What a translation means is no harm of this kind: it is the translator who is told.
    """

    MARKUP = 'markup'  # signs of markup are printed, or the page is broken
    LINK = 'link'  # it leads elsewhere, or runs something
    FILE = 'file'  # it brings a file or raw output of its own
    HIDDEN = 'hidden'  # characters hide or turn text
    SIZE = 'size'  # it would take what all the others need
    SYNTAX = 'syntax'  # it cannot be read at all
    ASKED = 'asked'  # `editions_withhold` in conf.py names the rule


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to fix, at one place.

    `path` is as the user would type it (relative to the project where it lies inside), or
    '' where no file is to blame; `line` counts from 1, 0 where no line is known. `harm` says, of a
    translation that is withheld, what it would do to readers: the value of a `Harm`.
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
        return printable(
            f'{place + ": " if place else ""}{self.severity}: {self.message} [{self.code}]'
        )

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), 'severity': str(self.severity)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> 'Finding':
        return cls(**{**value, 'severity': Severity[str(value['severity']).upper()]})


def printable(line: str) -> str:
    """One line for a terminal: the control characters of a hostile catalog are spelled out, as JSON
    has them, so that its strings stay what they are.
    """
    return ''.join(c if c.isprintable() or c == '\u00a0' else json.dumps(c)[1:-1] for c in line)


def plural(number: int, noun: str) -> str:
    """`1 error`, `2 errors`, `3,468 words`."""
    return f'{number:,} {noun}{"" if number == 1 else "s"}'


def relative(path: Path, root: Path) -> str:
    """How a finding names a file: relative to the project, with forward slashes."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def exit_code(findings: Iterable[Finding], *, strict: bool = False) -> int:
    """0 where nothing fails the run, else 1; a strict run fails on warnings too."""
    least = Severity.WARNING if strict else Severity.ERROR
    return int(any(finding.severity >= least for finding in findings))


def as_json(findings: Iterable[Finding]) -> str:
    return json.dumps([f.to_json() for f in findings], ensure_ascii=False, indent=1)


_LEVELS = {Severity.ERROR: 'error', Severity.WARNING: 'warning', Severity.INFO: 'note'}


def as_sarif(findings: Sequence[Finding]) -> str:
    """OASIS SARIF 2.1.0, as code scanning reads it."""
    rules = [{'id': code} for code in sorted({finding.code for finding in findings})]
    driver = {'name': 'editions', 'version': __version__, 'rules': rules}
    run = {'tool': {'driver': driver}, 'results': [_result(each) for each in findings]}
    schema = 'https://json.schemastore.org/sarif-2.1.0.json'
    log = {'$schema': schema, 'version': '2.1.0', 'runs': [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _result(finding: Finding) -> dict[str, Any]:
    result: dict[str, Any] = {
        'ruleId': finding.code,
        'level': _LEVELS[finding.severity],
        'message': {'text': finding.message},
    }
    if finding.path:
        place: dict[str, Any] = {'artifactLocation': {'uri': finding.path}}
        if finding.line:
            place['region'] = {'startLine': finding.line}
        result['locations'] = [{'physicalLocation': place}]
    return result


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands: one annotation a finding at its line."""
    return '\n'.join(map(_annotation, findings))


def _annotation(finding: Finding) -> str:
    place = f'file={_escaped(finding.path, ":,")}' if finding.path else ''
    place += f',line={finding.line}' if finding.path and finding.line else ''
    title = f'title={_escaped(finding.code, ":,")}'
    where = ','.join(part for part in (place, title) if part)
    command = 'notice' if finding.severity is Severity.INFO else str(finding.severity)
    return f'::{command} {where}::{_escaped(finding.message)}'


def _escaped(text: str, also: str = '') -> str:
    for sign in '%\r\n' + also:
        text = text.replace(sign, f'%{ord(sign):02X}')
    return text
