"""`editions preview`: the site on this machine; a saved catalog shows in the browser at once."""

import webbrowser
from pathlib import Path

import click

from editions.commands import _output as output
from editions.findings import UserError


@click.command()
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
@click.option('--port', default=8000, type=click.IntRange(1, 65535), help='The first port to try.')
@click.option('--open', 'show', is_flag=True, help='Open the site in the browser.')
def command(directory: str, port: int, show: bool) -> None:
    """Show the site on this computer, in a browser.

    Open pages reload when you save a file that changes them.
    """
    try:
        from editions.preview.server import run
    except ModuleNotFoundError as error:
        if (error.name or '').startswith('editions'):
            raise
        sentence = f"{error.name} is missing; run: pip install 'sphinx-editions[preview]'"
        raise UserError(sentence) from None
    from editions.preview.rebuilding import project_of

    project = project_of(Path(directory))

    def ready(address: str) -> None:
        output.echo(f'{address}  (Ctrl+C ends the preview)')
        for language in project.languages[1:]:
            output.echo(f'{address}review/{language.tag}/  to review {language.name}')
        if show:
            webbrowser.open(address)

    run(project, port, ready)
