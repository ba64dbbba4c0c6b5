"""What of the last build still holds: documents that need not be read, files not to be written.

`editions build` names the files that have changed and the last good edition. A document is read
where it, its catalog or what it includes has changed; its findings are kept with it. A page or a
PDF is written where one of its documents was read again since, and all of them where anything
has changed that documents show of each other: titles, contents, numbers, labels, names of
pictures. So a build after an edit has the bytes and the findings of a build from nothing; where
that is in doubt it ends, and everything is read.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import roles
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.i18n import docname_to_domain

from editions import files
from editions.conf import digest
from editions.findings import Finding, relative
from editions.inputs import IN_PART
from editions.languages import dates
from editions.transforms import application, extraction, metadata, reporting, sphinx_patches

FILE = 'written.json'
# Codes of what Sphinx and its parsers say of a document alone. Others compare documents: the
# second of two that are read has the fault, and that depends on their order.
ALONE = ('sphinx.docutils', 'sphinx.image', 'sphinx.misc', 'sphinx.myst', 'sphinx.toc')


class DoubtError(SphinxError):
    """What was read before cannot be gone on from; `editions build` reads everything then."""

    category = 'Read again'


@dataclass
class Unit:
    """A page or a PDF that was written: when its documents were read, and what was found."""

    read: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    pages: int = 0  # of paper
    places: dict[str, int] = field(default_factory=dict)
    starts: list[str] = field(default_factory=list)  # how each page begins


@dataclass
class Written:
    """All that a build wrote, by the docname of the page or the name of the PDF."""

    shared: str = ''  # a digest of what documents show of each other
    units: dict[str, Unit] = field(default_factory=dict)

    def to_json(self) -> str:
        units = {
            name: asdict(unit) | {'findings': [each.to_json() for each in unit.findings]}
            for name, unit in sorted(self.units.items())
        }
        return json.dumps({'shared': self.shared, 'units': units}, ensure_ascii=False)

    @classmethod
    def read(cls, path: Path) -> 'Written':
        """What the last build wrote; nothing where an older program did."""
        try:
            value: dict[str, Any] = json.loads(path.read_text('utf-8'))
            units = {name: Unit(**unit) for name, unit in value['units'].items()}
            for unit in units.values():
                unit.findings = [Finding.from_json(each) for each in unit.findings]  # type: ignore[arg-type]
            return cls(value['shared'], units)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return cls()


def setup(app: Sphinx) -> None:
    app.add_transform(Dated)
    app.connect('builder-inited', begin)
    app.connect('env-get-outdated', outdated)
    app.connect('env-purge-doc', forget)
    app.connect('doctree-read', note_exports, priority=950)  # after Sphinx's own collectors
    app.connect('env-updated', note_roles)
    app.connect('env-check-consistency', lambda app, env: setattr(of(app), 'consistent', True))
    app.connect('write-started', go_on, priority=100)
    app.connect('write-started', write_templates, priority=900)
    app.connect('build-finished', write)


@dataclass
class State:
    """What a run knows of the last one."""

    roles: frozenset[str] = frozenset()  # that the project's extensions define
    names: frozenset[str] = frozenset()  # of the files that have changed
    reused: bool = False
    read: set[str] = field(default_factory=set)  # the documents that were read in this run
    consistent: bool = False  # whether Sphinx has compared the documents in this run
    last: Written = field(default_factory=Written)
    now: Written = field(default_factory=Written)


def of(app: Sphinx) -> State:
    run = reporting.of(app)
    run.incremental = run.incremental or State()
    state: State = run.incremental
    return state


def ours(app: Sphinx) -> bool:
    """Whether `editions build` runs this build, and has said what has changed."""
    return app.config.editions_changed is not None


def begin(app: Sphinx) -> None:
    state = of(app)
    reporting.of(app).hear = partial(note, app)
    state.roles = own_roles()
    state.names = frozenset(filter(None, (app.config.editions_changed or '').split('\n')))
    if app.config.editions_last:
        state.last = Written.read(Path(app.doctreedir, f'{app.builder.name}.{FILE}'))


def own_roles() -> frozenset[str]:
    known: dict[str, Any] = vars(roles)['_roles']
    return frozenset(name for name, role in known.items() if isinstance(role, roles.CustomRole))


def note_roles(app: Sphinx, env: BuildEnvironment) -> None:
    """docutils knows a role that a document defines in all that are read after it."""
    if own_roles() - of(app).roles:
        env.editions_leaks = True  # type: ignore[attr-defined]


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The documents to read again. Raises DoubtError where that cannot be told."""
    state, today = of(app), date.today().isoformat()
    day, env.editions_day = getattr(env, 'editions_day', today), today  # type: ignore[attr-defined]
    state.reused = bool(env.all_docs) and ours(app)
    if not state.reused:
        return []
    if getattr(env, 'editions_leaks', False):
        raise DoubtError('a document defines a role that others may use')
    again = {name for name in env.found_docs & env.all_docs.keys() if touched(app, env, name)}
    if day != today:
        again |= {name for name in env.found_docs if env.metadata[name].get(reporting.DATED)}
    if added or removed:
        again |= env.toctree_includes.keys() & env.found_docs
    return sorted(again)


