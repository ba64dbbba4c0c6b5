"""What comes back, translations or terms, held against what stands here.

Each is handed out with a short digest of the translation it had then. When it comes back, three
are held side by side, what was handed out, what came back and what stands here now, so that what
was changed meanwhile is listed and never overwritten. Nothing is dropped: a term that the file
lacks stays, and so does what the file does not speak of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from editions.catalogs import credits
from editions.catalogs.credits import Kind, Record
from editions.catalogs.glossary import COMMENTS, Term, changed, term
from editions.catalogs.po.headers import plural_count
from editions.catalogs.po.messages import SHORT, Catalog, Key, Message, shortened
from editions.catalogs.po.writing import edited, layout_of, render, translated, with_blocks
from editions.findings import Finding, Severity

Catalogs = Mapping[str, Catalog]  # by domain
CHANGED = 'import.changed'  # what `overwrite` overrules
LEAD = 20  # characters before a difference


@dataclass(frozen=True, slots=True)
class Returned(Message):
    """A translation that came back; its lines are the file's.

    `base` is the digest it went out with, '' if unknown; `domain` is '' where the file does not
    say which catalog it is of. `made` are the records of who made it, as far as the file says.
    """

    domain: str = ''
    base: str = ''
    made: tuple[Record, ...] = ()


@dataclass
class Merge:
    """What may be written, by domain, and what is listed instead.

    `edits` are the messages as they stand, and as they shall be.
    """

    edits: dict[str, dict[Message, Message]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def is_open(message: Message) -> bool:
    """Whether a translator has something to do here."""
    return message.fuzzy or not message.translated


def merge(
    catalogs: Catalogs,
    returned: Iterable[Returned],
    path: str,
    *,
    overwrite: bool = False,
    before: Mapping[str, Sequence[str]] | None = None,
) -> Merge:
    """Hold what came back against the catalogs; findings name `path`, the file that came.

    With `overwrite` the file is right wherever the two differ. `before` has what was handed out,
    by its digest, as far as that is known.
    """
    merged = Merge()
    for one in returned:
        for domain, catalog in _homes(catalogs, one):
            message = catalog.by_key.get(one.key)
            refused = _refused(catalog, message, one, (before or {}).get(one.base, ()))
            if refused and not (overwrite and refused[0] == CHANGED):
                code, sentence = refused
                merged.findings.append(
                    Finding(path, one.string_line, Severity.WARNING, sentence, code)
                )
            elif message and (new := _edit(message, one)) != message:
                edits = merged.edits.setdefault(domain, {})
                if edits.setdefault(message, new).strings != new.strings:
                    sentence = f'it came twice, and the first is taken: {shortened(one.id)}'
                    merged.findings.append(
                        Finding(path, one.string_line, Severity.WARNING, sentence, 'import.twice')
                    )
    return merged


def _homes(catalogs: Catalogs, one: Returned) -> Iterator[tuple[str, Catalog]]:
    """The catalogs a message is of: the one it names, else all that hold it, else any."""
    if one.domain in catalogs:
        return iter([(one.domain, catalogs[one.domain])])
    holding = [(d, c) for d, c in catalogs.items() if one.key in c.by_key]
    return iter(holding or list(catalogs.items())[:1])


def _refused(
    catalog: Catalog, message: Message | None, one: Returned, before: Sequence[str]
) -> tuple[str, str] | None:
    """Why a translation is not taken, as code and sentence; None where it is."""
    if not any(one.strings) or one.digest == one.base:
        return None  # it is untouched
    if message is None or message.plural != one.plural:
        return 'import.source', f'the source has changed, or was never here: {shortened(one.id)}'
    forms = 1 if message.plural is None else plural_count(catalog.header) or len(message.strings)
    if len(one.strings) != forms:
        return 'import.plural', f'{len(one.strings)} plural forms instead of {forms}'
    if message.strings == one.strings:
        return None
    why = ''
    if one.base and one.base != message.digest:
        why = 'changed meanwhile'
    elif not one.base and not is_open(message):
        why = 'translated otherwise'
    if not why:
        return None
    place = f'{catalog.name or catalog.domain}:{message.string_line}'
    here, there, was = different(message.strings, one.strings, before)
    sentence = f'{why}, not overwritten: “{here}” in {place}, “{there}” in the file'
    return CHANGED, sentence + (f'; “{was}” when it was exported' if was else '')


def different(
    ours: Sequence[str], theirs: Sequence[str], before: Sequence[str] = ()
) -> tuple[str, ...]:
    """Translations in one line each, from shortly before the first difference on."""
    forms = zip_longest(ours, theirs, before, fillvalue='')
    found = next((form for form in forms if form[0] != form[1]), ('', '', ''))
    texts = [' '.join(text.split()) for text in found]
    letters = zip(*texts[:2], strict=False)
    same = next((at for at, (a, b) in enumerate(letters) if a != b), min(map(len, texts[:2])))
    start = max(same - LEAD, 0) if max(map(len, texts)) > SHORT else 0
    lead = '…' if start else ''
    return tuple(lead + shortened(text[start:]) if text else '' for text in texts)


def _edit(message: Message, one: Returned) -> Message:
    """The message as the translator wants it; a remark of theirs is added to the others."""
    if not any(one.strings) or one.digest == one.base:
        new = message
    elif message.strings == one.strings and one.fuzzy and not message.fuzzy:
        new = message  # approved meanwhile
    else:
        new = translated(credits.tied(message), one.strings, fuzzy=one.fuzzy)
    if one.fuzzy and message.previous:
        new = replace(new, previous=message.previous)
    said = [each for each in credits.read(one) if each.holds(one) and each.kind in _MAKERS]
    records = {number for each in said for number in each.lines}
    others = (line for number, line in enumerate(one.comments) if number not in records)
    theirs = (_remark(line) for line in others if line not in message.comments)
    added = tuple(line for line in theirs if line not in message.comments)
    new = replace(new, comments=(*new.comments, *added))
    if one.digest == one.base or new.strings != one.strings:
        return new
    made = one.made or tuple(replace(each, lines=()) for each in said)
    return credits.added(new, *(each for each in made if _is_news(each, message, one)))


_MAKERS = (Kind.TRANSLATOR, Kind.MACHINE)  # no file approves a translation


def _is_news(record: Record, message: Message, one: Returned) -> bool:
    """Whether a record is to be written: of a text that is taken, or of a machine's own."""
    known = {(e.kind, e.name) for e in credits.read(message) if e.holds(message)}
    if message.strings == one.strings:
        return record.kind is Kind.MACHINE and record.kind not in {kind for kind, _ in known}
    return True


