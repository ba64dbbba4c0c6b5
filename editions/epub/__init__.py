"""The builder `editions-epub`: each entry of `pdf_documents` as an EPUB 3.3."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from editions.project import Format

THEME = Path(__file__).parent.parent / 'themes' / 'editions-epub'


def setup(app: Sphinx) -> None:
    """Register the builder and its theme."""
    app.add_builder(Book)
    app.add_html_theme('editions-epub', str(THEME))


class Book(Builder):
    """Stands for the builder until Sphinx asks for one: other builds need not wait for it."""

    name = Format.EPUB.builder
    format = 'html'

    def __new__(cls, app: Sphinx, env: BuildEnvironment) -> Builder:  # type: ignore[misc]
        from editions.epub.builder import EPUBBuilder

        return EPUBBuilder(app, env)
