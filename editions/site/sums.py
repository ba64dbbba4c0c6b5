"""SHA256SUMS: what is in a published site, in the form that `sha256sum --check` reads."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

FILE = 'SHA256SUMS'

LINE = re.compile(r'([0-9a-f]{64}) [ *](.+)')


def of(folder: Path) -> dict[str, str]:
    """Path -> SHA-256 of every file below a folder but the list itself, in order of path."""
    files = (path for path in folder.rglob('*') if path.is_file())
    paths = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: digest(paths[name]) for name in sorted(paths) if name != FILE}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(folder: Path) -> None:
    """List every file of a finished site."""
    lines = [f'{value}  {name}\n' for name, value in of(folder).items()]
    (folder / FILE).write_text(''.join(lines), 'utf-8')


def read(folder: Path) -> Mapping[str, str]:
    """The list of a published site; empty where it has none."""
    path = folder / FILE
    if not path.is_file():
        return {}
    found = (LINE.fullmatch(line) for line in path.read_text('utf-8').splitlines())
    return {match[2]: match[1] for match in found if match}
