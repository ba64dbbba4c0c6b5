"""Editions that were built before are taken from a folder: whole, true, and from strangers too."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ROOT, copy_project, editions

from editions import files, report
from editions.builds import cache, entry, record
from editions.findings import UserError
from editions.preview import rebuilding
from editions.project import Edition, Format, Project, load
from editions.report import Page, Report

MOST = 10_000_000  # bytes
CATALOG = 'locale/es/LC_MESSAGES/index.po'


@pytest.fixture(scope='module')
def filled(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clone `first`, built, and `cache`, in which its editions are."""
    folder = tmp_path_factory.mktemp('clones')
    shutil.copytree(site, folder / 'first')
    done = editions('build', '--cache', '../cache', cwd=folder / 'first')
    assert 'up to date' in done.stdout, done.stdout + done.stderr
    assert len(list((folder / 'cache').glob('*.*.*'))) == 12
    return folder


@pytest.fixture
def clone(filled: Path, tmp_path: Path) -> Path:
    """A second clone, in another folder, with a copy of the cache beside it."""
    shutil.copytree(filled / 'cache', tmp_path / 'cache')
    return copy_project(tmp_path / 'a clone at another place')


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob('*') if p.is_file()}


def test_a_second_clone_builds_nothing(filled: Path, clone: Path) -> None:
    begun = clone / f'build/doctrees/en/.a.html.{2**22 + 1}.abcd1234.writing'
    begun.parent.mkdir(parents=True)
    begun.touch()  # by a process that was killed; there is no such number
    done = json.loads(editions('build', '--cache', '../cache', '--json', cwd=clone).stdout)
    assert [each['edition'] for each in done['built']] == [
        'en+es/html',
        'en+es/pdf',
        'en+es/epub',
    ]  # of what is there
    assert len(done['restored']) == 12
    assert not begun.exists()
    assert files_of(clone / 'build/site') == files_of(filled / 'first/build/site')
    first, mine = load(filled / 'first'), load(clone)
    assert not record.plan(mine, mine.editions())
    for edition in set(mine.editions()) - set(mine.pairs):
        made, known = (report.read(each.outdir(edition)) for each in (mine, first))
        assert made
        assert known
        assert (made.built, made.findings, made.content) == (
            known.built,
            known.findings,
            known.content,
        )
    rebuilding.adopt(mine, mine.apart('preview'))  # it has no doctrees
    assert files_of(clone / 'build/preview/editions') == files_of(clone / 'build/editions')


def test_what_changed_is_built_and_what_is_damaged_is_refused(clone: Path) -> None:
    """One msgstr builds one language; an entry that is damaged is said, and made again."""
    text = (clone / CATALOG).read_text('utf-8')
    (clone / CATALOG).write_text(text.replace('futuro', 'porvenir', 1), 'utf-8')
    [spoilt] = (clone.parent / 'cache').glob('en-html.*')
    data = bytearray(spoilt.read_bytes())
    data[-100] ^= 1
    spoilt.write_bytes(data)
    done = editions('build', 'html', '--cache', '../cache', cwd=clone)
    assert f'{spoilt.name}: not used: its bytes do not match its digest; en/html is' in done.stderr
    told = dict(line.split(maxsplit=1) for line in done.stdout.splitlines()[:4])
    assert {name for name, line in told.items() if 'from the cache' not in line} == {
        'en/html',
        'es/html',
    }
    assert '3 of 3 built, 2 from the cache in' in done.stdout
    assert spoilt.read_bytes() != data  # kept again
    assert len(list(spoilt.parent.glob('es-html.*'))) == 2
    again = editions('build', 'html', '--cache', '../cache', cwd=clone)
    assert 'up to date' in again.stdout
    assert again.stderr == ''


def test_two_commands_at_once_leave_whole_entries(filled: Path, tmp_path: Path) -> None:
    command = [sys.executable, '-m', 'editions', 'build', '--cache', str(tmp_path / 'cache')]
    clones = [tmp_path / name for name in ('a', 'b')]
    for each in clones:
        shutil.copytree(filled / 'first', each)
    env = os.environ | {'PYTHONPATH': str(ROOT)}
    runs = [subprocess.Popen(command, cwd=e, env=env, stdout=subprocess.PIPE) for e in clones]
    for run in runs:
        run.communicate()
    assert [run.returncode for run in runs] == [0, 0]
    known = files_of(filled / 'cache')
    assert set(files_of(tmp_path / 'cache')) == set(known)
    for path in (tmp_path / 'cache').glob('*.*.*'):
        with entry.opened(path, tmp_path, MOST):
            pass


