"""The structure tree of a PDF, and the box that made each of its elements.

WeasyPrint's finisher sees the tree but not the boxes. One generator of WeasyPrint is
wrapped while a file is written, and tells. References are pydyf's bytes: `b'12 0 R'`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint.pdf import tags

stock_build_box_tree = tags._build_box_tree


@dataclass(frozen=True)
class Owners:
    """The box of each structure element; elements have no hash, so both are kept by id."""

    known: dict[int, tuple[Any, Any]] = field(default_factory=dict)

    def note(self, element: Any, box: Any) -> None:
        self.known.setdefault(id(element), (element, box))

    def box(self, element: Any) -> Any:
        """The box that made an element; None for one that no box made."""
        return self.known.get(id(element), (None, None))[1]

    def html(self, element: Any) -> tuple[Any, str]:
        """The HTML element and the tag that made it, as in `span::footnote-call`."""
        box = self.box(element)
        if box is None or box.element is None:
            return None, ''
        return box.element, box.element_tag or ''


@contextmanager
def owners() -> Iterator[Owners]:
    """Note which box makes which structure element, while a file is written."""
    found = Owners()

    def build_box_tree(box: Any, *args: Any) -> Iterator[Any]:
        box = getattr(box, '_box', box)  # an absolutely placed one stands behind another
        for element in stock_build_box_tree(box, *args):
            found.note(element, box)
            yield element

    tags._build_box_tree = build_box_tree
    try:
        yield found
    finally:
        tags._build_box_tree = stock_build_box_tree


class Tree:
    """The structure elements of one PDF, by their references."""

    def __init__(self, pdf: Any, owners: Owners) -> None:
        self.pdf = pdf
        self.owners = owners
        self.elements: dict[bytes, Any] = {
            item.reference: item for item in dictionaries(pdf) if item.get('Type') == '/StructElem'
        }
        self.root = next(e for e in self.elements.values() if e['S'] == '/Document')
        self.replaced: dict[bytes, bytes | str] = {}  # a freed element -> what took its place

    def object(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def element(self, kid: Any) -> Any:
        """The structure element that a kid refers to; None for content and annotations."""
        return self.elements.get(kid) if isinstance(kid, bytes) else None

    def kids(self, element: Any) -> list[Any]:
        """The structure elements right below another."""
        return [found for kid in element['K'] if (found := self.element(kid)) is not None]

    def below(self, element: Any) -> Iterator[Any]:
        """An element and all below it, from the top down."""
        yield element
        for kid in self.kids(element):
            yield from self.below(kid)

    def add(self, parent: Any, role: str, kids: list[Any]) -> Any:
        """A new element around some kids of another, not yet among the other's kids."""
        element = pydyf.Dictionary(
            {
                'Type': '/StructElem',
                'S': role,
                'K': pydyf.Array(kids),
                'Pg': parent['Pg'],
                'P': parent.reference,
            }
        )
        self.pdf.add_object(element)
        self.elements[element.reference] = element
        for kid in kids:
            if (found := self.element(kid)) is not None:
                found['P'] = element.reference
        return element

    def free(self, element: Any, instead: bytes | str = 'null') -> None:
        """Take an element out; what pointed at it will point at what took its place."""
        self.replaced[element.reference] = instead
        self.elements.pop(element.reference, None)
        element.clear()
        element['K'] = pydyf.Array()

    def settle(self) -> None:
        """Point the parent tree at what is left (ISO 32000-1, 14.7.4.4)."""
        root = self.object(self.pdf.catalog['StructTreeRoot'])
        numbers = self.object(root['ParentTree'])['Nums']
        for index, entry in enumerate(numbers):
            if isinstance(entry, list):
                entry[:] = [self.last(item) for item in entry]
            elif isinstance(entry, bytes):
                numbers[index] = self.last(entry)

    def last(self, reference: Any) -> Any:
        while reference in self.replaced:
            reference = self.replaced[reference]
        return reference


def dictionaries(pdf: Any) -> Iterator[Any]:
    """The dictionaries among a file's objects."""
    yield from (item for item in pdf.objects if isinstance(item, dict))
