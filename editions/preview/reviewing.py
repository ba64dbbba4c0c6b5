"""The review pages as the preview serves them: always of now, and taking verdicts.

A verdict is written into the catalog only where the form is ours (a token that no other site
can know), and the source and translation are still those that the reviewer saw.
"""

import asyncio
import hmac
import secrets
from threading import Lock
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from editions import atomic
from editions.catalogs import po
from editions.catalogs.editing import edited
from editions.preview.pages import sentence
from editions.preview.workshop import Workshop
from editions.project import Language, Project
from editions.review import pages, verdicts
from editions.review.verdicts import Verdict
from editions.review.voice import Voice, voice

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
        self.desk = pages.Desk(ADDRESS, secrets.token_urlsafe(24))
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
            files = await asyncio.to_thread(pages.files, project, language, self.desk)
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
        same = (m for m in catalog.messages if verdicts.digest(m) == form.get('digest'))
        message = next(same, None)
        if catalog.broken or message is None:
            raise RefusedError(409, 'The catalog has changed meanwhile; load the page again.')
        try:
            changed = edited(catalog, {message: verdicts.given(message, verdict)})
        except ValueError:
            raise RefusedError(422, 'The message is not sound; mend the catalog first.') from None
        atomic.write_bytes(path, changed.data)


def read(form: dict[str, str]) -> Verdict:
    """The verdict of a form. Raises RefusedError where a field holds what no menu offers."""
    category, severity = form.get('category', ''), form.get('severity', '')
    if category and (category not in verdicts.CATEGORIES or severity not in verdicts.SEVERITIES):
        raise RefusedError(422, 'There is no such category or severity.')
    severity = severity if category else ''
    return Verdict(category, severity, form.get('remark', ''), form.get('name', ''))
