"""`editions update`: carry the catalogs forward after the source changed."""

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

from editions import files
from editions.builds.source import now
from editions.catalogs import po, store
from editions.catalogs.update import summary
from editions.catalogs.update.carrying import Options, Update, carry
from editions.catalogs.update.documents import Succession, memory_of, update_language
from editions.catalogs.update.summary import renamed_headings
from editions.commands import _output as output
from editions.conf import value_of
from editions.findings import UserError, exit_code, relative
from editions.project import Project, load


@click.command()
@click.argument('names', nargs=-1, metavar='[LANGUAGE]... | CATALOG')
@click.option(
    '--template',
    type=click.Path(path_type=Path, dir_okay=False),
    help='A .pot file: update one CATALOG to it.',
)
@click.option('-n', '--dry-run', is_flag=True, help='Print what the change costs; write nothing.')
@click.option(
    '--neutral', is_flag=True, help='Mark no translation as outdated: the edits do not affect them.'
)
@click.option('--prune', is_flag=True, help='Remove what the source no longer contains.')
@click.option('-v', '--verbose', is_flag=True, help='Say what became of each message.')
@click.option('--json', 'as_json', is_flag=True, help='Print what the change costs as JSON.')
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
    """Update the catalogs after a change of the source.

    Nothing is lost. Updates all catalogs of the LANGUAGEs that you name, or of all languages. With
    --template, updates one CATALOG of any language, without a project.
    """
    options = Options(neutral=neutral, prune=prune)
    if template is not None:
        if len(names) != 1:
            raise UserError('editions update --template TEMPLATE takes one CATALOG')
        update = updated_file(Path(names[0]), template, options, write=not dry_run)
        output.echo(f'{names[0]}: {summary.in_words(update)}')
        tell_messages(update if verbose else None)
        return
    project = load(Path(directory))
    made = not project.made.exists()
    done = updated(project, names, options, write=not dry_run)
    costs = summary.costs(project, done)
    if dry_run and made:
        shutil.rmtree(project.made, ignore_errors=True)  # the templates: nothing stays written
    if as_json:
        output.echo(json.dumps([asdict(one) for one in costs], ensure_ascii=False, indent=1))
    else:
        tell(project, done, costs, verbose=verbose)
    broken = (catalog for one in done for catalog in one.broken)
    sys.exit(exit_code(finding for catalog in broken for finding in catalog.defects))


def updated_file(path: Path, template: Path, options: Options, *, write: bool) -> Update:
    """Carry one catalog over to its template's messages."""
    if path.suffix == '.pot':
        raise UserError(f'{path}: this is a template; CATALOG is the .po that holds translations')
    new = _read(template)
    if not new.messages and not new.breach:
        raise UserError(f'{template}: it holds no message, so all translations would be obsolete')

    def work() -> Update:
        old = _read(path)
        update = carry(old, new, memory_of(old, new), options)
        if write:
            store.write([store.Write(path, old.data, update.data)])
        return update

    return store.locked(path, work)


def _read(path: Path) -> po.Catalog:
    with output.blaming(path):
        return po.read(path)


def updated(
    project: Project, names: Sequence[str], options: Options, *, write: bool
) -> list[Succession]:
    """Carry the catalogs of some languages, or of all."""
    languages = project.translated(names)
    options = replace(options, dated=value_of(project.settings, 'editions_pot_date'))
    templates = now(project).sound()

    def work() -> list[Succession]:
        files.remove_leftovers(project.locale)
        done = [update_language(project, each, templates, options) for each in languages]
        if write:
            store.write(one for succession in done for one in succession.writes())
        return done

    return store.locked(project.locale, work)


def tell(
    project: Project, done: Sequence[Succession], costs: Sequence[summary.Cost], *, verbose: bool
) -> None:
    """What was done to each catalog, the cost in each language, headings with a new name."""
    for one in done:
        for step in one.steps:
            if step.changed:
                text = summary.step_in_words(step, project.root)
                output.echo(f'{relative(step.path, project.root)}: {text}')
            tell_messages(step.update if verbose else None)
        for catalog in one.broken:
            for finding in catalog.defects:
                output.echo(str(finding))
    for cost in costs:
        output.echo(str(cost))
    if not done:
        output.echo(
            f'{project.source_language.code} alone; `editions add-language es` adds another'
        )
    updates = [step.update for one in done for step in one.steps]
    found = (each for one in updates for each in renamed_headings(one, project))
    for heading in dict.fromkeys(found):
        output.echo(heading.in_words(relative(heading.path, project.root)))


def tell_messages(update: Update | None) -> None:
    for line in summary.messages_in_words(update) if update else ():
        output.echo(line)
