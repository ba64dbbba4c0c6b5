"""Two builds anywhere, at any time, give the same bytes."""

import os
import shutil
import subprocess
import sys

import pikepdf
import pytest
from conftest import ROOT, copy_project, sphinx

BOOK = ROOT / 'tests' / 'roots' / 'book'


def build(root, code, **environment):
    """Build a project's PDF as its own process; return the file."""
    source = root / 'source' if (root / 'source').is_dir() else root
    command = [sys.executable, '-m', 'sphinx', '-q', '-b', 'pdf', '-c', root, '-D']
    extension = ['-D', 'extensions=editions', source, root / 'out']
    env = os.environ | {'PYTHONPATH': str(ROOT)} | environment
    env = {name: value for name, value in env.items() if value}
    done = subprocess.run(
        [*command, f'language={code}', *extension],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return next((root / 'out').glob('*.pdf'))


HERE = {'TZ': 'America/Lima', 'LC_ALL': 'C', 'PYTHONHASHSEED': '1', 'SOURCE_DATE_EPOCH': ''}
THERE = {'TZ': 'Asia/Shanghai', 'LC_ALL': 'C.UTF-8', 'PYTHONHASHSEED': '2', 'SOURCE_DATE_EPOCH': ''}


@pytest.mark.parametrize('code', ['en', 'zh_CN'])
def test_two_builds_of_the_article_are_the_same_file(tmp_path, code):
    first = build(copy_project(tmp_path / 'first'), code, **HERE)
    second = build(copy_project(tmp_path / 'far' / 'away' / 'second'), code, **THERE)
    assert first.read_bytes() == second.read_bytes()


def test_two_builds_of_a_book_with_pictures_are_the_same_file(tmp_path):
    roots = [tmp_path / 'one', tmp_path / 'a folder' / 'two']
    for root in roots:
        shutil.copytree(BOOK, root, ignore=shutil.ignore_patterns('*.mo'))
    first, second = build(roots[0], 'zh_CN', **HERE), build(roots[1], 'zh_CN', **THERE)
    assert first.read_bytes() == second.read_bytes()


def test_dates_come_from_the_files_unless_the_environment_says_otherwise(tmp_path):
    root = copy_project(tmp_path / 'project')
    with pikepdf.open(build(root, 'es', SOURCE_DATE_EPOCH='')) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith('D:2016')
        assert str(pdf.docinfo.ModDate).startswith('D:2026')
    with pikepdf.open(build(root, 'es', SOURCE_DATE_EPOCH='1500000000')) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith('D:20170714024000')
        assert str(pdf.docinfo.ModDate).startswith('D:20170714024000')


def test_a_page_is_dated_by_its_catalog_as_its_pdf_is(monkeypatch, tmp_path):
    monkeypatch.setenv('SOURCE_DATE_EPOCH', '1500000000')
    root = copy_project(tmp_path / 'project')
    done = sphinx('html', root, tmp_path / 'out', '-q', '-D', 'language=es')
    assert done.returncode == 0, done.stderr
    page = (tmp_path / 'out' / 'index.html').read_text('utf-8')
    assert 'de 2026.' in page
    assert 'de 2017' not in page
