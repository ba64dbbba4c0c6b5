"""Which state of the source a site is made of, and the moment that stands for it.

A published site has the same bytes, and its archive the same times, on every build of one
state. So a file's time is not when it was written but when its source was last changed.
"""

import hashlib
import os
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DAY = 86_400  # seconds
OLDEST = 315_532_800  # 1980-01-01, the first day that every archive format can write


@dataclass(frozen=True)
class Revision:
    """A state of the source; commit is '' outside git."""

    commit: str
    clean: bool  # whether the files are those of the commit
    moment: int  # seconds since 1970, UTC


def revision(root: Path) -> Revision:
    """Ask git; SOURCE_DATE_EPOCH overrides the moment (https://reproducible-builds.org/specs/)."""
    commit = _git(root, 'rev-parse', 'HEAD')
    clean = bool(commit) and not _git(root, 'status', '--porcelain', '--', '.')
    date = _git(root, 'log', '-1', '--format=%ct', '--', '.') if commit else ''
    epoch = os.environ.get('SOURCE_DATE_EPOCH', '')
    moment = int(epoch) if epoch.isdigit() else int(date or OLDEST)
    return Revision(commit, clean, max(moment, OLDEST))


@cache
def last_commit(path: Path) -> str:
    """The moment of the last commit of a file, ISO 8601; '' for a file that differs from it.

    A clone without its history dates every file by its only commit, and is not believed.
    """
    if _shallow(path.parent) or path.name in _changed(path.parent):
        return ''
    return _git(path.parent, 'log', '-1', '--format=%cI', '--', path.name)


@cache
def _shallow(folder: Path) -> bool:
    """Whether git does not know the history of a folder, or there is no git."""
    return _git(folder, 'rev-parse', '--is-shallow-repository') != 'false'


@cache
def _changed(folder: Path) -> frozenset[str]:
    """The files of a folder that are not as in the last commit."""
    return frozenset(_git(folder, 'diff', '--name-only', '--relative', 'HEAD').splitlines())


def stamp(folder: Path, moment: int) -> None:
    """Give every file its time: within the day before the moment, the second by its content.

    nginx takes size and time for the identity of a file. Two states of one page must not have
    the same time even where their sizes agree, or readers would keep the old one.
    """
    for path in sorted(folder.rglob('*')):
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).digest()
            second = moment - DAY + int.from_bytes(content[:4]) % DAY
            os.utime(path, (second, second))


def _git(root: Path, *words: str) -> str:
    command = ['git', *words]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ''
    return done.stdout.strip() if done.returncode == 0 else ''
