"""The HTML edition as a file: valid, without inline style, true about its language."""

import json
import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import QUICK, once, sphinx
from fontTools.ttLib import TTFont
from selectolax.lexbor import LexborHTMLParser, LexborNode
from theme_pages import ADDRESS, HERE, built, half_translated

from editions.html import sentences, translator
from editions.html.page import alternates
from editions.languages.language import Language

pytest_plugins = ['site_fixtures', 'html_fixtures']

TAGS = ('en', 'es', 'pt-BR', 'zh-CN')


@pytest.fixture(scope='session')
def pages(site: Path, book_pages: Path, manual: Path, half: Path) -> list[Path]:
    """Every page of every kind."""
    folders = [*(site / 'build' / 'site' / tag for tag in TAGS), book_pages, manual, half]
    return [path for folder in folders for path in sorted(folder.rglob('*.html'))]


def tree(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text('utf-8'))


def one(path: Path, selector: str) -> LexborNode:
    (found,) = tree(path).css(selector)
    return found


def attributes(path: Path, selector: str, name: str) -> list[str | None]:
    return [node.attributes.get(name) for node in tree(path).css(selector)]


# Markup


def test_the_nu_checker_finds_no_error(
    site: Path, book_pages: Path, manual: Path, half: Path, packages: Path, java: str
) -> None:
    jar = packages / 'vnu-jar' / 'build' / 'dist' / 'vnu.jar'
    folders = [*(site / 'build' / 'site' / tag for tag in TAGS), book_pages, manual, half]
    options = ['--errors-only', '--also-check-css', '--also-check-svg', '--skip-non-html']
    command = [java, *QUICK, '-jar', str(jar), *options, *map(str, folders)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.stderr, done.returncode) == ('', 0)


def test_nothing_on_a_page_needs_an_unsafe_policy(pages: list[Path]) -> None:
    unsafe = []
    for path in pages:
        for node in tree(path).css('*'):
            names = node.attributes
            if 'style' in names or any(name.startswith('on') for name in names):
                unsafe.append(f'{path}: {node.html}')
            if node.tag == 'style' or (node.tag == 'script' and not harmless(node)):
                unsafe.append(f'{path}: {node.html}')
    assert unsafe == []


def harmless(script: LexborNode) -> bool:
    names = script.attributes
    return 'src' in names or names.get('type') == 'application/ld+json'


def test_no_page_names_a_place_outside_the_site(pages: list[Path]) -> None:
    loaded = 'link[rel=stylesheet], link[rel=icon], script[src], img, iframe, source, video'
    outside = [
        f'{path}: {node.html}'
        for path in pages
        for node in tree(path).css(loaded)
        if re.match(
            r'(https?:)?//', node.attributes.get('src') or node.attributes.get('href') or ''
        )
    ]
    assert outside == []


def test_no_id_stands_twice_and_every_fragment_has_its_place(pages: list[Path]) -> None:
    for path in pages:
        ids = attributes(path, '[id]', 'id')
        assert len(ids) == len(set(ids)), path
        links = [unquote(href[1:]) for href in attributes(path, 'a[href^="#"]', 'href') if href]
        assert set(links) - {''} <= set(ids), path


def test_pictures_keep_their_place_and_tables_say_what_they_head(book_pages: Path) -> None:
    sizes_page = book_pages / 'en' / 'chapters' / 'sizes.html'
    assert all(attributes(sizes_page, 'img', 'width'))
    assert all(attributes(sizes_page, 'img', 'height'))
    assert set(attributes(sizes_page, 'th', 'scope')) == {'col', 'row'}


def test_the_book_s_pages_lead_on_and_back_and_to_its_index(book_pages: Path) -> None:
    folding = book_pages / 'es' / 'chapters' / 'folding.html'
    assert attributes(folding, '.neighbours a', 'rel') == ['prev', 'next']
    assert attributes(folding, '.outline a.current', 'href') == ['#']
    assert '../genindex.html' in attributes(folding, '.colophon a', 'href')
    assert one(book_pages / 'es' / 'genindex.html', 'h1').text() == 'Índice'


