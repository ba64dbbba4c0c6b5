"""Synoptic PDFs: every numbered paragraph begins on the same page in all languages."""

import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from conftest import editions

from editions import report
from editions.builds import children, record
from editions.builds import heights as heights_of_all
from editions.pdf import synoptic
from editions.pdf.heights import TOP, Break, Heights, Start, corrected
from editions.pdf.synoptic import Text
from editions.project import Edition, Format, load
from editions.report import Report

LINE, ROOM = 20.0, 900.0
CONF = """
language = 'en'
editions_languages = {'en': 'English', 'es': 'Español'}
editions_pairs = [('en', 'es')]
locale_dirs = ['locale']
gettext_compact = False
pdf_theme_options = {'synoptic': True, 'page_size': 'A5'}
"""


def heights(counts: list[int]) -> Heights:
    """A text of paragraphs with so many lines; no page begins or ends with one line of them."""
    breaks = [Break(0.0, 0.0, ROOM)]
    starts = {TOP: Start(0, 1, 0)}
    top = 0.0
    for number, count in enumerate(counts, 1):
        at = len(breaks) - 1
        lines = [n for n in range(1, count + 1) if n == count or 2 <= n <= count - 2]
        breaks += [Break(top + n * LINE, top + n * LINE, ROOM) for n in lines]
        top += count * LINE
        starts |= {f'p{number}': Start(at, at + 1, number)}
    starts.pop(TOP)
    return Heights((*breaks[:-1], Break(top, top, ROOM, forced=True)), starts)


def ends(text: Text, pages: synoptic.Pages) -> list[int]:
    """The breaks at which pages end, as a layout of these heights would end them."""
    found, at = [], 0
    begins = {start.at for start in text.starts if start.element in pages.elements}
    while at < text.end:
        room = ROOM - pages.paddings.get(len(found) + 1, 0.0)
        last = at + 1
        while last < text.end and last not in begins and text.heights.high(at, last + 1) <= room:
            last += 1
        found.append(last)
        at = last
    return found


@pytest.mark.parametrize('seed', range(3))
def test_a_plan_that_every_language_holds(seed: int) -> None:
    """Of texts of other lengths; no page is nearly empty, and at most one is added."""
    draw = random.Random(seed)
    counts = [draw.choice((4, 8, 15, 30, 40)) for _ in range(40)]
    scales = (1.0, 1.2, 0.6)
    texts = synoptic.common(
        [heights([max(3, round(n * s * draw.uniform(0.9, 1.1))) for n in counts]) for s in scales]
    )
    plan = synoptic.plan(texts)
    longest = max(text.pages_alone() for text in texts)
    assert plan == synoptic.plan(texts[::-1])
    assert longest <= len(plan) <= longest + 1
    begun = []
    for text in texts:
        pages = synoptic.divided(text, plan)
        assert pages is not None
        begun.append(pages.begun)
        found = ends(text, pages)
        assert len(found) <= len(plan)  # the last page of a longer language may be one more
        assert all(
            pages.begun[name] == 1 + sum(end <= start.at for end in found)
            for name, start in zip(text.names, text.starts, strict=True)
        )
        full = [text.heights.full(*page) for page in pairwise([0, *found])]
        assert min(full[:-1]) >= 0.35
    assert begun[0] == begun[1] == begun[2]


def test_a_page_that_ended_early_is_not_planned_longer() -> None:
    """There was room for another row of a table by its height, and WeasyPrint did not set it."""
    known = heights([30, 30])
    first = Text(known, tuple(known.starts)).furthest[0]
    breaks = corrected(list(known.breaks), [first - 2], 0.0)
    assert Text(Heights(breaks, known.starts), tuple(known.starts)).furthest[0] == first - 2
    assert [each.start for each in breaks] == [each.start for each in known.breaks]


