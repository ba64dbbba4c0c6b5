"""The preview's web server: the pages of the site, kept fresh by server-sent events."""

import asyncio
import mimetypes
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import editions
from editions.preview import pages
from editions.preview.guard import Guard
from editions.preview.reviewing import ADDRESS, FOLDER, POLICY, Reviewing
from editions.preview.standing import Standing, version
from editions.preview.workshop import Workshop
from editions.review.voice import Voice

STATIC = Path(editions.__file__).parent / 'templates' / 'preview'
BEAT = 15.0  # seconds between two signs of life on a connection
NEVER_KEPT = {'cache-control': 'no-store'}


class Server:
    """Answers requests from what the workshop has built."""

    def __init__(self, workshop: Workshop, port: int) -> None:
        self.workshop = workshop
        self.port = port
        self.reviewing = Reviewing(workshop)

    @property
    def site(self) -> Path:
        return self.workshop.project.site

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route(f'{pages.PREFIX}events', self.events),
                Route(f'{pages.PREFIX}catalog/{{path:path}}', self.catalog),
                Route(ADDRESS, self.reviewing.take, methods=['POST']),
                Route(f'/{FOLDER}/{{path:path}}', self.review),
                Mount(pages.PREFIX.rstrip('/'), StaticFiles(directory=STATIC)),
                Route('/{path:path}', self.answer),
            ],
            middleware=[Middleware(Guard, port=self.port)],
        )

    def standing(self, path: str) -> Standing:
        """How the language of a page stands, be it an edition's or one for reviewers."""
        return self.workshop.standings.get(tag_of(path), Standing(working=False))

    def voice(self, path: str) -> Voice:
        """How the preview speaks on a page."""
        return self.reviewing.voice(tag_of(path))

    def file(self, path: str) -> Path | None:
        """The file of the site at a path; None where there is none, or it lies outside."""
        site = self.site.resolve()
        if '\0' in path:
            return None
        found = (site / path).resolve()
        if found.is_dir():
            found /= 'index.html'
        return found if found.is_relative_to(site) and found.is_file() else None

    async def answer(self, request: Request) -> Response:
        """A page with our script, or any other file as it is."""
        path = request.path_params['path']
        language = self.workshop.language(path.partition('/')[0])
        if path.endswith('.pdf') and language:
            if request.headers.get('sec-fetch-dest') == 'document' and not request.url.query:
                return HTMLResponse(self.framed(path, language.tag), headers=NEVER_KEPT)
            await self.workshop.papers(language)
        file = await asyncio.to_thread(self.file, path)
        if file is None:
            return self.missing(path)
        if file.name == 'index.html' and path and not path.endswith(('/', file.name)):
            return RedirectResponse(f'/{quote(path)}/')
        if file.suffix == '.html':
            return HTMLResponse(self.told(file.read_bytes(), path), headers=NEVER_KEPT)
        name = file.relative_to(self.site.resolve()).as_posix()
        response = await StaticFiles(directory=self.site).get_response(name, request.scope)
        response.headers['cache-control'] = 'no-cache'  # kept, but asked for again
        return response

    def framed(self, path: str, tag: str) -> bytes:
        return self.told(pages.paper(path, path, tag), path)

    def told(self, page: bytes, path: str) -> bytes:
        return pages.injected(page, path, self.version_of(path, page), self.voice(path))

    def version_of(self, path: str, page: bytes) -> str:
        """The version of a page; of a PDF that of its file, whatever frames it."""
        if path.endswith('.pdf'):
            file = self.file(path)
            return version(file.read_bytes() if file else b'', Standing())
        return version(page, self.standing(path))

    async def version(self, path: str) -> str:
        """The version of a page as it is now."""
        if path.startswith(f'{FOLDER}/'):
            return self.version_of(path, await self.reviewing.file(path) or b'')
        file = await asyncio.to_thread(self.file, path)
        return self.version_of(path, file.read_bytes() if file else b'')

    async def review(self, request: Request) -> Response:
        """A page for reviewers, with our script."""
        path = f'{FOLDER}/{request.path_params["path"]}'
        if path.count('/') == 1:
            return RedirectResponse(f'/{quote(path)}/')
        data = await self.reviewing.file(path)
        if data is None:
            return self.missing(path)
        kind = mimetypes.guess_type(path)[0] or 'text/html'
        if kind == 'text/html':
            data = self.told(data, path)
        return Response(data, headers=POLICY, media_type=kind)

    async def catalog(self, request: Request) -> Response:
        """A catalog as plain text, for who follows a link to it."""
        project = self.workshop.project
        name = request.path_params['path'].replace('\0', '')
        path = (project.root / name).resolve()
        ours = path.suffix == '.po' and path.is_relative_to(project.locale.resolve())
        if not ours or not path.is_file():
            return self.missing(name)
        return FileResponse(path, media_type='text/plain', headers=NEVER_KEPT)

    def missing(self, path: str) -> Response:
        """The site's own page for what is not there, or what is not there yet."""
        language = self.workshop.language(path.partition('/')[0])
        if language and not self.standing(path).built:
            return self.nothing(pages.waiting(language.name, self.voice(path)), path, 503)
        file = self.file(f'{language.tag}/404.html' if language else '404.html')
        page = file.read_bytes() if file else pages.waiting(path, self.voice(path))
        return self.nothing(page, path, 404)

    def nothing(self, page: bytes, path: str, status: int) -> Response:
        """A page in the place of one that is not there; it loads itself anew when that is."""
        page = pages.injected(page, path, self.version_of(path, b''), self.voice(path))
        return HTMLResponse(page, status, NEVER_KEPT)

    async def events(self, request: Request) -> Response:
        """Tell an open page how it stands: at once, and whenever that changes."""
        path = request.query_params.get('page', '')
        headers = NEVER_KEPT | {'x-accel-buffering': 'no'}
        return StreamingResponse(self.stream(path), headers=headers, media_type='text/event-stream')

    async def stream(self, path: str) -> AsyncIterator[str]:
        woken = asyncio.Event()
        self.workshop.open[woken] = path
        try:
            if path.endswith('.pdf'):
                self.workshop.want_papers(path)
            while not self.workshop.closing:
                woken.clear()
                yield pages.event(self.standing(path).told(await self.version(path)))
                while not woken.is_set() and not self.workshop.closing:
                    try:
                        await asyncio.wait_for(woken.wait(), BEAT)
                    except TimeoutError:
                        yield ':\n\n'
        finally:
            del self.workshop.open[woken]


def tag_of(path: str) -> str:
    """The language that a page is of, be it an edition's or one for reviewers."""
    return path.removeprefix(f'{FOLDER}/').partition('/')[0]
