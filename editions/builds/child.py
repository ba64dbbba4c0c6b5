"""The process that builds one edition: `sphinx-build`, its words sent to a log.

Sphinx and docutils keep global state (roles, directives, translators), so editions never
share a process. Children are forked from a warm server where the system can fork: importing
Sphinx and WeasyPrint costs half a second.
"""

import gc
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from pathlib import Path
from threading import Lock
from typing import Any

# Named, not imported: this side never imports Sphinx, the warm server does.
WARM = ('editions.builds.warm',)
SERVER_LOST = 255  # what multiprocessing reports of a child whose fork server has died
watching = Lock()


def run(argv: Sequence[str], log: Path, *, fork: bool) -> int:
    """Run `sphinx-build` with these arguments; return its exit code, -N for signal N."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if not fork:
        return run_alone(argv, log)
    process = server().Process(target=sphinx_build, args=(tuple(argv), str(log)))  # type: ignore[attr-defined]
    with watching:
        process.start()
    code = ended(process)
    return run_alone(argv, log) if code == SERVER_LOST else code


def ended(process: Any) -> int:
    """Wait for a process; its exit code.

    A code can be read once. Whoever starts a child looks after all others too, so of two threads
    that read at the same time one would find nothing, and take the server for lost.
    """
    wait([process.sentinel])
    with watching:
        process.join()
    return int(process.exitcode or 0)


def can_fork() -> bool:
    """Whether children can be forked: not on Windows, not below a daemon (a Dask worker)."""
    methods = multiprocessing.get_all_start_methods()
    return 'forkserver' in methods and not multiprocessing.current_process().daemon


def server() -> BaseContext:
    """The fork server, which imports Sphinx and WeasyPrint once, when the first child starts."""
    context = multiprocessing.get_context('forkserver')
    context.set_forkserver_preload(list(WARM))
    return context


def warm_up() -> bool:
    """Start the server ahead, for work that is sure to come; False where there is none."""
    if not can_fork():
        return False
    from multiprocessing import forkserver  # not on Windows

    server()
    forkserver.ensure_running()
    return True


def run_alone(argv: Sequence[str], log: Path) -> int:
    """The same in a process of its own, where there is no fork."""
    command = [sys.executable, '-m', 'sphinx', *argv]
    with log.open('wb') as file:
        return subprocess.run(command, stdout=file, stderr=file, check=False).returncode


def sphinx_build(argv: Sequence[str], log: str) -> None:
    """Runs in the child. Cyclic garbage is not collected: the process ends with its edition."""
    gc.disable()
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for stream in (1, 2):
        os.dup2(output, stream)
    from sphinx.cmd.build import main  # only the child imports Sphinx

    sys.exit(main(argv))
