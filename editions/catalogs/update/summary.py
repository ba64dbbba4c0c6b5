"""What an update did and what it costs, and which headings it found under a new title.

Sphinx makes a section's fragment from its title, so a renamed heading breaks every link to it
from outside. A label with the old fragment's name, above the heading, keeps those links alive.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from editions.catalogs.counts import words
from editions.catalogs.po.messages import Key, Message, shortened
from editions.catalogs.update.carrying import Update
from editions.catalogs.update.documents import Step, Succession
from editions.findings import plural, relative
from editions.folders import is_markdown, suffixes_of
from editions.project import Project

_KINDS = {
    'moved': 'moved here',
    'same': 'the same in every language',
    'neutral': 'kept: only spaces, quotes or an address changed',
    'rewritten': 'kept: the markup is written as in the source',
    'declared': 'kept, as --neutral asks',
    'edited': 'edited, marked fuzzy',
    'part': 'found in part of an old message, marked fuzzy',
    'joined': 'put together from old messages, marked fuzzy',
    'revived': 'back in the source',
    'untranslated': 'to translate',
    'obsolete': 'no longer in the source, kept as obsolete',
    'pruned': 'pruned',
}
_AGAIN = ('edited', 'part', 'joined')  # a translation is at hand, to be read and corrected


@dataclass(frozen=True)
class Amount:
    """Messages, and the words of their sources."""

    messages: int
    words: int

    def __str__(self) -> str:
        return f'{plural(self.messages, "message")} ({plural(self.words, "word")})'


@dataclass(frozen=True)
class Cost:
    """What a change costs one language; `editions` as typed: 'es/pdf'."""

    language: str
    again: Amount
    new: Amount
    obsolete: Amount
    editions: tuple[str, ...]

    def __str__(self) -> str:
        if not self.editions:
            return f'{self.language}: nothing new'
        costs = [f'{self.again} to translate again'] if self.again.messages else []
        costs += [f'{self.new} to translate'] if self.new.messages else []
        costs += [f'{self.obsolete} no longer in the source'] if self.obsolete.messages else []
        work = ', '.join(costs) or 'nothing to translate'
        return f'{self.language}: {work}; {", ".join(self.editions)} change'


def costs(project: Project, done: Sequence[Succession]) -> list[Cost]:
    """The cost in each language; the source's own editions change with any other."""
    found = [_cost(one, project) for one in done]
    code, nothing = project.source_language.code, Amount(0, 0)
    if any(one.editions for one in found):
        found.insert(0, Cost(code, nothing, nothing, nothing, _editions(code, project)))
    return found


def _cost(succession: Succession, project: Project) -> Cost:
    changes = [change for step in succession.steps for change in step.update.changes]

    def amount(*kinds: str) -> Amount:
        messages = [change.message for change in changes if change.kind in kinds]
        return Amount(len(messages), sum(map(words, messages)))

    code = succession.language
    touched = _editions(code, project) if changes else ()
    return Cost(code, amount(*_AGAIN), amount('untranslated'), amount('obsolete'), touched)


def _editions(code: str, project: Project) -> tuple[str, ...]:
    return tuple(f'{code}/{item.value}' for item in project.formats)


def step_in_words(step: Step, root: Path) -> str:
    """What became of one catalog; paths are relative to `root`."""
    text = in_words(step.update)
    if step.empty:
        return 'removed; its document is gone, its messages live on elsewhere'
    if step.before is None:
        return f'new; {text}'
    return text if step.before == step.path else f'was {relative(step.before, root)}; {text}'


def in_words(update: Update) -> str:
    """What was done to the messages of one catalog."""
    count = update.count
    parts = [f'{count[kind]} {words}' for kind, words in _KINDS.items() if count[kind]]
    changed = update.data != update.catalog.data
    if not parts and (gone := count['dropped']):
        return f'{gone} no longer in the source, which had no translation of their own'
    return ', '.join(parts) or ('locations and order' if changed else 'nothing new')


def messages_in_words(update: Update) -> Iterator[str]:
    """A line for each message that did not stay as it was, and for the old one it came from."""
    for change in update.changes:
        source = change.offer.source.id if change.offer and change.kind != 'same' else ''
        after = f' (after: {shortened(source)})' if source else ''
        yield f'  {change.kind}: {shortened(change.message.id)}{after}'


