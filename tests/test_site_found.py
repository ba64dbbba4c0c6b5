"""What tells the world of a site: sitemap, robots.txt, feeds, llms.txt, twins, share pictures."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from editions.commands import build
from editions.findings import Severity, UserError
from editions.html.page import Page, paired
from editions.languages.language import Language
from editions.project import Document, Edition, Format, Project
from editions.site import finish, links, listings, negotiation, pages, texts

LANGUAGES = (Language('en', 'English'), Language('zh_CN', '简体中文'))
BASE = 'https://example.org/site/'
S = '{http://www.sitemaps.org/schemas/sitemap/0.9}'
X = '{http://www.w3.org/1999/xhtml}'
A = '{http://www.w3.org/2005/Atom}'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two articles in two languages, and an index of them."""
    documents = (Document('one', 'first'), Document('part/two', 'second'))
    settings = {'gettext_compact': False}
    made = Project(tmp_path, tmp_path, LANGUAGES, documents, BASE, settings)
    for language in LANGUAGES:
        for name in ('index', 'one', 'part/two'):
            year = '<meta name="citation_publication_date" content="2016">'
            write(made, language, name, f'{name} in {language.tag}', year)
        for name in ('index', 'one', 'part/two'):
            catalog(made, language, name, '2026-11-20 13:00+0100')
    return made


def catalog(project: Project, language: Language, name: str, date: str) -> None:
    """A catalog that says when it was revised."""
    path = project.catalogs(language) / f'{name}.po'
    path.parent.mkdir(parents=True, exist_ok=True)
    header = f'PO-Revision-Date: {date}\\nContent-Type: text/plain; charset=UTF-8\\n'
    path.write_text(f'msgid ""\nmsgstr "{header}"\n')


def write(project: Project, language: Language, name: str, title: str, head: str = '') -> None:
    path = project.site / language.tag / f'{name}.html'
    path.parent.mkdir(parents=True, exist_ok=True)
    about = '<meta name="description" content="About &lt;it&gt;"><meta name="author" content="Ana">'
    path.write_text(f'<!DOCTYPE html><head>{about}{head}</head><main><h1>{title}</h1></main>')


def urls(project: Project) -> dict[str, dict[str, str]]:
    made = listings.files(project, pages.entries(project, project.site), project.site)[
        'sitemap.xml'
    ]
    return {
        url.findtext(f'{S}loc') or '': {
            link.attrib['hreflang']: link.attrib['href'] for link in url.iter(f'{X}link')
        }
        for url in etree.fromstring(made)
    }


def test_the_sitemap_names_every_page_with_all_its_languages(project: Project) -> None:
    found = urls(project)
    assert len(found) == 7  # the front door, and three pages in two languages
    assert found[f'{BASE}zh-CN/part/two.html'] == {
        'en': f'{BASE}en/part/two.html',
        'zh-CN': f'{BASE}zh-CN/part/two.html',
        'x-default': f'{BASE}en/part/two.html',
    }
    assert found[f'{BASE}en/index.html']['x-default'] == BASE


def test_alternates_are_mutual(project: Project) -> None:
    found = urls(project)
    for page, others in found.items():
        for tag, address in others.items():
            if tag != 'x-default':
                assert found[address] == others
                assert page in others.values()


def test_a_page_that_is_not_translated_is_not_passed_off(project: Project) -> None:
    canonical = f'<link rel="canonical" href="{BASE}en/one.html">'
    write(project, LANGUAGES[1], 'one', 'one', canonical)
    found = urls(project)
    assert f'{BASE}zh-CN/one.html' not in found
    assert list(found[f'{BASE}en/one.html']) == ['en', 'x-default']


def test_a_canonical_address_where_no_page_is_says_nothing(project: Project) -> None:
    write(project, LANGUAGES[1], 'one', 'one', f'<link rel="canonical" href="{BASE}one.html">')
    assert f'{BASE}zh-CN/one.html' in urls(project)


def test_robots_are_led_to_the_sitemap_where_they_look(project: Project) -> None:
    root = replace(project, baseurl='https://example.org/')
    text = listings.files(root, pages.entries(root, root.site), root.site)['robots.txt'].decode()
    assert text.endswith('Sitemap: https://example.org/sitemap.xml\n')
    assert 'robots.txt' not in listings.files(
        project, pages.entries(project, project.site), project.site
    )


