"""A file appears whole or not at all, and what a killed process left is cleared away."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, editions

from editions import files

KILLED = """
import os, signal, sys
from pathlib import Path
from editions import files
os.fsync = lambda number: os.kill(os.getpid(), signal.SIGKILL)
files.write_bytes(Path(sys.argv[1]), b'new')
"""


def killed(path: Path) -> None:
    """Write a file in a process that is killed amid it."""
    command = [sys.executable, '-c', KILLED, str(path)]
    done = subprocess.run(command, env=os.environ | {'PYTHONPATH': str(ROOT)}, check=False)
    assert done.returncode == -signal.SIGKILL


def test_what_a_killed_process_was_writing_is_removed(tmp_path: Path) -> None:
    path = tmp_path / 'es' / 'index.po'
    path.parent.mkdir()
    path.write_bytes(b'old')
    killed(path)
    (left,) = set(path.parent.iterdir()) - {path}
    assert left.name.startswith('.')
    files.remove_leftovers(tmp_path)
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == b'old'


@pytest.mark.parametrize('name', ['.index.po.swp', '.x.1.y.writing.bak', '.writing', 'a.writing'])
def test_what_is_not_ours_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('mine')
    files.remove_leftovers(tmp_path)
    assert (tmp_path / name).exists()


def test_what_a_living_process_writes_stays_for_an_hour(tmp_path: Path) -> None:
    path = tmp_path / f'.index.po.{os.getpid()}.abcd1234.writing'
    path.write_text('half')
    files.remove_leftovers(tmp_path)
    assert path.exists()
    long_ago = time.time() - 2 * files.LONGEST
    os.utime(path, (long_ago, long_ago))
    files.remove_leftovers(tmp_path)
    assert not path.exists()


def test_the_next_update_clears_it_away(project: Path) -> None:
    folder = project / 'locale' / 'es' / 'LC_MESSAGES'
    killed(folder / 'index.po')
    assert len(list(folder.iterdir())) == 2
    assert editions('update', cwd=project).returncode == 0
    assert [path.name for path in folder.iterdir()] == ['index.po']
