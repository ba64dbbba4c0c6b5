"""What differs from edition to edition on paper: marks of notes, direction, the colophon."""

import re

import pypdfium2
import pytest
from conftest import sphinx

pytest_plugins = ['pdf_fixtures']

LANGUAGES = "editions_languages = {'en': 'English', 'zh_CN': 'Chinese', 'ur': 'Urdu'}\n"
MILLIMETRE = 72 / 25.4
LEFT, RIGHT = 38 * MILLIMETRE, (210 - 34) * MILLIMETRE  # pt; where the lines of the theme end


@pytest.fixture
def printed(paper_project, tmp_path):
    """The PDF of a small project in a language, read by PDFium; it is built without a warning."""
    opened = []

    def make(files, language, conf=''):
        root = paper_project(files, LANGUAGES + conf)
        done = sphinx('pdf', root, tmp_path / 'out', '-D', f'language={language}')
        assert done.returncode == 0, done.stderr
        opened.append(pypdfium2.PdfDocument(next((tmp_path / 'out').glob('*.pdf'))))
        return opened[-1]

    yield make
    for document in opened:
        document.close()


def text(document):
    return '\n'.join(page.get_textpage().get_text_bounded() for page in document)


def boxes(page, words):
    """The box of each character of some words where they last stand: left, bottom, right, top."""
    found = page.get_textpage()
    start = found.get_text_bounded().rindex(words)
    return [found.get_charbox(index) for index in range(start, start + len(words))]


NOTES = """Title
=====

By the author [*]_

A claim [#]_ and another [#]_.

.. [*] About the author.
.. [#] First source.
.. [#] Second source.
"""


def test_an_authors_sign_and_a_number_are_two_marks_in_chinese(printed):
    words = text(printed({'index.rst': NOTES}, 'zh_CN'))
    for mark, note in (('*', 'About the author'), ('①', 'First source'), ('②', 'Second source')):
        assert words.count(mark) == 2
        assert re.search(rf'{re.escape(mark)}\s*{note}', words)


ESSAY = 'Title\n=====\n\n:date: 2016\n\nA text of *few* words.\n'


@pytest.mark.parametrize(
    ('line', 'shown'),
    [
        ("copyright = '2016 Zhu Qingqiao. CC BY 4.0'\n", '© 2016 Zhu Qingqiao. CC BY 4.0'),
        ("copyright = '© 2016 Zhu Qingqiao'\n", '© 2016 Zhu Qingqiao'),
        ("copyright = 'Copyright 2016 A'\n", 'Copyright 2016 A'),
        ("copyright = ['2016 A', '2017 B']\n", '© 2016 A © 2017 B'),
        ('', ''),
    ],
)
def test_paper_and_page_state_the_copyright_of_conf_py_and_nothing_else(
    printed, paper_project, tmp_path, line, shown
):
    words = ' '.join(text(printed({'index.rst': ESSAY}, 'en', line)).split())
    assert (f'Rights {shown}' in words) if shown else ('Rights' not in words)
    assert '© ©' not in words
    done = sphinx('html', tmp_path / 'small', tmp_path / 'web', '-D', 'html_theme=editions')
    assert done.returncode == 0, done.stderr
    page = (tmp_path / 'web' / 'index.html').read_text('utf-8')
    assert shown in page
    assert 'belongs to its author' not in words + page


FOREIGN = 'Title\n=====\n\n:date: 2016\n\n' + 'Words of another language stand here. ' * 6 + '\n'


def test_english_in_an_urdu_edition_runs_from_left_to_right(printed):
    """The full stop of the last line stands after its last word, not before its first."""
    page = printed({'index.rst': FOREIGN}, 'ur', "locale_dirs = ['locale']\n")[0].get_textpage()
    placed = [(page.get_text_range(i, 1), page.get_charbox(i)) for i in range(page.count_chars())]
    words = [(sign, box) for sign, box in placed if box[1] > 640]  # pt; above the colophon
    foot = min(box[1] for sign, box in words if sign == '.')
    line = sorted((box[0], sign) for sign, box in words if abs(box[1] - foot) < 4)
    assert ''.join(sign for _, sign in line).strip().endswith('here.')


def ink(page, left, right):
    """How many points of a vertical strip, between two x in pt, are not white."""
    picture = page.render(scale=2).to_pil().convert('L')
    strip = picture.crop((int(left * 2), 0, int(right * 2), picture.height))
    return sum(value < 200 for value in strip.tobytes())


def test_the_rule_of_a_mark_stands_where_urdu_begins(printed):
    page = printed({'index.rst': FOREIGN}, 'ur', "locale_dirs = ['locale']\n")[0]
    assert ink(page, RIGHT + MILLIMETRE, RIGHT + 3 * MILLIMETRE) > 50
    assert ink(page, LEFT - 3 * MILLIMETRE, LEFT - MILLIMETRE) == 0


def test_the_colophon_of_an_urdu_edition_is_read_from_the_right(printed):
    page = printed({'index.rst': FOREIGN}, 'ur', "locale_dirs = ['locale']\n")[0]
    label, value = boxes(page, 'Edition')[0], boxes(page, 'Urdu')[0]
    assert label[0] > value[0]
    assert label[1] == pytest.approx(value[1], abs=3)  # in one row
