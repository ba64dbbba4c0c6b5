"""Which characters an edition shows, by the role they have, which decides the font.

Those of a document are gathered while it is read.
"""

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.locale import _, admonitionlabels

from editions.catalogs import po
from editions.html import sentences
from editions.languages.language import Language
from editions.transforms import metadata, publication, strings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Kinds = tuple[type[nodes.Node], ...]

ASCII = frozenset(map(chr, range(0x20, 0x7F)))
NUMBERING = frozenset('0123456789. ')  # of sections, figures, lines of code

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
        by_document(env).pop(docname, None)

    def merge_other(
        self, app: 'Sphinx', env: 'BuildEnvironment', docnames: Set[str], other: 'BuildEnvironment'
    ) -> None:
        by_document(env).update(
            {name: used for name, used in by_document(other).items() if name in docnames}
        )

    def process_doc(self, app: 'Sphinx', doctree: nodes.document) -> None:
        by_document(app.env)[app.env.current_document.docname] = gathered(doctree)


def by_document(env: 'BuildEnvironment') -> dict[str, Used]:
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


def used_by(app: 'Sphinx') -> dict[str, set[str]]:
    """The characters of an edition by role: its documents' and those of the pages around them."""
    used: dict[str, set[str]] = {role: set() for role in ('text', *ROLES)}
    for document in by_document(app.env).values():
        for role, characters in document.items():
            used[role] |= characters
    words = interface(app)
    used['text'] |= words
    used['sans'] |= words
    used['title'] |= set(_('Search') + _('Index'))  # titles that are not the author's
    if Language(app.config.language).chinese:  # Chinese stresses by Hei, Latin within it by a sans
        used['heavy'] |= used['title'] | used['bold'] | used['italic']
    for role in used.keys() - {'text', 'sans'}:
        if used[role]:
            used[role] |= NUMBERING
    if app.config.numfig:  # captions, and the text that refers to them
        named = set().union(*map(str, app.config.numfig_format.values()))
        for role in ('text', 'sans', 'heavy'):
            used[role] |= named
    return used


def interface(app: 'Sphinx') -> set[str]:
    """The characters that the theme itself writes on a page."""

    language = app.config.language
    edited = publication.read(app.builder)
    words = [item.name for item in edited.languages]
    here = publication.current(language, edited)
    words += sentences.vocabulary(edited.source_language, here)
    words += [str(app.config.html_title or ''), metadata.rights(app.config)]
    words += [_(word) for word in ('Index', 'Search', 'previous', 'next', 'Symbols')]
    words += map(str, admonitionlabels.values())
    catalog = strings.FOLDER / strings.borrowed(language) / 'LC_MESSAGES' / 'editions.po'
    if catalog.exists():
        words += (text for message in po.read(catalog).messages for text in message.strings)
    return set(ASCII).union('—×', *words)  # docutils puts a dash before who is quoted
