"""What the source says now, and the catalogs carried forward to it in memory.

The templates are the messages of the source in their order, one catalog without translations for
each domain. A catalog that lacks some of them is read as `editions update` would write it, so
that an edit of the source never throws a passage back to the language of the source.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from editions.catalogs.po import parse, read
from editions.catalogs.po.headers import with_fields
from editions.catalogs.po.messages import Catalog, Message
from editions.findings import Finding, Severity, relative
from editions.folders import catalog_files
from editions.languages.language import Language
from editions.project import Project

if TYPE_CHECKING:
    from editions.catalogs.update.documents import Step

BEHIND = 'behind'  # the code of the finding that catalogs lack messages of the source
Templates = Mapping[str, Catalog]  # by domain ('guide/start')


@dataclass(frozen=True)
class Carried:
    """The catalogs of a language as an update would leave them.

    Their lines are those of the files on disk: of a translation that was carried, the line it
    was found in; 0 where it stands in another file. `lacking` counts, by the name of each file,
    the messages of the source that it does not hold yet. `borrowed` says whether one of them has a
    translation from another file.
    """

    catalogs: tuple[Catalog, ...]
    lacking: Mapping[str, int]
    borrowed: bool = False


def read_templates(folder: Path) -> Templates:
    found = catalog_files(folder, '.pot')
    return {domain: read(path, domain=domain) for domain, path in found.items()}


def wanted(
    templates: Templates, first: Mapping[str, Catalog], others: Iterable[Catalog]
) -> dict[str, Catalog]:
    """The templates without the messages that only another folder of `locale_dirs` translates.

    Sphinx takes each from the `first` folder that has it; updates write into that folder alone.
    """
    found = dict(templates)
    for other in others:
        if (template := found.get(other.domain)) is None:
            continue
        held = first[other.domain].by_key if other.domain in first else {}
        elsewhere = {m.key for m in other.messages if m.translated and not m.fuzzy} - held.keys()
        left = tuple(entry for entry in template.entries if entry.key not in elsewhere)
        found[other.domain] = replace(template, entries=left)
    return found


def of_first_folder(
    project: Project, language: Language, templates: Templates, catalogs: Iterable[Catalog]
) -> Templates:
    """What of the templates the `catalogs` of a language are to hold, those of its first folder."""
    more = project.other_catalogs(language)
    others = (read(path, language=language.code, domain=domain) for domain, path in more)
    return wanted(templates, {catalog.domain: catalog for catalog in catalogs}, others)


def carried(
    folder: Path, language: str, catalogs: Iterable[Catalog], templates: Templates, root: Path
) -> Carried:
    """The catalogs of a language (those below `folder`) for what the source says now."""
    known = {catalog.domain: catalog for catalog in catalogs}
    lacking = {d: n for d, t in templates.items() if (n := _lacking(known.get(d), t))}
    if not lacking:
        return Carried(tuple(known.values()), {})
    from editions.catalogs.creation import first_head  # slow, these three, and seldom needed
    from editions.catalogs.po.writing import UNWRAPPED
    from editions.catalogs.update.documents import succeed

    head = first_head(known.values())
    done = succeed(folder, language, known, templates, head, layout=UNWRAPPED, all_alike=True)
    alike = {c.path for d, c in known.items() if _sources(c) == _sources(templates.get(d))}
    made = [
        step.update.catalog if step.before == step.path in alike else _carried(step, root)
        for step in done.steps
        if not step.empty
    ]
    carried_from = {step.before for step in done.steps}
    others = [each for each in known.values() if each.path not in carried_from]  # of no document
    names = {d: relative(folder / f'{d}.po', root) for d in lacking}
    borrowed = any(map(_borrows, done.steps))
    return Carried((*made, *others), {names[d]: lacking[d] for d in sorted(lacking)}, borrowed)


def _sources(catalog: Catalog | None) -> Collection[object]:
    return catalog.by_key.keys() if catalog else ()


def _borrows(step: 'Step') -> bool:
    """Whether a new message has a translation that did not stand in the same file."""
    own = {id(message) for message in step.update.catalog.entries} if step.before else set()
    offers = (change.offer for change in step.update.changes if change.offer)
    return any(id(offer.origin) not in own for offer in offers)


def behind(language: str, lacking: Mapping[str, int]) -> Iterator[Finding]:
    """That the catalogs of a language lack messages of the source; nothing where they do not."""
    if not lacking:
        return
    number = sum(lacking.values())
    path = next(iter(lacking)) if len(lacking) == 1 else ''
    path = path if path.endswith('.po') else ''
    few, many = f'{number} message of the source is', f'{number} messages of the source are'
    where = 'its catalog' if len(lacking) == 1 else f'{len(lacking)} of its catalogs'
    sentence = (
        f'{language}: {few if number == 1 else many} not in {where} yet; '
        f'`editions update` writes {"it" if number == 1 else "them"}'
    )
    yield Finding(path, 0, Severity.WARNING, sentence, BEHIND)


def _lacking(catalog: Catalog | None, template: Catalog) -> int:
    """How many messages of the source a catalog does not hold; of a broken one that is unknown."""
    if catalog is None:
        return len(template.messages)
    held = catalog.by_key
    return 0 if catalog.broken else sum(m.key not in held for m in template.messages)


def _carried(step: 'Step', root: Path) -> Catalog:
    """The catalog of a step as a file that was written would be read, with the old lines.

    One that is not there yet has no date: it would be that of this build.
    """
    before = step.update.catalog
    if not step.changed:
        return before
    data = step.update.data
    if step.before is None:
        data = with_fields(data.decode(), {'PO-Revision-Date': ''}).encode()
    new = parse(data, step.path, language=before.language, domain=before.domain)
    lines = dict(_lines(before, step))
    entries = tuple(
        replace(m, line=line, string_line=string_line)
        for m in new.entries
        for line, string_line in [lines.get((m.key, m.obsolete), (0, 0))]
    )
    path = step.before or step.path
    return replace(
        new, path=path, name=relative(path, root), entries=entries, defects=before.defects
    )


def _lines(before: Catalog, step: 'Step') -> Iterator[tuple[object, tuple[int, int]]]:
    """Where each message of the new catalog stands in the old file."""
    own = {id(message) for message in before.entries}
    for message in before.entries:
        yield (message.key, True), _place(message)
    for change in step.update.changes:
        origin = change.offer.origin if change.offer else None
        if origin and id(origin) in own:
            yield (change.message.key, False), _place(origin)
        elif change.kind == 'revived':
            revived = next(m for m in before.obsolete if m.key == change.message.key)
            yield (change.message.key, False), _place(revived)
    for message in before.messages:
        yield (message.key, False), _place(message)


def _place(message: Message) -> tuple[int, int]:
    return message.line, message.string_line
