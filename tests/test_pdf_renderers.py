"""Poppler, MuPDF and PDFium draw the same pages: a font that one of them misreads is seen."""

import io
import re
import subprocess

import pypdfium2
import pytest
from article_languages import TAGS
from PIL import Image, ImageChops, ImageFilter, ImageStat

from editions.fonts import available
from editions.pdf.layout import Files, lay_out

pytest_plugins = ['pdf_fixtures']

DPI = 72
FONT = re.compile(r'[A-Z]{6}\+(Source-Serif-4|Noto-(Serif|Sans)-SC)[A-Za-z-]*')
ALIKE = 6.0  # of 255: the mean difference of two blurred pages


def poppler(program, path, page):
    command = [program('pdftoppm'), '-r', str(DPI), '-gray', '-f', str(page), '-l', str(page)]
    done = subprocess.run([*command, str(path)], capture_output=True, check=True, timeout=60)
    return Image.open(io.BytesIO(done.stdout)).convert('L')


def mupdf(program, path, page):
    """The page, and what MuPDF complained of; Debian's always speaks of ICC."""
    command = [program('mutool'), 'draw', '-q', '-r', str(DPI), '-c', 'gray', '-F', 'pgm']
    command += ['-o', '-', str(path), str(page)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    said = [line for line in done.stderr.decode().splitlines() if 'ICC' not in line]
    return Image.open(io.BytesIO(done.stdout)).convert('L'), said


def pdfium(path, page):
    document = pypdfium2.PdfDocument(path)
    try:
        return document[page - 1].render(scale=DPI / 72).to_pil().convert('L')
    finally:
        document.close()


def blurred(image, size):
    return image.resize(size).filter(ImageFilter.GaussianBlur(2))


def difference(first, second):
    pair = [blurred(image, first.size) for image in (first, second)]
    return ImageStat.Stat(ImageChops.difference(*pair)).mean[0]


def ink(image):
    """The part of a page that is dark, in per cent."""
    return 100 - ImageStat.Stat(image).mean[0] / 2.55


@pytest.mark.parametrize('tag', TAGS)
def test_three_renderers_draw_the_same_page(essay, program, tag):
    for page in (1, 4):
        one = poppler(program, essay(tag), page)
        two, said = mupdf(program, essay(tag), page)
        three = pdfium(essay(tag), page)
        assert said == []
        assert ink(one) > 3
        assert difference(one, two) < ALIKE
        assert difference(one, three) < ALIKE


def test_a_face_that_one_renderer_misreads_is_seen(program, tmp_path):
    """A CID-keyed font as it is: Poppler and PDFium draw it right, MuPDF draws nothing."""
    html = '<!doctype html><html lang=ja><title>t</title><p>' + '吾輩は猫である。' * 400
    added = available.package_folder('pylopdf_fonts_jp')
    fonts = available.write_configuration(tmp_path, (*available.own_folders(), added))
    path = tmp_path / 'raw.pdf'
    sheet = 'p { font-family: "Noto Serif JP" }'
    path.write_bytes(lay_out(html, [sheet], Files({}, tmp_path), fonts).data)
    drawn, said = mupdf(program, path, 1)
    assert said
    assert difference(poppler(program, path, 1), drawn) > ALIKE


@pytest.mark.parametrize('tag', TAGS)
def test_every_face_is_embedded_subset_and_mapped_to_unicode(essay, program, tag):
    done = subprocess.run(
        [program('pdffonts'), str(essay(tag))], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in done.stdout.splitlines()[2:]]
    assert rows
    for row in rows:
        assert row[-5:-2] == ['yes', 'yes', 'yes'], row
        assert re.fullmatch(
            r'[A-Z]{6}\+(Source-(Serif-\d|Sans-\d|Code-Pro)|Noto-(Serif|Sans)-SC)[A-Za-z-]*', row[0]
        )


NAMED = {'en': ['Source Serif 4'], 'zh-CN': ['Noto Serif SC', 'Noto Sans SC']}


@pytest.mark.parametrize('tag', NAMED)
def test_the_colophon_names_faces_that_are_there(essay, program, tag):
    listed = subprocess.run(
        [program('pdffonts'), str(essay(tag))], capture_output=True, text=True, check=True
    ).stdout
    document = pypdfium2.PdfDocument(essay(tag))
    last = document[len(document) - 1].get_textpage().get_text_bounded()
    document.close()
    assert last.replace('\r\n', ' ').rpartition(', '.join(NAMED[tag]))[1]
    for name in NAMED[tag]:
        assert name.replace(' ', '-') in listed
    if tag == 'zh-CN':  # Latin in its colophon has the face of the rest; only code has its own
        assert 'Source-S' not in listed
