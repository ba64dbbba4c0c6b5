"""`editions preview` under load: a hundred open pages, and a save every tenth of a second.

Each page loads itself again when it is told of a new version, as a browser does. At the end every
page has to have been told of the last save, and the server may not have grown. `--quick` takes ten
seconds and not a minute.
"""

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.preview import first_event, processor_time, project, save, serving, version

PAGES = 100
EVERY = 0.1  # seconds between two saves
PAGE = 'es/index.html'
WAIT = 30  # seconds in which the last save has to be on every page
GROWTH = 1.1  # of the server's memory, from after the first quarter


@dataclass
class Page:
    """An open page: the version it was told last, and how often it was loaded."""

    told: bytes = b''
    loads: int = 0
    late: float = 0.0  # when it was told, in seconds of `time.monotonic`

    async def stay(self, address: str) -> None:
        reader, writer = await ask(address, f'-/events?page={PAGE}')
        try:
            async for line in reader:
                if line.startswith(b'data:') and (now := version(line)) != self.told:
                    self.told, self.late = now, time.monotonic()
                    self.loads += 1
                    await load(address)
        finally:
            writer.close()


async def ask(address: str, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=1 << 22)
    head = f'GET /{path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n'
    writer.write(head.encode())
    return reader, writer


async def load(address: str) -> bytes:
    reader, writer = await ask(address, PAGE)
    data = await reader.read()
    writer.close()
    return data


def memory(process: int) -> int:
    """The kilobytes that a process holds (Linux)."""
    lines = Path(f'/proc/{process}/status').read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith('VmRSS'))


async def strain(root: Path, address: str, process: int, seconds: float) -> bool:
    pages = [Page() for _ in range(PAGES)]
    tasks = [asyncio.create_task(page.stay(address)) for page in pages]
    count, sizes = int(seconds / EVERY), []
    for number in range(count):
        word = save(root, number)
        await asyncio.sleep(EVERY)
        sizes.append(memory(process))
    end = time.monotonic()
    while word.encode() not in await load(address) and time.monotonic() - end < WAIT:
        await asyncio.sleep(EVERY)
    known = version(await asyncio.to_thread(first_event, address, PAGE))
    while any(p.told != known for p in pages) and time.monotonic() - end < WAIT:
        await asyncio.sleep(EVERY)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    lost, first, last = sum(p.told != known for p in pages), sizes[count // 4], memory(process)
    print(f'{PAGES} pages, {count} saves in {seconds:.0f} s: {lost} pages without the last one')
    print(f'the last page was told {max(p.late for p in pages) - end:.2f} s after the last save')
    print(f'each was loaded {sum(p.loads for p in pages) / PAGES:.1f} times')
    print(f'memory {first / 1024:.0f} MB after a quarter, {last / 1024:.0f} MB at the end')
    return not lost and last <= first * GROWTH


def main() -> None:
    seconds = 10 if '--quick' in sys.argv else 60
    with tempfile.TemporaryDirectory() as name:
        root = project(Path(name, 'article'))
        with serving(root) as (address, process):
            good = asyncio.run(strain(root, address, process, seconds))
            print(f'{processor_time(process):.0f} s of processor')
    if not good:
        sys.exit(1)


if __name__ == '__main__':
    main()
