"""The translation of a message that is only written otherwise now.

A source that moves from reStructuredText to Markdown, or back, changes every message with markup
in it; Sphinx 9 drops the backslash at a line end, which Sphinx 8.2 extracted. Such a message is
known by its structure: in the same catalog, the same words, and the same markup that leads to
the same places. Both are read by the parsers that print them, and so is what is written here: a
translation is rewritten only where it says afterwards what it said before.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from editions.catalogs.po.messages import Key, Message
from editions.catalogs.update.edits import URL, normal
from editions.catalogs.update.locations import is_markdown
from editions.catalogs.update.matching import Offer, made_for
from editions.markup import READ, RST, SHORTCUTS, UNKNOWN, Inline, Kind, Mark, Syntax, parse
from editions.markup.writing import escaped, joined, model, with_words

# MyST's extensions are not known here, nor the definitions of the document: what was a formula
# before tells that `$x$` is one, what was a link that `[text]` is.
MARKDOWN = tuple(
    replace(UNKNOWN, extensions=UNKNOWN.extensions | more)
    for more in ({*()}, {'dollarmath'}, {SHORTCUTS}, {'dollarmath', SHORTCUTS})
)
Writer = Callable[[bool], str]  # of a mark; told whether every sign is to be escaped
_LINE_END = re.compile(r'\s*\\+(?:(\s)\s*|$)')
_LOOSE = re.compile(r'(?<![\0\\])[`*]')
_NOTES = frozenset((Inline.FOOTNOTE, Inline.CITATION))  # a note may get another number
_LINKS = frozenset(('any', 'doc', 'ref'))  # roles that Markdown may write as links
_DEFAULT = frozenset((Inline.DEFAULT_ROLE, Inline.EMPHASIS, Inline.LITERAL, Inline.ROLE))
_SAME = frozenset((
    Inline.EMPHASIS, Inline.STRONG, Inline.LITERAL, Inline.ROLE, Inline.LINK, Inline.REFERENCE,
    Inline.DEFAULT_ROLE, Inline.FOOTNOTE, Inline.CITATION, Inline.SUBSTITUTION, Inline.IMAGE,
    Inline.MATH,
))  # fmt: skip


@dataclass(frozen=True)
class Text:
    """A text read: `words` between its `marks`, one more than these, as a reader sees them."""

    words: tuple[str, ...]
    marks: tuple[Mark, ...]
    autolinks: tuple[str, ...] = ()  # addresses in running text that are written in <...>
    loose: int = 0  # signs that are read as no markup, as where they touch a letter

    @property
    def plain(self) -> str:
        """The words with a sign for each mark, however spaces and quotation marks are set."""
        return normal('\0'.join(self.words)).strip()


@lru_cache(4096)
def read(text: str, syntax: Syntax) -> Text | None:
    """A message of one line of running text; None for others, and where markup is broken."""
    found = parse(text, Kind.BLOCK, syntax)
    if found.blocks != ('paragraph',):
        found = parse(text, Kind.TITLE, syntax)
    odd = found.problems or found.nested or len(found.blocks) != 1 or '\n' in text.strip()
    if odd or not {mark.kind for mark in found.marks} <= _SAME | {Inline.ADDRESS}:
        return None
    words, marks, autolinks, done = [''], [], [], 0

    def plain(part: str) -> str:
        return re.sub(found.escape, r'\1', part) if found.escape else part

    for mark in found.marks:
        words[-1] += plain(found.source[done : mark.start])
        done = mark.end
        if mark.kind is Inline.ADDRESS or mark.raw == f'<{mark.target}>':  # it reads as it is
            words[-1] += mark.label.removeprefix('mailto:')
            autolinks += [mark.label] if mark.kind is Inline.LINK else []
            continue
        code = syntax.markdown and mark.kind in (Inline.LITERAL, Inline.ROLE, Inline.MATH)
        marks.append(mark if code else replace(mark, label=plain(mark.label)))
        words.append('')
    words[-1] += plain(found.source[done:])
    if not syntax.markdown and words[-1].endswith('::'):  # a listing follows
        words[-1] = re.sub(r'\s::$|:$', '', words[-1])
    loose = len(_LOOSE.findall(found.rest))
    return Text(tuple(words), tuple(marks), tuple(autolinks), loose)


def same(one: Text, other: Text) -> bool:
    """Whether two texts have the same words, and the same markup that leads to the same places."""
    pairs = zip_longest(one.marks, other.marks)
    return one.plain == other.plain and all(a and b and _alike(a, b) for a, b in pairs)


def rewritten(old: str, new: str, text: str, syntaxes: tuple[Syntax, Syntax]) -> str | None:
    """The translation of `old`, as it is written for `new`; None where that is another message."""
    before, after = syntaxes
    source, target, translation = read(old, before), read(new, after), read(text, before)
    if not (source and target and translation and same(source, target)):
        return None
    if translation.loose > source.loose:
        return None
    marks = _mapped(translation.marks, source.marks, target.marks, after)
    as_it_is = [text] if old == new or not (translation.marks or target.autolinks) else []
    for candidate in (*as_it_is, *_written(translation, marks, after, target.autolinks)):
        colon = ':' if new.endswith('::') and re.search('[^:]:$', candidate) else ''
        found = read(candidate + colon, after)
        if found and same(translation, found):
            return candidate + colon
    return None


def _mapped(
    marks: Sequence[Mark], source: Sequence[Mark], target: Sequence[Mark], after: Syntax
) -> list[Writer | None]:
    """How each mark of a translation is written: as the one of the source that it translates."""
    left = list(zip(source, target, strict=True))
    found: list[Writer | None] = [None] * len(marks)
    for nearness in (_alike, _of_one_place, _of_one_kind):
        for number, mark in enumerate(marks):
            near = (p for p in left if mark.kind is p[0].kind and nearness(mark, p[0]))
            if found[number] is None and (pair := next(near, None)):
                left.remove(pair)
                found[number] = _writer(mark, pair[1], after, whole=nearness is _alike)
    for number, mark in enumerate(marks):
        own = model(mark, markdown=after.markdown)
        if found[number] is None and own:
            found[number] = _writer(mark, own, after, whole=mark.kind is Inline.LITERAL)
    return found


def _writer(mark: Mark, like: Mark, after: Syntax, *, whole: bool) -> Writer:
    """Writes a mark like another one; with `whole`, exactly so."""
    words, markdown = _title(mark), after.markdown
    code = like.kind in (Inline.ROLE, Inline.LITERAL)

    def write(wholly: bool) -> str:
        shown = words if code else escaped(words, markdown=markdown, wholly=wholly)
        return like.raw if whole else with_words(like, shown, markdown=markdown)

    return write


def _written(
    text: Text, marks: Sequence[Writer | None], after: Syntax, autolinks: Sequence[str]
) -> Iterator[str]:
    """The text in the new syntax: its words as they are, then with every sign escaped."""
    writers = [write for write in marks if write]
    for wholly in (False, True) if len(writers) == len(marks) else ():
        words = [_prose(part, after, autolinks, wholly=wholly) for part in text.words]
        pieces = [(words[0], False)]
        for write, following in zip(writers, words[1:], strict=True):
            pieces += [(write(wholly), True), (following, False)]
        yield joined(pieces, markdown=after.markdown)


def _prose(words: str, after: Syntax, autolinks: Sequence[str], *, wholly: bool) -> str:
    """Words between marks; their addresses untouched, or in `<...>` as in the source."""
    shown = {link.removeprefix('mailto:'): f'<{link}>' for link in autolinks}
    parts = re.split(f'({"|".join([URL.pattern, *map(re.escape, shown)])})', words)
    parts[::2] = [escaped(part, markdown=after.markdown, wholly=wholly) for part in parts[::2]]
    return ''.join(shown.get(part, part) for part in parts)


def _alike(one: Mark, other: Mark) -> bool:
    """Whether two marks say the same and lead to the same place."""
    kinds = {one.kind, other.kind}
    if Inline.DEFAULT_ROLE in kinds:
        return kinds <= _DEFAULT and normal(one.label) == normal(other.label)
    if normal(_title(one)) != normal(_title(other)):
        return False
    by_name = Inline.REFERENCE in kinds and _kind(one) == _kind(other)
    return by_name or _of_one_place(one, other)  # where a name leads, its document says


def _of_one_place(one: Mark, other: Mark) -> bool:
    """Whether two marks are of one kind, and lead to the same place or hold the same code."""
    places = _place(one), _place(other)
    within = _kind(one) == 'link' and _path_ends(*places)
    return _kind(one) == _kind(other) and (places[0] == places[1] or within)


def _of_one_kind(one: Mark, other: Mark) -> bool:
    """Whether one may translate the other though its words differ: what it is tells no place."""
    return _kind(one) == _kind(other) and not (_place(one) and one.kind is not Inline.REFERENCE)


def _kind(mark: Mark) -> str:
    """What a mark is to a reader, in whichever syntax."""
    if mark.kind in _NOTES:
        return 'note'
    leading = mark.kind is Inline.ROLE and mark.name in _LINKS
    if leading or mark.kind in (Inline.LINK, Inline.REFERENCE):
        return 'link'
    if mark.kind is Inline.MATH or (mark.kind is Inline.ROLE and mark.name == 'math'):
        return 'math'
    return f'role {mark.name.rpartition(":")[2]}' if mark.kind is Inline.ROLE else mark.kind.value


def _title(mark: Mark) -> str:
    """The words of its own that a mark shows; '' where it shows code, or what it leads to."""
    if mark.kind is Inline.REFERENCE:
        return mark.label or mark.raw.rstrip('_')
    if mark.kind is Inline.ROLE:
        return mark.label if mark.target or READ.fullmatch(mark.name) else ''
    shown = (Inline.EMPHASIS, Inline.STRONG, Inline.LINK, Inline.DEFAULT_ROLE)
    return mark.label if mark.kind in shown else ''


def _place(mark: Mark) -> str:
    """What a mark leads to, or its code; '' where there is none."""
    if mark.kind in _NOTES or mark.kind is Inline.DEFAULT_ROLE:
        return ''
    code = mark.kind in (Inline.LITERAL, Inline.MATH)
    code = code or (mark.kind is Inline.ROLE and not READ.fullmatch(mark.name))
    target = mark.target or (mark.label if code else '')
    if _kind(mark) == 'link' and ':' not in target:  # of this project: a label or a document
        target = re.sub(r'^#|^(?:\.*/)+|\.(?:md|rst|html)\b', '', target).casefold()
    return target.rstrip('/')


def _path_ends(one: str, other: str) -> bool:
    """Whether `guide/start` and `start` may be one document, seen from two folders."""
    local = ':' not in one + other
    return local and (f'/{one}'.endswith(f'/{other}') or f'/{other}'.endswith(f'/{one}'))


def offers(lost: Iterable[Message], fresh: Iterable[Message]) -> Iterator[tuple[Key, Offer]]:
    """New messages of a catalog that are lost ones in other writing, with their translations."""
    old = [message for message in lost if message.plural is None and message.string]
    by_line_ends: dict[Key, Message] = {}
    for message in old:
        by_line_ends.setdefault(_line_ends(message), message)
    index = _Index(old)
    for new in fresh:
        if new.plural is None and (origin := by_line_ends.get(_line_ends(new))):
            yield new.key, _offer(origin, origin.string, 'neutral')
            continue
        for syntaxes in _moves(None, new):
            texts = (
                (origin, rewritten(origin.id, new.id, origin.string, syntaxes))
                for origin in index.like(new, syntaxes)
            )
            if found := next((each for each in texts if each[1] is not None), None):
                yield new.key, _offer(found[0], found[1] or '', 'rewritten')
                break


class _Index:
    """Messages by their words."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.messages: dict[bool | None, list[Message]] = defaultdict(list)
        for message in messages:
            self.messages[is_markdown(message)].append(message)
        self.known: dict[Syntax, dict[str, list[Message]]] = {}

    def like(self, new: Message, syntaxes: tuple[Syntax, Syntax]) -> Iterator[Message]:
        """Those of the other syntax, or of one unknown, that have the words of a new one."""
        before, after = syntaxes
        others = [*self.messages[before.markdown], *self.messages[None]]
        if others and (target := read(new.id, after)):
            if before not in self.known:
                self.known[before] = defaultdict(list)
                for message in others:
                    if text := read(message.id, before):
                        self.known[before][text.plain].append(message)
            for message in self.known[before].get(target.plain, ()):
                if message.context == new.context:
                    yield message


def revised(old: Message, new: Message) -> str | None:
    """The translation of a message whose source reads alike in both syntaxes; None: as it is."""
    if old.plural is None and old.string and is_markdown(old) is not None:
        for syntaxes in _moves(old, new):
            text = rewritten(old.id, new.id, old.string, syntaxes)
            if text is not None:
                return text if text != old.string else None
    return None


def _offer(origin: Message, text: str, rule: str) -> Offer:
    return Offer(text, made_for(origin), 'edited' if origin.fuzzy else rule, 1.0, origin)


def _moves(old: Message | None, new: Message) -> list[tuple[Syntax, Syntax]]:
    """The syntaxes that a message may have come from and gone to; none where it stayed in one."""
    markdown = is_markdown(new)
    if markdown is None or (old and is_markdown(old) is markdown):
        return []
    return [(RST, each) if markdown else (each, RST) for each in MARKDOWN]


def _line_ends(message: Message) -> Key:
    """The message whatever its line ends are; of a listing they mean something."""
    text = message.id
    return message.context, text if '\n' in text else _LINE_END.sub(r'\1', text)
