"""Review comments: one line each among a message's translator's comments, which every tool keeps.

    # review: accuracy major (Ana Pérez): «todo» falta en la primera oración [3fa9c1d2]
    # review: remark (Ana Pérez): ¿hay una versión oficial? [3fa9c1d2]
    # review: approved (Ana Pérez) [3fa9c1d2]

Categories and severities are those of MQM (Multidimensional Quality Metrics, ISO 5060:2024).
The digest ties the comment to the source and the translation it was written about: it is out of
date when either changes. A comment written in an editor needs no digest; `editions review` adds it.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from editions.catalogs import po, store
from editions.catalogs.po.messages import Catalog, Message
from editions.catalogs.po.writing import edited
from editions.findings import Finding, Severity
from editions.languages.language import Language
from editions.project import Project

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
APPROVED, REMARK = 'approved', 'remark'  # the kinds that have no severity
LONGEST = 2000  # characters of a remark
_LINE = re.compile(
    rf'review: *(?:(?P<plain>{APPROVED}|{REMARK})|(?P<category>{"|".join(CATEGORIES)})'
    rf' +(?P<severity>{"|".join(SEVERITIES)}))'
    r'(?: +\((?P<name>[^()\[\]]*)\))?(?: *: *(?P<remark>.*?))??(?: *\[(?P<digest>[0-9a-f]{8})\])?'
)
_DIGEST = re.compile(r'.*\[[0-9a-f]{8}\]')


@dataclass(frozen=True)
class ReviewComment:
    """What a reviewer wrote about a translation.

    `kind` is 'approved', 'remark' or a category, which has a severity. `digest` is '' where it
    was written in an editor and not tied yet. `lines` are the numbers of its comment lines within
    the message's comments, from 0.
    """

    kind: str
    severity: str = ''
    remark: str = ''
    name: str = ''
    digest: str = ''
    lines: tuple[int, ...] = ()

    @property
    def approved(self) -> bool:
        return self.kind == APPROVED

    def holds(self, message: Message) -> bool:
        """Whether source and translation are those it was written about."""
        return self.digest in ('', digest(message))

    def __str__(self) -> str:
        kind = f'{self.kind} {self.severity}'.rstrip()
        name = f' ({plain(self.name, "()[]")})' if self.name else ''
        remark = f': {plain(self.remark)}' if self.remark else ''
        return f'review: {kind}{name}{remark}{f" [{self.digest}]" if self.digest else ""}'


def digest(message: Message) -> str:
    """Names a source and its translation: 8 hexadecimal digits."""
    parts = [message.context or '', message.id, message.plural or '', *message.strings]
    return hashlib.sha256('\0'.join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:8]


def plain(text: str, without: str = '') -> str:
    """One line of printable text; what would end a comment or its parts is left out."""
    left = (char if char.isprintable() and char not in without else ' ' for char in text)
    return ' '.join(''.join(left).split())[:LONGEST]


def read(message: Message) -> Iterator[ReviewComment]:
    for lines, text in _review_lines(message.comments):
        if match := _LINE.fullmatch(text):
            known = {name: value or '' for name, value in match.groupdict().items()}
            kind = known.pop('plain') or known.pop('category')
            known.pop('category', None)
            yield ReviewComment(kind, **known, lines=lines)


def _review_lines(comments: tuple[str, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    """The lines of review comments; one that a tool has wrapped is put together again."""
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


def added(message: Message, comment: ReviewComment) -> Message:
    """The message with one review comment more, tied to its source and translation."""
    tied = replace(comment, digest=digest(message))
    return replace(message, comments=(*message.comments, str(tied)))


def tied(message: Message) -> Message:
    """The message with its comments that were written in an editor tied to what they are about."""
    comments = list(message.comments)
    for comment in read(message):
        if not comment.digest:
            comments[comment.lines[0]] = str(replace(comment, digest=digest(message)))
    return replace(message, comments=tuple(comments))


def tie_all(project: Project, language: Language) -> dict[str, int]:
    """Tie the comments that were written in an editor: how many, by the catalog's name."""
    done = {}
    for path in project.catalog_files(language).values():
        catalog = po.read(path, root=project.root)
        if number := len(_untied(catalog)):
            store.change(path, lambda each: edited(each, _untied(each)), root=project.root)
            done[catalog.name] = number
    return done


def _untied(catalog: Catalog) -> dict[Message, Message]:
    """The messages of a catalog that can be written whose comments are not tied yet."""
    messages = () if catalog.breach else catalog.messages
    return {message: new for message in messages if (new := tied(message)) != message}


def findings(catalog: Catalog, ignored: Collection[str] = ()) -> Iterator[Finding]:
    """What reviewers found, and the lines that begin like a review comment and cannot be read."""
    for message in catalog.messages:
        if 'review' in message.silenced or 'review' in ignored:
            continue
        comments = list(read(message))
        for comment in comments:
            if not comment.approved and comment.holds(message):
                grave = comment.severity in ('major', 'critical')
                severity = Severity.WARNING if grave else Severity.INFO
                name = f' by {comment.name}' if comment.name else ''
                kind = f'{comment.severity} {comment.kind}'.lstrip()
                sentence = f'{kind}{name}: {comment.remark or "no remark"}'
                yield catalog.finding(message.line, 'review', sentence, severity)
        meant = sum(line.strip().startswith('review:') for line in message.comments)
        if meant > len(comments):
            sentence = 'this review comment cannot be read; write "review: approved", "review: '
            sentence += 'remark: your text" or "review: accuracy major: what is wrong"'
            yield catalog.finding(message.line, 'review.unread', sentence, Severity.WARNING)
