"""nginx, Apache and Caddy with the files we write for them: started here, and asked."""

import gzip
import http.client
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest
from servers_fixtures import COMMANDS, Server, running
from test_site_negotiation import FOUR, HEADERS, choose

from editions.project import Document, Project
from editions.site import front, negotiation, policy, servers

STATIC = {
    'en/_static/a.css': b'a{}' * 200,
    'en/_static/face-0123456789abcdef.woff2': b'face',
    'en/part/page.html': b'<!DOCTYPE html><p>Part of en' + b' and more' * 50,
    'en/text.en.pdf': b'%PDF-1.7',
    'sitemap.xml': b'<urlset/>',
    'en/index.html.md': b'# Title',
    '_headers': b'secret',
    '.git/config': b'secret',
    '.well-known/security.txt': b'Contact: mailto:x@example.org',
    '.well-known/acme-challenge/token': b'answer',
    '.well-known/.git/config': b'secret',
}

PRELOADS = {
    'en': '</en/a.woff2>; rel=preload; as=font; crossorigin',
    'pt-BR': '</b.woff2>; rel=preload; as=font; crossorigin',
}


def small_site(project: Project, folder: Path) -> None:
    """A small published site: front door, editions, 404 pages, packed files."""
    for tag in ('en', 'es', 'pt-BR', 'zh-CN'):
        (folder / tag).mkdir(parents=True)
        page = f'<!DOCTYPE html><h1>Home of {tag}</h1>' + 'word ' * 200
        (folder / tag / 'index.html').write_text(page)
    made = front.front_pages(project, folder) | STATIC
    made |= negotiation.leading_on(project, negotiation.rules(project.languages))
    for path, data in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    for path in [*folder.rglob('*.html'), *folder.rglob('*.css'), *folder.rglob('*.xml')]:
        path.with_name(path.name + '.br').write_bytes(brotli.compress(path.read_bytes()))
        path.with_name(path.name + '.gz').write_bytes(gzip.compress(path.read_bytes()))


@pytest.fixture(
    scope='module', params=[(name, base) for name in COMMANDS for base in ('/', '/re.po+x/')]
)
def server(
    request: pytest.FixtureRequest,
    program: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """Each server, with the site at its root and below a folder."""
    name, base = request.param
    root = tmp_path_factory.mktemp('project')
    long = Document('a part/page', 'a-name-so-long-that-' * 6 + 'it-fits-no-hash')
    project = Project(root, root, FOUR, (Document('index', 'text'), long))
    with running(name, program(name), base, project, small_site, PRELOADS) as started:
        yield started


def test_the_front_door_answers_in_the_language_asked_for(server: Server) -> None:
    given = {}
    for header in HEADERS:
        status, headers, _ = server.ask('/', **({'Accept_Language': header} if header else {}))
        given[header] = headers['Location'].split('/')[-2] if status == 302 else ''
        assert status in {200, 302}
        assert 'Accept-Language' in vary(headers)
        assert headers['Cache-Control'] == 'no-cache'
    assert given == HEADERS


def test_qualities_are_weighed_to_the_thousandth(server: Server) -> None:
    chance = random.Random(12)
    names = ('en', 'en-GB', 'es', 'es-AR', 'pt', 'zh-TW', 'ZH-cn', 'fr', '*')

    def part() -> str:
        digits = ''.join(chance.choices('00889123', k=chance.randint(1, 3)))
        quality = '' if chance.random() < 0.1 else f'; q=0.{digits}'
        return chance.choice(names) + (quality if digits.strip('0') else ';q=1.0')

    rules = negotiation.rules(FOUR)
    for _ in range(100):
        header = ', '.join(part() for _ in range(chance.randint(2, 6)))
        _, headers, _ = server.ask('/', Accept_Language=header)
        assert (headers['Location'] or '//').split('/')[-2] == choose(rules, header), header


def test_the_rest_of_the_host_is_left_alone(server: Server) -> None:
    if server.name == 'nginx' and server.base != '/':
        connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=10)
        connection.request('GET', '/')
        assert connection.getresponse().status == 204


def test_a_very_long_header_is_answered(server: Server) -> None:
    assert server.ask('/', Accept_Language='es,' + 'fr;q=0.5,' * 800)[0] == 302


