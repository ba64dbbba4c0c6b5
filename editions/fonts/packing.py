"""Fonts packed as WOFF2, each once: the formats of a language, and its next build, share most.

To pack a font takes twelve times as long as to cut it, so what was packed is kept by what was cut.
"""

from dataclasses import dataclass
from pathlib import Path

from editions import files
from editions.fonts import woff2

DIGEST = 64  # hexadecimal digits of one


@dataclass(frozen=True)
class Packing:
    """Keeps one packed font of each name for each user of a folder; without a folder, none."""

    folder: Path | None = None
    user: str = ''  # 'html': what it keeps takes the place of what it kept before

    def packed(self, data: bytes, family: str, name: str, style: str) -> bytes:
        """As `woff2.packed`."""
        if self.folder is None:
            return woff2.packed(data, family, name, style)
        key = files.digest(b'\0'.join([data, *map(str.encode, (family, name, style, programs()))]))
        for path in sorted(self.folder.glob(f'{name}.*')):
            known = path.read_bytes()
            head, made = known[: 2 * DIGEST], known[2 * DIGEST :]
            if head == (key + files.digest(made)).encode():
                break
        else:
            made = woff2.packed(data, family, name, style)
        mine = self.folder / f'{name}.{self.user}'
        whole = (key + files.digest(made)).encode() + made
        if not mine.is_file() or mine.read_bytes() != whole:
            files.write_bytes(mine, whole, durable=False)
        return made


def programs() -> str:
    """What packs: another version may make other bytes."""
    import brotli
    from fontTools import version

    own = files.digest(Path(woff2.__file__).read_bytes())
    return f'{version} {brotli.__version__} {own}'
