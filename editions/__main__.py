"""What a shell sees: finds the verb's module, no more."""

import errno
import importlib
import pkgutil
import sys

import click

import editions.commands
from editions.findings import UserError
from editions.version import __version__

# What the machine refuses, and no program can mend: a full disk, a folder that is not ours.
UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM}


class Verbs(click.Group):
    """One command for each module of `editions.commands`, imported only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        found = pkgutil.iter_modules(editions.commands.__path__)
        return [m.name.replace('_', '-') for m in found if not m.name.startswith('_')]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f'editions.commands.{cmd_name.replace("-", "_")}')
        command: click.Command = module.command
        return command


@click.command(cls=Verbs, context_settings={'help_option_names': ['-h', '--help']})
@click.version_option(__version__, prog_name='editions')
def group() -> None:
    """One Sphinx source, translated with gettext: every language as HTML and as PDF."""


def main() -> None:
    """Run the command line. A user's mistake, or a full disk, is one sentence and exit code 2."""
    try:
        group(prog_name='editions')
    except UserError as error:
        click.echo(f'editions: {error}', err=True)
        sys.exit(2)
    except OSError as error:
        if error.errno not in UNWRITABLE or (error.errno == errno.EACCES and not error.filename):
            raise
        click.echo(
            f'editions: {error.filename2 or error.filename or "a file"}: {error.strerror}', err=True
        )
        sys.exit(2)


if __name__ == '__main__':
    main()
