"""The catalogs of the edition's language: read strictly, judged, and handed to Sphinx.

Nothing is written: Sphinx gets the translations in memory, those that readers may see, just
before it asks for them (`messages.Remember`). What a message becomes is known when its document
has been read; until then it is judged as a paragraph is. Sphinx finds no catalog itself, so
`outdated` answers its question which documents to read again.

The catalogs are carried forward to the templates that the command line keeps current. A plain
`sphinx-build` uses those of the last command where they still fit; else it says what lags.
"""

import hashlib
import os
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.i18n import docname_to_domain

from editions import conf, inputs, report
from editions.catalogs import credits, current, po, wording
from editions.catalogs.counts import State
from editions.catalogs.credits import Credit, Credits
from editions.catalogs.glossary import read_glossary
from editions.catalogs.po.messages import Catalog, Message
from editions.checks import criteria
from editions.checks.criteria import Policy, Use
from editions.checks.judgement import Judged, judge_uses, kind_of
from editions.findings import Finding, Severity, relative
from editions.folders import (
    Settings,
    catalog_files,
    catalog_folder,
    filetype,
    glossary_path,
    output_folder,
)
from editions.languages.language import Language, own_name
from editions.markup import Kind, Syntax
from editions.report import Report
from editions.transforms import reporting, sphinx_patches, strings

Key = tuple[Message, Policy, frozenset[Any], str, tuple[Use, ...]]
NOTHING = Message('')  # in a judgement that is kept


class CatalogError(SphinxError):
    """A catalog that cannot be read; the editions of its language are not built."""

    category = 'Catalog error'


@dataclass
class Memory:
    """The judgements of the language's last build and of this one, by what was judged.

    Sphinx's environment holds them, so that the second format, and a build after an edit, ask
    only about what is new.
    """

    before: dict[Key, Judged] = field(default_factory=dict)
    now: dict[Key, Judged] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A message of a catalog, the file that it stands in, and what documents make of it."""

    message: Message
    path: str
    policy: Policy
    live: Container[str]  # the sources of all catalogs
    memory: Memory
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
        known = self.memory.now.get(self.key) or self.memory.before.get(self.key)
        known = known or replace(self.judge(), message=NOTHING)
        if known.shown:
            self.memory.now[self.key] = known
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
        return self.message.string

    @property
    def line(self) -> int:
        return self.message.string_line or self.message.line


@dataclass
class Domain:
    """The catalogs of one domain; `header` holds what the first one's head says.

    `names` are the people whom the heads name.
    """

    policy: Policy
    header: Mapping[str, str]
    memory: Memory
    project: str = ''
    entries: dict[str, Entry] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def add(self, catalog: Catalog, live: Container[str]) -> None:
        """Add the messages of a catalog. What an earlier one translates stays, as in Sphinx."""
        names = credits.named(catalog.head, catalog.header, self.project)
        self.names = tuple(dict.fromkeys((*self.names, *names)))
        head = catalog.head
        for message in catalog.messages:
            if message.context is None:  # Sphinx asks without
                known = self.entries.get(message.id)
                known_by = self.policy, live, self.memory, catalog.domain
                entry = Entry(message, catalog.name, *known_by, head=head)
                if known is None or (
                    not known.shown and (entry.shown or known.state is State.UNTRANSLATED)
                ):
                    self.entries[message.id] = entry

    def judge(self, id: str, use: Use) -> Entry | None:
        """The message that is known to become this, judged so."""
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
    def digest(self) -> str:
        """Changes when anything that readers see of it changes; never with a line number."""
        rows = [
            (key, e.state.value, e.shown, e.string, e.credit) for key, e in self.entries.items()
        ]
        rows.sort(key=lambda row: row[0])
        text = repr((sorted(self.header.items()), rows, self.names))
        return hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()


@dataclass
class Staged:
    """The catalogs of the edition's language; none for the source language."""

    source: Language | None = None
    folders: tuple[str, ...] = ()  # of the catalogs, as conf.py has them
    domains: dict[str, Domain] = field(default_factory=dict)
    written: Settings = field(default_factory=dict)
    carried: bool = False  # whether the catalogs are those of what the source says now
    memory: Memory = field(default_factory=Memory)
    counted: dict[tuple[str, ...], Credits] = field(default_factory=dict)  # by documents

    @property
    def names(self) -> list[str]:
        """All who may be credited in this edition."""
        found: dict[str, None] = {}
        for domain in self.domains.values():
            found |= dict.fromkeys(domain.names)
            for each in domain.entries.values():
                found |= dict.fromkeys(each.credit.names)
        return list(found)

    def domain(self, app: Sphinx, docname: str) -> Domain | None:
        return self.domains.get(docname_to_domain(docname, app.config.gettext_compact))

    def place(self, app: Sphinx, docname: str, path: str, line: int) -> tuple[str, int]:
        """The file and line of the translation of what stands at a line of a document.

        Of what is included it stays that of the source.
        """
        own = app.env.path2doc(path) or ''
        domain = self.domain(app, own) if docname in ('', own) else None
        lines = app.env.metadata[own].get(reporting.LINES, {}) if domain else {}
        entry = domain.entries.get(domain.keys.get(lines.get(line, ''), '')) if domain else None
        return (entry.path, entry.line) if entry else (path, line)


