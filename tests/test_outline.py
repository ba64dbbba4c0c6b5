"""The outline of a book: the bytes of Sphinx's own, and no more work where there are more pages."""

import json
from pathlib import Path

import pytest
from conftest import once, sphinx

CONF = """
import json
from pathlib import Path

project, extensions, html_theme = 'Tree', ['editions'], 'editions'
html_theme_options = {'contents_depth': 3}
outlines = {}

def compare(app, pagename, templatename, context, doctree):
    entries = sum(made)
    theirs = context['toctree'](collapse=True, includehidden=True, maxdepth=3)
    outlines[pagename] = [context['edition'].contents, theirs, entries]

def count(app, env):
    render = app.builder.render_partial
    def counted(tree):
        made.append(tree.pformat().count('<list_item') if tree else 0)
        return render(tree)
    app.builder.render_partial = counted

def reset(app, *_):
    made.clear()

def write(app, exception):
    Path(app.outdir, 'outlines.json').write_text(json.dumps(outlines))

made = []

def setup(app):
    app.connect('env-updated', count)
    app.connect('html-page-context', reset, priority=890)
    app.connect('html-page-context', compare, priority=950)
    app.connect('build-finished', write)
"""
LEAVES = 40


def toctree(*names: str, options: str = '') -> str:
    listed = ''.join(f'   {name}\n' for name in names)
    return f'.. toctree::\n{options}\n{listed}\n'


def page(title: str, *more: str) -> str:
    return '\n'.join((title, '=' * 60, '\nWords.\n\nPart\n----\n\nMore.\n', *more))


def files() -> dict[str, str]:
    """A tree with all that a toctree can hold."""
    leaves = [f'leaf{number}' for number in range(LEAVES)]
    top = ['a', 'My <b>: <one/b>', 'https://example.org/x?a=1&b=2', 'self', 'one/index']
    top += ['no-text', 'two', 'genindex', 'search', 'no-title', 'many/index']
    inner = ['b', 'self', '../c', 'deep/index', 'There <https://example.org>']
    found = {
        'index': page(
            'All & *more*',
            toctree(*top, options='   :caption: First & last\n   :numbered:\n'),
            toctree('hidden', 'c', options='   :hidden:\n'),
            toctree('titles', options='   :titlesonly:\n'),
        ),
        'a': page('A *good* ``a`` & "b"'),
        'one/index': page('One', toctree(*inner, options='   :maxdepth: 2\n   :caption: Inner\n')),
        'one/b': page('B'),
        'c': page('C'),
        'one/deep/index': page('Deep', toctree('leaf', '/two-below')),
        'one/deep/leaf': page('Leaf'),
        'two-below': page('In two toctrees'),
        'no-text': toctree('d', 'e'),
        'd': page('D'),
        'e': page('E'),
        'two': page('Two', toctree('two-below')),
        'no-title': 'Words alone.\n',
        'hidden': page('Hidden', toctree('multi')),
        'multi': 'One\n===\n\nA.\n\nTwo\n===\n\n.. only:: html\n\n   .. toctree::\n\n      below\n',
        'below': page('Below'),
        'titles': page('Titles', toctree('title')),
        'title': page('Title'),
        'many/index': page('Many', toctree(*leaves)),
        'orphan': f':orphan:\n\n{page("Orphan")}',
    }
    return found | {f'many/{name}': page(name) for name in leaves}


@pytest.fixture(scope='module')
def outlines(shared: Path) -> dict[str, tuple[str, str, int]]:
    """Of each page: our outline, Sphinx's, and how many entries Sphinx made for ours."""
    project = shared / 'outlines'
    with once(project):
        if not project.exists():
            for name, text in files().items():
                path = project / 'source' / f'{name}.rst'
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, 'utf-8')
            (project / 'conf.py').write_text(CONF, 'utf-8')
            sphinx('html', project, project / 'out')
    found: dict[str, tuple[str, str, int]] = json.loads((project / 'out/outlines.json').read_text())
    return found


def test_the_outline_is_the_one_that_sphinx_would_make(
    outlines: dict[str, tuple[str, str, int]],
) -> None:
    assert len(outlines) == len(files()) + 1  # the search
    assert {name for name, (ours, theirs, _) in outlines.items() if ours != theirs} == set()
    assert 'class="current reference internal" href="#"' in outlines['many/leaf7'][0]


def test_what_is_made_for_a_page_does_not_grow_with_the_book(
    outlines: dict[str, tuple[str, str, int]],
) -> None:
    made = [outlines[f'many/leaf{number}'][2] for number in range(LEAVES)]
    assert outlines['many/leaf7'][0].count('<li') > LEAVES
    assert max(made[1:]) < LEAVES / 2
