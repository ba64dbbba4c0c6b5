"""The process that builds one edition: `sphinx-build`, its output sent to a log.

Sphinx and docutils keep global state (roles, directives, translators), so editions never
share a process. Children are forked from a server that has imported Sphinx and WeasyPrint,
which takes half a second.
"""

import gc
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from editions import progress
from editions.conf import value_of
from editions.folders import locale_folders
from editions.languages.language import Language
from editions.progress import Doing
from editions.project import TAG, Format, Project

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

# Named, not imported: this side never imports Sphinx.
PRELOAD = 'editions.builds.preload'
# What the makers of files need besides; that of PDFs includes that of EPUBs.
PRELOADS = {Format.PDF: 'editions.builds.preload_pdf', Format.EPUB: 'editions.epub.builder'}
SPHINX = 'sphinx.cmd.build'
FIRST = 'EDITIONS_FIRST'  # the variable that says how many children come before one that needs PDFs
PARENT_GONE = 254
SECONDS = 7200  # of the processor for one edition: what takes longer never ends
GARBAGE = 1_000_000  # new objects between two searches: half as many cost 5 % of a build
SERVER_LOST = 255  # what multiprocessing reports of a child whose fork server has died
# A child's exit code can be read once, and starting a child asks for those of all others: of two
# threads that read at the same time one would find nothing, and take the server for lost.
_asking = Lock()
_at_work: 'set[BaseProcess]' = set()
_interrupted = Event()


def arguments(
    project: Project, builder: str, doctrees: Path, outdir: Path, options: Iterable[str]
) -> list[str]:
    """The arguments of a build, fit to paste behind `sphinx-build`.

    Languages that conf.py does not list are named, so that it need not be run a second time in
    the child to know them.
    """
    listed = value_of(project.settings, 'editions_languages') or ()
    named = (each for each in project.languages if each.code not in listed)
    return [
        '--builder', builder,
        '--conf-dir', str(project.root),
        '--doctree-dir', str(doctrees),
        *(f'--define=editions_languages.{each.code}={each.name}' for each in named),
        *(f'--define={value}' for value in project.defines),
        *options,
        '--no-color',
        '--quiet',
        str(project.source),
        str(outdir),
    ]  # fmt: skip


def of_language(project: Project, language: Language, doctrees: Path) -> list[str]:
    """The options of the builds of a language.

    `locale_dirs` is hidden, since Sphinx compiles a sphinx.po of its folders in place before it
    knows any extension; `editions_locale_dirs` says where the catalogs are.
    """
    folders = os.pathsep.join(map(str, locale_folders(project.source, project.settings)))
    values = (
        f'language={language.code}',
        f'html_baseurl={project.baseurl}',
        f'locale_dirs={doctrees / "catalogs"}',
        f'editions_locale_dirs={folders}',
        f'editions_templates={project.templates}',
    )
    return [*(f'--define={value}' for value in values), '--tag', TAG]


def run(
    argv: Sequence[str],
    log: Path,
    *,
    fork: bool = True,
    program: str = SPHINX,
    paper: bool = False,
) -> int:
    """Run `sphinx-build`, or another module with a `main`, with these arguments.

    `paper` says that it lays out pages of paper.

    Returns its exit code, -N for signal N.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    if not fork:
        return run_alone(argv, log, program)
    from multiprocessing.connection import wait  # as below: 50 ms, where nothing is built

    words = program, tuple(argv), str(log), paper, SECONDS, progress.Channel.end
    process = start_server().Process(target=_work, args=words)  # type: ignore[attr-defined]
    with _asking:
        if _interrupted.is_set():
            return -signal.SIGINT
        process.start()
        _at_work.add(process)
    try:
        wait([process.sentinel])
    except KeyboardInterrupt:  # in the main thread alone: where no others wait for children
        interrupt()
        raise
    with _asking:
        process.join()
        _at_work.discard(process)
        if process.exitcode and _interrupted.is_set():
            return -signal.SIGINT
    lost = process.exitcode == SERVER_LOST
    return run_alone(argv, log, program) if lost else int(process.exitcode)


def interrupt() -> None:
    """End the children at work, and start no more: a signal may reach a command between two.

    SIGTERM, since neither the fork server nor its children listen to SIGINT.
    """
    with _asking:
        _interrupted.set()
        for process in _at_work:
            process.terminate()


def run_alone(argv: Sequence[str], log: Path, program: str = SPHINX) -> int:
    """The same in a process of its own, which may take any time."""
    command = [sys.executable, '-m', program, *argv]
    with log.open('wb') as file:
        return subprocess.run(command, stdout=file, stderr=file, check=False).returncode


def start_server(formats: Collection[Format] = tuple(Format), first: int = 0) -> 'BaseContext':
    """The server of children; it imports Sphinx while there is other work to do.

    Without PDFs it starts in 0.4 s and not in 0.7, and a child that makes one imports WeasyPrint
    itself; the `first` children are known to make none. Ctrl-C reaches neither it nor its
    children: `interrupt` ends them.
    """
    import multiprocessing
    from multiprocessing import forkserver, resource_tracker  # not on Windows

    context = multiprocessing.get_context('forkserver')
    more = next((PRELOADS[form] for form in PRELOADS if form in formats), PRELOAD)
    context.set_forkserver_preload([PRELOAD, more])
    resource_tracker.ensure_running()  # it would lift the mask below
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    if first:
        os.environ[FIRST] = str(first)
    try:
        forkserver.ensure_running()
    finally:
        if first:
            del os.environ[FIRST]
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return context


def _end_with_parent() -> None:
    import multiprocessing

    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(PARENT_GONE)


@contextmanager
def listening(hear: Callable[[Doing | None], None]) -> Iterator[None]:
    """Call `hear` with what the children do meanwhile, and each second with None."""
    from multiprocessing import Pipe

    mine, theirs = Pipe(duplex=False)
    progress.Channel.end, ended = theirs, Event()

    def listen() -> None:
        with mine:  # closed when this fails, so that no child waits for a reader
            while not ended.is_set():
                hear(mine.recv() if mine.poll(1) else None)

    thread = Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        progress.tell(None)  # so that it need not wait
        progress.Channel.end = None
        thread.join()
        theirs.close()


def _collect_garbage() -> None:
    """Look for cyclic garbage now and then. A document that is done leaves 40 KB a paragraph.

    Not where paper is made: all is needed until it is printed, and the process ends with it.
    """
    gc.freeze()  # modules stay
    gc.set_threshold(GARBAGE, 5, 5)
    gc.enable()


def _work(
    program: str,
    argv: Sequence[str],
    log: str,
    paper: bool,
    seconds: int,
    channel: 'Connection | None',
) -> None:
    """Runs in the child. It ends with the command that started it, which may be killed: the next
    one builds in the same folders.
    """
    if not paper:
        _collect_garbage()
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds if most < 0 else min(seconds, most), most))
    progress.Channel.end = channel
    Thread(target=_end_with_parent, daemon=True).start()
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for stream in (1, 2):
        os.dup2(output, stream)
    sys.exit(import_module(program).main(argv))  # only the child imports Sphinx
