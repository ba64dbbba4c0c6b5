"""How the time for a book grows with its pages: `python -m benchmarks.book [pages …]`.

Prints books made of one chapter over and over, each in a process of its own, and how many
seconds of the processor a page takes; and the same without the patch for long books.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

PAGES = (50, 100, 200, 400)
CHAPTER_PAGES = 2  # about; the chapter below fills so many
PARAGRAPH = (
    'Paper is cut, folded and counted, and :ref:`this chapter <{name}>` says how; *the grain* is '
    'followed, **the knife** is set once, and ``pages({number})`` says what comes of it [#n]_. '
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


def chapter(number: int) -> str:
    name = f'chapter-{number}'
    title = f'Chapter {number}'
    first, *more = (PARAGRAPH.format(name=name, number=number) for _ in range(9))
    paragraphs = '\n\n'.join([first, *(text.replace(' [#n]_', '') for text in more)])
    rows = '\n'.join(f'   * - A{row}\n     - {841 // 2**row} mm' for row in range(9))
    return CHAPTER.format(
        name=name,
        title=title,
        line='=' * len(title),
        number=number,
        paragraphs=paragraphs,
        rows=rows,
    )


def write(root: Path, pages: int) -> None:
    """A book of about so many pages."""
    names = [f'chapter{number}' for number in range(1, pages // CHAPTER_PAGES + 1)]
    for number, name in enumerate(names, 1):
        (root / f'{name}.rst').write_text(chapter(number), 'utf-8')
    toc = '\n'.join(f'   {name}' for name in names)
    index = f'A Book\n======\n\n.. toctree::\n   :numbered:\n\n{toc}\n'
    (root / 'index.rst').write_text(index, 'utf-8')
    (root / 'conf.py').write_text("project = 'Book'\nextensions = ['editions']\n", 'utf-8')


def measure(root: Path, *, quick: bool) -> None:
    """Print one book in this process; say pages, seconds and memory."""
    import resource
    import time

    names = (f'editions.pdf.{name}' for name in ('builder', 'layout', 'patches'))
    builder, layout, patches = map(import_module, names)
    if not quick:
        vars(patches)['page_references'] = patches.stock_page_references.fget
    lay_out = layout.lay_out

    def timed(*words: Any) -> Any:
        start = time.process_time()
        result = lay_out(*words)
        seconds = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f'{result.pages} {seconds:.2f} {memory} {len(result.data) // 1024}')
        return result

    vars(builder)['lay_out'] = timed
    from sphinx.cmd.build import build_main

    sys.exit(build_main(['-q', '-b', 'pdf', str(root), str(root / 'out')]))


def main(words: Sequence[str] = ()) -> None:
    """Measure books of several lengths, each twice."""
    print('        pages  seconds  ms a page  memory MB  file KB')
    for pages in map(int, words or map(str, PAGES)):
        for name in ('quick', 'stock'):
            with tempfile.TemporaryDirectory() as folder:
                write(Path(folder), pages)
                command = [sys.executable, '-m', 'benchmarks.book', f'--{name}', folder]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
            made, seconds, memory, size = done.stdout.split()[-4:]
            rate = 1000 * float(seconds) / int(made)
            print(f'{name:6} {made:>6} {seconds:>8} {rate:>10.1f} {memory:>10} {size:>8}')


if __name__ == '__main__':
    if sys.argv[1:2] in (['--quick'], ['--stock']):
        measure(Path(sys.argv[2]), quick=sys.argv[1] == '--quick')
    main(sys.argv[1:])
