"""The preview's web server: the pages of the site, kept fresh by server-sent events.

It answers only the browser of the person at this machine, asking for it by its name. A page of
another site may send requests to 127.0.0.1, and by a name of its own that resolves to it (DNS
rebinding). So the Host must be ours, an Origin, where there is one, too, and what the browser
says comes from another site gets no more than a person who follows a link.
"""

import asyncio
import errno
import mimetypes
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import editions
from editions import files
from editions.findings import UserError
from editions.languages.language import Language
from editions.preview import rendering
from editions.preview.rebuilding import LanguageStatus, Rebuilder
from editions.preview.rendering import Strings
from editions.preview.reviewing import ADDRESS, FOLDER, HEADERS, Reviewing
from editions.project import Format, Project, site_path
from editions.site import pairs, policy

Make = Callable[[Language], Coroutine[Any, Any, None]]

HOST = '127.0.0.1'
TRIES = 20  # ports after the first that are tried
STATIC = Path(editions.__file__).parent / 'templates' / 'preview'
HEARTBEAT = 15.0  # seconds between two signs of life on a connection
STOPPING = 0.1  # seconds between two looks whether the server has been told to stop
NO_STORE = {'cache-control': 'no-store'}
mimetypes.add_type(Format.EPUB.media_type, '.epub')  # which not every machine knows
FRAMING = f"{policy.STRICT}; frame-src 'self'"  # of our frame around a PDF
ALWAYS = {  # of every answer; one that has a policy of its own keeps it
    'content-security-policy': "frame-ancestors 'self'; base-uri 'self'",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
}


