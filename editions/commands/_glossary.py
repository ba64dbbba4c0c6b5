"""Take a glossary in: TBX or CSV, every change said, nothing lost."""

from collections.abc import Iterable
from pathlib import Path

import click

from editions.catalogs import po
from editions.catalogs.exchange import spreadsheet, tbx, terms
from editions.catalogs.exchange.terms import Incoming
from editions.catalogs.glossary import path_of
from editions.catalogs.po.messages import Catalog
from editions.commands.export import sound_glossary
from editions.files import write_bytes
from editions.findings import Finding, UserError, relative
from editions.languages.language import Language
from editions.project import Project

SUFFIXES = ('.tbx', '.csv', '.tsv')


def imported(
    project: Project, path: Path, data: bytes, code: str, *, now: str, write: bool, overwrite: bool
) -> list[Finding]:
    """Take one file in; what changes and what is listed is printed, what is listed returned."""
    language, incoming, unread = _read(project, path, data, code)
    glossary = sound_glossary(project, language) or _empty(project, language)
    taken = terms.hold(glossary, incoming, str(path), overwrite=overwrite)
    findings = sorted([*unread, *taken.findings])
    for finding in findings:
        click.echo(str(finding))
    name = relative(glossary.path, project.root)
    for line, said in sorted(taken.changes):
        click.echo(f'{name}:{line}: {said}' if line else f'{name}: {said}')
    if taken.changes and write:
        write_bytes(glossary.path, terms.written(glossary, taken, {'PO-Revision-Date': now}).data)
    number = len(incoming) - len(taken.changes) - len(taken.findings)
    rest = f', {taken.absent} not in the file and kept' if taken.absent else ''
    counts = f'{len(taken.added)} new, {len(taken.edits)} changed'
    counts += '' if write else ' (nothing written)'
    click.echo(f'{name}: {counts}, {number} as they were{rest}')
    return findings


def _read(
    project: Project, path: Path, data: bytes, code: str
) -> tuple[Language, tuple[Incoming, ...], tuple[Finding, ...]]:
    if path.suffix.lower() == '.tbx':
        named = tbx.languages(data, str(path))
        language = _target(project, path, code, named)
        theirs = _called(named, language, f'{path}: nothing in {language.tag}', given=bool(code))
        source = project.source_language
        ours = _called(named, source, f'{path}: nothing in {source.tag}, the source', given=False)
        return language, tbx.read(data, str(path), ours, theirs), ()
    language = _target(project, path, code, path.suffixes[-2:-1])
    return (language, *spreadsheet.read(data, str(path)))


def _target(project: Project, path: Path, code: str, named: Iterable[str]) -> Language:
    """The language that was asked for, or the one that the file or its name tells."""
    known = project.languages[1:]
    if code:
        language = project.language(code)
        if language not in known:
            raise UserError(f'{code} is the language of the source; it has no glossary')
        return language
    found = [each for each in known if any(each.tag == tag.lstrip('.') for tag in named)]
    if len(found) != 1:
        codes = ', '.join(each.code for each in known)
        raise UserError(f'{path}: name its language with --language: {codes}')
    return found[0]


def _called(named: tuple[str, ...], language: Language, missing: str, *, given: bool) -> str:
    """What a TBX file calls a language: `zh-CN`, `zh_cn`, `zh`; where it was given, `zh-Hans`.

    Raises UserError with `missing` where it has none.
    """
    tags = {tag: tag.lower().replace('_', '-') for tag in named}
    mine = language.tag.lower()
    for name, tag in tags.items():
        if tag == mine:
            return name
    for name, tag in tags.items():
        if tag and (mine.startswith(f'{tag}-') or tag.startswith(f'{mine}-')):
            return name
    alike = [name for name, tag in tags.items() if tag.split('-')[0] == mine.split('-')[0]]
    if given and len(alike) == 1:
        return alike[0]
    raise UserError(f'{missing}; it has {", ".join(filter(None, named)) or "no language"}')


def _empty(project: Project, language: Language) -> Catalog:
    """A glossary without terms, under the header of the language's other catalogs."""
    path = path_of(project.locale, language.code)
    catalogs = [po.read(each) for each in sorted(project.catalogs(language).rglob('*.po'))]
    head = next((each.blocks[each.head.block] for each in catalogs if each.head), '')
    plain = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language.code}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    )
    text = f'{(head or plain).rstrip()}\n'
    name = relative(path, project.root)
    return po.parse(text.encode(), path, name=name, language=language.code)
