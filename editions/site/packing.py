"""Files packed once, as small as they get, so that a server need not pack them each time."""

import gzip
from pathlib import Path

from editions.fonts.woff2 import packed_best
from editions.site.servers import TYPES

SUFFIXES = frozenset(f'.{suffix}' for suffix, _ in TYPES)
FONTS = '*/_static/fonts/*.woff2'  # a folder of ours: the theme keeps nothing else there
SMALLEST = 256  # bytes; below it packing saves no packet


def pack(folder: Path) -> None:
    """Write `.br` and `.gz` beside each text file that gets smaller by it."""
    for path in sorted(folder.rglob('*')):
        if path.is_file() and path.suffix in SUFFIXES and path.stat().st_size >= SMALLEST:
            data = path.read_bytes()
            for suffix, packed in (('.br', brotli(data)), ('.gz', gzip.compress(data, 9, mtime=0))):
                if len(packed) < len(data):
                    path.with_name(path.name + suffix).write_bytes(packed)


def pack_fonts(folder: Path) -> None:
    """Pack the web fonts of the editions as small as they get: a build has done it quickly."""
    for path in sorted(folder.glob(FONTS)):
        path.write_bytes(packed_best(path.read_bytes()))


def brotli(data: bytes) -> bytes:
    import brotli as library  # comes with WeasyPrint

    packed: bytes = library.compress(data, mode=library.MODE_TEXT, quality=11)
    return packed
