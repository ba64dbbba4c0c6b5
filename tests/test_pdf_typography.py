"""The lines on paper: Chinese set as Chinese, nothing stranded, spaces that hold."""

import re
import subprocess
import weakref
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from article_languages import TAGS
from docutils import nodes

from editions.fonts import available
from editions.pdf import breaks, drawing, layout, line_setting, patches, references
from editions.pdf.layout import Files

pytest_plugins = ['pdf_fixtures']

NEVER_FIRST = '，。、；：？！）》〉」』】〕〗’”…—·%'
NEVER_LAST = '（《〈「『【〔〖‘“'
LEFT, RIGHT = 38 * 72 / 25.4, 595.276 - 34 * 72 / 25.4  # pt; the margins of the theme


@dataclass(frozen=True)
class Line:
    page: int
    left: float
    right: float
    top: float
    bottom: float
    text: str


@pytest.fixture(scope='session')
def lines(essay, program):
    """The lines of a PDF of the article, with their places in points."""
    known = {}

    def read(tag):
        if tag not in known:
            command = [program('pdftotext'), '-bbox-layout', str(essay(tag)), '-']
            done = subprocess.run(command, capture_output=True, check=True, timeout=60)
            known[tag] = list(parsed(done.stdout))
        return known[tag]

    return read


def parsed(data):
    namespace = '{http://www.w3.org/1999/xhtml}'
    root = ElementTree.fromstring(data)  # noqa: S314 (pdftotext wrote it)
    for number, page in enumerate(root.iter(f'{namespace}page'), 1):
        for line in page.iter(f'{namespace}line'):
            places = [float(line.get(name)) for name in ('xMin', 'xMax', 'yMin', 'yMax')]
            words = ' '.join(word.text or '' for word in line.iter(f'{namespace}word'))
            yield Line(number, *places, words)


def body(found):
    """The lines of running text: of its size, and not of the colophon."""
    return [line for line in found if 75 < line.top < 740 and line.bottom - line.top > 13.5]


def test_chinese_lines_reach_both_margins(lines):
    full = [
        (line, following)
        for line, following in zip(body(lines('zh-CN')), body(lines('zh-CN'))[1:], strict=False)
        if abs(following.left - LEFT) < 1 and line.right > RIGHT - 20
        if 0 < following.top - line.bottom < 9  # of one paragraph: no heading follows
    ]
    assert len(full) > 60
    assert [line for line, _following in full if abs(line.right - RIGHT) > 0.8] == []


def test_no_line_of_chinese_begins_or_ends_with_a_forbidden_character(lines):
    found = body(lines('zh-CN'))
    assert [line.text for line in found if line.text[0] in NEVER_FIRST] == []
    assert [line.text for line in found if line.text[-1] in NEVER_LAST] == []


def test_no_character_is_alone_on_a_last_line(lines):
    found = [line.text for line in body(lines('zh-CN')) if abs(line.left - LEFT) < 1]
    assert [text for text in found if len(re.sub(r'\W', '', text)) < 3] == []


def test_chinese_paragraphs_begin_two_ems_in(lines):
    ems = [line.left - LEFT for line in body(lines('zh-CN')) if line.left - LEFT > 5]
    assert len(ems) == 19
    assert all(abs(indent - 21) < 0.6 for indent in ems)


@pytest.mark.parametrize('tag', TAGS)
def test_no_heading_is_the_last_line_of_its_page(lines, tag):
    headings = ('I.', 'II.', 'III.', '一、', '二、', '三、')
    for page in range(1, 9):
        column = [line for line in lines(tag) if line.page == page and 75 < line.top < 740]
        if column:
            assert not column[-1].text.startswith(headings)


@pytest.mark.parametrize('tag', TAGS)
def test_no_line_stands_alone_at_the_head_or_foot_of_a_page(lines, tag):
    """Widows and orphans: a page does not begin with the short last line of a paragraph."""
    for page in range(2, 9):
        column = [line for line in body(lines(tag)) if line.page == page]
        if len(column) > 5:
            assert column[0].right > RIGHT - 25 or column[0].left > LEFT + 5


@pytest.mark.parametrize('tag', ['en', 'es', 'pt-BR'])
def test_lines_reach_both_margins(lines, tag):
    full = [line for line in body(lines(tag)) if line.right > RIGHT - 8]
    assert len(full) > 200
    assert [line for line in full if line.right > RIGHT + 0.8] == []


@pytest.mark.parametrize('tag', TAGS)
def test_heads_and_folios_differ_on_the_opening_page(lines, tag):
    heads = [line.page for line in lines(tag) if line.top < 75 and line.bottom - line.top < 16]
    # above the title stands nothing but that a machine made the translation
    assert heads.count(1) == (tag != 'en')
    assert {2, 3, 4} <= set(heads)


