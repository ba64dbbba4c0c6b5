"""The judgement on all messages of a language, on as many processors as there are.

A forked process has the catalogs and the policy as they are; only what it found comes back. A
process that has threads is not forked (`preview`), nor any but on Linux, where that is safe.
"""

import os
import signal
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, starmap
from multiprocessing import get_context

from editions.catalogs.counts import State
from editions.catalogs.po.messages import Catalog, Message
from editions.checks import memory
from editions.checks.criteria import Policy
from editions.checks.judgement import Judged, judge
from editions.checks.memory import Memory
from editions.findings import Finding

SHARE = 500  # messages that a process judges at once
MOST = 8  # processes, each of which takes memory
WORTH = 1500  # messages for which another process saves more time than it costs
# What the processes are forked with.
_at_hand: dict[str, tuple[Sequence[Catalog], Policy, Sequence[Sequence[Message]]]] = {}


def judge_all(
    catalogs: Sequence[Catalog], policy: Policy, remembered: Memory | None = None
) -> list[tuple[Judged, ...]]:
    """The judgement on each message of each catalog; none on those of catalogs that are broken.

    Where a file is named for it, what it knows is not judged again, and it knows all afterwards.
    """
    if remembered is None:
        return _judged(catalogs, policy, [() if c.broken else c.messages for c in catalogs])
    before = remembered.read(policy)
    keys = [memory.keys(catalog, policy) for catalog in catalogs]
    asked = [  # of a catalog that is broken there are no keys
        list(zip(names, catalog.messages, strict=False))
        for names, catalog in zip(keys, catalogs, strict=True)
    ]
    left = [[message for key, message in each if key not in before] for each in asked]
    new = chain.from_iterable(_judged(catalogs, policy, left))
    found = []
    for catalog, each in zip(catalogs, asked, strict=True):
        path = catalog.name or str(catalog.path)
        found.append(tuple(
            memory.recalled(message, path, before[key]) if key in before else next(new)
            for key, message in each
        ))  # fmt: skip
    known = dict(zip(chain(*keys), map(memory.rows, chain(*found)), strict=True))
    now = {key: rows for key, rows in known.items() if key and rows is not None}
    if now.keys() != before.keys():
        remembered.write(policy, now)
    return found


def _judged(
    catalogs: Sequence[Catalog], policy: Policy, messages: Sequence[Sequence[Message]]
) -> list[tuple[Judged, ...]]:
    """The judgement on some messages of each catalog."""
    workers = min(processors(), sum(map(len, messages)) // WORTH, MOST)
    try:
        if workers > 1:
            return _shared_out(catalogs, policy, messages, workers)
    except (BrokenProcessPool, OSError):
        pass  # a process was ended, for lack of memory, or none could be made
    return [judge(c, policy, some) for c, some in zip(catalogs, messages, strict=True)]


def _shared_out(
    catalogs: Sequence[Catalog],
    policy: Policy,
    messages: Sequence[Sequence[Message]],
    workers: int,
) -> list[tuple[Judged, ...]]:
    shares = [
        (number, start)
        for number, some in enumerate(messages)
        for start in range(0, len(some), SHARE)
    ]
    found: list[list[Judged]] = [[] for _ in catalogs]
    _at_hand['now'] = (catalogs, policy, messages)
    ignore = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for this process
    pool = ProcessPoolExecutor(workers, get_context('fork'), ignore)
    try:
        for (number, start), judged in zip(shares, pool.map(_share, shares), strict=True):
            some = messages[number][start : start + SHARE]
            found[number] += starmap(Judged, zip(some, *zip(*judged, strict=True), strict=True))
    finally:
        pool.shutdown(cancel_futures=True)
        del _at_hand['now']
    return list(map(tuple, found))


def processors() -> int:
    if sys.platform != 'linux' or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def _share(share: tuple[int, int]) -> list[tuple[State, bool, tuple[Finding, ...]]]:
    """What a process finds of some messages."""
    number, start = share
    catalogs, policy, messages = _at_hand['now']
    found = judge(catalogs[number], policy, messages[number][start : start + SHARE])
    return [(each.state, each.shown, each.findings) for each in found]
