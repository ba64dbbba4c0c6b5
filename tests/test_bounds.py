"""No message costs more than its share: beyond bounds its source shows, the rest is built."""

import time

import pytest

from editions.catalogs import po
from editions.catalogs.po.messages import Message
from editions.catalogs.po.writing import Layout
from editions.checks import bounds, judgement
from editions.checks.criteria import Policy, Use
from editions.checks.judgement import judge_message
from editions.checks.pair import Pair
from editions.checks.printed import separated
from editions.markup import MARKDOWN, RST

SOURCE = 'A role :math:`a+b` and http://e.example/ stand here.'
ENDLESS = {
    'a fraction of fractions': ':math:`' + r'\frac{a}{' * 400 + 'b' + '}' * 400 + '`',
    'addresses': 'http://e.example/ ' * 1100,
    'halves': '½' * 19_900,
    'question marks': '?' * 40_000 + 'x',
    'a word': 'a' * 19_000,
    'blanks that join': '\u00a0a' * 9_000,
    'overrides': '\u202e' * 4_000,
    'brackets': '(' * 9_000 + ')' * 9_000,
    'lists in lists': '* ' * 9_000,
    'quotations': '> ' * 9_000,
    'roman numbers': 'MDCLXVI' * 3_000,
    'Chinese': '一百二十三' * 4_000,
}
# As short as their sources allow, and too much all the same.
DENSE = {
    'brackets stand within brackets': r'$\frac{' + '{' * 40 + '}' * 40 + '}$',
    'one word has': '\u00a0a' * 300,
    'addresses': 'a@b ' * 90,
    'commands of TeX': r'\sqrt ' * 150,
    'signs stand above one another': 'e' + '\u0301' * 50,
}


@pytest.mark.parametrize('syntax', [RST, MARKDOWN], ids=['rst', 'markdown'])
@pytest.mark.parametrize('text', ENDLESS.values(), ids=ENDLESS)
def test_a_message_without_end_is_withheld_before_it_is_read(text, syntax):
    start = time.process_time()
    judged = judge_message(Message(SOURCE, (text,), line=7), Policy('es', 'en'), Use(None, syntax))
    assert time.process_time() - start < 1
    assert not judged.shown
    (found,) = judged.findings
    assert (found.code, found.harm, found.line) == ('bounds', 'size', 7)
    assert found.message.endswith('the source text is shown instead')


@pytest.mark.parametrize('sentence', DENSE)
def test_depth_words_links_and_commands_are_bounded_too(sentence):
    judged = judge_message(Message('Plain.', (DENSE[sentence],)), Policy('es', 'en'))
    assert not judged.shown
    assert sentence in judged.findings[0].message


@pytest.mark.parametrize('text', DENSE.values(), ids=DENSE)
def test_what_the_source_has_its_translation_may_have(text):
    judged = judge_message(Message(text, (text + ' x',)), Policy('es', 'en'))
    assert not [found for found in judged.findings if found.code == 'bounds']


def test_an_honest_translation_is_far_from_the_bounds():
    words = 'palabras y más palabras en una frase larga, ' * 20
    for source, target in (('OK', words), ('One. ' * 300, words * 6), ('Tiếng Việt', 'ệ́')):
        assert not list(bounds.bounds(pair(source, target)))


def pair(source, target):
    from editions.checks.pair import pairs

    return next(pairs(Message(source, (target,)), Policy('es', 'en')))


def test_a_rule_that_takes_too_long_is_the_last_one_asked(monkeypatch):
    monkeypatch.setattr(judgement, 'SECONDS', -1.0)
    judged = judge_message(Message('Plain.', ('Simple.',)), Policy('es', 'en'), path='x.po')
    assert not judged.shown
    (found,) = judged.findings
    assert (found.path, found.code) == ('x.po', 'bounds')
    assert 'seconds' in found.message


def test_conf_py_alone_lifts_the_bounds_and_no_comment_of_a_catalog():
    text = 'a' * 5_000
    asked = Message('Plain.', (text,), comments=('editions: ignore bounds (ok)',))
    assert not judge_message(asked, Policy('es', 'en')).shown
    lifted = judge_message(asked, Policy('es', 'en', ignored=frozenset({'bounds'})))
    assert 'bounds' not in {found.code for found in lifted.findings}


def test_what_an_outdated_translation_was_made_for_is_read_no_further_either():
    previous = po.Previous('word ' * 30_000)
    message = Message('A source.', ('Una fuente.',), flags=('fuzzy',), previous=previous)
    start = time.process_time()
    judge_message(message, Policy('es', 'en'))
    assert time.process_time() - start < 1


@pytest.mark.parametrize('text', ['?' * 40_000, '½' * 19_900, 'a' * 19_000, '-' * 40_000])
def test_an_endless_word_is_written_as_fast_as_any(text):
    start = time.process_time()
    lines = Layout(76).string('msgid', text)
    assert time.process_time() - start < 1
    assert sum(line.count(text[0]) for line in lines) >= len(text)


@pytest.mark.parametrize('text', [':a', 'a:', '`a ', '**a', ':a:`'])
def test_markup_that_touches_letters_is_looked_for_in_linear_time(text):
    pair = Pair('A source.', f'``x {text * 20_000}', 'zh_CN', 'en')
    assert pair.after
    start = time.process_time()
    separated(pair)
    assert time.process_time() - start < 2