@pytest.mark.parametrize(
    ('text', 'tailored'),
    [
        ('中拉“五位一体”新格局', '中拉|“五位一体”|新格局'),
        ('他说：“好。”于是', '他说：|“好。”|于是'),
        ('（“引文”）', '（“引文”）'),
        ('“一带一路”，', '“一带一路”，'),
    ],
)
def test_a_chinese_line_may_break_outside_quotes(text, tailored):
    assert breaks.open_quotes(text) == tailored.replace('|', breaks.BREAK)


def test_han_and_latin_are_spaced():
    spaced = breaks.space_scripts('在2016年，APEC会议（CELAC），20 世纪')
    assert spaced == '在 2016\u00a0年，APEC 会议（CELAC），20\u00a0世纪'


def test_dashes_stay_with_what_they_enclose():
    joined = breaks.keep_dashes('seis áreas —energía y tecnología— está')
    assert joined.replace(breaks.JOINER, '+') == 'seis áreas —+energía y tecnología+— está'


def test_other_languages_are_laid_out_as_if_nothing_were_patched(tmp_path, monkeypatch):
    html = '<!doctype html><html lang=en><title>t</title><p>' + 'Some words in English. ' * 40
    fonts = available.write_configuration(tmp_path, available.own_folders())
    sheet = 'p { text-align: justify; width: 60mm; font-family: "Source Serif 4" }'
    monkeypatch.setattr(line_setting, 'LOOSE_EM', 99)  # a loose line is another matter
    ours = layout.lay_out(html, [sheet], Files({}, tmp_path), fonts).data
    monkeypatch.setattr(line_setting, 'set_text', patches.stock_set_text)
    monkeypatch.setattr(line_setting, 'justify_line', patches.stock_justify_line)
    assert layout.lay_out(html, [sheet], Files({}, tmp_path), fonts).data == ours


NOTED = (
    '<!doctype html><html lang=en><title>t</title><div style="height: {height}mm"></div>'
    '<p>Called here<span class="footnote" data-mark="*">The note.</span>.</p>'
    + '<p>'
    + 'Words. ' * 90
)


@pytest.mark.parametrize('height', range(120, 176, 5))
def test_a_note_stays_on_the_page_that_calls_it(tmp_path, height):
    """WeasyPrint alone sends it on where a second line of what follows would not fit."""
    fonts = available.write_configuration(tmp_path, available.own_folders())
    theme = Path(available.HERE).parent / 'themes' / 'editions-pdf' / 'static'
    sheets = [(theme / name).read_text('utf-8') for name in ('type.css', 'page.css')]
    result = layout.lay_out(NOTED.format(height=height), sheets, Files({}, tmp_path), fonts)
    document = pypdfium2.PdfDocument(result.data)
    first = document[0].get_textpage().get_text_bounded()
    document.close()
    assert ('Called here' in first) == ('The note.' in first)


@pytest.fixture
def set_lines(tmp_path):
    """The lines of some HTML in the theme, on paper of a width in mm."""
    theme = Path(available.HERE).parent / 'themes' / 'editions-pdf' / 'static'
    sheets = [(theme / name).read_text('utf-8') for name in ('type.css', 'page.css')]
    fonts = available.write_configuration(tmp_path, available.own_folders())

    def read(body, width, language='en'):
        page = f'<!doctype html><html lang={language}><title>t</title>{body}'
        size = f'@page {{ size: {width}mm 200mm; margin: 10mm }}'
        data = layout.lay_out(page, [*sheets, size], Files({}, tmp_path), fonts).data
        document = pypdfium2.PdfDocument(data)
        text = document[0].get_textpage().get_text_bounded()
        document.close()
        return [line.strip() for line in text.splitlines() if line.strip()]

    return read


def test_the_lines_of_a_heading_are_balanced(set_lines):
    title = 'Towards a Community of Shared Future Between China and the Caribbean'
    first, *others = set_lines(f'<h1>{title}</h1>', 160)[:-1]
    assert others
    assert max(map(len, others)) - len(first) < 8


@pytest.mark.parametrize('width', [97, 107])
def test_the_page_of_a_long_entry_of_the_contents_stands_on_its_line(tmp_path, width):
    theme = Path(available.HERE).parent / 'themes' / 'editions-pdf' / 'static'
    sheets = [(theme / name).read_text('utf-8') for name in ('type.css', 'page.css')]
    entries = ''.join(
        f'<li id="{each}"><a>Documentation files that should be {each}</a>'
        f'<span class="to-page" data-ref="#{each}"></span></li>'
        for each in ('hereX', 'thereX')
    )
    html = f'<!doctype html><html lang=en><title>t</title><nav class="front contents"><ul>{entries}'
    fonts = available.write_configuration(tmp_path, available.own_folders())
    size = f'@page {{ size: {width}mm 200mm; margin: 10mm }}'
    data = layout.lay_out(html, [*sheets, size], Files({}, tmp_path), fonts).data
    document = pypdfium2.PdfDocument(data)
    page = document[0].get_textpage()
    text = page.get_text_range()
    middles = {
        letter: [sum(page.get_charbox(m.start())[1::2]) / 2 for m in re.finditer(letter, text)]
        for letter in '1X'
    }
    document.close()
    assert sorted(middles['1'])[1:] == pytest.approx(sorted(middles['X']), abs=3)  # [0]: the folio


