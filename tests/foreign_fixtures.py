"""A Sphinx project that knows nothing of us, with one line added, and what is read from it."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import ROOT, editions, once, sphinx
from selectolax.lexbor import LexborHTMLParser, LexborNode

BOOK = ROOT / 'tests' / 'roots' / 'book'
LANGUAGES = ('en', 'es')


@dataclass(frozen=True)
class Built:
    """Where the editions of the book are: by language, its pages and its PDF."""

    pages: dict[str, Path]
    pdfs: dict[str, Path]


def copy_book(root: Path, *lines: str) -> Path:
    """The book, with more lines in its conf.py."""
    shutil.copytree(BOOK, root)
    with (root / 'conf.py').open('a', encoding='utf-8') as file:
        file.writelines(f'{line}\n' for line in lines)
    return root


@pytest.fixture(scope='session')
def plain(shared: Path) -> Built:
    """The book by plain `sphinx-build`, with Sphinx's own theme: one folder a builder."""
    root = shared / 'foreign-plain'
    with once(root):
        if not root.exists():
            book = copy_book(root.with_name('foreign-plain.making'), "html_theme = 'alabaster'")
            for code in LANGUAGES:
                for builder in ('html', 'pdf'):
                    out = book / 'out' / code / builder
                    done = sphinx(builder, book, out, '-W', '-D', f'language={code}')
                    assert done.returncode == 0, done.stdout + done.stderr
            book.rename(root)
    folders = {code: root / 'out' / code for code in LANGUAGES}
    return Built(
        {code: folder / 'html' for code, folder in folders.items()},
        {code: folder / 'pdf' / f'paper.{code}.pdf' for code, folder in folders.items()},
    )


@pytest.fixture(scope='session')
def ours(shared: Path) -> Built:
    """The book by `editions build`, in our theme."""
    root = shared / 'foreign-ours'
    with once(root):
        if not root.exists():
            listed = "editions_languages = {'en': 'English', 'es': 'Español'}"
            making = root.with_name('foreign-ours.making')
            book = copy_book(making, listed, "html_theme = 'editions'")
            done = editions('build', '--strict', cwd=book)
            assert done.returncode == 0, done.stdout + done.stderr
            book.rename(root)
    folders = {code: root / 'build' / 'site' / code for code in LANGUAGES}
    return Built(folders, {code: folder / f'paper.{code}.pdf' for code, folder in folders.items()})


def read(page: Path) -> LexborHTMLParser:
    return LexborHTMLParser(page.read_text('utf-8'))


def duplicate_ids(page: Path) -> set[str]:
    ids = [str(node.attributes['id']) for node in read(page).css('[id]')]
    return {name for name in ids if ids.count(name) > 1}


def dead_links(page: Path, top: Path) -> set[str]:
    """The links of a page that lead to no file below `top`, or to no id in it."""
    found = set()
    for node in read(page).css('[href], [src]'):
        address = str(node.attributes.get('href') or node.attributes.get('src') or '')
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        base = top if parts.path.startswith('/') else page.parent
        target = (base / unquote(parts.path).lstrip('/')).resolve() if parts.path else page
        target = target / 'index.html' if target.is_dir() else target
        inside = target.is_relative_to(top.resolve()) and target.is_file()
        if not inside or (parts.fragment and not has_id(target, unquote(parts.fragment))):
            found.add(address)
    return found


def has_id(page: Path, name: str) -> bool:
    return page.suffix != '.html' or any(
        node.attributes['id'] == name for node in read(page).css('[id]')
    )


def numbered(page: Path) -> list[str]:
    """The headings and captions of a page, each with the number it bears."""
    found = read(page).css('h1:has(.section-number), h2:has(.section-number), .caption-number')
    return [words(node if node.tag != 'span' else node.parent) for node in found]


def words(node: LexborNode | None) -> str:
    """The words of a heading or a caption, without the sign that links to it."""
    text = node.text() if node else ''
    return ' '.join(re.sub('[¶#]', ' ', text).split())
