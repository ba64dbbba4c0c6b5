"""What the source says now is known to every command, without being asked."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, editions, sphinx

from editions import inputs, report
from editions.builds import children, reuse, source
from editions.catalogs import current, po
from editions.languages import dates
from editions.project import Edition, Project, load
from editions.report import Input

CATALOG = Path('locale/es/LC_MESSAGES/index.po')
HEAD = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
TEXT = (
    'The harbour\n===========\n\n'
    'The ships leave the harbour early, and they come home late.\n\n'
    'Nobody counts the boats that stay.\n'
)
MESSAGES = {
    'The harbour': 'El puerto',
    'The ships leave the harbour early, and they come home late.': (
        'Los barcos salen temprano del puerto y vuelven tarde.'
    ),
    'Nobody counts the boats that stay.': 'Nadie cuenta los botes que se quedan.',
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small project in English and Spanish, all translated."""
    root = tmp_path / 'book'
    (root / 'source').mkdir(parents=True)
    (root / CATALOG).parent.mkdir(parents=True)
    (root / 'conf.py').write_text(
        "project = 'Harbour'\nextensions = ['editions']\n"
        "editions_languages = {'en': 'English', 'es': 'Español'}\n"
        "editions_formats = ('html',)\nhtml_theme = 'editions'\nlocale_dirs = ['../locale']\n"
        'gettext_compact = False\n'
        "html_baseurl = 'https://example.org/'\n",
        'utf-8',
    )
    (root / 'source' / 'index.rst').write_text(TEXT, 'utf-8')
    rows = (
        f'\n#: ../../source/index.rst\nmsgid "{a}"\nmsgstr "{b}"\n' for a, b in MESSAGES.items()
    )
    (root / CATALOG).write_text(HEAD + ''.join(rows), 'utf-8')
    return root


def edit(book: Path, old: str, new: str) -> None:
    path = book / 'source' / 'index.rst'
    text = path.read_text('utf-8')
    assert old in text
    path.write_text(text.replace(old, new), 'utf-8')


def page(book: Path) -> str:
    return (book / 'build' / 'site' / 'es' / 'index.html').read_text('utf-8')


def paragraph(html: str, words: str) -> str:
    """The start tag of the paragraph with these words, and all in it."""
    found = [p for p in re.findall(r'<p [^>]*>.*?</p>', html, re.S) if words in p]
    assert len(found) == 1, words
    return found[0]


def git(book: Path, *words: str) -> None:
    name = ['-c', 'user.name=x', '-c', 'user.email=x@example.org']
    subprocess.run(['git', *name, *words], cwd=book, check=True, capture_output=True)


def test_a_word_in_the_source_never_throws_a_passage_back_to_english(book: Path) -> None:
    edit(book, 'early', 'at dawn')
    done = editions('build', 'es/html', cwd=book)
    assert done.returncode == 0, done.stdout
    assert (
        f'{CATALOG}: warning: es: 1 message of the source is not in its catalog yet; '
        '`editions update` writes it [behind]'
    ) in done.stdout
    assert 'class="outdated"' in paragraph(page(book), 'Los barcos salen')
    line = (
        (book / CATALOG)
        .read_text('utf-8')
        .splitlines()
        .index('msgstr "Los barcos salen temprano del puerto y vuelven tarde."')
    )
    assert f'{CATALOG}:{line + 1}: warning: the source has changed' in done.stdout


def test_a_neutral_edit_stays_current(book: Path) -> None:
    edit(book, 'home late.', 'home\nlate.')
    assert 'behind' not in editions('build', 'es/html', cwd=book).stdout, 'the same message'
    edit(book, 'early, and', 'early,  and')
    done = editions('build', 'es/html', cwd=book)
    assert 'class="outdated"' not in page(book)
    assert done.returncode == 0


