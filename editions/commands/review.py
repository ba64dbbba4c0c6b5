"""`editions review`: pages for reviewers, source and translation side by side."""

from pathlib import Path

import click

from editions import files
from editions.catalogs import po
from editions.catalogs.po.writing import edited
from editions.findings import UserError, relative
from editions.languages.language import Language
from editions.preview import comments, review_pages
from editions.preview.rows import folder
from editions.project import Project, load


@click.command()
@click.argument('codes', nargs=-1, metavar='[LANGUAGE]...')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(codes: tuple[str, ...], directory: str) -> None:
    """Write pages with source and translation side by side.

    Of each LANGUAGE; of all where none is named.

    Verdicts that were written by hand are tied to the texts they were given on.
    """
    project = load(Path(directory))
    files.remove_leftovers(project.locale)
    for language in chosen(project, codes):
        for path, number in tie(project, language).items():
            click.echo(f'{path}: verdicts tied to their texts: {number}')
        place = folder(project, language)
        number = sum(
            name.startswith('catalogs/') for name in review_pages.written(project, language, place)
        )
        page = relative(place / 'index.html', project.root)
        click.echo(
            f'{language.code:<6} {page}  ({number} {"catalog" if number == 1 else "catalogs"})'
        )


def chosen(project: Project, codes: tuple[str, ...]) -> tuple[Language, ...]:
    """The languages that were named, or all that are translated."""
    languages = tuple(dict.fromkeys(map(project.language, codes))) or project.languages[1:]
    if project.source_language in languages:
        code = project.source_language.code
        raise UserError(f'{code} is the language of the source; there is nothing to compare')
    return languages


def tie(project: Project, language: Language) -> dict[str, int]:
    """Tie what was written by hand, by catalog; how many verdicts that were."""
    done = {}
    for path in sorted(project.catalogs(language).rglob('*.po')):
        catalog = po.read(path, root=project.root)
        loose = {m: comments.tied(m) for m in catalog.messages}
        changed = {old: new for old, new in loose.items() if old != new}
        if changed and not catalog.broken:
            files.write_bytes(path, edited(catalog, changed).data)
            done[catalog.name] = len(changed)
    return done
