"""How far translations are, as a badge and as a page that a site can show."""

from base64 import b64decode
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from conftest import editions
from fontTools.ttLib import TTFont

from editions.builds import source
from editions.catalogs.counts import Count
from editions.languages.language import Language
from editions.preview import progress
from editions.preview.progress import EditionStatus, LanguageProgress, language_progress
from editions.project import load

ES, ZH = Language('es', 'Español'), Language('zh_CN', '简体中文')
WHOLE = Count(translated=3, words=30, words_translated=30)
PART = Count(translated=2, outdated=1, words=3000, words_translated=2999)


def text(svg: bytes) -> str:
    return ElementTree.fromstring(svg).attrib['aria-label']  # noqa: S314 (our own)


def badge(*languages: LanguageProgress) -> bytes:
    return progress.svg_badge(languages)


def test_a_badge_names_each_language_and_rounds_down() -> None:
    spanish = LanguageProgress(ES, {'locale/es/a.po': WHOLE})
    chinese = LanguageProgress(ZH, {'locale/zh_CN/a.po': PART})
    assert text(badge(spanish, chinese)) == 'translated: es 100 % · zh-CN 99 %'
    assert text(badge(LanguageProgress(ES, {'a.po': Count()}))) == 'translated: es 0 %'
    assert text(badge(LanguageProgress(ES, {}))) == 'translated: no languages'


def test_the_colour_of_a_badge_is_that_of_the_worst_language() -> None:
    whole = LanguageProgress(ES, {'a.po': WHOLE})
    most = LanguageProgress(ZH, {'a.po': PART})
    half = LanguageProgress(ZH, {'a.po': Count(translated=1, words=10, words_translated=5)})
    for languages, colour in (
        ((), '#a3261c'),
        ((whole,), '#2f6f2a'),
        ((whole, most), '#5c6b1f'),
        ((whole, half), '#a3261c'),
    ):
        assert f'fill="{colour}"' in badge(*languages).decode()


def test_a_catalog_that_cannot_be_read_is_never_whole_and_a_glossary_does_not_count() -> None:
    broken = LanguageProgress(ES, {'a.po': WHOLE, 'b.po': Count(broken=1)})
    assert broken.percent == 99
    found = LanguageProgress(ES, {'a.po': PART, 'locale/es/glossary.po': WHOLE})
    assert found.total.words == 3000


def test_many_languages_are_one_number() -> None:
    many = [LanguageProgress(Language(f'a{x}', x), {'a.po': WHOLE}) for x in 'bcdefghijkl']
    assert text(badge(*many)) == 'translated: 100 % of 11 languages'


def test_what_readers_do_not_see_is_not_translated(project: Path) -> None:
    path = project / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    text = path.read_text('utf-8')
    path.write_text(text.replace('msgstr "La lejanía', 'msgstr "La **lejanía'), 'utf-8')
    found = language_progress(load(project), ES, source.now(load(project)))
    total = found.total
    assert (total.withheld, total.untranslated, total.translated) == (1, 0, total.messages - 1)
    assert found.percent < 100
    assert '1 not shown to readers' in str(found.counts['locale/es/LC_MESSAGES/index.po'])


def test_what_is_outdated_and_not_shown_counts_as_both(project: Path) -> None:
    path = project / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    with (project / 'conf.py').open('a', encoding='utf-8') as conf:
        conf.write("\neditions_outdated = 'source'\n")
    old = 'msgid "In his speech in the Congress'
    text = path.read_text('utf-8')
    assert text.count(old) == 1
    path.write_text(text.replace(old, f'#, fuzzy\n{old}'), 'utf-8')
    total = language_progress(load(project), ES, source.now(load(project))).total
    assert (total.outdated, total.withheld, total.translated) == (1, 1, total.messages - 1)


def test_the_page_says_failures_first_and_escapes_them(project: Path) -> None:
    spanish = LanguageProgress(ES, {'locale/es/a.po': PART})
    failed = EditionStatus('es/pdf', '', (), 0, 0, '<script>alert(1)</script>', '2026-01-01')
    good = EditionStatus('es/html', '2026-01-01T00:00:00+00:00', ('index.html',), 0, 0, '', '')
    page = progress.page(load(project), [good, failed], [spanish]).decode()
    assert '<script>' not in page
    assert page.index('&lt;script&gt;') < page.index('<table>')
    assert '>Español</th>' in page
    assert '99%' in page


def test_status_writes_both(project: Path) -> None:
    done = editions('status', '--html', 'out/status.html', '--badge', 'out/es.svg', cwd=project)
    assert done.returncode == 0, done.stderr
    assert 'es 100 %' in text((project / 'out' / 'es.svg').read_bytes())
    assert '<h1>Translations</h1>' in (project / 'out' / 'status.html').read_text('utf-8')


def test_the_page_names_a_language_in_a_font_of_its_own(project: Path) -> None:
    chinese = LanguageProgress(ZH, {'locale/zh_CN/a.po': PART})
    made = progress.page(load(project), [], [chinese]).decode()
    font = made.partition('"Front Song"')[2].partition('base64,')[2].partition('"')[0]
    drawn = TTFont(BytesIO(b64decode(font))).getBestCmap()
    assert {ord(character) for character in ZH.name} <= drawn.keys()
