"""The HTML of a page that is to be printed: what WeasyPrint tags rightly, and nothing else.

Screen HTML nests elements in links, leaves header cells without a scope, keeps notes in a list at
the end, and hides what waits for a click. Here a link holds one text, a cell says what it heads,
and all is shown. Formulas and the numbers of paragraphs are drawings.
"""

import base64
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from docutils import nodes
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from sphinx.util import logging

from editions.fonts import coverage
from editions.pdf.assembly import page_reference
from editions.pdf.notes import footnote_at_call
from editions.pdf.numbers import GREY, NUMBERS
from editions.pdf.whole import LeftOut
from editions.transforms.formulas import FormulaError, framed, mathml
from editions.transforms.strings import tag_attributes

logger = logging.getLogger(__name__)

HEAD_WIDTH = 88  # characters of a running head; ideographs are twice as wide
HIGHLIGHTED = re.compile('<pre><span></span>(.*?)</pre>', re.DOTALL)
WRAP_SIGN = 'wrapped.svg'
WRAPPED_LINES = 8  # that may follow the first of a line of code, each with its sign
SURE_COLUMNS = 40  # so many characters of code stand in a line of every page
TAG = re.compile('<[^>]+>')
EM = 16.0  # the units of a drawn formula to an em
VIEW = re.compile(r'viewBox="\S+ (\S+) (\S+) (\S+)"')

Element = Any  # of xml.etree.ElementTree, as WeasyPrint parses a page


class PaperTranslator(LeftOut):
    """Sphinx's own translator, with what paper asks for."""

    builder: Any  # the PDFBuilder, which knows the options

    def starttag(self, node: Any, tagname: str, suffix: str = '\n', *args: Any, **kw: Any) -> str:
        """As docutils writes it; with the direction of a passage in another language, the scope of
        header cells, and the running head of a title.
        """
        if isinstance(node, nodes.image):  # pixels; on paper no attribute says a size
            sizes = [f'{name}: {kw.pop(name)}px;' for name in ('width', 'height') if name in kw]
            kw |= {'style': ' '.join(sizes)} if sizes else {}
        kw |= tag_attributes(node, tagname, self.builder.edition)
        if tagname == 'h2':
            kw['data-head'] = running_head(node)
        return str(super().starttag(node, tagname, suffix, *args, **kw))

    def visit_start_of_file(self, node: Any) -> None:
        """The anchor of a document is its first section's: it stands on the same page."""
        self.docnames.append(node['docname'])

    def visit_footnote_at_call(self, node: footnote_at_call) -> None:
        """A note; the style sheet shows its mark, or its number in the edition's own signs."""
        attributes = {'data-mark': node['mark']}
        if node['mark'].isdecimal():
            attributes |= {'class': 'numbered', 'style': f'counter-reset: mark {node["mark"]}'}
        self.body.append(self.starttag(node, 'span', '', **attributes))

    def depart_footnote_at_call(self, node: footnote_at_call) -> None:
        self.body.append('</span>')

    def visit_page_reference(self, node: page_reference) -> None:
        """A page, which the style sheet counts."""
        data = {f'data-{name}': node[name] for name in ('before', 'after')}
        attributes = {'data-ref': node['target'], **data}
        self.body.append(self.starttag(node, 'span', '', CLASS='page-reference', **attributes))

    def depart_page_reference(self, node: page_reference) -> None:
        self.body.append('</span>')

    def visit_math(self, node: Any, math_env: str = '') -> None:
        write_formula(self, node)

    def visit_math_block(self, node: Any, math_env: str = '') -> None:
        write_formula(self, node)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Each line is an element, so that one that has to be broken bears a sign."""
        try:
            super().visit_literal_block(node)
        finally:
            self.body[-1] = HIGHLIGHTED.sub(lines_apart, self.body[-1], count=1)

    def visit_image(self, node: nodes.image) -> None:
        """A picture that stands by itself is no part of a line."""
        around = node.parent.parent if isinstance(node.parent, nodes.reference) else node.parent
        if not isinstance(around, nodes.TextElement | nodes.figure):
            node['classes'].append('apart')
        super().visit_image(node)

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        """A numbered paragraph shows its number in the margin, as a picture: it is not text."""
        super().visit_paragraph(node)
        number = node.get('paragraph')
        if number and self.builder.options.paragraph_numbers:
            picture = f'background-image: url({NUMBERS}{number}.svg)'
            self.body.append(f'<span class="number" style="{picture}"></span>')


def running_head(title: nodes.title) -> str:
    """A section's number and title, cut at a word where a line would not hold them."""
    number = '.'.join(map(str, title.get('secnumber', ())))
    text = f'{number} {title.astext()}'.strip()
    if len(text) <= HEAD_WIDTH // 2:
        return text
    return textwrap.shorten(text, HEAD_WIDTH, placeholder=' …')


