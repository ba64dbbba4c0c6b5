"""One page of an edition: what it says of itself, how far it is translated, its other languages."""

import posixpath
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from docutils import nodes
from sphinx.util.i18n import docname_to_domain

from editions.catalogs import counts
from editions.catalogs.counts import THRESHOLD
from editions.html.sentences import Translation
from editions.languages import dates
from editions.languages.language import Language
from editions.project import Document, Project
from editions.transforms import metadata, publication, reporting, staging
from editions.transforms.metadata import Metadata

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True)
class Alternate:
    """A page in one language, and how the page at hand leads to it."""

    language: Language
    uri: str  # relative to the page at hand
    current: bool

    @property
    def tag(self) -> str:
        return self.language.tag

    @property
    def name(self) -> str:
        return self.language.name


def alternates(
    uri: str, language: Language, languages: Iterable[Language]
) -> tuple[Alternate, ...]:
    """One for each language, in conf.py's order; `uri` is the page's, from its edition's folder.

    The addresses are computed from the folder of each edition, never by replacing a part of the
    current one (Docusaurus #4723), and are relative: the site works under any prefix.
    """
    up = '../' * (uri.count('/') + 1)
    return tuple(
        Alternate(
            other,
            posixpath.basename(uri) if other == language else posixpath.join(up + other.tag, uri),
            other == language,
        )
        for other in languages
    )


@dataclass(frozen=True)
class Page:
    """A page of an edition. A page that is no document (an index, the search) has no metadata."""

    project: Project
    language: Language
    uri: str  # from the folder of its edition
    site: str  # the name of the whole
    root: bool = False  # the first page
    listed: bool = True  # whether search engines may show it
    metadata: Metadata = Metadata()  # noqa: RUF009 (it is frozen)
    document: Document | None = None  # where the page opens what becomes a PDF
    translation: Translation | None = None  # None in the language the text is written in
    threshold: float = THRESHOLD  # the share from which a page counts as translated
    untranslated: frozenset[Language] = frozenset()  # the others whose page is not translated yet

    @property
    def canonical(self) -> Language:
        """The language whose page stands for this one in a search engine."""
        if self.translation and self.translation.share < self.threshold:
            return self.translation.source
        return self.language

    @property
    def date(self) -> str:
        """The text's date for machines, ISO 8601; '' where none can be read."""
        return self.metadata.date if dates.parts(self.metadata.date) else ''

    @property
    def pdf(self) -> str:
        """The PDF that the page opens, from the folder of its edition."""
        return self.document.pdf(self.language) if self.document else ''

    def address(self, language: Language, path: str = '') -> str:
        """The full address of a file of an edition; '' while the site has none."""
        return self.project.url(posixpath.join(language.tag, path or unquote(self.uri)))


def read(app: 'Sphinx', pagename: str, doctree: nodes.document | None) -> Page:
    """What is known of a page of the running build."""
    project = publication.read(app.builder)
    language = publication.current(app.config.language, project)
    whole = metadata.of(app.env, app.config.root_doc)
    uri, site = app.builder.get_target_uri(pagename), whole.short_title or whole.title
    if doctree is None:
        return Page(project, language, uri, site, listed=False)
    return Page(
        project,
        language,
        uri,
        site,
        root=pagename == app.config.root_doc,
        metadata=metadata.of(app.env, pagename),
        document=next((each for each in project.documents if each.docname == pagename), None),
        translation=_translation(app, pagename, project.source_language),
        threshold=app.config.editions_threshold,
        untranslated=_untranslated(app, project, language, pagename),
    )


def _untranslated(
    app: 'Sphinx', project: Project, language: Language, docname: str
) -> frozenset[Language]:
    """The other languages whose page a search engine is not sent to."""
    if not project.baseurl:
        return frozenset()
    domain = docname_to_domain(docname, app.config.gettext_compact)
    return frozenset(counts.without(project, language, domain, app.config.editions_threshold))


def _translation(app: 'Sphinx', docname: str, source: Language) -> Translation | None:
    """How far a document is translated, from when, and by whom."""
    if app.config.language == source.code:
        return None
    states = app.env.metadata[docname].get(reporting.STATES, {}).get('states', ())
    domain = staging.of(app).domain(app, docname)
    header = domain.header if domain else {}
    written = header.get('PO-Revision-Date', '')
    return Translation(
        source,
        Counter(states),
        metadata.of(app.env, docname).date,
        dates.epoch() or dates.of_header(written) if written else '',
        metadata.translators([header], app.config.project),
    )
