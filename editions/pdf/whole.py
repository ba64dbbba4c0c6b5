"""What builders share that make one file of a document and all below it: PDF and EPUB."""

import shutil
import sys
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.writers.html5 import HTML5Translator

from editions.findings import Finding, Severity, UserError, plural
from editions.languages.language import Language
from editions.pdf import THEMES, vetting
from editions.project import TAG, Document
from editions.transforms import (
    application,
    diagrams,
    pictures,
    published,
    reporting,
    sphinx_patches,
    strings,
)


class WholeBuilder(SingleFileHTMLBuilder):
    """Writes a file for each entry of `pdf_documents`, and nothing else, into its folder."""

    format = 'html'  # so that the HTML visitors of other extensions apply
    search = False
    add_permalinks = False
    download_support = False  # a download leads nowhere in a file of its own
    html_scaled_image_link = False
    supported_remote_images = True  # Sphinx would fetch them; no other site is asked
    error: type[SphinxError]  # for a document that cannot be made as it should be
    made = False  # whether the folder of assets is this build's

    @property
    def running(self) -> Sphinx:
        return application.of(self.config)

    def init(self) -> None:
        super().init()
        sphinx_patches.escape_templates(self.templates, THEMES)
        sphinx_patches.keep_templates(self.running)
        self.edition = Language(self.config.language)

    def init_templates(self) -> None:
        """The project's own templates are for its pages; a file has those of its theme."""
        with without(self.config, 'templates_path', 'template_bridge'):
            super().init_templates()

    def init_highlighter(self) -> None:
        """The code's colours are the theme's: those of a dark screen cannot be read on white."""
        with without(self.config, 'pygments_style'):
            super().init_highlighter()

    def write_documents(self, docnames: Set[str]) -> None:
        """Write every file, whichever documents have changed.

        A plain `sphinx-build` ends with exit code 2, without Sphinx's report of a crash.
        """
        try:
            self.prepare_writing(frozenset(self.env.all_docs))
            self.begin_writing()
            for document in self.documents():
                self.write_one(document)
        except (UserError, self.error) as error:
            if TAG in self.running.tags:
                raise self.error(str(error)) from error
            sys.stderr.write(f'{self.error.category}: {error}\n')  # no finding: those are said
            self.running.statuscode = 2

    @abstractmethod
    def begin_writing(self) -> None:
        """Find the fonts, which all documents share."""

    @abstractmethod
    def write_one(self, document: Document) -> None:
        """Write the file of a document."""

    def documents(self) -> tuple[Document, ...]:
        """What conf.py lists. Raises the builder's error where it cannot be used."""
        listed = published.read_project(self).documents
        for document in listed:
            if document.docname not in self.env.all_docs:
                sentence = f'pdf_documents names {document.docname}, which is not there'
                raise self.error(f'conf.py: {sentence}')
        return listed

    def say_what_is_not_shown(self, document: Document, tree: nodes.document) -> None:
        """Report pictures that say nothing, and put words for what cannot be shown."""
        vetting.say_pictures(tree)
        self.report(document, vetting.unclosed(tree, self.confdir))
        made, undrawn = diagrams.pictured(tree, self)
        self.images |= made
        self.report(document, undrawn)
        unsaid = vetting.pictures(tree, self.confdir, self.config.source_suffix)
        self.report(document, unsaid)

    def report(self, document: Document, findings: Iterable[Finding]) -> None:
        """Report findings. Raises the builder's error for one but on a picture: no file then."""
        errors = 0
        for finding in findings:
            reporting.add(finding)
            errors += finding.severity is Severity.ERROR and finding.code != pictures.CODE
        if errors:
            raise self.error(f'{document.name}: {plural(errors, "error")}, as said above')

    def written(self, tree: nodes.document, docname: str) -> str:
        """The HTML of a tree whose references are resolved; `docname` is where it stands."""
        tree.settings = self.docsettings
        self.secnumbers: dict[str, tuple[int, ...]] = {}
        self.imgpath, self.current_docname = '_images', docname
        visitor: Any = self.create_translator(tree, self)
        tree.walkabout(visitor)
        html = ''.join(visitor.fragment)
        return strings.left_to_right(html) if self.edition.direction == 'rtl' else html

    def copy_assets(self) -> None:
        """Nothing of the web is copied."""

    def finish(self) -> None:
        """Let extensions write where they think that pages lie; `tidy` takes it away."""
        self.assets = Path(self.outdir) / '_static'
        self.made = not self.assets.exists()
        self.assets.mkdir(exist_ok=True)

    def tidy(self) -> None:
        if self.made:
            shutil.rmtree(self.assets)


class LeftOut(HTML5Translator):
    """Notes on a node that its visitor leaves it out on purpose (see `presence`)."""

    def dispatch_visit(self, node: nodes.Node) -> None:
        size = len(self.body)
        try:
            super().dispatch_visit(node)
        except nodes.SkipNode:
            if len(self.body) == size and isinstance(node, nodes.Element):
                node['left_out'] = True
            raise


@contextmanager
def without(config: Any, *names: str) -> Iterator[None]:
    """Sphinx without some values of conf.py: its defaults hold for a while."""
    given = {name: getattr(config, name) for name in names}
    for name in names:
        setattr(config, name, [] if isinstance(given[name], list) else None)
    try:
        yield
    finally:
        for name, value in given.items():
            setattr(config, name, value)
