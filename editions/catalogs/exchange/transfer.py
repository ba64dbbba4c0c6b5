"""A language as a file for a translator or an agency, and such a file that comes back.

The suffix tells the format; the file, its name or the user tells the language. Translators open
an exported file where it lies. So it is noted below build/exchange what each file was when it was
exported, or last imported whole; one that has changed since is overwritten only when asked.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from editions import files
from editions.catalogs import glossary, po
from editions.catalogs.creation import first_head
from editions.catalogs.exchange import glossaries, translations
from editions.catalogs.exchange.merging import Returned, ReturnedTerm, is_open
from editions.catalogs.po import Catalog, Message
from editions.catalogs.po.writing import UNWRAPPED, render
from editions.findings import Finding, UserError, relative
from editions.languages.language import Language, of_tag
from editions.project import Project

GLOSSARIES = ('.tbx', '.csv', '.tsv')
_XLIFF = ('.xlf', '.xliff', '.sdlxliff', '.mqxliff')


def read_translations(
    project: Project, path: Path, data: bytes, code: str
) -> tuple[Language, tuple[Returned, ...], Mapping[str, str]]:
    """The language and the translations of a file, and its header where it is a .po file.

    `code` is what the user gives, or ''. Raises UserError where it cannot be read, or its language
    is not known.
    """
    if path.suffix.lower() == '.tmx':
        return *_read_memory(project, path, data, code), {}
    header: Mapping[str, str] = {}
    if path.suffix.lower() == '.po':
        header, returned = translations.read_po(data, str(path))
        tag = header.get('Language', '')
    else:
        tag, returned = _returned(path, data)
    return _language(project, path, tag, code), returned, header


def _returned(path: Path, data: bytes) -> tuple[str, tuple[Returned, ...]]:
    """The language that a file says it is in, and its translations."""
    if path.suffix.lower() in _XLIFF:
        return translations.read_xliff(data, str(path))
    raise UserError(
        f'{path}: not a file that can be imported; translations come as .xlf, .xliff, .po or .tmx, '
        'a glossary as .tbx or .csv'
    )


def _read_memory(
    project: Project, path: Path, data: bytes, code: str
) -> tuple[Language, tuple[Returned, ...]]:
    """What a translation memory suggests for the messages that have no translation."""
    units = translations.read_tmx(data, str(path))
    named = dict.fromkeys(tag for unit in units for tag in unit.texts)
    language = _named_language(project, path, code, named)
    ours = _called(named, project.source_language, f'{path}: nothing in the language of the source')
    theirs = _called(named, language, f'{path}: nothing in {language.tag}')
    return language, translations.suggestions(
        units, ours, theirs, sound_catalogs(project, language)
    )


def _language(project: Project, path: Path, tag: str, code: str) -> Language:
    """The language of a file, which may name it as `zh_Hans`, `zh-CN`, `zh`, or not at all."""
    if not (tag or code):
        raise UserError(f'{path}: it does not say its language; name it with --language')
    language = (code and project.language(code)) or _meant(project, tag) or project.language(tag)
    if tag and not (_reads(language, tag) or of_tag(tag).code == language.base):
        raise UserError(f'{path}: it is in {tag}, not in {code}')
    if language == project.source_language:
        raise UserError(f'{path}: it is in {tag or code}, the language of the source')
    return language


def _meant(project: Project, tag: str) -> Language | None:
    """The language of the project that a tag means: itself, else the only one that reads it."""
    wanted = of_tag(tag).code
    known = {of_tag(each.code).code: each for each in project.languages}
    near = [each for each in project.languages if _reads(each, tag)]
    return known.get(wanted) or (near[0] if len(near) == 1 else None)


def _reads(language: Language, tag: str) -> bool:
    return bool(language.borrowed([of_tag(tag).code]))


def read_terms(
    project: Project, path: Path, data: bytes, code: str
) -> tuple[Language, tuple[ReturnedTerm, ...], tuple[Finding, ...]]:
    """The language and the terms of a file, and the rows that are no terms.

    Raises UserError as `read` does.
    """
    if path.suffix.lower() != '.tbx':
        language = _named_language(project, path, code, path.suffixes[-2:-1])
        return (language, *glossaries.read_csv(data, str(path)))
    named = glossaries.tbx_languages(data, str(path))
    language, source = _named_language(project, path, code, named), project.source_language
    theirs = _called(named, language, f'{path}: nothing in {language.tag}')
    ours = _called(named, source, f'{path}: nothing in {source.tag}, the source')
    return language, *glossaries.read_tbx(data, str(path), ours, theirs)


def _named_language(project: Project, path: Path, code: str, named: Iterable[str]) -> Language:
    """The language that was asked for, or the one that the file or its name tells."""
    known = project.languages[1:]
    if code:
        language = project.language(code)
        if language not in known:
            raise UserError(f'{code} is the language of the source; nothing is translated into it')
        return language
    tags = [stripped for tag in named if (stripped := tag.lstrip('.'))]
    found = {meant: None for tag in tags if (meant := _meant(project, tag)) in known}
    if len(found) != 1:
        codes, name = ', '.join(each.code for each in known), f'{path.stem}.{known[0].tag}.csv'
        table = path.suffix.lower() not in ('.tbx', '.tmx')
        remedy = f', or in the name of the file: {name}' if table else ''
        raise UserError(f'{path}: name its language with --language: {codes}{remedy}')
    return next(iter(found))


def _called(named: Iterable[str], language: Language, missing: str) -> str:
    """What a TBX file calls a language: `zh-CN`, `zh_cn`, `zh`, `zh-Hans`.

    Raises UserError with `missing` where it has none.
    """
    codes = {of_tag(tag).code: tag for tag in named if tag}
    if found := language.borrowed(codes):
        return codes[found]
    raise UserError(f'{missing}; it has {", ".join(codes.values()) or "no language"}')


def empty_glossary(project: Project, language: Language) -> Catalog:
    """A glossary without terms, under the header of the language's other catalogs."""
    path = project.glossary(language)
    head = first_head(map(po.read, project.catalog_files(language).values()))
    plain = f'Language: {language.code}\nContent-Type: text/plain; charset=UTF-8\n'
    text = render(head or Message('', (plain,)), UNWRAPPED)
    name = relative(path, project.root)
    return po.parse(text.encode(), path, name=name, language=language.code)


