"""What `make` does before there is an environment; standard library only, run as a file.

    python3 editions/bootstrap.py            what `make` needs
    python3 editions/bootstrap.py --publish  what `make publish` needs too
    python3 editions/bootstrap.py --test     what `make test` needs too
    python3 editions/bootstrap.py --lock     pins every package anew (`make lock`)

Makes .venv, installs the pinned packages from their lock, and sees to the system's libraries:
by apt-get where that needs no password, else unpacked below .venv, else it says which one
command the user must run and exits with 2.
"""

from __future__ import annotations  # an older Python must get as far as the sentence

import ctypes.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / '.venv'
BIN = VENV / ('Scripts' if os.name == 'nt' else 'bin')
PYTHON = BIN / ('python.exe' if os.name == 'nt' else 'python')
SYSTEM = VENV / 'system'  # libraries that were unpacked without root
PROGRAMS = ROOT / 'tests' / 'programs.txt'

# The package that brings each library, on Debian and Ubuntu.
LIBRARIES = {
    'libpango-1.0.so.0': 'libpango-1.0-0',
    'libpangoft2-1.0.so.0': 'libpangoft2-1.0-0',
    'libharfbuzz-subset.so.0': 'libharfbuzz-subset0',
}
BREW = 'brew install pango'
EXTRAS = ('spell', 'preview')  # what `make` installs of them

# Each lock, by the word that asks for it, and what it holds beside the packages and EXTRAS.
LOCKS: dict[str, tuple[str, tuple[str, ...]]] = {
    '': ('requirements.lock', ()),
    '--publish': ('requirements-publish.lock', ('--extra', 'publish')),
    '--test': ('requirements-test.lock', ('--extra', 'publish', '--group', 'test')),
}


def main(words: Sequence[str]) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (this runs before anything checked it)
        stop(f'Python 3.11 or newer is needed; this is {sys.version.split()[0]}')
    environment()
    if '--lock' in words:
        for name, more in LOCKS.values():
            lock(name, *more)
        return
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


def quiet() -> list[str]:
    return ['--quiet', '--disable-pip-version-check', '--require-hashes']


def libraries() -> None:
    """See to the libraries that WeasyPrint loads: no Python package has them."""
    missing = [package for name, package in LIBRARIES.items() if not loads(name)]
    if not missing:
        return
    if sys.platform == 'darwin':
        stop(f'Pango is missing; run: {BREW}')
    if not sys.platform.startswith('linux'):
        stop('Pango is missing; see https://doc.courtbouillon.org/weasyprint/stable/')
    say(f'installing {", ".join(missing)}')
    if not apt(missing) and not unpack(with_dependencies(missing), SYSTEM):
        stop(f'a system library is missing; run: sudo apt-get install {" ".join(missing)}')


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


def unpack(packages: Iterable[str], folder: Path) -> bool:
    """Download Debian packages and unpack them into a folder, without root."""
    if not shutil.which('apt-get') or not shutil.which('dpkg-deb'):
        return False
    debs = folder / 'debs'
    debs.mkdir(parents=True, exist_ok=True)
    if not run(['apt-get', '-qq', 'download', *packages], fatal=False, cwd=debs):
        return False
    done = all(run(['dpkg-deb', '-x', deb, folder], fatal=False) for deb in debs.glob('*.deb'))
    shutil.rmtree(debs)
    return done


def with_dependencies(packages: Sequence[str]) -> list[str]:
    """These packages and all they depend on, less what every system has."""
    without = ('recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances')
    options = [f'--no-{relation}' for relation in without]
    command = ['apt-cache', 'depends', '--recurse', *options, *packages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    names = {line for line in done.stdout.splitlines() if line and line[0] not in ' <'}
    basic = ('libc6', 'libgcc-', 'gcc-', 'libcrypt', 'dpkg', 'tar', 'debconf')
    return sorted(name for name in names if name.startswith('lib') and not name.startswith(basic))


def programs() -> None:
    """See to the programs that tests run; a test that needs an absent one says so."""
    wanted = dict(line.split()[:2] for line in PROGRAMS.read_text().splitlines() if line[:1] != '#')
    missing = sorted({package for name, package in wanted.items() if not found(name)})
    if missing and not apt(missing):
        say(
            f'some tests will be skipped; for all of them: sudo apt-get install {" ".join(missing)}'
        )


def found(program: str) -> bool:
    """Whether a program or a file is there; servers lie outside an ordinary user's PATH."""
    return bool(shutil.which(program, path=f'{os.environ["PATH"]}:/usr/sbin:/sbin')) or (
        program.startswith('/') and Path(program).exists()
    )


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
