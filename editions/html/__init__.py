"""The HTML edition: the theme `editions`, clean markup, and what each page says of itself.

All of it applies where the theme is `editions` or inherits from it; another theme keeps its own
ways, and `others` adds to its pages what belongs to an edition.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

from editions.findings import UserError
from editions.languages.language import Language
from editions.project import FILES

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

NO_PAGES = ('epub', *(item.builder for item in FILES))
THEME = Path(__file__).parent.parent / 'themes' / 'editions'


def setup(app: 'Sphinx') -> None:
    """Register the theme and what its pages need."""
    from editions.html import context, others, webfonts

    app.add_html_theme('editions', str(THEME))
    app.connect('config-inited', others.add_templates)
    app.connect('builder-inited', begin)
    app.add_env_collector(webfonts.Characters)
    app.connect('write-started', leave_out_empty_index)
    app.connect('write-started', write_changed, priority=900)
    app.connect('doctree-resolved', tidy_meta)
    app.connect('doctree-resolved', mark_machine)
    app.connect('html-page-context', context.add_to_context, priority=900)


def begin(app: 'Sphinx') -> None:
    """Make the builder ready, where it builds with our theme."""
    from editions.html import others, translator, webfonts
    from editions.transforms import sphinx_patches

    if not themed(app):
        others.begin(app)
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


def tidy_meta(app: 'Sphinx', doctree: 'nodes.document', docname: str) -> None:
    """In every theme: docutils writes all that a meta node carries, also what is for us alone."""
    from docutils import nodes

    if app.builder.format == 'html':
        for node in doctree.findall(nodes.meta):
            for name in ('translated', 'message', 'state', 'machine'):
                node.attributes.pop(name, None)


def mark_machine(app: 'Sphinx', doctree: 'nodes.document', docname: str) -> None:
    """In every theme: mark what a machine translated, where passages differ; in another theme than
    ours, tell readers below the title.
    """
    from docutils import nodes

    from editions.transforms import credits, strings

    if not writes_pages(app.builder):  # PDF and EPUB mark all their documents together
        return
    known = credits.credits(app, [docname])
    credits.mark(doctree, known)
    sentence, title = credits.sentence(known), doctree.next_node(nodes.title)
    if sentence and title is not None and not themed(app):
        own = strings.spoken(Language(app.config.language)).tag.lower()
        notice = nodes.paragraph('', sentence, classes=['editions-machine', f'language-{own}'])
        title.parent.insert(title.parent.index(title) + 1, notice)


def writes_pages(builder: 'Builder') -> bool:
    """Whether a builder writes pages; what is written to be printed or bound is HTML, too."""
    return builder.format == 'html' and builder.name not in NO_PAGES


def leave_out_empty_index(app: 'Sphinx', builder: 'Builder') -> None:
    """An article without index entries gets no page that says only "Index"."""
    if themed(app) and not any(app.env.domains.index_domain.entries.values()):
        builder.use_index = False  # type: ignore[attr-defined]


def write_changed(app: 'Sphinx', builder: 'Builder') -> None:
    """Write the pages that differ from the last build's. All name the style sheet's hash, which
    changes with the characters of any."""
    from editions.html import webfonts
    from editions.transforms import incremental

    if themed(app):
        used = {role: ''.join(sorted(found)) for role, found in webfonts.used_by(app).items()}
        incremental.write_pages(app, builder, used)


def themed(app: 'Sphinx') -> bool:
    """Whether the pages of this build use our theme."""
    theme = getattr(app.builder, 'theme', None)
    return theme is not None and THEME in theme.get_theme_dirs()
