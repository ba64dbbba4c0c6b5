"""Progress shows on a terminal; elsewhere there are plain lines."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from conftest import ROOT, editions

from editions.commands._output import listed
from editions.findings import Finding, Severity


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


def test_a_hundred_findings_of_one_kind_do_not_hide_the_others() -> None:
    many = [Finding('a.po', line, Severity.WARNING, 'Changed.', 'outdated') for line in range(100)]
    other = Finding('a.po', 200, Severity.ERROR, 'A number is gone.', 'numbers')
    said = list(listed([*many, other], 'es'))
    assert said == [
        *map(str, many[:10]),
        str(other),
        '... and 90 more [outdated]; `editions check es` names them all',
    ]


def test_what_the_page_has_is_not_said_again_for_the_paper(tmp_path: Path) -> None:
    """A warning of the source comes with both formats."""
    (tmp_path / 'conf.py').write_text("extensions = ['editions']\n", 'utf-8')
    (tmp_path / 'index.rst').write_text('Title\n=====\n\n:ref:`nowhere`\n', 'utf-8')
    done = editions('build', cwd=tmp_path)
    assert done.stdout.count('nowhere') == 1
    assert '... and 1 finding as in another edition' in done.stdout
