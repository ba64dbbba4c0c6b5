"""One page of an edition: how far it is translated, its other languages, what it tells machines.

Machines are search engines, reference managers, those who share a link. Nothing is invented: a
field without a fact is left out, and what needs a full address is left out while the site has
none. Sources: https://ogp.me, https://schema.org/ScholarlyArticle,
https://scholar.google.com/intl/en/scholar/inclusion.html, Google's notes on localized versions.
"""

import json
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes

from editions.catalogs.credits import Credits
from editions.checks.judgement import is_translated
from editions.html.sentences import Translation
from editions.languages import dates
from editions.languages.language import Language
from editions.project import FILES, TAG, Document, Edition, Format, Project, site_path
from editions.transforms import credits, metadata, published, reporting, staging
from editions.transforms.metadata import Metadata

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True)
class Alternate:
    """A page in one language, and how the page at hand leads to it."""

    language: Language
    uri: str  # relative to the page at hand
    current: bool


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
class Beside:
    """A page that holds this one and the same in another language, side by side."""

    pair: Edition
    other: Language
    uri: str  # relative to the page at hand


def beside(uri: str, language: Language, pairs: Iterable[Edition]) -> tuple[Beside, ...]:
    """The pages of the pairs that a language is in; `uri` as for `alternates`."""
    up = '../' * (uri.count('/') + 1)
    return tuple(
        Beside(pair, other, posixpath.join(up + pair.tag, uri))
        for pair in pairs
        if language in pair.languages
        for other in pair.languages
        if other != language
    )


@dataclass(frozen=True)
class Page:
    """A page of an edition. A page that is no document (an index, the search) has no metadata."""

    project: Project
    language: Language
    uri: str  # from the folder of its edition
    site: str  # the name of the whole
    root: bool = False  # the first page
    apart: bool = False  # html_baseurl is the address of this edition, not of a site with all
    listed: bool = True  # whether search engines may show it
    metadata: Metadata = Metadata()  # noqa: RUF009 (it is frozen)
    document: Document | None = None  # where the page opens what becomes a PDF
    translation: Translation | None = None  # None in the language the text is written in
    threshold: float = 0.5  # the share from which a page counts as translated
    untranslated: frozenset[Language] = frozenset()  # the languages whose page is not yet

    @property
    def canonical(self) -> Language:
        """The language whose page stands for this one in a search engine."""
        source = self.project.source_language
        hidden = self.language in self.untranslated and not self.apart
        return source if hidden else self.language

    @property
    def date(self) -> str:
        """The text's date for machines, ISO 8601; '' where none can be read."""
        return self.metadata.date if dates.parts(self.metadata.date) else ''

    def file(self, form: Format) -> str:
        """The PDF or EPUB that the page opens, from the folder of its edition; '' for none."""
        made = self.document and form in self.project.formats
        return self.document.file(self.language, form) if self.document and made else ''

    @property
    def credits(self) -> Credits:
        return self.translation.credits if self.translation else Credits()

    @property
    def pdf(self) -> str:
        return self.file(Format.PDF)

    def address(self, language: Language, path: str = '') -> str:
        """The full address of a file of an edition; '' where it is not known."""
        path = path or unquote(self.uri)
        if self.apart:
            return self.project.url(path) if language == self.language else ''
        return self.project.url(site_path(language, path))


def read(app: 'Sphinx', pagename: str, doctree: nodes.document | None) -> Page:
    """What is known of a page of the running build."""
    project = published.read_project(app.builder)
    language = published.current_language(app.config.language, project)
    whole = metadata.of(app.env, app.config.root_doc)
    uri, site = app.builder.get_target_uri(pagename), whole.short_title or whole.title
    apart = TAG not in app.tags and _has_address_of_its_own(project, language)
    if doctree is None:
        return Page(project, language, uri, site, apart=apart, listed=False)
    return Page(
        project,
        language,
        uri,
        site,
        root=pagename == app.config.root_doc,
        apart=apart,
        metadata=metadata.of(app.env, pagename),
        document=next((each for each in project.documents if each.docname == pagename), None),
        translation=_translation(app, pagename, project.source_language),
        threshold=app.config.editions_threshold,
        untranslated=_untranslated(project, pagename),
    )


