"""The catalogs of the edition's language: read strictly, judged, and handed to Sphinx.

Nothing is written: Sphinx gets the translations in memory, those that readers may see, just
before it asks for them (`messages.Remember`). What a message becomes is known when its document
has been read; until then it is judged as a paragraph is. Sphinx finds no catalog itself, so
`outdated` answers its question which documents to read again.

The catalogs are carried forward to the templates that the command line keeps current. A plain
`sphinx-build` uses those of the last command where they still fit; else it says what lags.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import docutils
import sphinx
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.i18n import docname_to_domain

from editions import conf, files, inputs, report
from editions.catalogs import current, po, wording
from editions.catalogs.credits import Credits
from editions.catalogs.glossary import read_glossary
from editions.catalogs.po.messages import Catalog
from editions.checks import criteria
from editions.checks.criteria import Policy, Use
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
from editions.transforms.domains import Domain, Summaries, Summary, sources

Found = dict[str, list[Path]]  # the catalogs of each domain


class CatalogError(SphinxError):
    """A catalog that cannot be read; the editions of its language are not built."""

    category = 'Catalog error'


@dataclass
class Staged:
    """The catalogs of the edition's language; none for the source language."""

    source: Language | None = None
    folders: tuple[str, ...] = ()  # of the catalogs, as conf.py has them
    domains: dict[str, Domain] = field(default_factory=dict)
    written: Settings = field(default_factory=dict)
    carried: bool = False  # whether the catalogs are those of what the source says now
    counted: dict[tuple[str, ...], Credits] = field(default_factory=dict)  # by documents
    templates: Path = Path()  # the folder of those that fit the source
    last: Summaries = field(default_factory=Summaries)
    now: Summaries = field(default_factory=Summaries)

    @property
    def names(self) -> list[str]:
        """All who may be credited in this edition."""
        names = (name for domain in self.domains.values() for name in domain.credited)
        return list(dict.fromkeys(names))

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


class Live:
    """The sources of all catalogs, read when one is asked for: outdated translations do."""

    def __init__(self, read: Callable[[], set[str]]) -> None:
        self.sources = cache(read)

    def __contains__(self, id: object) -> bool:
        return id in self.sources()


def of(app: Sphinx) -> Staged:
    staged: Staged = reporting.of(app).staged
    return staged


def stage(app: Sphinx, config: Config) -> None:
    """Find the catalogs of the language, and read those that have changed since the last build.

    Raises CatalogError where one cannot be used.
    """
    folders = locale_dirs(config)
    written = written_values(Path(app.confdir)) if config.editions_languages is None else {}
    staged = Staged(source_language(config, written), folders, written=written)
    reporting.of(app).staged = staged
    identify(app, staged, policy := policy_of(app, staged.source), found := find_all(app, config))
    staged.domains = summed(app, staged, policy, found) or read_all(app, staged, policy, found)
    for finding in current.behind(config.language, staged.now.lacking):
        reporting.add(finding)
    sphinx_patches.without_catalogs(config)
    own = (staged.domains.get(name) for name in (wording.DOMAIN, 'sphinx'))
    strings.load(app, *(domain.strings if domain else {} for domain in own))


def identify(app: Sphinx, staged: Staged, policy: Policy, found: Found) -> None:
    """Say what the catalogs are: digests of their bytes, and of all that they are judged by."""
    folder = staged.templates = template_folder(app, app.config)
    templates = catalog_files(folder, '.pot')
    made_from: dict[str, str] = {}
    for domain in found.keys() | templates.keys():
        each = (*found.get(domain, ()), *filter(None, [templates.get(domain)]))
        with suppress(OSError):  # what cannot be read is changed, and then refused
            facts = [(str(path), files.digest(path.read_bytes())) for path in each]
            made_from[domain] = conf.digest(facts)
    programs = inputs.measured(), sphinx.__version__, docutils.__version__, sys.version
    around = conf.digest([vars(policy), programs, app.config.project, staged.folders])
    last = Summaries.read(Path(app.doctreedir))
    staged.last = last if last.around == around else Summaries()
    staged.now = Summaries(around, made_from)


