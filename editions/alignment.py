"""The body of a page in two languages, passage by passage, out of the bodies of two pages.

Both pages come from one source, so they have the same elements in the same order. What holds
blocks is written once, and its blocks are paired; a block of text stands in a row of two passages,
each as its own page has it; what is the same in both, code and pictures, is written once. The ids
are those of the first page.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from typing import Any

from editions.languages.language import Language

HEADINGS = frozenset(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'])
BLOCKS = frozenset(
    {
        'address', 'article', 'aside', 'blockquote', 'caption', 'colgroup', 'dd', 'details', 'div',
        'dl', 'dt', 'figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6',
        'header', 'hr', 'li', 'main', 'math', 'nav', 'ol', 'p', 'pre', 'section', 'summary',
        'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'ul',
    }
)  # fmt: skip
# Elements that only stand in their own kind of parent: the row is inside of them.
KEEPING = frozenset(['li', 'dt', 'dd', 'td', 'th', 'caption', 'figcaption'])
TITLES = frozenset([*HEADINGS, 'summary'])
ROWS = frozenset(['tr', 'thead', 'tbody', 'tfoot', *KEEPING])
MEDIA = 'img, video, audio, iframe, object, svg'
# Blocks that are one passage, whatever is in them; and what is no text: elements, marks by class.
WHOLE = re.compile(r'(?:^| )(?:line-block|highlight[\w-]*|math|sig|notranslate|eyebrow|contents|'
                   r'toctree-wrapper)(?: |$)')  # fmt: skip
MARKS = frozenset(['elsewhere', 'backrefs', 'headerlink', 'paragraph-number'])
NOTES, NOTE_MARKS = frozenset(['footnote', 'citation']), frozenset(['label', 'close'])
STATES = frozenset(['outdated', 'untranslated', 'withheld', 'machine'])
LANGUAGE = ('lang', 'xml:lang', 'dir')
ID = re.compile(r' (?:id|title|data-paragraph)="[^"]*"')
LINKED = re.compile(r'<a (?:class="headerlink"[^>]*|[^>]*><span class="viewcode-link")>.*?</a>')

Node = Any  # a node of selectolax, or of `xml_nodes`
Unit = list[Node]  # one block, or inline nodes in a row


@dataclass
class Alignment:
    """How two pages become one. `same` says whether two pictures show the same.

    `alone` counts the passages that have none beside them, of the first and of the second page.
    """

    languages: tuple[Language, ...]
    same: Callable[[Node, Node], bool]
    xml: bool = False  # whether the pages are XML
    alone: list[int] = field(default_factory=lambda: [0, 0])

    def inside(self, one: Node, other: Node) -> str:
        """What two elements hold, as the content of one."""
        first, second = list(units(one)), list(units(other))
        matcher = SequenceMatcher(None, list(map(key, first)), list(map(key, second)), False)
        found: list[str] = []
        for _, start, end, begin, stop in matcher.get_opcodes():
            here, there = first[start:end], second[begin:stop]
            found += map(self.paired, here, there)
            found += (self.single(each, 0) for each in here[len(there) :])
            found += (self.single(each, 1) for each in there[len(here) :])
        return '\n'.join(found)

    def paired(self, first: Unit, second: Unit) -> str:
        one, other = first[0], second[0]
        if one.tag == other.tag == 'colgroup' or is_mark(one):
            return html(first)
        if len(first) > 1 or len(second) > 1 or not is_block(one) or one.tag != other.tag:
            return self.shown_once(first, second) or self.row(html(first), html(second))
        if holds_blocks(one) and holds_blocks(other):
            return f'{start_tag(one)}\n{self.inside(one, other)}\n</{one.tag}>'
        return self.block(one, other)

    def block(self, one: Node, other: Node) -> str:
        """Two blocks of text, each as it stands on its page."""
        if comparable(one) == comparable(other) and (
            one.tag in ('hr', 'pre', 'math', 'article', 'summary') or is_whole(one) or in_cell(one)
        ):
            return one.html or ''
        if once := self.shown_once([one], [other]):
            return once
        if one.tag in TITLES:  # one in the outline of the page, in both languages
            tag = start_tag(one, without=LANGUAGE, change=STATES | {'pair'})
            both = self.passages(content(one, 'span'), content(other, 'span'), 'span')
            return f'{tag}{both}</{one.tag}>'
        if one.tag in KEEPING:
            row = self.row(content(one), content(other))
            return f'{start_tag(one, without=LANGUAGE, change=STATES)}{row}</{one.tag}>'
        anchor, number = one.attributes.get('id'), one.attributes.get('data-paragraph')
        for node, name in ((one, 'id'), (one, 'data-paragraph'), (other, 'data-paragraph')):
            if name in node.attributes:
                del node.attrs[name]
        more = f' id="{escape(anchor)}"' if anchor else ''
        more += f' data-paragraph="{escape(number)}"' if number else ''
        return self.row(one.html or '', self.note_mark(other) + (other.html or ''), more)

    def note_mark(self, node: Node) -> str:
        """The mark of a note again, for its text in the second column; '' where it has none."""
        label = next(node.parent.iter(), None) if classes(node.parent) & NOTES else None
        if self.xml or label is None or 'label' not in classes(label) or is_second(node):
            return ''
        return f'<span class="label" aria-hidden="true">{escape(text(label).strip("[]"))}</span>'

    def shown_once(self, first: Unit, second: Unit) -> str:
        """A picture that both pages show, once, with what each says in its place; else ''."""
        if any(text(each) for each in (*first, *second)):
            return ''
        here, there = media(first), media(second)
        if len(here) != len(there) or not all(map(self.same, here, there)):
            return ''
        texts = [(a.attributes.get('alt') or '', b.attributes.get('alt') or '')
                for a, b in zip(here, there, strict=True)]  # fmt: skip
        words = ' '.join(escape(words) for before, words in texts if words and words != before)
        around = self.attributes(1)
        hidden = f'<span class="hidden"{around}>{words}</span>' if words else ''
        one = first[0]
        if is_block(one):
            return f'{start_tag(one)}{inner(one)}{hidden}</{one.tag}>'
        return html(first) + hidden

    def row(self, first: str, second: str, more: str = '') -> str:
        return f'<div class="pair"{more}>{self.passages(first, second)}</div>'

    def passages(self, first: str, second: str, tag: str = 'div') -> str:
        return ' '.join(
            f'<{tag} class="passage"{self.attributes(n)} data-language='
            f'"{escape(self.languages[n].name)}">{each}</{tag}>'
            for n, each in enumerate((first, second))
        )

    def single(self, unit: Unit, side: int) -> str:
        """A passage that one page has alone, in its column; marks are those of the first page."""
        one = unit[0]
        if is_mark(one):
            return '' if side else html(unit)
        self.alone[side] += 1
        if one.tag in ROWS:
            if one.tag in KEEPING:
                sides = ['', '']
                sides[side] = content(one)
                return f'{start_tag(one, change=STATES)}{self.row(*sides)}</{one.tag}>'
            for name, value in self.named(side).items():
                one.attrs[name] = value
            return one.html or ''
        return self.row(*((html(unit), '') if side == 0 else ('', html(unit))))

    def attributes(self, side: int) -> str:
        return ''.join(f' {name}="{value}"' for name, value in self.named(side).items())

    def named(self, side: int) -> dict[str, str]:
        language = self.languages[side]
        again = {'xml:lang': language.tag} if self.xml else {}
        return {'lang': language.tag, **again, 'dir': language.direction}


def units(node: Node) -> Iterator[Unit]:
    """The blocks that a node holds, and the runs of inline nodes between them."""
    run: Unit = []
    for child in node.iter(include_text=True):
        if is_block(child) or is_mark(child):
            if any(map(counts, run)):
                yield run
            run = []
            yield [child]
        else:
            run.append(child)
    if any(map(counts, run)):
        yield run


def counts(node: Node) -> bool:
    """Whether there is something in a node: no comment, no white space alone."""
    if node.tag == '-text':
        return bool((node.text_content or '').strip())
    return bool(node.tag != '-comment')


def key(unit: Unit) -> tuple[str, ...]:
    """What two units have in common that say the same in two languages."""
    one = unit[0]
    if is_mark(one):
        return ('mark', *sorted(classes(one) & (MARKS | NOTE_MARKS)))
    if not is_block(one):
        return ('run',)
    named = one.attributes.get('data-paragraph') or ''
    if one.tag in ('section', 'dt'):
        named = one.attributes.get('id') or one.attributes.get('data-id') or ''
    kinds = sorted(classes(one) - STATES)
    return (one.tag or '', named, *(kind for kind in kinds if not kind.startswith('language-')))


def is_element(node: Node) -> bool:
    return (node.tag or '-')[0] != '-'


def is_block(node: Node) -> bool:
    return node.tag in BLOCKS


def is_mark(node: Node) -> bool:
    found, around = classes(node), classes(node.parent) if node.parent else set()
    return bool(found & MARKS or (found & NOTE_MARKS and around & NOTES))


def is_whole(node: Node) -> bool:
    """Whether a block is one passage: a list of documents is, those documents are not."""
    named = WHOLE.search(node.attributes.get('class') or '')
    return bool(named) and not any(child.tag == 'section' for child in node.iter())


def holds_blocks(node: Node) -> bool:
    return node.tag not in ('p', 'pre', 'math') and not is_whole(node) and any(
        is_block(child) for child in node.iter()
    )  # fmt: skip


def in_cell(node: Node) -> bool:
    """Whether a node is or stands in a cell of a table."""
    parent: Node | None = node
    while parent is not None and parent.tag not in ('td', 'th', 'table'):
        parent = parent.parent
    return parent is not None and parent.tag != 'table'


def is_second(node: Node) -> bool:
    """Whether another text precedes this one in its note."""
    first = next(each for each in node.parent.iter() if not is_mark(each))
    return bool(first != node)


def classes(node: Node) -> set[str]:
    return set((node.attributes.get('class') or '').split()) if is_element(node) else set()


def media(unit: Iterable[Node]) -> list[Node]:
    """The pictures and players of a unit."""
    return [
        each
        for node in unit
        if is_element(node)
        for each in ([node] if node.tag in MEDIA.split(', ') else node.css(MEDIA))
    ]


def text(node: Node) -> str:
    if node.tag == '-text':
        return (node.text_content or '').strip()
    return '' if node.tag == '-comment' else (node.text() or '').strip()


def html(unit: Iterable[Node]) -> str:
    return ''.join(node.html or '' for node in unit).strip()


def inner(node: Node) -> str:
    return ''.join(child.html or '' for child in node.iter(include_text=True))


def comparable(node: Node) -> str:
    """What a block holds, without what differs where it says the same."""
    return LINKED.sub('', ID.sub('', inner(node)))


def content(node: Node, tag: str = 'div') -> str:
    """What a block holds, with the state and the language that the block itself says."""
    names = sorted(classes(node) & STATES)
    more = f' class="{" ".join(names)}"' if names else ''
    for name in LANGUAGE:
        if value := node.attributes.get(name):
            more += f' {name}="{escape(value)}"'
    return f'<{tag}{more}>{inner(node)}</{tag}>' if more else inner(node)


def start_tag(node: Node, *, without: Iterable[str] = (), change: Set[str] = frozenset()) -> str:
    """The start tag of an element, which is written here with another content.

    Its classes lose those of `change` that are states, and get the others.
    """
    given = {name: value for name, value in node.attributes.items() if name not in without}
    if change:
        given['class'] = ' '.join(sorted(classes(node) - STATES | change - STATES))
    shown = ((n, v) for n, v in given.items() if n != 'class' or v)
    written = ''.join(f' {n}' if v is None else f' {n}="{escape(v)}"' for n, v in shown)
    return f'<{node.tag}{written}>'
