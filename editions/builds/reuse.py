"""How a build goes on from what Sphinx read for the last one.

Where documents have changed, what they include and show, or catalogs of the language, those
documents are read again (`transforms.incremental`). Anything else, and any doubt, is a reason to
read everything.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from editions import files, inputs, report
from editions.builds import record
from editions.catalogs import wording
from editions.conf import digest
from editions.findings import relative
from editions.folders import suffixes_of
from editions.inputs import Inputs
from editions.languages.language import Language
from editions.project import Edition, Format, Project
from editions.report import Report

# Extensions whose data do not depend on the order in which documents are read.
SAFE = {'editions', 'myst_parser', 'sphinx.ext.extlinks', 'sphinx.ext.mathjax'}
MYST = 'myst_parser'  # looks at the names of all documents while it reads one
FRESH = (record.ASKED_FOR, record.LAST_FAILED)  # reasons to read everything
WRITTEN = 'written.json'  # of transforms.incremental
Digests = Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """What a build reads and writes: by default everything."""

    fresh: bool = True
    changed: frozenset[str] = frozenset()  # the files whose documents are read again
    last: Path | None = None  # the edition whose pages and PDFs may stay

    @property
    def options(self) -> list[str]:
        """Of `sphinx-build`."""
        values = {'last': str(self.last or ''), 'changed': '\n'.join(sorted(self.changed))}
        defined = [f'--define=editions_{name}={value}' for name, value in values.items()]
        return [*defined, '--fresh-env'] if self.fresh else defined


@dataclass(frozen=True)
class Read:
    """What the documents of a language were read from."""

    inputs: Digests
    versions: Digests
    around: str


def plan(
    project: Project,
    edition: Edition,
    reason: str,
    last: Report | None,
    made_from: Inputs,
    *,
    just_read: bool = False,
) -> Plan:
    """How an edition is built, whose last report this is, from what it is made from now.

    With `just_read` the same command has read the documents for another format.
    """
    known = _read(project, edition.language)
    asked = reason in FRESH
    if not known or (asked and not just_read) or not may_reuse(project):
        return Plan()
    if known.around != _around(project, edition.language) or not _current(known.versions):
        return Plan()
    before = {name: each.digest for name, each in last.inputs.items()} if last else {}
    changed = _differing(project, {**before, **known.inputs}, made_from)
    rereads = _rereads(project, edition.language, changed, {**before, **known.inputs}, made_from)
    if not rereads:
        return Plan()
    place = project.outdir(edition)
    written = _differing(project, before, made_from)
    stays = not asked and reason != record.SPOILED
    stays = stays and last is not None and _current(last.versions)
    stays = stays and _rereads(project, edition.language, written, before, made_from)
    return Plan(fresh=False, changed=changed, last=place if stays else None)


def source_plan(project: Project, last: Report | None, made_from: Inputs) -> Plan:
    """How the messages of the source are extracted. What other extensions read, Sphinx decides."""
    before = {name: each.digest for name, each in last.inputs.items()} if last else {}
    changed = _differing(project, before, made_from)
    current = last is not None and _current(last.versions)
    if may_reuse(project) and not (current and _rereads(project, None, changed, before, made_from)):
        return Plan()
    return Plan(fresh=False, changed=changed, last=project.templates if current else None)


def taken(folder: Path) -> bytes:
    """What Sphinx says of what it wrote into a folder; no part of the edition."""
    path = folder / WRITTEN
    written = path.read_bytes() if path.is_file() else b''
    path.unlink(missing_ok=True)
    return written


def note_templates(doctrees: Path, written: bytes) -> None:
    files.write_bytes(doctrees / f'gettext.{WRITTEN}', written, durable=False)


def note(project: Project, edition: Edition, how: Plan, done: Report, written: bytes) -> None:
    """Remember what the documents were read from, and what was written of them."""
    language = edition.language
    place = project.doctreedir(language) / f'{edition.format.value}.{WRITTEN}'
    files.write_bytes(place, written, durable=False)
    known = None if how.fresh else _read(project, language)
    same = {n: d for n, d in known.inputs.items() if n not in how.changed} if known else {}
    now = {name: each.digest for name, each in done.inputs.items()}
    read = Read({**same, **now}, done.versions, _around(project, language))
    files.write_text(_file(project, language), json.dumps(asdict(read)), durable=False)


def _read(project: Project, language: Language) -> Read | None:
    try:
        known = Read(**json.loads(_file(project, language).read_text('utf-8')))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return known if isinstance(known.inputs, dict) and isinstance(known.versions, dict) else None


def _file(project: Project, language: Language) -> Path:
    return project.doctreedir(language) / 'read.json'


def may_reuse(project: Project) -> bool:
    """Whether nothing runs while documents are read but what we know."""
    return SAFE.issuperset(project.settings.get('extensions') or ()) and not project.extension


def _around(project: Project, language: Language) -> str:
    """A digest of conf.py's values, which may differ while its text does not, and of the state of
    what Sphinx has kept: another build, or a fault of the disk, may have written it.
    """
    kept = files.state(project.doctreedir(language), {_file(project, language).name})
    return digest((project.settings, project.languages, project.defines, kept))


def _current(versions: Digests) -> bool:
    return inputs.versions(Report('', versions=versions)) == versions


def _differing(project: Project, before: Digests, now: Inputs) -> frozenset[str]:
    """The names of what differs; what only another format is made from is looked at here."""
    changed = {name for name, each in now.items() if before.get(name) != each.digest}
    for name in before.keys() - now.keys():
        if name.startswith(inputs.PAGES):  # no document shows them
            continue
        found = inputs.fingerprint(project.root / name)
        if found is None or found.digest != before[name]:
            changed.add(name)
    return frozenset(name for name in changed if not name.startswith(inputs.PAGES))


def _rereads(
    project: Project,
    language: Language | None,
    changed: frozenset[str],
    before: Digests,
    now: Inputs,
) -> bool:
    """Whether it is enough, where these files differ, to read their documents again."""
    if not changed:
        return True
    places = [project.outdir(Edition(language, each)) for each in Format] if language else []
    reports = [report.read(place) for place in (*places, project.templates)]
    pages = [page for each in reports if each for page in each.pages.values()]
    included = {name for page in pages for name in page.dependencies}
    fixed = [project.conf, *project.modules, *inputs.named(project)]
    fixed += [project.root / name for each in reports if each for name in each.loaded]
    folder = relative(project.catalogs(language), project.root) if language else ''
    words = {f'{folder}/{name}.po' for name in wording.WORDINGS}
    suffixes = suffixes_of(project.settings)

    def rereads(name: str) -> bool:
        path = project.root / name
        if name in words or any(path.is_relative_to(each) for each in fixed):
            return False
        if name.endswith(inputs.IN_PART) or name in included:
            return True
        if folder and name.startswith(f'{folder}/'):
            return True
        there = name in before and name in now
        known = there or MYST not in project.settings.get('extensions', ())
        return known and path.is_relative_to(project.source) and name.endswith(tuple(suffixes))

    return all(map(rereads, changed))
