"""One HTML page becomes the bytes of a PDF; what WeasyPrint complains of comes back as text."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydyf
import weasyprint
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle

from editions.pdf import embedded, fontmaps, presence, xmp
from editions.pdf.fetcher import BASE, Files
from editions.pdf.footnotes import kept_notes
from editions.pdf.han import justified
from editions.pdf.hyphens import names_whole
from editions.pdf.instances import instanced
from editions.pdf.merging import merge
from editions.pdf.placing import place_notes
from editions.pdf.quick import quick
from editions.pdf.roles import describe
from editions.pdf.structure import Tree, owners
from editions.pdf.unfolding import unfold

if weasyprint.__version__ != '70.0':
    raise ImportError('editions.pdf stands on private names of WeasyPrint 70.0')

PARAGRAPH = re.compile(r'(.+/)?p[0-9]+')


@dataclass(frozen=True)
class Print:
    """A laid-out document: the file and what is known of it.

    `text` is what stands on the pages, without white space (see `presence`); `places` gives the
    page, from 1, of every numbered paragraph; `complaints` are WeasyPrint's.
    """

    data: bytes
    pages: int
    text: str
    places: Mapping[str, int]
    complaints: tuple[str, ...]


class Complaints(logging.Handler):
    """Collects what WeasyPrint warns of; it never fails by itself."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def complaints() -> Iterator[list[str]]:
    """Collect the warnings of WeasyPrint, and keep them from the terminal."""
    logger = logging.getLogger('weasyprint')
    handlers, propagate = logger.handlers[:], logger.propagate
    handler = Complaints()
    logger.handlers, logger.propagate = [handler], False
    try:
        yield handler.messages
    finally:
        logger.handlers, logger.propagate = handlers, propagate


def lay_out(html: str, sheets: Sequence[str], files: Files, fonts: Path) -> Print:
    """Set the page with these style sheets and the faces that a fontconfig file shows."""
    with quick(), complaints() as messages:
        shared = {'font_config': fontmaps.of(fonts), 'counter_style': CounterStyle()}
        styles = [CSS(string=sheet, base_url=BASE, url_fetcher=files, **shared) for sheet in sheets]
        page = HTML(string=html, base_url=BASE, url_fetcher=files)
        unfold(page.etree_element)
        with justified(), names_whole(), kept_notes():
            document = page.render(stylesheets=styles, **shared)
            for sheet in document.pages:
                sheet.links = [link for link in sheet.links if is_own(link[-1])]
            data = write(document)
    text = presence.laid_out(document)
    return Print(data, len(document.pages), text, dict(paragraphs(document)), tuple(messages))


def is_own(box: Any) -> bool:
    """Whether a box is a link itself, and not one inside a link.

    WeasyPrint makes an annotation of each box in a link, and tags only one of them as PDF/UA
    asks (ISO 14289-1, 7.18.5).
    """
    return box.link is not None


def paragraphs(document: Any) -> Iterator[tuple[str, int]]:
    """The anchor and the page of every numbered paragraph."""
    for number, page in enumerate(document.pages, 1):
        yield from ((name, number) for name in page.anchors if PARAGRAPH.fullmatch(name))


def write(document: Any) -> bytes:
    """The file of a laid-out document: PDF/A-2a and PDF/UA-1 in one."""
    with owners() as found, instanced():

        def finish(document: Any, pdf: Any) -> None:
            embedded.mend(pdf)
            xmp.complete(pdf, document.metadata.lang)
            tree = Tree(pdf, found)
            place_notes(tree)
            merge(tree)
            describe(tree, document.metadata.lang)
            tree.settle()
            pdf.catalog['PageLabels'] = pydyf.Dictionary(
                {'Nums': pydyf.Array([0, pydyf.Dictionary({'S': '/D'})])}
            )

        data: bytes = document.write_pdf(pdf_variant='pdf/a-2a', finisher=finish)
    return data
