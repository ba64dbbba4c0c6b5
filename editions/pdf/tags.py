"""The structure tree of a PDF, as PDF/UA-1 wants it (ISO 14289-1, 7; ISO 32000-1, 14.7 and 14.8).

WeasyPrint makes one element for each part of a paragraph, list or table (its issue 2903), puts
the notes of a page after all its text, and knows few roles and no languages. Here notes go to
their calls, parts are joined, and each element is said to be what it is. References are pydyf's
bytes: `b'12 0 R'`.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

from editions.pdf import patches
from editions.pdf.structure import Owners

NOTE = 'footnote'  # the class of a note's text
CALL = 'span::footnote-call'
PAIRED = {'pair', 'passage'}  # the classes of a row of two passages, and of each
ROWS = ('/Table', '/TBody', '/TR')  # their kids meet again after another row's
POINTS = 0.75  # a CSS px in points
ROLES = {
    **dict.fromkeys(('pre', 'code'), '/Code'),
    **dict.fromkeys(('em', 'strong', 'cite', 'sup', 'sub', 'a::before', 'a::after'), '/Span'),
    **dict.fromkeys(('figure', 'aside', 'nav', 'header', 'footer'), '/Div'),
    'span::footnote-call': '/Reference',
    'span::footnote-marker': '/Lbl',
}


def complete(pdf: Any, owners: Owners, language: str) -> None:
    """Bring the structure tree of a file into shape; `language` is the document's."""
    tree = Tree(pdf, owners)
    leave_out_decoration(tree, tree.root)
    place_notes(tree)
    unwrap(tree, tree.root)
    join_parts(tree)
    describe(tree, language)
    tree.settle()


