"""manifest.json: what a published site was made from, for `editions verify` and for people."""

import ctypes
import ctypes.util
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from editions import report
from editions.git import Revision
from editions.project import Edition, Format, Project
from editions.site import sums
from editions.site.validators import Verdict
from editions.version import __version__

FILE = 'manifest.json'

LOCK = 'requirements.lock'
PROGRAMS = ('sphinx', 'docutils', 'babel', 'weasyprint', 'pydyf', 'fonttools', 'brotli')

# The two libraries outside Python that decide how a page of paper looks.
LIBRARIES = {
    'pango': ('libpango-1.0.so.0', 'pango-1.0', 'pango_version_string'),
    'harfbuzz': ('libharfbuzz.so.0', 'harfbuzz', 'hb_version_string'),
}


@dataclass(frozen=True)
class Judged:
    """What the validators said: how many errors the pages have, and the verdict on each PDF.

    `validator` is '' and `papers` is empty where nobody was asked.
    """

    validator: str
    errors: int
    papers: Mapping[str, Verdict]


def write(project: Project, folder: Path, state: Revision, judged: Judged) -> None:
    """Write the manifest of a site; it holds no time of its own, so it is the same every time."""
    text = json.dumps(facts(project, folder, state, judged), ensure_ascii=False, indent=1)
    (folder / FILE).write_text(text + '\n', 'utf-8')


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a published site; empty where there is none that can be read."""
    try:
        value = json.loads((folder / FILE).read_text('utf-8'))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def facts(project: Project, folder: Path, state: Revision, judged: Judged) -> dict[str, Any]:
    """What the manifest says."""
    inputs, program = _inputs(project)
    return {
        'site': project.baseurl,
        'languages': [language.tag for language in project.languages],
        'source': {'revision': state.commit, 'clean': state.clean, 'files': inputs},
        'editions': {'version': __version__, 'digest': program},
        'versions': versions(),
        'lock': lock(project.root),
        'pages': {'validator': judged.validator, 'errors': judged.errors}
        if judged.validator
        else {'validator': None},
        'pdfs': _pdfs(project, folder, judged.papers),
    }


def toolchain(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a manifest that decides the bytes, beside the source."""
    return {name: manifest.get(name) for name in ('editions', 'versions', 'lock')}


def versions() -> dict[str, str]:
    """The programs and libraries of this machine that decide the bytes of an edition."""
    found = {name: metadata.version(name) for name in PROGRAMS}
    return found | {name: _library_version(*where) for name, where in LIBRARIES.items()}


def lock(root: Path) -> str:
    """The digest of the lock file; '' where the project has none."""
    path = root / LOCK
    return sums.digest(path) if path.is_file() else ''


def _inputs(project: Project) -> tuple[dict[str, str], str]:
    """The digests of the source's files, and one of our program's own."""
    files: dict[str, str] = {}
    for edition in project.editions():
        known = report.read(project.outdir(edition))
        files |= {name: item.digest for name, item in (known.inputs if known else {}).items()}
    own = [f'{name} {files.pop(name)}' for name in sorted(files) if name.startswith('editions:')]
    files.pop('html_baseurl', None)  # stands in the manifest itself
    return dict(sorted(files.items())), hashlib.sha256('\n'.join(own).encode()).hexdigest()


def _pdfs(
    project: Project, folder: Path, verdicts: Mapping[str, Verdict]
) -> dict[str, dict[str, Any]]:
    found = {}
    for language in project.languages:
        known = report.read(project.outdir(Edition(language, Format.PDF)))
        for document in project.documents:
            name = document.pdf(language)
            path = f'{language.tag}/{name}'
            if (folder / path).is_file():
                found[path] = {
                    'pages': known.outputs.get(name, 0) if known else 0,
                    'sha256': sums.digest(folder / path),
                    **(verdicts[path].to_json() if path in verdicts else {'validator': None}),
                }
    return found


def _library_version(soname: str, name: str, function: str) -> str:
    """Ask the library that the loader finds, as WeasyPrint does; '' where it is out of sight."""
    for candidate in (soname, ctypes.util.find_library(name)):
        try:
            call = getattr(ctypes.CDLL(candidate), function) if candidate else None
        except (OSError, AttributeError):
            continue
        if call is not None:
            call.restype = ctypes.c_char_p
            return str(call().decode())
    return ''
