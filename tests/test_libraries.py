"""PDF editions without the system's libraries: one sentence, and HTML all the same."""

import os
import sys
from pathlib import Path

from conftest import editions

HIDE = """
import cffi
real = cffi.FFI.dlopen
def dlopen(self, name, *args):
    if isinstance(name, str) and 'pango' in name:
        raise OSError(f'cannot load library {name!r}: no such file')
    return real(self, name, *args)
cffi.FFI.dlopen = dlopen
"""


def test_a_missing_library_fails_the_pdf_alone(project: Path, tmp_path: Path) -> None:
    hidden = tmp_path / 'hidden'
    hidden.mkdir()
    (hidden / 'sitecustomize.py').write_text(HIDE)
    root = Path(__file__).parent.parent
    path = os.pathsep.join((str(hidden), str(root)))
    done = editions('build', 'es', cwd=project, PYTHONPATH=path)
    assert done.returncode == 1
    assert 'need a library of the system' in done.stdout
    remedy = 'brew install pango' if sys.platform == 'darwin' else 'sudo apt-get install libpango'
    assert remedy in done.stdout
    assert (project / 'build' / 'site' / 'es' / 'index.html').exists()
    assert 'es/pdf: not built; it has never been built' in done.stdout