def test_the_build_shows_what_update_would_write(book: Path) -> None:
    edit(book, 'early', 'at dawn')
    edit(book, 'Nobody counts', 'A new paragraph about nothing.\n\nNobody counts')
    editions('build', 'es/html', cwd=book)
    before = page(book)
    editions('update', cwd=book)
    done = editions('build', 'es/html', cwd=book)
    assert 'behind' not in done.stdout
    assert page(book) == before


def test_a_catalog_that_is_not_there_yet_has_no_date_of_the_build(tmp_path: Path) -> None:
    """Or each build of a new document would have other bytes."""
    head = 'msgid ""\nmsgstr "POT-Creation-Date: 2026-11-30 21:11+0000\\n"\n'
    template = po.parse(f'{head}\nmsgid "Text"\nmsgstr ""\n'.encode(), domain='fir')
    done = current.carried(tmp_path, 'es', [], {'fir': template}, tmp_path)
    [made] = done.catalogs
    assert [message.id for message in made.messages] == ['Text']
    assert dates.of_header(made.header.get('PO-Revision-Date', '')) == ''


def test_nothing_is_written_into_the_catalogs_folder(book: Path) -> None:
    own = book / CATALOG.with_name('sphinx.po')
    own.write_text(HEAD + '\nmsgid "Search"\nmsgstr "Rastrear"\n', 'utf-8')
    (book / 'conf.py').write_text(
        (book / 'conf.py').read_text('utf-8').replace("html_theme = 'editions'\n", ''), 'utf-8'
    )
    before = {path: path.read_bytes() for path in (book / 'locale').rglob('*') if path.is_file()}
    edit(book, 'early', 'at dawn')
    editions('build', 'es', cwd=book)
    editions('check', cwd=book)
    editions('status', cwd=book)
    after = {path: path.read_bytes() for path in (book / 'locale').rglob('*') if path.is_file()}
    assert after == before
    assert 'Rastrear' in page(book), 'the project words Sphinx as it likes'


def test_export_says_that_catalogs_lag_and_import_takes_its_file_back(book: Path) -> None:
    edit(book, 'early', 'at dawn')
    done = editions('export', 'es', '--po', cwd=book)
    assert done.returncode == 0
    assert '1 message of the source is not in its catalog yet' in done.stderr
    exported = book / done.stdout.strip()
    text = exported.read_text('utf-8')
    exported.write_text(text.replace('temprano', 'pronto'), 'utf-8')
    assert editions('import', exported, cwd=book).returncode == 0
    assert 'salen pronto' in (book / CATALOG).read_text('utf-8')


def test_an_imported_heading_is_judged_as_a_heading(book: Path) -> None:
    file = book / 'back.po'
    file.write_text(HEAD + '\nmsgid "The harbour"\nmsgstr "A. Lo primero"\n', 'utf-8')
    done = editions('import', file, '--overwrite', cwd=book)
    assert done.returncode == 0, done.stdout
    assert 'msgstr "A. Lo primero"' in (book / CATALOG).read_text('utf-8')


def test_check_status_badge_and_publish_know_that_catalogs_lag(book: Path) -> None:
    editions('build', 'html', cwd=book)
    edit(book, 'early', 'at dawn')
    done = editions('check', cwd=book)
    assert '[behind]' in done.stdout
    assert f'{CATALOG}:' in done.stdout
    assert 'Nothing to report' not in done.stderr
    status = editions('status', '--badge', 'badge.svg', cwd=book)
    assert '2 of 3 messages translated, 1 outdated' in status.stdout
    assert 'es     40 % translated' in status.stdout
    assert '[behind]' in status.stdout
    assert 'es 40 %' in (book / 'badge.svg').read_text('utf-8')
    known = json.loads(editions('status', '--json', cwd=book).stdout)
    assert known['languages']['es']['percent'] == 40
    assert [each['code'] for each in known['findings']] == ['behind']
    published = editions('publish', '--without-validators', cwd=book)
    assert '[behind]' in published.stdout
    assert 'Los barcos' in (book / 'build/publish/es/index.html').read_text('utf-8')


