"""Two versions of a catalog become one: message by message, and nothing is lost."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import editions

from editions.catalogs.counts import State, state
from editions.catalogs.po import Catalog, parse
from editions.catalogs.update.threeway import combined, merge

HEADER = r"""# Spanish translations.
msgid ""
msgstr ""
"Project-Id-Version: test\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\n"
"PO-Revision-Date: 2026-01-02 00:00+0000\n"
"Last-Translator: Ana\n"
"Language: es\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""
GATE, WALL, ROSE = 'The gate is open.', 'The wall is high.', 'A rose stands here.'


def message(source: str, text: str = '', *before: str, place: str = 'index.rst:3') -> str:
    return '\n'.join(['', *before, f'#: {place}', f'msgid "{source}"', f'msgstr "{text}"', ''])


def read(text: str) -> Catalog:
    return parse(text.encode())


def merged(base: str, ours: str, theirs: str) -> str:
    """The merged text; merging it again with either side changes nothing more."""
    done = merge(*map(read, (base, ours, theirs)))
    assert not done.conflicts
    assert not done.notes
    again = merge(read(theirs), done.catalog, read(theirs))
    assert again.catalog.text == done.catalog.text
    return done.catalog.text


def translations(text: str) -> dict[str, str]:
    return {m.id: m.string for m in read(text).messages}


BASE = HEADER + message('Garden', 'Jardín') + message(GATE) + message(WALL, 'El muro es alto.')


def test_two_people_translate_two_messages_side_by_side() -> None:
    ours = BASE.replace(f'"{GATE}"\nmsgstr ""', f'"{GATE}"\nmsgstr "La puerta está abierta."')
    theirs = BASE.replace('El muro es alto', 'El muro es muy alto')
    text = merged(BASE, ours, theirs)
    assert text == ours.replace('El muro es alto', 'El muro es muy alto')
    assert merged(BASE, theirs, ours) == text


def test_locations_dates_wrapping_order_and_line_ends_never_conflict() -> None:
    ours = BASE.replace('rst:3', 'rst:5').replace('2026-01-02', '2026-03-02').replace('Ana', 'Eva')
    theirs = HEADER.replace('2026-01-02', '2026-02-02').replace('Ana', 'Luz')
    theirs += message(WALL, 'El muro es "\n"alto.') + message(GATE, 'Abierta.', place='index.rst:9')
    theirs += message('Garden', 'Jardín')
    text = merged(BASE, ours, theirs.replace('\n', '\r\n'))
    assert text.count('index.rst:5') == 3
    assert '2026-03-02' in text
    assert 'Last-Translator: Eva' in text
    assert 'msgstr "El muro es alto."' in text
    assert translations(text)[GATE] == 'Abierta.'
    assert '\r' not in text


def test_two_translations_of_one_message_stand_in_it_and_check_names_them(tmp_path: Path) -> None:
    ours, theirs = (BASE.replace('muro es alto', new) for new in ('muro es grande', 'seto es alto'))
    done = merge(*map(read, (BASE, ours, theirs)))
    assert done.conflicts == [(None, WALL)]
    found = done.catalog.by_key[None, WALL]
    assert found.string == (
        '#-#-#-#-#  before  #-#-#-#-#\nEl muro es alto.\n'
        '#-#-#-#-#  ours  #-#-#-#-#\nEl muro es grande.\n'
        '#-#-#-#-#  theirs  #-#-#-#-#\nEl seto es alto.'
    )
    assert found.fuzzy
    assert state(found) is State.WITHHELD
    assert [(d.code, d.line) for d in done.catalog.defects] == [
        ('catalog.conflict', found.string_line)
    ]
    path = tmp_path / 'es.po'
    path.write_bytes(done.catalog.data)
    assert '[catalog.conflict]' in editions('check', 'es.po', cwd=tmp_path).stdout
    if msgfmt := shutil.which('msgfmt'):  # what Poedit asks of a file
        subprocess.run([msgfmt, '-c', '-o', os.devnull, path], check=True)


