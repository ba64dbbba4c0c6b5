"""What the markup of one message says, read by the parser that will print it.

reStructuredText is read by docutils, Markdown by MyST's markdown-it. Nothing is executed: a
role or a directive is a name with its text, no file is opened, and no raw output is made.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cached_property, lru_cache

REMEMBERED = 4096  # texts; the rules ask for the same source and translation many times
_NOQA = re.compile(r'(?<!\\)#\s*noqa\s*$')  # Sphinx takes it off (sphinx.transforms.i18n)
# What can be anything but plain words; of a text without it no parser is asked.
SUSPECT = re.compile(
    r'[*`|_\\<>\[\]{}&$~@\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]|\w:\S|::$|www\.'
    r'|^[!-/:-@\[-`{-~•‣⁃\s]|^[\dA-Za-z]+[.)](?:\s|$)|\A\s*\Z'
)


class Kind(Enum):
    """How a message is printed, as the node says that it belongs to."""

    BLOCK = 'block'  # a text of its own: a paragraph, a cell, a caption
    TITLE = 'title'  # a line that Sphinx underlines before it is read
    LITERAL = 'literal'  # code: it is printed as it stands
    RAW = 'raw'  # HTML and the like, which the page holds as it stands
    PARSED = 'parsed'  # code with markup: `parsed-literal`
    WORDS = 'words'  # of the frame around a text, which a program fills in: %d min read
    TEXT = 'text'  # words without markup: alternative text, meta fields, captions of contents


@dataclass(frozen=True)
class Syntax:
    """The language of the source: reStructuredText, or Markdown with MyST's `extensions`.

    `delimiters` are those of its substitutions, whose text MyST runs as a template of Jinja;
    `default_role` is that of `text` in backquotes, '' where it is no role that leads anywhere.
    """

    markdown: bool = False
    extensions: frozenset[str] = frozenset()
    delimiters: tuple[str, str] = ('{', '}')
    default_role: str = ''


RST = Syntax()
MARKDOWN = Syntax(markdown=True)
SHORTCUTS = 'shortcuts'  # with this extension, none of MyST's, [text] is a link for certain
UNKNOWN = Syntax(markdown=True, extensions=frozenset({'substitution'}))  # without a conf.py


def placed(target: str, source: str, kinds: Collection[Kind | None]) -> str:
    """A translation as documents have it: without a blank in front that its source has not.

    With the blank a paragraph would be a quotation, and a listing would keep it.
    """
    code = {Kind.LITERAL, Kind.PARSED, Kind.RAW}.intersection(kinds)
    return target if code or source[:1].isspace() else target.lstrip()


class Inline(StrEnum):
    """A kind of inline markup, in the words of a finding."""

    STRONG = 'strong emphasis'
    EMPHASIS = 'emphasis'
    LITERAL = 'literal'
    TARGET = 'target'
    SUBSTITUTION = 'substitution'
    ROLE = 'role'
    DEFAULT_ROLE = 'default role'
    LINK = 'link'  # with its address: `text <https://example.org>`_
    ADDRESS = 'address'  # in running text, of which the parser makes a link
    REFERENCE = 'reference'  # by a name: Python_
    FOOTNOTE = 'footnote'
    CITATION = 'citation'
    IMAGE = 'image'
    RAW = 'raw'  # what is handed to the output as it stands: HTML in Markdown
    MATH = 'formula'
    PROBLEM = 'problem'  # a start-string without an end, and the like


# Roles whose text is for readers; in every other role it is a target, or has one in <...>.
READ = re.compile(
    'abbr|command|dfn|emphasis|guilabel|index|mailheader|makevar|manpage|menuselection|mimetype'
    '|newsgroup|program|strong|sub(script)?|sup(erscript)?|t|title|title-reference'
)
_WORDLESS = frozenset((
    Inline.LITERAL, Inline.FOOTNOTE, Inline.CITATION, Inline.SUBSTITUTION, Inline.IMAGE,
    Inline.RAW, Inline.MATH,
))  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One piece of inline markup: `raw` is what was written, from the character `start` on.

    `name` is a role's, in lower case and without colons; `target` what the markup points at (an
    address, a label, the path of a picture), `label` what a reader sees.
    """

    kind: Inline
    raw: str
    start: int
    name: str = ''
    label: str = ''
    target: str = ''

    @property
    def end(self) -> int:
        return self.start + len(self.raw)

    @property
    def read(self) -> str:
        """The words a reader sees of it; '' where they are not the translator's."""
        if self.kind in _WORDLESS:
            return ''
        if self.kind is Inline.REFERENCE and not self.label:  # a name: Python_
            return ''
        if self.kind is Inline.ROLE and not (self.target or READ.fullmatch(self.name)):
            return ''
        return self.label or self.raw.strip('`_')


@dataclass(frozen=True)
class Markup:
    """The markup of one message.

    `blocks` are the blocks it consists of, by docutils' names (('paragraph',) for most),
    `problems` what the parser complains of, in its own sentences. A backslash that escapes is
    NUL in `rest`.
    """

    source: str
    marks: tuple[Mark, ...] = ()
    blocks: tuple[str, ...] = ('paragraph',)
    problems: tuple[str, ...] = ()
    escape: str = ''  # the pattern of what an escape adds to the text
    nested: tuple[Mark, ...] = ()  # marks within others: in Markdown a link may be emphasised

    def __hash__(self) -> int:  # each text is read once; the marks need not be counted in
        return hash(self.source)

    @cached_property
    def rest(self) -> str:
        """The text with a blank in the place of every mark."""
        return self._joined(' ' * len(self.marks))

    @cached_property
    def text(self) -> str:
        """What a reader sees: literals, targets and note calls left out, escapes undone."""
        words = self._joined([mark.read for mark in self.marks])
        return re.sub(self.escape, r'\1', words) if self.escape else words

    def having(self, *kinds: Inline) -> list[Mark]:
        if not self.marks:
            return []
        return [mark for mark in (*self.marks, *self.nested) if mark.kind in kinds]

    def _joined(self, words: 'list[str] | str') -> str:
        if not self.marks:
            return self.source
        parts, done = [], 0
        for mark, word in zip(self.marks, words, strict=True):
            parts += [self.source[done : mark.start], word]
            done = mark.end
        return ''.join([*parts, self.source[done:]])


@lru_cache(REMEMBERED)
def parse(text: str, kind: Kind = Kind.BLOCK, syntax: Syntax = RST) -> Markup:
    """Read a message as it will be printed."""
    if kind is Kind.RAW:
        return Markup(text, (Mark(Inline.RAW, text, 0),))
    if kind in (Kind.LITERAL, Kind.TEXT, Kind.WORDS):
        return Markup(text)
    text = _NOQA.sub('', text)
    if not SUSPECT.search(text) and 'linkify' not in syntax.extensions:
        return Markup(text, blocks=('section',) if kind is Kind.TITLE else ('paragraph',))
    if syntax.markdown:
        from editions.markup import markdown  # markdown-it, and MyST where it is installed

        return markdown.read(text, kind, syntax)
    from editions.markup import restructured  # docutils: 0.1 s, and many texts are plain

    return restructured.read(text, kind, syntax.default_role)


def titled(inside: str) -> tuple[str, str]:
    """A role's `title <target>` taken apart; as Sphinx reads it, no space is needed between."""
    match = re.fullmatch(r'(.+?)\s*(?<!\0)<([^<]*)>', inside, re.DOTALL)
    return (match[1], match[2].replace('\0', '')) if match else (inside, '')
