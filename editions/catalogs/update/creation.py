"""Catalogs that do not exist yet: their header, our own words in a new language, its glossary.

sphinx-intl makes the header, since it knows the plural forms of every language; where it would
name a FIRST AUTHOR, the header names the project.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import editions
from editions.catalogs import glossary
from editions.catalogs.po import Catalog, Message, read
from editions.catalogs.po.layout import Layout
from editions.catalogs.po.writing import render
from editions.catalogs.store import Write
from editions.findings import UserError
from editions.languages.language import Language
from editions.project import Project

# What the locations in a catalog are relative to, so that Poedit shows the source.
BASE = 'X-Poedit-Basepath'
OURS = Path(editions.__file__).parent / 'locale'
_UNWRAPPED = Layout(None, babel=False)


def header_of(project: Project, language: Language, templates: Mapping[str, Catalog]) -> Message:
    """The header of the catalogs that a language has; without any, a new one."""
    catalogs = map(read, sorted(project.catalogs(language).rglob('*.po')))
    heads = (catalog.head for catalog in catalogs if not catalog.broken)
    if head := next(filter(None, heads), None):
        return head
    return new_header(project, language, next(iter(templates.values())))


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
    base = os.path.relpath(project.build / 'gettext', project.catalogs(language))
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
    path = project.catalogs(language) / 'editions.po'
    available = [folder.name for folder in OURS.iterdir() if folder.is_dir()]
    if path.exists() or language.base == 'en' or language.borrowed(available):
        return
    ours = read(min(OURS.glob('*/LC_MESSAGES/editions.po')))
    messages = [
        Message(m.id, ('',) * len(m.strings), m.context, m.plural, m.flags) for m in ours.messages
    ]
    yield _written(path, header, messages)


def new_glossary(project: Project, language: Language, header: Message) -> Iterator[Write]:
    """A glossary with the terms that the other languages have, to be filled in."""
    path = glossary.path_of(project.locale, language.code)
    paths = (glossary.path_of(project.locale, other.code) for other in project.languages[1:])
    found = [read(place) for place in paths if place.is_file()]
    terms = {message.key: message for catalog in found for message in catalog.messages}
    if terms and not path.exists():
        messages = [Message(message.id, context=message.context) for message in terms.values()]
        yield _written(path, header, messages)


def _written(path: Path, header: Message, messages: Iterable[Message]) -> Write:
    text = '\n'.join(render(message, _UNWRAPPED) for message in (header, *messages))
    return Write(path, None, text.encode())
