"""Children of the warm server: each is waited for, and none is taken for lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import editions

from editions.builds import ahead, child
from editions.project import load


def test_children_that_end_together_all_give_their_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child taken for lost is built a second time, alone: twice the work, unseen."""
    again: list[Path] = []
    monkeypatch.setattr(child, 'run_alone', lambda argv, log: again.append(log) or 0)

    def run(number: int) -> int:
        return child.run(['--no-such-option'], tmp_path / f'{number}.log', fork=True)

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(run, range(80)))
    assert not again
    assert codes == [2] * 80


def test_what_was_checked_ahead_is_not_checked_again(project: Path) -> None:
    """The key of an answer holds all that it depends on, so a difference shows as a new key."""
    loaded = load(project)
    language = loaded.language('es')
    ahead.check(loaded, [language], seconds=60)
    said = loaded.doctreedir(language) / 'catalogs' / 'said.json'
    before = said.stat().st_mtime_ns
    assert json.loads(said.read_text('utf-8'))['said']
    assert editions('build', 'es/html', cwd=project).returncode == 0
    assert said.stat().st_mtime_ns == before


def test_what_there_was_no_time_to_check_stays_remembered(project: Path) -> None:
    loaded = load(project)
    language = loaded.language('es')
    said = loaded.doctreedir(language) / 'catalogs' / 'said.json'
    ahead.check(loaded, [language], seconds=60)
    before = said.read_text('utf-8')
    ahead.check(loaded, [language], seconds=-1)
    assert said.read_text('utf-8') == before


def test_a_catalog_that_cannot_be_read_is_left_to_the_build(project: Path) -> None:
    loaded = load(project)
    language = loaded.language('es')
    catalog = next(loaded.catalogs(language).rglob('*.po'))
    catalog.unlink()
    catalog.mkdir()
    ahead.check(loaded, [language], seconds=60)
    done = editions('build', 'es/html', cwd=project)
    assert done.returncode == 1
    assert f'error: {catalog.relative_to(project)}: cannot be read: Is a directory;' in done.stdout
