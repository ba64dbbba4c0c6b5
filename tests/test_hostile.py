"""Every attack of tests/data/hostile, from its judgement to a real browser."""

import http.server
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest
from conftest import ROOT, editions
from hostile_fixtures import SYNTAXES, Attack, attacks, catalog, headers
from playwright.sync_api import Browser

from editions.catalogs import po
from editions.checks.criteria import Policy, Use
from editions.checks.judgement import Judged, judge_uses
from editions.markup import MARKDOWN, RST, Kind

pytest_plugins = ['site_fixtures']

LANGUAGES = {'es': 'Español', 'zh_CN': '简体中文', 'ar': 'العربية'}
TAGS = ('es', 'zh-CN', 'ar', 'en+es', 'ar+en')
SITE = 'build/preview/site'
WRITTEN = {'rst': RST, 'md': MARKDOWN}
ALL = tuple(attack for attack in attacks() if not attack.waits)
KINDS = tuple(sorted({attack.kind for attack in ALL}))
CONF = f"""\
project = 'Hostile'
author = 'A'
extensions = ['editions', 'myst_parser']
html_theme = 'editions'
html_baseurl = 'https://example.org/'
locale_dirs = ['../locale']
editions_languages = {{'en': 'English', **{LANGUAGES!r}}}
editions_pairs = [('en', 'es'), ('ar', 'en')]
"""


def test_there_are_four_hundred_attacks_of_forty_kinds() -> None:
    assert len({attack.number for attack in attacks()}) >= 400
    assert len(KINDS) >= 40


@cache
def judged(attack: Attack, language: str) -> Judged:
    text = catalog(language, 'x', [attack]).encode()
    (message,) = po.parse(text, name='x.po', language=language, domain='x').messages
    use = Use(Kind.TITLE if attack.title else Kind.BLOCK, WRITTEN[attack.syntax])
    return judge_uses(message, Policy(language, 'en'), [use], path='x.po')


@pytest.mark.parametrize('kind', KINDS)
def test_each_attack_is_withheld_or_shown_as_text(kind: str) -> None:
    wrong = [
        f'{language} {attack.syntax}: {attack.text!r} is {attack.must}'
        for attack in ALL
        for language in LANGUAGES
        if attack.kind == kind
        and attack.must != 'harmless'
        and judged(attack, language).shown != (attack.must == 'text')
    ]
    assert wrong == []


def test_no_attack_reaches_the_terminal_or_takes_its_time() -> None:
    start = time.process_time()
    for attack in ALL:
        for finding in judged(attack, 'es').findings:
            assert str(finding).isprintable() or '\u00a0' in str(finding)
    assert time.process_time() - start < 20


@pytest.fixture(scope='module')
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose catalogs hold every attack."""
    root = tmp_path_factory.mktemp('hostile')
    (root / 'source').mkdir()
    (root / 'conf.py').write_text(CONF)
    (root / 'source/index.rst').write_text('Hostile\n=======\n\n.. toctree::\n\n   rst\n   md\n')
    names = iter(headers())
    for syntax in SYNTAXES:
        (root / f'source/{syntax}.{syntax}').write_text(source(syntax), 'utf-8')
        for language in LANGUAGES:
            folder = root / 'locale' / language / 'LC_MESSAGES'
            folder.mkdir(parents=True, exist_ok=True)
            text = catalog(language, next(names), of(syntax))
            (folder / f'{syntax}.po').write_text(text, 'utf-8')
    return root


@cache
def of(syntax: str) -> list[Attack]:
    return [attack for attack in ALL if attack.syntax == syntax]


def source(syntax: str) -> str:
    """A document of all sources in one syntax, the titles as sections."""
    heading = {'rst': '{0}\n{1}', 'md': '## {0}'}[syntax]
    parts = {'rst': ['Page\n====', '.. _search:'], 'md': ['# Page']}[syntax]
    for attack in sorted(of(syntax), key=lambda attack: attack.title):
        line = '-' * len(attack.id)
        parts.append(heading.format(attack.id, line) if attack.title else attack.id)
    return '\n\n'.join(parts) + '\n'


@pytest.fixture(scope='module')
def preview(hostile: Path) -> Iterator[str]:
    """The address of the project's preview, and the one build of this module."""
    command = [sys.executable, '-m', 'editions', 'preview', '--port', '8390']
    env = os.environ | {'PYTHONPATH': str(ROOT), 'PYTHONUNBUFFERED': '1'}
    with subprocess.Popen(command, cwd=hostile, env=env, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        address = run.stdout.readline().split()[0].rstrip('/')
        until = time.monotonic() + 120
        while not all((hostile / SITE / f'{tag}/md.html').is_file() for tag in TAGS):
            assert time.monotonic() < until
            time.sleep(0.2)
        yield address
        run.terminate()
        run.wait(30)


@pytest.fixture
def bare(hostile: Path, preview: str) -> Iterator[str]:
    """The address of a server that sends the site without any policy: nothing else may hold it."""
    handler = partial(Silent, directory=str(hostile / SITE))
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f'http://127.0.0.1:{server.server_port}'
    server.shutdown()
    server.server_close()


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def test_nothing_happens_in_a_browser(
    hostile: Path, bare: str, preview: str, chromium: Browser
) -> None:
    pages = [f'{tag}/{name}.html' for tag in TAGS for name in SYNTAXES]
    addresses = [f'{bare}/{page}' for page in pages]
    addresses += [f'{preview}/es/rst.html', f'{preview}/es/md.html']
    addresses += [f'{preview}/review/es/catalogs/{name}.html' for name in SYNTAXES]
    context = chromium.new_context()
    events: dict[str, list[str]] = defaultdict(list)
    context.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error('policy ' + e.blockedURI))"
    )
    page = context.new_page()
    page.on('dialog', lambda dialog: (events[page.url].append('dialog'), dialog.dismiss()))
    page.on('popup', lambda opened: events[page.url].append(f'popup {opened.url}'))
    page.on('pageerror', lambda error: events[page.url].append(str(error)))
    page.on('console', lambda said: 'policy' in said.text and events[page.url].append(said.text))
    page.on('request', lambda asked: asked.url.startswith((bare, preview, 'data:')) or
            events[page.url].append(f'request {asked.url}'))  # fmt: skip
    for address in addresses:
        answer = page.goto(address, wait_until='load')
        assert answer, address
        assert answer.status == 200, address
        assert page.url == address
        events[address] += page.evaluate(FOUND)
    context.close()
    assert {address: found for address, found in events.items() if found} == {}