def _has_address_of_its_own(project: Project, language: Language) -> bool:
    """Whether html_baseurl leads to an edition that plain `sphinx-build` makes, as on Read the
    Docs: it names the language, or there is no other.
    """
    return len(project.languages) == 1 or f'/{language.tag}/' in project.baseurl


def _untranslated(project: Project, docname: str) -> frozenset[Language]:
    """The languages whose page a search engine is not sent to."""
    domain, others = project.domain(docname), project.languages[1:] if project.baseurl else ()
    return frozenset(each for each in others if not is_translated(project, each, domain))


def _translation(app: 'Sphinx', docname: str, source: Language) -> Translation | None:
    """How far a document is translated, from when, and by whom."""
    if app.config.language == source.code:
        return None
    facts = app.env.metadata[docname].get(reporting.STATES, {})
    domain = staging.of(app).domain(app, docname)
    header = domain.header if domain else {}
    return Translation(
        source,
        Counter(facts.get('states', ())),
        facts.get('hidden', 0),
        metadata.of(app.env, docname).date,
        dates.of_header(header.get('PO-Revision-Date', '')),
        credits.credits(app, [docname]),
    )


def tags(page: Page) -> tuple[str, ...]:
    """The elements of a page's head, one each."""
    if not page.listed:
        return (meta('name', 'robots', 'noindex'),)
    found = [*described(page), *addresses(page), *open_graph(page)]
    if page.document:
        found += [*citation(page), linked_data(page)]
    return tuple(found)


def meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}">' if content else ''


def link(relation: str, href: str, **attributes: str) -> str:
    more = ''.join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f'<link rel="{relation}"{more} href="{escape(href)}">'


def described(page: Page) -> Iterator[str]:
    facts = page.metadata
    named = {'description': facts.description, 'author': facts.author}
    named['keywords'] = ', '.join(facts.keywords)
    yield from (meta('name', name, text) for name, text in named.items() if text)


def addresses(page: Page) -> Iterator[str]:
    """canonical and hreflang, which need full addresses (RFC 6596; Google).

    A page that is hardly translated yet is its source's, and no alternate of anything.
    """
    if not page.project.baseurl:
        return
    yield link('canonical', page.address(page.canonical))
    if page.canonical == page.language and len(page.project.languages) > 1 and not page.apart:
        for other in page.project.languages:
            if other not in page.untranslated:
                yield link('alternate', page.address(other), hreflang=other.tag)
        source = page.project.source_language
        default = page.project.baseurl if page.root else page.address(source)
        yield link('alternate', default, hreflang='x-default')


def open_graph(page: Page) -> Iterator[str]:
    named = {
        'og:title': page.metadata.title,
        'og:type': 'article' if page.document else 'website',
        'og:site_name': '' if page.site == page.metadata.title else page.site,
        'og:description': page.metadata.description,
        'og:url': page.address(page.language),
        'og:locale': open_graph_locale(page.language),
    }
    if page.document and page.pdf and page.project.baseurl and not page.apart:
        named['og:image'] = page.project.url(page.document.card_path(page.language))
        named['og:image:alt'] = page.metadata.title
    yield from (meta('property', name, text) for name, text in named.items() if text)
    for other in page.project.languages:
        if other != page.language:
            yield meta('property', 'og:locale:alternate', open_graph_locale(other))


def open_graph_locale(language: Language) -> str:
    """language_TERRITORY, which Open Graph demands."""
    territory = language.territory if language.territory.isalpha() else ''
    return f'{language.base}_{territory or Language(language.base).territory}'


