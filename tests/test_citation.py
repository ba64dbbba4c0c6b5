"""How a text is cited: at the foot of its page, in its colophon, for programs."""

import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from selectolax.lexbor import LexborHTMLParser

from editions.transforms.citation import Work, bibtex, ris
from editions.transforms.metadata import Metadata

pytest_plugins = ['pdf_fixtures']
FACTS = Metadata(
    author='Zhu Qingqiao',
    date='2016-11-24',
    doi='10.1000/182_3',
    journal='Área & Mundo',
    volume='12',
)
WORK = Work('a.es', 'Cien % {de} todo_', FACTS, 'es', 'https://x.example/es/', ('Ana', 'Luz'))


def test_bibtex_holds_what_is_known_and_means_what_it_says() -> None:
    assert bibtex(WORK) == (
        '@article{a.es,\n'
        '  author = {{Zhu Qingqiao}},\n'
        r'  title = {Cien \% \textbraceleft{}de\textbraceright{} todo\_},' '\n'
        '  translator = {{Ana} and {Luz}},\n'
        '  journal = {Área \\& Mundo},\n'
        '  volume = {12},\n'
        '  year = {2016},\n'
        '  language = {es},\n'
        '  doi = {10.1000/182_3},\n'
        '  url = {https://x.example/es/}\n'
        '}'
    )  # fmt: skip


def test_ris_holds_what_is_known() -> None:
    lines = ris(WORK).split('\n')
    assert lines[0] == 'TY  - JOUR'
    assert {'A4  - Ana', 'A4  - Luz', 'PY  - 2016', 'DA  - 2016/11/24'} <= set(lines)
    assert lines[-1] == 'ER  - '
    assert all(re.fullmatch(r'[A-Z][A-Z0-9]  - .*', line) for line in lines)


@pytest.mark.parametrize(
    ('pages', 'first', 'last'), [('19-45', '19', '45'), ('19 – 45', '19', '45'), ('e12', 'e12', '')]
)
def test_first_and_last_page_are_told_apart(pages: str, first: str, last: str) -> None:
    work = replace(WORK, metadata=replace(FACTS, pages=pages))
    found = dict(line.partition('  - ')[::2] for line in ris(work).split('\n'))
    assert (found['SP'], found.get('EP', '')) == (first, last)
    assert f'  pages = {{{first}{"--" if last else ""}{last}}},' in bibtex(work).split('\n')


@pytest.mark.parametrize('text', ['x}, url = {https://evil.example/}', '}}} @misc{y', '{{{', '\\{'])
def test_no_text_leaves_its_field_of_bibtex(text: str) -> None:
    """Programs count braces, whatever stands before them."""
    facts = replace(FACTS, author=text, journal=text, publisher=text)
    entry, depth = bibtex(replace(WORK, title=text, metadata=facts, people=(text,))), 0
    for line in entry.split('\n'):
        assert (depth == 1) == line.startswith('  ') or line == '}'
        depth += line.count('{') - line.count('}')
    assert depth == 0


@pytest.mark.parametrize('title', ['two\nER  - ', 'a\r\nTY  - JOUR'])
def test_no_title_leaves_its_line(title: str) -> None:
    assert len(ris(Work('k', title, Metadata(), 'en')).split('\n')) == 4


def test_without_facts_there_is_no_more_than_the_title() -> None:
    bare = Work('k', 'T', Metadata(), 'en')
    assert bibtex(bare) == '@misc{k,\n  title = {T},\n  language = {en}\n}'
    assert ris(bare) == 'TY  - GEN\nTI  - T\nLA  - en\nER  - '


def test_page_and_colophon_say_how_to_cite(site: Path, essay: Callable[[str], Path]) -> None:
    page = site / 'build' / 'site' / 'es' / 'index.html'
    tree = LexborHTMLParser(page.read_text('utf-8'))
    shown = [each.text() for each in tree.css('.colophon .formats pre')]
    assert [text[:5] for text in shown] == ['@misc', 'TY  -']
    (path,) = (page.parent / '_static/fonts').glob('editionscode-400.*')
    drawn = set(map(chr, TTFont(path).getBestCmap()))
    assert set('\n'.join(shown)) - {'\n'} <= drawn
    assert all('Hacia una comunidad' in text and '2016' in text for text in shown)
    with pypdfium2.PdfDocument(essay('es')) as document:
        text = ' '.join(document[len(document) - 1].get_textpage().get_text_bounded().split())
    assert 'Cómo citar Zhu Qingqiao (2016). Hacia una comunidad' in text


def test_colophons_say_it_to_programs_too(
    site: Path, essay: Callable[[str], Path], program: Callable[[str], str]
) -> None:
    """What is copied from the PDFs, that of a pair included, and the EPUB is the page's."""
    folder = site / 'build' / 'site'
    tree = LexborHTMLParser((folder / 'es' / 'index.html').read_text('utf-8'))
    shown = [each.text() for each in tree.css('.colophon .formats pre')]
    for path in (essay('es'), folder / 'en+es' / 'shared-future.en+es.pdf'):
        text = copied(path, program)
        assert all(line in text for each in shown for line in each.split('\n'))
    with zipfile.ZipFile(folder / 'es' / 'shared-future.es.epub') as epub:
        colophon = LexborHTMLParser(epub.read('EPUB/colophon.xhtml').decode())
    assert [each.text() for each in colophon.css('.formats pre')] == shown
    with pikepdf.open(essay('es')) as pdf:
        roles = [item.get('/S') for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
    assert roles.count('/Code') == len(shown)


def copied(path: Path, program: Callable[[str], str]) -> str:
    """The text of a PDF, the lines of code put together again where they were wrapped."""
    command = [program('pdftotext'), path, '-']
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return text.replace(' \n', ' ')
