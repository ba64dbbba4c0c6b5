"""Our own strings: complete in every language, and the project's own wording comes first."""

import gettext
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import sphinx as sphinx_package
from babel.messages.plurals import get_plural
from conftest import ROOT, editions, sphinx
from fontTools.ttLib import TTFont

from editions.catalogs import credits, po, wording
from editions.catalogs.credits import Credits
from editions.checks import judgement
from editions.checks.criteria import Policy
from editions.findings import Severity
from editions.html.sentences import Translation, follows
from editions.languages.language import Language

UNMARKED = {'es', 'pt_BR', 'zh_CN'}
PACKAGE = ROOT / 'editions'
TEMPLATE = re.compile(r"\b_e\(\s*'((?:[^'\\]|\\.)+)'\s*[,)]")
MODULE = re.compile(r"\b_\(\s*'((?:[^'\\]|\\.)+)'\s*[,)]")
OURS = 'from editions.transforms.strings import _'
CATALOGS = sorted((PACKAGE / 'locale').glob('*/LC_MESSAGES/*.po'))
PLACEHOLDER = re.compile(r'%(?:\(\w+\))?[a-z]')
INSIDE = ('html', 'pdf', 'epub', 'transforms', 'themes', 'site')


def used() -> set[str]:
    """The strings that our templates and modules look up in our domain."""
    paths = [path for room in INSIDE for path in (PACKAGE / room).rglob('*')]
    pages = [p.read_text('utf-8') for p in paths if p.suffix in ('.html', '.xhtml')]
    modules = [path.read_text('utf-8') for path in paths if path.suffix == '.py']
    ours = [text for text in modules if OURS in text]
    found = [text for page in pages for text in TEMPLATE.findall(page)]
    found += [text for module in ours for text in MODULE.findall(module)]
    return {text.replace("\\'", "'") for text in found}


def spanish(path: Path) -> Path:
    """The Spanish catalog of the same domain."""
    return PACKAGE / 'locale' / 'es' / 'LC_MESSAGES' / path.name


def test_every_string_that_we_look_up_is_in_the_catalogs() -> None:
    known = {message.id for message in po.read(spanish(Path('editions.po'))).messages}
    assert len(used()) > 10
    assert used() - known == set()
    assert len({path.parent.parent.name for path in CATALOGS}) == 23


@pytest.mark.parametrize('path', CATALOGS, ids=lambda path: f'{path.parts[-3]}-{path.stem}')
def test_a_catalog_is_whole(path: Path, program: Callable[[str], str]) -> None:
    """Every string is translated with its placeholders; `check` finds nothing to correct."""
    code = path.parent.parent.name
    catalog = po.read(path)
    if path.stem == 'sphinx':  # only what Sphinx has not
        known = po.read(Path(sphinx_package.__file__).parent / 'locale' / 'sphinx.pot')
        assert catalog.by_key.keys() <= known.by_key.keys()
    else:
        assert catalog.by_key.keys() == po.read(spanish(path)).by_key.keys()
    assert catalog.header['Language'] == catalog.language == code
    assert catalog.head
    unread = [m for m in catalog.messages if credits.credit(m, catalog.head).unreviewed]
    assert len(unread) == (0 if code in UNMARKED else len(catalog.messages))
    if 'Plural-Forms' in catalog.header or code not in UNMARKED:
        assert catalog.header['Plural-Forms'] == f'{get_plural(code)}'
    for message in catalog.messages:
        assert len(message.strings) == (get_plural(code).num_plurals if message.plural else 1)
        assert message.translated
        assert not message.fuzzy
        for string in message.strings:
            assert sorted(PLACEHOLDER.findall(string)) == sorted(PLACEHOLDER.findall(message.id))
    found = [
        each
        for each in judgement.findings([catalog], Policy(code, 'en'))
        if each.severity > Severity.INFO
    ]
    assert found == []
    command = [program('msgfmt'), '--check-format', '--check-domain', '-o', '/dev/null', path]
    assert subprocess.run(command, check=False, capture_output=True).stderr == b''


def test_what_sphinx_has_not_translated_is_said_all_the_same(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text("extensions = ['editions']\nhtml_theme = 'editions'\n")
    (tmp_path / 'index.rst').write_text('Title\n=====\n\n.. note:: Text.\n\n.. versionadded:: 2\n')
    done = sphinx('html', tmp_path, tmp_path / 'out', '-D', 'language=th')
    assert done.returncode == 0, done.stderr
    assert 'หมายเหตุ' in (tmp_path / 'out' / 'index.html').read_text('utf-8')
    assert 'เพิ่มในเวอร์ชัน 2' in (tmp_path / 'out' / 'index.html').read_text('utf-8')
    assert '<h1>ค้นหา</h1>' in (tmp_path / 'out' / 'search.html').read_text('utf-8')


def test_a_sentence_that_a_date_or_a_name_ends_has_one_full_stop() -> None:
    told = Translation(
        Language('en', 'English'), Counter(), 0, credits=Credits(translators=('A. B. Jr.',))
    )
    assert follows(told, Language('en', 'English')).endswith(' A. B. Jr.')


def test_the_project_may_say_it_otherwise(built: Path) -> None:
    catalog = built / 'locale' / 'es' / 'LC_MESSAGES' / 'editions.po'
    catalog.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Download the PDF"\nmsgstr "Bajar el documento"\n',
        'utf-8',
    )
    assert editions('build', 'es/html', cwd=built).returncode == 0
    page = (built / 'build' / 'site' / 'es' / 'index.html').read_text('utf-8')
    assert 'Bajar el documento' in page
    assert 'Descargar el PDF' not in page


def test_an_edition_speaks_its_language_whatever_its_code(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text("extensions = ['editions']\nhtml_theme = 'editions'\n")
    (tmp_path / 'index.rst').write_text('Title\n=====\n\nText.\n')
    done = sphinx('html', tmp_path, tmp_path / 'out', '-D', 'language=zh_Hans')
    assert done.returncode == 0, done.stderr
    (said,) = [
        m.string
        for m in po.read(PACKAGE / 'locale' / 'zh_CN' / 'LC_MESSAGES' / 'editions.po').messages
        if m.id == 'Skip to content'
    ]
    assert said in (tmp_path / 'out' / 'index.html').read_text('utf-8')
    fonts = (tmp_path / 'out' / '_static' / 'fonts').glob('*.woff2')
    drawn = {code for font in fonts for code in TTFont(font).getBestCmap()}
    assert set(map(ord, said)) <= drawn  # the characters of our own interface


def test_what_readers_see_of_sphinx_is_in_every_language_of_ours() -> None:
    seen = {'Added in version %s', 'Removed in version %s', 'Type', 'Link to this definition'}
    for language in map(Language, wording.available()):
        folder = Path(sphinx_package.__file__).parent / 'locale' / language.code / 'LC_MESSAGES'
        file = folder / 'sphinx.mo'
        theirs = set()
        if file.is_file():
            with file.open('rb') as opened:
                theirs = set(gettext.GNUTranslations(opened)._catalog)
        words = theirs | wording.packaged(language, 'sphinx').keys()
        assert seen <= words, (language.code, seen - words)