@pytest.mark.parametrize(
    'header',
    [
        'en' + ' ' * 3800,
        'en;q=0.9' + ' ' * 3800 + 'x',
        ',' * 3800,
        ('en' + ' ' * 60) * 60,
        'en-' * 1300,
    ],
)
def test_a_strange_header_costs_no_time(server: Server, header: str) -> None:
    def seconds(value: str) -> float:
        start = time.perf_counter()
        assert server.ask('/', Accept_Language=value, Accept_Encoding=value)[0] in (200, 302)
        return time.perf_counter() - start

    assert min(seconds(header) for _ in range(5)) < 0.02 + 3 * min(seconds('en') for _ in range(5))


def vary(headers: http.client.HTTPMessage) -> str:
    return ', '.join(headers.get_all('Vary') or [])


def test_a_redirect_stays_below_the_folder_of_the_site(server: Server) -> None:
    _, headers, _ = server.ask('/', Accept_Language='es')
    place = headers['Location'].removeprefix(f'http://127.0.0.1:{server.port}')
    assert place == f'{server.base}es/'


def test_a_deep_link_is_never_redirected(server: Server) -> None:
    for path in ('/en/', '/en/index.html', '/en/part/page.html', '/index.html'):
        assert server.ask(path, Accept_Language='zh-CN')[0] == 200


@pytest.mark.parametrize(
    ('path', 'place'),
    [
        ('/pt-br/', 'pt-BR/'),
        ('/pt_BR/', 'pt-BR/'),
        ('/pt/', 'pt-BR/'),
        ('/pt', 'pt-BR/'),
        ('/zh/', 'zh-CN/'),
        ('/zh_CN/', 'zh-CN/'),
        ('/zh/part/page.html', 'zh-CN/part/page.html'),
        ('/pt/?q=1', 'pt-BR/?q=1'),
    ],
)
def test_other_names_of_a_language_lead_to_it(server: Server, path: str, place: str) -> None:
    status, headers, _ = server.ask(path)
    assert status == 301
    assert headers['Location'].endswith(server.base + place)


def test_a_name_that_only_begins_like_a_language_is_a_wrong_path(server: Server) -> None:
    for path in ('/ptarmigan/', '/zhuang', '/english/'):
        assert server.ask(path)[0] == 404


def test_an_address_cannot_split_the_answer(server: Server) -> None:
    status, headers, _ = server.ask('/pt/%0d%0aSet-Cookie:%20a=b')
    assert status in {301, 400, 404}
    assert headers['Set-Cookie'] is None


@pytest.mark.parametrize(
    ('path', 'said'),
    [
        ('/en/none.html', 'Page not found'),
        ('/es/none/deeper/', 'Página no encontrada'),
        ('/pt-BR/none', 'Página não encontrada'),
        ('/zh-CN/none.css', '未找到页面'),
        ('/none', 'Page not found'),
        ('/en/_static/none.css?v=01234567', 'Page not found'),
    ],
)
def test_a_wrong_path_is_answered_in_its_language(server: Server, path: str, said: str) -> None:
    for accepted in ('identity', 'gzip', 'br'):
        status, headers, body = server.ask(path, Accept_Encoding=accepted)
        assert status == 404
        assert said in unpacked(headers, body)
        assert headers['Cache-Control'] == 'no-cache'
        assert headers.get_content_type() == 'text/html'


def unpacked(headers: http.client.HTTPMessage, body: bytes) -> str:
    kind = headers['Content-Encoding']
    data = {'gzip': gzip.decompress, 'br': brotli.decompress}.get(kind, bytes)(body)
    return data.decode()


@pytest.mark.parametrize(
    'path',
    [
        '/../../etc/passwd',
        '/en/../../../../etc/passwd',
        '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
        '/en/..%2f..%2f..%2fetc%2fpasswd',
        '/en/%252e%252e%252fetc/passwd',
        '//etc/passwd',
        '/en/..\\..\\etc\\passwd',
        '/.git/config',
        '/.well-known/.git/config',
        '/servers/nginx.conf',
        '/_headers',
        '/en/index.html.br',
        '/en/index.html.gz',
        '/en/_static/',
        '/en/%00',
    ],
)
def test_nothing_is_given_but_the_site(server: Server, path: str) -> None:
    status, _, body = server.ask(path)
    assert status in {400, 403, 404}
    assert b'root:' not in body
    assert b'secret' not in body


