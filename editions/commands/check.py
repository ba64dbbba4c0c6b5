"""`editions check`: every defect of the catalogs, as lines for people or for machines."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import click

from editions import inputs
from editions.builds import record, source
from editions.catalogs import credits, po, store
from editions.catalogs.current import BEHIND
from editions.catalogs.glossary import read_glossary
from editions.catalogs.po import writing
from editions.catalogs.po.messages import DEFECTS, Catalog, Defect, Message
from editions.checks import judgement, rules
from editions.checks.criteria import Policy
from editions.checks.judgement import INSTEAD, OUTDATED
from editions.checks.memory import Memory
from editions.checks.pair import pairs
from editions.checks.parallel import judge_all
from editions.checks.rules import ACROSS, RULES, VANISHED, AcrossRule, Rule, vanished
from editions.checks.typography import fix
from editions.commands import _output as output
from editions.commands._output import located
from editions.findings import (
    Finding,
    Severity,
    UserError,
    as_github,
    as_json,
    as_sarif,
    exit_code,
    plural,
)
from editions.languages.language import Language
from editions.markup import UNKNOWN
from editions.preview import comments
from editions.project import Project, load

SOURCE = 'en'  # the language of a source that no conf.py speaks of
SHAPES = {'json': as_json, 'sarif': as_sarif, 'github': as_github}
WHOLE = ('json', 'sarif')  # for programs, which choose by severity and code


@click.command()
@click.argument('names', nargs=-1, metavar='[LANGUAGE|CATALOG.po]...')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
@click.option('--json', 'shape', flag_value='json', help='Print JSON, for programs.')
@click.option('--sarif', 'shape', flag_value='sarif', help='Print SARIF 2.1, for code scanning.')
@click.option('--github', 'shape', flag_value='github', help="Print GitHub's annotations.")
@click.option('--list', 'listing', is_flag=True, help='List the rules and exit.')
@click.option('--fix', is_flag=True, help='Correct what a program safely can, then check.')
@click.option('--strict', is_flag=True, help='Warnings fail the check too.')
@click.option('--info', is_flag=True, help='List matters of taste, too.')
@click.option(
    '--fuzzy', is_flag=True, help='List each fuzzy (outdated) message instead of counting them.'
)
def command(
    names: tuple[str, ...],
    directory: str,
    shape: str | None,
    listing: bool,
    fix: bool,
    strict: bool,
    info: bool,
    fuzzy: bool,
) -> None:
    """List what is wrong in the catalogs, with file and line.

    Checks the LANGUAGEs or the single CATALOGs that you name, or all languages.
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
    counted = findings if fuzzy or shape in WHOLE else sorted(together(findings))
    tell(counted, shape, info=info)
    sys.exit(exit_code(findings, strict=strict))


def every_rule() -> tuple[Rule | AcrossRule | Defect, ...]:
    """All that is checked: messages, then catalogs together, then each as a file."""
    return (*RULES, *ACROSS, OUTDATED, rules.SPELLING, VANISHED, judgement.MACHINE, *DEFECTS)


def show_rules() -> None:
    """One line a rule: code, severity, what it asks."""
    rules = every_rule()
    wide = max(len(rule.code) for rule in rules)
    for rule in rules:
        output.echo(f'{rule.code:<{wide}}  {rule.severity!s:<7}  {rule.documentation}')


def together(findings: list[Finding]) -> Iterator[Finding]:
    """The findings with one line a catalog for its fuzzy messages, where it has several."""
    fuzzy: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        if finding.code == OUTDATED.code:
            fuzzy.setdefault((finding.path, finding.severity), []).append(finding)
        else:
            yield finding
    for (path, severity), found in fuzzy.items():
        hidden = sum(INSTEAD in each.message for each in found)
        seen = f'; readers see {hidden} of them in the source language' if hidden else ''
        sentence = f'{len(found)} fuzzy messages{seen}; `--fuzzy` lists them'
        line = Finding(path, found[0].line, severity, sentence, OUTDATED.code)
        yield line if len(found) > 1 else found[0]


