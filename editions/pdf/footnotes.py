"""A note stays on the page that calls it.

Where the second line of a paragraph would not fit, WeasyPrint sends the notes of the page to
the next one to make room for it, though they are called further up. It does not do so while it
lays out columns, and only one function asks: it is given a context that says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import block

stock_linebox_layout = block._linebox_layout


class InColumns:
    """A layout context, but for its one answer."""

    in_column = True

    def __init__(self, context: Any) -> None:
        vars(self)['context'] = context

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)['context'], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(vars(self)['context'], name, value)


@contextmanager
def kept_notes() -> Iterator[None]:
    """Lay out pages whose notes stay."""

    def linebox_layout(context: Any, *args: Any) -> Any:
        return stock_linebox_layout(InColumns(context), *args)

    block._linebox_layout = linebox_layout
    try:
        yield
    finally:
        block._linebox_layout = stock_linebox_layout