_AT_LINE = re.compile(r'(.+):(\d+)$')
_ADORNMENT = re.compile(r'([!-/:-@\[-`{-~])\1*\s*$')  # reStructuredText, "Sections"
_ENDS = ('.', ':', ';', ',')
_NOWHERE = -9  # the position of a message that is new: beside no other
LONGEST = 120  # characters of a title
_LETTERS = str.maketrans({'ß': 'sz', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ł': 'l', 'ı': 'i'})


@dataclass(frozen=True)
class Renamed:
    """A heading with a new title; `line` counts from 1."""

    path: Path
    line: int
    old: str
    new: str
    markdown: bool = False

    def in_words(self, path: str) -> str:
        """What happened, and the remedy; `path` as the user types it."""
        old = fragment(self.old)
        label = f'({old})=' if self.markdown else f'.. _{old}:'
        return (
            f'{path}:{self.line}: the heading "{self.old}" is now "{self.new}"; '
            f'`{label}` above it keeps links to #{old} alive'
        )


def renamed_headings(update: Update, project: Project) -> Iterator[Renamed]:
    """The headings of a project's documents that an update finds under a new title.

    Locations are relative to the folder of the templates. A title that was edited is known by
    its offer; one that is wholly new, by its place.
    """
    edited = {
        change.message.key: change.offer.source.id
        for change in update.changes
        if change.offer and change.kind in ('edited', 'declared', 'neutral')
    }
    before = {**dict(replaced(update)), **edited}
    for change in update.changes:
        old, new = before.get(change.message.key, ''), change.message
        if fragment(old) not in ('', fragment(new.id)):
            yield from _found(new, old, project)


def _found(new: Message, old: str, project: Project) -> Iterator[Renamed]:
    """A message as the heading it is; nothing where it is none."""
    for location in new.locations:
        found = _AT_LINE.match(location)
        path = (project.templates / found[1]).resolve() if found else None
        if not (found and path and path.is_relative_to(project.source)):
            continue
        markdown = is_markdown(path.name, suffixes_of(project.settings))
        if line := title_line(path, int(found[2]), new.id, markdown=markdown):
            yield Renamed(path, line, old, new.id, markdown)
            return


def replaced(update: Update) -> Iterator[tuple[Key, str]]:
    """The messages that took the place of another one, and what stood there.

    One message went and one came between two neighbours that remained, edited or not: then the one
    stands for the other, as far as what went could be a title.
    """
    new = [change.message.key for change in update.changes if change.kind == 'untranslated']
    if not new:
        return
    came = {
        change.message.key: change.offer.origin.key
        for change in update.changes
        if change.offer and change.offer.origin
    }
    old = [message.key for message in update.catalog.messages]
    position = {key: number for number, key in enumerate(old)}
    keys = [message.key for message in update.template.messages]
    stood = [position.get(came.get(key, key), _NOWHERE) for key in keys]
    stood = [-1, *stood, len(old)]  # the ends of the file are neighbours too
    for number, key in enumerate(keys, 1):
        above, below = stood[number - 1], stood[number + 1]
        if key in new and below - above == 2 and _could_be_title(old[above + 1][1]):
            yield key, old[above + 1][1]


def _could_be_title(text: str) -> bool:
    """Whether a text could be a title: one short line that is no sentence."""
    return '\n' not in text and len(text) <= LONGEST and not text.rstrip().endswith(_ENDS)


def title_line(path: Path, near: int, title: str, *, markdown: bool = False) -> int:
    """The line of a title: underlined, or after Markdown's #; 0 where it is none.

    Sphinx names the title's line, its underline's or its overline's.
    """
    try:
        lines = path.read_text(encoding='utf-8').splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    for number in range(max(near - 1, 1), min(near + 2, len(lines) + 1)):
        text, below = lines[number - 1].strip(), ''.join(lines[number : number + 1])
        if text == title and _ADORNMENT.fullmatch(below):
            return number
        if markdown and text.lstrip('#').strip() == title != text:
            return number
    return 0


def fragment(title: str) -> str:
    """The fragment that Sphinx makes of a title (docutils.nodes.make_id)."""
    plain = unicodedata.normalize('NFKD', title.lower().translate(_LETTERS))
    ascii_only = plain.encode('ascii', 'ignore').decode()
    return re.sub(r'^[-0-9]+|-+$', '', re.sub(r'[^a-z0-9]+', '-', ascii_only))
