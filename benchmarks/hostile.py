"""The fuzzer of tests/test_hostile_fuzz.py, for as long as one wants: attacks composed of attacks.

python -m benchmarks hostile                         two minutes
EDITIONS_SECONDS=3600 python -m benchmarks hostile   two hours; EDITIONS_SEED repeats a run
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    environment = {'EDITIONS_SECONDS': '60'} | os.environ
    command = [sys.executable, '-m', 'pytest', '-q', '-n', '0', 'tests/test_hostile_fuzz.py']
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
