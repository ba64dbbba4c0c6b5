"""Who translated a message and who reviewed it: records among its comments, which every tool keeps.

    # translator: Ana Pérez 2026-11-30 [3fa9c1d2]
    # machine: DeepL 2026-11-24 [3fa9c1d2]
    # reviewed: Ana Pérez 2026-11-30: a remark [3fa9c1d2]

The digest ties a record to the source and the translation that it was made for: it lapses when
either changes. A line `machine: DeepL 2026-11-24` or `translator: …` in the comment of the header
stands for every message of the catalog that has no such record of its own; `translator:
[3fa9c1d2]` says of one that it is not known. What is recorded nowhere is unknown, and nothing is
guessed. `review: approved (Ana Pérez) [3fa9c1d2]`, an older form, is read as a review.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from editions.catalogs.counts import words
from editions.catalogs.po.messages import Catalog, Message
from editions.findings import Finding, Severity

CATEGORIES = {
    'accuracy': 'Accuracy',
    'terminology': 'Terminology',
    'conventions': 'Linguistic conventions',
    'style': 'Style',
    'locale': 'Locale conventions',
    'audience': 'Suitability for the audience',
    'design': 'Design and markup',
}
SEVERITIES = {'neutral': 'Neutral', 'minor': 'Minor', 'major': 'Major', 'critical': 'Critical'}
REMARK = 'remark'  # the kind of review comment that has no severity
LONGEST = 2000  # characters of a remark
MOST = 2 * LONGEST  # of a line
MOST_NAMES = 20  # people that an edition names


class Kind(StrEnum):
    TRANSLATOR = 'translator'
    MACHINE = 'machine'
    REVIEWED = 'reviewed'


_DATE = r'\d{4}(?:-\d\d(?:-\d\d)?)?'
_DIGEST = re.compile(r'\[(?P<digest>[0-9a-f]{8})\]')
_TIE = len('[01234567]')  # characters at the end of a line
_LINE = re.compile(
    rf'(?P<kind>{"|".join(Kind)}):(?: (?P<name>[^\[\]]*?))??'
    rf'(?: (?P<date>{_DATE})(?:: (?P<remark>.*))?)?'
)
_OLD = re.compile(r'review: ?approved(?: \((?P<name>[^()\[\]]*)\))?(?: ?: ?(?P<remark>.*))?')
COMMENT = re.compile(
    rf'review: ?(?:(?P<plain>{REMARK})|(?P<category>{"|".join(CATEGORIES)})'
    rf' (?P<severity>{"|".join(SEVERITIES)}))'
    r'(?: \((?P<name>[^()\[\]]*)\))?(?: ?: ?(?P<remark>.*))?'
)
_BEGINNING = re.compile(rf'(?:review|{"|".join(Kind)}):')
_YEARS = re.compile(r'(?P<name>[^<>,]+)(?:<[^<>]*>)?, ?\d{4}(?:[ ,-]+\d{4})*\.?')
_NO_NAME = re.compile(
    r'.{100}|[/\\@>\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufffd]|[\u0300-\u036f]{5}'
)
_JOINING = '\u00a0\u200c\u200d'  # within names of some scripts
UNNAMED = ('', 'FULL NAME', 'FIRST AUTHOR', 'Automatically generated')  # what templates say
MARKS = frozenset(('automatically-translated', 'machine-translated', 'ai-translated'))
"""What programs write, as a flag or a comment, on a message that they translated."""


@dataclass(frozen=True)
class Record:
    """One of these lines. `lines` are the numbers of its comments within the message's, from 0."""

    kind: Kind
    name: str = ''
    date: str = ''  # as far as it is known: '2016', '2016-11', '2016-11-24'
    digest: str = ''
    remark: str = ''
    lines: tuple[int, ...] = ()

    def holds(self, message: Message) -> bool:
        """Whether source and translation are those it was made for."""
        return self.digest in ('', digest(message))

    def __str__(self) -> str:
        parts = [f'{self.kind}:', plain(self.name, '[]'), self.date]
        line = ' '.join(part for part in parts if part)
        line += f': {plain(self.remark)}' if self.remark else ''
        return f'{line} [{self.digest}]' if self.digest else line


# Of a translation that nobody is known to have made, in a catalog whose header names somebody.
UNKNOWN = (Record(Kind.TRANSLATOR),)


def digest(message: Message) -> str:
    """Names a source and its translation: 8 hexadecimal digits."""
    parts = [message.context or '', message.id, message.plural or '', *message.strings]
    return hashlib.sha256('\0'.join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:8]


def plain(text: str, without: str = '') -> str:
    """One line of printable text; what would end a comment or its parts is left out."""
    left = (char if char.isprintable() and char not in without else ' ' for char in text)
    return ' '.join(''.join(left).split())[:LONGEST]


