"""The first page and the 404 pages: right without JavaScript, in every language's own words."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from selectolax.lexbor import LexborHTMLParser, LexborNode

from editions.conf import rights
from editions.languages.language import Language
from editions.project import Document, Edition, Format, Project
from editions.site import front

LANGUAGES = (
    Language('en', 'English'),
    Language('es', 'Español'),
    Language('pt_BR', 'Português (Brasil)'),
    Language('zh_CN', '简体中文'),
)
TITLES = {'en': 'A <title>', 'es': 'Un título', 'pt_BR': 'Um título', 'zh_CN': '题目'}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, tmp_path, LANGUAGES, (Document('index', 'text'),))


@pytest.fixture
def site(project: Project) -> Path:
    for language in project.languages:
        folder = project.site / language.tag
        folder.mkdir(parents=True)
        title = TITLES[language.code].replace('<', '&lt;')
        note = '<a role="doc-noteref" href="#n">[1]</a>'
        link = '<a class="headerlink" href="#t">¶</a>'
        (folder / 'index.html').write_text(f'<!DOCTYPE html><h1>{title}{note}{link}</h1>')
        (folder / f'text.{language.tag}.pdf').write_bytes(b'%PDF-1.7')
    return project.site


def choices(data: bytes) -> list[LexborNode]:
    return LexborHTMLParser(data).css('a.choice')


def test_every_language_can_be_chosen_in_its_own_words(project: Project, site: Path) -> None:
    found = choices(front.front_pages(project, site)['index.html'])
    assert [choice.attributes['hreflang'] for choice in found] == ['en', 'es', 'pt-BR', 'zh-CN']
    assert [choice.attributes['href'] for choice in found][2] == 'pt-BR/index.html'
    names = [choice.css_first('.language').text() for choice in found]
    assert names == [language.name for language in LANGUAGES]
    titles = [choice.css_first('.title').text() for choice in found]
    assert titles == list(TITLES.values())  # without note calls and permalinks
    items = LexborHTMLParser(front.front_pages(project, site)['index.html']).css('li')
    assert [item.attributes['lang'] for item in items] == ['en', 'es', 'pt-BR', 'zh-CN']


def test_the_pdf_is_one_click_away_where_it_was_built(project: Project, site: Path) -> None:
    (site / 'es/text.es.pdf').unlink()
    page = LexborHTMLParser(front.front_pages(project, site)['index.html'])
    papers = [link.attributes['href'] for link in page.css('a.paper')]
    assert papers == ['en/text.en.pdf', 'pt-BR/text.pt-BR.pdf', 'zh-CN/text.zh-CN.pdf']


def test_a_language_that_was_never_built_cannot_be_chosen(project: Project, site: Path) -> None:
    (site / 'es/index.html').unlink()
    made = front.front_pages(project, site)
    assert len(choices(made['index.html'])) == 3
    assert 'es/404.html' not in made


def test_one_language_leaves_nothing_to_choose(project: Project, site: Path) -> None:
    single = replace(project, languages=LANGUAGES[:1])
    page = LexborHTMLParser(front.front_pages(single, site)['index.html'])
    assert page.css_first('a').attributes['href'] == 'en/index.html'
    refresh = page.css_first('meta[http-equiv=refresh]')
    assert refresh.attributes['content'] == '0; url=en/index.html'


def test_nothing_is_written_for_a_site_without_editions(project: Project, tmp_path: Path) -> None:
    assert front.front_pages(project, tmp_path / 'nowhere') == {}


def test_titles_are_escaped(project: Project, site: Path) -> None:
    assert b'A &lt;title&gt;' in front.front_pages(project, site)['index.html']


@pytest.mark.parametrize('path', ['index.html', '404.html', 'es/404.html'])
def test_a_strict_policy_blocks_nothing(project: Project, site: Path, path: str) -> None:
    page = LexborHTMLParser(front.front_pages(project, site)[path])
    assert not page.css('style, [style]')
    assert all(script.attributes.get('src') for script in page.css('script'))


def test_what_the_pages_ask_for_is_there(project: Project, site: Path) -> None:
    made = front.front_pages(project, site)
    for page in ('index.html', '404.html', 'zh-CN/404.html'):
        tree = LexborHTMLParser(made[page])
        asked = [node.attributes['href'] for node in tree.css('link[rel=stylesheet], [rel=icon]')]
        assert {str(path).lstrip('/') for path in asked} <= made.keys()


@pytest.mark.parametrize(
    ('address', 'base'),
    [('', '/'), ('https://example.org/', '/'), ('https://example.org/repo/', '/repo/')],
)
def test_404_pages_take_their_paths_from_the_address(
    project: Project, site: Path, address: str, base: str
) -> None:
    made = front.front_pages(replace(project, baseurl=address), site)
    assert [choice.attributes['href'] for choice in choices(made['es/404.html'])] == [
        f'{base}es/index.html'
    ]
    assert len(choices(made['404.html'])) == 4
    assert 'Página no encontrada' in made['es/404.html'].decode()
    assert '未找到页面' in made['zh-CN/404.html'].decode()


def test_an_edition_may_bring_its_own_404_page(project: Project, site: Path) -> None:
    own = project.outdir(Edition(LANGUAGES[1], Format.HTML))
    own.mkdir(parents=True)
    (own / '404.html').write_text('mine')
    assert 'es/404.html' not in front.front_pages(project, site)


def test_search_engines_get_full_addresses_only_where_there_is_one(
    project: Project, site: Path
) -> None:
    assert b'hreflang="x-default"' not in front.front_pages(project, site)['index.html']
    addressed = replace(project, baseurl='https://example.org/a/')
    page = LexborHTMLParser(front.front_pages(addressed, site)['index.html'])
    assert page.css_first('[rel=canonical]').attributes['href'] == 'https://example.org/a/'
    alternates = {
        link.attributes['hreflang']: link.attributes['href'] for link in page.css('[rel=alternate]')
    }
    assert alternates['zh-CN'] == 'https://example.org/a/zh-CN/index.html'
    assert alternates['x-default'] == 'https://example.org/a/'


def test_the_front_door_lists_no_language_that_is_hardly_translated(
    project: Project, site: Path
) -> None:
    addressed = replace(project, baseurl='https://example.org/')
    canonical = '<link rel="canonical" href="https://example.org/en/index.html">'
    (site / 'es/index.html').write_text(f'<head>{canonical}</head><h1>x</h1>')
    page = LexborHTMLParser(front.front_pages(addressed, site)['index.html'])
    assert not page.css('[rel=alternate][hreflang=es]')
    assert page.css('a.choice[hreflang=es]')


def test_words_of_ours_that_lack_a_language_say_that_they_are_english(project: Project) -> None:
    languages = (*LANGUAGES[:2], Language('ur', 'اردو'), Language('fi', 'Suomi'))
    other = replace(project, languages=languages)
    for language in languages:
        (other.site / language.tag).mkdir(parents=True)
        (other.site / language.tag / 'index.html').write_text('<html dir="rtl"><h1>x</h1>')
    made = front.front_pages(other, other.site)
    spans = LexborHTMLParser(made['index.html']).css('h1 span')
    assert [(span.attributes['lang'], span.text()) for span in spans] == [
        ('en', 'Choose a language'),
        ('es', 'Elija un idioma'),
    ]
    page = LexborHTMLParser(made['ur/404.html'])
    assert page.css_first('html').attributes['lang'] == 'ur'
    assert page.css_first('h1 span').attributes['lang'] == 'en'


def test_a_title_that_is_not_translated_says_its_language(project: Project, site: Path) -> None:
    (site / 'es/index.html').write_text('<html lang="es"><h1 lang="en">A title</h1>')
    page = LexborHTMLParser(front.front_pages(project, site)['index.html'])
    assert page.css_first('a.choice[hreflang=es] .title').attributes['lang'] == 'en'
    assert 'lang' not in page.css_first('a.choice[hreflang=zh-CN] .title').attributes


def test_our_own_words_can_be_overridden_by_the_project(project: Project, site: Path) -> None:
    folder = project.catalogs(LANGUAGES[1])
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    own = 'msgid "Page not found"\nmsgstr "No está"\n'
    (folder / 'editions.po').write_text(header + own)
    assert 'No está' in front.front_pages(project, site)['es/404.html'].decode()


def test_the_first_page_names_publication_author_year_and_rights(
    project: Project, site: Path
) -> None:
    for tag, author in (('en', 'Zhu Qingqiao'), ('zh-CN', '祝青桥')):
        (site / tag / 'index.html').write_text(
            f'<head><meta name="author" content="{author}">'
            '<meta name="citation_publication_date" content="2016/11"></head>'
            '<header class="masthead"><p class="running">Shared Future</p></header><h1>x</h1>'
        )
    known = replace(project, settings={'copyright': '2016 Zhu Qingqiao. CC BY 4.0'})
    page = LexborHTMLParser(front.front_pages(known, site)['index.html'])
    assert page.css_first('.name').text() == 'Shared Future'
    names = [node.text() for node in page.css('.by')]
    assert names == ['Zhu Qingqiao · 2016', '祝青桥 · 2016']
    assert page.css_first('footer').text().strip() == '© 2016 Zhu Qingqiao. CC BY 4.0'
    plain = LexborHTMLParser(front.front_pages(project, site)['index.html'])
    assert not plain.css('footer')


def test_the_copyright_has_its_sign_once() -> None:
    assert rights(['© 2016 Zhu', '2026 Eva', '']) == '© 2016 Zhu © 2026 Eva'
    assert rights('(c) 2016 Zhu') == '(c) 2016 Zhu'
    assert rights(None) == ''


def test_a_font_of_the_project_draws_the_names_of_its_language(
    project: Project, site: Path
) -> None:
    """Japanese is in no font of ours; nothing of it may be left to the reader's machine."""
    languages = (*LANGUAGES, Language('ja', '日本語'))
    known = replace(project, languages=languages, settings={'editions_fonts': ['pylopdf_fonts_jp']})
    (site / 'ja').mkdir()
    (site / 'ja' / 'index.html').write_text('<h1>運命共同体へ向けて、ラテンアメリカ</h1>')
    made = front.front_pages(known, site)
    drawn: set[int] = set()
    for name, data in made.items():
        if name.endswith('.ttf'):
            drawn |= TTFont(BytesIO(data)).getBestCmap().keys()
    shown = LexborHTMLParser(made['index.html']).css_first('body').text()
    assert {c for c in shown if ord(c) not in drawn and not c.isspace()} == set()
    sheet = next(data.decode() for name, data in made.items() if name.endswith('.css'))
    assert '"Front Added"' in sheet


