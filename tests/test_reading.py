"""Reading in a real Chromium: by eye, by keyboard, without scripts, on small and dark screens."""

import zipfile
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import brotli
import pytest
from conftest import Serve
from fontTools.ttLib import TTFont
from playwright.sync_api import (
    Browser,
    FloatRect,
    Locator,
    Page,
    Request,
    Response,
    ViewportSize,
)
from theme_pages import HERE, built

from editions.languages.language import Language
from editions.site.paired_books import PairedBook, Volume

pytest_plugins = ['site_fixtures', 'html_fixtures']

TAGS = ('en', 'es', 'pt-BR', 'zh-CN')
SECTIONS = '.elsewhere'
BOOK_PAGES = ('index', 'chapters/sizes', 'chapters/folding', 'genindex')

AXE = """() => Promise.all(document.getAnimations().map(({finished}) => finished))
    .then(() => axe.run(document, {runOnly: [
        'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}))
    .then(({violations}) => violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`))"""
WATCH = """() => { window.seen = {policy: [], shifts: []};
    document.addEventListener('securitypolicyviolation', event =>
        window.seen.policy.push(`${event.effectiveDirective} ${event.blockedURI}`));
    new PerformanceObserver(list => { for (const entry of list.getEntries())
        window.seen.shifts.push([entry.value, entry.sources.map(({node}) =>
            (node?.outerHTML ?? node?.data ?? '').slice(0, 60))]);
    }).observe({type: 'layout-shift', buffered: true}) }"""


@pytest.fixture(scope='session')
def article_address(site: Path, serve: Serve) -> str:
    return serve(site / 'build' / 'site')


@pytest.fixture(scope='session')
def folders(site: Path, book_pages: Path, manual: Path, half: Path) -> dict[Path, list[str]]:
    """Every kind of page that the theme makes, by the folder of their site."""
    return {
        site / 'build' / 'site': [f'{tag}/index.html' for tag in (*TAGS, 'en+es')],
        book_pages: [f'{tag}/{name}.html' for tag in ('en', 'zh-CN') for name in BOOK_PAGES],
        manual: ['en/index.html', 'en/py-modindex.html'],
        half: ['es/index.html', 'es/bare.html'],
    }


@pytest.fixture(scope='session')
def addresses(folders: dict[Path, list[str]], serve: Serve) -> list[str]:
    return [serve(folder) + path for folder, paths in folders.items() for path in paths]


@pytest.mark.parametrize(('here', 'there'), list(permutations(TAGS, 2)))
def test_a_language_link_leads_to_the_same_page_and_section(
    chromium: Browser, article_address: str, here: str, there: str
) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(f'{article_address}{here}/index.html')
    page.click(f'.languages a[hreflang={there}]')
    assert page.url == f'{article_address}{there}/index.html'
    page.goto(f'{article_address}{here}/index.html')
    links = page.locator(f'.elsewhere a[hreflang={there}]')
    targets = [links.nth(n).get_attribute('href') for n in range(links.count())]
    assert len(targets) == 3
    for target in targets:
        page.goto(f'{article_address}{here}/{target}')
        assert page.locator(f'section#{str(target).partition("#")[2]}').count() == 1
        assert page.locator('html').get_attribute('lang') == there
    page.close()


def test_with_scripts_the_masthead_leads_to_the_passage_being_read(
    page: Page, article_address: str
) -> None:
    page.goto(f'{article_address}en/index.html#p9')
    link = box(page.locator('.languages a[hreflang=zh-CN]'))  # Playwright's click would scroll
    page.mouse.click(link['x'] + link['width'] / 2, link['y'] + link['height'] / 2)
    page.wait_for_url('**/zh-CN/**')
    assert page.url == f'{article_address}zh-CN/index.html#p9'
    assert 0 < box(page.locator('#p9'))['y'] < 240
    page.goto(f'{article_address}en/index.html')
    page.click('.languages a[hreflang=es]')
    assert page.url == f'{article_address}es/index.html'


def test_the_keyboard_reaches_the_text_first(page: Page, article_address: str) -> None:
    page.goto(f'{article_address}es/index.html')
    page.keyboard.press('Tab')
    skip = page.locator('.skip')
    assert skip.evaluate('node => node === document.activeElement')
    assert box(skip)['y'] >= 0
    page.locator(':root.settled').wait_for()  # the text waits for its fonts, this link does not
    page.keyboard.press('Enter')
    assert page.evaluate('document.activeElement.id') == 'content'
    page.keyboard.press('Tab')
    focused = page.evaluate(
        """() => { const node = document.activeElement, style = getComputedStyle(node);
        return [!!node.closest('main'), style.outlineStyle, parseFloat(style.outlineWidth)] }"""
    )
    assert focused == [True, 'solid', 2]


