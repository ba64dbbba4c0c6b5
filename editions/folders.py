"""Where a project keeps what it is made from, in which markup, and where what is made goes."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from editions.findings import UserError

Settings = Mapping[str, Any]
# What we make below build/. Where conf.py lies beside the text, none of it is a document.
MADE = (
    'doctrees', 'editions', 'exchange', 'gettext', 'heights', 'judged', 'preview', 'pseudo',
    'publish', 'review', 'site', 'verify',
)  # fmt: skip
# Where a project keeps its conf.py: at its top, or as `sphinx-quickstart` and its users lay it out.
LAYOUTS = ('.', 'source', 'docs', 'doc', 'docs/source', 'doc/source')


def conf_folder(directory: Path) -> Path:
    """The folder of conf.py. Raises UserError where there is none, or a choice to be made."""
    if (directory / 'conf.py').is_file():
        return directory
    found = [name for name in LAYOUTS if (directory / name / 'conf.py').is_file()]
    if len(found) == 1:
        return directory / found[0]
    if found:
        raise UserError(
            f'{directory}: there are {len(found)} conf.py here, in {" and ".join(found)}; '
            f'say which: -C {found[0]}'
        )
    raise UserError(
        f'{directory / "conf.py"}: there is no conf.py here; name its folder with -C, '
        'or begin a project with `editions init`'
    )


def output_folder(root: Path, source: Path) -> str:
    """Where editions are made, from the folder of conf.py: beside the source, never within."""
    return '../build' if root == source and root.name == 'source' else 'build'


def source_folder(root: Path, settings: Settings) -> Path:
    """`source/` where it holds the root document, else the folder of conf.py."""
    name = root_document(settings)
    for folder in (root / 'source', root):
        if any(folder.glob(f'{name}.*')):
            return folder
    raise UserError(f'{root / "source"}: no {name}.rst here; it is the document all others hang on')


def root_document(settings: Settings) -> str:
    return str(settings.get('root_doc') or settings.get('master_doc') or 'index')


def locale_folders(source: Path, settings: Settings) -> tuple[Path, ...]:
    """The folders of `locale_dirs`, which Sphinx resolves from the source."""
    names: list[str] = settings.get('locale_dirs') or ['locales']
    return tuple(Path(os.path.normpath(source / name)) for name in names)


def catalog_folder(locale: Path, code: str) -> Path:
    """The folder of a language's catalogs, where gettext looks for them."""
    return locale / code / 'LC_MESSAGES'


def glossary_path(locale: Path, code: str) -> Path:
    return locale / code / 'glossary.po'


def is_catalog(path: Path) -> bool:
    """Whether there is a catalog: a file, or a link to one. A link of a stranger may lead to a
    device that never ends, or to a file in which no translation is written.
    """
    return path.is_file() and (not path.is_symlink() or path.resolve().suffix == path.suffix)


def require(path: Path) -> None:
    """Raise UserError where something else stands in the place of a catalog."""
    if os.path.lexists(path) and not is_catalog(path):
        raise UserError(
            f'{path}: a folder, or a link to what is no catalog; remove it, or name another'
        )


def catalog_files(folder: Path, suffix: str = '.po') -> Mapping[str, Path]:
    """The catalogs below a folder, or templates (`.pot`), by domain ('guide/start'), in order."""
    paths = sorted(filter(is_catalog, folder.rglob(f'*{suffix}')))
    return {path.relative_to(folder).with_suffix('').as_posix(): path for path in paths}


MARKDOWN_TYPES = ('markdown', 'myst-nb')  # the file types that MyST and myst_nb read
Suffixes = Mapping[str, str | None]
# What is Markdown where no conf.py tells: in the locations of a catalog alone.
USUAL_SUFFIXES = dict.fromkeys(('.md', '.markdown', '.mkd', '.myst'), 'markdown')


def suffixes_of(settings: Settings) -> Suffixes:
    """conf.py's `source_suffix`, as Sphinx reads it, with Markdown's, which MyST adds."""
    listed: Any = settings.get('source_suffix') or '.rst'
    names = [listed] if isinstance(listed, str) else listed
    return {'.md': 'markdown', **(names if isinstance(names, Mapping) else dict.fromkeys(names))}


def filetype(path: str, suffixes: Suffixes, usual: str = '') -> str:
    """What Sphinx calls the markup that a file is written in: 'markdown', 'restructuredtext'."""
    known = (name for suffix, name in suffixes.items() if path.endswith(suffix))
    return next(known, usual) or 'restructuredtext'


def is_markdown(path: str, suffixes: Suffixes) -> bool:
    return filetype(path, suffixes) in MARKDOWN_TYPES
