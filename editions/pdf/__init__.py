"""The `pdf` builder: one HTML page, laid out by WeasyPrint, conforming to PDF/A-2a and PDF/UA-1."""

import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from editions import libraries
from editions.fonts.available import HERE

THEMES = Path(__file__).parent.parent / 'themes'


def setup(app: Sphinx) -> None:
    """Register the builder and its theme."""
    app.add_builder(Paper)
    app.add_html_theme('editions-pdf', str(THEMES / 'editions-pdf'))
    app.connect('build-finished', tidy, priority=950)  # after what extensions write


def tidy(app: Sphinx, exception: Exception | None) -> None:
    if hasattr(app.builder, 'tidy'):
        app.builder.tidy()


class Paper(Builder):
    """Stands for the builder until Sphinx asks for one: an HTML build need not wait for it."""

    name = 'pdf'
    format = 'html'

    def __new__(cls, app: Sphinx, env: BuildEnvironment) -> Builder:  # type: ignore[misc]
        return usable_builder()(app, env)


class UnusableError(SphinxError):
    """What PDF editions need is missing here; HTML editions are built all the same."""

    category = 'PDF editions cannot be built'


def usable_builder() -> type[Builder]:
    """The builder, or one that says in one sentence what is missing."""
    try:
        import_weasyprint()
        from editions.pdf.builder import PDFBuilder
    except OSError as error:  # what cffi raises for a library that cannot be loaded
        return unusable(missing_library(error))
    except ImportError as error:  # another WeasyPrint than the one that is patched
        return unusable(str(error))
    return PDFBuilder


def import_weasyprint() -> None:
    """Import WeasyPrint. Raises OSError where a library of the system is missing.

    It asks for all fonts of the machine while it is imported, and warns where there are none; no
    edition uses one of them.
    """
    libraries.find()
    with environment(FONTCONFIG_FILE=str(HERE / 'none.conf')), warnings.catch_warnings():
        warnings.filterwarnings('ignore', message='No fonts configured')
        import weasyprint  # noqa: F401 (for its side effect)


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Set some variables of the environment for a while."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


def missing_library(error: OSError) -> str:
    """The sentence on a library that cannot be loaded, with its remedy."""
    found = re.search(r"'(lib[^']+)'", str(error))
    reason = found[1] if found else str(error)
    return f'PDF editions need a library of the system ({reason}); {libraries.remedy()}'


def unusable(message: str) -> type[Builder]:
    """A builder `pdf` that fails with a message as soon as it is used."""

    class UnusableBuilder(Builder):
        name = 'pdf'

        def init(self) -> None:
            raise UnusableError(message)

    return UnusableBuilder