@pytest.fixture(scope='module')
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project in two languages, one of them a third longer."""
    root = tmp_path_factory.mktemp('synoptic') / 'small'
    draw = random.Random(1)
    words = ['paper', 'ink', 'folding', 'press', 'type', 'margin', 'column', 'letter']
    texts = [' '.join(draw.choices(words, k=draw.choice((60, 110, 180)))) + '.' for _ in range(9)]
    texts[3] += ' [#note]_'
    longer = [' '.join([*text.split(), *text.split()[: len(text.split()) // 3]]) for text in texts]
    longer[3] = texts[3].replace(' [#note]_', ' ink ink ink ink [#note]_')
    note = '.. [#note] A note at the foot of the page that calls it.'
    source = '\n\n'.join(['Paper\n=====', *texts, note]) + '\n'
    catalog = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n' + ''.join(
        f'\nmsgid {json.dumps(text)}\nmsgstr {json.dumps(more)}\n'
        for text, more in zip(texts, longer, strict=True)
    )
    conf = f"project = 'Small'\nauthor = 'A. Writer'\nextensions = ['editions']\n{CONF}"
    files = {'conf.py': conf, 'index.rst': source, 'locale/es/LC_MESSAGES/index.po': catalog}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, 'utf-8')
    done = editions('build', 'pdf', cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def first_pages(path: Path) -> dict[str, int]:
    """The page, from 1, to which the name of each numbered paragraph leads."""
    with pikepdf.open(path) as pdf:
        names = pdf.Root.Names.Dests.Names
        found = {str(names[i]): names[i + 1][0] for i in range(0, len(names), 2)}
        pages = [page.obj for page in pdf.pages]
        return {n: pages.index(page) + 1 for n, page in found.items() if re.fullmatch('p[0-9]+', n)}


def paper(root: Path, tag: str) -> Path:
    return next((root / 'build' / 'site' / tag).glob('*.pdf'))


def test_paragraphs_begin_on_the_same_pages(built: Path) -> None:
    """As the file itself says, not our report of it."""
    english, spanish = (first_pages(paper(built, tag)) for tag in ('en', 'es'))
    assert len(english) == 9
    assert english == spanish
    assert max(english.values()) > 2


def test_the_report_says_where_a_paragraph_begins(built: Path) -> None:
    """One that goes on over the page was said to stand where it ends."""
    for code in ('en', 'es'):
        text = (built / 'build' / 'editions' / code / 'pdf' / 'report.json').read_text('utf-8')
        assert json.loads(text)['places'] == first_pages(paper(built, code))


def test_the_colophon_says_so(built: Path, program: Callable[[str], str]) -> None:
    for code, sentence in (
        ('en', 'Each numbered paragraph begins on the same page in every language.'),
        ('es', 'Cada párrafo numerado empieza en la misma página en todos los idiomas.'),
    ):
        command = [program('pdftotext'), paper(built, code), '-']
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert sentence in ' '.join(text.split())


def test_the_pages_of_a_pair_are_not_those_of_its_languages(built: Path) -> None:
    for code in ('en', 'es'):
        left = list((built / 'build' / 'editions' / code / 'pdf' / '.paper').rglob('*.json'))
        assert left
        assert not any(
            re.search('same page|misma página', path.read_text('utf-8')) for path in left
        )


def test_an_edit_in_one_language_makes_all_again(built: Path) -> None:
    project = load(built)
    papers = [Edition(language, Format.PDF) for language in project.languages]
    assert record.plan(project, papers) == ()
    catalog = built / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    text = catalog.read_text('utf-8')
    catalog.write_text('msgstr "ink '.join(text.rsplit('msgstr "', 1)), 'utf-8')
    assert [step.edition for step in record.plan(project, papers)] == papers
    catalog.write_text(text, 'utf-8')


def test_a_language_that_cannot_be_laid_out_is_measured_once(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was laid out again, in vain, for the PDF of each language."""
    project = load(shutil.copytree(built, tmp_path / 'small'))
    shutil.rmtree(project.heights / 'es')
    tried = []

    def fail(arguments: list[str], log: Path, *, paper: bool) -> int:
        tried.append(arguments)
        assert paper
        log.touch()
        report.write(Path(arguments[0]), Report('es/pdf'))
        return 2

    monkeypatch.setattr(children, 'arguments', lambda *given: [str(given[3])])
    monkeypatch.setattr(children, 'run', fail)
    for language in project.languages:
        heights_of_all.measure(project, Edition(language, Format.PDF))
    assert len(tried) == 1