# What a stranger may put into a bucket, in an entry whose digest is right.
Change = Callable[[dict[str, Any]], object]
SAME: Change = lambda value: None  # noqa: E731
HOSTILE: dict[str, Change] = {
    'a name above': lambda v: v['files'].append(['../evil', 0]),
    'a name inside that leads out': lambda v: v['files'].append(['a/../../evil', 0]),
    'no name': lambda v: v['files'].append(['', 0]),
    'an absolute name': lambda v: v['files'].append(['/tmp/evil', 0]),
    'a name of Windows': lambda v: v['files'].append(['..\\evil', 0]),
    'a name with a control character': lambda v: v['files'].append(['a\x1b[2J', 0]),
    'a name with half a character': lambda v: v['files'].append(['a\ud800', 0]),
    'a name that is too long': lambda v: v['files'].append(['a' * 256, 0]),
    'our own report': lambda v: v['files'].append(['report.json', 0]),
    'a file below a file': lambda v: v['files'].append(['index.html/evil', 0]),
    'a size below nothing': lambda v: v['files'].append(['b', -3]),
    'a size that is none': lambda v: v['files'].append(['b', float('inf')]),
    'more than there is': lambda v: v['files'].append(['b', 1 << 40]),
    'less than there is': lambda v: v['files'].clear(),
    'a list without an end': lambda v: v.update(files=[[]]),
    'no report': lambda v: v.pop('report'),
    'a report of text': lambda v: v.update(report='x'),
    'a time that is none': lambda v: v['report'].update(built='yesterday'),
    'a time without a zone': lambda v: v['report'].update(built='2026-11-30'),
    'pages of text': lambda v: v['report'].update(outputs={'index.html': 'many'}),
    'a file that is not there': lambda v: v['report'].update(outputs={'/etc/passwd': 0}),
    'code elsewhere': lambda v: v['report'].update(loaded=['/dev/zero']),
    'an include elsewhere': lambda v: v['report']['pages'].update(
        index={'title': 'x', 'dependencies': ['../../x']}
    ),
    'a document elsewhere': lambda v: v['report']['pages'].update({'../../x': {'title': 'x'}}),
    'a finding that is none': lambda v: v['report'].update(findings=[{'severity': 'error'}]),
    'a package without a name': lambda v: v['report'].update(versions={'': '1'}),
    'a package elsewhere': lambda v: v['report'].update(versions={'../x\0': '1'}),
    'a field more': lambda v: v['report'].update(evil=1),
}  # fmt: skip


def forged(tmp_path: Path, change: Change) -> Path:
    """An entry of a small edition, changed, its digest made right again."""
    folder, path = tmp_path / 'edition', tmp_path / 'entry'
    folder.mkdir()
    (folder / 'index.html').write_text('<p>Text</p>', 'utf-8')
    made = Report('en/html', '2026-11-30T17:00:00+00:00', outputs={'index.html': 0})
    made = replace(made, pages={'index': Page('Title')}, loaded=(f'{tmp_path}/ours.py',))
    entry.write(path, folder, made, tmp_path)
    head, line, rest = path.read_bytes().split(b'\n', 2)
    assert str(tmp_path).encode() not in line
    change(value := json.loads(line))
    data = head + b'\n' + json.dumps(value).encode() + b'\n' + rest[:-32]
    path.write_bytes(data + hashlib.sha256(data).digest())
    return path


def test_an_entry_comes_back(tmp_path: Path) -> None:
    with entry.opened(forged(tmp_path, SAME), tmp_path, MOST) as found:
        (tmp_path / 'new').mkdir()
        found.unpack(tmp_path / 'new')
    assert files_of(tmp_path / 'new') == files_of(tmp_path / 'edition')
    assert list(found.report.loaded) == [f'{tmp_path}/ours.py']


