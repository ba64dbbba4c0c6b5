"""What `make` does before there is an environment; standard library only, run as a file.

    python3 tools/bootstrap.py            what `make` needs
    python3 tools/bootstrap.py --publish  what `make publish` needs too
    python3 tools/bootstrap.py --test     what `make test` needs too
    python3 tools/bootstrap.py --lock     pins every package again (`make lock`)

Makes .venv, installs the pinned packages from their lock, and looks for the system's libraries
and programs. What is missing is installed by apt-get where that needs no password, else
unpacked below .venv; where neither works, one sentence says which command the user must run.
"""

from __future__ import annotations  # an older Python must get as far as the sentence

import ctypes.util
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / '.venv'
BIN = VENV / ('Scripts' if os.name == 'nt' else 'bin')
PYTHON = BIN / ('python.exe' if os.name == 'nt' else 'python')
SYSTEM = VENV / 'system'  # libraries that were unpacked without root
PROGRAMS = VENV / 'programs'  # programs and their libraries, likewise
EXTRAS = ('spell', 'preview')  # what `make` installs of them

# Each lock, by the word that asks for it, and what it holds beside the packages and EXTRAS.
LOCKS: dict[str, tuple[str, tuple[str, ...]]] = {
    '': ('requirements.lock', ()),
    '--publish': ('requirements-publish.lock', ('--extra', 'publish')),
    '--test': ('requirements-test.lock', ('--extra', 'publish', '--group', 'test')),
}

ADDRESS = """
import sys
from pathlib import Path
from editions.commands.publish import check_address
from editions.findings import UserError
from editions.project import load
try:
    check_address(load(Path()), '')
except UserError as error:
    sys.exit(f'editions: {error}')
"""


def main(words: Sequence[str]) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (this runs before anything checked it)
        stop(f'Python 3.11 or newer is needed; this is {sys.version.split()[0]}')
    environment()
    if '--lock' in words:
        for name, more in LOCKS.values():
            lock(name, *more)
        return
    if '--publish' in words:
        check_address()
    install(next(LOCKS[word][0] for word in (*words, '') if word in LOCKS))
    libraries()
    if '--test' in words:
        programs()


def environment() -> None:
    """Make .venv, with uv in it. uv reads the same hashed lock as pip, several times faster."""
    if not PYTHON.exists():
        say('making .venv')
        if not venv():
            stop('python3-venv is missing; run: sudo apt-get install python3-venv')
    if not (BIN / 'uv').exists():
        run([PYTHON, '-m', 'pip', 'install', *quiet(), '-r', ROOT / 'bootstrap.lock'], fatal=False)


def venv() -> bool:
    """Whether .venv could be made: by the system's module, with its package, or without pip."""
    for packages in ([], ['python3-venv']):
        shutil.rmtree(VENV, ignore_errors=True)
        ready = not packages or apt(packages)
        if ready and run([sys.executable, '-m', 'venv', VENV], fatal=False):
            return True
    shutil.rmtree(VENV, ignore_errors=True)
    return run([sys.executable, '-m', 'venv', '--without-pip', VENV], fatal=False) and pip()


def pip() -> bool:
    """Put pip into a .venv that was made without, from Debian's own wheel."""
    folder = SYSTEM / 'pip'
    if not unpack(['python3-pip-whl'], folder):
        return False
    wheel = next(folder.rglob('pip-*.whl'), None)
    command = [PYTHON, f'{wheel}/pip', 'install', '--quiet', '--no-index', wheel]
    return wheel is not None and run(command, fatal=False)


def lock(name: str, *more: str) -> None:
    """Pin what pyproject.toml asks for, and what builds the project itself, with hashes.

    What is pinned already stays where it still fits.
    """
    import tomllib  # not in the older Pythons that get as far as main()

    building = 'build-system.requires'
    extras = [word for extra in EXTRAS for word in ('--extra', extra)]
    options = ['--quiet', '--universal', '--generate-hashes', '--no-header', *extras, *more]
    with tempfile.TemporaryDirectory() as folder:  # so that no path of this machine is written
        for copied in ('pyproject.toml', name):
            shutil.copy(ROOT / copied, folder)
        text = (ROOT / 'pyproject.toml').read_text('utf-8')
        Path(folder, building).write_text(
            '\n'.join(tomllib.loads(text)['build-system']['requires'])
        )
        command = [BIN / 'uv', 'pip', 'compile', *options, '-o', name, 'pyproject.toml', building]
        run(command, cwd=Path(folder))
        shutil.copy(Path(folder, name), ROOT)


def install(lock: str) -> None:
    """Install a lock, and the project itself so that an edit of it counts at once."""
    say(f'installing {lock}')
    uv = BIN / 'uv'
    if uv.exists():
        start = [uv, 'pip', 'install', '--quiet', '--python', PYTHON, '--compile-bytecode']
    else:
        start = [PYTHON, '-m', 'pip', 'install', *quiet()]
    run([*start, '--require-hashes', '-r', ROOT / lock])
    run([*start[:-1], '--no-deps', '--no-build-isolation', '-e', ROOT])