class Guard:
    """Middleware that refuses (403) what is not asked by the server's own pages."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.hosts = {f'{name}:{port}' for name in ('127.0.0.1', 'localhost')}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] == 'http' and (reason := self.refusal(Headers(scope=scope))):
            await PlainTextResponse(f'Refused: {reason}.\n', 403)(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message['type'] == 'http.response.start':
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, answer)

    def refusal(self, headers: Headers) -> str:
        """Why a request is not answered; '' where it is."""
        if headers.get('host') not in self.hosts:
            return 'this server has another name'
        origin = headers.get('origin')
        if origin is not None and origin.removeprefix('http://') not in self.hosts:
            return 'the request comes from another site'
        foreign = headers.get('sec-fetch-site', 'none') not in ('none', 'same-origin')
        if foreign and headers.get('sec-fetch-mode') != 'navigate':
            return 'the request comes from another site'
        return ''


def run(project: Project, port: int, ready: Callable[[str], None]) -> None:
    """Serve the preview; `ready` is told its address. Raises UserError where it cannot begin."""
    files.remove_leftovers(project.locale)
    note = project.build / 'address.txt'  # for the second preview of this project
    other = note.read_text('utf-8') if note.is_file() else 'another address'
    busy = f'a preview of this project runs already, at {other}; use that one or end it first'
    with files.exclusive(project.build, busy=busy), listening(port) as bound:
        address = f'http://{HOST}:{bound.getsockname()[1]}/'
        files.write_text(note, address, durable=False)
        asyncio.run(serve(project, bound, lambda: ready(address)))


def listening(port: int) -> socket.socket:
    """A socket on this machine alone, at the port or the next that is free. Raises UserError."""
    ports = range(port, min(port + TRIES, 65536))
    for number in ports:
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((HOST, number))
        except OSError as error:
            found.close()
            if error.errno == errno.EADDRINUSE:
                continue
            raise UserError(f'port {number}: {error.strerror}; name another with --port') from error
        found.listen()  # who connects from now on is answered as soon as the server runs
        return found
    raise UserError(f'the ports from {port} to {ports[-1]} are taken; name another with --port')


async def serve(project: Project, bound: socket.socket, ready: Callable[[], None]) -> None:
    rebuilder = Rebuilder(project)
    app = Server(rebuilder, bound.getsockname()[1]).app()
    config = uvicorn.Config(app, log_level='warning', lifespan='off', timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(rebuilder.watch())]
        tasks.append(group.create_task(close_in_time(server, rebuilder)))
        rebuilder.spawn(rebuilder.start())
        ready()
        try:
            await server.serve([bound])
        finally:
            rebuilder.close()
            for task in tasks:
                task.cancel()


async def close_in_time(server: uvicorn.Server, rebuilder: Rebuilder) -> None:
    """End the connections of open pages, which would last for ever, when the server stops."""
    while not server.should_exit:
        await asyncio.sleep(STOPPING)
    rebuilder.close()


class Server:
    """Answers requests from what has been built."""

    def __init__(self, rebuilder: Rebuilder, port: int) -> None:
        self.rebuilder = rebuilder
        self.port = port
        self.reviewing = Reviewing(rebuilder)

    @property
    def site(self) -> Path:
        return self.rebuilder.project.site

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route(f'{rendering.PREFIX}events', self.events),
                Route(f'{rendering.PREFIX}catalog/{{path:path}}', self.catalog),
                Route(f'{rendering.PREFIX}fonts/{{name}}', self.fonts),
                Route(ADDRESS, self.reviewing.take, methods=['POST']),
                Route(f'/{FOLDER}/{{path:path}}', self.review),
                Mount(rendering.PREFIX.rstrip('/'), StaticFiles(directory=STATIC)),
                Route('/{path:path}', self.answer),
            ],
            middleware=[Middleware(Guard, port=self.port)],
        )

    def status(self, path: str) -> LanguageStatus:
        """Of the language of a page of an edition or of one for reviewers."""
        return self.rebuilder.statuses.get(tag_of(path), LanguageStatus(working=False))

    def strings(self, path: str) -> Strings:
        """What the preview writes on a page, in that page's language."""
        return self.reviewing.strings(tag_of(path))

    async def answer(self, request: Request) -> Response:
        """A page with our script, or any other file as it is."""
        path = request.path_params['path']
        builds = self.rebuilder
        language = builds.language(path.partition('/')[0])
        if path.endswith('.pdf') and language:
            if request.headers.get('sec-fetch-dest') == 'document' and not request.url.query:
                frame = rendering.pdf_frame(path, language.tag)
                return self.html(frame, path, headers={'content-security-policy': FRAMING})
            await asyncio.wait([builds.spawn(builds.build_pdf(language), language.tag)])
        tag = path.partition('/')[0]
        if path.endswith('.epub') and Format.EPUB in builds.project.formats:
            await self.make_book(tag, builds.build_epub)
        if path.endswith('.pdf') and '+' in tag:
            await self.make_book(tag, builds.build_pdf)
        file = await asyncio.to_thread(inside, self.site, path)
        if file is None:
            return self.missing(path)
        if file.name == 'index.html' and path and not path.endswith(('/', file.name)):
            return RedirectResponse(f'/{quote(path)}/')
        if file.suffix == '.html':
            return self.html(file.read_bytes(), path)
        name = file.relative_to(self.site.resolve()).as_posix()
        response = await StaticFiles(directory=self.site).get_response(name, request.scope)
        response.headers['cache-control'] = 'no-cache'  # kept, but asked for again
        return response

    async def make_book(self, tag: str, make: Make) -> None:
        """Have the EPUBs or PDFs of a language made, or of both of a pair, where they are out of
        date, and then the pair's.
        """
        builds = self.rebuilder
        for language in filter(None, map(builds.language, tag.split('+'))):
            await asyncio.wait([builds.spawn(make(language), language.tag)])
        if '+' in tag:
            printed = make == builds.build_pdf
            async with builds.site:
                await asyncio.to_thread(pairs.renew, builds.project, printed=printed)

    def html(
        self, page: bytes, path: str, status: int = 200, headers: dict[str, str] | None = None
    ) -> Response:
        """A page with our script in it, under the policy that it is published with."""
        rules = {'content-security-policy': policy.policy_of(self.rebuilder.project, page)}
        known = page if status == HTTPStatus.OK else b''  # `version` finds no file there either
        made = rendering.injected(page, path, self.version_of(path, known), self.strings(path))
        return HTMLResponse(made, status, NO_STORE | rules | (headers or {}))

    def version_of(self, path: str, page: bytes) -> str:
        """The version of a page; of a PDF that of its file, whatever frames it."""
        if path.endswith('.pdf'):
            file = inside(self.site, path)
            return LanguageStatus().version(file.read_bytes() if file else b'')
        return self.status(path).version(page)

    async def version(self, path: str) -> str:
        if path.startswith(f'{FOLDER}/'):
            return self.version_of(path, await self.reviewing.file(path) or b'')
        file = await asyncio.to_thread(inside, self.site, path)
        return self.version_of(path, file.read_bytes() if file else b'')

    async def review(self, request: Request) -> Response:
        """A page for reviewers, with our script; no other page may send its form."""
        path = f'{FOLDER}/{request.path_params["path"]}'
        if path.count('/') == 1 and not path.endswith('/'):
            return RedirectResponse(f'/{quote(path)}/')
        data = await self.reviewing.file(path)
        if data is None:
            return self.missing(path)
        kind = mimetypes.guess_type(path)[0] or 'text/html'
        if kind != 'text/html':
            return Response(data, headers=HEADERS, media_type=kind)
        # A script or a frame asks, and no person; no script can set this header (Fetch Metadata).
        if request.headers.get('sec-fetch-dest', 'document') != 'document':
            return PlainTextResponse('Refused: no script reads this page.\n', 403)
        return self.html(data, path, headers=HEADERS)

    async def fonts(self, request: Request) -> Response:
        name = request.path_params['name']
        made = await asyncio.to_thread(
            self.reviewing.at, self.rebuilder.revisions.total(), rendering.fonts
        )
        if name not in made:
            return self.missing(name)
        return Response(made[name], media_type=mimetypes.guess_type(name)[0])

    async def catalog(self, request: Request) -> Response:
        """A catalog as plain text, for who follows a link to it."""
        project = self.rebuilder.project
        name = request.path_params['path']
        path = inside(project.root, name)
        if not path or path.suffix != '.po' or not path.is_relative_to(project.locale.resolve()):
            return self.missing(name)
        return FileResponse(path, media_type='text/plain', headers=NO_STORE)

    def missing(self, path: str) -> Response:
        """The site's own page for what is not there, or what is not there yet.

        It loads itself again when that is.
        """
        language = self.rebuilder.language(path.partition('/')[0])
        if language and not self.status(path).built:
            return self.html(rendering.waiting(language.name, self.strings(path)), path, 503)
        file = inside(self.site, site_path(language, '404.html') if language else '404.html')
        page = file.read_bytes() if file else rendering.waiting(path, self.strings(path))
        return self.html(page, path, 404)

    async def events(self, request: Request) -> Response:
        """Tell an open page its status: at once, and whenever that changes."""
        path = request.query_params.get('page', '')
        headers = NO_STORE | {'x-accel-buffering': 'no'}
        return StreamingResponse(self.stream(path), headers=headers, media_type='text/event-stream')

    async def stream(self, path: str) -> AsyncIterator[str]:
        woken = asyncio.Event()
        self.rebuilder.listeners[woken] = path
        try:
            if path.endswith('.pdf'):
                self.rebuilder.want_pdf(path)
            while not self.rebuilder.closing:
                woken.clear()
                yield rendering.event(self.status(path).as_json(await self.version(path)))
                while not woken.is_set() and not self.rebuilder.closing:
                    try:
                        await asyncio.wait_for(woken.wait(), HEARTBEAT)
                    except TimeoutError:
                        yield ':\n\n'
        finally:
            del self.rebuilder.listeners[woken]


def inside(folder: Path, path: str) -> Path | None:
    """The file at a path below a folder, or the index of the folder there.

    None where there is none, where it lies outside, and for what can be no name of a file.
    """
    try:
        found = (folder / path).resolve()
        found = found / 'index.html' if found.is_dir() else found
        there = found.is_file()
    except (OSError, ValueError):  # a name that is too long; a null byte
        return None
    return found if there and found.is_relative_to(folder.resolve()) else None


def tag_of(path: str) -> str:
    """The language of a page of an edition or of one for reviewers."""
    return path.removeprefix(f'{FOLDER}/').partition('/')[0]
