"""A page of the theme at work: notes in place, contents that follow, passages in two scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import WARM, once, sphinx, usual_environment
from playwright.sync_api import Browser, Page

pytest_plugins = ['site_fixtures', 'html_fixtures']

CONF = """
project = 'Notes'
extensions = ['editions']
html_theme = 'editions'
locale_dirs = ['locale']
gettext_compact = False
editions_languages = {'en': 'English', 'zh_CN': '简体中文', 'ar': 'العربية'}
"""
PARAGRAPH = 'A paragraph of the author’s own, which is long enough for a line or two. ' * 4
TEXT = f"""Title
=====

First [#a]_, and a second call [#b]_. {PARAGRAPH}

{PARAGRAPH}

One
---

{PARAGRAPH}

{PARAGRAPH}

{PARAGRAPH}

{PARAGRAPH}

{PARAGRAPH}

{PARAGRAPH}

Two
---

{PARAGRAPH}

{PARAGRAPH}

.. [#a] The first note.
.. [#b] The second note.
"""
CATALOG = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Title"
msgstr "{title}"
"""


def test_a_browser_leaves_no_trace_that_makes_later_commands_start_cold(chromium: Browser) -> None:
    assert usual_environment() == WARM


@pytest.fixture(scope='session')
def notes(shared: Path) -> Path:
    """A text with two notes in English, Chinese and Arabic, of which the title is translated."""
    project, pages = shared / 'notes-project', shared / 'notes-pages'
    with once(pages):
        if not pages.exists():
            project.mkdir()
            (project / 'conf.py').write_text(CONF)
            (project / 'index.rst').write_text(TEXT)
            for code, title in (('zh_CN', '题目'), ('ar', 'عنوان')):
                folder = project / 'locale' / code / 'LC_MESSAGES'
                folder.mkdir(parents=True)
                (folder / 'index.po').write_text(CATALOG.format(title=title))
            for code in ('en', 'zh_CN', 'ar'):
                out = pages / code.replace('_', '-')
                done = sphinx('html', project, out, '-D', f'language={code}')
                assert done.returncode == 0, done.stderr
    return pages


@pytest.fixture(scope='session')
def address(notes: Path, serve: Callable[[Path], str]) -> str:
    return serve(notes)


def is_open(page: Page) -> bool:
    return page.locator('.footnote:target').count() == 1


@pytest.mark.parametrize('way', ['escape', 'elsewhere', 'cross'])
def test_a_note_is_closed_and_the_page_stays_where_it_is(
    page: Page, address: str, way: str
) -> None:
    page.set_viewport_size({'width': 800, 'height': 700})
    page.goto(f'{address}en/index.html')
    page.click('.footnote-reference >> nth=0')
    assert is_open(page)
    page.mouse.wheel(0, 900)
    page.wait_for_function('scrollY > 500')
    page.wait_for_timeout(200)
    place = page.evaluate('scrollY')
    assert is_open(page)
    if way == 'escape':
        page.keyboard.press('Escape')
    elif way == 'elsewhere':
        page.mouse.click(400, 200)
    else:
        page.click('.footnote:target .close')
    assert not is_open(page)
    assert abs(page.evaluate('scrollY') - place) <= 1


def test_a_click_within_a_note_leaves_it_open(page: Page, address: str) -> None:
    page.goto(f'{address}en/index.html#b')
    page.click('.footnote:target p')
    assert is_open(page)
    page.click('.footnote-reference >> nth=0')  # the other note
    assert page.locator('.footnote:target').get_attribute('id') == 'a'


def test_without_scripts_the_cross_leads_back_to_the_call(chromium: Browser, address: str) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(f'{address}en/index.html#a')
    cross = page.locator('.footnote:target .close')
    assert cross.is_visible()
    cross.click()
    assert not is_open(page)
    assert page.locator('.footnote-reference:target').count() == 1
    page.close()


def test_a_note_that_is_not_read_in_place_has_no_cross(page: Page, address: str) -> None:
    page.goto(f'{address}en/index.html')
    assert page.locator('.footnote .close').first.is_hidden()


def test_the_contents_show_where_the_reader_is(page: Page, address: str) -> None:
    page.set_viewport_size({'width': 1280, 'height': 600})
    page.goto(f'{address}en/index.html')
    here = page.locator('.outline [aria-current]')
    assert here.count() == 0
    for name, other in (('one', 'two'), ('two', 'one')):
        page.locator(f'section#{name} > p').nth(1).scroll_into_view_if_needed()
        page.evaluate(f"document.querySelector('section#{name} > p').scrollIntoView()")
        page.wait_for_timeout(200)
        assert here.all_inner_texts() == [name.title()], other


def test_an_english_passage_of_a_chinese_page_keeps_its_letters_together(
    page: Page, address: str
) -> None:
    page.goto(f'{address}zh-CN/index.html')
    style = page.locator('article p[lang=en]').first.evaluate(
        """node => { const style = getComputedStyle(node);
        return [style.textAlign, style.textJustify, style.fontFamily.split(',')[0]] }"""
    )
    assert style == ['start', 'auto', '"Editions Serif"']


def test_numbers_and_marks_keep_to_their_sides_of_a_page(page: Page, address: str) -> None:
    """In an English passage of an Arabic page too: the number right, the rule left."""
    page.goto(f'{address}ar/index.html')
    passage = page.locator('[data-paragraph][lang=en]').first
    around = passage.bounding_box()
    number = passage.locator('.paragraph-number').bounding_box()
    assert around
    assert number
    assert number['x'] > around['x'] + around['width'] - 5
    style = passage.evaluate(
        """node => { const style = getComputedStyle(node);
        return [style.direction, style.borderLeftStyle, style.borderRightStyle] }"""
    )
    assert style == ['ltr', 'solid', 'none']