_HIDDEN = re.compile('[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]')
_ACTING = re.compile(r'\||(?:editions|review|reviewed|translator|machine) *:', re.IGNORECASE)


def _remark(line: str) -> str:
    """A note of a file as a comment for people: it silences nothing, and approves nothing."""
    text = _HIDDEN.sub(' ', line).strip()
    return f'note: {text}' if _ACTING.match(text) else text


# The fields of a term, and what they are called in the comments of a glossary.
FIELDS = {
    'rendering': 'rendering',
    **{field: name for name, field in COMMENTS.items()},
    'approved': 'approved',
}
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
    glossary: Catalog,
    returned: Iterable[ReturnedTerm],
    path: str,
    *,
    overwrite: bool = False,
    before: Mapping[str, Sequence[str]] | None = None,
) -> TermMerge:
    """Hold a file's terms against the glossary, as `merge` does translations."""
    merged, seen = TermMerge(), dict[Key, Term]()
    for one in returned:
        known = seen.setdefault(one.key, one.term)
        refused = _unfit(one.term) or _repeated(one.term, known)
        if refused is None:
            was = ' '.join((before or {}).get(one.base, ()))
            message = glossary.by_key.get(one.key)
            refused = _take(merged, message, one, was, overwrite=overwrite)
        if refused:
            code, sentence = refused
            name = f'{shortened(one.term.source)}: ' if one.term.source else ''
            finding = Finding(path, one.term.line, Severity.WARNING, name + sentence, code)
            merged.findings.append(finding)
    merged.absent = len(glossary.by_key.keys() - seen.keys())
    return merged


def _take(
    merged: TermMerge, message: Message | None, one: ReturnedTerm, was: str, *, overwrite: bool
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
        return None  # it is untouched
    if not new.rendering:
        return ('import.empty', 'no rendering, nothing taken') if old.approved else None
    differences = '; '.join(_differences(old, new))
    if not overwrite and old.approved and one.base != old.base:
        why = 'changed meanwhile' if one.base else 'the glossary has it otherwise'
        differences += f'; when it was exported: {was}' if was else ''
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
    return with_blocks(after, [text])