def summed(app: Sphinx, staged: Staged, policy: Policy, found: Found) -> dict[str, Domain] | None:
    """The domains by the summaries of the last build, where only translations have changed.

    None where a catalog that has changed says something of the others: it has new sources, or
    lacks messages, or one of the others has a translation from elsewhere.
    """
    last, made_from = staged.last, staged.now.made_from
    changed = {name for name in made_from if last.made_from.get(name) != made_from[name]}
    if not last.domains or last.borrowed or last.made_from.keys() != made_from.keys():
        return None
    if changed & last.carried or changed - last.domains.keys():
        return None
    whole = cache(lambda: carry(app, staged, read_every(app, found))[0])
    domains: dict[str, Domain] = {}
    live = Live(lambda: {id for d in domains.values() for c in d.catalogs for id in c.sources})
    for name, summary in last.domains.items():
        read = partial(read_domain, app, found.get(name, ()), name)
        if name in last.carried:
            read = partial(lambda name: [each for each in whole() if each.domain == name], name)
        words = app.config.project, summary, name not in changed
        domains[name] = Domain(name, policy, live, read, *words)
    if not all(alike(staged, domains[name]) for name in changed):
        return None
    for domain in domains.values():
        for defect in domain.defects:
            reporting.add(defect)
    staged.carried = is_source(app, staged) or bool(catalog_files(staged.templates, '.pot'))
    kept = last.lacking, last.borrowed, last.carried
    staged.now = Summaries(staged.now.around, made_from, *kept)
    return domains


def alike(staged: Staged, domain: Domain) -> bool:
    """Whether a catalog that has changed has the same sources, and those of its template."""
    catalogs, path = domain.catalogs, staged.templates / f'{domain.name}.pot'
    if any(each.broken for each in catalogs) or sources(catalogs) != domain.summary.sources:
        return False
    held = {message.key for each in catalogs for message in each.messages}
    return not path.is_file() or held == po.read(path, domain=domain.name).by_key.keys()


def read_all(app: Sphinx, staged: Staged, policy: Policy, found: Found) -> dict[str, Domain]:
    """The domains of all catalogs, carried forward. Raises CatalogError where one is broken."""
    catalogs = read_every(app, found)
    for defect in (defect for catalog in catalogs for defect in catalog.defects):
        reporting.add(defect)
    if broken := [catalog for catalog in catalogs if catalog.broken]:
        refuse(app, app.config, broken)
    staged.carried = True  # of the source there is nothing to carry
    unlike: frozenset[str] = frozenset()
    if not is_source(app, staged):
        catalogs, done = carry(app, staged, disk := catalogs)
        staged.carried = done is not None
        if done:
            before, after = ({id(each): each for each in some} for some in (disk, catalogs))
            differing = before.keys() ^ after.keys()
            unlike = frozenset((before | after)[each].domain for each in differing)
            facts = staged.now.around, staged.now.made_from
            staged.now = Summaries(*facts, done.lacking, done.borrowed, unlike)
    live = {message.id for catalog in catalogs for message in catalog.messages}
    by_domain: dict[str, list[Catalog]] = {}
    for catalog in catalogs:
        by_domain.setdefault(catalog.domain, []).append(catalog)
    words = app.config.project
    return {
        name: Domain(
            *(name, policy, live, each.copy, words, staged.last.of(name)),
            holds=name not in unlike and stands(staged, name, each),
        )
        for name, each in by_domain.items()
    }


def stands(staged: Staged, domain: str, catalogs: Iterable[Catalog]) -> bool:
    """Whether catalogs that are not carried are those of the last build, each judged by itself: of
    an outdated message what stands in the others counts, too.
    """
    last, now = staged.last, staged.now.made_from.get(domain)
    same = domain in last.domains and domain not in last.carried
    same = same and now is not None and last.made_from.get(domain) == now
    return same and not any(message.fuzzy for each in catalogs for message in each.messages)


def is_source(app: Sphinx, staged: Staged) -> bool:
    """Whether the edition is in the language of the source."""
    return staged.source is None or staged.source.code == app.config.language


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


