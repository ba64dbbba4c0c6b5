"""The published site of the real article, from a real server, in a real browser."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from servers_fixtures import Server, running

from editions.project import load

pytest_plugins = ['site_fixtures', 'html_fixtures']

NARROW: Any = {'width': 320, 'height': 640}
TAGS = ('en', 'es', 'pt-BR', 'zh-CN')


@pytest.fixture(scope='module')
def host(published: Path, program: Callable[[str], str]) -> Iterator[str]:
    """The address of nginx, which serves the published site below /repo/."""

    def fill(_project: object, folder: Path) -> None:
        shutil.copytree(published / 'build/publish', folder)

    with running('nginx', program('nginx'), '/repo/', load(published), fill) as server:
        yield address(server)


def address(server: Server) -> str:
    return f'http://127.0.0.1:{server.port}{server.base}'


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Page]:
    """A page that says nothing to the console and asks no other host for anything."""
    context = chromium.new_context(locale='fr-FR')
    page = context.new_page()
    said: list[str] = []
    hosts: set[str] = set()
    page.on('console', lambda message: said.append(message.text))
    page.on('pageerror', lambda error: said.append(str(error)))
    page.on('request', lambda request: hosts.add(request.url.split('/')[2].split(':')[0]))
    yield page
    context.close()
    assert said == []
    assert hosts == {'127.0.0.1'}


def test_the_front_door_shows_every_language_and_leads_there(watched: Page, host: str) -> None:
    watched.goto(host)
    assert watched.url == host
    assert watched.locator('a.choice').count() == 4
    watched.locator('a.choice[hreflang=zh-CN]').click()
    assert watched.url == f'{host}zh-CN/index.html'


@pytest.mark.parametrize('tag', TAGS)
def test_each_edition_reads_and_searches_under_the_strict_policy(
    watched: Page, host: str, tag: str
) -> None:
    watched.goto(f'{host}{tag}/')
    assert watched.locator('html').get_attribute('lang') == tag
    word = watched.locator('h1').first.inner_text()[:4]
    watched.locator('input[type=search]').fill(word)
    watched.keyboard.press('Enter')
    expect(watched.locator('#search li').first).to_be_visible()


def test_no_face_is_sent_in_vain(chromium: Browser, host: str) -> None:
    """Chromium says so on the console, a few seconds after a page has come."""
    context = chromium.new_context(locale='fr-FR')
    said: list[str] = []
    hosts: set[str] = set()
    context.on('request', lambda request: hosts.add(request.url.split('/')[2].split(':')[0]))
    for path in (*(f'{tag}/' for tag in TAGS), 'es/search.html', 'zh-CN/404.html'):
        page = context.new_page()
        page.on('console', lambda message: said.append(f'{message.page.url}: {message.text}'))
        page.on('pageerror', lambda error: said.append(str(error)))
        reply = page.goto(host + path, wait_until='networkidle')
        named = (reply.headers.get('link', '') if reply else '').count('rel=preload')
        entries = 'performance.getEntriesByType("resource").map(e => [e.name, e.initiatorType])'
        asked = [kind for name, kind in page.evaluate(entries) if name.endswith('.woff2')]
        edition = path[-1] == '/'
        assert asked.count('link') == named == (3 + path.startswith('zh') if edition else 0), path
        if path.startswith('zh') and edition:
            assert asked.count('css') == 0
    page.wait_for_timeout(4000)
    context.close()
    assert (said, hosts) == ([], {'127.0.0.1'})


def test_the_browser_s_language_decides_at_the_front_door(chromium: Browser, host: str) -> None:
    wanted = {'es-MX': 'es/', 'pt-PT': 'pt-BR/', 'zh-SG': 'zh-CN/', 'zh-TW': '', 'en-GB': 'en/'}
    for locale, path in wanted.items():
        context = chromium.new_context(locale=locale)
        page = context.new_page()
        page.goto(host)
        assert page.url == host + path
        context.close()


def test_a_404_page_is_whole_at_any_depth(chromium: Browser, host: str) -> None:
    page = chromium.new_page()
    failed: list[str] = []
    page.on('response', lambda reply: failed.append(reply.url) if reply.status >= 400 else None)
    wrong = f'{host}es/a/b/c.html'
    page.goto(wrong)
    assert failed == [wrong]
    page.locator('a.choice').click()
    assert page.url == f'{host}es/index.html'
    page.close()


@pytest.mark.parametrize('scheme', ['light', 'dark'])
@pytest.mark.parametrize(
    'path', ['index.html', '404.html', 'zh-CN/404.html', 'es/search.html?q=China', 'pt/index.html']
)
def test_the_pages_outside_the_text_are_for_everybody(
    chromium: Browser, host: str, packages: Path, path: str, scheme: Any
) -> None:
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True, viewport=NARROW)
    page = context.new_page()
    page.goto(host + path, wait_until='networkidle' if 'search' in path else 'load')
    page.add_script_tag(path=packages / 'axe-core/axe.min.js')
    result = page.evaluate('axe.run(document, {resultTypes: ["violations"]})')
    assert [violation['id'] for violation in result['violations']] == []
    assert page.evaluate('document.documentElement.scrollWidth') <= NARROW['width']
    context.close()


@pytest.mark.parametrize('tag', TAGS)
def test_the_pdf_is_served_as_one(chromium: Browser, host: str, tag: str) -> None:
    context = chromium.new_context()
    reply = context.request.get(f'{host}{tag}/shared-future.{tag}.pdf')
    assert reply.ok
    assert reply.headers['content-type'] == 'application/pdf'
    assert reply.body()[:5] == b'%PDF-'
    context.close()
