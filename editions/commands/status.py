"""`editions status`: how far each language is, and which edition readers have."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from editions import report
from editions.builds import record
from editions.catalogs import po
from editions.catalogs.counts import Count, count
from editions.findings import relative
from editions.project import Edition, Language, Project, load


@dataclass(frozen=True)
class Standing:
    """An edition as readers have it."""

    edition: str
    built: str  # when the last good one was built; '' where there is none
    outputs: tuple[str, ...]
    errors: int
    warnings: int
    failed: str  # why a later build failed; '' where none did
    failed_at: str


@click.command()
@click.argument('codes', nargs=-1, metavar='[LANGUAGE]...')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
@click.option('--json', 'as_json', is_flag=True, help='For machines.')
def command(codes: tuple[str, ...], directory: str, as_json: bool) -> None:
    """How far each LANGUAGE is, and when its last good editions were built."""
    project = load(Path(directory))
    languages = [project.language(code) for code in codes] or list(project.languages)
    standings = [standing(project, e) for e in project.editions() if e.language in languages]
    counts = {language: catalogs(project, language) for language in languages}
    if as_json:
        click.echo(as_text(standings, counts))
    else:
        show(standings, counts)
    sys.exit(int(any(each.failed for each in standings)))


def standing(project: Project, edition: Edition) -> Standing:
    last = report.read(project.outdir(edition))
    failure = record.failure(project, edition)
    severities = [str(finding.severity) for finding in last.findings] if last else []
    return Standing(
        str(edition),
        last.built if last else '',
        tuple(last.outputs) if last else (),
        severities.count('error'),
        severities.count('warning'),
        failure.reason if failure else '',
        failure.when if failure else '',
    )


def catalogs(project: Project, language: Language) -> dict[str, Count]:
    """The counts of a language's catalogs, the glossary apart; none for the source language."""
    if language == project.source_language:
        return {}
    folder = project.catalogs(language)
    paths = [*sorted(folder.rglob('*.po')), folder.parent / 'glossary.po']
    return {
        relative(path, project.root): count(po.read(path, root=project.root))
        for path in paths
        if path.is_file()
    }


def as_text(standings: list[Standing], counts: dict[Language, dict[str, Count]]) -> str:
    value = {
        'editions': [asdict(each) for each in standings],
        'catalogs': {
            language.code: {path: asdict(each) for path, each in found.items()}
            for language, found in counts.items()
        },
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


def show(standings: list[Standing], counts: dict[Language, dict[str, Count]]) -> None:
    """Failures first: a language that quietly stops being published is the worst that happens."""
    for each in sorted(standings, key=lambda each: not each.failed):
        click.echo(line(each))
    for language, found in counts.items():
        for path, number in found.items():
            click.echo(f'{language.code:<6} {path}: {number}')


def line(each: Standing) -> str:
    if each.failed:
        last = f'the last good one, built {each.built}, stays' if each.built else 'never built'
        return f'{each.edition:<11} FAILED {each.failed_at}: {each.failed}; {last}'
    if not each.built:
        return f'{each.edition:<11} not built yet'
    kinds = ((each.errors, 'errors'), (each.warnings, 'warnings'))
    found = ''.join(f'; {number} {kind}' for number, kind in kinds if number)
    return f'{each.edition:<11} good, built {each.built}{found}'
