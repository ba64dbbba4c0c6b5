"""Two builds of one project never run at once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from editions.findings import UserError

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