SUFFIXES = {'xliff': 'xlf', 'po': 'po', 'tmx': 'tmx', 'tbx': 'tbx', 'csv': 'csv'}


def exported(
    project: Project,
    target: Language,
    form: str,
    *,
    only_open: bool,
    marks: translations.Marks = translations.without_marks,
) -> tuple[bytes, tuple[Finding, ...]]:
    """The file's bytes, and what it cannot hold; no bytes where nothing is open.

    `marks` is asked for XLIFF.

    Raises UserError where a catalog cannot be read.
    """
    source = project.source_language.tag
    if form in ('tbx', 'csv'):
        return _glossary(project, target, form, only_open=only_open), ()
    catalogs = sound_catalogs(project, target)
    if form == 'tmx':
        return translations.write_tmx(catalogs, source, target.tag), ()
    if only_open and not any(is_open(m) for c in catalogs.values() for m in c.messages):
        return b'', ()
    if form == 'xliff':
        made = translations.write_xliff(
            catalogs, source, target.tag, only_open=only_open, marks=marks
        )
        return made, ()
    return translations.write_po(catalogs, only_open=only_open)


def _glossary(project: Project, target: Language, form: str, *, only_open: bool) -> bytes:
    path = project.glossary(target)
    catalog = sound_glossary(project, target)
    terms = [glossary.term(message) for message in catalog.messages] if catalog else []
    if not terms:
        raise UserError(f'{path}: no terms here; write some, or `editions import` them')
    terms = [term for term in terms if not (only_open and term.approved)]
    if not terms or form == 'csv':
        return glossaries.write_csv(terms) if terms else b''
    title = str(project.settings.get('project') or project.documents[0].name)
    return glossaries.write_tbx(terms, project.source_language.tag, target.tag, title)


def sound_glossary(project: Project, language: Language) -> Catalog | None:
    """A language's glossary; None where there is none. Raises UserError where it is broken."""
    path = project.glossary(language)
    return _sound(project, language, path) if path.is_file() else None


def sound_catalogs(project: Project, language: Language) -> dict[str, Catalog]:
    """All catalogs of a language, by domain. Raises UserError for one that cannot be read."""
    there = project.catalog_files(language)
    if not there:
        folder = project.catalogs(language)
        raise UserError(f'{folder}: no catalogs yet; `editions update` makes them')
    return {domain: _sound(project, language, path) for domain, path in there.items()}


def _sound(project: Project, language: Language, path: Path) -> Catalog:
    catalog = po.read(path, root=project.root, language=language.code)
    if catalog.breach:
        raise UserError(f'{catalog.breach}; fix it first')
    return catalog


def put(project: Project, path: Path, data: bytes, *, overwrite: bool = False) -> None:
    """Write an exported file. Raises UserError where somebody has edited the one that is there."""
    there = path.read_bytes() if path.is_file() else data
    if there != data and not overwrite and _record(project).get(_name(path)) != files.digest(there):
        name = relative(path, Path.cwd())
        raise UserError(
            f'{name}: it was edited since it was exported; `editions import {name}` takes it back, '
            '--overwrite replaces it'
        )
    files.write_bytes(path, data)
    _note(project, path, data)


def remember(project: Project, target: Language, form: str) -> None:
    """Note what is handed out, so that it can be shown beside what became of it here and there."""
    texts: dict[str, Sequence[str]] = {}
    if form in ('tbx', 'csv'):
        catalog = sound_glossary(project, target)
        texts |= {glossary.term(m).base: m.strings for m in (catalog.messages if catalog else ())}
    elif form != 'tmx':
        catalogs = sound_catalogs(project, target).values()
        texts |= {m.digest: m.strings for each in catalogs for m in each.messages}
    files.write_text(_texts_path(project), json.dumps(handed_out(project) | texts))


def handed_out(project: Project) -> dict[str, Sequence[str]]:
    """The translations and renderings that were exported from here, by their digest."""
    return _read_json(_texts_path(project))


def taken_back(project: Project, path: Path, data: bytes) -> None:
    """Note that all of an exported file was imported, so that it may be overwritten."""
    if _name(path) in _record(project):
        _note(project, path, data)


def _note(project: Project, path: Path, data: bytes) -> None:
    record = _record(project) | {_name(path): files.digest(data)}
    files.write_text(_record_path(project), json.dumps(record, indent=1))


def _record_path(project: Project) -> Path:
    return project.build / 'exchange' / '.exported.json'


def _record(project: Project) -> dict[str, str]:
    """The digest of each file by its path."""
    return _read_json(_record_path(project))


def _texts_path(project: Project) -> Path:
    return project.build / 'exchange' / '.handed-out.json'


def _read_json(path: Path) -> dict[str, Any]:
    """A record; empty where it cannot be read."""
    try:
        found = json.loads(path.read_text('utf-8'))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _name(path: Path) -> str:
    return str(path.resolve())
