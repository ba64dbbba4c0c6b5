"""A file or a folder appears whole or not at all, and one process at a time works in a folder.

New content is made beside its place and moved in by rename. A folder needs two renames; a
process killed between them leaves no folder in place, and `recover` puts the old one back.
"""

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from glob import escape
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from editions.findings import UserError

OLD, NEW, WRITING = '.old', '.new', '.writing'
LONGEST = 3600  # seconds; no file takes longer to write
BUSY = 'another build is at work here; wait until it has ended'
_WRITER = re.compile(rf'\..+\.(\d+)\.[^.]+\{WRITING}')
_PAUSE = 0.05  # seconds between two attempts to take a lock


def write_bytes(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace a file in one step, as `writing` does."""
    with writing(path, durable=durable) as file:
        file.write(data)


@contextmanager
def writing(path: Path, *, durable: bool = True) -> Iterator[BinaryIO]:
    """A file to write that replaces another in one step; nothing is left behind on failure.

    Its permissions stay, and a symbolic link stays one: the file it points to is replaced. Where
    `durable` is true the file is whole after a loss of power too, at the price of a wait for the
    disk. What a build makes can be made again.
    """
    path = path.resolve() if path.is_symlink() else path
    path.parent.mkdir(parents=True, exist_ok=True)
    if durable:  # it may stand where nobody clears away
        _remove_abandoned(path.parent.glob(f'.{escape(path.name)}.*{WRITING}'))
    made = path.with_name(f'.{path.name}.{os.getpid()}.{secrets.token_hex(4)}{WRITING}')
    try:
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except OSError as error:
        error.filename = str(path)  # the user knows this name, not the other
        raise
    try:
        with os.fdopen(handle, 'wb') as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        if path.is_dir() and not durable:
            shutil.rmtree(path)  # no build makes a folder of this name
        elif path.exists():
            made.chmod(stat.S_IMODE(path.stat().st_mode))
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, durable: bool = True) -> None:
    """Like `write_bytes`, in UTF-8, line ends as they stand in the text."""
    write_bytes(path, text.encode(), durable=durable)


def below(folder: Path) -> list[Path]:
    """Every file below a folder, in a fixed order."""
    return sorted(path for path in folder.rglob('*') if path.is_file())


def package(name: str) -> Path | None:
    """Where an installed package lies, found without running it; None where it is missing."""
    spec = find_spec(name) if name.isidentifier() else None
    return (
        Path(next(iter(spec.submodule_search_locations)))
        if spec and spec.submodule_search_locations
        else None
    )


def new_folder(target: Path) -> Path:
    """An empty folder beside `target`, in which its next content is made."""
    recover(target)
    folder = target.with_name(target.name + NEW)
    folder.mkdir(parents=True)
    return folder


def link(source: Path, target: Path) -> None:
    """Another name of a file that is never written to again, or a copy where there is no such.

    It takes the place of what is there, which may be another name of another file.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def swap(folder: Path, target: Path) -> None:
    """Put `folder` where `target` stands, and remove what stood there."""
    old = target.with_name(target.name + OLD)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    folder.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Finish what a killed process left, between the two renames of `swap` or before them."""
    old = target.with_name(target.name + OLD)
    if old.exists() and not target.exists():
        old.rename(target)
    for left in (old, target.with_name(target.name + NEW)):
        shutil.rmtree(left, ignore_errors=True)


def state(folder: Path, without: Container[str] = ()) -> str:
    """Changes when any file below a folder is written, made or lost; `without` are names.

    Of names, sizes and times: a copy that keeps no times has another.
    """
    rows = []
    for path in _files(folder, without):
        found = os.stat(path)  # noqa: PTH116 (a fifth of the time of Path's)
        rows.append((os.path.relpath(path, folder), found.st_size, found.st_mtime_ns))
    return hashlib.sha256(repr(sorted(rows)).encode('utf-8', 'surrogateescape')).hexdigest()


def digest(data: bytes) -> str:
    """The SHA-256 of data, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def content(folder: Path, without: Container[str] = ()) -> str:
    """One digest of the names of the files below a folder and of what they hold."""
    digest = hashlib.sha256()
    for path in sorted(_files(folder, without)):
        digest.update(os.path.relpath(path, folder).encode('utf-8', 'surrogateescape') + b'\0')
        digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Path, without: Container[str]) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        yield from (os.path.join(place, name) for name in names if name not in without)  # noqa: PTH118


def remove_leftovers(folder: Path) -> None:
    """Remove what killed processes were writing below a folder; a living one's stays."""
    _remove_abandoned(folder.rglob(f'.*{WRITING}'))


def _remove_abandoned(paths: Iterable[Path]) -> None:
    for path in list(paths):
        writer = _WRITER.fullmatch(path.name)
        if writer and (not _lives(int(writer[1])) or age(path) > LONGEST):
            path.unlink(missing_ok=True)


def age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0  # it is in its place now


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass  # it lives, and is somebody else's
    return True


@contextmanager
def exclusive(folder: Path, *, wait: float = 0.0, busy: str = BUSY) -> Iterator[None]:
    """Hold a folder for one process, or one thread; the folder is made where it is missing.

    After `wait` seconds in which another holds it, UserError says the sentence `busy`. The system
    lets go when the process ends, however it ends. The folder itself is locked, so that no lock
    file lies about.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, until = os.open(folder, os.O_RDONLY), time.monotonic() + wait
    try:
        while not _taken(handle):
            if time.monotonic() >= until:
                raise UserError(f'{folder}: {busy}')
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
