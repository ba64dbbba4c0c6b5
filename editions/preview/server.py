"""The preview's web server: the pages of the site, kept fresh by server-sent events."""

import asyncio
import hmac
import mimetypes
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qsl, quote

import uvicorn
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
from editions import files
from editions.catalogs import po
from editions.catalogs.po.writing import edited
from editions.findings import UserError
from editions.languages.language import Language
from editions.preview import comments, pages, review_pages
from editions.preview.comments import Verdict
from editions.preview.guard import Guard
from editions.preview.pages import Voice, sentence, voice
from editions.preview.rebuilding import Standing, Workshop, version, watch
from editions.project import Project

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


ADDRESS = '/-/verdict'
FOLDER = 'review'
LONGEST = 40_000  # bytes of a form
POLICY = {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'self'; img-src data:; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'",
}
_WRITING = Lock()  # one verdict after the other


class RefusedError(Exception):
    """Why a verdict was not written, as one of our strings, and the HTTP status that says so."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Reviewing:
    """Renders review pages when they are asked for, and again when something has changed."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.desk = review_pages.Desk(ADDRESS, secrets.token_urlsafe(24))
        self.made: dict[str, tuple[int, dict[str, bytes]]] = {}
        self.voices: dict[str, tuple[int, Voice]] = {}

    def voice(self, tag: str) -> Voice:
        """How pages of a language speak; those of none, as the source language's do."""
        project = self.workshop.project
        language = self.workshop.language(tag) or project.source_language
        now = self.workshop.changes[language.tag]
        if self.voices.get(language.tag, (-1, None))[0] != now:
            self.voices[language.tag] = now, voice(project, language)
        return self.voices[language.tag][1]

    async def file(self, path: str) -> bytes | None:
        """A page or what it loads, by its path (`review/es/index.html`); None for no such."""
        _, tag, name = (*path.split('/', 2), '', '')[:3]
        language = self.workshop.language(tag)
        if language is None or language == self.workshop.project.source_language:
            return None
        now = self.workshop.changes[tag]
        if self.made.get(tag, (-1, {}))[0] != now:
            project = self.workshop.project
            files = await asyncio.to_thread(review_pages.page_files, project, language, self.desk)
            self.made[tag] = (now, files)
        return self.made[tag][1].get(name or 'index.html')

    async def take(self, request: Request) -> Response:
        """Write the verdict of a form; answer with the row it is about."""
        form: dict[str, str] = {}
        try:
            form |= await fields(request)
            if not hmac.compare_digest(form.get('token', '').encode(), self.desk.token.encode()):
                raise RefusedError(403, 'The form is not of this preview; load the page again.')
            language = self.workshop.language(form.get('language', ''))
            if language is None:
                raise RefusedError(404, 'There is no such language.')
            await asyncio.to_thread(write, self.workshop.project, language, form)
        except RefusedError as refused:
            return self.refusal(refused, form.get('language', ''))
        self.workshop.change(language.tag)
        place = f'{language.tag}/catalogs/{quote(form["catalog"])}.html'
        return RedirectResponse(f'/{FOLDER}/{place}#{quote(form.get("row", ""))}', 303)

    def refusal(self, refused: RefusedError, tag: str) -> Response:
        """A page that says why nothing was written."""
        said = self.voice(tag)
        text = f'{said.say("Nothing was written.")} {said.say(str(refused))}'
        return HTMLResponse(sentence(said.say('Review'), text, said), refused.status)


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form. Raises RefusedError for one that is too long or no text."""
    body = b''
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            raise RefusedError(413, 'The form is too long.')
    try:
        return dict(parse_qsl(body.decode('ascii'), keep_blank_values=True, errors='strict'))
    except ValueError:
        raise RefusedError(400, 'The form cannot be read.') from None


def write(project: Project, language: Language, form: dict[str, str]) -> None:
    """Put a verdict into its catalog. Raises RefusedError."""
    verdict = read(form)
    folder = project.catalogs(language)
    names = {p.relative_to(folder).with_suffix('').as_posix(): p for p in folder.rglob('*.po')}
    path = names.get(form.get('catalog', ''))
    if path is None:
        raise RefusedError(404, 'There is no such catalog.')
    with _WRITING:
        catalog = po.read(path, root=project.root)
        same = (m for m in catalog.messages if comments.digest(m) == form.get('digest'))
        message = next(same, None)
        if catalog.broken or message is None:
            raise RefusedError(409, 'The catalog has changed meanwhile; load the page again.')
        try:
            changed = edited(catalog, {message: comments.given(message, verdict)})
        except ValueError:
            raise RefusedError(422, 'The message is not sound; mend the catalog first.') from None
        files.write_bytes(path, changed.data)


def read(form: dict[str, str]) -> Verdict:
    """The verdict of a form. Raises RefusedError where a field holds what no menu offers."""
    category, severity = form.get('category', ''), form.get('severity', '')
    if category and (category not in comments.CATEGORIES or severity not in comments.SEVERITIES):
        raise RefusedError(422, 'There is no such category or severity.')
    severity = severity if category else ''
    return Verdict(category, severity, form.get('remark', ''), form.get('name', ''))


HOST = '127.0.0.1'
TRIES = 20  # ports after the first that are tried


class Uvicorn(uvicorn.Server):
    """Ends its open connections when it is told to stop; they would last for ever otherwise."""

    def __init__(self, config: uvicorn.Config, workshop: Workshop) -> None:
        super().__init__(config)
        self.workshop = workshop

    def handle_exit(self, sig: int, frame: object) -> None:
        self.workshop.close()
        super().handle_exit(sig, frame)  # type: ignore[arg-type]


def run(project: Project, port: int, ready: Callable[[str], None]) -> None:
    """Serve the preview; `ready` is told its address. Raises UserError where it cannot begin."""
    files.remove_leftovers(project.locale)
    with files.exclusive(project.build), listening(port) as bound:
        asyncio.run(serve(project, bound, ready))


def listening(port: int) -> socket.socket:
    """A socket on this machine alone, at the port or the next that is free."""
    for number in range(port, port + TRIES):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((HOST, number))
        except OSError:
            found.close()
            continue
        found.listen()  # who connects from now on is answered as soon as the server runs
        return found
    raise UserError(f'the ports from {port} to {port + TRIES - 1} are taken; name one with --port')


async def serve(project: Project, bound: socket.socket, ready: Callable[[str], None]) -> None:
    workshop = Workshop(project)
    port = bound.getsockname()[1]
    app = Server(workshop, port).app()
    config = uvicorn.Config(app, log_level='warning', lifespan='off', timeout_graceful_shutdown=2)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work) for work in (workshop.start(), watch(workshop))]
        ready(f'http://{HOST}:{port}/')
        await Uvicorn(config, workshop).serve([bound])
        for task in tasks:
            task.cancel()
