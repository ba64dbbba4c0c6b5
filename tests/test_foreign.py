"""Any Sphinx project gets every edition with one line: `extensions = ['editions']`."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT, editions, sphinx
from foreign_fixtures import (
    LANGUAGES,
    Built,
    copy_book,
    dead_links,
    duplicate_ids,
    numbered,
    ours,
    plain,
    read,
    words,
)

from editions.site import verapdf

NUMBERED = {
    'en': [
        '1. Sizes',
        '1.1. Introduction',
        'Fig. 1.1 Every half has the shape of the whole.',
        'Table 1.1 The A series, in millimetres',
        '1.2. Other series',
        '2. Folding',
        '2.1. Introduction',
        'Listing 2.1 The number of pages of a folded sheet',
        '3. Counting',
        '3.1. Introduction',
        'Table 3.1 Letters of one sheet and what they weigh together',
        '4. Glossary',
    ],
    'es': [
        '1. Tamaños',
        '1.1. Introducción',
        'Figura 1.1 Cada mitad tiene la forma del todo.',
        'Tabla 1.1 La serie A, en milímetros',
        '1.2. Otras series',
        '2. Plegar',
        '2.1. Introducción',
        'Lista 2.1 El número de páginas de una hoja plegada',
        '3. Contar',
        '3.1. Introducción',
        'Tabla 3.1 Cartas de una hoja y lo que pesan juntas',
        '4. Glosario',
    ],
}
__all__ = ['ours', 'plain']  # fixtures

KITCHEN = ROOT / 'tests' / 'roots' / 'kitchen'
CHAPTERS = ('sizes', 'folding', 'counting', 'glossary')


@pytest.fixture(params=['plain', 'ours'])
def built(request: pytest.FixtureRequest) -> Built:
    found: Built = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize('code', LANGUAGES)
def test_no_link_is_dead_and_no_id_is_there_twice(built: Built, code: str) -> None:
    folder = built.pages[code]
    pages = sorted(folder.rglob('*.html'))
    assert len(pages) >= 7
    top = folder.parent if folder.parent.name == 'site' else folder
    assert {page.name: dead_links(page, top) for page in pages if dead_links(page, top)} == {}
    assert {page.name: duplicate_ids(page) for page in pages if duplicate_ids(page)} == {}


@pytest.mark.parametrize('code', LANGUAGES)
def test_sections_figures_tables_and_code_bear_their_numbers(built: Built, code: str) -> None:
    pages = [built.pages[code] / 'chapters' / f'{name}.html' for name in CHAPTERS]
    found = [text for page in pages for text in numbered(page)]
    assert sorted(found) == sorted(NUMBERED[code])


@pytest.mark.parametrize('code', LANGUAGES)
def test_the_paper_bears_the_numbers_of_the_pages(
    built: Built, code: str, program: Callable[[str], str]
) -> None:
    text, at = printed(program('pdftotext'), built.pdfs[code]), 0
    for entry in NUMBERED[code]:
        assert entry in text[at:]
        at = text.index(entry, at)


def printed(pdftotext: str, pdf: Path) -> str:
    """The words of a PDF in the order of reading, less the pages that references name."""
    done = subprocess.run([pdftotext, pdf, '-'], capture_output=True, check=True)
    text = ' '.join(re.sub('-\n', '', done.stdout.decode()).split())
    return re.sub(r' \(p\. \d+\)', '', text)


@pytest.mark.parametrize('code', LANGUAGES)
def test_references_between_documents_show_the_number_and_lead_there(
    built: Built, code: str
) -> None:
    shown = {'en': ('Fig. 1.1', 'Table 3.1'), 'es': ('Figura 1.1', 'Tabla 3.1')}[code]
    sizes, glossary = (
        read(built.pages[code] / 'chapters' / f'{name}.html') for name in ('sizes', 'glossary')
    )
    assert words(sizes.css_first('a[href$="fig-halves"]')) == shown[0]
    assert words(glossary.css_first('a[href$="counting.html#tab-letters"]')) == shown[1]


@pytest.mark.parametrize('code', LANGUAGES)
def test_no_link_on_paper_is_dead(built: Built, code: str) -> None:
    with pikepdf.open(built.pdfs[code]) as pdf:
        assert str(pdf.Root.Lang) == code
        names = destinations(pdf)
        targets = [str(link.Dest) for page in pdf.pages for link in links(page) if '/Dest' in link]
        assert len(targets) > 20
        assert set(targets) <= names
        assert pdf.Root.Outlines.Count != 0


def destinations(pdf: pikepdf.Pdf) -> set[str]:
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {str(name) for name in tree}


def links(page: pikepdf.Page) -> list[pikepdf.Dictionary]:
    return [each for each in page.get('/Annots', ()) if each.Subtype == '/Link']


@pytest.mark.parametrize('code', LANGUAGES)
def test_every_document_is_on_the_page_and_on_paper(
    built: Built, code: str, program: Callable[[str], str]
) -> None:
    """The last words of each chapter, which nothing but a whole text holds."""
    text = printed(program('pdftotext'), built.pdfs[code])
    for name in CHAPTERS:
        page = read(built.pages[code] / 'chapters' / f'{name}.html')
        last = words(page.css('[role="main"] p, main p')[-1])
        assert last[-30:] in text


def test_figures_code_and_footnotes_arrive(built: Built) -> None:
    folder = built.pages['es']
    sizes, folding = (read(folder / 'chapters' / f'{name}.html') for name in ('sizes', 'folding'))
    image = sizes.css_first('figure img, object')
    address = str(image.attributes.get('src') or image.attributes.get('data'))
    assert (folder / 'chapters' / address).resolve().is_file()
    assert 'def pages(folds: int)' in folding.css_first('pre').text()
    assert len(folding.css('[role="doc-footnote"]')) == 2


def test_sphinx_intl_works_there_without_a_flag(tmp_path: Path) -> None:
    book = copy_book(tmp_path / 'book')
    assert editions('update', cwd=book).returncode == 0
    before = {path: path.read_bytes() for path in (book / 'locale').rglob('*.po')}
    assert len(before) == 10
    done = sphinx_intl('update', book)
    assert done.stdout.count('Not Changed') == 10, done.stdout
    assert {path: path.read_bytes() for path in (book / 'locale').rglob('*.po')} == before
    done = sphinx_intl('stat', book)
    assert done.stdout.count(' translated, 0 fuzzy, 0 untranslated') == 10, done.stdout
    assert sphinx_intl('build', book).returncode == 0
    assert len(list((book / 'locale').rglob('*.mo'))) == 10
    done = sphinx('html', book, tmp_path / 'out', '-W', '-D', 'language=es')
    assert done.returncode == 0, done.stderr


def sphinx_intl(verb: str, book: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, '-m', 'sphinx_intl', verb]
    return subprocess.run(command, cwd=book, capture_output=True, text=True, check=False)


def test_a_paragraph_that_introduces_code_is_translated(tmp_path: Path) -> None:
    root = copy_book(tmp_path / 'book')
    with (root / 'chapters' / 'folding.rst').open('a', encoding='utf-8') as file:
        file.write('\nThe tool is typed so::\n\n   fold --twice\n')
    with (root / 'locale/es/LC_MESSAGES/chapters/folding.po').open('a', encoding='utf-8') as file:
        file.write('\nmsgid "The tool is typed so::"\nmsgstr "La herramienta se teclea así::"\n')
    done = sphinx('html', root, tmp_path / 'out', '-W', '-D', 'language=es')
    assert done.returncode == 0, done.stderr
    text = read(tmp_path / 'out' / 'chapters' / 'folding.html').css_first('body').text()
    assert 'La herramienta se teclea así:\n' in text
    assert 'fold --twice' in text


@pytest.mark.parametrize('builder', ['html', 'pdf'])
def test_a_little_of_everything_that_sphinx_offers(
    builder: str, tmp_path: Path, program: Callable[[str], str]
) -> None:
    """API documents, formulas, todos, citations, tabs of code: no warning, nothing lost."""
    root = Path(shutil.copytree(KITCHEN, tmp_path / 'kitchen'))
    done = sphinx(builder, root, tmp_path / 'out', '-W', '--keep-going')
    assert done.returncode == 0, done.stderr
    if builder == 'html':
        for page in (tmp_path / 'out').rglob('*.html'):
            assert (dead_links(page, tmp_path / 'out'), duplicate_ids(page)) == (set(), set())
        return
    path = tmp_path / 'out' / 'kitchen.en.pdf'
    text = printed(program('pdftotext'), path)
    for end in ('One.', 'Three.', 'API.'):
        assert f'The end of {end}' in text
    assert 'boil(minutes: float, *, lid: bool = True)' in text
    assert '[source]' not in text
    assert 'Do it' not in text, 'todo_include_todos is off'
    assert verapdf.broken(path) == {}
