"""Answers only the browser of the person at this machine, asking for this server by its name.

A page of another site may send requests to 127.0.0.1, and by a name of its own that resolves
to it (DNS rebinding). So the Host must be ours, an Origin, where there is one, too, and what
the browser says comes from another site gets no more than a person who follows a link.
"""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {  # of every answer; one that has a policy of its own keeps it
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
                for name, value in HEADERS.items():
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


def read_by_script(headers: Mapping[str, str]) -> bool:
    """Whether a script or a frame asks for a page, and not a person who opens it.

    A browser says so in a header that no script can set (Fetch Metadata, `Sec-Fetch-Dest`).
    """
    return headers.get('sec-fetch-dest', 'document') != 'document'
