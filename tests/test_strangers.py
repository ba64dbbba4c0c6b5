"""What strangers write: both markups, on the page and on paper, in every language alike."""

import re
import shutil
import time
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import ROOT, sphinx
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.parsers.mdit import create_md_parser
from selectolax.lexbor import LexborHTMLParser

from editions.pdf import vetting
from editions.site import verapdf
from editions.site.pages import text_of
from editions.transforms import reading


class Stranger:
    """The project, and what plain `sphinx-build` makes of it, each once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said: dict[str, str] = {}
        shutil.copytree(ROOT / 'tests' / 'roots' / 'stranger', root)

    def build(self, language: str, builder: str) -> Path:
        out = self.root / 'out' / f'{language}-{builder}'
        if not out.exists():
            done = sphinx(builder, self.root, out, '-D', f'language={language}')
            self.said[out.name] = done.stderr
            assert done.returncode == 0, done.stderr
        return out

    def page(self, name: str, language: str = 'es') -> LexborHTMLParser:
        return LexborHTMLParser((self.build(language, 'html') / f'{name}.html').read_bytes())


@pytest.fixture(scope='module')
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Stranger:
    return Stranger(tmp_path_factory.mktemp('stranger') / 'project')


def links(page: LexborHTMLParser) -> dict[str, str]:
    found = page.css('a.external')
    return {link.text(): str(link.attributes['href']) for link in found}


def test_a_translation_in_markdown_knows_the_definitions_of_its_document(
    stranger: Stranger,
) -> None:
    found = links(stranger.page('tools'))
    assert found['horario'] == 'https://example.org/times'
    assert found['bicicletas'] == 'https://example.org/bikes'
    assert len(stranger.page('tools').css('a.footnote-reference')) == 1


def test_a_substitution_shows_its_text_in_a_translation(stranger: Stranger) -> None:
    texts = [node.text() for node in stranger.page('tools').css('p')]
    assert 'Lleve the sickle consigo.' in texts
    marked = stranger.page('tools').css_first('p > [lang=en]')
    assert (marked.text(), marked.css_first('strong').text()) == ('the sickle', 'sickle')


def test_the_text_of_a_substitution_is_a_message(stranger: Stranger) -> None:
    template = (stranger.build('en', 'gettext') / 'tools.pot').read_text('utf-8')
    for text in ('the **sickle**', 'the *red* door of {{ tool }}'):
        assert template.count(f'msgid "{text}"') == 1
    assert 'msgid "old hinge"' in template  # within a directive
    assert 'grey ghost' not in template  # which stands in a listing alone
    found = [node for node in stranger.page('tools').css('p') if 'Cierre' in node.text()]
    assert [node.text() for node in found] == ['Cierre la puerta roja de the sickle.']
    assert [node.tag for node in found[0].css('em, strong')] == ['em', 'strong']
    assert 'red door' in stranger.page('tools', 'en').css_first('body').text()


def test_many_braces_take_no_longer_than_their_length() -> None:
    markdown = object.__new__(reading.Markdown)
    config = MdParserConfig(enable_extensions={'substitution'})
    markdown.parser = create_md_parser(config, DocutilsRenderer)
    begun = time.process_time()
    for text in ('{{' * 10_000, '{{ ' * 7_000, '{{' + ' ' * 20_000 + 'x'):
        assert not list(markdown.names(text, 1))
    assert time.process_time() - begun < 2  # 8 s where each is looked for to the end


def test_a_task_keeps_its_box_in_a_translation(stranger: Stranger) -> None:
    (task,) = stranger.page('tools').css('li.task-list-item')
    assert task.text().strip() == 'Comprado'
    assert task.css_first('input[checked]') is not None
    assert '[x] Comprado' in '\n'.join(lines(stranger)).replace('\xa0', ' ')


def test_a_line_of_markdown_is_a_line_whatever_it_begins_with(stranger: Stranger) -> None:
    page = stranger.page('tools')
    assert page.css_first('h2').text(deep=False) == '1. Desembale la caja'
    cells = [cell.text().strip() for cell in page.css('td, th')]
    assert cells == ['2. Color', 'Uso', '- Rojo', '> Paredes']


def test_a_translated_listing_keeps_its_indentation(stranger: Stranger) -> None:
    assert stranger.page('tools').css_first('pre').text() == '    # dos veces al día\nflow = 4\n'


def test_a_translated_listing_with_markup_has_it(stranger: Stranger) -> None:
    listing = stranger.page('index').css_first('pre')
    assert listing.text().strip() == 'Pintar [opciones] bancal\n  parar pump-3'
    assert [node.tag for node in listing.css('a, em, strong')] == ['a', 'em', 'strong', 'em']


def test_markup_is_that_of_the_file_or_block_which_holds_it(stranger: Stranger) -> None:
    assert links(stranger.page('index'))['plan en español'] == 'https://example.org/plan'
    assert links(stranger.page('index'))['reglas'] == 'https://example.org/rules'
    assert links(stranger.page('tools'))['la oficina'] == 'https://example.org/office'
    assert 'ERROR' not in stranger.said['es-html']


def lines(stranger: Stranger) -> list[str]:
    (file,) = stranger.build('es', 'pdf').glob('*.pdf')
    pages = pypdfium2.PdfDocument(file)
    return '\n'.join(page.get_textpage().get_text_bounded() for page in pages).splitlines()


def test_contents_hold_the_book_wherever_its_toctree_stands(stranger: Stranger) -> None:
    (file,) = stranger.build('es', 'pdf').glob('*.pdf')
    with pikepdf.open(file) as pdf, pdf.open_outline() as outline:
        (book,) = [item for item in outline.root if item.title == 'Forastero']
        titles = [item.title for item in book.children]
    assert titles == ['Own', 'Herramientas', 'Pictures', 'Icons', 'Barca', 'Índice']
    found = lines(stranger)
    assert found.index('Own') < found.index('Herramientas') < found.index('Pictures')


def test_contents_of_a_document_take_no_page_of_their_own(stranger: Stranger) -> None:
    (file,) = stranger.build('es', 'pdf').glob('*.pdf')
    texts = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file)]
    (page,) = [text for text in texts if 'siete minutos' in text]
    assert 'In coins' in page
    assert 'Contenido' in page


def test_pages_of_paper_are_ours_and_no_other_file_is_left(stranger: Stranger) -> None:
    assert 'MY OWN SITE' not in '\n'.join(lines(stranger))
    names = sorted(path.name for path in stranger.build('es', 'pdf').glob('[!.]*'))
    assert names == ['report.json', 'stranger.es.pdf']


def test_a_character_that_no_font_has_is_named_in_its_place(stranger: Stranger) -> None:
    text = '\n'.join(lines(stranger))
    assert 'The node [U+D55C] is here.' in text
    assert 'def pump(): # [U+D55C]' in text.replace('  #', ' #')
    assert stranger.said['es-pdf'].count('U+D55C, HANGUL') == 1
    (file,) = stranger.build('es', 'pdf').glob('*.pdf')
    assert not verapdf.broken(file)


def test_a_picture_has_the_size_that_the_source_says(stranger: Stranger) -> None:
    (file,) = stranger.build('es', 'pdf').glob('*.pdf')
    found = [
        item.get_bounds()
        for page in pypdfium2.PdfDocument(file)
        for item in page.get_objects()
        if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    ]
    widths = [round((right - left) * 96 / 72) for left, _, right, _ in found]
    assert widths[:2] == [100, 50]
    assert found[2][3] - found[2][1] < 0.85 * 842  # the third is higher than a page


def test_what_editions_finds_fails_no_strict_build_but_where_it_is_asked_to(
    stranger: Stranger,
) -> None:
    catalog = stranger.root / 'locale' / 'es' / 'LC_MESSAGES' / 'tools.po'
    text = catalog.read_text('utf-8')
    catalog.write_text(text.replace('msgstr "Cambian."', 'msgstr "Cambian **."'), 'utf-8')
    words = '-W', '--keep-going', '-D', 'language=es'
    done = sphinx('html', stranger.root, stranger.root / 'out' / 'w', *words)
    assert 'would be printed as it stands' in done.stderr
    assert done.returncode == 0, done.stderr
    strict = '-E', '-D', 'editions_strict=1'
    assert sphinx('html', stranger.root, stranger.root / 'out' / 'w', *words, *strict).returncode
    catalog.write_text(text, 'utf-8')


def test_replacements_dates_and_titles_of_pages_are_in_the_language(stranger: Stranger) -> None:
    page = stranger.page('boat')
    text = page.css_first('#p1').text()
    assert re.search(r'en siete minutos en \w+ de 20\d\d con the Harbour Boat', text)
    assert [span.text() for span in page.css('#p1 [lang=en], #p1 .language-en')] == [
        'the Harbour Boat'
    ]
    assert 'Barcas y lagos' in page.css_first('title').text()
    template = (stranger.build('en', 'gettext') / 'boat.pot').read_text('utf-8')
    for text in ('seven minutes', 'the Harbour Boat', 'Boats and lakes', 'In coins'):
        assert template.count(f'msgid "{text}"') == 1


def test_the_message_of_a_listing_with_markup_is_its_source(stranger: Stranger) -> None:
    template = (stranger.build('en', 'gettext') / 'index.pot').read_text('utf-8')
    assert '`Paint`_ [*options*] **bed**' in template


def test_the_title_that_sphinx_gives_to_contents_is_no_message(stranger: Stranger) -> None:
    assert 'msgid "Contents"' not in (stranger.build('en', 'gettext') / 'boat.pot').read_text(
        'utf-8'
    )
    titles = [
        stranger.page('boat', code).css_first('.topic-title').text() for code in ('es', 'zh_CN')
    ]
    assert titles == ['Contenido', '目录']


def test_anchors_are_the_same_in_every_language(stranger: Stranger) -> None:
    found = [
        [node.attributes['id'] for node in stranger.page('boat', code).css('[id]')]
        for code in ('en', 'es', 'zh_CN')
    ]
    assert 'contents' in found[0]
    assert found[0] == found[1] == found[2]


def test_a_link_without_a_text_bears_the_title_in_the_language(stranger: Stranger) -> None:
    for name in ('tools', 'icons'):
        found = [a.text() for a in stranger.page(name).css('a.internal')]
        assert '1. Desembale la caja' in found, name


def test_contents_show_where_a_reference_in_a_heading_leads(stranger: Stranger) -> None:
    found = [item.text() for item in stranger.page('index', 'en').css('.toctree-l2')]
    assert {'After Pictures', 'Nets and Icons'} <= {text.strip() for text in found}
    assert any(text.startswith('Before Nets and') for text in found)


def test_a_picture_that_links_to_itself_links_to_that_of_the_language(stranger: Stranger) -> None:
    for code in ('en', 'es'):
        (link,) = stranger.page('pictures', code).css('a[href*=map]')
        assert (stranger.build(code, 'html') / str(link.attributes['href'])).is_file()


def test_a_heading_that_leads_back_to_the_contents_is_a_heading(stranger: Stranger) -> None:
    heading = stranger.page('boat').css_first('h1')
    assert heading.css_first('a.toc-backref') is not None  # in another theme than ours
    assert text_of(heading).startswith('Barca')


def test_the_remedy_is_that_of_the_first_character_with_a_package() -> None:
    assert 'pylopdf-fonts-jp' in vetting.without_glyph(['\u30fc', '\u5408'], 'ja')
