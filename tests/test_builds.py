"""Editions are built for a reason, fail alone, and never stand half-made on the site."""

import errno
import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ROOT, editions

from editions import report
from editions.site import manifest
from editions.transforms import incremental, reporting

CATALOG = 'locale/es/LC_MESSAGES/index.po'
DEEP = b'[' * 100_000


def spoil(project: Path, old: str, new: str, catalog: str = CATALOG) -> int:
    """Replace text of a catalog once; return the line where it stands."""
    path = project / catalog
    text = path.read_text('utf-8')
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1), 'utf-8')
    return text[: text.index(old)].count('\n') + 1


def msgstr(project: Path, start: str, catalog: str = CATALOG) -> str:
    """The msgstr line of the message whose msgid starts so."""
    lines = (project / catalog).read_text('utf-8').splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(f'msgid "{start}'))
    return lines[at + 1]


def run(script: str, project: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, '-c', script]
    env = os.environ | {'PYTHONPATH': str(ROOT)}
    return subprocess.run(
        command, cwd=project, env=env, capture_output=True, text=True, check=False
    )


def page(project: Path, tag: str = 'es') -> str:
    return (project / 'build' / 'site' / tag / 'index.html').read_text('utf-8')


def test_all_fifteen_editions_are_on_the_site(site: Path) -> None:
    assert '<html lang="en"' in page(site, 'en+es')
    for suffix, start in (('epub', b'PK'), ('pdf', b'%PDF')):
        path = site / f'build/site/en+es/shared-future.en+es.{suffix}'
        assert path.read_bytes().startswith(start)
    for tag in ('en', 'es', 'pt-BR', 'zh-CN'):
        assert f'<html lang="{tag}"' in page(site, tag)
        pdf = site / 'build' / 'site' / tag / f'shared-future.{tag}.pdf'
        assert pdf.read_bytes().startswith(b'%PDF')
        assert pdf.with_suffix('.epub').read_bytes().startswith(b'PK')
    assert not list((site / 'build' / 'site').rglob('report.json'))


@pytest.mark.parametrize('data', [b'null', b'5', b'"x"', b'[]', b'{"pages":null}', b'\xcf\0', DEEP])
def test_a_damaged_record_is_none(tmp_path: Path, data: bytes) -> None:
    for name in ('report.json', 'manifest.json', 'written.json'):
        (tmp_path / name).write_bytes(data)
    assert manifest.read(tmp_path) in ({}, {'pages': None})
    assert incremental.Written.read(tmp_path / 'written.json') == incremental.Written()
    assert report.read(tmp_path) is None


def test_damaged_files_are_built_again_and_the_site_is_put_together(built: Path) -> None:
    page, front = built / 'build/editions/es/html/index.html', built / 'build/site/404.html'
    site, state = front.parent, front.parent.with_name('site.state')
    before, last = [page.read_bytes(), front.read_bytes()], state.read_bytes()
    shutil.copytree(site, built / 'last')
    for path in (page, front):
        path.write_bytes(b'\0 damaged')
    (built / 'build/site/_static').rename(built / 'build/gone')
    begun = built / f'build/doctrees/es/packed/.a.html.{2**22 + 1}.abcd1234.writing'
    begun.touch()  # by a process that was killed; there is no such number
    done = editions('build', 'html', cwd=built)
    assert 'es/html' in done.stdout
    assert 'its files were changed or lost' in done.stdout
    assert '1 of 1 built' in done.stdout
    assert [page.read_bytes(), front.read_bytes()] == before
    assert not begun.exists()
    assert (site / '_static').is_dir()
    # A kill between the editions and the site leaves the last one, which nobody has touched.
    shutil.rmtree(site)
    (built / 'last').rename(site)
    state.write_bytes(last)
    assert 'up to date' in editions('build', 'html', cwd=built).stdout
    assert (site / 'es/index.html').samefile(page)


def test_up_to_date_is_said_and_nothing_is_built(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.rglob('*') if path.is_file()}
    done = editions('build', cwd=built)
    assert done.returncode == 0
    assert 'up to date' in done.stdout
    assert {path: path.stat().st_mtime_ns for path in built.rglob('*') if path.is_file()} == before


def test_up_to_date_is_decided_without_sphinx(built: Path) -> None:
    script = (
        'import sys; from pathlib import Path; from editions.project import load\n'
        'from editions.builds.record import plan; project = load(Path("."))\n'
        'assert not plan(project, project.editions())\n'
        'print({"sphinx", "docutils", "weasyprint", "babel", "rich"} & set(sys.modules))'
    )
    done = run(script, built)
    assert done.stdout.strip() == 'set()', done.stderr


