"""The settings of Weblate and Transifex for a project's catalogs; all paths relative.

Weblate: a list of components for `weblate import_json` (https://docs.weblate.org, "Management
commands"). Transifex: `.tx/config` as its client writes it, with the organization left for
the user to fill in (sphinx-intl's `create-txconfig` fails on today's section names). Both files
belong to the user once they are there: what is missing is added, nothing is changed.
"""

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from editions.catalogs.po import read
from editions.catalogs.po.layout import layout_of
from editions.catalogs.store import Write
from editions.project import Project

FILL_IN = 'ORGANIZATION'
_LAYOUT_SAMPLE = 20  # catalogs that are read to learn how all are laid out
_UNWRAPPED = {'file_format_params': {'po_line_wrap': 65535}}  # Weblate 5.13 and newer
_SECTION = re.compile(r'^\[o:([^:\]]+):p:([^:\]]+):r:', re.MULTILINE)
_BEGINNING = (
    '# Fill in your organization, then `editions update` and `tx push -s`.\n'
    '[main]\nhost = https://app.transifex.com\n'
)


def settings(project: Project, domains: Collection[str]) -> Iterator[Write]:
    """Weblate's and Transifex's settings, with what they lack; what is there stays."""
    home = _repository(project)
    config_of = project.root if (project.root / '.tx' / 'config').is_file() else home
    paths = (project.locale / 'weblate.json', config_of / '.tx' / 'config')
    there = [path.read_text('utf-8') if path.is_file() else '' for path in paths]
    ours = ['editions'] if any(project.locale.glob('*/LC_MESSAGES/editions.po')) else []
    texts = (
        weblate(
            [*domains, *ours],
            _across(home, project.locale),
            glossary=any(project.locale.glob('*/glossary.po')),
            wrapped=_are_wrapped(project),
            there=there[0],
        ),
        transifex(
            domains,
            _across(config_of, project.locale),
            str(project.settings.get('project') or project.documents[0].name),
            project.source_language.code,
            templates_at=_across(config_of, project.build / 'gettext'),
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
    """A path as seen from a folder."""
    return Path(os.path.relpath(path.resolve(), folder)).as_posix()


def _are_wrapped(project: Project) -> bool:
    """Whether the lines of the project's catalogs are broken, as most of the first ones tell."""
    paths = sorted(project.locale.glob('*/LC_MESSAGES/**/*.po'))[:_LAYOUT_SAMPLE]
    widths = [layout_of(read(path)).width for path in paths]
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
    layout = {} if wrapped else _UNWRAPPED
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