def of(app: Sphinx) -> Staged:
    staged: Staged = reporting.of(app).staged
    return staged


def stage(app: Sphinx, config: Config) -> None:
    """Read every catalog of the language. Raises CatalogError where one cannot be used."""
    folders = locale_dirs(config)
    written = written_values(Path(app.confdir)) if config.editions_languages is None else {}
    staged = Staged(source_language(config, written), folders, written=written)
    reporting.of(app).staged = staged
    catalogs = list(read_all(app, config))
    for defect in (defect for catalog in catalogs for defect in catalog.defects):
        reporting.add(defect)
    if broken := [catalog for catalog in catalogs if catalog.broken]:
        refuse(app, config, broken)
    if staged.source and staged.source.code != config.language:
        known = carried(app, config, catalogs)
        catalogs, staged.carried = known or catalogs, known is not None
    else:
        staged.carried = True  # there is nothing to carry
    policy = policy_of(app, staged.source)
    live = {message.id for catalog in catalogs for message in catalog.messages}
    for catalog in catalogs:
        new = Domain(policy, catalog.header, staged.memory, config.project)
        staged.domains.setdefault(catalog.domain, new).add(catalog, live)
    sphinx_patches.without_catalogs(config)
    own = (staged.domains.get(name) for name in (wording.DOMAIN, 'sphinx'))
    strings.load(app, *(domain.strings if domain else {} for domain in own))


def policy_of(app: Sphinx, source: Language | None) -> Policy:
    """How this build judges; a glossary is read only where conf.py lets its rules withhold."""
    values = {value.name: value.value for value in app.config}
    policy = Policy.read(values, app.config.language, source.code if source else 'en')
    if not policy.withhold:
        return policy
    locale = Path(app.srcdir, locale_dirs(app.config)[0])
    return replace(policy, glossary=read_glossary(glossary_path(locale, app.config.language)))


def written_values(root: Path) -> dict[str, Any]:
    """The source language and the folders of catalogs, as conf.py has them.

    In the running Sphinx they are the edition's language, and no folder.
    """
    path = root / 'conf.py'
    values = conf.run_conf(path).values if path.is_file() else {}
    return {name: values.get(name) for name in ('language', 'locale_dirs')}


def source_language(config: Config, written: Settings) -> Language:
    """The language the text is written in: the first of the list, else conf.py's own."""
    if listed := config.editions_languages:
        return Language(*next(iter(listed.items())))
    code = str(written.get('language') or 'en')
    return Language(code, own_name(code))


def read_all(app: Sphinx, config: Config) -> Iterator[Catalog]:
    """Every catalog, those of the first folder first; each file under one name only."""
    for name in locale_dirs(config):
        locale = Path(os.path.normpath(Path(app.srcdir, name)))  # source/../locale is locale
        found = catalog_files(catalog_folder(locale, config.language))
        for domain, path in found.items():
            yield read(path, Path(app.confdir), config.language, domain)


def read(path: Path, root: Path, language: str, domain: str) -> Catalog:
    """Read a catalog. Raises CatalogError where the system does not let us."""
    try:
        return po.read(path, root=root, language=language, domain=domain)
    except OSError as error:
        reason = f'{relative(path, root)}: cannot be read: {error.strerror}'
        raise CatalogError(f'{reason}; correct its location or its permissions') from error


def refuse(app: Sphinx, config: Config, broken: list[Catalog]) -> None:
    report.write(Path(app.outdir), Report(config.language, findings=reporting.of(app).findings))
    names = ', '.join(catalog.name for catalog in broken)
    message = f'{names}: the catalog cannot be read, so the {config.language} edition is not built'
    raise CatalogError(message)


def carried(app: Sphinx, config: Config, catalogs: list[Catalog]) -> list[Catalog] | None:
    """The catalogs of the edition for what the source says now; None where that is not known."""
    folders = locale_dirs(config)
    templates = current.read_templates(template_folder(app, config)) if folders else {}
    if not templates:
        return None
    locale = Path(os.path.normpath(Path(app.srcdir, folders[0])))
    folder = catalog_folder(locale, config.language)
    known = {catalog.domain: catalog for catalog in reversed(catalogs)}  # the first folder wins
    others = [each for each in catalogs if each is not known[each.domain]]
    left = current.wanted(templates, known, others)
    done = current.carried(folder, config.language, known.values(), left, Path(app.confdir))
    for finding in current.behind(config.language, done.lacking):
        reporting.add(finding)
    return [*done.catalogs, *others]


