"""The pages of a theme that is not ours: its own, with what belongs to an edition.

A menu of the languages with the link to the PDF, what search engines ask for, the direction of
the text, and marks beside what is not current. No template of the theme is touched: the menu is
one more entry where the theme lists its templates, and otherwise stands above the text.
`editions_menu = False` leaves it out; `{% include "editions-languages.html" %}` puts it anywhere.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from editions.html import context as contexts
from editions.html import page as pages
from editions.html import writes_pages
from editions.html.page import Alternate, Page
from editions.languages.language import Language
from editions.project import TAG, Format
from editions.transforms import published, sphinx_patches
from editions.transforms.strings import _, attributes, directed, left_to_right, spoken

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

FOLDER = Path(__file__).parent.parent / 'themes' / 'others'
SHEET = 'editions-languages.css'
MIRRORED = 'editions-right-to-left.css'  # what these themes put at the left of a text
MENU = 'editions-languages.html'
BUILT_IN = ('classic', 'sphinxdoc', 'nature', 'pyramid', 'bizstyle', 'traditional')  # of Sphinx
# In whose side bar the menu stands, and before which of its templates; the first where it lacks it.
SIDEBARS = dict.fromkeys(BUILT_IN, '') | {
    'alabaster': 'navigation.html',
    'furo': 'sidebar/scroll-start.html',
    'sphinx_book_theme': 'sbt-sidebar-nav.html',
}
NAVBAR = 'pydata_sphinx_theme'  # the theme that lists what stands at the end of its bar
FEW = 4  # languages that are shown at once; more are folded


@dataclass(frozen=True)
class Menu:
    """What the template of the menu shows."""

    alternates: tuple[Alternate, ...]
    files: tuple[tuple[Format, str], ...]  # PDF and EPUB, relative
    language: Language
    label: str
    ours: Markup  # the attributes of our own words
    folded: bool


def add_templates(app: 'Sphinx', config: 'Config') -> None:
    """Any theme finds the template of the menu, after the project's own of that name."""
    config.templates_path = [*config.templates_path, str(FOLDER / 'templates')]


def begin(app: 'Sphinx') -> None:
    """Make the builder ready."""
    if not writes_pages(app.builder):
        return
    sphinx_patches.harmless_words()
    sphinx_patches.escape_templates(app.builder.templates, FOLDER)
    project = published.read_project(app.builder)
    if TAG in app.tags or app.config.language != project.source_language.code:
        app.config.html_static_path = [*app.config.html_static_path, str(FOLDER / 'static')]
        app.add_css_file(SHEET)
        if Language(app.config.language).direction == 'rtl':
            app.add_css_file(MIRRORED)
    app.connect('html-page-context', complete, priority=400)  # before the theme reads its lists


def complete(
    app: 'Sphinx',
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: 'nodes.document | None',
) -> None:
    """Add to a page what belongs to an edition."""
    page = pages.read(app, pagename, doctree)
    address(page, context)
    if doctree is not None and 'sphinxext.opengraph' not in app.extensions:
        found = '\n'.join([*pages.open_graph(page), *cited(page)])
        context['metatags'] = f'{context.get("metatags", "")}\n{found}'
    if 'body' in context:
        context['body'] = directed(context['body'], page.language)
        if page.language.direction == 'rtl':
            context['body'] = f'<div dir="rtl">{left_to_right(context["body"])}</div>'
    theme = known(app)
    context['editions_menu'] = menu(app, page, context, folded=theme == NAVBAR)
    if context['editions_menu'] and app.config.editions_menu:
        insert_menu(app, context, theme)


def cited(page: Page) -> list[str]:
    return [*pages.citation(page), pages.linked_data(page)] if page.document else []


def address(page: Page, context: dict[str, Any]) -> None:
    """Replace Sphinx's canonical address, which knows of no other edition; add the alternates."""
    if not context.get('pageurl'):
        return
    context['pageurl'] = page.address(page.canonical)
    if page.listed:
        links = [tag for tag in pages.addresses(page) if 'rel="canonical"' not in tag]
        context['metatags'] = '\n'.join([context.get('metatags', ''), *links])


def known(app: 'Sphinx') -> str:
    """The theme whose lists of templates we know, itself or inherited; '' for no such theme."""
    theme = app.builder.theme  # type: ignore[attr-defined]
    names = (folder.name for folder in theme.get_theme_dirs())
    return next((name for name in names if name in SIDEBARS or name == NAVBAR), '')


def insert_menu(app: 'Sphinx', context: dict[str, Any], theme: str) -> None:
    """Put the menu where the theme has room for it."""
    listed = [*(context.get('sidebars') or ())]
    if theme == NAVBAR:
        ends = context.get('theme_navbar_end') or []
        ends = [each.strip() for each in ends.split(',')] if isinstance(ends, str) else ends
        if not {MENU, MENU.removesuffix('.html')} & {*ends, *listed}:
            context['theme_navbar_end'] = [MENU, *ends]
    elif theme and listed:
        at = listed.index(SIDEBARS[theme]) if SIDEBARS[theme] in listed else 0
        if MENU not in listed:
            context['sidebars'] = [*listed[:at], MENU, *listed[at:]]
    elif 'body' in context:
        context['body'] = app.builder.templates.render(MENU, context) + context['body']


def menu(app: 'Sphinx', page: Page, context: dict[str, Any], *, folded: bool) -> Menu | None:
    """The menu of a page; None for one language without a PDF.

    Only in the editions that a site is made of: alone, there is no folder of another language.
    """
    languages = page.project.languages
    if TAG not in app.tags:
        return None
    documents = [page.document] if page.document else list(page.project.documents)
    files = tuple(contexts.files(app, documents, page.language, context['pathto']))
    shown = pages.alternates(page.uri, page.language, languages) if len(languages) > 1 else ()
    ours = attributes(spoken(page.language), page.language)
    made = Menu(shown, files, page.language, _('Languages'), ours, folded or len(shown) > FEW)
    return made if shown or files else None
