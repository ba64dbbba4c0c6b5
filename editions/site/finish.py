"""The finished site: `build/site` with what web servers and search engines need, checked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from editions import files, git, report
from editions.builds import record
from editions.findings import Finding, Severity
from editions.languages import dates
from editions.project import Format, Project
from editions.site import (
    archive,
    links,
    listings,
    manifest,
    negotiation,
    pages,
    policy,
    servers,
    texts,
    validators,
)
from editions.site.archive import pack, pack_fonts, stamp

# The picture that shows when a page is shared, in pixels; its shape is what social networks ask.
CARD_WIDTH, CARD_HEIGHT = 1200, 630
CARD_MARGIN, CARD_TOP = 90, 48
CARD_GROUND = (236, 232, 224)


@dataclass(frozen=True)
class Judges:
    """The commands of the validators; None where there is none."""

    pages: list[str] | None = None
    paper: list[str] | None = None
    books: list[str] | None = None


@dataclass(frozen=True)
class Finished:
    """A site that was made, and what was found on the way."""

    folder: Path
    findings: tuple[Finding, ...]


def make(project: Project, folder: Path, judges: Judges, previous: Path | None = None) -> Finished:
    """Make the finished site in an empty folder. It may go out where no finding is an error.

    `previous` is the site published before, whose addresses should live on.
    """
    if spoiled := tuple(damaged(project)):
        return Finished(folder, spoiled)
    for path in files.below(project.site):
        # Copied, never linked: the copies get times and neighbours of their own.
        put(folder, {path.relative_to(project.site).as_posix(): path.read_bytes()})
    pack_fonts(folder)
    found = list(add(project, folder))
    site = links.Site.of(folder, project)
    needs = policy.needs(site)
    rules = negotiation.rules(pages.languages(project, folder))
    fonts = servers.font_links(project, folder) if policy.ours(project) else {}
    put(folder, servers.files(project, rules, site.paths, needs.policy(), fonts))
    found += [*policy.softened(project, site.findings()), *policy.findings(project, needs)]
    found += [*links.false_languages(site), *links.one_sided(site), *unready(project)]
    found += negotiation.misnamed(project)
    if previous and previous.is_dir():
        found += links.lost(links.Site.of(previous, project), site)
    validation, errors = validate(project, folder, judges)
    state = git.revision(project.root)
    manifest.write(project, folder, state, validation)
    pack(folder)
    manifest.write_sums(folder)
    epoch = dates.epoch()
    stamp(folder, max(int(epoch.timestamp()), git.OLDEST) if epoch else state.moment)
    return Finished(folder, (*found, *errors))


def put(folder: Path, made: dict[str, bytes]) -> None:
    for path, data in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def add(project: Project, folder: Path) -> Iterator[Finding]:
    """Write what programs read of the site: lists, feeds, twins, pictures, pages that lead on."""
    entries = pages.entries(project, folder)
    rules = negotiation.rules(pages.languages(project, folder))
    made = listings.files(project, entries, folder) | negotiation.leading_on(project, rules)
    made |= texts.twins(entries)
    streams, findings = listings.feeds(project, entries, folder)
    made |= streams | {'.nojekyll': b''} | listings.announced(project, entries, streams, folder)
    put(folder, made | cards(project, folder))
    yield from findings


def cards(project: Project, site: Path) -> dict[str, bytes]:
    """A share picture beside each PDF of the site, `name.es.png` beside `name.es.pdf`."""
    return {
        document.card_path(language): card(site / path)
        for language, document, path in pages.papers(project, site)
    }


def card(pdf: Path) -> bytes:
    """The head of a PDF's first page, a PNG; the same bytes for the same PDF.

    The PDF carries its own fonts, so that every script is drawn right, and the same everywhere.
    """
    import pypdfium2  # of the extra `publish`
    from PIL import Image

    inner = CARD_WIDTH - 2 * CARD_MARGIN
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        sheet = page.render(scale=inner / page.get_width()).to_pil().convert('RGB')
    picture = Image.new('RGB', (CARD_WIDTH, CARD_HEIGHT), CARD_GROUND)
    picture.paste(sheet.crop((0, 0, inner, CARD_HEIGHT - CARD_TOP)), (CARD_MARGIN, CARD_TOP))
    few = picture.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(out := BytesIO(), 'png', optimize=True)
    return out.getvalue()


def damaged(project: Project) -> Iterator[Finding]:
    """Editions whose files are not those that were built: nothing is made of them."""
    for edition in project.editions():
        known = report.read(place := project.outdir(edition))
        if known and known.content != files.content(place, {report.FILE}):
            sentence = f'{edition}: {record.SPOILED}; run: editions build --force'
            yield Finding('', 0, Severity.ERROR, sentence, 'site.edition')


GRAVE = ('pdf.glyph',)  # what builds warn of, and no site is published with


def unready(project: Project) -> Iterator[Finding]:
    """Editions that are missing or have errors."""
    for edition in project.editions():
        known = report.read(project.outdir(edition))
        if failed := record.failure(project, edition):
            sentence = f'{edition} could not be built: {failed.reason}'
            yield Finding('', 0, Severity.ERROR, sentence, 'site.edition')
        if known is None:
            yield Finding('', 0, Severity.ERROR, f'{edition} has never been built', 'site.edition')
            continue
        for finding in known.findings:
            if finding.severity is Severity.ERROR or finding.code in GRAVE:
                yield replace(finding, severity=Severity.ERROR)


def validate(
    project: Project, folder: Path, judges: Judges
) -> tuple[manifest.Validation, list[Finding]]:
    """What the validators find in every page, PDF and EPUB."""
    errors = list(validators.check_pages(judges.pages, folder)) if judges.pages else []
    name = validators.name_of(judges.pages) if judges.pages else ''
    results: dict[str, validators.FileResult] = {}
    for form, judge in ((Format.PDF, judges.paper), (Format.EPUB, judges.books)):
        paths = [path for _edition, _document, path in pages.all_papers(project, folder, form)]
        results |= validators.judge(judge, folder, paths) if judge else {}
    refused = [
        links.finding(
            path, f'{result.validator} refuses it: {result.detail}', Path(path).suffix[1:]
        )
        for path, result in results.items()
        if not result.conforms
    ]
    found = [*policy.softened(project, errors), *refused]
    return manifest.Validation(name, len(errors), results), found


def publish(project: Project, made: Finished) -> Path:
    """Put a finished site in its place, and its archive beside it; return the archive."""
    files.swap(made.folder, project.published)
    packed = project.published.with_name('publish.tar.gz')
    archive.write_archive(project.published, packed)
    packed.chmod(0o644)
    return packed
