"""Which spaces hold a line together."""

import pytest

from editions.languages.language import Language
from editions.languages.writing import masked, remarks, unbroken


@pytest.mark.parametrize(
    ('text', 'language'),
    [
        ('o presidente Xi~Jinping', 'pt_BR'),
        ('US$~20~bilhões', 'pt_BR'),
        ('n.º~5', 'es'),
        ('el 23~de mayo', 'es'),
        ('J.~K.~Rowling', 'en'),
        ('20~Milliarden', 'de'),
        ('fig.~3', 'en'),
        ('un 10~% más', 'es'),
        ('n.º~5 y pág.~12', 'es'),
        ('the new 3~×~3 model', 'en'),
        ('between 17 and 23~November', 'en'),
        ('President Xi~Jinping said', 'en'),
    ],
)
def test_what_is_read_as_one_is_held(text: str, language: str) -> None:
    held = unbroken(text.replace('~', ' '), Language(language))
    assert held == text.replace('~', '\u00a0')


@pytest.mark.parametrize(
    ('text', 'language'),
    [
        ('futura. No Congresso do Peru', 'pt_BR'),
        ('En Brasil', 'es'),
        ('In Lima', 'en'),
        ('La Paz', 'es'),
        ('map. 5 and 100 de los', 'es'),
        ('Im Jahr', 'de'),
    ],
)
def test_a_word_that_begins_a_sentence_is_no_name(text: str, language: str) -> None:
    assert unbroken(text, Language(language)) == text


def test_no_rule_reaches_over_what_is_spared() -> None:
    text = 'Lea "el ``x`` ya" hoy'
    (start, end) = (text.index('``'), text.rindex('``') + 2)
    assert [remark.code for remark in remarks(text, Language('es'), text)] == ['quotes']
    assert list(remarks(masked(text, [(start, end)]), Language('es'), text)) == []
