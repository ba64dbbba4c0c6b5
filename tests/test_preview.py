"""The preview, from outside: what it serves, to whom, and what a saved file does."""

import http.client
import itertools
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from conftest import ROOT, editions, run_async
from playwright.sync_api import Browser
from starlette.requests import Request

from editions.builds import record
from editions.findings import UserError
from editions.preview import rebuilding, server
from editions.preview.rebuilding import Rebuilder, affected
from editions.preview.reviewing import RefusedError, Reviewing, fields
from editions.project import Project, load
from editions.site.policy import STRICT

pytest_plugins = ['site_fixtures']
CATALOG = Path('locale', 'es', 'LC_MESSAGES', 'index.po')
LONGEST = 60.0  # seconds that a busy machine may take to build a page


@dataclass(frozen=True)
class Preview:
    root: Path
    address: str

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    def ask(
        self, path: str, method: str = 'GET', body: str | None = None, **headers: str
    ) -> tuple[int, str, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection(self.host, timeout=LONGEST)
        named = {name.replace('_', '-'): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode('utf-8', 'replace'), answer.headers
        connection.close()
        return found

    @contextmanager
    def told(self, page: str) -> Iterator[Iterator[dict[str, Any]]]:
        """What an open page is told, one value after the other."""
        connection = http.client.HTTPConnection(self.host, timeout=LONGEST)
        connection.request('GET', f'/-/events?page={page}')
        answer = connection.getresponse()
        yield (json.loads(line[5:]) for line in answer if line.startswith(b'data:'))
        connection.close()

    def save(self, old: str, new: str, catalog: Path = CATALOG) -> None:
        """Save a catalog as editors do: written beside its place and moved in."""
        path = self.root / catalog
        text = path.read_text('utf-8')
        assert old in text
        path.with_name('.saved').write_text(text.replace(old, new, 1), 'utf-8')
        path.with_name('.saved').replace(path)


@pytest.fixture(scope='module')
def preview(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The preview of a copy of the article whose editions are built."""
    root = tmp_path_factory.mktemp('preview') / 'article'
    subprocess.run(['cp', '-a', site, root], check=True)
    with running(root, 8300) as preview:
        yield ready(preview)


@contextmanager
def running(root: Path, port: int) -> Iterator[Preview]:
    command = [sys.executable, '-m', 'editions', 'preview', '--port', str(port)]
    env = os.environ | {'PYTHONPATH': str(ROOT), 'PYTHONUNBUFFERED': '1'}
    with subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield Preview(root, process.stdout.readline().split()[0])
        process.terminate()
        assert process.wait(20) in (0, -15)


def ready(preview: Preview) -> Preview:
    """The preview once nothing is being built: a folder that is put in place is moved twice."""
    for tag in ('en', 'es', 'pt-BR', 'zh-CN'):
        with preview.told(f'{tag}/index.html') as events:
            next(event for event in events if not event['working'])
    return preview


def test_it_serves_the_site_and_puts_its_script_into_no_file(preview: Preview) -> None:
    status, page, headers = preview.ask('/es/index.html')
    assert status == 200
    assert '<script defer src="/-/preview.js" data-page="es/index.html"' in page
    assert 'data-language="es"' in page
    assert 'Se muestra la última versión correcta' in page
    assert headers['cache-control'] == 'no-store'
    for folder, _, names in os.walk(preview.root / 'build'):  # pairs may just be renewed
        for path in (Path(folder, name) for name in names if name.endswith('.html')):
            with suppress(FileNotFoundError):
                assert b'/-/preview' not in path.read_bytes(), path
    assert preview.ask('/')[0] == 200
    assert preview.ask('/es')[2]['location'] == '/es/'
    assert preview.ask('/es/nothing.html')[0] == 404
    assert preview.ask('/-/preview.js')[0] == 200


@pytest.mark.parametrize('path', ['es/index.html', 'es/nothing.html', 'nothing/', 'review/'])
def test_an_open_page_is_not_loaded_again_for_nothing(preview: Preview, path: str) -> None:
    page = preview.ask(f'/{path}')[1]
    shown = re.search('data-page="([^"]+)" data-version="([^"]+)"', page)
    assert shown
    with preview.told(shown[1]) as events:
        assert next(event for event in events if not event['working'])['version'] == shown[2]


def test_what_it_writes_over_a_page_has_its_own_fonts(preview: Preview) -> None:
    assert '<link rel="stylesheet" href="/-/fonts/fonts.css">' in preview.ask('/es/index.html')[1]
    assert '"Preview Song"' in preview.ask('/-/fonts/fonts.css')[1]
    assert preview.ask('/-/fonts/nothing.ttf')[0] == 404


@pytest.mark.parametrize(
    'headers',
    [
        {'Host': 'evil.example'},
        {'Host': 'evil.example:8300'},
        {'Origin': 'http://evil.example'},
        {'Origin': 'null'},
        {'Sec_Fetch_Site': 'cross-site', 'Sec_Fetch_Mode': 'no-cors'},
        {'Sec_Fetch_Site': 'same-site', 'Sec_Fetch_Mode': 'cors'},
    ],
    ids=lambda headers: '-'.join(headers.values()),
)
def test_other_sites_are_refused(preview: Preview, headers: dict[str, str]) -> None:
    for path in ('/es/index.html', '/-/events?page=es/', '/-/preview.js'):
        status, text, _ = preview.ask(path, **headers)
        assert status == 403
        assert '<html' not in text


def test_a_link_from_another_site_is_followed(preview: Preview) -> None:
    headers = {'Sec_Fetch_Site': 'cross-site', 'Sec_Fetch_Mode': 'navigate'}
    status, _, answered = preview.ask('/es/', **headers)
    assert status == 200
    assert answered['content-security-policy'] == STRICT


@pytest.mark.parametrize(
    'path',
    [
        '/../../conf.py',
        '/es/../../../conf.py',
        '/%2e%2e/%2e%2e/%2e%2e/conf.py',
        '/es/%00',
        f'/es/{"x" * 300}',
        '/-/catalog/conf.py',
        '/-/catalog/locale/../conf.py',
        '/-/catalog/../../../../etc/passwd',
        '/-/%2e%2e/review/review.css',
        '/review/en/index.html',
        '/review/es/../../../conf.py',
    ],
)
def test_nothing_outside_the_site_is_served(preview: Preview, path: str) -> None:
    status, text, _ = preview.ask(path)
    assert status in (404, 400)
    assert 'extensions' not in text
    assert 'root:' not in text


def test_a_saved_catalog_shows_in_the_pages_of_its_language_alone(preview: Preview) -> None:
    chinese = preview.ask('/zh-CN/index.html')[1]
    with preview.told('es/index.html') as events:
        before = next(events)['version']
        preview.save('La lejanía geográfica', 'La gran lejanía geográfica')
        event = next(e for e in events if not e['working'] and e['version'] != before)
    assert not event['errors']
    page = preview.ask('/es/index.html')[1]
    assert 'La gran lejanía geográfica' in page
    assert f'data-version="{event["version"]}"' in page
    assert preview.ask('/zh-CN/index.html')[1] == chinese
    assert 'gran lejanía' not in (preview.root / 'build/site/es/index.html').read_text('utf-8')


def test_a_broken_catalog_keeps_the_last_good_page_and_says_why(preview: Preview) -> None:
    good = preview.ask('/es/index.html')[1]
    with preview.told('es/index.html') as events:
        version = next(events)['version']
        preview.save('msgid "Between', '<<<<<<< HEAD\nmsgid "Between')
        failed = next(event for event in events if event['failed'])
        assert failed['version'] == version
        assert any(f'{CATALOG.as_posix()}:' in text for text in failed['errors'])
        assert preview.ask('/es/index.html')[1] == good
        preview.save('<<<<<<< HEAD\n', '')
        corrected = next(event for event in events if not event['failed'] and not event['working'])
    assert not corrected['errors']


def test_a_message_that_is_withheld_is_a_finding_over_the_page(preview: Preview) -> None:
    with preview.told('es/index.html') as events:
        next(events)
        preview.save('geográfica entre', 'geográfica **entre')
        event = next(event for event in events if event['errors'])
        assert not event['failed']
        preview.save('**entre', 'entre')
        assert not next(e for e in events if not e['working'])['errors']


def test_an_exception_of_a_build_is_shown_and_ends_nothing(preview: Preview) -> None:
    obstacle = preview.root / 'build' / 'preview' / 'editions' / 'es' / 'html.new'
    obstacle.write_text('a file where the build makes a folder', 'utf-8')
    with preview.told('es/index.html') as events:
        next(events)
        preview.save('geográfica entre', 'geográfica, entre')
        failed = next(event for event in events if event['failed'])
        assert 'FileExistsError' in failed['errors'][0]
        assert not failed['working']
        obstacle.unlink()
        preview.save('geográfica, entre', 'geográfica entre')
        assert next(event for event in events if not event['failed'] and not event['working'])
    assert preview.ask('/es/index.html')[0] == 200


def test_the_pdf_is_that_of_the_page(preview: Preview) -> None:
    status, frame, _ = preview.ask('/es/shared-future.es.pdf', Sec_Fetch_Dest='document')
    assert status == 200
    assert '<iframe src="/es/shared-future.es.pdf?raw"' in frame
    first = preview.ask('/es/shared-future.es.pdf')
    assert first[1].startswith('%PDF')
    with preview.told('es/shared-future.es.pdf') as events:
        before = next(events)['version']
        preview.save('geográfica entre', 'geográfica total entre')
        assert next(event for event in events if event['version'] != before)
    assert preview.ask('/es/shared-future.es.pdf')[2]['etag'] != first[2]['etag']


def test_editions_build_runs_beside_it_and_a_second_preview_does_not(preview: Preview) -> None:
    done = editions('build', 'es/html', cwd=preview.root)
    assert done.returncode == 0, done.stdout
    second = editions('preview', cwd=preview.root)
    assert second.returncode == 2
    assert f'a preview of this project runs already, at {preview.address}' in second.stderr


def form(preview: Preview) -> dict[str, str]:
    """The fields of the comment's form on the first paragraph."""
    status, page, headers = preview.ask('/review/es/catalogs/index.html')
    assert status == 200
    assert "default-src 'self'" in headers['content-security-policy']
    part = page[page.index('Between 17 and 23 November 2016, ') :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', part)[:5])


def test_a_comment_entered_on_the_page_stands_in_the_catalog(preview: Preview) -> None:
    before = (preview.root / CATALOG).read_bytes()
    fields = form(preview) | {
        'kind': 'accuracy',
        'severity': 'major',
        'remark': 'falta «todo»\n<script>alert(1)</script>',
        'name': 'Ana Pérez',
    }
    origin = f'http://{preview.host}'
    status, _, headers = preview.ask('/-/comment', 'POST', urlencode(fields), Origin=origin)
    assert status == 303
    assert headers['location'] == f'/review/es/catalogs/index.html#{fields["row"]}'
    after = (preview.root / CATALOG).read_bytes()
    line = (
        '# review: accuracy major (Ana Pérez): falta «todo» <script>alert(1)</script> '
        f'[{fields["digest"]}]\n'
    ).encode()
    assert after.replace(line, b'') == before
    page = preview.ask('/review/es/catalogs/index.html')[1]
    assert 'falta «todo» &lt;script&gt;' in page
    again = preview.ask('/-/comment', 'POST', urlencode(fields | {'digest': '00000000'}))
    assert again[0] == 409


@pytest.mark.parametrize(
    ('change', 'status'),
    [
        ({'token': 'x'}, 403),
        ({'token': ''}, 403),
        ({'language': 'fr'}, 404),
        ({'catalog': '../../../conf'}, 404),
        ({'kind': 'accuracy', 'severity': 'x\nmsgid ""'}, 422),
        ({'kind': 'x'}, 422),
        ({'remark': 'x' * 250_000}, 413),
        ({'string1': 'x', 'string0': 'a\0b'}, 400),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_form_that_is_not_ours_writes_nothing(
    preview: Preview, change: dict[str, str], status: int
) -> None:
    before = (preview.root / CATALOG).read_bytes()
    fields = form(preview) | {'kind': 'approved'} | change
    assert preview.ask('/-/comment', 'POST', urlencode(fields))[0] == status
    assert (preview.root / CATALOG).read_bytes() == before
    fields = form(preview) | {'token': 'é'}
    status, page, _ = preview.ask('/-/comment', 'POST', urlencode(fields))
    assert status == 403
    assert '<html lang="es">' in page
    assert 'No se guardó nada.' in page


def test_a_translation_corrected_on_the_page_stands_in_the_catalog(preview: Preview) -> None:
    before = (preview.root / CATALOG).read_text('utf-8')
    page = preview.ask('/review/es/catalogs/index.html')[1]
    part = page[page.index('Between 17 and 23 November 2016, ') :]
    (old,) = re.findall(r'<textarea[^>]* name="string0"[^>]*>\n(.*?)</textarea>', part, re.S)[:1]
    fields = form(preview) | {'name': 'Ana Pérez', 'string0': f'{unescape(old)} Es\r\nnuevo.'}
    for text in ('`roto', 'Otra cosa'):  # unclosed markup; without the numbers of the source
        status, said, _ = preview.ask('/-/comment', 'POST', urlencode(fields | {'string0': text}))
        if text == '`roto':
            assert (status, 'No se guardó nada.' in said, '[' in said) == (422, True, False)
            assert 'Los lectores no verían esta traducción.' in said
            assert (preview.root / CATALOG).read_text('utf-8') == before
    fields |= form(preview)
    assert preview.ask('/-/comment', 'POST', urlencode(fields))[0] == 303
    after = (preview.root / CATALOG).read_text('utf-8')
    assert 'Es nuevo.' in after
    assert re.search(r'\n# translator: Ana Pérez \d{4}-\d\d-\d\d \[[0-9a-f]{8}\]\n', after)
    assert len(after.splitlines()) == len(before.splitlines()) + 1
    (preview.root / CATALOG).write_text(before, 'utf-8')


def test_nothing_is_chosen_until_a_reviewer_chooses(preview: Preview) -> None:
    page = preview.ask('/review/es/catalogs/index.html')[1]
    menu = page[page.index('<select name="kind">') :].partition('</select>')[0]
    assert re.findall(r'<option value="(\w*)"', menu)[:2] == ['', 'approved']
    assert 'selected' not in menu
    before = (preview.root / CATALOG).read_bytes()
    fields = form(preview) | {'kind': '', 'severity': 'minor', 'name': 'Eva'}
    for remark in ('', ' \n'):
        body = urlencode(fields | {'remark': remark})
        assert preview.ask('/-/comment', 'POST', body)[0] == 422
    assert (preview.root / CATALOG).read_bytes() == before
    body = urlencode(fields | {'remark': '¿Mejor «lejanía»?'})
    assert preview.ask('/-/comment', 'POST', body)[0] == 303
    line = f'# review: remark (Eva): ¿Mejor «lejanía»? [{fields["digest"]}]\n'
    assert (preview.root / CATALOG).read_bytes().replace(line.encode(), b'') == before
    page = preview.ask('/review/es/catalogs/index.html')[1]
    assert '<strong>Observación</strong> (Eva): ¿Mejor «lejanía»?' in page


def test_a_form_that_is_cut_off_is_refused() -> None:
    async def receive() -> dict[str, object]:
        return {'type': 'http.disconnect'}

    request = Request({'type': 'http', 'headers': []}, receive)
    with pytest.raises(RefusedError, match='cannot be read'):
        run_async(fields(request))


def test_a_script_within_a_page_does_not_run_and_reads_no_form(
    preview: Preview, chromium: Browser
) -> None:
    """As a translation could bring one, were it ever not escaped."""
    time.sleep(1)  # what was saved before is seen by now
    ready(preview)
    site = preview.root / 'build' / 'preview' / 'site' / 'es' / 'hostile.html'
    site.write_text('<title>x</title></head><script>document.title = "ran"</script>', 'utf-8')
    page = chromium.new_page()
    page.goto(f'{preview.address}es/hostile.html')
    assert page.title() == 'x'
    script = "fetch('/review/es/catalogs/index.html').then(answer => answer.status)"
    assert page.evaluate(script) == 403
    with page.context.expect_page() as opened:
        page.evaluate("window.other = open('/review/es/catalogs/index.html')")
    opened.value.wait_for_load_state()
    assert opened.value.locator('input[name=token]').count()
    assert page.evaluate('window.other.closed')
    status, text, headers = preview.ask('/review/es/', Sec_Fetch_Dest='iframe')
    assert (status, 'token' in text) == (403, False)
    headers = preview.ask('/review/es/')[2]
    assert "frame-ancestors 'none'" in headers['content-security-policy']
    site.unlink()


def test_what_a_file_touches(site: Path) -> None:
    project = replace(load(site), output='build/preview')
    codes = {language.code for language in project.languages}

    def touched(path: str) -> tuple[set[str], set[str]]:
        found = affected(project, [project.root / path])
        return {each.code for each in found.languages}, {each.code for each in found.reviews}

    assert touched('locale/es/LC_MESSAGES/index.po') == ({'es'}, {'es'})
    assert touched('locale/es/LC_MESSAGES/part/page.po') == ({'es'}, {'es'})
    assert touched('locale/zh_CN/glossary.po') == (set(), {'zh_CN'})
    assert touched('source/index.rst') == (codes, codes)
    assert touched('conf.py') == (codes, codes)
    for path in (
        'locale/es/LC_MESSAGES/index.mo',
        'locale/es/LC_MESSAGES/.index.po.swp',
        'locale/es/LC_MESSAGES/index.po~',
        'locale/fr/LC_MESSAGES/index.po',
        'locale/es/STYLE.md',
        'build/site/es/index.html',
        'README.md',
        '.git/index',
    ):
        assert touched(path) == (set(), set()), path


def test_the_reports_are_read_once_for_all_files_of_a_save(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(rebuilding, 'reports', lambda project: asked.append(project) or [])
    project = load(site)
    assert affected(project, [site / 'source' / f'{name}.rst' for name in 'abc']).languages
    assert len(asked) == 1


def test_what_is_made_for_a_page_is_made_again_at_another_revision_alone(site: Path) -> None:
    reviewing, count = Reviewing(Rebuilder(load(site))), itertools.count(1)

    def make(project: Project) -> int:
        return next(count)

    assert [reviewing.at(revision, make) for revision in (0, 0, 1, 1)] == [1, 1, 2, 2]


def test_a_port_that_is_refused_is_not_said_to_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, 'HOST', '192.0.2.1')  # no address of any machine (RFC 5737)
    with pytest.raises(UserError, match='port 8500: Cannot assign requested address; name another'):
        server.listening(8500)
    monkeypatch.undo()
    with server.listening(8500) as first, server.listening(first.getsockname()[1]) as second:
        assert second.getsockname()[1] > first.getsockname()[1]
    done = editions('preview', '--port', '70000', cwd=ROOT)
    assert (done.returncode, '1<=x<=65535' in done.stderr) == (2, True)


def test_the_preview_has_no_part_in_what_is_up_to_date(preview: Preview) -> None:
    project = load(preview.root)
    reasons = {str(step.edition) for step in record.plan(project, project.editions())}
    assert not {'en/html', 'zh_CN/html', 'pt_BR/html'} & reasons


def test_an_open_page_loads_itself_anew_and_keeps_the_reading_place(
    preview: Preview, chromium: Browser
) -> None:
    def place(page: Any) -> float:
        return float(page.evaluate("document.getElementById('p12').getBoundingClientRect().top"))

    spanish, chinese = chromium.new_page(), chromium.new_page()
    said: list[str] = []
    spanish.on('console', lambda message: said.append(message.text))
    chinese.goto(f'{preview.address}zh-CN/index.html')
    chinese.evaluate('window.same = true')
    spanish.goto(f'{preview.address}es/index.html')
    spanish.bring_to_front()
    spanish.evaluate("document.getElementById('p12').scrollIntoView(); scrollBy(0, 40)")
    before = place(spanish)
    preview.save('La visita, pródiga', f'{"Una frase más. " * 60}La visita, pródiga')
    spanish.wait_for_function("() => document.body.innerText.includes('Una frase más.')")
    spanish.wait_for_timeout(300)
    assert abs(place(spanish) - before) < 2
    assert chinese.evaluate('window.same')
    preview.save('Una frase más. ', 'Una **frase más. ')
    summary = spanish.wait_for_selector('#editions-preview summary')
    assert summary
    assert summary.text_content() == 'Errores: 1'
    languages = "e => [e.closest('[lang]').lang, e.parentNode.querySelector('li').parentNode.lang]"
    assert summary.evaluate(languages) == ['es', 'en']
    assert 'Una **frase' not in spanish.inner_text('main')
    spanish.keyboard.press('Escape')
    assert not spanish.is_visible('#editions-preview li')
    preview.save('Una **frase más. ', 'Una frase más. ')
    spanish.wait_for_selector('#editions-preview', state='detached')
    assert not said


def test_a_reviewer_writes_a_comment_with_the_keyboard(preview: Preview, chromium: Browser) -> None:
    page = chromium.new_page(viewport={'width': 400, 'height': 800})
    said: list[str] = []
    page.on('console', lambda message: said.append(message.text))
    page.goto(f'{preview.address}review/zh-CN/catalogs/index.html')
    assert page.evaluate('document.documentElement.scrollWidth') == 400
    for key in ('j', 'j', 'c'):
        page.keyboard.press(key)
    row = page.evaluate("document.activeElement.closest('article').id")
    assert page.evaluate('document.activeElement.name') == 'kind'
    page.select_option(f'#{row} select[name=kind]', 'style')
    page.keyboard.press('Tab')
    page.keyboard.press('Tab')
    page.keyboard.type('太长')
    page.keyboard.press('Tab')
    page.keyboard.type('李')
    page.keyboard.press('Enter')
    page.wait_for_url(f'**/review/zh-CN/catalogs/index.html#{row}')
    assert '太长' in page.inner_text(f'#{row} .comments')
    catalog = preview.root / 'locale' / 'zh_CN' / 'LC_MESSAGES' / 'index.po'
    assert ' (李): 太长 [' in catalog.read_text('utf-8')
    page.check('#show-comment', force=True)
    assert page.locator('article:visible').count() == 1
    assert not said


@pytest.fixture(scope='module')
def manual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The preview of a project that is made of more than its source."""
    outside = tmp_path_factory.mktemp('manual')
    root = outside / 'project'
    for path, text in {
        outside / 'NOTES.txt': 'Notes of yesterday.\n',
        root / 'conf.py': (
            "import sys; sys.path.insert(0, '_ext')\n"
            'from words import NAME\n'
            "project = NAME\nextensions = ['editions', 'greeting']\n"
            "editions_languages = {'en': 'English'}\nhtml_theme = 'mine'\n"
            "html_theme_path = ['_themes']\nhtml_static_path = ['_static']\n"
            "html_css_files = ['own.css']\nhtml_logo = 'logo.svg'\n"
        ),
        root / '_ext' / 'words.py': "NAME = 'Old name'\n",
        root / '_ext' / 'greeting.py': (
            'from docutils import nodes\nfrom docutils.parsers.rst import Directive\n'
            'class Greeting(Directive):\n'
            "    def run(self): return [nodes.paragraph('', 'Old greeting.')]\n"
            "def setup(app): app.add_directive('greeting', Greeting)\n"
        ),
        root / '_themes' / 'mine' / 'theme.toml': '[theme]\ninherit = "basic"\n',
        root / '_themes' / 'mine' / 'layout.html': (
            '{% extends "basic/layout.html" %}{% block footer %}Old footer{% endblock %}'
        ),
        root / '_static' / 'own.css': 'body { color: #111 }\n',
        root / 'logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"><title>Old</title></svg>',
        root / 'source' / 'index.rst': (
            'Title\n=====\n\n.. include:: ../../NOTES.txt\n\n.. greeting::\n\n|x|\n\n'
            '.. |x| replace:: A text.\n'
        ),
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, 'utf-8')
    with running(root, 8340) as preview, preview.told('en/index.html') as events:
        event = next(event for event in events if not event['working'])
        assert not event['failed'], event
        yield preview


@pytest.mark.parametrize(
    ('file', 'old', 'new', 'shown'),
    [
        ('../NOTES.txt', 'yesterday', 'today', '/en/index.html'),
        ('_ext/greeting.py', 'Old greeting', 'New greeting', '/en/index.html'),
        ('_themes/mine/layout.html', 'Old footer', 'New footer', '/en/index.html'),
        ('_ext/words.py', 'Old name', 'New name', '/en/index.html'),
        ('_static/own.css', '#111', '#222', '/en/_static/own.css'),
        ('logo.svg', 'Old', 'New', '/en/_static/logo.svg'),
    ],
)
def test_whatever_a_page_is_made_from_may_be_saved(
    manual: Preview, file: str, old: str, new: str, shown: str
) -> None:
    assert old in manual.ask(shown)[1]
    with manual.told('en/index.html') as events:
        before = next(event for event in events if not event['working'])['version']
        manual.save(old, new, Path(file))
        event = next(e for e in events if not e['working'] and e['version'] != before)
    assert not event['failed'], event
    assert new in manual.ask(shown)[1]


def test_what_is_included_from_now_on_is_watched(manual: Preview) -> None:
    path = manual.root.parent / 'elsewhere' / 'MORE.txt'
    path.parent.mkdir()
    path.write_text('More of yesterday.\n', 'utf-8')
    with manual.told('en/index.html') as events:
        next(event for event in events if not event['working'])
        include = '.. include:: ../../elsewhere/MORE.txt\n\n.. greeting::'
        manual.save('.. greeting::', include, Path('source', 'index.rst'))
        next(event for event in events if event['working'])
        next(event for event in events if not event['working'])
    for number in range(int(LONGEST)):  # the folder is watched soon after the build
        path.write_text(f'More of today, {number}.\n', 'utf-8')
        time.sleep(1)
        if 'More of today' in manual.ask('/en/index.html')[1]:
            return
    pytest.fail('what was included later is not watched')
