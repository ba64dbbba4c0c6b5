"""Locations: a document written in another way is the same document."""

import pytest

from editions.catalogs.update.locations import Spelling, documents


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
