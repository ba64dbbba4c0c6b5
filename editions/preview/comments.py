"""Review comments: one line each among a message's translator's comments, which every tool keeps.

    # review: accuracy major (Ana Pérez): «todo» falta en la primera oración [3fa9c1d2]
    # review: remark (Ana Pérez): ¿hay una versión oficial? [3fa9c1d2]
    # reviewed: Ana Pérez 2026-11-30 [3fa9c1d2]

Categories and severities are those of MQM (Multidimensional Quality Metrics, ISO 5060:2024). The
last line, an approval, is a record of `catalogs.credits`, which has the digests: it ties a comment
to the source and the translation it was written about. A comment written in an editor needs no
digest; `editions review` adds it.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from editions.catalogs import credits, po, store
from editions.catalogs.credits import Kind, Record, digest, plain
from editions.catalogs.po.messages import Catalog, Message
from editions.catalogs.po.writing import edited
from editions.findings import Finding, Severity, UserError, relative
from editions.languages import dates
from editions.languages.language import Language
from editions.project import Project

APPROVED = 'approved'


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
    date: str = ''  # of an approval

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


def read(message: Message) -> Iterator[ReviewComment]:
    """The review comments on a message, in their order."""
    found = [
        ReviewComment(APPROVED, '', each.remark, each.name, each.digest, each.lines, each.date)
        for each in credits.read(message)
        if each.kind is Kind.REVIEWED
    ]
    for lines, text in credits.lines(message.comments):
        if known := credits.fields(credits.COMMENT, text):
            kind = known.pop('plain') or known.pop('category')
            known.pop('category', None)
            found.append(ReviewComment(kind, **known, lines=lines))
    yield from sorted(found, key=lambda each: each.lines)


def added(message: Message, comment: ReviewComment) -> Message:
    """The message with one review comment more, tied to its source and translation."""
    if comment.approved:
        return credits.added(message, review_by(comment.name, comment.remark))
    tied = replace(comment, digest=digest(message))
    return replace(message, comments=(*message.comments, str(tied)))


def review_by(name: str, remark: str = '') -> Record:
    """A review of today."""
    return Record(Kind.REVIEWED, name, dates.now_in_header()[:10], remark=remark)


_LINE_OF = re.compile(r'(.+):(\d{1,9})')
Edits = dict[Message, Message]


def tie_all(project: Project, language: Language) -> dict[str, int]:
    """Tie the comments that were written in an editor: how many, by the catalog's name."""

    def edits(catalog: Catalog) -> Edits:
        return {old: new for old in catalog.messages if (new := credits.tied(old)) != old}

    return {name: number for name, number in change_all(project, language, edits) if number}


def change_all(
    project: Project, language: Language, edits: Callable[[Catalog], Edits]
) -> Iterator[tuple[str, int]]:
    """Change a language catalog by catalog: its name, and how many messages have changed."""
    for path in project.catalog_files(language).values():
        number = 0

        def change(catalog: Catalog) -> Catalog:
            nonlocal number
            made = {} if catalog.breach else edits(catalog)
            number = len(made)
            return edited(catalog, made) if made else catalog

        catalog = store.change(path, change, root=project.root, language=language.code)
        yield catalog.name, number


def approve(
    project: Project, language: Language, name: str, only: Collection[str] = ()
) -> Iterator[tuple[str, int, int]]:
    """Record that a person has reviewed the translations of a language.

    `only` names catalogs and messages, `index`, `locale/es/LC_MESSAGES/index.po:25`; without any
    all are meant. Yields each catalog's name, how many of its messages were approved, and how many
    were not, since they are outdated, untranslated or cannot be read. Raises UserError where the
    name, or a place, is none.
    """
    name = ' '.join(name.split())
    if not credits.is_name(name) or plain(name, '[]:') != name:
        raise UserError(f'--by {name!r}: write the name of a person: --by "Ana Pérez"')
    paths = project.catalog_files(language).values() if only else ()
    catalogs = [po.read(path, root=project.root) for path in paths]
    left = dict[str, int]()
    for place in only:
        if not any(_meant(catalog, [place]) for catalog in catalogs):
            sample = relative(project.catalogs(language), project.root)
            raise UserError(
                f'--only {place}: there is no such message in {language.code}; write a catalog, '
                f'or a line of one as `editions check` does: {sample}/index.po:25'
            )

    def edits(catalog: Catalog) -> Edits:
        meant = _meant(catalog, only)
        ready = [m for m in meant if m.translated and not (m.fuzzy or m.defective)]
        left[catalog.name] = len(meant) - len(ready)
        new = (m for m in ready if name not in credits.credit(m).reviewers)
        return {message: credits.added(message, review_by(name)) for message in new}

    for path, number in change_all(project, language, edits):
        yield path, number, left.get(path, 0)


def _meant(catalog: Catalog, only: Collection[str]) -> list[Message]:
    """The messages of a catalog that places name; all, without any."""
    ends = list(accumulate(block.count('\n') for block in catalog.blocks))
    blocks = set[int]()
    for place in only:
        match = _LINE_OF.fullmatch(place)
        name, line = match.groups() if match else (place, '')
        if name in (catalog.name, catalog.domain):
            number = bisect_left(ends, int(line)) if line else -1
            blocks |= {m.block for m in catalog.messages if number in (m.block, -1)}
    return [m for m in catalog.messages if not only or m.block in blocks]


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
        known = {number for comment in comments for number in comment.lines}
        started = (n for n, line in enumerate(message.comments) if line.strip()[:7] == 'review:')
        if set(started) - known:
            sentence = (
                'this review comment cannot be read; write "reviewed: Ana Pérez 2026-11-30", '
            )
            sentence += '"review: remark: your text" or "review: accuracy major: what is wrong"'
            yield catalog.finding(message.line, 'review.unread', sentence, Severity.WARNING)
