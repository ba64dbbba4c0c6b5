"""`editions doctor` looks over the machine and the project, and says what to fix."""

import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, editions

from editions import files
from editions.commands import doctor
from editions.commands.doctor import command
from editions.project import load


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / 'tests' / 'roots' / 'book', tmp_path / 'book'))


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text('utf-8') + text, 'utf-8')


def to_fix(book: Path) -> list[str]:
    """The lines that must be fixed; their presence is what the exit code says."""
    done = CliRunner().invoke(command, ['-C', str(book)])
    lines = [line for line in done.output.splitlines() if line.startswith('FIX')]
    assert done.exit_code == (2 if lines else 0), done.output
    return lines


def test_all_is_well(book: Path) -> None:
    before = sorted(book.rglob('*'))
    done = editions('doctor', cwd=book)
    assert done.returncode == 0, done.stdout
    assert 'ok    conf.py: en, es, zh_CN' in done.stdout
    assert 'ok    es: 5 catalogs' in done.stdout
    assert 'ok    Pango' in done.stdout
    assert sorted(book.rglob('*')) == before


def test_without_a_project_the_machine_alone_is_looked_at(tmp_path: Path) -> None:
    done = editions('doctor', cwd=tmp_path)
    assert done.returncode == 0
    assert 'no project was looked at' in done.stdout


@pytest.mark.parametrize(
    ('line', 'sentence'),
    [
        ("editions_language = {'en': 'English'}", 'perhaps editions_languages'),
        ('pdf_document = []', 'perhaps pdf_documents'),
        ("html_baseurl = 'example.org'", 'html_baseurl: write https://example.org/'),
        ("html_baseurl = 'https://a.b/?c'", 'html_baseurl: write https://example.org/'),
        ("editions_fonts = ['no_such_faces']", "editions_fonts names 'no_such_faces'"),
        ('extensions = []', "write extensions = ['editions']"),
        ("editions_languages = {'English': 'en'}", "'English' is no language code"),
        ('x = (', 'was never closed'),
        ('import no_such_module', 'conf.py:14: ModuleNotFoundError'),
    ],
)
def test_a_value_that_cannot_be_meant(book: Path, line: str, sentence: str) -> None:
    assert len((book / 'conf.py').read_text('utf-8').splitlines()) == 13
    add(book / 'conf.py', f'{line}\n')
    assert sentence in ''.join(to_fix(book))


def test_a_value_of_another_extension_is_none_of_ours(book: Path) -> None:
    add(book / 'conf.py', 'pdf_stylesheets = []\npdf_break_level = 1\n')
    assert not to_fix(book)


def test_a_catalog_that_cannot_be_read_is_named_with_its_line(book: Path) -> None:
    add(book / 'locale/es/LC_MESSAGES/index.po', '\nmsgid "unclosed\n')
    (found,) = to_fix(book)
    assert 'es: ' in found
    assert 'locale/es/LC_MESSAGES/index.po:' in found


def test_a_build_at_work_is_said(book: Path) -> None:
    with files.exclusive(load(book).build):
        done = editions('doctor', cwd=book)
    assert 'note  build/: a build is at work here' in done.stdout
    assert done.returncode == 0


def test_missing_libraries_come_with_the_command_that_brings_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import weasyprint.text.ffi

    monkeypatch.setattr(sys, 'platform', 'linux')
    monkeypatch.setattr(weasyprint.text.ffi, 'harfbuzz_subset', None)
    *_, last = doctor.pango()
    assert last.state is doctor.State.FIX
    assert 'sudo apt-get install libpango-1.0-0' in last.sentence
    monkeypatch.delattr(weasyprint.text, 'ffi')
    monkeypatch.setitem(sys.modules, 'weasyprint.text.ffi', None)
    (only,) = doctor.pango()
    assert only.state is doctor.State.FIX
    assert 'no PDF can be made' in only.sentence


def test_a_package_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ['click>=99', 'no-such-package', "no-such-server; extra == 'preview'"]
    monkeypatch.setattr(doctor.metadata, 'requires', lambda name: asked)
    sentences = [str(each) for each in doctor.packages()]
    assert any(s.startswith('FIX   click') and '>=99 is needed' in s for s in sentences)
    assert any(s.startswith('FIX   no-such-package is not installed') for s in sentences)
    assert any(s.startswith('note  `editions preview`') for s in sentences)
