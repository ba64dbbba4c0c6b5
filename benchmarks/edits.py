"""Random edits of a collection, each built onward and from nothing: `python -m benchmarks.edits`.

After each edit the site and the findings of both must be the same; the first difference ends the
run with the seed that repeats it (`python -m benchmarks.edits 60 SEED`).
"""

import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from editions import report
from editions.commands import build, update
from editions.project import load

EDITS = 60
NAMES = ('apple', 'birch', 'cedar', 'dogwood', 'elm')
CONF = """project = 'Trees'
author = 'A. Forester'
extensions = ['editions']
language = 'en'
editions_languages = {'en': 'English', 'es': 'Español'}
html_theme = 'editions'
html_static_path = ['looks']
html_css_files = ['own.css']
pdf_documents = [('index', 'trees'), ('apple', 'apple'), ('elm', 'elm')]
locale_dirs = ['../locale']
gettext_compact = False
numfig = True
"""
DOCUMENT = """.. _{name}:

The {name}
====={line}

:date: 2020

.. index:: {name}

A {name} grows *slowly* in the forest, as :ref:`{other}` does, and :doc:`{other}` says more.

.. include:: soil.inc

.. figure:: {name}.png

   A leaf of the {name}.

Its wood
--------

The wood of the {name} is heavy [#n]_, see :numref:`{name}-sizes`.

.. _{name}-sizes:

.. table:: Sizes of the {name}

   ====== =====
   height width
   ====== =====
   large  small
   ====== =====

.. [#n] So say the carpenters of the {name}.
"""


