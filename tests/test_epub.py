"""The EPUB editions, read back: nothing is missing, all is true, every link leads somewhere."""

import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import cast
from urllib.parse import unquote

import pypdfium2
import pytest
from article_languages import CODES, TAGS
from conftest import sphinx
from docutils import nodes
from docutils.utils import new_document
from lxml import etree
from PIL import Image

from editions import project, report
from editions.books import cover
from editions.builds import record
from editions.epub import binding, pages, xhtml
from editions.languages.language import Language
from editions.pdf import presence
from editions.pdf.facts import Facts, Other
from editions.pdf.presence import bare
from editions.project import Edition, Format
from editions.site import validators

pytest_plugins = ['pdf_fixtures', 'html_fixtures']

X = '{http://www.w3.org/1999/xhtml}'
TYPE = '{http://www.idpf.org/2007/ops}type'
SPACES = {
    'h': X[1:-1],
    'o': 'http://www.idpf.org/2007/opf',
    'd': 'http://purl.org/dc/elements/1.1/',
}


class Book:
    """An EPUB: its files, its package and its content documents in the order of the spine."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.infos = archive.infolist()
            self.files = {info.filename: archive.read(info) for info in self.infos}
        self.opf = etree.fromstring(self.files['EPUB/package.opf'])
        self.items = {item.get('id'): item for item in self.opf.iter('{*}item')}
        self.spine = [
            self.items[each.get('idref')].get('href') for each in self.opf.iter('{*}itemref')
        ]
        self.pages = {name: etree.fromstring(self.files[f'EPUB/{name}']) for name in self.spine}

    def said(self, name: str) -> list[str]:
        """What the package says under the name of a property or of Dublin Core."""
        metas = self.opf.xpath(f'//o:meta[@property="{name}"]', namespaces=SPACES)
        plain = self.opf.xpath(f'//d:{name}', namespaces=SPACES) if name.isalpha() else []
        return [each.text for each in (*metas, *plain)]

    def nav(self, kind: str) -> list[tuple[str, str]]:
        """The entries of a list of the navigation document: words and places."""
        found = self.pages['nav.xhtml'].xpath(f'//h:nav[@*="{kind}"]//h:a', namespaces=SPACES)
        return [(''.join(each.itertext()), each.get('href')) for each in found]


def text(element: etree._Element) -> str:
    return ' '.join(''.join(element.itertext()).split())


@pytest.fixture(scope='module')
def essay(site: Path) -> Callable[[str], Book]:
    return lambda tag: Book(site / 'build' / 'site' / tag / f'shared-future.{tag}.epub')


@pytest.fixture(scope='module')
def book(book_epub: Path) -> Book:
    return Book(book_epub)


@pytest.mark.parametrize('tag', TAGS)
def test_every_paragraph_of_the_page_is_in_the_book_under_its_number(
    site: Path, essay: Callable[[str], Book], tag: str
) -> None:
    page = etree.HTML((site / f'build/site/{tag}/index.html').read_bytes())
    wanted = [
        (each.get('data-paragraph'), text(each)) for each in page.iterfind('.//p[@data-paragraph]')
    ]
    found = [
        (each.get('data-paragraph'), text(each))
        for each in essay(tag).pages['text/index.xhtml'].iter(f'{X}p')
        if each.get('data-paragraph')
    ]
    assert len(wanted) > 10
    assert found == wanted


@pytest.mark.parametrize('tag', TAGS)
def test_its_page_list_names_the_pages_of_the_pdf_where_they_begin(
    site: Path, essay: Callable[[str], Book], tag: str
) -> None:
    paper = site / f'build/site/{tag}/shared-future.{tag}.pdf'
    found = essay(tag)
    letters = bare(''.join(found.pages['text/index.xhtml'].itertext()))
    at = 0
    with pypdfium2.PdfDocument(paper) as pdf:
        listed = found.nav('page-list')
        assert [number for number, _ in listed] == [str(n + 1) for n in range(len(pdf))]
        for number, place in listed:
            anchor = place.partition('#')[2]
            (mark,) = found.pages['text/index.xhtml'].xpath(f'//*[@id="{anchor}"]')
            assert (mark.get(TYPE), mark.get('title')) == ('pagebreak', number)
            start = bare(mark.tail or text(mark.getnext()))[:24]
            at = letters.index(start, at)
            printed = bare(pdf[int(number) - 1].get_textpage().get_text_range())
            assert start[-8:] in printed  # its first word may begin on the page before


@pytest.mark.parametrize('tag', TAGS)
def test_it_says_what_it_is(essay: Callable[[str], Book], tag: str) -> None:
    found = essay(tag)
    assert found.said('language') == [tag]
    assert found.opf.get('{http://www.w3.org/XML/1998/namespace}lang') == tag
    assert found.said('title') == [text(next(found.pages['text/index.xhtml'].iter(f'{X}h1')))]
    assert found.said('date') == ['2016']
    assert found.said('creator') == [{'zh-CN': '祝青桥'}.get(tag, 'Zhu Qingqiao')]
    assert re.fullmatch(r'urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f-]+', *found.said('identifier'))
    assert re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', found.said('dcterms:modified')[0])
    assert found.said('rights') == []  # conf.py says nothing of them
    assert found.said('schema:accessMode') == ['textual']
    assert found.said('schema:accessModeSufficient') == ['textual']
    assert found.said('schema:accessibilityHazard') == ['none']
    assert 'pageNavigation' in found.said('schema:accessibilityFeature')
    assert 'alternativeText' not in found.said('schema:accessibilityFeature')
    assert found.said('dcterms:conformsTo') == []  # nobody has evaluated it
    assert found.said('pageBreakSource') == [f'shared-future.{tag}.pdf']


def test_the_container_is_the_same_whenever_it_is_made(essay: Callable[[str], Book]) -> None:
    found = essay('zh-CN')
    first = found.infos[0]
    assert (first.filename, first.compress_type) == ('mimetype', zipfile.ZIP_STORED)
    assert found.files['mimetype'] == b'application/epub+zip'
    assert {info.date_time for info in found.infos} == {(1980, 1, 1, 0, 0, 0)}
    assert sum(info.compress_size for info in found.infos) < 400_000


def test_its_fonts_draw_every_ideograph_and_come_with_their_licence(
    essay: Callable[[str], Book],
) -> None:
    from fontTools.ttLib import TTFont

    found = essay('zh-CN')
    fonts = {n: data for n, data in found.files.items() if n.endswith('.woff2')}
    drawn = {chr(c) for data in fonts.values() for c in TTFont(BytesIO(data)).getBestCmap()}
    shown = set(''.join(words for page in found.pages.values() for words in page.itertext()))
    assert {char for char in shown if char.isprintable()} - drawn == set()
    licence = found.files['EPUB/style/fonts/LICENSE.txt'].decode()
    assert 'SIL OPEN FONT LICENSE' in licence
    assert '2017-2024 Adobe' in licence


def test_a_note_leads_to_its_call_and_back(essay: Callable[[str], Book]) -> None:
    page = essay('es').pages['text/index.xhtml']
    (call,) = page.xpath('//*[@*="noteref"]')
    (note,) = page.xpath('//h:aside[@*="footnote"]', namespaces=SPACES)
    (back,) = note.xpath('.//*[@*="backlink"]')
    assert (call.get('href'), back.get('href')) == (f'#{note.get("id")}', f'#{call.get("id")}')


def test_every_link_of_a_book_leads_to_what_is_in_it(book: Book) -> None:
    ids = {name: {e.get('id') for e in page.iter('*')} for name, page in book.pages.items()}
    checked = 0
    for name, page in book.pages.items():
        for element in page.iter('*'):
            for address in filter(None, (element.get('href'), element.get('src'))):
                if re.match(r'[a-z]+:', address):
                    continue
                path, _, anchor = unquote(address).partition('#')
                place = PurePosixPath('EPUB', name).parent / path if path else f'EPUB/{name}'
                target = str(place).replace('text/../', '')
                assert target in book.files, address
                assert not anchor or anchor in ids[target.removeprefix('EPUB/')], address
                checked += 1
    assert checked > 40


def test_chapters_contents_and_index_are_in_reading_order(book: Book) -> None:
    entries = book.nav('toc')
    assert [words for words, _ in entries][:4] == [
        'A Book of Paper', '1 Sizes', '1.1 Introduction', '1.2 Other series',
    ]  # fmt: skip
    order = [book.spine.index(place.partition('#')[0]) for _, place in entries]
    assert order == sorted(order)
    assert [kind for kind, _ in book.nav('index')] == []
    assert 'text/genindex.xhtml' in book.spine
    assert book.said('schema:accessMode') == ['textual', 'visual']
    assert 'alternativeText' in book.said('schema:accessibilityFeature')
    levels = [e.tag for p in book.spine if p.startswith('text/c') for e in book.pages[p].iter('*')]
    assert levels.count(f'{X}h1') == 4


def test_it_has_no_page_list_where_no_pdf_was_made(book: Book) -> None:
    assert book.nav('page-list') == []
    assert 'pageNavigation' not in book.said('schema:accessibilityFeature')


def test_epubcheck_accepts_a_book(book: Book, shared: Path) -> None:
    if not (command := validators.epub_validator()):
        pytest.skip('EPUBCheck is not installed')
    (shared / 'bad.epub').write_bytes(b'no EPUB')
    results = validators.judge(command, shared, ['book-epub/paper.en.epub', 'bad.epub'])
    assert {name: result.conforms for name, result in results.items()} == {
        'book-epub/paper.en.epub': True,
        'bad.epub': False,
    }
    assert results['bad.epub'].validator == 'EPUBCheck 5.3.0'


PAGE = """
Small
=====

