"""Children of the fork server: each is waited for, and none is taken for lost."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT

from editions.builds import children


def test_children_that_end_together_all_give_their_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child taken for lost is built a second time, alone: twice the work, unseen."""
    again: list[Path] = []
    monkeypatch.setattr(children, 'run_alone', lambda argv, log, program: again.append(log) or 0)

    def run(number: int) -> int:
        return children.run(['--no-such-option'], tmp_path / f'{number}.log', fork=True)

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(run, range(80)))
    assert not again
    assert codes == [2] * 80


def main(argv: Sequence[str]) -> int:
    """The program of the test below: its exit code says whether it looks for garbage."""
    return int(gc.isenabled())


def test_a_child_that_lays_out_pages_of_paper_keeps_all_until_they_are_printed(
    tmp_path: Path,
) -> None:
    for paper in (True, False):
        code = children.run([], tmp_path / 'log', program=__name__, paper=paper)
        assert code == int(not paper)


SLOW = """\
extensions = ['editions']
import gc, os, pathlib, time
def wait(app):
    collected = gc.isenabled() and gc.get_threshold()[0]
    new = pathlib.Path(app.confdir, 'new')
    new.write_text(str(collected))
    new.rename(pathlib.Path(app.confdir, f'child.{os.getpid()}'))
    time.sleep(60)
def setup(app):
    app.connect('builder-inited', wait)
"""


def test_a_child_ends_when_its_command_is_killed(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text(SLOW)
    (tmp_path / 'index.rst').write_text('Title\n=====\n\nText.\n')
    command = [sys.executable, '-m', 'editions', 'build', 'html']
    environment = os.environ | {'PYTHONPATH': str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as run:
        until = time.monotonic() + 60
        while not (begun := list(tmp_path.glob('child.*'))) and time.monotonic() < until:
            time.sleep(0.05)
        run.send_signal(signal.SIGKILL)
    (child,) = (int(path.suffix[1:]) for path in begun)
    assert begun[0].read_text() == str(children.GARBAGE)  # documents that are done are let go
    while lives(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not lives(child)


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f'/proc/{process}/stat')  # on Linux: one that has ended and is not yet asked for
    return not status.exists() or b') Z ' not in status.read_bytes()


def test_an_edition_that_never_ends_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, 'SECONDS', 2)
    (tmp_path / 'conf.py').write_text('while True:\n    pass\n')
    (tmp_path / 'index.rst').write_text('Title\n=====\n')
    words = ['-b', 'html', str(tmp_path), str(tmp_path / 'out')]
    assert children.run(words, tmp_path / 'log') == -signal.SIGXCPU


SERVER = """\
import os, sys, editions.builds.preload_pdf
for _ in range(3):
    print('weasyprint' in sys.modules, flush=True)
    if os.fork() == 0:
        os._exit(0)
    os.wait()
os._exit(0)
"""


def test_the_children_that_make_pages_do_not_wait_for_what_prints() -> None:
    """The server imports it when as many have been forked as it was told of."""
    environment = os.environ | {children.FIRST: '2'}
    command = [sys.executable, '-c', SERVER]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ['False', 'False', 'True']
