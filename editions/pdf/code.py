"""Code on paper: its lines are numbered in the text, not in a table beside it."""

from typing import Any

from pygments.formatters import HtmlFormatter


class PaperFormatter(HtmlFormatter[str]):
    """Pygments' formatter; a table of numbers would be read as a table of one row."""

    def __init__(self, **options: Any) -> None:
        if options.get('linenos'):
            options['linenos'] = 'inline'
        super().__init__(**options)
