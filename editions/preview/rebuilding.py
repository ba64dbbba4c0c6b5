"""Rebuilds what a save touches while people look at it: pages first, a PDF where one is open.

The preview builds into a folder of its own, going on from what it had. So `editions build`
may run at any time, and what that reports always comes from a fresh reading of the source.
"""

import asyncio
import hashlib
import json
import os
import shutil
import traceback
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial, reduce
from operator import or_
from pathlib import Path
from typing import Any

from watchfiles import awatch

from editions import files, inputs, report
from editions.builds import children, record
from editions.builds.record import Build
from editions.builds.run import build
from editions.findings import Finding, Severity, UserError
from editions.languages.language import Language
from editions.project import Edition, Format, Project, load, site_path
from editions.site import assemble, pairs

QUIET = 10  # ms without a change after which a save is taken to be whole
LONGEST = 200  # ms that one may take altogether


@dataclass(frozen=True)
class Affected:
    """The languages whose editions are built again, and those whose review pages change."""

    languages: frozenset[Language] = frozenset()
    reviews: frozenset[Language] = frozenset()
    configuration: bool = False  # conf.py, or a module that it imports
    program: bool = False  # code or templates: what was read and written with them is void

    def __or__(self, other: 'Affected') -> 'Affected':
        return Affected(*map(or_, vars(self).values(), vars(other).values()))


def affected(project: Project, paths: Iterable[Path]) -> Affected:
    """What the files of one save touch together."""
    known = cache(partial(reports, project))
    return reduce(or_, (touched(project, path, known) for path in paths), Affected())


def touched(project: Project, path: Path, reports: Callable[[], list[report.Report]]) -> Affected:
    """What one file touches; nothing where it is no part of any edition."""
    everything = frozenset(project.languages)
    if inputs.is_ours(project, path):
        return Affected()
    if path in (project.conf, *project.modules):
        return Affected(everything, everything, configuration=True, program=True)
    if path.is_relative_to(project.locale):
        return in_locale(project, path)
    known = reports()
    if not inputs.touches(project, path, known):
        return Affected()
    loaded = [project.root / name for each in known for name in each.loaded]
    program = any(path.is_relative_to(folder) for folder in (inputs.PACKAGE, *loaded))
    return Affected(everything, everything, program=program)


def reports(project: Project) -> list[report.Report]:
    """What the editions say they were made from."""
    found = (report.read(project.outdir(edition)) for edition in project.editions())
    return [each for each in found if each]


def in_locale(project: Project, path: Path) -> Affected:
    """A catalog touches its language; the glossary only what reviewers see."""
    code = path.relative_to(project.locale).parts[0]
    mine = frozenset(language for language in project.languages if language.code == code)
    if path.suffix != '.po':
        return Affected()
    catalog = any(path.is_relative_to(project.catalogs(language)) for language in mine)
    return Affected(mine if catalog else frozenset(), mine)


def watched(project: Project) -> tuple[set[Path], set[Path]]:
    """Where files lie that a save may change: whole folders, and those of which only the files."""
    trees, folders = inputs.folders(project, reports(project))
    trees = {each for each in trees if each.is_dir() and not trees & set(each.parents)}
    folders = {each for each in folders if each.is_dir() and not trees & {each, *each.parents}}
    return trees, folders


async def saved(folders: Iterable[Path], *, recursive: bool) -> AsyncIterator[set[Path]]:
    watcher = awatch(*folders, step=QUIET, debounce=LONGEST, recursive=recursive, rust_timeout=1000)
    async for changes in watcher:
        yield {Path(path) for _, path in changes}


# Suffixes of files that do not change a page's look.
NO_ASSETS = ('.html', '.pdf', '.epub', '.json', '.png')


