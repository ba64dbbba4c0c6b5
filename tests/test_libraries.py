"""PDF editions without the system's libraries: one sentence, and HTML all the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import editions

from editions import libraries


@pytest.mark.skipif(sys.platform != 'linux', reason='hides a library from the loader of Linux')
@pytest.mark.skipif(libraries.FOLDER.is_dir(), reason='libraries below .venv cannot be hidden')
def test_a_missing_library_fails_the_pdf_alone(project: Path, tmp_path: Path) -> None:
    (tmp_path / 'libpango-1.0.so.0').touch()  # the loader stops at a file that is no library
    done = editions('build', 'es', cwd=project, LD_LIBRARY_PATH=str(tmp_path))
    assert done.returncode == 1
    assert 'need a library of the system' in done.stdout
    assert 'WeasyPrint' not in done.stdout + done.stderr  # its own words, a screenful, many times
    assert 'sudo apt-get install libpango' in done.stdout
    assert (project / 'build' / 'site' / 'es' / 'index.html').exists()
    assert 'es/pdf: not built; it has never been built' in done.stdout


INSTANCE = """
import sys
from io import BytesIO
from pathlib import Path
from editions import libraries
libraries.find(Path(sys.argv[1]))
libraries.find()
from fontTools.ttLib import TTFont
from editions.fonts import available
from editions.pdf.patches import instantiate
path = next(p for p in available.font_files(available.own_folders()) if '[' in p.name)
font = TTFont(BytesIO(path.read_bytes()))
print('fvar' in TTFont(BytesIO(instantiate(font, {'wght': 600}).data)))
"""


def test_unpacked_libraries_keep_their_names_to_themselves(tmp_path: Path) -> None:
    """Another HarfBuzz than that of the packages is loaded first, and does not get in its way."""
    found = [p for p in Path('/usr/lib').rglob('libharfbuzz*.so.0') if p.is_file()]
    for path in found:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    command = [sys.executable, '-c', INSTANCE, str(tmp_path)]
    env = os.environ | {'PYTHONPATH': str(Path(__file__).parent.parent)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == 'False'
