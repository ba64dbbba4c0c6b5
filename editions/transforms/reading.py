"""How a translation becomes nodes: as what its source is, in the markup its source is written in.

Sphinx's Locale hands each translation to the parser of the document, as a document of its own.
MyST then takes `1. Part` for a list and `::` for text, and knows no link definition; a listing
loses its indentation, and one with markup shows its signs. While Locale is at work, the parser
here stands in the place of the document's.
"""

import os
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers import Parser
from sphinx.application import Sphinx

from editions.folders import MARKDOWN_TYPES as MARKDOWN
from editions.folders import filetype, is_markdown
from editions.markup import Kind
from editions.transforms import staging

RESTRUCTURED = 'restructuredtext'
LITERAL, INTRODUCED = '::\n\n', '\n\n   dummy literal'  # what Locale writes around a text
TITLE = re.compile(r'(.*)\n(=+)', re.DOTALL)
DOCSTRING = ':docstring of '
DIRECTIVE = re.compile(r'\{([\w:.-]+)\}')
LISTINGS = ('code', 'code-block', 'code-cell', 'eval-rst', 'literalinclude', 'math', 'sourcecode')
EVALUATED = '{eval-rst}'


@dataclass
class Reading:
    """A document whose translations are to be read; `uses` says what each of them is."""

    app: Sphinx
    docname: str
    included: frozenset[str] = frozenset()  # paths of what the document has read
    uses: dict[str, tuple[Kind, str]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)  # translations, by their sources

    @cached_property
    def path(self) -> str:
        return str(self.app.env.doc2path(self.docname))

    @cached_property
    def filetype(self) -> str:
        return filetype(self.path, self.app.config.source_suffix)

    def filetype_of(self, node: nodes.Element) -> str:
        """How a node is written: an included file as its suffix says, a docstring as Python has it,
        `eval-rst` as its name says.
        """
        source = node.source or self.path
        if DOCSTRING in source:
            return RESTRUCTURED
        found = filetype(source, self.app.config.source_suffix, self.filetype)
        if self.filetype in MARKDOWN and source == self.path:
            inside = any((node.line or 0) in lines for lines in self.markdown.evaluated)
            return RESTRUCTURED if inside else found
        return found

    @cached_property
    def markdown(self) -> 'Markdown':
        paths = [Path(self.app.srcdir, name) for name in (self.path, *sorted(self.included))]
        suffixes = self.app.config.source_suffix
        read = (path for path in paths if is_markdown(path.name, suffixes) and path.is_file())
        return Markdown(self.app, read, self.shown)

    def parsers(self) -> dict[str, type[Parser]]:
        """The parser to stand, for now, in the place of the document's."""
        known = dict(self.app.registry.get_source_parsers())
        own: Any = known[self.filetype]
        reading = self

        class MessageParser(own):  # type: ignore[misc]
            def parse(self, inputstring: str, document: nodes.document) -> None:
                rst = known[RESTRUCTURED]()
                vars(rst).update({k: v for k, v in vars(self).items() if k not in vars(rst)})
                reading.read(inputstring, document, rst)

        return {self.filetype: MessageParser}

    def read(self, text: str, document: nodes.document, rst: Parser) -> None:
        """Read a translation as Locale writes it."""
        if text.startswith(LITERAL):
            document += self.literal(textwrap.dedent(text.removeprefix(LITERAL)), document, rst)
            return
        title = TITLE.fullmatch(text)
        if title and len(title[2]) != 2 * len(title[1]):
            title = None
        words = title[1] if title else text.removesuffix(INTRODUCED)
        _, filetype = self.uses.get(words, (None, self.filetype))
        if filetype not in MARKDOWN or words.startswith('.. '):  # Sphinx's own, for a picture
            rst.parse(text, document)
            document[:] = sorted(document.children, key=is_message)  # Locale takes the first
            return
        inline = self.markdown.inline(words, document)
        if title:
            document += nodes.section('', nodes.title(words, '', *inline))
        else:
            document += nodes.paragraph(words, '', *inline)

    def literal(self, text: str, document: nodes.document, rst: Parser) -> nodes.Node:
        """A listing, letter for letter; one with markup is read as its source was."""
        kind, filetype = self.uses.get(text, (Kind.LITERAL, self.filetype))
        if kind is not Kind.PARSED:
            return nodes.literal_block(text, text)
        if filetype in MARKDOWN:
            return nodes.literal_block(text, '', *self.markdown.inline(text, document))
        rst.parse('.. parsed-literal::\n\n' + textwrap.indent(text, '   '), document)
        return document.pop(0)


def read_by(document: nodes.document) -> frozenset[str]:
    """The paths of what a document has read."""
    return frozenset(map(os.path.abspath, document.settings.record_dependencies.list))


