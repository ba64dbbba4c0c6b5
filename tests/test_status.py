"""What `editions status` says of each edition and catalog."""

import json
import subprocess
import sys
from pathlib import Path

from conftest import editions

CATALOG = 'locale/es/LC_MESSAGES/index.po'


def test_last_good_and_failure_are_said(built: Path) -> None:
    done = editions('status', cwd=built)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith('en/html     built 20')
    path = built / CATALOG
    path.write_text(path.read_text('utf-8').replace('msgid', '<<<<<<< HEAD\nmsgid', 1), 'utf-8')
    editions('build', 'es', cwd=built)
    done = editions('status', 'es', cwd=built)
    assert done.returncode == 1
    first = done.stdout.splitlines()[0]
    assert first.startswith('es/html     FAILED 20')
    assert f'{CATALOG}:' in first
    assert 'the last good one, built 20' in first
    assert f'       {CATALOG}: cannot be read' in done.stdout


def test_an_edition_that_was_never_built(project: Path) -> None:
    assert 'es/pdf      not built yet' in editions('status', cwd=project).stdout


def test_counts_are_those_of_sphinx_intl(project: Path) -> None:
    path = project / CATALOG
    text = path.read_text('utf-8')
    head, *blocks = text.split('\n\n')
    blocks[3] = blocks[3].replace('#:', '#, fuzzy\n#:', 1)
    blocks[4] = blocks[4][: blocks[4].index('msgstr')] + 'msgstr ""'
    path.write_text('\n\n'.join([head, *blocks]), 'utf-8')
    mine = json.loads(editions('status', '--json', 'es', cwd=project).stdout)['catalogs']['es']
    program = Path(sys.executable).with_name('sphinx-intl')
    theirs = subprocess.run(
        [program, 'stat', '-l', 'es'], cwd=project, capture_output=True, text=True, check=False
    )
    line = next(row for row in theirs.stdout.splitlines() if 'index.po' in row)
    translated, fuzzy, untranslated = [
        int(part.split()[0]) for part in line.split(':')[1].split(',')
    ]
    found = mine[CATALOG]
    assert (found['translated'], found['outdated'], found['untranslated']) == (
        translated - fuzzy,
        fuzzy,
        untranslated,
    )
    assert (fuzzy, untranslated) == (1, 1)
    assert mine['locale/es/glossary.po']['translated'] > 90


def test_a_failure_is_said_by_what_made_it(built: Path) -> None:
    """A message that was withheld fails no edition; a style sheet that is not there does."""
    path = built / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    text = path.read_text('utf-8')
    text = text.replace('msgstr "En su discurso en el', 'msgstr "En su ``discurso en el', 1)
    path.write_text(text, 'utf-8')
    with (built / 'conf.py').open('a', encoding='utf-8') as conf:
        conf.write("\npdf_stylesheets = ['none.css']\n")
    assert editions('build', 'es/pdf', cwd=built).returncode == 1
    (failed,) = [
        row for row in editions('status', cwd=built).stdout.splitlines() if 'FAILED' in row
    ]
    assert 'none.css' in failed
