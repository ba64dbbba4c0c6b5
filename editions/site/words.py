"""Our own words in a language, for the pages that no Sphinx build writes.

Sphinx translates what stands inside an edition. The first page, the 404 pages and the feeds
stand outside; they read the same catalogs: the package's, and the project's over it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import editions
from editions.catalogs import po
from editions.languages.language import Language
from editions.project import Project

DOMAIN = 'editions'

Words = Callable[[str], str]


def words(project: Project, language: Language, *more: str) -> Words:
    """A function from an English string of ours to the language's; English where none is.

    `more` are domains besides our own: pages that no reader of an edition sees have theirs.
    """
    known = translations(project, language, DOMAIN, *more)
    return lambda english: known.get(english) or english


def translations(project: Project, language: Language, *domains: str) -> dict[str, str]:
    """What our domains hold in a language, by the English; nothing where it is not translated."""
    known: dict[str, str] = {}
    for domain in domains:
        for path in _catalogs(project, language, domain):
            known.update(_strings(path))
    return known


def _catalogs(project: Project, language: Language, domain: str) -> Iterator[Path]:
    """The catalogs that exist: the package's, then the project's, which is the stronger one."""
    ours = Path(editions.__file__).parent / 'locale'
    code = language.borrowed(path.parent.name for path in ours.glob('*/LC_MESSAGES'))
    folders = [ours / code / 'LC_MESSAGES', project.catalogs(language)]
    yield from filter(Path.is_file, (folder / f'{domain}.po' for folder in folders))


def _strings(path: Path) -> dict[str, str]:
    catalog = po.read(path)
    return {m.id: m.string for m in catalog.messages if m.string and not m.fuzzy and not m.obsolete}
