"""What a screen folds away is on paper, under its own label."""

import pypdfium2
import pytest
from conftest import sphinx

pytest_plugins = ['pdf_fixtures']

# Tabs as sphinx-tabs and others write them: labels in a row, one panel shown, the rest hidden.
TABS = """
from docutils import nodes
from docutils.parsers.rst import Directive


class Tabs(Directive):
    has_content = True

    def run(self):
        names = [line for line in self.content if line]
        row = ''.join(
            f'<button role="tab" id="tab-{n}" aria-controls="panel-{n}">{name} shell</button>'
            for n, name in enumerate(names)
        )
        found = [nodes.raw('', f'<div role="tablist">{row}</div>', format='html')]
        for n, name in enumerate(names):
            hidden = ' hidden="hidden"' if n else ''
            start = f'<div role="tabpanel" id="panel-{n}" aria-labelledby="tab-{n}"{hidden}>'
            text = f'What is typed in {name}.'
            found += [nodes.raw('', start, format='html'), nodes.paragraph(text, text),
                      nodes.raw('', '</div>', format='html')]
        return found


def setup(app):
    app.add_directive('tabs', Tabs)
"""
CONF = "import sys; sys.path.insert(0, '.'); extensions = ['editions', 'tabs']\n"
PAGE = 'Title\n=====\n\nA first paragraph.\n\n.. tabs::\n\n   Bash\n   Fish\n   Zsh\n'
FOLDED = """
.. raw:: html

   <details><summary>More of it</summary>

What is folded.

.. raw:: html

   </details>
"""


@pytest.fixture(scope='module')
def text(tmp_path_factory, request):
    root = tmp_path_factory.mktemp('tabs')
    for name, words in {'conf.py': CONF, 'tabs.py': TABS, 'index.rst': PAGE + FOLDED}.items():
        (root / name).write_text(words, 'utf-8')
    done = sphinx('pdf', root, root / 'out')
    assert done.returncode == 0, done.stdout + done.stderr
    with pypdfium2.PdfDocument(next((root / 'out').glob('*.pdf'))) as pdf:
        return ' '.join(pdf[0].get_textpage().get_text_range().split())


def test_each_tab_stands_open_under_its_label(text):
    places = [
        text.index(f'{name} shell What is typed in {name}.') for name in ('Bash', 'Fish', 'Zsh')
    ]
    assert places == sorted(places)


def test_what_is_folded_stands_open_under_its_summary(text):
    assert 'More of it What is folded.' in text
