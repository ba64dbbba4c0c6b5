"""Changing messages of a catalog, and reading a glossary."""

from dataclasses import replace

import pytest
from conftest import ROOT

from editions.catalogs.glossary import read_glossary
from editions.catalogs.po import parse
from editions.catalogs.po.writing import edited, translated
from editions.folders import glossary_path

TEXT = r"""# Head.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"

#  odd   comment
#. extracted
#: a.rst:3
#, fuzzy, no-wrap
#| msgid "Old "
#| "source"
msgid ""
"New "
"source"
msgstr ""
"Fuente "
"nueva"

msgid "plain"
msgstr "llano"
#~ msgid "x"
#~ msgstr "y"
"""


def lines_changed(before, after):
    return sorted(set(before.splitlines()) ^ set(after.splitlines()))


def test_a_new_translation_is_current_and_drops_the_previous_source():
    catalog = parse(TEXT.encode())
    old = catalog.messages[0]
    after = edited(catalog, {old: translated(old, ('Otra fuente',))})
    assert lines_changed(TEXT, after.text) == [
        '"Fuente "',
        '"nueva"',
        '#, fuzzy, no-wrap',
        '#, no-wrap',
        '#| "source"',
        '#| msgid "Old "',
        'msgstr "Otra fuente"',
    ]
    assert after.messages[0].string == 'Otra fuente'
    assert after.messages[0].comments == old.comments


@pytest.mark.parametrize('newline', ['\n', '\r\n'])
def test_a_comment_comes_after_the_others_and_before_the_rest(newline):
    text = TEXT.replace('\n', newline)
    catalog = parse(text.encode())
    first, second = catalog.messages
    after = edited(
        catalog,
        {
            first: replace(first, comments=(*first.comments, 'editions: said')),
            second: replace(second, comments=('editions: said',)),
        },
    )
    expected = text.replace(f'comment{newline}', f'comment{newline}# editions: said{newline}')
    said = f'# editions: said{newline}msgid "plain"'
    assert after.text == expected.replace('msgid "plain"', said)
    back = edited(after, dict(zip(after.messages, catalog.messages, strict=True)))
    assert back.text == text


def test_a_message_without_change_is_not_touched():
    catalog = parse(TEXT.encode())
    assert edited(catalog, {m: m for m in catalog.messages}).text == TEXT


@pytest.mark.parametrize(
    'text',
    [
        'msgid "a" msgstr "b"\n',
        'msgid "a" msgstr\n"b"\n',
        '#, fuzzy\nmsgctxt "c" msgid "a"\nmsgid_plural "as" msgstr[0] "b"\nmsgstr[1] "bs"\n',
        'msgid "x" msgstr "y" msgid "a" msgstr "b"\n',
        'msgid "a" msgstr "b" msgid "x" msgstr "y"\n\n',
        'msgid "" msgstr "Content-Type: text/plain; charset=UTF-8\\n" msgid "a" msgstr "b"\n',
    ],
)
def test_a_message_that_shares_its_line_stays_sound(text):
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    text = text if text.startswith('msgid ""') else header + text
    catalog = parse(f'{text}\nmsgid "z"\nmsgstr "z"\n'.encode())
    old = next(message for message in catalog.messages if message.id == 'a')
    new = translated(old, tuple(string.upper() for string in old.strings))
    after = edited(catalog, {old: new})
    assert not after.defects
    assert [(m.key, m.plural, m.strings, m.flags) for m in after.entries] == [
        (m.key, m.plural, m.strings, m.flags)
        for m in (new if m is old else m for m in catalog.entries)
    ]
    assert after.text.endswith('\n\nmsgid "z"\nmsgstr "z"\n')


def test_a_header_field_that_was_wrapped_is_set():
    text = (
        'msgid ""\nmsgstr ""\n"Last-Translator: Somebody with a name so long that it was "\n'
        '"wrapped <a@b.c>\\n"\n"Language: es\\n"\n\nmsgid "a"\nmsgstr "b"\n'
    )
    after = edited(parse(text.encode()), {}, {'Last-Translator': 'A "B" \\ C'})
    assert after.header == {'Last-Translator': 'A "B" \\ C', 'Language': 'es'}
    again = edited(after, {}, {'Last-Translator': 'D'})
    assert again.header == {'Last-Translator': 'D', 'Language': 'es'}


def test_an_obsolete_message_is_not_edited():
    catalog = parse(TEXT.encode())
    (gone,) = catalog.obsolete
    with pytest.raises(ValueError, match='live message'):
        edited(catalog, {gone: gone})


@pytest.mark.parametrize('code', ['es', 'pt_BR', 'zh_CN'])
def test_the_glossary_of_each_language_is_read(code):
    found = read_glossary(glossary_path(ROOT / 'locale', code))
    assert len(found) >= 90
    assert all(term.rendering and term.line for term in found)
    assert any(term.also for term in found)
    assert any(term.barred for term in found)


def test_a_term_with_everything(tmp_path):
    path = tmp_path / 'es' / 'glossary.po'
    path.parent.mkdir()
    path.write_text(
        '# also: one | two\n# also: three\n# not: x|y\n# source: MFA\n# note: a: b\n'
        'msgctxt "sense"\nmsgid "term"\nmsgstr "first"\n\n#, fuzzy\nmsgid "no"\nmsgstr "no"\n',
        'utf-8',
    )
    (term,) = read_glossary(path)
    assert (term.source, term.sense, term.rendering) == ('term', 'sense', 'first')
    assert term.renderings == ('first', 'one', 'two', 'three')
    assert (term.barred, term.origin, term.note) == (('x', 'y'), 'MFA', 'a: b')
    assert read_glossary(tmp_path / 'none.po') == ()
