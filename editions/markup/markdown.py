"""Markdown, read by the markdown-it that MyST configures, and never rendered.

Without MyST (a catalog checked alone, elsewhere) CommonMark is read: roles, substitutions and
notes are words then.
"""

import re
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from editions.markup import SHORTCUTS, Inline, Kind, Mark, Markup, Syntax, titled

ESCAPE = r'\\([!-/:-@\[-`{-~])'
_BLOCK = re.compile(r'\n|^(?:`{3}|~{3}|:{3}|<)|^$')  # what may be more than a line, or HTML
_SHORTCUT = '[]'  # the name of such a mark
_LABEL = '#label '  # what a link by a label, which the document defines, is given as address
_BLOCKS = {'heading': 'section', 'fence': 'code', 'code_block': 'code', 'html_block': 'raw'}
_PAIRED = {'em_open': Inline.EMPHASIS, 'strong_open': Inline.STRONG, 's_open': Inline.STRONG}


class _AnyLabel(dict[str, Any]):
    """Every label is defined: the definitions stand elsewhere in the document."""

    def get(self, key: str, default: Any = None) -> Any:
        return default if key.startswith('^') else {'href': _LABEL + key, 'title': ''}

    def __contains__(self, key: object) -> bool:
        return True


def read(text: str, kind: Kind, syntax: Syntax) -> Markup:
    """Read one message. A line is a line, whatever it begins with: `1.`, `-`, `#`, `>`."""
    parser = _parser(syntax.extensions, syntax.delimiters)
    env: dict[str, Any] = {'references': _AnyLabel()}
    if kind in (Kind.TITLE, Kind.PARSED) or not _BLOCK.search(text.strip()):
        found, inner = _place(
            [], text, text, _inline(parser, text.replace('\0', '\ufffd'), env, syntax)
        )
        _place_more(found, text, syntax)
        whole = 'section' if kind is Kind.TITLE else 'paragraph'
        return Markup(text, tuple(found), (whole,), (), ESCAPE, tuple(inner))
    tokens: list[Token] = []
    parser.block.parse(text.replace('\0', '\ufffd'), parser, env, tokens)
    marks: list[Mark] = []
    nested: list[Mark] = []
    for token in tokens:
        if token.type == 'inline':
            nested += _place(
                marks, text, token.content, _inline(parser, token.content, env, syntax)
            )[1]
        elif token.type == 'html_block':
            _place(marks, text, token.content, [Mark(Inline.RAW, token.content.strip(), 0)])
    _place_more(marks, text, syntax)
    blocks = tuple(_block(token) for token in tokens if token.level == 0 and token.nesting >= 0)
    return Markup(text, tuple(marks), blocks, (), ESCAPE, tuple(nested))


def _block(token: Token) -> str:
    """A block under docutils' name; a fence with a name in braces is a directive."""
    name = token.type.removesuffix('_open')
    directive = re.match(r'\{([^}]+)\}', token.info) if name in ('fence', 'colon_fence') else None
    return directive[1] if directive else _BLOCKS.get(name, name)


@lru_cache(4)
def _parser(extensions: frozenset[str], delimiters: tuple[str, str]) -> MarkdownIt:
    if find_spec('myst_parser') is None:
        return MarkdownIt('commonmark')
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    changing = {'smartquotes', 'replacements', 'linkify', SHORTCUTS}  # no markup of MyST's
    known = set(extensions - changing)
    config = MdParserConfig(enable_extensions=known, sub_delimiters=delimiters)
    parser: MarkdownIt = create_md_parser(config, RendererHTML)
    return parser


def _inline(parser: MarkdownIt, text: str, env: dict[str, Any], syntax: Syntax) -> list[Mark]:
    """The markup of a text, outermost first where it is nested."""
    state = StateInline(text, parser, env, [])
    spans = _tokenized(parser, state)
    for rule in parser.inline.ruler2.getRules(''):
        rule(state)
    marks = []
    for token in state.tokens:
        if token.type in _PAIRED:
            if end := _closing(state.tokens, token):
                size = len(token.markup)
                start, stop = spans[id(token)][0] - size + 1, spans[id(end)][1] + size - 1
                label = text[start + size : stop - size]
                marks.append(Mark(_PAIRED[token.type], text[start:stop], start, label=label))
        elif id(token) in spans:
            parts = (token, *(token.children or ()))  # a picture's words may hold markup
            marks += filter(None, (_mark(part, text, *spans[id(token)]) for part in parts))
    return [m for m in marks if m.name != _SHORTCUT or SHORTCUTS in syntax.extensions]


