"""Search in four languages, in a real browser: what stands in the text is found."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from editions.languages.language import Language
from editions.project import Project
from editions.site import policy, texts

pytest_plugins = ['site_fixtures']

ALL_PAIRS = """async ([engine, index]) => {
    const { Search } = await import(engine);
    const data = await (await fetch(index)).json();
    const search = new Search(data);
    const pairs = new Map();
    for (const [, , text] of data.texts)
        for (const run of text.match(/[\\p{L}\\p{N}]{2,}/gu) || [])
            for (const c = [...run]; c.length > 1; c.shift()) pairs.set(c[0] + c[1], text);
    const missed = [...pairs].filter(([pair, text]) =>
        !search.find(pair).some((hit) => hit.text === text && hit.marks.length));
    return [pairs.size, missed.map(([pair]) => pair)];
}"""


def find(page: Page, served: str, tag: str, question: str) -> list[str]:
    """The excerpts and headings that a reader gets for a question."""
    page.goto(f'{served}{tag}/search.html?q={question}')
    expect(page.get_by_role('status')).not_to_be_empty()
    return [item.inner_text() for item in page.locator('#search li').all()]


def test_every_pair_of_neighbouring_chinese_characters_is_found(page: Page, served: str) -> None:
    page.goto(f'{served}zh-CN/search.html')
    urls = [f'{served}zh-CN/{name}' for name in ('_static/search-engine.js', 'search.json')]
    count, missed = page.evaluate(ALL_PAIRS, urls)
    assert count > 1000
    assert missed == []


@pytest.mark.parametrize(
    ('tag', 'question', 'marked'),
    [
        ('en', 'community of shared future', 'community of shared future'),
        ('en', 'COOPERATIVE partnership', 'cooperative partnership'),
        ('en', 'partnershp', 'partnership'),  # a slip of the finger
        ('es', 'cooperacion', 'cooperación'),
        ('pt-BR', 'acoes', 'ações'),
        ('zh-CN', '命运共同体', '命运共同体'),
    ],
)
def test_answers_show_what_was_asked_for(
    page: Page, served: str, tag: str, question: str, marked: str
) -> None:
    assert find(page, served, tag, question)
    marks = {mark.lower() for mark in page.locator('#search mark').all_inner_texts()}
    assert any(marked in mark for mark in marks)


def test_an_answer_leads_to_its_place(page: Page, served: str) -> None:
    find(page, served, 'es', 'Confucio')
    page.locator('#search li a').first.click()
    anchor = page.url.partition('#')[2]
    assert '/es/index.html' in page.url
    assert page.locator(f'[id="{anchor}"]').count() == 1


def test_nothing_found_is_said(page: Page, served: str) -> None:
    assert find(page, served, 'en', 'zyzzyva') == []
    expect(page.get_by_role('status')).to_have_text('No results.')


def test_a_page_searches_its_own_language_only(page: Page, served: str) -> None:
    assert find(page, served, 'es', 'partnership') == []


def test_keyboard_alone_leads_to_an_answer(page: Page, served: str) -> None:
    page.goto(f'{served}en/search.html')
    expect(page.locator('#question')).to_be_focused()
    page.keyboard.type('Chile')
    expect(page.locator('#search li').first).to_be_visible()
    page.keyboard.press('ArrowDown')
    assert page.evaluate('document.activeElement.closest("#search li") !== null')
    page.keyboard.press('ArrowUp')
    assert page.evaluate('document.activeElement.type') == 'search'


def test_markup_in_a_question_stays_text(page: Page, served: str) -> None:
    find(page, served, 'en', '%3Cimg%20src=x%20onerror=alert(1)%3E%20China')
    assert page.locator('#search img').count() == 0


def test_a_strict_policy_blocks_nothing(page: Page, served: str) -> None:
    def guard(route):
        reply = route.fetch()
        route.fulfill(
            response=reply, headers={**reply.headers, 'content-security-policy': policy.STRICT}
        )

    said: list[str] = []
    page.on('console', lambda message: said.append(message.text))
    page.route('**/search.html*', guard)
    assert find(page, served, 'en', 'Peru')
    assert [text for text in said if 'Content Security Policy' in text] == []


def test_nothing_of_the_search_is_loaded_before_it_is_used(page: Page, served: str) -> None:
    asked: list[str] = []
    page.on('request', lambda request: asked.append(request.url.rpartition('/')[2]))
    page.goto(f'{served}en/index.html', wait_until='networkidle')
    assert not {'minisearch.js', 'search-engine.js', 'search.json'} & set(asked)


@pytest.mark.parametrize('name', ['index.html', 'search.html'])
def test_the_box_is_hidden_where_it_cannot_work(
    chromium: Browser, article: Project, served: str, name: str
) -> None:
    narrow = ViewportSize(width=320, height=640)
    with_script = chromium.new_page(viewport=narrow)
    without = chromium.new_page(viewport=narrow, java_script_enabled=False)
    with_script.goto((article.site / 'en' / name).as_uri())
    without.goto(f'{served}en/{name}')
    for opened in (with_script, without):
        expect(opened.locator('input[type=search]')).to_be_hidden()
        masthead = opened.locator('.masthead')
        height = masthead.evaluate('masthead => masthead.offsetHeight')
        masthead.evaluate('masthead => masthead.querySelector(".searchbox")?.remove()')
        assert masthead.evaluate('masthead => masthead.offsetHeight') == height
        opened.close()


def test_the_index_names_page_section_and_anchor(tmp_path: Path) -> None:
    folder = tmp_path / 'es'
    folder.mkdir()
    (folder / 'index.html').write_text(
        '<main><nav><p>menu</p></nav><section id="top"><h1>Título</h1>'
        '<p id="p1">Uno<a role="doc-noteref">1</a>.</p>'
        '<section id="part"><h2>Parte</h2><ul><li><p>Dos</p></li></ul>'
        '<table><tr><td>a</td><td>b</td></tr></table></section></section></main>'
    )
    (folder / 'search.html').write_text('<main><p>not a page of the text</p></main>')
    assert json.loads(texts.index(Language('es', 'Español'), tmp_path)) == {
        'pages': [['index.html', 'Título']],
        'sections': [[0, '', 'Título'], [0, 'part', 'Parte']],
        'texts': [[0, 'p1', 'Uno.'], [1, 'part', 'Dos'], [1, 'part', 'a b']],
    }


@pytest.fixture(scope='module')
def small(served: str) -> Callable[[Page, str], list[Any]]:
    """Ask the engine for a question in a small text; what it shows, section by section."""
    data = {
        'pages': [['index.html', 'Title']],
        'sections': [[0, '', 'Title'], [0, 'one', 'On cooperation'], [0, 'two', 'On trade']],
        'texts': [
            [1, 'p1', 'Cooperation is practical.'],
            [1, 'p2', 'Cooperation is old.'],
            [1, 'fig', 'A picture of cooperation.'],
            [2, 'p3', 'Nothing of the kind.'],
        ],
    }

    def ask(page: Page, question: str) -> list[Any]:
        page.goto(f'{served}en/search.html')
        return list(page.evaluate(GROUPS, [f'{served}en/_static/search-engine.js', data, question]))

    return ask


GROUPS = """async ([engine, data, question]) => {
    const { Search } = await import(engine);
    const search = new Search(data);
    return search.grouped(search.find(question)).map(({names, href, passages}) =>
        [names[0], href, passages.map(({number, text}) => [number, text])]);
}"""


def test_every_word_of_a_question_counts(page: Page, small: Callable[..., list[Any]]) -> None:
    ((_, _, passages),) = small(page, 'practical cooperation')
    assert passages == [['1', 'Cooperation is practical.']]
    assert small(page, 'practical trade') == []


def test_a_section_is_named_once_with_its_numbered_paragraphs(
    page: Page, small: Callable[..., list[Any]]
) -> None:
    ((name, address, passages),) = small(page, 'cooperation')
    assert (name, address) == ('On cooperation', 'index.html#one')
    assert sorted(number for number, _ in passages) == ['', '1', '2']


def test_a_heading_that_answers_alone_shows_how_its_text_begins(
    page: Page, small: Callable[..., list[Any]]
) -> None:
    assert small(page, 'trade') == [['On trade', 'index.html#two', [['3', 'Nothing of the kind.']]]]


def test_the_search_page_offers_no_pdf_of_its_own(page: Page, served: str) -> None:
    page.goto(f'{served}en/search.html')
    assert page.locator('main a[type="application/pdf"]').count() == 0
