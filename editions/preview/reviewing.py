"""The review pages as the preview serves them: always of now, and taking comments and corrections.

Either is written into the catalog only where the form is ours (a token that no other page
can read), and the source and translation are still those that the reviewer saw.
"""

import asyncio
import hmac
import re
import secrets
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from editions.catalogs import credits, store
from editions.catalogs.credits import Record
from editions.catalogs.po.messages import Catalog, Message
from editions.catalogs.po.writing import edited, translated
from editions.checks.criteria import Policy
from editions.checks.judgement import judge_uses, uses_of
from editions.findings import UserError
from editions.languages import dates
from editions.languages.language import Language
from editions.preview import comments, rendering, review
from editions.preview.comments import ReviewComment
from editions.preview.rebuilding import Rebuilder
from editions.preview.rendering import Strings
from editions.project import Project

T = TypeVar('T')
ADDRESS = '/-/comment'
FOLDER = 'review'
LONGEST = 200_000  # bytes of a form
# Nothing but our own files; no frame, and no window of another page that reads the form.
HEADERS = {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'self'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    'cross-origin-opener-policy': 'same-origin',
}


class RefusedError(Exception):
    """Why nothing was written, as one of our strings, and the HTTP status that says so.

    `detail` is a finding, in English.
    """

    def __init__(self, status: int, sentence: str, detail: str = '') -> None:
        super().__init__(sentence)
        self.status = status
        self.detail = detail


class Reviewing:
    """Renders review pages when they are asked for, and again when something has changed."""

    def __init__(self, rebuilder: Rebuilder) -> None:
        self.rebuilder = rebuilder
        self.form = review.Form(ADDRESS, secrets.token_urlsafe(24))
        self.made: dict[Any, tuple[int, Any]] = {}  # a function and what it was given

    def at(self, revision: int, make: Callable[..., T], *given: Hashable) -> T:
        """What a function makes of the project, made again where that was at another revision."""
        if self.made.get((make, *given), (-1, None))[0] != revision:
            self.made[make, *given] = revision, make(self.rebuilder.project, *given)
        made: T = self.made[make, *given][1]
        return made

    def strings(self, tag: str) -> Strings:
        """Our strings on pages of a language; on those of none, in the source language."""
        language = self.rebuilder.language(tag) or self.rebuilder.project.source_language
        return self.at(self.rebuilder.revisions[language.tag], rendering.strings, language)

    async def file(self, path: str) -> bytes | None:
        """A page or what it loads, by its path (`review/es/index.html`); None for no such."""
        _, tag, name = (*path.split('/', 2), '', '')[:3]
        language = self.rebuilder.language(tag)
        if language is None or language == self.rebuilder.project.source_language:
            return None
        now = self.rebuilder.revisions[tag]
        made = await asyncio.to_thread(self.at, now, review.page_files, language, self.form)
        return made.get(name or 'index.html')

    async def take(self, request: Request) -> Response:
        """Write what a form says; answer with the row it is about."""
        form: dict[str, str] = {}
        try:
            form |= await fields(request)
            if not hmac.compare_digest(form.get('token', '').encode(), self.form.token.encode()):
                raise RefusedError(403, 'This form belongs to another preview. Reload the page.')
            language = self.rebuilder.language(form.get('language', ''))
            if language is None:
                raise RefusedError(404, 'There is no such language.')
            await asyncio.to_thread(write, self.rebuilder.project, language, form)
        except RefusedError as refused:
            return self.refusal(refused, form.get('language', ''))
        self.rebuilder.revise(language.tag)
        page = f'{language.tag}/catalogs/{quote(form["catalog"])}.html'
        return RedirectResponse(f'/{FOLDER}/{page}#{quote(form.get("row", ""))}', 303)

    def refusal(self, refused: RefusedError, tag: str) -> Response:
        """A page that says why nothing was written."""
        strings = self.strings(tag)
        gap = '' if strings.language.ideographic else ' '
        text = gap.join((strings('Nothing was saved.'), strings(str(refused)), refused.detail))
        return HTMLResponse(rendering.notice(strings('Review'), text, strings), refused.status)


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form. Raises RefusedError for one that is too long, cut off or no text."""
    body = b''
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST:
                raise RefusedError(413, 'The form is too long.')
        return dict(parse_qsl(body.decode('ascii'), keep_blank_values=True, errors='strict'))
    except (ValueError, ClientDisconnect):
        raise RefusedError(400, 'The form cannot be read.') from None


def write(project: Project, language: Language, form: dict[str, str]) -> None:
    """Put a comment or a corrected translation into its catalog. Raises RefusedError."""
    comment = None if 'string0' in form else read(form)
    path = project.catalog_files(language).get(form.get('catalog', ''))
    if path is None:
        raise RefusedError(404, 'There is no such catalog.')

    def edit(catalog: Catalog) -> Catalog:
        same = (m for m in catalog.messages if credits.digest(m) == form.get('digest'))
        message = next(same, None)
        if catalog.breach or message is None:
            raise RefusedError(409, 'The catalog has changed in the meantime. Reload the page.')
        if comment:
            return edited(catalog, {message: comments.added(message, comment)})
        new = corrected(message, form)
        policy = Policy.of(project, language)
        uses = uses_of(message, replace(catalog, domain=form['catalog']), policy)
        judged = judge_uses(new, policy, uses, path=catalog.name)
        if new.translated and not judged.shown:
            detail = judged.findings[0].message if judged.findings else ''
            raise RefusedError(422, 'Readers would not see this translation.', detail)
        date = {'PO-Revision-Date': dates.now_in_header()}
        return catalog if new == message else edited(catalog, {message: new}, date)

    try:
        store.change(path, edit, root=project.root)
    except UserError as error:
        raise RefusedError(409, str(error)) from None


def corrected(message: Message, form: dict[str, str]) -> Message:
    """The message as a form has it, current, with the name of who wrote it.

    Raises RefusedError where a plural form is missing, or a text cannot stand in a catalog.
    """
    names = (f'string{number}' for number in range(len(message.strings)))
    texts = [form.get(name, '\0').replace('\r\n', '\n') for name in names]
    if any('\0' in text for text in texts):
        raise RefusedError(400, 'The form cannot be read.')
    if '\n' not in message.id:
        texts = [re.sub(r'[ \t]*\n\s*', ' ', text.strip('\n')) for text in texts]
    old = message if texts == list(message.strings) else credits.tied(message)
    new, name = translated(old, tuple(texts)), form.get('name', '').strip()
    if texts == list(message.strings) or not (new.translated and credits.is_name(name)):
        return new
    return credits.added(new, Record(credits.Kind.TRANSLATOR, name, dates.now_in_header()[:10]))


def read(form: dict[str, str]) -> ReviewComment:
    """The comment of a form. Raises RefusedError where nothing was chosen or no menu offers it."""
    kind, severity = form.get('kind', ''), form.get('severity', '')
    remark = credits.plain(form.get('remark', ''))
    if not kind and not remark:
        raise RefusedError(422, 'Choose “Approved” or a kind of error, or write a remark.')
    if kind not in ('', comments.APPROVED, *credits.CATEGORIES):
        raise RefusedError(422, 'There is no such category or severity.')
    if kind in credits.CATEGORIES and severity not in credits.SEVERITIES:
        raise RefusedError(422, 'There is no such category or severity.')
    severity = severity if kind in credits.CATEGORIES else ''
    return ReviewComment(kind or credits.REMARK, severity, remark, form.get('name', ''))
