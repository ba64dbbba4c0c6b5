"""How time and memory grow with articles, pages of a book and messages; Sphinx alone beside it.

    python -m benchmarks scale [--quick]      --quick takes less than three minutes

Seconds are those of the processor, of a command and all its children: they mean something on a
busy machine, too. The memory is that of the largest process. A row ends with what one article,
page or message costs, and with how much dearer it is than in the row of the size before: 1.15 is
the goal.
"""

import ctypes
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.route import ENVIRONMENT, LANGUAGES, copy, ordinary

WHOLE = {'articles': (10, 100, 1000), 'pages': (100, 300, 1000), 'messages': (10**4, 30000, 10**5)}
QUICK = {'articles': (4, 12), 'pages': (20, 60), 'messages': (500, 2000)}
DRAWN = 50  # PDFs of articles
CHAPTER_PAGES = 2  # about; the chapter below fills so many
IN_A_CATALOG = 100  # messages
PARAGRAPH = (
    'Paper is cut, folded and counted, and :ref:`this chapter <{name}>` says how; *the grain* is '
    'followed, **the knife** is set once, and ``pages({number})`` says what comes of it{note}. '
) + 'The measures of a sheet stand in the table, and what is said of one is true of all. ' * 5
CHAPTER = """.. _{name}:

{title}
{line}

{paragraphs}

.. [#n] A note of chapter {number}.

.. list-table:: Sheets of chapter {number}
   :header-rows: 1

   * - Name
     - Size
{rows}

.. code-block:: python

   def pages(folds: int) -> int:
       return 2 * 2**folds
"""
HEADER = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2): children of a child that has ended are ours


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor and of a clock, and the megabytes of the largest process."""

    processor: float = 0.0
    clock: float = 0.0
    memory: int = 0

    def __add__(self, other: 'Cost') -> 'Cost':
        memory = max(self.memory, other.memory)
        return Cost(self.processor + other.processor, self.clock + other.clock, memory)


def cost(root: Path, *words: str) -> Cost:
    """What `python -m WORDS` costs in a folder; exits where it fails.

    It is measured by a process of its own, which waits for all that the command has started.
    """
    command = [sys.executable, __file__, '--measure', sys.executable, '-m', *words]
    done = subprocess.run(
        command, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f'{" ".join(words)} failed\n{done.stdout}{done.stderr}')
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


def measure(command: Sequence[str]) -> int:
    """Run a command, print its cost, and return its exit code: 1 is a finding, and no failure."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    code = subprocess.run(command, check=False).returncode
    clock = time.perf_counter() - start
    try:
        while True:
            os.wait()
    except ChildProcessError:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps([used.ru_utime + used.ru_stime, clock, used.ru_maxrss // 1024]))
    return 0 if code == 1 and 'editions' in command else code


class Table:
    """Rows of one kind of thing, each beside the one before of its name."""

    def __init__(self, kind: str) -> None:
        self.last: dict[str, float] = {}
        head = f'{"CPU s":>9}{"s":>9}{"MB":>7}{"ms each":>9}{"growth":>8}{"ordinary":>10}'
        print(f'\n{kind:>8}  {"":<26}{head}{"ours":>7}')

    def row(self, number: int, name: str, ours: Cost, each: int = 0, plain: Cost = Cost()) -> None:
        """`each` is by how many the cost is divided; `plain` is that of Sphinx alone."""
        text = f'{number:>8}  {name:<26}{ours.processor:>9.2f}{ours.clock:>9.2f}{ours.memory:>7}'
        if each:
            one = 1000 * ours.processor / each
            text += f'{one:>9.1f}{one / self.last.get(name, one):>8.2f}'
            self.last[name] = one
        if plain.processor:
            share = ours.processor / plain.processor
            text += f'{plain.processor:>{10 if each else 27}.2f}{share:>7.2f}'
        print(text, flush=True)


def articles(root: Path, numbers: Iterable[int]) -> None:
    """The article copied in four languages: from nothing, and after an edit."""
    table = Table('articles')
    for number in numbers:
        project, plain = root / f'{number}', root / f'{number}-plain'
        for folder in (project, plain):
            multiply(copy(folder), number)
        sphinx = sum((by_sphinx(ordinary(plain), 'html', each) for each in LANGUAGES), Cost())
        made = cost(project, 'editions', 'build', 'html')
        table.row(number, 'HTML, from nothing', made, number * len(LANGUAGES), sphinx)
        table.row(number, 'nothing changed', cost(project, 'editions', 'build', 'html'))
        replace(project / 'locale/es/LC_MESSAGES/a1.po', ' el ', ' aquel ')
        table.row(number, 'a translation changed', cost(project, 'editions', 'build', 'html'))
        replace(project / 'source/a2.rst', ' the ', ' that ')
        table.row(number, 'a word of a source', cost(project, 'editions', 'build', 'html'))
        drawn = draw(project, number)
        table.row(number, f'{drawn} PDFs', cost(project, 'editions', 'build', 'es/pdf'), drawn)


def multiply(root: Path, number: int) -> None:
    """Let a project hold its article so many times."""
    for path in (root / 'source/index.rst', *root.glob('locale/*/LC_MESSAGES/index.po')):
        for copied in range(number):
            shutil.copy(path, path.with_name(f'a{copied}{path.suffix}'))
        path.unlink()
    names = '\n'.join(f'   a{copied}' for copied in range(number))
    text = f'Articles\n========\n\n.. toctree::\n   :maxdepth: 1\n\n{names}\n'
    (root / 'source/index.rst').write_text(text, 'utf-8')


def draw(root: Path, number: int) -> int:
    """Let some articles, drawn at random, become PDFs; returns how many."""
    chosen = random.Random(22).sample(range(number), min(DRAWN, number))  # noqa: S311 (the same)
    listed = [(f'a{each}', f'article-{each}') for each in chosen]
    with (root / 'conf.py').open('a', encoding='utf-8') as conf:
        conf.write(f'pdf_documents = {listed}\n')
    return len(chosen)


def replace(path: Path, before: str, after: str) -> None:
    """Change the last place where a text stands in a file."""
    parts = path.read_text('utf-8').rpartition(before)
    path.write_text(f'{parts[0]}{after}{parts[2]}', 'utf-8')


def by_sphinx(root: Path, builder: str, language: str) -> Cost:
    out = f'build/{language}-{builder}'
    words = ['-q', '-j', '2', '-b', builder, '-D', f'language={language}', '-c', '.', 'source', out]
    return cost(root, 'sphinx', *words)


def books(root: Path, sizes: Iterable[int]) -> None:
    """Books of so many pages, beside what sphinx-simplepdf makes of them."""
    table = Table('pages')
    for size in sizes:
        project = root / f'{size}'
        write_book(project, size // CHAPTER_PAGES)
        ours = cost(project, 'editions', 'build', 'en/pdf')
        report = json.loads((project / 'build/editions/en/pdf/report.json').read_text('utf-8'))
        replace(project / 'conf.py', "'editions'", "'sphinx_simplepdf'")
        plain = by_sphinx(project, 'simplepdf', 'en')
        pages = sum(report['outputs'].values())
        table.row(pages, 'PDF, from nothing', ours, pages, plain)


def write_book(root: Path, chapters: int) -> None:
    (root / 'source').mkdir(parents=True)
    for number in range(1, chapters + 1):
        (root / f'source/chapter-{number}.rst').write_text(chapter(number), 'utf-8')
    names = '\n'.join(f'   chapter-{number}' for number in range(1, chapters + 1))
    index = f'A Book\n======\n\n.. toctree::\n   :numbered:\n\n{names}\n'
    (root / 'source/index.rst').write_text(index, 'utf-8')
    (root / 'conf.py').write_text("project = 'Book'\nextensions = ['editions']\n", 'utf-8')


def chapter(number: int) -> str:
    name, title = f'chapter-{number}', f'Chapter {number}'
    notes = [' [#n]_', *[''] * 8]
    texts = (PARAGRAPH.format(name=name, number=number, note=note) for note in notes)
    rows = '\n'.join(f'   * - A{row}\n     - {841 // 2**row} mm' for row in range(9))
    words = {'name': name, 'title': title, 'number': number, 'line': '=' * len(title)}
    return CHAPTER.format(paragraphs='\n\n'.join(texts), rows=rows, **words)


def catalogs(root: Path, numbers: Iterable[int]) -> None:
    """The commands of translators over so many messages of one language."""
    table = Table('messages')
    for number in numbers:
        project = root / f'{number}'
        write_catalogs(project, number)
        plain = by_sphinx(project, 'gettext', 'en')
        first = cost(project, 'editions', 'update')
        table.row(number, 'update, from nothing', first, number, plain)
        replace(project / 'source/d0.rst', 'heavy', 'dense')
        table.row(number, 'update, a word edited', cost(project, 'editions', 'update'), number)
        for command in ('check', 'status'):
            table.row(number, command, cost(project, 'editions', command), number)


def write_catalogs(root: Path, number: int) -> None:
    """Documents of a hundred paragraphs, all translated."""
    folder = root / 'locale/es/LC_MESSAGES'
    for path in (root / 'source', folder):
        path.mkdir(parents=True)
    languages = "{'en': 'English', 'es': 'Español'}"
    conf = f"project = 'Trees'\nextensions = ['editions']\neditions_languages = {languages}\n"
    (root / 'conf.py').write_text(f"{conf}gettext_compact = False\nlocale_dirs = ['../locale']\n")
    names = [f'd{each}' for each in range(number // IN_A_CATALOG)]
    for name in names:
        trees = [f'{name}-{each}' for each in range(IN_A_CATALOG)]
        english = [f'The wood of tree {tree} is *heavy*, and it grows slowly.' for tree in trees]
        spanish = [f'La madera del árbol {tree} es *pesada*, y crece despacio.' for tree in trees]
        text = '\n\n'.join((f'{name}\n{"=" * len(name)}', *english))
        (root / f'source/{name}.rst').write_text(f'{text}\n', 'utf-8')
        pairs = zip((name, *english), (name, *spanish), strict=True)
        entries = (f'msgid "{one}"\nmsgstr "{other}"\n' for one, other in pairs)
        (folder / f'{name}.po').write_text('\n'.join((HEADER, *entries)), 'utf-8')
    listed = '\n'.join(f'   {name}' for name in names)
    (root / 'source/index.rst').write_text(f'Trees\n=====\n\n.. toctree::\n\n{listed}\n', 'utf-8')


def main() -> None:
    sizes = QUICK if '--quick' in sys.argv else WHOLE
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        articles(root / 'articles', sizes['articles'])
        books(root / 'books', sizes['pages'])
        catalogs(root / 'catalogs', sizes['messages'])


if __name__ == '__main__':
    if sys.argv[1:2] == ['--measure']:
        sys.exit(measure(sys.argv[2:]))
    main()
