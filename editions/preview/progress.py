"""How far the translations are, and which editions readers have: as values, a page, a badge."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from editions import report
from editions.builds import record
from editions.catalogs import glossary, po
from editions.catalogs.counts import Count, count
from editions.catalogs.po.messages import Catalog
from editions.checks.judgement import withheld
from editions.checks.policy import Policy
from editions.findings import Finding
from editions.languages.language import Language
from editions.preview.pages import render
from editions.preview.review import by_path, checked, read_all
from editions.project import Edition, Project

Counts = Mapping[Language, Mapping[str, Count]]  # of each language by the path of its catalog

CHARACTER = 6.2  # width of a letter of a badge in pixels, Verdana at 11
COLOURS = ((1.0, '#2f6f2a'), (0.9, '#5c6b1f'), (0.6, '#8a5a00'), (0.0, '#a3261c'))
LIMIT = 9  # languages named on a badge


@dataclass(frozen=True)
class EditionStatus:
    """An edition as readers have it."""

    edition: str
    built: str  # when the last good one was built; '' where there is none
    outputs: tuple[str, ...]
    errors: int
    warnings: int
    failed: str  # why a later build failed; '' where none did
    failed_at: str


def edition_status(project: Project, edition: Edition) -> EditionStatus:
    last = report.read(project.outdir(edition))
    failure = record.failure(project, edition)
    severities = [str(finding.severity) for finding in last.findings] if last else []
    return EditionStatus(
        str(edition),
        last.built if last else '',
        tuple(last.outputs) if last else (),
        severities.count('error'),
        severities.count('warning'),
        failure.reason if failure else '',
        failure.when if failure else '',
    )


def catalogs(project: Project, language: Language) -> dict[str, Count]:
    """The counts of a language's catalogs, the glossary last; none for the source language."""
    if language == project.source_language:
        return {}
    policy = Policy.of(project, language)
    found = {each.name: count(each, withheld(each, policy)) for each in read_all(project, language)}
    return found | {each.name: count(each) for each in read_terms(project, language)}


def findings(project: Project, language: Language) -> dict[str, tuple[Finding, ...]]:
    """What the checks say of each catalog that has findings."""
    terms = glossary.read_glossary(glossary.path_of(project.locale, language.code))
    catalogs = list(read_all(project, language))
    defects = (defect for each in read_terms(project, language) for defect in each.defects)
    return by_path([*checked(project, language, catalogs, terms), *defects])


def read_terms(project: Project, language: Language) -> Iterator[Catalog]:
    path = glossary.path_of(project.locale, language.code)
    if path.is_file():
        yield po.read(path, root=project.root, language=language.code)


@dataclass(frozen=True)
class Sum:
    """All catalogs of a language together, without its glossary."""

    language: Language
    translated: int = 0
    outdated: int = 0
    untranslated: int = 0
    words: int = 0
    words_translated: int = 0
    broken: int = 0  # catalogs that cannot be read

    @property
    def share(self) -> float:
        """The part of the words that is translated and up to date, from 0 to 1."""
        return self.words_translated / self.words if self.words else 0.0

    @property
    def percent(self) -> int:
        """Rounded down: 100 is spoken of what is whole."""
        return int(self.share * 100) if not self.broken else min(99, int(self.share * 100))


def total(language: Language, counts: Mapping[str, Count]) -> Sum:
    known = [found for path, found in counts.items() if not path.endswith('/glossary.po')]
    return Sum(
        language,
        sum(each.translated for each in known),
        sum(each.outdated for each in known),
        sum(each.untranslated for each in known),
        sum(each.words for each in known),
        sum(each.words_translated for each in known),
        sum(each.broken for each in known),
    )


def totals(counts: Counts) -> list[Sum]:
    """Of the languages that have catalogs."""
    return [total(language, found) for language, found in counts.items() if found]


def badge(counts: Counts) -> bytes:
    """An SVG picture of how much of the words is translated: `es 100 % · zh-CN 98 %`."""
    found = totals(counts)
    if len(found) > LIMIT:
        share = sum(each.percent for each in found) // len(found)
        text = f'{share} % of {len(found)} languages'
    else:
        text = ' · '.join(f'{each.language.tag} {each.percent} %' for each in found)
    lowest = min((each.percent / 100 for each in found), default=0.0)
    colour = next(colour for least, colour in COLOURS if lowest >= least)
    return drawn('translated', text or 'no languages', colour)


def drawn(label: str, text: str, colour: str) -> bytes:
    """A badge with its words as text, so that it is read aloud and can be selected."""
    left, right = (round(len(part) * CHARACTER) + 12 for part in (label, text))
    spoken = escape(f'{label}: {text}')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" '
        f'role="img" aria-label="{spoken}"><title>{spoken}</title>'
        f'<clipPath id="r"><rect width="{left + right}" height="20" rx="3"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#4a4a4a"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{colour}"/></g>'
        '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" '
        'font-size="11">'
        f'<text x="{left / 2}" y="14" textLength="{left - 12}">{escape(label)}</text>'
        f'<text x="{left + right / 2}" y="14" textLength="{right - 12}">{escape(text)}</text></g>'
        '</svg>\n'
    ).encode()


def page(project: Project, statuses: Iterable[EditionStatus], counts: Counts) -> bytes:
    """A page of its own, in the words of the source language, what failed first."""
    ordered = sorted(statuses, key=lambda each: not each.failed)
    return render(
        'status.html',
        project,
        project.source_language,
        sums=totals(counts),
        counts=counts,
        statuses=ordered,
        failed=[each for each in ordered if each.failed],
    )
