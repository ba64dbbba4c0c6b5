"""What a build learnt, left beside its output as `report.json` for those who know all languages.

Everything that Sphinx, docutils and WeasyPrint warn about passes through Sphinx's logger; it
becomes findings here, and a warning about a translation names the catalog's own line.
"""

import errno
import logging
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from gettext import NullTranslations
from importlib import metadata
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers import Parser
from docutils.utils import get_source_line
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.logging import (
    OnceFilter,
    SafeEncodingWriter,
    WarningStreamHandler,
    is_suppressed_warning,
)

from editions import conf, inputs, report
from editions.findings import Finding, Severity, refusal, relative
from editions.markup import Kind
from editions.project import Format
from editions.report import Page, Report
from editions.transforms import sphinx_patches

BUILT_IN = ('sphinx', 'sphinxcontrib', 'alabaster', 'editions')
# Of a document, in Sphinx's `env.metadata`.
STATES, KINDS, ADDRESSES = 'editions_states', 'editions_kinds', 'editions_addresses'
LINES = 'editions_lines'  # likewise: the `report.key` of what is translated at each line
# What is not for want of a file in the source.
REFUSED = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
PROGRAM = ('__main__', '__mp_main__')  # what was started, in this process and in a child
DATED = 'editions_dated'  # a document that names the day on which it is read
RAW = 'raw:'  # among the addresses, before what is none and is written as it stands
OF_SOURCE = ('picture', 'source.')  # codes of what Sphinx would warn of by itself
PLACE = re.compile(r'(?P<path>.*?)(?::(?P<line>\d+))?(?::<translated>)?(?::\d*)?')
COLOUR = re.compile(r'\x1b\[[\d;]*m')


@dataclass
class Run:
    """All that a build keeps of ours on Sphinx's `app`: its one attribute `editions`."""

    collector: 'Collector'
    staged: Any = None  # staging.Staged, the catalogs of its language
    before: NullTranslations | None = None  # what Sphinx had, while it has our translations
    parsers: dict[str, type[Parser]] = field(default_factory=dict)  # likewise
    outputs: dict[str, int] | None = None  # files that a builder named, with their pages of paper
    places: dict[str, int] = field(default_factory=dict)  # the page of paper of each anchor
    starts: dict[str, tuple[str, ...]] = field(default_factory=dict)  # how each page begins
    incremental: Any = None  # incremental.State
    hear: Callable[[Finding, str], None] = lambda *_: None  # of each, with the document read
    unit: str = ''  # the page or PDF that is being written

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(self.collector.findings)


def of(app: Sphinx) -> Run:
    run: Run = app.editions  # type: ignore[attr-defined]
    return run


