"""`editions export`: hand a language, or its glossary, to a translator or an agency."""

import sys
from pathlib import Path

import click

from editions.catalogs import glossary
from editions.catalogs.exchange import po, spreadsheet, tbx, tmx, xliff
from editions.catalogs.glossary import Term
from editions.catalogs.po import read
from editions.catalogs.po.messages import Catalog
from editions.files import write_bytes
from editions.findings import UserError, relative
from editions.languages.language import Language
from editions.project import Project, load

_SUFFIXES = {'xliff': 'xlf', 'po': 'po', 'tmx': 'tmx', 'tbx': 'tbx', 'csv': 'csv'}


@click.command()
@click.argument('language')
@click.option('--xliff', 'form', flag_value='xliff', default=True, help='XLIFF 1.2 (default).')
@click.option('--po', 'form', flag_value='po', help='One .po file, for Poedit or by mail.')
@click.option('--tmx', 'form', flag_value='tmx', help='A translation memory.')
@click.option('--tbx', 'form', flag_value='tbx', help='The glossary as TBX.')
@click.option('--csv', 'form', flag_value='csv', help='The glossary as CSV.')
@click.option('--open', 'only_open', is_flag=True, help='Only what is fuzzy or untranslated.')
@click.option('-o', '--output', help='Where to; - for standard output.')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(language: str, form: str, only_open: bool, output: str | None, directory: str) -> None:
    """Write LANGUAGE, or its glossary, as a file to translate.

    `editions import` takes it back.
    """
    project = load(Path(directory))
    target = project.language(language)
    if target == project.source_language:
        raise UserError(f'{language} is the language of the source; nothing is translated into it')
    data = exported(project, target, form, only_open=only_open)
    if output == '-':
        sys.stdout.buffer.write(data)
        return
    name = f'{project.documents[0].name}.{target.tag}.{_SUFFIXES[form]}'
    path = Path(output) if output else project.build / 'exchange' / name
    write_bytes(path, data)
    click.echo(relative(path.resolve(), project.root))


def exported(project: Project, target: Language, form: str, *, only_open: bool) -> bytes:
    """The file's bytes. Raises UserError where a catalog cannot be read."""
    source = project.source_language.tag
    if form in ('tbx', 'csv'):
        terms = all_terms(project, target, only_open=only_open)
        if form == 'csv':
            return spreadsheet.write(terms)
        title = str(project.settings.get('project') or project.documents[0].name)
        return tbx.write_tbx(terms, source, target.tag, title)
    catalogs = sound_catalogs(project, target)
    if form == 'xliff':
        return xliff.write(catalogs, source, target.tag, only_open=only_open)
    if form == 'tmx':
        return tmx.write(catalogs, source, target.tag)
    data, left = po.write(catalogs, only_open=only_open)
    for finding in left:
        click.echo(str(finding), err=True)
    return data


def all_terms(project: Project, target: Language, *, only_open: bool) -> list[Term]:
    """The terms of a glossary, open ones too. Raises UserError where there is none to hand out."""
    path = glossary.path_of(project.locale, target.code)
    catalog = sound_glossary(project, target)
    terms = [glossary.term(message) for message in catalog.messages] if catalog else []
    if not terms:
        raise UserError(f'{path}: no terms here; write some, or `editions import` them')
    return [term for term in terms if not (only_open and term.approved)]


def sound_glossary(project: Project, language: Language) -> Catalog | None:
    """A language's glossary; None where there is none. Raises UserError where it is broken."""
    path = glossary.path_of(project.locale, language.code)
    if not path.is_file():
        return None
    catalog = read(path, root=project.root, language=language.code)
    if catalog.breach:
        raise UserError(f'{catalog.breach}; mend it first')
    return catalog


def sound_catalogs(project: Project, language: Language) -> dict[str, Catalog]:
    """All catalogs of a language, by domain. Raises UserError for one that cannot be read."""
    place = project.catalogs(language)
    paths = sorted(place.rglob('*.po'))
    found = [read(path, root=project.root, language=language.code) for path in paths]
    for catalog in found:
        if catalog.breach:
            raise UserError(f'{catalog.breach}; mend it first')
    if not found:
        raise UserError(f'{place}: no catalogs yet; `editions update` makes them')
    return {catalog.domain: catalog for catalog in found}