# What stands on a page that our templates do not write: looked for in the browser's own tree.
FOUND = """() => {
  const found = [];
  for (const node of document.querySelectorAll('*')) {
    for (const { name } of node.attributes) if (/^on/.test(name)) found.push(name);
    if (/^(iframe|object|embed|base|frame)$/i.test(node.localName)) found.push(node.localName);
  }
  for (const meta of document.querySelectorAll('meta[http-equiv]')) found.push(meta.outerHTML);
  for (const script of document.scripts) {
    const own = script.src && new URL(script.src).origin === location.origin;
    if (!own && !/json/.test(script.type)) found.push(script.outerHTML.slice(0, 200));
  }
  for (const link of document.querySelectorAll('a[href], area[href], form[action]')) {
    const to = new URL(link.href || link.action, location.href);
    const known = to.origin === location.origin || /^mailto:us(@|%40)example[.]org$/.test(to.href)
      || /(^|[.])example[.](org|net)$|^good[.]example$/.test(to.hostname)
      || /^(good|en)[.](github[.]io|netlify[.]app)$/.test(to.hostname)
      || /github[.]com|sphinx-doc[.]org$/.test(to.hostname);
    if (!known || !/^(https?|mailto):$/.test(to.protocol)) found.push(link.outerHTML.slice(0, 200));
  }
  return found;
}"""


def test_no_file_of_the_machine_is_in_the_site(hostile: Path, preview: str) -> None:
    for path in (hostile / SITE).rglob('*'):
        if path.is_file() and path.suffix != '.html':
            data = path.read_bytes()
            assert b'root:x:0:' not in data, path
            assert b'editions_languages' not in data, path
            assert path.name != 'conf.py'


def test_import_takes_none_that_is_withheld(hostile: Path, tmp_path: Path) -> None:
    root = tmp_path / 'project'
    for name in ('source', 'conf.py'):
        target = root / name
        target.parent.mkdir(exist_ok=True)
        subprocess.run(['cp', '-r', hostile / name, target], check=True)
    folder = root / 'locale/es/LC_MESSAGES'
    folder.mkdir(parents=True)
    sent = tmp_path / 'sent.po'
    plain = [replace(a, text='', comment='', flags=a.flags.replace('fuzzy', '')) for a in of('rst')]
    (folder / 'rst.po').write_text(catalog('es', 'x', plain), 'utf-8')
    sent.write_text(catalog('es', 'x', of('rst')), 'utf-8')
    done = editions('import', sent, '-l', 'es', cwd=root)
    assert done.returncode == 1, done.stdout + done.stderr
    assert 'Traceback' not in done.stderr
    assert all(line.isprintable() or '\u00a0' in line for line in done.stdout.splitlines())
    there = {m.id: m.string for m in po.read(folder / 'rst.po').messages}
    wrong = [a.text for a in of('rst') if a.must == 'withheld' and there[a.id]]
    assert wrong == []
