"""`editions merge`: what git runs where two branches changed one catalog; and how it comes to."""

import re
import shlex
import sys
from pathlib import Path

import click

from editions import files, git
from editions.catalogs import po, store
from editions.catalogs.po.messages import Catalog
from editions.catalogs.update.threeway import Merged, merge
from editions.commands import _output as output
from editions.project import Project, load

ATTRIBUTE = '*.po merge=editions'
NAME = 'merge catalogs message by message'


@click.command()
@click.argument('names', nargs=-1, metavar='BASE OURS THEIRS [NAME]')
@click.option(
    '--setup', is_flag=True, help='Let git merge the catalogs of this project with this command.'
)
@click.option('-C', '--directory', default='.', help='The folder of conf.py, for --setup.')
def command(names: tuple[str, ...], setup: bool, directory: str) -> None:
    """Merge two versions of a catalog into OURS, as git's merge driver %O %A %B %P.

    BASE is the version that both come from; NAME is the file's name in what is printed. The exit
    code is 1 if a message was translated in two ways: it then holds both, marked fuzzy. A file that
    cannot be read is merged line by line.
    """
    if setup and not names:
        for line in set_up(load(Path(directory))):
            output.echo(line)
        return
    if setup or len(names) not in (3, 4):
        raise click.UsageError('editions merge takes BASE OURS THEIRS, or --setup alone')
    base, ours, theirs = map(Path, names[:3])
    merged = merged_file(base, ours, theirs, names[3] if names[3:] else names[1])
    for note in merged.notes:
        output.echo(f'{merged.catalog.name}: {note}')
    for key in merged.conflicts:
        message = merged.catalog.by_key[key]
        for found in merged.catalog.defects:
            if found.line == message.string_line:
                output.echo(str(found))
    sys.exit(1 if merged.conflicts else 0)


def merged_file(base: Path, ours: Path, theirs: Path, name: str) -> Merged:
    """Write what both versions become into `ours`; by git's own means where ours fail.

    git takes the file as it is left for merged, so that it must never hold one side alone.
    """
    written = False
    try:
        catalogs = [_read(path, name) for path in (base, ours, theirs)]
        merged = merge(*catalogs)
        store.write([store.Write(ours, catalogs[1].data, merged.catalog.data)])
        written = True
    finally:
        if not written:
            git.merge_lines(base, ours, theirs)
    return merged


def _read(path: Path, name: str) -> Catalog:
    with output.blaming(path):
        return po.parse(path.read_bytes(), path, name=name)


def set_up(project: Project) -> list[str]:
    """Name the driver in .gitattributes and in this clone's configuration; what was done."""
    inside = project.locale.is_relative_to(project.root)
    path = (project.root if inside else project.locale) / '.gitattributes'
    text = path.read_text('utf-8') if path.is_file() else ''
    name = output.from_here(path)
    if re.search(r'^\*\.po\s.*\bmerge\b', text, re.MULTILINE):
        lines = [f'{name}: says how catalogs are merged already, kept']
    else:
        text += '\n' if text and not text.endswith('\n') else ''
        with output.blaming(path):
            files.write_text(path, f'{text}{ATTRIBUTE}\n')
        lines = [f'{name}: {ATTRIBUTE}; commit it']
    return [*lines, configure(path.parent)]


def configure(folder: Path) -> str:
    """Tell git in this clone what the driver is; what was done, in words."""
    python = shlex.quote(Path(sys.executable).as_posix())
    # a Python that is gone (126, 127) must not leave our side for the whole
    driver = (
        f'{python} -P -m editions merge %O %A %B %P; r=$?; '
        'if test $r -ge 126; then git merge-file %A %O %B; else exit $r; fi'
    )
    if git.configure(folder, {'merge.editions.name': NAME, 'merge.editions.driver': driver}):
        return 'git config: merge.editions.driver, in this clone; run this once in each'
    return 'no git repository here yet; after `git init` run `editions merge --setup`'
