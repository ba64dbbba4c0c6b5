"""A PDF with two languages, read back: its order, its languages, and what stands level."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from editions import report
from editions.builds import bilingual
from editions.fonts import available
from editions.pdf import presence
from editions.pdf.layout import Files, lay_out
from editions.project import Edition, Format, Project
from editions.site import pages, pairs

pytest_plugins = ['pair_fixtures']

COUNT = 16  # passages of the project, each with a note
MM = 72 / 25.4


def elements(item: pikepdf.Object, language: str) -> Iterator[tuple[str, str]]:
    """The role and the language of each structure element, in reading order."""
    if isinstance(item, pikepdf.Array):
        for kid in item:
            yield from elements(kid, language)
    elif isinstance(item, pikepdf.Dictionary) and '/S' in item:
        language = str(item.get('/Lang', language))
        yield str(item.S), language
        yield from elements(item.get('/K', pikepdf.Array()), language)


def test_passages_are_read_in_turn_each_in_its_language(paper: Path) -> None:
    with pikepdf.open(paper) as pdf:
        assert str(pdf.Root.Lang) == 'en'
        found = list(elements(pdf.Root.StructTreeRoot.K, 'en'))
        with pdf.open_metadata() as xmp:
            assert xmp['dc:language'] == {'en', 'zh-CN'}
            assert xmp['dc:title'] == 'Tides / 潮汐'
    roles = [role for role, _ in found]
    assert roles.count('/Table') == roles.count('/Note') - 2 * COUNT + 1 == 1
    notes = [language for role, language in found if role == '/Note']
    assert notes == ['en', 'zh-CN'] * COUNT
    texts = [lang for role, lang in found if role in ('/Reference', '/LI', '/H2')]
    assert texts[: 2 * COUNT] == ['en', 'zh-CN'] * COUNT


@dataclass(frozen=True)
class Spot:
    """Where a text begins: its page, and its place in points from the left and the foot."""

    page: int
    x: float
    y: float


def spot(document: pypdfium2.PdfDocument, words: str) -> Spot:
    """The base line of the first letter of some words."""
    x, y = ctypes.c_double(), ctypes.c_double()
    for number in range(len(document)):
        text = document[number].get_textpage()
        if found := text.search(words, match_case=True).get_next():
            pypdfium2.raw.FPDFText_GetCharOrigin(text, found[0], x, y)
            return Spot(number, x.value, y.value)
    raise AssertionError(words)


def test_passages_begin_level_and_notes_stand_under_their_column(paper: Path) -> None:
    with pypdfium2.PdfDocument(paper) as document:
        assert len(document) > 2
        middle = document[0].get_width() / 2
        for n in range(COUNT):
            one, other = spot(document, f'Passage {n} begins'), spot(document, f'第{n}段从')
            assert one.page == other.page
            assert abs(one.y - other.y) < MM
            assert one.x < middle < other.x
            notes = spot(document, f'Note {n} names'), spot(document, f'注{n}说')
            assert notes[0].x < middle < notes[1].x
            assert {note.page for note in notes} <= {one.page, one.page + 1}
            assert all(note.y < one.y for note in notes if note.page == one.page)
        heads = spot(document, 'Ebb'), spot(document, '落潮')
        assert abs(heads[0].y - heads[1].y) < MM


def kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    found = element.get('/K', [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure elements below another."""
    for kid in kids(element):
        if isinstance(kid, pikepdf.Dictionary) and '/S' in kid:
            yield kid
            yield from below(kid)


def lines(path: Path) -> dict[tuple[int, int], Spot]:
    """Where the text of each marked content begins: page and number of the content -> spot."""
    found: dict[tuple[int, int], Spot] = {}
    matrix = pypdfium2.raw.FS_MATRIX()
    with pypdfium2.PdfDocument(path) as document:
        for page, each in enumerate(document):
            for item in each.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
                mark = pypdfium2.raw.FPDFPageObj_GetMarkedContentID(item)
                pypdfium2.raw.FPDFPageObj_GetMatrix(item, matrix)
                found.setdefault((page, mark), Spot(page, matrix.e, matrix.f))
    return found


