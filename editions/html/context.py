"""What a page of the theme shows beside its text: the value `edition` of the templates."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup
from sphinx.environment.adapters.toctree import document_toc
from sphinx.locale import _

from editions.conf import rights
from editions.html import outline, sentences
from editions.html import page as pages
from editions.html.page import Alternate, Beside, Page, alternates, tags
from editions.languages import dates
from editions.languages.language import Language
from editions.project import FILES, TAG, Document, Format
from editions.transforms import citation, credits, published
from editions.transforms.citation import Work
from editions.transforms.strings import attributes, left_to_right, markup, spoken

if TYPE_CHECKING:
    from sphinx.application import Sphinx

VIEWPORT = r'<meta name="viewport"[^>]*>\s*'  # docutils writes one, the layout has its own
MANY = 3  # entries, the title's own among them, from which contents are worth their place

SPHINX_SCRIPTS = frozenset(
    f'_static/{name}.js'
    for name in ('documentation_options', 'doctools', 'sphinx_highlight', 'translations')
)


@dataclass(frozen=True)
class Edition:
    """A page as the templates show it; a field without a fact is empty."""

    page: Page
    alternates: tuple[Alternate, ...]
    beside: tuple[tuple[Beside, str], ...]  # with what the link to it says
    spoken: Language  # of our own words
    head_title: str
    title: str
    head: Markup
    contents: Markup
    find: str = ''  # the verb
    files: tuple[tuple[Format, str], ...] = ()  # PDF and EPUB, relative
    date_text: str = ''
    reading_time: str = ''
    notice: str = ''
    disclosure: str = ''  # all of the page is a machine's translation without a review
    follows: str = ''
    citation: str = ''
    formats: tuple[tuple[str, str], ...] = ()  # of the citation, for programs: (name, text)
    rights: str = ''
    version: str = ''
    indices: tuple[tuple[str, str], ...] = ()  # (page, title)

    @property
    def ours(self) -> Markup:
        """The attributes of an element with our own words, where they are in another language."""
        return attributes(self.spoken, self.page.language)


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
    context['edition'] = read(app, pagename, context, doctree)
    context['script_files'] = [
        js for js in context['script_files'] if file_name(js) not in SPHINX_SCRIPTS
    ]
    context['metatags'] = re.sub(VIEWPORT, '', context.get('metatags', ''))
    if 'body' in context and Language(app.config.language).direction == 'rtl':
        context['body'] = left_to_right(context['body'])
    mark_markup(context)
    if 'class="highlight"' not in context.get('body', ''):
        sheets = context['css_files']
        plain = [css for css in sheets if not file_name(css).startswith('_static/pygments')]
        context['css_files'] = plain


def mark_markup(context: dict[str, Any]) -> None:
    """What Sphinx gives as HTML; our templates escape everything else."""
    for name in {'body', 'metatags'} & context.keys():
        context[name] = markup(context[name])
    for name in ('prev', 'next'):
        if near := context.get(name):
            context[name] = near | {'title': markup(near['title'])}
    for name in ('css_tag', 'js_tag'):
        context[name] = partial(lambda write, asset: markup(write(asset)), context[name])


def file_name(asset: Any) -> str:
    """Where a script or style sheet lies; Sphinx has both kinds."""
    return str(getattr(asset, 'filename', asset))


def read(
    app: 'Sphinx', pagename: str, context: dict[str, Any], doctree: nodes.document | None
) -> Edition:
    """All that the templates need of a page."""
    page = pages.read(app, pagename, doctree)
    language, facts, translation = page.language, page.metadata, page.translation
    title = facts.title or markup(context.get('title') or '').striptags() or named(pagename)
    documents = [page.document] if page.document else list(page.project.documents)
    text = doctree.astext() if doctree is not None else ''
    work = cited(page, title) if facts.author else None
    return Edition(
        page,
        alternates(page.uri, language, page.project.languages),
        tuple(_beside(app, page)) if doctree is not None else (),
        spoken(language),
        title if page.root else f'{title} · {page.site}',
        title,
        head=markup('\n'.join(tags(page))),
        contents=markup(contents(app, pagename, context, doctree)),
        find=sentences.find(_('Search')),
        files=tuple(files(app, documents, language, context['pathto'])),
        date_text=dates.in_words(facts.date, language.code),
        reading_time=sentences.reading_time(text, language),
        notice=sentences.notice(translation, page.threshold) if translation else '',
        disclosure=credits.sentence(page.credits) if page.credits.alike else '',
        citation=citation.sentence(work) if work else '',
        formats=citation.formats(work) if work else (),
        follows=sentences.follows(translation, language) if translation else '',
        rights=rights(app.config.copyright) if app.config.html_show_copyright else '',
        version=str(app.config.release or app.config.version or ''),
        indices=indices(app),
    )


def _beside(app: 'Sphinx', page: Page) -> Iterator[tuple[Beside, str]]:
    """The pages with two languages, where `editions build` makes them."""
    for each in pages.beside(
        page.uri, page.language, page.project.paired_pages if TAG in app.tags else ()
    ):
        yield each, sentences.read_beside(each.other, spoken(page.language))


def cited(page: Page, title: str) -> Work | None:
    """The page as it is cited, where it opens a document."""
    if not page.document:
        return None
    facts, address = replace(page.metadata, title=title), page.address(page.language)
    return citation.of(page.document, page.language, facts, address, page.credits.translators)


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
        if app.builder.name != 'singlehtml':
            return outline.outlines(app.builder, depth or -1).write(pagename)
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
    for child in [child for child in toc.children if isinstance(child, nodes.Element)]:
        is_list = isinstance(child, nodes.bullet_list)
        if is_list and not depth:
            toc.remove(child)
        else:
            prune(child, depth - is_list)


def files(
    app: 'Sphinx', documents: list[Document], language: Language, pathto: Callable[..., str]
) -> Iterator[tuple[Format, str]]:
    """The PDF and EPUB that hold this page: its own document's, else the first one's.

    `editions build` puts them beside the page; after any other command they are there or not.
    """
    made = published.read_project(app.builder).formats if TAG in app.tags else ()
    for form, document in product(FILES, documents[:1]):
        name = document.file(language, form)
        if form in made or Path(app.outdir, name).is_file():
            yield form, pathto(name, True)


def indices(app: 'Sphinx') -> tuple[tuple[str, str], ...]:
    """The index and those of the domains: (page, title)."""
    builder: Any = app.builder
    own = [('genindex', _('Index'))] if builder.use_index else []
    return (*own, *((name, str(index.localname)) for name, index, *_rest in builder.domain_indices))
