"""What a new language is given: the header of its catalogs, a glossary, platforms' settings.

sphinx-intl makes the header, since it knows the plural forms of every language; where it would
name a FIRST AUTHOR, the header names the project.

Weblate's settings are components for `weblate import_json` (https://docs.weblate.org, "Management
commands"), Transifex's are `.tx/config` as its client writes it (sphinx-intl's `create-txconfig`
fails on today's section names). Both files belong to the user once they are there: what is
missing is added, nothing is changed. All paths in them are relative.
"""

import json
import os
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from editions.catalogs import credits, wording
from editions.catalogs.po import Catalog, Message, read
from editions.catalogs.po.writing import UNWRAPPED, layout_of, render
from editions.catalogs.store import Write
from editions.findings import UserError
from editions.languages.language import Language
from editions.project import Project

# What the locations in a catalog are relative to, so that Poedit shows the source.
BASE = 'X-Poedit-Basepath'


def first_head(catalogs: Iterable[Catalog]) -> Message | None:
    """The header of the first sound catalog that has one, for a new catalog: that is in UTF-8.

    Who translated the messages of the one says nothing of the other's.
    """
    heads = (catalog.head for catalog in catalogs if not catalog.broken)
    if (head := next(filter(None, heads), None)) is None:
        return None
    records = {number for record in credits.read(head) for number in record.lines}
    comments = tuple(line for n, line in enumerate(head.comments) if n not in records)
    string = _CHARSET.sub('charset=UTF-8', head.string)
    return replace(head, comments=comments, strings=(string,))


_CHARSET = re.compile(r'\bcharset=[^\s;]+')


def header_of(project: Project, language: Language, templates: Mapping[str, Catalog]) -> Message:
    """The header of the catalogs that a language has; without any, a new one."""
    catalogs = map(read, project.catalog_files(language).values())
    return first_head(catalogs) or new_header(project, language, next(iter(templates.values())))


def new_header(project: Project, language: Language, template: Catalog) -> Message:
    """The header of a language's new catalogs; `template` is any of the project's.

    Raises UserError where the language is unknown to Babel or sphinx-intl is missing.
    """
    name = english_name(language.code)
    title = ' '.join(str(project.settings.get('project') or language.code).split())
    try:
        from sphinx_intl import catalog as sphinx_intl  # slow, and needed for new catalogs only
    except ImportError as error:
        raise UserError('sphinx-intl is missing; pip install sphinx-intl') from error

    with tempfile.TemporaryDirectory(prefix='editions-') as folder:
        path = Path(folder, 'new.po')
        made = sphinx_intl.load_po(template.path)
        made.locale = language.code
        sphinx_intl.dump_po(str(path), made)
        fields = dict(read(path).header)
    fields |= {'Project-Id-Version': title, 'Last-Translator': title, 'Language-Team': name}
    fields.pop('Generated-By', None)
    base = os.path.relpath(project.templates, project.catalogs(language))
    fields[BASE] = Path(base).as_posix()
    string = ''.join(f'{field}: {value}\n' for field, value in fields.items())
    return Message('', (string,), comments=(f'{name} translations of {title}.',))


def english_name(code: str) -> str:
    """The language's name in English ('Spanish'). Raises UserError for an unknown code."""
    from babel import Locale, UnknownLocaleError  # slow, and needed for new catalogs only

    try:
        return Locale.parse(code).english_name or code
    except (UnknownLocaleError, ValueError) as error:
        names = {name.casefold(): known for known, name in Locale('en').languages.items()}
        known = names.get(re.sub('[_@]', ' ', code).casefold())
        remedy = f'the code of {code} is {known}' if known else 'write a code: es, pt_BR, zh_Hant'
        raise UserError(f'{code} is no language code that Babel knows; {remedy}') from error


def interface(project: Project, language: Language, header: Message) -> Iterator[Write]:
    """Our own words, to be translated in the project where the package has not this language."""
    path = project.catalog(language, wording.DOMAIN)
    if path.exists() or language.base == 'en' or wording.folder(language).is_dir():
        return
    ours = read(wording.sample())
    messages = [
        Message(m.id, ('',) * len(m.strings), m.context, m.plural, m.flags) for m in ours.messages
    ]
    yield _written(path, header, messages)


def new_glossary(project: Project, language: Language, header: Message) -> Iterator[Write]:
    """A glossary with the terms that the other languages have, to be filled in."""
    path = project.glossary(language)
    paths = map(project.glossary, project.languages[1:])
    found = [read(place) for place in paths if place.is_file()]
    terms = {message.key: message for catalog in found for message in catalog.messages}
    if terms and not path.exists():
        messages = [Message(message.id, context=message.context) for message in terms.values()]
        yield _written(path, header, messages)


def _written(path: Path, header: Message, messages: Iterable[Message]) -> Write:
    text = '\n'.join(render(message, UNWRAPPED) for message in (header, *messages))
    return Write(path, None, text.encode())


