"""`editions import`: take a language or its glossary back, checked before it is written."""  # noqa: N999

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from editions.catalogs.exchange import po, xliff
from editions.catalogs.exchange.merging import CHANGED, Merge, Returned, merge
from editions.catalogs.glossary import path_of, read_glossary
from editions.catalogs.po.messages import Catalog, Key, Message
from editions.catalogs.po.writing import edited
from editions.checks.checking import WITHHELD, check_message, ignored_codes
from editions.commands._glossary import SUFFIXES
from editions.commands._glossary import imported as imported_terms
from editions.commands.export import sound_catalogs
from editions.files import remove_leftovers, write_bytes
from editions.findings import Finding, UserError, exit_code, relative
from editions.languages.language import Language
from editions.project import Project, load


@click.command()
@click.argument('files', nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option('-l', '--language', 'code', default='', help='Where the file does not say it: es.')
@click.option('--overwrite', is_flag=True, help='Take what stands there otherwise, too.')
@click.option('-n', '--dry-run', is_flag=True, help='Say what would be written; write nothing.')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(
    files: tuple[Path, ...], code: str, overwrite: bool, dry_run: bool, directory: str
) -> None:
    """Take translations or a glossary back from FILEs.

    Translations are .xlf, .xliff and .po; a glossary is .tbx or .csv, of any program. What was
    changed meanwhile is listed and not overwritten, and so is what would break a page. Exit code
    1 where anything is listed.
    """
    project = load(Path(directory))
    remove_leftovers(project.locale)
    findings: list[Finding] = []
    for path in files:
        data = _bytes(path)
        if path.suffix.lower() in SUFFIXES:
            findings += imported_terms(
                project, path, data, code, now=now(), write=not dry_run, overwrite=overwrite
            )
        else:
            findings += imported(project, path, data, code, write=not dry_run, overwrite=overwrite)
    if not overwrite and any(finding.code == CHANGED for finding in findings):
        click.echo('--overwrite takes what was not overwritten.', err=True)
    sys.exit(exit_code(findings, strict=True))


def imported(
    project: Project, path: Path, data: bytes, code: str, *, write: bool, overwrite: bool
) -> list[Finding]:
    """Take one file of translations back; what is listed is printed and returned."""
    tag, returned = _read(path, data)
    language = _language(project, path, tag, code)
    catalogs = sound_catalogs(project, language)
    merged = merge(catalogs, returned, str(path), overwrite=overwrite)
    lines = {one.key: one.line for one in returned}
    findings = merged.findings + list(checked(merged, project, language, str(path), lines))
    for finding in sorted(findings):
        click.echo(str(finding))
    fields = header_fields(path, data, catalogs)
    for domain, edits in merged.edits.items():
        catalog = edited(catalogs[domain], edits, fields)
        if write:
            write_bytes(catalog.path, catalog.data)
        name = relative(catalog.path, project.root)
        fuzzy = sum(new.fuzzy for new in edits.values())
        taken = f'{len(edits)} of {len(returned)} messages {"taken" if write else "to be taken"}'
        click.echo(f'{name}: {taken}{f", {fuzzy} still fuzzy" if fuzzy else ""}')
    if not merged.edits:
        click.echo(f'{path}: nothing to take')
    return findings


def _language(project: Project, path: Path, tag: str, code: str) -> Language:
    """The language of a file, which the file or the user tells. Raises UserError."""
    if not (tag or code):
        raise UserError(f'{path}: it does not say its language; name it with --language')
    language = project.language(tag or code)
    if code and project.language(code) != language:
        raise UserError(f'{path}: it is in {tag}, not in {code}')
    if language == project.source_language:
        raise UserError(f'{path}: it is in {tag}, the language of the source')
    return language


def header_fields(path: Path, data: bytes, catalogs: Mapping[str, Catalog]) -> dict[str, str]:
    """What a catalog's header says after an import: when, and who, where a .po file tells."""
    fields = {'PO-Revision-Date': now()}
    handed_out = next((each.header for each in catalogs.values() if each.head), {})
    who = po.translator(data) if path.suffix.lower() == '.po' else ''
    if who and who != handed_out.get('Last-Translator'):
        fields['Last-Translator'] = who
    return fields


def checked(
    merged: Merge, project: Project, language: Language, path: str, lines: Mapping[Key, int]
) -> Iterator[Finding]:
    """What the checks say of the translations; those that must not be shown are not taken."""
    source = project.source_language.code
    glossary = read_glossary(path_of(project.locale, language.code))
    ignored = ignored_codes(project.settings.get('editions_ignore', ()), language.code)
    check = partial(
        check_message, path=path, source_language=source, glossary=glossary, ignored=ignored
    )
    for domain, edits in merged.edits.items():
        refused: list[Message] = []
        for old, new in edits.items():
            there = replace(new, string_line=lines.get(old.key, 0))
            for finding in check(there, language.code):
                yield finding
                if finding.code in WITHHELD and old not in refused:
                    refused.append(old)
        merged.edits[domain] = {old: new for old, new in edits.items() if old not in refused}
    for domain in [domain for domain, edits in merged.edits.items() if not edits]:
        del merged.edits[domain]


def now() -> str:
    """The date for a header; SOURCE_DATE_EPOCH holds where it is set."""
    epoch = os.environ.get('SOURCE_DATE_EPOCH')
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.strftime('%Y-%m-%d %H:%M+0000')


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f'{path}: {error.strerror}') from error


def _read(path: Path, data: bytes) -> tuple[str, tuple[Returned, ...]]:
    if path.suffix.lower() in ('.xlf', '.xliff', '.sdlxliff', '.mqxliff'):
        return xliff.read(data, str(path))
    if path.suffix.lower() == '.po':
        return po.read(data, str(path))
    raise UserError(f'{path}: neither .xlf, .xliff, .po, .tbx nor .csv')
