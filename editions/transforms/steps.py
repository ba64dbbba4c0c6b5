"""Tells the command what Sphinx is doing: which document it reads or writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sphinx.application import Sphinx

from editions import progress
from editions.progress import Doing
from editions.transforms import incremental, reporting


@dataclass
class Steps:
    """Counts the documents of one build."""

    edition: str
    number: int = 0
    total: int = 0

    def begin(self, total: int) -> None:
        self.number, self.total = 0, total

    def next(self, what: Literal['reading', 'writing'], name: str) -> None:
        self.number = min(self.number + 1, self.total)
        progress.tell(Doing(self.edition, what, name, self.number, self.total))


def begin(app: Sphinx) -> None:
    """Listen to a build, where a command listens to this process."""
    if progress.Channel.end is None:
        return
    steps = Steps(reporting.edition_of(app))

    def finish(app: Sphinx) -> Iterable[tuple[str, dict[str, object], str]]:
        progress.tell(Doing(steps.edition, 'finishing'))
        return ()

    app.connect('env-before-read-docs', lambda app, env, names: steps.begin(len(names)))
    app.connect('source-read', lambda app, name, text: steps.next('reading', name), priority=0)
    app.connect('write-started', lambda app, builder: steps.begin(written(app)), priority=950)
    app.connect('doctree-resolved', lambda app, t, name: steps.next('writing', name), priority=0)
    app.connect('html-collect-pages', finish)
    app.connect('build-finished', lambda app, e: progress.tell(Doing(steps.edition, 'done')))


def written(app: Sphinx) -> int:
    """How many documents are written: without the pages of the last build that hold."""
    return len(app.env.all_docs.keys() - incremental.of(app).now.units.keys())