def touched(app: Sphinx, env: BuildEnvironment, docname: str) -> bool:
    """Whether one of the changed files is a document's, or one in which a finding on it lies."""
    names = of(app).names
    if not names:
        return False
    paths = {Path(app.srcdir, path).resolve() for path in env.dependencies.get(docname, ())}
    own = {relative(path, Path(app.confdir)) for path in {env.doc2path(docname), *paths}}
    facts = env.metadata[docname].get(reporting.STATES) or {}
    own |= {each.path for each in (*said(env).get(docname, ()), *facts.get('refused', ()))}
    domain = docname_to_domain(docname, app.config.gettext_compact)
    ending = f'/LC_MESSAGES/{domain}.po'
    endings = (f'{ending}{IN_PART}', *([ending] if app.config.html_baseurl else ()))
    return not names.isdisjoint(own) or any(name.endswith(endings) for name in names)


def said(env: BuildEnvironment) -> dict[str, list[Finding]]:
    """What was found while each document was read."""
    if not hasattr(env, 'editions_said'):
        env.editions_said = {}  # type: ignore[attr-defined]
    found: dict[str, list[Finding]] = env.editions_said  # type: ignore[attr-defined]
    return found


def exports(env: BuildEnvironment) -> dict[str, str]:
    """A digest, for each document, of what others show of it."""
    if not hasattr(env, 'editions_exports'):
        env.editions_exports = {}  # type: ignore[attr-defined]
    found: dict[str, str] = env.editions_exports  # type: ignore[attr-defined]
    return found


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    said(env).pop(docname, None)
    exports(env).pop(docname, None)


class Dated(application.Transform):
    """Note of a document, after Sphinx's Locale (20) translated it, whether it names the day."""

    default_priority = 30

    def apply(self, **kwargs: object) -> None:
        names = (n.get('refname', '') for n in self.document.findall(nodes.substitution_reference))
        written = self.document.findall(nodes.substitution_definition)
        dated = any(name.lower() == 'today' for name in names)
        dated = dated or any(extraction.DATED.match(node.rawsource) for node in written)
        self.env.metadata[self.env.current_document.docname][reporting.DATED] = dated


def note_exports(app: Sphinx, doctree: nodes.document) -> None:
    env, docname = app.env, app.env.current_document.docname
    of(app).read.add(docname)
    shown = (env.titles, env.longtitles, env.tocs)
    trees = [each[docname].pformat() if docname in each else '' for each in shown]
    exports(env)[docname] = digest([*trees, env.toc_num_entries.get(docname)])


def note(app: Sphinx, finding: Finding, docname: str) -> None:
    """Keep a finding with the document that was being read, or with what was being written."""
    if unit := reporting.of(app).unit:
        of(app).now.units.setdefault(unit, Unit()).findings.append(finding)
    elif docname:
        said(app.env).setdefault(docname, []).append(finding)


def go_on(app: Sphinx, builder: Builder) -> None:
    """Before anything is written: say what was found of the documents that were not read again.

    Raises DoubtError where the order of reading matters.
    """
    env, state = app.env, of(app)
    if not ours(app):
        return
    if state.reused:
        check_order(env, read=bool(state.read))
        for docname in sorted(env.found_docs - state.read):
            reporting.of(app).collector.findings += said(env).get(docname, ())
        if not state.consistent:
            env.check_consistency()
    state.now.shared = shared(app)


def check_order(env: BuildEnvironment, *, read: bool) -> None:
    """Raise DoubtError where the order in which documents are read may matter."""
    if not read:
        return
    if getattr(env, 'editions_leaks', False):
        raise DoubtError('a document defines a role that others may use')
    for finding in (each for found in said(env).values() for each in found):
        if finding.code.startswith('sphinx') and not finding.code.startswith(ALONE):
            raise DoubtError(finding.message)
    for path, (_, name) in env.images.items():
        if Path(path).name != name:
            raise DoubtError(f'{name} is the name of two pictures')