class Collector(WarningStreamHandler):
    """Turns log records into findings.

    It is one of Sphinx's warning handlers, so that records which Sphinx holds back reach it
    when they reach the console; standing last, it finds their location made readable.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__(SafeEncodingWriter(sys.stderr))
        self.app = app
        self.findings: list[Finding] = []
        self.forgiven = 0  # those that `sphinx-build -W` does not fail on
        self.fault: OSError | None = None  # for which Sphinx left a file out
        self.setLevel(logging.WARNING)
        self.addFilter(OnceFilter())

    def emit(self, record: logging.LogRecord) -> None:
        kind = getattr(record, 'type', ''), getattr(record, 'subtype', '')
        if is_suppressed_warning(*kind, self.app.config.suppress_warnings):
            return
        args = record.args if isinstance(record.args, tuple) else ()
        for error in (each for each in args if isinstance(each, OSError)):
            self.fault = error if error.errno in REFUSED else self.fault
        docname = getattr(record, 'docname', '')
        path, line = self.place(str(getattr(record, 'location', None) or ''), docname)
        known: Finding | None = getattr(record, 'finding', None)
        self.forgiven += known is not None and not known.code.startswith(OF_SOURCE)
        finding = known or Finding(path, line, level(record), self.text(record), code(record))
        self.findings.append(finding)
        of(self.app).hear(finding, docname)

    def place(self, location: str, docname: str) -> tuple[str, int]:
        """The file and line of Sphinx's location; the catalog's where a translation is meant."""
        match = PLACE.fullmatch(location)
        if not match or not match['path']:
            return '', 0
        path, line = match['path'], int(match['line'] or 0)
        if ':<translated>' in location:
            path, line = of(self.app).staged.place(self.app, docname, path, line)
        return relative(Path(path), Path(self.app.confdir)), line

    def text(self, record: logging.LogRecord) -> str:
        """The message alone, without what stands around it, its files as findings name them."""
        said = COLOUR.sub('', str(record.msg) % record.args if record.args else str(record.msg))
        said = said.removesuffix(f' [{code(record).removeprefix("sphinx.")}]')
        return ' '.join(said.replace(f'{self.app.confdir}{os.sep}', '').split())


class DiskError(SphinxError):
    """The disk did not take a file."""

    category = 'Not written'


def refuse(app: Sphinx, exception: Exception | None = None) -> None:
    """Fail where Sphinx only warns, and ends well without its style sheet. Raises DiskError."""
    if (fault := of(app).collector.fault) and not exception:
        raise DiskError(refusal(fault))


class Attribution(logging.Handler):
    """Notes on each record the document that is being read: Sphinx holds records back meanwhile."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self.app = app

    def emit(self, record: logging.LogRecord) -> None:
        if (env := getattr(self.app, 'env', None)) and not hasattr(record, 'docname'):
            record.docname = env.current_document.docname


def level(record: logging.LogRecord) -> Severity:
    return Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING


def code(record: logging.LogRecord) -> str:
    parts = ('sphinx', getattr(record, 'type', None), getattr(record, 'subtype', None))
    return '.'.join(str(part) for part in parts if part)


def begin(app: Sphinx) -> None:
    """Listen to what this build says, from now on."""
    logger = logging.getLogger('sphinx')
    for handler in [h for h in logger.handlers if isinstance(h, Collector | Attribution)]:
        logger.removeHandler(handler)
    collector = Collector(app)
    logger.addHandler(Attribution(app))
    logger.addHandler(collector)
    if app.quiet and not app.verbosity:
        logger.setLevel(logging.WARNING)  # hundreds of records that are not read: 5 % of a build
    app.editions = Run(collector)  # type: ignore[attr-defined]


def add(finding: Finding) -> None:
    """Report a finding; it is logged too, for those who run `sphinx-build`."""
    log = logging.getLogger('sphinx.editions')
    number = logging.ERROR if finding.severity is Severity.ERROR else logging.WARNING
    # Sphinx takes a location without a colon for the name of a document.
    location = f'{finding.path}:{finding.line or ""}' if finding.path else None
    extra = {'location': location, 'finding': finding, 'type': 'editions', 'subtype': finding.code}
    log.log(number, '%s', finding.message, extra=extra)


def edition_of(app: Sphinx) -> str:
    """What is built: 'es/pdf', 'en/gettext'; '' where the builder is none of ours."""
    known = {item.builder: item.value for item in Format} | {'gettext': 'gettext'}
    name = known.get(app.builder.name if hasattr(app, 'builder') else '')
    return f'{app.config.language}/{name}' if name else ''


def write(app: Sphinx, exception: Exception | None = None) -> None:
    """Write the report of a build of a format, whether it succeeded or not."""
    if not (edition := edition_of(app)):
        return
    env = getattr(app, 'env', None)
    done = Report(
        edition=edition,
        findings=of(app).findings,
        pages=dict(pages(app, env)) if env and not exception else {},
        outputs=outputs(app) if not exception else {},
        places=of(app).places,
        starts=of(app).starts,
        versions=extension_versions(app),
        loaded=tuple(own_code(app)),
        dated=any(facts.get(DATED) for facts in env.metadata.values()) if env else False,
    )
    report.write(Path(app.outdir), done)


