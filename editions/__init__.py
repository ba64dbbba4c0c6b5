"""What Sphinx sees: `extensions = ['editions']`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from editions.version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the `pdf` builder, the transforms and the themes.

    The imports stand here because the command line imports this package too, and must not
    wait for Sphinx.
    """
    import editions.html
    import editions.pdf
    import editions.transforms

    editions.transforms.setup(app)
    editions.html.setup(app)
    editions.pdf.setup(app)
    return {'version': __version__, 'parallel_read_safe': True, 'parallel_write_safe': True}