@pytest.mark.parametrize('change', HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_entry_is_refused(tmp_path: Path, change: Change) -> None:
    path, new = forged(tmp_path, change), tmp_path / 'new'
    new.mkdir()
    with pytest.raises(entry.RefusedError), entry.opened(path, tmp_path, MOST) as found:
        found.unpack(new)
    assert not list(new.iterdir()) or change is HOSTILE['a file below a file']
    assert {each.name for each in tmp_path.iterdir()} == {'edition', 'entry', 'new'}


def test_an_entry_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    edition, path = tmp_path / 'edition', tmp_path / 'entry'
    edition.mkdir()
    (edition / 'index.html').write_text('<p>Text</p>' * 2000, 'utf-8')
    made = Report('en/html', '2026-11-30T17:00:00+00:00', outputs={'index.html': 0})
    entry.write(path, edition, made, tmp_path)
    with entry.opened(path, tmp_path, MOST) as found:
        path.write_bytes(path.read_bytes().replace(b'<p>Text</p>', b'<script>x=1'))
        with pytest.raises(entry.RefusedError, match='changed'):
            found.unpack(files.new_folder(tmp_path / 'site'))


def test_other_bytes_a_link_a_pipe_and_a_folder_are_refused(tmp_path: Path) -> None:
    path = forged(tmp_path, SAME)
    data = path.read_bytes()
    for name, wrong in (
        ('short', data[:-40]),
        ('empty', b''),
        ('deep', b'editions 1\n' + b'[' * 100_000),
        ('other', b'PK\3\4' + data),
    ):
        (tmp_path / name).write_bytes(wrong)
        (tmp_path / f'{name} signed').write_bytes(wrong + hashlib.sha256(wrong).digest())
    (tmp_path / 'link').symlink_to(path)
    os.mkfifo(tmp_path / 'pipe')
    for each in tmp_path.iterdir():
        if each != path:
            with pytest.raises(entry.RefusedError), entry.opened(each, tmp_path, MOST):
                pass


def test_an_entry_under_another_name_is_refused(filled: Path, clone: Path) -> None:
    """As by a stranger who hands out the page of another state of the text, or language."""
    folder, said, project = clone.parent / 'cache', list[str](), load(clone)
    store = cache.Cache(folder, MOST, said.append)
    (english,), (spanish,) = project.edition('en/html'), project.edition('es/html')
    [mine], [other] = folder.glob('en-html.*'), folder.glob('es-html.*')
    shutil.copy(mine, other)
    later = mine.with_suffix(f'.{"0" * 64}')
    mine.rename(later)
    assert store.restore(project, record.Step(english, '')) is None
    assert store.restore(project, record.Step(spanish, '')) is None
    assert said == [
        f'{later}: not used: its name is not that of what it was made from; en/html is built',
        f'{other}: not used: it holds en/html; es/html is built',
    ]
    assert not project.outdir(spanish).exists()


def test_what_was_not_used_for_long_is_dropped(tmp_path: Path) -> None:
    ours = [tmp_path / f'es-html.{n:016x}.{n:064x}' for n in range(4)]
    others = [tmp_path / 'letter.txt', tmp_path / '.es-html.1.abcdef.writing']
    for age, path in enumerate((*ours, *others)):
        path.write_bytes(bytes(100 if age else 300))  # the first alone is too large
        os.utime(path, (2e9 - age, 2e9 - age))
    os.utime(others[1], (1e9, 1e9))
    cache.Cache(tmp_path, 250, print).prune()
    assert sorted(tmp_path.iterdir()) == sorted([*ours[1:3], others[0]])


@pytest.fixture
def found(filled: Path) -> tuple[Project, Edition, Report]:
    project = load(filled / 'first')
    edition = Edition(project.languages[1], Format.HTML)
    made = report.read(project.outdir(edition))
    assert made
    return project, edition, made


def test_an_address_is_that_of_everything_and_of_no_folder(
    found: tuple[Project, Edition, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, edition, made = found
    here = cache.address(project, edition, made)
    settings = {**project.settings, 'paths': {f'{project.root}/a', 'b'}, 'editions_cache': 'x'}
    known = cache.address(replace(project, settings=settings), edition, made)
    there = load(copy_project(tmp_path / 'there'))
    settings = {**there.settings, 'paths': {'b', f'{there.root}/a'}}
    assert cache.address(there, edition, made) == here
    assert cache.address(replace(there, settings=settings), edition, made) == known != here
    others = {
        cache.address(replace(project, settings={**project.settings, 'x': 1}), edition, made),
        cache.address(project, Edition(edition.language, Format.PDF), made),
        cache.address(replace(project, defines=('a=b',)), edition, made),
        cache.address(project, edition, replace(made, inputs={})),
        cache.address(project, edition, replace(made, versions={'pytest': ''})),
    }
    monkeypatch.setenv('SOURCE_DATE_EPOCH', '1700000000')
    others.add(cache.address(project, edition, made))
    assert len(others | {here}) == 7


def test_what_is_bound_to_a_clone_is_not_kept(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled / 'first/build/editions/en/html', tmp_path / 'html')
    made = report.read(tmp_path / 'html')
    assert made
    assert cache.bound(tmp_path / 'html', made, tmp_path) == ''
    outside = replace(made, loaded=('/opt/theme',))
    assert "'/opt/theme', outside" in cache.bound(tmp_path / 'html', outside, tmp_path)
    (tmp_path / 'html/page.html').write_text(f'<p>{tmp_path}/source', 'utf-8')
    assert 'page.html names the folder' in cache.bound(tmp_path / 'html', made, tmp_path)


def test_a_cache_that_cannot_be_used_is_said(filled: Path, tmp_path: Path) -> None:
    project, said = load(filled / 'first'), list[str]()
    (tmp_path / 'file').write_bytes(b'')
    with pytest.raises(UserError, match='no folder'):
        cache.of(project, str(tmp_path / 'file'), said.append)
    with pytest.raises(UserError, match=r'within the source; name it \.seen'):
        cache.of(project, str(project.source / 'seen'), said.append)
    assert cache.of(project, '', said.append) is cache.of(project, None, said.append) is None
    settings = {**project.settings, 'editions_cache': '.kept'}
    found = cache.of(replace(project, settings=settings), None, said.append)
    assert found
    assert found.folder == project.root / '.kept'
    english, again = next(project.editions()), cache.Cache(tmp_path / 'new', MOST, said.append)
    added = [replace(again, renewed=each).keep(project, english) for each in (False, False, True)]
    assert added == [True, False, True]
    assert not replace(again, limit=1000, renewed=True).keep(project, english)
    assert said.pop() == 'en/html is not kept in the cache: it is larger than the cache may be'
    below = cache.of(project, str(tmp_path / 'file' / 'below'), said.append)
    assert below
    below.add(project, [english])
    assert 'en/html is not kept: Not a directory' in said[0]


def test_a_site_is_published_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what names the day is another edition tomorrow."""
    words = ('publish', '--base-url', 'https://example.org/', '--without-validators')
    for name in ('a', 'b'):
        root = tmp_path / name
        root.mkdir()
        conf = "extensions = ['editions']\nhtml_theme = 'editions'\neditions_formats = ['html']\n"
        conf += "rst_prolog = '.. |now| date::'\n"
        (root / 'conf.py').write_text(conf, 'utf-8')
        (root / 'index.rst').write_text('Title\n=====\n\nText of |now|.\n', 'utf-8')
        done = editions(*words, '--cache', '../cache', cwd=root)
        assert done.returncode == 0, done.stdout + done.stderr
        assert ('from the cache' in done.stdout) == (name == 'b')
    assert files_of(tmp_path / 'a/build/publish') == files_of(tmp_path / 'b/build/publish')
    project = load(tmp_path / 'b', 'https://example.org/')
    store = cache.Cache(tmp_path / 'new', MOST, print)
    [edition] = project.editions()
    made = report.read(project.outdir(edition))
    assert made
    today = cache.address(project, edition, made)
    monkeypatch.setattr(record, 'date', SimpleNamespace(today=lambda: date(2100, 1, 1)))
    assert cache.address(project, edition, made) != today
    assert not store.keep(project, edition)  # it is of another day
    monkeypatch.undo()
    assert store.keep(project, edition)
