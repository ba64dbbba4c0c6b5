"""`editions update CATALOG --template TEMPLATE` with what it cannot use: a sentence, no change."""

import os
import subprocess
import sys

import pytest
from conftest import editions

HEADER = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
OLD = HEADER + b'#: a.rst\nmsgid "One little thing of old"\nmsgstr "Una cosa"\n'
NEW = HEADER + b'#: a.rst\nmsgid "One little thing of new"\nmsgstr ""\n'


def editions_update(folder, *words):
    return editions('update', *words, cwd=folder)


TEMPLATES = {
    'an unclosed quote': (NEW + b'\nmsgid "x\nmsgstr ""\n', 'new.pot:9: error: the closing quote'),
    'another charset than it says': (NEW.replace(b'One', b'Caf\xe9'), 'is not UTF-8'),
    'UTF-16': (NEW.decode().encode('utf-16'), 'the file is UTF-16'),
    'a NUL': (NEW.replace(b'new', b'n\0w'), 'new.pot:6: error: a NUL character'),
    'nothing': (b'', 'it holds no message'),
    'a header alone': (HEADER, 'it holds no message'),
}


@pytest.mark.parametrize('name', TEMPLATES)
def test_a_template_that_cannot_be_used_changes_nothing(tmp_path, name):
    data, sentence = TEMPLATES[name]
    path, template = tmp_path / 'old.po', tmp_path / 'new.pot'
    path.write_bytes(OLD)
    template.write_bytes(data)
    done = editions_update(tmp_path, str(path), '--template', str(template))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count('\n') == 1
    assert path.read_bytes() == OLD


@pytest.mark.parametrize(
    ('words', 'sentence'),
    [
        (('new.pot', '--template', 'old.po'), 'this is a template'),
        (
            ('folder', '--template', 'new.pot'),
            'folder: a folder, or a link to what is no catalog; remove it',
        ),
        (('nowhere.po', '--template', 'new.pot'), 'nowhere.po: No such file'),
        (('old.po', '--template', 'nowhere.pot'), 'nowhere.pot: No such file'),
        (('old.po', 'old.po', '--template', 'new.pot'), 'takes one CATALOG'),
    ],
)
def test_what_is_no_catalog_is_said(tmp_path, words, sentence):
    (tmp_path / 'folder').mkdir()
    (tmp_path / 'old.po').write_bytes(OLD)
    (tmp_path / 'new.pot').write_bytes(NEW)
    placed = [word if word.startswith('-') else str(tmp_path / word) for word in words]
    done = editions_update(tmp_path, *placed)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count('\n') == 1
    assert (tmp_path / 'old.po').read_bytes() == OLD
    assert (tmp_path / 'new.pot').read_bytes() == NEW


# Root without the rights to pass over a file's mode; nobody may not be able to read the program.
BOUND = ['setpriv', '--bounding-set=-dac_override,-dac_read_search']
BOUND += ['--inh-caps=-dac_override,-dac_read_search']


@pytest.mark.parametrize('place', ['file', 'folder'])
def test_a_read_only_catalog_is_said_by_its_own_name(tmp_path, place):
    path, template = tmp_path / 'old.po', tmp_path / 'new.pot'
    path.write_bytes(OLD)
    template.write_bytes(NEW)
    tmp_path.chmod(0o777 if place == 'file' else 0o555)
    path.chmod(0o444 if place == 'file' else 0o666)
    command = [sys.executable, '-m', 'editions', 'update', str(path), '--template', str(template)]
    command = [*BOUND, *command] if os.geteuid() == 0 else command
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    tmp_path.chmod(0o777)
    assert (done.returncode, done.stdout) == (2, '')
    assert done.stderr.startswith(f'editions: {path}: ')
    assert path.read_bytes() == OLD
    assert {found.name for found in tmp_path.iterdir()} == {'old.po', 'new.pot'}


def test_a_read_only_catalog_of_a_project_stops_the_update_before_anything_is_said(project):
    source = project / 'source' / 'index.rst'
    text = source.read_text('utf-8').replace('key significance', 'great weight')
    source.write_text(text, 'utf-8')
    catalogs = sorted((project / 'locale').glob('*/LC_MESSAGES/*.po'))
    before = [path.read_bytes() for path in catalogs]
    catalogs[-1].chmod(0o444)
    command = [sys.executable, '-m', 'editions', 'update']
    command = [*BOUND, *command] if os.geteuid() == 0 else command
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, '')
    assert f'{catalogs[-1]}: it is read-only' in done.stderr
    assert [path.read_bytes() for path in catalogs] == before
