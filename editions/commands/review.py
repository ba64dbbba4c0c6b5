"""`editions review`: pages for reviewers, source and translation side by side."""

from pathlib import Path

import click

from editions import files
from editions.findings import UserError, relative
from editions.languages.language import Language
from editions.preview import comments, review
from editions.project import Project, load


@click.command()
@click.argument('codes', nargs=-1, metavar='[LANGUAGE]...')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(codes: tuple[str, ...], directory: str) -> None:
    """Write pages with source and translation side by side.

    Of each LANGUAGE; of all where none is named.

    A review comment written in an editor gets the digest of its source and translation, so that
    it counts for these texts only.
    """
    project = load(Path(directory))
    files.remove_leftovers(project.locale)
    for language in chosen(project, codes):
        for path, number in comments.tie_all(project, language).items():
            click.echo(f'{path}: digests added to review comments: {number}')
        number = review.write(project, language)
        page = relative(review.folder(project, language) / 'index.html', project.root)
        click.echo(f'{language.code:<6} {page}  ({number} catalog{"s" * (number != 1)})')


def chosen(project: Project, codes: tuple[str, ...]) -> tuple[Language, ...]:
    """The languages that were named, or all that are translated."""
    languages = tuple(dict.fromkeys(map(project.language, codes))) or project.languages[1:]
    if project.source_language in languages:
        code = project.source_language.code
        translated = ' '.join(language.code for language in project.languages[1:])
        raise UserError(f'{code} is the source language; run: editions review {translated}')
    return languages
