"""A translation goes on where its source is only written otherwise: in Markdown, or by Sphinx 9."""

import pytest

from editions.catalogs.credits import credit, digest
from editions.catalogs.po import Message, parse
from editions.catalogs.update.carrying import carry
from editions.catalogs.update.documents import memory_of
from editions.catalogs.update.rewriting import MARKDOWN, rewritten
from editions.catalogs.update.summary import in_words
from editions.markup import RST

BOTH = {  # source and translation in reStructuredText, then in Markdown
    'role': (
        'See :ref:`annex` now', 'Véase :ref:`el anexo <annex>` ahora',
        'See {ref}`annex` now', 'Véase {ref}`el anexo <annex>` ahora',
    ),
    'role as a link': (
        'See :doc:`/guide/start` or :ref:`the annex <annex>`',
        'Véase :ref:`el anexo <annex>` o :doc:`/guide/start`',
        'See [](start.md) or [the annex](#annex)',
        'Véase [el anexo](#annex) o [](start.md)',
    ),
    'role with words': (
        'Press :kbd:`Ctrl`, :guilabel:`File`', 'Pulse :kbd:`Ctrl`, :guilabel:`Archivo`',
        'Press {kbd}`Ctrl`, {guilabel}`File`', 'Pulse {kbd}`Ctrl`, {guilabel}`Archivo`',
    ),
    'literals': (
        'Type ``make *`` or ``a``', 'Escriba ``a`` o ``make *`` (no ``b``)',
        'Type `make *` or `a`', 'Escriba `a` o `make *` (no `b`)',
    ),
    'link': (
        'A `text <https://u.ex/a_b>`_ of *us*', 'Un `texto <https://u.ex/a_b>`_ *nuestro*',
        'A [text](https://u.ex/a_b) of _us_', 'Un [texto](https://u.ex/a_b) _nuestro_',
    ),
    'address': (
        'At https://a.ex/b_c/d or me@a.ex', 'En https://a.ex/b_c/d o me@a.ex',
        'At <https://a.ex/b_c/d> or <mailto:me@a.ex>', 'En <https://a.ex/b_c/d> o <mailto:me@a.ex>',
    ),
    'names that the document defines': (
        'See `Python`_ or Ruby_ [#]_', 'Véase `Pitón <python_>`_ o Ruby_ [#]_',
        'See [Python] or [Ruby] [^1]', 'Véase [Pitón][Python] o [Ruby] [^1]',
    ),
    'formula': (
        'So :math:`x_1` grows', 'Así crece :math:`x_1`', 'So $x_1$ grows', 'Así crece $x_1$',
    ),
    'words in brackets': ('So ``x`` [sic]', 'Así ``x`` [sic]', 'So `x` [sic]', 'Así `x` [sic]'),
    'notes': (
        'So [#]_ and [#n]_ say', 'Así dicen [#]_ y [#n]_',
        'So [^1] and [^n] say', 'Así dicen [^1] y [^n]',
    ),
    'substitution': ('The |name| here', 'Aquí |name|', 'The {{ name }} here', 'Aquí {{ name }}'),
    'within a word': (
        r'H\ :sub:`2`\ O', r'el H\ :sub:`2`\ O', 'H{sub}`2`O', 'el H{sub}`2`O',
    ),
    'without spaces': (
        'See **bold** text', r'请见\ **粗体**\ 文字。', 'See **bold** text', '请见**粗体**文字。',
    ),
    'escaped': (
        'The file ``a``', 'El archivo ``a``, \\*no\\* <x> [y](z)',
        'The file `a`', 'El archivo `a`, \\*no\\* \\<x\\> \\[y\\](z)',
    ),
    'before a listing': ('Run ``it``::', 'Ejecute ``esto``::', 'Run `it`:', 'Ejecute `esto`:'),
}  # fmt: skip

OTHER = {  # not the same message, or not to be read: old and new source, translation
    'another target': ('See :ref:`a`', 'See {ref}`b`', 'Véase :ref:`a`'),
    'another address': ('A `t <https://a.ex>`_', 'A [t](https://b.ex)', 'Un `t <https://a.ex>`_'),
    'other code': ('Type ``a``', 'Type `b`', 'Escriba ``a``'),
    'another word': ('Type ``a`` now', 'Type `a` here', 'Escriba ``a`` ahora'),
    'less markup': ('Type ``a`` *now*', 'Type `a` now', 'Escriba ``a`` *ya*'),
    'other emphasis': ('Type ``a`` *now*', 'Type `a` **now**', 'Escriba ``a`` *ya*'),
    'markup that touches a letter': ('Type ``a``', 'Type `a`', 'Escriba``a``ya'),
    'a name without address': ('Type ``a``', 'Type `a`', 'Escriba ``a`` como Python_'),
}