def test_without_an_address_there_is_no_sitemap_and_no_feed(project: Project) -> None:
    bare = replace(project, baseurl='')
    entries = pages.entries(bare, bare.site)
    assert listings.files(bare, entries, bare.site).keys() == {'llms.txt'}
    assert listings.feeds(bare, entries, bare.site) == ({}, [])


def test_each_language_has_a_feed_of_its_articles(project: Project) -> None:
    (project.site / 'en/first.en.pdf').write_bytes(b'%PDF-1.7')
    made, findings = listings.feeds(project, pages.entries(project, project.site), project.site)
    assert sorted(made) == ['en/feed.xml', 'zh-CN/feed.xml']
    assert findings == []
    feed = etree.fromstring(made['en/feed.xml'])
    assert feed.attrib['{http://www.w3.org/XML/1998/namespace}lang'] == 'en'
    first, second = feed.findall(f'{A}entry')
    assert first.findtext(f'{A}updated') == '2026-11-20T12:00:00+00:00'
    assert first.findtext(f'{A}published') is None  # of 2016 no day is known
    assert first.findtext(f'{A}author/{A}name') == 'Ana'
    assert first.findtext(f'{A}summary') == 'About &lt;it&gt;'
    links = {(link.attrib['rel'], link.attrib['href']) for link in first.findall(f'{A}link')}
    assert links == {
        ('alternate', f'{BASE}en/one.html'),
        ('alternate', f'{BASE}zh-CN/one.html'),
        ('enclosure', f'{BASE}en/first.en.pdf'),
    }
    assert second.findtext(f'{A}id') == f'{BASE}en/part/two.html'


def test_an_article_has_a_date_of_its_own(project: Project) -> None:
    shutil.rmtree(project.locale)
    for language in LANGUAGES:
        dated = '<meta name="citation_publication_date" content="2024/05/01">'
        write(project, language, 'one', 'one', dated)
    made, findings = listings.feeds(project, pages.entries(project, project.site), project.site)
    (entry,) = etree.fromstring(made['en/feed.xml']).findall(f'{A}entry')
    assert entry.findtext(f'{A}published') == '2024-05-01T00:00:00+00:00'
    assert {finding.path for finding in findings} == {'en/part/two.html', 'zh-CN/part/two.html'}


def test_no_day_is_invented_for_a_feed(project: Project) -> None:
    shutil.rmtree(project.locale)
    made, findings = listings.feeds(project, pages.entries(project, project.site), project.site)
    assert made == {}
    assert {finding.code for finding in findings} == {'feed.date'}


def test_control_characters_of_a_stranger_break_no_feed(project: Project) -> None:
    write(project, LANGUAGES[0], 'one', 'a\x08b\x1b c\x00')
    entries = pages.entries(project, project.site)
    made, _ = listings.feeds(project, entries, project.site)
    assert 'a b c' in {e.text for e in etree.fromstring(made['en/feed.xml']).iter(f'{A}title')}


def test_one_article_has_no_feed(project: Project) -> None:
    single = replace(project, documents=project.documents[:1])
    assert listings.feeds(single, pages.entries(single, single.site), single.site) == ({}, [])


def test_llms_txt_leads_to_the_twins(project: Project) -> None:
    text = listings.files(project, pages.entries(project, project.site), project.site)[
        'llms.txt'
    ].decode()
    assert text.startswith('# index in en\n\n> About \\<it>\n')
    assert '## 简体中文' in text
    assert f'- [one in zh-CN]({BASE}zh-CN/one.html.md): About \\<it>' in text


def test_pairs_are_listed_where_they_are(project: Project) -> None:
    both = [Edition(LANGUAGES[0], form, LANGUAGES[1]) for form in Format]
    other = replace(project, pairs=tuple(both))
    before = listings.llms(project, pages.entries(project, project.site), project.site)
    assert listings.llms(other, pages.entries(project, project.site), project.site) == before
    for path in ('en+zh-CN/one.html', 'en+zh-CN/first.en+zh-CN.epub'):
        (project.site / path).parent.mkdir(exist_ok=True)
        (project.site / path).write_text('<title>both</title>')
    text = listings.llms(other, pages.entries(project, project.site), project.site).decode()
    assert text == before.decode() + (
        '\n## English / 简体中文\n\n'
        f'- [one in en]({BASE}en%2Bzh-CN/one.html)\n'
        f'- [one in en (EPUB)]({BASE}en%2Bzh-CN/first.en%2Bzh-CN.epub)\n'
    )
    known = Page(other, LANGUAGES[1], 'one.html', 'Site', document=project.documents[0])
    assert [(e['url'], e['encodingFormat'], e['inLanguage']) for e in paired(known)] == [
        (f'{BASE}en%2Bzh-CN/one.html', 'text/html', ['en', 'zh-CN']),
        (f'{BASE}en%2Bzh-CN/first.en%2Bzh-CN.pdf', 'application/pdf', ['en', 'zh-CN']),
        (f'{BASE}en%2Bzh-CN/first.en%2Bzh-CN.epub', 'application/epub+zip', ['en', 'zh-CN']),
    ]
    assert not list(paired(replace(known, project=replace(other, baseurl=''))))


