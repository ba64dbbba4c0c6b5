"""Take a language back from a translator: what came back, and what of it may be written.

Every message is handed out with a short digest of the translation it had then. When it comes
back, three are held side by side, what was handed out, what came back and what stands in the
catalog now, so that a message changed meanwhile is listed and never overwritten.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from editions.catalogs.po.headers import plural_count
from editions.catalogs.po.messages import Catalog, Message
from editions.catalogs.po.writing import translated
from editions.findings import Finding, Severity

Catalogs = Mapping[str, Catalog]  # by domain
CHANGED = 'import.changed'  # what `overwrite` overrules
SHORT = 60  # characters of a text that a sentence quotes
LEAD = 20  # characters before a difference


@dataclass(frozen=True, slots=True)
class Returned(Message):
    """A translation that came back; its lines are the file's.

    `base` is the digest it went out with, '' if unknown; `domain` is '' where the file does not
    say which catalog it is of.
    """

    domain: str = ''
    base: str = ''


@dataclass
class Merge:
    """What may be written, by domain, and what is listed instead.

    `edits` are the messages as they stand, and as they shall be.
    """

    edits: dict[str, dict[Message, Message]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def digest(strings: Iterable[str], *, fuzzy: bool) -> str:
    """Twelve hexadecimal digits that a translation and its state are known by."""
    text = '\0'.join([*strings, 'fuzzy' if fuzzy else ''])
    return hashlib.sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()[:12]


def digest_of(message: Message) -> str:
    return digest(message.strings, fuzzy=message.fuzzy)


def is_open(message: Message) -> bool:
    """Whether a translator has something to do here."""
    return message.fuzzy or not message.translated


def merge(
    catalogs: Catalogs, returned: Iterable[Returned], path: str, *, overwrite: bool = False
) -> Merge:
    """Hold what came back against the catalogs; findings name `path`, the file that came.

    With `overwrite` the file is right wherever the two differ.
    """
    merged = Merge()
    for one in returned:
        for domain, catalog in _homes(catalogs, one):
            message = catalog.by_key.get(one.key)
            refused = _refused(catalog, message, one)
            if refused and not (overwrite and refused[0] == CHANGED):
                code, sentence = refused
                merged.findings.append(
                    Finding(path, one.string_line, Severity.WARNING, sentence, code)
                )
            elif message and (new := _edit(message, one)) != message:
                merged.edits.setdefault(domain, {})[message] = new
    return merged


def _homes(catalogs: Catalogs, one: Returned) -> Iterator[tuple[str, Catalog]]:
    """The catalogs a message is of: the one it names, else all that hold it, else any."""
    if one.domain in catalogs:
        return iter([(one.domain, catalogs[one.domain])])
    holding = [(d, c) for d, c in catalogs.items() if one.key in c.by_key]
    return iter(holding or list(catalogs.items())[:1])


def _refused(catalog: Catalog, message: Message | None, one: Returned) -> tuple[str, str] | None:
    """Why a translation is not taken, as code and sentence; None where it is."""
    if not any(one.strings) or digest_of(one) == one.base:
        return None  # nobody has touched it
    if message is None or message.plural != one.plural:
        return 'import.source', f'the source has changed, or was never here: {shortened(one.id)}'
    forms = 1 if message.plural is None else plural_count(catalog.header) or len(message.strings)
    if len(one.strings) != forms:
        return 'import.plural', f'{len(one.strings)} plural forms instead of {forms}'
    if message.strings == one.strings:
        return None
    why = ''
    if one.base and one.base != digest_of(message):
        why = 'changed meanwhile'
    elif not one.base and not is_open(message):
        why = 'translated otherwise'
    if not why:
        return None
    place = f'{catalog.name or catalog.domain}:{message.string_line}'
    here, there = different(message.strings, one.strings)
    return CHANGED, f'{why}, not overwritten: “{here}” in {place}, “{there}” in the file'


def different(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, str]:
    """Two translations in one line each, from shortly before the first difference on."""
    pairs = zip(ours, theirs, strict=False)
    one, other = next((pair for pair in pairs if pair[0] != pair[1]), ('', ''))
    one, other = (' '.join(text.split()) for text in (one, other))
    letters = zip(one, other, strict=False)
    same = next((at for at, (a, b) in enumerate(letters) if a != b), min(len(one), len(other)))
    start = max(same - LEAD, 0) if max(len(one), len(other)) > SHORT else 0
    lead = '…' if start else ''
    return lead + shortened(one[start:]), lead + shortened(other[start:])


def _edit(message: Message, one: Returned) -> Message:
    """The message as the translator wants it; a remark of theirs is added to the others."""
    if not any(one.strings) or digest_of(one) == one.base:
        new = message
    elif message.strings == one.strings and one.fuzzy and not message.fuzzy:
        new = message  # approved meanwhile
    else:
        new = translated(message, one.strings, fuzzy=one.fuzzy)
    if one.fuzzy and message.previous:
        new = replace(new, previous=message.previous)
    added = tuple(line for line in one.comments if line not in message.comments)
    return replace(new, comments=(*message.comments, *added))


def shortened(text: str) -> str:
    """The beginning of a text in one line."""
    line = ' '.join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1] + '…'
