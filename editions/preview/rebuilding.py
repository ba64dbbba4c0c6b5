"""Builds what is looked at, while people work: one language after the other, HTML first.

The preview builds into a folder of its own, going on from what it had. So `editions build`
may run at any time, and its verdict is always of a fresh reading.
"""

import asyncio
import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from editions import report
from editions.builds import plan, record
from editions.builds.run import Build, build
from editions.findings import Finding, Severity, UserError, relative
from editions.languages.language import Language
from editions.preview.watching import Affected, affected, saved, trees
from editions.project import Edition, Format, Project, load
from editions.site import assemble


def project_of(root: Path) -> Project:
    """The project, built where the preview builds."""
    return load(root).apart('preview')


class Workshop:
    """The languages of a project, how each stands, and who is to be told.

    All methods run in the server's event loop; only `make` runs in threads.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.standings = {language.tag: Standing() for language in project.languages}
        self.locks = {language.tag: asyncio.Lock() for language in project.languages}
        self.hands = asyncio.Semaphore(max(2, os.cpu_count() or 2))
        self.site = asyncio.Lock()  # two languages are never put on the site at once
        self.changes = Counter[str]()  # how often what reviewers see of a language has changed
        self.closing = False
        self.tasks: set[asyncio.Task[None]] = set()
        self.open: dict[asyncio.Event, str] = {}  # who listens -> the path of the page
        self.saved: dict[str, set[str]] = {}  # files changed since a language was built

    def language(self, tag: str) -> Language | None:
        return next((each for each in self.project.languages if each.tag == tag), None)

    def watched(self, tag: str, suffix: str = '') -> bool:
        """Whether somebody looks at a page of a language."""
        return any(p.startswith(f'{tag}/') and p.endswith(suffix) for p in self.open.values())

    def close(self) -> None:
        """End all connections to open pages."""
        self.closing = True
        for listener in self.open:
            listener.set()

    def tell(self, tag: str, **changes: object) -> None:
        """Change how a language stands, and wake all who look at it."""
        self.standings[tag] = replace(self.standings[tag], **changes)  # type: ignore[arg-type]
        for listener, path in self.open.items():
            if path.partition('/')[0] not in self.standings.keys() - {tag}:
                listener.set()

    def change(self, tag: str) -> None:
        """What reviewers see has changed, and no build will say so."""
        self.changes[tag] += 1
        self.tell(tag)

    async def start(self) -> None:
        """Take over what `editions build` has made, and build the rest."""
        await asyncio.to_thread(seed, load(self.project.root), self.project)
        await asyncio.gather(*(self.first(language) for language in self.project.languages))

    async def first(self, language: Language) -> None:
        edition = Edition(language, Format.HTML)
        if await asyncio.to_thread(plan.plan, self.project, [edition]):
            await self.refresh(language, ())
        else:
            await self.show(edition)

    async def saved_files(self, touched: Affected, paths: Iterable[Path]) -> None:
        """Build what a save touches: first what somebody looks at."""
        names = [relative(path, self.project.root) for path in paths]
        for language in touched.reviews - touched.languages:
            self.change(language.tag)
        tags = sorted(touched.languages, key=lambda each: not self.watched(each.tag))
        await asyncio.gather(*(self.refresh(language, names) for language in tags))
        if touched.configuration and not any(each.failed for each in self.standings.values()):
            await self.reconfigure()

    async def reconfigure(self) -> None:
        """Read conf.py, which Sphinx has found sound, and build the languages that are new."""
        try:
            self.project = project_of(self.project.root)
        except UserError as error:
            finding = Finding('conf.py', 0, Severity.ERROR, str(error), 'conf')
            for tag in self.standings:
                self.tell(tag, findings=(finding,))
            return
        new = [each for each in self.project.languages if each.tag not in self.standings]
        for language in new:
            self.standings[language.tag] = Standing()
            self.locks[language.tag] = asyncio.Lock()
        await asyncio.gather(*(self.first(language) for language in new))

    async def refresh(self, language: Language, names: Iterable[str]) -> None:
        """Build the pages of a language, and its PDFs where somebody looks at one.

        Saves that come while it is built are built together after it.
        """
        waiting = language.tag in self.saved
        self.saved.setdefault(language.tag, set()).update(names)
        if waiting:
            return
        async with self.locks[language.tag]:
            saved = self.saved.pop(language.tag)
            self.tell(language.tag, working=True, stale_pdf=True)
            await self.pages(language, saved)
        if self.watched(language.tag, '.pdf'):
            await self.papers(language)

    async def pages(self, language: Language, saved: set[str]) -> None:
        before = self.standings[language.tag].findings
        async with self.hands:
            done = await asyncio.to_thread(make, self.project, Edition(language, Format.HTML))
        self.changes[language.tag] += 1
        if done.failed:
            self.tell(language.tag, failed=True, working=False, findings=done.findings)
            return
        await self.show(done.edition, findings=kept(before, done.findings, saved))

    async def show(self, edition: Edition, **changes: object) -> None:
        """Put what was built on the preview's site, and tell those who look at it."""
        async with self.site:
            await asyncio.to_thread(place, self.project, edition.language)
        facts = await asyncio.to_thread(found, self.project, edition)
        self.tell(edition.language.tag, **facts | changes)

    def want_papers(self, path: str) -> None:
        """Somebody opened a PDF: build it in the background where it is stale."""
        if (language := self.language(path.partition('/')[0])) is not None:
            task = asyncio.ensure_future(self.papers(language))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def papers(self, language: Language) -> None:
        """Build the PDFs of a language where they are older than its pages."""
        async with self.locks[language.tag]:
            if not self.standings[language.tag].stale_pdf:
                return
            async with self.hands:
                done = await asyncio.to_thread(make, self.project, Edition(language, Format.PDF))
            if not done.failed:
                standing = self.standings[language.tag]
                html = Edition(language, Format.HTML)
                await self.show(html, stale_pdf=False, findings=standing.findings)
            elif not self.standings[language.tag].failed:
                self.tell(language.tag, findings=done.findings)


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


