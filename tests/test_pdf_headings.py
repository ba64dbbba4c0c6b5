"""No word is alone on the last line of a heading on paper."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.parametrize('tag', ['en', 'es', 'pt-BR'])
def test_the_title_ends_in_more_than_a_word(
    site: Path, tag: str, program: Callable[[str], str]
) -> None:
    pdf = site / 'build' / 'site' / tag / f'shared-future.{tag}.pdf'
    command = [program('pdftotext'), '-l', '1', '-layout', str(pdf), '-']
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    title = [line.strip() for line in lines[: next(i for i, t in enumerate(lines) if 'Zhu' in t)]]
    assert len([line for line in title if line]) > 1
    assert all(len(line) >= 12 for line in title if line), title
