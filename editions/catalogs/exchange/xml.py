"""XML that comes from strangers and goes to their tools: no entities, no network."""

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from editions.findings import UserError

Element = Any  # lxml's own; it ships without types
XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'
XML_SPACE = '{http://www.w3.org/XML/1998/namespace}space'
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


def serialize(root: Element, blank: Callable[[Element], bool]) -> bytes:
    """The file's bytes, indented where `blank(element)` says that white space means nothing."""
    _indent(root, blank, '\n')
    return bytes(etree.tostring(root, xml_declaration=True, encoding='UTF-8')) + b'\n'


def _indent(element: Element, blank: Callable[[Element], bool], newline: str) -> None:
    children = list(element)
    if not children or not blank(element):
        return
    element.text = newline + ' '
    for child in children:
        child.tail = newline + (' ' if child is not children[-1] else '')
        _indent(child, blank, newline + ' ')


def set_text(element: Element, text: str) -> Element:
    """Put text into an element; a control character that XML cannot hold becomes U+FFFD."""
    element.text = UNFIT.sub('\ufffd', text)
    return element


def get_text(element: Element | None) -> str:
    """All text of an element, whatever a tool wrapped it in."""
    if element is None:
        return ''
    found = [element.text or '']
    for child in element:
        if isinstance(child.tag, str):  # no comment, no processing instruction
            found.append(get_text(child))
        found.append(child.tail or '')
    return ''.join(found)
