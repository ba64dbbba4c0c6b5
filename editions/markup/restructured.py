"""reStructuredText, read by docutils' own parser with everything left out that acts.

docutils calls a function for each role and directive; here they stay what was written, since a
translation is read before it is known whether it may be printed, and where the roles of Sphinx
and its extensions are not loaded.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.frontend import Values, get_default_settings
from docutils.parsers.rst import Parser, languages, states
from docutils.statemachine import StringList, string2lines
from docutils.utils import Reporter, punctuation_chars
from docutils.utils.urischemes import schemes

from editions.markup import SUSPECT, Inline, Kind, Mark, Markup, titled

ESCAPE = r'\0(?:\s|(.)|$)'  # an escaped blank is nothing
WARNING = 2  # docutils' level
PROBLEMS = 20  # after so many a text is not read on: docutils' time grows with their square
_INTRODUCES = re.compile(r'(?<!\\)(?:\\\\)*::\s*\Z')
_ENDLESS = re.compile(r'(?:\w{1,40}[-._+:]){200}')
_BEGINS = re.compile(rf'(?:\A|[\s{punctuation_chars.openers}{punctuation_chars.delimiters}])\Z')
_ENDS = re.compile(
    rf'\Z|[\s{punctuation_chars.closing_delimiters}{punctuation_chars.delimiters}'
    rf'{punctuation_chars.closers}]'
)  # docutils' start_string_prefix and end_string_suffix
_CODE = '\n\n   code'  # what `::` introduces; Sphinx adds the like
_LISTS = (re.compile(states.Body.patterns['enumerator']),)  # what begins with a letter or digit
_BLOCKS = tuple(re.compile(p) for name, p in states.Body.patterns.items() if name != 'text')
_MARKS: dict[type[nodes.Element], Inline] = {
    nodes.strong: Inline.STRONG,
    nodes.emphasis: Inline.EMPHASIS,
    nodes.literal: Inline.LITERAL,
    nodes.target: Inline.TARGET,
    nodes.substitution_reference: Inline.SUBSTITUTION,
    nodes.footnote_reference: Inline.FOOTNOTE,
    nodes.citation_reference: Inline.CITATION,
    nodes.problematic: Inline.PROBLEM,
}


def read(text: str, kind: Kind, default_role: str = '') -> Markup:
    if _ENDLESS.search(text):
        return Markup(text, problems=('A name of hundreds of parts is not read.',))
    line = kind is Kind.BLOCK and _is_line(text)
    if line and (found := _simple(text, default_role)):
        return found
    if kind is Kind.PARSED or line:
        inliner = Inliner(default_role)
        document = _document(inliner)
        inliner.parse(text, 1, inliner.memo(document), document)
        return inliner.markup(text, ('paragraph',))
    return _whole(text, kind, default_role)


def _simple(text: str, default_role: str = '') -> Markup | None:
    """A line whose markup stands apart and has none inside; None where docutils is to be asked.

    Most lines are such, and docutils takes several times as long to say the same.
    """
    if '\\' in text or '\0' in text:
        return None
    marks, rest, done = [], '', 0
    for found in _SIMPLE.finditer(text):
        rest, done = f'{rest}{text[done : found.start()]}x', found.end()
        kind = Inline[str(found.lastgroup)]
        label, target, name = found[kind.name], '', found['name'] or ''
        if kind is Inline.DEFAULT_ROLE and default_role:
            kind, name = Inline.ROLE, default_role.lower()
        if kind is Inline.ROLE:
            label, target = titled(label)
        marks.append(Mark(kind, found[0], found.start(), name, label, target))
    return None if SUSPECT.search(rest + text[done:]) else Markup(text, tuple(marks), escape=ESCAPE)


_SIMPLE = re.compile(
    r'(?:(?<=[\s(])|\A)(?:``(?P<LITERAL>[^`\s)](?:[^`]*[^`\s])?)``'
    r'|\*\*(?P<STRONG>\w(?:[^*`]*\w)?)\*\*|\*(?P<EMPHASIS>\w(?:[^*`]*\w)?)\*'
    r'|:(?P<name>[a-z]+(?::[a-z]+)?):`(?P<ROLE>[\w~!.](?:[^`]*[^`\s])?)`'
    r'|`(?P<DEFAULT_ROLE>\w(?:[^`<]*[^`<\s])?)`(?!:\S))(?=[\s.,;:)、。]|\Z)'
)


def begins(before: str) -> bool:
    """Whether inline markup may begin behind this text."""
    return bool(_BEGINS.match(before[-1:]))


def ends(after: str) -> bool:
    """Whether inline markup may end in front of this text."""
    return bool(_ENDS.match(after[:1]))


def _is_line(text: str) -> bool:
    """It is one line of running text: docutils begins no other block with it."""
    if text.splitlines() != [text] or text[0].isspace() or '\t' in text:
        return False
    if '::' in text and _INTRODUCES.search(text):
        return False
    return not any(block.match(text) for block in (_LISTS if text[0].isalnum() else _BLOCKS))


def _whole(text: str, kind: Kind, default_role: str) -> Markup:
    inliner = Inliner(default_role)
    document = _document(inliner)
    introduces = _INTRODUCES.search(text)
    lines = f'{text}\n{"=" * len(text) * 2}' if kind is Kind.TITLE else text
    lines += _CODE if introduces else ''
    split = string2lines(lines, document.settings.tab_width, convert_whitespace=True)
    machine = _MACHINES.pop() if _MACHINES else _machine()
    machine.run(StringList(split, 'text'), document, inliner=inliner)
    _MACHINES.append(machine)  # as it was; one that has failed is not used again
    blocks = [_name(child) for child in document if not isinstance(child, nodes.system_message)]
    if introduces and blocks[-1:] in (['literal_block'], ['block_quote']):
        blocks.pop()
    if blocks == ['image'] and introduces:  # `.. image::` and no more
        blocks = ['image without a path']
    if blocks == ['image']:
        picture = Mark(Inline.IMAGE, text, 0, target=_target(document))
        return Markup(text, (picture,), ('image',), tuple(inliner.problems))
    return inliner.markup(text, tuple(blocks))


def _name(block: nodes.Node) -> str:
    return str(block['name']) if isinstance(block, Directive) else type(block).__name__


def _target(document: nodes.document) -> str:
    return str(next(document.findall(Directive))['target'])


class Directive(nodes.General, nodes.Element):
    """A directive that was not run: `name`, and its first argument as `target`."""


class Role(nodes.Inline, nodes.TextElement):
    """Interpreted text: `name` is its role, '' the default one; `written` has NUL escapes."""


class Inliner(states.Inliner):
    """docutils' inliner, which keeps what it found and where."""

    def __init__(self, default_role: str) -> None:
        super().__init__()
        self.patterns = _patterns()
        self.default_role = default_role
        self.texts: list[tuple[str, list[Mark]]] = []  # each text that was read, with its marks
        self.problems: list[str] = []
        self.base = self.end = 0  # where the text before a mark begins, and where the mark ends

    def init_customizations(self, settings: Values) -> None:
        """Nothing: the patterns are made once."""

    def complain(self, message: nodes.system_message) -> None:
        """Keep a system message that Sphinx would print."""
        if message['level'] >= WARNING:
            self.problems.append(' '.join(message.children[0].astext().split()))

    def memo(self, document: nodes.document) -> SimpleNamespace:
        """What docutils' parser hands to its inliner."""
        return SimpleNamespace(document=document, reporter=document.reporter, language=_english())

    def parse(
        self, text: str, lineno: int, memo: SimpleNamespace, parent: nodes.Element
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        text = text.replace('\0', ' ')  # docutils' own sign
        self.texts.append((text, []))
        self.base = self.end = 0
        return super().parse(text, lineno, memo, parent)

    def implicit_inline(self, text: str, lineno: int) -> list[nodes.Text]:
        """The addresses in running text; without a call for each of them, as docutils has it."""
        at, self.base = self.base, self.end
        if ':' not in text and '@' not in text:
            return []
        while (found := self.patterns.uri.search(text)) and (
            not found['scheme'] or found['scheme'].lower() in schemes
        ):
            raw = found['whole']
            target = ('mailto:' if found['email'] else '') + raw.replace('\0', '')
            start = at + found.start('whole')
            self.keep(Mark(Inline.ADDRESS, raw.replace('\0', '\\'), start, '', raw, target))
            at += found.end()
            text = text[found.end() :]
        return []

    def interpreted(
        self, rawsource: str, text: str, role: str | None, lineno: int
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        name = (role or self.default_role).lower()
        return [Role(rawsource, nodes.Text(text), name=name, written=text)], []

    def keep(self, mark: Mark) -> None:
        self.texts[-1][1].append(mark)

    def found(self, match: re.Match[str], result: tuple[Any, ...]) -> tuple[Any, ...]:
        """Keep what docutils made of one piece of markup."""
        before, inlines, remaining, messages = result
        if inlines:
            whole = self.texts[-1][0]
            start = len(whole) - len(match.string) + len(before)
            self.end = len(whole) - len(remaining)
            self.keep(_mark(inlines[0], whole[start : self.end], start))
        enough = len(self.problems) >= PROBLEMS
        return before, inlines, '' if enough else remaining, messages

    def markup(self, text: str, blocks: tuple[str, ...]) -> Markup:
        """All that was found, with the places it has in the whole text."""
        placed: list[Mark] = []
        done = 0
        for part, marks in self.texts:
            base = max(text.find(part, done), 0)
            for mark in sorted(marks, key=lambda mark: mark.start):
                at = base + mark.start
                if not text.startswith(mark.raw, at):
                    at = text.find(mark.raw, done)
                if at == mark.start and at >= done:
                    placed.append(mark)
                else:  # without what it was, where docutils has expanded a tab
                    known = at >= done
                    raw = mark.raw if known else ''
                    placed.append(replace(mark, start=at if known else done, raw=raw))
                done = placed[-1].end
        source = re.sub(r'\\(.)', '\0\\1', text, flags=re.DOTALL)
        return Markup(source, tuple(placed), blocks, tuple(self.problems), ESCAPE)


def _keeping(method: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    def call(inliner: Inliner, match: re.Match[str], lineno: int) -> tuple[Any, ...]:
        return inliner.found(match, method(inliner, match, lineno))

    return call


Inliner.dispatch = {start: _keeping(method) for start, method in states.Inliner.dispatch.items()}


def _mark(node: nodes.Node, raw: str, start: int) -> Mark:
    words = node.astext()
    if isinstance(node, Role):
        if not node['name']:
            return Mark(Inline.DEFAULT_ROLE, raw, start, label=words)
        label, target = titled(node['written'])
        return Mark(Inline.ROLE, raw, start, node['name'], label, target)
    if isinstance(node, nodes.reference) and 'refuri' in node:
        return Mark(Inline.LINK, raw, start, label=words, target=node['refuri'])
    if isinstance(node, nodes.reference) and not isinstance(node[0], nodes.substitution_reference):
        name = raw.rstrip('_') == words  # Python_, which is no text of its own
        target = node.get('refname', words.lower())
        return Mark(Inline.REFERENCE, raw, start, label='' if name else words, target=target)
    if isinstance(node, nodes.reference):
        node = node[0]
    kind = _MARKS[type(node)]  # type: ignore[index]
    if kind in (Inline.FOOTNOTE, Inline.CITATION):
        return Mark(kind, raw, start, target=raw[1:-2])
    if kind is Inline.SUBSTITUTION:
        return Mark(kind, raw, start, target=' '.join(words.split()).lower())
    return Mark(kind, raw, start, label=words)


class _Still:
    """A state of docutils' parser in which no directive runs."""

    state_machine: Any
    parent: nodes.Element
    nested_sm_cache: list[Any] = []  # noqa: RUF012  # docutils', of machines with our states

    def __init__(self, state_machine: Any, debug: bool = False) -> None:
        super().__init__(state_machine, debug)  # type: ignore[call-arg]
        self.nested_sm_kwargs = {'state_classes': STATES, 'initial_state': 'Body'}

    def directive(self, match: re.Match[str], **presets: Any) -> tuple[list[nodes.Node], bool]:
        lines, _, _, finished = self.state_machine.get_first_known_indented(
            match.end(), strip_top=False
        )
        argument = ' '.join(lines).strip()
        return [Directive(name=match.group(1).lower(), target=argument)], finished

    def run_directive(
        self, directive: Any, match: re.Match[str], type_name: str, option_presets: Any
    ) -> tuple[list[nodes.Node], bool]:
        return self.directive(match)

    def unknown_directive(self, type_name: str) -> tuple[list[nodes.Node], bool]:
        lines, _, _, finished = self.state_machine.get_first_known_indented(0, strip_indent=False)
        return [Directive(name=type_name.lower(), target=lines[0].strip())], finished


STATES = tuple(type(state.__name__, (_Still, state), {}) for state in states.state_classes)


_MACHINES: list[Any] = []  # at rest: to make one takes longer than to read a text


def _machine() -> Any:
    return states.RSTStateMachine(state_classes=STATES, initial_state='Body')


@cache
def _settings() -> Values:
    settings = get_default_settings(Parser)
    settings.file_insertion_enabled = settings.raw_enabled = False
    settings.report_level, settings.halt_level, settings.warning_stream = 5, 6, False
    return settings


@cache
def _patterns() -> SimpleNamespace:
    plain = states.Inliner()
    plain.init_customizations(_settings())
    return plain.patterns


@cache
def _english() -> Any:
    return languages.get_language('en')


def _document(inliner: Inliner) -> nodes.document:
    reporter = Reporter('text', report_level=5, halt_level=6, stream=False)
    reporter.attach_observer(inliner.complain)
    return nodes.document(_settings(), reporter, source='text')
