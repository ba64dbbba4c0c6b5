"""A site of the real article, built once a session, served under a prefix, and a browser."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import editions, once
from playwright.sync_api import Browser, Page, sync_playwright

from editions.fonts import available
from editions.project import Project, load

BASE = 'https://example.org/repo/'


@pytest.fixture(scope='session')
def article(site: Path) -> Project:
    """The project of the article, its editions built."""
    return load(site)


@pytest.fixture(scope='session')
def published(site: Path, shared: Path) -> Path:
    """A copy of the built project, published once for all workers."""
    root = shared / 'published'
    with once(root):
        if not root.exists():
            making = root.with_name('published.making')
            shutil.copytree(site, making)
            done = editions('publish', '--base-url', BASE, cwd=making)
            assert done.returncode == 0, done.stdout + done.stderr
            making.rename(root)
    return root


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder under /repo/, as a host does that keeps several sites."""

    prefix = '/repo/'

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(self.prefix.rstrip('/'))
        return super().translate_path(inside if path.startswith(self.prefix) else '/nothing')

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope='session')
def served(article: Project) -> Iterator[str]:
    """The address of the article's site, with a slash at its end."""
    server = ThreadingHTTPServer(('127.0.0.1', 0), partial(Quiet, directory=str(article.site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f'http://127.0.0.1:{server.server_port}{Quiet.prefix}'
    server.shutdown()
    server.server_close()


@pytest.fixture(scope='session')
def launch(
    program: Callable[[str], str], node: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Browser]]:
    """Start Debian's Chromium as on a machine that has the fonts of these folders and no other."""
    path = program('chromium')
    os.environ['PLAYWRIGHT_NODEJS_PATH'] = str(node / 'bin' / 'node')  # its own lacks a library
    with sync_playwright() as playwright:

        def started(*folders: Path) -> Browser:
            file = available.write_configuration(tmp_path_factory.mktemp('fontconfig'), folders)
            return playwright.chromium.launch(
                executable_path=path,
                args=['--no-sandbox'],
                env={**os.environ, 'FONTCONFIG_FILE': str(file)},
            )

        yield started


@pytest.fixture(scope='session')
def fonts(program: Callable[[str], str]) -> dict[str, Path]:
    """Folders of fonts that a reader's machine may have."""
    folder = '/usr/share/fonts/truetype'
    return {
        'DejaVu': Path(program(f'{folder}/dejavu/DejaVuSerif.ttf')).parent,
        'Liberation': Path(program(f'{folder}/liberation/LiberationSerif-Regular.ttf')).parent,
        'others': available.HERE,
    }


@pytest.fixture(scope='session')
def chromium(launch: Callable[..., Browser], fonts: dict[str, Path]) -> Iterator[Browser]:
    """A browser on a machine without a Chinese font."""
    browser = launch(fonts['DejaVu'], fonts['Liberation'])
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new page that fails the test if a script fails."""
    opened = chromium.new_page()
    troubles: list[str] = []
    opened.on('pageerror', lambda error: troubles.append(str(error)))
    yield opened
    opened.close()
    assert troubles == []
