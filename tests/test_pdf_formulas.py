"""Formulas are drawn on paper, and read aloud as their TeX."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import sphinx

from editions.pdf.html import draw
from editions.site import verapdf
from editions.transforms.formulas import FormulaError, mathml

PAGE = r"""
Title
=====

Of :math:`a^2 + b^2 = c^2` and what follows, see :eq:`euler`.

.. math:: e^{i\pi} = -1
   :label: euler

%s
"""
BROKEN = [
    'a &= b \\\\ c',
    '^ \\\\',
    '> \\ 1 \\limits',
    '\\frac \\left(',
    '\\mathbb \\text{x } \\mathbb',
]


@pytest.fixture
def paper(tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    def build(text: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / 'conf.py').write_text("extensions = ['editions']\nproject = 'F'\n")
        (tmp_path / 'index.rst').write_text(PAGE % text, 'utf-8')
        return sphinx('pdf', tmp_path, tmp_path / 'out', '-W', '--keep-going')

    return build


def test_formulas_are_pictures_with_words(
    paper: Callable[[str], subprocess.CompletedProcess[str]],
    tmp_path: Path,
    program: Callable[[str], str],
) -> None:
    done = paper('')
    assert done.returncode == 0, done.stderr
    path = tmp_path / 'out' / 'f.en.pdf'
    text = subprocess.run([program('pdftotext'), path, '-'], capture_output=True, check=True).stdout
    assert b'pi' not in text
    assert 'Of and what follows, see (1).' in ' '.join(text.decode().split())
    with pikepdf.open(path) as pdf:
        said = {str(each.Alt) for each in pdf.objects if is_figure(each)}
    assert {'a^2 + b^2 = c^2', r'e^{i\pi} = -1'} <= said
    assert verapdf.broken(path) == {}


def is_figure(value: object) -> bool:
    return isinstance(value, pikepdf.Dictionary) and value.get('/S') == '/Formula'


def test_a_formula_that_cannot_be_read_is_a_warning_with_its_place(
    paper: Callable[[str], subprocess.CompletedProcess[str]],
) -> None:
    done = paper(r'Now :math:`a &= b`.')
    assert done.returncode == 1
    assert 'index.rst:10: WARNING: a &= b: this is no TeX' in done.stderr


@pytest.mark.parametrize('tex', BROKEN)
def test_whatever_is_wrong_with_a_formula_is_one_error(tex: str) -> None:
    with pytest.raises(FormulaError):
        draw(tex, block=False)


@pytest.mark.parametrize(
    'tex',
    [
        r'{\rm d}x', r'{\cal L}', r'\bm{x}', r'\ket{0}',
        r'\begin{align} a &= b \\ c &= d \end{align}',
        r'\begin{array}{cc} a & b \\ c & d \end{array}', r'a \label{one}', 'a &= b \\\\ c &= d',
        'a = b\n\nc = d',
    ],
)  # fmt: skip
def test_what_docutils_does_not_know_is_drawn(tex: str) -> None:
    assert draw(tex, block=True).width > 0


def test_letters_of_other_alphabets_are_characters() -> None:
    assert '<mi>𝒙</mi>' in mathml(r'\bm{x}', block=False)


def test_a_character_that_the_font_of_formulas_lacks_is_said() -> None:
    with pytest.raises(FormulaError, match='has no 中'):
        draw('a = 中', block=False)


def test_a_drawing_stands_on_the_line() -> None:
    plain, deep = draw('a', block=False), draw(r'\frac{a}{b}', block=False)
    assert 0.3 < plain.height < 1
    assert plain.depth < 0.2 < deep.depth < deep.height
    assert draw('a', block=False) == plain