@dataclass
class Forest:
    """A project that is edited at random."""

    root: Path
    chance: random.Random
    pdf: bool = True
    names: list[str] = field(default_factory=lambda: list(NAMES))
    count: int = 0

    @property
    def source(self) -> Path:
        return self.root / 'source'

    def path(self, name: str) -> Path:
        return self.source / f'{name}.rst'

    def make(self) -> None:
        self.source.mkdir(parents=True)
        formats = '' if self.pdf else "editions_formats = ['html']\n"
        (self.root / 'conf.py').write_text(CONF + formats, 'utf-8')
        (self.root / 'looks').mkdir()
        (self.root / 'looks' / 'own.css').write_text('p { color: green }\n', 'utf-8')
        (self.source / 'soil.inc').write_text('It wants a deep soil.\n', 'utf-8')
        for name in self.names:
            self.write(name)
        self.write_index()

    def write(self, name: str) -> None:
        other = self.chance.choice(self.names)
        text = DOCUMENT.format(name=name, other=other, line='=' * len(name))
        self.path(name).write_text(text, 'utf-8')
        self.draw(name)

    def draw(self, name: str) -> None:
        from PIL import Image

        colour = tuple(self.chance.randrange(256) for _ in range(3))
        Image.new('RGB', (8, 8), colour).save(self.source / f'{name}.png')

    def write_index(self) -> None:
        listed = ''.join(f'   {name}\n' for name in self.names)
        text = f'Trees\n=====\n\nAll of them.\n\n.. toctree::\n   :maxdepth: 2\n\n{listed}'
        self.path('index').write_text(text, 'utf-8')

    def word(self) -> str:
        self.count += 1
        letters = ''.join(self.chance.choice('abcdefghijklmnopqrstuvwxyzñ') for _ in range(6))
        return f'{letters}{self.chance.choice("abc")}'

    def replace(self, path: Path, pattern: str, new: str) -> None:
        text = path.read_text('utf-8')
        path.write_text(re.sub(pattern, new, text, count=1), 'utf-8')

    def some(self) -> Path:
        return self.path(self.chance.choice(self.names))

    # The edits.

    def a_word(self) -> None:
        self.replace(self.some(), r'\bgrows\b', f'grows {self.word()}')

    def a_title(self) -> None:
        path, word = self.some(), self.word()
        self.replace(path, r'The (\w+)\n=+', f'The {word} \\1\n{"=" * 60}')

    def a_section(self) -> None:
        word = self.word()
        self.replace(self.some(), r'Its wood\n-+', f'Its {word} wood\n{"-" * 40}')

    def a_label(self) -> None:
        self.replace(self.some(), r'\.\. _(\w+):', f'.. _\\1{self.word()}:')

    def a_twin_label(self) -> None:
        path = self.some()
        path.write_text(f'.. _twin:\n\n{path.read_text("utf-8")}', 'utf-8')

    def a_fault(self) -> None:
        with self.some().open('a', encoding='utf-8') as text:
            text.write(f'\nA :unknown:`role`, and :ref:`{self.word()}`.\n')

    def a_role(self) -> None:
        path = self.some()
        path.write_text(f'{path.read_text("utf-8")}\n.. role:: {self.word()}\n', 'utf-8')

    def an_index_entry(self) -> None:
        self.replace(self.some(), r'\.\. index:: ', f'.. index:: {self.word()}, ')

    def a_day(self) -> None:
        with self.some().open('a', encoding='utf-8') as text:
            text.write('\nWritten on |today|.\n')

    def an_old_time(self) -> None:
        path = self.some()
        self.replace(path, r'\bgrows\b', f'grows {self.word()}')
        os.utime(path, (1_000_000_000, 1_000_000_000))

    def the_include(self) -> None:
        (self.source / 'soil.inc').write_text(f'It wants a {self.word()} soil.\n', 'utf-8')

    def a_picture(self) -> None:
        self.draw(self.chance.choice(self.names))

    def a_lost_picture(self) -> None:
        (self.source / f'{self.chance.choice(self.names)}.png').unlink(missing_ok=True)

    def a_twin_picture(self) -> None:
        name = self.chance.choice(self.names)
        (self.source / 'more').mkdir(exist_ok=True)
        shutil.copy(self.path(name), self.source / 'more' / f'{name}.bak')
        self.draw(name)
        self.draw(f'more/{name}')
        with self.path(name).open('a', encoding='utf-8') as text:
            text.write(f'\n.. image:: more/{name}.png\n')

    def a_document(self) -> None:
        name = self.word().replace('ñ', 'n')
        self.write(name)
        self.names.insert(self.chance.randrange(len(self.names)), name)
        if self.chance.random() < 0.7:
            self.write_index()

    def a_lost_document(self) -> None:
        others = [name for name in self.names if name not in ('apple', 'elm')]
        if len(others) > 1:
            name = self.chance.choice(others)
            self.path(name).unlink()
            self.names.remove(name)
            if self.chance.random() < 0.7:
                self.write_index()

    def a_renamed_document(self) -> None:
        others = [name for name in self.names if name not in ('apple', 'elm')]
        name, new = self.chance.choice(others), self.word().replace('ñ', 'n')
        self.path(name).rename(self.path(new))
        self.names[self.names.index(name)] = new
        self.write_index()

    def a_value(self) -> None:
        line = self.chance.choice(
            (
                f'copyright = {self.word()!r}',
                f'html_title = {self.word()!r}',
                f"html_theme_options = {{'contents_depth': {self.chance.randrange(3)}}}",
                f'numfig = {self.chance.random() < 0.5}',
                f"html_baseurl = 'https://{self.word()}.example/'".replace('ñ', 'n'),
                f"editions_outdated = '{self.chance.choice(('mark', 'source'))}'",
            )
        )
        with (self.root / 'conf.py').open('a', encoding='utf-8') as conf:
            conf.write(line + '\n')

    def a_style(self) -> None:
        (self.root / 'looks' / 'own.css').write_text(f'p {{ --x: {self.word()} }}\n', 'utf-8')

    def catalog(self) -> Path | None:
        return self.chance.choice(sorted((self.root / 'locale').rglob('*.po')) or [None])

    def a_msgstr(self) -> None:
        if path := self.catalog():
            texts = re.findall(r'^msgstr "(\w[^"]*)"$', path.read_text('utf-8'), re.MULTILINE)
            if texts:
                text = self.chance.choice(texts)
                self.replace(path, re.escape(f'msgstr "{text}"'), f'msgstr "{text} {self.word()}"')

    def a_fuzzy_message(self) -> None:
        if path := self.catalog():
            self.replace(path, r'\n(#: [^\n]*\n)msgid', r'\n\1#, fuzzy\nmsgid')

    def a_date(self) -> None:
        if path := self.catalog():
            day = self.chance.randrange(10, 29)
            new = f'PO-Revision-Date: 2024-05-{day} 10:00'
            self.replace(path, r'PO-Revision-Date: [^+\\]*', new)

    def a_comment(self) -> None:
        if path := self.catalog():
            path.write_text(f'# {self.word()}\n{path.read_text("utf-8")}', 'utf-8')

    def an_update(self) -> None:
        translate(self.root)