def test_plain_sphinx_build_says_that_catalogs_lag(book: Path) -> None:
    edit(book, 'early', 'at dawn')
    done = sphinx('html', book, book / 'out', '-D', 'language=es')
    assert '1 message of the source is not in its catalog yet' in done.stderr


def test_plain_sphinx_build_carries_forward_where_the_templates_fit(book: Path) -> None:
    edit(book, 'early', 'at dawn')
    editions('check', cwd=book)
    done = sphinx('html', book, book / 'out', '-D', 'language=es')
    assert '1 message of the source is not in its catalog yet' in done.stderr
    html = (book / 'out' / 'index.html').read_text('utf-8')
    assert 'class="outdated"' in paragraph(html, 'Los barcos salen')


@pytest.mark.parametrize('with_git', [True, False], ids=['commit', 'build'])
def test_a_catalog_that_is_gone_is_an_error(book: Path, with_git: bool) -> None:
    if with_git:
        git(book, 'init')
        git(book, 'add', 'conf.py', 'source', 'locale')
        git(book, 'commit', '-m', 'all')
    editions('build', 'html', cwd=book)
    before = page(book)
    (book / CATALOG).unlink()
    done = editions('build', 'html', cwd=book)
    assert done.returncode == 1
    finding = next(row for row in done.stdout.splitlines() if '[catalog.gone]' in row)
    assert finding.strip().startswith(f'{CATALOG}: error: ')
    assert (f'git checkout HEAD -- {CATALOG}' in finding) == with_git
    assert page(book) == before, 'the last good edition stays'
    checked = editions('check', cwd=book)
    assert checked.returncode == 1
    assert '[catalog.gone]' in checked.stdout
    assert checked.stdout.count('\n') == 1, 'and nothing of its messages'
    assert '[catalog.gone]' in editions('status', cwd=book).stdout
    assert editions('publish', '--without-validators', cwd=book).returncode == 1
    assert editions('update', cwd=book).returncode == 0
    assert editions('build', 'html', cwd=book).returncode == 0, 'begun again, knowingly'


def test_a_catalog_that_was_removed_by_a_commit_is_not_missed(book: Path) -> None:
    git(book, 'init')
    git(book, 'add', 'conf.py', 'source', 'locale')
    git(book, 'commit', '-m', 'all')
    editions('build', 'es/html', cwd=book)
    git(book, 'rm', str(CATALOG))
    git(book, 'commit', '-m', 'no Spanish')
    done = editions('build', 'es/html', cwd=book)
    assert done.returncode == 0
    assert '3 messages of the source are not in its catalog yet' in done.stdout


@pytest.mark.parametrize('text', ['', '.. only a comment\n'], ids=['empty', 'comment'])
def test_an_empty_source_is_an_error_and_the_last_good_edition_stays(book: Path, text: str) -> None:
    editions('build', cwd=book)
    before = page(book)
    (book / 'source' / 'index.rst').write_text(text, 'utf-8')
    done = editions('build', cwd=book)
    assert done.returncode == 1
    assert 'source/index.rst: error: there is no text in it' in done.stdout
    assert '0 of 2 built' in done.stdout
    assert page(book) == before
    assert editions('publish', '--without-validators', cwd=book).returncode == 1


