"""A language as a file for a translator or an agency, and what has become of such files.

Translators open an exported file where it lies. So it is noted what each file was when it was
exported or last imported; one that has changed since is never overwritten unasked.
"""

import hashlib
import json
from pathlib import Path

from editions import files
from editions.catalogs import glossary
from editions.catalogs.exchange import po, spreadsheet, tbx, tmx, xliff
from editions.catalogs.exchange.merging import is_open
from editions.catalogs.po import Catalog, read
from editions.findings import Finding, UserError, relative
from editions.languages.language import Language
from editions.project import Project

SUFFIXES = {'xliff': 'xlf', 'po': 'po', 'tmx': 'tmx', 'tbx': 'tbx', 'csv': 'csv'}


def exported(
    project: Project, target: Language, form: str, *, only_open: bool
) -> tuple[bytes, tuple[Finding, ...]]:
    """The file's bytes, and what it cannot hold; no bytes where nothing is open.

    Raises UserError where a catalog cannot be read.
    """
    source = project.source_language.tag
    if form in ('tbx', 'csv'):
        return _glossary(project, target, form, only_open=only_open), ()
    catalogs = sound_catalogs(project, target)
    if form == 'tmx':
        return tmx.write(catalogs, source, target.tag), ()
    if only_open and not any(is_open(m) for c in catalogs.values() for m in c.messages):
        return b'', ()
    if form == 'xliff':
        return xliff.write(catalogs, source, target.tag, only_open=only_open), ()
    return po.write(catalogs, only_open=only_open)


def _glossary(project: Project, target: Language, form: str, *, only_open: bool) -> bytes:
    path = glossary.path_of(project.locale, target.code)
    catalog = sound_glossary(project, target)
    terms = [glossary.term(message) for message in catalog.messages] if catalog else []
    if not terms:
        raise UserError(f'{path}: no terms here; write some, or `editions import` them')
    terms = [term for term in terms if not (only_open and term.approved)]
    if not terms or form == 'csv':
        return spreadsheet.write(terms) if terms else b''
    title = str(project.settings.get('project') or project.documents[0].name)
    return tbx.write(terms, project.source_language.tag, target.tag, title)


def sound_glossary(project: Project, language: Language) -> Catalog | None:
    """A language's glossary; None where there is none. Raises UserError where it is broken."""
    path = glossary.path_of(project.locale, language.code)
    return _sound(project, language, path) if path.is_file() else None


def sound_catalogs(project: Project, language: Language) -> dict[str, Catalog]:
    """All catalogs of a language, by domain. Raises UserError for one that cannot be read."""
    folder = project.catalogs(language)
    found = [_sound(project, language, path) for path in sorted(folder.rglob('*.po'))]
    if not found:
        raise UserError(f'{folder}: no catalogs yet; `editions update` makes them')
    return {catalog.domain: catalog for catalog in found}


def _sound(project: Project, language: Language, path: Path) -> Catalog:
    catalog = read(path, root=project.root, language=language.code)
    if catalog.breach:
        raise UserError(f'{catalog.breach}; fix it first')
    return catalog


def put(project: Project, path: Path, data: bytes, *, overwrite: bool = False) -> None:
    """Write an exported file. Raises UserError where somebody has edited the one that is there."""
    there = path.read_bytes() if path.is_file() else data
    if there != data and not overwrite and _record(project).get(_name(path)) != _digest(there):
        name = relative(path, Path.cwd())
        raise UserError(
            f'{name}: it was edited since it was exported; `editions import {name}` takes it back, '
            '--overwrite replaces it'
        )
    files.write_bytes(path, data)
    _note(project, path, data)


def taken_back(project: Project, path: Path, data: bytes) -> None:
    """Note that all of an exported file was imported, so that it may be overwritten."""
    if _name(path) in _record(project):
        _note(project, path, data)


def _note(project: Project, path: Path, data: bytes) -> None:
    record = _record(project) | {_name(path): _digest(data)}
    files.write_text(_record_path(project), json.dumps(record, indent=1))


def _record_path(project: Project) -> Path:
    return project.build / 'exchange' / '.exported.json'


def _record(project: Project) -> dict[str, str]:
    """The digest of each file by its path; empty where the record cannot be read."""
    try:
        found = json.loads(_record_path(project).read_text('utf-8'))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _name(path: Path) -> str:
    return str(path.resolve())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
