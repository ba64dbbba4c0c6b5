"""What the checks say of markup and links, and that no text makes them slow."""

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from hypothesis import given, settings
from hypothesis import strategies as st

from editions.catalogs.po.messages import Message
from editions.checks.checking import WITHHELD, check_message
from editions.checks.inline import scan
from editions.checks.registry import RULES


def codes(source: str, target: str, language: str = 'es', **more: object) -> set[str]:
    message = Message(source, (target,), **more)  # type: ignore[arg-type]
    return {finding.code for finding in check_message(message, language)}


SOUND = [
    ('A **bold** word', 'Una palabra **negrita**', 'es'),
    ('A **bold** word', r'这是\ **粗体**\ 文字。', 'zh_CN'),
    ('A **bold** word', '这是 **粗体** 文字。', 'zh_CN'),
    ('See :ref:`plan`.', 'Véase :ref:`el plan <plan>`.', 'es'),
    ('By Zhu [*]_', 'Por Zhu [*]_', 'es'),
    (
        'See `the paper <https://example.org/en/a>`_.',
        'Ver `el texto <https://example.org/es/a>`_.',
        'es',
    ),
    ('|name| and ``code``', '``code`` y |name|', 'es'),
    ('see Python_ now', 've `Pitón <Python_>`_ ya', 'es'),
    ('5 * 3, "*" and a_b', '5 * 3, "*" y a_b', 'es'),
    ('I. China', 'I. China', 'es'),
    ('See :ref:`the plan<plan>`.', 'Véase :ref:`el plan <plan>`.', 'es'),
    ('Read :doc:`more</a/b>`.', '阅读 :doc:`更多</a/b>`。', 'zh_CN'),
    ('Use :py:const:`re.A`.', 'Use :const:`re.A`.', 'pt_BR'),
    ('By :func:`repr`', 'Con :func:`repr()`', 'es'),
    ('a :c:expr:`void *`', 'un :c:expr:`void*`', 'es'),
    ('the :const:`os.curdir`', 'el :py:data:`os.curdir`', 'es'),
    ('uses :meth:`.close`', 'usa :meth:`close`', 'pt_BR'),
]

BROKEN = [
    ('A **bold** word', 'Una **negrita rota', 'es', 'unclosed'),
    ('A **bold** word', '这是**粗体**文字。', 'zh_CN', 'glued'),
    ('By Zhu [*]_', '祝青桥[*]_', 'zh_CN', 'glued'),
    ('See :doc:`plan`.', '参见:doc:`plan`。', 'zh_CN', 'roles'),
    ('See :doc:`plan`.', 'Ver :doc:`nada`.', 'es', 'roles'),
    ('See :ref:`the plan<plan>`.', 'Véase :ref:`el plan<planes>`.', 'es', 'roles'),
    ('See :doc:`plan`.', 'Ver `:doc:plan`.', 'es', 'roles'),
    ('Choose :menuselection:`File`.', 'Elija :selección:`Archivo`.', 'es', 'roles'),
    ('By :class:`A`', 'Con :class:`A. b`', 'es', 'roles'),
    ('By :c:func:`f`', 'Con :func:`f`', 'es', 'roles'),
    ('the :mod:`os`', 'el :class:`os`', 'es', 'roles'),
    ('By Zhu [*]_', 'Por Zhu', 'es', 'footnotes'),
    ('By Zhu', 'Por Zhu [1]_', 'es', 'footnotes'),
    ('see Python_ now', 'véalo ya', 'es', 'references'),
    ('|name| is', 'es', 'es', 'substitutions'),
    ('A text', 'Un texto\n\n.. include:: /etc/passwd', 'es', 'blocks'),
    ('A text', '- Un texto', 'es', 'blocks'),
    ('A text', 'Uno.\n\nDos.', 'es', 'blocks'),
    ('A text', 'Un `texto <javascript:alert(1)>`_', 'es', 'unsafe'),
    ('A text', 'Un `texto <JaVa\tScript:alert(1)>`_', 'es', 'unsafe'),
    ('A text', 'Un texto: javascript:alert(1)', 'es', 'unsafe'),
    ('A text', 'Un `texto <data:text/html,x>`__', 'es', 'unsafe'),
]

