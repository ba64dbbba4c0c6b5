"""Writes the parts of the reference that the program itself knows: commands, rules and values.

    make docs

tests/test_docs.py says when what is written is not what the program says.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from editions.__main__ import group
from editions.commands.check import every_rule
from editions.conf import VALUES

HERE = Path(__file__).parent
HEAD = '.. Written by docs/tables.py: change the program, not this page.\n\n'


def main() -> None:
    for name, text in tables().items():
        (HERE / 'reference' / name).write_text(text, 'utf-8')


def tables() -> dict[str, str]:
    """The generated files, by name."""
    return {
        'commands.inc': HEAD + ''.join(commands()),
        'values.inc': HEAD + ''.join(values()),
        'rules.inc': HEAD + ''.join(rules()),
    }


def commands() -> Iterator[str]:
    """Each command: how it is typed, what it does, its options."""
    context = click.Context(group, info_name='editions')
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            yield from told(command, click.Context(command, info_name=name, parent=context))


def told(command: click.Command, context: click.Context) -> Iterator[str]:
    name = context.command_path
    yield f'.. _{name.replace(" ", "-")}:\n\n{name}\n{"-" * len(name)}\n\n'
    usage = ' '.join([name, *command.collect_usage_pieces(context)])
    yield f'.. code-block:: text\n\n   {usage}\n\n'
    for paragraph in (command.help or '').split('\n\n'):
        yield f'{marked(paragraph)}\n\n'
    yield from options(command, context)


def options(command: click.Command, context: click.Context) -> Iterator[str]:
    given = [each for each in command.params if isinstance(each, click.Option)]
    rows = [record for each in given if (record := each.get_help_record(context))]
    yield '.. list-table::\n   :widths: 35 65\n\n'
    for words, help_text in rows:
        yield f'   * - ``{words}``\n     - {marked(help_text)}\n'
    yield '\n'


def rules() -> Iterator[str]:
    """Each rule of `editions check` with its severity, and what it asks for."""
    yield '.. list-table::\n   :header-rows: 1\n   :widths: 22 14 64\n\n'
    yield '   * - Code\n     - Severity\n     - The rule\n'
    for rule in every_rule():
        withheld = ', withheld' if getattr(rule, 'harm', None) else ''
        withheld = ', whole catalog' if getattr(rule, 'breaks', False) else withheld
        severity = f'{rule.severity}{withheld}'
        yield f'   * - ``{rule.code}``\n     - {severity}\n     - {marked(rule.documentation)}\n'

    guarding = ', '.join(f'``{rule.code}``' for rule in every_rule() if getattr(rule, 'harm', None))
    yield f'\nNo comment, note or flag of a catalog silences these: {guarding}.\n'


def values() -> Iterator[str]:
    """Each value of conf.py that is ours, with its default, and what it means."""
    yield '.. list-table::\n   :header-rows: 1\n   :widths: 30 18 52\n\n'
    yield '   * - Value\n     - Default\n     - Meaning\n'
    for value in filter(lambda value: value.help, VALUES):
        yield f'   * - ``{value.name}``\n     - ``{value.default!r}``\n'
        yield f'     - {marked(value.help)}\n'


def marked(text: str) -> str:
    """A sentence of the program as reStructuredText: `code` as a literal, all else as it is."""
    pieces = ' '.join(text.split()).replace('``', '`').split('`')
    written = [
        f'``{piece}``' if number % 2 else re.sub(r'([\\*|])', r'\\\1', piece)
        for number, piece in enumerate(pieces)
    ]
    return ''.join(written)


if __name__ == '__main__':
    main()
