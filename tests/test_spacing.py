"""Which spaces hold a line together."""

import pytest

from editions.languages.spacing import hold


@pytest.mark.parametrize(
    'text',
    ['o presidente Xi~Jinping', 'US$~20~bilhões', 'n.º~5', 'el 23~de mayo', 'J.~K.~Rowling'],
)
def test_what_is_read_as_one_is_held(text: str) -> None:
    assert hold(text.replace('~', ' ')) == text.replace('~', '\u00a0')


@pytest.mark.parametrize('text', ['futura. No Congresso do Peru', 'En Brasil', 'In Lima', 'La Paz'])
def test_a_word_that_begins_a_sentence_is_no_name(text: str) -> None:
    assert hold(text) == text
