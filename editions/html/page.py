"""What a page of the theme shows beside its text, as one value for the templates."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from docutils import nodes

from editions import project
from editions.html import reading
from editions.html.alternates import Alternate, alternates
from editions.project import Language, Project

if TYPE_CHECKING:
    from sphinx.application import Sphinx


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
    context.setdefault('_e', lambda text: text)
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
    edited = publication(app)
    language = current(app, edited)
    uri = app.builder.get_target_uri(pagename)
    masthead = app.env.titles[app.config.root_doc].astext()
    title = nodes_text(app, pagename) or str(context.get('title') or masthead)
    text = doctree.astext() if doctree is not None else ''
    book = len(app.env.found_docs) > 1
    time = reading.minutes(text, language.code)
    return Page(
        language,
        direction(language),
        alternates(uri, language, edited.languages),
        masthead,
        title if title == masthead else f'{title} · {masthead}',
        contents=contents(context, doctree, book),
        book=book,
        pdf=pdf(edited, language, pagename, context['pathto']),
        minutes=time,
        reading_time=f'{time} min',
        indices=indices(app),
    )


def publication(app: 'Sphinx') -> Project:
    """What is published, as the running Sphinx sees it (`-D` overrides included)."""
    root, source = app.confdir, app.srcdir
    settings = {value.name: value.value for value in app.config}
    return Project(
        root,
        source,
        project.read_languages(root, source, settings),
        project.read_documents(root, settings),
        project.base_address(app.config.html_baseurl),
        settings,
    )


def current(app: 'Sphinx', edited: Project) -> Language:
    """The language of this build, also where conf.py does not list it."""
    for language in edited.languages:
        if language.code == app.config.language:
            return language
    return Language(app.config.language, app.config.language)


def direction(language: Language) -> str:
    """The direction of a language's script, by CLDR."""
    try:
        return Locale.parse(language.code).text_direction
    except (ValueError, UnknownLocaleError):
        return 'ltr'


def indices(app: 'Sphinx') -> tuple[tuple[str, str], ...]:
    """The index and those of the domains: (page, title)."""
    from sphinx.locale import _

    builder: Any = app.builder
    own = [('genindex', _('Index'))] if builder.use_index else []
    return (*own, *((name, str(index.localname)) for name, index, *_rest in builder.domain_indices))


def nodes_text(app: 'Sphinx', pagename: str) -> str:
    title = app.env.titles.get(pagename)
    return title.astext() if title is not None else ''


def contents(context: dict[str, Any], doctree: nodes.document | None, book: bool) -> str:
    """A list of sections, or of documents; '' where there is nothing to choose from."""
    if book:
        tree: Callable[..., str] = context['toctree']
        return tree(collapse=True, includehidden=True, maxdepth=3)
    return context['toc'] if context.get('display_toc') else ''


def pdf(edited: Project, language: Language, pagename: str, pathto: Callable[..., str]) -> str:
    """The PDF that holds this page, from the page: its own document's, else the first one's."""
    own = [document for document in edited.documents if document.docname == pagename]
    document = (own or list(edited.documents))[0]
    return pathto(document.pdf(language), True)
