"""What a screen reader finds in a PDF, beyond what veraPDF asks for."""

from collections import Counter

import pikepdf
import pytest
from article_languages import TAGS

pytest_plugins = ['pdf_fixtures']


def elements(pdf):
    """Every structure element, in reading order."""

    def below(item):
        if isinstance(item, pikepdf.Array):
            for kid in item:
                yield from below(kid)
        elif isinstance(item, pikepdf.Dictionary) and '/S' in item:
            yield item
            yield from below(item.get('/K', pikepdf.Array()))

    yield from below(pdf.Root.StructTreeRoot.K)


def roles(items):
    return Counter(str(item.S) for item in items)


@pytest.fixture(scope='session')
def opened(essay, book):
    """A PDF of the article or the book, to read."""
    files = []

    def find(kind, tag):
        files.append(pikepdf.open((essay if kind == 'essay' else book)(tag)))
        return files[-1]

    yield find
    for file in files:
        file.close()


@pytest.mark.parametrize('tag', TAGS)
def test_the_file_knows_its_language_and_title(opened, tag):
    pdf = opened('essay', tag)
    assert str(pdf.Root.Lang) == tag
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as xmp:
        assert xmp['pdfaid:part'] == '2'
        assert xmp['pdfaid:conformance'] == 'A'
        assert xmp['pdfuaid:part'] == '1'
        assert xmp['dc:language'] == {tag}
        assert xmp['dc:title'] == str(pdf.docinfo.Title)
        assert xmp['dc:creator'] == [str(pdf.docinfo.Author)]
        assert xmp['dc:description']
        assert xmp['pdf:Keywords']
        assert xmp['xmp:CreateDate'] == '2016'


@pytest.mark.parametrize('tag', TAGS)
def test_words_in_another_language_say_which(opened, tag):
    named = {str(item.Lang) for item in elements(opened('essay', tag)) if '/Lang' in item}
    assert named >= {other for other in TAGS if other != tag}


@pytest.mark.parametrize('tag', TAGS)
def test_a_note_is_read_where_it_is_called(opened, tag):
    found = list(elements(opened('essay', tag)))
    order = [str(item.S) for item in found if str(item.S) in ('/Reference', '/Note', '/H2')]
    assert order == ['/Reference', '/Note', '/H2', '/H2', '/H2']
    note = next(item for item in found if str(item.S) == '/Note')
    assert str(note.ID)


def test_every_note_of_a_book_has_one_reference(opened):
    found = roles(elements(opened('book', 'es')))
    assert found['/Note'] == found['/Reference'] == 3


def test_a_list_item_holds_a_label_and_a_body(opened):
    items = [item for item in elements(opened('book', 'en')) if str(item.S) == '/LI']
    assert items
    for item in items:
        kinds = [str(kid.S) for kid in item.K]
        assert set(kinds) <= {'/Lbl', '/LBody'}
        assert kinds.count('/LBody') == 1


def test_a_term_labels_its_definition(opened):
    """Six definitions: two of a list, three of the glossary; the colophon has its own."""
    labels = [
        item
        for item in elements(opened('book', 'en'))
        if str(item.S) == '/LI' and [str(kid.S) for kid in item.K] == ['/Lbl', '/LBody']
    ]
    assert len(labels) >= 5


def test_header_cells_say_what_they_head(opened):
    cells = [item for item in elements(opened('book', 'en')) if str(item.S) == '/TH']
    scopes = Counter(str(cell.A.Scope) for cell in cells)
    assert scopes == {'/Column': 9, '/Row': 7}


def test_a_table_over_two_pages_is_one_table_with_one_header(opened):
    found = roles(elements(opened('book', 'en')))
    assert found['/Table'] == 3
    assert found['/THead'] == 3


def test_pictures_lie_where_they_are_drawn(opened):
    pdf = opened('book', 'en')
    for figure in (item for item in elements(pdf) if str(item.S) == '/Figure'):
        left, low, right, high = map(float, figure.A.BBox)
        assert 100 < left < right < 500
        assert 80 < low < high < 765
        assert str(figure.Alt).startswith('A ')


@pytest.mark.parametrize('tag', ['en', 'es', 'zh-CN'])
def test_every_link_is_one_link(opened, tag):
    """One Link element for each link, with a description; it leads to a place in the file."""
    pdf = opened('book', tag)
    notes = [note for page in pdf.pages for note in page.get('/Annots', [])]
    names = pdf.Root.Names.Dests.Names
    known = {str(names[index]) for index in range(0, len(names), 2)}
    assert notes
    for note in notes:
        assert str(note.Contents)
        assert str(note.Dest) in known
    nested = [
        kid
        for item in elements(pdf)
        if str(item.S) == '/Link'
        for kid in elements_below(item)
        if str(kid.S) == '/Link'
    ]
    assert nested == []


def elements_below(item):
    kids = item.get('/K', [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and '/S' in kid:
            yield kid
            yield from elements_below(kid)


@pytest.mark.parametrize('tag', TAGS)
def test_every_paragraph_has_its_number_as_a_place(opened, tag):
    """The same nineteen in every language."""
    names = opened('essay', tag).Root.Names.Dests.Names
    known = {str(names[index]) for index in range(0, len(names), 2)}
    assert {f'p{number}' for number in range(1, 20)} <= known
    assert 'p20' not in known


def test_places_of_a_book_name_their_document(opened):
    names = opened('book', 'es').Root.Names.Dests.Names
    known = {str(names[index]) for index in range(0, len(names), 2)}
    assert {'index/p1', 'chapters/sizes/p1', 'chapters/counting/p2'} <= known


@pytest.mark.parametrize('tag', TAGS)
def test_pages_have_labels_and_sections_bookmarks(opened, tag):
    pdf = opened('essay', tag)
    assert str(pdf.Root.PageLabels.Nums[1].S) == '/D'
    with pdf.open_outline() as outline:
        (title,) = outline.root
        assert len(title.children) == 3
        assert title.title.replace('\xa0', ' ') == str(pdf.docinfo.Title)
