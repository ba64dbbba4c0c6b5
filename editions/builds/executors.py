"""Languages side by side: an executor is a parameter, and runs one function.

Locally threads that wait for forked children; on a cluster `Client.get_executor(pure=False)`
of Dask does as well (`pure`, the default, would answer a repeated build from memory).
"""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from itertools import groupby

from editions.builds.plan import Step
from editions.builds.run import Build, build_language
from editions.project import Project


def build_all(
    project: Project, steps: Iterable[Step], executor: Executor | None = None
) -> Iterator[Build]:
    """Build what the plan says; yield each language's builds as soon as they are done."""
    tasks = by_language(steps)
    workers = min(len(tasks) or 1, 2 * (os.cpu_count() or 2))  # they wait for unequal children
    with nullcontext(executor) if executor else ThreadPoolExecutor(workers) as pool:
        futures: list[Future[tuple[Build, ...]]] = [
            pool.submit(build_language, project.root, code, task) for code, task in tasks.items()
        ]
        for future in as_completed(futures):
            yield from future.result()


def by_language(steps: Iterable[Step]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The task of each language: its formats with their reasons, HTML first."""
    ordered = sorted(steps, key=lambda step: step.edition.language.code)
    return {
        code: tuple((step.edition.format.value, step.reason) for step in group)
        for code, group in groupby(ordered, lambda step: step.edition.language.code)
    }
