"""The `pdf` builder: one HTML page, laid out by WeasyPrint, conforming."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from editions.pdf import bindings, missing

THEMES = Path(__file__).parent.parent / 'themes'


def setup(app: Sphinx) -> None:
    """Register the builder, its theme and its values.

    `pdf_documents` as `editions.project` reads it: (docname, file name[, title[, author]])
    each. `pdf_theme` is a Sphinx theme, its options stand in `pdf_theme_options`.
    `pdf_stylesheets` are style sheets of the project, read after the theme's.
    """
    app.add_builder(Paper)
    app.add_config_value('pdf_documents', [], 'env', (list, tuple))
    app.add_config_value('pdf_theme', 'editions-pdf', 'env', (str,))
    app.add_config_value('pdf_theme_options', {}, 'env', (dict,))
    app.add_config_value('pdf_stylesheets', [], 'env', (list, tuple))
    app.add_config_value('editions_fonts', [], 'env', (list, tuple))
    app.add_html_theme('editions-pdf', str(THEMES / 'editions-pdf'))


class Paper(Builder):
    """Stands for the builder until Sphinx asks for one: an HTML build need not wait for it."""

    name = 'pdf'
    format = 'html'

    def __new__(cls, app: Sphinx, env: BuildEnvironment) -> Builder:  # type: ignore[misc]
        return usable_builder()(app, env)


def usable_builder() -> type[Builder]:
    """The builder, or one that says which library of the system is missing."""
    try:
        bindings.load()
        from editions.pdf.builder import PDFBuilder
    except OSError as error:  # what cffi raises for a library that cannot be loaded
        return missing.stand_in(error)
    return PDFBuilder