def is_message(node: nodes.Node) -> bool:
    """Whether a node is a complaint of docutils: a link that stands twice, for example."""
    return isinstance(node, nodes.system_message)


class Markdown:
    """What holds in every message of a Markdown document: its settings and its definitions."""

    def __init__(self, app: Sphinx, paths: Iterable[Path], shown: Mapping[str, str]) -> None:
        from myst_parser.config.main import TopmatterReadError, merge_file_level, read_topmatter
        from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
        from myst_parser.parsers.mdit import create_md_parser

        texts = [path.read_text('utf-8', 'replace') for path in paths]
        config: Any = app.env.myst_config  # type: ignore[attr-defined]
        with suppress(TopmatterReadError):  # MyST has said so
            if topmatter := read_topmatter(texts[0] if texts else ''):
                config = merge_file_level(config, topmatter, lambda *_: None)
        allowed = 'substitution' in config.enable_extensions
        self.substitutions = config.substitutions if allowed else {}
        renderer = rewording(SphinxRenderer, language_class(app), shown)
        self.parser = create_md_parser(config, renderer)
        self.texts = texts
        self.env: dict[str, Any] = {}
        tokens: list[Any] = []
        for text in texts:
            self.parser.block.parse(text, self.parser, self.env, tokens if text is texts[0] else [])
        self.evaluated = [
            range(token.map[0] + 1, token.map[1] + 1)
            for token in tokens
            if token.type == 'fence' and token.info.strip() == EVALUATED
        ]

    def substituted(self) -> Iterator[tuple[str, int]]:
        """The lines of text that stand for names in the document, and where they do first."""
        known: set[str] = set()

        def lines(text: str, line: int) -> Iterator[tuple[str, int]]:
            for name, at in self.names(text, line):
                words = self.substitutions.get(name)
                if isinstance(words, str) and name not in known:
                    known.add(name)
                    if len(words.splitlines()) == 1:
                        yield words.strip(), at
                    yield from ((held, at) for held, _ in lines(words, 1))

        for text in self.texts if self.substitutions else ():
            yield from lines(text, 1)

    def names(self, text: str, line: int) -> Iterator[tuple[str, int]]:
        """The names that something stands for in a text that begins at a line, and their lines."""
        for token in self.parser.parse(text, {}):
            at = line + (token.map or [0])[0]
            directive = DIRECTIVE.match(token.info)
            if directive and directive[1] not in LISTINGS:
                yield from self.names(token.content, at + 1)
            for each in token.children or [token]:
                at += each.type in ('softbreak', 'hardbreak')
                if each.type.startswith('substitution'):
                    yield each.content.strip(), at

    def inline(self, text: str, document: nodes.document) -> list[nodes.Node]:
        """A text as one line, whatever it begins with."""
        from markdown_it.rules_core import StateCore
        from markdown_it.token import Token

        words = Token('inline', '', 0, content=text, map=[0, 1], level=1, children=[])
        edges = Token('paragraph_open', 'p', 1, map=[0, 1]), Token('paragraph_close', 'p', -1)
        notes = {'refs': dict.fromkeys(self.env.get('footnotes', {}).get('refs', ()), -1)}
        known = {'references': self.env.get('references', {}), 'footnotes': notes}
        state = StateCore(text, self.parser, known)
        state.tokens = [edges[0], words, edges[1]]
        with self.parser.reset_rules():  # all of them hold for the text of a substitution
            self.parser.disable(['normalize', 'block', 'wordcount'], ignoreInvalid=True)
            self.parser.core.process(state)
        held = nodes.Element()
        self.parser.options['document'], self.parser.options['current_node'] = document, held
        self.parser.renderer.render(state.tokens, self.parser.options, state.env)
        return list(held[-1].children)


def language_class(app: Sphinx) -> str:
    """docutils' class of the source's language in an edition in another one; else ''."""
    source = staging.of(app).source
    foreign = source is not None and source.code != app.config.language
    return f'language-{source.tag.lower()}' if source and foreign else ''


def rewording(base: Any, name: str, shown: Mapping[str, str]) -> Any:
    """A renderer of MyST that shows the translation of a substitution, or says its language."""

    class Renderer(base):  # type: ignore[misc]
        md_config: Any

        def render_substitution(self, token: Any, inline: bool) -> None:
            held, at, config = self.current_node, len(self.current_node), self.md_config
            known, key = config.substitutions, token.content.strip()
            words = {each: shown.get(str(text).strip(), text) for each, text in known.items()}
            self.md_config = replace(config, substitutions=words)
            super().render_substitution(token, inline)
            self.md_config = config
            new = held.children[at:]
            letters = any(text.isalpha() for node in new for text in node.astext())
            if name and inline and letters and words.get(key) == known.get(key):
                del held[at:]
                held += nodes.inline('', '', *new, classes=[name])

    return Renderer
