"""Our own strings in a language: the package's catalogs, and those of a project over them.

Sphinx shows them inside an edition (`transforms.strings`). The first page, the 404 pages, the
feeds and the pages for translators stand outside.
"""

from collections.abc import Iterator
from pathlib import Path

from editions.catalogs import credits, po
from editions.folders import catalog_files, catalog_folder, is_catalog
from editions.languages.language import Language
from editions.project import Project

DOMAIN = 'editions'
WORDINGS = (DOMAIN, 'review', 'sphinx')  # the domains of what stands around a text
FOLDER = Path(__file__).parent.parent / 'locale'


def packaged(language: Language, domain: str = DOMAIN) -> dict[str, str]:
    """The package's strings in a language, or in the one that it may borrow from."""
    return _strings(folder(language) / f'{domain}.po')


def folder(language: Language) -> Path:
    """The package's catalogs for a language; no folder where it has none to borrow either."""
    return catalog_folder(FOLDER, language.borrowed(available()))


def available() -> list[str]:
    """The codes of the languages that the package's strings are translated into."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def sample() -> Path:
    """One of the package's catalogs: in its messages all are alike."""
    return catalog_folder(FOLDER, available()[0]) / f'{DOMAIN}.po'


def unreviewed(project: Project, language: Language) -> Iterator[tuple[Path, int]]:
    """The package's catalogs for a language that want a reviser, and how many strings of each.

    A string that the project words itself is not counted.
    """
    for domain, path in catalog_files(folder(language)).items():
        catalog, own = po.read(path), _strings(project.catalog(language, domain))
        known = (m for m in catalog.messages if credits.credit(m, catalog.head).unreviewed)
        if left := sum(message.id not in own for message in known):
            yield path, left


def _strings(path: Path) -> dict[str, str]:
    messages = po.read(path).messages if is_catalog(path) else ()
    return {m.id: m.string for m in messages if m.string and not m.fuzzy and not m.obsolete}
