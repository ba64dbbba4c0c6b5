"""One HTML page becomes the bytes of a PDF; what WeasyPrint complains of comes back as text.

What a page refers to is served from a made-up address, and from nowhere else. WeasyPrint names
images after their absolute URL: under `https://build.invalid/` the folder of the checkout stays
out of the file. The same bytes anywhere, and no network (RFC 2606).
"""

import gc
import logging
import mimetypes
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from logging.handlers import BufferingHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from editions.pdf import facts, heights, numbers, patches, references, tags
from editions.pdf.drawing import Canvas
from editions.pdf.heights import PARAGRAPH, Heights
from editions.pdf.html import WRAP_SIGN, unfold, wrap_sign
from editions.pdf.line_setting import switched
from editions.pdf.structure import Owners
from editions.pdf.synoptic import ALONE, Pages
from editions.pdf.vetting import BASE

SVG = {'Content-Type': 'image/svg+xml'}
OBJECTS = 200_000  # new ones, after which garbage is looked for
LONG = 100  # pages of which it is worth while to look for garbage
COUNTED = re.compile(r'counters?\(\s*pages\b', re.IGNORECASE)  # shown before all are made


@dataclass(frozen=True)
class Layout:
    """A laid-out document: the file and what is known of it.

    `text` is what stands on the pages, without white space (see `presence`); `locations` gives
    the page, from 1, on which each numbered paragraph begins; `complaints` are WeasyPrint's.
    """

    data: bytes
    pages: int
    text: str
    locations: Mapping[str, int]
    complaints: tuple[str, ...]
    starts: tuple[str, ...]  # how the text of each page begins, in the same letters


class Files(URLFetcher):  # type: ignore[misc]
    """Serves numbers of paragraphs, named files, and whatever lies below a folder."""

    def __init__(self, named: Mapping[str, Path], folder: Path) -> None:
        super().__init__(allowed_protocols=('data',))
        self.named = named
        self.folder = folder.resolve()

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The file behind a URL. Raises ValueError for anything else; WeasyPrint warns then."""
        if url.startswith('data:'):
            return super().fetch(url, headers)
        if numbers.NUMBER.fullmatch(url):
            return URLFetcherResponse(url, numbers.picture(), headers=SVG)
        if url == BASE + WRAP_SIGN:
            return URLFetcherResponse(url, wrap_sign(), headers=SVG)
        path = self.path(url)
        kind = mimetypes.guess_type(path.name)[0] or 'application/octet-stream'
        return URLFetcherResponse(url, path.read_bytes(), headers={'Content-Type': kind})

    def path(self, url: str) -> Path:
        name = unquote(urlsplit(url).path).lstrip('/')
        path = self.named.get(name) or (self.folder / name).resolve()
        if not url.startswith(BASE) or not (name in self.named or path.is_relative_to(self.folder)):
            raise ValueError(f'outside the project: {url}')
        return path


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage seldom: of the millions of objects of a book nearly all are in use."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def complaints() -> Iterator[list[logging.LogRecord]]:
    """Collect the warnings of WeasyPrint, and keep them from the terminal."""
    logger = logging.getLogger('weasyprint')
    handlers, propagate = logger.handlers[:], logger.propagate
    kept = BufferingHandler(sys.maxsize)
    kept.setLevel(logging.WARNING)
    logger.handlers, logger.propagate = [kept], False
    try:
        yield kept.buffer
    finally:
        logger.handlers, logger.propagate = handlers, propagate


@dataclass(frozen=True)
class Rendered:
    """A document of WeasyPrint's, and the HTML elements that made it."""

    document: Any
    elements: tuple[Any, ...]


@contextmanager
def rendered(
    html: str,
    sheets: Sequence[str],
    files: Files,
    fonts: Path,
    pages: Pages,
    canvas: Canvas | None = None,
) -> Iterator[Rendered]:
    """Lay out a page; WeasyPrint stays as its document needs it."""
    os.environ['FONTCONFIG_FILE'] = str(fonts)  # read in the process that lays out
    with patches.patched(canvas):
        shared = {'font_config': FontConfiguration(), 'counter_style': CounterStyle()}
        every = (*sheets, pages.sheet())
        styles = [CSS(string=sheet, base_url=BASE, url_fetcher=files, **shared) for sheet in every]
        page = HTML(string=html, base_url=BASE, url_fetcher=files)
        unfold(page.etree_element)
        elements = tuple(page.etree_element.iter())
        for number in pages.elements:
            begin_page(elements[number])
        numbered = references.reserve(elements)
        document, room = None, None
        while room != references.rooms(numbered):  # mostly once
            room, document = references.rooms(numbered), None
            document = page.render(stylesheets=styles, **shared)
        yield Rendered(document, elements)


def begin_page(element: Any) -> None:
    """Let an element begin a page, as it does where a page ends by itself."""
    element.set('style', f'{element.get("style", "")}; break-before: page; margin-top: 0')


def lay_out(
    html: str, sheets: Sequence[str], files: Files, fonts: Path, pages: Pages = ALONE
) -> Layout:
    """Lay out a page with these style sheets and the fonts that a fontconfig file shows."""
    canvas = Canvas(Owners(), whole=any(map(COUNTED.search, (html, *sheets))))
    sources = html, sheets, files, fonts, pages, canvas
    with seldom_collected(), complaints() as records, rendered(*sources) as found:
        document = found.document
        if len(document.pages) >= LONG:
            gc.collect()  # boxes and styles, before as many elements are made of the structure
        data = write(document, canvas.owners)
    every = document.pages
    text = '\n'.join(''.join(getattr(page, part) for page in every) for part in ('flow', 'notes'))
    messages = tuple(record.getMessage() for record in records)
    starts = tuple(page.start for page in every)
    return Layout(data, len(every), text, paragraphs(document), messages, starts)


def heights_of(html: str, sheets: Sequence[str], files: Files, fonts: Path) -> Heights:
    """How high a page is as it is laid out alone; what is wrong with it, its edition says."""
    setting = switched(ends_pages=True)  # no line is set otherwise because a page ends with it
    with complaints(), setting, rendered(html, sheets, files, fonts, ALONE) as found:
        return heights.measured(found.document, found.elements)


def write(document: Any, owners: Owners) -> bytes:
    """The file of a laid-out document: PDF/A-2a and PDF/UA-1 in one."""

    def finish(document: Any, pdf: Any) -> None:
        facts.complete(pdf, document.metadata.lang, document.metadata.custom)
        tags.complete(pdf, owners, document.metadata.lang)

    data: bytes = document.write_pdf(pdf_variant='pdf/a-2a', finisher=finish)
    return data


def paragraphs(document: Any) -> dict[str, int]:
    """The page on which each numbered paragraph begins, by its anchor."""
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:  # of all that stands on it
            if PARAGRAPH.fullmatch(name):
                found.setdefault(name, number)
    return found
