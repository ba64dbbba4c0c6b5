"""Languages that other machines build: each is a task of a Dask cluster.

A worker sees the folder of the project under the same name, and has the same versions of all
packages. It builds in a process of its own, which ends when the worker does, or the build that
gave the order: so no two processes write into one folder.
https://distributed.dask.org/en/stable/api.html#distributed.Client.get_executor
"""

import os
import pickle
import platform
import re
import secrets
import select
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import IO, cast

from editions import files, inputs
from editions.builds import cache, children, run
from editions.builds.record import ORDER, Build, Step
from editions.findings import UserError
from editions.project import Format, Project, load

ANSWER = 5  # seconds for a scheduler, and for a first worker, to answer
ALONE = 30  # seconds without any worker, after which the rest is built here
LOOK = 0.5  # seconds between two looks at whether the order still stands
ENDING = 20  # seconds for the process of a killed worker to end
ADDRESS = re.compile(r'(?:tcp|tls|wss?)://[^\s/]+:\d{1,5}')
LOST = (CancelledError, TimeoutError)
BUSY = 'a worker of an earlier build is still at work here; wait until it has ended'


@dataclass(frozen=True)
class Cluster:
    """Who builds elsewhere. `lost` are the errors that say that workers are gone."""

    executor: Executor
    lost: tuple[type[BaseException], ...] = LOST
    has_workers: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Order:
    """What a worker builds: formats of one language."""

    root: Path
    file: Path  # holds the token as long as the result is waited for
    token: str
    steps: tuple[tuple[str, str], ...]  # name of an edition, reason
    versions: Mapping[str, str]


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The cluster of a scheduler, `tcp://host:8786`. Raises UserError where none answers."""
    try:
        from distributed import Client, KilledWorker
        from distributed.client import FutureCancelledError
        from distributed.comm import CommClosedError
    except ModuleNotFoundError as error:
        sentence = "--scheduler needs Dask; pip install 'sphinx-editions[dask]'"
        raise UserError(sentence) from error
    if not ADDRESS.fullmatch(address):
        raise UserError(f'--scheduler {address}: write the address as tcp://host:8786')
    try:
        client = Client(address, timeout=ANSWER, set_as_default=False)
    except OSError as error:  # TimeoutError is one
        raise UserError(
            f'--scheduler {address}: no scheduler of Dask answers; start `dask scheduler` there, '
            'and write its address: tcp://host:8786'
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=ANSWER)
        except TimeoutError as error:
            sentence = f'--scheduler {address}: it has no workers; start `dask worker {address}`'
            raise UserError(sentence) from error
        lost = (*LOST, CommClosedError, KilledWorker, FutureCancelledError)
        yield Cluster(client.get_executor(pure=False), lost, lambda: bool(client.nthreads()))


def build_all(project: Project, steps: tuple[Step, ...], cluster: Cluster) -> Generator[Build]:
    """Build what the plan says, each language where a worker is free; what is lost is built here.

    Raises UserError where a worker cannot build as we do.
    """
    token, versions = secrets.token_hex(8), toolchain(project)
    file = project.build / ORDER
    files.write_text(file, token, durable=False)
    waiting: dict[Future[tuple[Build, ...]], list[Step]] = {}
    for task in run.tasks(steps):
        named = tuple((str(step.edition), step.reason) for step in task)
        order = Order(project.root, file, token, named, versions)
        waiting[cluster.executor.submit(work, order)] = task
    try:
        seen = monotonic()
        while waiting:
            done, _ = wait(waiting, 1, FIRST_COMPLETED)
            seen = monotonic() if done or cluster.has_workers() else seen
            left = set(waiting) if monotonic() - seen > ALONE else set()
            for future in done | left:
                yield from result(project, future, waiting.pop(future), cluster)
    finally:
        file.unlink(missing_ok=True)
        for future in waiting:
            future.cancel()


def result(
    project: Project, future: Future[tuple[Build, ...]], task: list[Step], cluster: Cluster
) -> Iterator[Build]:
    """What a worker has built, or the same built here where its workers are gone."""
    try:
        yield from future.result(0)
    except ModuleNotFoundError as error:
        sentence = f'a worker lacks {error.name}; install there what requirements.lock lists'
        raise UserError(sentence) from error
    except cluster.lost:
        future.cancel()  # a worker that only lost the way to us may still write
        with files.exclusive(project.outdir(task[0].edition).parent, wait=ENDING, busy=BUSY):
            yield from run.build_language(project, task)


def end_orders(project: Project) -> None:
    """End what workers still build for a command that was killed. Raises UserError."""
    path = project.build / ORDER
    if path.is_file():
        path.unlink()
        for folder in (project.build / 'editions').glob('*/'):
            with files.exclusive(folder, wait=ENDING, busy=BUSY):
                pass


def toolchain(project: Project) -> dict[str, str]:
    """The versions of all that decides the bytes of an edition, our own program with them."""
    form = Format.PDF if Format.PDF in project.formats else Format.HTML
    libraries = zip(('system', 'machine', 'libraries'), cache.libraries_of(form), strict=True)
    own = {'editions': inputs.program({})[inputs.PROGRAM].digest}
    return own | cache.installed(inputs.PROGRAMS) | {name: str(each) for name, each in libraries}


def work(order: Order) -> tuple[Build, ...]:
    """Runs in a worker: build in a process that ends with it. Raises UserError."""
    command = [sys.executable, '-c', f'from {__name__} import main; main()']
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        orders, answers = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        orders.write(pickle.dumps(order))
        orders.flush()  # and left open: its end says that we are gone
        data = answers.read()
    if not data:  # with it, the process may end for either reason
        raise UserError(f'{platform.node()}: exit {process.returncode}; see the log of its worker')
    made = pickle.loads(data)  # noqa: S301 (of our own process)
    if isinstance(made, UserError):
        raise made
    return tuple(made)


def main() -> None:
    """The process of a worker: an order on its standard input, what was built on the output."""
    order = pickle.load(sys.stdin.buffer)  # noqa: S301 (of the worker that started it)
    output = os.fdopen(os.dup(1), 'wb')
    os.dup2(2, 1)  # conf.py may print
    Thread(target=end_with, args=(order,), daemon=True).start()
    try:
        made: object = build(order)
    except UserError as error:
        made = UserError(f'{platform.node()}: {error}')
    with output:
        pickle.dump(made, output)


def build(order: Order) -> tuple[Build, ...]:
    """Build what was ordered. Raises UserError where this machine is not as the other."""
    project = load(order.root)
    if not stands(order):
        raise UserError(f'{project.build}: it is not the folder of the build, which workers share')
    mine = toolchain(project)
    for name in sorted({*mine, *order.versions}):
        here, there = mine.get(name, 'missing'), order.versions.get(name, 'missing')
        if here != there:
            raise UserError(f'{name} is {here} here, {there} there; install the same lock file')
    editions = {str(edition): edition for edition in project.editions()}
    steps = [Step(editions[name], reason) for name, reason in order.steps]
    children.start_server([step.edition.format for step in steps])
    with files.exclusive(project.outdir(steps[0].edition).parent, wait=ENDING, busy=BUSY):
        return tuple(run.build_language(project, steps))


def stands(order: Order) -> bool:
    """Whether the build that gave an order still waits for it."""
    try:
        return order.file.read_text('utf-8') == order.token
    except (OSError, ValueError):
        return False


def end_with(order: Order) -> None:
    """End this process, and so its children, when the worker or the build that ordered is gone."""
    while not select.select([sys.stdin], [], [], LOOK)[0] and stands(order):
        pass
    os._exit(children.PARENT_GONE)
