"""Each command killed at random moments, and run again: the same bytes, and no translation lost.

python -m benchmarks kills                          50 kills of each command
python -m benchmarks.kills 10 2016 update import    fewer; at other moments; of these alone

Every other time the main process alone is killed, and its children find themselves without it.
"""

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.edits import Forest, translate
from benchmarks.route import ENVIRONMENT
from editions import files
from editions.catalogs import po

KILLS, SEED = 50, 2016
QUIET = {'stdin': subprocess.DEVNULL, 'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
RUN = ENVIRONMENT | {'SOURCE_DATE_EPOCH': '1800000000'}  # new catalogs are dated to the minute
SITE, CATALOGS, CACHE = 'build/site', 'locale', 'cache'
PUBLISH = 'publish', '--without-validators'
CATALOG = f'{CATALOGS}/es/LC_MESSAGES/apple.po'
ADDRESS = "html_baseurl = 'https://trees.example/'\n"
BOOKS = """
editions_formats = ['html', 'pdf', 'epub']
editions_pairs = [('en', 'es')]
"""


@dataclass(frozen=True)
class Command:
    """What is killed; `prepare` makes work for it, and `places` must hold the same at the end."""

    words: tuple[str, ...]
    places: tuple[str, ...]
    prepare: Callable[[Path], object] = lambda root: None


def nothing_built(root: Path) -> None:
    shutil.rmtree(root / 'build')


def edit(root: Path) -> None:
    """Change a sentence and a catalog, and add a document."""
    path = root / 'source' / 'apple.rst'
    path.write_text(path.read_text('utf-8').replace('grows *slowly*', 'often grows *slowly*'))
    path.with_name('fir.rst').write_text('The fir\n=======\n\nIt is an evergreen.\n', 'utf-8')
    index = root / 'source' / 'index.rst'
    index.write_text(index.read_text('utf-8') + '   fir\n', 'utf-8')


def answer(root: Path) -> None:
    """Leave one catalog untranslated, and send `sent.po` back with its translations."""
    path = root / CATALOG
    path.write_text(re.sub('^msgstr "ES .*"', 'msgstr ""', path.read_text('utf-8'), flags=re.M))
    finish(root, 'export', 'es', '--po', '-o', 'sent.po')
    sent, empty = root / 'sent.po', re.compile(r'^msgid "(\w[^"]*)"\nmsgstr ""$', re.M)
    sent.write_text(empty.sub(r'msgid "\1"\nmsgstr "ES \1"', sent.read_text('utf-8')), 'utf-8')


def spoil(root: Path) -> None:
    """Leave out spaces and signs that a program can put back."""
    for path in catalogs(root):
        text = path.read_text('utf-8')
        path.write_text(re.sub(r'msgstr "ES (.*)\."', r'msgstr " ES  \1 ."', text), 'utf-8')


def all_formats(root: Path) -> None:
    """An edit in a project that has PDFs, EPUBs and pairs as well."""
    edit(root)
    with (root / 'conf.py').open('a', encoding='utf-8') as conf:
        conf.write(BOOKS)


def differ(root: Path) -> None:
    """Two versions of a catalog beside the one that both come from."""
    text = (root / CATALOG).read_text('utf-8')
    (root / 'theirs.po').write_text(text.replace('"ES ', '"ES (theirs) ', 3), 'utf-8')
    ours = '"ES (ours) '.join(text.rsplit('"ES ', 3))
    (root / 'ours.po').write_text(ours, 'utf-8')


COMMANDS = {
    'build': Command(('build', '--force'), (SITE,)),
    'first build': Command(('build',), (SITE,), nothing_built),
    'build after an edit': Command(('build',), (SITE,), edit),
    'build with a cache': Command(('build', '--cache', CACHE), (SITE, CACHE), nothing_built),
    'books and pairs': Command(('build',), (SITE,), all_formats),
    'update': Command(('update',), (CATALOGS,), edit),
    'add-language': Command(('add-language', 'fr'), ('conf.py', CATALOGS)),
    'init': Command(('init', 'begun', '-a', 'Ana', '-l', 'en', '-l', 'es'), ('begun',)),
    'export': Command(('export', 'es', '--xliff', '-o', 'out.xlf'), ('out.xlf',)),
    'merge': Command(('merge', CATALOG, 'ours.po', 'theirs.po'), ('ours.po',), differ),
    'check': Command(('check',), (CATALOGS,), edit),
    'pseudo': Command(('pseudo', 'html'), ('build/pseudo/site',)),
    'verify': Command(('verify',), ('build/publish',)),
    'import': Command(('import', 'sent.po', '-l', 'es'), (CATALOGS,), answer),
    'check --fix': Command(('check', '--fix'), (CATALOGS,), spoil),
    'review': Command(('review',), ('build/review',)),
    'approve': Command(('review', '--approve', '--by', 'Ana Pérez', 'es'), (CATALOGS,)),
    'publish': Command(PUBLISH, ('build/publish',)),
    'preview': Command(('preview', '--port', '8437'), ('build/preview/site',), edit),
}


def main(words: Sequence[str] = ()) -> None:
    """Of `words`, the first is the number of kills, the second the seed, the rest what to kill."""
    number, seed, *names = [*words, *map(str, (KILLS, SEED)[len(words) :])]
    broken = 0
    with tempfile.TemporaryDirectory() as name:
        base = make(Path(name, 'base'))
        for title in names or COMMANDS:
            chance = random.Random(f'{seed} {title}')  # noqa: S311 (the same moments every time)
            found = kills(COMMANDS[title], base, Path(name, 'project'), chance, int(number))
            broken += len(found)
            print(f'{title:<20} {number} kills, {len(found)} not made good', flush=True)
            print(*(f'  {each}' for each in found), sep='\n', end='\n' * bool(found), flush=True)
    if broken:
        sys.exit(1)


def make(root: Path) -> Path:
    """A project with all that the commands need, built and translated."""
    forest = Forest(root, random.Random(1), pdf=False, names=['apple', 'elm'])  # noqa: S311
    forest.make()
    forest.replace(root / 'conf.py', r", \('apple', 'apple'\), \('elm', 'elm'\)", '')
    with (root / 'conf.py').open('a', encoding='utf-8') as conf:
        conf.write(ADDRESS)
    translate(root)
    finish(root, 'build')
    finish(root, *PUBLISH)
    return root


def kills(
    command: Command, base: Path, root: Path, chance: random.Random, number: int
) -> list[str]:
    """Kill a command so often; what was not the same after it was run again."""
    start, wanted = fresh(command, base, root), {}
    begun = time.perf_counter()
    finish(root, *command.words)
    seconds, wanted = time.perf_counter() - begun, state(command, root)
    found = []
    for count in range(number):
        start, moment = fresh(command, base, root), chance.uniform(0, seconds)
        with killed(root, command.words, moment, alone=count % 2 == 1):
            finish(root, *command.words)
        now = state(command, root)
        differ = [name for name in {**wanted, **now} if wanted.get(name) != now.get(name)]
        if differ or start - texts(root):
            found.append(f'after {moment:.2f} s: {differ[:5]}, lost {start - texts(root)}')
    return found


def fresh(command: Command, base: Path, root: Path) -> set[tuple[str, str]]:
    """Make the project ready for the command; returns the translations in it."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(base, root)
    command.prepare(root)
    return texts(root)


def finish(root: Path, *words: str) -> None:
    """Run a command to its end; of the preview that is when it shows the last edit."""
    if words[0] == 'preview':
        with subprocess.Popen(line(words), cwd=root, env=RUN, **QUIET) as process:
            until = time.monotonic() + 60
            while time.monotonic() < until and not shown(root):
                time.sleep(0.2)
            process.send_signal(signal.SIGINT)
        return
    done = subprocess.run(
        line(words), cwd=root, env=RUN, capture_output=True, text=True, check=False
    )
    if done.returncode > 1 or 'Traceback' in done.stderr:
        sys.exit(f'{words}: {done.returncode}\n{done.stdout}{done.stderr}')


def shown(root: Path) -> bool:
    """Whether the new page is there, and for two seconds nothing else has come."""
    site = root / 'build' / 'preview' / 'site'
    try:
        there = (site / 'es' / 'fir.html').is_file()
        return there and all(files.age(path) > 2 for path in site.rglob('*'))
    except FileNotFoundError:
        return False  # a folder was put in its place just now


@contextmanager
def killed(root: Path, words: tuple[str, ...], moment: float, *, alone: bool) -> Iterator[None]:
    """A command killed after so many seconds, with or without its children."""
    process = subprocess.Popen(line(words), cwd=root, env=RUN, start_new_session=True, **QUIET)
    time.sleep(moment)
    (os.kill if alone else os.killpg)(process.pid, signal.SIGKILL)
    process.wait()
    yield
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def line(words: tuple[str, ...]) -> list[str]:
    return [sys.executable, '-m', 'editions', *words]


def state(command: Command, root: Path) -> dict[str, str]:
    """The files of the command's places with their digests, and what was left behind.

    Of a cache only the names: its entries hold when they were made.
    """
    places = [root / place for place in command.places]
    paths = [path for place in places for path in (place, *place.rglob('*'))]
    left = (path for path in root.rglob('*') if path.suffix in ('.new', '.old', '.writing'))
    digests = {path: digest(path) for path in paths if path.is_file()}
    return {str(path.relative_to(root)): digests.get(path, '') for path in (*digests, *left)}


def digest(path: Path) -> str:
    return '' if path.parent.name == CACHE else hashlib.sha256(path.read_bytes()).hexdigest()


def catalogs(root: Path) -> list[Path]:
    return sorted((root / CATALOGS).rglob('*.po'))


def texts(root: Path) -> set[tuple[str, str]]:
    """Every translation of the catalogs, without blanks, with its source."""
    read = (po.read(path) for path in catalogs(root))
    return {
        (m.id, ''.join(m.string.split())) for catalog in read for m in catalog.messages if m.string
    }


if __name__ == '__main__':
    main(sys.argv[1:])
