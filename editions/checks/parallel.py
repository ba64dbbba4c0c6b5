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
from itertools import starmap
from multiprocessing import get_context

from editions.catalogs.counts import State
from editions.catalogs.po.messages import Catalog
from editions.checks.criteria import Policy
from editions.checks.judgement import Judged, judge
from editions.findings import Finding

SHARE = 500  # messages that a process judges at once
MOST = 8  # processes, each of which takes memory
WORTH = 1500  # messages for which another process saves more time than it costs
_at_hand: dict[str, tuple[Sequence[Catalog], Policy]] = {}  # what the processes are forked with


def judge_all(catalogs: Sequence[Catalog], policy: Policy) -> list[tuple[Judged, ...]]:
    """The judgement on each message of each catalog; none on those of catalogs that are broken."""
    total = sum(len(catalog.messages) for catalog in catalogs if not catalog.broken)
    workers = min(processors(), total // WORTH, MOST)
    try:
        if workers > 1:
            return _shared_out(catalogs, policy, workers)
    except (BrokenProcessPool, OSError):
        pass  # a process was ended, for lack of memory, or none could be made
    return [judge(catalog, policy) for catalog in catalogs]


def _shared_out(
    catalogs: Sequence[Catalog], policy: Policy, workers: int
) -> list[tuple[Judged, ...]]:
    shares = [
        (number, start)
        for number, catalog in enumerate(catalogs)
        for start in range(0, 0 if catalog.broken else len(catalog.messages), SHARE)
    ]
    found: list[list[Judged]] = [[] for _ in catalogs]
    _at_hand['now'] = (catalogs, policy)
    ignore = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for this process
    pool = ProcessPoolExecutor(workers, get_context('fork'), ignore)
    try:
        for (number, start), judged in zip(shares, pool.map(_share, shares), strict=True):
            messages = catalogs[number].messages[start : start + SHARE]
            found[number] += starmap(Judged, zip(messages, *zip(*judged, strict=True), strict=True))
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
    catalogs, policy = _at_hand['now']
    found = judge(catalogs[number], policy, part=slice(start, start + SHARE))
    return [(each.state, each.shown, each.findings) for each in found]