def test_a_changed_catalog_builds_its_language_alone_and_says_why(built: Path) -> None:
    (built / CATALOG).write_text((built / CATALOG).read_text('utf-8') + '\n', 'utf-8')
    done = editions('build', cwd=built)
    assert done.returncode == 0
    lines = [line for line in done.stdout.splitlines() if f'{CATALOG} changed' in line]
    assert [line.split()[0] for line in lines] == ['es/html', 'es/pdf', 'es/epub']


def test_editions_are_named_by_language_and_format(built: Path) -> None:
    done = editions('build', '--force', 'es/html', cwd=built)
    assert '1 of 1 built' in done.stdout
    assert 'es/html' in done.stdout.splitlines()[0]
    done = editions('build', 'fr', cwd=built)
    assert done.returncode == 2
    assert 'no language fr' in done.stderr


@pytest.mark.parametrize(
    ('damage', 'code'),
    [
        (('msgstr', '<<<<<<< HEAD\nmsgstr'), 'catalog.merge'),
        (('charset=utf-8', 'charset=ascii'), 'catalog.charset'),
    ],
    ids=['merge', 'charset'],
)
def test_a_broken_catalog_fails_its_language_alone(
    built: Path, damage: tuple[str, str], code: str
) -> None:
    before = page(built)
    whole = (built / CATALOG).read_text('utf-8')
    path = built / CATALOG
    old, new = damage
    at = whole.index(old, whole.index('msgid "Between') if code != 'catalog.charset' else 0)
    path.write_text(whole[:at] + new + whole[at + len(old) :], 'utf-8')
    (built / 'source' / 'index.rst').write_text(
        (built / 'source' / 'index.rst').read_text('utf-8') + '\n', 'utf-8'
    )
    done = editions('build', 'es', 'zh_CN/html', cwd=built)
    assert done.returncode == 1
    finding = next(line for line in done.stdout.splitlines() if f'[{code}]' in line)
    assert finding.strip().startswith(f'{CATALOG}:')
    assert 'es/html: not built; the last good one stays, built ' in done.stdout
    assert '1 of 4 built' in done.stdout  # the other language
    assert page(built) == before
    again = editions('build', 'es', cwd=built)
    assert again.returncode == 1, 'a failed edition stays failed'
    assert f'[{code}]' in again.stdout
    path.write_text(whole, 'utf-8')
    assert editions('build', 'es', cwd=built).returncode == 0


def test_a_first_build_that_fails_leaves_no_half_edition(project: Path) -> None:
    spoil(project, '\nmsgid', '\n<<<<<<< HEAD\nmsgid')
    done = editions('build', 'es', 'zh_CN/html', cwd=project)
    assert done.returncode == 1
    assert 'es/html: not built; it has never been built' in done.stdout
    assert not (project / 'build' / 'site' / 'es').exists()
    assert (project / 'build' / 'site' / 'zh-CN' / 'index.html').exists()
    assert not list((project / 'build' / 'editions').glob('**/*.new'))


HARMFUL = (
    ('Un **texto roto', 'is shown instead'),
    ('Un `enlace <javascript:alert(1)>`_ malo', 'javascript'),
    ('.. include:: /etc/passwd', 'is shown instead'),
    ('I. una lista\\n#. de dos', 'is shown instead'),
    ('Uno\\n\\n.. raw:: html\\n\\n   <script>alert(1)</script>', 'is shown instead'),
    (':download:`x <../../../../etc/passwd>`', 'is shown instead'),
    ("Uno \\'dos\\'", "write ' alone"),  # msgfmt refuses the whole file
)


def test_messages_that_cannot_be_shown_are_withheld_alone(built: Path) -> None:
    lines = (built / CATALOG).read_text('utf-8').splitlines()
    paragraphs = [line.removeprefix('msgid "')[:24] for line in lines if line[:7] == 'msgid "']
    starts = [each for each in paragraphs if re.fullmatch('[A-Z][A-Za-z, ]{23}', each)]
    spoilt = {
        start: (spoil(built, msgstr(built, start), f'msgstr "{text}"'), said)
        for start, (text, said) in zip(starts[1:], HARMFUL, strict=False)
    }
    assert len(spoilt) == len(HARMFUL)
    done = editions('build', 'es', cwd=built)
    assert done.returncode == 1
    assert '5 of 5 built' in done.stdout  # the pair with English, too
    assert done.stdout.splitlines()[-1].startswith('Exit code 1: 7 errors')
    html = page(built)
    rows = done.stdout.splitlines()
    for start, (line, said) in spoilt.items():
        finding = next(row for row in rows if f'{CATALOG}:{line}: error' in row)
        assert said.lower() in finding.lower()
        assert start in html, 'the source shows in its place'
    assert starts[0] not in html, 'the others are shown'
    assert 'lang="en"' in html
    assert 'root:' not in html
    assert '<script>alert' not in html
    assert 'javascript:' not in html
    assert editions('build', 'es', cwd=built).returncode == 1, 'until it is corrected'


