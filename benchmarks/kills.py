"""Fifty builds killed at a random moment: after each the site is whole, and of the same bytes.

Every fifth begins with nothing: there the next build has to make what the first one could not.
"""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.route import ENVIRONMENT, copy, editions

KILLS = 50
SEED = 2016


def main() -> None:
    chance = random.Random(SEED)  # noqa: S311 (the same moments every time)
    with tempfile.TemporaryDirectory() as name:
        root = copy(Path(name, 'project'))
        start = time.perf_counter()
        editions(root)
        whole, seconds = state(root), time.perf_counter() - start
        broken = 0
        for number in range(KILLS):
            if first := number % 5 == 0:
                shutil.rmtree(root / 'build')
            broken += not survives(root, chance.uniform(0, seconds), whole, first=first)
        shutil.rmtree(root / 'build' / 'site')
        editions(root)
        left = [path for path in (root / 'build').rglob('*') if path.suffix in ('.new', '.old')]
    print(f'{KILLS} kills within {seconds:.1f} s: {broken} sites broken, {len(left)} folders left')
    if broken or left:
        sys.exit(1)


def survives(root: Path, moment: float, whole: dict[str, str], *, first: bool) -> bool:
    """Kill a forced build after some seconds; whether readers still have every byte.

    Of the first build they have nothing yet.
    """
    command = [sys.executable, '-m', 'editions', 'build', '--force']
    process = subprocess.Popen(
        command,
        cwd=root,
        env=ENVIRONMENT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    found = state(root) or state(root, 'site.old')  # between two renames of the swap
    editions(root)  # repairs that first
    return (first or found == whole) and state(root) == whole


def state(root: Path, name: str = 'site') -> dict[str, str]:
    """The files of the site with their digests."""
    site = root / 'build' / name
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob('*')
        if path.is_file()
    }


if __name__ == '__main__':
    main()
