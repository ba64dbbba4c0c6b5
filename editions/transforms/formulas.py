"""Formulas: TeX as MathML Core, which each format shows in its own way."""

from typing import Any

from docutils import nodes
from docutils.utils.math import latex2mathml


class FormulaError(ValueError):
    """TeX that cannot be read; the text says why."""


def mathml(tex: str, *, block: bool) -> str:
    """A formula as a `math` element. Raises FormulaError.

    docutils refuses much that is wrong with a MathError (a ValueError), and trips over the rest.
    """
    try:
        return str(latex2mathml.tex2mathml(tex, as_block=block))
    except ValueError as error:
        raise FormulaError(str(error)) from error
    except (AttributeError, IndexError, NameError) as error:
        raise FormulaError('this is no TeX that can be read') from error


def framed(translator: Any, node: nodes.math | nodes.math_block, formula: str) -> str:
    """A formula in its place: within the line, or on a line of its own, with its number."""
    if not isinstance(node, nodes.math_block):
        return formula
    number = node.get('number')
    label = f'<span class="eqno">({number})</span>' if number else ''
    start = translator.starttag(node, 'div', '', CLASS='math')
    return f'{start}{label}{formula}</div>\n'
