"""The catalogs of one domain, and the summary by which a later build need not read them.

A summary holds what all documents have to do with: what is wrong, who is credited, and a digest of
all that readers see. It says what it was made from; where that is the same, the catalogs are read
only if a document asks for a message. Most edits touch one catalog of hundreds.
"""

import pickle
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from editions import files, report
from editions.catalogs import credits
from editions.catalogs.counts import State
from editions.catalogs.credits import Credit
from editions.catalogs.po.messages import Catalog, Message
from editions.checks.criteria import Policy, Use
from editions.checks.judgement import Judged, judge_uses, kind_of
from editions.findings import Finding
from editions.markup import placed

Key = tuple[Message, Policy, frozenset[Any], str, tuple[Use, ...]]
Known = dict[Key, Judged]  # the judgements of earlier builds and of this one, by what was judged
NOTHING = Message('')  # in a judgement that is kept
FILE = 'catalogs.pickle'
DIGEST = len(files.digest(b''))


@dataclass(frozen=True)
class Summary:
    """What is known of the catalogs of a domain from the last build."""

    uses: str = ''  # a digest of what documents make of its messages
    digest: str = ''  # of what readers see
    sources: str = ''  # a digest of the texts that it translates, or is to translate
    credited: tuple[str, ...] = ()
    defects: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    judged: bytes = b''  # its judgements, pickled


@dataclass(frozen=True)
class Summaries:
    """Those of a language, and how its catalogs were carried forward to what the source says."""

    around: str = ''  # a digest of what all catalogs are judged by
    made_from: Mapping[str, str] = field(default_factory=dict)  # a digest for each domain
    lacking: Mapping[str, int] = field(default_factory=dict)  # of `current.Carried`
    borrowed: bool = False  # likewise
    carried: frozenset[str] = frozenset()  # the domains that are not as they stand on the disk
    domains: Mapping[str, Summary] = field(default_factory=dict)

    @classmethod
    def read(cls, doctrees: Path) -> 'Summaries':
        """Those of the last build; none where they are not as they were written."""
        with suppress(FileNotFoundError):
            data = (doctrees / FILE).read_bytes()
            if data[:DIGEST] == files.digest(data[DIGEST:]).encode():
                with suppress(AttributeError, ImportError, TypeError):  # of an older program
                    found: Summaries = pickle.loads(data[DIGEST:])  # noqa: S301 (it is ours)
                    return found
        return cls()

    def of(self, domain: str) -> Summary:
        return self.domains.get(domain, Summary())

    def write(self, doctrees: Path) -> None:
        data = pickle.dumps(self, pickle.HIGHEST_PROTOCOL)
        files.write_bytes(doctrees / FILE, files.digest(data).encode() + data, durable=False)


@dataclass(frozen=True)
class Entry:
    """A message of a catalog, the file that it stands in, and what documents make of it."""

    message: Message
    path: str
    policy: Policy
    live: Container[str]  # the sources of all catalogs
    known: 'Known'
    domain: str = ''
    uses: tuple[Use, ...] = ()
    head: Message | None = None  # of its catalog

    @cached_property
    def credit(self) -> Credit:
        """Who translated and who reviewed it."""
        return credits.credit(self.message, self.head)

    @cached_property
    def judged(self) -> Judged:
        """Judged as each of its uses, and withheld as soon as one of them is; first as none."""
        if self.message.fuzzy or not self.message.translated:
            return self.judge()  # of an outdated one, what else stands in the catalogs counts
        known = self.known.get(self.key) or replace(self.judge(), message=NOTHING)
        if known.shown:
            self.known[self.key] = known
        found = (replace(each, path=self.path, line=self.line) for each in known.findings)
        return replace(known, message=self.message, findings=tuple(found))

    def judge(self) -> Judged:
        uses = self.uses or (Use(kind_of(self.domain)),)
        return judge_uses(
            self.message, self.policy, uses, path=self.path, live=self.live, thorough=False
        )

    @cached_property
    def key(self) -> Key:
        """All that is judged: the same where only lines have changed."""
        files = tuple(f'{each.rpartition(":")[0]}:1' for each in self.message.locations)
        message = replace(self.message, locations=files, line=0, string_line=0, block=0)
        excused = frozenset(self.policy.excused.items())
        return message, self.policy, excused, self.domain, self.uses

    @property
    def state(self) -> State:
        return self.judged.state

    @property
    def shown(self) -> bool:
        """Whether readers see the translation."""
        return self.judged.shown

    @property
    def string(self) -> str:
        return placed(self.message.string, self.message.id, [use.kind for use in self.uses])

    @property
    def line(self) -> int:
        return self.message.string_line or self.message.line


