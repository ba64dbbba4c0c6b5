"""What is changed in Sphinx stands in one module, and Sphinx still reads what we hand it."""

import ast
import inspect
from pathlib import Path

import pytest
from sphinx import locale
from sphinx.transforms import i18n

from editions.transforms import sphinx_patches

ROOM = Path(sphinx_patches.__file__).parent
MODULES = [path for path in sorted(ROOM.glob('*.py')) if path.name != 'sphinx_patches.py']


def test_sphinx_takes_translations_from_memory() -> None:
    before = sphinx_patches.offer('a-document', {'A text.': 'Un texto.'})
    found, known = locale.init([], 'es', 'a-document')
    assert known
    assert found.gettext('A text.') == 'Un texto.'
    sphinx_patches.restore('a-document', before)
    assert (sphinx_patches.NAMESPACE, 'a-document') not in locale.translators


def test_what_sphinx_has_comes_after_ours() -> None:
    first = sphinx_patches.offer('a-document', {'One': 'Uno', 'Two': 'Dos'})
    second = sphinx_patches.offer('a-document', {'Two': 'Otros dos'})
    found, _ = locale.init([], 'es', 'a-document')
    assert [found.gettext(text) for text in ('One', 'Two', 'Three')] == [
        'Uno', 'Otros dos', 'Three',
    ]  # fmt: skip
    sphinx_patches.restore('a-document', second)
    sphinx_patches.restore('a-document', first)


def test_the_locale_transform_reads_what_we_hand_it() -> None:
    source = inspect.getsource(i18n.Locale.apply)
    assert 'init_locale(dirs' in source
    assert "'_catalog'" in source
    assert '_fallback' in source
    assert (
        i18n.Locale.default_priority - 1,
        i18n.Locale.default_priority + 1,
    ) == (sphinx_patches.PRIORITY_BEFORE, sphinx_patches.PRIORITY_AFTER)


@pytest.mark.parametrize('path', MODULES, ids=lambda path: path.name)
def test_no_other_module_changes_sphinx(path: Path) -> None:
    tree = ast.parse(path.read_text('utf-8'))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                name = ast.unparse(target)
                assert not name.startswith(('config.', 'app.config.', 'locale.')), name
        assert not (isinstance(node, ast.Attribute) and node.attr == 'translators')