def rows(path: Path) -> Iterator[tuple[Spot, Spot]]:
    """Where the two passages of each row begin, whatever they say, as the structure has them."""
    spots = lines(path)
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        for row in below(pdf.Root.StructTreeRoot):
            parts = [kid for kid in kids(row) if isinstance(kid, pikepdf.Dictionary)]
            if len(parts) == 2 and {part.get('/S') for part in parts} == {'/Div'}:
                one, other = (
                    next(
                        spots[pages[element.Pg.objgen], int(kid)]
                        for element in below(part)
                        for kid in kids(element)
                        if isinstance(kid, int)
                    )
                    for part in parts
                )
                yield one, other


def test_all_paragraphs_of_the_article_begin_level(site: Path) -> None:
    found = list(rows(site / 'build' / 'site' / 'en+es' / 'shared-future.en+es.pdf'))
    known = report.read(site / 'build' / 'editions' / 'en+es' / 'pdf')
    assert known is not None
    assert len(found) > len(known.places) > 0
    assert all(one.page == other.page for one, other in found)
    assert max(abs(one.y - other.y) for one, other in found) < MM
    begun = [one.page + 1 for one, _ in found]
    assert all(begun.count(page) >= list(known.places.values()).count(page) for page in begun)


def test_every_page_is_headed_in_both_languages(paper: Path) -> None:
    with pypdfium2.PdfDocument(paper) as document:
        text = (
            document[1].get_textpage().get_text_bounded(bottom=document[1].get_height() - 25 * MM)
        )
    assert 'Tides' in text
    assert '潮汐' in text


def test_it_has_the_same_bytes_elsewhere(tides: Project, pair: Edition, tmp_path: Path) -> None:
    (tmp_path / 'out').mkdir()
    order = bilingual.order(tides, pair, str(tmp_path / 'out'))
    order = order.replace(str(tides.build / 'doctrees'), str(tmp_path / 'work'))
    command = [sys.executable, '-m', bilingual.PROGRAM, order]
    subprocess.run(command, check=True, env=os.environ | {'TZ': 'Asia/Tokyo'}, cwd=tmp_path)
    name = 'tides.en+zh-CN.pdf'
    assert (tmp_path / 'out' / name).read_bytes() == (tides.outdir(pair) / name).read_bytes()


def test_it_is_listed_where_papers_are(tides: Project, pair: Edition) -> None:
    path = 'en+zh-CN/tides.en+zh-CN.pdf'
    assert [
        each[2] for each in pages.all_papers(tides, tides.site, Format.PDF) if each[0].beside
    ] == [path]
    known = report.read(tides.outdir(pair))
    assert known is not None
    assert not known.findings
    assert known.outputs.keys() == {'tides.en+zh-CN.pdf'}
    assert {f'p{n}' for n in range(1, COUNT + 1)} <= known.places.keys()
    assert not (tides.site / 'en' / '.paper').exists()


def test_a_pair_whose_language_was_not_printed_says_so(tides: Project, pair: Edition) -> None:
    apart = tides.apart('nowhere')
    stops = list(pairs.missing(apart, pair))
    assert [str(each) for each in stops] == [
        f'error: {part} has not been built, so nothing can stand beside the other language '
        '[pair.part]'
        for part in pair.parts
    ]


NOTES = """<!doctype html><html lang=en><title>t</title><p>A
<span class="footnote">left one</span> B <span class="footnote beside">right one</span></p>"""


def test_the_notes_of_both_languages_begin_level_on_any_page(tmp_path: Path) -> None:
    fonts = available.write_configuration(tmp_path, available.own_folders())
    sheet = (
        '@page { size: 297mm 210mm; margin: 25mm 19mm 26mm 25mm; @footnote { overflow: hidden } }'
        'span.footnote { float: footnote }'
    )
    made = lay_out(NOTES, [sheet], Files({}, tmp_path), fonts)
    with pypdfium2.PdfDocument(made.data) as document:
        left, right = spot(document, 'left one'), spot(document, 'right one')
    assert left.y == right.y
    assert left.x < right.x


def test_a_text_that_is_not_on_paper_is_found() -> None:
    flow, notes = 'onepassageandanother', 'anote'
    wanted = ['onepassage', 'anote', 'nowhere', 'andanother']
    assert list(presence.absent(wanted, f'{flow}\n{notes}')) == ['nowhere']
