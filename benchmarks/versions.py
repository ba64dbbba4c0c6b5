"""The article and a book under every Sphinx and Python that pyproject.toml allows: the same bytes.

Each pair has an environment of its own, in which all but Sphinx and what comes with it is as
requirements.lock pins it. A Python that this machine lacks is asked of uv; where it cannot be
had either, a line says so. Ends with 1 where files differ or a build fails.

    python -m benchmarks versions
    EDITIONS_VERSIONS='8.2/3.11 9.2/3.13' python -m benchmarks versions    # these pairs alone
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.route import ROOT, copy

UV = Path(sys.executable).with_name('uv')
SPHINX = {'8.2': '3.11', '9.0': '3.11', '9.1': '3.12', '9.2': '3.13'}  # and its oldest Python
PYTHONS = ('3.11', '3.12', '3.13', '3.14')
WANTED = os.environ.get('EDITIONS_VERSIONS', '').split()
FREE = re.compile(r'(?:sphinx|docutils|snowballstemmer|roman-numerals(?:-py)?)==')
OWN = ('.buildinfo', 'translations.js')  # Sphinx's: its own version, and its own words
PYENV = Path(os.environ.get('PYENV_ROOT', Path.home() / '.pyenv'))
SEARCHED = [os.environ['PATH'], *map(str, PYENV.glob('versions/*/bin'))]
ENVIRONMENT = os.environ | {'NO_COLOR': '1', 'PATH': ':'.join(SEARCHED)}
BOOK = ROOT / 'tests' / 'roots' / 'book'


def main() -> None:
    known: dict[str, str] = {}
    failed = 0
    with tempfile.TemporaryDirectory(prefix='editions-versions-') as name:
        shutil.copytree(ROOT / 'editions', Path(name, 'editions'))  # nobody edits it meanwhile
        ENVIRONMENT['PYTHONPATH'] = name
        constraints = Path(name, 'constraints.txt')
        constraints.write_text('\n'.join(pinned()), 'utf-8')
        for sphinx, python in pairs():
            folder = Path(name, f'{python}-{sphinx}')
            sentence = environment(folder / 'venv', sphinx, python, constraints)
            found = {} if sentence else built(folder)
            known = known or found
            differing = sorted(
                path for path in {*known, *found} if known.get(path) != found.get(path)
            )
            if not sentence:
                failed += bool(differing) or not found
                same = f'{len(found)} files, {len(differing)} differ'
                sentence = ': '.join([same, ', '.join(differing[:5])]).rstrip(': ')
            print(f'Sphinx {sphinx}, Python {python}: {sentence}', flush=True)
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(bool(failed))


def pairs() -> Iterator[tuple[str, str]]:
    for sphinx, oldest in SPHINX.items():
        for python in PYTHONS[PYTHONS.index(oldest) :]:
            if not WANTED or f'{sphinx}/{python}' in WANTED:
                yield sphinx, python


def pinned() -> list[str]:
    """What the lock pins, without its hashes, and without Sphinx."""
    lines = (ROOT / 'requirements.lock').read_text('utf-8').splitlines()
    found = (re.match(r'[\w.-]+==[^\\]+', line) for line in lines)
    return [each[0].strip() for each in found if each and not FREE.match(each[0])]


def environment(venv: Path, sphinx: str, python: str, constraints: Path) -> str:
    """Make it; why it could not be made."""
    if words('venv', '--quiet', '--python', python, str(venv)):
        return f'not run: there is no Python {python} here, and uv cannot bring it'
    system = Path(sys.prefix, 'system')  # libraries that `make` unpacked
    if system.is_dir():
        (venv / 'system').symlink_to(system)
    wanted = ['-r', str(ROOT / 'pyproject.toml'), f'sphinx=={sphinx}.*']
    options = ['--quiet', '--python', str(venv), '-c', str(constraints)]
    return words('pip', 'install', *options, *wanted)


def words(*command: str) -> str:
    """Run uv; the end of what it says where it fails."""
    done = subprocess.run(
        [UV, *command], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    return done.stderr.strip()[-300:] if done.returncode else ''


def built(folder: Path) -> dict[str, str]:
    """The digests of all that readers get of the article and of the book; empty for a failure."""
    roots = {'article': copy(folder / 'article'), 'book': folder / 'book'}
    shutil.copytree(BOOK, roots['book'])
    with (roots['book'] / 'conf.py').open('a', encoding='utf-8') as conf:
        conf.write("\nhtml_theme = 'editions'\n")  # other themes bring Sphinx's own scripts along
    found = {}
    for name, root in roots.items():
        command = [folder / 'venv' / 'bin' / 'python', '-m', 'editions', 'build']
        done = subprocess.run(
            command, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(done.stdout[-600:] + done.stderr[-600:])
            return {}
        site = root / 'build' / 'site'
        for path in sorted(site.rglob('*')):
            if path.is_file() and path.name not in OWN:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                found[f'{name}/{path.relative_to(site).as_posix()}'] = digest
    return found


if __name__ == '__main__':
    main()
