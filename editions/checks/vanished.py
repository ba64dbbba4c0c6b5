"""The rule on lost work: a translation that the last commit had is still there."""

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from editions.catalogs import po
from editions.catalogs.messages import Catalog, Message
from editions.checks.across import AcrossRule, Said
from editions.findings import Severity


def vanished(catalogs: Sequence[Catalog], root: Path) -> Iterator[Said]:
    """A translation that was there in the last commit has not vanished.

    Silent where there is no repository, and on catalogs that are new.
    """
    for now in catalogs:
        data = committed(root, now.path)
        if data is None or now.broken:
            continue
        before = po.parse(data, now.path, name=now.name, language=now.language)
        kept = {message.key for message in now.entries if message.string}
        for message in before.messages:
            if message.translated and message.key not in kept:
                here = now.by_key.get(message.key, Message('', line=1))
                yield now, here, f'translated in the last commit, and now gone: {message.id[:60]}'


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
