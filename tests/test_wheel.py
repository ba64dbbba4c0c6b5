"""What `pip install` brings is whole: an article builds from the wheel alone."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture(scope='module')
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as an installer unpacks it."""
    folder = tmp_path_factory.mktemp('wheel')
    copy = folder / 'project'
    for name in ('editions', 'tools'):  # the second stays outside
        shutil.copytree(ROOT / name, copy / name)
    for name in ('pyproject.toml', 'README.md', 'LICENSE'):
        shutil.copy(ROOT / name, copy)
    command = [sys.executable, '-m', 'hatchling', 'build', '-t', 'wheel', '-d', str(folder)]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob('*.whl')
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / 'site')
    return folder / 'site'


def test_every_file_of_the_package_is_in_it(installed: Path) -> None:
    kept = subprocess.run(
        ['git', 'ls-files', 'editions'], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [name for name in kept.stdout.splitlines() if (ROOT / name).exists()]
    assert len(files) > 100
    assert [name for name in files if not (installed / name).exists()] == []


def test_what_only_a_developer_runs_is_not_in_it(installed: Path) -> None:
    packages = {path.name for path in installed.iterdir() if path.suffix != '.dist-info'}
    assert packages == {'editions'}
    names = {path.name for path in installed.rglob('*.py')}
    assert not names & {path.name for path in (ROOT / 'tools').glob('*.py')}


def test_an_article_is_begun_and_built_with_it(installed: Path, tmp_path: Path) -> None:
    for words in (['init', '-l', 'en', '-l', 'es'], ['update'], ['build', '--strict', 'es']):
        command = [sys.executable, '-m', 'editions', *words]
        env = os.environ | {'PYTHONPATH': str(installed)}
        done = subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / 'build' / 'site' / 'es' / 'index.html').read_text('utf-8')
    assert 'Descargar' in page, 'our own words are in Spanish'
