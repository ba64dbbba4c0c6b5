"""What Weblate and Transifex must be told of a project's catalogs; all paths relative.

Weblate: a list of components for `weblate import_json` (https://docs.weblate.org, "Management
commands"). Transifex: `.tx/config` as its client writes it, with the organization left for
the user to fill in. sphinx-intl's own `create-txconfig` fails on today's section names.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

FILL_IN = 'ORGANIZATION'


def weblate(domains: Iterable[str], locale: str, *, glossary: bool, wrapped: bool = True) -> str:
    """The components of a Weblate project: one a catalog, and the glossary.

    Where the catalogs are not `wrapped`, Weblate is told not to wrap what it writes (5.13 and
    newer; "File format parameters").
    """
    layout: dict[str, object] = {}
    if not wrapped:
        layout = {'file_format_params': {'po_line_wrap': 65535}}
    components: list[dict[str, object]] = [
        {
            'name': domain,
            'slug': slug(domain),
            'file_format': 'po',
            'filemask': f'{locale}/*/LC_MESSAGES/{domain}.po',
            'new_lang': 'contact',
            'check_flags': 'rst-text',
        }
        | layout
        for domain in domains
    ]
    if glossary:
        components.append(
            {
                'name': 'Glossary',
                'slug': 'glossary',
                'file_format': 'po',
                'filemask': f'{locale}/*/glossary.po',
                'new_lang': 'contact',
                'is_glossary': True,
            }
            | layout
        )
    return json.dumps(components, ensure_ascii=False, indent=2) + '\n'


def transifex(domains: Iterable[str], locale: str, project: str, source: str) -> str:
    """The text of `.tx/config`; `source` is the source language's code."""
    text = (
        '# Fill in your organization, then `editions update` and `tx push -s`.\n'
        '[main]\nhost = https://app.transifex.com\n'
    )
    for domain in domains:
        text += (
            f'\n[o:{FILL_IN}:p:{slug(project)}:r:{slug(domain)}]\n'
            f'file_filter = {locale}/<lang>/LC_MESSAGES/{domain}.po\n'
            f'source_file = build/gettext/{domain}.pot\n'
            f'source_lang = {source}\n'
            'type = PO\n'
        )
    return text


def slug(name: str) -> str:
    """A name as both platforms take it in an address."""
    return re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-') or 'catalog'


def settled(config: Path) -> str:
    """The organization that the user filled into a `.tx/config`, or ''."""
    if not config.is_file():
        return ''
    found = re.search(r'^\[o:([^:\]]+):', config.read_text('utf-8'), re.MULTILINE)
    return found[1] if found and found[1] != FILL_IN else ''
