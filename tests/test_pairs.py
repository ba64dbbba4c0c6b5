"""Pages with two languages: what stands beside what, what is written once, where links lead."""

import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import editions
from selectolax.lexbor import LexborHTMLParser, LexborNode

from editions import files, report
from editions.alignment import Alignment
from editions.builds import record
from editions.findings import UserError
from editions.languages.language import Language
from editions.project import Edition, Format, Project, load, read_pairs
from editions.site import assemble, listings, pages, paired_pages, pairs
from editions.site.links import Site

ENGLISH, SPANISH = Language('en', 'English'), Language('es', 'Español')
CONF = """project = 'Tides'
extensions = ['editions']
language = 'en'
editions_languages = {'en': 'English', 'es': 'Español'}
editions_formats = ['html']
editions_pairs = [('en', 'es')]
html_theme = 'editions'
html_baseurl = 'https://example.org/'
locale_dirs = ['../locale']
gettext_compact = False
"""
INDEX = """Tides
=====

The sea rises twice a day. [#moon]_

* A list item.

Nobody has said this in Spanish.

.. image:: /p.svg
   :alt: A wave

.. code-block:: python

   print('high')

.. [#moon] The moon draws it.

.. toctree::

   part/page
"""
PAGE = """Ebb
===

It goes back to :doc:`/index`.
"""
SAID = {
    'index': {
        'Tides': 'Mareas',
        'The sea rises twice a day. [#moon]_': 'El mar sube dos veces al día. [#moon]_',
        'A list item.': 'Un punto de la lista.',
        'A wave': 'Una ola',
        'The moon draws it.': 'La atrae la luna.',
    },
    'part/page': {
        'Ebb': 'Bajamar',
        'It goes back to :doc:`/index`.': 'Vuelve a :doc:`/index`.',
    },
}
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: es\\n"\n'


