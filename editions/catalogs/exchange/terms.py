"""A glossary that comes back from another program, held against the one that is there.

Nothing is dropped: a term that the file lacks stays, and so does what the file does not speak of.
A term that it has otherwise is taken where the file was made from what stands there now (the
digest says so) or where nothing is decided yet; else it is listed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from editions.catalogs.exchange.merging import CHANGED, shortened
from editions.catalogs.glossary import Term, changed, term
from editions.catalogs.po import parse
from editions.catalogs.po.encoding import encoded
from editions.catalogs.po.layout import layout_of
from editions.catalogs.po.messages import Catalog, Key, Message
from editions.catalogs.po.writing import edited, render
from editions.findings import Finding, Severity

# The fields of a term, and what they are called in the comments of a glossary.
FIELDS = {
    'rendering': 'rendering', 'also': 'also', 'barred': 'not', 'origin': 'source', 'note': 'note',
    'approved': 'approved',
}  # fmt: skip
LONGEST = 1000  # characters of a term or a rendering
_CONTROL = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029]')


@dataclass(frozen=True)
class ReturnedTerm:
    """A term as a file has it; its `line` is the file's.

    `base` is the digest it went out with, '' if unknown; `known` are the fields of the term
    that the file speaks of.
    """

    term: Term
    base: str = ''
    known: frozenset[str] = frozenset(FIELDS)

    @property
    def key(self) -> Key:
        return self.term.sense or None, self.term.source

    def over(self, old: Term) -> Term:
        """The term as it stands, with all fields that the file speaks of."""
        new = replace(old, **{name: getattr(self.term, name) for name in self.known})
        if 'approved' in self.known:
            return replace(new, approved=bool(new.rendering) and self.term.approved)
        approved = old.approved if new.rendering == old.rendering else bool(new.rendering)
        return replace(new, approved=approved)


@dataclass
class TermMerge:
    """What may be written, in messages and in words, and what is listed instead."""

    edits: dict[Message, Message] = field(default_factory=dict)
    added: list[Message] = field(default_factory=list)
    changes: list[tuple[int, str]] = field(default_factory=list)  # line of the glossary, sentence
    findings: list[Finding] = field(default_factory=list)
    absent: int = 0  # terms that the file lacks


def merge_terms(
    glossary: Catalog, returned: Iterable[ReturnedTerm], path: str, *, overwrite: bool = False
) -> TermMerge:
    """Hold a file's terms against the glossary; findings name `path`, the file.

    With `overwrite` the file is right wherever the two differ.
    """
    merged, seen = TermMerge(), dict[Key, Term]()
    for one in returned:
        known = seen.setdefault(one.key, one.term)
        refused = _unfit(one.term) or _repeated(one.term, known)
        if refused is None:
            refused = _take(merged, glossary.by_key.get(one.key), one, overwrite=overwrite)
        if refused:
            code, sentence = refused
            name = f'{shortened(one.term.source)}: ' if one.term.source else ''
            finding = Finding(path, one.term.line, Severity.WARNING, name + sentence, code)
            merged.findings.append(finding)
    merged.absent = len(glossary.by_key.keys() - seen.keys())
    return merged


def _take(
    merged: TermMerge, message: Message | None, one: ReturnedTerm, *, overwrite: bool
) -> tuple[str, str] | None:
    """Note what a term changes; or why it is not taken, as code and sentence."""
    name = shortened(one.term.source)
    if message is None:
        empty = Message(one.term.source, context=one.term.sense or None)
        merged.added.append(changed(empty, one.over(term(empty))))
        merged.changes.append((0, f'{name}: new: {one.term.rendering or "open"}'))
        return None
    old = term(message)
    new = one.over(old)
    if new == old or (one.base and new.base == one.base):
        return None  # nobody has touched it
    if not new.rendering:
        return ('import.empty', 'no rendering, nothing taken') if old.approved else None
    differences = '; '.join(_differences(old, new))
    if not overwrite and old.approved and one.base != old.base:
        why = 'changed meanwhile' if one.base else 'the glossary has it otherwise'
        return CHANGED, f'{why} in line {old.line}, not overwritten ({differences})'
    merged.edits[message] = changed(message, new)
    merged.changes.append((old.line, f'{name}: {differences}'))
    return None


def _differences(old: Term, new: Term) -> Iterator[str]:
    for name, word in FIELDS.items():
        before, after = (_in_words(getattr(each, name)) for each in (old, new))
        if before != after:
            yield f'{word}: {before} → {after}'


def _in_words(value: str | bool | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return 'yes' if value else 'no'
    text = value if isinstance(value, str) else ' | '.join(value)
    return text or '(nothing)'


def one_line(text: str) -> str:
    """A cell or an element as a comment holds it; spaces of other kinds mean something and stay."""
    return re.sub(r' *[\t\r\n][ \t\r\n]*', ' ', text).strip(' \t\r\n')


def _unfit(new: Term) -> tuple[str, str] | None:
    """Why a glossary cannot hold a term."""
    texts = [new.source, new.sense, new.rendering, *new.also, *new.barred, new.origin, new.note]
    sentence = ''
    if not new.source:
        sentence = 'a row without a term'
    elif any(map(_CONTROL.search, texts)):
        sentence = 'a control character or a line break, nothing taken'
    elif any(len(text) > LONGEST for text in texts[:-2]):
        sentence = f'longer than {LONGEST} characters, nothing taken'
    elif any('|' in text for text in (*new.also, *new.barred)):
        sentence = 'a form holds the sign | that sets forms apart, nothing taken'
    elif both := sorted(set(new.renderings) & set(new.barred)):
        sentence = f'approved and forbidden at once: {", ".join(both)}; nothing taken'
    return ('import.term', sentence) if sentence else None


def _repeated(new: Term, known: Term) -> tuple[str, str] | None:
    """A term that stands in the file already, with other words."""
    if replace(new, line=known.line) == known:
        return None
    return 'import.twice', f'stands in line {known.line} already, with other words; the first holds'


def with_terms(glossary: Catalog, merged: TermMerge, header: dict[str, str]) -> Catalog:
    """The glossary with what was taken: changed terms where they stand, new ones at the end."""
    after = edited(glossary, merged.edits, header)
    if not merged.added:
        return after
    layout = layout_of(glossary)
    blocks = [render(message, layout) for message in merged.added]
    text = after.text.rstrip('\r\n') + layout.newline * 2 + layout.newline.join(blocks)
    data = encoded(text, after.charset)
    return parse(data, glossary.path, name=glossary.name, language=glossary.language)
