"""What strangers write: both markups, on the page and on paper, in every language alike."""

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, sphinx
from selectolax.lexbor import LexborHTMLParser


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
    found = page.css('.body a.external')
    return {link.text(): str(link.attributes['href']) for link in found}


def test_a_translation_in_markdown_knows_the_definitions_of_its_document(
    stranger: Stranger,
) -> None:
    found = links(stranger.page('tools'))
    assert found['horario'] == 'https://example.org/times'
    assert found['bicicletas'] == 'https://example.org/bikes'
    assert len(stranger.page('tools').css('.body a.footnote-reference')) == 1


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
    assert links(stranger.page('tools'))['la oficina'] == 'https://example.org/office'
    assert 'ERROR' not in stranger.said['es-html']
