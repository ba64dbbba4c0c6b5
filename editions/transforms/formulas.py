"""Formulas: TeX as MathML Core, which each format shows in its own way."""

import re
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from docutils.utils.math import latex2mathml, mathalphabet2unichar

UNSEEN = re.compile(r'\\label\{[^{}]*\}|\\(?:nonumber|notag)\b')  # for references alone
PARTED = re.compile(r'\n\s*\n')  # equations, each on a line of its own
ALPHABETS = {
    'bold': 'mathbf',
    'bold-italic': 'mathbfit',
    'double-struck': 'mathbb',
    'fraktur': 'mathfrak',
    'monospace': 'mathtt',
    'sans-serif': 'mathsf',
    'script': 'mathcal',
}
UNKNOWN = ('Unknown LaTeX command', 'Environment')  # what docutils says of what it lacks
STUMBLES = (AttributeError, KeyError, IndexError, ValueError, ElementTree.ParseError)
VARIANT = re.compile(rf'<(m[ino]) mathvariant="({"|".join(ALPHABETS)})">(.)</\1>')


class FormulaError(ValueError):
    """TeX that cannot be read; the text says why."""


def mathml(tex: str, *, block: bool) -> str:
    """A formula as a `math` element. Raises FormulaError.

    docutils refuses much that is wrong with a MathError (a ValueError), and trips over the rest.
    What it does not know (`align`, `array`, `rm`, `bm`) another reader may.
    """
    tex = UNSEEN.sub('', tex)
    lines = PARTED.split(tex.strip())
    if block and '\\begin' not in tex and (len(lines) > 1 or '&' in tex):  # as Sphinx wraps it
        tex = '\\begin{aligned} ' + ' \\\\ '.join(lines) + ' \\end{aligned}'
    try:
        return str(latex2mathml.tex2mathml(tex, as_block=block))
    except ValueError as error:
        if not str(error).startswith(UNKNOWN):
            raise FormulaError(str(error)) from error
        return also_known(tex, FormulaError(str(error)), block=block)
    except (AttributeError, IndexError, NameError) as error:
        raise FormulaError('this is no TeX that can be read') from error


def also_known(tex: str, refusal: FormulaError, *, block: bool) -> str:
    """A formula as latex2mathml reads it, which ziamath brings. Raises `refusal`."""
    from latex2mathml import converter, exceptions

    own = (each for each in vars(exceptions).values() if isinstance(each, type))
    refused: tuple[type[Exception], ...] = (*own, *STUMBLES)
    try:
        found = str(converter.convert(tex, display='block' if block else 'inline'))
        ElementTree.fromstring(found)  # noqa: S314 (made of it a moment ago)
    except refused as error:
        raise refusal from error
    if '\\' in found:  # a command that it does not know
        raise refusal
    return VARIANT.sub(letter, found)


def letter(found: re.Match[str]) -> str:
    """A letter in the alphabet that MathML 3 names, as MathML Core has it: a character."""
    alphabet: dict[str, str] = getattr(mathalphabet2unichar, ALPHABETS[found[2]])
    return f'<{found[1]}>{alphabet.get(found[3], found[3])}</{found[1]}>'


def framed(translator: Any, node: nodes.math | nodes.math_block, formula: str) -> str:
    """A formula in its place: within the line, or on a line of its own, with its number."""
    if not isinstance(node, nodes.math_block):
        return formula
    number = node.get('number')
    label = f'<span class="eqno">({number})</span>' if number else ''
    start = translator.starttag(node, 'div', '', CLASS='math')
    return f'{start}{label}{formula}</div>\n'
