"""One edition in one file, as the cache keeps it: its report, its files, and a digest of all.

An entry may come from a stranger. It is data of one kind only: names, sizes and bytes; it cannot
say links, permissions or programs. What is not as it must be is refused before a byte of it is in
its place:

    editions 1\\n
    {"report": {...}, "files": [["index.html", 6120], ...]}\\n
    the bytes of the files, one after the other
    SHA-256 of all that stands before, 32 bytes
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, get_args, get_type_hints

from editions import files, report
from editions.report import Report

HEAD = b'editions 1\n'
HEADER = 64 << 20  # bytes of its report and its list of files
LONGEST = 1000, 255  # bytes of a name, and of a part of it
CHUNK = 1 << 20  # bytes
PACKAGE = re.compile(r'[\w.-]+', re.ASCII)
TOP = '\0top\0'  # stands for the folder of the clone; no text of a page holds NUL


class RefusedError(Exception):
    """An entry that is not used, and why."""


@dataclass(frozen=True)
class Entry:
    """An entry that was opened: its digest is right, its report and its names can be used."""

    report: Report
    sizes: Mapping[str, int]  # of its files, in bytes
    data: BinaryIO  # at the first of them
    head: bytes  # what stands before them
    sum: bytes  # the digest of both

    def unpack(self, folder: Path) -> None:
        """Write the files into an empty folder. Raises RefusedError.

        The digest is that of the bytes written here: others can have changed since it was compared.
        """
        found = hashlib.sha256(self.head)
        for name, size in self.sizes.items():
            path = folder / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
            except (FileExistsError, NotADirectoryError) as error:
                raise RefusedError(f'it names {name!r} twice') from error
            with os.fdopen(handle, 'wb') as file:
                for part in parts(self.data, size):
                    found.update(part)
                    file.write(part)
        if found.digest() != self.sum:
            raise RefusedError('it was changed while it was read')


def write(path: Path, folder: Path, made: Report, top: Path) -> None:
    """Write the edition in a folder as an entry; names in the clone are said from its top."""
    sizes = {
        each.relative_to(folder).as_posix(): each.stat().st_size
        for each in files.below(folder)
        if each != folder / report.FILE
    }
    value = {'report': json.loads(made.to_json()), 'files': list(sizes.items())}
    header = json.dumps(value).replace(_inside(top), _inside(TOP))
    digest = hashlib.sha256()
    with files.writing(path, durable=False) as out:
        for part in _content(header, folder, sizes):
            digest.update(part)
            out.write(part)
        out.write(digest.digest())


def _content(header: str, folder: Path, sizes: Mapping[str, int]) -> Iterator[bytes]:
    yield HEAD + header.encode() + b'\n'
    for name, size in sizes.items():
        with (folder / name).open('rb') as file:
            yield from parts(file, size)


@contextmanager
def opened(path: Path, top: Path, largest: int) -> Iterator[Entry]:
    """Open an entry. Raises RefusedError, and FileNotFoundError for one that is gone.

    A link or a device is not followed, no more than `largest` bytes are read, and the digest is
    compared before anything else.
    """
    with _file(path) as file:
        yield _read(file, top, largest)


def _file(path: Path) -> BinaryIO:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise RefusedError('it is a link' if path.is_symlink() else str(error.strerror)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise RefusedError('it is no file')
    return os.fdopen(handle, 'rb')


def _read(file: BinaryIO, top: Path, largest: int) -> Entry:
    whole = os.fstat(file.fileno()).st_size
    if whole > largest:
        raise RefusedError('it is larger than the cache may be')
    size = whole - hashlib.sha256().digest_size
    if (found := digest(file, size)) != file.read(64):
        raise RefusedError('its bytes do not match its digest')
    file.seek(0)
    if file.read(len(HEAD)) != HEAD:
        raise RefusedError('it is of another kind')
    made, sizes = _header(line := file.readline(HEADER), top)
    if file.tell() + sum(sizes.values()) != size:
        raise RefusedError('it holds more or less than it names')
    return Entry(made, sizes, file, HEAD + line, found)


def digest(file: BinaryIO, size: int) -> bytes:
    found = hashlib.sha256()
    for part in parts(file, size):
        found.update(part)
    return found.digest()


def parts(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The next bytes of a file, piece by piece. Raises RefusedError where there are fewer."""
    while size > 0:
        part = file.read(min(size, CHUNK))
        if not part:
            raise RefusedError('it ends too early')
        size -= len(part)
        yield part


def _header(line: bytes, top: Path) -> tuple[Report, dict[str, int]]:
    """The report and the sizes of the files. Raises RefusedError."""
    try:
        value = json.loads(line.decode().replace(_inside(TOP), _inside(top)))
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair cannot be written
        made = Report.from_value(value['report'])
        sizes = dict(value['files'])
        zone = datetime.fromisoformat(made.built).tzinfo
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RefusedError('its report cannot be read') from error
    right = fits(made, Report) and fits(sizes, Mapping[str, int]) and zone is not None
    printed = (text for each in made.findings for text in (each.path, each.code))
    if not right or min(sizes.values(), default=0) < 0 or not all(map(str.isprintable, printed)):
        raise RefusedError('its report is not as ours are')
    if name := outside(made, sizes, top):
        raise RefusedError(f'it names {name}, which lies outside')
    if not all(map(PACKAGE.fullmatch, made.versions)):
        raise RefusedError('it names packages that cannot be')
    if report.FILE in sizes or not sizes.keys() >= made.outputs.keys():
        raise RefusedError('its report does not speak of its files')
    return made, sizes


def outside(made: Report, names: Iterable[str], top: Path) -> str:
    """A name of a report, or of the files beside it, that lies outside of the clone, in quotes;
    or ''.
    """
    read = (name for page in made.pages.values() for name in page.dependencies)
    found = [name for name in (*made.loaded, *read) if not is_inside(name, top)]
    found += [name for name in (*names, *made.pages) if not is_inside(name)]
    return repr(found[0]) if found else ''


def is_inside(name: str, top: Path | None = None) -> bool:
    """Whether a name says a file below a folder in plain words; it may begin with `top`."""
    name = name.removeprefix(f'{top}/')
    words = name.split('/')
    whole, part = LONGEST
    return (
        name.isprintable()
        and '\\' not in name
        and not {'', '.', '..'} & set(words)
        and len(name.encode()) <= whole
        and max(len(word.encode()) for word in words) <= part
    )


def fits(value: Any, kind: Any) -> bool:
    """Whether a value is of the type that a field of a report has: JSON may hold any."""
    if isinstance(value, dict):
        inner = _inner(kind)
        return len(inner) == 2 and all(
            fits(name, inner[0]) and fits(each, inner[1]) for name, each in value.items()
        )
    if isinstance(value, list | tuple):
        inner = _inner(kind)
        return inner[1:] == (...,) and all(fits(each, inner[0]) for each in value)
    if kind is float:
        return isinstance(value, float | int)
    if type(value) is not kind:
        return False
    return not is_dataclass(kind) or all(
        fits(getattr(value, name), inner) for name, inner in _hints(kind).items()
    )


@cache
def _inner(kind: Any) -> tuple[Any, ...]:
    return get_args(kind)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _inside(text: object) -> str:
    """A text as it stands within a string of JSON."""
    return json.dumps(str(text))[1:-1]
