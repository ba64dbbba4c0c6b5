"""`editions add-language`: one command, and a translator can begin."""

import json
import re
import shutil
import subprocess

import pytest
from conftest import ROOT, copy_project, editions

from editions.catalogs import store, wording
from editions.catalogs.creation import transifex, weblate
from editions.catalogs.po import read
from editions.commands.add_language import remarks
from editions.conf import with_language
from editions.findings import UserError
from editions.languages.language import Language
from editions.project import load

CONF = "editions_languages = {\n    'en': 'English',\n    'es': 'Español',\n}\nother = 1\n"


def test_the_list_grows_by_one_line():
    expected = CONF.replace("'Español',\n", "'Español',\n    'fr': 'Français',\n")
    assert with_language(CONF, 'fr', 'Français', 'conf.py') == expected


@pytest.mark.parametrize(
    ('before', 'after'),
    [
        ("{'en': 'English'}", "{'en': 'English', 'fr': 'L\\'un'}"),
        ("{'zh': '中文', 'en': 'a'}", "{'zh': '中文', 'en': 'a', 'fr': 'L\\'un'}"),
        ("{\n  'en': 'a',\n  'es': 'b'\n}", "{\n  'en': 'a',\n  'es': 'b',\n  'fr': 'L\\'un',\n}"),
        ("{\n 'en': 'a',  # c\n}", "{\n 'en': 'a',  # c\n 'fr': 'L\\'un',\n}"),
        ("{\n 'en': 'a'  # c\n}", "{\n 'en': 'a',  # c\n 'fr': 'L\\'un',\n}"),
        ("{\n 'en': 'a',\n 'es': 'b'}", "{\n 'en': 'a',\n 'es': 'b',\n 'fr': 'L\\'un'}"),
        ("{\n 'en': 'a', 'es': 'b', }", "{\n 'en': 'a', 'es': 'b',\n 'fr': 'L\\'un', }"),
        ("{'en': 'a',\n 'es': 'b'}", "{'en': 'a',\n 'es': 'b', 'fr': 'L\\'un'}"),
        ("{\r\n 'en': 'a'\r\n}", "{\r\n 'en': 'a',\r\n 'fr': 'L\\'un',\r\n}"),
    ],
)
def test_the_list_may_be_written_as_one_likes(before, after):
    text = with_language(f'editions_languages = {before}\n', 'fr', "L'un", 'conf.py')
    assert text == f'editions_languages = {after}\n'


@pytest.mark.parametrize('value', ['read()', "{'en': ('a')}", "{\n'en': (\n'a'\n)\n}"])
def test_a_list_that_is_no_plain_dict_is_left_to_its_author(value):
    with pytest.raises(UserError, match="add 'fr': 'Français'"):
        with_language(f'editions_languages = {value}\n', 'fr', 'Français', 'conf.py')


def test_conf_py_keeps_its_encoding_and_is_never_broken(tmp_path):
    conf = tmp_path / 'conf.py'
    before = "# -*- coding: latin-1 -*-\nx = 'ñ'\neditions_languages = {\n    'en': 'English'}\n"
    conf.write_bytes(before.encode('latin-1'))
    store.change_conf(conf, lambda text: with_language(text, 'fr', 'Français', 'conf.py'))
    after = before.replace("English'", "English',\n    'fr': 'Français'")
    assert conf.read_bytes() == after.encode('latin-1')
    with pytest.raises(SyntaxError):
        store.change_conf(conf, lambda text: text + 'x = (\n')
    assert conf.read_bytes() == after.encode('latin-1')