@dataclass
class Domain:
    """The catalogs of one domain, read when a message is asked for."""

    name: str
    policy: Policy
    live: Container[str]  # the sources of all catalogs
    read: Callable[[], Sequence[Catalog]]
    project: str = ''
    summary: Summary = Summary()
    holds: bool = False  # whether the summary was made from these catalogs
    uses: Callable[[], Iterable[tuple[str, Use]]] = tuple  # what each `report.key` becomes
    held: str = ''  # a digest of the uses

    @cached_property
    def catalogs(self) -> Sequence[Catalog]:
        return self.read()

    @cached_property
    def known(self) -> Known:
        found: Known = pickle.loads(self.summary.judged) if self.summary.judged else {}  # noqa: S301
        return found

    @property
    def header(self) -> Mapping[str, str]:
        """What the first catalog's head says."""
        return self.catalogs[0].header

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The people whom the heads name."""
        heads = (credits.named(each.head, each.header, self.project) for each in self.catalogs)
        return tuple(dict.fromkeys(name for names in heads for name in names))

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The messages by their source, judged as what documents make of them.

        What an earlier catalog translates stays, as in Sphinx.
        """
        found: dict[str, Entry] = {}
        for catalog in self.catalogs:
            for message in catalog.messages:
                if message.context is None:  # Sphinx asks without
                    known, words = found.get(message.id), (self.live, self.known, self.name)
                    entry = Entry(message, catalog.name, self.policy, *words, head=catalog.head)
                    if known is None or (
                        not known.shown and (entry.shown or known.state is State.UNTRANSLATED)
                    ):
                        found[message.id] = entry
        return used(found, self.uses())

    def settle(self, held: str, uses: Callable[[], Iterable[tuple[str, Use]]]) -> None:
        """From now on judge the messages as these uses, with a digest of them, and no others."""
        self.held, self.uses = held, uses
        if 'entries' in vars(self):
            self.entries = used(self.entries, uses())

    def judge(self, id: str, use: Use) -> Entry | None:
        """The message that is known to become this, too, judged so."""
        entry = self.entries.get(id)
        if entry is not None and use not in entry.uses:
            entry = self.entries[id] = replace(entry, uses=(*entry.uses, use))
        return entry

    @cached_property
    def keys(self) -> dict[str, str]:
        """The sources by their `report.key`."""
        return {report.key(id): id for id in self.entries}

    @property
    def strings(self) -> dict[str, str]:
        """What readers may see, by the source."""
        return {id: entry.string for id, entry in self.entries.items() if entry.shown}

    @property
    def summed(self) -> bool:
        """Whether the summary is right, and nobody has asked for a message."""
        return self.holds and self.held == self.summary.uses and 'entries' not in vars(self)

    @property
    def digest(self) -> str:
        """Changes when anything that readers see of it changes; never with a line number."""
        if self.summed:
            return self.summary.digest
        rows = [
            (key, e.state.value, e.shown, e.string, e.credit) for key, e in self.entries.items()
        ]
        rows.sort(key=lambda row: row[0])
        text = repr((sorted(self.header.items()), rows, self.names))
        return files.digest(text.encode('utf-8', 'surrogatepass'))

    @property
    def credited(self) -> tuple[str, ...]:
        """All who may be named for it."""
        if self.summed:
            return self.summary.credited
        more = (name for each in self.entries.values() for name in each.credit.names)
        return tuple(dict.fromkeys((*self.names, *more)))

    @property
    def defects(self) -> tuple[Finding, ...]:
        """What is wrong with its files."""
        if self.holds:
            return self.summary.defects
        return tuple(defect for each in self.catalogs for defect in each.defects)

    def findings(self, used: Container[str] | None) -> tuple[Finding, ...]:
        """What is to say of its messages; `used` are the keys of those that documents hold, None
        where all are in use.
        """
        if self.summed:
            return self.summary.findings
        ids = (id for key, id in self.keys.items() if used is None or key in used)
        return tuple(finding for id in ids for finding in self.entries[id].judged.findings)

    def summarize(self, findings: tuple[Finding, ...]) -> Summary:
        """What a later build needs to know of it."""
        if self.summed:
            return self.summary
        return Summary(
            self.held,
            self.digest,
            sources(self.catalogs),
            self.credited,
            self.defects,
            findings,
            pickle.dumps(dict(self._judged()), pickle.HIGHEST_PROTOCOL),
        )

    def _judged(self) -> Iterator[tuple[Key, Judged]]:
        for entry in self.entries.values():
            if (judged := self.known.get(entry.key)) is not None:
                yield entry.key, judged


def used(entries: Mapping[str, Entry], uses: Iterable[tuple[str, Use]]) -> dict[str, Entry]:
    """Messages with what they become, each use once."""
    found: dict[str, dict[Use, None]] = {}
    for key, use in uses:
        found.setdefault(key, {})[use] = None
    keyed = ((id, entry, tuple(found.get(report.key(id), ()))) for id, entry in entries.items())
    return {
        id: entry if entry.uses == known else replace(entry, uses=known)
        for id, entry, known in keyed
    }


def sources(catalogs: Iterable[Catalog]) -> str:
    """A digest of all that translations are offered by: each source, and whether it has one."""
    every = (m for each in catalogs for m in each.entries)
    found = sorted(repr((m.key, m.previous, m.translated, m.fuzzy, m.obsolete)) for m in every)
    return files.digest(repr(found).encode('utf-8', 'surrogatepass'))
