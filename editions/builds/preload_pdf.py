"""What the fork server imports besides where PDFs or EPUBs are made: WeasyPrint and our own.

Where the first children make pages, it is imported when they are at work: on two processors none
waits for it.
"""

import os
from contextlib import redirect_stdout, suppress
from io import StringIO
from itertools import count

from editions.builds.children import FIRST
from editions.builds.preload import load, load_all

before = int(os.environ.pop(FIRST, '0'))  # children that need none of it
forks = count(1)


def preload_pdf() -> None:
    with redirect_stdout(StringIO()):  # WeasyPrint prints what it misses
        with suppress(ImportError, OSError, AttributeError):
            load('editions.pdf').import_weasyprint()  # before one of ours imports it with all fonts
        load_all('editions.pdf')
        load_all('editions.epub')


def forked() -> None:
    """Runs in the server behind each fork."""
    if next(forks) == before:
        preload_pdf()


if before:
    os.register_at_fork(after_in_parent=forked)
else:
    preload_pdf()
