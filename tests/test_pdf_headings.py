"""No word is alone on the last line of a heading on paper, and no name is torn apart."""

import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT


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


@pytest.mark.parametrize('tag', ['en', 'es', 'pt-BR'])
def test_names_are_not_torn_apart(site: Path, tag: str, program: Callable[[str], str]) -> None:
    pdf = site / 'build' / 'site' / tag / f'shared-future.{tag}.pdf'
    command = [program('pdftotext'), '-layout', str(pdf), '-']
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    pairs = [
        (line.split()[-1], after.strip()[:1]) for line, after in pairwise(lines) if line.strip()
    ]
    divided = [word for word, after in pairs if word.endswith('-') and not after.isupper()]
    assert len(divided) > 20, 'other words are'
    written = (ROOT / 'locale').rglob('index.po')  # Exploram-se may break at its own hyphen
    words = ''.join(path.read_text('utf-8') for path in [*written, ROOT / 'source' / 'index.rst'])
    assert [word for word in divided if word[0].isupper() and word not in words] == []
    assert not any(line.rstrip().endswith(' Xi') for line in lines)
