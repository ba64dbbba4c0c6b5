"""Carry all catalogs of a language over a change of the source, documents included.

A document may have been renamed, divided or removed, and a paragraph may have moved to another
document: every translation of the language is looked at, obsolete ones too. The catalog of a
document that is gone becomes that of the document which took over most of it; else it stays,
its messages obsolete, until it is pruned.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from editions.catalogs import credits, current
from editions.catalogs.creation import BASE, new_header
from editions.catalogs.po import Catalog, Message, parse, read
from editions.catalogs.po.headers import header_fields, with_fields
from editions.catalogs.po.messages import Key
from editions.catalogs.po.writing import Layout, layout_of, render
from editions.catalogs.store import Write
from editions.catalogs.update.carrying import Options, Update, carry
from editions.catalogs.update.matching import Memory
from editions.languages.language import Language
from editions.project import Project

Catalogs = Mapping[str, Catalog]  # by domain ('guide/start')
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
    language: str
    steps: tuple[Step, ...]
    broken: tuple[Catalog, ...] = ()  # left alone: it cannot be known what they hold

    def writes(self) -> list[Write]:
        """What is to be written, so that each translation stands in some whole file throughout.

        First what each catalog gains, then what it has lost to others, then what is empty.
        """
        changed = [step for step in self.steps if step.changed]
        writes = []
        for step in changed:
            before = step.update.catalog.data if step.before else None
            if step.empty and step.before:
                writes.append((3, Write(step.before, before, None)))
                continue
            first = (step.safe or step.update).data
            was = step.before if step.before != step.path else None
            writes.append((1, Write(step.path, before, first, was)))
            if step.safe:
                writes.append((2, Write(step.path, first, step.update.data)))
        return [write for _, write in sorted(writes, key=lambda pair: pair[0])]


@dataclass(frozen=True)
class _Document:
    """The catalog that a document's messages are carried from, and their template."""

    catalog: Catalog
    template: Catalog
    before: Path | None


def update_language(
    project: Project, language: Language, templates: Catalogs, options: Options | None = None
) -> Succession:
    """What an update makes of a language's catalogs as they stand on the disk."""
    folder = project.catalogs(language)
    paths = project.catalog_files(language).values()
    found = [read(path, root=project.root, language=language.code) for path in paths]
    catalogs = {catalog.domain: catalog for catalog in found}
    templates = current.of_first_folder(project, language, templates, found)
    header, layout = None, _usual_layout(project, found)
    if templates.keys() - catalogs.keys():
        header = new_header(project, language, next(iter(templates.values())))
    return succeed(folder, language.code, catalogs, templates, header, options, layout)


def _usual_layout(project: Project, catalogs: Iterable[Catalog]) -> Layout:
    """How a new catalog is written: as the language's others are, or the project's."""
    files = (project.catalog_files(each).values() for each in project.languages[1:])
    others = map(read, chain.from_iterable(files))
    sound = next((each for each in chain(catalogs, others) if not each.breach), None)
    return layout_of(sound) if sound else Layout()


def succeed(
    folder: Path,
    language: str,
    catalogs: Catalogs,
    templates: Catalogs,
    header: Message | None = None,
    options: Options | None = None,
    layout: Layout | None = None,
    *,
    all_alike: bool = False,
) -> Succession:
    """Carry a language's catalogs (those below `folder`) over to the templates.

    `header` is that of new catalogs, `layout` is how they are written; with `all_alike` the
    others, too, which are else written as they are.
    """
    sound = {domain: catalog for domain, catalog in catalogs.items() if not catalog.breach}
    documents = _documents(catalogs, sound, templates, header, layout)
    heads = [(each, credits.of_header(each.head)) for each in sound.values()]
    named = any(records for _, records in heads)
    made = {id(m): records for each, records in heads for m in each.entries} if named else {}
    memory = Memory(_in_order_of_preference(documents.values(), sound.values()), made)
    safe = {}
    for domain, document in documents.items():
        written = layout if all_alike or document.before is None else None
        safe[domain] = carry(document.catalog, document.template, memory, options, written)
    steps = []
    for domain, moved in _moved_away(documents, safe).items():
        document = documents[domain]
        update = safe[domain].without(moved) if moved else safe[domain]
        stays = document.template is _NOTHING
        path = document.catalog.path if stays else folder / f'{domain}.po'
        steps.append(Step(path, update, document.before, safe[domain] if moved else None))
    broken = tuple(catalog for catalog in catalogs.values() if catalog.breach)
    return Succession(language, tuple(steps), broken)


def memory_of(catalog: Catalog, template: Catalog) -> Memory:
    """All messages of one catalog, ready to be offered for those of its template."""
    document = _Document(catalog, template, catalog.path)
    return Memory(_in_order_of_preference([document], [catalog]))