def is_name(text: str) -> bool:
    """Whether readers may be shown this as a name: no address, no long or hidden text."""
    readable = all(char.isprintable() or char in _JOINING for char in text)
    return readable and text not in UNNAMED and not _NO_NAME.search(text)


def lines(comments: tuple[str, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    """The lines of records and review comments; one that a tool has wrapped is put together."""
    numbers: tuple[int, ...]
    for start, comment in enumerate(comments):
        if not _BEGINNING.match(comment.strip()):
            continue
        numbers, text = (start,), comment.strip()
        for number in range(start + 1, len(comments)):
            if is_tied(text) or len(text) > MOST or re.match(r'\s*+\w++:', comments[number]):
                break
            numbers, text = (*numbers, number), f'{text} {comments[number].strip()}'
        wrapped = len(numbers) > 1 and is_tied(text)
        yield (numbers, text) if wrapped else ((start,), comment.strip())


def is_tied(text: str) -> bool:
    """Whether a line ends with a digest."""
    return bool(_DIGEST.fullmatch(text[-_TIE:]))


def fields(pattern: re.Pattern[str], text: str) -> dict[str, str] | None:
    """What a line says by a pattern, and its digest; None where it is no such line.

    Blanks count as one, and the digest is taken off before: so it costs no more than its length.
    """
    text = ' '.join(text.split())
    tie = _DIGEST.fullmatch(text[-_TIE:])
    match = pattern.fullmatch(text[:-_TIE].rstrip() if tie else text)
    if len(text) > MOST or not match:
        return None
    known = {name: value or '' for name, value in match.groupdict().items()}
    return {**known, 'digest': tie['digest'] if tie else ''}


def read(message: Message) -> Iterator[Record]:
    """The records on a message, or of a header; a line without date and digest is none."""
    for numbers, text in lines(message.comments):
        if known := fields(_OLD, text):
            yield Record(Kind.REVIEWED, **known, lines=numbers)
        elif (known := fields(_LINE, text)) and (known['date'] or known['digest']):
            kind = Kind(known.pop('kind'))
            known['name'] = known['name'].partition('<')[0].strip()
            yield Record(kind, **known, lines=numbers)


def added(message: Message, *records: Record) -> Message:
    """The message with records, tied to its texts, in place of lapsed and equal ones.

    One with a remark stays. Who made a text that is no longer there is not of interest.
    """
    for record in records:
        kinds = {record.kind} if record.kind is Kind.REVIEWED else {Kind.TRANSLATOR, Kind.MACHINE}
        old = {
            number
            for each in read(message)
            if each.kind in kinds and not each.remark
            if (each.kind, each.name) == (record.kind, record.name) or not each.holds(message)
            for number in each.lines
        }
        kept = [line for number, line in enumerate(message.comments) if number not in old]
        tied = replace(record, digest=digest(message))
        message = replace(message, comments=(*kept, str(tied)))
    return message


def tied(message: Message) -> Message:
    """The message with what was written in an editor, review comments too, tied to its texts."""
    comments, records = list(message.comments), {each.lines for each in read(message)}
    for numbers, text in lines(message.comments):
        if not is_tied(text) and (numbers in records or fields(COMMENT, text)):
            comments[numbers[-1]] = f'{comments[numbers[-1]].rstrip()} [{digest(message)}]'
    return replace(message, comments=tuple(comments))


def carried(old: Message, new: Message) -> Message:
    """`new`, whose comments begin with those of `old`: who made its translation is still known.

    A review was made of the text that was, and lapses, tied or not.
    """
    before = tied(old)
    comments = [*before.comments, *new.comments[len(old.comments) :]]
    for record in read(before):
        if record.kind is not Kind.REVIEWED and record.holds(old):
            last = record.lines[-1]
            comments[last] = comments[last].replace(record.digest, digest(new))
    return replace(new, comments=tuple(comments))


@dataclass(frozen=True)
class Credit:
    """What is known of one translation. A machine's may name no program, a person's has a name."""

    machine: bool = False
    programs: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()

    @property
    def unreviewed(self) -> bool:
        """Whether a machine made it and no person with a name has reviewed it."""
        return self.machine and not self.reviewers

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.translators, *self.reviewers, *self.programs)

    @property
    def known(self) -> bool:
        return self.machine or bool(self.translators)


def credit(message: Message, head: Message | None = None) -> Credit:
    """Who translated and who reviewed a message, by its own records and its catalog's header.

    A review counts once it is tied to the text, and while the translation is not fuzzy.
    """
    known = [each for each in read(message) if each.holds(message)] if message.comments else []
    marked = not MARKS.isdisjoint((*message.flags, *message.comments))
    origin = [each for each in known if each.kind is not Kind.REVIEWED]
    if head and not (origin or marked):
        origin = of_header(head)
    reviews = [each for each in known if each.kind is Kind.REVIEWED and each.digest]
    return Credit(
        marked or any(each.kind is Kind.MACHINE for each in origin),
        _names(each for each in origin if each.kind is Kind.MACHINE),
        _names(each for each in origin if each.kind is Kind.TRANSLATOR),
        () if message.fuzzy else _names(reviews),
    )


def of_header(head: Message | None) -> list[Record]:
    """Who translated what has no record of its own; a review in a header counts for nothing."""
    begun = head and any(_BEGINNING.match(line.strip()) for line in head.comments)
    known = read(head) if head and begun else ()
    return [replace(each, lines=()) for each in known if each.kind is not Kind.REVIEWED]


def _names(records: Iterable[Record]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.name for each in records if is_name(each.name)))


