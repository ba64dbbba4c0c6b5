"""What the catalogs say stands on paper, sentence by sentence, and copies cleanly."""

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from article_languages import CODES, TAGS
from conftest import ROOT, sphinx

from editions.catalogs import po
from editions.project import load
from editions.site import verapdf

pytest_plugins = ['pdf_fixtures']

PATH = 2  # of PDFium's page objects
SENTENCE = re.compile(r'(?<=[.!?。！？])\s*')
NOT_ON_PAPER = ('keywords', 'description', 'short-title', 'subject', 'author')


@pytest.fixture(scope='session')
def text(essay, program):
    """The text of a PDF of the article, page by page."""

    def read(tag):
        command = [program('pdftotext'), '-enc', 'UTF-8', str(essay(tag)), '-']
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
        return done.stdout.decode().rstrip('\f').split('\f')

    return read


def bare(words):
    """Without spaces, and without hyphens: pdftotext drops one at a line's end."""
    return re.sub(r'[\s-]', '', words)


def plain(message):
    """A message without its markup."""
    return re.sub(r' ?\[\*\]_|\*\*|``|(?<!\w)\*|\*(?!\w)', '', message).replace('\\ ', '')


def expected(tag):
    """The sentences of the article in a language, in order."""
    folder = load(ROOT).locale
    code = CODES[tag] if tag != 'en' else 'es'
    catalog = po.read(folder / code / 'LC_MESSAGES' / 'index.po')
    meta = re.findall(
        rf':(?:{"|".join(NOT_ON_PAPER)}): (.*)', Path(ROOT, 'source/index.rst').read_text()
    )
    for message in catalog.messages:
        if message.id not in meta and not message.obsolete:
            shown = message.id if tag == 'en' else message.string
            yield from filter(None, SENTENCE.split(plain(shown)))


@pytest.mark.parametrize('tag', TAGS)
def test_every_sentence_of_the_catalog_is_on_paper(text, tag):
    """Running heads and folios stand between pages, so a sentence may be torn once by them."""
    pages = [bare(page) for page in text(tag)]
    lines = bare(''.join(pages))
    missing = [
        sentence
        for sentence in expected(tag)
        if bare(sentence) not in lines and not torn(bare(sentence), pages)
    ]
    assert missing == []


def torn(sentence, pages):
    """Whether a sentence begins on one page and ends on the next."""
    return any(
        sentence[:cut] in first and sentence[cut:] in second
        for first, second in pairwise(pages)
        for cut in range(1, len(sentence))
    )


@pytest.mark.parametrize('tag', TAGS)
def test_the_text_copies_cleanly(text, tag):
    """No soft hyphens, joiners, private characters or ligatures; words are whole."""
    whole = ''.join(text(tag))
    assert not re.search('[\u00ad\u2010\u200b\u200c\u2060\ufffd\ufb00-\ufb06\ue000-\uf8ff]', whole)


@pytest.mark.parametrize('tag', TAGS)
def test_numbers_of_paragraphs_are_not_part_of_the_text(text, tag):
    """No line holds a number alone but the folio, which ends its page."""
    for number, page in enumerate(text(tag), 1):
        alone = [line for line in page.split('\n') if re.fullmatch(r'\d{1,2}', line.strip())]
        assert alone == [str(number)]


@pytest.mark.parametrize('tag', TAGS)
def test_the_author_s_note_stands_at_the_foot_of_the_first_page(text, tag):
    note = next(s for s in reversed(list(expected(tag))) if 'Zhu' in s or '祝' in s)
    first = bare(text(tag)[0])
    assert bare(note) in first
    assert first.index(bare(note)) > len(first) * 0.8


@pytest.fixture(scope='session')
def copied(essay):
    """The text of a PDF of the article as Chromium copies it: in the order it was painted."""

    def read(tag):
        document = pypdfium2.PdfDocument(essay(tag))
        whole = ''.join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        return whole

    return read


@pytest.mark.parametrize('tag', TAGS)
def test_spaces_are_copied_as_spaces(copied, tag):
    assert '\u00a0' not in copied(tag)


@pytest.mark.parametrize('tag', TAGS)
def test_text_is_copied_in_the_order_in_which_it_is_read(copied, tag):
    """Headings stand before their paragraphs; the note, at the foot of its page, is left out."""
    whole = bare(copied(tag))
    starts = [bare(sentence)[:9] for sentence in expected(tag)]
    places = [whole.find(start) for start in starts if whole.count(start) == 1]
    falls = [pair for pair in pairwise(places) if pair[0] > pair[1]]
    assert len(places) > 50
    assert len(falls) <= 1


WIDE = 'sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 one-more-package'


def test_a_line_of_code_that_is_broken_bears_a_sign_and_copies_whole(paper_project, tmp_path):
    page = f'T\n=\n\n.. code-block:: console\n   :emphasize-lines: 2\n\n   $ {WIDE}\n   $ ls\n'
    done = sphinx('pdf', paper_project({'index.rst': page}), tmp_path / 'out', '-W')
    assert done.returncode == 0, done.stderr
    document = pypdfium2.PdfDocument(tmp_path / 'out' / 'small.en.pdf')
    words = document[0].get_textpage().get_text_bounded()
    drawn = [item for item in document[0].get_objects() if item.type == PATH]
    document.close()
    copied = re.sub(r'\s*\n', ' ', words.replace('\r', '').replace('\x02', '-'))
    assert WIDE.replace('-', '') in copied.replace('- ', '').replace('-', '')
    assert not set(words) & set('↩↪↳⏎')
    assert len(drawn) > 1  # the sign, beside the rule of the block
    assert verapdf.broken(tmp_path / 'out' / 'small.en.pdf') == {}
