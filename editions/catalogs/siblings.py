"""Which languages have a page: what a page must know of the others before it names them.

A page names its siblings to search engines (`hreflang`) only where they are translated, so an
edition depends on the other languages in this one bit, and is built again when it turns.
"""

from collections.abc import Iterator
from pathlib import Path

from editions.catalogs import po
from editions.catalogs.counts import count
from editions.project import Language, Project

THRESHOLD = 0.5  # conf.py's `editions_threshold` where it says nothing


def translated(path: Path, threshold: float) -> bool:
    """Whether readers of a catalog's page see enough of it in their language."""
    if not path.is_file():
        return False
    found = count(po.read(path))
    total = found.translated + found.outdated + found.untranslated
    return not found.broken and (not total or 1 - found.untranslated / total >= threshold)


def without(project: Project, language: Language, domain: str, threshold: float) -> set[Language]:
    """The other languages whose page of this domain is not translated yet."""
    others = set(project.languages[1:]) - {language}
    path = f'{domain}.po'
    return {o for o in others if not translated(project.catalogs(o) / path, threshold)}


def catalogs(project: Project, language: Language) -> Iterator[Path]:
    """The catalogs of the other languages, on whose progress an edition depends."""
    for other in project.languages[1:]:
        if other != language:
            yield from sorted(project.catalogs(other).rglob('*.po'))
