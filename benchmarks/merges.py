"""Three-way merges of real catalogs: by `editions merge`, and by git line by line.

    python benchmarks/merges.py DIR... [--number 100]

A DIR is a clone with its history: each catalog that both sides of a merge commit changed is merged
again. Or it is a change of source as old.po(.gz), new.pot(.gz), truth.po(.gz): one side updates the
catalog, the other translates, and both translate a few messages differently, so that the right
number of conflicts is known. The numbers are of a draw that is the same each time.
"""

import argparse
import gzip
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from editions.catalogs.po import Catalog, Message, parse  # noqa: E402
from editions.catalogs.po.writing import edited, translated  # noqa: E402
from editions.catalogs.update.carrying import carry  # noqa: E402
from editions.catalogs.update.documents import memory_of  # noqa: E402
from editions.catalogs.update.threeway import merge  # noqa: E402

SLICES = 20  # merges made of one change of source
WORK, DISPUTED = 30, 2  # messages that the translator of one merge changes; that both change


class Three(NamedTuple):
    """The bytes of a catalog on both sides and before; conflicts, where it is known how many."""

    name: str
    base: bytes
    ours: bytes
    theirs: bytes
    conflicts: int | None = None


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or '').partition('\n')[0])
    parser.add_argument('folders', nargs='*', type=Path, metavar='DIR')
    parser.add_argument('--number', type=int, default=100)
    options = parser.parse_args(arguments)
    threes: list[Three] = []
    for folder in options.folders:
        made = (folder / 'old.po').exists() or (folder / 'old.po.gz').exists()
        threes += replayed(folder) if made else list(islice(histories(folder), 2000))
    random.Random(21).shuffle(threes)  # noqa: S311
    count: Counter[str] = Counter()
    for three in threes[: options.number]:
        count.update(measured(three))
    for name, number in count.items():
        print(f'{name:<52}{number:>7}')
    if not count:
        print('no histories given; see the docstring')


def histories(repository: Path) -> Iterator[Three]:
    """The catalogs that both sides of a merge commit changed."""

    def git(*words: str) -> bytes:
        done = subprocess.run(['git', '-C', repository, *words], capture_output=True, check=False)
        return done.stdout

    for line in git('rev-list', '--all', '--merges', '--parents').decode().splitlines():
        commit, *parents = line.split()
        base = git('merge-base', *parents).decode().strip() if len(parents) == 2 else ''
        if not base or base in parents:
            continue
        sides = [set(git('diff', '--name-only', base, p, '--', '*.po').split()) for p in parents]
        for name in sorted(sides[0] & sides[1]):
            path = name.decode()
            texts = [git('show', f'{each}:{path}') for each in (base, *parents)]
            yield Three(f'{repository.parent.name} {commit[:9]} {path}', *texts)


def replayed(folder: Path) -> list[Three]:
    """Twenty merges of an updated catalog with translations that were made meanwhile."""
    base, template, truth = (parse(unpacked(folder, n)) for n in ('old.po', 'new.pot', 'truth.po'))
    update = carry(base, template, memory_of(base, template))
    updated = parse(update.data)
    rest = [m for m in base.messages if m.translated and not m.fuzzy and m.plural is None]
    draw = random.Random(folder.name)  # noqa: S311
    found = []
    for number in range(SLICES):
        work = draw.sample(rest, min(WORK, len(rest)))
        theirs = edited(base, {m: revised(m, f'{number}') for m in work})
        both = [m for m in work if m.key in updated.by_key][:DISPUTED]
        mine = {updated.by_key[m.key]: revised(m, 'other') for m in both}
        new = draw.sample(truth.messages, min(WORK, len(truth.messages)))
        mine |= {now: now_translated(now, m) for m in new if (now := updated.by_key.get(m.key))}
        ours = edited(updated, mine)
        found.append(Three(f'{folder.name} {number}', base.data, ours.data, theirs.data, len(both)))
    return found


def revised(message: Message, mark: str) -> Message:
    """A translation that a translator has corrected."""
    return translated(message, (f'{message.string.rstrip()} ({mark})',))


def now_translated(message: Message, truth: Message) -> Message:
    return translated(message, truth.strings) if truth.plural == message.plural else message


def unpacked(folder: Path, name: str) -> bytes:
    packed = folder / f'{name}.gz'
    return gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / name).read_bytes()


def measured(three: Three) -> Counter[str]:
    count: Counter[str] = Counter({'merges': 1})
    catalogs = [parse(each) for each in three[1:4]]
    conflicts = by_git(three)
    count['git: files in conflict'] += bool(conflicts)
    count['git: conflicts'] += conflicts
    if any(catalog.breach for catalog in catalogs):
        count['ours: not readable, left to git'] += 1
        return count
    done = merge(*catalogs)
    count['ours: files in conflict'] += bool(done.conflicts)
    count['ours: messages with two translations'] += len(done.conflicts)
    count['ours: suggestions that gave way, and were said'] += len(done.notes)
    if three.conflicts is not None:
        count['    where it is known how many: right'] += three.conflicts
        count['    where it is known how many: found'] += len(done.conflicts)
    count['ours: translations lost'] += len(list(lost(catalogs, done.catalog)))
    count['ours: files with a new defect'] += bool(new_defects(catalogs, done.catalog))
    return count


def by_git(three: Three) -> int:
    """How many conflicts `git merge-file` leaves."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ('ours', 'base', 'theirs')]
        for path, data in zip(paths, (three.ours, three.base, three.theirs), strict=True):
            path.write_bytes(data)
        done = subprocess.run(['git', 'merge-file', '-p', *paths], capture_output=True, check=False)
    return done.stdout.count(b'\n<<<<<<<')


def lost(catalogs: Sequence[Catalog], merged: Catalog) -> Iterator[Message]:
    """Finished translations of one side that the merged catalog holds nowhere."""
    known = {(m.key, m.strings) for m in catalogs[0].entries}
    there = '\0'.join(text for m in merged.entries for text in m.strings)
    for message in (m for side in catalogs[1:] for m in side.entries):
        new = (message.key, message.strings) not in known
        finished = message.translated and not message.fuzzy
        if new and finished and not all(text in there for text in message.strings):
            yield message


def new_defects(catalogs: Sequence[Catalog], merged: Catalog) -> set[str]:
    known = {defect.code for catalog in catalogs for defect in catalog.defects}
    return {defect.code for defect in merged.defects} - known - {'catalog.conflict'}


if __name__ == '__main__':
    main(sys.argv[1:])
