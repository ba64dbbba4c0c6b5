"""`editions check`: every defect of the catalogs, as lines for people or for machines."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from editions import report
from editions.builds import source
from editions.catalogs import po, store
from editions.catalogs.glossary import Term, path_of, read_glossary
from editions.catalogs.po import writing
from editions.catalogs.po.messages import DEFECTS, Catalog, Defect, Message
from editions.catalogs.source import BEHIND
from editions.checks import spelling, vanished
from editions.checks.across import ACROSS, AcrossRule
from editions.checks.checking import check_catalogs, ignored_codes, pairs
from editions.checks.registry import RULES, Rule
from editions.checks.typography import fix
from editions.commands import _shapes as shapes
from editions.commands._output import located, plural
from editions.findings import Finding, Severity, UserError, as_json, exit_code
from editions.languages.language import Language
from editions.preview import comments
from editions.project import Project, load

SHAPES = {'json': as_json, 'sarif': shapes.as_sarif, 'github': shapes.as_github}


@click.command()
@click.argument('names', nargs=-1, metavar='[LANGUAGE|CATALOG.po]...')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
@click.option('--json', 'shape', flag_value='json', help='JSON, for machines.')
@click.option('--sarif', 'shape', flag_value='sarif', help='SARIF 2.1, for code scanning.')
@click.option('--github', 'shape', flag_value='github', help="GitHub's annotations.")
@click.option('--list', 'listing', is_flag=True, help='Say what is checked, and stop.')
@click.option('--fix', is_flag=True, help='Mend what is mechanical, then check.')
@click.option('--strict', is_flag=True, help='Warnings fail the check too.')
def command(
    names: tuple[str, ...],
    directory: str,
    shape: str | None,
    listing: bool,
    fix: bool,
    strict: bool,
) -> None:
    """Name every defect of the catalogs, with file and line.

    Of the LANGUAGEs named, of single CATALOGs, or of all languages where none is named.
    """
    if listing:
        show_rules()
        return
    files = [Path(name) for name in names if name.endswith('.po')]
    codes = [name for name in names if not name.endswith('.po')]
    found: list[Finding] = []
    for path in files:
        found += check_file(path, fix=fix)
    if codes or not files:
        project = load(Path(directory))
        found += (located(f, project.root) for f in check_project(project, codes, fix=fix))
    findings = sorted(dict.fromkeys(found))
    tell(findings, shape)
    sys.exit(exit_code(findings, strict=strict))


def every_rule() -> tuple[Rule | AcrossRule | Defect, ...]:
    """All that is checked: messages, then catalogs together, then each as a file."""
    return (*RULES, *ACROSS, spelling.RULE, vanished.RULE, *DEFECTS)


def show_rules() -> None:
    """One line a rule: code, severity, what it asks."""
    rules = every_rule()
    wide = max(len(rule.code) for rule in rules)
    for rule in rules:
        click.echo(f'{rule.code:<{wide}}  {rule.severity!s:<7}  {rule.documentation}')


def tell(findings: list[Finding], shape: str | None) -> None:
    """Findings on stdout; for people a last line on stderr that counts them."""
    if shape:
        click.echo(SHAPES[shape](findings))
        return
    for finding in findings:
        click.echo(str(finding))
    counts = {each: sum(f.severity is each for f in findings) for each in reversed(Severity)}
    counted = ', '.join(plural(n, str(severity)) for severity, n in counts.items() if n)
    click.echo(counted or 'Nothing to report.', err=True)


def check_project(project: Project, codes: list[str], *, fix: bool) -> Iterator[Finding]:
    """The findings on some languages of a project; on all that are translated without names."""
    languages = [project.language(code) for code in codes] or list(project.languages[1:])
    text = source.now(project)
    for language in languages:
        if language != project.source_language:
            yield from check_language(project, language, text, fix=fix)


def check_language(
    project: Project, language: Language, text: source.Source, *, fix: bool
) -> Iterator[Finding]:
    """One language: its catalogs as an update would leave them, its glossary, its last builds."""
    ignored = ignored_codes(project.settings.get('editions_ignore', ()), language.code)
    for path in sorted(project.catalogs(language).rglob('*.po')) if fix else ():
        fixed(po.read(path, root=project.root), ignored, project.root)
    known = source.translations(project, language, text)
    catalogs = list(known.catalogs)
    yield from known.findings
    glossary = path_of(project.locale.resolve(), language.code)
    if glossary.is_file():
        yield from po.read(glossary, root=project.root, language=language.code).defects
    terms = read_glossary(glossary)
    yield from check(catalogs, language.code, project.source_language.code, terms, ignored)
    yield from vanished.RULE.findings(vanished.vanished(catalogs, project.root), ignored)
    for catalog in catalogs:
        yield from comments.findings(catalog, ignored)
    yield from reported(project, language)


def check_file(path: Path, *, fix: bool) -> Iterator[Finding]:
    """A catalog alone, outside any project; its header or its folder tells the language."""
    if not path.is_file():
        raise UserError(f'{path}: there is no such catalog')
    catalog = po.read(path)
    if not catalog.language:
        catalog = replace(catalog, language='und')
    if fix:
        catalog = fixed(catalog, frozenset())
    glossary = read_glossary(path.parent.parent / 'glossary.po')
    yield from check([catalog], catalog.language, 'en', glossary, frozenset())


def check(
    catalogs: list[Catalog],
    language: str,
    source: str,
    glossary: tuple[Term, ...],
    ignored: frozenset[str],
) -> Iterator[Finding]:
    yield from check_catalogs(
        catalogs, language, source_language=source, glossary=glossary, ignored=ignored
    )
    said = spelling.spelling(catalogs, language, glossary)
    yield from spelling.RULE.findings(said, ignored)


def fixed(catalog: Catalog, ignored: frozenset[str], root: Path | None = None) -> Catalog:
    """The catalog with what is mechanical fixed, in its file too; nothing else is touched."""
    count = 0

    def edit(current: Catalog) -> Catalog:
        nonlocal count
        edits = {}
        for message in () if current.broken else current.messages:
            strings = mended_strings(message, catalog.language, ignored)
            if strings != message.strings:
                edits[message] = replace(message, strings=strings)
        count = len(edits)
        return writing.edited(current, edits) if edits else current

    better = store.change(catalog.path, edit, root=root, language=catalog.language)
    if count:
        name = catalog.name or catalog.path
        click.echo(f'{name}: {count} translation{"s" * (count > 1)} fixed', err=True)
    return better


def mended_strings(message: Message, language: str, ignored: frozenset[str]) -> tuple[str, ...]:
    silenced = ignored | message.silenced
    better = iter([fix(pair, silenced) for pair in pairs(message, language)])
    return tuple(next(better) if string else string for string in message.strings)


def reported(project: Project, language: Language) -> Iterator[Finding]:
    """What Sphinx said in the last builds, where the file it speaks of is still the same."""
    known = {rule.code for rule in RULES} | {rule.code for rule in ACROSS} | {BEHIND}
    for edition in project.editions():
        folder = project.outdir(edition)
        last = report.read(folder) if edition.language == language else None
        if last is None:
            continue
        when = (folder / 'report.json').stat().st_mtime
        for finding in last.findings:
            if finding.code not in known and not newer(project.root / finding.path, when):
                yield finding


def newer(path: Path, when: float) -> bool:
    return not path.is_file() or path.stat().st_mtime > when
