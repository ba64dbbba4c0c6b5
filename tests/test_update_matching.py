"""Which old translation is offered for a new source, and what of it is corrected."""

import pytest

from editions.catalogs.po.messages import Message
from editions.catalogs.update.edits import adapted
from editions.catalogs.update.matching import Memory

ADAPTED = {
    'a number': ('Day 1: morning', 'Day 4: morning', 'Día 1: mañana', 'Día 4: mañana'),
    'a role': ('See :pep:`440` now', 'See :pep:`508` now', 'Vea :pep:`440`', 'Vea :pep:`508`'),
    'a name in other markup': (
        'Run **tool** as before',
        'Run ``tool`` as before',
        'Ejecute **tool** como antes',
        'Ejecute ``tool`` como antes',
    ),
    'a role taken off a name': (
        'a :term:`Wheel` and more',
        'a wheel and more',
        'un :term:`Wheel` y más',
        'un wheel y más',
    ),
    'a word that became markup': (
        'MAJOR version when it breaks',
        '*major* version when it breaks',
        '破坏兼容时 MAJOR 加一',
        '破坏兼容时 *major* 加一',
    ),
}


@pytest.mark.parametrize('name', ADAPTED)
def test_what_was_exchanged_is_exchanged_in_the_translation(name):
    old, new, translation, expected = ADAPTED[name]
    assert adapted(old, new, translation)[1] == expected


@pytest.mark.parametrize(
    ('old', 'new'),
    [
        ('By the :pep:`440` rules it is', 'By the rules of the :ref:`specification <s>` it is'),
        ('Take ``poll`` and go on', 'Take global locks and go on'),
        ('Use :pep:`440` for this', 'Use them for this'),
    ],
)
def test_markup_never_becomes_a_word_of_a_sentence_made_anew(old, new):
    translation = '使用 :pep:`440` 和 ``poll``'
    assert {adapted(old, new, translation)[1]} <= {
        translation,
        translation.replace(':pep:`440`', ':ref:`specification <s>`'),
    }


def offer(source, **known):
    """The offer for a source from a memory of `known` translations (source -> translation)."""
    return Memory([Message(s, (t,)) for s, t in known.items()]).offer(Message(source))


def test_a_short_source_is_near_when_all_that_changed_was_mended():
    found = offer('Day 4: Afternoon', **{'Day 1: Afternoon': 'Día 1: tarde', 'Index': 'Índice'})
    assert found.text == 'Día 4: tarde'
    assert found.source.id == 'Day 1: Afternoon'
    assert found.rule == 'edited'


@pytest.mark.parametrize('source', ['Testing.', '"testing"', 'TESTING', '**Testing**'])
def test_marks_and_capitals_make_no_other_source(source):
    assert 'Pruebas' in offer(source, Testing='Pruebas').text


def test_a_short_word_that_is_only_spelt_alike_is_another():
    assert offer('Clients', Contents='Contenido', Client='Cliente') is None


FIRST = 'You should verify that the signature matches the archive you have downloaded.'
SECOND = 'You should also check who made the signature and when it was made.'
PRIMERA = 'Compruebe que la firma corresponde al archivo que ha descargado.'
SEGUNDA = 'Compruebe también quién hizo la firma y cuándo la hizo.'


def test_a_sentence_that_was_reworded_comes_along_with_one_that_was_not():
    known = {FIRST: PRIMERA, SECOND: SEGUNDA}
    found = offer(f'{FIRST} You should find out who made the signature.', **known)
    assert found.text == f'{PRIMERA} {SEGUNDA}'
    assert found.source.id == f'{FIRST} {SECOND}'
    assert found.rule == 'joined'


def test_two_sentences_that_are_both_reworded_make_no_offer_together():
    known = {FIRST: PRIMERA, SECOND: SEGUNDA}
    source = 'Verify what the archive you have downloaded holds. Ask when the signature was made.'
    assert offer(source, **known) is None or offer(source, **known).rule != 'joined'


def test_what_was_read_as_a_whole_is_preferred_to_pieces_as_near():
    whole = f'{FIRST} {SECOND}'
    known = {whole: f'{PRIMERA[:-1]}; y quién la hizo.', FIRST: PRIMERA, SECOND: SEGUNDA}
    found = offer(whole.replace('also check', 'check'), **known)
    assert found.rule == 'edited'
    assert found.source.id == whole


def test_pieces_that_are_hardly_nearer_do_not_win_over_a_whole():
    course = 'The [Android Deep Dive](../android.md) is a half-day course on Rust for\nAndroid.'
    scope = 'This includes interoperability with C, C++, and'
    known = {
        f'{course} {scope}\nJava.': 'Un curso de medio día. Incluye C, C++ y Java.',
        course: 'Un curso de medio día.',
        f'{scope} Java.': 'Incluye la interoperabilidad con C, C++ y Java.',
    }
    source = f'{course} {scope} Java.'.replace('\n', ' ').replace('Android Deep', 'Rust in Android')
    found = offer(source, **known)
    assert found.rule == 'edited'
    assert found.text == 'Un curso de medio día. Incluye C, C++ y Java.'
