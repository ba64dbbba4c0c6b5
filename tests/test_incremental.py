"""A build after an edit is a build from nothing: the same bytes, the same findings."""

import random
from pathlib import Path

from benchmarks.edits import Forest, run, translate
from editions.commands import build
from editions.project import load


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


def test_an_edit_writes_the_page_and_the_pdf_of_its_document_alone(tmp_path: Path) -> None:
    forest = Forest(tmp_path / 'forest', random.Random(1), names=['apple', 'elm'])
    forest.make()
    forest.replace(forest.root / 'conf.py', r"\('index', 'trees'\), ", '')
    translate(forest.root)
    before = written(forest.root)
    catalog = forest.root / 'locale' / 'es' / 'LC_MESSAGES' / 'elm.po'
    forest.replace(catalog, 'ES It wants a deep soil', 'ES Is a deep soil wanted')
    after = written(forest.root)
    assert {name for name in after if after[name] != before[name]} - {'genindex.html'} == {
        'elm.html',
        'elm.es.pdf',
        'search.html',
    }
