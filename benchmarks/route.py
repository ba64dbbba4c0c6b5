"""The pages and PDFs of four languages from nothing, against the ordinary route, in the same run.

The ordinary route is four times `sphinx-build -b html` and four times `sphinx-build -b simplepdf`
(sphinx-simplepdf, the builder most projects use). Rounds alternate, so that a machine whose
speed drifts treats both alike.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
LANGUAGES = ('en', 'es', 'pt_BR', 'zh_CN')
ROUNDS = 3
BIN = str(Path(sys.executable).parent)  # simplepdf runs the program weasyprint
PATH = os.pathsep.join((BIN, os.environ['PATH']))
ENVIRONMENT = os.environ | {'PYTHONPATH': str(ROOT), 'NO_COLOR': '1', 'PATH': PATH}
ENVIRONMENT.pop('PYTHONDONTWRITEBYTECODE', None)  # else each command compiles all our sources


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        project, plain = copy(Path(name, 'editions')), ordinary(copy(Path(name, 'ordinary')))
        rows: dict[str, list[float]] = {'ours': [], 'ordinary route': [], 'up to date': []}
        for _ in range(ROUNDS):
            rows['ordinary route'].append(timed(lambda: build_ordinary(plain)))
            shutil.rmtree(project / 'build', ignore_errors=True)
            rows['ours'].append(timed(lambda: editions(project)))
            rows['up to date'].append(timed(lambda: editions(project)))
    show(rows)


def show(rows: dict[str, list[float]]) -> None:
    print(f'{"":<16}{"min":>8}{"median":>8}{"max":>8}   seconds, {ROUNDS} rounds')
    for title, values in rows.items():
        middle = statistics.median(values)
        print(f'{title:<16}{min(values):8.2f}{middle:8.2f}{max(values):8.2f}')
    pairs = zip(rows['ours'], rows['ordinary route'], strict=True)
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    print(f'ours / ordinary route: {ratio:.3f} (1/{1 / ratio:.1f}); the goal is 0.250')
    print(f'up to date: {statistics.median(rows["up to date"]):.3f} s; the goal is 0.250')


def copy(root: Path) -> Path:
    for name in ('source', 'locale'):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / 'conf.py', root)
    return root


def ordinary(root: Path) -> Path:
    """The same project as anybody would build it without us."""
    conf = root / 'conf.py'
    text = conf.read_text('utf-8').replace("['editions']", "['sphinx_simplepdf']")
    text = text.replace("html_theme = 'editions'", "html_theme = 'alabaster'")
    conf.write_text(text, 'utf-8')
    return root


def build_ordinary(root: Path) -> None:
    for language in LANGUAGES:
        for builder in ('html', 'simplepdf'):
            out = root / 'build' / language / builder
            shutil.rmtree(out, ignore_errors=True)
            define = ['-D', f'language={language}', 'source', str(out)]
            run(['-m', 'sphinx', '-q', '-b', builder, '-c', '.', *define], root)
            if not any(out.rglob('*.pdf' if builder == 'simplepdf' else 'index.html')):
                sys.exit(f'{builder} made nothing')


def editions(root: Path) -> None:
    """The eight editions that the ordinary route makes, too: no EPUB, no pair of languages."""
    names = [f'{language}/{form}' for language in LANGUAGES for form in ('html', 'pdf')]
    run(['-m', 'editions', 'build', *names], root)


def run(words: Sequence[str], root: Path) -> None:
    command = [sys.executable, *words]
    done = subprocess.run(
        command, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f'{" ".join(command)} failed\n{done.stdout}{done.stderr}')


def timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == '__main__':
    main()