def find_all(app: Sphinx, config: Config) -> Found:
    """Every catalog by its domain, those of the first folder first; each file under one name."""
    found: Found = {}
    for name in locale_dirs(config):
        locale = Path(os.path.normpath(Path(app.srcdir, name)))  # source/../locale is locale
        for domain, path in catalog_files(catalog_folder(locale, config.language)).items():
            found.setdefault(domain, []).append(path)
    return found


def read_every(app: Sphinx, found: Found) -> list[Catalog]:
    return [each for name, paths in found.items() for each in read_domain(app, paths, name)]


def read_domain(app: Sphinx, paths: Iterable[Path], domain: str) -> list[Catalog]:
    return [read(path, Path(app.confdir), app.config.language, domain) for path in paths]


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


def carry(
    app: Sphinx, staged: Staged, catalogs: list[Catalog]
) -> tuple[list[Catalog], current.Carried | None]:
    """The catalogs of the edition for what the source says now; as they are where that is not
    known.
    """
    folders, config = staged.folders, app.config
    templates = current.read_templates(staged.templates) if folders else {}
    if not templates:
        return catalogs, None
    locale = Path(os.path.normpath(Path(app.srcdir, folders[0])))
    folder = catalog_folder(locale, config.language)
    known = {catalog.domain: catalog for catalog in reversed(catalogs)}  # the first folder wins
    others = [each for each in catalogs if each is not known[each.domain]]
    left = current.wanted(templates, known, others)
    done = current.carried(folder, config.language, known.values(), left, Path(app.confdir))
    return [*done.catalogs, *others], done


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


Held = dict[str, tuple[str, Mapping[str, Sequence[str]], Sequence[str]]]


def held_by(app: Sphinx, env: BuildEnvironment) -> dict[str, Held]:
    """For each domain its documents: how each is written, what its messages become, by
    `report.key`, and where it leads.
    """
    found: dict[str, Held] = {name: {} for name in of(app).domains}
    for docname in sorted(env.found_docs):
        facts = env.metadata.get(docname, {})
        held = found.get(docname_to_domain(docname, app.config.gettext_compact))
        if held is not None and (kinds := facts.get(reporting.KINDS)):
            usual = filetype(str(env.doc2path(docname)), app.config.source_suffix)
            held[docname] = usual, kinds, facts.get(reporting.ADDRESSES, ())
    return found


def uses_of(app: Sphinx, held: Held) -> Iterator[tuple[str, Use]]:
    """What each message becomes in documents, by its `report.key`."""
    for usual, kinds, leading in held.values():
        addresses = frozenset(leading)
        for key, names in kinds.items():
            for name in names:
                kind, _, written = name.partition(':')
                yield key, Use(Kind(kind), syntax_of(app, written or usual), addresses)


def settle(app: Sphinx, env: BuildEnvironment) -> dict[str, set[str]]:
    """Judge every message as what it became in the documents that have been read.

    Returns the messages of each domain that documents hold, by `report.key`.
    """
    found = held_by(app, env)
    for name, held in found.items():
        digest = files.digest(repr(held).encode('utf-8', 'surrogatepass'))
        of(app).domains[name].settle(digest, partial(uses_of, app, held))
    return {n: {key for _, kinds, _ in held.values() for key in kinds} for n, held in found.items()}


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The documents whose catalog is not the one that they were read with."""
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
    staged, used = of(app), settle(app, env)
    env.editions_digests = digests(app)  # type: ignore[attr-defined]
    for docname in sorted(env.found_docs):
        for finding in (env.metadata[docname].get(reporting.STATES) or {}).get('refused', ()):
            reporting.add(finding)
    known: dict[str, Summary] = {}
    for name, domain in staged.domains.items():
        words = name in (wording.DOMAIN, 'sphinx') and not used[name]
        found = domain.findings(None if words else used[name])
        for finding in found:
            reporting.add(finding)
        known[name] = domain.summarize(found)
    now = replace(staged.now, domains=known)
    if now != staged.last:
        now.write(Path(app.doctreedir))
