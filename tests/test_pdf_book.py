"""A book on paper: contents with pages, an index, references, tables over pages."""

import re
import subprocess

import pikepdf
import pypdfium2
import pytest

from editions.languages import ordering
from editions.languages.language import Language

pytest_plugins = ['pdf_fixtures']


@pytest.fixture(scope='session')
def pages(book, program):
    """The pages of the foreign book as text, as they look."""

    def read(tag):
        command = [program('pdftotext'), '-layout', str(book(tag)), '-']
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
        return done.stdout.decode().rstrip('\f').split('\f')

    return read


def page_of(found, words):
    """The page, from 1, on which a line begins with these words, after the contents."""
    return next(
        number
        for number, page in enumerate(found, 1)
        if number > 2 and re.search(rf'^\s*{words}', page, re.MULTILINE)
    )


@pytest.mark.parametrize(
    ('tag', 'heading', 'titles'),
    [
        ('en', 'Contents', ['Sizes', 'Folding', 'Counting', 'Glossary']),
        ('es', 'Contenido', ['Tamaños', 'Plegar', 'Contar', 'Glosario']),  # as on the web
        ('zh-CN', '目录', ['尺寸', '折叠', '计数', '术语表']),
    ],
)
def test_contents_name_the_page_of_every_chapter(pages, tag, heading, titles):
    found = pages(tag)
    assert re.search(rf'^\s*{heading}$', found[1], re.MULTILINE)
    for number, title in enumerate(titles, 1):
        named = re.search(rf'^\s*{number} {title}\s+(\d+)$', found[1], re.MULTILINE)
        assert int(named[1]) == page_of(found, rf'{number}\.\s+{title}')


def test_figures_tables_and_code_are_numbered_as_the_text_says(pages):
    whole = '\n'.join(pages('es'))
    for name in ('Figura 1.1', 'Tabla 1.1', 'Tabla 3.1', 'Lista 2.1'):
        assert re.search(rf'^\s*{name} \w', whole, re.MULTILINE), name
        assert re.search(rf'\S {name}|^{name} \(p', whole, re.MULTILINE), name


def test_a_reference_names_its_page(pages):
    found = pages('en')
    text = ' '.join('\n'.join(found).split())
    assert f'Folding (p. {page_of(found, "2. +Folding")})' in text


def test_a_table_repeats_its_header_over_pages(pages):
    heads = [page for page in pages('en') if re.search(r'^\s*Letters\s+Grams', page, re.MULTILINE)]
    assert len(heads) == 2


def test_long_lines_of_code_wrap(pages):
    whole = ' '.join('\n'.join(pages('en')).split())
    assert 'four or five times' in whole


@pytest.mark.parametrize(
    ('tag', 'order'),
    [
        ('es', ['Hoja', 'Longitud', 'Número', 'Ñandutí', 'Orden', 'Peso', 'Razón']),
        ('zh-CN', ['比例', '长度', '尺寸', '次序', '数目', '折叠', '重量']),
        ('en', ['folding', 'grain', 'lace paper', 'length', 'number', 'ratio', 'weight']),
    ],
)
def test_the_index_is_in_the_order_of_the_language(book, tag, order):
    """In the order in which a reader hears it."""
    document = pypdfium2.PdfDocument(book(tag))
    text = document[len(document) - 2].get_textpage().get_text_bounded()
    document.close()
    places = [text.casefold().index(word.casefold()) for word in order]
    assert places == sorted(places)


def test_an_entry_of_the_index_names_a_page_once(book):
    """Its word is indexed twice there; each page is one link."""
    with pikepdf.open(book('en')) as pdf:
        links = [annotation for annotation in pdf.pages[-2].Annots if '/A' not in annotation]
    document = pypdfium2.PdfDocument(book('en'))
    text = document[len(document) - 2].get_textpage().get_text_bounded()
    document.close()
    assert re.search(r'folding \d+\s', text)
    entries = re.findall(r'^.*\w (\d+(?:, \d+)*)\s*$', text, re.MULTILINE)
    assert len(links) == sum(entry.count(',') + 1 for entry in entries)


@pytest.mark.parametrize(
    ('code', 'words'),
    [
        ('zh_CN', ['2016', 'A4', '北京', '秘鲁', '长江', '重庆', '行业', '银行', '重量']),
        ('es', ['2016', 'Ámbar', 'azul', 'nación', 'nube', 'ñandú', 'ola', 'órgano']),
        ('en', ['10', 'Apple', 'banana', 'Zebra']),
    ],
)
def test_words_are_sorted_as_readers_look_them_up(code, words):
    assert sorted(set(words), key=lambda word: ordering.key(word, Language(code))) == words


def test_chinese_entries_stand_under_their_pinyin():
    chinese = Language('zh_CN')
    letters = [ordering.letter(word, chinese) for word in ('秘鲁', '长江', '行业', 'A4', '2016')]
    assert letters == ['B', 'C', 'H', 'A', '']


def test_several_documents_of_one_project_become_several_files(paper_project, tmp_path):
    from conftest import sphinx

    files = {
        'index.rst': 'All\n===\n\n.. toctree::\n\n   one\n   two\n',
        'one.rst': 'One\n===\n\nSee :doc:`two`, and :ref:`the index <genindex>`.\n',
        'two.rst': 'Two\n===\n\nThe other.\n',
    }
    conf = "pdf_documents = [('one', 'first'), ('two', 'second', 'Called', 'Someone')]\n"
    out = tmp_path / 'out'
    done = sphinx('pdf', paper_project(files, conf), out, '-W')
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.glob('*.pdf')) == ['first.en.pdf', 'second.en.pdf']
    with pikepdf.open(out / 'second.en.pdf') as pdf:
        assert str(pdf.docinfo.Title) == 'Called'
        assert str(pdf.docinfo.Author) == 'Someone'


def test_the_title_page_has_no_number_and_the_colophon_no_running_head(pages):
    found = pages('en')
    assert not re.search(r'^\s*1$', found[0], re.MULTILINE)
    assert 'Index' in found[-2]
    assert 'Index' not in found[-1]