@pytest.fixture
def joining(tmp_path: Path) -> Path:
    """A folder with a font of one Arabic letter, which has a form for the end of a word."""
    builder = FontBuilder(1000, isTTF=True)
    glyphs = ['.notdef', 'beh', 'beh.fina']
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord('ب'): 'beh'})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in glyphs})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({'familyName': 'Joining', 'styleName': 'Regular'})
    builder.setupOS2()
    builder.setupPost()
    builder.addOpenTypeFeatures('feature fina { sub beh by beh.fina; } fina;')
    builder.save(tmp_path / 'joining.ttf')
    return tmp_path


def test_arabic_letters_join_on_the_first_page(project: Project, site: Path, joining: Path) -> None:
    languages = (*LANGUAGES, Language('ar', 'ب'))
    known = replace(project, languages=languages, settings={'editions_fonts': [str(joining)]})
    (site / 'ar').mkdir()
    (site / 'ar' / 'index.html').write_text('<h1>ب</h1>')
    made = front.front_pages(known, site)
    fonts = [TTFont(BytesIO(data)) for name, data in made.items() if 'front-added' in name]
    features = {
        record.FeatureTag
        for font in fonts
        for record in font['GSUB'].table.FeatureList.FeatureRecord
    }
    assert 'fina' in features
