"""Catalogs that do not exist yet, made by sphinx-intl in a staging folder.

sphinx-intl knows the header and the plural forms of every language. It writes in place, from
a pool of processes, so it never sees a catalog of the project; its result is handed back as a
value, and the header names the project where sphinx-intl would name a FIRST AUTHOR.
"""

import re
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from editions.catalogs.po import parse
from editions.catalogs.po.messages import Catalog
from editions.findings import UserError
from editions.languages.language import CODE, Language

_NEVER = 10**6  # sphinx-intl's width for lines that are never wrapped


def create(
    templates: Iterable[Catalog], language: str, project: str, width: int | None = 76
) -> dict[str, Catalog]:
    """A new catalog without messages for each template, by domain.

    Raises UserError where the language is unknown to Babel or sphinx-intl is missing.
    """
    name = english_name(language)
    with tempfile.TemporaryDirectory(prefix='editions-') as folder:
        staged = _staged(Path(folder), list(templates), language, width)
        return {
            domain: _headed(path.read_bytes(), language, domain, name, project)
            for domain, path in staged.items()
        }


def english_name(language: str) -> str:
    """The language's name in English ('Spanish'). Raises UserError for an unknown code."""
    value = Language(language)
    locale = value.locale if CODE.fullmatch(language) else None
    if locale is None or value.territory not in locale.territories:
        raise UserError(f'{language}: no language that Babel knows; write es or pt_BR')
    return locale.english_name or language


def _staged(
    folder: Path, templates: list[Catalog], language: str, width: int | None
) -> dict[str, Path]:
    try:
        from sphinx_intl import basic
    except ImportError as error:
        raise UserError('sphinx-intl is missing; pip install sphinx-intl') from error

    for template in templates:
        target = folder / 'pot' / f'{template.domain}.pot'
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template.path, target)
    with redirect_stdout(StringIO()):
        basic.update(str(folder / 'po'), str(folder / 'pot'), (language,), width or _NEVER, jobs=1)
    made = folder / 'po' / language / 'LC_MESSAGES'
    return {template.domain: made / f'{template.domain}.po' for template in templates}


def _headed(data: bytes, language: str, domain: str, name: str, project: str) -> Catalog:
    """The header alone, without what a person would have to fill in."""
    whole = parse(data)
    date = whole.header.get('POT-Creation-Date', '')
    fields = {
        'Project-Id-Version': project,
        'PO-Revision-Date': date,
        'Last-Translator': project,
        'Language-Team': name,
        'Generated-By': None,
    }
    head = whole.head
    text = whole.blocks[head.block] if head else ''
    text = text[text.find('msgid ') :]  # the comments tell of nobody
    for field, value in fields.items():
        line = '' if value is None else f'"{field}: {value}\\\\n"\n'
        text = re.sub(rf'^"{field}: .*\n(?:"[^:]*\n)*?(?="|$)', line, text, count=1, flags=re.M)
    text = f'# {name} translations of {project}.\n{text.rstrip()}\n'
    return parse(text.encode(), language=language, domain=domain)
