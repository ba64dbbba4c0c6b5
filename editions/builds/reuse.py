"""Whether what Sphinx read at the last build of a language still holds.

Where only catalogs of the language have changed since a build without warnings, only their
documents are read again; every page is written all the same. A document that is not read hides
what Sphinx had to say of it, and what it shares with others (labels, names of pictures) is settled
in the order of reading: so anything else, and any doubt, is a reason to read everything.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from editions import files, inputs
from editions.builds.record import ASKED_FOR, LAST_FAILED
from editions.catalogs import wording
from editions.catalogs.current import BEHIND
from editions.findings import Finding, relative
from editions.project import Edition, Project
from editions.report import Input, Report

# Extensions whose data do not depend on the order in which documents are read.
SAFE = {'editions', 'myst_parser', 'sphinx.ext.extlinks', 'sphinx.ext.mathjax'}


def holds(
    project: Project,
    edition: Edition,
    reason: str,
    last: Report | None,
    made_from: Mapping[str, Input],
) -> bool:
    """Whether nothing but catalogs of the language differs from its last build."""
    if reason in (ASKED_FOR, LAST_FAILED) or last is None or not told_again(last.findings):
        return False
    if datetime.fromisoformat(last.built).astimezone().date() != date.today():
        return False  # a text may name the day: |today|
    if not SAFE.issuperset(project.settings.get('extensions') or ()) or has_setup(project):
        return False
    try:
        known = _file(project, edition).read_text('utf-8')
    except OSError:
        return False
    return known == state(project, edition, made_from, inputs.versions(last))


def note(project: Project, edition: Edition, done: Report) -> None:
    """Remember what the documents were read from."""
    now = state(project, edition, done.inputs, done.versions)
    files.write_text(_file(project, edition), now, durable=False)


def told_again(findings: Iterable[Finding]) -> bool:
    """Whether each build repeats them: those on messages, which are judged each time."""
    return all(
        f.code == BEHIND or (f.path.endswith('.po') and not f.code.startswith('sphinx'))
        for f in findings
    )


def has_setup(project: Project) -> bool:
    """Whether conf.py may be an extension itself."""
    return re.search(r'\bsetup\b', project.conf.read_text('utf-8', 'replace')) is not None


def state(
    project: Project, edition: Edition, found: Mapping[str, Input], versions: Mapping[str, str]
) -> str:
    """All that an edition is made from but the catalogs of its documents, and Sphinx's own record
    of reading it. Words of Sphinx and ours are put into documents while they are read.
    """
    place = relative(project.catalogs(edition.language), project.root)
    words = {f'{place}/{name}.po' for name in wording.WORDINGS}
    own = {name for name in found if name.startswith(f'{place}/')} - words
    rest = sorted((name, each.digest) for name, each in found.items() if name not in own)
    pickled = project.doctreedir(edition.language) / 'environment.pickle'
    there = pickled.stat() if pickled.is_file() else None
    record = (there.st_size, there.st_mtime_ns) if there else ()
    text = repr((rest, sorted(versions.items()), record))
    return hashlib.sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()


def _file(project: Project, edition: Edition) -> Path:
    return project.doctreedir(edition.language) / f'{edition.format.value}.state'
