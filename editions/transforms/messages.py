"""The message behind each node, the state of its translation, the number of a paragraph.

Before Sphinx's Locale (priority 20) replaces the text, each translatable node is told its
msgid; after it, its state. Marks, catalog lines and true `lang` hang on these.
"""

import re
from itertools import pairwise
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import LITERAL_TYPE_NODES, extract_messages

from editions import report
from editions.catalogs.counts import State
from editions.checks.criteria import Use
from editions.checks.judgement import INSTEAD
from editions.findings import Finding, Harm, Severity, relative
from editions.markup import Kind
from editions.transforms import reporting, sphinx_patches, staging
from editions.transforms.application import Transform
from editions.transforms.domains import Entry
from editions.transforms.extraction import SUBSTITUTION
from editions.transforms.reading import Reading, read_by

SIGNS = re.compile(r'([-=~^"\'`+#*])\1{1,2}')
Marked = nodes.TextElement | nodes.meta | nodes.image


class Remember(Transform):
    """Note on each node its message, and hand Sphinx the translations that readers may see."""

    default_priority = sphinx_patches.PRIORITY_BEFORE

    def apply(self, **kwargs: object) -> None:
        docname = self.env.current_document.docname
        domain = staging.of(self.app).domain(self.app, docname)
        if domain and domain.name == docname:  # what it held before counts for nothing
            domain.settle('', tuple)
        shown: dict[str, str] = {}
        reading = Reading(self.app, docname, read_by(self.document), shown=shown)
        known = self.env.metadata[docname][reporting.ADDRESSES] = leads(self.document)
        addresses = frozenset(known)
        kinds: dict[str, list[str]] = {}
        lines: dict[int, str] = {}
        for node, message in list(extract_messages(self.document)):
            found, filetype = kind(node, message), reading.filetype_of(node)
            name = found.value if filetype == reading.filetype else f'{found.value}:{filetype}'
            kinds.setdefault(report.key(message), []).append(name)
            syntax = staging.syntax_of(self.app, filetype)
            entry = domain.judge(message, Use(found, syntax, addresses)) if domain else None
            if isinstance(node, Marked) and not hidden(node) and (entry or not node.get('own')):
                node['message'] = message
            if entry and entry.shown:
                shown[message] = entry.string
                reading.uses[entry.string] = found, filetype
                lines[node.line or 0] = report.key(message)
            else:
                shown.pop(message, None)  # it was shown as another kind
        for node in self.document.findall(nodes.Element):
            node.attributes.pop('own', None)
        self.env.metadata[docname] |= {reporting.KINDS: kinds, reporting.LINES: lines}
        sphinx_patches.close_files(self.document, closed=True)
        if domain is not None:
            name = docname_to_domain(docname, self.config.gettext_compact)
            more = domain.strings if 'index' in self.config.gettext_additional_targets else {}
            reporting.of(self.app).before = sphinx_patches.offer(name, more | shown)
            reporting.of(self.app).parsers = sphinx_patches.read_by(self.app, reading.parsers())


