"""`editions review`: pages for reviewers, source and translation side by side."""

from pathlib import Path

import click

from editions import files
from editions.commands import _output as output
from editions.findings import UserError, relative
from editions.preview import comments, review
from editions.project import Project, load


@click.command()
@click.argument('codes', nargs=-1, metavar='[LANGUAGE]...')
@click.option('--approve', 'approving', is_flag=True, help='Record that --by has reviewed them.')
@click.option('--by', 'name', metavar='NAME', default='', help='Who has reviewed: "Ana Pérez".')
@click.option(
    '--only',
    multiple=True,
    metavar='CATALOG[:LINE]',
    help='Approve only this: index, or locale/es/LC_MESSAGES/index.po:25.',
)
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(
    codes: tuple[str, ...], approving: bool, name: str, only: tuple[str, ...], directory: str
) -> None:
    """Write pages with source and translation side by side.

    For each LANGUAGE that you name, or for all.

    A review comment that you wrote in an editor gets eight digits that identify its source and
    translation. If either changes, the comment is out of date.

    With --approve, no pages are written. The command records that the person named by --by has read
    the translations and answers for them. Readers are then no longer told that a machine made them.
    """
    project = load(Path(directory))
    files.remove_leftovers(project.locale)
    if approving or name or only:
        if not (approving and name and codes):
            raise UserError('write: editions review es --approve --by "Ana Pérez" [--only index]')
        approve(project, codes, name, only)
        return
    for language in project.translated(codes):
        for path, number in comments.tie_all(project, language).items():
            output.echo(f'{path}: digests added to review comments: {number}')
        number = review.write(project, language)
        page = relative(project.reviews(language) / 'index.html', project.root)
        output.echo(f'{language.code:<6} {page}  ({number} catalog{"s" * (number != 1)})')


def approve(project: Project, codes: tuple[str, ...], name: str, only: tuple[str, ...]) -> None:
    for language in project.translated(codes):
        for path, number, left in comments.approve(project, language, name, only):
            if number or left or not only:
                rest = f', {left} not: outdated or not translated' if left else ''
                output.echo(f'{path}: {number} approved by {" ".join(name.split())}{rest}')
