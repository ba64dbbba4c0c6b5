"""The judgement on all messages of a language, for what the source says now and as last built.

The one that `review`, `status` and `progress` count from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain, groupby

from editions import inputs
from editions.builds import record, source
from editions.builds.source import Source
from editions.catalogs.counts import State
from editions.catalogs.po.messages import Catalog
from editions.checks import judgement, parallel
from editions.checks.criteria import Policy
from editions.checks.judgement import Judged
from editions.checks.memory import Memory
from editions.findings import Finding, Severity
from editions.languages.language import Language
from editions.project import Project

STATED = frozenset({'untranslated', 'outdated'})  # the rules that say what a state says


@dataclass(frozen=True)
class Judgements:
    """The catalogs of a language for what the source says now, with all that is found in them.

    `judged` and `findings` are by the catalog's name; `lagging` says what the files lack.
    """

    catalogs: tuple[Catalog, ...]
    judged: Mapping[str, tuple[Judged, ...]]
    findings: Mapping[str, tuple[Finding, ...]]  # but those that say what a state says
    lagging: tuple[Finding, ...] = ()


def judge_all(project: Project, language: Language, text: Source | None = None) -> Judgements:
    """Judge the catalogs of a language; `text` is the source where it has been read."""
    found = source.translations(project, language, text)
    policy = Policy.of(project, language)
    catalogs = tuple(sorted(found.catalogs, key=lambda catalog: catalog.name))
    behind = {finding.path for finding in found.findings}  # lines of theirs are others by now
    built = [e for e in record.reported(project, language) if e.harm and e.path not in behind]
    return judge(
        catalogs, policy, found.findings, built, Memory(project.judged(language), inputs.identity())
    )


def judge(
    catalogs: tuple[Catalog, ...],
    policy: Policy,
    lagging: tuple[Finding, ...] = (),
    built: Iterable[Finding] = (),
    remembered: Memory | None = None,
) -> Judgements:
    """Judge catalogs. `built` are findings of builds that kept a translation from readers."""
    names = (catalog.name for catalog in catalogs)
    judged = dict(zip(names, parallel.judge_all(catalogs, policy, remembered), strict=True))
    for path, found in groupby(sorted(built), lambda finding: finding.path):
        refused = {finding.line: finding for finding in found}
        judged[path] = tuple(_as_built(each, refused) for each in judged.get(path, ()))
    every = judgement.findings(catalogs, policy, chain.from_iterable(judged.values()))
    by_path: dict[str, tuple[Finding, ...]] = {}
    for finding in dict.fromkeys(every):
        if finding.code not in STATED and finding.severity > Severity.INFO:
            by_path[finding.path] = (*by_path.get(finding.path, ()), finding)
    return Judgements(catalogs, judged, by_path, lagging)


def _as_built(judged: Judged, refused: Mapping[int, Finding]) -> Judged:
    """A judgement, and what only the page has shown: that its translation cannot stand there."""
    found = refused.get(judged.message.string_line or judged.message.line)
    if not (found and judged.shown):
        return judged
    findings = (*judged.findings, found)
    return replace(judged, state=State.WITHHELD, shown=False, findings=findings)
