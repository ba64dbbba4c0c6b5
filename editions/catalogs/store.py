"""The one writer of catalogs and of conf.py.

While files are read, changed and written their folder is locked against other commands. Editors
know no locks, so each file is compared with what was read just before it is replaced: where
somebody has saved meanwhile, the change is made again, on what they saved. What is to be written
is read first, and nothing that would break a catalog or conf.py reaches the disk.
"""

import io
import os
import tokenize
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from editions import files
from editions.catalogs.po import Catalog, parse, read
from editions.findings import UserError
from editions.folders import require

WAIT = 120.0  # seconds that a command waits for another one to finish
ATTEMPTS = 5  # times that a change is made on a file that is saved again and again
_BUSY = 'another command is writing catalogs here; try again when it has ended'
T = TypeVar('T')


class StaleError(Exception):
    """A file is not what it was when it was read."""


@dataclass(frozen=True)
class Write:
    """What is to become of one file.

    `before` is what it must hold still, None where there must be no such file; `data` is what it
    will hold, None where it goes. A file that has another name now is renamed from `was`.
    """

    path: Path
    before: bytes | None
    data: bytes | None
    was: Path | None = None


def write(writes: Iterable[Write]) -> None:
    """Make changes to files, in this order, each file in one step.

    All are looked at before the first is made. Raises StaleError where a file is not what it was,
    UserError where one is read-only.
    """
    wanted = [one for one in writes if one.data != one.before or one.was]
    first: dict[Path, Write] = {}
    for one in wanted:
        first.setdefault(one.path, one)
        if one.data is not None:
            _check(one.path, one.data)
    for one in first.values():
        if one.path.suffix == '.po':
            require(one.path)
        _compare(one)
        if (one.was or one.path).exists() and not os.access(one.was or one.path, os.W_OK):
            raise UserError(f'{one.was or one.path}: it is read-only; make it writable (chmod u+w)')
    for one in wanted:
        _make(one)


def _make(one: Write) -> None:
    _compare(one)
    if one.was:
        one.path.parent.mkdir(parents=True, exist_ok=True)
        one.was.rename(one.path)
    if one.data is None:
        one.path.unlink()
    elif one.data != one.before:
        files.write_bytes(one.path, one.data)


def _compare(one: Write) -> None:
    """Raise StaleError where the file is not what the change was made for."""
    path = one.was or one.path
    there = path.read_bytes() if path.is_file() else None
    taken = one.was and one.path.exists() and not one.path.samefile(one.was)
    if there != one.before or taken:
        raise StaleError(str(path))


def _check(path: Path, data: bytes) -> None:
    """Read what is to be written; that it can be read is our own promise."""
    if path.suffix == '.po' and (breach := parse(data, path).breach):
        raise ValueError(f'{breach}; nothing was written')
    if path.suffix == '.py':
        compile(data, path, 'exec')


def locked(path: Path, work: Callable[[], T]) -> T:
    """Do what reads and writes catalogs, alone; again where somebody saved meanwhile.

    `path` is one of the catalogs, or the folder of all languages. What `work` does but for `write`
    must be harmless when it is done twice. Raises UserError where the files never rest.
    """
    with files.exclusive(_folder(path), wait=WAIT, busy=_BUSY):
        for _ in range(ATTEMPTS):
            try:
                return work()
            except StaleError as error:
                stale = error
        raise UserError(f'{stale}: it is being saved again and again; try again later')


def _folder(path: Path) -> Path:
    """The folder of all languages that a catalog is in, else its own folder."""
    if path.suffix != '.po':
        return path
    for parent in path.parents:
        if parent.name == 'LC_MESSAGES':
            return parent.parent.parent
    return path.parent.parent if path.name == 'glossary.po' else path.parent


def change(
    path: Path, edit: Callable[[Catalog], Catalog], *, root: Path | None = None, language: str = ''
) -> Catalog:
    """Change one catalog, and return it as it then stands.

    `edit` takes the catalog as it is on the disk. Raises UserError, and OSError where there is no
    such file.
    """

    def work() -> Catalog:
        before = read(path, root=root, language=language)
        after = edit(before)
        write([Write(path, before.data, after.data)])
        return after

    return locked(path, work)


def change_conf(path: Path, edit: Callable[[str], str]) -> None:
    """Change the text of conf.py; its encoding and line ends stay."""

    def work() -> None:
        before = path.read_bytes()
        encoding, _ = tokenize.detect_encoding(io.BytesIO(before).readline)
        text = edit(before.decode(encoding))
        write([Write(path, before, text.encode(encoding))])

    locked(path.parent, work)


def create(path: Path, text: str) -> bool:
    """Write a file that is not there yet; False where it is there already, and stays."""
    try:
        write([Write(path, None, text.encode())])
    except StaleError:
        return False
    return True
