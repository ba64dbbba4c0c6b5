"""Elements of XML as `alignment` looks at elements of a page: nodes with a tag, attributes, HTML.

A content document of an EPUB is XML. Read as HTML and written again it would not stay what it is;
so its elements get here what `alignment` asks of selectolax's nodes.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree

from editions.books.package import OPS, XHTML, XML

PREFIXES = {OPS: 'epub:', XML: 'xml:'}
# What each part of a document declares where it is written alone; the document does it once.
DECLARED = re.compile(f' xmlns="{re.escape(XHTML)}"| xmlns:epub="{re.escape(OPS)}"')
TAG = re.compile('<[^>]*>')  # lxml writes `&gt;` in texts and in attributes


class TextNode:
    """A text between elements."""

    tag, parent = '-text', None
    html: str

    def __init__(self, words: str) -> None:
        self.text_content = words
        self.html = escape(words, quote=False)


class XMLNode:
    """An element."""

    def __init__(self, element: Any) -> None:
        self.element = element

    @property
    def tag(self) -> str:
        return str(etree.QName(self.element).localname)

    @property
    def attributes(self) -> dict[str, str]:
        """All attributes, by their names as they are written: 'epub:type'."""
        return {written(name): value for name, value in self.element.attrib.items()}

    @property
    def attrs(self) -> 'XMLNode':
        """What takes changes of attributes: the element itself."""
        return self

    def __setitem__(self, name: str, value: str) -> None:
        self.element.set(qualified(name), value)

    def __delitem__(self, name: str) -> None:
        del self.element.attrib[qualified(name)]

    @property
    def parent(self) -> 'XMLNode | None':
        parent = self.element.getparent()
        return None if parent is None else XMLNode(parent)

    @property
    def html(self) -> str:
        text: str = etree.tostring(self.element, encoding='unicode', with_tail=False)
        return TAG.sub(lambda tag: DECLARED.sub('', tag[0]), text)

    def iter(self, include_text: bool = False) -> Iterator['XMLNode | TextNode']:
        """The children, with the texts between them or without; no comments."""
        if include_text and self.element.text:
            yield TextNode(self.element.text)
        for child in self.element:
            if isinstance(child.tag, str):
                yield XMLNode(child)
            if include_text and child.tail:
                yield TextNode(child.tail)

    def css(self, selector: str) -> list['XMLNode']:
        """The elements inside of one of some names: 'img, svg'."""
        names = selector.split(', ')
        found = (XMLNode(each) for each in self.element.iterdescendants('*'))
        return [node for node in found if node.tag in names]

    def text(self) -> str:
        return ''.join(self.element.itertext())


def written(name: str) -> str:
    """The name of an attribute as a document has it, which declares its prefix."""
    space, _, local = name.removeprefix('{').rpartition('}')
    return PREFIXES.get(space, '') + local


def qualified(name: str) -> str:
    """The same name as lxml has it."""
    prefix, _, local = name.rpartition(':')
    spaces = {known.rstrip(':'): space for space, known in PREFIXES.items()}
    return f'{{{spaces[prefix]}}}{local}' if prefix else name
