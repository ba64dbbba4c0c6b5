"""Every PDF is PDF/A-2a and PDF/UA-1 at once, and what is wrong does not pass."""

import pikepdf
import pytest
from article_languages import TAGS
from weasyprint import HTML

from editions.fonts import available
from editions.pdf import environment
from editions.pdf.layout import Files, lay_out
from editions.site import verapdf

pytest_plugins = ['pdf_fixtures', 'pair_fixtures']


@pytest.mark.parametrize('tag', TAGS)
def test_the_article_conforms_to_both_standards(essay, tag):
    assert verapdf.broken(essay(tag)) == {}


@pytest.mark.parametrize('tag', ['en', 'es', 'zh-CN'])
def test_a_foreign_book_conforms_to_both_standards(book, tag):
    assert verapdf.broken(book(tag)) == {}


def test_two_languages_side_by_side_conform_to_both_standards(paper):
    assert verapdf.broken(paper) == {}


def spoil(path, target, change):
    with pikepdf.open(path) as pdf:
        change(pdf)
        pdf.save(target)
    return target


def test_a_picture_without_alternative_text_does_not_pass(book, tmp_path):
    def change(pdf):
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get('/S') == '/Figure':
                del item['/Alt']

    assert 'PDFUA-1 7.3-1' in verapdf.broken(spoil(book('en'), tmp_path / 'a.pdf', change))


def test_a_file_without_its_language_does_not_pass(essay, tmp_path):
    def change(pdf):
        del pdf.Root['/Lang']

    assert 'PDFUA-1 7.2-34' in verapdf.broken(spoil(essay('es'), tmp_path / 'a.pdf', change))


def test_a_file_without_a_title_does_not_pass(essay, tmp_path):
    def change(pdf):
        with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            del xmp['dc:title']

    assert 'PDFUA-1 7.1-9' in verapdf.broken(spoil(essay('es'), tmp_path / 'a.pdf', change))


LINK = '<!doctype html><html lang=en><title>t</title><p>See <a href="https://a.example/">%s</a>.'
INNER = 'the <em>inner</em> markup'


def test_markup_inside_a_link_passes_only_by_our_layout(tmp_path):
    plain = tmp_path / 'plain.pdf'
    fonts = available.write_configuration(tmp_path, available.own_folders())
    with environment(FONTCONFIG_FILE=str(fonts)):  # a machine may have none, and Pango ends then
        HTML(string=LINK % INNER).write_pdf(plain, pdf_variant='pdf/ua-1')
    assert 'PDFUA-1 7.18.5-1' in verapdf.broken(plain, 'PDFUA-1')
    ours = tmp_path / 'ours.pdf'
    ours.write_bytes(printed(LINK % INNER, tmp_path))
    assert verapdf.broken(ours) == {}
    assert links(ours) == ['https://a.example/']


def printed(html, folder, *sheets, added=()):
    fonts = available.write_configuration(folder, (*available.own_folders(), *added))
    return lay_out(html, sheets, Files({}, folder), fonts).data


def links(path):
    with pikepdf.open(path) as pdf:
        notes = [note for page in pdf.pages for note in page.get('/Annots', [])]
        return [str(note['/A']['/URI']) for note in notes]
