"""What a page of the theme shows beside its text, as one value for the templates."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.environment.adapters.toctree import document_toc
from sphinx.locale import _

from editions.html import head, reading, sentences, subject
from editions.html.alternates import Alternate, alternates
from editions.languages import dates
from editions.languages.language import Language
from editions.project import TAG, Document

if TYPE_CHECKING:
    from sphinx.application import Sphinx

VIEWPORT = r'<meta name="viewport"[^>]*>\s*'  # docutils writes one, the layout has its own
MANY = 3  # entries, the title's own among them, from which contents are worth their place

SPHINX_SCRIPTS = frozenset(
    f'_static/{name}.js'
    for name in ('documentation_options', 'doctools', 'sphinx_highlight', 'translations')
)


@dataclass(frozen=True)
class Page:
    """A page and its place among the editions; a field without a fact is empty."""

    language: Language
    direction: str  # 'ltr' or 'rtl'
    alternates: tuple[Alternate, ...]
    masthead: str
    head_title: str
    head: tuple[str, ...] = ()  # HTML, one element each
    contents: str = ''  # HTML
    find: str = ''  # the verb
    pdf: str = ''  # relative
    date: str = ''  # ISO 8601, as exact as it is known
    date_text: str = ''
    reading_time: str = ''
    notice: str = ''
    follows: str = ''
    rights: str = ''
    indices: tuple[tuple[str, str], ...] = ()  # (page, title)

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
    context['metatags'] = re.sub(VIEWPORT, '', context.get('metatags', ''))
    if 'class="highlight"' not in context.get('body', ''):
        context['css_files'] = [css for css in context['css_files'] if not pygments(css)]


def sphinx_script(script: Any) -> bool:
    """Whether a script serves Sphinx's own search and themes, which ours replace."""
    return str(getattr(script, 'filename', script)) in SPHINX_SCRIPTS


def pygments(sheet: Any) -> bool:
    """Whether a style sheet is for highlighted code alone."""
    return str(getattr(sheet, 'filename', sheet)).startswith('_static/pygments')


def page(
    app: 'Sphinx', pagename: str, context: dict[str, Any], doctree: nodes.document | None
) -> Page:
    """All that the templates need of a page."""
    of = subject.read(app, pagename, doctree)
    title = of.metadata.title or str(context.get('title') or '') or named(pagename)
    documents = [of.document] if of.document else list(of.published.documents)
    text = doctree.astext() if doctree is not None else ''
    return Page(
        language=of.language,
        direction=of.language.direction,
        alternates=alternates(of.uri, of.language, of.published.languages),
        masthead=of.site,
        head_title=title if of.root else f'{title} · {of.site}',
        head=head.tags(of),
        contents=contents(app, pagename, context, doctree),
        find=sentences.find(_('Search')),
        pdf=pdf(app, documents, of.language, context['pathto']),
        date=of.date,
        date_text=dates.in_words(of.metadata.date, of.language.code),
        reading_time=sentences.reading_time(reading.minutes(text, of.language.code)),
        notice=sentences.notice(of.translation, of.threshold) if of.translation else '',
        follows=sentences.follows(of.translation, of.language) if of.translation else '',
        rights=sentences.rights(of.metadata.author, copyright_line(app)),
        indices=indices(app),
    )


def copyright_line(app: 'Sphinx') -> str:
    """conf.py's, where it is to be shown."""
    return str(app.config.copyright or '') if app.config.html_show_copyright else ''


def named(pagename: str) -> str:
    """The title of a page that is no document."""
    titles = {'genindex': _('Index'), 'search': _('Search')}
    return titles.get(pagename.partition('-')[0], '')


def contents(
    app: 'Sphinx', pagename: str, context: dict[str, Any], doctree: nodes.document | None
) -> str:
    """A list of the sections below the title; '' where there is nothing to choose from.

    In a book the documents stand in it, with the page at hand opened. The theme's option
    `contents_depth` says how many levels there are.
    """
    depth = int(context.get('theme_contents_depth') or 0)
    if len(app.env.found_docs) > 1:
        tree: Callable[..., str] = context['toctree']
        return tree(collapse=True, includehidden=True, maxdepth=depth or -1)
    if doctree is None or app.env.toc_num_entries[pagename] < MANY:
        return ''
    toc: Any = document_toc(app.env, pagename, app.tags)
    if depth:
        prune(toc, depth + 1)  # the title is the first level
    below = next(iter(toc.findall(nodes.bullet_list)))[0].children[1:]
    builder: Any = app.builder
    return ''.join(builder.render_partial(part.deepcopy())['fragment'] for part in below)


def prune(toc: nodes.Element, depth: int) -> None:
    """Take out the lists that lie deeper than this."""
    for part in list(toc.findall(nodes.bullet_list)):
        above = sum(isinstance(node, nodes.bullet_list) for node in ancestors(part))
        if above >= depth:
            part.parent.remove(part)


def ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def pdf(
    app: 'Sphinx', documents: list[Document], language: Language, pathto: Callable[..., str]
) -> str:
    """The PDF that holds this page: its own document's, else the first one's.

    `editions build` puts it beside the page; after any other command it is there or not.
    """
    if not documents:
        return ''
    name = documents[0].pdf(language)
    there = TAG in app.tags or Path(app.outdir, name).is_file()
    return pathto(name, True) if there else ''


def indices(app: 'Sphinx') -> tuple[tuple[str, str], ...]:
    """The index and those of the domains: (page, title)."""
    builder: Any = app.builder
    own = [('genindex', _('Index'))] if builder.use_index else []
    return (*own, *((name, str(index.localname)) for name, index, *_rest in builder.domain_indices))
