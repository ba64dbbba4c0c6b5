"""Progress shows on a terminal; elsewhere there are plain lines."""

import io
import os
import pty
import re
import subprocess
import sys
import threading
import time
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from conftest import ROOT, editions

from editions import progress
from editions.builds import children, run
from editions.builds.record import Build, Step
from editions.commands import _progress
from editions.commands._output import listed
from editions.commands._progress import Progress, in_words
from editions.commands.build import build
from editions.findings import Finding, Severity
from editions.languages.language import Language
from editions.progress import Doing
from editions.project import Edition, Format, Project, load
from editions.transforms import steps
from editions.transforms.incremental import State, Unit, Written

SLOW = """
def setup(app):
    import time
    for event in ('source-read', 'doctree-resolved'):
        app.connect(event, lambda *args: time.sleep(0.7))
"""


def test_a_terminal_sees_progress(built: Path) -> None:
    with (built / 'conf.py').open('a', encoding='utf-8') as conf:
        conf.write(SLOW)  # longer than a picture stands
    master, slave = pty.openpty()
    env = os.environ | {'PYTHONPATH': str(ROOT), 'TERM': 'xterm-256color', 'COLUMNS': '100'}
    command = [sys.executable, '-m', 'editions', 'build', '--force', 'es/html']
    log = (built / 'log').open('w+')
    done = subprocess.Popen(command, cwd=built, env=env, stdout=log, stderr=slave)
    os.close(slave)
    shown = b''
    while True:
        try:
            shown += (part := os.read(master, 4096))
        except OSError:  # the other side closed
            break
        if not part:
            break
    os.close(master)
    assert done.wait() == 0
    assert b'Building es' in shown
    assert b'\x1b[' in shown
    assert re.search(rb'es/html     (reading|writing) index', shown)
    assert b'0 of 1' in shown
    log.seek(0)
    assert log.read().startswith('es/html ')  # what goes to a file is not drawn on the terminal
    assert b'asked for' not in shown


def test_how_long_it_still_takes_is_known_from_what_is_done() -> None:
    made = Progress({'es/html': 2.0, 'es/pdf': 6.0}, begun=100.0)
    assert (made.left(101), in_words(None)) == (None, '')
    made.hear(Doing('es/html', 'reading', 'index', 1, 4), 101)
    assert made.left(101) is None
    made.hear(Doing('es/html', 'writing', 'a', 3, 4), 104)
    assert made.rows(104) == ['es/html     writing a  3 of 4']
    assert made.left(104) == pytest.approx(4 * (8 - 1.2) / 1.2)
    made.hear(Doing('es/html', 'done'), 105)
    made.hear(Doing('es/pdf', 'printing', 'a.pdf'), 106)
    known = [made.left(106 + n) for n in range(60)]
    assert all(known)
    assert made.rows(125) == ['es/pdf      printing a.pdf  19 s']
    made.finish('es/pdf')
    assert made.left(126) == 0
    assert [in_words(n) for n in (0.2, 99.4, 250, 7000)] == [
        'about 1 s left',
        'about 99 s left',
        'about 4 min left',
        'more than 100 min left',
    ]


def test_an_edition_is_built_a_second_time_where_going_on_failed() -> None:
    made = Progress({'es/html': 2.0}, begun=0.0)
    made.hear(Doing('es/html', 'done'), 1)
    assert made.share('es/html', 2) == 1
    made.hear(Doing('es/html', 'reading', 'a', 1, 2), 2)
    assert made.share('es/html', 2) == 0


def test_what_is_being_done_may_end_while_it_is_looked_at() -> None:
    class Ends(dict[str, tuple[Doing, float]]):
        """A thread that takes an edition away as soon as it was asked for."""

        def __contains__(self, name: object) -> bool:
            return super().__contains__(name) and bool(self.pop(str(name)))

    doing = Doing('es/html', 'writing', 'a', 1, 2)
    made = Progress({'es/html': 2.0}, begun=0.0, doing=Ends({'es/html': (doing, 0.0)}))
    assert made.share('es/html', 2) == 0.4


def test_the_steps_of_an_epub_are_those_of_its_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what holds of the last build is not counted among what is written."""
    heard: list[Doing] = []
    events: dict[str, Any] = {}
    monkeypatch.setattr(progress.Channel, 'end', SimpleNamespace(send=heard.append))
    run = SimpleNamespace(incremental=State(now=Written(units={'a': Unit()})))
    app: Any = SimpleNamespace(
        builder=SimpleNamespace(name='editions-epub'),
        config=SimpleNamespace(language='es'),
        connect=lambda event, hear, priority=500: events.update({event: hear}),
        editions=run,
        env=SimpleNamespace(all_docs={'a': 1, 'b': 1, 'c': 1}),
    )
    steps.begin(app)
    events['write-started'](app, app.builder)
    events['doctree-resolved'](app, None, 'b')
    events['build-finished'](app, None)
    assert heard == [Doing('es/epub', 'writing', 'b', 1, 2), Doing('es/epub', 'done')]


def test_a_document_that_takes_long_is_named_once() -> None:
    made = Progress({'es/pdf': 1.0}, begun=0.0)
    made.hear(Doing('es/pdf', 'reading', 'a', 1, 2), 0)
    made.hear(Doing('es/pdf', 'reading', 'b', 2, 2), 9)
    assert list(made.slow(18)) == []
    assert list(made.slow(20)) == ['es/pdf: reading b takes longer than 10 s']
    assert list(made.slow(30)) == []
    made.hear(Doing('es/pdf', 'finishing'), 30)
    assert list(made.slow(50)) == []


def test_what_a_build_is_doing_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pipe is told which document takes long, and nothing else."""
    monkeypatch.setattr(_progress, 'SLOW', 0.4)
    (tmp_path / 'conf.py').write_text(
        "import time\nextensions = ['editions']\neditions_formats = ['html']\n"
        "def sleep(app, name, text):\n    time.sleep(2.2 * (name == 'slow'))\n"
        "def setup(app):\n    app.connect('source-read', sleep)\n",
        'utf-8',
    )
    (tmp_path / 'index.rst').write_text('Title\n=====\n\n.. toctree::\n\n   slow\n', 'utf-8')
    (tmp_path / 'slow.rst').write_text('Slow\n====\n', 'utf-8')
    project = load(tmp_path)
    done = build(project, tuple(project.editions()), lambda build: None)
    assert not done.failed
    assert capsys.readouterr().err == 'en/html: reading slow takes longer than 0.4 s\n'


