"""Everything that is changed in Sphinx and docutils while they run, and why.

No other module of this package may do so. Not public are `translators` and `_catalog` of
sphinx.locale, `_publish_msgstr` and `_NodeUpdater` of sphinx.transforms.i18n, and `_warncount`
and `_registry` of the application; `tests/test_patches.py` fails where a release of Sphinx lacks
one of them.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers import Parser
from docutils.parsers.rst.states import RSTStateMachine
from jinja2.bccache import Bucket, BytecodeCache
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.domains import changeset
from sphinx.transforms import SphinxTransform, i18n

from editions import files
from editions.folders import MADE, output_folder
from editions.project import TAG

PRIORITY_BEFORE, PRIORITY_AFTER = 19, 21  # Sphinx's Locale has 20
LOOKALIKES = str.maketrans('<>"\'`\\\n', '‹›”’‘∖ ')
DIGEST = len(files.digest(b''))  # bytes before what is compiled
NAMESPACE = 'general'  # of the catalogs that Sphinx's Locale asks for


class Translations(GNUTranslations):
    """Translations in memory, in the shape in which Sphinx reads them from .mo files."""

    def __init__(self, strings: Mapping[str, str]) -> None:
        super().__init__()
        self._catalog: dict[str, str] = dict(strings)
        self.plural = lambda n: int(n != 1)


def without_catalogs(config: Config) -> None:
    """Sphinx finds no catalogs: it would compile them into `locale/`, and read them its way."""
    config.locale_dirs = []
    config.gettext_auto_build = False


def offer(domain: str, strings: Mapping[str, str]) -> NullTranslations | None:
    """Hand translations to Sphinx, before those it has; returns what `restore` wants."""
    before = locale.translators.get((NAMESPACE, domain))
    ours = Translations(strings)
    if isinstance(before, GNUTranslations):  # of a document that is called sphinx
        ours.add_fallback(before)
    locale.translators[NAMESPACE, domain] = ours
    return before


def restore(domain: str, before: NullTranslations | None) -> None:
    if before is None:
        locale.translators.pop((NAMESPACE, domain), None)
    else:
        locale.translators[NAMESPACE, domain] = before


def read_by(app: Sphinx, parsers: Mapping[str, type[Parser]]) -> dict[str, type[Parser]]:
    """Let these parsers read what Sphinx reads next; returns those that did."""
    known = app.registry.get_source_parsers()
    before = {filetype: known[filetype] for filetype in parsers}
    known.update(parsers)
    return before


def reword_sphinx(app: Sphinx, strings: Mapping[str, str]) -> None:
    """Let a project's own wordings speak before Sphinx's, in its messages and its templates."""
    if strings:
        offer('sphinx', strings)
        app.translator = locale.translators[NAMESPACE, 'sphinx']
        reword_labels(app, strings)


def reword_labels(app: Sphinx, strings: Mapping[str, str]) -> None:
    """The same for what Sphinx looked up as it was imported: notes on versions, names of fields."""

    def worded(label: object) -> Any:
        return strings.get(label, label) if isinstance(label, str) else label

    for name, label in changeset.versionlabels.items():
        changeset.versionlabels[name] = worded(label)
    for domain in app.registry.domains.values():
        for directive in domain.directives.values():
            for kind in getattr(directive, 'doc_field_types', ()):
                kind.label = worded(kind.label)


def harmless_words() -> None:
    """A project's wordings as signs that are no markup, in the templates of other themes.

    Those, and Sphinx, write what is translated into pages as it stands.
    """
    ours = locale.translators.get((NAMESPACE, 'sphinx'))
    if isinstance(ours, Translations):
        ours._catalog = {id: text.translate(LOOKALIKES) for id, text in ours._catalog.items()}


def escape_templates(templates: Any, folder: Path) -> None:
    """Templates of ours, below a folder, escape what they are given; a project's own decide.

    Sphinx escapes nothing. What is markup, `strings.markup` names.
    """

    @cache
    def is_escaped(name: str | None) -> bool:
        path = Path(templates.get_source(templates.environment, name)[1]) if name else Path()
        return folder in path.parents

    templates.environment.autoescape = is_escaped


def close_files(document: nodes.document, *, closed: bool) -> None:
    """While translations are parsed no directive reads a file, whatever a judgement overlooked."""
    document.settings.file_insertion_enabled = not closed


def put_back(transform: SphinxTransform, node: nodes.Element, message: str) -> None:
    """Translate a node back into its source, by what Sphinx's Locale translated it with."""
    if isinstance(node, nodes.image):
        node['uri'] = message.removeprefix('.. image:: ')
        return
    if isinstance(node, nodes.literal_block):  # one with markup of its own
        node[:] = [nodes.Text(message)]
        return
    document, env = transform.document, transform.env
    text = f'{message}\n{"=" * len(message) * 2}' if isinstance(node, nodes.title) else message
    text += '\n\n   code' if message.endswith('::') else ''
    patch: Any = i18n._publish_msgstr(
        text,
        document['source'],
        node.line or 0,
        config=env.config,
        env=env,
        registry=env._registry,
        settings=document.settings,
    )
    words = patch.next_node() if isinstance(node, nodes.title) else patch
    updater = i18n._NodeUpdater(node, words, document, noqa=True)
    updater.update_autofootnote_references()
    updater.update_refnamed_references()
    updater.update_refnamed_footnote_references()
    updater.update_citation_references()
    updater.update_pending_xrefs()
    updater.update_leaves()


