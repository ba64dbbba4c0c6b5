"""Catalogs, read strictly and compiled by us into the doctree folder, where Sphinx finds them.

Nothing is written into `locale/`, and a header that Babel refuses does no harm (Sphinx alone
would publish the source and exit with 0). Sphinx finds catalogs by their .po and so sees none
beside our .mo files; `outdated` answers its question which documents to read again.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.i18n import docname_to_domain

from editions import conf, files, report
from editions.catalogs import po
from editions.catalogs.po.messages import Catalog
from editions.catalogs.po.mo import compile_mo
from editions.catalogs.states import State
from editions.checks import recalling
from editions.findings import relative
from editions.languages.language import Language, own_name
from editions.project import Settings
from editions.report import Report
from editions.transforms import judging, reporting, sourcing, strings


class CatalogError(SphinxError):
    """A catalog that cannot be read; the editions of its language are not built."""

    category = 'Catalog error'


@dataclass(frozen=True)
class Entry:
    """What became of a message of a catalog."""

    state: State
    shown: bool  # whether readers see the translation
    string: str
    path: str
    line: int  # of the translation


@dataclass(frozen=True)
class Domain:
    """One catalog as staged; `header` holds what its head says."""

    entries: Mapping[str, Entry]
    header: Mapping[str, str]

    @property
    def digest(self) -> str:
        """Changes when anything that readers see of it changes; never with a line number."""
        rows = [(key, e.state.value, e.shown, e.string) for key, e in self.entries.items()]
        return hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()


@dataclass
class Staged:
    """The catalogs of the edition's language; none for the source language."""

    source: Language | None = None
    folders: tuple[str, ...] = ()  # of the catalogs, as conf.py has them
    domains: dict[str, Domain] = field(default_factory=dict)
    written: Settings = field(default_factory=dict)
    carried: bool = False  # whether the catalogs are those of what the source says now

    def domain(self, app: Sphinx, docname: str) -> Domain | None:
        return self.domains.get(docname_to_domain(docname, app.config.gettext_compact))


def of(app: Sphinx) -> Staged:
    """The staged catalogs of this build."""
    staged: Staged = app.editions_staged  # type: ignore[attr-defined]
    return staged


def stage(app: Sphinx, config: Config) -> None:
    """Compile every catalog of the language. Raises CatalogError where one cannot be read."""
    folder = Path(app.doctreedir) / 'catalogs'
    folders = sourcing.locale_dirs(config)
    written = written_values(Path(app.confdir)) if config.editions_languages is None else {}
    staged = Staged(source_language(config, written), folders, written=written)
    app.editions_staged = staged  # type: ignore[attr-defined]
    catalogs = list(read_all(app, config))
    for catalog in catalogs:
        for defect in catalog.defects:
            reporting.add(app, defect)
    if broken := [catalog for catalog in catalogs if catalog.broken]:
        refuse(app, config, broken)
    if staged.source and staged.source.code != config.language:
        known = sourcing.carried(app, config, catalogs)
        catalogs, staged.carried = known or catalogs, known is not None
    else:
        staged.carried = True  # there is nothing to carry
    memory = recalling.Memory(folder / 'said.json')
    for catalog in reversed(catalogs):  # the first folder of locale_dirs wins
        staged.domains[catalog.domain] = compiled(app, catalog, folder, memory)
    memory.write()
    config.locale_dirs = [str(folder)]
    config.gettext_auto_build = False
    strings.load(app, folder)


def written_values(root: Path) -> dict[str, Any]:
    """The source language and the folders of catalogs, as conf.py has them.

    In the running Sphinx they are the edition's language, and the folder of staged catalogs.
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
    for locale in (Path(app.srcdir, name) for name in sourcing.locale_dirs(config)):
        base = locale / config.language / 'LC_MESSAGES'
        for path in sorted(base.rglob('*.po')):
            domain = path.relative_to(base).with_suffix('').as_posix()
            yield read(path, Path(app.confdir), config.language, domain)


def read(path: Path, root: Path, language: str, domain: str) -> Catalog:
    """Read a catalog. Raises CatalogError where the system does not let us."""
    try:
        return po.read(path, root=root, language=language, domain=domain)
    except OSError as error:
        reason = f'{relative(path, root)}: cannot be read: {error.strerror}'
        raise CatalogError(f'{reason}; mend its place or its permissions') from error


def refuse(app: Sphinx, config: Config, broken: list[Catalog]) -> None:
    found = tuple(app.editions_collector.findings)  # type: ignore[attr-defined]
    report.write(Path(app.outdir), Report(edition=config.language, findings=found))
    names = ', '.join(catalog.name for catalog in broken)
    message = f'{names}: the catalog cannot be read, so the {config.language} edition is not built'
    raise CatalogError(message)


def compiled(app: Sphinx, catalog: Catalog, folder: Path, memory: recalling.Memory) -> Domain:
    """Judge each message, write what readers may see, and keep what became of the rest."""
    entries, shown = {}, []
    source = of(app).source
    for message in catalog.messages:
        if message.context is not None:
            continue  # Sphinx asks without context
        code = source.code if source else 'en'
        verdict = judging.judge(catalog, message, app.config, code, memory.withholding)
        line = message.string_line or message.line
        entries[message.id] = Entry(
            verdict.state, verdict.shown, message.string, catalog.name, line
        )
        if verdict.shown:
            shown.append(message)
        for finding in verdict.findings:
            reporting.add(app, finding)
    target = folder / catalog.language / 'LC_MESSAGES' / f'{catalog.domain}.mo'
    files.write_bytes(target, compile_mo(shown, catalog.language, catalog.header), durable=False)
    return Domain(entries, catalog.header)


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The documents whose catalog is not the one that they were read with."""
    before: dict[str, str] = getattr(env, 'editions_digests', {})
    now = {name: domain.digest for name, domain in of(app).domains.items()}
    env.editions_digests = now  # type: ignore[attr-defined]
    differing = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    compact = app.config.gettext_compact
    return [doc for doc in env.found_docs if docname_to_domain(doc, compact) in differing]
