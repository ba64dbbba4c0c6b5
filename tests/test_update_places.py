"""Locations: a document written in another way is the same document."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from editions.catalogs import current
from editions.catalogs.exchange import transfer, translations
from editions.catalogs.po import parse
from editions.catalogs.update.locations import Spelling, documents
from editions.catalogs.update.summary import title_line
from editions.folders import is_markdown, suffixes_of
from editions.languages.language import Language

OLD_CHARSET = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n'
    '"Last-Translator: José\\n"\n'
).encode('latin-1')


def test_line_numbers_are_no_part_of_a_document():
    found = documents(['a.rst:1', 'a.rst:20', 'b.rst:-1', 'c.rst', '\u2068d e.rst\u2069:3'])
    assert found == ('a.rst', 'b.rst', 'c.rst', '\u2068d e.rst\u2069')


@pytest.mark.parametrize(
    ('ours', 'theirs', 'spelled'),
    [
        ('../../source/a.rst:3', '../../source/a.rst:9', '../../source/a.rst'),
        ('../../../a.rst:3', '../../a.rst:9', '../../../a.rst'),
        ('source/a.rst', '../../source/a.rst:9', 'source/a.rst'),
        ('../Doc/library/a.rst:3', '../../library/a.rst:9', '../Doc/library/a.rst'),
        ('a.rst:3', '../../docs/a.rst:9', 'a.rst'),
    ],
)
def test_the_same_document_from_another_folder(ours, theirs, spelled):
    spelling = Spelling([ours], [theirs])
    assert spelling.same([ours], [theirs])
    assert spelling.respelled([theirs]) == (spelled,)


def test_a_new_document_is_written_as_the_others_are():
    spelling = Spelling(['../Doc/a.rst:3', '../Doc/c/b.rst'], ['../../a.rst:4', '../../new.rst:9'])
    assert spelling.respelled(['../../new.rst:9', '../../a.rst']) == (
        '../Doc/new.rst',
        '../Doc/a.rst',
    )


def test_documents_of_one_name_in_two_folders_are_two():
    spelling = Spelling(['index.rst:1', 'b/index.rst:1'], ['../index.rst:3', '../b/index.rst:3'])
    assert not spelling.same(['index.rst:1'], ['../b/index.rst:3'])
    assert spelling.same(['index.rst:1'], ['../index.rst:3'])


def test_a_catalog_without_locations_takes_the_templates():
    assert Spelling([], ['../a.rst:3']).respelled(['../a.rst:3']) == ('../a.rst',)


def test_a_new_catalog_is_in_utf_8_whatever_the_others_are_in(tmp_path: Path) -> None:
    old = parse(OLD_CHARSET, tmp_path / 'old.po', domain='old')
    new = parse(b'msgid "A"\nmsgstr ""\n', tmp_path / 'new.pot', domain='new')
    done = current.carried(tmp_path, 'es', [old], {'new': new}, tmp_path)
    header = next(each for each in done.catalogs if each.domain == 'new').header
    assert (header['Last-Translator'], header['Content-Type'][-5:]) == ('José', 'UTF-8')
    (path := tmp_path / 'old.po').write_bytes(OLD_CHARSET)
    project: Any = SimpleNamespace(
        root=tmp_path, glossary=lambda _: tmp_path / 'g.po', catalog_files=lambda _: {'old': path}
    )
    header = transfer.empty_glossary(project, Language('es')).header
    assert (header['Last-Translator'], header['Content-Type'][-5:]) == ('José', 'UTF-8')
    header = parse(translations.write_po({'old': old}, only_open=False)[0]).header
    assert (header['Last-Translator'], header['Content-Type'][-5:]) == ('José', 'UTF-8')


@pytest.mark.parametrize(
    ('setting', 'name', 'markdown'),
    [
        ({}, 'a.md', True),
        ({'source_suffix': ['.rst', '.txt']}, 'a.txt', False),
        ({'source_suffix': {'.rst': None, '.markdown': 'markdown'}}, 'a.markdown', True),
        ({'source_suffix': {'.ipynb': 'myst-nb'}}, 'a.ipynb', True),
        ({'source_suffix': {'.md': 'restructuredtext'}}, 'a.md', False),
    ],
)
def test_the_suffix_says_which_parser_reads_a_file(
    tmp_path: Path, setting: dict[str, Any], name: str, *, markdown: bool
) -> None:
    (path := tmp_path / name).write_text('# A title\n', 'utf-8')
    assert is_markdown(name, suffixes_of(setting)) is markdown
    assert title_line(path, 1, 'A title', markdown=markdown) == markdown
