"""Languages are built elsewhere: the same bytes as here, and none is lost with a worker.

A cluster of Dask is only an executor to us; here it is one of processes of this machine.
`python -m benchmarks cluster` asks a real one, and kills its workers.
"""

import os
import shutil
import signal
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from conftest import editions

from editions.builds import children, cluster, record
from editions.builds.cluster import Cluster, Order
from editions.commands import build
from editions.findings import UserError
from editions.project import Project, load

CONF = """
extensions = ['editions']
project = 'Plain'
editions_languages = {'en': 'English', 'es': 'Español'}
editions_formats = ['html']
html_theme = 'editions'
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / 'conf.py').write_text(CONF, 'utf-8')
    (tmp_path / 'index.rst').write_text('Title\n=====\n\nText.\n', 'utf-8')
    return load(tmp_path)


def site(project: Project) -> dict[str, bytes]:
    paths = (path for path in project.site.rglob('*') if path.is_file())
    return {str(path.relative_to(project.site)): path.read_bytes() for path in paths}


def made(project: Project, far: Cluster | None = None, *names: str) -> list[str]:
    """Build; the editions that were built."""
    asked = build.chosen(project, names)
    done = build.build(project, asked, lambda _: None, far=far)
    assert not done.failed, done.findings
    assert not (project.build / record.ORDER).exists()
    return sorted(str(each.edition) for each in done.builds)


def test_workers_build_the_same_bytes_and_what_a_killed_one_has_not_is_built_here(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made(project) == ['en/html', 'es/html']
    here = site(project)
    shutil.rmtree(project.build)
    with ThreadPoolExecutor(1) as workers:
        assert made(project, Cluster(workers)) == ['en/html', 'es/html']
    assert site(project) == here
    assert not record.plan(project, project.editions())
    shutil.rmtree(project.build)
    with ProcessPoolExecutor(1) as workers:
        workers.submit(os.getpid).result()
        [worker] = workers._processes
        Thread(target=kill, args=(project, worker), daemon=True).start()
        far = Cluster(workers, (*cluster.LOST, BrokenProcessPool))
        assert made(project, far) == ['en/html', 'es/html']
    assert site(project) == here
    assert not list(project.build.rglob('*.new'))


def kill(project: Project, worker: int) -> None:
    """Kill the worker when its child is at work."""
    while not list(project.build.glob('editions/*/html.new')):
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)


def order(project: Project, **changes: Any) -> Order:
    file = project.build / record.ORDER
    file.parent.mkdir(exist_ok=True)
    file.write_text('token')
    versions = cluster.toolchain(project)
    steps = (('en/html', ''),)
    return replace(Order(project.root, file, 'token', steps, versions), **changes)


def test_a_worker_that_differs_or_sees_another_folder_is_one_sentence(project: Project) -> None:
    other = {**cluster.toolchain(project), 'weasyprint': '1.0'}
    with pytest.raises(UserError, match=r'weasyprint is 70\.0 here, 1\.0 there; install the same'):
        cluster.build(order(project, versions=other))
    with pytest.raises(UserError, match='it is not the folder of the build'):
        cluster.build(order(project, token='of another'))  # noqa: S106
    with pytest.raises(UserError, match='there is no conf'):
        cluster.work(order(project, root=project.root / 'elsewhere'))


def test_a_process_ends_with_the_order_and_a_new_build_waits_for_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, ended = order(project), []
    read, write = os.pipe()
    with os.fdopen(read) as lines, os.fdopen(write, 'w'):
        monkeypatch.setattr('sys.stdin', lines)
        monkeypatch.setattr(os, '_exit', ended.append)
        watching = Thread(target=cluster.end_with, args=(given,), daemon=True)
        watching.start()
        time.sleep(0.1)
        assert not ended
        cluster.end_orders(project)
        watching.join(10)
    assert ended == [children.PARENT_GONE]


def test_without_any_worker_left_all_is_built_here(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nobody(ThreadPoolExecutor):
        def submit(self, *words: Any, **named: Any) -> Future[Any]:
            return Future()

    monkeypatch.setattr(cluster, 'ALONE', 0)
    assert made(project, Cluster(Nobody(), has_workers=lambda: False), 'en') == ['en/html']


def test_without_dask_the_package_is_named(project: Project) -> None:
    done = editions('build', '--scheduler', 'tcp://127.0.0.1:9', cwd=project.root)
    assert done.returncode == 2
    assert done.stderr.count('\n') == 1
    assert 'sphinx-editions[dask]' in done.stderr or 'no scheduler of Dask answers' in done.stderr
