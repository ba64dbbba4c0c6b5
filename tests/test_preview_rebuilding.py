"""What the preview builds, in which order and how often; the builds themselves are stood in for."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from conftest import run_async
from starlette.requests import Request

from editions.builds.record import Build
from editions.findings import Finding, Severity
from editions.preview import rebuilding
from editions.preview.rebuilding import Affected, Rebuilder
from editions.preview.server import Server
from editions.project import Edition, Project, load

SAID = Finding('x.rst', 1, Severity.WARNING, 'x', 'sphinx.x')


@dataclass
class Builds:
    """Stands in for the builds: notes each, and may raise an error."""

    begun: list[str] = field(default_factory=list)
    errors: dict[str, Exception] = field(default_factory=dict)
    failures: set[str] = field(default_factory=set)
    meanwhile: Callable[[], object] = lambda: None

    def build(self, project: Project, edition: Edition, reason: str) -> Build:
        self.begun.append(str(edition))
        self.meanwhile()
        if error := self.errors.get(str(edition)):
            raise error
        failed = str(edition) in self.failures
        return Build(edition, 'saved', int(failed), (SAID,) * failed, 0.1, {})


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Builds:
    made = Builds()
    monkeypatch.setattr(rebuilding, 'build', made.build)
    monkeypatch.setattr(rebuilding, 'put_on_site', lambda project, language: None)
    shown = {'built': 'now', 'failed': False, 'findings': (SAID,), 'working': False}
    monkeypatch.setattr(rebuilding, 'last_build', lambda project, edition: shown)
    return made


def run(project: Path, work: Callable[[Rebuilder], Coroutine[Any, Any, None]]) -> Rebuilder:
    rebuilder = Rebuilder(replace(load(project), output='build/preview'))

    async def all_of_it() -> None:
        await work(rebuilder)
        while rebuilder.tasks:
            await asyncio.wait(rebuilder.tasks)

    run_async(all_of_it())
    return rebuilder


def saved(rebuilder: Rebuilder, *codes: str) -> Affected:
    languages = frozenset(each for each in rebuilder.project.languages if each.code in codes)
    return Affected(languages, languages)


def test_an_exception_fails_its_language_alone(
    project: Path, builds: Builds, capsys: pytest.CaptureFixture[str]
) -> None:
    builds.errors['es/html'] = OSError(28, 'No space left on device')

    async def work(rebuilder: Rebuilder) -> None:
        await rebuilder.rebuild(saved(rebuilder, 'es', 'pt_BR'), [])

    after = run(project, work).statuses
    assert after['es'].failed
    assert not after['es'].working
    assert 'No space left on device' in str(after['es'].findings[0])
    assert 'Traceback' in capsys.readouterr().err
    assert (after['pt-BR'].failed, after['pt-BR'].built) == (False, 'now')


def test_what_is_saved_during_a_build_is_built_once_after_it(project: Path, builds: Builds) -> None:
    async def work(rebuilder: Rebuilder) -> None:
        spanish = rebuilder.project.language('es')
        loop = asyncio.get_running_loop()

        def save_two_more() -> None:
            builds.meanwhile = lambda: None
            for _ in range(2):
                later = rebuilder.refresh(spanish)
                asyncio.run_coroutine_threadsafe(spawned(rebuilder, later), loop).result()

        builds.meanwhile = save_two_more
        await rebuilder.refresh(spanish)

    after = run(project, work).statuses['es']
    assert not after.failed
    assert builds.begun == ['es/html', 'es/html']


def test_what_was_saved_before_its_folder_was_watched_is_built(built: Path, builds: Builds) -> None:
    rebuilder = Rebuilder(load(built))
    for tag in rebuilder.statuses:
        rebuilder.update(tag, working=False)
    with (built / 'locale/es/LC_MESSAGES/index.po').open('a', encoding='utf-8') as catalog:
        catalog.write('\n# Saved a moment too early.\n')

    async def watching() -> None:
        task = asyncio.ensure_future(rebuilder.watch())
        while not builds.begun:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task, *rebuilder.tasks])

    run_async(asyncio.wait_for(watching(), 20))
    assert builds.begun == ['es/html']


async def spawned(rebuilder: Rebuilder, work: Coroutine[Any, Any, None]) -> None:
    rebuilder.spawn(work)


def test_a_pdf_is_built_where_one_is_open_and_once_for_each_change(
    project: Path, builds: Builds
) -> None:
    async def work(rebuilder: Rebuilder) -> None:
        await rebuilder.rebuild(saved(rebuilder, 'es'), [])
        rebuilder.listeners[asyncio.Event()] = 'es/shared-future.es.pdf'
        await rebuilder.rebuild(saved(rebuilder, 'es'), [])
        rebuilder.want_pdf('es/shared-future.es.pdf')

    run(project, work)
    assert builds.begun == ['es/html', 'es/html', 'es/pdf']


def test_a_file_that_fails_is_said_on_the_pages_of_its_language_alone(
    project: Path, builds: Builds
) -> None:
    builds.failures = {'es/epub'}
    builds.errors['zh_CN/pdf'] = OSError(28, 'No space left on device')

    async def work(rebuilder: Rebuilder) -> None:
        for tag in rebuilder.statuses:
            rebuilder.update(tag, working=False)
        answer = Server(rebuilder, 8000).answer
        for path in ('es/shared-future.es.epub', 'zh-CN/shared-future.zh-CN.pdf'):
            scope = {'type': 'http', 'method': 'GET', 'headers': [], 'path_params': {'path': path}}
            with suppress(FileNotFoundError):  # nothing is built, so nothing is there
                await answer(Request(scope | {'path': f'/{path}', 'query_string': b''}))

    after = run(project, work).statuses
    assert after['es'].findings == (SAID,)
    assert {tag for tag, status in after.items() if status.failed} == {'zh-CN'}


@pytest.mark.parametrize('form', ['epub', 'pdf'])
def test_for_a_book_of_two_languages_both_are_made(
    project: Path, builds: Builds, form: str
) -> None:
    async def work(rebuilder: Rebuilder) -> None:
        for tag in ('en', 'es'):
            rebuilder.update(tag, working=False, stale_pdf=True)
        path = f'en+es/shared-future.en+es.{form}'
        scope = {'type': 'http', 'method': 'GET', 'headers': [], 'path_params': {'path': path}}
        with suppress(FileNotFoundError):  # nothing is built, so nothing is there
            await Server(rebuilder, 8000).answer(
                Request(scope | {'path': f'/{path}', 'query_string': b''})
            )

    run(project, work)
    assert builds.begun[:2] == [f'en/{form}', f'es/{form}']


def test_what_somebody_looks_at_is_built_first(
    project: Path, builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('os.cpu_count', lambda: 2)

    async def work(rebuilder: Rebuilder) -> None:
        rebuilder.slots = asyncio.Semaphore(1)
        rebuilder.listeners[asyncio.Event()] = 'zh-CN/index.html'
        await rebuilder.rebuild(saved(rebuilder, 'en', 'es', 'pt_BR', 'zh_CN'), [])

    run(project, work)
    assert builds.begun[0] == 'zh_CN/html'
    assert len(builds.begun) == 4


def test_open_pages_are_told_of_their_language_alone(project: Path, builds: Builds) -> None:
    told: dict[str, bool] = {}

    async def work(rebuilder: Rebuilder) -> None:
        pages = {name: asyncio.Event() for name in ('es/a.html', 'zh-CN/a.html', 'index.html')}
        rebuilder.listeners = {event: name for name, event in pages.items()}
        rebuilder.update('es', working=True)
        told.update({name: event.is_set() for name, event in pages.items()})

    run(project, work)
    assert told == {'es/a.html': True, 'zh-CN/a.html': False, 'index.html': True}


def test_editions_are_taken_over_from_a_build_that_is_up_to_date(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = load(project)
    mine = replace(main, output='build/preview')
    every = 4 * 4 + len(main.pairs)  # an edition each of three formats, doctrees, and the pairs
    for outdated, copied in (({main.build, mine.build}, 0), ({mine.build}, every), (set(), 0)):
        taken: list[Path] = []
        name = 'editions.preview.rebuilding.record.plan'
        monkeypatch.setattr(name, lambda p, _, o=outdated: p.build in o)
        monkeypatch.setattr(rebuilding, 'copy', lambda a, b, link, t=taken: t.append(b))
        rebuilding.adopt(main, mine)
        assert len(taken) == copied
