"""The one writer of catalogs: nothing that somebody saved meanwhile is lost, nothing is broken."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT

from editions.catalogs import store
from editions.catalogs.glossary import read_glossary
from editions.catalogs.po import Catalog, read
from editions.catalogs.po.writing import edited, translated
from editions.catalogs.store import Write
from editions.findings import UserError
from editions.folders import catalog_files

TEXT = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    'msgid "one"\nmsgstr "uno"\n\nmsgid "two"\nmsgstr "dos"\n'
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    path.parent.mkdir(parents=True)
    path.write_text(TEXT)
    return path


def with_string(catalog: Catalog, source: str, string: str) -> Catalog:
    message = catalog.by_key[None, source]
    return edited(catalog, {message: translated(message, (string,))})


def test_what_somebody_saves_meanwhile_survives(path: Path) -> None:
    saved = iter([TEXT.replace('dos', 'DOS'), TEXT.replace('dos', 'D.O.S.')])

    def edit(catalog: Catalog) -> Catalog:
        after = with_string(catalog, 'one', 'UNO')
        if text := next(saved, ''):  # a translator's editor saves while we are at work
            path.write_text(text)
        return after

    after = store.change(path, edit)
    assert path.read_text() == TEXT.replace('dos', 'D.O.S.').replace('uno', 'UNO')
    assert after.data == path.read_bytes()


def test_a_file_that_never_rests_is_left_alone(path: Path) -> None:
    count = iter(range(100))

    def edit(catalog: Catalog) -> Catalog:
        path.write_text(TEXT.replace('dos', f'dos {next(count)}'))
        return with_string(catalog, 'one', 'UNO')

    with pytest.raises(UserError, match='saved again and again'):
        store.change(path, edit)
    assert 'UNO' not in path.read_text()


def test_two_commands_at_once_both_succeed(path: Path) -> None:
    script = (
        'import sys, time; from pathlib import Path; from editions.catalogs import store\n'
        'from editions.catalogs.po.writing import edited, translated\n'
        'def edit(catalog):\n'
        '    message = catalog.by_key[None, sys.argv[2]]\n'
        '    time.sleep(0.3)\n'
        '    return edited(catalog, {message: translated(message, (sys.argv[3],))})\n'
        'store.change(Path(sys.argv[1]), edit)\n'
    )
    environment = os.environ | {'PYTHONPATH': str(ROOT)}
    words = [('one', 'UNO'), ('two', 'DOS')]
    running = [
        subprocess.Popen([sys.executable, '-c', script, path, *pair], env=environment)
        for pair in words
    ]
    assert [each.wait() for each in running] == [0, 0]
    assert path.read_text() == TEXT.replace('uno', 'UNO').replace('dos', 'DOS')


def test_many_threads_at_once_lose_nothing(path: Path) -> None:
    def add(number: int) -> None:
        def edit(catalog: Catalog) -> Catalog:
            message = catalog.messages[0]
            return edited(
                catalog, {message: replace(message, comments=(*message.comments, str(number)))}
            )

        store.change(path, edit)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(read(path).messages[0].comments) == [str(number) for number in range(8)]


def test_what_would_break_a_catalog_is_never_written(path: Path) -> None:
    with pytest.raises(ValueError, match='nothing was written'):
        store.write([Write(path, TEXT.encode(), TEXT.encode() + b'msgid "open\n')])
    assert path.read_text() == TEXT


def test_of_several_files_none_is_written_where_one_has_changed(path: Path) -> None:
    other = path.with_name('other.po')
    other.write_text(TEXT)
    new = TEXT.replace('uno', 'UNO').encode()
    with pytest.raises(store.StaleError):
        store.write([Write(path, TEXT.encode(), new), Write(other, b'', new)])
    assert path.read_text() == TEXT


def test_a_link_a_mode_and_a_new_name_are_kept(path: Path, tmp_path: Path) -> None:
    real = tmp_path / 'elsewhere.po'
    path.rename(real)
    real.chmod(0o640)
    path.symlink_to(real)
    store.change(path, lambda catalog: with_string(catalog, 'one', 'UNO'))
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert 'UNO' in real.read_text()
    moved = path.with_name('new.po')
    store.write([Write(moved, real.read_bytes(), TEXT.encode(), was=path)])
    assert not path.exists()
    assert moved.read_text() == TEXT


def test_a_file_that_is_there_is_not_created_again(tmp_path: Path) -> None:
    path = tmp_path / 'conf.py'
    assert store.create(path, 'a = 1\n')
    assert not store.create(path, 'b = 1\n')
    assert path.read_text() == 'a = 1\n'


def test_check_fix_keeps_what_is_saved_meanwhile_and_needs_no_right_to_write_without_a_change(
    path: Path,
) -> None:
    text = TEXT.replace('"dos"', '"dos... \\"tres\\""').replace('"two"', '"two... \\"three\\""')
    path.write_text(text)
    command = [sys.executable, '-m', 'editions', 'check', '--fix', path]
    environment = os.environ | {'PYTHONPATH': str(ROOT)}

    def run() -> str:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done.stderr

    assert '1 translation fixed' in run()
    assert 'dos…' in path.read_text()
    fixed = path.read_bytes()
    path.chmod(0o444)
    assert 'fixed' not in run()
    assert 'read-only' not in run()
    assert path.read_bytes() == fixed


@pytest.mark.parametrize('target', ['/dev/zero', '/etc/hostname', '..', 'nothing', 'a.po'])
def test_a_link_to_what_is_no_catalog_is_neither_read_nor_written(
    tmp_path: Path, target: str
) -> None:
    """A stranger may send one: a device never ends, and a file of the machine is no catalog."""
    path = tmp_path / 'locale/es/LC_MESSAGES/a.po'
    path.parent.mkdir(parents=True)
    path.symlink_to(target)
    assert catalog_files(path.parent) == {}
    assert read_glossary(path) == ()
    with pytest.raises((UserError, OSError)):
        read(path)
    with pytest.raises(UserError, match='link to what is no catalog'):
        store.write([Write(path, None, b'')])
    assert not (path.parent / 'nothing').exists()
    (path.parent / 'b.po').write_bytes(b'')
    path.unlink()
    path.symlink_to('b.po')
    assert catalog_files(path.parent).keys() == {'a', 'b'}
