"""The manual builds by its one line, and its tables say what the program says."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT, editions

sys.path.insert(0, str(ROOT / 'docs'))
import tables

DOCS = ROOT / 'docs'
THEMES = ROOT / 'editions' / 'themes'
CONFIGURATION = (DOCS / 'reference' / 'configuration.rst').read_text('utf-8')


@pytest.mark.parametrize('name', sorted(tables.tables()))
def test_commands_and_rules_are_those_of_the_program(name: str) -> None:
    written = (DOCS / 'reference' / name).read_text('utf-8')
    assert written == tables.tables()[name], 'run: make docs'


def rows(part: str) -> dict[str, str]:
    """The names of a table and what holds without them."""
    return dict(re.findall(r'\* - ``(\w+)``\n     - ``(.*)``\n', part))


@pytest.mark.parametrize(
    ('theme', 'label'), [('editions-pdf', 'paper-options'), ('editions', 'theme-options')]
)
def test_every_option_of_a_theme_is_in_its_table(theme: str, label: str) -> None:
    part = CONFIGURATION.split(f'.. _{label}:')[1].split('\n.. _')[0]
    given = tomllib.loads((THEMES / theme / 'theme.toml').read_text('utf-8'))['options']
    assert rows(part) == given


def test_the_manual_is_a_book_in_both_formats(tmp_path: Path) -> None:
    skipped = shutil.ignore_patterns('build', '__pycache__')
    root = Path(shutil.copytree(DOCS, tmp_path / 'docs', ignore=skipped))
    assert "\nextensions = ['editions']\n" in (root / 'conf.py').read_text('utf-8')
    for arguments in (('build', '--strict', 'en/html', 'en/pdf'), ('check',)):
        done = editions(*arguments, cwd=root)
        assert done.returncode == 0, done.stdout + done.stderr
    site = root / 'build' / 'site' / 'en'
    assert (site / 'editions-manual.en.pdf').stat().st_size > 100_000
    for path in root.rglob('*.rst'):
        assert (site / path.relative_to(root).with_suffix('.html')).is_file()


@pytest.mark.parametrize('name', ['README.md', 'docs/tutorial.rst', 'docs/tasks/existing.rst'])
def test_pip_is_given_a_folder_as_long_as_no_index_has_the_package(name: str) -> None:
    given = re.findall(
        r"^ +(?:\$ )?pip install '?([^'\n #]+)", (ROOT / name).read_text('utf-8'), re.M
    )
    assert given
    assert all(word.startswith(('.', 'path/')) for word in given)


def make(*words: object) -> subprocess.CompletedProcess[str]:
    command = ['make', *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_make_knows_a_language_that_was_added(tmp_path: Path) -> None:
    shutil.copy(ROOT / 'Makefile', tmp_path)
    (tmp_path / 'locale/fr/LC_MESSAGES').mkdir(parents=True)
    quick = ('-C', tmp_path, '-o', '.venv/.runtime', '--dry-run')
    assert 'editions build fr' in make(*quick, 'fr').stdout
    assert 'No rule' in make(*quick, 'de').stderr


@pytest.mark.parametrize('name', ['README.md', 'CONTRIBUTING.md'])
def test_what_the_first_pages_name_is_there(name: str) -> None:
    text = (ROOT / name).read_text('utf-8')
    for target in set(re.findall(r'`?make (\w+)`', text)):
        assert make('--dry-run', target, '-C', ROOT).returncode == 0, target
    verbs = set(re.findall(r'`editions ([\w-]+)', text))
    there = {path.stem.replace('_', '-') for path in (ROOT / 'editions/commands').glob('[a-z]*.py')}
    assert verbs <= there
    for link in re.findall(r'\]\((?!https?:)([^)#]+)\)', text):
        assert (ROOT / link).exists(), link
