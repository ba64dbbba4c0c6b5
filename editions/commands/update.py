"""`editions update`: carry the catalogs forward after the source changed."""

from pathlib import Path

import click

from editions.atomic import write_bytes
from editions.catalogs.matching import Memory
from editions.catalogs.messages import Catalog, Message
from editions.catalogs.po import read
from editions.catalogs.update import Update, carry
from editions.findings import UserError

_KINDS = {
    'moved': 'moved here',
    'neutral': 'kept over a neutral edit',
    'edited': 'edited, marked fuzzy',
    'part': 'found in an old message, marked fuzzy',
    'joined': 'put together from old messages, marked fuzzy',
    'revived': 'back from the obsolete ones',
    'untranslated': 'to translate',
    'obsolete': 'now obsolete',
}


@click.command()
@click.argument('catalog', required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option('--template', type=click.Path(path_type=Path, dir_okay=False), help='A .pot file.')
def command(catalog: Path | None, template: Path | None) -> None:
    """Carry the catalogs forward after the source changed; nothing is lost.

    With CATALOG and --template one catalog of any language, without a project.
    """
    if catalog is None or template is None:
        raise UserError('editions update takes a catalog and its --template')
    update_one(catalog, template)


def update_one(path: Path, template: Path) -> None:
    """Carry one catalog over to its template's messages, and say what was done."""
    old, new = _read(path), _read(template)
    update = carry(old, new, Memory(in_order(old, new)).offer)
    if update.data != old.data:
        write_bytes(path, update.data)
    click.echo(f'{path}: {told(update)}')


def in_order(old: Catalog, new: Catalog) -> list[Message]:
    """All old messages, first those that the source has lost: they look for a successor."""
    gone = [message for message in old.messages if message.key not in new.by_key]
    stay = [message for message in old.messages if message.key in new.by_key]
    return [*gone, *stay, *old.obsolete]


def told(update: Update) -> str:
    """What was done to one catalog, in words."""
    count = update.count
    said = [f'{count[kind]} {words}' for kind, words in _KINDS.items() if count[kind]]
    return ', '.join(said) or 'nothing new'


def _read(path: Path) -> Catalog:
    try:
        return read(path)
    except OSError as error:
        raise UserError(f'{path}: {error.strerror}') from error


if __name__ == '__main__':
    command()
