"""What git knows of a project."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from editions import git


@pytest.fixture
def repository(tmp_path: Path, program: Callable[[str], str]) -> Path:
    """A folder with one commit, of 1 November 2026, 12:00 UTC."""
    program('git')
    (tmp_path / 'index.rst').write_text('Text')
    (tmp_path / '文.rst').write_text('文')
    for words in (['init', '--quiet'], ['add', '.'], ['commit', '--quiet', '--message', 'Text']):
        run(tmp_path, *words)
    return tmp_path


def run(folder: Path, *words: str) -> None:
    who = ['-c', 'user.name=x', '-c', 'user.email=x@example.org', '-c', 'commit.gpgsign=false']
    when = {'GIT_COMMITTER_DATE': '2026-11-01T12:00:00+00:00'}
    subprocess.run(['git', *who, *words], cwd=folder, check=True, env=os.environ | when)


def test_outside_a_repository_nothing_is_known(tmp_path: Path) -> None:
    assert git.revision(tmp_path) == git.Revision('', False, git.OLDEST)
    assert git.last_commit(tmp_path / 'index.rst') == ''
    assert not git.has_history(tmp_path)


def test_a_state_of_the_source_has_a_moment(repository: Path) -> None:
    state = git.revision(repository)
    assert (len(state.commit), state.clean) == (40, True)
    assert state.moment == 1_793_534_400
    (repository / 'other.rst').write_text('New')
    assert not git.revision(repository).clean


def test_a_file_is_dated_by_its_last_commit(repository: Path) -> None:
    assert git.last_commit(repository / 'index.rst').startswith('2026-11-01T12:00:00')
    (repository / 'other.rst').write_text('New')
    assert git.last_commit(repository / 'other.rst') == ''


@pytest.mark.parametrize('name', ['index.rst', '文.rst'])
def test_a_file_that_was_edited_has_no_date(repository: Path, name: str) -> None:
    (repository / name).write_text('Edited')
    assert git.last_commit(repository / name) == ''


def test_a_clone_without_history_dates_nothing(repository: Path) -> None:
    clone = repository / 'clone'
    run(repository, 'commit', '--quiet', '--allow-empty', '--message', 'More')
    run(repository, 'clone', '--quiet', '--depth', '1', f'file://{repository}', str(clone))
    assert not git.has_history(clone)
    assert git.last_commit(clone / 'index.rst') == ''
