"""What is known of one page: whose it is, what it says of itself, how far it is translated."""

import posixpath
from collections import Counter
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

UNKNOWN = Metadata()


@dataclass(frozen=True)
class Subject:
    """A page of an edition. A page that is no document (an index, the search) has no metadata."""

    published: Project
    language: Language
    uri: str  # from the folder of its edition
    site: str  # the name of the whole
    root: bool = False  # the first page
    listed: bool = True  # whether search engines may show it
    metadata: Metadata = UNKNOWN
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
        return self.published.url(posixpath.join(language.tag, path or unquote(self.uri)))


def read(app: 'Sphinx', pagename: str, doctree: nodes.document | None) -> Subject:
    """What is known of a page of the running build."""
    published = publication.read(app.builder)
    language = publication.current(app.config.language, published)
    whole = metadata.of(app.env, app.config.root_doc)
    uri, site = app.builder.get_target_uri(pagename), whole.short_title or whole.title
    if doctree is None:
        return Subject(published, language, uri, site, listed=False)
    own = metadata.of(app.env, pagename)
    opened = [document for document in published.documents if document.docname == pagename]
    return Subject(
        published,
        language,
        uri,
        site,
        root=pagename == app.config.root_doc,
        metadata=own,
        document=opened[0] if opened else None,
        translation=translation(app, pagename, published.source_language, own.date),
        threshold=app.config.editions_threshold,
        untranslated=untranslated(app, published, language, pagename),
    )


def untranslated(
    app: 'Sphinx', published: Project, language: Language, docname: str
) -> frozenset[Language]:
    """The other languages whose page a search engine is not sent to."""
    if not published.baseurl:
        return frozenset()
    domain = docname_to_domain(docname, app.config.gettext_compact)
    threshold = app.config.editions_threshold
    return frozenset(counts.without(published, language, domain, threshold))


def translation(app: 'Sphinx', docname: str, source: Language, date: str) -> Translation | None:
    """How far a document is translated; `date` is its text's."""
    if app.config.language == source.code:
        return None
    states = app.env.metadata[docname].get(reporting.STATES, {}).get('states', ())
    domain = staging.of(app).domain(app, docname)
    written = domain.header.get('PO-Revision-Date', '') if domain else ''
    revised = dates.epoch() or dates.of_header(written) if written else ''
    return Translation(source, Counter(states), date, revised)