@dataclass(frozen=True)
class LanguageStatus:
    """What the preview has of one language now, as open pages are told."""

    built: str = ''  # when the pages shown were built (ISO 8601, UTC); '' before the first time
    failed: bool = False  # the last build failed: the pages shown are older than the sources
    findings: tuple[Finding, ...] = ()
    assets: str = ''  # a digest of the pictures, styles and fonts that its pages show
    stale_pdf: bool = True  # whether the PDFs are older than the pages
    working: bool = True

    def as_json(self, version: str) -> str:
        """What an open page is told; `version` is the page's own."""
        worst = sorted(self.findings, key=lambda finding: -finding.severity)
        value = {
            'version': version,
            'built': self.built,
            'failed': self.failed,
            'working': self.working,
            'errors': [str(f) for f in worst if f.severity is Severity.ERROR],
            'warnings': [str(f) for f in worst if f.severity is Severity.WARNING],
        }
        return json.dumps(value, ensure_ascii=False)

    def version(self, page: bytes) -> str:
        """Tells one state of a page from another: its bytes, and the files that it shows."""
        return hashlib.sha256(self.assets.encode() + page).hexdigest()[:16]


def project_of(root: Path) -> Project:
    """The project, built where the preview builds. Raises UserError."""
    return load(root).apart('preview')


