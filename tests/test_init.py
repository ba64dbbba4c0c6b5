"""An article of one's own begins with `editions init`; `editions doctor` says what it lacks."""

from pathlib import Path

import pytest
from conftest import editions

from editions.project import load

TITLE = "It's *the* 海_"


def test_an_article_begins_and_builds(tmp_path: Path) -> None:
    words = ('-t', TITLE, '-a', 'Ana Núñez', '-l', 'en', '-l', 'zh-CN')
    done = editions('init', 'sea', *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 'cd sea' in done.stdout
    root = tmp_path / 'sea'
    project = load(root)
    assert [(each.code, each.name) for each in project.languages] == [
        ('en', 'English'),
        ('zh_CN', '简体中文'),
    ]
    assert project.documents[0].name == 'its-the'
    assert editions('update', cwd=root).returncode == 0
    done = editions('build', '--strict', 'en/html', 'zh_CN/pdf', cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (project.site / 'en' / 'index.html').read_text('utf-8')
    assert '<title>It’s *the* 海_</title>' in page
    assert (project.site / 'zh-CN' / 'its-the.zh-CN.pdf').read_bytes().startswith(b'%PDF')


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / 'source').mkdir()
    mine = tmp_path / 'source' / 'index.rst'
    mine.write_text('Mine\n====\n')
    done = editions('init', cwd=tmp_path)
    assert done.returncode == 0
    assert 'source/index.rst  is there already, kept' in done.stdout
    assert mine.read_text() == 'Mine\n====\n'
    before = (tmp_path / 'conf.py').read_bytes()
    done = editions('init', '-t', 'Other', cwd=tmp_path)
    assert 'conf.py           is there already, kept' in done.stdout
    assert (tmp_path / 'conf.py').read_bytes() == before


def test_a_sphinx_project_that_is_there_is_told_its_one_line(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text("project = 'Mine'\n")
    done = editions('init', cwd=tmp_path)
    assert done.returncode == 0
    assert "extensions = [..., 'editions']" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ['conf.py']


def test_no_author_is_invented(tmp_path: Path) -> None:
    editions('init', cwd=tmp_path)
    for name in ('conf.py', 'source/index.rst'):
        text = (tmp_path / name).read_text('utf-8')
        assert 'author =' not in text
        assert ':author:' not in text


@pytest.mark.parametrize('code', ['English', 'x', 'pt_br'])
def test_a_code_that_is_none_is_a_sentence(code: str, tmp_path: Path) -> None:
    done = editions('init', '-l', code, cwd=tmp_path)
    assert done.returncode == 2
    assert code in done.stderr
    assert not list(tmp_path.iterdir())
