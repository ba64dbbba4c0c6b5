"""What is done of the coming builds while the warm server imports Sphinx on another core.

The checks take longer than all else that is done with a catalog, and need no Sphinx: they are
asked here, for as long as the server takes, and the builds remember the answers (`recalling`).
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from threading import Thread

from editions.builds import child
from editions.builds.plan import Step
from editions.catalogs import po
from editions.catalogs.po.messages import Catalog, Message
from editions.catalogs.states import State, state
from editions.languages.language import Language
from editions.project import Project

WARMING = 0.4  # seconds that the server takes
ASKED = (State.CURRENT, State.OUTDATED)


def start(project: Project, steps: Iterable[Step], more: Callable[[], object]) -> None:
    """Start the server and, beside it, the checks of the languages that the steps build.

    Then comes `more`, what else of the command is better done now than at its end.
    """
    languages = tuple(dict.fromkeys(step.edition.language for step in steps))

    def work() -> None:
        check(project, languages)
        more()

    if languages and child.warm_up():
        Thread(target=work, daemon=True).start()


def check(project: Project, languages: Iterable[Language], seconds: float = WARMING) -> None:
    """Ask the checks about the catalogs of these languages, until the time is over.

    A catalog that cannot be read is left to the build, which says so.
    """
    end = time.monotonic() + seconds
    for language in languages:
        with suppress(OSError):
            remember(project, language, end)


def remember(project: Project, language: Language, end: float) -> None:
    from editions.checks.recalling import Memory  # 60 ms, while there is nothing else to do

    memory = Memory(project.doctreedir(language) / 'catalogs' / 'said.json')
    ignored = project.settings.get('editions_ignore', ())
    for catalog, message in messages(project, language):
        if time.monotonic() > end:
            memory.write(whole=False)
            return
        memory.withholding(catalog, message, project.source_language.code, ignored)
    memory.write()


def messages(project: Project, language: Language) -> Iterator[tuple[Catalog, Message]]:
    """The translations that a build asks about."""
    for path in sorted(project.catalogs(language).rglob('*.po')):
        catalog = po.read(path, root=project.root, language=language.code)
        for message in catalog.messages:
            if message.context is None and state(message) in ASKED:
                yield catalog, message
