"""Our own strings: complete in every language, and the project's own wording comes first."""

import re
from pathlib import Path

import pytest
from conftest import ROOT, editions, sphinx
from fontTools.ttLib import TTFont

from editions.catalogs import po

LANGUAGES = ('es', 'pt_BR', 'zh_CN')
PACKAGE = ROOT / 'editions'
TEMPLATE = re.compile(r"\b_e\(\s*'((?:[^'\\]|\\.)+)'\s*[,)]")
MODULE = re.compile(r"\b_\(\s*'((?:[^'\\]|\\.)+)'\s*[,)]")
OURS = 'from editions.transforms.strings import _'
INSIDE = ('html', 'pdf', 'transforms', 'themes', 'site')


def used() -> set[str]:
    """The strings that our templates and modules look up in our domain."""
    paths = [path for room in INSIDE for path in (PACKAGE / room).rglob('*')]
    pages = [path.read_text('utf-8') for path in paths if path.suffix == '.html']
    modules = [path.read_text('utf-8') for path in paths if path.suffix == '.py']
    ours = [text for text in modules if OURS in text]
    found = [text for page in pages for text in TEMPLATE.findall(page)]
    found += [text for module in ours for text in MODULE.findall(module)]
    return {text.replace("\\'", "'") for text in found}


@pytest.mark.parametrize('code', LANGUAGES)
def test_every_string_is_translated(code: str) -> None:
    catalog = po.read(PACKAGE / 'locale' / code / 'LC_MESSAGES' / 'editions.po')
    assert not catalog.defects
    assert not [m.id for m in catalog.messages if m.fuzzy or not m.translated]
    known = {message.id for message in catalog.messages}
    assert len(used()) > 10
    assert used() - known == set()


def test_the_catalogs_have_the_same_messages() -> None:
    keys = [
        [m.key for m in po.read(PACKAGE / 'locale' / c / 'LC_MESSAGES' / 'editions.po').messages]
        for c in LANGUAGES
    ]
    assert sorted(map(str, keys[0])) == sorted(map(str, keys[1])) == sorted(map(str, keys[2]))


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
