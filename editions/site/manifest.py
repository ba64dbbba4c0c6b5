"""What a published site was made from, and whether it still is that.

`manifest.json` names source, programs and what the validators found; `SHA256SUMS` lists every
file in the form that `sha256sum --check` reads. Both hold no time of their own, so they are the
same every time. `editions verify` reads them back beside a site that was built again.

Its codes: `verify.sum` (a published file is not what its list says), `verify.missing`,
`verify.extra`, `verify.differs`, `verify.source` and `verify.toolchain` (warnings).
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from editions import files, inputs, libraries, report
from editions.findings import Finding, Severity
from editions.git import Revision
from editions.project import Format, Project
from editions.site.pages import all_papers
from editions.site.validators import FileResult
from editions.version import __version__

FILE, SUMS = 'manifest.json', 'SHA256SUMS'
LINE = re.compile(r'([0-9a-f]{64}) [ *](.+)')
DERIVED = (SUMS, FILE, f'{FILE}.br', f'{FILE}.gz')  # differ wherever anything does

LOCK = 'requirements.lock'
PROGRAMS = (*inputs.PROGRAMS, 'brotli')


@dataclass(frozen=True)
class Validation:
    """What the validators found: the errors of the pages, one result for each PDF and EPUB.

    `validator` is '' and `files` is empty where none was run.
    """

    validator: str
    errors: int
    files: Mapping[str, FileResult]


def write(project: Project, folder: Path, state: Revision, validation: Validation) -> None:
    files, program = _inputs(project)
    facts = {
        'site': project.baseurl,
        'languages': [language.tag for language in project.languages],
        'pairs': [pair.tag for pair in project.paired_pages],
        'source': {'revision': state.commit, 'clean': state.clean, 'files': files},
        'editions': {'version': __version__, 'digest': program},
        'versions': versions(),
        'lock': digest(project.root / LOCK) if (project.root / LOCK).is_file() else '',
        'pages': {'validator': validation.validator, 'errors': validation.errors}
        if validation.validator
        else {'validator': None},
        'pdfs': _files(project, folder, Format.PDF, validation.files),
    }
    if Format.EPUB in project.formats:
        facts['epubs'] = _files(project, folder, Format.EPUB, validation.files)
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    (folder / FILE).write_text(text + '\n', 'utf-8')


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a published site; empty where there is none that can be read."""
    try:
        value = json.loads((folder / FILE).read_text('utf-8'))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def versions() -> dict[str, str]:
    """The programs and libraries of this machine that decide the bytes of an edition."""
    found = {name: metadata.version(name) for name in PROGRAMS}
    return found | libraries.versions()


def _inputs(project: Project) -> tuple[dict[str, str], str]:
    """The digests of the source's files, and one of our program's own."""
    files: dict[str, str] = {}
    own = ''
    for edition in project.editions():
        if known := report.read(project.outdir(edition)):
            files |= inputs.sources(known.inputs)
            own = known.inputs[inputs.PROGRAM].digest
    return dict(sorted(files.items())), own


def _files(
    project: Project, folder: Path, form: Format, results: Mapping[str, FileResult]
) -> dict[str, dict[str, Any]]:
    """What is known of the PDFs or EPUBs; pages are of paper."""
    found = {}
    for edition, document, path in all_papers(project, folder, form):
        known = report.read(project.outdir(edition))
        pages = known.outputs.get(document.file(edition, form), 0) if known else 0
        found[path] = {
            **({'pages': pages} if form is Format.PDF else {}),
            'sha256': digest(folder / path),
            **(results[path].to_json() if path in results else {'validator': None}),
        }
    return found


def sums(folder: Path) -> dict[str, str]:
    """Path -> SHA-256 of every file below a folder but the list itself, in order of path."""
    paths = {path.relative_to(folder).as_posix(): path for path in files.below(folder)}
    return {name: digest(paths[name]) for name in sorted(paths) if name != SUMS}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_sums(folder: Path) -> None:
    """List every file of a finished site."""
    lines = [f'{value}  {name}\n' for name, value in sums(folder).items()]
    (folder / SUMS).write_text(''.join(lines), 'utf-8')


def read_sums(folder: Path) -> Mapping[str, str]:
    """The list of a published site; empty where it has none."""
    path = folder / SUMS
    lines = path.read_text('utf-8').splitlines() if path.is_file() else []
    return {match[2]: match[1] for match in map(LINE.fullmatch, lines) if match}


def compare(published: Path, rebuilt: Path) -> Iterator[Finding]:
    """What differs, byte by byte; nothing where the published site is what its source gives."""
    before, after = read(published), read(rebuilt)
    was, now = sums(published), sums(rebuilt)
    if not before:
        yield _finding(FILE, 'no manifest here that can be read', 'manifest')
    yield from _changed(read_sums(published), was)
    old, new = ((side.get('source') or {}).get('files') or {} for side in (before, after))
    for name in sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)):
        sentence = 'is not the file that the published site was made from'
        yield _finding(name, sentence, 'source', Severity.WARNING)
    if programs := _other_programs(before, after):
        sentence = f'made with other programs, which may set text differently: {programs}'
        yield _finding('', sentence, 'toolchain', Severity.WARNING)
    for name in sorted((was.keys() | now.keys()) - set(DERIVED)):
        if name not in now:
            yield _finding(name, 'is not made by the source any more', 'extra')
        elif name not in was:
            yield _finding(name, 'is missing from the published site', 'missing')
        elif was[name] != now[name]:
            yield _finding(name, 'differs from what the source gives', 'differs')


def _changed(listed: Mapping[str, str], found: Mapping[str, str]) -> Iterator[Finding]:
    """Files that are not what the published list says."""
    if not listed:
        yield _finding(SUMS, 'no list of sums here that can be read', 'sum')
        return
    for name in sorted(listed.keys() | found.keys()):
        if name not in found:
            yield _finding(name, 'is listed but missing', 'sum')
        elif name not in listed:
            yield _finding(name, 'is not listed', 'sum')
        elif listed[name] != found[name]:
            yield _finding(name, 'was changed after it was published', 'sum')


def _other_programs(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The programs that decide the bytes, where they are not the same."""
    was, now = (
        {**(side.get('versions') or {}), **(side.get('editions') or {}), 'lock': side.get('lock')}
        for side in (before, after)
    )
    return '; '.join(
        f'{name} {was.get(name) or "none"} there, {now.get(name) or "none"} here'
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name)
    )


def _finding(name: str, sentence: str, code: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(name, 0, severity, sentence, f'verify.{code}')
