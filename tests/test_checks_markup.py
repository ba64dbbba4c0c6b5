"""What the checks say of markup and links, and that no text makes them slow."""

import pytest

from editions.catalogs.po.messages import Message
from editions.checks.criteria import Policy, Use
from editions.checks.judgement import judge_message
from editions.checks.rules import RULES
from editions.markup import MARKDOWN, Kind


def codes(source: str, target: str, language: str = 'es', **more: object) -> set[str]:
    message = Message(source, (target,), **more)  # type: ignore[arg-type]
    return {finding.code for finding in judge_message(message, Policy(language, 'en')).findings}


def shown(source: str, target: str, language: str = 'es') -> bool:
    return judge_message(Message(source, (target,)), Policy(language, 'en')).shown


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
    ('in :PEP:`8`', 'en :pep:`8`', 'es'),
    ('a :class:`!float`', 'un :class:`!flotante`', 'es'),
    ('a Hoe_ and a Rake_', '一把 Hoe_ ，一把 Rake_ 和 Hoe_ 。', 'zh_CN'),
    ('see :ref:`it <pip:plan>`', 'véase :ref:`el <pip:plan>`', 'es'),
    ('see https://en.wikipedia.org/wiki/A', 'ver https://es.wikipedia.org/wiki/A', 'es'),
    ('.. image:: plan.png', '.. image:: plan.es.png', 'es'),
    ('an :index:`anchor` here', 'un :index:`ancla` aquí', 'es'),
    ('a :index:`rope <single: rope>`', 'un :index:`cabo <single: cabo>`', 'es'),
    ('see example_ and example_', 'ver example_ y example_', 'es'),
    ('`a <https://b.c>`_ `a <https://b.c>`_', '`a <https://b.c>`_ `a <https://b.c>`_', 'es'),
    ('A text', '\u2068نص\u2069', 'ar'),
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
    ('A text', 'Un `texto <java\u200bscript:alert(1)>`_', 'es', 'unsafe'),
    ('A text', 'Un texto javascript:1,alert(1)/1', 'es', 'unsafe'),
    ('see https://example.org/a', 'ver https://evil.example.com/a', 'es', 'sites'),
    ('see https://www.good.co.uk/a', 'ver https://evil.co.uk/es/a', 'es', 'sites'),
    ('see https://good.github.io/', 'ver https://evil.github.io/es/', 'es', 'sites'),
    ('see `it <https://example.org/>`_', 'vea `esto <//evil.example.com/>`_', 'es', 'sites'),
    ('see `it <https://example.org/>`_', r'vea `esto <\\\\evil.example.com/>`_', 'es', 'sites'),
    ('write to a@example.org', 'escriba a b@evil.example.com', 'es', 'sites'),
    ('.. image:: plan.png', '.. image:: ../../etc/passwd', 'es', 'files'),
    ('.. image:: plan.png', '.. image::', 'es', 'blocks'),
    ('.. image:: plan.png', 'plan.es.png', 'es', 'blocks'),
    ('A text', 'Un \u202etexto', 'es', 'controls'),
    ('A text', 'Un \u2067texto', 'es', 'controls'),
    ('A text', 'Un te\U000e0061xto', 'es', 'controls'),
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
    ('see https://example.org/a', 'ver https://example.org/b', 'links'),
]


@pytest.mark.parametrize(('source', 'target', 'language'), SOUND)
def test_sound_markup_is_left_alone(source: str, target: str, language: str) -> None:
    markup = {
        rule.code for rule in RULES if rule.check.__module__.endswith(('markup', 'links', 'roles'))
    }
    assert not codes(source, target, language) & markup


@pytest.mark.parametrize(('source', 'target', 'language', 'code'), BROKEN)
def test_broken_markup_is_withheld(source: str, target: str, language: str, code: str) -> None:
    assert code in codes(source, target, language)
    assert not shown(source, target, language)


@pytest.mark.parametrize(('source', 'target', 'code'), DOUBTFUL)
def test_doubtful_markup_is_said_but_shown(source: str, target: str, code: str) -> None:
    assert code in codes(source, target)
    assert shown(source, target)


def test_the_message_of_a_picture_is_a_directive_in_markdown_too() -> None:
    """Sphinx would end with a KeyError: no edition of the language."""
    for text, sound in {'.. image:: plan.es.png': True, '.. imagen:: plan.es.png': False}.items():
        message = Message('.. image:: plan.png', (text,), locations=('../a.md:3',))
        judged = judge_message(message, Policy('es', 'en'), Use(Kind.BLOCK, MARKDOWN))
        assert judged.shown is sound, text


def test_a_message_silences_a_rule() -> None:
    silenced = codes('``make``', '``hacer``', comments=('editions: ignore literals: a menu word',))
    assert 'literals' not in silenced
    assert 'literals' not in codes('``make``', '``hacer``', flags=('ignore-literals',))


def test_the_line_is_that_of_the_translation() -> None:
    message = Message('By Zhu [*]_', ('Por Zhu',), line=7, string_line=9)
    found = [
        f
        for f in judge_message(message, Policy('es', 'en'), path='es.po').findings
        if f.code == 'footnotes'
    ]
    assert str(found[0]).startswith('es.po:9: error: ')


@pytest.mark.parametrize(
    'unit',
    ['*a ', '`a ', '**a', ':a', 'a-', 'a_', '|a ', '<a ', '[#', '\\', '*', '`', 'x', ' ', '\n\n'],
)
def test_no_text_takes_more_than_one_pass(unit: str) -> None:
    message = Message('A text', (unit * (20_000 // len(unit)),))
    assert len(judge_message(message, Policy('es', 'en')).findings) < 200


@pytest.mark.parametrize(
    ('language', 'strings'),
    [
        ('ru', ('%(n)d файл', '%(n)d файла', '%(n)d файлов')),
        ('ja', ('%(n)d個のファイル',)),
        ('es', ('un archivo', '%(n)d archivos')),
    ],
)
def test_a_plural_form_may_count_as_either_source_does(
    language: str, strings: tuple[str, ...]
) -> None:
    message = Message('one file', strings, plural='%(n)d files', flags=('python-format',))
    found = judge_message(message, Policy(language, 'en')).findings
    assert 'placeholders' not in {finding.code for finding in found}


def test_signs_that_the_source_prints_too_are_no_markup_in_a_translation() -> None:
    found = codes(r'It is 1 part in 2\*\*53 here', 'È 1 parte su 2**53 qui', 'it')
    assert 'glued' not in found