def test_a_translation_of_a_text_that_the_other_side_saw_edited_finds_its_place() -> None:
    base = BASE.replace('"\nmsgstr ""\n', '"\nmsgstr "La puerta está abierta."\n')
    edited = 'The gate is wide open.'
    fuzzy = message(edited, 'La puerta está abierta.', '#, fuzzy', f'#| msgid "{GATE}"')
    ours = base.replace(message(GATE, 'La puerta está abierta.'), fuzzy)
    theirs = base.replace('La puerta', 'El portón')
    text = merged(base, ours, theirs)
    (found,) = (m for m in read(text).messages if m.id == edited)
    assert (found.string, found.fuzzy) == ('El portón está abierta.', True)
    done = ours.replace(fuzzy, message(edited, 'La puerta está abierta del todo.'))
    text = merged(base, done, theirs)
    assert translations(text)[edited] == 'La puerta está abierta del todo.'
    assert [(m.id, m.string) for m in read(text).obsolete] == [(GATE, 'El portón está abierta.')]


def test_a_message_that_one_side_lost_and_the_other_translated_is_obsolete() -> None:
    ours = BASE.replace(message(GATE), '')
    theirs = BASE.replace(f'"{GATE}"\nmsgstr ""', f'"{GATE}"\nmsgstr "Abierta."')
    for text in (merged(BASE, ours, theirs), merged(BASE, theirs, ours)):
        assert [(m.id, m.string) for m in read(text).obsolete] == [(GATE, 'Abierta.')]


def test_a_suggestion_gives_way_to_a_translation_and_that_is_said() -> None:
    ours = BASE.replace(message(GATE), message(GATE, 'Quizás abierta.', '#, fuzzy'))
    theirs = BASE.replace(message(GATE), message(GATE, 'Abierta.'))
    done = merge(*map(read, (BASE, ours, theirs)))
    assert not done.conflicts
    assert done.notes == [f'{GATE}: “Quizás abierta.” gave way to “Abierta.”']
    assert translations(done.catalog.text)[GATE] == 'Abierta.'


def test_comments_flags_and_new_messages_of_both_stay() -> None:
    ours = BASE.replace('# Spanish translations.', '# Spanish translations.\n# Ana, 2026.')
    ours += message(ROSE, 'Aquí hay una rosa.', '# ours')
    theirs = BASE.replace('# Spanish translations.', '# Spanish translations.\n# Luz, 2026.')
    theirs = theirs.replace(
        '\n#: index.rst:3\nmsgid "Garden"', '\n# theirs\n#: index.rst:3\nmsgid "Garden"'
    )
    theirs += message('The end.', 'Fin.', '#, no-wrap')
    found = read(merged(BASE, ours, theirs))
    assert found.head
    assert set(found.head.comments) == {'Spanish translations.', 'Ana, 2026.', 'Luz, 2026.'}
    assert [m.id for m in found.messages] == ['Garden', GATE, WALL, 'The end.', ROSE]
    assert found.messages[0].comments == ('theirs',)
    assert found.messages[-2].flags == ('no-wrap',)
    assert found.messages[-1].comments == ('ours',)


def test_catalogs_that_both_sides_made_are_merged_without_a_base() -> None:
    ours = HEADER + message('Garden', 'Jardín')
    theirs = HEADER + message('Garden', 'Jardín') + message(GATE, 'Abierta.')
    assert translations(merged('', ours, theirs)) == {'Garden': 'Jardín', GATE: 'Abierta.'}


def test_what_both_have_keeps_its_order_and_takes_in_what_was_added() -> None:
    assert combined('abc', 'acb', 'axbc') == ('a', 'x', 'c', 'b')
    assert combined('abc', 'abc', 'ca') == ('c', 'a')
    assert combined('abc', 'abcd', 'ac') == ('a', 'c', 'd')


@pytest.fixture
def garden(tmp_path: Path, program: Callable[[str], str]) -> Path:
    """A repository that git merges by our driver, with a catalog and a branch that translates."""
    program('git')
    git(tmp_path, 'init', '--quiet', '--initial-branch', 'main')
    done = editions('init', '.', '-l', 'en', '-l', 'es', cwd=tmp_path)
    assert 'merge.editions.driver' in done.stdout
    write(tmp_path, BASE)
    git(tmp_path, 'add', '.')
    git(tmp_path, 'commit', '--quiet', '--message', 'base')
    git(tmp_path, 'branch', 'other')
    return tmp_path


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    who = ['-c', 'user.name=x', '-c', 'user.email=x@example.org', '-c', 'commit.gpgsign=false']
    return subprocess.run(
        ['git', *who, *words], cwd=folder, capture_output=True, text=True, check=False
    )


