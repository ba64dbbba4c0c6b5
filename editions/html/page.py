"""What a page of the theme shows beside its text, as one value for the templates."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.environment.adapters.toctree import document_toc

from editions.html import publication, reading
from editions.html.alternates import Alternate, alternates
from editions.project import Language, Project

if TYPE_CHECKING:
    from sphinx.application import Sphinx


MANY = 3  # entries, the title's own among them, from which contents are worth their place


@dataclass(frozen=True)
class Page:
    """A page and its place among the editions; a field without a fact is empty."""

    language: Language
    direction: str  # 'ltr' or 'rtl'
    alternates: tuple[Alternate, ...]
    masthead: str
    head_title: str
    contents: str = ''  # HTML
    book: bool = False  # the contents are those of several documents
    pdf: str = ''  # relative
    date: str = ''
    date_text: str = ''
    minutes: int = 0
    reading_time: str = ''
    notice: str = ''
    follows: str = ''
    rights: str = ''
    head: tuple[str, ...] = ()
    indices: tuple[tuple[str, str], ...] = field(default=())

    @property
    def tag(self) -> str:
        return self.language.tag


def add_to_context(
    app: 'Sphinx',
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """`edition` for the templates of our theme, and no script of Sphinx's."""
    from editions.html import themed

    if not themed(app):
        return
    context['edition'] = page(app, pagename, context, doctree)
    context['script_files'] = [js for js in context['script_files'] if not sphinx_script(js)]


SPHINX_SCRIPTS = {
    '_static/documentation_options.js',
    '_static/doctools.js',
    '_static/sphinx_highlight.js',
    '_static/translations.js',
}


def sphinx_script(script: Any) -> bool:
    """Whether a script serves Sphinx's own search and themes, which ours replace."""
    return str(getattr(script, 'filename', script)) in SPHINX_SCRIPTS


def page(
    app: 'Sphinx', pagename: str, context: dict[str, Any], doctree: nodes.document | None
) -> Page:
    """All that the templates need of a page."""
    published = publication.read(app.builder)
    language = publication.current(app.config.language, published)
    uri = app.builder.get_target_uri(pagename)
    masthead = app.env.titles[app.config.root_doc].astext()
    title = nodes_text(app, pagename) or str(context.get('title') or masthead)
    text = doctree.astext() if doctree is not None else ''
    book = len(app.env.found_docs) > 1
    time = reading.minutes(text, language.code)
    return Page(
        language,
        publication.direction(language),
        alternates(uri, language, published.languages),
        masthead,
        title if title == masthead else f'{title} · {masthead}',
        contents=contents(app, pagename, context, doctree),
        book=book,
        pdf=pdf(published, language, pagename, context['pathto']),
        minutes=time,
        reading_time=f'{time} min',
        indices=indices(app),
    )


def indices(app: 'Sphinx') -> tuple[tuple[str, str], ...]:
    """The index and those of the domains: (page, title)."""
    from sphinx.locale import _

    builder: Any = app.builder
    own = [('genindex', _('Index'))] if builder.use_index else []
    return (*own, *((name, str(index.localname)) for name, index, *_rest in builder.domain_indices))


def nodes_text(app: 'Sphinx', pagename: str) -> str:
    title = app.env.titles.get(pagename)
    return title.astext() if title is not None else ''


def contents(
    app: 'Sphinx', pagename: str, context: dict[str, Any], doctree: nodes.document | None
) -> str:
    """A list of the sections below the title; '' where there is nothing to choose from.

    In a book the documents stand in it, with the page at hand opened.
    """
    if len(app.env.found_docs) > 1:
        tree: Callable[..., str] = context['toctree']
        return tree(collapse=True, includehidden=True, maxdepth=3)
    if doctree is None or app.env.toc_num_entries[pagename] < MANY:
        return ''
    toc = document_toc(app.env, pagename, app.tags)
    below = next(iter(toc.findall(nodes.bullet_list)))[0].children[1:]
    builder: Any = app.builder
    return ''.join(builder.render_partial(part.deepcopy())['fragment'] for part in below)


def pdf(published: Project, language: Language, pagename: str, pathto: Callable[..., str]) -> str:
    """The PDF that holds this page, from the page: its own document's, else the first one's."""
    own = [document for document in published.documents if document.docname == pagename]
    document = (own or list(published.documents))[0]
    return pathto(document.pdf(language), True)
