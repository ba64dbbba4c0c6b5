"""What a shell sees: finds the command's module, no more."""

import errno
import importlib
import pkgutil
import sys
from typing import Any

import click

import editions.commands
from editions.findings import REMEDIES, UserError, printable, refusal
from editions.version import __version__

INTERRUPTED = 130  # what a shell reports of a command that Ctrl-C ended: 128 + SIGINT
EXIT_CODES = (
    'Exit code: 0 all is well; 1 a finding is an error; 2 the command could not start its work, '
    'and one sentence says what to correct; 130 Ctrl-C.'
)


class Commands(click.Group):
    """One command for each module of `editions.commands`, imported only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        found = pkgutil.iter_modules(editions.commands.__path__)
        return [m.name.replace('_', '-') for m in found if not m.name.startswith('_')]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f'editions.commands.{cmd_name.replace("-", "_")}')
        command: click.Command = module.command
        command.epilog = command.epilog or EXIT_CODES
        return command


@click.command(
    cls=Commands, context_settings={'help_option_names': ['-h', '--help']}, epilog=EXIT_CODES
)
@click.version_option(__version__, prog_name='editions')
def group() -> None:
    """One Sphinx source, translated with gettext: every language as HTML and as PDF."""


def main() -> None:
    """Run the command line: a user's mistake, or a full disk, is one sentence and exit code 2."""
    try:
        sys.exit(group.main(prog_name='editions', standalone_mode=False))
    except UserError as error:
        stop(str(error))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(2)
    except click.ClickException as error:
        stop(mistyped(error))
    except (click.Abort, KeyboardInterrupt):
        stop('interrupted', INTERRUPTED)
    except OSError as error:
        if error.errno not in REMEDIES or (error.errno == errno.EACCES and not error.filename):
            raise
        stop(refusal(error))


def mistyped(error: click.ClickException) -> str:
    """What is wrong with the words of the command line, and where the right ones stand."""
    sentence = error.format_message().rstrip('.')
    context: Any = getattr(error, 'ctx', None)
    path = context.command_path if context else 'editions'
    return f'{sentence[:1].lower()}{sentence[1:]}; `{path} --help` lists what there is'


def stop(sentence: str, code: int = 2) -> None:
    lines = map(printable, sentence.split('\n'))
    click.echo('editions: ' + '\n'.join(lines), err=True)
    sys.exit(code)


if __name__ == '__main__':
    main()