def write(folder: Path, text: str) -> Path:
    path = folder / 'locale' / 'es' / 'LC_MESSAGES' / 'my index.po'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, 'utf-8')
    return path


def branches(garden: Path, ours: str, theirs: str) -> tuple[int, str, str]:
    """Both sides committed and merged by git: exit code, what it printed, the file."""
    for branch, text in (('other', theirs), ('main', ours)):
        git(garden, 'switch', '--quiet', branch)
        path = write(garden, text)
        git(garden, 'commit', '--quiet', '--all', '--message', branch)
    done = git(garden, 'merge', 'other')
    return done.returncode, done.stdout + done.stderr, path.read_text('utf-8')


def test_git_merges_what_it_could_not(garden: Path) -> None:
    ours = BASE.replace('rst:3', 'rst:7').replace('2026-01-02', '2026-03-02')
    theirs = BASE.replace('rst:3', 'rst:8').replace('2026-01-02', '2026-02-02')
    theirs = theirs.replace('El muro es alto', 'El muro es muy alto')
    code, _, text = branches(garden, ours, theirs)
    assert code == 0
    assert text == ours.replace('El muro es alto', 'El muro es muy alto')
    for name in ('.gitattributes', '.git/config'):
        before = (garden / name).read_bytes()
        editions('merge', '--setup', cwd=garden)
        assert (garden / name).read_bytes() == before


def test_git_stops_at_two_translations_and_names_the_file(garden: Path) -> None:
    ours, theirs = (BASE.replace('muro es alto', new) for new in ('muro es grande', 'seto es alto'))
    code, printed, text = branches(garden, ours, theirs)
    assert code == 1
    line = text.split('#-#', 1)[0].count('\n')
    assert f'locale/es/LC_MESSAGES/my index.po:{line}: error: a merge left two' in printed
    assert 'El muro es grande.' in text
    assert 'El seto es alto.' in text
    assert git(garden, 'status', '--short').stdout.startswith('UU')


@pytest.mark.parametrize('broken', ['catalog', 'python'])
def test_where_it_cannot_merge_both_sides_stand_in_the_file(garden: Path, broken: str) -> None:
    ours, theirs = (BASE.replace('muro es alto', new) for new in ('muro es grande', 'seto es alto'))
    if broken == 'catalog':
        theirs += 'msgid "no end\n'
    else:
        config = garden / '.git' / 'config'
        text = config.read_text('utf-8')
        config.write_text(text.replace(Path(sys.executable).as_posix(), '/no/python'), 'utf-8')
    code, _, text = branches(garden, ours, theirs)
    assert code == 1
    assert '<<<<<<<' in text
    assert 'El muro es grande.' in text
    assert 'El seto es alto.' in text


def test_setup_adds_its_line_and_keeps_the_others(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text("extensions = ['editions']\n")
    (tmp_path / 'index.rst').write_text('Title\n=====\n')
    (tmp_path / '.gitattributes').write_text('*.png binary')
    done = editions('merge', '--setup', cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / '.gitattributes').read_text() == '*.png binary\n*.po merge=editions\n'
    assert 'git init' in done.stdout


@pytest.mark.parametrize('field', ['PO-Revision-Date', 'POT-Creation-Date'])
@pytest.mark.parametrize(
    ('earlier', 'later'),
    [
        ('2026-03-01 09:00+0800', '2026-03-01 08:00+0000'),
        ('YEAR-MO-DA HO:MI+ZONE', '2026-03-01 08:00+0000'),
    ],
)
def test_of_two_dates_the_later_moment_holds(field: str, earlier: str, later: str) -> None:
    before = read(HEADER).header[field]
    sides = (BASE.replace(f'{field}: {before}', f'{field}: {date}') for date in (earlier, later))
    ours, theirs = sides
    assert read(merged(BASE, ours, theirs)).header[field] == later
    assert read(merged(BASE, theirs, ours)).header[field] == later
