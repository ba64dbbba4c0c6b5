"""What Weblate and Transifex must be told of a project's catalogs; all paths relative.

Weblate: a list of components for `weblate import_json` (https://docs.weblate.org, "Management
commands"). Transifex: `.tx/config` as its client writes it, with the organization left for
the user to fill in. sphinx-intl's own `create-txconfig` fails on today's section names. Both
files belong to the user once they are there: what is missing is added, nothing is changed.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

FILL_IN = 'ORGANIZATION'
_UNWRAPPED = {'file_format_params': {'po_line_wrap': 65535}}  # Weblate 5.13 and newer
_SECTION = re.compile(r'^\[o:([^:\]]+):p:([^:\]]+):r:', re.MULTILINE)

Component = Mapping[str, object]


def weblate(
    domains: Iterable[str], locale: str, *, glossary: bool, wrapped: bool = True, there: str = ''
) -> str:
    """The components of a Weblate project: one a catalog, and the glossary.

    Where the catalogs are not `wrapped`, Weblate is told not to wrap what it writes. `there` is
    the file's text now.
    """
    known = _components(there) if there.strip() else []
    if known is None:
        return there
    masks = {component.get('filemask') for component in known}
    wanted = _wanted(domains, locale, glossary=glossary)
    layout = {} if wrapped else _UNWRAPPED
    added = [{**each, **layout} for each in wanted if each['filemask'] not in masks]
    if there and not added:
        return there
    return json.dumps([*known, *added], ensure_ascii=False, indent=2) + '\n'


def _components(text: str) -> list[Component] | None:
    """The components of a file; None where it is none that Weblate would read."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    sound = isinstance(value, list) and all(isinstance(each, dict) for each in value)
    return value if sound else None


def _wanted(domains: Iterable[str], locale: str, *, glossary: bool) -> Iterator[Component]:
    for domain in domains:
        yield {
            'name': domain,
            'slug': slug(domain),
            'file_format': 'po',
            'filemask': f'{locale}/*/LC_MESSAGES/{domain}.po',
            'new_lang': 'contact',
            'check_flags': 'rst-text',
        }
    if glossary:
        yield {
            'name': 'Glossary',
            'slug': 'glossary',
            'file_format': 'po',
            'filemask': f'{locale}/*/glossary.po',
            'new_lang': 'contact',
            'is_glossary': True,
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
                f'source_lang = {source}\n'
                'type = PO\n'
            )
    return text


_BEGINNING = (
    '# Fill in your organization, then `editions update` and `tx push -s`.\n'
    '[main]\nhost = https://app.transifex.com\n'
)


def slug(name: str) -> str:
    """A name as both platforms take it in an address."""
    return re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-') or 'catalog'
