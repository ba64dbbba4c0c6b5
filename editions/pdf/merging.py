"""What a page or a line tore apart becomes one structure element again.

WeasyPrint makes one element for each part of a paragraph, list or table (its issue 2903);
a reader hears several, and a table torn inside a rowspan breaks PDF/UA (ISO 14289-1, 7.2).
Elements of one parent that come from the same HTML element are joined, from the top down;
a table header that is repeated on the next page becomes an artifact of that page.
"""

from typing import Any

import pydyf

from editions.pdf.structure import Tree

FAMILIES = ('/Table', '/TBody', '/TR')  # their kids meet again after another row's


def merge(tree: Tree) -> None:
    """Join what belongs together in the whole tree."""
    headers: dict[str, Any] = {}  # the id of a dropped header cell -> the id that stays
    merge_kids(tree, tree.root, headers)
    for element in tree.elements.values():
        if element['S'] == '/TD' and 'Headers' in element.get('A', {}):
            point_at_headers(element, headers)


def merge_kids(tree: Tree, parent: Any, headers: dict[str, Any]) -> None:
    kept, previous = pydyf.Array(), None
    first: dict[Any, Any] = {}
    for kid in parent['K']:
        element = tree.element(kid)
        key = origin(tree, element)
        if key and key in first and (key == previous or parent['S'] in FAMILIES):
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
        merge_kids(tree, element, headers)


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
    stream = tree.object(tree.object(page)['Contents']).stream
    at = next(
        i for i, item in enumerate(stream) if isinstance(item, dict) and item.get('MCID') == mcid
    )
    stream[at - 1 : at + 2] = ['/Artifact', b'BMC']


def point_at_headers(cell: Any, headers: dict[str, Any]) -> None:
    """Name, once each, the header cells that are left."""
    named = {headers.get(h.string, h).string: None for h in cell['A']['Headers']}
    cell['A']['Headers'] = pydyf.Array(pydyf.String(name) for name in named)
