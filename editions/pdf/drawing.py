"""Each page is drawn as soon as its page references are known, and its boxes are let go.

WeasyPrint draws when all pages are made: a book of a thousand pages would hold all their boxes,
a gigabyte. The pages of the contents, whose references lead to the end, are drawn last; a file
lists fonts and pictures in the order in which they are first drawn.
"""

from collections.abc import Iterator
from itertools import chain
from types import SimpleNamespace
from typing import Any

import pydyf

from editions.pdf import patches
from editions.pdf.patches import stock_layout_document, stock_make_all_pages
from editions.pdf.presence import bare
from editions.pdf.references import Numbers, anchors_of
from editions.pdf.structure import Link, Owners

POINTS = 0.75  # a CSS px in points
START = 160  # characters of a page, by which another format knows where it begins


class Drawn(patches.Page):  # type: ignore[misc]
    """A page that has been drawn: what WeasyPrint asks for when it writes a file, and its text."""

    def __init__(self, page: Any, canvas: 'Canvas') -> None:
        super().__init__(page)
        self.canvas = canvas
        flow, *notes = page.children
        self.flow, self.start = bare(''.join(patches.texts(flow))), bare(start(flow))
        self.notes = bare(''.join(text for area in notes for text in patches.texts(area)))
        tags: dict[Any, Any] = {}
        self.data = canvas.draw(self, tags)
        kept = [link for link in self.links if is_outer(link)]
        self.links: list[Any] = [(*link[:-1], Link()) for link in kept]
        boxes = [(link[-1], mine[-1]) for link, mine in zip(kept, self.links, strict=True)]
        patches.let_go(self, canvas.owners.noted(page, boxes, tags))
        page.children = ()  # an area of notes refers to its page

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Give a stream what has been drawn; it is drawn at no other scale."""
        patches.hand_over(self.canvas, self.data, stream)


def is_outer(link: Any) -> bool:
    """Whether a link is one: WeasyPrint makes an annotation of each box in a link, and tags only
    one of them as PDF/UA asks (ISO 14289-1, 7.18.5). A link that shows nothing is none.
    """
    return link[-1].link is not None and link[2][0] < link[2][2]


def start(flow: Any) -> str:
    """How the text of a page begins: about so many characters, without its notes."""
    found = ''
    for text in patches.texts(flow):
        found += text
        if len(found) >= START:
            break
    return found


class Late(pydyf.Object):  # type: ignore[misc]
    """A reference that is known when the file is written."""

    data = b''


class Canvas:
    """What the pages of a document are drawn with."""

    def __init__(self, owners: Owners, *, whole: bool) -> None:
        """`whole`: pages may not be drawn before all of them are made."""
        self.owners, self.whole = owners, whole

    def layout_document(self, html: Any, root: Any, context: Any) -> Any:
        """The pages of a document: drawn, or made and not yet drawn."""
        self.fonts: dict[Any, Any] = {}
        self.images: dict[Any, Any] = {}
        self.profile, self.colors = Late(), Late()
        kinds = ('ExtGState', 'XObject', 'Pattern', 'Shading')
        self.resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in kinds})
        self.resources['ColorSpace'] = self.colors
        if self.whole or is_unsettled(root, context):
            return stock_layout_document(html, root, context)
        patches.initialize_page_maker(context, root)
        return self.pages(context, stock_make_all_pages(context, root, html, []))

    def pages(self, context: Any, made: Iterator[Any]) -> list[Drawn]:
        """Draw pages as soon as may be; none where references want other room (`references`)."""
        numbers, labelled = Numbers(context), set[tuple[Any, str]]()
        waiting: dict[int, tuple[Any, list[Any], set[str]]] = {}
        drawn: dict[int, Drawn] = {}

        def draw(index: int) -> None:
            page, references, _ = waiting.pop(index)
            numbers.write(references)
            if not numbers.rooms:
                patches.layout_backgrounds(page, context.get_image_from_uri)
                drawn[index] = Drawn(page, self)

        for index, page in enumerate(made):
            references = numbers.made(page, index)
            add_margins(context, page, index, labelled)
            forget_styles(context)
            waiting[index] = page, references, anchors_of(references)
            known = numbers.first.keys()
            for each in [each for each, (_, _, named) in waiting.items() if named <= known]:
                draw(each)
        for each in list(waiting):
            draw(each)
        return [] if numbers.reserve() else [drawn[index] for index in sorted(drawn)]

    def page(self, page: Any) -> Drawn:
        return page if isinstance(page, Drawn) else Drawn(page, self)

    def draw(self, page: Drawn, tags: dict[Any, Any]) -> bytes:
        """Draw a page as WeasyPrint does when it writes a file; `tags` is for marked content."""
        left, top = (-POINTS * page.bleed[side] for side in ('left', 'top'))
        right = left + POINTS * (page.width + page.bleed['left'] + page.bleed['right'])
        bottom = top + POINTS * (page.height + page.bleed['top'] + page.bleed['bottom'])
        size = ((right - left) / POINTS, (bottom - top) / POINTS)
        profiles = {'srgb': SimpleNamespace(pdf_reference=self.profile)}
        around = (left / POINTS, top / POINTS, *size)
        known = self.fonts, around, self.resources, self.images, tags, profiles, None
        stream = patches.Stream(*known, compress=True)
        stream.transform(d=-1, f=page.height * POINTS)
        super(Drawn, page).paint(stream, POINTS)
        return bytes(stream.data)


def is_unsettled(root: Any, context: Any) -> bool:
    """Whether a page may have to be made again, or shows what stands on a later one: a counter
    of pages that is no reference of ours, what runs, what stands on every page.
    """
    every = chain(root.descendants(), *(note.descendants() for note in context.footnotes))
    return bool(context.target_collector.counter_lookup_items) or any(
        box.is_running() or box.style['position'] == 'fixed' for box in every
    )


def add_margins(context: Any, page: Any, index: int, labelled: set[tuple[Any, str]]) -> None:
    """Note what a page says to its margins, and add them; a bookmark stands once for a heading,
    however many pages that is on (`weasyprint.layout.layout_document`).
    """
    for box in page.descendants():
        if box.bookmark_label:
            key = box.element, box.element_tag.partition('::')[2]
            box.bookmark_label = '' if key in labelled else box.bookmark_label
            labelled.add(key)
        if box.string_set and box.string_set != 'none':
            for name, text in box.string_set:
                context.string_set[name][index + 1].append(text)
    context.current_page = index + 1
    flow, *areas = page.children
    state = context.page_maker[index + 1][3]
    margins = patches.make_margin_boxes(context, page, state)
    page.children = (flow, *(area for area in areas if area.children), *margins)


def forget_styles(context: Any) -> None:
    """Let go of the styles of a page and its margins: none is asked for again."""
    cascaded = context.style_for.get_cascaded_styles()
    for key in cascaded:
        context.style_for.get_computed_styles().pop(key, None)
    cascaded.clear()
