"""A build after an edit is a build from nothing: the same bytes, the same findings."""

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.edits import Forest, run, translate
from editions import report
from editions.builds import record, reuse
from editions.commands import build
from editions.languages.language import Language
from editions.project import Edition, Format, load
from editions.transforms import incremental


def test_random_edits_give_what_a_build_from_nothing_gives(tmp_path: Path) -> None:
    seed = random.randrange(100_000)
    assert run(tmp_path / 'forest', seed, 3, every=3, pdf=False) == []


def written(root: Path) -> dict[str, int]:
    """Build Spanish; when each page and PDF was written."""
    project = load(root)
    done = build.build(project, project.edition('es'), lambda _: None)
    assert not done.failed
    paths = (path for each in done.builds for path in project.outdir(each.edition).rglob('*'))
    return {p.name: p.stat().st_mtime_ns for p in paths if p.suffix in ('.html', '.pdf')}


def undefined(root: Path) -> str:
    """What the last Spanish pages say of a label that is not there."""
    known = report.read(load(root).outdir(Edition(Language('es'), Format.HTML)))
    assert known
    return next(str(each) for each in known.findings if 'undefined label' in each.message)


def test_an_edit_writes_the_page_and_the_pdf_of_its_document_alone(tmp_path: Path) -> None:
    forest = Forest(tmp_path / 'forest', random.Random(1), names=['apple', 'elm'])
    forest.make()
    forest.replace(forest.root / 'conf.py', r"\('index', 'trees'\), ", '')
    with forest.path('apple').open('a', encoding='utf-8') as text:
        text.write('\nSee :ref:`nothing`.\n')
    translate(forest.root)
    before = written(forest.root)
    assert (warned := undefined(forest.root)).startswith('locale/es/LC_MESSAGES/apple.po:')
    catalog = forest.root / 'locale' / 'es' / 'LC_MESSAGES' / 'elm.po'
    forest.replace(catalog, 'ES It wants a deep soil', 'ES Is a deep soil wanted')
    after = written(forest.root)
    assert {name for name in after if after[name] != before[name]} - {'genindex.html'} == {
        'elm.html',
        'elm.es.pdf',
        'search.html',
    }
    forest.replace(forest.path('elm'), r'The elm\n=+', 'The old elm\n===========')
    assert written(forest.root)['apple.html'] != before['apple.html']
    assert undefined(forest.root) == warned  # written again, though not read again
    damaged = load(forest.root).doctreedir(Language('es')) / 'apple.doctree'
    assert not planned(forest.root).fresh
    damaged.write_bytes(damaged.read_bytes().replace(b'soil', b'snow'))
    assert planned(forest.root).fresh


def test_a_setup_makes_conf_py_an_extension_wherever_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / 'index.rst').write_text('Text\n====\n')
    (tmp_path / 'shared.py').write_text('def setup(app): pass\n')
    first = "import sys\nsys.path.insert(0, '.')\nextensions = ['editions']\n"
    for text, may in (('# setup of the site', True), ('from shared import *', False)):
        (tmp_path / 'conf.py').write_text(f'{first}{text}\n')
        assert reuse.may_reuse(load(tmp_path)) is may


def planned(root: Path) -> reuse.Plan:
    """How Spanish pages are built again."""
    project = load(root)
    edition = Edition(Language('es'), Format.HTML)
    last = report.read(project.outdir(edition))
    now = record.snapshot(project, edition, last)
    return reuse.plan(project, edition, '', last, now)


def test_what_pages_show_of_the_year_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sphinx has put it in the place of `%Y`: conf.py is the same in January."""
    monkeypatch.setattr(incremental.metadata, 'of', lambda env, docname: None)
    names = 'toctree_includes toc_secnumbers toc_fignumbers images dlfiles editions_exports'
    env = SimpleNamespace(found_docs={'b', 'a'}, domains=SimpleNamespace(sorted=list))
    vars(env).update({name: {} for name in names.split()})
    found = set()
    for rights in ('2026, A', '2027, A'):
        config = SimpleNamespace(root_doc='a', html_last_updated_fmt=None, copyright=rights)
        config.project_copyright = rights
        app: Any = SimpleNamespace(env=env, config=config)
        found.add(incremental.shared(app))
    assert len(found) == 2
