"""What would be wrong on paper is said, with its place; nothing is lost in silence."""

import json
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest
from conftest import copy_project, sphinx
from docutils import nodes
from docutils.utils import new_document

from editions.findings import UserError
from editions.pdf import options, vetting
from editions.pdf.whole import without
from editions.site import verapdf

pytest_plugins = ['pdf_fixtures']

PAGE = 'Title\n=====\n\nA first paragraph of some length.\n\nA second one, to be lost.\n'


def build(root, out, *words):
    done = sphinx('pdf', root, out, *words)
    report = json.loads((out / 'report.json').read_text('utf-8'))
    found = [(f['path'], f['line'], f['severity'], f['code']) for f in report['findings']]
    return done, found


def test_a_text_that_a_style_sheet_hides_fails_the_edition_with_its_place(paper_project, tmp_path):
    css = 'p:last-of-type { display: none }'
    root = paper_project({'index.rst': PAGE, 'paper.css': css}, "pdf_stylesheets = ['paper.css']\n")
    done, found = build(root, tmp_path / 'out')
    assert done.returncode == 2
    assert done.stderr.endswith('PDF error: small: 1 error, as said above\n')
    assert ('index.rst', 6, 'error', 'pdf.lost') in found
    assert not list((tmp_path / 'out').glob('*.pdf'))


def test_a_paragraph_that_stands_twice_must_be_on_paper_twice(paper_project, tmp_path):
    twice = 'A paragraph that is written twice in the same words.\n'
    files = {'index.rst': f'T\n=\n\n{twice}\n.. rst-class:: gone\n\n{twice}'}
    files['paper.css'] = '.gone { display: none }'
    root = paper_project(files, "pdf_stylesheets = ['paper.css']\n")
    done, found = build(root, tmp_path / 'out')
    assert done.returncode != 0
    assert [item[3] for item in found] == ['pdf.lost']


NOTED = PAGE + '\nA note is called here. [#n]_\n\n.. tip:: Once.\n\n.. [#n] Of some words.\n'


def test_a_note_that_a_page_break_would_lose_is_kept_with_its_paragraph(paper_project, tmp_path):
    """A style sheet stands for the break: it hides a note that is not kept."""
    page = NOTED.replace('some words', 'some words, see :doc:`nowhere`')
    files = {'index.rst': page, 'paper.css': 'span.footnote:not(.kept) { display: none }'}
    root = paper_project(files, "pdf_stylesheets = ['paper.css']\n")
    done, found = build(root, tmp_path / 'out')
    assert done.returncode == 0, done.stderr
    assert found == [('index.rst', 12, 'warning', 'sphinx.ref.doc')]  # and that once
    document = pypdfium2.PdfDocument(tmp_path / 'out' / 'small.en.pdf')
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert text.count('Of some words') == text.count('Tip') == 1
    assert 'called here.1' in text


def test_no_space_parts_a_call_from_its_word_and_two_calls_stay_two(paper_project, tmp_path):
    page = PAGE + '\nCalled. [#a]_ [#b]_\n\n.. [#a] First words.\n.. [#b] Others.\n'
    done, _ = build(paper_project({'index.rst': page}), tmp_path / 'out')
    assert done.returncode == 0, done.stderr
    document = pypdfium2.PdfDocument(tmp_path / 'out' / 'small.en.pdf')
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert 'Called.1 2' in text


def test_a_note_that_cannot_be_kept_fails_the_edition_with_its_place(paper_project, tmp_path):
    files = {'index.rst': NOTED, 'paper.css': 'span.footnote { display: none }'}
    root = paper_project(files, "pdf_stylesheets = ['paper.css']\n")
    done, found = build(root, tmp_path / 'out')
    assert done.returncode != 0
    assert found == [('index.rst', 12, 'error', 'pdf.lost')]


def test_screen_styles_never_reach_paper(paper_project, tmp_path):
    files = {'index.rst': PAGE, '_static/screen.css': 'p { display: none }'}
    conf = "html_static_path = ['_static']\nhtml_css_files = ['screen.css']\n"
    done, found = build(paper_project(files, conf), tmp_path / 'out')
    assert done.returncode == 0, done.stderr
    assert found == []
    assert [path.name for path in (tmp_path / 'out').glob('*.pdf')] == ['small.en.pdf']


def test_a_picture_without_alternative_text_is_a_finding(paper_project, tmp_path):
    """A bare one, and one with a caption: the caption does not say what is seen."""
    pictures = '\n.. image:: fold.png\n\n.. figure:: fold.png\n\n   A fold\n'
    done, found = build(paper_project({'index.rst': PAGE + pictures}), tmp_path / 'out', '-W')
    assert done.returncode == 0, done.stderr
    assert [item[:3] for item in found if item[3] == 'pdf.alt'] == [
        ('index.rst', line, 'warning') for line in (8, 10)
    ]


