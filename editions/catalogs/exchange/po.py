"""A language as one .po file for a translator without git, and the file that comes back.

An extracted comment, which every editor keeps, holds the catalog of each message and the digest of
the translation it went out with: `#. editions: guide/start 3f2a9c01b2d4`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from editions.catalogs.exchange.merging import Returned, digest_of, is_open
from editions.catalogs.po import parse
from editions.catalogs.po.layout import layout_of
from editions.catalogs.po.messages import Catalog, Key, Message
from editions.catalogs.po.writing import render
from editions.findings import Finding, Severity, UserError

_MARK = re.compile(r'editions: (.+) ([0-9a-f]{12})')  # a document's name may hold spaces


def write(catalogs: Mapping[str, Catalog], *, only_open: bool) -> tuple[bytes, tuple[Finding, ...]]:
    """One .po file of all messages, and what it cannot hold.

    A message that two catalogs translate differently goes out as the first has it.
    """
    chosen: dict[Key, Message] = {}
    left = []
    for domain, catalog in catalogs.items():
        for message in catalog.messages:
            if only_open and not is_open(message):
                continue
            mark = f'editions: {domain} {digest_of(message)}'
            known = chosen.setdefault(message.key, message)
            if known.strings != message.strings or known.plural != message.plural:
                sentence = 'translated otherwise in another catalog, left out'
                left.append(catalog.finding(message.line, 'export.twice', sentence, Severity.INFO))
                continue
            places = tuple(dict.fromkeys((*known.locations, *message.locations)))
            extracted = (*known.extracted, mark)
            chosen[message.key] = replace(known, extracted=extracted, locations=places)
    first = next((catalog for catalog in catalogs.values() if catalog.head), None)
    if first is None or first.head is None:
        raise UserError('there is no catalog to hand out; `editions update` makes them')
    layout = replace(layout_of(first), newline='\n')
    blocks = [render(message, layout) for message in (first.head, *chosen.values())]
    return '\n'.join(blocks).encode(), tuple(left)


def read(data: bytes, name: str) -> tuple[str, tuple[Returned, ...]]:
    """The language code of a .po file that came back, and its translations.

    Raises UserError where it cannot be read.
    """
    catalog = parse(data, name=name)
    if catalog.breach:
        raise UserError(f'{catalog.breach}; fix it, or ask for the file again')
    return catalog.header.get('Language', ''), tuple(_returned(catalog))


def translator(data: bytes) -> str:
    """Who translated a .po file that came back, '' where it does not say."""
    name = parse(data).header.get('Last-Translator', '')
    return '' if name.startswith(('FULL NAME', 'Automatically generated')) else name


def _returned(catalog: Catalog) -> Iterator[Returned]:
    for message in catalog.messages:
        homes = [found.groups() for line in message.extracted if (found := _MARK.fullmatch(line))]
        values = {field.name: getattr(message, field.name) for field in fields(message)}
        for domain, base in homes or [('', '')]:
            yield Returned(**values, domain=domain, base=base)
