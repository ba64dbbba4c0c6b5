"""What Sphinx sees: `extensions = ['editions']`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from editions.version import __version__

FIRST, LAST = (8, 2), (9, 2)  # the Sphinx that is tried, as pyproject.toml has it

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the `pdf` builder, the transforms and the themes.

    The imports stand here because the command line imports this package too, and must not
    wait for Sphinx.
    """
    import sphinx

    import editions.epub
    import editions.html
    import editions.pdf
    import editions.transforms

    if not FIRST <= sphinx.version_info[:2] <= LAST:
        from sphinx.util import logging

        tried = ' to '.join('.'.join(map(str, each)) for each in (FIRST, LAST))
        sentence = 'Sphinx %s has not been tried with Editions, which knows %s; it goes on'
        logger = logging.getLogger(__name__)
        logger.warning(sentence, sphinx.__version__, tried, type='editions', subtype='sphinx')
    editions.transforms.setup(app)
    editions.html.setup(app)
    editions.pdf.setup(app)
    editions.epub.setup(app)
    return {'version': __version__, 'parallel_read_safe': True, 'parallel_write_safe': True}