def _in_order_of_preference(
    documents: Iterable[_Document], catalogs: Iterable[Catalog]
) -> list[Message]:
    """All messages of a language, those first that the source has lost: they seek a successor."""
    lost: list[Message] = []
    staying: list[Message] = []
    known = list(catalogs)
    seen = set()
    for document in documents:
        seen.add(id(document.catalog.entries))
        for message in document.catalog.messages:
            (staying if message.key in document.template.by_key else lost).append(message)
    others = [catalog for catalog in known if id(catalog.entries) not in seen]
    staying += [message for catalog in others for message in catalog.messages]
    obsolete = [message for catalog in known for message in catalog.obsolete]
    return [*lost, *staying, *obsolete]


def _documents(
    catalogs: Catalogs,
    sound: Catalogs,
    templates: Catalogs,
    header: Message | None,
    layout: Layout | None,
) -> dict[str, _Document]:
    """What each document's catalog is carried from: itself, a predecessor, or a new one."""
    found = {d: _Document(sound[d], t, sound[d].path) for d, t in templates.items() if d in sound}
    new = {domain: template for domain, template in templates.items() if domain not in catalogs}
    orphans = {
        domain: catalog
        for domain, catalog in sound.items()
        if domain not in templates and _of_document(domain, catalog)
    }
    for domain, orphan in _successors(new, orphans).items():
        catalog = replace(orphans.pop(orphan), domain=domain)
        found[domain] = _Document(catalog, new.pop(domain), catalog.path)
    for domain, template in new.items():
        found[domain] = _Document(_empty(template, domain, header, layout), template, None)
    for domain, catalog in orphans.items():
        found[domain] = _Document(catalog, _NOTHING, catalog.path)
    return found


def _empty(
    template: Catalog, domain: str, header: Message | None, layout: Layout | None
) -> Catalog:
    if header is None:
        return replace(_NOTHING, domain=domain)
    date = template.header.get('POT-Creation-Date', '')
    text = render(header, layout or Layout())
    base = '../' * domain.count('/') + header_fields(header.string).get(BASE, '')
    fields = {'POT-Creation-Date': date, 'PO-Revision-Date': date, BASE: base}
    text = with_fields(text, fields)
    return parse(text.encode(), domain=domain)


def _of_document(domain: str, catalog: Catalog) -> bool:
    """Whether a catalog was a document's; others (a theme's strings) are left alone."""
    name = re.compile(rf'(?:^|/){re.escape(domain)}(?:/.*)?\.(?:rst|md|txt|ipynb)(?::-?\d+)?$')
    locations = (each for message in catalog.messages for each in message.locations)
    return any(name.search(each.strip('\u2068\u2069')) for each in locations) or (
        bool(catalog.obsolete) and not catalog.messages
    )


def _successors(new: Catalogs, orphans: Catalogs) -> dict[str, str]:
    """New document -> the vanished one that it took over half of, or that is half of it.

    A document whose name differs in its case alone is always the same one: where a file system
    does not tell the two names apart, their catalogs are one file.
    """
    pairs = []
    for domain, template in new.items():
        for orphan, catalog in orphans.items():
            shared = len(template.by_key.keys() & catalog.by_key.keys())
            same = domain.casefold() == orphan.casefold()
            if same or shared * 2 >= max(1, min(len(template.by_key), len(catalog.by_key))):
                pairs.append((same, shared, domain, orphan))
    found: dict[str, str] = {}
    for _, _, domain, orphan in sorted(pairs, reverse=True):
        if domain not in found and orphan not in found.values():
            found[domain] = orphan
    return found


def _moved_away(
    documents: Mapping[str, _Document], updates: Mapping[str, Update]
) -> dict[str, frozenset[Message]]:
    """For each catalog the messages whose translation lives on in another, word for word."""
    homes: dict[Key, list[tuple[str, Message]]] = defaultdict(list)
    for domain, message in _living(documents, updates):
        homes[message.key].append((domain, message))
    return {
        domain: frozenset(
            message
            for message in document.catalog.entries
            if not message.obsolete
            and message.key not in document.template.by_key
            and any(home != domain and _same(message, other) for home, other in homes[message.key])
        )
        for domain, document in documents.items()
    }


def _living(
    documents: Mapping[str, _Document], updates: Mapping[str, Update]
) -> Iterator[tuple[str, Message]]:
    for domain, document in documents.items():
        for message in document.catalog.messages:
            if message.key in document.template.by_key:
                yield domain, message
        for change in updates[domain].changes:
            if change.kind == 'moved' and change.offer and change.offer.origin:
                yield domain, change.offer.origin


def _same(one: Message, other: Message) -> bool:
    """The same translation in the same state, and no remark that the other has not."""
    return (one.strings, one.fuzzy, one.comments) == (other.strings, other.fuzzy, other.comments)
