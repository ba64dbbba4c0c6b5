"""Which fonts an edition may use, and the fontconfig file that shows it those alone.

The Source fonts come from their own distributions, the Chinese ones lie beside this module.
A project adds more by `editions_fonts`: names of installed packages (`'pylopdf_fonts_jp'`)
or folders. No font of the machine can slip in: fontconfig is given one file of ours.
"""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from editions import files
from editions.findings import UserError
from editions.fonts import cid

HERE = Path(__file__).parent
SUFFIXES = ('.ttf', '.otf', '.ttc')
SOURCE = ('fontpkg_source_serif_4', 'fontpkg_source_sans_3', 'fontpkg_source_code_pro')
CONFIGURATION = HERE.parent / 'templates' / 'pdf' / 'fonts.conf'


def own_folders() -> tuple[Path, ...]:
    return (HERE, *map(package_folder, SOURCE))


def usable_folders(added: Iterable[str], root: Path, copies: Path) -> tuple[Path, ...]:
    """Those, and what a project adds by `editions_fonts`. Raises UserError.

    An added font that WeasyPrint would embed wrongly is corrected, into `copies`.
    """
    own = own_folders()
    return (*own, *(embeddable_folder(added_folder(name, root), copies / name) for name in added))


def embeddable_folder(folder: Path, copies: Path) -> Path:
    """The folder, or `copies` with all its fonts where one of them had to be corrected."""
    found = list(font_files([folder]))
    made = {path: data for path in found if (data := cid.with_equal_cids(path))}
    if not made:
        return folder
    for path in found:
        files.write_bytes(copies / path.name, made.get(path) or path.read_bytes(), durable=False)
    return copies


def package_folder(name: str) -> Path:
    """The folder of an installed package. Raises UserError."""
    if (folder := files.package(name)) is None:
        raise UserError(f'the font package {name} is not installed; `pip install {name}`')
    return folder


def added_folder(name: str, root: Path) -> Path:
    """The folder that an entry of `editions_fonts` means: a folder of the project or a package."""
    folder = root / name
    if folder.is_dir():
        return folder
    try:
        return package_folder(name)
    except UserError as error:
        raise UserError(
            f'{root / "conf.py"}: editions_fonts names {name!r}, which is neither a folder '
            f'nor an installed package; `pip install {name}` or correct the name'
        ) from error


def font_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Every font file in these folders, in a fixed order."""
    for folder in folders:
        yield from sorted(path for path in folder.rglob('*') if path.suffix.lower() in SUFFIXES)


def write_configuration(folder: Path, folders: Iterable[Path], cache: Path | None = None) -> Path:
    """Write a fontconfig file that knows these folders alone.

    `cache` is the folder of what fontconfig has read of them, which takes it 0.13 s.

    https://www.freedesktop.org/software/fontconfig/fontconfig-user.html
    """
    lines = ''.join(f'  <dir>{escape(str(folder), quote=False)}</dir>\n' for folder in folders)
    place = escape(str(cache or folder / 'cache'), quote=False)
    text = CONFIGURATION.read_text('utf-8').format(folders=lines.rstrip(), cache=place)
    path = folder / 'fonts.conf'
    files.write_text(path, text, durable=False)
    return path
