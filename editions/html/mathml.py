"""Formulas as MathML Core: nothing to load, nothing to run, readable by a screen reader."""

from docutils import nodes
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from editions.transforms.formulas import FormulaError, mathml

logger = logging.getLogger(__name__)


def visit_math(translator: HTML5Translator, node: nodes.math | nodes.math_block) -> None:
    """Write a formula; one that docutils cannot read is shown as its TeX, with a warning."""
    block = isinstance(node, nodes.math_block)
    text = node.astext()
    try:
        formula = mathml(text, block=block)
    except FormulaError as error:
        logger.warning('%s: %s', text, error, location=node, type='html', subtype='math')
        formula = f'<code>{translator.encode(text)}</code>'
    if block:
        number = node.get('number')
        label = f'<span class="eqno">({number})</span>' if number else ''
        start = translator.starttag(node, 'div', '', CLASS='math')
        formula = f'{start}{label}{formula}</div>\n'
    translator.body.append(formula)
    raise nodes.SkipNode
