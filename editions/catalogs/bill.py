"""The bill of a change of the source: what is to be translated again, which editions change."""

from collections.abc import Sequence
from dataclasses import dataclass

from editions.catalogs.counts import words
from editions.catalogs.succession import Succession
from editions.project import Format, Project

_AGAIN = ('edited', 'part', 'joined')  # a translation is at hand, to be read and mended


@dataclass(frozen=True)
class Cost:
    """Messages, and the words of their sources."""

    messages: int
    words: int

    def __str__(self) -> str:
        noun = 'message' if self.messages == 1 else 'messages'
        words = 'word' if self.words == 1 else 'words'
        return f'{self.messages} {noun} ({self.words} {words})'


@dataclass(frozen=True)
class Bill:
    """What a change costs one language; `editions` as typed: 'es/pdf'."""

    language: str
    again: Cost
    new: Cost
    obsolete: Cost
    editions: tuple[str, ...]

    def __str__(self) -> str:
        if not self.editions:
            return f'{self.language}: nothing new'
        costs = [f'{self.again} to translate again'] if self.again.messages else []
        costs += [f'{self.new} to translate'] if self.new.messages else []
        costs += [f'{self.obsolete} now obsolete'] if self.obsolete.messages else []
        said = ', '.join(costs) or 'nothing to translate'
        return f'{self.language}: {said}; {", ".join(self.editions)} change'

    def to_json(self) -> dict[str, object]:
        return {
            'language': self.language,
            'again': vars(self.again),
            'new': vars(self.new),
            'obsolete': vars(self.obsolete),
            'editions': list(self.editions),
        }


def bills(project: Project, done: Sequence[Succession]) -> list[Bill]:
    """The bill of each language; the source's own editions change with any other."""
    found = [bill(one) for one in done]
    code, nothing = project.source_language.code, Cost(0, 0)
    if any(one.editions for one in found):
        found.insert(0, Bill(code, nothing, nothing, nothing, _editions(code)))
    return found


def bill(succession: Succession) -> Bill:
    """The bill of one language."""
    changes = [change for step in succession.steps for change in step.update.changes]

    def cost(*kinds: str) -> Cost:
        messages = [change.message for change in changes if change.kind in kinds]
        return Cost(len(messages), sum(map(words, messages)))

    code = succession.language
    touched = _editions(code) if changes else ()
    return Bill(code, cost(*_AGAIN), cost('untranslated'), cost('obsolete'), touched)


def _editions(code: str) -> tuple[str, ...]:
    return tuple(f'{code}/{item.value}' for item in Format)
