"""No text makes a check crash, and what is fixed once is fixed for good."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editions.catalogs.po.messages import Message
from editions.checks.criteria import Policy
from editions.checks.judgement import judge_message
from editions.checks.pair import Pair
from editions.checks.printed import glued, unclosed
from editions.checks.typography import fix

SIGNS = (
    'aeé zñX19ºª.,;:!?¡¿"\'«»“”‘’()[]{}<>*`|_\\/-–—…%$€&#@~+= \u00a0\n\t\u200b\u202e\x00'
    '中文字的。，、；：？！（）《》「」１Ａ％'
)
text = st.one_of(st.text(SIGNS, max_size=60), st.text(max_size=30))


@pytest.mark.parametrize('language', ['es', 'pt_BR', 'zh_CN', 'fr', 'xx'])
@settings(max_examples=150, deadline=None)
@given(source=text, target=text)
def test_no_text_makes_a_check_crash(language: str, source: str, target: str) -> None:
    judged = judge_message(Message(source, (target,)), Policy(language, 'en'), path='x.po')
    for finding in judged.findings:
        assert finding.message.isprintable() or '\u00a0' in finding.message


@pytest.mark.parametrize('language', ['es', 'pt_BR', 'zh_CN', 'fr'])
@settings(max_examples=200, deadline=None)
@given(target=text)
def test_a_second_fix_changes_nothing(language: str, target: str) -> None:
    once = fix(Pair('A text.', target, language, 'en'))
    assert fix(Pair('A text.', once, language, 'en')) == once


@pytest.mark.parametrize(
    ('text', 'fixed_text'),
    [
        ('见 (例如) ``x`` 和 :ref:`y` 。', '见（例如） ``x`` 和 :ref:`y` 。'),
        ('文字, *强调* (说明) 文字', '文字, *强调* （说明）文字'),
        (
            '参见 `链接 <https://example.org/a,b>`_ , 好',
            '参见 `链接 <https://example.org/a,b>`_ , 好',
        ),
    ],
)
def test_a_fix_keeps_the_blanks_around_markup(text: str, fixed_text: str) -> None:
    assert fix(Pair('A text.', text, 'zh_CN', 'en')) == fixed_text


def test_a_space_at_the_edge_stays_where_the_source_has_one() -> None:
    assert fix(Pair(' (p. %s)', ' (s. %s)', 'cs', 'en')) == ' (s. %s)'
    assert fix(Pair('A text.', ' Text.', 'cs', 'en')) == 'Text.'


@pytest.mark.parametrize(
    ('source', 'text', 'language', 'right'),
    [
        ('In ``a.py``', '``a.py``에서', 'ko', '``a.py``\\ 에서'),
        ('See :ref:`this <a>`.', ':ref:`이것 <a>`를 보세요.', 'ko', ':ref:`이것 <a>`\\ 를 보세요.'),
        ('A **bold** word', '这是**粗体**文字。', 'zh_CN', '这是\\ **粗体**\\ 文字。'),
        ('By Zhu [*]_', '祝青桥[*]_', 'zh_CN', '祝青桥\\ [*]_'),
        ('See Apache_', 'Apache_를 보라', 'ko', 'Apache_\\ 를 보라'),
        # what may be a forgotten space, is closed elsewhere, or is changed
        ('the ``a`` one', '그``a`` 하나', 'ko', ''),
        ('the ``a`` one', 'el``a`` uno', 'es', ''),
        ('Some ``Choice`` objects', 'Algunos ``Choice``s', 'es', ''),
        ('A ``b`` and ``c``', '一``b和``c``', 'zh_CN', ''),
        ('Use ``open``.', '``opne``を使います。', 'ja', ''),
    ],
)
def test_markup_that_touches_a_letter_is_held_apart_where_that_is_certain(
    source: str, text: str, language: str, right: str
) -> None:
    pair, others = Pair(source, text, language, 'en'), frozenset(['spaces', 'han_spaces', 'width'])
    assert fix(pair, others) == (right or text)
    assert fix(pair, others | {'glued'}) == text
    said = [*unclosed(pair), *glued(pair)]
    assert all('backslash' in each for each in said) or not right
