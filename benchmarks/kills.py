"""Fifty builds killed at a random moment: after each the site is whole, and of the same bytes."""

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
        broken = sum(not survives(root, chance.uniform(0, seconds), whole) for _ in range(KILLS))
        shutil.rmtree(root / 'build' / 'site')
        editions(root)
        left = [path for path in (root / 'build').rglob('*') if path.suffix in ('.new', '.old')]
    print(f'{KILLS} kills within {seconds:.1f} s: {broken} sites broken, {len(left)} folders left')
    if broken or left:
        sys.exit(1)


def survives(root: Path, moment: float, whole: dict[str, str]) -> bool:
    """Kill a forced build after some seconds; whether readers still have every byte."""
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
    return found == whole == state(root)


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
