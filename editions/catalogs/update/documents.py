"""Carry all catalogs of a language over a change of the source, documents included.

A document may have been renamed, divided or removed, and a paragraph may have moved to another
document: every translation of the language is looked at, obsolete ones too. The catalog of a
document that is gone becomes that of the document which took over most of it; else it stays,
its messages obsolete, until it is pruned.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from editions import files
from editions.catalogs.counts import words
from editions.catalogs.po.layout import Layout
from editions.catalogs.po.messages import Catalog, Key, Message
from editions.catalogs.update.carrying import Update, Wishes, carry
from editions.catalogs.update.matching import Memory, Offer
from editions.project import Format, Project

# The bill of a change of the source: what is to be translated again, which editions change.


Catalogs = Mapping[str, Catalog]  # by domain ('guide/start')
Create = Callable[[Sequence[Catalog]], Catalogs]
_NOTHING = Catalog(Path(), '', '', {}, (), ())  # the template of a document that is gone


@dataclass(frozen=True)
class Step:
    """One catalog carried: where it goes, and where it stood if its document was renamed."""

    path: Path
    update: Update
    before: Path | None = None  # None: there was no such catalog
    safe: Update | None = None  # the same with nothing dropped that moved to another catalog

    @property
    def empty(self) -> bool:
        """Nothing is left of a document that is gone."""
        return self.before is not None and not self.update.messages

    @property
    def changed(self) -> bool:
        return self.before != self.path or self.update.data != self.update.catalog.data


@dataclass(frozen=True)
class Succession:
    """What is to be written for one language."""

    language: str
    steps: tuple[Step, ...]
    broken: tuple[Catalog, ...] = ()  # left alone: nobody can tell what they hold

    def write(self) -> None:
        """Write what changed; at every moment each translation stands in some whole file."""
        changed = [step for step in self.steps if step.changed]
        for step in changed:  # first what each catalog gains
            if step.safe or not step.empty:
                files.write_bytes(step.path, (step.safe or step.update).data)
        for step in changed:  # then what went elsewhere
            if step.safe and not step.empty:
                files.write_bytes(step.path, step.update.data)
        for step in changed:
            if step.before and (step.empty or step.before != step.path):
                step.before.unlink()


@dataclass(frozen=True)
class _Base:
    """The catalog that a document's messages are carried from, and their template."""

    catalog: Catalog
    template: Catalog
    before: Path | None


def succeed(
    folder: Path,
    language: str,
    catalogs: Catalogs,
    templates: Catalogs,
    create: Create,
    wishes: Wishes | None = None,
    layout: Layout | None = None,
) -> Succession:
    """Carry a language's catalogs (those below `folder`) over to the templates.

    `create` makes the catalogs that do not exist, `layout` is how they are written.
    """
    sound = {domain: catalog for domain, catalog in catalogs.items() if not catalog.broken}
    bases = _bases(catalogs, sound, templates, create)
    find = _remembering(lambda: Memory(in_order(bases.values(), sound.values())))

    def run(domain: str, elsewhere: frozenset[Key] = frozenset()) -> Update:
        base = bases[domain]
        written = layout if base.before is None else None
        return carry(base.catalog, base.template, find, elsewhere, wishes, written)

    safe = {domain: run(domain) for domain in bases}
    elsewhere = _elsewhere(bases, safe)
    steps = []
    for domain, base in bases.items():
        moved = elsewhere[domain]
        update = run(domain, moved) if moved else safe[domain]
        path = folder / f'{domain}.po' if base.template is not _NOTHING else base.catalog.path
        steps.append(Step(path, update, base.before, safe[domain] if moved else None))
    broken = tuple(catalog for catalog in catalogs.values() if catalog.broken)
    return Succession(language, tuple(steps), broken)


def old_messages(catalog: Catalog, template: Catalog) -> list[Message]:
    """All messages of one catalog, those first that the template has lost."""
    return in_order([_Base(catalog, template, catalog.path)], [catalog])