def citation(page: Page) -> Iterator[str]:
    """The tags that Google Scholar and Zotero read."""
    facts = page.metadata
    first, last = facts.page_range
    named = {
        'citation_title': facts.title,
        'citation_author': facts.author,
        'citation_publication_date': page.date.replace('-', '/'),
        'citation_language': page.language.tag,
        'citation_doi': facts.doi,
        'citation_journal_title': facts.journal,
        'citation_volume': facts.volume,
        'citation_issue': facts.issue,
        'citation_firstpage': first,
        'citation_lastpage': last,
        'citation_publisher': facts.publisher,
        'citation_abstract': facts.description,
        'citation_keywords': '; '.join(facts.keywords),
        'citation_translator': '; '.join(page.credits.translators),
        'citation_fulltext_html_url': page.address(page.language),
        'citation_pdf_url': page.address(page.language, page.pdf) if page.pdf else '',
    }
    yield from (meta('name', name, text) for name, text in named.items() if text)


def linked_data(page: Page) -> str:
    """JSON-LD; `<` is escaped, so that no text of an author's ends the element."""
    text = json.dumps(article(page), ensure_ascii=False, sort_keys=True)
    return f'<script type="application/ld+json">{text.replace("<", chr(92) + "u003c")}</script>'


def article(page: Page) -> dict[str, Any]:
    facts, own = page.metadata, page.address(page.language)
    value: dict[str, Any] = {
        '@context': 'https://schema.org',
        '@type': 'ScholarlyArticle' if facts.author else 'Article',
        '@id': own,
        'url': own,
        'headline': facts.title,
        'alternativeHeadline': facts.short_title,
        'inLanguage': page.language.tag,
        'author': {'@type': 'Person', 'name': facts.author} if facts.author else '',
        'datePublished': page.date,
        'description': facts.description,
        'about': facts.subject,
        'keywords': list(facts.keywords),
        'sameAs': f'https://doi.org/{facts.doi}' if facts.doi else '',
        **versions(page),
        'workExample': list(paired(page)),
        **made_by(page),
    }
    encodings = [
        {
            '@type': 'MediaObject',
            'encodingFormat': form.media_type,
            'contentUrl': page.address(page.language, page.file(form)),
            'inLanguage': page.language.tag,
        }
        for form in FILES
        if own and page.file(form)
    ]
    value['encoding'] = encodings if encodings[1:] else next(iter(encodings), None)
    return {name: fact for name, fact in value.items() if fact}


def paired(page: Page) -> Iterator[Mapping[str, Any]]:
    """The editions that hold this text beside another language."""
    document = page.document
    if not document or page.apart:
        return
    for pair in page.project.pairs:
        html = pair.format is Format.HTML
        path = site_path(pair, unquote(page.uri)) if html else document.path(pair, pair.format)
        if page.language in pair.languages and (address := page.project.url(path)):
            yield {
                '@type': 'CreativeWork',
                'url': address,
                'encodingFormat': pair.format.media_type,
                'inLanguage': [each.tag for each in pair.languages],
            }


def made_by(page: Page) -> Mapping[str, Any]:
    """Who translated and who reviewed, and what a machine made without a review."""
    known = page.credits
    people = {'translator': known.translators, 'editor': known.reviewers}
    named = {
        role: [{'@type': 'Person', 'name': name} for name in names]
        for role, names in people.items()
    }
    made = {
        'digitalSourceType': credits.source_type(known),
        'creditText': credits.sentence(known),
    }
    return named | made


def versions(page: Page) -> Mapping[str, Any]:
    """The work that this one translates, or the translations of it."""
    if not page.project.baseurl or page.apart:
        return {}
    source = page.project.source_language
    if page.language != source:
        return {'translationOfWork': {'@id': page.address(source)}}
    others = [other for other in page.project.languages if other != source]
    return {'workTranslation': [{'@id': page.address(o), 'inLanguage': o.tag} for o in others]}
