"""What each element of the structure tree is: roles, languages, scopes, notes, lists, figures.

ISO 14289-1, 7; ISO 32000-1, 14.8.4. WeasyPrint knows fewer roles, and none of the languages.
"""

from typing import Any

import pydyf

from editions.pdf.placing import notes, prune
from editions.pdf.structure import Tree

ROLES = {
    'pre': '/Code',
    'code': '/Code',
    'em': '/Span',
    'strong': '/Span',
    'cite': '/Span',
    'sup': '/Span',
    'sub': '/Span',
    'figure': '/Div',
    'aside': '/Div',
    'nav': '/Div',
    'header': '/Div',
    'footer': '/Div',
    'a::before': '/Span',
    'a::after': '/Span',
    'span::footnote-call': '/Reference',
    'span::footnote-marker': '/Lbl',
}
POINTS = 0.75  # a CSS px in points


def describe(tree: Tree, language: str) -> None:
    """Say of every element what it is; `language` is the document's."""
    for element in list(tree.elements.values()):
        html, tag = tree.owners.html(element)
        if html is None:
            continue
        if element['S'] not in ('/LBody', '/LI'):
            element['S'] = ROLES.get(tag, element['S'])
        name_language(element, html, tag, language)
        if element['S'] == '/TH':
            element['A']['Scope'] = '/Row' if html.get('scope') == 'row' else '/Column'
        elif element['S'] == '/Figure':
            turn_box(tree, element)
            if 'formula' in html.get('class', '').split():
                element['S'] = '/Formula'
        elif element['S'] == '/Link':
            name_links(tree, element)
    name_notes(tree)
    for element in list(tree.elements.values()):
        if element.get('S') == '/L':
            pair_terms(tree, element)
    for element in list(tree.elements.values()):
        if element['S'] == '/LI':
            wrap_body(tree, element)
    prune(tree, tree.root)


def name_language(element: Any, html: Any, tag: str, language: str) -> None:
    """Note the language of an element that is not in the document's (14.9.2)."""
    lang = html.get('lang')
    if lang and lang != language and '::' not in tag:
        element['Lang'] = pydyf.String(lang)


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
    for number, note in enumerate(notes(tree), 1):
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