class Mark(Transform):
    """Give each node its state and, where the source shows in a translation, its language."""

    default_priority = sphinx_patches.PRIORITY_AFTER

    def apply(self, **kwargs: object) -> None:
        docname = self.env.current_document.docname
        domain = staging.of(self.app).domain(self.app, docname)
        sphinx_patches.close_files(self.document, closed=False)
        if domain is not None:
            name = docname_to_domain(docname, self.config.gettext_compact)
            sphinx_patches.restore(name, reporting.of(self.app).before)
            sphinx_patches.read_by(self.app, reporting.of(self.app).parsers)
        found = [node for node in self.document.findall(nodes.Element) if 'message' in node]
        entries = domain.entries if domain else {}
        self.refused: list[Finding] = []
        self.unseen: list[str] = []
        absent = sum(node['message'] not in entries for node in found)
        marked = [self.mark(node, entries.get(node['message'])) for node in found]
        paragraphs = [n for n in self.document.findall(nodes.paragraph) if 'paragraph' in n]
        facts = {
            'states': [state for state, _ in marked],
            'hidden': sum(not shown for _, shown in marked),
            'messages': len(marked),
            'absent': absent,
            'paragraphs': len(paragraphs),
            'refused': self.refused,
            'unseen': self.unseen,
            'anchors': {report.key(node['message']): anchor(node) for node in reversed(found)},
        }
        self.env.metadata[docname][reporting.STATES] = facts

    def mark(self, node: nodes.Element, entry: Entry | None) -> tuple[str, bool]:
        """Write a node's state on it; return the state, and whether its translation shows."""
        state, shown = self.state(node, entry)
        node['state'] = state.value
        if shown and entry and isinstance(node, nodes.literal_block) and is_parsed(node):
            node.rawsource = ''  # by which Sphinx knows it
        machine = shown and entry is not None and entry.credit.unreviewed
        if state is not State.CURRENT or machine:
            node = lasting(node)
            node['classes'] += [state.value] if state is not State.CURRENT else []
            if machine and isinstance(node, nodes.TextElement):
                node['machine'] = True  # `credits.mark` shows it
        source = staging.of(self.app).source
        if not shown and source and isinstance(node, nodes.TextElement):
            say_language(node, f'language-{source.tag.lower()}')
        return state.value, shown

    def state(self, node: nodes.Element, entry: Entry | None) -> tuple[State, bool]:
        """The state, and whether the reader sees text in the language of the edition."""
        source = staging.of(self.app).source
        if not source or source.code == self.config.language:
            return State.CURRENT, True
        if entry is None:
            return State.UNTRANSLATED, False
        if entry.shown and passed_over(node, entry):
            reason, code, harm = 'Sphinx does not read it as text', 'blocks', Harm.MARKUP
        elif entry.shown and (address := self.astray(node, entry)):
            reason, code, harm = f'the page would hold {address[:80]}', 'sites', Harm.LINK
            sphinx_patches.put_back(self, node, node['message'])
        else:
            return entry.state, entry.shown
        sentence = f'{reason}; {INSTEAD}'
        found = Finding(entry.path, entry.line, Severity.ERROR, sentence, code, harm.value)
        self.refused.append(found)
        self.unseen.append(report.key(node['message']))
        return State.WITHHELD, False

    def astray(self, node: nodes.Element, entry: Entry) -> str:
        """An address of a translated node that may not be there, however it was written."""
        policy, message = entry.policy, entry.message
        known = frozenset(self.env.metadata[self.env.current_document.docname][reporting.ADDRESSES])
        allowed = policy.leading(known)
        for address in leads(node):
            if (code := allowed.refuses(address)) and not policy.silences(code, message):
                return address
        return ''


def leads(tree: nodes.Element) -> list[str]:
    """All that a tree links to, hands out or shows, but for what Sphinx finds by a name."""
    found: dict[str, None] = {}
    for node in tree.findall(nodes.Element):
        named = isinstance(node, addnodes.download_reference) or node.get('reftype') == 'myst'
        names = ('refuri', 'uri', 'reftarget') if named else ('refuri', 'uri')
        found |= dict.fromkeys(str(node[name]) for name in names if node.get(name))
        if isinstance(node, nodes.raw):
            found[f'{reporting.RAW}{node.astext()}'] = None
    return list(found)


def lasting(node: nodes.Element) -> nodes.Element:
    """The node whose classes readers get: within what Sphinx dissolves at the end, a new one.

    (`versionadded` and the fields of an object have an inline node around what is translated,
    which RemoveTranslatableInline takes away.)
    """
    if not (isinstance(node, nodes.inline) and 'translatable' in node):
        return node
    inner = nodes.inline('', '', *node.children)
    node.children.clear()
    node += inner
    return inner


def anchor(node: nodes.Node | None) -> str:
    """The id by which a page shows a node: its own, else that of what it stands in."""
    while isinstance(node, nodes.Element):
        if node['ids']:
            return str(node['ids'][0])
        node = node.parent
    return ''


def say_language(node: nodes.TextElement, name: str) -> None:
    """Say in which language a node is; a title's words carry it into every list of contents.

    A link of a replacement stays its child: docutils resolves no other.
    """
    node['classes'].append(name)
    if isinstance(node, nodes.title):
        node[:] = [nodes.inline('', '', *node.children, classes=[name])]
    elif isinstance(node, nodes.substitution_definition):
        node[:] = [worded(child, name) for child in node.children]