def named(head: Message | None, header: Mapping[str, str], project: str = '') -> tuple[str, ...]:
    """The people whom the header of a catalog names, without their addresses.

    The lines `Ana Pérez <ana@example.org>, 2025, 2026.` of its comment, and `Last-Translator`.
    """
    years = (_YEARS.fullmatch(' '.join(line.split())) for line in (head.comments if head else ()))
    found = [match['name'].strip() for match in years if match]
    found.append(header.get('Last-Translator', '').partition('<')[0].strip())
    return tuple(dict.fromkeys(name for name in found if name != project and is_name(name)))


@dataclass(frozen=True)
class Credits:
    """Who made the translations of some texts that readers see. Names are in order of their share.

    `human`, `machine` and `unknown` are together the passages whose translation is shown;
    `reviewed` are those of them that a person has reviewed, `unreviewed` those of `machine` that
    no person has.
    """

    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    passages: int = 0  # all, translated or not
    human: int = 0
    machine: int = 0
    unknown: int = 0
    reviewed: int = 0
    unreviewed: int = 0

    @property
    def alike(self) -> bool:
        """Whether all that is shown of the translation is a machine's without a review."""
        return 0 < self.unreviewed == self.human + self.machine + self.unknown

    @property
    def mixed(self) -> bool:
        """Whether some of it is."""
        return self.unreviewed > 0 and not self.alike


def count(passages: Iterable[tuple[Message, Credit, bool]], others: Iterable[str] = ()) -> Credits:
    """The credits of messages, each with what is known of it and whether readers see it.

    `others` are people whom headers name; they stand for what has no record.
    """
    rows = list(passages)
    shown = [(message, each) for message, each, visible in rows if visible]
    shares = {kind: Counter[str]() for kind in ('translators', 'reviewers', 'programs')}
    for message, each in shown:
        for kind, share in shares.items():
            share.update(dict.fromkeys(getattr(each, kind), words(message)))
    names = {kind: [name for name, _ in share.most_common()] for kind, share in shares.items()}
    unknown = sum(not each.known for _, each in shown)
    names['translators'] += [name for name in others if unknown]
    machine = sum(each.machine for _, each in shown)
    return Credits(
        **{kind: tuple(dict.fromkeys(found))[:MOST_NAMES] for kind, found in names.items()},
        passages=len(rows),
        human=len(shown) - machine - unknown,
        machine=machine,
        unknown=unknown,
        reviewed=sum(bool(each.reviewers) for _, each in shown),
        unreviewed=sum(each.unreviewed for _, each in shown),
    )


UNREAD = 'it cannot be read; write, for example, "# {}: Ana Pérez 2026-11-30"'
CHANGED = 'source or translation have changed since'
UNTIED = 'it is not tied to its texts yet; `editions review` does that'


def findings(catalog: Catalog) -> Iterator[Finding]:
    """The records that have lapsed, those that count for nothing yet, and those that are none."""
    heads = [catalog.head] if catalog.head else []
    for message in (*heads, *catalog.messages):
        header, known = message is catalog.head, 0
        for record in read(message) if message.comments else ():
            known += 1
            if not (header or record.holds(message)):
                what = f'"{record.kind}: {record.name or record.date}": {CHANGED}'
            elif record.kind is Kind.REVIEWED and (header or not record.digest):
                what = f'"reviewed: {record.name}" counts for nothing: '
                what += 'a review stands at the message that was reviewed' if header else UNTIED
            else:
                continue
            yield catalog.finding(message.line, 'credit', what, Severity.WARNING)
        meant = [line.partition(':')[0] for _, line in lines(message.comments)]
        meant = [kind for kind in meant if kind in tuple(Kind)]
        if len(meant) > known:  # `translator:` may begin a remark of any kind
            remark = all(kind == Kind.TRANSLATOR for kind in meant)
            severity = Severity.INFO if remark else Severity.WARNING
            what = f'"{meant[0]}:": {UNREAD.format(meant[0])}'
            yield catalog.finding(message.line, 'credit', what, severity)
