"""Several articles make one site: an index of them in each language, and a PDF of each."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, editions, once
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

ATOM = '{http://www.w3.org/2005/Atom}'


@pytest.fixture(scope='session')
def collection(shared: Path) -> Path:
    """The published site of a project with two articles in two languages."""
    root = shared / 'collection'
    with once(root):
        if not root.exists():
            making = root.with_name('collection.making')
            shutil.copytree(ROOT / 'tests/roots/collection', making)
            done = editions('publish', cwd=making)
            assert done.returncode == 0, done.stdout + done.stderr
            assert 'warning' not in done.stdout
            making.rename(root)
    return root / 'build/publish'


def parsed(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_bytes())


@pytest.mark.parametrize(
    ('tag', 'titles'), [('en', ['The river', 'The hill']), ('es', ['El río', 'La colina'])]
)
def test_each_language_has_an_index_of_its_articles(
    collection: Path, tag: str, titles: list[str]
) -> None:
    links = parsed(collection / tag / 'index.html').css('main li > a.internal')
    named = {link.attributes['href']: link.text() for link in links}
    assert [named['river.html'], named['part/on%20a%20hill.html']] == titles


def test_each_article_has_a_pdf_beside_its_page(collection: Path) -> None:
    for tag in ('en', 'es'):
        for page, pdf in (('river.html', 'river'), ('part/on a hill.html', 'hill')):
            path = (collection / tag / page).with_name(f'{pdf}.{tag}.pdf')
            assert path.read_bytes()[:5] == b'%PDF-'
            assert path.with_suffix('.png').is_file()
            links = parsed(collection / tag / page).css('a[type="application/pdf"]')
            assert path.name in {link.attributes['href'] for link in links}


def test_the_front_door_leads_to_the_index(collection: Path) -> None:
    page = parsed(collection / 'index.html')
    titles = {
        link.attributes['href']: link.css_first('.title').text() for link in page.css('.choice')
    }
    assert titles == {'en/index.html': 'Essays', 'es/index.html': 'Ensayos'}
    assert not page.css('.paper')  # the index itself is no PDF


def test_each_language_has_a_feed_with_its_own_dates(collection: Path) -> None:
    english, spanish = (
        etree.parse(str(collection / tag / 'feed.xml')).getroot() for tag in ('en', 'es')
    )
    assert english.findtext(f'{ATOM}title') == 'Essays'
    river = spanish.find(f'{ATOM}entry')
    assert river.findtext(f'{ATOM}title') == 'El río'
    assert river.findtext(f'{ATOM}published') == '2024-05-01T00:00:00+00:00'
    assert river.findtext(f'{ATOM}updated') == '2024-07-01T10:00:00+00:00'


def test_every_page_leads_to_the_feed_of_its_language(collection: Path) -> None:
    for path, href in (
        ('en/index.html', 'feed.xml'),
        ('es/river.html', 'feed.xml'),
        ('es/part/on a hill.html', '../feed.xml'),
    ):
        (link,) = parsed(collection / path).css('head > link[type="application/atom+xml"]')
        assert link.attributes['rel'] == 'alternate'
        assert link.attributes['href'] == href
        assert link.attributes['title'] == ('Ensayos' if path.startswith('es') else 'Essays')
    links = parsed(collection / 'index.html').css('head > link[type="application/atom+xml"]')
    hrefs = {link.attributes['hreflang']: link.attributes['href'] for link in links}
    assert hrefs == {'en': 'en/feed.xml', 'es': 'es/feed.xml'}
    assert not parsed(collection / 'en/404.html').css('link[type="application/atom+xml"]')


def test_the_search_knows_all_pages(collection: Path) -> None:
    index = json.loads((collection / 'es/search.json').read_text())
    assert index['pages'] == [
        ['index.html', 'Ensayos'],
        ['part/on a hill.html', 'La colina'],
        ['river.html', 'El río'],
    ]
    found = {text for _, _, text in index['texts']}
    assert {'Desde la colina se ve el río.', 'Visto en mayo.'} <= found


def test_twins_and_llms_txt_name_every_article(collection: Path) -> None:
    text = (collection / 'llms.txt').read_text()
    assert 'https://example.org/essays/es/part/on%20a%20hill.html.md' in text
    twin = (collection / 'es/river.html.md').read_text()
    assert twin.startswith('# El río\n')
    assert '[^' in twin


def test_verify_finds_the_same_bytes_again_and_names_what_was_changed(
    collection: Path, tmp_path: Path
) -> None:
    root = tmp_path / 'project'
    shutil.copytree(ROOT / 'tests/roots/collection', root)
    archive = shutil.copy(collection.parent / 'publish.tar.gz', tmp_path)
    elsewhere = {'TZ': 'Asia/Shanghai', 'LC_ALL': 'C.UTF-8', 'PYTHONHASHSEED': '7'}
    done = editions('verify', archive, cwd=root, **elsewhere)
    assert done.returncode == 0, done.stdout + done.stderr
    assert 'The published site is what its source gives.' in done.stdout
    assert 'verify.toolchain' not in done.stdout

    catalog = root / 'locale/es/LC_MESSAGES/river.po'
    catalog.write_text(catalog.read_text().replace('El río nace', 'Nace el río'))
    done = editions('verify', archive, cwd=root)
    assert done.returncode == 1
    assert 'locale/es/LC_MESSAGES/river.po: warning: is not the file' in done.stdout
    assert 'es/river.html: error: differs' in done.stdout
    assert 'es/river.es.pdf: error: differs' in done.stdout
    assert 'en/river.html: error' not in done.stdout


def test_a_place_that_is_no_more_is_named_with_what_keeps_it_alive(
    collection: Path, tmp_path: Path
) -> None:
    root = tmp_path / 'project'
    shutil.copytree(collection.parents[1], root)
    source = root / 'source/river.rst'
    source.write_text(source.read_text().replace('The source\n---', 'The spring\n---'))
    previous = ('--previous', collection.parent / 'publish.tar.gz')
    done = editions('publish', *previous, '--without-validators', cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    for tag in ('en', 'es'):
        assert f'build/site/{tag}/river.html: warning: #the-source was here' in done.stdout
    assert '.. _the-source:' in done.stdout