class Rebuilder:
    """The languages of a project, the status of each, and the pages that are open.

    All methods run in the server's event loop; only builds and file work run in threads. Work
    that raises an exception ends alone: its pages show the error, the terminal the traceback.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.statuses = {language.tag: LanguageStatus() for language in project.languages}
        self.locks = {language.tag: asyncio.Lock() for language in project.languages}
        self.slots = asyncio.Semaphore(max(2, os.cpu_count() or 2))  # builds at a time
        self.site = asyncio.Lock()  # two languages are never put on the site at once
        self.revisions = Counter[str]()  # how often what reviewers see of a language has changed
        self.closing = False
        self.tasks: set[asyncio.Task[None]] = set()
        self.listeners: dict[asyncio.Event, str] = {}  # of an open page -> its path
        self.saves: asyncio.Queue[set[Path]] = asyncio.Queue()  # an empty set: look again where
        self.pending: dict[str, bool] = {}  # tag of what was saved since -> whether our program was

    def language(self, tag: str) -> Language | None:
        return next((each for each in self.project.languages if each.tag == tag), None)

    def is_open(self, tag: str, suffix: str = '') -> bool:
        """Whether somebody looks at a page of a language."""
        return any(p.startswith(f'{tag}/') and p.endswith(suffix) for p in self.listeners.values())

    def close(self) -> None:
        """End all connections to open pages, and the builds at work."""
        self.closing = True
        children.interrupt()
        for listener in self.listeners:
            listener.set()

    def update(self, tag: str, **changes: object) -> None:
        """Change the status of a language, and wake all who look at it."""
        self.statuses[tag] = replace(self.statuses[tag], **changes)  # type: ignore[arg-type]
        for listener, path in self.listeners.items():
            if path.partition('/')[0] not in self.statuses.keys() - {tag}:
                listener.set()

    def revise(self, tag: str) -> None:
        """What reviewers see has changed, and no build will say so."""
        self.revisions[tag] += 1
        self.update(tag)

    def spawn(self, work: Coroutine[Any, Any, None], *tags: str) -> asyncio.Task[None]:
        """Start work on these languages (all of them without a tag)."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(partial(self.ended, tags or tuple(self.statuses)))
        return task

    def ended(self, tags: Iterable[str], task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        traceback.print_exception(error)
        sentence = f'{type(error).__name__}: {error} (the traceback is in the terminal)'
        finding = Finding('', 0, Severity.ERROR, sentence, 'preview.failed')
        for tag in tags:
            self.update(tag, failed=True, working=False, findings=(finding,))

    async def start(self) -> None:
        """Take over what `editions build` has made, and build the rest."""
        await asyncio.to_thread(adopt, load(self.project.root), self.project)
        for language in self.project.languages:
            self.spawn(self.first(language), language.tag)

    async def first(self, language: Language) -> None:
        edition = Edition(language, Format.HTML)
        if await asyncio.to_thread(record.plan, self.project, [edition]):
            await self.refresh(language)
        else:
            await self.show(edition)

    async def watch(self) -> None:
        """Build what is saved, until cancelled. Where a build read elsewhere, watch there too."""
        while True:
            folders = trees, flat = await asyncio.to_thread(watched, self.project)
            async with asyncio.TaskGroup() as group:
                watchers = [group.create_task(self.queue(trees, recursive=True))]
                watchers.append(group.create_task(self.queue(flat, recursive=False)))
                self.spawn(self.catch_up())
                while folders == await asyncio.to_thread(watched, self.project):
                    paths = await self.saves.get()
                    touched = await asyncio.to_thread(affected, self.project, paths)
                    if touched.languages or touched.reviews:
                        self.spawn(self.rebuild(touched, paths))
                for watcher in watchers:
                    watcher.cancel()

    async def catch_up(self) -> None:
        """Build what was saved before its folder was watched."""
        for language in self.project.languages:
            async with self.locks[language.tag]:  # after a build at work, which may have read it
                late = await asyncio.to_thread(missed, self.project, language)
            if late and not self.statuses[language.tag].working:
                self.spawn(self.refresh(language, program=True), language.tag)

    async def queue(self, folders: Iterable[Path], *, recursive: bool) -> None:
        async for paths in saved(folders, recursive=recursive):
            self.saves.put_nowait(paths)

    async def rebuild(self, touched: Affected, paths: Iterable[Path]) -> None:
        """Build what a save touches: first what somebody looks at."""
        for language in touched.reviews - touched.languages:
            self.revise(language.tag)
        languages = sorted(touched.languages, key=lambda each: not self.is_open(each.tag))
        program = touched.program
        begun = [self.spawn(self.refresh(each, program=program), each.tag) for each in languages]
        if begun:
            await asyncio.wait(begun)
        if touched.configuration and not any(each.failed for each in self.statuses.values()):
            await self.reconfigure()

    async def reconfigure(self) -> None:
        """Read conf.py, which Sphinx has found sound, and build the languages that are new."""
        try:
            self.project = project_of(self.project.root)
        except UserError as error:
            finding = Finding('conf.py', 0, Severity.ERROR, str(error), 'conf')
            for tag in self.statuses:
                self.update(tag, findings=(finding,))
            return
        for language in self.project.languages:
            if language.tag not in self.statuses:
                self.statuses[language.tag] = LanguageStatus()
                self.locks[language.tag] = asyncio.Lock()
                self.spawn(self.first(language), language.tag)

    async def refresh(self, language: Language, *, program: bool = False) -> None:
        """Build the pages of a language, and its PDFs where somebody looks at one.

        Saves that come while it is built are built together after it.
        """
        waiting = language.tag in self.pending
        self.pending[language.tag] = self.pending.get(language.tag, False) or program
        if waiting:
            return
        async with self.locks[language.tag]:
            program = self.pending.pop(language.tag)
            self.update(language.tag, working=True, stale_pdf=True)
            await self.build_html(language, program=program)
        if self.is_open(language.tag, '.pdf'):
            await self.build_pdf(language)

    async def build_html(self, language: Language, *, program: bool) -> None:
        edition = Edition(language, Format.HTML)
        reason = record.ASKED_FOR if program else 'saved'
        async with self.slots:
            done = await asyncio.to_thread(build, self.project, edition, reason)
        self.revisions[language.tag] += 1
        if done.failed:
            self.update(language.tag, failed=True, working=False, findings=done.findings)
            return
        await self.show(edition, findings=done.findings)

    async def show(self, edition: Edition, **changes: object) -> None:
        """Put what was built on the preview's site, and tell those who look at it."""
        async with self.site:
            await asyncio.to_thread(put_on_site, self.project, edition.language)
        facts = await asyncio.to_thread(last_build, self.project, edition)
        self.update(edition.language.tag, **facts | changes)
        self.saves.put_nowait(set())
        if edition.language in (each for pair in self.project.pairs for each in pair.languages):
            async with self.site:
                await asyncio.to_thread(pairs.renew, self.project)
            tags = {pair.tag for pair in self.project.paired_pages}
            for listener, path in self.listeners.items():
                if path.partition('/')[0] in tags:  # theirs alone: the others know already
                    listener.set()

    def want_pdf(self, path: str) -> None:
        """Somebody opened a PDF: build it in the background where it is stale."""
        if (language := self.language(path.partition('/')[0])) is not None:
            self.spawn(self.build_pdf(language), language.tag)

    async def build_pdf(self, language: Language) -> None:
        """Build the PDFs of a language where they are older than its pages."""
        async with self.locks[language.tag]:
            if not self.statuses[language.tag].stale_pdf:
                return
            async with self.slots:
                edition = Edition(language, Format.PDF)
                done = await asyncio.to_thread(build, self.project, edition, 'saved')
            if not done.failed:
                html = Edition(language, Format.HTML)
                known = self.statuses[language.tag].findings
                await self.show(html, stale_pdf=False, findings=known)
            else:
                self.tell(language, done)

    async def build_epub(self, language: Language) -> None:
        """Build the EPUBs of a language where they are older than what they are made from."""
        edition = Edition(language, Format.EPUB)
        async with self.locks[language.tag]:
            if not await asyncio.to_thread(record.plan, self.project, [edition]):
                return
            async with self.slots:
                done = await asyncio.to_thread(build, self.project, edition, 'saved')
            if not done.failed:
                async with self.site:
                    await asyncio.to_thread(put_on_site, self.project, language)
            else:
                self.tell(language, done)

    def tell(self, language: Language, done: Build) -> None:
        """Say on the pages of a language why a file failed, unless they say why they did."""
        if not self.statuses[language.tag].failed:
            self.update(language.tag, findings=done.findings)


def missed(project: Project, language: Language) -> bool:
    """Whether something has changed since pages were built, and was not tried yet."""
    edition = Edition(language, Format.HTML)
    last = report.read(project.outdir(edition))
    if last is None or record.failure(project, edition):
        return False
    return bool(record.changed(last, inputs.snapshot(project, language, last)))


def put_on_site(project: Project, language: Language) -> None:
    if project.site.is_dir():
        assemble.renew(project, language.tag)
    else:
        assemble.assemble(project)


def last_build(project: Project, edition: Edition) -> dict[str, object]:
    """The status of an edition that has been built, as the fields of a LanguageStatus."""
    last = report.read(project.outdir(edition))
    return {
        'built': last.built if last else '',
        'failed': record.failure(project, edition) is not None,
        'findings': last.findings if last else (),
        'assets': assets(project.site / site_path(edition.language)),
        'working': False,
    }


def assets(folder: Path) -> str:
    """The digest of all files below a language's folder that are shown by pages."""
    digest = hashlib.sha256()
    for path in files.below(folder):
        if path.suffix not in NO_ASSETS:
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def adopt(main: Project, mine: Project) -> None:
    """Take over the editions of `editions build` that are newer than the preview's own."""
    for language in mine.languages:
        editions = [Edition(language, item) for item in mine.formats]
        if record.plan(mine, editions[:1]) and not record.plan(main, editions):
            for edition in editions:
                copy(main.outdir(edition), mine.outdir(edition), link=True)
            copy(main.doctreedir(language), mine.doctreedir(language), link=False)
    for pair in mine.pairs:
        if record.plan(mine, [pair]) and not record.plan(main, [pair]):
            copy(main.outdir(pair), mine.outdir(pair), link=True)


def copy(source: Path, target: Path, *, link: bool) -> None:
    """Copy a folder; with `link` as links, for editions, which are never written to in place."""
    shutil.rmtree(target, ignore_errors=True)
    if not source.is_dir():  # the doctrees of what comes from the cache
        return
    shutil.copytree(source, target, copy_function=link_file if link else shutil.copy2)


def link_file(source: str, target: str) -> None:
    files.link(Path(source), Path(target))
