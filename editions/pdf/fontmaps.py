"""The faces of a fontconfig file, read once before many children need the same.

Fontconfig takes 0.07 s to read our faces. The warm server reads them before it forks; a child
takes over what was read, for the first document that it prints.
"""

import os
import re
import tempfile
from pathlib import Path

from weasyprint.text.fonts import FontConfiguration

from editions.fonts import faces

FOLDER = re.compile('<dir>(.*?)</dir>')
ready: dict[tuple[str, ...], FontConfiguration] = {}


def prepare() -> None:
    """Read the faces that every edition may use."""
    with tempfile.TemporaryDirectory() as place:
        path = faces.write_configuration(Path(place), faces.own_folders())
        ready[folders(path)] = read(path)


def of(path: Path) -> FontConfiguration:
    """The faces that a fontconfig file shows. Each is handed out once: documents add to it."""
    return ready.pop(folders(path), None) or read(path)


def folders(path: Path) -> tuple[str, ...]:
    return tuple(FOLDER.findall(path.read_text('utf-8')))


def read(path: Path) -> FontConfiguration:
    os.environ['FONTCONFIG_FILE'] = str(path)
    return FontConfiguration()
