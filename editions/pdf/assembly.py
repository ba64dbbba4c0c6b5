"""The documents below one docname become one tree, ready to be written as one page.

Sphinx's one-page HTML repeats ids and links to `#document-usage#options`, which is nowhere. Here
each id of a book becomes `usage/options`, each link follows it, and the numbers of sections and
figures are found again; a PDF of one document keeps its ids. A link to a page that is not in the
file becomes its text, and a reference says on which page its target is: "Folding (p. 4)".
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import inline_all_toctrees

from editions.checks.leading import leads_out
from editions.pdf import breaks, notes
from editions.pdf.options import Options
from editions.transforms.strings import _

TO_DOCUMENT = '#document-'
REFERRING = ('ids', 'backrefs')
INDEX = 'genindex.html'
REFERENCES = {'std-ref', 'std-numref', 'doc', 'std-doc'}  # classes of what Sphinx's roles write

Numbers = Mapping[str, Mapping[str, tuple[int, ...]]]


class page_reference(nodes.inline):  # noqa: N801 (docutils names nodes so)
    """The page of `target`, between the words `before` and `after`; the style sheet counts."""


def assemble(builder: Any, docname: str) -> nodes.document:
    """All documents below `docname`, references resolved, sections and figures numbered."""
    tree = builder.env.get_doctree(docname)
    tree = inline_all_toctrees(builder, set(), docname, tree, str, [docname])
    tree['docname'] = docname
    set_apart(tree)
    builder.env.resolve_references(tree, docname, builder)
    number_titles(tree, docname, builder.env.toc_secnumbers)
    scope(tree, docname)
    return tree


def set_apart(tree: nodes.document) -> None:
    """Let the chapters of a document follow its text, one level below its title, wherever its
    toctree stands: before the title, within a section, amid the text. Changes the tree.
    """
    wholes: list[nodes.Element] = [tree, *tree.findall(addnodes.start_of_file)]
    for whole in wholes:
        top = next((node for node in whole.children if isinstance(node, nodes.section)), None)
        if top is None:
            continue
        outside = [each for node in whole.children if node is not top for each in toctrees(node)]
        ordered: list[nodes.Node] = []
        waiting: list[nodes.Node] = []
        for child in top.children:
            found: list[nodes.Node] = list(toctrees(child))
            if isinstance(child, nodes.section):
                ordered, waiting = [*ordered, *waiting, child], found
            else:
                ordered += [] if found == [child] else [child]
                waiting += found
        for each in [*outside, *waiting, *ordered]:
            each.parent.remove(each)
        top[:] = [*ordered, *waiting, *outside]


def toctrees(node: nodes.Node) -> Iterator[nodes.Element]:
    """The toctrees of a document in or below a node; in each the documents that it names."""
    if not isinstance(node, nodes.Element) or isinstance(node, addnodes.start_of_file):
        return
    if any(isinstance(child, addnodes.start_of_file) for child in node.children):
        yield node
    else:
        for child in node.children:
            yield from toctrees(child)


def prepare(tree: nodes.document, options: Options, code: str) -> None:
    """Bring notes and line breaks into the shape that paper asks for; changes the tree."""
    if options.page_references:
        add_page_references(tree)
    for line in list(tree.findall(nodes.transition)):
        if 'footnotes' in line['classes']:  # MyST's, above the notes
            line.parent.remove(line)
    notes.move(tree)
    breaks.set_breaks(tree, code)
    breaks.fit(tree)


def anchor(docname: str, target: str = '') -> str:
    """The anchor, in a book, of `target` in a document, or of the document itself."""
    return f'{docname}/{target}' if target else f'document-{docname}'


def is_book(tree: nodes.Element) -> bool:
    """Whether more than one document stands in the tree."""
    return next(iter(tree.findall(addnodes.start_of_file)), None) is not None


def by_document(tree: nodes.Element, docname: str) -> Iterator[tuple[nodes.Element, str]]:
    """Every element with the document it came from, from the top down."""
    for node in tree.children:
        if not isinstance(node, nodes.Element):
            continue
        inside = node['docname'] if isinstance(node, addnodes.start_of_file) else docname
        yield node, inside
        yield from by_document(node, inside)


def scope(tree: nodes.document, docname: str) -> None:
    """Prefix each id of a book, and each link to one, with its document; changes the tree."""
    book = is_book(tree)
    for file in tree.findall(addnodes.start_of_file):
        first = file.next_node(nodes.section)
        (file if first is None else first)['ids'].append(f'document-{file["docname"]}')
        if first is not None:
            first['classes'].append('document')
    for node, inside in by_document(tree, docname):
        if (uri := node.get('refuri', '')).startswith(TO_DOCUMENT):
            node['refuri'] = '#' + landing(uri, book)
        if book:
            for name in REFERRING:
                whole = anchor(inside)  # the id of a whole document names it already
                ids: list[str] = node.get(name, [])
                node[name] = [item if item == whole else anchor(inside, item) for item in ids]
            if 'refid' in node:
                node['refid'] = anchor(inside, node['refid'])


def landing(uri: str, book: bool) -> str:
    """Where Sphinx's `#document-usage#options` leads."""
    docname, _, target = uri.removeprefix(TO_DOCUMENT).partition('#')
    return anchor(docname, target) if book or not target else target


