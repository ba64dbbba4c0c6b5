"""`editions export`: hand a language, or its glossary, to a translator or an agency."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from editions.builds import source
from editions.catalogs.exchange import transfer
from editions.catalogs.po.messages import Catalog, Message
from editions.checks.bounds import bounds
from editions.checks.criteria import Policy
from editions.checks.judgement import uses_of
from editions.checks.pair import Pair
from editions.commands import _output as output
from editions.findings import UserError, relative
from editions.markup import RST, Mark
from editions.project import load

FORMS = {
    'xliff': 'XLIFF 1.2 (default).',
    'po': 'One .po file, for Poedit or by mail.',
    'tmx': 'A translation memory.',
    'tbx': 'The glossary as TBX.',
    'csv': 'The glossary as CSV.',
}


def forms(command: Callable[..., None]) -> Callable[..., None]:
    for form, sentence in reversed(FORMS.items()):
        command = click.option(f'--{form}', is_flag=True, help=sentence)(command)
    return command


@click.command()
@click.argument('language')
@forms
@click.option('--open', 'only_open', is_flag=True, help='Only what is fuzzy or untranslated.')
@click.option('--overwrite', is_flag=True, help='Replace a file that was edited since its export.')
@click.option('-o', '--output', 'file', help='The file to write; - for standard output.')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(
    language: str,
    only_open: bool,
    overwrite: bool,
    file: str | None,
    directory: str,
    **asked: bool,
) -> None:
    """Write LANGUAGE, or its glossary, as a file to translate.

    `editions import` reads it back in, a translation memory as suggestions. The file holds the
    catalogs as they are; a warning counts the messages of the source that they lack.
    """
    chosen = [form for form in FORMS if asked[form]]
    if len(chosen) > 1:
        raise UserError(f'one format at a time: {" or ".join(f"--{form}" for form in chosen)}')
    form = chosen[0] if chosen else 'xliff'
    if form == 'tmx' and only_open:
        raise UserError('--tmx holds what is translated, --open what is not; leave one out')
    project = load(Path(directory))
    (target,) = project.translated([language])
    marks = partial(marks_of, Policy.of(project, target))
    data, findings = transfer.exported(project, target, form, only_open=only_open, marks=marks)
    if form not in ('tbx', 'csv'):
        findings = (*findings, *source.translations(project, target).findings)
    for finding in findings:
        output.echo(str(finding), err=True)
    if not data:
        what = 'proposed' if form in ('tbx', 'csv') else 'fuzzy or untranslated'
        output.echo(f'{target.code}: nothing is {what}; no file is written', err=True)
        return
    if file == '-':
        sys.stdout.buffer.write(data)
    else:
        name = f'{project.documents[0].name}.{target.tag}.{transfer.SUFFIXES[form]}'
        path = Path(file) if file else project.build / 'exchange' / name
        transfer.put(project, path, data, overwrite=overwrite)
        output.echo(relative(path.resolve(), project.root))
    transfer.remember(project, target, form)


def marks_of(policy: Policy, catalog: Catalog, message: Message, text: str) -> Sequence[Mark]:
    """The markup in a text of a message; none where the text is not read: it is out of bounds."""
    kind, syntax, _ = uses_of(message, catalog, policy)[0]
    names = policy.language, policy.source_language
    pair = Pair(message.id, text, *names, kind=kind, syntax=syntax or RST)
    return () if any(bounds(pair)) else pair.after.marks