def twin(html: str) -> str:
    page = pages.Page(LANGUAGES[0], 'en/x.html', f'<main>{html}</main>'.encode())
    return texts.twin(page).decode().rstrip('\n')


@pytest.mark.parametrize(
    ('html', 'expected'),
    [
        ('<h2>Part<a class="headerlink" href="#x">¶</a></h2>', '## Part'),
        ('<p>a <em>b </em>c <strong>d</strong> <code>e`f</code></p>', 'a *b* c **d** ``e`f``'),
        ('<p>1 * 2 [x] &lt;b&gt; a_b</p>', r'1 \* 2 \[x\] \<b> a\_b'),
        ('<p><a href="#p1"></a>Text</p>', 'Text'),
        ('<p><a href="y.html">the y</a></p>', '[the y](y.html)'),
        ('<ul><li><p>a</p></li><li><p>b</p><ul><li>c</li></ul></li></ul>', '- a\n- b\n\n  - c'),
        ('<ol start="3"><li>a</li><li>b</li></ol>', '3. a\n4. b'),
        ('<blockquote><p>a</p><p>b</p></blockquote>', '> a\n>\n> b'),
        ('<div class="highlight-python"><pre>x = 1\n</pre></div>', '```python\nx = 1\n```'),
        ('<dl><dt>t</dt><dd><p>d</p></dd></dl>', '**t**\n\n- d'),
        ('<img src="a.png" alt="A map">', '![A map](a.png)'),
        (
            '<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td></tr></table>',
            '| a | b\\|c |\n| --- | --- |\n| 1 |  |',
        ),
        (
            '<table><tr><th colspan="2">a</th></tr><tr><td rowspan="2">1</td><td>2</td></tr>'
            '<tr><td>3</td></tr></table>',
            '| a |  |\n| --- | --- |\n| 1 | 2 |\n|  | 3 |',
        ),
        (
            '<p>By Z<a role="doc-noteref" href="#n1">*</a></p>'
            '<aside id="n1" role="doc-footnote"><span class="label">*</span><p>A note.</p></aside>',
            'By Z[^n1]\n\n[^n1]: A note.',
        ),
        ('<nav><p>menu</p></nav><p>text</p>', 'text'),
        ('<p class="elsewhere"><a href="../es/x.html">Español</a></p><p>text</p>', 'text'),
        ('<p><span class="state">Not translated yet</span>text</p>', 'text'),
        ('<p>1. One</p>', '1\\. One'),
        ('<p>2016. That year</p>', '2016\\. That year'),
        ('<p>3) three</p>', '3\\) three'),
        ('<p># no heading</p>', '\\# no heading'),
        ('<p>&gt; no quotation</p>', '\\> no quotation'),
        ('<p>- no list</p>', '\\- no list'),
        ('<p>+ no list</p>', '\\+ no list'),
        ('<p>no heading<br>---</p>', 'no heading\\\n\\---'),
        ('<p>a<br>===</p>', 'a\\\n\\==='),
        ('<p>~~~</p>', '\\~~~'),
        ('<p>“1+3+6” #1 -1 2016 &gt; 2015</p>', '“1+3+6” #1 -1 2016 > 2015'),
        ('<ul><li>1. One</li></ul>', '- 1\\. One'),
        (
            '<img src="a b.png" alt="a](http://x.example/) [b">',
            r'![a\](http://x.example/) \[b](a%20b.png)',
        ),
        ('<p><math alttext="a$ [x](y) $b">a</math></p>', '`a$ [x](y) $b`'),
        ('<p><a href="x) [y](z">t</a></p>', '[t](x%29%20[y]%28z)'),
    ],
)
def test_a_page_has_a_twin_in_markdown(html: str, expected: str) -> None:
    assert twin(html) == expected


