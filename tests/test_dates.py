"""Dates in words: one function for the pages and the colophon."""

import pytest

from editions.languages.dates import in_words


@pytest.mark.parametrize(
    ('moment', 'code', 'words'),
    [
        ('2016', 'es', '2016'),
        ('2016-11', 'es', 'noviembre de 2016'),
        ('2026-11-24T12:00:00Z', 'pt_BR', '24 de novembro de 2026'),
        ('2016-11', 'zh_CN', '2016年11月'),
        ('2016-11-31', 'en', '2016-11-31'),  # no such day
        ('spring', 'en', 'spring'),
        ('2016-11', 'xx', '2016-11'),  # no such language
        ('', 'en', ''),
    ],
)
def test_a_date_is_written_as_the_language_does(moment: str, code: str, words: str) -> None:
    assert in_words(moment, code) == words
