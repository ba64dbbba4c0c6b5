"""What is changed in Sphinx stands in one module, and Sphinx still reads what we hand it."""

import ast
import inspect
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ROOT, sphinx
from docutils import statemachine
from docutils.core import publish_doctree
from docutils.parsers.rst import states
from jinja2 import Environment, FileSystemLoader
from sphinx import locale
from sphinx.transforms import i18n

import editions
from benchmarks import versions
from editions.folders import MADE
from editions.transforms import sphinx_patches, staging

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


@pytest.mark.parametrize(
    ('root', 'texts', 'folder'),
    [('.', '.', 'build'), ('.', 'source', None), ('source', 'source', None)],
)
def test_what_we_make_is_no_text_wherever_it_lies(
    tmp_path: Path, root: str, texts: str, folder: str | None
) -> None:
    app: Any = SimpleNamespace(confdir=tmp_path / root, srcdir=tmp_path / texts)
    config: Any = SimpleNamespace(exclude_patterns=['mine'])
    sphinx_patches.leave_out(app, config)
    made = [f'{folder}/{name}' for name in MADE] if folder else []
    assert config.exclude_patterns == ['mine', *made]


def test_a_project_without_folders_of_catalogs_carries_none(tmp_path: Path) -> None:
    (tmp_path / 'index.pot').write_text('msgid "A"\nmsgstr ""\n', 'utf-8')
    staged = staging.Staged(templates=tmp_path)
    assert staging.carry(SimpleNamespace(config=None), staged, []) == ([], None)  # type: ignore[arg-type]


@pytest.mark.parametrize('path', MODULES, ids=lambda path: path.name)
def test_no_other_module_changes_sphinx(path: Path) -> None:
    tree = ast.parse(path.read_text('utf-8'))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                name = ast.unparse(target)
                assert not name.startswith(('config.', 'app.config.', 'locale.')), name
        assert not (isinstance(node, ast.Attribute) and node.attr == 'translators')


def test_docutils_makes_a_state_when_it_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '\n\n'.join(
        path.read_text('utf-8')
        for path in sorted((ROOM.parents[1] / 'tests' / 'roots').rglob('*.rst'))
        if 'include::' not in path.read_text('utf-8')
    )
    sphinx_patches.make_states_when_needed()
    stock = statemachine.StateMachine.add_states
    parsed = {}
    for name, method in (('stock', stock), ('ours', states.RSTStateMachine.add_states)):
        made: list[str] = []
        monkeypatch.setattr(states.RSTStateMachine, 'add_states', method)
        monkeypatch.setattr(statemachine.State, '__init__', counted(made))
        settings = {'report_level': 5, 'file_insertion_enabled': False}
        parsed[name] = publish_doctree(text, settings_overrides=settings).pformat(), len(made)
        monkeypatch.undo()
    assert parsed['ours'][0] == parsed['stock'][0]
    assert parsed['ours'][1] < parsed['stock'][1] / 3


def counted(made: list[str]) -> Callable[..., None]:
    stock = statemachine.State.__init__

    def count(state: Any, *args: Any) -> None:
        made.append(type(state).__name__)
        stock(state, *args)

    return count


def test_the_versions_that_are_tried_are_those_that_are_named() -> None:
    project = tomllib.loads((ROOT / 'pyproject.toml').read_text('utf-8'))['project']
    (wanted,) = [each for each in project['dependencies'] if re.match('sphinx[<>=]', each)]
    after = editions.LAST[0], editions.LAST[1] + 1
    first, end = ('.'.join(map(str, version)) for version in (editions.FIRST, after))
    assert wanted == f'sphinx>={first},<{end}'
    tried = list(versions.SPHINX)
    assert [tuple(map(int, each.split('.'))) for each in (tried[0], tried[-1])] == [
        editions.FIRST,
        editions.LAST,
    ]
    assert project['requires-python'] == f'>={versions.PYTHONS[0]}'


def test_another_sphinx_is_warned_of_and_goes_on(tmp_path: Path) -> None:
    conf = (
        "import sphinx\nsphinx.version_info = (10, 0, 0, 'final', 0)\nextensions = ['editions']\n"
    )
    (tmp_path / 'conf.py').write_text(conf)
    (tmp_path / 'index.rst').write_text('Title\n=====\n')
    done = sphinx('gettext', tmp_path, tmp_path / 'out')
    assert done.returncode == 0, done.stderr
    assert 'has not been tried with Editions, which knows 8.2 to 9.2; it goes on' in done.stderr
    assert (tmp_path / 'out' / 'index.pot').exists()


def test_a_compiled_template_that_is_damaged_is_compiled_again(tmp_path: Path) -> None:
    """It is code: it would be run, and show what it then says."""
    (tmp_path / 'page.html').write_text('true {{ x }}', 'utf-8')
    for _ in range(3):
        cache = sphinx_patches.Compiled(tmp_path / 'code')
        loader = FileSystemLoader(tmp_path)
        environment = Environment(loader=loader, bytecode_cache=cache)  # noqa: S701
        assert environment.get_template('page.html').render(x=1) == 'true 1'
        [code] = (tmp_path / 'code').iterdir()
        code.write_bytes(code.read_bytes().replace(b'true', b'evil'))
