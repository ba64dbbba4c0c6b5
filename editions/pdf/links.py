"""A link holds one text and leads somewhere.

WeasyPrint makes an annotation of each box inside a link, and only one of them is tagged as
PDF/UA asks (ISO 14289-1, 7.18.5): what stands in a link is joined to one text, and how it
looked becomes a class of the link. A link to a page that is not in the file leads to the
site where the site has an address, else it is plain text.
"""

from docutils import nodes
from sphinx import addnodes

EXTERNAL = ('http:', 'https:', 'mailto:', 'ftp:')
LOOKS = (nodes.emphasis, nodes.strong, nodes.literal, nodes.title_reference)


def simplify(tree: nodes.document) -> None:
    """Give every link one text; mends the tree."""
    for link in list(tree.findall(nodes.reference)):
        if any(link.findall(nodes.image)) or not link.astext().strip():
            link.parent.replace(link, link.children)
            continue
        kinds = {type(node).__name__ for look in LOOKS for node in link.findall(look)}
        link['classes'] = [*link['classes'], *sorted(kinds)]
        text = link.astext()
        link.clear()
        link.append(nodes.Text(text))


def lead_somewhere(tree: nodes.document) -> None:
    """Turn links to nowhere into their text; mends the tree."""
    known = {f'#{anchor}' for node in tree.findall(nodes.Element) for anchor in node['ids']}
    known |= {f'#document-{node["docname"]}' for node in tree.findall(addnodes.start_of_file)}
    for link in list(tree.findall(nodes.reference)):
        target = link.get('refuri') or f'#{link.get("refid", "")}'
        if target not in known and not target.startswith(EXTERNAL):
            link.parent.replace(link, nodes.inline('', '', *link.children, classes=link['classes']))