def test_no_short_word_is_alone_on_the_last_line():
    text = 'The third visit by the President to the region in four years.'
    paragraph = nodes.paragraph(text, text)
    breaks.keep_last_word(paragraph)
    assert paragraph.astext().endswith('in four\u00a0years.')


ROWS = ''.join(f'<tr><td>Row {number}</td></tr>' for number in range(4))
TABLE = f'<table><thead><tr><th>Head</th></tr></thead><tbody>{ROWS}</tbody></table>'


@pytest.mark.parametrize('height', range(130, 182, 4))
def test_no_row_of_a_table_is_alone_on_its_page(set_lines, height):
    """`height` mm stand above the table, on a page with room for 180."""
    rows = list(set_lines(f'<div style="height: {height}mm"></div>{TABLE}', 160))
    assert sum(line.startswith('Row') for line in rows) in (0, 2, 4)


@pytest.mark.parametrize('tag', TAGS)
def test_the_colophon_does_not_stand_alone(lines, tag):
    """Two lines of the text at least are on its page."""
    last = lines(tag)[-1].page
    assert sum(line.page == last for line in body(lines(tag))) >= 2


@pytest.mark.parametrize('end', ['', '<div style="break-before: avoid; height: 60px"></div>'])
def test_no_page_ends_with_a_part_of_a_word(tmp_path: Path, end: str) -> None:
    """Nor where a page is filled too far, because what follows must not begin one."""
    words = 'responsibility ' * 400
    html = f'<html lang="en"><body><p>{words}<p>{words}{end}'
    sheet = '@page { size: 90mm 70mm; margin: 5mm } html { hyphens: auto; text-align: justify }'
    fonts = available.write_configuration(tmp_path, (available.own_folders()))
    result = layout.lay_out(html, [sheet, 'p { margin: 0 }'], Files({}, tmp_path), fonts)
    assert len(result.starts) > 5
    assert all(
        start.startswith('responsibility') for start in result.starts[1 : -1 if end else None]
    )


REFERRING = (
    '<p>See <span class="page-reference" data-before=" (p. " data-ref="#there" data-after=").">'
    '</span> <a class="place" href="#there"></a>, <a class="place" href="#here"></a>'
    '<nav class="contents"><ul><li id="here">T<span class="to-page" data-ref="#there"></span>'
    '</ul></nav>{lines}<p id="there">There.'
)


@pytest.mark.parametrize(('letters', 'layouts'), [(references.PAGE, 2), (1, 1)])
def test_pages_of_references_are_found_by_one_layout(set_lines, monkeypatch, letters, layouts):
    """By two where a number is longer than was thought; a shorter one leaves no gap."""
    made = []

    def make(*args):
        made.append(args)
        return stock(*args)

    stock = drawing.stock_make_all_pages
    monkeypatch.setattr(drawing, 'stock_make_all_pages', make)
    monkeypatch.setattr(references, 'PAGE', letters)
    empty = '<div style="break-after: page"></div>' * 10
    assert {'See (p. 11). 11, 1', 'T 11'} <= set(set_lines(REFERRING.format(lines=empty), 160))
    assert len(made) == layouts


def test_the_boxes_of_a_page_are_let_go_when_it_is_drawn(set_lines, monkeypatch):
    """But for those of a page with a reference to one that is not yet made."""
    alive, most = weakref.WeakSet(), []

    def make(*args):
        for page in stock(*args):
            alive.add(page)
            most.append(len(alive))
            yield page

    stock = drawing.stock_make_all_pages
    monkeypatch.setattr(drawing, 'stock_make_all_pages', make)
    empty = '<div style="break-after: page"></div>' * 10
    set_lines(REFERRING.format(lines=empty), 160)
    assert len(most) >= 11
    assert max(most) <= 4


def test_a_margin_may_count_all_pages(tmp_path):
    sheet = '@page { @bottom-center { content: counter(page) " of " counter(pages) } }'
    html = '<!doctype html><html lang=en><title>t</title>' + '<p style="break-after: page">A' * 3
    fonts = available.write_configuration(tmp_path, available.own_folders())
    result = layout.lay_out(html, [sheet], Files({}, tmp_path), fonts)
    first = pypdfium2.PdfDocument(result.data)[0].get_textpage().get_text_range()
    assert f'1 of {result.pages}' in first