def test_messages_are_extracted_only_where_the_source_changed(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[object] = []
    real = children.run

    def counted(*words: object, **named: object) -> int:
        runs.append(words)
        return real(*words, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(children, 'run', counted)
    (book / 'source' / 'quay.rst').write_text(':orphan:\n\nThe quay\n========\n\nLong.\n', 'utf-8')
    first = source.now(load(book))
    other = load(book).templates / 'quay.pot'
    before = other.stat()
    assert [m.id for m in first.templates['index'].messages] == list(MESSAGES)
    source.now(load(book))
    (book / CATALOG).write_text((book / CATALOG).read_text('utf-8') + '\n', 'utf-8')
    source.now(load(book))
    assert len(runs) == 1
    edit(book, 'early', 'at dawn')
    last = source.now(load(book))
    assert 'at dawn' in last.templates['index'].messages[1].id
    assert len(runs) == 2
    assert (last.templates['quay'].messages, other.stat().st_ino) == (
        first.templates['quay'].messages,
        before.st_ino,  # the same file, of another folder
    )


def test_a_source_that_sphinx_cannot_read_is_one_finding(book: Path) -> None:
    conf = book / 'conf.py'
    conf.write_text(conf.read_text('utf-8').replace("['editions']", "['editions', 'nowhere']"))
    done = editions('check', cwd=book)
    assert done.returncode == 1
    assert '[source.unread]' in done.stdout
    assert 'nowhere' in done.stdout
    assert editions('status', cwd=book).returncode == 0
    assert editions('update', cwd=book).returncode == 2


def test_a_source_that_is_not_utf8_is_named_with_line_and_remedy(book: Path) -> None:
    path = book / 'source' / 'index.rst'
    path.write_bytes(TEXT.replace('boats', 'caf\u00e9s').encode('latin-1'))
    done = editions('build', 'en/html', cwd=book)
    assert done.returncode == 1
    assert (
        'source/index.rst:6: error: byte 0xE9 is not UTF-8; save the file as UTF-8' in done.stdout
    )
    assert '[source.encoding]' in editions('check', 'es', cwd=book).stdout


def test_a_book_on_a_disk_that_is_read_only_can_be_checked(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.access
    monkeypatch.setattr(os, 'access', lambda p, mode: 'build' not in str(p) and real(p, mode))
    said = source.now(load(book))
    assert len(said.templates['index'].messages) == 3
    assert not (book / 'build' / 'gettext').exists()


@pytest.fixture
def quickstart(tmp_path: Path) -> Path:
    """What `sphinx-quickstart --sep` makes, with our extension."""
    root = tmp_path / 'qs'
    program = str(Path(sys.executable).with_name('sphinx-quickstart'))
    words = ['-q', '--sep', '-p', 'My Docs', '-a', 'Jo', '-v', '1.0', '-l', 'en', str(root)]
    subprocess.run([program, *words], check=True, capture_output=True)
    conf = root / 'source' / 'conf.py'
    conf.write_text(conf.read_text('utf-8').replace('extensions = [', "extensions = ['editions'"))
    return root


def test_the_layout_of_sphinx_quickstart_is_found(quickstart: Path) -> None:
    done = editions('build', 'html', cwd=quickstart)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (quickstart / 'build' / 'site' / 'en' / 'index.html').is_file()
    assert 'build/site/en/index.html' in done.stdout
    assert not (quickstart / 'source' / 'build').exists()
    again = editions('build', 'html', '-C', 'source', cwd=quickstart)
    assert 'up to date' in again.stdout
    (quickstart / 'source' / 'index.rst').write_text('A\n=\n\n:ref:`nowhere`\n', 'utf-8')
    warned = editions('build', 'html', cwd=quickstart)
    assert 'source/index.rst:4: warning' in warned.stdout, 'named from the working folder'


def test_which_of_two_conf_py_is_asked(quickstart: Path) -> None:
    (quickstart / 'docs').mkdir()
    (quickstart / 'docs' / 'conf.py').write_text('')
    done = editions('build', cwd=quickstart)
    assert done.returncode == 2
    assert 'say which: -C source' in done.stderr


WAITING = """
def setup(app):
    import pathlib, time
    def wait(app):
        if app.builder.name == '{builder}' and not pathlib.Path('{started}').exists():
            pathlib.Path('{started}').touch()
            time.sleep(600)
    app.connect('builder-inited', wait)
"""


LISTENING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
from editions.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ('command', 'builder'),
    [('build --force', 'gettext'), ('build --force', 'html'), ('preview --port 8360', 'html')],
)
def test_ctrl_c_ends_with_130_and_is_no_failure_of_an_edition(
    built: Path, tmp_path: Path, command: str, builder: str
) -> None:
    started = tmp_path / 'started'
    with (built / 'conf.py').open('a', encoding='utf-8') as conf:
        conf.write(WAITING.format(builder=builder, started=started))
    process = subprocess.Popen(
        [sys.executable, '-c', LISTENING, *command.split()],
        cwd=built,
        env=os.environ | {'PYTHONPATH': str(ROOT)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(started.exists)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)  # the pipe ends when the last child has ended
    assert process.returncode == 130, errors
    assert 'Traceback' not in errors
    assert not list((built / 'build').rglob('*.failed.json'))
    assert 'FAILED' not in editions('status', cwd=built).stdout


def wait_for(there: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not there():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_project_without_our_extension_is_told_the_line_to_write(quickstart: Path) -> None:
    conf = quickstart / 'source' / 'conf.py'
    conf.write_text(conf.read_text('utf-8').replace("['editions']", '[]'), 'utf-8')
    done = editions('build', cwd=quickstart)
    assert done.returncode == 1
    sentence = "Sphinx does not know Editions; write extensions = ['editions']"
    assert f'source/conf.py: error: {sentence}' in done.stdout
    assert 'WARNING' not in done.stdout


def test_a_changed_msgstr_reads_its_document_alone_and_gives_the_same_bytes(book: Path) -> None:
    with (book / 'source' / 'index.rst').open('a', encoding='utf-8') as index:
        index.write('\n.. toctree::\n\n   other\n')
    (book / 'source' / 'other.rst').write_text('Other\n=====\n\nAnother text.\n', 'utf-8')
    assert editions('build', 'es/html', cwd=book).returncode == 0
    project = load(book)
    folder, (edition,) = project.doctreedir(project.language('es')), project.edition('es/html')
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob('*.doctree')}
    catalog = book / CATALOG
    last = list(MESSAGES.values())[-1]
    catalog.write_text(catalog.read_text('utf-8').replace(last, f'{last} ¡Hola!'), 'utf-8')
    assert editions('build', 'es/html', cwd=book).returncode == 0
    after = {path.name: path.stat().st_mtime_ns for path in folder.glob('*.doctree')}
    assert {name for name in after if after[name] != before[name]} == {'index.doctree'}
    assert '¡Hola!' in page(book)
    made = contents(book / 'build' / 'site')
    holds(project, edition, folder)
    force = '--force', 'es/html'
    assert editions('build', *force, cwd=book, PYTHONHASHSEED='7').returncode == 0
    assert contents(book / 'build' / 'site') == made


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob('*')) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def holds(project: Project, edition: Edition, doctrees: Path) -> None:
    """What was read holds while only catalogs of the language change, and no doubt is left."""
    last = report.read(project.outdir(edition))
    assert last
    now = inputs.snapshot(project, edition.language, last)
    other = Input(0, 0, 'x')

    def fresh(found: inputs.Inputs, reason: str = 'changed', of: Project = project) -> bool:
        return reuse.plan(of, edition, reason, last, found).fresh

    assert not fresh(now)
    for name in (
        CATALOG,
        'source/index.rst',
        'source/new.rst',
        'locale/fr/LC_MESSAGES/x.po in part',
    ):
        assert not fresh(now | {str(name): other}), name
    for name in (CATALOG.with_name('sphinx.po'), 'conf.py', 'source/notes.txt', inputs.PROGRAM):
        assert fresh(now | {str(name): other}), name
    assert fresh(now, 'asked for')
    assert fresh(now, of=replace(project, settings={**project.settings, 'extensions': ['mine']}))
    assert fresh(now, of=replace(project, settings={**project.settings, 'copyright': '2027'}))
    os.utime(doctrees / 'environment.pickle')
    assert fresh(now), 'written by another build'
