"""How far a build is, and how long it still takes, as a terminal shows it."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editions import report
from editions.builds import children
from editions.builds.record import Build, Step
from editions.commands import _output as output
from editions.commands._output import Tell
from editions.findings import printable
from editions.progress import Doing
from editions.project import Format, Project

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

SLOW = 10  # seconds after which a document is named
PAPER = 3  # how much longer a format other than HTML takes, where nothing is known
BEFORE_SAID = 0.05  # the share that has to be done before the rest can be estimated
ROWS = 8  # editions that are shown at work
# The share of an edition that is done when something begins, and when it ends.
SHARES = {
    'reading': (0, 0.4), 'writing': (0.4, 0.8), 'printing': (0.5, 0.9), 'binding': (0.5, 0.9),
    'finishing': (0.9, 1),
}  # fmt: skip


@dataclass
class Progress:
    """What became of the steps of one command so far; moments are those of `time.monotonic`."""

    expected: dict[str, float]  # seconds that each edition takes, compared with one another
    begun: float
    done: set[str] = field(default_factory=set)
    doing: dict[str, tuple[Doing, float]] = field(default_factory=dict)  # and since when
    named: set[Doing] = field(default_factory=set)  # those that took long

    def hear(self, doing: Doing, now: float) -> None:
        if doing.what == 'done':
            self.finish(doing.edition)
        else:
            self.done.discard(doing.edition)  # a first attempt has failed
            self.doing[doing.edition] = doing, now

    def finish(self, edition: str) -> None:
        self.doing.pop(edition, None)
        self.done |= {edition} & self.expected.keys()

    def share(self, edition: str, now: float) -> float:
        """How much of an edition is done, from 0 to 1."""
        if edition in self.done:
            return 1.0
        if not (known := self.doing.get(edition)):  # once: another thread hears meanwhile
            return 0.0
        doing, since = known
        first, last = SHARES[doing.what]
        if doing.total > 1:
            return first + (last - first) * (doing.number - 1) / doing.total
        usual = self.expected.get(edition, 1.0) * (last - first)  # half done after as long as that
        return first + (last - first) * (now - since) / (now - since + usual)

    def left(self, now: float) -> float | None:
        """The seconds that the rest takes if it goes on as before; None where that is too early
        to say.
        """
        whole = sum(self.expected.values())
        made = sum(self.share(name, now) * each for name, each in self.expected.items())
        return (now - self.begun) * (whole - made) / made if made > BEFORE_SAID * whole else None

    def rows(self, now: float) -> list[str]:
        """One row for each edition at work."""
        return [row(doing, now - since) for doing, since in list(self.doing.values())[:ROWS]]

    def slow(self, now: float) -> Iterator[str]:
        """A sentence for each document that takes long, once."""
        for doing, since in list(self.doing.values()):
            if doing.name and now - since > SLOW and doing not in self.named:
                self.named.add(doing)
                yield f'{doing.edition}: {doing.what} {doing.name} takes longer than {SLOW} s'


def row(doing: Doing, seconds: float) -> str:
    """`es/html     reading guide/start  12 of 100`."""
    text = f'{doing.edition:<11} {doing.what} {doing.name}'.rstrip()
    text += f'  {doing.number} of {doing.total}' if doing.total > 1 else ''
    return text + (f'  {seconds:.0f} s' if seconds > SLOW else '')


def in_words(seconds: float | None) -> str:
    if seconds is None:
        return ''
    if seconds < 100:
        return f'about {max(seconds, 1):.0f} s left'
    return f'about {seconds / 60:.0f} min left' if seconds < 6000 else 'more than 100 min left'


def begin(project: Project, steps: Sequence[Step]) -> Progress:
    """Nothing is done. The last build knows how long editions take; of one language as another."""
    known: dict[Format, float] = {}
    for edition in project.editions():
        last = report.read(project.outdir(edition))
        if last and last.seconds:
            known[edition.format] = max(known.get(edition.format, 0.0), last.seconds)
    usual = {form: 1.0 if form is Format.HTML else PAPER for form in Format}
    weights = known if {step.edition.format for step in steps} <= known.keys() else usual
    expected = {str(step.edition): weights[step.edition.format] for step in steps}
    return Progress(expected, time.monotonic())


@contextmanager
def shown(
    project: Project, steps: Sequence[Step], tell: Tell, *, quiet: bool = False
) -> Iterator[Tell]:
    """Show how far the steps are; call what it yields with each finished build.

    A terminal is shown all the time what is at work. Elsewhere, only a document that takes long
    is named, once.
    """
    if not steps:
        yield tell
        return
    progress, live = begin(project, steps), sys.stderr.isatty()

    def hear(doing: Doing | None) -> None:
        now = time.monotonic()
        if doing:
            progress.hear(doing, now)
        for sentence in () if live or quiet else progress.slow(now):
            output.echo(sentence, err=True)

    with children.listening(hear), ExitStack() as screen:

        def draw() -> None:
            if live:
                screen.enter_context(drawn(progress, steps))

        def advance(done: Build) -> None:
            progress.finish(str(done.edition))
            screen.close()  # what click prints does not pass through it
            tell(done)
            draw()

        draw()
        yield advance


def drawn(progress: Progress, steps: Sequence[Step]) -> 'Live':
    """A picture of the progress on the terminal, drawn a few times a second."""
    from rich.console import Console, Group  # slow to import, and of use on a terminal only
    from rich.live import Live
    from rich.progress_bar import ProgressBar
    from rich.spinner import Spinner
    from rich.table import Table
    from rich.text import Text

    names = ', '.join(dict.fromkeys(step.edition.language.code for step in steps))
    spinner = Spinner('dots')

    def picture() -> 'RenderableType':
        now, number = time.monotonic(), len(progress.done)
        table = Table.grid(padding=(0, 1))
        bar = ProgressBar(
            len(steps), sum(progress.share(name, now) for name in progress.expected), width=30
        )
        counted = Text(f'{number} of {len(steps)}  {in_words(progress.left(now))}')
        table.add_row(spinner, Text(f'Building {names}', overflow='ellipsis'), bar, counted)
        rows = [Text(printable(r), no_wrap=True, overflow='ellipsis') for r in progress.rows(now)]
        return Group(*rows, table)

    console = Console(stderr=True)
    return Live(
        console=console,
        get_renderable=picture,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
