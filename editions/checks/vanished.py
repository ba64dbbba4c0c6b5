"""The rule on lost work: a translation that the last commit had is still there."""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from editions.catalogs import po
from editions.catalogs.po.messages import Catalog, Key, Message
from editions.checks.across import AcrossRule, Said
from editions.findings import Severity


def vanished(catalogs: Sequence[Catalog], root: Path) -> Iterator[Said]:
    """A translation that was there in the last commit has not vanished.

    It may have moved to another catalog or become obsolete; its source may have been edited,
    and the translation with it. Silent where there is no repository, and on new catalogs.
    """
    kept = Kept.of(catalogs)
    for now in catalogs:
        data = committed(root, now.path)
        if data is None or now.broken:
            continue
        before = po.parse(data, now.path, name=now.name, language=now.language)
        added = [m.id for m in now.messages if m.translated and m.key not in before.by_key]
        for message in before.messages:
            if message.translated and not (message in kept or followed(message, added)):
                here = now.by_key.get(message.key, Message('', line=1))
                yield now, here, f'translated in the last commit, and now gone: {message.id[:60]}'


@dataclass(frozen=True)
class Kept:
    """What all catalogs of a language still hold of the translations there were."""

    keys: frozenset[Key]
    previous: frozenset[str]  # the sources that outdated translations were made for
    strings: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, catalogs: Sequence[Catalog]) -> 'Kept':
        entries = [m for catalog in catalogs for m in catalog.entries if m.string]
        return cls(
            frozenset(message.key for message in entries),
            frozenset(message.previous.id for message in entries if message.previous),
            frozenset(message.strings for message in entries),
        )

    def __contains__(self, message: Message) -> bool:
        return (
            message.key in self.keys
            or message.id in self.previous
            or message.strings in self.strings
        )


def followed(message: Message, added: Sequence[str]) -> bool:
    """Whether a translated message that is new has a source like this one's: it was edited."""
    from rapidfuzz import fuzz, process  # of use only where something is missing

    return process.extractOne(message.id, added, scorer=fuzz.ratio, score_cutoff=60) is not None


RULE = AcrossRule(vanished, Severity.ERROR)


def committed(root: Path, path: Path) -> bytes | None:
    """A file as the last commit has it; None where git, a commit or the file is missing."""
    try:
        name = path.resolve().relative_to(root.resolve()).as_posix()
        done = subprocess.run(
            ['git', '-C', str(root), 'show', f'HEAD:./{name}'], capture_output=True, check=False
        )
    except (OSError, ValueError):
        return None
    return done.stdout if done.returncode == 0 else None
