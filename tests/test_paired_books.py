"""A pair as an EPUB: two finished books as one, passage by passage."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from test_epub import SPACES, Book, X, text

from editions import report
from editions.books.package import Item, packed, unpacked
from editions.languages.language import Language
from editions.project import Edition, Format, load, read_pairs
from editions.site import paired_books
from editions.site.paired_books import PairedBook, PairedBooks, Volume
from editions.site.xml_nodes import XMLNode

HEAD = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
LANG = '{http://www.w3.org/XML/1998/namespace}lang'


@pytest.fixture(scope='module')
def pair(site: Path) -> Book:
    return Book(site / 'build/site/en+es/shared-future.en+es.epub')


def passages(book: Book, tag: str) -> list[str]:
    found = book.pages['text/index.xhtml'].iterfind(f'.//{X}div[@data-paragraph]')
    return [text(row.find(f'{X}div[@lang="{tag}"]')) for row in found]


def test_each_numbered_passage_stands_above_its_translation(site: Path, pair: Book) -> None:
    for tag in ('en', 'es'):
        single = Book(site / f'build/site/{tag}/shared-future.{tag}.epub')
        numbered = single.pages['text/index.xhtml'].iterfind(f'.//{X}p[@data-paragraph]')
        assert passages(pair, tag) == [text(each) for each in numbered]
    row = pair.pages['text/index.xhtml'].find(f'.//{X}div[@id="p1"]')
    assert [(e.get('lang'), e.get(LANG), e.get('dir')) for e in row] == [
        ('en', 'en', 'ltr'),
        ('es', 'es', 'ltr'),
    ]


def test_its_package_names_both_languages(pair: Book) -> None:
    assert pair.said('language') == ['en', 'es']
    (title,) = pair.said('title')
    assert title.startswith('Towards a Community')
    assert ' / Hacia una comunidad' in title
    assert 'comunidad de destino común' in pair.said('subject')
    assert len(pair.said('schema:digitalSourceType')) == 1
    assert pair.spine[-2:] == ['colophon.xhtml', 'colophon.es.xhtml']


def test_it_lists_the_pages_of_the_source_and_its_contents_have_both(
    site: Path, pair: Book
) -> None:
    single = Book(site / 'build/site/en/shared-future.en.epub')
    assert pair.nav('page-list') == single.nav('page-list') != []
    assert pair.said('pageBreakSource') == single.said('pageBreakSource')
    assert 'I. China-LAC relations in the new era / I. Las relaciones entre China y' in str(
        pair.nav('toc')
    )


def test_its_links_lead_to_what_is_there_once(pair: Book) -> None:
    for name, page in pair.pages.items():
        ids = page.xpath('//@id')
        assert len(ids) == len(set(ids)), name
        for address in page.xpath('//h:a/@href', namespaces=SPACES):
            file, _, anchor = address.partition('#')
            if '://' not in address:
                target = (Path(name).parent / file).as_posix() if file else name
                assert not anchor or anchor in pair.pages[target].xpath('//@id'), address


def test_it_is_the_same_again_and_made_again_with_its_books(site: Path, tmp_path: Path) -> None:
    project = load(site)
    edition = Edition(project.language('en'), Format.EPUB, project.language('es'))
    assert edition in project.pairs
    made = PairedBooks(project, edition)
    assert made.write(tmp_path) == {'shared-future.en+es.epub': 0}
    placed = project.site / 'en+es/shared-future.en+es.epub'
    assert (tmp_path / placed.name).read_bytes() == placed.read_bytes()
    assert made.alone == {'index': [0, 0]}
    known = report.read(project.outdir(edition))
    assert known
    assert {name for name in known.inputs if name.endswith('/epub')} == {
        'pages of en/epub',
        'pages of es/epub',
    }


def volume(code: str, body: str, *items: Item, facts: str = '') -> Volume:
    """A small book; `facts` are more of its metadata."""
    language = Language(code)
    title = f'{HEAD}<head><title>{code}</title></head>'
    pages = {
        'cover.xhtml': '<h1><img src="images/cover.png" alt=""/></h1>',
        'nav.xhtml': '<nav epub:type="toc"><h1>Contents</h1><ol><li><a href="text/a.xhtml">'
        f'{code}</a></li><li><a href="colophon.xhtml">Edition</a></li></ol></nav>',
        'text/a.xhtml': body,
        'colophon.xhtml': f'<p>{code} <a href="text/a.xhtml">a</a></p>',
    }
    made = [
        Item(path, f'{title}<body><main>{text}</main></body></html>'.encode(), spine=True)
        for path, text in pages.items()
    ]
    made += [Item('style/epub.css', b''), Item('images/cover.png', b''), *items]
    listed = ''.join(
        f'<item id="i{n}" href="{each.path}" media-type="{each.media_type}"/>'
        for n, each in enumerate(made)
    )
    spine = ''.join(f'<itemref idref="i{n}"/>' for n, each in enumerate(made) if each.spine)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier/><dc:title>'
        f'{code}</dc:title><dc:language>{code}</dc:language>{facts}</metadata>'
        f'<manifest>{listed}</manifest><spine>{spine}</spine></package>'
    )
    package, read = unpacked(packed(made, opf))
    return Volume(language, package, {item.path: item for item in read})


@pytest.fixture
def bound(tmp_path: Path) -> Callable[[Volume, Volume], Book]:
    def bind(one: Volume, other: Volume) -> Book:
        (tmp_path / 'pair.epub').write_bytes(PairedBook(one, other.beside(one), ()).bound())
        return Book(tmp_path / 'pair.epub')

    return bind


def test_a_picture_of_each_language_stays_its_own(bound: Callable[..., Book]) -> None:
    body = '<p>{}</p><figure><img src="../images/a.png" alt="{}"/></figure>'
    own, shared = Item('images/a.png', b'English'), Item('images/b.png', b'both')
    one = volume('en', body.format('One', 'Sea'), own, shared)
    book = bound(one, volume('es', body.format('Uno', 'Mar'), Item('images/a.png', b'es'), shared))
    sources = book.pages['text/a.xhtml'].xpath('//h:img/@src', namespaces=SPACES)
    assert sources == ['../images/a.png', '../images/a.es.png']
    assert book.files['EPUB/images/a.es.png'] == b'es'
    assert 'EPUB/images/b.es.png' not in book.files
    book = bound(one, volume('es', body.format('Uno', 'Mar'), own, shared))
    page = book.pages['text/a.xhtml']
    assert page.xpath('//h:img/@alt', namespaces=SPACES) == ['Sea']
    assert text(page.find(f'.//{X}span[@class="hidden"]')) == 'Mar'


def test_drawings_and_formulas_stay_what_they_are(bound: Callable[..., Book]) -> None:
    formula = (
        '<p>{} <math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
        '<br/>&amp; <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/></p>'
    )
    book = bound(volume('en', formula.format('One')), volume('ar', formula.format('واحد')))
    page = book.pages['text/a.xhtml']
    assert len(list(page.iter('{http://www.w3.org/1998/Math/MathML}mi'))) == 2
    assert page.xpath('//@viewBox') == ['0 0 1 1'] * 2
    assert [e.get('dir') for e in page.iterfind(f'.//{X}div[@class="passage"]')] == ['ltr', 'rtl']


def test_what_a_reader_may_count_on_is_true_of_both(bound: Callable[..., Book]) -> None:
    meta = '<meta property="schema:{}">{}</meta>'.format
    one = meta('accessibilityFeature', 'alternativeText') + meta('accessibilityHazard', 'none')
    book = bound(
        volume('en', '<p>One</p>', facts=one + meta('accessMode', 'textual')),
        volume(
            'es',
            '<p>Uno</p>',
            facts=meta('accessMode', 'visual') + meta('accessibilityHazard', 'unknown')
            + '<dc:contributor id="t">Ana</dc:contributor>'
            '<meta refines="#t" property="role">trl</meta>',
        ),
    )  # fmt: skip
    assert book.said('schema:accessibilityFeature') == []
    assert book.said('schema:accessibilityHazard') == ['unknown']
    assert book.said('schema:accessMode') == ['textual', 'visual']
    assert book.said('contributor') == ['Ana']
    assert book.opf.xpath('//@refines') == ['#t-es']


def test_an_index_that_one_language_has_stands_before_what_closes_the_book(
    bound: Callable[..., Book],
) -> None:
    page = f'{HEAD}<head><title>es</title></head><body><main/></body></html>'.encode()
    other = volume('es', '<p>Uno</p>', Item('text/genindex.xhtml', page, spine=True))
    nav = other.items['nav.xhtml']
    entry = b'<li><a href="text/genindex.xhtml">x</a></li>'
    data = nav.data.replace(b'<li><a href="colophon', entry + b'<li><a href="colophon')
    other.items['nav.xhtml'] = replace(nav, data=data)
    book = bound(volume('en', '<p>One</p>'), other)
    listed = [each.get('href') for each in book.pages['nav.xhtml'].iter(f'{X}a')]
    assert listed == ['text/a.xhtml', 'text/genindex.xhtml', 'colophon.xhtml', 'colophon.es.xhtml']


def test_each_keeps_the_parts_that_it_had_in_one_language(bound: Callable[..., Book]) -> None:
    person = (
        '<dc:contributor id="{0}">Ana</dc:contributor>'
        '<meta refines="#{0}" property="role">{0}</meta>'
    ).format
    one, other = volume('en', '<p>One</p>', facts=person('trl')), person('trl') + person('edt')
    book = bound(one, volume('es', '<p>Uno</p>', facts=other))
    assert book.said('contributor') == ['Ana', 'Ana']
    assert book.said('role') == ['trl', 'edt']


def test_chapters_of_the_second_language_alone_are_in_the_contents(
    bound: Callable[..., Book],
) -> None:
    extra = '<html xmlns="http://www.w3.org/1999/xhtml"><body><main><p>Dos</p></main></body></html>'
    other = volume('es', '<p>Uno</p>', Item('text/b.xhtml', extra.encode(), spine=True))
    entry = b'<li><a href="text/b.xhtml">Dos</a><ol><li><a href="text/b.xhtml#c">Tres</a></li></ol>'
    nav = other.items['nav.xhtml']
    listed = nav.data.replace(b'<li><a href="colophon', entry + b'</li><li><a href="colophon')
    items = {**other.items, 'nav.xhtml': replace(nav, data=listed)}
    book = bound(volume('en', '<p>One</p>'), replace(other, items=items))
    places = [place for _, place in book.nav('toc')]
    assert places == [
        'text/a.xhtml', 'text/b.xhtml', 'text/b.xhtml#c', 'colophon.xhtml', 'colophon.es.xhtml',
    ]  # fmt: skip
    assert [book.spine.index(place.partition('#')[0]) for place in places] == [2, 3, 3, 4, 5]
    assert book.pages['nav.xhtml'].xpath('//@lang') == ['es', 'es', 'es', 'es']


def test_a_notice_on_one_language_is_no_passage_without_another() -> None:
    notice = '<p class="notice" lang="es">Por máquina</p><p>Uno</p>'
    one, other = volume('en', '<p>One</p>'), volume('es', notice)
    made = PairedBook(one, other.beside(one), ())
    page = etree.fromstring(made.chapter('text/a.xhtml').data)
    assert [text(e) for e in page.iterfind(f'.//{X}div[@lang="es"]')] == ['Por máquina', 'Uno']
    assert made.aligned.alone == [0, 0]


def test_a_pair_is_made_in_the_formats_that_hold_two_languages() -> None:
    languages = (Language('en'), Language('es'))
    settings = {'editions_pairs': [('en', 'es')]}
    assert [str(e) for e in read_pairs(Path(), languages, settings)] == ['en+es/html', 'en+es/pdf']
    settings['editions_formats'] = ['html', 'epub']
    assert [str(e) for e in read_pairs(Path(), languages, settings)] == ['en+es/html', 'en+es/epub']


def test_an_element_of_xml_is_written_without_what_its_document_declares() -> None:
    root = etree.fromstring(f'{HEAD}<p epub:type="x" xml:lang="en">a&lt;<b/>c</p></html>')
    node = XMLNode(root[0])
    assert node.html == '<p epub:type="x" xml:lang="en">a&lt;<b/>c</p>'
    said = '<pre>&lt;html xmlns="http://www.w3.org/1999/xhtml" lang="en"&gt;</pre>'
    assert XMLNode(etree.fromstring(f'{HEAD}{said}</html>')[0]).html == said
    assert node.attributes == {'epub:type': 'x', 'xml:lang': 'en'}
    del node.attrs['xml:lang']
    assert [each.tag for each in node.iter(include_text=True)] == ['-text', 'b', '-text']
    assert paired_books.joined('A', 'A') == 'A'