def worded(node: nodes.Node, name: str) -> nodes.Node:
    """A part of a replacement, its words in an inline node of a class."""
    if not isinstance(node, nodes.reference):
        return nodes.inline('', '', node, classes=[name])
    node[:] = [nodes.inline('', '', *node.children, classes=[name])]
    return node


def hidden(node: nodes.Element) -> bool:
    """Whether Sphinx marks a node by itself, or takes it out before it makes templates."""
    return isinstance(node, addnodes.translatable) or in_docinfo(node)


def in_docinfo(node: nodes.Element) -> bool:
    """Whether a node belongs to the fields at the top of a document, its metadata."""
    while not isinstance(node.parent, nodes.document):
        if node.parent is None:
            return False
        node = node.parent
    before = node.parent.children[: node.parent.index(node)]
    first = all(isinstance(other, nodes.Invisible | nodes.meta) for other in before)
    return isinstance(node, nodes.field_list | nodes.docinfo) and first


def passed_over(node: nodes.Element, entry: Entry) -> bool:
    """Whether Locale had a translation and did not use it."""
    if not isinstance(node, nodes.TextElement) or isinstance(node, nodes.literal_block):
        return False
    return not node.get('translated') and entry.string != node['message']


def kind(node: nodes.Element, message: str) -> Kind:
    """What a message becomes, as Sphinx's Locale reads the translation of this node."""
    if isinstance(node, nodes.raw):
        return Kind.RAW
    if isinstance(node, LITERAL_TYPE_NODES):
        return Kind.PARSED if is_parsed(node) else Kind.LITERAL
    if isinstance(node, nodes.meta | addnodes.translatable):
        return Kind.BLOCK if node.get('name') == SUBSTITUTION else Kind.TEXT
    if isinstance(node, nodes.image):
        return Kind.TEXT if message == node.get('alt') else Kind.BLOCK
    return Kind.TITLE if isinstance(node, nodes.title) else Kind.BLOCK


def is_parsed(node: nodes.Element) -> bool:
    """Whether a listing holds markup, which Sphinx does not colour then."""
    return any(not isinstance(child, nodes.Text) for child in node.children)


class Number(Transform):
    """Give each body paragraph its number and the id `p<number>`, the same in every language.

    Counted are those that stand in a section or in the document itself, from 1; not notes,
    captions, cells, list items, quotations, and a paragraph of class `byline`. The number is a
    value on the node, never text.
    """

    default_priority = 19

    def apply(self, **kwargs: object) -> None:
        body = filter(is_body, self.document.findall(nodes.paragraph))
        for number, paragraph in enumerate(body, 1):
            paragraph['paragraph'] = number
            anchor = f'p{number}'
            if anchor not in self.document.ids:
                paragraph['ids'].append(anchor)
                self.document.ids[anchor] = paragraph


class Headings(Transform):
    """Warn of a line of signs that stands in the text, where a heading was meant.

    docutils takes one that is shorter than its title, and than four signs, for text.
    """

    default_priority = 19

    def apply(self, **kwargs: object) -> None:
        for node in self.document.findall(nodes.paragraph):
            lines = node.rawsource.splitlines()
            for number, (title, signs) in enumerate(pairwise(lines), 1):
                if SIGNS.fullmatch(signs) and len(title) > len(signs):
                    path = relative(Path(node.source or ''), Path(self.app.confdir))
                    sentence = f'{signs} stands in the text; for a heading write a line as long: '
                    sentence += signs[0] * len(title)
                    line = (node.line or 0) + number
                    reporting.add(Finding(path, line, Severity.WARNING, sentence, 'source.heading'))


def is_body(node: nodes.paragraph) -> bool:
    return (
        isinstance(node.parent, nodes.section | nodes.document)
        and 'byline' not in classes_of(node)
        and bool(node.astext().strip())
    )


def classes_of(node: nodes.paragraph) -> list[str]:
    """Its classes, with those of a `class` directive, which docutils applies later (210)."""
    before = node.previous_sibling()
    coming = before.details.get('class', []) if isinstance(before, nodes.pending) else []
    return [*node['classes'], *coming]
