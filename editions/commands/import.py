"""`editions import`: take a language or its glossary back, checked before it is written."""  # noqa: N999

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from editions import files
from editions.builds import source
from editions.catalogs import credits, store
from editions.catalogs.exchange import provenance, transfer
from editions.catalogs.exchange.merging import (
    CHANGED,
    Merge,
    Returned,
    merge,
    merge_terms,
    with_terms,
)
from editions.catalogs.po.messages import Catalog, Key, Message
from editions.catalogs.po.writing import edited
from editions.catalogs.store import Write
from editions.checks.criteria import Policy
from editions.checks.judgement import judge_uses, uses_of
from editions.commands import _output as output
from editions.findings import Finding, UserError, exit_code, relative
from editions.languages import dates
from editions.project import Project, load

PATH = click.Path(path_type=Path)


@dataclass(frozen=True)
class Taken:
    """What was taken of one file, in words, and what is listed instead."""

    findings: tuple[Finding, ...]
    lines: tuple[str, ...]


@click.command()
@click.argument('paths', nargs=-1, required=True, metavar='FILE...', type=PATH)
@click.option(
    '-l', '--language', 'code', default='', help='The language, if a FILE does not name it: es.'
)
@click.option(
    '--overwrite', is_flag=True, help='Replace what was changed in the catalogs meanwhile.'
)
@click.option('--translator', metavar='NAME', default='', help='Who translated the FILEs.')
@click.option('--machine', metavar='PROGRAM', default='', help='Which program translated them.')
@click.option('-n', '--dry-run', is_flag=True, help='Say what would be written; write nothing.')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(
    paths: tuple[Path, ...],
    code: str,
    overwrite: bool,
    translator: str,
    machine: str,
    dry_run: bool,
    directory: str,
) -> None:
    """Read translations or a glossary back in from FILEs.

    Translations are .xlf, .xliff and .po; a glossary is .tbx or .csv, of any program. A translation
    memory (.tmx) gives suggestions, marked fuzzy, for what is not translated. What was changed
    meanwhile, or would break a page, is listed and not written. The exit code is 1 if anything is
    listed.

    What a file says of who made a translation, a person or a machine, is recorded with it. Say it
    with --translator or --machine where the file does not.
    """
    made = made_by(translator, machine)
    project = load(Path(directory))
    files.remove_leftovers(project.locale)
    translated = any(path.suffix.lower() not in transfer.GLOSSARIES for path in paths)
    # what is a heading, and what is code, is known once the source has been read
    if translated and (trouble := source.now(project).trouble):
        output.echo(str(trouble), err=True)
    taking = partial(take_translations, made=made)
    words: dict[str, Any] = {'code': code, 'write': not dry_run, 'overwrite': overwrite}
    findings: list[Finding] = []
    for path in paths:
        take = take_terms if path.suffix.lower() in transfer.GLOSSARIES else taking
        findings += take_file(project, path, partial(take, **words), write=not dry_run)
    if not overwrite and any(finding.code == CHANGED for finding in findings):
        output.echo('To replace what was changed meanwhile, add --overwrite.', err=True)
    sys.exit(exit_code(findings, strict=True))


def take_file(
    project: Project, path: Path, take: Callable[..., Taken], *, write: bool
) -> tuple[Finding, ...]:
    """Take one file in, and say what was taken; what is listed instead."""
    with output.blaming(path):
        data = path.read_bytes()
    taken = store.locked(project.locale, partial(take, project, path, data))
    for line in (*map(str, sorted(taken.findings)), *taken.lines):
        output.echo(line)
    if write and not taken.findings:
        transfer.taken_back(project, path, data)
    return taken.findings


def made_by(translator: str, machine: str) -> provenance.Made:
    """The records that the options ask for. Raises UserError for a name that is none."""
    today = dates.now_in_header()[:10]
    made = provenance.person(translator, today) if translator else ()
    if translator and not made:
        raise UserError(f'--translator {translator!r}: write the name of a person')
    return (*made, *(provenance.machine(machine, today) if machine else ()))


