"""`editions review`: pages for reviewers, source and translation side by side."""

from pathlib import Path

import click

from editions import files
from editions.findings import relative
from editions.preview import comments, review
from editions.project import load


@click.command()
@click.argument('codes', nargs=-1, metavar='[LANGUAGE]...')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(codes: tuple[str, ...], directory: str) -> None:
    """Write pages with source and translation side by side.

    For each LANGUAGE that you name, or for all.

    A review comment written in an editor gets the digest of its source and translation, so that
    it counts for these texts only.
    """
    project = load(Path(directory))
    files.remove_leftovers(project.locale)
    for language in project.translated(codes):
        for path, number in comments.tie_all(project, language).items():
            click.echo(f'{path}: digests added to review comments: {number}')
        number = review.write(project, language)
        page = relative(project.reviews(language) / 'index.html', project.root)
        click.echo(f'{language.code:<6} {page}  ({number} catalog{"s" * (number != 1)})')