def tell(findings: list[Finding], shape: str | None, *, info: bool) -> None:
    """Findings on stdout; for people a last line on stderr that counts them."""
    shown = [each for each in findings if info or shape in WHOLE or each.severity > Severity.INFO]
    if shape:
        output.echo(SHAPES[shape](shown))
        return
    for finding in shown:
        output.echo(str(finding))
    counts = {each: sum(f.severity is each for f in shown) for each in reversed(Severity)}
    counted = ', '.join(plural(n, str(severity)) for severity, n in counts.items() if n)
    left = len(findings) - len(shown)
    more = f' {plural(left, "matter")} of taste: `--info` lists {"it" if left == 1 else "them"}.'
    output.echo((counted or 'Nothing to report.') + (more if left and counted else ''), err=True)


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
    policy = Policy.of(project, language)
    for domain, path in project.catalog_files(language).items() if fix else ():
        fixed(po.read(path, root=project.root, domain=domain), policy, project.root)
    known = source.translations(project, language, text)
    lost = {finding.path for finding in known.findings if finding.code == source.GONE}
    catalogs = [catalog for catalog in known.catalogs if catalog.name not in lost]
    yield from known.findings
    glossary = project.glossary(language)
    if glossary.is_file():
        yield from po.read(glossary, root=project.root, language=language.code).defects
    yield from check(catalogs, policy, Memory(project.judged(language), inputs.identity()))
    yield from VANISHED.findings(vanished(catalogs), policy)
    if Policy.refuses_machines(project.settings):
        yield from judgement.unreviewed(catalogs, policy)
    for catalog in catalogs:
        yield from comments.findings(catalog, policy.ignored)
        yield from () if 'credit' in policy.ignored else credits.findings(catalog)
    silent = {*policy.ignored, BEHIND}  # said again below, of the source as it is
    yield from (f for f in record.reported(project, language) if f.code not in silent)


def check_file(path: Path, *, fix: bool) -> Iterator[Finding]:
    """A catalog alone, outside any project; its header or its folder tells the language."""
    if not path.is_file():
        raise UserError(f'{path}: there is no such catalog')
    catalog = po.read(path)
    if not catalog.language:
        catalog = replace(catalog, language='und')
    glossary = read_glossary(path.parent.parent / 'glossary.po')
    written = {catalog.domain: UNKNOWN} if is_markdown(catalog) else {}
    policy = Policy(catalog.language, SOURCE, glossary=glossary, syntaxes=written)
    yield from check([fixed(catalog, policy) if fix else catalog], policy)


def is_markdown(catalog: Catalog) -> bool:
    """Whether a catalog names documents in Markdown alone, or none and looks like it: MkDocs'."""
    if named := ' '.join(place for message in catalog.messages for place in message.locations):
        return '.md' in named and '.rst' not in named
    text = '\0'.join(message.id for message in catalog.messages)
    return bool(_MARKDOWN.search(text)) and not _RESTRUCTURED.search(text)


_MARKDOWN = re.compile(r'\]\(|(?<![`:])`[^`\0]+`(?![`_])')
_RESTRUCTURED = re.compile('``|:`|`_')


def check(
    catalogs: list[Catalog], policy: Policy, remembered: Memory | None = None
) -> Iterator[Finding]:
    judged = chain.from_iterable(judge_all(catalogs, policy, remembered))
    yield from judgement.findings(catalogs, policy, judged)
    said = rules.spelling(catalogs, policy.language, policy.glossary)
    yield from rules.SPELLING.findings(said, policy)


def fixed(catalog: Catalog, policy: Policy, root: Path | None = None) -> Catalog:
    """The catalog with what is mechanical fixed, in its file too; nothing else is touched."""
    count = 0

    def edit(current: Catalog) -> Catalog:
        nonlocal count
        current, edits = replace(current, domain=catalog.domain), {}
        for message in () if current.breach else current.messages:
            strings = corrected(message, current, policy)
            if strings != message.strings:
                edits[message] = credits.carried(message, replace(message, strings=strings))
        count = len(edits)
        return writing.edited(current, edits) if edits else current

    better = store.change(catalog.path, edit, root=root, language=catalog.language)
    if count:
        name = catalog.name or catalog.path
        output.echo(f'{name}: {count} translation{"s" * (count > 1)} fixed', err=True)
    return replace(better, domain=catalog.domain)


def corrected(message: Message, catalog: Catalog, policy: Policy) -> tuple[str, ...]:
    """The translations of a message without what is mechanically wrong in them.

    One that becomes several things, code and a paragraph, changes only where all would have it so.
    """
    excused = {code for code in policy.excused if policy.silences(code, message)}
    silenced = policy.ignored | message.silenced | excused
    found = set()
    for use in judgement.uses_of(message, catalog, policy):
        written = pairs(message, replace(policy, glossary=()), use)
        better = iter([fix(pair, silenced) for pair in written])
        found.add(tuple(next(better) if string else string for string in message.strings))
    return found.pop() if len(found) == 1 else message.strings
