"""Code on paper: its lines are numbered in the text, not in a table beside it."""

from typing import Any

from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]


def paper_formatter(**options: Any) -> Any:
    """Pygments' formatter; a table of numbers would be read aloud as a table of one row."""
    if options.get('linenos'):
        options['linenos'] = 'inline'
    return HtmlFormatter(**options)
