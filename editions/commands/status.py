"""`editions status`: how far each language is, and which edition readers have."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from editions import files
from editions.builds import source
from editions.commands._output import located, plural
from editions.findings import Finding
from editions.languages.language import Language
from editions.preview import progress
from editions.preview.progress import (
    Counts,
    EditionStatus,
    catalogs,
    edition_status,
    findings,
    total,
)
from editions.project import Project, load

Found = Mapping[str, tuple[Finding, ...]]  # of each catalog that has findings
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument('codes', nargs=-1, metavar='[LANGUAGE]...')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.', show_default=True)
@click.option('--json', 'as_json', is_flag=True, help='For machines.')
@click.option('--html', type=FILE, help='Write a page that a site can show.')
@click.option('--badge', type=FILE, help='Write a badge (SVG) of the words translated.')
def command(
    codes: tuple[str, ...], directory: str, as_json: bool, html: Path | None, badge: Path | None
) -> None:
    """How far each LANGUAGE is, and how old its editions are."""
    project = load(Path(directory))
    languages = [project.language(code) for code in codes] or list(project.languages)
    statuses = [edition_status(project, e) for e in project.editions() if e.language in languages]
    counts = {language: catalogs(project, language) for language in languages}
    found: dict[str, tuple[Finding, ...]] = {}
    for language in languages:
        found |= findings(project, language) if counts[language] else {}
    lags = list(lagging(project, languages))
    for path, data in pages(project, statuses, counts, html, badge):
        files.write_bytes(path, data)
    if as_json:
        click.echo(as_text(statuses, counts, found, lags))
    else:
        show(statuses, counts, found, lags)
    sys.exit(int(any(each.failed for each in statuses)))


def lagging(project: Project, languages: Sequence[Language]) -> Iterator[Finding]:
    """What the catalogs lack of what the source says now, and catalogs that are gone."""
    text = source.now(project)
    for language in languages:
        for finding in source.translations(project, language, text).findings:
            yield located(finding, project.root)


def pages(
    project: Project,
    statuses: list[EditionStatus],
    counts: Counts,
    html: Path | None,
    badge: Path | None,
) -> Iterator[tuple[Path, bytes]]:
    """What was asked for to be written: a page, a badge."""
    if html:
        yield html, progress.page(project, statuses, counts)
    if badge:
        yield badge, progress.badge(counts)


def as_text(
    statuses: list[EditionStatus], counts: Counts, found: Found, lags: list[Finding]
) -> str:
    value = {
        'editions': [asdict(each) for each in statuses],
        'languages': {
            language.code: {'percent': total(language, numbers).percent}
            for language, numbers in counts.items()
            if numbers
        },
        'catalogs': {
            language.code: {
                path: asdict(each) | {'findings': len(found.get(path, ()))}
                for path, each in numbers.items()
            }
            for language, numbers in counts.items()
        },
        'findings': [finding.to_json() for finding in lags],
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


def show(
    statuses: list[EditionStatus], counts: Counts, found: Found, lags: Sequence[Finding]
) -> None:
    """Failures first: a language that quietly stops being published is the worst that happens."""
    for each in sorted(statuses, key=lambda each: not each.failed):
        click.echo(line(each))
    for language, numbers in counts.items():
        if numbers:
            click.echo(f'{language.code:<6} {total(language, numbers).percent} % translated')
        for path, number in numbers.items():
            more = f'; {plural(len(found[path]), "finding")}' if path in found else ''
            click.echo(f'       {path}: {number}{more}')
    for finding in dict.fromkeys(lags):
        click.echo(str(finding))


def line(each: EditionStatus) -> str:
    if each.failed:
        last = f'the last good one, built {each.built}, stays' if each.built else 'never built'
        return f'{each.edition:<11} FAILED {each.failed_at}: {each.failed}; {last}'
    if not each.built:
        return f'{each.edition:<11} not built yet'
    kinds = ((each.errors, 'error'), (each.warnings, 'warning'))
    found = ', '.join(plural(number, kind) for number, kind in kinds if number)
    return f'{each.edition:<11} built {each.built}{f", with {found}" if found else ""}'
