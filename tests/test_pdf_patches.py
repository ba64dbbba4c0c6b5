"""Private names of other packages stand in one module, and only for the versions they are of."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from editions.pdf import patches, unusable
from editions.pdf.drawing import Canvas
from editions.pdf.structure import Owners

PACKAGE = Path(__file__).parent.parent / 'editions'
PATCHES = PACKAGE / 'pdf' / 'patches.py'
OTHERS = [path for path in sorted(PACKAGE.rglob('*.py')) if path != PATCHES]
DOCTOR = {'weasyprint.text.ffi'}  # `editions doctor` asks for the version of Pango
PUBLIC = {  # what their documentation describes
    'weasyprint',
    'weasyprint.CSS',
    'weasyprint.HTML',
    'weasyprint.css.counters.CounterStyle',
    'weasyprint.text.fonts.FontConfiguration',
    'weasyprint.urls.URLFetcher',
    'weasyprint.urls.URLFetcherResponse',
    'pydyf',
    'pyphen',
    'fontTools.version',
    'fontTools.ttLib.TTCollection',
    'fontTools.ttLib.TTFont',
    'fontTools.ttLib.scaleUpem.scale_upem',
    'fontTools.ttLib.tables.DefaultTable.DefaultTable',
}
PATCHED = ('weasyprint', 'pydyf', 'fontTools', 'cffi', 'pyphen')

TABLE = patches.table(Canvas(Owners(), whole=False))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f'{node.module}.{alias.name}' for alias in node.names)


@pytest.mark.parametrize('path', OTHERS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_other_module_touches_a_private_name(path: Path) -> None:
    tree = ast.parse(path.read_text('utf-8'))
    theirs = {name for name in imported(tree) if name.partition('.')[0] in PATCHED}
    assert theirs <= PUBLIC | (DOCTOR if path.name == 'doctor.py' else set())
    if theirs or path.is_relative_to(PACKAGE / 'pdf') or path.is_relative_to(PACKAGE / 'fonts'):
        read = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
        names = {node.attr for node in read if node.attr[0] == '_' and node.attr[:2] != '__'}
        assert names == set()
        assert 'reader' not in {node.attr for node in read}  # of a font of fontTools'


def test_every_name_is_in_the_table() -> None:
    """The module reads nothing private of others that its tables do not list."""
    tree = ast.parse(PATCHES.read_text('utf-8'))
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    private = {name for name in read if name[0] == '_' and name[:2] != '__'}
    listed = {name.rpartition('.')[2] for name in patches.READ}
    assert private <= listed | {patch.attribute for patch in TABLE}
    assert all(patch.why for patch in TABLE)


def test_all_is_as_before_when_a_document_is_laid_out() -> None:
    def names() -> list[object]:
        return [vars(patch.owner)[patch.attribute] for patch in TABLE]

    stock = names()
    with patches.patched(Canvas(Owners(), whole=False)):
        assert not any(one is other for one, other in zip(stock, names(), strict=True))
    assert stock == names()


def test_other_versions_are_refused_in_one_sentence() -> None:
    with pytest.raises(ImportError) as caught:
        patches.require({'weasyprint': '71.0', 'pydyf': '0.13.0'})
    assert str(caught.value) == (
        'PDF editions need other versions than weasyprint 71.0 and pydyf 0.13.0; '
        'run: pip install weasyprint==70.0 pydyf==0.13.0'
    )


OTHER_VERSION = """
import sys
import editions.pdf
editions.pdf.import_weasyprint()
import weasyprint
weasyprint.__version__ = '71.0'
from sphinx.cmd.build import main
sys.exit(main(['-q', '-b', 'pdf', *sys.argv[1:]]))
"""


def test_with_another_version_the_pdf_fails_with_that_sentence(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text("project = 'P'\nextensions = ['editions']\n", 'utf-8')
    (tmp_path / 'index.rst').write_text('P\n=\n\nWords.\n', 'utf-8')
    command = [sys.executable, '-c', OTHER_VERSION, str(tmp_path), str(tmp_path / 'out')]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'run: pip install weasyprint==70.0 pydyf==0.13.0' in done.stderr


def test_a_builder_that_cannot_be_used_bears_the_name_of_the_real_one() -> None:
    assert unusable('why').name == 'pdf'


def test_a_machine_without_fonts_is_no_trouble(tmp_path: Path) -> None:
    command = [sys.executable, '-c', 'import editions.pdf; editions.pdf.import_weasyprint()']
    none = {'FONTCONFIG_FILE': str(tmp_path / 'none'), 'FONTCONFIG_PATH': str(tmp_path)}
    env = os.environ | none
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ('', '')
