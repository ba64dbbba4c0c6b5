"""A file appears whole or not at all, what a killed process left is cleared away, locks hold."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import ROOT, editions

from editions import files
from editions.findings import UserError

KILLED = """
import os, signal, sys
from pathlib import Path
from editions import files
from editions.findings import UserError
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


def test_what_a_killed_process_was_writing_goes_when_the_file_is_written(tmp_path: Path) -> None:
    path, other = tmp_path / 'config[1]', tmp_path / '.config1.1.y.writing'
    path.write_bytes(b'old')
    other.write_bytes(b'of another file')
    killed(path)
    files.write_text(path, 'new')
    assert {each.name for each in tmp_path.iterdir()} == {path.name, other.name}


@pytest.mark.parametrize('name', ['.index.po.swp', '.x.1.y.writing.bak', '.writing', 'a.writing'])
def test_what_is_not_ours_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('mine')
    files.remove_leftovers(tmp_path)
    assert (tmp_path / name).exists()


def test_a_link_takes_the_place_of_a_file_and_writes_into_none(tmp_path: Path) -> None:
    new, old, there = (tmp_path / name for name in ('new', 'old', 'there'))
    new.write_text('new')
    old.write_text('old')
    files.link(old, there)
    files.link(new, there)
    assert (old.read_text(), there.read_text()) == ('old', 'new')


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


@pytest.mark.parametrize('mode', [0o640, 0o604, 0o755])
def test_permissions_stay(tmp_path: Path, mode: int) -> None:
    path = tmp_path / 'index.po'
    path.write_bytes(b'old')
    path.chmod(mode)
    files.write_bytes(path, b'new')
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b'new', mode)


def test_a_new_file_has_the_permissions_that_the_user_gives_new_files(tmp_path: Path) -> None:
    (tmp_path / 'by hand').touch()
    files.write_bytes(tmp_path / 'ours', b'new')
    assert (tmp_path / 'ours').stat().st_mode == (tmp_path / 'by hand').stat().st_mode


def test_the_umask_which_all_threads_share_is_never_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, 'umask', asked.append)
    files.write_bytes(tmp_path / 'index.po', b'new')
    assert not asked


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    real = tmp_path / 'elsewhere' / 'index.po'
    real.parent.mkdir()
    real.write_bytes(b'old')
    link = tmp_path / 'locale' / 'index.po'
    link.parent.mkdir()
    link.symlink_to('../elsewhere/index.po')
    files.write_bytes(link, b'new')
    assert link.is_symlink()
    assert real.read_bytes() == b'new'
    assert [path.name for path in link.parent.iterdir()] == ['index.po']


def test_who_waits_for_a_lock_gets_it_when_it_is_free(tmp_path: Path) -> None:
    order = []

    def second() -> None:
        with files.exclusive(tmp_path, wait=30):
            order.append('second')

    with files.exclusive(tmp_path):
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.2)
        order.append('first')
    waiting.join()
    assert order == ['first', 'second']


def test_a_lock_that_stays_taken_is_a_sentence_and_leaves_no_file(tmp_path: Path) -> None:
    with files.exclusive(tmp_path):
        with pytest.raises(UserError, match='at work here'), files.exclusive(tmp_path, wait=0.1):
            pass
        assert not list(tmp_path.iterdir())


def test_what_is_written_made_or_lost_below_a_folder_shows(tmp_path: Path) -> None:
    (tmp_path / 'a').mkdir()
    path = tmp_path / 'a' / 'page'
    path.write_text('one')
    before = files.state(tmp_path), files.content(tmp_path)
    os.utime(path, (1, 1))  # a copy that keeps no times
    assert files.state(tmp_path) != before[0]
    assert files.content(tmp_path) == before[1]
    path.write_text('two')
    assert files.content(tmp_path) != before[1]
    path.unlink()
    assert files.content(tmp_path) not in before
