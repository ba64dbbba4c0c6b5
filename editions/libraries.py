"""The system's libraries that WeasyPrint loads: which they are, and those unpacked by `make`.

`make` unpacks them into `<prefix>/system` where it may not install them. Loaded here by their
path, they answer every later request by name.

Standard library only: tools/bootstrap.py reads this file before there is an environment.
"""

import ctypes
import sys
from pathlib import Path

FOLDER = Path(sys.prefix) / 'system'

# The package that brings each library, on Debian and Ubuntu.
PACKAGES = {
    'libpango-1.0.so.0': 'libpango-1.0-0',
    'libpangoft2-1.0.so.0': 'libpangoft2-1.0-0',
    'libharfbuzz-subset.so.0': 'libharfbuzz-subset0',
}


def remedy() -> str:
    """What the user has to do where one of them is missing."""
    if sys.platform.startswith('linux'):
        return f'run: sudo apt-get install {" ".join(PACKAGES.values())}'
    if sys.platform == 'darwin':
        return 'run: brew install pango'
    return 'see https://doc.courtbouillon.org/weasyprint/stable/first_steps.html'


def find(folder: Path = FOLDER) -> None:
    """Load what was unpacked; nothing where nothing was.

    A library whose own needs are not loaded yet is tried again after the others.
    """
    waiting = sorted(folder.rglob('*.so.*')) if folder.is_dir() else []
    while waiting:
        left = [path for path in waiting if not load(path)]
        if len(left) == len(waiting):
            return  # what needs them says what is still missing
        waiting = left


def versions() -> dict[str, str]:
    """The versions of those that shape text; '' for one that is missing. They are loaded."""
    find()
    return {
        'pango': _version('pango-1.0', 'pango_version_string'),
        'harfbuzz': _version('harfbuzz', 'hb_version_string'),
    }


def _version(name: str, function: str) -> str:
    for file in (f'lib{name}.so.0', f'lib{name}.0.dylib', f'lib{name}.dylib'):
        try:
            ask = getattr(ctypes.CDLL(file), function)
        except OSError:
            continue
        ask.restype = ctypes.c_char_p
        return str(ask().decode())
    return ''


def load(path: Path) -> bool:
    """Load one library, its names kept to itself: packages may carry another HarfBuzz."""
    try:
        ctypes.CDLL(str(path))
    except OSError:
        return False
    return True
