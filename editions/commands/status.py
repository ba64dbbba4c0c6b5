"""`editions status`: how far each language is, and which edition readers have."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from editions import files
from editions.builds import source
from editions.catalogs.credits import Credits
from editions.commands import _output as output
from editions.commands._output import located
from editions.findings import Finding, plural
from editions.project import load

if TYPE_CHECKING:
    from editions.preview.progress import EditionStatus, LanguageProgress

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument('codes', nargs=-1, metavar='[LANGUAGE]...')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.', show_default=True)
@click.option('--json', 'as_json', is_flag=True, help='Print JSON, for programs.')
@click.option('--html', type=FILE, help='Write a page that a site can show.')
@click.option('--badge', type=FILE, help='Write a badge (SVG) of the words translated.')
def command(
    codes: tuple[str, ...], directory: str, as_json: bool, html: Path | None, badge: Path | None
) -> None:
    """Show how much of each LANGUAGE is translated, and when its editions were built."""
    project = load(Path(directory))
    languages = [project.language(code) for code in codes] or list(project.languages)
    with ThreadPoolExecutor(1) as pool:
        text = pool.submit(source.now, project)  # another process, where the source has changed
        from editions.preview import progress as known  # which takes as long as that to import
    asked = [each for each in project.editions() if {*each.languages} & {*languages}]
    statuses = [known.edition_status(project, each) for each in asked]
    progress = [known.language_progress(project, each, text.result()) for each in languages]
    if html:
        files.write_bytes(html, known.page(project, statuses, progress))
    if badge:
        files.write_bytes(badge, known.svg_badge(progress))
    if as_json:
        output.echo(as_text(statuses, progress, project.root))
    else:
        show(statuses, progress, project.root)
    sys.exit(int(any(each.failed for each in statuses)))


def as_text(statuses: 'list[EditionStatus]', progress: 'list[LanguageProgress]', root: Path) -> str:
    value = {
        'editions': [asdict(each) for each in statuses],
        'languages': {
            e.language.code: {'percent': e.percent, **credited(e.whole)}
            for e in progress
            if e.counts
        },
        'catalogs': {
            each.language.code: {
                path: asdict(count)
                | {'findings': each.findings.get(path, 0)}
                | credited(each.credits.get(path, Credits()))
                for path, count in each.counts.items()
            }
            for each in progress
        },
        'findings': [finding.to_json() for finding in lagging(progress, root)],
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


COUNTED = ('human', 'machine', 'unknown', 'reviewed', 'unreviewed')


def credited(credits: Credits) -> dict[str, int]:
    """The passages that readers see by who translated them; see `Credits`."""
    return {name: getattr(credits, name) for name in COUNTED}


def lagging(progress: 'list[LanguageProgress]', root: Path) -> list[Finding]:
    """What the catalogs lack of what the source says now, and catalogs that are gone."""
    return [located(finding, root) for each in progress for finding in each.lagging]


def show(statuses: 'list[EditionStatus]', progress: 'list[LanguageProgress]', root: Path) -> None:
    """Failures first: a language that quietly stops being published is the worst that happens."""
    for each in sorted(statuses, key=lambda each: not each.failed):
        output.echo(line(each))
    for language in progress:
        if language.counts:
            output.echo(f'{language.language.code:<6} {language.percent} % translated')
            output.echo(
                '       translated by people {human}, by machine {machine}, unknown {unknown}; '
                'reviewed {reviewed}'.format(**credited(language.whole))
            )
        for path, number in language.counts.items():
            found = language.findings.get(path)
            more = f'; {plural(found, "finding")}' if found else ''
            output.echo(f'       {path}: {number}{more}')
    for finding in dict.fromkeys(lagging(progress, root)):
        output.echo(str(finding))


def line(each: 'EditionStatus') -> str:
    if each.failed:
        last = f'the last good one, built {each.built}, stays' if each.built else 'never built'
        return f'{each.edition:<11} FAILED {each.failed_at}: {each.failed}; {last}'
    if not each.built:
        return f'{each.edition:<11} not built yet'
    kinds = ((each.errors, 'error'), (each.warnings, 'warning'))
    found = ', '.join(plural(number, kind) for number, kind in kinds if number)
    return f'{each.edition:<11} built {each.built}{f", with {found}" if found else ""}'