def lines_apart(found: re.Match[str]) -> str:
    """Code as Pygments writes it, each line an element; it closes what it opens in a line."""
    code = found[1].replace('\n</span>', '</span>\n').removesuffix('\n')
    return f'<pre>{code_lines(code)}</pre>'


def code_lines(code: str) -> str:
    """The HTML of code, each line an element."""
    lines = (f'<span class="code-line{kind(line)}">{line}</span>' for line in code.split('\n'))
    return ''.join(lines)


def kind(line: str) -> str:
    """A further class for a line of code that may be too long for its page."""
    return ' long' if len(unescape(TAG.sub('', line))) > SURE_COLUMNS else ''


def wrap_sign() -> bytes:
    """An SVG of the sign beside the second line of code and all further ones: a picture, so that
    it is not copied with the code.
    """
    signs = ''.join(
        f'<path d="M3 {y + 2}v5h5m-2-2l2 2l-2 2"/>' for y in range(0, WRAPPED_LINES * 14, 14)
    )
    size = f'viewBox="0 0 12 {WRAPPED_LINES * 14}"'
    drawing = f'<g fill="none" stroke="{GREY}">{signs}</g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawing}</svg>'.encode()


def paper_formatter(**options: Any) -> Any:
    """Pygments' formatter; a table of numbers would be read aloud as a table of one row."""
    if options.get('linenos'):
        options['linenos'] = 'inline'
    return HtmlFormatter(**options)


@dataclass(frozen=True)
class Drawing:
    """A formula as SVG; its measures are in em of the text around it."""

    svg: str
    width: float
    height: float
    depth: float  # below the base line

    @property
    def style(self) -> str:
        return (
            f'width: {self.width:.3f}em; height: {self.height:.3f}em; '
            f'vertical-align: {-self.depth:.3f}em'
        )

    @property
    def address(self) -> str:
        return f'data:image/svg+xml;base64,{base64.b64encode(self.svg.encode()).decode()}'


def draw(tex: str, *, block: bool) -> Drawing:
    """Draw a formula. Raises FormulaError."""
    from ziamath.zmath import Math  # slow, and few texts have formulas

    formula = mathml(tex, block=block)
    if not block and 'display=' not in formula.partition('>')[0]:
        formula = formula.replace('<math ', '<math display="inline" ', 1)
    try:
        drawn = Math(formula, size=EM)
        svg = drawn.svg()
    except (AssertionError, IndexError, ValueError, SyntaxError) as error:
        raise FormulaError(str(error) or 'it cannot be drawn') from error
    words = set(unescape(TAG.sub('', formula))) - coverage.UNDRAWN - {' '}
    if lacking := sorted(char for char in words if not drawn.font.glyphindex(char)):
        raise FormulaError(f'the font of formulas has no {", ".join(lacking)}')
    found = VIEW.search(svg)
    top, width, height = (float(number) / EM for number in found.groups()) if found else (0, 0, 0)
    return Drawing(svg, width, height, top + height)


def write_formula(translator: Any, node: nodes.math | nodes.math_block) -> None:
    """Write a formula as a picture; one that cannot be read as its TeX, with a warning."""
    block = isinstance(node, nodes.math_block)
    tex = ' '.join(node.astext().split())
    try:
        drawing = draw(node.astext(), block=block)
        picture = {'src': drawing.address, 'alt': tex, 'style': drawing.style}
        formula = translator.emptytag({} if block else node, 'img', '', CLASS='formula', **picture)
    except FormulaError as error:
        logger.warning('%s: %s', tex, error, location=node, type='pdf', subtype='math')
        formula = f'<code class="tex" data-tex="{translator.attval(tex)}"></code>'
    translator.body.append(framed(translator, node, formula))
    raise nodes.SkipNode


def unfold(root: Element) -> None:
    """Show what is hidden, and head each panel of a set of tabs with its tab.

    Extensions that make tabs write them as the ARIA Authoring Practices ask
    (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/): a row of labels in a `tablist`, then a
    `tabpanel` each, all but one of them hidden.
    """
    for element in root.iter():
        element.attrib.pop('hidden', None)
    panels = {panel.get('id'): panel for panel in with_role(root, 'tabpanel')}
    named = {panel.get('aria-labelledby'): panel for panel in panels.values()}
    for row in list(with_role(root, 'tablist')):
        for label in list(with_role(row, 'tab')):
            panel = panels.get(label.get('aria-controls')) or named.get(label.get('id'))
            if panel is not None and label in list(row):
                row.remove(label)
                label.tail = None
                panel.insert(0, label)
                label.tail, panel.text = panel.text, None


def with_role(root: Element, role: str) -> Iterator[Element]:
    return (element for element in root.iter() if element.get('role') == role)
