"""The families that a project adds, and whether an edition has to be set in them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from editions.fonts import coverage, faces
from editions.languages.language import Language

FAMILY, TYPOGRAPHIC_FAMILY = 1, 16  # name identifiers of OpenType
SANS = ('Sans', 'Gothic', 'Kufi')


def names(folders: Iterable[Path]) -> tuple[str, ...]:
    """The families in these folders, those with serifs first: text is set in the first one."""
    found = dict.fromkeys(name for path in faces.font_files(folders) for name in named(path))
    return tuple(sorted(found, key=lambda name: any(word in name for word in SANS)))


def named(path: Path) -> Iterator[str]:
    """The family of a face."""
    from fontTools.ttLib import TTFont  # only for faces that a project adds

    if path.suffix.lower() != '.ttc':
        with TTFont(path, lazy=True) as font:
            table = font['name']
            name = table.getDebugName(TYPOGRAPHIC_FAMILY) or table.getDebugName(FAMILY)
            if name:
                yield str(name)


def foreign(code: str) -> bool:
    """Whether a language is written in a script that neither Source nor our Chinese faces serve.

    Japanese and Traditional Chinese are: our faces of Simplified Chinese have most of their
    characters, in the shapes of another country.
    """
    language = Language(code)
    if language.script == 'Hans' or language.locale is None:
        return False
    name = language.locale.display_name or ''
    source = [faces.package_folder(name) for name in faces.SOURCE]
    return bool(set(name) - coverage.shown(tuple(faces.font_files(source))) - coverage.UNDRAWN)