@pytest.mark.parametrize('name', BOTH)
def test_markup_is_rewritten_in_both_directions(name):
    rst, rst_text, markdown, markdown_text = BOTH[name]
    found = (rewritten(rst, markdown, rst_text, (RST, each)) for each in MARKDOWN)
    assert next(filter(None, found)) == markdown_text
    if '\\*' not in rst_text:  # of signs that need no escape there is more than one writing
        found = (rewritten(markdown, rst, markdown_text, (each, RST)) for each in MARKDOWN)
        assert next(filter(None, found)) == rst_text


@pytest.mark.parametrize('name', OTHER)
def test_what_is_not_the_same_is_not_rewritten(name):
    old, new, text = OTHER[name]
    assert not any(rewritten(old, new, text, (RST, each)) for each in MARKDOWN)


def po(suffix, *messages):
    """A catalog of messages: source, translation, and the lines that stand above."""
    blocks = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n']
    for source, translation, *above in messages:
        lines = ''.join(f'{line}\n' for line in above)
        texts = [text.replace('\\', r'\\') for text in (source, translation)]
        where = f'#: ../../source/a.{suffix}\n' if suffix else ''
        blocks.append(f'{lines}{where}msgid "{texts[0]}"\nmsgstr "{texts[1]}"\n')
    return parse('\n'.join(blocks).encode())


def updated(old, template):
    update = carry(old, template, memory_of(old, template))
    new = parse(update.data)
    again = carry(new, template, memory_of(new, template))
    assert again.data == new.data
    return update, {message.id: message for message in new.messages}, new


ALIKE = ('See **bold** text', '请见\\ **粗体**\\ 文字。')


@pytest.mark.parametrize('located', [True, False])
def test_a_document_that_moves_to_markdown_keeps_its_translations(located):
    pairs = [value for name, value in BOTH.items() if name not in ('without spaces', 'escaped')]
    old = po(
        'rst' if located else '',
        *((rst, text, '# a remark') for rst, text, _, _ in pairs),
        ALIKE,
        ('Plain', 'Llano'),
        ('See :ref:`gone`', 'Véase :ref:`gone`'),
        ('Read ``it`` twice', 'Lea ``eso``', '#, fuzzy', '#| msgid "Read it"'),
    )
    sources = [markdown for _, _, markdown, _ in pairs]
    sources += [ALIKE[0], 'Plain', 'See {ref}`elsewhere`', 'Read `it` twice']
    template = po('md', *((source, '') for source in sources))
    update, found, new = updated(old, template)
    for _, _, markdown, text in pairs:
        message = found[markdown]
        assert (message.string, message.fuzzy, message.comments) == (text, False, ('a remark',))
    assert found[ALIKE[0]].string == ('请见**粗体**文字。' if located else ALIKE[1])
    assert found['Plain'].string == 'Llano'
    assert not found['See {ref}`elsewhere`'].string
    outdated = found['Read `it` twice']
    assert (outdated.string, outdated.fuzzy, outdated.previous.id) == ('Lea `eso`', True, 'Read it')
    assert [message.id for message in new.obsolete] == ['See :ref:`gone`', 'Read ``it`` twice']
    kept = len(pairs) + located
    assert f'{kept} kept: the markup is written as in the source' in in_words(update)


def test_who_made_a_translation_is_known_in_other_markup():
    tie = digest(Message(ALIKE[0], (ALIKE[1],)))
    old = po('rst', (*ALIKE, f'# machine: DeepL 2026 [{tie}]'))
    _, found, _ = updated(old, po('md', (ALIKE[0], '')))
    assert credit(found[ALIKE[0]]).programs == ('DeepL',)


def test_an_old_translation_of_another_document_s_text_is_not_taken():
    old = po('rst', ('See ``a`` of *b*', 'Véase ``a`` de *b*'))
    _, found, _ = updated(old, po('rst', ('See `a` of *b*', '')))
    assert found['See `a` of *b*'].fuzzy  # the same document in the same syntax: an edit


LINE_ENDS = {  # as Sphinx 8.2.3 and 9.2.0 extract the same lines
    r'Probe \\': 'Probe',
    r'One line ends \\ with it, see ``x`` \\ and ``y``\\ beside.': (
        'One line ends with it, see ``x`` and ``y`` beside.'
    ),
    r'A **bold**\\ joined. And :ref:`this \\ one <x>` with *emph* \\ after.': (
        'A **bold** joined. And :ref:`this one <x>` with *emph* after.'
    ),
    r'A `text over <https://x.ex/>`__ and \\\\ here.': (
        r'A `text over <https://x.ex/>`__ and \\ here.'
    ),
    r'third \\ continued': 'third continued',
}


@pytest.mark.parametrize('suffix', ['rst', 'md'])
def test_a_lost_backslash_at_a_line_end_keeps_the_translation(suffix):
    plain = {old.replace(r'\\', '\\'): new.replace(r'\\', '\\') for old, new in LINE_ENDS.items()}
    old = po(suffix, *((source, f'Texto {n}') for n, source in enumerate(plain)))
    template = po(suffix, *((source, '') for source in plain.values()))
    _, found, new = updated(old, template)
    for number, source in enumerate(plain.values()):
        assert (found[source].string, found[source].fuzzy) == (f'Texto {number}', False)
    assert not new.obsolete
