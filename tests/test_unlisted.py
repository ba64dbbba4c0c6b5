"""A Sphinx project that lists no languages: its catalogs tell of them, and all else holds."""

import json
from pathlib import Path

import pytest
from conftest import editions, sphinx

CONF = "extensions = ['editions']\nproject = 'Pump'\nlocale_dirs = ['translations']\n"
TEXT = """Pump
====

The pump was built in 1897.

The valve is closed before the first start of the pump.

.. versionadded:: 2.0
   The valve of brass.

.. contents::

.. py:function:: start()

   :raises ValueError: if it is broken
"""
CATALOG = r"""msgid ""
msgstr ""
"Language: es\n"
"Content-Type: text/plain; charset=UTF-8\n"

#: ../../index.rst
msgid "The pump was built in 1897."
msgstr "La bomba se construyó **en 1897."
"""


@pytest.fixture
def pump(tmp_path: Path) -> Path:
    (tmp_path / 'conf.py').write_text(CONF, 'utf-8')
    (tmp_path / 'index.rst').write_text(TEXT, 'utf-8')
    return tmp_path


def test_add_language_makes_its_catalogs_and_leaves_conf_py_alone(pump: Path) -> None:
    done = editions('update', cwd=pump)
    assert done.stdout == 'en alone; `editions add-language es` adds another\n'
    done = editions('add-language', 'de', cwd=pump)
    assert done.returncode == 0, done.stderr
    assert 'translations/de/LC_MESSAGES/index.po' in done.stdout.splitlines()
    assert (pump / 'conf.py').read_text('utf-8') == CONF
    assert 'de/html' in editions('status', cwd=pump).stdout
    done = editions('add-language', 'fr', '--name', 'Frz', cwd=pump)
    assert done.returncode == 2
    assert 'editions_languages' in done.stderr


@pytest.mark.parametrize(('typed', 'code'), [('PT-br', 'pt_BR'), ('ZH_hant', 'zh_Hant')])
def test_a_code_may_be_typed_in_any_way(pump: Path, typed: str, code: str) -> None:
    assert editions('add-language', typed, cwd=pump).returncode == 0
    assert (pump / 'translations' / code / 'LC_MESSAGES' / 'index.po').is_file()


def test_a_folder_that_is_no_language_is_none(pump: Path) -> None:
    for name in ('DE', 'pot', '.old', 'fr'):
        (pump / 'translations' / name / 'LC_MESSAGES').mkdir(parents=True)
    done = editions('status', cwd=pump)
    names = [line.split()[0] for line in done.stdout.splitlines()]
    assert [name for name in names if name.endswith(('/html', '/pdf'))] == [
        'en/html', 'en/pdf', 'fr/html', 'fr/pdf',
    ]  # fmt: skip


def test_what_is_not_translated_says_its_language_and_what_is_broken_is_withheld(
    pump: Path,
) -> None:
    folder = pump / 'translations' / 'es' / 'LC_MESSAGES'
    folder.mkdir(parents=True)
    (folder / 'index.po').write_text(CATALOG, 'utf-8')
    done = sphinx('html', pump, pump / 'out', '-D', 'language=es')
    assert done.returncode == 0, done.stderr
    page = (pump / 'out' / 'index.html').read_text('utf-8')
    assert '<p class="untranslated" id="p2" lang="en">The valve' in page
    assert '<p class="withheld" id="p1" lang="en">The pump was built in 1897.' in page
    assert '<span class="untranslated" lang="en">The valve of brass.</span>' in page
    assert '<span class="untranslated" lang="en">if it is broken</span>' in page
    # Sphinx's own words, in Spanish already
    assert '<dt class="field-odd">Muestra' in page
    assert '<p class="topic-title">Contenido</p>' in page
    assert sphinx('html', pump, pump / 'own').returncode == 0
    assert 'class="untranslated"' not in (pump / 'own' / 'index.html').read_text('utf-8')


def test_what_we_make_beside_the_text_is_no_part_of_it(pump: Path) -> None:
    for name in ('publish', 'site', 'other'):
        page = pump / 'build' / name / 'page.rst'
        page.parent.mkdir(parents=True)
        page.write_text('Made\n====\n', 'utf-8')
    assert sphinx('html', pump, pump / 'out', '-q').returncode == 0
    assert [path.parent.name for path in (pump / 'out' / 'build').rglob('*.html')] == ['other']


def test_the_platforms_see_the_repository_as_the_whole(tmp_path: Path) -> None:
    (tmp_path / '.git').mkdir()
    docs = tmp_path / 'docs' / 'text'
    docs.mkdir(parents=True)
    (docs / 'conf.py').write_text(CONF.replace('translations', '../locale'), 'utf-8')
    (docs / 'index.rst').write_text(TEXT, 'utf-8')
    done = editions('add-language', 'es_MX', cwd=docs)
    assert done.returncode == 0, done.stderr
    assert 'editions.po' not in done.stdout  # our words are there in Spanish
    mask = json.loads((tmp_path / 'docs' / 'locale' / 'weblate.json').read_text('utf-8'))
    assert [each['filemask'] for each in mask] == ['docs/locale/*/LC_MESSAGES/index.po']
    config = (tmp_path / '.tx' / 'config').read_text('utf-8')
    assert 'file_filter = docs/locale/<lang>/LC_MESSAGES/index.po\n' in config
    assert 'source_file = docs/text/build/gettext/index.pot\n' in config
    options = ('-D', 'language=es_MX', '-D', 'html_theme=editions')
    assert sphinx('html', docs, tmp_path / 'out', '-q', *options).returncode == 0
    assert 'Ir al contenido principal' in (tmp_path / 'out' / 'index.html').read_text('utf-8')


def test_init_says_that_it_is_a_project_of_ours_already(pump: Path) -> None:
    done = editions('init', cwd=pump)
    assert 'with Editions already' in done.stdout
    (pump / 'conf.py').write_text("project = 'Pump'  # no 'editions' here\n", 'utf-8')
    assert 'Add one name in its conf.py' in editions('init', cwd=pump).stdout


def test_our_own_words_in_a_script_without_a_face_are_no_empty_boxes(pump: Path) -> None:
    (pump / 'index.rst').write_text('Pump\n====\n\nIt moves water.\n', 'utf-8')
    assert editions('add-language', 'ar', cwd=pump).returncode == 0
    done = editions('build', 'ar/pdf', cwd=pump)
    assert done.returncode == 1
    assert done.stdout.count('[pdf.glyph]') == 1
    assert 'in the words around the text, no font has the characters' in done.stdout
    assert "editions_fonts = ['pylopdf_fonts_ar']" in done.stdout
    assert not (pump / 'build' / 'site' / 'ar' / 'pump.ar.pdf').exists()
