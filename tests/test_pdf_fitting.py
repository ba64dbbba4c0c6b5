"""What is wider than the line is made to fit; nothing runs off the paper."""

import pypdfium2
import pytest
from conftest import sphinx

from editions.pdf.breaks import breakable

pytest_plugins = ['pdf_fixtures']

NAME = 'sphinx.application.configuration_value.that_is.very_long/' * 3
MARGIN = 34 / 25.4 * 72  # points, at the right of the sheet


def listed(*rows):
    """A list table of these rows."""
    lines = ['.. list-table::', '   :header-rows: 1', '']
    for row in rows:
        lines += [('   * - ' if not n else '     - ') + cell for n, cell in enumerate(row)]
    return '\n'.join([*lines, '', ''])


SETTINGS = (
    ['Setting', 'Default', 'Environment', 'Meaning'],
    [f'``{name}``' for name in (NAME, NAME[:40], NAME[:40].upper())] + ['What it is for.'],
    ['``timeout``', '``30``', '``TIMEOUT``', 'How long to wait for the other side to answer.'],
)
MANY = [[f'{word}{n}' for n in range(24)] for word in ('header', 'value', 'another')]
FILES = {
    'name': f'A paragraph with a name, ``{NAME}``, and a word: {"x" * 200}.',
    'heading': f'A heading with ``{NAME}``\n{"-" * 250}\n\nText.',
    'settings': listed(*SETTINGS),
    'many': listed(*MANY),
}


@pytest.mark.parametrize('name', FILES)
def test_it_keeps_to_the_line(name, paper_project, tmp_path):
    page = f'Title\n=====\n\nText.\n\n{FILES[name]}\n'
    done = sphinx('pdf', paper_project({'index.rst': page}), tmp_path, '-W')
    assert done.returncode == 0, done.stderr
    with pypdfium2.PdfDocument(tmp_path / 'small.en.pdf') as pdf:
        for sheet in pdf:
            text = sheet.get_textpage()
            right = max(text.get_charbox(n)[2] for n in range(text.count_chars()))
            assert right <= sheet.get_width() - MARGIN + 3  # a mark may hang
            assert '\u200b' not in text.get_text_range()


def test_a_short_word_does_not_break():
    assert breakable('a.b and/or conf.py') == 'a.b and/or conf.py'


def test_a_long_word_breaks_after_what_joins_its_parts():
    broken = breakable('see sphinx.application.Sphinx.add_config_value().')
    assert broken.split('\u200b') == [
        'see sphinx.', 'application.', 'Sphinx.', 'add_', 'config_', 'value().',
    ]  # fmt: skip