@pytest.mark.parametrize(
    ('tagname', 'style', 'expected'),
    [
        ('col', 'width: 33.3%', {'class': 'w35'}),
        ('col', 'width: 0.4%', {'class': 'w5'}),
        ('img', 'width: 300px; height: 2in;', {'width': '300', 'height': '192'}),
        ('img', 'width: 50%;', {'class': 'w50'}),
        ('figure', 'width: 320px', {'class': 'w50'}),
        ('table', 'width: 9999px', {'class': 'w100'}),
        ('table', 'width: 12parsec', {}),
        ('p', '', {}),
    ],
)
def test_sizes_become_classes_and_attributes(
    tagname: str, style: str, expected: dict[str, str]
) -> None:
    assert translator.size_attributes(tagname, style) == expected


def test_the_missing_size_of_a_picture_is_in_proportion() -> None:
    assert translator.completed({'width': '100'}, (400, 200)) == {'width': '100', 'height': '50'}
    assert translator.completed({'height': '100'}, (400, 200)) == {'width': '200', 'height': '100'}
    assert translator.completed({}, None) == {}


def test_a_formula_is_mathml_and_a_broken_one_its_tex(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text("extensions = ['editions']\nhtml_theme = 'editions'\n")
    (tmp_path / 'index.rst').write_text('T\n=\n\n:math:`x^2`, :math:`\\nonsense{x}`\n')
    done = sphinx('html', tmp_path, tmp_path / 'out', '-q')
    page = tmp_path / 'out' / 'index.html'
    assert 'index.rst:4: WARNING' in done.stderr
    assert one(page, 'math msup').text().split() == ['x', '2']
    assert one(page, 'p > code').text() == '\\nonsense{x}'
    assert len(tree(page).css('head script[src]')) == 2  # ours; no MathJax


# Languages


@pytest.mark.parametrize(
    ('uri', 'expected'),
    [
        ('index.html', '../es/index.html'),
        ('part/one.html', '../../es/part/one.html'),
        ('', '../es/'),  # dirhtml
        ('part/one/', '../../../es/part/one/'),
    ],
)
def test_an_alternate_lies_in_the_folder_beside(uri: str, expected: str) -> None:
    english, spanish = Language('en', 'English'), Language('es', 'Español')
    own, other = alternates(uri, english, (english, spanish))
    assert (own.current, other.current) == (True, False)
    assert other.uri == expected


@pytest.mark.parametrize('tag', TAGS)
def test_a_page_says_its_language_and_names_the_others_in_their_own(site: Path, tag: str) -> None:
    page = site / 'build' / 'site' / tag / 'index.html'
    assert one(page, 'html').attributes['lang'] == tag
    assert one(page, 'html').attributes['dir'] == 'ltr'
    links = tree(page).css('.languages a[hreflang]')
    assert [link.attributes['lang'] for link in links] == list(TAGS)
    assert [link.text() for link in links] == [
        'English', 'Español', 'Português (Brasil)', '简体中文',
    ]  # fmt: skip
    assert [link.attributes['lang'] for link in links if 'aria-current' in link.attributes] == [tag]


@pytest.mark.parametrize('tag', TAGS)
def test_the_words_around_the_text_are_in_the_language_of_the_edition(site: Path, tag: str) -> None:
    page = site / 'build' / 'site' / tag / 'index.html'
    words = {
        'en': [
            'Skip to content', 'Contents', '15 min read', 'Download the PDF',
            'Download the EPUB', 'Read side by side with Spanish',
        ],
        'es': [
            'Ir al contenido principal', 'Contenido', '19 min de lectura', 'Descargar el PDF',
            'Descargar el EPUB', 'Leer junto al texto en inglés',
        ],
        'pt-BR': [
            'Pular para o conteúdo', 'Sumário', '22 min de leitura', 'Baixar o PDF',
            'Baixar o EPUB',
        ],
        'zh-CN': ['跳至正文', '目录', '阅读约需19分钟', '下载PDF', '下载EPUB'],
    }[tag]  # fmt: skip
    eyebrow = [node.text().strip() for node in tree(page).css('.eyebrow li')]
    found = [one(page, '.skip').text(), one(page, '#outline-title').text(), *eyebrow[1:]]
    assert [re.sub(r'\d+', '', text) for text in found] == [re.sub(r'\d+', '', w) for w in words]


def test_a_translation_says_which_text_it_follows_and_from_when(site: Path, half: Path) -> None:
    said = {
        tag: one(site / 'build' / 'site' / tag / 'index.html', '.colophon p:first-child').text()
        for tag in TAGS[1:]
    }
    assert said['es'].startswith(
        'Edición basada en el texto en inglés de 2016. Fecha de la traducción: '
    )
    assert said['pt-BR'].startswith('Edição baseada no texto em inglês de 2016. Data da tradução: ')
    assert said['zh-CN'].startswith('本版依据2016年的英语原文译出。译文日期：')
    unfinished = one(half / 'es' / 'index.html', '.colophon p:first-child').text()
    assert unfinished.startswith(
        'Edición basada en el texto en inglés. '
        'Pasajes modificados en el original después de la traducción: 1.'
    )
    assert not tree(half / 'en' / 'index.html').css_matches('.state, .notice')


def test_an_article_is_cited_in_the_manner_of_the_language(site: Path) -> None:
    cited = {
        tag: one(site / 'build' / 'site' / tag / 'index.html', '.colophon p:has(cite)').text()
        for tag in TAGS
    }
    assert cited['en'].startswith('Cite as: Zhu Qingqiao (2016). Towards a Community of Shared')
    assert cited['es'].startswith('Cómo citar: Zhu Qingqiao (2016). Hacia una comunidad')
    assert cited['zh-CN'] == '引用格式：祝青桥：《迈向中拉命运共同体》，2016年。'


def test_each_state_is_marked_and_what_is_english_says_so(half: Path) -> None:
    paragraphs = tree(half / 'es' / 'index.html').css('[data-paragraph]')
    assert [node.attributes.get('class') for node in paragraphs] == [
        None, 'outdated', 'untranslated', 'withheld',
    ]  # fmt: skip
    assert [node.attributes.get('lang') for node in paragraphs] == [None, None, 'en', 'en']
    labels = [node.css_first('.state') for node in paragraphs]
    assert [label and label.text() for label in labels] == [
        None,
        'El original cambió después de esta traducción',
        'Aún sin traducir',
        'La traducción se está corrigiendo',
    ]
    # The label is Spanish: it says so where the passage is not.
    assert [label and label.attributes.get('lang') for label in labels] == [None, None, 'es', 'es']


def test_an_untranslated_title_keeps_its_language_in_every_list(half: Path) -> None:
    for selector in (
        '.outline a span',
        '.toctree-wrapper a span',
        '.neighbours a span span',
        'h1',
    ):
        page = half / 'es' / ('bare.html' if selector == 'h1' else 'index.html')
        assert one(page, selector).attributes['lang'] == 'en'


@pytest.fixture(scope='session')
def urdu(shared: Path) -> Path:
    """A page from right to left that is translated in part; our own words are English in it."""
    project = shared / 'urdu-project'
    with once(project):
        if not project.exists():
            project.mkdir()
            half_translated(project)
            conf = project / 'conf.py'
            conf.write_text(conf.read_text().replace("'es': 'Español'", "'ur': 'اردو'"))
            folder = project / 'locale' / 'ur' / 'LC_MESSAGES'
            folder.mkdir(parents=True)
            catalog = (project / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po').read_text()
            (folder / 'index.po').write_text(
                catalog.replace('Entero', 'پورا').replace('El segundo era otro', 'دوسری تھی')
            )
    return built(shared / 'urdu-pages', project, ('ur',)) / 'ur'


def test_a_passage_that_runs_the_other_way_says_so(urdu: Path) -> None:
    page = urdu / 'index.html'
    assert attributes(page, 'html', 'dir') == ['rtl']
    paragraphs = tree(page).css('[data-paragraph]')
    said = [(node.attributes.get('lang'), node.attributes.get('dir')) for node in paragraphs]
    assert said == [(None, None), (None, None), ('en', 'ltr'), ('en', 'ltr')]
    title = urdu / 'bare.html'
    assert attributes(title, 'h1', 'dir') == ['ltr']
    for selector in ('.notice', '.colophon p:first-child', '.eyebrow li span'):
        node = one(title, selector)
        assert (node.attributes['lang'], node.attributes['dir']) == ('en', 'ltr'), selector
    label = one(page, '.outdated .state')
    assert (label.attributes['lang'], label.attributes['dir']) == ('en', 'ltr')


def test_the_foot_of_a_page_is_of_one_language(urdu: Path) -> None:
    text = one(urdu / 'index.html', '.colophon p:first-child').text()
    assert text.startswith('Based on the English text.')


def test_the_notice_says_how_much_is_not_translated(half: Path, tmp_path: Path) -> None:
    project = tmp_path / 'project'
    project.mkdir()
    half_translated(project)
    catalog = project / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    text = catalog.read_text()
    catalog.write_text(text.replace('El primer párrafo está traducido.', ''))
    done = sphinx('html', project, tmp_path / 'es', '-D', 'language=es')
    assert done.returncode == 0, done.stderr
    notice = one(tmp_path / 'es' / 'index.html', '.notice').text()
    assert notice == '3 de 5 pasajes aún no se han traducido.'


def test_the_notice_counts_what_is_outdated_and_not_shown(tmp_path: Path) -> None:
    project = tmp_path / 'project'
    project.mkdir()
    half_translated(project)
    with (project / 'conf.py').open('a') as conf:
        conf.write("editions_outdated = 'source'\n")
    done = sphinx('html', project, tmp_path / 'es', '-D', 'language=es')
    assert done.returncode == 0, done.stderr
    notice = one(tmp_path / 'es' / 'index.html', '.notice').text()
    assert notice == '3 de 5 pasajes aún no se han traducido.'


def test_a_translator_whom_the_catalog_names_is_credited(tmp_path: Path) -> None:
    project = tmp_path / 'project'
    project.mkdir()
    half_translated(project)
    catalog = project / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    head, mark, rest = catalog.read_text().partition('msgstr "')
    catalog.write_text(f'{head}{mark}Last-Translator: Eva Şahin <eva@example.org>\\n{rest}')
    done = sphinx('html', project, tmp_path / 'es', '-D', 'language=es')
    assert done.returncode == 0, done.stderr
    text = one(tmp_path / 'es' / 'index.html', '.colophon').text()
    assert 'Traducción de Eva Şahin.' in text
    assert '@' not in text
    (font,) = (tmp_path / 'es' / '_static' / 'fonts').glob('editionssans-400.*')
    assert ord('Ş') in TTFont(font).getBestCmap()


def test_a_page_hardly_translated_is_its_source_s_for_search_engines(half: Path) -> None:
    bare, index = half / 'es' / 'bare.html', half / 'es' / 'index.html'
    assert attributes(bare, 'link[rel=canonical]', 'href') == [f'{ADDRESS}en/bare.html']
    assert attributes(bare, 'link[hreflang]', 'href') == []
    assert one(bare, '.notice').text() == 'Esta página aún no se ha traducido.'
    assert attributes(index, 'link[rel=canonical]', 'href') == [f'{ADDRESS}es/index.html']
    assert not tree(index).css_matches('.notice')


def test_alternates_are_the_same_on_every_edition_and_name_the_page_itself(half: Path) -> None:
    expected = [
        ('en', f'{ADDRESS}en/index.html'),
        ('es', f'{ADDRESS}es/index.html'),
        ('x-default', ADDRESS),
    ]
    for tag in ('en', 'es'):
        links = tree(half / tag / 'index.html').css('head link[hreflang]')
        assert [(k.attributes['hreflang'], k.attributes['href']) for k in links] == expected


def test_without_an_address_nothing_needs_one(site: Path) -> None:
    for tag in TAGS:
        head = one(site / 'build' / 'site' / tag / 'index.html', 'head').html or ''
        assert 'canonical' not in head
        assert 'hreflang' not in head
        assert 'http' not in re.sub('https://schema.org|http://cv.iptc.org/', '', head)


def test_service_pages_are_kept_out_of_search_engines(half: Path) -> None:
    assert attributes(half / 'es' / 'search.html', 'meta[name=robots]', 'content') == ['noindex']
    assert not tree(half / 'es' / 'search.html').css_matches('link[rel=canonical]')


# The head


def facts(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(one(path, 'script[type="application/ld+json"]').text())
    return data


def test_the_head_holds_what_is_known_of_the_article_and_nothing_else(site: Path) -> None:
    page = site / 'build' / 'site' / 'en' / 'index.html'
    known = facts(page)
    assert known.pop('description').startswith('On President Xi Jinping’s visit')
    assert known.pop('keywords')[0] == 'China'
    assert known == {
        '@context': 'https://schema.org',
        '@type': 'ScholarlyArticle',
        'headline': one(page, 'h1').text(),
        'alternativeHeadline': 'China-LAC Community of Shared Future',
        'inLanguage': 'en',
        'author': {'@type': 'Person', 'name': 'Zhu Qingqiao'},
        'datePublished': '2016',
        'about': 'China’s relations with Latin America and the Caribbean',
    }
    cited = {
        node.attributes['name']: node.attributes['content']
        for node in tree(page).css('meta[name^=citation_]')
    }
    assert cited['citation_author'] == 'Zhu Qingqiao'
    assert cited['citation_publication_date'] == '2016'
    assert 'citation_pdf_url' not in cited


def test_an_address_adds_where_the_work_and_its_translations_are(half: Path) -> None:
    source, translated = (facts(half / tag / 'index.html') for tag in ('en', 'es'))
    assert source['@id'] == f'{ADDRESS}en/index.html'
    assert source['workTranslation'] == [{'@id': f'{ADDRESS}es/index.html', 'inLanguage': 'es'}]
    assert translated['translationOfWork'] == {'@id': f'{ADDRESS}en/index.html'}
    assert translated['encoding']['contentUrl'] == f'{ADDRESS}es/half.es.pdf'
    page = half / 'es' / 'index.html'
    assert attributes(page, 'meta[name=citation_pdf_url]', 'content') == [
        f'{ADDRESS}es/half.es.pdf'
    ]
    assert attributes(page, 'meta[property="og:locale"]', 'content') == ['es_ES']


def test_hostile_metadata_stays_text(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text(
        "extensions = ['editions']\nhtml_theme = 'editions'\nproject = 'x'\n"
    )
    (tmp_path / 'index.rst').write_text(
        '.. meta::\n   :description: </script><script>alert(1)</script> "\' & \n\nT\n=\n\nText.\n'
    )
    done = sphinx('html', tmp_path, tmp_path / 'out', '-q')
    assert done.returncode == 0, done.stderr
    page = tmp_path / 'out' / 'index.html'
    assert [node.text() for node in tree(page).css('script:not([src])') if harmless(node)]
    assert all(harmless(node) for node in tree(page).css('script'))
    assert facts(page)['description'].startswith('</script><script>alert(1)</script> "\' &')


HOSTILE = '</title><meta http-equiv="refresh" content="0; url=//evil.example"><script>x</script>'


def test_titles_dates_and_words_are_text_and_never_markup(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text(
        "extensions = ['editions']\nhtml_theme = 'editions'\nproject = 'x'\nlanguage = 'es'\n"
        "editions_languages = {'en': 'English', 'es': 'Español'}\nlocale_dirs = ['locale']\n"
        f"copyright = '© {HOSTILE}'\nrelease = '1{HOSTILE}'\n"
    )
    title = f'A ``{HOSTILE}``'
    (tmp_path / 'index.rst').write_text(
        f'.. meta::\n   :short-title: Short {HOSTILE}\n   :date: 2016 {HOSTILE}\n\n'
        f'{title}\n{"=" * len(title)}\n\nText.\n\n.. index:: word {HOSTILE}\n\nMore.\n'
    )
    catalogs = tmp_path / 'locale' / 'es' / 'LC_MESSAGES'
    catalogs.mkdir(parents=True)
    ours = ('Skip to content', 'This page has not been translated yet.', 'Search')
    for domain, words in {'editions': ours, 'sphinx': ('Index', 'Search')}.items():
        lines = (f'msgid {json.dumps(word)}\nmsgstr {json.dumps(HOSTILE)}\n' for word in words)
        (catalogs / f'{domain}.po').write_text('\n'.join(lines))
    done = sphinx('html', tmp_path, tmp_path / 'out', '-q')
    assert done.returncode == 0, done.stderr
    for name in ('index', 'search', 'genindex'):
        page = tmp_path / 'out' / f'{name}.html'
        assert 'evil.example' in page.read_text()
        assert tree(page).css('meta[http-equiv]') == []
        assert all(harmless(script) for script in tree(page).css('script'))
    first = tmp_path / 'out' / 'index.html'
    assert one(first, 'a.skip').text() == HOSTILE
    assert one(first, '.notice').text() == HOSTILE
    assert one(first, 'title').text().startswith(f'A {HOSTILE}')
    assert one(first, 'p.running').text().strip() == f'Short {HOSTILE}'


# Fonts


@pytest.mark.parametrize('tag', TAGS)
def test_fonts_are_the_ones_the_style_names_and_bear_no_reserved_name(site: Path, tag: str) -> None:
    static = site / 'build' / 'site' / tag / '_static'
    named = set(re.findall(r'url\(\'fonts/([^\']+)', (static / 'editions.css').read_text()))
    files = {path.name: path.read_bytes() for path in (static / 'fonts').iterdir()}
    assert named == set(files)
    for name, data in files.items():
        names = TTFont(BytesIO(data))['name'].names
        called = [str(record) for record in names if record.nameID in (1, 2, 3, 4, 6, 16)]
        assert not any('Source' in text for text in called), called
        assert any('Open Font License' in str(record) for record in names), name


def test_one_name_of_a_font_is_one_font_in_all_editions(site: Path) -> None:
    """A server lets a font be kept for ever under its name."""
    found: dict[str, set[bytes]] = {}
    for path in (site / 'build' / 'site').glob('*/_static/fonts/*.woff2'):
        found.setdefault(path.name, set()).add(path.read_bytes())
    assert len(found) > len(TAGS)
    assert all(len(data) == 1 for data in found.values())
    assert len(set().union(*found.values())) == len(found)


def test_the_faces_of_an_edition_draw_every_character_on_its_pages(
    site: Path, book_pages: Path, half: Path
) -> None:
    """None is left to the reader's machine, those of menus and of the foot included."""
    folders = [*(site / 'build/site' / tag for tag in TAGS), *book_pages.iterdir(), half / 'es']
    lacking = {}
    for folder in folders:
        fonts = list((folder / '_static/fonts').glob('*.woff2'))
        drawn = {chr(code) for path in fonts for code in TTFont(path).getBestCmap()}
        for page in folder.rglob('*.html'):
            text = f'{shown(page)}{"".join(map(str, attributes(page, "input", "placeholder")))}'
            if left := {character for character in text if character.isprintable()} - drawn:
                lacking[page] = left
    assert lacking == {}


def shown(page: Path) -> str:
    """The text that a page shows."""
    body = tree(page).body
    assert body
    for node in body.css('script, style'):
        node.decompose()
    return body.text()


def test_a_build_gives_the_same_bytes_again(site: Path, tmp_path: Path) -> None:
    done = sphinx('html', site, tmp_path / 'out', '-q', '-D', 'language=zh_CN', '-t', 'editions')
    assert done.returncode == 0, done.stderr
    first = site / 'build' / 'editions' / 'zh_CN' / 'html'
    for path in sorted((first).rglob('*')):
        if path.suffix in ('.html', '.css', '.woff2', '.js', '.svg'):
            again = tmp_path / 'out' / path.relative_to(first)
            assert again.read_bytes() == path.read_bytes(), path


def test_a_new_character_rewrites_the_pages_that_name_the_style_sheet(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text("extensions = ['editions']\nhtml_theme = 'editions'\n")
    (tmp_path / 'index.rst').write_text('One\n===\n\n.. toctree::\n\n   two\n')
    (tmp_path / 'two.rst').write_text('Two\n===\n\nPlain.\n')
    out = tmp_path / 'out'
    versions = []
    for text in ('Plain.', 'Ωμέγα.'):
        (tmp_path / 'two.rst').write_text(f'Two\n===\n\n{text}\n')
        done = sphinx('html', tmp_path, out, '-q')
        assert done.returncode == 0, done.stderr
        both = [
            attributes(out / f'{name}.html', 'link[rel=stylesheet]', 'href')
            for name in ('index', 'two')
        ]
        assert both[0] == both[1]
        versions.append(both[0])
    assert versions[0] != versions[1]


def test_faces_of_the_project_draw_what_the_theme_s_cannot(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text(
        "extensions = ['editions']\nhtml_theme = 'editions'\nlanguage = 'ja'\n"
        "editions_fonts = ['pylopdf_fonts_jp']\n"
        "editions_languages = {'ja': '日本語', 'zh_CN': '简体中文'}\n"
    )
    (tmp_path / 'index.rst').write_text('働く\n====\n\n日本語の文章、Latin。\n')
    done = sphinx('html', tmp_path, tmp_path / 'out', '-q')
    assert done.returncode == 0, done.stderr
    drawn: dict[str, set[str]] = {}
    for path in (tmp_path / 'out' / '_static' / 'fonts').iterdir():
        font = TTFont(path)
        family = font['name'].getDebugName(1)
        drawn.setdefault(family, set()).update(map(chr, font.getBestCmap()))
    assert set('働く日本語の文章、。') <= drawn['Editions Added']
    assert drawn['Editions Song'] - {' '} == set('简体中文')  # of the other language's name
    assert set('Latin') <= drawn['Editions Serif']


def test_a_missing_font_package_fails_the_edition_and_no_style_sheet_is_left_out(
    tmp_path: Path,
) -> None:
    (tmp_path / 'conf.py').write_text(
        "extensions = ['editions']\nhtml_theme = 'editions'\neditions_fonts = ['no_such_fonts']\n"
    )
    (tmp_path / 'index.rst').write_text('One\n===\n\nPlain.\n')
    done = sphinx('html', tmp_path, tmp_path / 'out', '-q')
    assert done.returncode == 2
    assert 'pip install no_such_fonts' in done.stderr
    assert not (tmp_path / 'out' / 'index.html').exists()


# Other projects


def test_another_theme_keeps_its_own_ways(tmp_path: Path) -> None:
    done = sphinx(
        'html',
        HERE / 'roots' / 'book',
        tmp_path / 'out',
        '-q',
        '-d',
        str(tmp_path / 'trees'),
        '-D',
        'html_theme=alabaster',
        '-D',
        'language=es',
    )
    assert done.returncode == 0, done.stderr
    written = {
        name
        for meta in tree(tmp_path / 'out' / 'index.html').css('meta')
        for name in meta.attributes
    }
    assert written <= {'charset', 'content', 'lang', 'name', 'property'}  # none for us alone
    assert (tmp_path / 'out' / 'searchindex.js').exists()
    assert not (tmp_path / 'out' / '_static' / 'fonts').exists()


def test_options_of_the_theme(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text(
        "extensions = ['editions']\nhtml_theme = 'editions'\n"
        "html_theme_options = {'paragraph_numbers': False, 'reading_time': False}\n"
    )
    (tmp_path / 'index.rst').write_text('One\n===\n\nText.\n')
    sphinx('html', tmp_path, tmp_path / 'out', '-q')
    page = tmp_path / 'out' / 'index.html'
    assert 'class' not in one(page, 'html').attributes
    assert one(page, '[data-paragraph]').attributes['id'] == 'p1'
    assert not tree(page).css('.eyebrow')


def test_only_a_pdf_that_is_there_is_linked(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text("extensions = ['editions']\nhtml_theme = 'editions'\n")
    (tmp_path / 'index.rst').write_text('One\n===\n\nText.\n\nTwo\n---\n\nMore.\n')
    page, link = tmp_path / 'out' / 'index.html', 'a[type="application/pdf"]'
    sphinx('html', tmp_path, tmp_path / 'out', '-q')
    assert not tree(page).css(link)
    heading = one(page, 'h2')  # of one language: nothing stands below it
    assert [a.attributes['href'] for a in heading.css('.headerlink')] == ['#two']
    assert not tree(page).css('.elsewhere')
    (tmp_path / 'out' / 'document.en.pdf').write_bytes(b'%PDF')
    sphinx('html', tmp_path, tmp_path / 'out', '-q', '-E', '-a')
    assert attributes(page, f'.eyebrow {link}', 'href') == ['document.en.pdf']
    sphinx('html', tmp_path, tmp_path / 'new', '-q', '-t', 'editions')
    assert attributes(tmp_path / 'new' / 'index.html', f'.eyebrow {link}', 'href')


# Sentences


@pytest.mark.parametrize(
    ('text', 'code', 'minutes'),
    [
        ('', 'en', 0),
        ('word', 'en', 1),
        ('word ' * 2280, 'en', 10),
        ('palabra ' * 2180, 'es', 10),
        ('字' * 2550, 'zh_CN', 10),
        ('word ' * 1840, 'ca', 10),
        ('字' * 255 + 'word ' * 184, 'zh_CN', 2),
    ],
)
def test_reading_time(text: str, code: str, minutes: int) -> None:
    assert sentences.minutes(text, Language(code)) == minutes


def test_another_theme_marks_what_is_not_current(tmp_path: Path) -> None:
    """A translation of an older source must not pass for one of this; the source needs no mark."""
    (tmp_path / 'project').mkdir()
    half_translated(tmp_path / 'project')
    conf = tmp_path / 'project' / 'conf.py'
    conf.write_text(conf.read_text().replace("html_theme = 'editions'", "html_theme = 'alabaster'"))
    for code in ('en', 'es'):
        done = sphinx('html', tmp_path / 'project', tmp_path / code, '-D', f'language={code}')
        assert done.returncode == 0, done.stderr
    sheet = 'editions-languages.css'
    assert sheet in (tmp_path / 'es' / 'index.html').read_text('utf-8')
    assert '.outdated' in (tmp_path / 'es' / '_static' / sheet).read_text('utf-8')
    assert sheet not in (tmp_path / 'en' / 'index.html').read_text('utf-8')
    assert not (tmp_path / 'en' / '_static' / sheet).exists()


def test_a_logo_and_an_icon_of_the_project_are_there(tmp_path: Path) -> None:
    project = tmp_path / 'project'
    (project / 'part').mkdir(parents=True)
    (project / 'conf.py').write_text(
        "extensions = ['editions']\nhtml_theme = 'editions'\n"
        "html_logo = 'logo.svg'\nhtml_favicon = 'icon.ico'\n"
    )
    for name in ('index', 'part/page'):
        (project / f'{name}.rst').write_text(':orphan:\n\nTitle\n=====\n\nText.\n')
    (project / 'logo.svg').write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (project / 'icon.ico').write_bytes(b'\0\0\1\0')
    done = sphinx('html', project, tmp_path / 'out')
    assert done.returncode == 0, done.stderr
    for name in ('index', 'part/page'):
        path = tmp_path / 'out' / f'{name}.html'
        page = LexborHTMLParser(path.read_bytes())
        for selector, attribute in (('link[rel=icon]', 'href'), ('img.logo', 'src')):
            node = page.css_first(selector)
            assert node, selector
            assert (path.parent / (node.attributes[attribute] or '')).is_file()