def test_what_weasyprint_complains_of_is_a_finding(paper_project, tmp_path):
    css = 'p { text-wrap: pretty }'
    root = paper_project({'index.rst': PAGE, 'paper.css': css}, "pdf_stylesheets = ['paper.css']\n")
    done, found = build(root, tmp_path / 'out')
    assert done.returncode == 0
    assert [item[3] for item in found] == ['sphinx.pdf.weasyprint']
    assert build(root, tmp_path / 'strict', '-W')[0].returncode != 0


def test_a_character_without_a_glyph_names_catalog_and_line(tmp_path):
    root = copy_project(tmp_path / 'project')
    catalog = root / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    text = catalog.read_text('utf-8')
    line = text[: text.index('msgstr "Por Zhu')].count('\n') + 1
    catalog.write_text(text.replace('msgstr "Por Zhu', 'msgstr "Por 한 Zhu'), 'utf-8')
    done, found = build(root, tmp_path / 'out', '-D', 'language=es')
    assert done.returncode == 0, done.stderr
    assert ('locale/es/LC_MESSAGES/index.po', line, 'warning', 'pdf.glyph') in found
    assert 'U+D55C' in done.stderr
    assert "editions_fonts = ['pylopdf_fonts_ko']" in done.stderr
    (file,) = (tmp_path / 'out').glob('*.pdf')
    pages = pypdfium2.PdfDocument(file)
    assert 'Por [U+D55C] Zhu' in pages[0].get_textpage().get_text_bounded()
    assert not verapdf.broken(file)


def test_a_mistake_in_conf_py_is_one_sentence(paper_project, tmp_path):
    root = paper_project({'index.rst': PAGE}, "pdf_stylesheets = ['none.css']\n")
    done, _found = build(root, tmp_path / 'out')
    assert done.returncode != 0
    assert 'conf.py: pdf_stylesheets names none.css, which is not there' in done.stderr


class Theme:
    """A theme as Sphinx hands it over."""

    def get_options(self, given):
        return {'two_sided': 'false', 'contents': 'auto', 'cover': 'auto'} | given


@pytest.mark.parametrize(
    'wrong', [{'two_sided': 'perhaps'}, {'contents': 'deep'}, {'two_sided': True, 'synoptic': True}]
)
def test_a_wrong_option_is_named(wrong):
    with pytest.raises(UserError, match=next(iter(wrong))):
        options.read(Theme(), wrong, True, 'en')


def test_auto_is_for_books():
    essay, book = (options.read(Theme(), {}, is_book, 'en') for is_book in (False, True))
    assert (essay.cover, essay.contents) == (False, 0)
    assert (book.cover, book.contents) == (True, 2)


def test_what_is_not_translated_is_marked_and_knows_its_language(tmp_path):
    """The source shows, in its own language, with a line in the margin; the colophon says so."""
    root = copy_project(tmp_path / 'project')
    catalog = root / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    text = catalog.read_text('utf-8')
    id_ = 'msgid "I. China-LAC relations in the new era"\n'
    before, after = text.split(id_)
    catalog.write_text(before + id_ + 'msgstr ""\n' + after.partition('\n')[2], 'utf-8')
    done, _found = build(root, tmp_path / 'out', '-D', 'language=es')
    assert done.returncode == 0, done.stderr
    path = next((tmp_path / 'out').glob('*.pdf'))
    assert verapdf.broken(path) == {}
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert 'I. China-LAC relations in the new era' in texts[0]
    assert 'Una línea al margen' in texts[-1]
    with pikepdf.open(path) as pdf:
        titles = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get('/S') == '/H2'
        ]
        assert [str(item.get('/Lang', '')) for item in titles] == ['en', '', '']


def test_a_mistake_of_markup_is_no_dead_link_on_paper(paper_project, tmp_path):
    """docutils links it to its message, which Sphinx takes out of the text."""
    text = 'Title\n=====\n\nA `reference`_ to nothing, and |nothing|.\n'
    done, found = build(paper_project({'index.rst': text}), tmp_path / 'out')
    assert done.returncode == 0
    assert {item[3] for item in found} == {'sphinx.docutils'}


def test_what_conf_py_says_comes_back_after_a_failure() -> None:
    config = SimpleNamespace(html_css_files=['a.css'], templates_path='b')
    with suppress(ValueError), without(config, 'html_css_files', 'templates_path'):
        assert (config.html_css_files, config.templates_path) == ([], None)
        raise ValueError
    assert (config.html_css_files, config.templates_path) == (['a.css'], 'b')


def test_a_tag_that_would_swallow_what_follows_is_left_out():
    """A sentence on `<script>` in Markdown, which took the rest of the book with it."""
    tree = new_document('a.md')
    for texts in (['<script type="module">', '<b>'], ['<style>', '</style>'], ['<!-- a']):
        parts = [nodes.raw('', text, format='html') for text in texts]
        tree += nodes.paragraph('', '', *parts)
    found = [finding.message.split(' is ')[0] for finding in vetting.unclosed(tree, Path('/'))]
    assert found == ['<script type="module">', '<!--']
    assert tree.astext().split('\n\n') == ['<b>', '<style></style>', ' a']
