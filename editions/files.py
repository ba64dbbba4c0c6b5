"""A file or a folder appears whole or not at all.

New content is made beside its place and moved in by rename. A folder needs two renames; a
process killed between them leaves no folder in place, and `mend` puts the old one back.
"""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from editions.findings import UserError

# Two builds of one project never run at once.


OLD, NEW, WRITING = '.old', '.new', '.writing'
LONGEST = 3600  # seconds after which nobody is writing a file any more
_WRITER = re.compile(rf'\..+\.(\d+)\.[^.]+\{WRITING}')


def write_bytes(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace a file in one step, keeping its permissions; nothing is left behind on failure.

    Where `durable` is true it is whole after a loss of power too, at the price of a wait for the
    disk. What a build makes can be made again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    prefix = f'.{path.name}.{os.getpid()}.'
    try:
        handle, name = tempfile.mkstemp(WRITING, prefix, path.parent)
    except OSError as error:
        error.filename = str(path)  # the user knows this name, not the other
        raise
    made = Path(name)
    try:
        with os.fdopen(handle, 'wb') as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        made.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str, *, durable: bool = True) -> None:
    """Like `write_bytes`, in UTF-8, line ends as they stand in the text."""
    write_bytes(path, text.encode(), durable=durable)


def new_folder(place: Path) -> Path:
    """An empty folder beside `place`, in which its next content is made."""
    recover(place)
    folder = place.with_name(place.name + NEW)
    folder.mkdir(parents=True)
    return folder


def swap(folder: Path, place: Path) -> None:
    """Put `folder` in its place; what stood there is removed afterwards."""
    old = place.with_name(place.name + OLD)
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    folder.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def recover(place: Path) -> None:
    """Finish what a killed process left, between the two renames of `swap` or before them."""
    old = place.with_name(place.name + OLD)
    if old.exists() and not place.exists():
        old.rename(place)
    for left in (old, place.with_name(place.name + NEW)):
        shutil.rmtree(left, ignore_errors=True)


def remove_leftovers(folder: Path) -> None:
    """Remove what killed processes were writing below a folder; a living one's stays."""
    for path in list(_abandoned(folder)):
        path.unlink(missing_ok=True)


def _abandoned(folder: Path) -> Iterator[Path]:
    for path in folder.rglob(f'.*{WRITING}'):
        writer = _WRITER.fullmatch(path.name)
        if writer and (not _lives(int(writer[1])) or _age(path) > LONGEST):
            yield path


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0  # it is in its place now


def _lives(process: int) -> bool:
    """Whether a process may still be at work. (Windows has no signal that does nothing.)"""
    if os.name == 'nt':
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


if os.name == 'nt':
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def exclusive(build: Path) -> Iterator[None]:
    """Hold the project's build folder. Raises UserError where another build holds it.

    The system lets go of the lock when the process ends, however it ends.
    """
    build.mkdir(parents=True, exist_ok=True)
    handle = os.open(build / '.lock', os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _lock(handle)
        except OSError:
            message = f'{build}: another build is at work here; wait until it has ended'
            raise UserError(message) from None
        yield
    finally:
        os.close(handle)