def locale_dirs(config: Config) -> tuple[str, ...]:
    """The folders of catalogs as conf.py has them; our builds hide them from Sphinx."""
    if config.editions_locale_dirs:
        return tuple(config.editions_locale_dirs.split(os.pathsep))
    return tuple(config.locale_dirs)


def template_folder(app: Sphinx, config: Config) -> Path:
    """The folder of templates that fit the source; one without any where there is none."""
    if config.editions_templates:
        return Path(config.editions_templates)
    root, texts = Path(app.confdir), Path(app.srcdir)
    folder = Path(os.path.normpath(root / output_folder(root, texts))) / 'gettext'
    last = report.read(folder)
    fits = last is not None and inputs.texts_unchanged(root, texts, last)
    return folder if fits else Path(app.doctreedir, 'no-templates')


def check_source(app: Sphinx, env: BuildEnvironment) -> None:
    """Refuse a source without a text; say what the catalogs lack, where it was not carried."""
    if app.builder.name == 'gettext':
        return
    names = {env.config.root_doc, *(entry[0] for entry in env.config.pdf_documents or ())}
    for name in sorted(names & env.found_docs):
        if all(isinstance(node, nodes.Invisible) for node in env.get_doctree(name).children):
            path = relative(env.doc2path(name), Path(app.confdir))
            sentence = 'there is no text in it, so no edition is built'
            reporting.add(Finding(path, 0, Severity.ERROR, sentence, 'source.empty'))
            raise SphinxError(f'{path}: {sentence}')
    if not reporting.of(app).staged.carried:
        facts = {name: env.metadata[name].get(reporting.STATES) or {} for name in env.found_docs}
        lacking = {name: each['absent'] for name, each in facts.items() if each.get('absent')}
        for finding in current.behind(env.config.language, lacking):
            reporting.add(finding)


def syntax_of(app: Sphinx, filetype: str) -> Syntax:
    """How translations are read in documents of a file type."""
    names = ('myst_enable_extensions', 'myst_sub_delimiters', 'default_role')
    return criteria.syntax(filetype, {each: getattr(app.config, each, ()) for each in names})


def settle(app: Sphinx, env: BuildEnvironment) -> dict[str, set[str]]:
    """Judge every message as what it became in the documents that have been read.

    Returns the messages of each domain that documents hold, by `report.key`.
    """
    used: dict[str, set[str]] = {}
    for docname in env.found_docs:
        name = docname_to_domain(docname, app.config.gettext_compact)
        domain = of(app).domains.get(name)
        kinds = env.metadata.get(docname, {}).get(reporting.KINDS, {})
        if domain is None or not kinds:
            continue
        used.setdefault(name, set()).update(kinds)
        usual = filetype(str(app.env.doc2path(docname)), app.config.source_suffix)
        addresses = frozenset(env.metadata[docname].get(reporting.ADDRESSES, ()))
        for key in kinds.keys() & domain.keys.keys():
            for name in kinds[key]:
                kind, _, written = name.partition(':')
                syntax = syntax_of(app, written or usual)
                domain.judge(domain.keys[key], Use(Kind(kind), syntax, addresses))
    return used


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The documents whose catalog is not the one that they were read with."""
    of(app).memory.before = getattr(env, 'editions_judged', {})
    before: dict[str, str] | None = getattr(env, 'editions_digests', None)
    if before is None:
        return []  # all are read
    settle(app, env)
    now = digests(app)
    differing = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    compact = app.config.gettext_compact
    return [doc for doc in env.found_docs if docname_to_domain(doc, compact) in differing]


def digests(app: Sphinx) -> dict[str, str]:
    return {name: domain.digest for name, domain in of(app).domains.items()}


def tell(app: Sphinx, env: BuildEnvironment) -> None:
    """Report what is to say of the messages that documents hold, and of our own words."""
    used = settle(app, env)
    env.editions_digests = digests(app)  # type: ignore[attr-defined]
    env.editions_judged = of(app).memory.now  # type: ignore[attr-defined]
    for docname in sorted(env.found_docs):
        for finding in (env.metadata[docname].get(reporting.STATES) or {}).get('refused', ()):
            reporting.add(finding)
    for name, domain in of(app).domains.items():
        words = name in (wording.DOMAIN, 'sphinx') and name not in used
        for key, id in domain.keys.items():
            if words or key in used.get(name, ()):
                for finding in domain.entries[id].judged.findings:
                    reporting.add(finding)