def shared(app: Sphinx) -> str:
    """A digest of all that documents show of each other."""
    env = app.env
    by_document = (
        exports(env), env.toctree_includes, env.toc_secnumbers, env.toc_fignumbers,
    )  # fmt: skip
    names = [{path: name for path, (_, name) in each.items()} for each in (env.images, env.dlfiles)]
    known = repr(metadata.of(env, app.config.root_doc))
    domains = {each.name: each.data for each in env.domains.sorted() if has_objects(each)}
    day = date.today() if app.config.html_last_updated_fmt is not None else None
    rights = app.config.copyright, app.config.project_copyright  # with the year
    moment = str(day), str(dates.epoch()), rights
    return digest([env.found_docs, *by_document, *names, known, domains, moment])


def has_objects(domain: Any) -> bool:
    """Whether a domain holds anything; those of C and C++ hold an object of their own, too."""
    return domain.name not in ('c', 'cpp') or any(domain.get_objects())


def kept(app: Sphinx, unit: str, docnames: Iterable[str], *paths: Path) -> Unit | None:
    """A page, PDF or template of the last build, put in place where it holds; `paths` are below."""
    state = of(app)
    known = state.last.units.get(unit)
    if known is None or state.last.shared != state.now.shared or known.read != times(app, docnames):
        return None
    if any(each.path in state.names for each in known.findings):  # it may have another line now
        return None
    if not all(Path(app.config.editions_last, path).is_file() for path in paths):
        return None
    for path in paths:
        files.link(Path(app.config.editions_last, path), Path(app.outdir, path))
    state.now.units[unit] = known
    reporting.of(app).collector.findings += known.findings
    return known


def times(app: Sphinx, docnames: Iterable[str]) -> dict[str, int]:
    """When documents were read, in microseconds."""
    return {name: app.env.all_docs[name] for name in docnames}


def start(app: Sphinx, unit: str, docnames: Iterable[str]) -> Unit:
    """A page or PDF is going to be written from these documents."""
    reporting.of(app).unit = unit
    return of(app).now.units.setdefault(unit, Unit(times(app, docnames)))


def write_pages(app: Sphinx, builder: Any, more: object) -> None:
    """Let Sphinx write the pages that do not hold; the others are linked.

    `more` is what pages show besides what documents show of each other.
    """
    if not ours(app):
        return
    state = of(app)
    state.now.shared = digest([state.now.shared, more])
    paths = {name: Path(builder.get_output_path(name)) for name in sorted(app.env.found_docs)}
    found = {name: path.relative_to(app.outdir) for name, path in paths.items()}
    stay = frozenset(name for name, path in found.items() if kept(app, name, [name], path))
    for source, (_, name) in app.env.images.items() if stay else ():
        if Path(app.config.editions_last, builder.imagedir, name).is_file():
            builder.images[source] = name  # which Sphinx copies
    sphinx_patches.write_one_by_one(builder, stay, lambda name: start(app, name, [name]))


def write_templates(app: Sphinx, builder: Builder) -> None:
    """Let Sphinx extract the messages of the domains that have changed. Those of its templates it
    extracts each time, into a domain that a document may share.
    """
    if builder.name != 'gettext' or not ours(app):
        return
    domains: dict[str, list[str]] = {}
    for name in sorted(app.env.found_docs):
        domains.setdefault(docname_to_domain(name, app.config.gettext_compact), []).append(name)
    of_templates = 'sphinx' if app.config.templates_path else ''
    units = {name: domain for domain, names in domains.items() for name in names}
    stay = {
        d
        for d, names in domains.items()
        if d != of_templates and kept(app, d, names, Path(f'{d}.pot'))
    }
    sphinx_patches.write_one_by_one(
        builder,
        {name for name, domain in units.items() if domain in stay},
        lambda name: start(app, units[name], domains[units[name]]),
    )


def write(app: Sphinx, exception: Exception | None = None) -> None:
    """Leave what was written beside it: `builds.reuse` keeps it for the next build."""
    now = of(app).now
    if exception is None and now.units and ours(app):
        files.write_text(Path(app.outdir) / FILE, now.to_json(), durable=False)


def documents_below(env: BuildEnvironment, docname: str) -> Iterator[str]:
    """A document and all that its toctrees hold, each once."""
    seen, waiting = set(), [docname]
    while waiting:
        name = waiting.pop()
        if name not in seen and name in env.all_docs:
            seen.add(name)
            waiting += env.toctree_includes.get(name, ())
            yield name