def _tokenized(parser: MarkdownIt, state: StateInline) -> dict[int, tuple[int, int]]:
    """Read a text as markdown-it does; where each token that is not within another stands."""
    spans: dict[int, tuple[int, int]] = {}
    rules = parser.inline.ruler.getRules('')
    while state.pos < state.posMax:
        start, known = state.pos, len(state.tokens) + bool(state.pending)
        if not any(rule(state, False) for rule in rules):
            state.pending += state.src[state.pos]
            state.pos += 1
        made = state.tokens[known:]  # after the words before it
        run = len(made) == state.pos - start and all(token.type == 'text' for token in made)
        for number, token in enumerate(made):  # of a run like ** each sign is a token
            at = start + number if run else start
            spans[id(token)] = (at, at + 1 if run else state.pos)
    if state.pending:
        state.pushPending()
    return spans


def _closing(tokens: list[Token], opening: Token) -> Token | None:
    depth = 0
    for token in tokens[tokens.index(opening) :]:
        depth += token.nesting if token.tag == opening.tag else 0
        if not depth:
            return token
    return None


def _mark(token: Token, text: str, start: int, end: int) -> Mark | None:
    """What a token says of its markup; None for words."""
    raw = text[start:end]
    name, label = token.type, token.content
    if name == 'myst_role':
        label, target = titled(token.content)
        return Mark(Inline.ROLE, raw, start, str(token.meta['name']).lower(), label, target)
    if name == 'link_open':
        return _link(raw, start, str(token.attrs.get('href', '')))
    simple = {
        'code_inline': Mark(Inline.LITERAL, raw, start, label=label),
        'image': Mark(Inline.IMAGE, raw, start, label=label, target=str(token.attrs.get('src'))),
        'html_inline': Mark(Inline.RAW, raw, start, label=raw),
        'math_inline': Mark(Inline.MATH, raw, start, label=label),
        'footnote_ref': Mark(Inline.FOOTNOTE, raw, start, target=raw.strip('[^]')),
        'substitution_inline': Mark(Inline.SUBSTITUTION, raw, start, target=label.strip()),
    }
    return simple.get(name)


def _link(raw: str, start: int, address: str) -> Mark:
    """A link with its address, or by a label."""
    if raw.startswith('<'):
        return Mark(Inline.LINK, raw, start, label=raw[1:-1], target=address)
    label = raw[1 : raw.rfind('](')]
    if not address.startswith(_LABEL):
        return Mark(Inline.LINK, raw, start, label=label, target=address)
    named = re.fullmatch(r'\[(.*)\]\[(.*)\]', raw, re.DOTALL)
    if not named:
        label = raw[1:-1]
        return Mark(Inline.REFERENCE, raw, start, _SHORTCUT, label, label.lower())
    return Mark(Inline.REFERENCE, raw, start, label=named[1], target=(named[2] or named[1]).lower())


def _place_more(marks: list[Mark], text: str, syntax: Syntax) -> None:
    """Add what MyST's extensions read: `[text]{.class}`, and `example.org` in running text."""
    if syntax.extensions & {'attrs_inline', 'attrs_image'}:
        for found in re.finditer(r'(?<=[\])`>])\{[^{}\n]*\}', text):
            if not any(mark.start <= found.start() < mark.end for mark in marks):
                marks.append(Mark(Inline.RAW, found[0], found.start()))
        marks.sort(key=lambda mark: mark.start)
    if 'linkify' in syntax.extensions and find_spec('linkify_it'):
        from linkify_it import LinkifyIt  # MyST asks for it with that extension

        rest = Markup(text, tuple(marks)).rest
        marks += (
            Mark(Inline.ADDRESS, found.raw, found.index, '', found.raw, found.url)
            for found in LinkifyIt().match(rest) or ()
        )
        marks.sort(key=lambda mark: mark.start)


def _place(
    marks: list[Mark], text: str, part: str, found: list[Mark]
) -> tuple[list[Mark], list[Mark]]:
    """Add the marks of a part of the text, at their places in the whole, none within another.

    Returns all of them, and those that are within another.
    """
    nested: list[Mark] = []
    done = marks[-1].end if marks else 0
    base = max(text.find(part, done), 0)
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if base + mark.start >= done and text.startswith(mark.raw, base + mark.start):
            at = base + mark.start
            marks.append(Mark(mark.kind, mark.raw, at, mark.name, mark.label, mark.target))
            done = marks[-1].end
        else:
            nested.append(mark)
    return marks, nested
