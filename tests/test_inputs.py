"""An edition is built again when anything that it is made from has changed, and not otherwise."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import editions

from editions import inputs, report
from editions.builds import record
from editions.preview.rebuilding import affected
from editions.project import Edition, Format, Project, load
from editions.transforms import reporting

CONF = """
import os, sys
sys.path.insert(0, os.path.abspath('_ext'))
from shared_values import motto

extensions = ['editions', 'stamp']
html_theme = 'ours'
html_theme_path = ['_themes']
html_logo = 'logo.svg'
html_favicon = 'icon.svg'
templates_path = ['_templates']
html_static_path = ['_static']
pdf_stylesheets = ['paper.css']
editions_fonts = ['fonts']
project = os.environ.get('BOOK_TITLE', 'Plain') + motto
data_of_an_extension = {'table': 'data/table.csv'}
"""
FILES = {
    'conf.py': CONF,
    '_ext/shared_values.py': "motto = ''\n",
    '_ext/stamp.py': 'def setup(app):\n    return {"parallel_read_safe": True}\n',
    '_themes/ours/theme.conf': '[theme]\ninherit = basic\nstylesheet = ours.css\n',
    '_themes/ours/static/ours.css': 'p {}\n',
    '_templates/part.html': 'a\n',
    '_static/extra.css': 'p {}\n',
    'logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    'paper.css': 'p {}\n',
    'fonts/OFL.txt': 'licence\n',
    'data/table.csv': 'a,b\n',
    'NOTES.txt': 'PARA2\n',
    'source/index.rst': 'Title\n=====\n\n.. literalinclude:: ../NOTES.txt\n',
}
MADE_FROM = sorted(set(FILES) - {'conf.py'})


@pytest.fixture(scope='module')
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that uses every kind of file, with its web edition built."""
    root = tmp_path_factory.mktemp('inputs')
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, 'utf-8')
    done = editions('build', 'html', cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture
def changed(made: Path) -> Callable[[str], Path]:
    """Changes a file and puts it back when the test has ended."""
    before: dict[Path, tuple[bytes, os.stat_result]] = {}

    def change(name: str) -> Path:
        path = made / name
        before[path] = path.read_bytes(), path.stat()
        path.write_bytes(path.read_bytes() + b'\n')
        return path

    yield change  # type: ignore[misc]
    for path, (data, status) in before.items():
        path.write_bytes(data)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def reasons(project: Project) -> list[str]:
    edition = Edition(project.source_language, Format.HTML)
    return [step.reason for step in record.plan(project, [edition])]


def test_nothing_is_built_where_nothing_changed(made: Path) -> None:
    assert reasons(load(made)) == []
    assert 'en/html: up to date.' in editions('build', 'html', cwd=made).stdout


@pytest.mark.parametrize('name', MADE_FROM)
def test_a_file_that_an_edition_is_made_from_counts(
    made: Path, changed: Callable[[str], Path], name: str
) -> None:
    path = changed(name)
    assert len(reasons(load(made))) == 1, name
    assert affected(load(made), [path]).languages, 'the preview sees it, too'


def test_conf_py_is_run_again_with_the_modules_that_it_imports(made: Path) -> None:
    path = made / '_ext' / 'shared_values.py'
    text, status = path.read_text('utf-8'), path.stat()
    assert load(made).settings['project'] == 'Plain'
    path.write_text("motto = ' and more'\n", 'utf-8')
    assert load(made).settings['project'] == 'Plain and more'
    path.write_text(text, 'utf-8')
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_variable_that_conf_py_reads_counts(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('SOMETHING_ELSE', '1')
    assert reasons(load(made)) == []
    monkeypatch.setenv('BOOK_TITLE', 'Another')
    assert reasons(load(made)) == ['environment BOOK_TITLE changed']


def test_a_program_that_was_upgraded_counts(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = inputs._version
    monkeypatch.setattr(inputs, '_version', lambda n: '99.9' if n == 'weasyprint' else known(n))
    assert reasons(load(made)) == [f'weasyprint {known("weasyprint")} is now 99.9']


def test_the_address_counts(made: Path) -> None:
    moved = replace(load(made), baseurl='https://example.org/')
    assert reasons(moved) == ['html_baseurl changed']


def test_what_is_included_for_the_first_time_does_not_build_twice(made: Path) -> None:
    last = report.read(load(made).outdir(Edition(load(made).source_language, Format.HTML)))
    assert last
    assert 'NOTES.txt' in last.inputs, 'known as an input by the build that included it'


@pytest.mark.parametrize(('name', 'counts'), [('__mp_main__', False), ('stamp', True)])
def test_the_program_that_was_started_is_no_code_of_the_project(
    name: str, counts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """.venv/bin/editions is another file in each clone: no cache would hold."""
    path = tmp_path / 'bin' / 'editions'
    monkeypatch.setitem(sys.modules, name, SimpleNamespace(__file__=str(path)))
    app: Any = SimpleNamespace(builder=None, confdir=str(tmp_path))
    assert ('bin/editions' in reporting.own_code(app)) is counts


def test_conf_py_is_run_once_outside_and_once_in_each_sphinx(tmp_path: Path) -> None:
    root = tmp_path / 'book'
    root.mkdir()
    (root / 'conf.py').write_text(
        "import os\nopen('../runs', 'a').write(f'{os.getpid()} ')\nextensions = ['editions']\n"
    )
    (root / 'index.rst').write_text('Title\n=====\n')
    for code in ('es', 'fr'):
        folder = root / 'locales' / code / 'LC_MESSAGES'
        folder.mkdir(parents=True)
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        (folder / 'index.po').write_text(f'{head}\nmsgid "Title"\nmsgstr "T"\n')
    editions('build', cwd=root)
    runs = (tmp_path / 'runs').read_text().split()
    assert len(runs) == len(set(runs)), 'no process runs it twice'
    assert len(runs) == 1 + 6 + 1, 'the command, six editions, the extraction of the messages'