class Tree:
    """The structure elements of one PDF, by their references."""

    def __init__(self, pdf: Any, owners: Owners) -> None:
        self.pdf = pdf
        self.owners = owners
        self.elements: dict[bytes, Any] = {
            item.reference: item
            for item in pdf.objects
            if isinstance(item, pydyf.Dictionary) and item.get('Type') == '/StructElem'
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


def leave_out_decoration(tree: Tree, element: Any) -> None:
    """Make artifacts of pictures that say nothing: icons, and those with an empty `alt`."""
    for kid in tree.kids(element):
        leave_out_decoration(tree, kid)
        if kid['S'] == '/Figure' and 'Alt' not in kid:
            for mcid in kid['K']:
                if isinstance(mcid, int):
                    mark_as_artifact(tree, kid['Pg'], mcid)
            element['K'].remove(kid.reference)
            tree.free(kid)


def place_notes(tree: Tree) -> None:
    """Put every note, or part of one, after its call, then drop what is empty.

    Before anything is joined: a note between two parts of a paragraph would keep them apart.
    """
    calls: dict[int, Any] = {}
    for element in tree.elements.values():
        html, tag = tree.owners.html(element)
        if tag == CALL:
            calls.setdefault(id(html), element)
    parents = {kid.reference: e for e in tree.elements.values() for kid in tree.kids(e)}
    for note in reversed([*notes(tree, tree.root)]):
        if (call := calls.get(id(tree.owners.html(note)[0]))) is not None:
            parents[note.reference]['K'].remove(note.reference)
            beside = parents[call.reference]
            beside['K'].insert(beside['K'].index(call.reference) + 1, note.reference)
            note['P'] = beside.reference
    prune(tree, tree.root)


def notes(tree: Tree, parent: Any) -> Iterator[Any]:
    """The elements that hold a note, or the part of one that is on a page, in reading order."""
    for element in tree.kids(parent):
        html, tag = tree.owners.html(element)
        if tag == 'span' and NOTE in classes(html):
            yield element
        else:
            yield from notes(tree, element)


def prune(tree: Tree, element: Any) -> None:
    """Drop elements in which nothing is left; cells may be empty."""
    for kid in tree.kids(element):
        prune(tree, kid)
        if not kid['K'] and kid['S'] not in ('/TD', '/TH'):
            element['K'].remove(kid.reference)
            tree.free(kid)


def unwrap(tree: Tree, parent: Any) -> None:
    """Leave one element of each row of two passages: a box of a table stands in another."""
    around, _ = tree.owners.html(parent)
    kids = pydyf.Array()
    for kid in parent['K']:
        element = tree.element(kid)
        if element is None:
            kids.append(kid)
            continue
        unwrap(tree, element)
        html, _ = tree.owners.html(element)
        if html is None or html is not around or not PAIRED & classes(html):
            kids.append(kid)
            continue
        for each in tree.kids(element):
            each['P'] = parent.reference
        kids.extend(element['K'])
        tree.free(element, instead=parent.reference)
    parent['K'] = kids


def classes(html: Any) -> set[str]:
    return set(html.get('class', '').split()) if html is not None else set()


def join_parts(tree: Tree) -> None:
    """Join the parts of one HTML element, where they have one parent, from the top down.

    A reader hears several paragraphs else, and a table torn inside a rowspan breaks PDF/UA
    (ISO 14289-1, 7.2). The header of a table that is repeated on the next page becomes an artifact.
    """
    headers: dict[str, Any] = {}  # the id of a dropped header cell -> the id that stays
    join_kids(tree, tree.root, headers)
    for element in tree.elements.values():
        if element['S'] == '/TD' and 'Headers' in element.get('A', {}):
            point_at_headers(element, headers)


def join_kids(tree: Tree, parent: Any, headers: dict[str, Any]) -> None:
    kept, previous = pydyf.Array(), None
    rows = parent['S'] in ROWS or PAIRED & classes(tree.owners.html(parent)[0])
    first: dict[Any, Any] = {}
    for kid in parent['K']:
        element = tree.element(kid)
        key = origin(tree, element)
        if key and key in first and (key == previous or rows):
            if element['S'] != '/THead':
                join(tree, first[key], element)
                continue
            if drop(tree, element, first[key], headers):
                continue
        elif key:
            first[key] = element
        kept.append(kid)
        previous = key
    parent['K'] = kept
    for element in tree.kids(parent):
        join_kids(tree, element, headers)


def origin(tree: Tree, element: Any) -> tuple[int, str, str] | None:
    """What two parts of one thing have in common; None for what stands alone."""
    if element is None or element['S'] == '/Figure':
        return None
    html, tag = tree.owners.html(element)
    return None if html is None else (id(html), tag, element['S'])


def join(tree: Tree, kept: Any, gone: Any) -> None:
    """Give the kids of one part to the other; content of another page names its page then."""
    for kid in gone['K']:
        elsewhere = isinstance(kid, int) and gone['Pg'] != kept['Pg']
        content = pydyf.Dictionary({'Type': '/MCR', 'Pg': gone['Pg'], 'MCID': kid})
        kept['K'].append(content if elsewhere else kid)
        if (element := tree.element(kid)) is not None:
            element['P'] = kept.reference
    tree.free(gone, instead=kept.reference)


def drop(tree: Tree, gone: Any, kept: Any, headers: dict[str, Any]) -> bool:
    """Make a repeated table header an artifact; False for one with links, which stays."""
    parts = list(tree.below(gone))
    if any(isinstance(kid, bytes) and tree.element(kid) is None for p in parts for kid in p['K']):
        return False
    cells = [[e for e in tree.below(head) if e['S'] == '/TH'] for head in (gone, kept)]
    headers |= {old['ID'].string: new['ID'] for old, new in zip(*cells, strict=True)}
    for part in parts:
        for mcid in part['K']:
            if isinstance(mcid, int):
                mark_as_artifact(tree, part['Pg'], mcid)
        tree.free(part)
    return True


def mark_as_artifact(tree: Tree, page: bytes, mcid: int) -> None:
    """Rewrite the marked content of a page stream (ISO 32000-1, 14.8.2.2)."""
    stream = tree.object(tree.object(page)['Contents'])
    patches.rewrite(stream, rb'/\S+\n<</MCID %d>>\nBDC' % mcid, b'/Artifact\nBMC')


def point_at_headers(cell: Any, headers: dict[str, Any]) -> None:
    """Name, once each, the header cells that are left."""
    named = {headers.get(h.string, h).string: None for h in cell['A']['Headers']}
    cell['A']['Headers'] = pydyf.Array(pydyf.String(name) for name in named)


def describe(tree: Tree, language: str) -> None:
    """Say of every element what it is; `language` is the document's."""
    for element in list(tree.elements.values()):
        html, tag = tree.owners.html(element)
        if html is None:
            continue
        if element['S'] not in ('/LBody', '/LI'):
            element['S'] = ROLES.get(tag, element['S'])
        if element['S'] == '/TH':
            element['A']['Scope'] = '/Row' if html.get('scope') == 'row' else '/Column'
        elif element['S'] == '/Figure':
            turn_box(tree, element)
            if 'formula' in html.get('class', '').split():
                element['S'] = '/Formula'
        elif element['S'] == '/Link':
            name_links(tree, element)
    name_languages(tree, tree.root, language)
    name_notes(tree)
    for element in list(tree.elements.values()):
        if element.get('S') == '/L':
            pair_terms(tree, element)
    for element in list(tree.elements.values()):
        if element['S'] == '/LI':
            wrap_body(tree, element)
    prune(tree, tree.root)


def name_languages(tree: Tree, element: Any, around: str) -> None:
    """Note the language of each element that is not in that of what is around it (14.9.2)."""
    html, tag = tree.owners.html(element)
    language = (html.get('lang') if html is not None and '::' not in tag else '') or around
    if language != around:
        element['Lang'] = pydyf.String(language)
    for kid in tree.kids(element):
        name_languages(tree, kid, language)


def turn_box(tree: Tree, figure: Any) -> None:
    """Give a figure's box in points, from the foot of the page; WeasyPrint gives px from above."""
    if 'A' in figure:
        height = tree.object(figure['Pg'])['MediaBox'][3]
        x1, y1, x2, y2 = (side * POINTS for side in figure['A']['BBox'])
        figure['A']['BBox'] = pydyf.Array((x1, height - y2, x2, height - y1))


def name_links(tree: Tree, link: Any) -> None:
    """Describe a link by its own words; WeasyPrint puts its target there."""
    html, _ = tree.owners.html(link)
    words = ' '.join(''.join(html.itertext()).split())
    for kid in link['K']:
        if isinstance(kid, bytes) and tree.element(kid) is None and words:
            tree.object(tree.object(kid)['Obj'])['Contents'] = pydyf.String(words)


def name_notes(tree: Tree) -> None:
    """Say which elements are notes; each has an ID (ISO 14289-1, 7.9)."""
    for number, note in enumerate([*notes(tree, tree.root)], 1):
        note.update({'S': '/Note', 'ID': pydyf.String(f'note-{number}')})


def pair_terms(tree: Tree, items: Any) -> None:
    """In a definition list a term labels what follows; WeasyPrint makes an item of each."""
    if tree.owners.html(items)[1] != 'dl':
        return
    kept, item = pydyf.Array(), None
    for kid in items['K']:
        element = tree.element(kid)
        inner = tree.kids(element)[0] if element is not None and tree.kids(element) else None
        tag = tree.owners.html(inner)[1] if inner is not None else ''
        if tag == 'dd' and item is not None:
            item['K'].extend(element['K'])
            for part in tree.kids(element):
                part['P'] = item.reference
            tree.free(element, instead=item.reference)
            continue
        if tag == 'dt' and inner is not None:
            inner['S'], item = '/Lbl', element
        kept.append(kid)
    items['K'] = kept


def wrap_body(tree: Tree, item: Any) -> None:
    """A list item holds a label and a body, nothing else (ISO 14289-1, 7.2)."""
    kids, body = pydyf.Array(), None
    for kid in item['K']:
        element = tree.element(kid)
        if element is not None and element['S'] in ('/Lbl', '/LBody'):
            kids.append(kid)
        elif body is None:
            body = tree.add(item, '/LBody', [kid])
            kids.append(body.reference)
        else:
            body['K'].append(kid)
            if element is not None:
                element['P'] = body.reference
    item['K'] = kids
