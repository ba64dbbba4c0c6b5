"""What pdf_theme_options and the project's style sheets change."""

import re
import subprocess

import pikepdf
import pytest
from conftest import sphinx
from docutils import nodes
from docutils.utils import new_document

from editions.pdf import options
from editions.pdf.assembly import unlink

pytest_plugins = ['pdf_fixtures']

CHAPTERS = {
    'index.rst': 'A Small Book\n============\n\n.. toctree::\n   :numbered:\n\n   one\n   two\n',
    'one.rst': 'One\n===\n\nA paragraph, and see :doc:`two`.\n',
    'two.rst': 'Two\n===\n\nAnother paragraph of the :index:`book`.\n',
}


def printed(root, out):
    done = sphinx('pdf', root, out, '-W')
    assert done.returncode == 0, done.stderr
    return next(out.glob('*.pdf'))


@pytest.fixture
def words(program):
    """The text of a PDF, page by page."""

    def read(path):
        command = [program('pdftotext'), '-layout', str(path), '-']
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.rstrip('\f').split('\f')

    return read


def test_a_book_begins_with_cover_and_contents_and_ends_with_index_and_colophon(
    paper_project, tmp_path, words
):
    found = words(printed(paper_project(CHAPTERS), tmp_path / 'out'))
    assert 'A Small Book' in found[0]
    assert 'A. Writer' in found[0]
    assert 'Contents' in found[1]
    assert re.search(r'book 5', found[-2])
    assert 'Typefaces' in found[-1]
    assert 'Two (p. 5)' in ''.join(found)


def test_all_of_it_can_be_turned_off(paper_project, tmp_path, words):
    names = ('cover', 'contents', 'index', 'page_references', 'colophon', 'paragraph_numbers')
    conf = f'pdf_theme_options = {dict.fromkeys(names, False)}\n'
    path = printed(paper_project(CHAPTERS, conf), tmp_path / 'out')
    whole = ''.join(words(path))
    for gone in ('Contents', 'Index', '(p. ', 'Typefaces'):
        assert gone not in whole
    with pikepdf.open(path) as pdf:
        names = pdf.Root.Names.Dests.Names
        assert 'one/p1' in {str(names[index]) for index in range(0, len(names), 2)}


def test_page_size_and_two_sides(paper_project, tmp_path):
    """Chapters begin on right pages; a table that asks for it has a page of its own, turned."""
    conf = "pdf_theme_options = {'page_size': '170mm 240mm', 'two_sided': True}\n"
    table = '\n.. list-table::\n   :class: landscape\n\n   * - Cell\n\nAfter it.\n'
    files = {**CHAPTERS, 'two.rst': CHAPTERS['two.rst'] + table}
    with pikepdf.open(printed(paper_project(files, conf), tmp_path / 'out')) as pdf:
        boxes = [[round(float(side) / 72 * 25.4) for side in page.MediaBox] for page in pdf.pages]
        turned = boxes.index([0, 0, 240, 170])  # the page of the table, and no other
        assert {tuple(box) for box in boxes[:turned] + boxes[turned + 1 :]} == {(0, 0, 170, 240)}
        assert 0 < turned < len(boxes) - 1
        dests = pdf.Root.Names.Dests.Names
        places = {str(dests[i]): dests[i + 1][0] for i in range(0, len(dests), 2)}
        pages = [page.obj for page in pdf.pages]
        numbers = [pages.index(places[name]) + 1 for name in ('one/p1', 'two/p1')]
        assert [number % 2 for number in numbers] == [1, 1]


def test_a_style_sheet_of_the_project_comes_last(paper_project, tmp_path, words):
    files = {**CHAPTERS, 'paper.css': 'p { break-before: page }'}
    root = paper_project(files, "pdf_stylesheets = ['paper.css']\n")
    assert len(words(printed(root, tmp_path / 'out'))) > 8


@pytest.mark.parametrize(
    ('address', 'stays'),
    [
        ('https://example.org/', True),
        ('tel:+34910000000', True),
        ('urn:isbn:9780000000000', True),
        ('gemini://example.org/', True),  # editions_link_schemes names it
        ('gopher://example.org/', False),
        ('javascript:alert(1)', False),
        ('missing.html', False),
    ],
)
def test_a_link_that_leads_out_of_the_file_stays_one(address, stays):
    tree = new_document('index')
    tree += nodes.paragraph('', '', nodes.reference('', 'there', refuri=address))
    unlink(tree, ['gemini'])
    assert bool(list(tree.findall(nodes.reference))) is stays
    assert tree.astext() == 'there'


@pytest.mark.parametrize(
    ('size', 'turned'),
    [
        ('A4', 'A4 landscape'),
        ('letter portrait', 'letter landscape'),
        ('A5 landscape', 'A5 portrait'),
        ('170mm 240mm', '240mm 170mm'),
    ],
)
def test_every_page_size_can_be_turned(size, turned):
    values = dict.fromkeys(options.Options.__dataclass_fields__, ())
    assert options.Options(**{**values, 'page_size': size}).turned == turned
