"""A picture that cannot be shown is an error of both formats; nothing is missing in silence."""

import json
import re

import pypdfium2
import pytest
from conftest import editions, sphinx
from PIL import Image

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
