"""The system's libraries that were unpacked below the environment, loaded by their path.

`make` unpacks them into `<prefix>/system` where it may not install them. Loaded here, they
answer every later request by name.
"""

import ctypes
import sys
from pathlib import Path

FOLDER = Path(sys.prefix) / 'system'


def find(folder: Path = FOLDER) -> None:
    """Load what was unpacked; nothing where nothing was.

    A library whose own needs are not loaded yet is tried again after the others.
    """
    waiting = sorted(folder.rglob('*.so.*')) if folder.is_dir() else []
    while waiting:
        left = [path for path in waiting if not load(path)]
        if len(left) == len(waiting):
            return  # whoever needs them says what is still missing
        waiting = left


def load(path: Path) -> bool:
    """Load one library, its names kept to itself: packages may carry another HarfBuzz."""
    try:
        ctypes.CDLL(str(path))
    except OSError:
        return False
    return True
