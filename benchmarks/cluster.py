"""The article built by a Dask cluster of two workers on this machine, and with one of them killed.

Both must be the bytes of a build without a cluster. It needs `pip install 'sphinx-editions[dask]'`.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from benchmarks.kills import SITE, Command, state
from benchmarks.route import ENVIRONMENT, copy

ADDRESS = 'tcp://127.0.0.1:8786'
WHOLE = Command((), (SITE,))


def main() -> None:
    if not find_spec('distributed'):
        print("left out: pip install 'sphinx-editions[dask]'")
        return
    with tempfile.TemporaryDirectory() as name, ExitStack() as cluster:
        root = copy(Path(name, 'project'))
        home = build(root)
        wanted = state(WHOLE, root)
        cluster.enter_context(running('scheduler', '--port', '8786', '--no-dashboard'))
        worker = ('worker', ADDRESS, '--nthreads', '2', '--no-dashboard', '--no-nanny')
        first, _ = (cluster.enter_context(running(*worker)) for _ in range(2))
        far = build(root, ADDRESS)
        print(f'here {home:.1f} s, on two workers {far:.1f} s: {same(root, wanted)}')
        killed = build(root, ADDRESS, first)
        print(f'one of them killed in the middle {killed:.1f} s: {same(root, wanted)}')


def same(root: Path, wanted: dict[str, str]) -> str:
    if state(WHOLE, root) != wanted:
        sys.exit('other bytes than without a cluster')
    return 'the same bytes'


def build(root: Path, address: str = '', victim: 'subprocess.Popen[bytes] | None' = None) -> float:
    """Build from nothing; seconds. `victim` is killed in the middle of it."""
    shutil.rmtree(root / 'build', ignore_errors=True)
    words = ['--scheduler', address] if address else []
    command = [sys.executable, '-m', 'editions', 'build', *words]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=root, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as run:
        while victim and not list((root / 'build').glob('editions/*/pdf.new')):
            time.sleep(0.05)
        if victim:
            os.kill(victim.pid, signal.SIGKILL)
    if run.returncode:
        sys.exit(f'the build ended with {run.returncode}')
    return time.perf_counter() - start


@contextmanager
def running(*words: str) -> Iterator['subprocess.Popen[bytes]']:
    command = [sys.executable, '-m', f'distributed.cli.dask_{words[0]}', *words[1:]]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=quiet, stderr=quiet) as process:
        try:
            time.sleep(3)
            yield process
        finally:
            process.kill()


if __name__ == '__main__':
    main()