FILL_IN = 'ORGANIZATION'
_LAYOUT_SAMPLE = 20  # catalogs that are read to learn how all are laid out
_NO_WRAPPING = {'file_format_params': {'po_line_wrap': 65535}}  # Weblate 5.13 and newer
_SECTION = re.compile(r'^\[o:([^:\]]+):p:([^:\]]+):r:', re.MULTILINE)
_BEGINNING = (
    '# Fill in your organization, then `editions update` and `tx push -s`.\n'
    '[main]\nhost = https://app.transifex.com\n'
)


def platform_settings(project: Project, domains: Collection[str]) -> Iterator[Write]:
    """Weblate's and Transifex's settings, with what they lack; what is there stays."""
    home = _repository(project)
    config_of = project.root if (project.root / '.tx' / 'config').is_file() else home
    paths = (project.locale / 'weblate.json', config_of / '.tx' / 'config')
    there = [path.read_text('utf-8') if path.is_file() else '' for path in paths]
    written = [each for each in project.languages[1:] if project.catalogs(each).is_dir()]
    own = any(project.catalog(each, wording.DOMAIN).is_file() for each in written)
    ours = [wording.DOMAIN] if own else []
    texts = (
        weblate(
            [*domains, *ours],
            _across(home, project.locale),
            glossary=any(project.glossary(each).is_file() for each in project.languages[1:]),
            wrapped=_are_wrapped(project),
            there=there[0],
        ),
        transifex(
            domains,
            _across(config_of, project.locale),
            str(project.settings.get('project') or project.documents[0].name),
            project.source_language.code,
            templates_at=_across(config_of, project.templates),
            there=there[1],
        ),
    )
    for path, before, text in zip(paths, there, texts, strict=True):
        if text != before:
            yield Write(path, before.encode() if path.is_file() else None, text.encode())


def _repository(project: Project) -> Path:
    """The folder that the platforms see as the whole: the repository's, else the project's."""
    locale = project.locale.resolve()
    for folder in (project.root, *project.root.parents):
        if (folder / '.git').exists() and locale.is_relative_to(folder):
            return folder
    return Path(os.path.commonpath([project.root, locale.parent]))


def _across(folder: Path, path: Path) -> str:
    return Path(os.path.relpath(path.resolve(), folder)).as_posix()


def _are_wrapped(project: Project) -> bool:
    """Whether the lines of the project's catalogs are broken, as most of the first ones tell."""
    paths = (p for each in project.languages[1:] for p in project.catalog_files(each).values())
    widths = [layout_of(read(path)).width for path in islice(paths, _LAYOUT_SAMPLE)]
    return widths.count(None) * 2 <= len(widths)


def weblate(
    domains: Iterable[str], locale: str, *, glossary: bool, wrapped: bool = True, there: str = ''
) -> str:
    """The components of a Weblate project: one a catalog, and the glossary.

    Where the catalogs are not `wrapped`, Weblate is not to wrap what it writes. `there` is the
    file's text now; one that Weblate would not read is left to its owner.
    """
    try:
        known = json.loads(there) if there.strip() else []
    except ValueError:
        return there
    if not (isinstance(known, list) and all(isinstance(each, dict) for each in known)):
        return there
    masks = {component.get('filemask') for component in known}
    layout = {} if wrapped else _NO_WRAPPING
    wanted = _components(domains, locale, glossary=glossary)
    added = [{**each, **layout} for each in wanted if each['filemask'] not in masks]
    if there and not added:
        return there
    return json.dumps([*known, *added], ensure_ascii=False, indent=2) + '\n'


def _components(
    domains: Iterable[str], locale: str, *, glossary: bool
) -> Iterator[Mapping[str, object]]:
    rst: dict[str, object] = {'check_flags': 'rst-text'}
    names = [(domain, f'LC_MESSAGES/{domain}.po', rst) for domain in domains]
    names += [('Glossary', 'glossary.po', {'is_glossary': True})] if glossary else []
    for name, path, more in names:
        yield {
            'name': name,
            'slug': slug(name),
            'file_format': 'po',
            'filemask': f'{locale}/*/{path}',
            'new_lang': 'contact',
            **more,
        }


def transifex(
    domains: Iterable[str],
    locale: str,
    project: str,
    source: str,
    *,
    templates_at: str = 'build/gettext',
    there: str = '',
) -> str:
    """The text of `.tx/config`; `source` is the source language's code, `there` its text now.

    A file whose sections are named in the old way is left to its owner.
    """
    own = _SECTION.search(there)
    if there.strip() and not own and '[main]' in there:
        return there
    organization, project = own.groups() if own else (FILL_IN, slug(project))
    text = there if own else _BEGINNING
    for domain in domains:
        if not re.search(rf'^file_filter *=.*/{re.escape(domain)}\.po *$', text, re.MULTILINE):
            text = text.rstrip('\n') + '\n'
            text += (
                f'\n[o:{organization}:p:{project}:r:{slug(domain)}]\n'
                f'file_filter = {locale}/<lang>/LC_MESSAGES/{domain}.po\n'
                f'source_file = {templates_at}/{domain}.pot\n'
                f'source_lang = {source}\ntype = PO\n'
            )
    return text


def slug(name: str) -> str:
    """A name as both platforms take it in an address."""
    return re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-') or 'catalog'
