"""A formula on paper is a drawing, with its TeX as the words for those who do not see it.

WeasyPrint prints the text of MathML without its layout. ziamath (MIT) draws it in STIX Two,
as outlines, so that no face is asked for a sign.
"""

import base64
import re
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.util import logging

from editions.transforms.formulas import FormulaError, framed, mathml

logger = logging.getLogger(__name__)

SIZE = 16.0  # the units of a drawing to an em
VIEW = re.compile(r'viewBox="\S+ (\S+) (\S+) (\S+)"')


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
    if not block:
        formula = formula.replace('<math ', '<math display="inline" ', 1)
    try:
        svg = Math(formula, size=SIZE).svg()
    except (AssertionError, IndexError, ValueError) as error:
        raise FormulaError(str(error) or 'it cannot be drawn') from error
    found = VIEW.search(svg)
    top, width, height = (float(number) / SIZE for number in found.groups()) if found else (0, 0, 0)
    return Drawing(svg, width, height, top + height)


def write(translator: Any, node: nodes.math | nodes.math_block) -> None:
    """Write a formula as a picture; one that cannot be read as its TeX, with a warning."""
    block = isinstance(node, nodes.math_block)
    tex = ' '.join(node.astext().split())
    try:
        drawing = draw(tex, block=block)
        picture = {'src': drawing.address, 'alt': tex, 'style': drawing.style}
        formula = translator.emptytag({} if block else node, 'img', '', CLASS='formula', **picture)
    except FormulaError as error:
        logger.warning('%s: %s', tex, error, location=node, type='pdf', subtype='math')
        formula = f'<code class="tex" data-tex="{translator.attval(tex)}"></code>'
    translator.body.append(framed(translator, node, formula))
    raise nodes.SkipNode