@pytest.fixture(scope='module')
def tides(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of two documents, built in two languages and as their pair."""
    root = tmp_path_factory.mktemp('tides')
    (root / 'source' / 'part').mkdir(parents=True)
    (root / 'conf.py').write_text(CONF)
    (root / 'source/index.rst').write_text(INDEX)
    (root / 'source/part/page.rst').write_text(PAGE)
    (root / 'source/p.svg').write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    for name, said in SAID.items():
        path = root / 'locale/es/LC_MESSAGES' / f'{name}.po'
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = (f'\nmsgid "{source}"\nmsgstr "{string}"\n' for source, string in said.items())
        path.write_text(HEAD + ''.join(rows))
    done = editions('build', cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '3 of 3 built' in done.stdout
    return load(root)


def tree(project: Project, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((project.site / path).read_bytes())


def texts(node: LexborNode, selector: str) -> list[str]:
    return [' '.join(each.text().split()) for each in node.css(selector)]


def test_each_passage_stands_beside_its_translation(tides: Project) -> None:
    page = tree(tides, 'en+es/index.html')
    row = page.css_first('#p1')
    assert [each.attributes['lang'] for each in row.css('.passage')] == ['en', 'es']
    assert [each.attributes['dir'] for each in row.css('.passage')] == ['ltr', 'ltr']
    english, spanish = texts(row, '.passage')
    assert english.startswith('The sea rises')
    assert spanish.startswith('El mar sube')
    assert texts(page.css_first('h1'), '.passage') == ['Tides', 'Mareas']
    assert texts(page.css_first('article li'), '.passage') == [
        'A list item.',
        'Un punto de la lista.',
    ]
    note = page.css_first('.footnote')
    assert texts(note, '.passage > p') == ['The moon draws it.', 'La atrae la luna.']
    assert texts(note, '.passage:last-child > .label') == ['1']


def test_the_feet_of_both_columns_are_level() -> None:
    foot = '<p class="cite">{}</p><details><summary>BibTeX</summary><pre>{}</pre></details>'
    more = '<p class="follows">Sigue</p>'
    text, _ = aligned(foot.format('Cite', '@en'), more + foot.format('Citar', '@es'))
    rows = [texts(row, '.passage') for row in LexborHTMLParser(text).css('.pair')]
    assert rows == [['', 'Sigue'], ['Cite', 'Citar'], ['@en', '@es']]
    assert text.count('BibTeX') == 1


def test_code_and_pictures_stand_there_once(tides: Project) -> None:
    page = tree(tides, 'en+es/index.html')
    assert len(page.css('article pre')) == 1
    picture, words = page.css_first('article img'), page.css_first('article .hidden')
    assert len(page.css('article img')) == 1
    assert picture.attributes['alt'] == 'A wave'
    assert (words.attributes['lang'], words.text()) == ('es', 'Una ola')


def test_what_is_not_translated_is_marked_as_on_its_page(tides: Project) -> None:
    single = tree(tides, 'es/index.html').css_first('.untranslated')
    paired = tree(tides, 'en+es/index.html').css_first('.passage[lang=es] .untranslated')
    assert paired.attributes['lang'] == 'en'
    assert paired.css_first('.state').text() == single.css_first('.state').text()


def test_every_id_is_there_once_and_every_link_leads_somewhere(tides: Project) -> None:
    site = Site.of(tides.site, tides)
    assert list(site.findings()) == []
    assert max(Counter(site.ids['en+es/index.html']).values()) == 1


def test_a_reader_comes_there_from_every_page_and_back(tides: Project) -> None:
    for tag, name, words in (
        ('en', 'index', 'Read side by side with Spanish'),
        ('es', 'index', 'Leer junto al texto en inglés'),
        ('es', 'part/page', 'Leer junto al texto en inglés'),
    ):
        up = '../' * name.count('/')
        single = tree(tides, f'{tag}/{name}.html')
        link = single.css_first('.beside a')
        assert link.attributes['href'] == f'{up}../en+es/{name}.html'
        assert link.text() == words
        back = [a.attributes['href'] for a in tree(tides, f'en+es/{name}.html').css('.languages a')]
        assert f'{up}../{tag}/{name}.html' in back
    page = tree(tides, 'en+es/part/page.html')
    assert page.css_first('.languages [aria-current]').text() == 'English + Español'
    links = [a.attributes['href'] for a in page.css('article p a')]
    assert links.count('../index.html') == 2  # to the page of the pair, from both languages


def test_search_engines_are_sent_to_the_single_page(tides: Project) -> None:
    page = tree(tides, 'en+es/part/page.html')
    canonical = [link.attributes['href'] for link in page.css('link[rel=canonical]')]
    assert canonical == ['https://example.org/en/part/page.html']
    assert not page.css('head link[hreflang], script[type="application/ld+json"], meta[property]')
    found = pages.entries(tides, tides.site)
    assert b'+' not in listings.sitemap(tides, found)
    assert 'English + Español' in texts(tree(tides, 'index.html').css_first('main'), '.pairs li')


def test_the_sheet_has_the_fonts_of_both_languages(tides: Project) -> None:
    page = tree(tides, 'en+es/part/page.html')
    sheets = [a.attributes['href'] for a in page.css('link[rel=stylesheet]')]
    (name,) = (each for each in sheets if 'pair-' in (each or ''))
    text = (tides.site / 'en+es/part' / str(name)).read_text()
    for tag in ('en', 'es'):
        for path in (tides.site / tag / '_static/fonts').iterdir():
            assert path.name in text
    found = re.findall(r"url\('\.\./\.\./(.*?)'\)", text)
    assert found
    assert all((tides.site / each).is_file() for each in found)


def test_a_pair_is_built_again_with_its_languages_and_the_same_each_time(tides: Project) -> None:
    (edition,) = tides.pairs
    last = report.read(tides.outdir(edition))
    assert last
    assert last.edition == 'en+es/html'
    assert set(last.outputs) == {'index.html', 'part/page.html'}
    assert record.why(tides, edition) == ''
    assert not record.plan_pairs(tides, ())
    (step,) = record.plan_pairs(tides, [edition], force=True)
    done = pairs.build(tides, step)
    again = report.read(tides.outdir(edition))
    assert not done.failed
    assert again
    assert again.content == last.content
    shown = editions('status', 'es', cwd=tides.root).stdout
    assert 'en+es/html  built' in shown


@pytest.mark.parametrize(
    ('listed', 'words'),
    [
        ([('en', 'fr')], 'editions add-language fr'),
        ([('en', 'en')], 'two languages'),
        (['en+es'], 'two languages'),
    ],
)
def test_a_pair_that_cannot_be_is_named(listed: object, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read_pairs(Path('/project'), (ENGLISH, SPANISH), {'editions_pairs': listed})


def test_a_page_of_a_pair_is_put_together_again_where_a_part_of_it_has_changed(
    tides: Project,
) -> None:
    project, (edition,) = tides.apart('edited'), tides.pairs
    for part in edition.parts:
        shutil.copytree(tides.outdir(part), project.outdir(part))
    place, home = project.outdir(edition), project.outdir(edition.parts[1]) / 'index.html'
    pairs.build(project, record.Step(edition, 'not built yet'))
    before = {name: (place / name).stat().st_ino for name in ('index.html', 'part/page.html')}
    text = home.read_text('utf-8')
    for changed in (text.replace('El mar sube', 'La mar sube'), text):
        home.write_text(changed, 'utf-8')
        done = pairs.build(project, record.Step(edition, 'pages of es/html changed'))
        onward = contents(place)
        stayed = {name for name in before if (place / name).stat().st_ino == before[name]}
        assert stayed == {'part/page.html'}
        again = pairs.build(project, record.Step(edition, record.ASKED_FOR))
        whole = contents(place)
        assert {n: d for n, d in whole.items() if n != report.FILE} == {
            n: d for n, d in onward.items() if n != report.FILE
        }
        assert done.findings == again.findings
        before = {name: (place / name).stat().st_ino for name in before}
    picture = project.outdir(edition.parts[1]) / '_images/p.svg'
    picture.write_text(picture.read_text('utf-8') + ' ', 'utf-8')
    pairs.build(project, record.Step(edition, 'pages of es/html changed'))
    assert all((place / name).stat().st_ino != before[name] for name in before)


def test_the_preview_puts_a_new_pair_on_its_site(tides: Project) -> None:
    (edition,) = tides.pairs
    watched = tides.apart('preview')
    for part in edition.parts:
        shutil.copytree(tides.outdir(part), watched.outdir(part))
    assemble.assemble(watched)
    assert not (watched.site / edition.tag).exists()
    pairs.renew(watched)
    page = 'en+es/part/page.html'
    assert (watched.site / page).read_bytes() == (tides.site / page).read_bytes()


def test_a_site_that_is_watched_holds_what_a_new_one_does(tides: Project) -> None:
    """Whatever was put on it last, and whatever a killed process left there or came to."""
    settings = {**tides.settings, 'editions_redirects': {'old': 'index'}}
    watched = replace(tides.apart('watched'), settings=settings)
    for edition in tides.editions():
        shutil.copytree(tides.outdir(edition), watched.outdir(edition))
    assemble.assemble(watched)
    home = watched.outdir(Edition(SPANISH, Format.HTML)) / 'index.html'
    home.write_text(re.sub('<h1>.*?<', '<h1>Ŵŷ<', home.read_text('utf-8')), 'utf-8')
    paired = watched.outdir(watched.pairs[0]) / 'index.html'
    files.write_text(paired, paired.read_text('utf-8') + '<!-- -->')
    (watched.site / 'fr').mkdir()
    for tag in ('es', 'en+es'):
        assemble.renew(watched, tag)
    found = contents(watched.site)
    assemble.assemble(watched)
    assert found == contents(watched.site)
    assert {'es/old.html', 'en+es/old.html'} <= found.keys()


def test_a_pair_lacks_a_page_or_a_language(tides: Project) -> None:
    (edition,) = tides.pairs
    made = paired_pages.PairedPages(tides, edition)
    made.sides[1].names = ('index.html',)
    assert 'pair.page' not in {each.code for each in pairs.findings(tides, edition, made)}
    made.both = frozenset(['index.html'])
    found = {each.code: each for each in pairs.findings(tides, edition, made)}
    assert found['pair.page'].path == 'source/part/page.rst'
    missing = Edition(ENGLISH, Format.HTML, Language('pt', 'Português'))
    (found_missing,) = pairs.missing(tides, missing)
    assert found_missing.code == 'pair.part'


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in files.below(folder)}


def aligned(one: str, other: str, *, same: bool = True) -> tuple[str, list[int]]:
    trees = [LexborHTMLParser(f'<article>{each}</article>') for each in (one, other)]
    alignment = Alignment((ENGLISH, SPANISH), lambda *_: same)
    nodes = [each.css_first('article') for each in trees]
    return alignment.inside(*nodes), alignment.alone


def test_a_table_stays_one_and_equal_cells_stand_once() -> None:
    row = '<table><tbody><tr><td><p>2016</p></td><td><p>{}</p></td></tr></tbody></table>'
    text, alone = aligned(row.format('Peru'), row.format('Perú'))
    page = LexborHTMLParser(text)
    assert len(page.css('table')) == 1
    first, second = page.css('td')
    assert texts(first, 'p') == ['2016']
    assert texts(second, 'p') == ['Peru', 'Perú']
    assert alone == [0, 0]


def test_the_state_of_a_cell_a_term_and_a_heading_stays_with_its_language() -> None:
    text, _ = aligned(
        '<h2 id="a">One</h2><dl><dt>Term</dt></dl>',
        '<h2 class="outdated">Uno</h2><dl><dt class="untranslated" lang="en">Term</dt></dl>',
    )
    page = LexborHTMLParser(text)
    assert page.css_first('h2').attributes['class'] == 'pair'
    assert page.css_first('h2 .passage[lang=es] > span.outdated')
    assert page.css_first('dt .passage[lang=es] > .untranslated[lang=en]')


def test_a_picture_of_its_own_language_stands_beside_the_other() -> None:
    text, _ = aligned('<img src="a.png" alt="">', '<img src="b.png" alt="">', same=False)
    assert len(LexborHTMLParser(text).css('.pair img')) == 2


def test_a_passage_without_another_keeps_its_column_and_is_counted() -> None:
    text, alone = aligned('<p>One</p>', '<ul><li>Dos</li></ul><p>Uno</p>')
    first, second = LexborHTMLParser(text).css('.pair')
    assert texts(first, '.passage') == ['', 'Dos']
    assert texts(second, '.passage') == ['One', 'Uno']
    assert alone == [0, 1]


def test_nothing_that_two_languages_say_differently_is_written_in_one() -> None:
    for shape in (
        '<details><summary>{}</summary><p>x</p></details>',
        '<article><h2>{}</h2><p>x</p></article>',
        '<p class="label">{}</p>',
        '<article>{}</article>',
    ):
        text, alone = aligned(shape.format('One'), shape.format('Uno'))
        assert ('One' in text, 'Uno' in text, alone) == (True, True, [0, 0]), shape
    note = '<aside class="footnote"><span class="label">1</span><p>{}</p></aside>'
    text = aligned(note.format('One'), note.format('Uno'))[0]
    assert text.count('"label"') == 2  # the second one is seen, and not read out
    assert text.count('class="label" aria-hidden="true"') == 1


def test_a_row_of_one_side_has_its_language_and_direction() -> None:
    row = '<tr><td><p>{}</p></td></tr>'
    table = f'<table><tbody>{row.format("One")}{{}}</tbody></table>'
    text, _ = aligned(table.format(''), table.format(row.format('Dos')))
    last = LexborHTMLParser(text).css('tr')[1]
    assert (last.attributes['lang'], last.attributes['dir']) == ('es', 'ltr')


def test_every_address_of_a_picture_leads_into_the_folder_of_its_language(tmp_path: Path) -> None:
    srcset = 'p.png 1x, data:image/png;base64,xx 2x,p.png.webp 3x'
    html = f'<img src="p.png" srcset="{srcset}"><a href="a/">'
    (tmp_path / 'index.html').write_text(html)
    side = paired_pages.Side(Edition(ENGLISH, Format.HTML), tmp_path, ('index.html',))
    made = side.tree('index.html', frozenset())
    assert made.css_first('img').attributes['srcset'] == (
        '../en/p.png 1x, data:image/png;base64,xx 2x,../en/p.png.webp 3x'
    )
    assert made.css_first('a').attributes['href'] == '../en/a/'


def test_a_machine_s_translation_has_its_own_rule_in_every_sheet() -> None:
    rules = re.findall(r'([^{}]*)\{([^{}]*)\}', paired_pages.STYLE.read_text('utf-8'))
    marked = [body for which, body in rules if '.machine' in which]
    assert marked
    assert not any('solid var(--rule)' in body for body in marked)
    book = (paired_pages.STYLE.parents[2] / 'editions-epub/static/epub.css').read_text('utf-8')
    assert '.machine:not(.outdated) { border-inline-end-style: dotted }' in book


def test_a_note_that_one_language_calls_twice_has_one_mark_and_stands_beside_the_other() -> None:
    note = (
        '<aside class="footnote"><span class="label">1</span>{}<p data-paragraph="3">{}</p></aside>'
    )
    twice = '<span class="backrefs">(<a href="#a">1</a>,<a href="#b">2</a>)</span>'
    for one, other in ((twice, ''), ('', twice)):
        text, alone = aligned(note.format(one, 'One'), note.format(other, 'Uno'))
        page = LexborHTMLParser(text)
        assert texts(page.css_first('.pair'), 'p') == ['One', 'Uno']
        assert len(page.css('.pair')) == 1
        assert (
            len([mark for mark in page.css('.label') if 'aria-hidden' not in mark.attributes]) == 1
        )
        assert alone == [0, 0]
