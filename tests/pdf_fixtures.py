"""PDFs that several tests read: the article's from the shared site, the foreign book's."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from article_languages import CODES
from conftest import ROOT, once, sphinx

BOOK = ROOT / 'tests' / 'roots' / 'book'


@pytest.fixture(scope='session')
def essay(site: Path) -> Callable[[str], Path]:
    """The PDF of the article in the language of a tag."""

    def find(tag: str) -> Path:
        return site / 'build' / 'site' / tag / f'shared-future.{tag}.pdf'

    return find


@pytest.fixture(scope='session')
def book(shared: Path) -> Callable[[str], Path]:
    """The PDF of the foreign book in the language of a tag, made when it is first asked for."""

    def find(tag: str) -> Path:
        out = shared / f'book-{tag}'
        with once(out):
            if not out.exists():
                making = out.with_suffix('.making')
                done = sphinx('pdf', BOOK, making, '-W', '-E', '-D', f'language={CODES[tag]}')
                assert done.returncode == 0, done.stdout + done.stderr
                making.rename(out)
        return out / f'paper.{tag}.pdf'

    return find


@pytest.fixture
def paper_project(tmp_path: Path) -> Callable[..., Path]:
    """Write a small project: files by name, and lines for its conf.py."""

    def write(files: dict[str, str], conf: str = '') -> Path:
        root = tmp_path / 'small'
        settings = "project = 'Small'\nauthor = 'A. Writer'\nextensions = ['editions']\n"
        for name, text in ({'conf.py': settings + conf} | files).items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, 'utf-8')
        shutil.copy(BOOK / 'figures' / 'fold.png', root)
        return root

    return write