A formula :math:`a^2`, and a character without a font: 한.

.. image:: fold.png

.. raw:: html

   <p>Half a tag<br>and<iframe src="https://example.org/"></iframe> a frame.</p>
"""


def test_what_it_cannot_hold_is_said_and_the_rest_is_there(
    paper_project: Callable[..., Path], tmp_path: Path
) -> None:
    root = paper_project({'index.rst': PAGE})
    done = sphinx('editions-epub', root, tmp_path / 'out')
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / 'out' / 'report.json').read_text('utf-8'))
    assert found['edition'] == 'en/epub'
    assert [(f['path'], f['line'], f['code']) for f in found['findings']] == [
        ('index.rst', 7, 'epub.alt'), ('index.rst', 5, 'epub.glyph'), ('index.rst', 0, 'epub.left'),
    ]  # fmt: skip
    made = Book(tmp_path / 'out' / 'small.en.epub')
    page = made.pages['text/index.xhtml']
    assert 'Half a tagand a frame.' in text(page)
    assert made.items['i3'].get('properties') == 'mathml'
    assert 'alternativeText' not in made.said('schema:accessibilityFeature')
    assert made.said('schema:accessModeSufficient') == ['textual,visual']


def test_a_text_that_gets_lost_is_found() -> None:
    tree = new_document('x')
    tree += nodes.paragraph('', 'A text that is written.')
    tree += nodes.paragraph('', 'A text that an extension has dropped.')
    body = xhtml.read('<p>A text that is <em>written</em>.</p>')
    letters = bare(xhtml.whole_text(body)) + '\n'
    assert [node.astext() for node in presence.lost(tree, letters)] == [tree[1].astext()]


def test_what_is_left_out_counts_once_and_a_picture_each_time_it_is_shown() -> None:
    body = xhtml.read(
        '<object data="a.swf"><img src="b.png"><embed src="c"></object>'
        '<img src="d.png" alt=""><img src="d.png" alt="D">'
    )
    assert body.lost == ['a.swf']
    assert [picture.get('alt') for picture in body.pictures] == ['', 'D']


def test_what_scrolls_is_reached_by_keys_and_what_breaks_its_lines_is_no_stop() -> None:
    body = xhtml.read('<div class="table" tabindex="0">x</div><pre tabindex="0">y</pre>')
    assert body.root.xpath('//*[@tabindex]/@class') == ['table']


def test_the_mark_of_a_page_takes_no_id_and_no_place_in_a_drawing() -> None:
    body = xhtml.read('<svg><text>abcdef</text></svg><p id="page-1">abcdef</p>')
    (page,) = pages.set_breaks({'text/x.xhtml': body}, ['abcdef'])
    assert page.place == 'text/x.xhtml#page-1-'
    (sign,) = body.root.iter(f'{X}span')
    assert (sign.get('id'), sign.getparent().tag) == ('page-1-', f'{X}p')


def test_a_source_whose_name_no_font_can_draw_is_the_source_all_the_same() -> None:
    facts = SimpleNamespace(
        source=Language('zh_CN', '简体中文'),
        others=(Other(Language('zh_CN', 'Chinese'), 'https://example.org/'),),
    )
    assert binding.original(cast('Facts', facts)) == 'https://example.org/'


def test_an_epub_is_planned_with_the_pdf_whose_pages_it_lists(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project.load(site)
    editions = made.edition('es')
    assert [str(each) for each in editions] == ['es/html', 'es/pdf', 'es/epub']
    assert record.plan(made, editions) == ()
    known = record.why
    stale = Edition(made.language('es'), Format.PDF)
    monkeypatch.setattr(record, 'why', lambda p, e: 'lost' if e == stale else known(p, e))
    last = report.read(made.outdir(editions[2]))
    assert record.paper_in(made, editions[2], record.snapshot(made, editions[2], last)) is None
    reasons = {str(step.edition): step.reason for step in record.plan(made, editions)}
    assert reasons['es/pdf'] == 'lost'
    assert reasons['es/epub'] == 'pages of es/pdf is gone'


@pytest.mark.parametrize(
    ('code', 'title'),
    [
        ('zh_CN', '迈向中拉命运共同体'),
        ('en', 'Towards a Community of Shared Future Between China and Latin America'),
        ('de', 'Donaudampfschifffahrtsgesellschaft'),
        ('zh_CN', '国家人权行动计划（2021－2025年）实施情况与今后的努力方向及其若干问题'),
    ],
)
def test_a_title_stays_within_the_margins_of_its_cover(code: str, title: str) -> None:
    drawn = cover.draw([(title, Language(code))], 'A. Writer', '2016', ())
    assert drawn == cover.draw([(title, Language(code))], 'A. Writer', '2016', ())
    picture = Image.open(BytesIO(drawn)).convert('RGB')
    outside = (cover.WIDTH - cover.MARGIN + 20, 0, cover.WIDTH, cover.HEIGHT)
    assert picture.size == (cover.WIDTH, cover.HEIGHT)
    assert picture.crop(outside).getcolors() == [(100 * cover.HEIGHT, cover.PAPER)]
    assert len(picture.getcolors() or ()) > cover.SHADES


@pytest.mark.parametrize(
    ('base', 'title', 'shown'),
    [
        (0, 'ab אב cd', 'ab אב cd'),  # each Hebrew letter is drawn as the same box
        (0, 'ab אב 1 cd', 'ab 1 אב cd'),
        (1, 'אב ab (1) גד cd', 'cd גד ab (1) אב'),
        (1, 'ab.', '.ab'),
    ],
)
def test_a_title_of_two_scripts_runs_as_its_language_does(
    base: int, title: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cover.coverage, 'code_points', lambda path: range(0x110000))
    line = cover.set_line(title, [cover.Typeface(cover.SANS.path)], 40, base)
    signs = {char: cover.set_line(char, [cover.Typeface(cover.SANS.path)], 40) for char in title}
    assert [each[1] for each in line.glyphs] == [signs[char].glyphs[0][1] for char in shown]


def test_a_page_offers_the_book_and_so_do_the_lists(site: Path) -> None:
    for tag in CODES:
        page = (site / f'build/site/{tag}/index.html').read_text('utf-8')
        assert page.count(f'href="shared-future.{tag}.epub" type="application/epub+zip"') == 2
    front = (site / 'build/site/index.html').read_text('utf-8')
    assert front.count('type="application/epub+zip"') == len(CODES) + 1
    assert 'href="en%2Bes/shared-future.en%2Bes.epub"' in front
    paired = (site / 'build/site/en+es/index.html').read_text('utf-8')
    assert paired.count('href="shared-future.en%2Bes.epub" type="application/epub+zip"') == 4


def test_report_knows_how_pages_begin(site: Path) -> None:
    known = report.read(site / 'build/editions/es/pdf')
    assert known
    assert known.starts['shared-future.es.pdf'][0].startswith('haciaunacomunidad')
    assert known.outputs['shared-future.es.pdf'] == len(known.starts['shared-future.es.pdf'])
