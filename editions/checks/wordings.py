"""Our own words in a language: those of the package, and a project's where readers may see them.

A project seldom has its own, and what judges them takes a tenth of a second to import.
"""

from collections.abc import Callable

from editions.catalogs import wording
from editions.folders import is_catalog
from editions.languages.language import Language
from editions.project import Project

Words = Callable[[str], str]


def wording_of(project: Project, language: Language, *more: str) -> Words:
    """A function from an English string of ours to the language's; English where none is.

    `more` are domains besides our own: pages that no reader of an edition sees have theirs.
    """
    known = wordings(project, language, wording.DOMAIN, *more)
    return lambda english: known.get(english) or english


def wordings(project: Project, language: Language, *domains: str) -> dict[str, str]:
    """What our domains hold in a language, by the English; a project's own where readers see it."""
    known: dict[str, str] = {}
    for domain in domains:
        known |= wording.packaged(language, domain)
        if is_catalog(project.catalog(language, domain)):
            known |= _own(project, language, domain)
    return known


def _own(project: Project, language: Language, domain: str) -> dict[str, str]:
    """A project's wordings that are translated and not withheld."""
    from editions.catalogs import po
    from editions.catalogs.counts import State
    from editions.checks.criteria import Policy
    from editions.checks.judgement import judge

    policy = Policy.read(project.settings, language.code, 'en')
    catalog = po.read(project.catalog(language, domain), language=language.code, domain=domain)
    found = judge(catalog, policy, thorough=False)
    return {e.message.id: e.message.string for e in found if e.state is State.CURRENT}
