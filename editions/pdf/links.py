"""A link leads somewhere: one to a page that is not in the file becomes its text."""

from docutils import nodes

EXTERNAL = ('http:', 'https:', 'mailto:', 'ftp:')
INDEX = 'genindex.html'


def lead_somewhere(tree: nodes.document, indexed: bool = False) -> None:
    """Turn links to nowhere into their text; mends the tree. `indexed`: there is an index."""
    known = {f'#{anchor}' for node in tree.findall(nodes.Element) for anchor in node['ids']}
    for link in list(tree.findall(nodes.reference)):
        target = link.get('refuri') or f'#{link.get("refid", "")}'
        if target == INDEX and indexed:
            link['refuri'] = '#genindex'
        elif target not in known and not target.startswith(EXTERNAL):
            link.parent.replace(link, nodes.inline('', '', *link.children, classes=link['classes']))
    for wrong in tree.findall(nodes.problematic):  # its message was on screen only
        if f'#{wrong.get("refid")}' not in known:
            wrong.attributes.pop('refid', None)
