"""What the fork server imports besides where PDFs or EPUBs are made: WeasyPrint and our own."""

from contextlib import redirect_stdout, suppress
from io import StringIO

from editions.builds.preload import load, load_all

with redirect_stdout(StringIO()):  # WeasyPrint prints what it misses
    with suppress(ImportError, OSError, AttributeError):
        load('editions.pdf').import_weasyprint()  # before one of ours imports it with all fonts
    load_all('editions.pdf')
    load_all('editions.epub')