def documents(tree: nodes.document, docname: str) -> list[str]:
    files = tree.findall(addnodes.start_of_file)
    return [docname, *(str(node['docname']) for node in files)]


def number_titles(tree: nodes.document, docname: str, numbers: Numbers) -> None:
    """Note each section's number on its title, where the writer looks first."""
    for node, inside in by_document(tree, docname):
        if isinstance(node, nodes.section) and (known := numbers.get(inside)):
            first = {f'#{item}' for item in node['ids']} & known.keys()
            top = not isinstance(node.parent, nodes.section)  # Sphinx files its number under ''
            number = known[min(first)] if first else known.get('') if top else None
            title = node.next_node(nodes.title)
            if number and title is not None:
                title['secnumber'] = number


def figure_numbers(
    numbers: Mapping[str, Mapping[str, Mapping[str, tuple[int, ...]]]], book: bool
) -> dict[str, dict[str, tuple[int, ...]]]:
    """Sphinx's numbers of figures, by kind and by the anchors that `scope` gives."""
    found: dict[str, Any] = {}
    for docname, kinds in numbers.items():
        for kind, known in kinds.items():
            for item, number in known.items():
                found.setdefault(kind, {})[anchor(docname, item) if book else item] = number
    return found


def unlink(tree: nodes.document, schemes: Collection[str] = (), indexed: bool = False) -> None:
    """Turn links to nowhere into their text; changes the tree.

    `schemes` are those of `editions_link_schemes`; `indexed`: there is an index.
    """
    known = {f'#{anchor}' for node in tree.findall(nodes.Element) for anchor in node['ids']}
    for link in list(tree.findall(nodes.reference)):
        target = link.get('refuri') or f'#{link.get("refid", "")}'
        if target == INDEX and indexed:
            link['refuri'] = '#genindex'
        elif target not in known and not leads_out(target, schemes):
            link.parent.replace(link, nodes.inline('', '', *link.children, classes=link['classes']))
    for wrong in tree.findall(nodes.problematic):  # its message was on screen only
        if f'#{wrong.get("refid")}' not in known:
            wrong.attributes.pop('refid', None)


def add_page_references(tree: nodes.document) -> None:
    """Put a page after each reference in running text; changes the tree."""
    before, _number, after = str(_(' (p. %s)')).partition('%s')
    for link in list(tree.findall(nodes.reference)):
        target = f'#{link["refid"]}' if 'refid' in link else link.get('refuri', '')
        if target.startswith('#') and is_reference(link) and in_running_text(link):
            page = page_reference('', '', nodes.Text(''), target=target, before=before, after=after)
            link.parent.insert(link.parent.index(link) + 1, page)


def is_reference(link: nodes.reference) -> bool:
    """Whether a link was written as `:ref:`, `:numref:` or `:doc:`; terms would be noise."""
    classes = {name for node in link.findall(nodes.Element) for name in node['classes']}
    return bool(classes & REFERENCES) and link['classes'] != ['noteref']


def in_running_text(link: nodes.reference) -> bool:
    """Whether a link stands in a paragraph, with more than itself."""
    paragraph: Any = link.parent
    while isinstance(paragraph, nodes.inline | nodes.emphasis | nodes.strong):
        paragraph = paragraph.parent
    return isinstance(paragraph, nodes.paragraph) and paragraph.astext() != link.astext()
