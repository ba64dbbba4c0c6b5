"""From messages to the bytes of a .mo file, by Babel's writer.

The catalog's own header is not handed to Babel, which refuses dates of other forms than its
own (seven of 22 catalogs from the wild) and would put today's into the file; a reader of the
.mo needs charset and plural forms only.
"""

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from editions.catalogs.po.headers import usable_plural_forms
from editions.catalogs.po.messages import Message

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog as BabelCatalog

_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)  # the same bytes on every day


def compile_mo(
    messages: Iterable[Message], language: str = '', header: Mapping[str, str] | None = None
) -> bytes:
    """The .mo file of these messages; untranslated and defective ones are left out.

    Fuzzy messages are compiled too: the caller decides what is shown, by what it hands over.
    Plural forms are the header's where its rule can be read, else the language's (CLDR).
    """
    from babel.messages.catalog import Catalog as BabelCatalog  # not needed when up to date
    from babel.messages.mofile import write_mo

    catalog = BabelCatalog(
        language or None, charset='utf-8', creation_date=_NO_DATE, revision_date=_NO_DATE
    )
    catalog.fuzzy = False
    if header and (rule := usable_plural_forms(header)):
        catalog.mime_headers = [('Plural-Forms', rule)]
    for message in messages:
        if message.translated and not message.defective:
            _add(catalog, message)
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def _add(catalog: 'BabelCatalog', message: Message) -> None:
    if message.plural is None:
        catalog.add(message.id, message.string, context=message.context)
    else:
        catalog.add((message.id, message.plural), message.strings, context=message.context)
