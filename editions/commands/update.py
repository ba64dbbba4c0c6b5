"""`editions update`: carry the catalogs forward after the source changed."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from editions import files
from editions.builds.source import folder, now
from editions.catalogs.po import read
from editions.catalogs.po.layout import Layout, layout_of
from editions.catalogs.po.messages import Catalog
from editions.catalogs.source import Templates
from editions.catalogs.update.carrying import Update, Wishes, carry
from editions.catalogs.update.creation import create
from editions.catalogs.update.documents import Bill, Step, Succession, bills, old_messages, succeed
from editions.catalogs.update.headings import renamed
from editions.catalogs.update.matching import Memory
from editions.files import exclusive
from editions.findings import Finding, UserError, exit_code, relative
from editions.languages.language import Language
from editions.project import Project, load

_KINDS = {
    'moved': 'moved here',
    'neutral': 'kept over a neutral edit',
    'declared': 'kept: you call the edit neutral',
    'edited': 'edited, marked fuzzy',
    'part': 'found in an old message, marked fuzzy',
    'joined': 'put together from old messages, marked fuzzy',
    'revived': 'back from the obsolete ones',
    'untranslated': 'to translate',
    'obsolete': 'now obsolete',
    'pruned': 'pruned',
}


@click.command()
@click.argument('names', nargs=-1, metavar='[LANGUAGE]... | CATALOG')
@click.option('--template', type=click.Path(path_type=Path, dir_okay=False), help='A .pot file.')
@click.option('-n', '--dry-run', is_flag=True, help='The bill of the change; nothing is written.')
@click.option('--neutral', is_flag=True, help='The edits of this change touch no translation.')
@click.option('--prune', is_flag=True, help='Remove what the source no longer holds.')
@click.option('-v', '--verbose', is_flag=True, help='Say what became of each message.')
@click.option('--json', 'as_json', is_flag=True, help='The bill as JSON.')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(
    names: tuple[str, ...],
    template: Path | None,
    dry_run: bool,
    neutral: bool,
    prune: bool,
    verbose: bool,
    as_json: bool,
    directory: str,
) -> None:
    """Carry the catalogs over a change of the source.

    Nothing is lost. All catalogs of the LANGUAGEs named, or of all. With --template it is one
    CATALOG of any language, without a project.
    """
    wishes = Wishes(declared=neutral, prune=prune)
    if template is not None:
        if len(names) != 1:
            raise UserError('editions update --template TEMPLATE takes one CATALOG')
        update_one(Path(names[0]), template, wishes, write=not dry_run, verbose=verbose)
        return
    project = load(Path(directory))
    with exclusive(project.build / '.update'):
        done = successions(project, names, wishes)
        report(project, done, as_json=as_json, verbose=verbose)
        changed = [step.path for one in done for step in one.steps if step.changed]
        _writable([] if dry_run else changed)
        for one in done if not dry_run else ():
            one.write()
    sys.exit(exit_code(finding for one in done for finding in defects(one)))


def report(project: Project, done: Sequence[Succession], *, as_json: bool, verbose: bool) -> None:
    """Print the bill, or all that is done."""
    costs = bills(project, done)
    if as_json:
        click.echo(json.dumps([one.to_json() for one in costs], ensure_ascii=False, indent=1))
    else:
        tell(project, done, costs, verbose=verbose)


def update_one(
    path: Path, template: Path, wishes: Wishes, *, write: bool, verbose: bool = False
) -> None:
    """Carry one catalog over to its template's messages, and say what was done."""
    old, new = _read(path), _read(template)
    if path.suffix == '.pot':
        raise UserError(f'{path}: this is a template; CATALOG is the .po that holds translations')
    if not new.messages and not new.breach:
        raise UserError(f'{template}: it holds no message, so all translations would be obsolete')
    update = carry(old, new, Memory(old_messages(old, new)).offer, wishes=wishes)
    if write and update.data != old.data:
        _writable([path])
        files.write_bytes(path, update.data)
    click.echo(f'{path}: {told(update)}')
    if verbose:
        tell_each(update)


