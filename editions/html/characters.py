"""Which characters each face of an edition must draw, gathered while the documents are read."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors import EnvironmentCollector

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Kinds = tuple[type[nodes.Node], ...]

# How the theme sets what stands inside a node (styles/type.css).
ROLES: dict[str, Kinds] = {
    'title': (),  # h1
    'italic': (nodes.emphasis, nodes.title_reference, addnodes.literal_emphasis),
    'bold': (nodes.strong, nodes.term, nodes.rubric, addnodes.literal_strong),
    'code': (nodes.literal, nodes.literal_block, nodes.doctest_block, addnodes.desc_signature),
    'sans': (nodes.title, nodes.caption, nodes.table, nodes.field_name),
    'heavy': (nodes.thead, nodes.entry, nodes.field_name, nodes.caption, addnodes.desc_signature),
}

Used = dict[str, frozenset[str]]


class Characters(EnvironmentCollector):
    """Keeps, for each document, the characters of each role in `env.editions_characters`."""

    def clear_doc(self, app: 'Sphinx', env: 'BuildEnvironment', docname: str) -> None:
        of(env).pop(docname, None)

    def merge_other(
        self, app: 'Sphinx', env: 'BuildEnvironment', docnames: Set[str], other: 'BuildEnvironment'
    ) -> None:
        of(env).update({name: used for name, used in of(other).items() if name in docnames})

    def process_doc(self, app: 'Sphinx', doctree: nodes.document) -> None:
        of(app.env)[app.env.current_document.docname] = gathered(doctree)


def of(env: 'BuildEnvironment') -> dict[str, Used]:
    """The characters of each document, by role."""
    if not hasattr(env, 'editions_characters'):
        env.editions_characters = {}  # type: ignore[attr-defined]
    characters: dict[str, Used] = env.editions_characters  # type: ignore[attr-defined]
    return characters


def gathered(doctree: nodes.document) -> Used:
    """The characters of a document, by role; all of them have the role `text` too."""
    found = {'text': set(doctree.astext())}
    for role, kinds in ROLES.items():
        inside = (node for node in doctree.findall() if isinstance(node, kinds))
        found[role] = set().union(*(node.astext() for node in inside))
    for title in doctree.findall(nodes.title):
        found['title' if first(title) else 'bold'].update(title.astext())
    for node in doctree.findall(nodes.image):
        found['text'].update(node.get('alt', ''))
    for entry in indexed(doctree):
        found['text'].update(entry)
        found['bold'].update(entry[:1].upper())  # stands above those that begin with it
    return {role: frozenset(characters) for role, characters in found.items()}


def indexed(doctree: nodes.document) -> Iterator[str]:
    """What a document puts into the index, which stands on a page of its own."""
    for node in doctree.findall(addnodes.index):
        for entry in node['entries']:
            yield from (part.strip() for part in entry[1].split(';'))


def first(title: nodes.title) -> bool:
    """Whether a title is that of the page."""
    return isinstance(title.parent, nodes.section | nodes.document) and not isinstance(
        title.parent.parent, nodes.section
    )


def together(documents: Iterable[Mapping[str, frozenset[str]]]) -> dict[str, set[str]]:
    """The characters of several documents, by role."""
    found: dict[str, set[str]] = {role: set() for role in ('text', *ROLES)}
    for document in documents:
        for role, characters in document.items():
            found[role] |= characters
    return found