DOUBTFUL = [
    ('``make``', '``hacer``', 'literals'),
    ('an *own* word', 'una palabra propia', 'emphasis'),
    ('a :dfn:`handler` class', 'una clase manipuladora', 'emphasis'),
    ('the :doc:`plan` is a :doc:`plan`', 'el :doc:`plan` es uno', 'repeated'),
    ('a [1]_ b [2]_', 'b [2]_ a [1]_', 'order'),
    ('see Python_ now', 've `Pitón`_ ya', 'renamed'),
    ('a `mapper`_ here', 'un `mapeador <https://es.example.org/m>`_ aquí', 'links'),
    ('A text', '<script>x()</script> texto', 'tags'),
    ('see https://example.org/a', 'ver https://evil.example.com/a', 'links'),
]


@pytest.mark.parametrize(('source', 'target', 'language'), SOUND)
def test_sound_markup_is_left_alone(source: str, target: str, language: str) -> None:
    markup = {
        rule.code for rule in RULES if rule.check.__module__.endswith(('markup', 'links', 'roles'))
    }
    assert not codes(source, target, language) & markup


@pytest.mark.parametrize(('source', 'target', 'language', 'code'), BROKEN)
def test_broken_markup_is_withheld(source: str, target: str, language: str, code: str) -> None:
    assert code in codes(source, target, language) & WITHHELD


@pytest.mark.parametrize(('source', 'target', 'code'), DOUBTFUL)
def test_doubtful_markup_is_said_but_shown(source: str, target: str, code: str) -> None:
    assert code in codes(source, target)
    assert not codes(source, target) & WITHHELD


def test_a_message_silences_a_rule() -> None:
    silenced = codes('``make``', '``hacer``', comments=('editions: ignore literals: a menu word',))
    assert 'literals' not in silenced
    assert 'literals' not in codes('``make``', '``hacer``', flags=('ignore-literals',))


def test_the_line_is_that_of_the_translation() -> None:
    message = Message('By Zhu [*]_', ('Por Zhu',), line=7, string_line=9)
    found = [f for f in check_message(message, 'es', path='es.po') if f.code == 'footnotes']
    assert str(found[0]).startswith('es.po:9: error: ')


@pytest.mark.parametrize(
    'unit',
    ['*a ', '`a ', '**a', ':a', 'a-', 'a_', '|a ', '<a ', '[#', '\\', '*', '`', 'x', ' ', '\n\n'],
)
def test_no_text_takes_more_than_one_pass(unit: str) -> None:
    message = Message('A text', (unit * (20_000 // len(unit)),))
    assert len(list(check_message(message, 'es'))) < 200


OPTIONS = get_default_settings(Parser)
OPTIONS.report_level = 5
MARKS = {
    'strong': 'strong emphasis',
    'emphasis': 'emphasis',
    'literal': 'literal',
    'substitution_reference': 'substitution',
    'title_reference': 'default role',
    'footnote_reference': 'footnote',
    'citation_reference': 'citation',
}
pieces = st.sampled_from(
    ['*a*', '**b**', '``c``', '`d`', '|e|', '[1]_', '[#]_', '[x]_', *' -"\'()w*`|_\\:ñ«»“”/字。']
)


@settings(max_examples=400, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=12).map(''.join))
def test_markup_is_read_as_docutils_reads_it(text: str) -> None:
    tree = new_document('<text>', OPTIONS)
    Parser().parse('x ' + text, tree)
    expected = [
        MARKS[node.tagname] for node in tree.findall(nodes.Element) if node.tagname in MARKS
    ]
    found = [mark.kind for mark in scan('x ' + text).marks if mark.kind in MARKS.values()]
    assert found == expected
