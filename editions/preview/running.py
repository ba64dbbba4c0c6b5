"""Runs the preview: the lock, the port, the server and the watcher, until it is told to stop."""

import asyncio
import socket
from collections.abc import Callable

import uvicorn

from editions import atomic
from editions.builds import lock
from editions.findings import UserError
from editions.preview.server import Server
from editions.preview.watching import watch
from editions.preview.workshop import Workshop
from editions.project import Project

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
    atomic.tidy(project.locale)
    with lock.exclusive(project.build), listening(port) as bound:
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
