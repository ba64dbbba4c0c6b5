"""The fuzzer of tests/test_hostile.py, for as long as one wants: attacks composed of attacks.

python -m benchmarks hostile                           5,000 compositions, about a minute
EDITIONS_EXAMPLES=100000 python -m benchmarks hostile
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    test = 'tests/test_hostile.py::test_composed_attacks_do_nothing_either'
    environment = {'EDITIONS_EXAMPLES': '5000'} | os.environ
    command = [sys.executable, '-m', 'pytest', '-q', '-n', '0', test]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