def make(project: Project, edition: Edition) -> Build:
    """Build an edition onward from the last one."""
    return build(project, edition, 'saved', fresh=False, onward=True)


def place(project: Project, language: Language) -> None:
    if project.site.is_dir():
        assemble.renew(project, language)
    else:
        assemble.assemble(project)


def found(project: Project, edition: Edition) -> dict[str, object]:
    """How an edition that has been built stands."""
    last = report.read(project.outdir(edition))
    return {
        'built': last.built if last else '',
        'failed': record.failure(project, edition) is not None,
        'findings': last.findings if last else (),
        'assets': assets(project.site / edition.language.tag),
        'working': False,
    }


def seed(main: Project, mine: Project) -> None:
    """Take over the editions of `editions build` that are newer than the preview's own."""
    for language in mine.languages:
        editions = [Edition(language, item) for item in Format]
        if plan.plan(mine, editions[:1]) and not plan.plan(main, editions):
            for edition in editions:
                copy(main.outdir(edition), mine.outdir(edition), link=True)
            copy(main.doctreedir(language), mine.doctreedir(language), link=False)


def copy(source: Path, target: Path, *, link: bool) -> None:
    """Copy a folder; with `link` as links, for editions, which are never written to in place."""
    shutil.rmtree(target, ignore_errors=True)
    try:
        shutil.copytree(source, target, copy_function=os.link if link else shutil.copy2)
    except OSError:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)


@dataclass(frozen=True)
class Standing:
    """One language as the preview shows it now."""

    built: str = ''  # when the pages shown were built (ISO 8601, UTC); '' before the first time
    failed: bool = False  # the last build failed: the pages shown are older than the sources
    findings: tuple[Finding, ...] = ()
    assets: str = ''  # a digest of the pictures, styles and fonts that its pages show
    stale_pdf: bool = True  # whether the PDFs are older than the pages
    working: bool = True

    def told(self, version: str) -> str:
        """What an open page is told, as JSON; `version` is the page's own."""
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


def version(page: bytes, standing: Standing) -> str:
    """Tells one state of a page from another: its bytes, and the files that it shows."""
    return hashlib.sha256(standing.assets.encode() + page).hexdigest()[:16]


def assets(folder: Path) -> str:
    """The digest of all files below a language's folder that are shown by pages."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob('*')):
        if path.is_file() and path.suffix not in ('.html', '.pdf', '.json', '.png'):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def kept(
    before: Iterable[Finding], now: Iterable[Finding], read: Iterable[str]
) -> tuple[Finding, ...]:
    """The findings of a build that read only some files anew.

    What Sphinx said of the others still holds: it does not say it again.
    """
    again = set(read)
    old = (f for f in before if f.code.startswith('sphinx.') and f.path not in again)
    return tuple(dict.fromkeys([*now, *old]))
