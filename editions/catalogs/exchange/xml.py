"""XML that comes from strangers and goes to their tools: no entities, no network."""

import re
from typing import Any

from lxml import etree

from editions.findings import UserError

Element = Any  # lxml's own; it ships without types
XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'
_ATTRIBUTES = {'lang': XML_LANG, 'space': XML_LANG.replace('lang', 'space')}
UNFIT = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]')


def parse_xml(data: bytes, name: str) -> Element:
    """The root of an XML file. Raises UserError with the line where it cannot be read.

    Entities are refused: no format here needs one, and much hides in them. A DOCTYPE that only
    names a DTD, as older TBX has it, does no harm: the DTD is not read.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UserError(f'{name}:{error.lineno}: no well-formed XML: {error.msg}') from error
    declared = root.getroottree().docinfo.internalDTD
    entities = list(declared.iterentities()) if declared is not None else []
    if entities or next(root.iter(etree.Entity), None) is not None:
        raise UserError(f'{name}: a DOCTYPE with entities, which may hide anything; remove it')
    return root


def serialize(root: Element, *, indented: bool = False) -> bytes:
    """The file's bytes, with an element a line; as they stand where they are `indented`."""
    if not indented:
        etree.indent(root, space=' ')
    return bytes(etree.tostring(root, xml_declaration=True, encoding='UTF-8')) + b'\n'


def add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """A new child with text; a control character that XML cannot hold becomes U+FFFD.

    The child is in its parent's namespace; `lang` and `space` are attributes of XML itself.
    """
    fit = {name: UNFIT.sub('\ufffd', value) for name, value in attributes.items()}
    named = {_ATTRIBUTES.get(name, name): value for name, value in fit.items()}
    qualified = etree.QName(etree.QName(parent).namespace, tag)
    element = etree.SubElement(parent, qualified, named)
    element.text = UNFIT.sub('\ufffd', text) if text else text
    return element


def get_text(element: Element | None) -> str:
    """All text of an element, whatever a tool wrapped it in, but for comments."""
    return '' if element is None else str(element.xpath('string()'))
