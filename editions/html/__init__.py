"""The HTML edition: the theme `editions`, clean markup, and what each page says of itself.

All of it applies where the theme is `editions` or inherits from it; another theme keeps its own
ways, but for one style sheet in a translation: what is not current must not pass for it.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sphinx.errors import SphinxError

from editions.findings import UserError
from editions.project import site_path

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

THEME = Path(__file__).parent.parent / 'themes' / 'editions'
MARKS = Path(__file__).parent.parent / 'themes' / 'others'  # a style sheet for other themes


def setup(app: 'Sphinx') -> None:
    """Register the theme and what its pages need."""
    from editions.html import context, webfonts

    app.add_html_theme('editions', str(THEME))
    app.connect('builder-inited', begin)
    app.add_env_collector(webfonts.Characters)
    app.connect('write-started', leave_out_empty_index)
    app.connect('doctree-resolved', tidy_meta)
    app.connect('html-page-context', context.add_to_context, priority=900)
    app.connect('html-page-context', address)


def begin(app: 'Sphinx') -> None:
    """Make the builder ready, where it builds with our theme."""
    from editions.html import translator, webfonts
    from editions.transforms import sphinx_patches

    if not themed(app):
        mark(app)
        return
    try:
        webfonts.folders(app)
    except UserError as error:  # Sphinx would log it and leave out the style sheet
        raise SphinxError(str(error)) from error
    app.builder.search = False  # type: ignore[attr-defined]  # our own search is made with the site
    app.config.html_additional_pages.setdefault('search', 'search.html')
    app.builder.copysource = False  # type: ignore[attr-defined]
    environment = app.builder.templates.environment
    environment.globals['font_faces'] = partial(webfonts.write, app)
    sphinx_patches.escape_templates(app.builder.templates, THEME)
    sphinx_patches.keep_templates(app)
    for script in ('search.js', 'page.js'):
        app.add_js_file(script, loading_method='defer')
    app.connect('env-updated', webfonts.note_change)
    translator.use(app)


def mark(app: 'Sphinx') -> None:
    """In another theme: passages that are not current are marked in a translation."""
    from editions.transforms import published, sphinx_patches

    if app.builder.format != 'html' or app.builder.name == 'pdf':
        return
    sphinx_patches.harmless_words()
    if app.config.language != published.read_project(app.builder).source_language.code:
        app.config.html_static_path = [*app.config.html_static_path, str(MARKS)]
        app.add_css_file('editions-marks.css')


def address(
    app: 'Sphinx', pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """In another theme: a page's canonical address lies in the folder of its language.

    html_baseurl is the address of the site with all its editions. Where it ends with the
    language, as on Read the Docs, it is the edition's own, and Sphinx is right.
    """
    from editions.transforms import published

    if themed(app) or not context.get('pageurl'):
        return
    site = published.read_project(app.builder)
    language = published.current_language(app.config.language, site)
    if len(site.languages) > 1 and f'/{language.tag}/' not in site.baseurl:
        path = unquote(app.builder.get_target_uri(pagename))
        context['pageurl'] = site.url(site_path(language, path))


def tidy_meta(app: 'Sphinx', doctree: 'nodes.document', docname: str) -> None:
    """In every theme: docutils writes all that a meta node carries, also what is for us alone."""
    from docutils import nodes

    if app.builder.format == 'html':
        for node in doctree.findall(nodes.meta):
            for name in ('translated', 'message', 'state'):
                node.attributes.pop(name, None)


def leave_out_empty_index(app: 'Sphinx', builder: 'Builder') -> None:
    """An article without index entries gets no page that says only "Index"."""
    if themed(app) and not any(app.env.domains.index_domain.entries.values()):
        builder.use_index = False  # type: ignore[attr-defined]


def themed(app: 'Sphinx') -> bool:
    """Whether the pages of this build use our theme."""
    theme = getattr(app.builder, 'theme', None)
    return theme is not None and THEME in theme.get_theme_dirs()
