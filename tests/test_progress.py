"""Progress shows on a terminal; elsewhere there are plain lines."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from conftest import ROOT, editions


def test_a_terminal_sees_progress(built: Path) -> None:
    master, slave = pty.openpty()
    env = os.environ | {'PYTHONPATH': str(ROOT), 'TERM': 'xterm-256color', 'COLUMNS': '100'}
    command = [sys.executable, '-m', 'editions', 'build', '--force', 'es/html']
    done = subprocess.Popen(command, cwd=built, env=env, stdout=subprocess.PIPE, stderr=slave)
    os.close(slave)
    shown = b''
    while True:
        try:
            shown += (part := os.read(master, 4096))
        except OSError:  # the other side closed
            break
        if not part:
            break
    os.close(master)
    assert done.wait() == 0
    assert b'Building es' in shown
    assert b'\x1b[' in shown


def test_elsewhere_there_are_plain_lines(built: Path) -> None:
    done = editions('build', '--force', 'es/html', cwd=built)
    assert done.stdout.startswith('es/html ')
    assert '\x1b' not in done.stdout + done.stderr
    assert 'asked for' in done.stdout.splitlines()[0]