@pytest.mark.parametrize('path', ['/', '/en/', '/en/index.html', '/en/part/page.html'])
def test_packed_files_are_sent_where_they_are_taken(server: Server, path: str) -> None:
    plain = unpacked(*server.ask(path, Accept_Encoding='identity')[1:])
    for accepted, kind in (('br', 'br'), ('gzip', 'gzip'), ('gzip, deflate, br', 'br')):
        status, headers, body = server.ask(path, Accept_Encoding=accepted)
        assert status == 200
        assert headers['Content-Encoding'] == kind
        assert headers['Content-Type'] == 'text/html; charset=utf-8'
        assert 'Accept-Encoding' in vary(headers)
        assert unpacked(headers, body) == plain
    _, headers, _ = server.ask(path, Accept_Encoding='br;q=0')
    assert headers['Content-Encoding'] is None


@pytest.mark.parametrize(
    ('path', 'kept'),
    [
        ('/en/_static/a.css?v=01234567', True),
        ('/en/_static/face-0123456789abcdef.woff2', True),
        ('/en/_static/a.css', False),
        ('/en/index.html', False),
        ('/en/text.en.pdf', False),
        ('/sitemap.xml', False),
    ],
)
def test_only_what_carries_a_hash_is_kept(server: Server, path: str, kept: bool) -> None:
    for accepted in ('identity', 'br'):
        status, headers, _ = server.ask(path, Accept_Encoding=accepted)
        assert status == 200
        wanted = servers.FOR_EVER if kept else 'no-cache'
        assert headers.get_all('Cache-Control') == [wanted]


def test_certificates_and_contacts_are_found_where_they_are_looked_for(server: Server) -> None:
    if server.base != '/':
        return  # /.well-known/ is the host's own there (RFC 8615)
    for path in ('acme-challenge/token', 'security.txt'):
        status, _, body = server.ask(f'/.well-known/{path}')
        assert (status, body) == (200, STATIC[f'.well-known/{path}'])


@pytest.mark.parametrize('path', ['/', '/en/', '/en/_static/a.css', '/en/text.en.pdf', '/none'])
def test_every_answer_carries_the_security_headers_once(server: Server, path: str) -> None:
    _, headers, _ = server.ask(path)
    for name, value in servers.headers(policy.STRICT):
        assert headers.get_all(name) == [value]
    assert "'unsafe-inline'" not in headers['Content-Security-Policy']


@pytest.mark.parametrize(
    ('path', 'kind'),
    [
        ('/en/_static/a.css', 'text/css'),
        ('/sitemap.xml', 'xml'),
        ('/en/text.en.pdf', 'application/pdf'),
        ('/en/index.html.md', 'text/markdown; charset=utf-8'),
        ('/en/_static/face-0123456789abcdef.woff2', 'font/woff2'),
    ],
)
def test_files_are_sent_as_what_they_are(server: Server, path: str, kind: str) -> None:
    assert kind in server.ask(path)[1]['Content-Type']


def test_a_pdf_is_said_to_be_a_copy_of_its_page(server: Server) -> None:
    link = server.ask('/en/text.en.pdf')[1]['Link']
    assert link == f'<https://127.0.0.1{server.base}en/index.html>; rel="canonical"'


@pytest.mark.parametrize(
    ('path', 'tag'),
    [
        ('/en/', 'en'),
        ('/en/index.html', 'en'),
        ('/en/part/page.html', 'en'),
        ('/pt-BR/', 'pt-BR'),
        ('/es/', ''),
        ('/', ''),
        ('/en/none.html', ''),
        ('/en/none/', ''),
        ('/en/404.html', ''),
        ('/en/_static/a.css', ''),
        ('/en/index.html.md', ''),
    ],
)
def test_a_page_names_the_faces_that_it_shows(server: Server, path: str, tag: str) -> None:
    for accepted in ('identity', 'gzip', 'br'):
        _, headers, _ = server.ask(path, Accept_Encoding=accepted)
        assert headers['Link'] == PRELOADS.get(tag), accepted