def take_translations(
    project: Project,
    path: Path,
    data: bytes,
    *,
    code: str,
    write: bool,
    overwrite: bool,
    made: provenance.Made = (),
) -> Taken:
    """Take one file of translations back; `made` says who made them where the file does not."""
    language, returned, header = transfer.read_translations(project, path, data, code)
    catalogs = transfer.sound_catalogs(project, language)
    fields = header_fields(header, catalogs)
    made = made or last_translator(fields, header)
    returned = tuple(replace(one, made=known_makers(one, catalogs) or made) for one in returned)
    before = transfer.handed_out(project)
    merged = merge(catalogs, returned, str(path), overwrite=overwrite, before=before)
    lines = {one.key: one.string_line for one in returned}
    policy = Policy.of(project, language)
    findings = (*merged.findings, *checked(merged, catalogs, policy, str(path), lines))
    after = {d: edited(catalogs[d], edits, fields) for d, edits in merged.edits.items()}
    if write:
        store.write(Write(c.path, catalogs[d].data, c.data) for d, c in after.items())
    words = []
    for domain, edits in merged.edits.items():
        name = relative(catalogs[domain].path, project.root)
        fuzzy = sum(new.fuzzy for new in edits.values())
        taken = f'{len(edits)} of {len(returned)} messages {"taken" if write else "to be taken"}'
        words.append(f'{name}: {taken}{f", {fuzzy} still fuzzy" if fuzzy else ""}')
    return Taken(findings, tuple(words) or (f'{path}: nothing to take',))


def known_makers(one: Returned, catalogs: Mapping[str, Catalog]) -> provenance.Made:
    """Who made a translation, without what our headers said when the file was handed out."""
    known = (each for c in catalogs.values() for each in credits.of_header(c.head))
    return provenance.without(one.made, map(str, known))


def last_translator(fields: Mapping[str, str], header: Mapping[str, str]) -> provenance.Made:
    """Whom a .po file with this header names as its last translator, where it is somebody new."""
    when = provenance.day(header.get('PO-Revision-Date'))
    return provenance.person(fields.get('Last-Translator', ''), when)


def header_fields(header: Mapping[str, str], catalogs: Mapping[str, Catalog]) -> dict[str, str]:
    """The header fields of an import: the date, and the translator whom a .po file names."""
    fields = {'PO-Revision-Date': dates.now_in_header()}
    handed_out = next((each.header for each in catalogs.values() if each.head), {})
    who = header.get('Last-Translator', '')
    known = credits.is_name(who.partition('<')[0].strip())
    if known and who != handed_out.get('Last-Translator'):
        fields['Last-Translator'] = who
    return fields


def checked(
    merged: Merge,
    catalogs: Mapping[str, Catalog],
    policy: Policy,
    path: str,
    lines: Mapping[Key, int],
) -> Iterator[Finding]:
    """What is to say of the translations; those that would harm readers are not taken."""
    for domain, edits in merged.edits.items():
        taken: dict[Message, Message] = {}
        for old, new in edits.items():
            # a proposal (fuzzy) that would harm readers is not taken either
            there = replace(new, string_line=lines.get(old.key, 0), flags=new.lasting_flags)
            judged = judge_uses(there, policy, uses_of(old, catalogs[domain], policy), path=path)
            yield from judged.findings
            if judged.shown or not there.translated:
                taken[old] = new
        merged.edits[domain] = taken
    for domain in [domain for domain, edits in merged.edits.items() if not edits]:
        del merged.edits[domain]


def take_terms(
    project: Project, path: Path, data: bytes, *, code: str, write: bool, overwrite: bool
) -> Taken:
    """Take one glossary in; every change is listed."""
    language, terms, unread = transfer.read_terms(project, path, data, code)
    there = transfer.sound_glossary(project, language)
    glossary = there or transfer.empty_glossary(project, language)
    before = transfer.handed_out(project)
    merged = merge_terms(glossary, terms, str(path), overwrite=overwrite, before=before)
    name = relative(glossary.path, project.root)
    if merged.changes and write:
        after = with_terms(glossary, merged, {'PO-Revision-Date': dates.now_in_header()})
        store.write([Write(glossary.path, there.data if there else None, after.data)])
    lines = [
        f'{name}:{line}: {change}' if line else f'{name}: {change}'
        for line, change in sorted(merged.changes)
    ]
    number = len(terms) - len(merged.changes) - len(merged.findings)
    rest = f', {merged.absent} not in the file and kept' if merged.absent else ''
    counts = f'{len(merged.added)} new, {len(merged.edits)} changed'
    counts += '' if write else ' (nothing written)'
    lines.append(f'{name}: {counts}, {number} as they were{rest}')
    return Taken((*unread, *merged.findings), tuple(lines))
