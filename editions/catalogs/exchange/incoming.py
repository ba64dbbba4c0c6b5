"""A file that comes back: its format, its language, and what it holds.

The suffix tells the format; the file, its name or the user tells the language.
"""

from collections.abc import Iterable
from pathlib import Path

from editions.catalogs import po as catalogs
from editions.catalogs.exchange import po, spreadsheet, tbx, xliff
from editions.catalogs.exchange.merging import Returned
from editions.catalogs.exchange.terms import ReturnedTerm
from editions.catalogs.glossary import path_of
from editions.catalogs.po import Catalog
from editions.findings import Finding, UserError, relative
from editions.languages.language import Language, of_tag
from editions.project import Project

GLOSSARIES = ('.tbx', '.csv', '.tsv')
_XLIFF = ('.xlf', '.xliff', '.sdlxliff', '.mqxliff')


def read(
    project: Project, path: Path, data: bytes, code: str
) -> tuple[Language, tuple[Returned, ...]]:
    """The language and the translations of a file; `code` is what the user gives, or ''.

    Raises UserError where it cannot be read, or its language is not known.
    """
    suffix = path.suffix.lower()
    if suffix in _XLIFF:
        tag, returned = xliff.read(data, str(path))
    elif suffix == '.po':
        tag, returned = po.read(data, str(path))
    else:
        raise UserError(
            f'{path}: not a file that can be imported; translations come as .xlf, .xliff or .po, '
            'a glossary as .tbx or .csv'
        )
    return _language(project, path, tag, code), returned


def _language(project: Project, path: Path, tag: str, code: str) -> Language:
    if not (tag or code):
        raise UserError(f'{path}: it does not say its language; name it with --language')
    language = project.language(tag or code)
    if code and project.language(code) != language:
        raise UserError(f'{path}: it is in {tag}, not in {code}')
    if language == project.source_language:
        raise UserError(f'{path}: it is in {tag or code}, the language of the source')
    return language


def read_terms(
    project: Project, path: Path, data: bytes, code: str
) -> tuple[Language, tuple[ReturnedTerm, ...], tuple[Finding, ...]]:
    """The language and the terms of a file, and the rows that are no terms.

    Raises UserError as `read` does.
    """
    if path.suffix.lower() != '.tbx':
        language = _glossary_language(project, path, code, path.suffixes[-2:-1])
        return (language, *spreadsheet.read(data, str(path)))
    named = tbx.languages(data, str(path))
    language, source = _glossary_language(project, path, code, named), project.source_language
    theirs = _called(named, language, f'{path}: nothing in {language.tag}')
    ours = _called(named, source, f'{path}: nothing in {source.tag}, the source')
    return language, tbx.read(data, str(path), ours, theirs), ()


def _glossary_language(project: Project, path: Path, code: str, named: Iterable[str]) -> Language:
    """The language that was asked for, or the one that the file or its name tells."""
    known = project.languages[1:]
    if code:
        language = project.language(code)
        if language not in known:
            raise UserError(f'{code} is the language of the source; it has no glossary')
        return language
    tags = {tag.lstrip('.') for tag in named}
    found = [each for each in known if tags & {each.tag, each.code}]
    if len(found) != 1:
        codes, name = ', '.join(each.code for each in known), f'{path.stem}.{known[0].tag}.csv'
        remedy = f', or in the name of the file: {name}' if path.suffix.lower() != '.tbx' else ''
        raise UserError(f'{path}: name its language with --language: {codes}{remedy}')
    return found[0]


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
    path = path_of(project.locale, language.code)
    others = [catalogs.read(each) for each in sorted(project.catalogs(language).rglob('*.po'))]
    head = next((each.blocks[each.head.block] for each in others if each.head), '')
    plain = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language.code}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    )
    text = f'{(head or plain).rstrip()}\n'
    name = relative(path, project.root)
    return catalogs.parse(text.encode(), path, name=name, language=language.code)
