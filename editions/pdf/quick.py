"""What makes a long document quick to print: its time grows with its pages, not with their square.

Measured on a book of 400 pages (`benchmarks/book.py`); the bytes are the same.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pydyf

stock_page_references = pydyf.PDF.page_references
stock_data = pydyf.Stream.data


@contextmanager
def quick() -> Iterator[None]:
    """Print with no cyclic garbage collection; what is asked for twice is made once."""
    enabled = gc.isenabled()
    gc.disable()  # a document is made once and then dropped
    pydyf.PDF.page_references = property(page_references)
    pydyf.Stream.data = property(data)
    try:
        yield
    finally:
        pydyf.PDF.page_references = stock_page_references
        pydyf.Stream.data = stock_data
        if enabled:
            gc.enable()


def page_references(pdf: Any) -> tuple[bytes, ...]:
    """The references of all pages, which WeasyPrint asks for at every structure element."""
    count, known = getattr(pdf, 'known_references', (0, ()))
    if count != len(pdf.pages['Kids']):
        known = stock_page_references.fget(pdf)
        pdf.known_references = len(pdf.pages['Kids']), known
    return known


def data(stream: Any) -> bytes:
    """A compressed stream, which is asked for twice: for the file, and for its identifier."""
    if not hasattr(stream, 'made'):
        stream.made = stock_data.fget(stream)
    return cast(bytes, stream.made)
