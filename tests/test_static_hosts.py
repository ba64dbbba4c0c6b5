"""Static hosts: `_headers` and `_redirects` as Netlify's own programs read them."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from test_site_negotiation import FOUR

from editions.project import Document, Project
from editions.site import negotiation, policy, servers

pytest_plugins = ['html_fixtures']

BASES = ('/', '/repo/')
PATHS = (
    '_static/front-0123456789.css',
    'en/_static/editions.css',
    'en/_static/fonts/a.0123456789.woff2',
    'en/_static/fonts/b.0123456789.woff2',
    'en/_images/a-0123456789.png',
    'en/_images/b.png',
    'en/index.html',
)

FONT = '</en/a.woff2>; rel=preload; as=font; crossorigin'


def files(base: str) -> dict[str, str]:
    nowhere = Path('/nonexistent')
    document = Document('index', 'text')
    project = Project(nowhere, nowhere, FOUR, (document,), f'https://example.org{base}')
    made = servers.files(project, negotiation.rules(FOUR), PATHS, policy.STRICT, {'en': FONT})
    return {name: made[name].decode() for name in ('_headers', '_redirects')}


@pytest.fixture(scope='module', params=BASES)
def host(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    packages: Path,
    node: Path,
) -> Callable[..., list[dict[str, Any]]]:
    """Ask Netlify: each path below the base, in a language, gives what it answers."""
    folder = tmp_path_factory.mktemp('host')
    for name, text in files(request.param).items():
        (folder / name).write_text(text)
    script = packages.parent / 'netlify.mjs'  # packages are looked for beside the script
    script.write_bytes((ROOT / 'tests/netlify.mjs').read_bytes())

    def ask(*questions: tuple[str, str]) -> list[dict[str, Any]]:
        base = request.param.rstrip('/')
        asked = json.dumps([(base + path, language) for path, language in questions])
        command = [str(node / 'bin' / 'node'), str(script), str(folder)]
        done = subprocess.run(command, input=asked, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout)
        assert said['errors'] == []
        for each in said['answers']:
            each['to'] = each['to'].removeprefix(base)
        return list(said['answers'])

    return ask


def test_the_front_door_leads_on_by_language(host: Callable[..., Any]) -> None:
    languages = ('en', 'es', 'pt-BR', 'pt', 'zh-CN', 'zh', 'zh-TW', 'zh-Hant', 'de')
    answers = host(*(('/', language) for language in languages))
    places = ['/en/', '/es/', '/pt-BR/', '/pt-BR/', '/zh-CN/', '/zh-CN/']
    assert [each['to'] for each in answers] == [*places, '/index.html', '/index.html', '']
    assert [each['status'] for each in answers] == [302] * 6 + [200, 200, 0]
    assert all(each['force'] for each in answers[:-1])  # / has a page


@pytest.mark.parametrize(
    ('path', 'place'),
    [
        ('/pt', '/pt-BR/'),
        ('/pt/', '/pt-BR/'),
        ('/pt_BR/part/page.html', '/pt-BR/part/page.html'),
        ('/pt-br/', '/pt-BR/'),
        ('/zh_CN/', '/zh-CN/'),
        ('/zh/', '/zh-CN/'),
        ('/EN/', '/en/'),
    ],
)
def test_other_names_of_a_language_lead_to_it(
    host: Callable[..., Any], path: str, place: str
) -> None:
    (answer,) = host((path, 'en'))
    assert (answer['status'], answer['to']) == (301, place)


def test_a_wrong_path_is_answered_in_its_language(host: Callable[..., Any]) -> None:
    answers = host(('/es/none/deeper', 'en'), ('/none', 'en'), ('/zhuang/', 'en'))
    assert [(each['to'], each['status']) for each in answers] == [
        ('/es/404.html', 404),
        ('', 0),
        ('', 0),
    ]
    assert not answers[0]['force']  # a page that is there is shown


def test_answers_carry_their_headers(host: Callable[..., Any]) -> None:
    page, door, front, font, picture, sheet, paper = (
        each['headers']
        for each in host(
            *((path, 'en') for path in ('/en/index.html', '/', *(f'/{n}' for n in PATHS[:1]))),
            ('/en/_static/fonts/a.0123456789.woff2', 'en'),
            ('/en/_images/a-0123456789.png', 'en'),
            ('/en/_static/editions.css', 'en'),
            ('/es/text.es.pdf', 'en'),
        )
    )
    for answer in (page, door, font, paper):
        for name, value in servers.headers(policy.STRICT):
            assert answer[name] == value
    assert (door['Vary'], door['Cache-Control']) == ('Accept-Language', 'no-cache')
    kept = [answer.get('Cache-Control') for answer in (front, font, picture, sheet, page)]
    assert kept == [servers.FOR_EVER] * 3 + [None] * 2
    assert paper['Link'].endswith('/es/index.html>; rel="canonical"')
    assert 'Link' not in page


def test_the_first_page_of_a_language_names_its_faces(host: Callable[..., Any]) -> None:
    english, spanish = (each['headers'] for each in host(('/en/', 'en'), ('/es/', 'en')))
    assert english['Link'] == FONT
    assert 'Link' not in spanish


def headers(made: dict[str, str]) -> list[str]:
    return made['_headers'].splitlines()


def test_many_fonts_make_no_line_that_cloudflare_drops() -> None:
    project = Project(Path('/none'), Path('/none'), FOUR, (), 'https://example.org/')
    value = ', '.join([FONT] * 80)
    made = servers.static_headers(project, PATHS, policy.STRICT, {'en': value}).decode()
    assert max(map(len, made.splitlines())) <= 2000
    assert made.count(FONT) > 30


@pytest.mark.parametrize('base', BASES)
def test_cloudflare_reads_few_rules_and_names_before_patterns(base: str) -> None:
    made = files(base)
    rules = [line for line in made['_headers'].splitlines() if not line.startswith(' ')]
    assert f'{base}en/_static/fonts/*' in rules
    assert f'{base}en/_images/a-0123456789.png' in rules
    assert rules[-4:] == [f'{base}{tag}/text.{tag}.pdf' for tag in ('en', 'es', 'pt-BR', 'zh-CN')]
    assert len(rules) <= 100
    assert max(map(len, made['_headers'].splitlines())) <= 2000
    assert all(re.fullmatch(r'  [A-Za-z-]+: \S.*|/\S*', each) for each in headers(made))
    assert max(map(len, made['_redirects'].splitlines())) <= 1000
    lines = [line.split() for line in made['_redirects'].splitlines() if line[0] != '#']
    valid = [line for line in lines if len(line) == 3 and line[2] in {'301', '302'}]
    patterns = ['*' in line[0] for line in valid]
    assert patterns == sorted(patterns)
    assert [f'{base}zh', f'{base}zh-CN/', '301'] in valid