def test_two_builds_at_once(built: Path) -> None:
    script = (
        'import sys, time; from pathlib import Path; from editions.files import exclusive\n'
        'with exclusive(Path("build")): print("held", flush=True); time.sleep(60)'
    )
    env = os.environ | {'PYTHONPATH': str(ROOT)}
    holder = subprocess.Popen(
        [sys.executable, '-c', script], cwd=built, env=env, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout
        assert holder.stdout.readline() == b'held\n'
        done = editions('build', cwd=built)
        assert done.returncode == 2
        assert 'another build is at work here' in done.stderr
    finally:
        holder.kill()
        holder.wait()
    assert editions('build', cwd=built).returncode == 0, 'the lock ends with its process'


def test_a_kill_between_two_renames_is_mended(built: Path) -> None:
    site = built / 'build' / 'site'
    site.rename(site.with_name('site.old'))
    edition = built / 'build' / 'editions' / 'es' / 'pdf'
    edition.rename(edition.with_name('pdf.old'))
    done = editions('build', cwd=built)
    assert done.returncode == 0
    assert (site / 'es' / 'shared-future.es.pdf').exists()
    assert not list((built / 'build').rglob('*.old'))


def test_a_killed_build_is_repeated(built: Path) -> None:
    before = page(built)
    process = subprocess.Popen(
        [sys.executable, '-m', 'editions', 'build', '--force'],
        cwd=built,
        env=os.environ | {'PYTHONPATH': str(ROOT)},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(0.7)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert page(built) == before, 'the site is whole'
    done = editions('build', cwd=built)
    assert done.returncode == 0
    assert not list((built / 'build').rglob('*.new'))


def test_a_full_disk_is_one_sentence(built: Path) -> None:
    script = (
        'import resource, runpy, sys\n'
        'resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n'
        'sys.argv = ["editions", "build", "--force", "es"]\n'
        'runpy.run_module("editions", run_name="__main__")'
    )
    done = run(script, built)
    assert done.returncode in (1, 2)
    assert 'Traceback' not in done.stderr + done.stdout
    assert 'es/html' in done.stdout + done.stderr or 'large' in done.stderr
    assert '<html lang="es"' in page(built), 'the last good edition stays'


@pytest.mark.parametrize(('number', 'fails'), [(errno.ENOSPC, True), (errno.EACCES, False)])
def test_an_edition_that_sphinx_left_files_out_of_is_not_built(number: int, fails: bool) -> None:
    """For want of room it warned, ended well, and the pages had lost their style sheet."""
    app: Any = SimpleNamespace(config=SimpleNamespace(suppress_warnings=()), confdir='.')
    app.editions = reporting.Run(reporting.Collector(app))
    given = 'Failed to copy a file: %s: %r', ('a.css', OSError(number, 'No room', 'a.css')), None
    app.editions.collector.emit(logging.LogRecord('sphinx', logging.WARNING, '', 0, *given))
    with pytest.raises(reporting.DiskError, match=r'a\.css') if fails else nullcontext():
        reporting.refuse(app)


def test_conf_py_without_languages_or_source_is_said(tmp_path: Path) -> None:
    done = editions('build', cwd=tmp_path)
    assert done.returncode == 2
    assert 'there is no conf.py here' in done.stderr
    (tmp_path / 'conf.py').write_text("editions_languages = ['en']")
    (tmp_path / 'index.rst').write_text('Title\n=====\n')
    done = editions('build', cwd=tmp_path)
    assert done.returncode == 2
    assert 'editions_languages is a dict' in done.stderr
    (tmp_path / 'conf.py').write_text("editions_languages = {'portugues': 'x'}")
    assert 'no language code' in editions('build', cwd=tmp_path).stderr


def test_the_report_says_what_an_edition_was_made_from(site: Path) -> None:
    folder = site / 'build' / 'editions' / 'es' / 'pdf'
    report = json.loads((folder / 'report.json').read_text('utf-8'))
    assert report['edition'] == 'es/pdf'
    assert {'conf.py', 'source/index.rst', CATALOG} <= report['inputs'].keys()
    assert report['pages']['index']['states'] == {'current': 30}
    assert report['pages']['index']['paragraphs'] == 19
    assert report['outputs']['shared-future.es.pdf'] > 5