EVERY = {name: edit for name, edit in vars(Forest).items() if re.match('(an?|the)_', name)}


def translate(root: Path) -> None:
    """Bring the catalogs up to date, and fill them: a text with its words in another order."""
    with redirect_stdout(StringIO()), suppress(SystemExit):
        update.command.main(['-C', str(root)], standalone_mode=False)
    for path in (root / 'locale').rglob('*.po'):
        text = path.read_text('utf-8')
        empty = re.compile(r'^msgid "(\w[^"]*)"\nmsgstr ""$', re.MULTILINE)
        path.write_text(empty.sub(r'msgid "\1"\nmsgstr "ES \1"', text), 'utf-8')


def built(root: Path) -> dict[str, object]:
    """Build a project; what readers and authors get of it."""
    project = load(root)
    done = build.build(project, tuple(project.editions()), lambda _: None)
    found: dict[str, object] = {f'failed {each}': True for each in done.failed}
    site = root / 'build' / 'site'
    found |= {
        p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob('*') if p.is_file()
    }
    for path in sorted(project.templates.rglob('*.pot')):
        found[f'template {path.name}'] = re.sub(rb'POT-Creation-Date: .*', b'', path.read_bytes())
    for edition in project.editions():
        if known := report.read(project.outdir(edition)):
            found[f'findings of {edition}'] = sorted(map(str, known.findings))
            found[f'pages of {edition}'] = sorted(map(str, known.pages.items()))
            found[f'places of {edition}'] = sorted(known.places.items())
    return found


def fresh(root: Path) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, 'forest')
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns('build'))
        return built(copy)


def lines(value: object) -> set[str]:
    """The lines of a file, or the rows of a list; '' where there is none."""
    if isinstance(value, bytes):
        return set(value.decode('utf-8', 'replace').splitlines())
    return set(map(str, value)) if isinstance(value, list) else set()


def differences(mine: dict[str, object], theirs: dict[str, object]) -> list[str]:
    """What differs, with the first line that does."""
    found = []
    for name in sorted(mine.keys() | theirs.keys()):
        a, b = (each.get(name) for each in (mine, theirs))
        if a != b:
            here, there = (lines(each) for each in (a, b))
            found.append(
                f'{name}: {sorted(here - there)[:2]}, but fresh {sorted(there - here)[:2]}'
            )
    return found


def run(root: Path, seed: int, edits: int, *, every: int = 1, pdf: bool = True) -> list[str]:
    """Make edits, and compare after each, or after every so many; return the differences."""
    chance = random.Random(seed)  # noqa: S311
    forest = Forest(root, chance, pdf=pdf)
    forest.make()
    translate(root)
    built(root)
    made = []
    for number in range(1, edits + 1):
        made.append(chance.choice(list(EVERY)))
        EVERY[made[-1]](forest)
        mine = built(root)
        if number % every == 0 and (found := differences(mine, fresh(root))):
            return [f'seed {seed}: {", ".join(made)}', *found]
    return []


def main(words: Iterable[str] = ()) -> None:
    """Of `words`, the first is the number of edits, the second the seed."""
    given = dict(enumerate(map(int, words)))
    number, seed = given.get(0, EDITS), given.get(1, random.randrange(10_000))  # noqa: S311
    print(f'seed {seed}', flush=True)
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder, 'forest'), seed, number)
    if found:
        sys.exit('\n'.join(found))
    print(f'{number} edits: the same as from nothing')


if __name__ == '__main__':
    main(sys.argv[1:])