def in_order(bases: Iterable[_Base], catalogs: Iterable[Catalog]) -> list[Message]:
    """All messages of a language, those first that the source has lost: they seek a successor."""
    gone: list[Message] = []
    staying: list[Message] = []
    known = list(catalogs)
    seen = set()
    for base in bases:
        seen.add(id(base.catalog.entries))
        for message in base.catalog.messages:
            (staying if message.key in base.template.by_key else gone).append(message)
    others = [catalog for catalog in known if id(catalog.entries) not in seen]
    staying += [message for catalog in others for message in catalog.messages]
    obsolete = [message for catalog in known for message in catalog.obsolete]
    return [*gone, *staying, *obsolete]


def _bases(
    catalogs: Catalogs, sound: Catalogs, templates: Catalogs, create: Create
) -> dict[str, _Base]:
    """What each document's catalog is carried from: itself, a predecessor, or a new one."""
    bases = {d: _Base(sound[d], t, sound[d].path) for d, t in templates.items() if d in sound}
    fresh = {d: template for d, template in templates.items() if d not in catalogs}
    orphans = {
        domain: catalog
        for domain, catalog in sound.items()
        if domain not in templates and _of_document(domain, catalog)
    }
    for domain, orphan in _heirs(fresh, orphans).items():
        base = replace(orphans.pop(orphan), domain=domain)
        bases[domain] = _Base(base, fresh.pop(domain), base.path)
    made = create(list(fresh.values())) if fresh else {}
    bases |= {d: _Base(made[d], template, None) for d, template in fresh.items()}
    bases |= {d: _Base(catalog, _NOTHING, catalog.path) for d, catalog in orphans.items()}
    return bases


def _of_document(domain: str, catalog: Catalog) -> bool:
    """Whether a catalog was a document's; others (a theme's strings) are none of our business."""
    name = re.compile(rf'(?:^|/){re.escape(domain)}(?:/.*)?\.(?:rst|md|txt|ipynb)(?::-?\d+)?$')
    places = (place for message in catalog.messages for place in message.locations)
    return any(name.search(place.strip('\u2068\u2069')) for place in places) or (
        bool(catalog.obsolete) and not catalog.messages
    )


def _heirs(fresh: Catalogs, orphans: Catalogs) -> dict[str, str]:
    """New document -> the vanished one that it took over half of, or that is half of it."""
    pairs = []
    for domain, template in fresh.items():
        for orphan, catalog in orphans.items():
            shared = len(template.by_key.keys() & catalog.by_key.keys())
            if shared * 2 >= max(1, min(len(template.by_key), len(catalog.by_key))):
                pairs.append((shared, domain, orphan))
    heirs: dict[str, str] = {}
    for _, domain, orphan in sorted(pairs, reverse=True):
        if domain not in heirs and orphan not in heirs.values():
            heirs[domain] = orphan
    return heirs


def _remembering(made: Callable[[], Memory]) -> Callable[[Message], Offer | None]:
    """The memory's offers, each searched for once; the memory is made when it is first asked."""
    memory = cache(made)
    known: dict[tuple[Key, str | None], Offer | None] = {}

    def find(message: Message) -> Offer | None:
        asked = message.key, message.plural
        if asked not in known:
            known[asked] = memory().offer(message)
        return known[asked]

    return find


def _elsewhere(bases: Mapping[str, _Base], done: Mapping[str, Update]) -> dict[str, frozenset[Key]]:
    """For each catalog the messages whose translation lives on in another, word for word."""
    homes: dict[Key, list[tuple[str, Message]]] = defaultdict(list)
    for domain, message in _living(bases, done):
        homes[message.key].append((domain, message))
    return {
        domain: frozenset(
            message.key
            for message in base.catalog.messages
            if message.key not in base.template.by_key
            and any(home != domain and _same(message, other) for home, other in homes[message.key])
        )
        for domain, base in bases.items()
    }


def _living(
    bases: Mapping[str, _Base], done: Mapping[str, Update]
) -> Iterator[tuple[str, Message]]:
    for domain, base in bases.items():
        for message in base.catalog.messages:
            if message.key in base.template.by_key:
                yield domain, message
        for change in done[domain].changes:
            if change.kind == 'moved' and change.offer and change.offer.origin:
                yield domain, change.offer.origin


def _same(one: Message, other: Message) -> bool:
    """The same translation in the same state, and no remark that the other has not."""
    return (one.strings, one.fuzzy, one.comments) == (other.strings, other.fuzzy, other.comments)


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
