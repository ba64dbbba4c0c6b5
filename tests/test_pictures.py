"""A picture that cannot be shown is an error of both formats; nothing is missing in silence."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
from conftest import editions, sphinx
from docutils import nodes
from docutils.utils import new_document
from PIL import Image

from editions.transforms import diagrams, pictures

pytest_plugins = ['pdf_fixtures']

PAGE = 'Title\n=====\n\nWords.\n\n.. figure:: {}\n   :alt: A picture\n\n   Its caption.\n'


def findings(out):
    report = json.loads((out / 'report.json').read_text('utf-8'))
    return [
        (f['path'], f['line'], f['severity'], f['code'], f['message']) for f in report['findings']
    ]


def large(path):
    Image.new('1', (20000, 12000)).save(path)


def torn(path):
    path.write_bytes(b'\x89PNG\r\n\x1a\n')


def no_svg(path):
    path.write_text('<svg><path></svg>', 'utf-8')


@pytest.mark.parametrize('builder', ['html', 'pdf'])
@pytest.mark.parametrize(
    ('name', 'make', 'reason'),
    [
        ('dims.png', large, 'more than 178 million pixels; save it with fewer'),
        ('torn.png', torn, 'no picture that can be read'),
        ('torn.svg', no_svg, 'it is no SVG'),
        ('nothing.png', None, 'there is no such file; add it, or correct its name'),
    ],
)
def test_a_picture_that_cannot_be_loaded(paper_project, tmp_path, builder, name, make, reason):
    root = paper_project({'index.rst': PAGE.format(name)})
    if make:
        make(root / name)
    done = sphinx(builder, root, tmp_path / 'out')
    assert done.returncode == 0, done.stderr
    ((path, line, severity, code, message),) = findings(tmp_path / 'out')
    assert (path, line, severity, code) == ('index.rst', 6, 'error', 'picture')
    assert message.startswith(f'the picture {name} cannot be loaded: ')
    assert reason in message
    assert 'build.invalid' not in done.stderr
    for file in (tmp_path / 'out').glob('*.pdf'):
        page = pypdfium2.PdfDocument(file)[0].get_textpage()
        assert '[' in page.get_text_bounded()  # its words, in its place


@pytest.mark.parametrize(
    ('body', 'found'),
    [
        ('<script>x</script>', '<script>'),
        ('<a xlink:href=" java&#10;script:x"/>', 'href='),
        ('<g ONload="x"/>', 'onload='),
        ('<animate values="javascript:x"/>', 'values='),
        ('<foreignObject/>', '<foreignobject>'),
        ('<animate attributeName="href" values="#a;https://x.example"/>', 'attributename='),
        ('<set attributeName="xlink:href" to="https://x.example"/>', 'attributename='),
        ('<set attributeName="onclick" to="x"/>', 'attributename='),
        ('<animate values="#a; java&#9;script:x"/>', 'values='),
        ('<a href="https://x.example"/>', 'href='),
        ('<use href="//x.example/a#b"/>', 'href='),
        ('<image href="data:image/svg+xml,x"/>', 'href='),
        ('<g xml:base="https://x.example/"/>', 'base='),
        ('<embed src="x"/>', '<embed>'),
        ('<p xmlns="http://www.w3.org/1999/xhtml"/>', '<p>'),
        ('<style>@import "x"</style>', '@import'),
        ('<style>p {fill: url( "//x.example/")}</style>', 'url('),
        ('<style>p {fill: u\\72l(x)}</style>', '\\'),
        ('<path fill="url(http://x.example/#a)"/>', 'fill='),
        ('<path style="cursor: image-set(\'x\' 1x)"/>', 'style='),
        ('<?xml-stylesheet href="x"?>', '<?xml-stylesheet?>'),
        ('<path d="M0 0"/>', ''),
        ('<text>C:\\ url(x) @import</text><use href="#a" fill="url(#a)"/>', ''),
        ('<style>p {fill: url("#a")}</style><image href=" data:image/png;base64,"/>', ''),
        ('<g xmlns:i="http://editor.example/" i:export="C:\\a" xml:space="preserve"/>', ''),
    ],
)
def test_a_drawing_of_a_translator_only_draws(tmp_path, body, found):
    path, spaces = tmp_path / 'map.es.svg', 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {spaces}>{body}</svg>', 'utf-8')
    reasons = ''.join(reason for _, reason, _ in pictures.judged(path, translated=True))
    assert bool(reasons) == bool(found)
    assert found in reasons
    assert not list(pictures.judged(path))


def test_a_drawing_declares_nothing_that_a_browser_expands(tmp_path):
    path = tmp_path / 'map.es.svg'
    attack = '%d;'
    path.write_text(
        f"""<!DOCTYPE svg [<!ENTITY % d "<!ATTLIST svg onload CDATA 'x'>"> {attack}]>
        <svg xmlns="http://www.w3.org/2000/svg"/>"""
    )
    assert '<!DOCTYPE>' in pictures.power(path)


LOADING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="x"/>'


@pytest.mark.parametrize(
    ('style', 'own', 'picture', 'code', 'refused'),
    [
        ('{root}.{language}{ext}', 'p.es.svg', 'p.svg', 'es', True),
        ('{root}_{language}{ext}', 'p_es.svg', 'p.svg', 'es', True),
        ('{path}{language}-x/{basename}{ext}', 'es-x/p.svg', 'p.svg', 'es', True),
        ('{root}.{language}{ext}', 'p.es.svg', 'p.*', 'es', True),
        ('{root}.{language}{ext}', 'img/p.svg', 'img/p.svg', 'es', False),
        ('{root}.{language}{ext}', 'img/en/p.svg', 'img/en/p.svg', 'en', False),
    ],
)
def test_a_picture_is_of_those_who_put_it_there(
    paper_project, tmp_path, style, own, picture, code, refused
):
    page = PAGE.format(picture)
    conf = f"figure_language_filename = '{style}'\neditions_languages = {{'en': 'E', 'es': 'E'}}\n"
    root = paper_project({'index.rst': page, own: LOADING}, conf)
    if refused:
        (root / 'p.svg').write_text(LOADING.replace('onload="x"', ''), 'utf-8')
    done = sphinx('html', root, tmp_path / 'out', '-D', f'language={code}')
    assert done.returncode == 0, done.stderr
    assert [f[3] for f in findings(tmp_path / 'out')].count('picture') == refused


def test_a_picture_of_a_kind_that_paper_does_not_know_names_its_line(paper_project, tmp_path):
    root = paper_project({'index.rst': PAGE.format('map.eps'), 'map.eps': '%!PS-Adobe-3.0\n'})
    done = sphinx('pdf', root, tmp_path / 'out')
    assert done.returncode == 0, done.stderr
    assert 'build.invalid' not in done.stderr
    assert ('index.rst', 6, 'error', 'picture') in [
        found[:4] for found in findings(tmp_path / 'out')
    ]


def test_a_picture_of_many_megabytes_is_a_warning_with_the_remedy(paper_project, tmp_path):
    root = paper_project({'index.rst': PAGE.format('noise.png')})
    Image.effect_noise((2600, 2600), 90).save(root / 'noise.png')
    done = sphinx('html', root, tmp_path / 'out')
    assert done.returncode == 0, done.stderr
    ((*place, message),) = findings(tmp_path / 'out')
    assert place == ['index.rst', 6, 'warning', 'picture.large']
    assert re.search(r'has \d+ MB, which every reader loads; save it with fewer pixels', message)


def test_a_picture_that_is_gone_is_an_error_of_an_edition_that_is_built(paper_project):
    root = paper_project({'index.rst': PAGE.format('nothing.png')})
    done = editions('build', 'en', cwd=root)
    assert done.returncode == 1
    assert done.stdout.count('the picture nothing.png cannot be loaded') == 1
    assert '2 of 2 built' in done.stdout


class graphviz(nodes.General, nodes.Element):  # noqa: N801 (Sphinx's)
    """A diagram that a program draws."""


class mermaid(nodes.General, nodes.Element):  # noqa: N801 (sphinxcontrib-mermaid's)
    """A diagram that a browser draws, and on paper a program."""


def diagrams_of(tmp_path, program):
    """A document with a diagram of each kind, and the builder of a PDF."""
    (tmp_path / 'index.rst').write_text('Title\n\n.. graphviz::\n\n   digraph { a -> b; }\n')
    tree = new_document(str(tmp_path / 'index.rst'))
    tree += graphviz('', code='digraph { a -> b; }', options={}, alt='a leads to b')
    tree += mermaid('', code='graph TD')
    config = {'graphviz_dot': program, 'graphviz_dot_args': [], 'mermaid_cmd': program}
    folders = {'doctreedir': tmp_path / 'doctrees', 'confdir': tmp_path, 'srcdir': tmp_path}
    return tree, SimpleNamespace(name='pdf', config=SimpleNamespace(**config), **folders)


def test_a_diagram_without_its_program_is_a_finding_where_it_is_written(tmp_path):
    tree, builder = diagrams_of(tmp_path, 'no-such-program')
    made, found = diagrams.pictured(tree, builder)
    assert made == {}
    assert [(each.path, each.line, each.code) for each in found] == [
        ('index.rst', 5, 'pdf.diagram'),
        ('index.rst', 0, 'pdf.diagram'),
    ]
    assert 'no program no-such-program' in found[0].message
    assert tree.astext().split('\n\n') == ['[a leads to b]', '[Mermaid]']


def test_a_diagram_with_its_program_is_a_picture(tmp_path):
    Image.new('1', (300, 30)).save(tmp_path / 'drawn.png')
    (tmp_path / 'draw').write_text(
        '#!/bin/sh\nfor a; do case $a in -o*) o=${a#-o};; esac; done\n'
        'cp "${0%draw}drawn.png" "$o"\n'
    )
    (tmp_path / 'draw').chmod(0o755)
    (tmp_path / 'doctrees').mkdir()
    tree, builder = diagrams_of(tmp_path, str(tmp_path / 'draw'))
    made, found = diagrams.pictured(tree, builder)
    first, second = tree.findall(nodes.image)
    assert (first['alt'], second['width']) == ('a leads to b', '100px')
    assert set(made) == {first['uri'], second['uri']}
    assert [each.code for each in found] == ['pdf.alt']


def test_a_picture_in_a_diagram_is_found_beside_its_document(tmp_path):
    (tmp_path / 'more').mkdir()
    (tmp_path / 'doctrees').mkdir()
    (tmp_path / 'more' / 'a&b.png').write_bytes(b'a picture')
    (tmp_path / 'draw').write_text(
        '#!/bin/sh\nfor a; do case $a in -o*) o=${a#-o};; esac; done\n'
        'test -f "a&b.png" || exit 1\necho "Warning: no font" >&2\n'
        'printf \'<svg><image width="1" xlink:href="a&amp;b.png"/>\' >$o\n'
        'printf \'<image xlink:href="c.png"/></svg>\' >>$o\n'
    )
    (tmp_path / 'draw').chmod(0o755)
    tree, builder = diagrams_of(tmp_path, str(tmp_path / 'draw'))
    tree.pop()
    tree[0]['options']['docname'] = 'more/page'
    made, (found,) = diagrams.pictured(tree, builder)
    (path,) = made
    assert 'a picture with a fault: ' in found.message
    assert 'draw says: Warning: no font' in found.message
    assert Path(path).read_text('utf-8').count('data:image/png;base64,YSBwaWN0dXJl"') == 1
    assert 'xlink:href="c.png"' in Path(path).read_text('utf-8')


def test_one_diagram_in_two_folders_is_two_pictures(tmp_path, monkeypatch):
    """What it names may differ there; and the program is that of the folder of the command."""
    for name in ('doctrees', 'a', 'b'):
        (tmp_path / name).mkdir()
        (tmp_path / name / 'own').write_text(name)
    (tmp_path / 'draw').write_text('#!/bin/sh\ncp own "${1#-o}"\n')
    (tmp_path / 'draw').chmod(0o755)
    monkeypatch.chdir(tmp_path)
    tree, builder = diagrams_of(tmp_path, './draw')
    tree.pop()
    tree += tree[0].deepcopy()
    for node, name in zip(tree, 'ab', strict=True):
        node['options'] = {'docname': f'{name}/page'}
    made, _ = diagrams.pictured(tree, builder)
    assert {Path(path).read_text() for path in made} == {'a', 'b'}


@pytest.mark.parametrize(
    'attack',
    [
        'URL="javascript:x"',
        '"UR"+"L"="//x.example"',
        'shapefile="/etc/x"',
        'label=<<IMG SRC="/x"/>>',
    ],
)
def test_a_diagram_of_a_translator_holds_words_alone(paper_project, tmp_path, attack):
    conf = "extensions += ['sphinx.ext.graphviz']\neditions_languages = {'en': 'E', 'es': 'E'}\n"
    sound, own = 'digraph { a -> b }', f'digraph {{ a -> c [{attack}] }}'
    root = paper_project(
        {'index.rst': 'T\n=\n\n.. graphviz:: d.dot\n', 'd.dot': sound, 'd.es.dot': own}, conf
    )
    done = sphinx('html', root, tmp_path / 'out', '-D', 'language=es', '-D', 'graphviz_dot=none')
    assert done.returncode == 0, done.stderr
    assert 'picture' in {found[3] for found in findings(tmp_path / 'out')}
    page = re.sub('<[^>]*>', '', (tmp_path / 'out/index.html').read_text('utf-8'))
    assert ('b }' in page, 'c [' in page) == (True, False)


def test_a_picture_of_the_machine_is_in_no_diagram(tmp_path):
    (tmp_path / 'private.png').write_bytes(b'x')
    found = diagrams.HREF.search(b'<image xlink:href="../private.png"')
    assert diagrams.embedded(tmp_path / 'source', tmp_path / 'source', found) == found[0]


def test_a_program_that_fails_says_why(tmp_path):
    (tmp_path / 'draw').write_text('#!/bin/sh\necho syntax error in line 1 >&2\nexit 1\n')
    (tmp_path / 'draw').chmod(0o755)
    (tmp_path / 'doctrees').mkdir()
    tree, builder = diagrams_of(tmp_path, str(tmp_path / 'draw'))
    _, found = diagrams.pictured(tree, builder)
    assert 'draw says: syntax error in line 1' in found[0].message
