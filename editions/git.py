"""What git is asked and told: commits and their dates, a clone's settings, a merge of lines.

Where there is no git, no repository or no commit, nothing is known and nothing is set.
"""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OLDEST = 315_532_800  # seconds: 1980-01-01, the first day that every archive format can write


@dataclass(frozen=True)
class Revision:
    """A state of the source; commit is '' outside git."""

    commit: str
    clean: bool  # whether the files are those of the commit
    moment: int  # seconds since 1970, UTC


def revision(root: Path) -> Revision:
    commit = ask(root, 'rev-parse', 'HEAD').strip()
    clean = bool(commit) and not ask(root, 'status', '--porcelain', '--', '.')
    date = ask(root, 'log', '-1', '--format=%ct', '--', '.').strip() if commit else ''
    return Revision(commit, clean, max(int(date or 0), OLDEST))


@cache
def last_commit(path: Path) -> str:
    """The moment of the last commit of a file, ISO 8601; '' for a file that differs from it.

    A clone without its history dates every file by its only commit, and is not believed.
    """
    if not has_history(path.parent) or path.name in _changed(path.parent):
        return ''
    return ask(path.parent, 'log', '-1', '--format=%cI', '--', path.name).strip()


@cache
def has_history(folder: Path) -> bool:
    """Whether the history of a folder is here; in a shallow clone it is not."""
    return ask(folder, 'rev-parse', '--is-shallow-repository').strip() == 'false'


@cache
def _changed(folder: Path) -> frozenset[str]:
    """The files of a folder that are not as in the last commit."""
    return frozenset(ask(folder, 'diff', '--name-only', '-z', '--relative', 'HEAD').split('\0'))


def at_head(path: Path) -> bytes | None:
    """A file as the last commit has it; None where git, a commit or the file is missing."""
    path = path.resolve()
    return _run(path.parent, 'show', f'HEAD:./{path.name}') if path.parent.is_dir() else None


def configure(folder: Path, values: Mapping[str, str]) -> bool:
    """Set values in the configuration of a clone; False where there is no repository."""
    return all(_run(folder, 'config', '--local', *item) is not None for item in values.items())


def merge_lines(base: Path, ours: Path, theirs: Path) -> None:
    """Merge two files into `ours` line by line, with git's marks where both changed."""
    _run(ours.parent, 'merge-file', *(str(path.resolve()) for path in (ours, base, theirs)))


def ask(folder: Path, *words: str) -> str:
    """What git prints for a command in a folder; '' where it fails."""
    return (_run(folder, *words) or b'').decode('utf-8', 'replace')


def _run(folder: Path, *words: str) -> bytes | None:
    try:
        done = subprocess.run(['git', *words], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None
