"""A site as files to send: packed for servers, each file with its time, all as one archive."""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from editions import files
from editions.findings import UserError
from editions.fonts import theme
from editions.fonts.woff2 import packed_best
from editions.site import servers

SPARE, TIMES = 10_000_000, 25  # bytes that any archive may unpack to, and for each of its own


def write_archive(folder: Path, path: Path) -> None:
    """Write a .tar.gz of the files of a folder: same files and times, same bytes."""
    out = io.BytesIO()
    with (
        gzip.GzipFile('', 'wb', 9, out, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode='w', format=tarfile.PAX_FORMAT) as archive,
    ):
        for file in files.below(folder):
            with file.open('rb') as content:
                archive.addfile(_member(file, folder), content)
    files.write_bytes(path, out.getvalue())


def _member(file: Path, folder: Path) -> tarfile.TarInfo:
    """A file as the archive names it: without an owner, readable by all."""
    status = file.stat()
    member = tarfile.TarInfo(f'{folder.name}/{file.relative_to(folder).as_posix()}')
    member.size, member.mtime, member.mode = status.st_size, int(status.st_mtime), 0o644
    return member


@contextmanager
def opened(place: Path) -> Iterator[Path]:
    """The folder of a published site, unpacked for a while where it is an archive.

    Raises UserError where there is neither.
    """
    if place.is_dir():
        yield place
    elif place.is_file():
        with TemporaryDirectory() as folder:
            _unpack(place, Path(folder))
            tops = list(Path(folder).iterdir())
            yield tops[0] if len(tops) == 1 and tops[0].is_dir() else Path(folder)
    else:
        raise UserError(f'{place}: no published site here; `editions publish` makes one')


def _unpack(place: Path, folder: Path) -> None:
    """Unpack an archive that a stranger may have made: nothing lands outside the folder.

    `tarfile` has filters for this only from Python 3.11.4 on. Ours is narrower: plain files.
    """
    most = SPARE + TIMES * place.stat().st_size
    try:
        with gzip.open(place) as packed:
            data = packed.read(most + 1)
        if len(data) > most:
            raise UserError(f'{place}: it unpacks to more than {most:,} bytes; it is left packed')
        with tarfile.open(fileobj=io.BytesIO(data), mode='r:') as archive:
            for member in archive:
                _write(archive, member, folder, place)
    except (tarfile.TarError, zlib.error, OSError, EOFError, ValueError, OverflowError) as error:
        raise UserError(f'{place}: not an archive of a published site ({error})') from error


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, place: Path) -> None:
    target = (folder / member.name).resolve()
    plain = member.isreg() and not member.issparse()  # a sparse one says any size
    content = archive.extractfile(member) if plain else None
    if (content is None and not member.isdir()) or not target.is_relative_to(folder.resolve()):
        raise UserError(f'{place}: {member.name} in it is no file of a site; it is left packed')
    if content:
        files.write_bytes(target, content.read())
        os.utime(target, (member.mtime, member.mtime))


DAY = 86_400  # seconds


PACKED = frozenset(f'.{suffix}' for suffix, _ in servers.TYPES)


FONTS = f'*/{theme.FOLDER}/*.woff2'  # a folder of ours: the theme keeps nothing else there


SMALLEST = 256  # bytes; below it packing saves no packet


def pack_fonts(folder: Path) -> None:
    """Pack the web fonts of the editions as small as they get: a build has done it quickly."""
    for path in sorted(folder.glob(FONTS)):
        path.write_bytes(packed_best(path.read_bytes()))


def pack(folder: Path) -> None:
    """Write `.br` and `.gz` beside each text file that gets smaller by it, for servers to send."""
    import brotli  # comes with WeasyPrint

    for path in files.below(folder):
        if path.suffix in PACKED and path.stat().st_size >= SMALLEST:
            data = path.read_bytes()
            small = brotli.compress(data, mode=brotli.MODE_TEXT, quality=11)
            for suffix, packed in (('.br', small), ('.gz', gzip.compress(data, 9, mtime=0))):
                if len(packed) < len(data):
                    path.with_name(path.name + suffix).write_bytes(packed)


def stamp(folder: Path, moment: int) -> None:
    """Give every file its mode, readable by all whatever the umask is, and its time: within the
    day before the moment, the second by its content.

    A published site has the same bytes and times on every build of one state of the source. And
    nginx takes size and time for the identity of a file: two states of one page must not have
    the same time even where their sizes agree, or readers would keep the old one.
    """
    for each in (folder, *folder.rglob('*')):
        each.chmod(0o755 if each.is_dir() else 0o644)
    for path in files.below(folder):
        content = hashlib.sha256(path.read_bytes()).digest()
        second = moment - DAY + int.from_bytes(content[:4]) % DAY
        os.utime(path, (second, second))