def test_a_share_picture_shows_the_head_of_the_pdf(project: Project) -> None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(420, 595)
    pdf.save(project.site / 'en/first.en.pdf')
    made = finish.cards(project, project.site)
    assert list(made) == ['en/first.en.png']
    data = made['en/first.en.png']
    assert data[:8] == b'\x89PNG\r\n\x1a\n'
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 630)
    assert finish.cards(project, project.site) == made


def test_hosts_without_redirects_get_pages_that_lead_on(project: Project) -> None:
    made = negotiation.leading_on(project, negotiation.rules(LANGUAGES))
    assert {'zh/index.html', 'zh_CN/index.html'} <= made.keys()
    page = LexborHTMLParser(made['zh/index.html'])
    assert page.css_first('a').attributes['href'] == '../zh-CN/index.html'


def test_a_first_page_of_another_name_is_found_at_the_folder_of_its_language(
    project: Project,
) -> None:
    other = replace(project, settings={'root_doc': 'one', 'gettext_compact': False})
    for language in LANGUAGES:
        (project.site / language.tag / 'index.html').unlink()
    made = negotiation.homes(other, project.site)
    assert made.keys() == {'en/index.html', 'zh-CN/index.html'}
    assert LexborHTMLParser(made['en/index.html']).css_first('a').attributes['href'] == 'one.html'
    (project.site / 'en/index.html').write_bytes(made['en/index.html'])
    assert 'en/index.html' not in [e.path for e in pages.entries(other, project.site)]


def test_the_old_address_of_a_document_leads_to_the_new_one(project: Project) -> None:
    given = {'old/name': 'one', 'two': 'one', 'gone': 'nowhere', 'part': 'one#a "b"'}
    own = project.outdir(Edition(project.source_language, Format.HTML))
    own.mkdir(parents=True)
    (own / 'two.html').touch()
    moved = replace(project, settings={**project.settings, 'editions_redirects': given})
    made = negotiation.renamed(moved, project.site)
    assert made.keys() == {
        'en/old/name.html', 'zh-CN/old/name.html', 'zh-CN/two.html', 'en/part.html',
        'zh-CN/part.html',
    }  # fmt: skip
    page = LexborHTMLParser(made['en/old/name.html'])
    assert page.css_first('a').attributes['href'] == '../one.html'
    assert page.css_first('a').text() == 'one in en'
    section = LexborHTMLParser(made['en/part.html']).css_first('a')
    assert section.attributes['href'] == 'one.html#a%20%22b%22'
    finish.put(project.site, made)
    assert not [e for e in pages.entries(moved, project.site) if e.path in made]
    before = links.Site.of(project.site, project)
    assert not list(links.lost(before, links.Site.of(project.site, project)))


def test_a_build_warns_of_an_old_address_that_leads_nowhere(project: Project) -> None:
    made = project.outdir(Edition(project.source_language, Format.HTML))
    moved = replace(project, settings={**project.settings, 'editions_redirects': {'old': 'gone'}})
    assert build.build(moved, (), print).findings == ()  # no page is built
    made.mkdir(parents=True)
    (found,) = build.build(moved, (), print).findings
    assert (found.severity, found.code) == (Severity.WARNING, 'site.redirect')
    assert "'old' leads to 'gone', and there is no such document" in str(found)


@pytest.mark.parametrize(
    'names',
    [
        {'a': 3},
        {'../a': 'b'},
        {'a': '/b'},
        {'a//b': 'c'},
        {'': 'b'},
        {'a.html': 'b'},
        {'a': 'b.html'},
        {'a#b': 'c'},
        {'a\0': 'b'},
        {'a': 'b\r\nSet-Cookie: c'},
        {1: 'b'},
        ['a'],
    ],
)
def test_a_name_outside_of_the_site_is_no_old_address(
    names: dict[str, str], project: Project
) -> None:
    moved = replace(project, settings={'editions_redirects': names})
    with pytest.raises(UserError, match='it names documents without a suffix'):
        negotiation.redirects(moved)


def test_no_such_page_can_overwrite_an_edition_where_case_does_not_count(project: Project) -> None:
    folders = [
        path.partition('/')[0].lower()
        for path in negotiation.leading_on(project, negotiation.rules(LANGUAGES))
    ]
    assert len(set(folders)) == len(folders)
    assert not {'en', 'zh-cn'} & set(folders)