def check_address() -> None:
    """Stop before 120 MB are installed where conf.py lacks what `editions publish` asks first."""
    done = subprocess.run([PYTHON, '-c', ADDRESS], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(2)


def quiet() -> list[str]:
    return ['--quiet', '--disable-pip-version-check', '--require-hashes']


def libraries() -> None:
    """Install the libraries that WeasyPrint loads: no Python package has them."""
    wanted = runpy.run_path(str(ROOT / 'editions' / 'libraries.py'))
    missing = [package for name, package in wanted['PACKAGES'].items() if not loads(name)]
    if not missing:
        return
    say(f'installing {", ".join(missing)}')
    if not apt(missing) and not unpack(with_dependencies(missing), SYSTEM):
        stop(f'Pango is missing; {wanted["remedy"]()}')


def loads(library: str) -> bool:
    """Whether a library can be loaded, from the system or from what was unpacked here."""
    if any(SYSTEM.rglob(library)):
        return True
    if sys.platform == 'darwin':
        return bool(ctypes.util.find_library(library.split('.so')[0].removeprefix('lib')))
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def programs() -> None:
    """Install the programs and fonts that tests use; a test that needs an absent one says so."""
    missing = sorted({package for name, package in listed().items() if not find(name)})
    if not missing:
        return
    say(f'installing {", ".join(missing)}, which the tests use')
    if apt(missing):
        return
    if unpack(with_dependencies(missing), PROGRAMS):
        for name in listed():
            if not name.startswith('/'):
                wrap(name)
    if absent := sorted({package for name, package in listed().items() if not find(name)}):
        say(f'tests that need them are skipped; run: sudo apt-get install {" ".join(absent)}')


def listed() -> dict[str, str]:
    """Each program or file of tests/programs.txt, and the Debian package that brings it."""
    lines = (ROOT / 'tests' / 'programs.txt').read_text('utf-8').splitlines()
    return dict(line.split()[:2] for line in lines if line[:1] != '#')


def find(name: str) -> Path | None:
    """A program, or a file given by its whole path: on this system, or unpacked below .venv."""
    if name.startswith('/'):
        places = [Path(name), PROGRAMS / name[1:]]
        return next((path for path in places if path.exists()), None)
    # servers lie outside an ordinary user's PATH
    folders = [os.environ.get('PATH', ''), '/usr/sbin', '/sbin', str(PROGRAMS / 'bin')]
    found = shutil.which(name, path=os.pathsep.join(folders))
    return Path(found) if found else None


def wrap(name: str) -> None:
    """Write a script that runs an unpacked program with the libraries unpacked beside it."""
    program = next(
        (
            path
            for folder in (f'lib/{name}', 'bin', 'sbin')
            if (path := PROGRAMS / 'usr' / folder / name).is_file()
        ),
        None,
    )
    if program is None:
        return
    folders = sorted({path.parent for path in PROGRAMS.rglob('lib*.so*')})
    script = PROGRAMS / 'bin' / name
    script.parent.mkdir(exist_ok=True)
    joined = ':'.join(map(str, folders))
    script.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="{joined}" exec "{program}" "$@"\n', 'utf-8')
    script.chmod(0o755)


def apt(packages: Sequence[str]) -> bool:
    """Install Debian packages where that needs no password."""
    prefix = [] if os.geteuid() == 0 else ['sudo', '-n']
    if not shutil.which('apt-get') or (prefix and not shutil.which('sudo')):
        return False
    quietly = [*prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq']
    install = [*quietly, 'install', '-y', '--no-install-recommends', *packages]
    return run(install, fatal=False) or (
        run([*quietly, 'update'], fatal=False) and run(install, fatal=False)
    )


def unpack(packages: Sequence[str], folder: Path) -> bool:
    """Download Debian packages and unpack them into a folder, without root."""
    if not packages or not shutil.which('apt-get') or not shutil.which('dpkg-deb'):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as debs:
        return run(['apt-get', '-qq', 'download', *packages], fatal=False, cwd=Path(debs)) and all(
            run(['dpkg-deb', '-x', deb, folder], fatal=False) for deb in Path(debs).glob('*.deb')
        )


def with_dependencies(packages: Sequence[str]) -> list[str]:
    """These packages and all they need that is not installed, as apt-get would choose them."""
    if not shutil.which('apt-get'):
        return []
    command = ['apt-get', '-s', 'install', '--no-install-recommends', *packages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line.split()[1] for line in done.stdout.splitlines() if line.startswith('Inst ')]


def run(command: Sequence[object], *, fatal: bool = True, cwd: Path | None = None) -> bool:
    words = [str(word) for word in command]
    output = None if fatal else subprocess.DEVNULL
    try:
        done = subprocess.run(words, cwd=cwd, stdout=output, stderr=output, check=False)
    except FileNotFoundError:
        return False
    if done.returncode and fatal:
        stop(f'this command failed: {" ".join(words)}')
    return done.returncode == 0


def say(sentence: str) -> None:
    print(f'make: {sentence}', file=sys.stderr, flush=True)  # noqa: T201 (there is no click yet)


def stop(sentence: str) -> None:
    say(sentence)
    sys.exit(2)


if __name__ == '__main__':
    main(sys.argv[1:])