@pytest.fixture(scope='module')
def danish(tmp_path_factory):
    """The project after `editions add-language da`, a language that our own words lack."""
    root = copy_project(tmp_path_factory.mktemp('danish') / 'project')
    done = editions('add-language', 'da', cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def test_a_language_is_ready_to_translate(danish):
    assert "    'da': 'Dansk',\n" in (danish / 'conf.py').read_text('utf-8')
    spanish = read(danish / 'locale/es/LC_MESSAGES/index.po')
    made = read(danish / 'locale/da/LC_MESSAGES/index.po')
    assert {m.id for m in made.messages} == {m.id for m in spanish.messages}
    assert not any(m.translated for m in made.messages)
    assert made.header['Plural-Forms'] == 'nplurals=2; plural=(n != 1);'
    assert 'Babel' not in made.text
    terms = {m.id for m in read(danish / 'locale/es/glossary.po').messages}
    assert terms <= {m.id for m in read(danish / 'locale/da/glossary.po').messages}


@pytest.mark.parametrize('name', ['LC_MESSAGES/index', 'LC_MESSAGES/editions', 'glossary'])
def test_its_catalogs_are_sound(danish, program, name):
    path = danish / 'locale' / 'da' / f'{name}.po'
    assert read(path).defects == ()
    command = [program('msgfmt'), '-c', '-o', '/dev/null', path]
    assert subprocess.run(command, check=False, capture_output=True).stderr == b''


def test_the_platforms_are_told_of_every_catalog(danish):
    components = json.loads((danish / 'locale/weblate.json').read_text('utf-8'))
    masks = [component['filemask'] for component in components]
    catalogs = ['LC_MESSAGES/editions.po', 'LC_MESSAGES/index.po', 'glossary.po']
    assert sorted(masks) == [f'locale/*/{name}' for name in catalogs]
    wrapping = [component['file_format_params'] for component in components]
    assert wrapping == [{'po_line_wrap': 65535}] * 3  # as the article's catalogs are
    text = (danish / '.tx' / 'config').read_text('utf-8')
    assert 'file_filter = locale/<lang>/LC_MESSAGES/index.po\n' in text


def test_weblate_is_told_of_this_project_as_it_is():
    text = weblate(['index'], 'locale', glossary=True, wrapped=False)
    assert (ROOT / 'locale' / 'weblate.json').read_text('utf-8') == text


def test_a_second_run_adds_what_is_new_and_keeps_what_the_user_filled_in(danish, tmp_path):
    root = tmp_path / 'again'
    shutil.copytree(danish, root)
    config = root / '.tx' / 'config'
    config.write_text(config.read_text('utf-8').replace('ORGANIZATION', 'ministry'), 'utf-8')
    (root / 'source' / 'more.rst').write_text(':orphan:\n\nMore\n====\n', 'utf-8')
    done = editions('add-language', 'da', cwd=root)
    changed = ['locale/da/LC_MESSAGES/more.po', 'locale/weblate.json', '.tx/config']
    assert done.stdout.splitlines() == changed
    assert '[o:ministry:p:community-of-shared-future:r:more]' in config.read_text('utf-8')
    again = editions('add-language', 'da', cwd=root)
    assert again.stdout == 'da is there already, and lacks nothing.\n'


def test_strings_that_no_reviser_has_read_are_counted(danish):
    project = load(danish)
    (told,) = remarks(project, Language('fr_CA', 'Français'))
    assert re.search(
        r'wants a reviser: \d+ strings in editions.po, \d+ strings in review.po ', told
    )
    assert str(wording.FOLDER / 'fr') in told
    assert told.endswith('corrections into locale/fr_CA/LC_MESSAGES.')
    own = project.catalogs(Language('fr_CA'))
    shutil.copytree(wording.folder(Language('fr')), own)
    assert not [*remarks(project, Language('fr_CA', 'Français'))]
    assert not [*remarks(project, Language('es', 'Español'))]


@pytest.mark.parametrize(
    ('code', 'sentence'),
    [
        ('en', 'en is the language of the source'),
        ('french', 'the code of french is fr'),
        ('Brazilian-Portuguese', 'is pt_BR'),
        ('quenya', 'write a code: es, pt_BR, zh_Hant'),
    ],
)
def test_what_is_no_language_to_add_is_said(project, code, sentence):
    before = {path: path.read_bytes() for path in project.rglob('*') if path.is_file()}
    done = editions('add-language', code, cwd=project)
    assert done.returncode == 2
    assert sentence in done.stderr.replace('\n', ' ')
    assert {path: path.read_bytes() for path in project.rglob('*') if path.is_file()} == before


@pytest.mark.parametrize('name', ['The "Great" Manual', 'A\\dB\\1', 'x' * 200])
def test_any_project_name_stands_in_a_header(tmp_path, program, name):
    (tmp_path / 'conf.py').write_text(
        f"project = {name!r}\nextensions = ['editions']\nlocale_dirs = ['locale']\n"
    )
    (tmp_path / 'index.rst').write_text('Pump\n====\n\nIt moves water.\n')
    done = editions('add-language', 'es', cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = read(tmp_path / 'locale/es/LC_MESSAGES/index.po')
    assert not made.defects
    assert made.header['Project-Id-Version'] == ' '.join(name.split())
    command = [program('msgfmt'), '-c', '-o', '/dev/null', made.path]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


OWN = """[main]
host = https://app.transifex.com
lang_map = zh_CN: zh-Hans

[o:ministry:p:letters:r:first]
file_filter = locale/<lang>/LC_MESSAGES/index.po
source_file = pot/index.pot
minimum_perc = 80
"""


def test_what_the_user_wrote_for_the_platforms_stays():
    assert transifex(['index'], 'locale', 'x', 'en', there=OWN) == OWN
    more = transifex(['index', 'a/b'], 'locale', 'x', 'en', there=OWN)
    assert more.startswith(f'{OWN}\n[o:ministry:p:letters:r:a-b]\nfile_filter = locale/')
    old = '[main]\nhost = x\n\n[letters.index]\ntype = PO\n'
    assert transifex(['index'], 'locale', 'x', 'en', there=old) == old
    mine = '[{"filemask": "locale/*/LC_MESSAGES/index.po", "priority": 60}]'
    assert weblate(['index'], 'locale', glossary=False, there=mine) == mine
    first, second = json.loads(weblate(['index', 'b'], 'locale', glossary=False, there=mine))
    assert first == {'filemask': 'locale/*/LC_MESSAGES/index.po', 'priority': 60}
    assert second['name'] == 'b'
    for text in ('{"a": 1}', 'no json', '[1]'):
        assert weblate(['index'], 'locale', glossary=True, there=text) == text


@pytest.mark.parametrize('code', ['klingon', 'xx_YY', '../fr', ''])
def test_an_unknown_language_is_one_sentence(project, code):
    done = editions('add-language', code, cwd=project)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (project / '.tx').exists()
