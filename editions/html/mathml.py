"""Formulas as MathML Core: nothing to load, nothing to run, readable by a screen reader."""

from docutils import nodes
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from editions.transforms.formulas import FormulaError, framed, mathml

logger = logging.getLogger(__name__)


def visit_math(translator: HTML5Translator, node: nodes.math | nodes.math_block) -> None:
    """Write a formula; one that docutils cannot read is shown as its TeX, with a warning."""
    text = node.astext()
    try:
        formula = mathml(text, block=isinstance(node, nodes.math_block))
    except FormulaError as error:
        logger.warning('%s: %s', text, error, location=node, type='html', subtype='math')
        formula = f'<code>{translator.encode(text)}</code>'
    translator.body.append(framed(translator, node, formula))
    raise nodes.SkipNode