def leave_out(app: Sphinx, config: Config) -> None:
    """What we make is no part of the text: `publish` writes Markdown, which MyST would read."""
    root, texts = Path(app.confdir), Path(app.srcdir)
    build = Path(os.path.normpath(root / output_folder(root, texts)))
    if build.is_relative_to(texts):
        folder = build.relative_to(texts).as_posix()
        made = [f'{folder}/{name}' for name in MADE]
        config.exclude_patterns = [*config.exclude_patterns, *made]


def hush(app: Sphinx, config: Config) -> None:
    """Sphinx does not warn of what we judge: a file that is not there, references that differ.

    Sphinx compares how references are written, in their order; `editions.checks.markup` compares
    where they lead.
    """
    ours = ('image.not_readable', 'i18n.inconsistent_references')
    config.suppress_warnings = [*config.suppress_warnings, *ours]


def forgive(app: Sphinx, number: int) -> None:
    """Let so many of the warnings that were logged not count for `sphinx-build -W`."""
    app._warncount -= number


def write_one_by_one(builder: Any, without: Set[str], begin: Callable[[str], object]) -> None:
    """Let a builder write documents but for some; `begin` hears the name of each, and Sphinx logs
    what it has to say of one before the next begins.
    """
    write = builder.write_documents

    def write_documents(docnames: Set[str]) -> None:
        for docname in sorted(docnames - without):
            begin(docname)
            write({docname})

    builder.write_documents = write_documents


def keep_templates(app: Sphinx) -> None:
    """Compile each template once, not in each build: it takes 19 % of an article's pages.

    The languages share what is compiled; our HTML theme and others do not, since ours escapes.
    """
    doctrees = Path(app.doctreedir)
    shared = doctrees.parent if app.tags.has(TAG) else doctrees
    folder = shared / 'templates' / app.builder.name
    folder.mkdir(parents=True, exist_ok=True)
    environment: Any = app.builder.templates.environment
    environment.bytecode_cache = Compiled(folder)


@dataclass
class Compiled(BytecodeCache):
    """Templates as code, each with a digest: what is damaged is compiled again, and never run."""

    folder: Path

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(FileNotFoundError):
            data = (self.folder / bucket.key).read_bytes()
            code = data[DIGEST:]
            if data[:DIGEST] == files.digest(code).encode():
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string()
        data = files.digest(code).encode() + code
        files.write_bytes(self.folder / bucket.key, data, durable=False)


class States(dict[str, Any]):
    """The states of docutils' parser of reStructuredText, each made when it is first asked for.

    docutils makes all fifteen, with a dozen patterns each, for every list, cell and translation;
    most texts need two. All fifteen took a sixth of the time of a translated book.
    """

    def __init__(self, machine: RSTStateMachine, classes: Iterable[type[Any]]) -> None:
        super().__init__()
        self.machine = machine
        self.classes = {each.__name__: each for each in classes}

    def __missing__(self, name: str) -> Any:
        self[name] = state = self.classes[name](self.machine, self.machine.debug)
        if getattr(self.machine, 'memo', None) is not None:  # it runs, and has begun its states
            state.runtime_init()
        return state


def make_states_when_needed() -> None:
    def add_states(machine: RSTStateMachine, classes: Iterable[type[Any]]) -> None:
        machine.states = States(machine, classes)

    RSTStateMachine.add_states = add_states  # type: ignore[assignment, method-assign]
