"""The finished site: `build/site` with everything that a web server and the world need, checked."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from editions import files, git, report
from editions.builds import record
from editions.findings import Finding, Severity, relative
from editions.project import Edition, Format, Project
from editions.site import (
    archive,
    cards,
    feeds,
    finished,
    links,
    listing,
    llms,
    manifest,
    markdown,
    mutual,
    negotiation,
    packing,
    policy,
    preloads,
    redirects,
    servers,
    sitemap,
    sums,
    tongues,
    validators,
)

DAY = 86_400  # seconds


@dataclass(frozen=True)
class Judges:
    """The validators to ask; None where there is none."""

    pages: list[str] | None = None
    paper: list[str] | None = None


@dataclass(frozen=True)
class Finished:
    """A site that was made, and what was found on the way."""

    folder: Path
    findings: tuple[Finding, ...]


def place(project: Project) -> Path:
    return project.build / 'publish'


def make(project: Project, folder: Path, judges: Judges, previous: Path | None = None) -> Finished:
    """Make the finished site in an empty folder. It may go out where no finding is an error.

    `previous` is the site published before, whose addresses should live on.
    """
    copy(project.site, folder)
    packing.pack_fonts(folder)
    found = list(add(project, folder))
    site = links.Site.of(folder, project)
    needs = policy.needs(site)
    put(folder, serving(project, site, needs.policy()))
    found += [*policy.softened(project, site.findings()), *policy.findings(project, needs)]
    found += tongues.findings(project, folder)
    found += [*mutual.findings(site), *unready(project), *lost(project, site, previous)]
    verdict, refusals = judged(project, folder, judges)
    found += refusals
    state = git.revision(project.root)
    manifest.write(project, folder, state, verdict)
    packing.pack(folder)
    sums.write(folder)
    stamp(folder, state.moment)
    return Finished(folder, tuple(found))


def stamp(folder: Path, moment: int) -> None:
    """Give every file its time: within the day before the moment, the second by its content.

    A published site has the same bytes and times on every build of one state of the source. And
    nginx takes size and time for the identity of a file: two states of one page must not have
    the same time even where their sizes agree, or readers would keep the old one.
    """
    for path in sorted(path for path in folder.rglob('*') if path.is_file()):
        content = hashlib.sha256(path.read_bytes()).digest()
        second = moment - DAY + int.from_bytes(content[:4]) % DAY
        os.utime(path, (second, second))


def copy(site: Path, folder: Path) -> None:
    """Copy every file; never link, since times and neighbours are given to the copies."""
    for path in sorted(path for path in site.rglob('*') if path.is_file()):
        target = folder / path.relative_to(site)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def add(project: Project, folder: Path) -> Iterator[Finding]:
    """Write what the world reads of the site, and what servers need."""
    entries = listing.entries(project, folder)
    rules = negotiation.rules(finished.languages(project, folder))
    made = sitemap.files(project, entries) | llms.files(project, entries)
    for language in finished.languages(project, folder):
        made |= markdown.files(finished.pages(language, folder))
    made |= cards.files(project, folder) | redirects.files(project, rules)
    streams, findings = feeds.files(project, entries, folder)
    made |= streams | {'.nojekyll': b''} | feeds.announced(project, entries, streams, folder)
    put(folder, made)
    yield from findings


def serving(project: Project, site: links.Site, allowed: str) -> dict[str, bytes]:
    """The files for servers and static hosts."""
    rules = negotiation.rules(finished.languages(project, site.folder))
    links = preloads.links(project, site.folder) if policy.ours(project) else {}
    return servers.files(project, rules, site.paths, allowed, links)


def put(folder: Path, made: dict[str, bytes]) -> None:
    for path, data in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def unready(project: Project) -> Iterator[Finding]:
    """Editions that are missing or have errors, and outdated texts where conf.py refuses them."""
    for edition in project.editions():
        known = report.read(project.outdir(edition))
        if failed := record.failure(project, edition):
            sentence = f'{edition} could not be built: {failed.reason}'
            yield Finding('', 0, Severity.ERROR, sentence, 'site.edition')
        if known is None:
            yield Finding('', 0, Severity.ERROR, f'{edition} has never been built', 'site.edition')
            continue
        yield from (f for f in known.findings if f.severity is Severity.ERROR)
        if edition.format is Format.HTML and refuses(project, edition):
            yield from outdated(project, edition, known)


def refuses(project: Project, edition: Edition) -> bool:
    """Whether conf.py's editions_outdated stops the publishing of outdated texts."""
    setting = project.settings.get('editions_outdated', 'mark')
    if isinstance(setting, dict):
        setting = setting.get(edition.language.code, 'mark')
    return bool(setting == 'refuse')


def outdated(project: Project, edition: Edition, known: report.Report) -> Iterator[Finding]:
    for docname, page in known.pages.items():
        if count := page.states.get('outdated', 0):
            catalog = project.catalogs(edition.language) / f'{docname}.po'
            where = relative(catalog, project.root)
            sentence = f'{count} outdated messages, and conf.py says editions_outdated = "refuse"'
            yield Finding(where, 0, Severity.ERROR, sentence, 'site.outdated')


def lost(project: Project, site: links.Site, previous: Path | None) -> Iterator[Finding]:
    """What the last published site had and this one lacks."""
    if previous and previous.is_dir():
        yield from links.lost(links.Site.of(previous, project), site)


def judged(project: Project, folder: Path, judges: Judges) -> tuple[manifest.Judged, list[Finding]]:
    """What the validators say of every page and every PDF."""
    errors = list(validators.check_pages(judges.pages, folder)) if judges.pages else []
    name = validators.name_of(judges.pages) if judges.pages else ''
    papers = (
        validators.judge_pdfs(judges.paper, folder, pdfs(project, folder)) if judges.paper else {}
    )
    found = [*policy.softened(project, errors), *refused(papers)]
    return manifest.Judged(name, len(errors), papers), found


def pdfs(project: Project, folder: Path) -> list[str]:
    """The PDFs of the editions, by path below the site."""
    paths = [
        f'{language.tag}/{document.pdf(language)}'
        for language in project.languages
        for document in project.documents
    ]
    return [path for path in paths if (folder / path).is_file()]


def refused(verdicts: dict[str, validators.Verdict]) -> Iterator[Finding]:
    for path, verdict in verdicts.items():
        if not verdict.conforms:
            sentence = f'{verdict.validator} refuses it: {verdict.said}'
            yield Finding(f'build/site/{path}', 0, Severity.ERROR, sentence, 'site.pdf')


def publish(project: Project, made: Finished) -> Path:
    """Put a finished site in its place, and its archive beside it; return the archive."""
    files.swap(made.folder, place(project))
    packed = place(project).with_name('publish.tar.gz')
    archive.pack(place(project), packed)
    return packed
