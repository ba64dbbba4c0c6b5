"""conf.py, run without Sphinx as Sphinx runs it."""

import traceback
from contextlib import chdir
from pathlib import Path
from threading import Lock
from typing import Any

from editions.findings import UserError

_FOLDER = Lock()  # the working folder is one for all threads


class Tags(set[str]):
    """Sphinx's `tags` as a conf.py may ask them; none is set here."""

    def has(self, name: str) -> bool:
        return name in self


def run_conf(path: Path) -> dict[str, Any]:
    """The values of a conf.py, run in its own folder as Sphinx runs it."""
    if not path.is_file():
        raise UserError(f'{path}: there is no conf.py here; `editions init` writes one')
    namespace: dict[str, Any] = {'__file__': str(path), 'tags': Tags()}
    try:
        code = compile(path.read_bytes(), path, 'exec')
        with _FOLDER, chdir(path.parent):
            exec(code, namespace)  # noqa: S102 (conf.py is the user's own program)
    except (Exception, SystemExit) as error:
        said = f'{type(error).__name__}: {getattr(error, "msg", error)}'
        raise UserError(f'{path}:{line_in(path, error)}: {said}') from error
    return namespace


def line_in(path: Path, error: BaseException) -> int:
    """The line of a file that an error came from: of its syntax, or the last one run in it."""
    if isinstance(error, SyntaxError) and error.lineno:
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if f.filename == str(path)), 0)
