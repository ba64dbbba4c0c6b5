"""A language as a translation memory, TMX 1.4b (GALA/LISA): what is current, in both languages.

Obsolete messages are in it too: their translations may serve again elsewhere.
"""

from collections.abc import Mapping

from lxml import etree

from editions.catalogs.exchange.xml import XML_LANG, Element, serialize, set_text
from editions.catalogs.po.messages import Catalog, Message
from editions.version import __version__

_INDENTED = {'tmx', 'header', 'body', 'tu', 'tuv'}


def write(catalogs: Mapping[str, Catalog], source: str, target: str) -> bytes:
    """The TMX file of a language's catalogs; `source` and `target` are BCP 47 tags."""
    root = etree.Element('tmx', version='1.4')
    names = {'creationtool': 'editions', 'creationtoolversion': __version__, 'o-tmf': 'po'}
    names |= {'segtype': 'block', 'datatype': 'plaintext', 'adminlang': 'en', 'srclang': source}
    etree.SubElement(root, 'header', names)
    body = etree.SubElement(root, 'body')
    for domain, catalog in catalogs.items():
        for message in (*catalog.messages, *catalog.obsolete):
            if message.translated and not message.fuzzy and not message.defective:
                _write_message(body, domain, message, source, target)
    return serialize(root, lambda element: element.tag in _INDENTED)


def _write_message(body: Element, domain: str, message: Message, source: str, target: str) -> None:
    for form, string in enumerate(message.strings):
        unit = etree.SubElement(body, 'tu')
        known = {'x-domain': domain, 'x-context': message.context or ''}
        for kind, text in known.items():
            if text:
                set_text(etree.SubElement(unit, 'prop', type=kind), text)
        for comment in message.comments:
            set_text(etree.SubElement(unit, 'note'), comment)
        plural = message.plural is not None and (form > 0 or len(message.strings) == 1)
        _write_variant(unit, source, str(message.plural) if plural else message.id)
        _write_variant(unit, target, string)


def _write_variant(unit: Element, tag: str, text: str) -> None:
    variant = etree.SubElement(unit, 'tuv', {XML_LANG: tag})
    set_text(etree.SubElement(variant, 'seg'), text)
