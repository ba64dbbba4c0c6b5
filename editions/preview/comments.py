"""A reviewer's verdict: one line among a message's translator's comments, which every tool keeps.

    # review: accuracy major (Ana Pérez): «todo» falta en la primera oración [3fa9c1d2]
    # review: approved (Ana Pérez) [3fa9c1d2]

Categories and severities are those of MQM (Multidimensional Quality Metrics, ISO 5060:2024).
The digest ties the verdict to the source and the translation it was given on: it lapses when
either changes. One written by hand needs no digest; `editions review` adds it.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

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
APPROVED = 'approved'
LONGEST = 2000  # characters of a remark
_LINE = re.compile(
    rf'review: *(?:{APPROVED}|(?P<category>{"|".join(CATEGORIES)})'
    rf' +(?P<severity>{"|".join(SEVERITIES)}))'
    r'(?: +\((?P<name>[^()\[\]]*)\))?(?: *: *(?P<remark>.*?))??(?: *\[(?P<digest>[0-9a-f]{8})\])?'
)
_DIGEST = re.compile(r'.*\[[0-9a-f]{8}\]')


@dataclass(frozen=True)
class Verdict:
    """What a reviewer says of a translation; without a category it is approved.

    `digest` is '' where it was written by hand and not tied yet. `lines` are the numbers of
    its comment lines within the message's comments, from 0.
    """

    category: str = ''
    severity: str = ''
    remark: str = ''
    name: str = ''
    digest: str = ''
    lines: tuple[int, ...] = ()

    @property
    def approved(self) -> bool:
        return not self.category

    def holds(self, message: Message) -> bool:
        """Whether source and translation are those it was given on."""
        return self.digest in ('', digest(message))

    def __str__(self) -> str:
        """The comment line."""
        kind = f'{self.category} {self.severity}' if self.category else APPROVED
        name = f' ({plain(self.name, "()[]")})' if self.name else ''
        remark = f': {plain(self.remark)}' if self.remark else ''
        return f'review: {kind}{name}{remark}{f" [{self.digest}]" if self.digest else ""}'


def digest(message: Message) -> str:
    """Ties a verdict to a source and its translation: 8 hexadecimal digits."""
    parts = [message.context or '', message.id, message.plural or '', *message.strings]
    return hashlib.sha256('\0'.join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:8]


def plain(text: str, without: str = '') -> str:
    """One line of printable text; what would end a comment or its parts is left out."""
    kept = (char if char.isprintable() and char not in without else ' ' for char in text)
    return ' '.join(''.join(kept).split())[:LONGEST]


def verdicts(message: Message) -> Iterator[Verdict]:
    """The verdicts on a message, in the order in which they were written."""
    for lines, text in _review_lines(message.comments):
        if match := _LINE.fullmatch(text):
            known = {name: value or '' for name, value in match.groupdict().items()}
            yield Verdict(**known, lines=lines)


def _review_lines(comments: tuple[str, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    """The lines of verdicts; one that a tool has wrapped is put together again."""
    numbers: tuple[int, ...]
    for start, comment in enumerate(comments):
        if not comment.strip().startswith('review:'):
            continue
        numbers, text = (start,), comment.strip()
        for number, following in enumerate(comments[start + 1 :], start + 1):
            if _DIGEST.fullmatch(text) or re.match(r'\s*\w+:', following):
                break
            numbers, text = (*numbers, number), f'{text} {following.strip()}'
        wrapped = len(numbers) > 1 and _DIGEST.fullmatch(text)
        yield (numbers, text) if wrapped else ((start,), comment.strip())


def given(message: Message, verdict: Verdict) -> Message:
    """The message with a verdict more, tied to its source and translation."""
    tied = replace(verdict, digest=digest(message))
    return replace(message, comments=(*message.comments, str(tied)))


def withdrawn(message: Message, verdict: Verdict) -> Message:
    """The message without one of its verdicts."""
    kept = (line for i, line in enumerate(message.comments) if i not in verdict.lines)
    return replace(message, comments=tuple(kept))


def tied(message: Message) -> Message:
    """The message with its verdicts that were written by hand tied to what they are about."""
    comments = list(message.comments)
    for verdict in verdicts(message):
        if not verdict.digest:
            comments[verdict.lines[0]] = str(replace(verdict, digest=digest(message)))
    return replace(message, comments=tuple(comments))


def findings(catalog: Catalog, ignored: Collection[str] = ()) -> Iterator[Finding]:
    """What reviewers found, and the lines that were meant as verdicts and cannot be read."""
    for message in catalog.messages:
        if 'review' in message.silenced or 'review' in ignored:
            continue
        read = list(verdicts(message))
        for verdict in read:
            if not verdict.approved and verdict.holds(message):
                yield catalog.finding(message.line, 'review', _said(verdict), _weight(verdict))
        meant = sum(line.strip().startswith('review:') for line in message.comments)
        if meant > len(read):
            sentence = 'a comment begins with review: and is no verdict; write review: approved, '
            sentence += 'or a category and a severity: review: accuracy major: what is wrong'
            yield catalog.finding(message.line, 'review.unread', sentence, Severity.WARNING)


def _said(verdict: Verdict) -> str:
    name = f' by {verdict.name}' if verdict.name else ''
    return f'{verdict.severity} {verdict.category}{name}: {verdict.remark or "no remark"}'


def _weight(verdict: Verdict) -> Severity:
    return Severity.WARNING if verdict.severity in ('major', 'critical') else Severity.INFO