def successions(project: Project, names: Sequence[str], wishes: Wishes) -> list[Succession]:
    """What is to be done to each language's catalogs."""
    languages = [project.language(name) for name in names] or list(project.languages[1:])
    if project.source_language in languages:
        raise UserError(f'{project.source_language.code} is the language of the source')
    files.remove_leftovers(project.locale)
    templates = now(project).sound()
    return [succession(project, language, templates, wishes) for language in languages]


def succession(
    project: Project, language: Language, templates: Templates, wishes: Wishes
) -> Succession:
    place = project.catalogs(language)
    paths = sorted(place.rglob('*.po'))
    found = [read(path, root=project.root, language=language.code) for path in paths]
    catalogs = {catalog.domain: catalog for catalog in found}
    name = str(project.settings.get('project') or language.code)
    layout = house_layout(project, found)

    def made(missing: Sequence[Catalog]) -> dict[str, Catalog]:
        return create(missing, language.code, name, layout.width)

    return succeed(place, language.code, catalogs, templates, made, wishes, layout)


def house_layout(project: Project, catalogs: Sequence[Catalog]) -> Layout:
    """How a new catalog is written: as the language's others are, or the project's."""
    if sound := [catalog for catalog in catalogs if not catalog.broken]:
        return layout_of(sound[0])
    for path in sorted(project.locale.glob('*/LC_MESSAGES/**/*.po')):
        if not (catalog := read(path)).broken:
            return layout_of(catalog)
    return Layout()


def defects(succession: Succession) -> list[Finding]:
    """Why catalogs were left alone."""
    return [finding for catalog in succession.broken for finding in catalog.defects]


def tell(
    project: Project, done: Sequence[Succession], costs: Sequence[Bill], *, verbose: bool
) -> None:
    """What was done to each catalog, the bill of each language, headings with a new name."""
    for one in done:
        for step in one.steps:
            if step.changed:
                click.echo(f'{relative(step.path, project.root)}: {fate(project, step)}')
            if verbose:
                tell_each(step.update)
        for finding in defects(one):
            click.echo(str(finding))
    for cost in costs:
        click.echo(str(cost))
    if not done:
        click.echo(f'{project.source_language.code} alone; `editions add-language es` adds another')
    updates = [step.update for one in done for step in one.steps]
    found = (each for one in updates for each in renamed(one, folder(project), project.source))
    for heading in dict.fromkeys(found):
        click.echo(heading.told(relative(heading.path, project.root)))


def tell_each(update: Update) -> None:
    """What became of each message that did not stay as it was, and after which old one."""
    for change in update.changes:
        after = f' (after: {short(change.offer.source.id)})' if change.offer else ''
        click.echo(f'  {change.kind}: {short(change.message.id)}{after}')


def fate(project: Project, step: Step) -> str:
    """What became of one catalog, in words."""
    if step.empty:
        return 'removed; its document is gone, its messages live on elsewhere'
    if step.before is None:
        return f'new; {told(step.update)}'
    if step.before != step.path:
        return f'was {relative(step.before, project.root)}; {told(step.update)}'
    return told(step.update)


def told(update: Update) -> str:
    """What was done to the messages of one catalog, in words."""
    count = update.count
    said = [f'{count[kind]} {words}' for kind, words in _KINDS.items() if count[kind]]
    changed = update.data != update.catalog.data
    return ', '.join(said) or ('places and order' if changed else 'nothing new')


def short(text: str) -> str:
    """A message in one line of a terminal."""
    line = ' '.join(part for part in text.split() if part.isprintable())
    return line if len(line) <= 60 else f'{line[:59]}…'


def _writable(paths: Iterable[Path]) -> None:
    """A file whose owner made it read-only is not replaced, and then no other is either."""
    for path in paths:
        if path.exists() and not os.access(path, os.W_OK):
            raise UserError(f'{path}: it is read-only; make it writable, then update')


def _read(path: Path) -> Catalog:
    try:
        return read(path)
    except OSError as error:
        raise UserError(f'{path}: {error.strerror}') from error


if __name__ == '__main__':
    command()