def test_every_stop_of_the_keyboard_is_seen(page: Page, article_address: str) -> None:
    page.goto(f'{article_address}en/index.html')
    page.wait_for_timeout(200)
    hidden = []
    for _ in range(40):
        page.keyboard.press('Tab')
        page.wait_for_timeout(20)
        what = page.evaluate(
            """() => { const node = document.activeElement;
            if (node === document.body) return null;
            for (let up = node; up; up = up.parentElement)
                up.getAnimations().forEach(move => move.finish());
            let seen = 1;
            for (let up = node; up; up = up.parentElement) seen *= getComputedStyle(up).opacity;
            return [node.outerHTML.slice(0, 80), seen] }"""
        )
        if what is None:
            break
        if what[1] < 1:
            hidden.append(what[0])
    assert hidden == []


def test_a_note_is_read_in_place(chromium: Browser, article_address: str) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(f'{article_address}en/index.html')
    before = page.evaluate('scrollY')
    page.click('.footnote-reference')
    note = page.locator('.footnote')
    place = box(note)
    assert place['y'] + place['height'] == pytest.approx(720, abs=1)
    assert 'Director General' in note.inner_text()
    assert page.evaluate('scrollY') == before
    note.locator('a[role=doc-backlink]').first.click()
    assert note.evaluate('node => getComputedStyle(node).position') == 'static'
    assert page.evaluate('scrollY') == before
    page.close()


def test_without_scripts_all_is_read_and_no_search_is_offered(
    chromium: Browser, article_address: str
) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(f'{article_address}pt-BR/index.html')
    assert page.locator('[data-paragraph]').count() == 19
    assert page.locator('[data-paragraph]').last.is_visible()
    assert not page.locator('.searchbox').is_visible()
    assert page.locator('.outline a').count() == 3
    page.close()


@pytest.mark.parametrize('tag', TAGS)
def test_from_disk_everything_works_but_search(page: Page, site: Path, tag: str) -> None:
    said: list[str] = []
    page.on('console', lambda message: said.append(message.text))
    page.on('requestfailed', lambda request: said.append(request.url))
    page.goto((site / 'build' / 'site' / tag / 'index.html').as_uri())
    page.wait_for_timeout(200)
    assert said == []
    assert not page.locator('.searchbox').is_visible()
    assert page.evaluate('document.fonts.check(\'16px "Editions Serif"\')')
    other = 'en' if tag != 'en' else 'es'
    page.click(f'.languages a[hreflang={other}]')
    assert page.locator('html').get_attribute('lang') == other


@pytest.mark.parametrize('width', [320, 360, 768, 1280, 2560])
def test_no_page_scrolls_sideways(chromium: Browser, addresses: list[str], width: int) -> None:
    page = chromium.new_page(viewport=ViewportSize(width=width, height=800))
    wide = []
    for address in addresses:
        page.goto(address)
        if page.evaluate('document.documentElement.scrollWidth') > width:
            wide.append(address)
    page.close()
    assert wide == []


LINES = """heading => {
  const text = heading.firstChild, range = document.createRange(), lines = [];
  for (let place = 0, last; place < text.length; place++) {
    range.setStart(text, place), range.setEnd(text, place + 1);
    const top = Math.round(range.getBoundingClientRect().top);
    if (top !== last) lines.push('');
    lines[lines.length - 1] += text.data[place], last = top;
  }
  return lines;
}"""


@pytest.mark.parametrize('width', [320, 390])
def test_a_chinese_heading_breaks_at_its_marks(
    chromium: Browser, article_address: str, width: int
) -> None:
    page = chromium.new_page(viewport=ViewportSize(width=width, height=800))
    page.goto(f'{article_address}zh-CN/index.html', wait_until='networkidle')
    heading = page.locator('article h2').first
    for lines in (
        ['二、中国和拉美合作', '“五位一体”新格局'],
        ['三、共建命运共同体，', '实现两国的共同进步'],
    ):
        heading.evaluate('(heading, text) => heading.firstChild.data = text', ''.join(lines))
        assert heading.evaluate(LINES) == lines
    heading.evaluate('heading => heading.firstChild.data = "中".repeat(60)')
    assert page.evaluate('document.documentElement.scrollWidth') == width
    page.close()


