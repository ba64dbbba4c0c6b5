"""The system's libraries that WeasyPrint loads: found, or named in one sentence.

`make` unpacks them below the environment (`<prefix>/system`) where it may not install them.
Loading them here by their path makes the loader answer WeasyPrint's request by name.
"""

import ctypes
import re
import sys
from pathlib import Path

from sphinx.builders import Builder
from sphinx.errors import SphinxError

FOLDER = Path(sys.prefix) / 'system'
REMEDY = {
    'linux': 'sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0',
    'darwin': 'brew install pango',
}


class LibraryError(SphinxError):
    """A library of the system is missing; PDF editions cannot be made here."""

    category = 'Library missing'


def find(folder: Path = FOLDER) -> None:
    """Load what was unpacked below the environment; nothing where nothing was.

    A library whose own needs are not loaded yet is tried again after the others.
    """
    waiting = sorted(folder.rglob('*.so.*')) if folder.is_dir() else []
    while waiting:
        left = [path for path in waiting if not load(path)]
        if len(left) == len(waiting):
            return  # WeasyPrint says what is still missing
        waiting = left


def load(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


def stand_in(error: OSError) -> type[Builder]:
    """A builder `pdf` that says what is missing, so that HTML editions are built all the same."""
    remedy = REMEDY.get(sys.platform, 'see https://doc.courtbouillon.org/weasyprint/stable/')
    found = re.search(r"'(lib[^']+)'", str(error))
    reason = found[1] if found else str(error)

    class MissingBuilder(Builder):
        name = 'pdf'

        def init(self) -> None:
            message = f'PDF editions need a library of the system ({reason}); run: {remedy}'
            raise LibraryError(message)

    return MissingBuilder
