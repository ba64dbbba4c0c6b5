"""What an update did and what it costs: in words, and as values for JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from editions.catalogs.counts import words
from editions.catalogs.update.carrying import Update
from editions.catalogs.update.documents import Step, Succession
from editions.findings import relative
from editions.project import Format, Project

_KINDS = {
    'moved': 'moved here',
    'neutral': 'kept: only spaces, quotes or an address changed',
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
        messages, words = self.messages, self.words
        return f'{messages} message{"s" * (messages != 1)} ({words} word{"s" * (words != 1)})'


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
    found = [_cost(one) for one in done]
    code, nothing = project.source_language.code, Amount(0, 0)
    if any(one.editions for one in found):
        found.insert(0, Cost(code, nothing, nothing, nothing, _editions(code)))
    return found


def _cost(succession: Succession) -> Cost:
    changes = [change for step in succession.steps for change in step.update.changes]

    def amount(*kinds: str) -> Amount:
        messages = [change.message for change in changes if change.kind in kinds]
        return Amount(len(messages), sum(map(words, messages)))

    code = succession.language
    touched = _editions(code) if changes else ()
    return Cost(code, amount(*_AGAIN), amount('untranslated'), amount('obsolete'), touched)


def _editions(code: str) -> tuple[str, ...]:
    return tuple(f'{code}/{item.value}' for item in Format)


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
    return ', '.join(parts) or ('locations and order' if changed else 'nothing new')


def messages_in_words(update: Update) -> Iterator[str]:
    """A line for each message that did not stay as it was, and for the old one it came from."""
    for change in update.changes:
        after = f' (after: {_short(change.offer.source.id)})' if change.offer else ''
        yield f'  {change.kind}: {_short(change.message.id)}{after}'


def _short(text: str) -> str:
    """A message in one line of a terminal."""
    line = ' '.join(part for part in text.split() if part.isprintable())
    return line if len(line) <= 60 else f'{line[:59]}…'