def test_elsewhere_there_are_plain_lines(built: Path) -> None:
    done = editions('build', '--force', 'es/html', cwd=built)
    assert done.stdout.startswith('es/html ')
    assert '\x1b' not in done.stdout + done.stderr
    assert 'asked for' in done.stdout.splitlines()[0]


def test_a_hundred_findings_of_one_kind_do_not_hide_the_others() -> None:
    many = [Finding('a.po', line, Severity.WARNING, 'Changed.', 'outdated') for line in range(100)]
    other = Finding('a.po', 200, Severity.ERROR, 'A number is gone.', 'numbers')
    said = list(listed([*many, other], 'es'))
    assert said == [
        *map(str, many[:10]),
        str(other),
        '... and 90 more [outdated]; `editions check es` names them all',
    ]


def test_what_the_page_has_is_not_said_again_for_the_paper(tmp_path: Path) -> None:
    """A warning of the source comes with both formats."""
    (tmp_path / 'conf.py').write_text("extensions = ['editions']\n", 'utf-8')
    (tmp_path / 'index.rst').write_text('Title\n=====\n\n:ref:`nowhere`\n', 'utf-8')
    done = editions('build', cwd=tmp_path)
    assert done.stdout.count('nowhere') == 1
    assert '... and 1 finding as in another edition' in done.stdout


def test_an_edition_is_said_as_soon_as_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not when the last of its language is; what a build raises is raised."""
    told = threading.Event()

    def fake(project: Project, edition: Edition, reason: str, **how: bool) -> Build:
        if edition.format is Format.PDF and not told.wait(20):
            raise RuntimeError('the first edition is not said')
        if edition.language.code == 'fr':
            raise ValueError('broken')
        return Build(edition, reason, 0, (), 0, {})

    monkeypatch.setattr(run, 'build', fake)
    project = Project(ROOT, ROOT, (Language('en'), Language('es'), Language('fr')), ())
    steps = [Step(each, '') for each in project.editions()]
    said = []
    builds = run.build_all(project, steps)
    for made in islice(builds, 4):
        said.append(str(made.edition))
        told.set()
    with pytest.raises(ValueError, match='broken'):
        next(builds)
    assert sorted(said) == ['en/html', 'en/pdf', 'es/html', 'es/pdf']


def test_ctrl_c_ends_what_is_being_built_whatever_the_command_does(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def fake(project: Project, edition: Edition, reason: str, **how: bool) -> Build:
        if edition.language.code != 'en':
            ended.wait(20)
        return Build(edition, reason, 0, (), 0, {})

    def tell(done: Build) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, 'build', fake)
    monkeypatch.setattr(children, 'start_server', lambda *_, **__: None)
    monkeypatch.setattr(children, 'interrupt', ended.set)
    known = load(project)
    with pytest.raises(KeyboardInterrupt):
        build(known, tuple(known.editions()), tell)
    interrupted = ended.is_set()
    ended.set()
    assert interrupted


class Terminal(io.StringIO):
    """Shows what is left on a screen after all that was written."""

    def isatty(self) -> bool:
        return True

    def screen(self) -> list[str]:
        lines, row = [''], 0
        for part in re.findall(r'\x1b\[[\d;?]*[A-Za-z]|\r|\n|[^\x1b\r\n]+', self.getvalue()):
            if part == '\n':
                row += 1
                lines += [''] * (row == len(lines))
            elif part == '\x1b[1A':
                row -= 1
            elif part == '\x1b[2K':
                lines[row] = ''
            elif part[0] not in '\x1b\r':
                lines[row] += part
        return [line for line in lines if line]


def test_what_is_said_stays_on_the_screen_and_the_picture_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, 'stderr', screen)
    monkeypatch.setattr(sys, 'stdout', screen)
    monkeypatch.setenv('TERM', 'xterm')
    project = Project(ROOT, ROOT, (Language('en'), Language('es')), ())
    steps = [Step(each, '') for each in project.editions()]
    with _progress.shown(project, steps, lambda done: click.echo(f'{done.edition} said')) as say:
        for step in steps:
            progress.tell(Doing(str(step.edition), 'reading', 'index', 1, 2))
        until = time.monotonic() + 5
        while 'es/pdf      reading index' not in screen.getvalue() and time.monotonic() < until:
            time.sleep(0.05)
        for step in steps:
            say(Build(step.edition, '', 0, (), 0, {}))
    assert screen.screen() == [f'{step.edition} said' for step in steps]
    assert 'es/pdf      reading index' in screen.getvalue()
