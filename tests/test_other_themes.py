"""Pages of themes that are not ours: the menu of the languages, direction, addresses."""

import re
from pathlib import Path

import pytest
from conftest import sphinx

CONF = """
extensions = ['editions']
project, author, language = 'Bridges', 'Ada', 'en'
html_baseurl = 'https://example.org/b/'
editions_languages = {'en': 'English', 'es': 'Español', 'ar': 'العربية <b>'}
html_theme_path = ['themes']
"""
NAV = '<nav class="editions-languages"'


@pytest.fixture(scope='module')
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp('themes')
    (root / 'conf.py').write_text(CONF)
    (root / 'index.rst').write_text('Bridges\n=======\n\nText.\n\n.. toctree::\n\n   part/page\n')
    (root / 'part').mkdir()
    (root / 'part/page.rst').write_text('Page\n====\n\nText.\n')
    layouts = {  # what these themes do with their lists, and one that nobody knows
        'pydata_sphinx_theme': '{% for each in theme_navbar_end %}[{% include each %}]{% endfor %}',
        'strange': '',
    }
    for name, bar in layouts.items():
        folder = root / 'themes' / name
        folder.mkdir(parents=True)
        (folder / 'theme.conf').write_text(
            '[theme]\ninherit = basic\n[options]\nnavbar_end = end.html\n'
        )
        (folder / 'layout.html').write_text(
            f'<html><head>{{{{ metatags }}}}<link rel="canonical" href="{{{{ pageurl }}}}">'
            f'</head><body>{bar}<main>{{{{ body }}}}</main></body></html>'
        )
        (folder / 'end.html').write_text('end')
    return root


def page(project: Path, theme: str, *options: str) -> str:
    out = project / 'out' / '-'.join((theme, *options)).replace('=', '-')
    build = ('-D', f'html_theme={theme}', *options)
    done = sphinx('html', project, out, *build)
    assert done.returncode == 0, done.stderr
    return (out / 'part/page.html').read_text('utf-8')


@pytest.mark.parametrize(
    ('theme', 'around'),
    [
        ('alabaster', r'NAV\s*<h3>Navigation'),
        ('pydata_sphinx_theme', r'\[\s*NAV\s*\]\[end\]'),
        ('strange', r'<main>\s*NAV\s*<section id="page">'),
    ],
)
def test_a_page_leads_to_its_other_languages(project: Path, theme: str, around: str) -> None:
    made = page(project, theme, '-t', 'editions')
    assert made.count(NAV) == 1
    start, end = made.index(NAV), made.index('</nav>', made.index(NAV)) + len('</nav>')
    links = re.findall(r'<a href="([^"]*)" lang="(\S+)" hreflang="\S+" (\S+)="', made[start:end])
    assert links == [
        ('page.html', 'en', 'aria-current'),
        ('../../es/part/page.html', 'es', 'rel'),
        ('../../ar/part/page.html', 'ar', 'rel'),
    ]
    assert 'العربية &lt;b&gt;' in made[start:end]
    assert re.search(around, made[:start] + 'NAV' + made[end:], re.DOTALL)
    assert '<link rel="alternate" hreflang="en" href="https://example.org/b/en/part/' in made
    assert 'hreflang="es" href="https' not in made  # nothing is translated yet
    assert made.count('rel="canonical"') == 1


def test_the_address_of_a_site_may_name_a_language_and_so_may_that_of_one_edition(
    project: Path,
) -> None:
    base = 'https://example.org/en/latest/'
    for tag, folder in (('editions', 'en/'), ('alone', '')):
        made = page(project, 'strange', '-t', tag, '-D', f'html_baseurl={base}')
        assert f'<link rel="canonical" href="{base}{folder}part/page.html">' in made
        assert f'<meta property="og:url" content="{base}{folder}part/page.html">' in made
        assert ('hreflang="es" href="https' in made) is False


def test_only_an_edition_of_a_site_has_the_menu_and_one_value_leaves_it_out(project: Path) -> None:
    assert NAV not in page(project, 'strange')
    assert NAV not in page(project, 'strange', '-t', 'editions', '-D', 'editions_menu=0')


def test_a_text_from_right_to_left_runs_so_in_any_theme(project: Path) -> None:
    made = page(project, 'strange', '-t', 'editions', '-D', 'language=ar')
    assert re.search(r'<main>\s*<nav .*?</nav>\s*<div dir="rtl"><section', made, re.DOTALL)
    assert '<p dir="ltr" class="untranslated" id="p1" lang="en">Text.</p>' in made
    out = project / 'out/strange--t-editions--D-language-ar'
    assert (out / '_static/editions-right-to-left.css').is_file()
