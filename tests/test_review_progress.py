"""How far translations are, as a badge and as a page that a site can show."""

from pathlib import Path
from xml.etree import ElementTree

from conftest import editions

from editions.catalogs.counts import Count
from editions.languages.language import Language
from editions.preview import progress
from editions.preview.progress import EditionStatus
from editions.project import load

ES, ZH = Language('es', 'Español'), Language('zh_CN', '简体中文')
WHOLE = Count(translated=3, words=30, words_translated=30)
PART = Count(translated=2, outdated=1, words=3000, words_translated=2999)


def text(svg: bytes) -> str:
    return ElementTree.fromstring(svg).attrib['aria-label']  # noqa: S314 (our own)


def test_a_badge_names_each_language_and_rounds_down() -> None:
    counts = {ES: {'locale/es/a.po': WHOLE}, ZH: {'locale/zh_CN/a.po': PART}}
    assert text(progress.badge(counts)) == 'translated: es 100 % · zh-CN 99 %'
    assert text(progress.badge({ES: {'a.po': Count()}})) == 'translated: es 0 %'
    assert text(progress.badge({})) == 'translated: no languages'


def test_the_colour_of_a_badge_is_that_of_the_worst_language() -> None:
    half = Count(translated=1, words=10, words_translated=5)
    for counts, colour in (
        ({}, '#a3261c'),
        ({ES: {'a.po': WHOLE}}, '#2f6f2a'),
        ({ES: {'a.po': WHOLE}, ZH: {'a.po': PART}}, '#5c6b1f'),
        ({ES: {'a.po': WHOLE}, ZH: {'a.po': half}}, '#a3261c'),
    ):
        assert f'fill="{colour}"' in progress.badge(counts).decode()


def test_a_catalog_that_cannot_be_read_is_never_whole_and_a_glossary_does_not_count() -> None:
    broken = {'a.po': WHOLE, 'b.po': Count(broken=True)}
    assert progress.total(ES, broken).percent == 99
    assert progress.total(ES, {'a.po': PART, 'locale/es/glossary.po': WHOLE}).words == 3000


def test_many_languages_are_one_number() -> None:
    many = {Language(f'a{letter}', letter): {'a.po': WHOLE} for letter in 'bcdefghijkl'}
    assert text(progress.badge(many)) == 'translated: 100 % of 11 languages'


def test_the_page_says_failures_first_and_escapes_them(project: Path) -> None:
    failed = EditionStatus('es/pdf', '', (), 0, 0, '<script>alert(1)</script>', '2026-01-01')
    good = EditionStatus('es/html', '2026-01-01T00:00:00+00:00', ('index.html',), 0, 0, '', '')
    page = progress.page(load(project), [good, failed], {ES: {'locale/es/a.po': PART}}).decode()
    assert '<script>' not in page
    assert page.index('&lt;script&gt;') < page.index('<table>')
    assert '>Español</th>' in page
    assert '99 %' in page


def test_status_writes_both(project: Path) -> None:
    done = editions('status', '--html', 'out/status.html', '--badge', 'out/es.svg', cwd=project)
    assert done.returncode == 0, done.stderr
    assert 'es 100 %' in text((project / 'out' / 'es.svg').read_bytes())
    assert '<h1>Translations</h1>' in (project / 'out' / 'status.html').read_text('utf-8')