@pytest.mark.parametrize('scheme', ['light', 'dark'])
def test_axe_finds_nothing(
    chromium: Browser, addresses: list[str], packages: Path, scheme: str
) -> None:
    context = chromium.new_context(bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = []
    for address in addresses:
        page.goto(address)
        page.add_script_tag(path=packages / 'axe-core' / 'axe.min.js')
        found += [f'{address}: {violation}' for violation in page.evaluate(AXE)]
    context.close()
    assert found == []


def test_axe_finds_nothing_in_books_of_two_languages(
    chromium: Browser, serve: Serve, site: Path, book_epub: Path, packages: Path, tmp_path: Path
) -> None:
    article = site / 'build/site/en+es/shared-future.en+es.epub'
    one, other = (Volume.read(book_epub, Language(code)) for code in ('en', 'ar'))
    leftwards = tmp_path / 'book.epub'  # only its marks are Arabic
    leftwards.write_bytes(PairedBook(one, other.beside(one), ()).bound())
    context = chromium.new_context(bypass_csp=True, viewport=ViewportSize(width=390, height=800))
    page, found = context.new_page(), []
    for path in (article, leftwards):
        with zipfile.ZipFile(path) as archive:
            archive.extractall(tmp_path / path.stem)
        for document in sorted((tmp_path / path.stem).rglob('*.xhtml')):
            page.goto(serve(tmp_path) + document.relative_to(tmp_path).as_posix())
            page.evaluate((packages / 'axe-core' / 'axe.min.js').read_text('utf-8'))
            found += [f'{document.name}: {violation}' for violation in page.evaluate(AXE)]
    context.close()
    assert found == []


@pytest.fixture(scope='session')
def machines(
    fonts: dict[str, Path], packages: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Those, and what has Georgia: for each family of fallbacks.css one, and one for none."""
    gelasio = packages / '@fontsource/gelasio/files'
    return fonts | {'Georgia': georgia(gelasio, tmp_path_factory.mktemp('georgia'))}


def georgia(gelasio: Path, folder: Path) -> Path:
    """Georgia as far as a line is concerned: Gelasio has its widths and takes its name."""
    with TTFont(gelasio / 'gelasio-latin-400-normal.woff2') as font:
        font.flavor = None
        for identifier in (1, 4, 6, 16):
            font['name'].setName('Georgia', identifier, 3, 1, 0x409)
        font.save(folder / 'Georgia.ttf')
    return folder


@pytest.mark.parametrize('font', ['DejaVu', 'Liberation', 'Georgia', 'others'])
def test_nothing_moves_nothing_is_refused_and_nothing_leaves_the_site(
    launch: Callable[..., Browser],
    machines: dict[str, Path],
    folders: dict[Path, list[str]],
    serve_late: Serve,
    font: str,
) -> None:
    """Fonts arrive late, so that one of the machine is drawn first."""
    addresses = [serve_late(folder) + path for folder, paths in folders.items() for path in paths]
    reader = launch(machines[font])
    page = reader.new_page(viewport=ViewportSize(width=1000, height=800))
    troubles: list[str] = []
    outside: list[str] = []

    def note(request: Request) -> None:
        if '//127.0.0.1' not in request.url:
            outside.append(request.url)

    page.on('request', note)
    page.on('console', lambda message: troubles.append(message.text))
    page.add_init_script(f'({WATCH})()')
    for address in addresses:
        page.goto(address)
        page.evaluate('document.fonts.ready.then(() => 0)')
        page.wait_for_timeout(60)
        seen = page.evaluate('window.seen')
        troubles += [f'{address}: {line}' for line in seen['policy']]
        if sum(value for value, _ in seen['shifts']) > 0.005:
            troubles.append(f'{address}: moved: {seen["shifts"]}')
    reader.close()
    assert (troubles, outside) == ([], [])


def test_a_page_whose_fonts_do_not_come_is_shown_after_a_second(
    chromium: Browser, article_address: str
) -> None:
    page = chromium.new_page()
    page.route('**/*.woff2', lambda route: None)  # asked for, and never answered
    page.goto(f'{article_address}en/index.html', wait_until='commit')
    text = page.locator('#p1')
    text.wait_for(state='attached')
    assert not text.is_visible()
    text.wait_for(state='visible', timeout=2000)
    page.close()
    page = chromium.new_page(java_script_enabled=False)
    page.route('**/*.woff2', lambda route: None)
    page.goto(f'{article_address}en/index.html', wait_until='commit')
    page.locator('#p1').wait_for(state='attached')
    assert page.locator('#p1').is_visible(), 'without scripts nothing says that the fonts are there'
    page.close()


def box(place: Locator) -> FloatRect:
    """Where an element stands in the window; it must be there."""
    found = place.bounding_box()
    assert found
    return found


def test_every_character_is_drawn_by_the_edition_s_own_faces(
    chromium: Browser, addresses: list[str]
) -> None:
    page = chromium.new_page()
    session = page.context.new_cdp_session(page)
    strangers = []
    for address in addresses:
        page.goto(address)
        page.evaluate('document.fonts.ready.then(() => 0)')
        session.send('DOM.enable')
        session.send('CSS.enable')
        root = session.send('DOM.getDocument')['root']['nodeId']
        body = session.send('DOM.querySelector', {'nodeId': root, 'selector': 'body'})['nodeId']
        fonts = session.send('CSS.getPlatformFontsForNode', {'nodeId': body})['fonts']
        names = [font['familyName'] for font in fonts if not font['isCustomFont']]
        strangers += [f'{address}: {name}' for name in names]
    page.close()
    assert strangers == []


@pytest.mark.parametrize(('tag', 'limit'), [*((tag, 100) for tag in TAGS[:3]), ('zh-CN', 350)])
def test_a_first_visit_is_light(
    chromium: Browser, article_address: str, tag: str, limit: int
) -> None:
    """Everything that a reader's browser asks for, compressed as our server files serve it."""
    page = chromium.new_page()
    answers: list[Response] = []
    page.on('response', lambda answer: answers.append(answer))  # noqa: PLW0108 (it is marked)
    page.goto(f'{article_address}{tag}/index.html', wait_until='networkidle')
    size = sum(min(len(a.body()), len(brotli.compress(a.body(), quality=11))) for a in answers)
    page.close()
    assert len(answers) > 5
    assert size < limit * 1000, size


def test_dark_is_dark_and_print_is_white(chromium: Browser, article_address: str) -> None:
    colours = """() => { const style = getComputedStyle(document.body);
        return [style.backgroundColor, style.color] }"""
    page = chromium.new_page(color_scheme='dark')
    page.goto(f'{article_address}en/index.html')
    paper, ink = page.evaluate(colours)
    assert luminance(paper) < 0.1 < 0.7 < luminance(ink)
    page.emulate_media(media='print')
    paper, ink = page.evaluate(colours)
    assert (luminance(paper), luminance(ink)) == (1.0, 0.0)
    assert [page.locator(name).is_visible() for name in ('.masthead', '.outline', '.colophon')] == [
        False,
        False,
        True,
    ]
    page.close()


def luminance(colour: str) -> float:
    """Of `rgb(r, g, b)`, roughly: 0 black, 1 white."""
    numbers = [int(part) for part in colour.strip('rgb()').split(',')]
    return sum(numbers) / 3 / 255


def test_paragraph_numbers_are_seen_but_not_copied(page: Page, article_address: str) -> None:
    page.goto(f'{article_address}en/index.html')
    number = page.locator('#p12 .paragraph-number')
    assert number.is_visible()
    assert number.evaluate("node => getComputedStyle(node, '::before').content") == '"12"'
    copied = page.evaluate(
        """() => { getSelection().selectAllChildren(document.getElementById('p12'));
        return getSelection().toString() }"""
    )
    assert copied[0].isalpha()
    assert '12' not in copied[:10]


def test_a_right_to_left_edition_is_its_mirror(
    chromium: Browser, serve: Serve, shared: Path
) -> None:
    pages = built(shared / 'rtl-pages', HERE.parent, ('ar',))
    page = chromium.new_page(viewport=ViewportSize(width=1400, height=900))
    page.goto(f'{serve(pages)}ar/index.html')
    assert page.locator('html').get_attribute('dir') == 'rtl'
    text = box(page.locator('#p1'))
    number, contents = box(page.locator('#p1 .paragraph-number')), box(page.locator('.outline'))
    assert number['x'] > text['x'] + text['width']
    assert contents['x'] > text['x'] + text['width']
    assert page.evaluate('document.documentElement.scrollWidth') == 1400
    page.close()
