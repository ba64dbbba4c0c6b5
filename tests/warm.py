"""A process that has imported what commands import, and forks for each that a test runs.

`python -m editions` imports for a second, its fork server for another, and the tests run some
hundred commands. A fork runs the same module under the same name, in a process and a folder of its
own, with its own output and exit code; the fork server that it starts is forked, too.
"""

import atexit
import gc
import multiprocessing.forkserver
import multiprocessing.util
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

READY = b'ready'
BYTES = 1 << 20  # of one request: a folder, a module, and the words of a command
DESCRIPTORS = 1 << 16  # more than a process opens
ROOMS = ('catalogs', 'checks', 'commands', 'epub', 'fonts', 'pdf', 'site')


class Warm:
    """The tests' end: it starts the process, and asks it to run modules."""

    def __init__(self, environment: Mapping[str, str], options: Sequence[str] = ()) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix='warm-')
        self.path = f'{self.folder.name}/socket'
        alive, self.alive = os.pipe()  # the process ends when this end is closed, as at our own end
        command = [sys.executable, *options, __file__, self.path, str(alive)]
        self.process = subprocess.Popen(
            command, env=environment, pass_fds=[alive], stdout=subprocess.PIPE
        )
        os.close(alive)
        assert self.process.stdout
        assert self.process.stdout.read(len(READY)) == READY

    def run(self, words: Sequence[str], cwd: Path, seconds: int) -> tuple[int, str, str]:
        """The exit code and output of `python -m WORDS`, as subprocess.run gives them."""
        (out, theirs_out), (err, theirs_err) = os.pipe(), os.pipe()
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(self.path)
            request = '\0'.join([str(cwd), *words]).encode()
            socket.send_fds(line, [request], [theirs_out, theirs_err])
            os.close(theirs_out)
            os.close(theirs_err)
            pid = int.from_bytes(line.recv(8), 'big')
            try:
                read = read_all([out, err], seconds)
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise
            code = int.from_bytes(line.recv(8), 'big', signed=True)
        return code, read[out].decode(), read[err].decode()


def read_all(files: Sequence[int], seconds: int) -> dict[int, bytes]:
    """What is written to each, until all who write have ended."""
    read, left = dict.fromkeys(files, b''), set(files)
    while left:
        ready, _, _ = select.select(left, (), (), seconds)
        if not ready:
            raise TimeoutError
        for each in ready:
            data = os.read(each, 1 << 16)
            read[each] += data
            if not data:
                left.discard(each)
                os.close(each)
    return read


def serve(path: str, alive: int) -> list[str]:
    """Fork for each request. Only in a fork it returns: the words of a command, to be run."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        os.write(1, READY)
        while True:
            ready, _, _ = select.select([listener, alive], (), ())
            if alive in ready:
                os._exit(0)
            line, _ = listener.accept()
            with line:
                if os.fork() == 0:
                    os.close(alive)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    return fork_again(line)


def fork_again(line: socket.socket) -> list[str]:
    """Return in the process of the command; the one between tells its number and exit code."""
    request, files, _, _ = socket.recv_fds(line, BYTES, 2)
    if pid := os.fork():
        for each in files:
            os.close(each)
        line.send(pid.to_bytes(8, 'big'))
        _, status = os.waitpid(pid, 0)
        line.send(os.waitstatus_to_exitcode(status).to_bytes(8, 'big', signed=True))
        os._exit(0)
    for number, each in enumerate(files, 1):
        os.dup2(each, number)
        os.close(each)
    cwd, *words = request.decode().split('\0')
    os.chdir(cwd)
    sys.path[0] = cwd
    return words


spawn = multiprocessing.util.spawnv_passfds
codes = [1]  # how a process ends whose exception nobody caught


def fork_server(path: bytes, words: Sequence[str], passed: Sequence[int]) -> int:
    """In the place of multiprocessing's own: a fork server is forked, not started."""
    if 'forkserver' not in words[-1]:
        return spawn(path, words, passed)
    if pid := os.fork():
        return pid
    try:
        for low, high in pairwise([2, *sorted(passed), DESCRIPTORS]):
            os.closerange(low + 1, high)
        multiprocessing.forkserver._forkserver.__init__()  # its lock is held
        gc.disable()  # as preload does
        exec(words[-1], {})  # noqa: S102 (multiprocessing's own line)
    finally:
        os._exit(0)


def run_alone(argv: Sequence[str], log: Path, program: str = 'sphinx') -> int:
    """In the place of that of builds.children: the process is forked, not started."""
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(output, 1)
        os.dup2(output, 2)
        with suppress(SystemExit):
            run(program, argv)
    finally:  # nothing of the command above is undone here
        if sys.exc_info()[1]:
            traceback.print_exc()
        end()


def warm() -> None:
    """Import what commands and their fork servers import; undo what is meant for servers alone."""
    atexit.register(end)  # the first to be registered is the last to be called
    import editions.builds.children
    import editions.builds.preload
    import editions.builds.preload_pdf

    for room in ROOMS:
        editions.builds.preload.load_all(f'editions.{room}')
    atexit.unregister(os._exit)
    del sys.modules['editions.__main__']  # it is run
    del sys.modules['__mp_main__']  # multiprocessing's other name of this module
    gc.enable()
    gc.freeze()
    multiprocessing.util.spawnv_passfds = fork_server
    editions.builds.children.run_alone = run_alone


def run(module: str, words: Sequence[str]) -> None:
    """As `python -m MODULE WORDS`."""
    sys.argv[1:] = words
    try:
        runpy.run_module(module, run_name='__main__', alter_sys=True)
        codes.append(0)
    except SystemExit as error:
        codes.append(error.code if isinstance(error.code, int) else int(error.code is not None))
        raise


def end() -> None:
    """End at once: to take a process apart that has imported so much takes 0.1 s."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(codes[-1])


if __name__ == '__main__':
    warm()
    module, *words = serve(sys.argv[1], int(sys.argv[2]))
    run(module, words)
