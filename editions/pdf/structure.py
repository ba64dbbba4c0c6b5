"""The structure elements of a page, noted when it is drawn and made when the file is written.

WeasyPrint makes them of the boxes of all pages, at the end. What is noted is a tenth as large as
the boxes, and a third as large as the elements.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any, NamedTuple

import pydyf

from editions.pdf.patches import in_flow, stock_build_box_tree

PAGE = b'page'  # where an element names its page
FIRST = ('Type', 'S', 'K', 'Pg', 'P')  # the keys of an element, as WeasyPrint writes them


class Node(NamedTuple):
    """A structure element of a page, or the link that one refers to.

    Kids are numbers: of marked content, or, below 0, -n for the nth node.
    """

    role: str
    parent: int  # the number of a node; 0 is the document
    kids: tuple[int, ...]
    more: dict[str, Any] | None  # its other keys
    html: Any  # the HTML element that made it
    tag: str  # as in `span::footnote-call`
    link: Any = None


class Link:
    """The box of a link, as far as WeasyPrint asks for it: it gets the annotation."""

    link_annotation: Any = None


class Local:
    """Numbers the objects of a page as a file numbers its own."""

    page_references = (PAGE,)

    def __init__(self) -> None:
        self.objects: list[Any] = []

    def add_object(self, item: Any) -> None:
        item.number = len(self.objects)
        self.objects.append(item)


@dataclass(frozen=True)
class Structure:
    """The elements of one page in the order in which they are made."""

    nodes: tuple[Node, ...]
    top: tuple[int, ...]  # the numbers of those right below the document
    content: tuple[int, ...]  # the number of the element of each marked content


@dataclass(frozen=True)
class Owners:
    """The HTML element and the tag that made each structure element, by its id."""

    boxes: dict[int, Any] = field(default_factory=dict)  # of the page that is being noted
    known: dict[int, tuple[Any, Any, str]] = field(default_factory=dict)

    def html(self, element: Any) -> tuple[Any, str]:
        """The HTML element and the tag, as in `span::footnote-call`."""
        _, html, tag = self.known.get(id(element), (None, None, ''))
        return html, tag

    def build_box_tree(
        self, box: Any, parent: Any, pdf: Any, page: int, nums: dict[int, bytes], *args: Any
    ) -> Iterator[Any]:
        """Make the elements of a box that is being noted, or of a page that has been."""
        if isinstance(box, Structure):
            yield from self.made(box, parent, pdf, page, nums, args[0])
            return
        box = in_flow(box)
        for element in stock_build_box_tree(box, parent, pdf, page, nums, *args):
            self.boxes.setdefault(id(element), box)
            yield element

    def noted(self, page: Any, links: Sequence[tuple[Any, Link]], tags: Any) -> Structure:
        """Note the elements of a page, with the boxes of its links and its marked content."""
        document, local = pydyf.Dictionary({'S': '/Document'}), Local()
        local.add_object(document)
        for index, (box, _) in enumerate(links):
            box.link_annotation = pydyf.Dictionary({'Type': '/Annot'})
            box.link_annotation.number = index
        nums: dict[int, bytes] = {}
        linked: list[Any] = []
        top = [*self.build_box_tree(page, document, local, 0, nums, linked, tags)]
        targets = iter((number(element), links[link.number][1]) for element, link in linked)
        nodes = tuple(self.node(each, targets) for each in local.objects[1:])
        self.boxes.clear()
        content = (number(reference) for _, reference in sorted(nums.items()))
        return Structure(nodes, tuple(each.number for each in top), tuple(content))

    def node(self, item: Any, targets: Iterator[tuple[int, Link]]) -> Node:
        if item['Type'] != '/StructElem':
            parent, link = next(targets)
            return Node('', parent, (), None, None, '', link)
        box = self.boxes.get(id(item))
        html, tag = (box.element, box.element_tag) if box is not None else (None, '')
        kids = tuple(kid if isinstance(kid, int) else -number(kid) for kid in item['K'])
        more = {key: value for key, value in item.items() if key not in FIRST} or None
        role, tag = intern(item['S']), '' if html is None else tag or ''
        return Node(role, number(item['P']), kids, more, html, tag)

    def made(
        self, page: Structure, document: Any, pdf: Any, index: int, nums: Any, annotations: Any
    ) -> Iterator[Any]:
        """Make the elements that were noted."""
        around, made = pdf.page_references[index], [document]
        for node in page.nodes:
            made.append(None)  # a link that leads nowhere has no annotation
            if node.link is None:
                made[-1] = pydyf.Dictionary(
                    {'Type': '/StructElem', 'S': node.role, 'K': pydyf.Array(), 'Pg': around}
                )
            elif (annotation := node.link.link_annotation) is not None:
                made[-1] = pydyf.Dictionary(
                    {'Type': '/OBJR', 'Obj': annotation.reference, 'Pg': around}
                )
                annotations.append((made[node.parent].reference, annotation))
            if made[-1] is not None:
                pdf.add_object(made[-1])
        for node, element in zip(page.nodes, made[1:], strict=True):
            if node.link is None:
                kids = (kid if kid >= 0 else made[-kid] for kid in node.kids)
                element['K'].extend(getattr(k, 'reference', k) for k in kids if k is not None)
                element |= {'P': made[node.parent].reference, **(node.more or {})}
                self.known[id(element)] = element, node.html, node.tag
                if 'ID' in element:  # of a header cell, after its table; other cells share it
                    table, _, cell = element['ID'].string.partition('-')
                    element['ID'].string = f'{made[int(table)].number}-{cell}'
        nums |= {mcid: made[number].reference for mcid, number in enumerate(page.content)}
        yield from (made[number] for number in page.top)


def number(reference: bytes) -> int:
    return int(reference.split()[0])
