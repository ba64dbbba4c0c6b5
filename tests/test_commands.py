"""What the commands print and how they end, the same in all of them."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, editions

import editions.__main__ as main


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """One document with a warning, in one language."""
    (tmp_path / 'conf.py').write_text("extensions = ['editions']\nproject = 'Book'\n", 'utf-8')
    (tmp_path / 'index.rst').write_text('Title\n=====\n\n:ref:`nowhere`\n', 'utf-8')
    return tmp_path


def test_a_strict_build_fails_on_the_warnings_of_an_earlier_one(book: Path) -> None:
    first = editions('build', 'html', '--strict', cwd=book)
    assert first.returncode == 1
    again = editions('build', 'html', '--strict', cwd=book)
    assert again.returncode == 1
    assert 'nowhere' in again.stdout
    assert 'en/html: up to date.' in again.stdout, 'and of what'
    assert editions('build', 'html', cwd=book).returncode == 0


def test_a_wrong_word_is_one_sentence(tmp_path: Path) -> None:
    for words in (['build', '--froce'], ['bild'], ['export'], ['add-language', '-x']):
        done = editions(*words, cwd=tmp_path)
        assert done.returncode == 2, words
        assert done.stderr.startswith('editions: '), words
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert '--help` lists what there is' in done.stderr


def test_every_help_names_the_exit_codes(tmp_path: Path) -> None:
    for words in ([], ['build'], ['publish']):
        done = editions(*words, '--help', cwd=tmp_path)
        assert done.returncode == 0
        assert '130 Ctrl-C' in ' '.join(done.stdout.split())


@pytest.mark.parametrize('number', [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_what_the_machine_refuses_comes_with_a_remedy(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(**_: object) -> None:
        raise OSError(number, 'No', 'build/site')

    monkeypatch.setattr(main.group, 'main', refused)
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == f'editions: build/site: No; {main.REMEDIES[number]}\n'


def test_a_project_elsewhere_is_named_as_one_types_it(book: Path) -> None:
    done = editions('build', 'html', '-C', book.name, cwd=book.parent)
    assert f'{book.name}/index.rst:4: warning' in done.stdout
    assert f'{book.name}/build/site/en/index.html' in done.stdout
    assert f'Open {book.name}/build/site/index.html' in done.stdout


def test_quiet_and_verbose_and_json(book: Path) -> None:
    quiet = editions('build', 'html', '-q', cwd=book)
    assert [line.strip().split(':')[0] for line in quiet.stdout.splitlines()] == ['index.rst']
    plain = editions('build', 'html', '--force', cwd=book)
    assert 'html_baseurl' not in plain.stderr, 'no noise with every build'
    verbose = editions('build', 'html', '-v', cwd=book)
    assert 'note: html_baseurl is empty' in verbose.stderr
    done = editions('build', 'html', '--force', '--json', cwd=book)
    value = json.loads(done.stdout)
    assert value['built'][0]['edition'] == 'en/html'
    assert value['findings'][0]['path'] == 'index.rst'
    assert '1 of 1 built' in done.stderr


def test_the_log_of_a_failure_is_named_with_its_path(book: Path) -> None:
    (book / 'conf.py').write_text("extensions = ['editions', 'nowhere']\n", 'utf-8')
    done = editions('build', 'html', cwd=book)
    assert '(see build/editions/en/html.log)' in done.stdout
    assert (book / 'build/editions/en/html.log').is_file()


def test_verify_fails_where_an_edition_cannot_be_built(book: Path) -> None:
    (book / 'index.rst').write_text('Title\n=====\n\nA text.\n', 'utf-8')
    (book / 'conf.py').write_text(
        (book / 'conf.py').read_text('utf-8')
        + "html_theme = 'editions'\nhtml_baseurl = 'https://example.org/'\n"
    )
    done = editions('publish', '--without-validators', cwd=book)
    assert done.returncode == 0, done.stdout
    assert editions('verify', cwd=book).returncode == 0
    before = (book / 'build/editions/en/html/report.json').read_bytes()
    conf = (book / 'conf.py').read_text('utf-8')
    (book / 'conf.py').write_text(conf.replace("['editions']", "['editions', 'nowhere']"))
    verified = editions('verify', cwd=book)
    assert verified.returncode == 2
    assert 'en/html, en/pdf: cannot be built, so nothing was compared' in verified.stderr
    assert 'what its source gives' not in verified.stdout
    assert (book / 'build/editions/en/html/report.json').read_bytes() == before
    assert not (book / 'build/verify').exists()


def test_completion_of_a_shell_is_there(tmp_path: Path) -> None:
    command = [sys.executable, '-m', 'editions']
    env = {'_EDITIONS_COMPLETE': 'bash_source', 'PYTHONPATH': str(ROOT), 'PATH': '/usr/bin:/bin'}
    done = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert 'complete -o nosort -F _editions_completion editions' in done.stdout
