"""How far the translations are, and which editions readers have: as values, a page, a badge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from editions import report
from editions.builds import record
from editions.builds.source import Source
from editions.catalogs import credits, po
from editions.catalogs.counts import Count, state
from editions.catalogs.credits import Credits
from editions.catalogs.wording import WORDINGS
from editions.checks.judgement import Judged, count
from editions.findings import Finding
from editions.languages import dates
from editions.languages.language import Language
from editions.preview.judgements import judge_all
from editions.preview.rendering import render, strings
from editions.project import Edition, Project
from editions.site import front
from editions.site.front import environment

CHARACTER = 6.2  # width of a letter of a badge in pixels, Verdana at 11
COLOURS = ((1.0, '#2f6f2a'), (0.9, '#5c6b1f'), (0.6, '#8a5a00'), (0.0, '#a3261c'))
LIMIT = 9  # languages named on a badge


@dataclass(frozen=True)
class EditionStatus:
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
        failure.built if failure else '',
    )


@dataclass(frozen=True)
class LanguageProgress:
    """How far a language is, for what the source says now; of the source language, nothing.

    `counts`, `credits` and the numbers of `findings` are by the catalog's path; the glossary comes
    last, and has no credits. `lagging` says what the catalogs on disk lack of the source.
    """

    language: Language
    counts: Mapping[str, Count]
    findings: Mapping[str, int] = field(default_factory=dict)
    lagging: tuple[Finding, ...] = ()
    credits: Mapping[str, Credits] = field(default_factory=dict)
    whole: Credits = Credits()  # noqa: RUF009 (it is frozen)

    @property
    def total(self) -> Count:
        """All catalogs together, without the glossary."""
        counted = (each for path, each in self.counts.items() if not path.endswith('/glossary.po'))
        return sum(counted, Count())

    @property
    def share(self) -> float:
        """The part of the words that is translated, up to date and shown, from 0 to 1."""
        return self.total.words_translated / (self.total.words or 1)

    @property
    def percent(self) -> int:
        """Rounded down: 100 where all is translated and every catalog can be read."""
        return min(int(self.share * 100), 99 if self.total.broken else 100)


def language_progress(project: Project, language: Language, text: Source) -> LanguageProgress:
    if language == project.source_language:
        return LanguageProgress(language, {})
    seen = judge_all(project, language, text)
    counts = {}
    for catalog in seen.catalogs:
        judged = seen.judged[catalog.name]
        counts[catalog.name] = Count(broken=1) if catalog.broken else count(judged)
    findings = {path: len(found) for path, found in seen.findings.items()}
    path = project.glossary(language)
    if path.is_file():
        terms = po.read(path, root=project.root, language=language.code)
        stated = [Judged(term, state(term), shown=not term.defective) for term in terms.messages]
        counts[terms.name] = Count(broken=1) if terms.broken else count(stated)
        findings |= {terms.name: len(terms.defects)} if terms.defects else {}
    credited = {
        name: [(e.message, credits.credit(e.message, head), e.shown) for e in seen.judged[name]]
        for name, head in {catalog.name: catalog.head for catalog in seen.catalogs}.items()
    }
    texts = [row for c in seen.catalogs if c.domain not in WORDINGS for row in credited[c.name]]
    each = {name: credits.count(rows) for name, rows in credited.items()}
    return LanguageProgress(language, counts, findings, seen.lagging, each, credits.count(texts))


def svg_badge(languages: Iterable[LanguageProgress]) -> bytes:
    """An SVG picture of how much of the words is translated: `es 100 % · zh-CN 98 %`."""
    found = [each for each in languages if each.counts]
    if len(found) > LIMIT:
        share = sum(each.percent for each in found) // len(found)
        text = f'{share} % of {len(found)} languages'
    else:
        text = ' · '.join(f'{each.language.tag} {each.percent} %' for each in found)
    lowest = min((each.percent / 100 for each in found), default=0.0)
    colour = next(colour for least, colour in COLOURS if lowest >= least)
    return _drawn('translated', text or 'no languages', colour)


def _drawn(label: str, text: str, colour: str) -> bytes:
    """A badge with its words as text, so that it is read aloud and can be selected."""
    left, right = (round(len(part) * CHARACTER) + 12 for part in (label, text))
    page = environment('review', trim=True).get_template('badge.svg')
    drawn: str = page.render(label=label, text=text, colour=colour, left=left, right=right)
    return f'{drawn}\n'.encode()


def page(
    project: Project, statuses: Iterable[EditionStatus], languages: Iterable[LanguageProgress]
) -> bytes:
    """A page that is one file, in the words of the source language, what failed first."""
    from babel.numbers import format_percent  # slow to import, and needed by few

    code = project.source_language.code
    ordered = sorted(statuses, key=lambda each: not each.failed)
    translated = [each for each in languages if each.counts]
    made = render(
        'status.html',
        strings(project, project.source_language),
        project.source_language,
        languages=translated,
        statuses=ordered,
        failed=[each for each in ordered if each.failed],
        percent=lambda number: format_percent(number / 100, locale=dates.locale_of(code)),
        date=lambda moment: dates.in_words(moment, code),
    )
    texts = {each.language: each.language.name for each in translated}
    fonts = front.inline_style(project, texts | {project.source_language: made.decode()})
    return made.replace(b'<style>\n', b'<style>\n' + fonts.encode(), 1)
