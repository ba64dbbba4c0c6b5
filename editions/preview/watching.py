"""Sees what is saved, and hands it to the workshop."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from editions.preview.affected import affected, folders
from editions.preview.workshop import Workshop
from editions.project import Project

QUIET = 10  # ms without a change after which a save is taken to be whole
LONGEST = 200  # ms that one may take altogether


async def watch(workshop: Workshop) -> None:
    """Build what is saved, until cancelled."""
    queue: asyncio.Queue[set[Path]] = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(_pour(saved(trees(workshop.project), recursive=True), queue))
        group.create_task(_pour(saved([workshop.project.root], recursive=False), queue))
        while True:
            paths = await queue.get()
            touched = affected(workshop.project, paths)
            if touched.languages or touched.reviews:
                group.create_task(workshop.saved_files(touched, paths))


async def _pour(source: AsyncIterator[set[Path]], queue: asyncio.Queue[set[Path]]) -> None:
    async for paths in source:
        queue.put_nowait(paths)


async def saved(places: list[Path], *, recursive: bool) -> AsyncIterator[set[Path]]:
    """The files of each save."""
    watcher = awatch(*places, step=QUIET, debounce=LONGEST, recursive=recursive, rust_timeout=1000)
    async for changes in watcher:
        yield {Path(path) for _, path in changes}


def trees(project: Project) -> list[Path]:
    """The folders that are watched with all below them."""
    listed = {project.source, project.locale, *folders(project)}
    return sorted(
        place
        for place in listed
        if place.is_dir() and not any(place.is_relative_to(o) for o in listed - {place})
    )