def forgive(app: Sphinx, exception: Exception | None = None) -> None:
    """`sphinx-build -W` passes where it passed before Editions, unless conf.py is strict."""
    if not app.config.editions_strict:
        sphinx_patches.forgive(app, of(app).collector.forgiven)


def printed(
    app: Sphinx,
    name: str,
    pages: int,
    places: dict[str, int] | None = None,
    starts: tuple[str, ...] = (),
) -> None:
    """Note a file that a builder made, its pages of paper, how each begins, the page of anchors."""
    run = of(app)
    run.outputs = (run.outputs or {}) | {name: pages}
    run.places |= places or {}
    run.starts |= {name: starts} if starts else {}


def outputs(app: Sphinx) -> dict[str, int]:
    """The files that readers open: those the builder named, or every page."""
    named = of(app).outputs
    if named is not None or app.builder.name != Format.HTML.builder:
        return named or {}
    out = Path(app.outdir)
    return {path.relative_to(out).as_posix(): 0 for path in sorted(out.rglob('*.html'))}


def pages(app: Sphinx, env: BuildEnvironment) -> Iterator[tuple[str, Page]]:
    for docname in sorted(env.found_docs):
        facts: dict[str, Any] = env.metadata.get(docname, {}).get(STATES) or {}
        title = env.titles.get(docname)
        depends = {Path(app.srcdir, path).resolve() for path in env.dependencies.get(docname, ())}
        yield (
            docname,
            Page(
                title.astext() if title else docname,
                int(facts.get('paragraphs', 0)),
                int(facts.get('messages', 0)),
                dict(Counter(facts.get('states', ()))),
                tuple(sorted(relative(path, Path(app.confdir)) for path in depends)),
                dict(facts.get('anchors', {})),
                dict(special(env.metadata.get(docname, {}).get(KINDS) or {})),
                tuple(a for a in env.metadata[docname].get(ADDRESSES, ()) if not a.startswith(RAW)),
            ),
        )


def special(kinds: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The messages that become something else than a paragraph, and what: 'title block'."""
    for key, found in kinds.items():
        if set(found) != {Kind.BLOCK.value}:
            yield key, ' '.join(dict.fromkeys(found))


def location(node: nodes.Element, tree: nodes.document, root: Any) -> tuple[str, int]:
    """Where a node was written, in the source or a catalog; line 0 where none is known."""
    source, line = get_source_line(node)
    path = str(source or tree.get('source') or '')
    path = path.partition(':<translated>')[0].partition(':docstring of')[0]
    return (relative(Path(path), Path(root)) if path else ''), line or 0


def own_code(app: Sphinx) -> Iterator[str]:
    """The files and folders of the project's own extensions and themes that Sphinx loaded.

    The program that runs, .venv/bin/editions, is no such: each clone has another.
    """
    modules = [module for name, module in sys.modules.items() if name not in PROGRAM]
    files = (getattr(module, '__file__', None) for module in modules)
    own = {Path(file) for file in files if file and conf.is_own(file)}
    theme: Any = getattr(app.builder, 'theme', None)
    themes = theme.get_theme_dirs() if theme else ()
    folders = {Path(folder) for folder in themes if conf.is_own(str(folder))}
    ours = (inputs.PACKAGE, Path(app.confdir, 'conf.py'))
    for path in sorted({p.parent if p.name == '__init__.py' else p for p in own} | folders):
        if not any(path.is_relative_to(each) for each in ours):
            yield relative(path, Path(app.confdir))


def extension_versions(app: Sphinx) -> dict[str, str]:
    """The versions of the packages that hold the extensions and the theme of conf.py."""
    names = {name.partition('.')[0] for name in (*app.config.extensions, app.config.html_theme)}
    found = list(_distributions(names - set(BUILT_IN)))
    return {name: metadata.version(name) for name in found}


def _distributions(names: Iterable[str]) -> Iterator[str]:
    if asked := set(names):
        for package, distributions in metadata.packages_distributions().items():
            if package in asked:
                yield from distributions
