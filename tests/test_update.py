"""What `editions update` does to one catalog when the source changes."""

import pytest
from conftest import editions

from editions.catalogs.po import parse
from editions.catalogs.update.carrying import Options, carry
from editions.catalogs.update.matching import Memory
from editions.findings import UserError

HEADER = r"""# Spanish translations.
msgid ""
msgstr ""
"Project-Id-Version: test\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\n"
"Language: es\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"X-Generator: Poedit 3.4\n"
"""

PARAGRAPH = 'The visit, which lasted a week, opened a new chapter. It was the third in four years.'
PARRAFO = 'La visita, que duró una semana, abrió un capítulo. Fue la tercera en cuatro años.'


def message(source, string='', *extra, place='#: ../../source/index.rst:3'):
    lines = [*extra] if place in extra else [place, *extra]
    return '\n'.join([*lines, f'msgid "{source}"', f'msgstr "{string}"', ''])


def catalog(*messages):
    return '\n'.join([HEADER, *messages])


def template(*sources, date='2026-11-24 09:00+0000'):
    header = HEADER.replace('2026-01-01 00:00+0000', date)
    return '\n'.join([header, *(s if '\n' in s else message(s) for s in sources)])


def update(old, new):
    """The catalog's text after the update, and the counts of what was done."""
    before, after = parse(old.encode()), parse(new.encode())
    done = carry(before, after, Memory([*before.messages, *before.obsolete]))
    return done.data.decode(), done.count


def only(text, source):
    (found,) = [m for m in parse(text.encode()).messages if m.id == source]
    return found


@pytest.mark.parametrize('change', ['', '\r\n', 'bom', 'tail', 'gaps', 'none'])
def test_nothing_new_changes_no_byte(change):
    old = catalog(
        message('One', 'Uno', '#, no-wrap'), message('Two', ''), '#~ msgid "x"\n#~ msgstr "y"'
    )
    old = {
        '': old,
        '\r\n': old.replace('\n', '\r\n'),
        'bom': '\ufeff' + old,
        'tail': old + '\n\n\n',
        'gaps': old.replace('\n\n', '\n\n\n'),
        'none': old.replace('\n\n', '\n'),
    }[change]
    text, count = update(old, template('One', 'Two'))
    assert text == old
    assert not count


def test_one_comma_keeps_the_translation_and_says_what_changed():
    edited = PARAGRAPH.replace('visit, which', 'visit which')
    old = catalog(message('Title', 'Título'), message(PARAGRAPH, PARRAFO, '# well said'))
    text, count = update(old, template('Title', edited))
    found = only(text, edited)
    assert found.string == PARRAFO
    assert found.fuzzy
    assert found.previous.id == PARAGRAPH
    assert found.comments == ('well said',)
    assert count == {'edited': 1}
    assert '#~' not in text
    assert update(text, template('Title', edited))[0] == text


def test_an_edit_touches_its_own_lines_only():
    old = catalog(*(message(f'{word} stays', f'{word} queda') for word in ('One', 'Two', 'Three')))
    old = catalog(message('A', 'B'), message(PARAGRAPH, PARRAFO), message('C', 'D'))
    edited = PARAGRAPH.replace('third', 'fourth')
    text, _ = update(old, template('A', edited, 'C'))
    changed = set(text.splitlines()) ^ set(old.splitlines())
    kinds = {line.split('"')[0].strip() for line in changed}
    assert kinds <= {
        '#, fuzzy',
        '#| msgid',
        '#|',
        'msgid',
        '',
        '#: ../../source/index.rst:3',
        '#: ../../source/index.rst',
    }
    assert f'msgstr "{PARRAFO}"' in text


def test_the_header_changes_only_when_a_message_does():
    old = catalog(message('One', 'Uno'))
    assert update(old, template('One'))[0] == old
    assert '2026-11-24 09:00+0000' in update(old, template('One', 'Two'))[0]


def test_an_empty_date_stays_empty_and_others_do_where_conf_py_says_so():
    empty = catalog(message('One', 'Uno')).replace('2026-01-01 00:00+0000', '')
    assert 'Creation-Date: \\n' in update(empty, template('One', 'Two'))[0]
    before, after = parse(catalog(message('One')).encode()), parse(template('Two').encode())
    done = carry(before, after, Memory([]), Options(dated=False))
    assert b'2026-01-01 00:00+0000' in done.data


TWIN = '# approved\n#~ msgid "{0}"\n#~ msgstr "{1}"\n'


def test_an_obsolete_translation_comes_back_where_an_empty_entry_or_a_guess_stands():
    old = catalog(
        message('Search the garden'),
        message('The gate is open.', 'Estaba.', '#, fuzzy', '#| msgid "It was shut."'),
        message('The wall is high.', 'El muro es alto.'),
        TWIN.format('Search the garden', 'Buscar en el jardín'),
        TWIN.format('The gate is open.', 'La puerta está abierta.'),
        TWIN.format('The wall is high.', 'El muro es grande.'),
    )
    new = template('Search the garden', 'The gate is open.', 'The wall is high.')
    text, count = update(old, new)
    after = parse(text.encode())
    strings = ['Buscar en el jardín', 'La puerta está abierta.', 'El muro es alto.']
    assert [m.string for m in after.messages] == strings
    assert not any(m.fuzzy or m.previous for m in after.messages)
    assert after.messages[0].comments == ('approved',)
    lost = {'The wall is high.': 'El muro es grande.', 'It was shut.': 'Estaba.'}
    assert {m.id: m.string for m in after.obsolete} == lost
    assert count == {'revived': 2}
    assert update(text, new)[0] == text


def test_a_split_paragraph_keeps_each_half():
    first, second = PARAGRAPH.split('. ')
    text, count = update(catalog(message(PARAGRAPH, PARRAFO)), template(first + '.', second))
    assert only(text, first + '.').string == 'La visita, que duró una semana, abrió un capítulo.'
    assert only(text, second).string == 'Fue la tercera en cuatro años.'
    assert only(text, second).previous.id == second
    assert count == {'part': 2, 'obsolete': 1}


def test_a_merged_paragraph_has_both_parts():
    first, second = PARAGRAPH.split('. ')
    erste, zweite = PARRAFO.split('. ')
    old = catalog(message(first + '.', erste + '.'), message(second, zweite))
    text, count = update(old, template(PARAGRAPH))
    assert only(text, PARAGRAPH).string == PARRAFO
    assert only(text, PARAGRAPH).fuzzy
    assert count['joined'] == 1


def test_list_items_that_became_messages_find_their_lines():
    source = r'- Frequent exchanges at the top.\n- Growing trade\n  in goods.'
    string = r'- Intercambios al más alto nivel.\n- Comercio creciente\n  de bienes.'
    text, _ = update(
        catalog(message(source, string)),
        template('Frequent exchanges at the top.', 'Growing trade in goods.'),
    )
    assert only(text, 'Frequent exchanges at the top.').string == 'Intercambios al más alto nivel.'
    assert 'Comercio creciente' in only(text, 'Growing trade in goods.').string


@pytest.mark.parametrize('there', [True, False], ids=['in the catalog', 'new'])
def test_what_is_the_same_in_every_language_is_no_work_for_a_translator(there):
    same, others = ('2001', '−40', '7', '—', '✓'), ('12000', '1.5', '+', 'US$ 8', '8 %')
    known = [message(text) for text in (*same, *others)] if there else []
    text, count = update(catalog(*known), template(*same, *others))
    assert [only(text, each).string for each in same] == list(same)
    assert not any(only(text, each).string for each in others)
    assert count['same'] == len(same)
    text, _ = update(catalog(*known).replace('Language: es', 'Language: fa'), template(*same))
    assert [only(text, each).string for each in same] == ['', '', '', '—', '✓']


def test_a_stranger_is_not_offered():
    old = catalog(message('Contents', 'Índice'), message('Specifications of the plan', 'x'))
    text, count = update(old, template('Clients', 'Definitions of the place'))
    assert only(text, 'Clients').string == ''
    assert count == {'untranslated': 2, 'obsolete': 2}


def test_what_is_gone_stays_as_obsolete_and_comes_back():
    old = catalog(
        message('One', 'Uno', '# a remark'), message('Two words here', 'Dos palabras aquí')
    )
    text, count = update(old, template('One'))
    assert '#~ msgid "Two words here"\n#~ msgstr "Dos palabras aquí"\n' in text
    assert count == {'obsolete': 1}
    back, count = update(text, template('One', 'Two words here'))
    assert count == {'revived': 1}
    assert only(back, 'Two words here').string == 'Dos palabras aquí'
    assert not only(back, 'Two words here').fuzzy
    assert '#~' not in back


def test_previous_and_fuzzy_go_with_an_obsolete_message_and_come_back():
    old = catalog(message('New source', 'Fuente', '#, fuzzy', '#| msgid "Old source"'))
    gone, _ = update(old, template('Something else entirely'))
    assert '#, fuzzy\n#~| msgid "Old source"\n#~ msgid "New source"\n' in gone
    back, _ = update(gone, template('New source'))
    assert only(back, 'New source').previous.id == 'Old source'
    assert only(back, 'New source').fuzzy


def test_a_corrected_number_keeps_the_old_translation_too():
    old = catalog(message('Trade grew by 20 per cent in 2016.', 'El comercio creció 20 % en 2016.'))
    text, _ = update(old, template('Trade grew by 20 per cent in 2017.'))
    found = only(text, 'Trade grew by 20 per cent in 2017.')
    assert found.string == 'El comercio creció 20 % en 2017.'
    assert found.fuzzy
    assert '#~ msgstr "El comercio creció 20 % en 2016."' in text


def test_what_the_translator_said_of_a_message_stays_with_it():
    old = catalog(
        message(
            'Trade grew by 20 per cent in 2016.',
            'El comercio creció 20 % en 2016.',
            '# editions: ignore numbers',
            '#, no-wrap, ignore-length',
        )
    )
    text, _ = update(old, template('Trade grew by 20 per cent in 2017.'))
    found = only(text, 'Trade grew by 20 per cent in 2017.')
    assert found.comments == ('editions: ignore numbers',)
    assert found.flags == ('fuzzy', 'no-wrap', 'ignore-length')


def test_messages_take_the_order_of_the_source_without_losing_their_lines():
    one, two, three = (message(f'Number {w}', f'Número {w}') for w in ('one', 'two', 'three'))
    text, count = update(
        catalog(one, two, three), template('Number three', 'Number one', 'Number two')
    )
    assert text == catalog(three, one, two)
    assert not count


def test_line_numbers_alone_are_no_change_but_a_new_document_is():
    old = catalog(message('One', 'Uno'))
    moved = template(message('One', place='#: ../../source/index.rst:99'))
    assert update(old, moved)[0] == old
    more = template(message('One', place='#: ../../source/index.rst:9 ../../source/two.rst:7'))
    text, count = update(old, more)
    assert '#: ../../source/index.rst ../../source/two.rst\nmsgid "One"' in text
    assert not count
    assert update(text, more)[0] == text


def test_new_messages_have_no_line_numbers():
    text, _ = update(catalog(), template('One'))
    assert '#: ../../source/index.rst\nmsgid "One"\nmsgstr ""\n' in text


def test_line_ends_of_the_file_are_kept():
    old = catalog(message('One', 'Uno'), message(PARAGRAPH, PARRAFO)).replace('\n', '\r\n')
    text, _ = update(old, template('One', 'Two', PARAGRAPH + ' Really.'))
    assert text.count('\n') == text.count('\r\n')


def test_a_message_with_a_context_is_another_message():
    old = catalog('msgctxt "a menu"\nmsgid "Open the file"\nmsgstr "Abrir el archivo"\n')
    text, _ = update(old, template('Open the file'))
    assert only(text, 'Open the file').fuzzy
    assert only(text, 'Open the file').previous.context == 'a menu'


def test_plural_forms_as_many_as_the_language_has():
    plural = 'msgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    old = catalog().replace('nplurals=2; plural=(n != 1)', 'nplurals=3; plural=(n>1 ? 2 : n)')
    text, _ = update(old, template(plural))
    assert text.count('msgstr[') == 3
    assert parse(text.encode()).defects == ()


def test_a_plural_that_is_no_longer_one_keeps_its_forms():
    plural = 'msgid "%d file was sent to them"\nmsgid_plural "%d files were sent to them"\n'
    old = catalog(plural + 'msgstr[0] "%d archivo enviado"\nmsgstr[1] "%d archivos enviados"\n')
    text, _ = update(old, template('%d files were sent to them'))
    assert '#~ msgstr[1] "%d archivos enviados"' in text
    given = plural.replace('sent', 'given') + 'msgstr[0] ""\nmsgstr[1] ""\n'
    text, _ = update(old, template(given))
    found = only(text, '%d file was given to them')
    assert found.strings == ('%d archivo enviado', '%d archivos enviados')
    assert '#~' not in text


def test_duplicates_stay_for_their_finder():
    old = catalog(message('One', 'Uno'), message('One', 'Una'), message('Two', 'Dos'))
    assert update(old, template('One', 'Two'))[0] == old


def test_a_source_that_the_charset_cannot_hold_makes_the_file_utf8():
    old = catalog(message('One', 'Uno')).replace('UTF-8', 'ISO-8859-1').encode('iso-8859-1')
    before, after = parse(old), parse(template('One', 'Two ’s').encode())
    done = parse(carry(before, after, Memory(before.messages)).data)
    assert [m.id for m in done.messages] == ['One', 'Two ’s']
    assert done.defects == ()


def test_an_empty_file_becomes_a_catalog():
    text, count = update('', template('One'))
    assert count == {'untranslated': 1}
    assert text.startswith(HEADER.replace('2026-01-01 00:00+0000', '2026-11-24 09:00+0000'))
    assert update(text, template('One'))[0] == text


def test_a_broken_catalog_is_left_alone():
    with pytest.raises(UserError, match='closing quote'):
        update(catalog('msgid "a\nmsgstr "b"\n'), template('a'))


LONG = 'Between the first and the last day of their visit, {} sides signed forty agreements in all.'
WRAPPED = {  # as msgcat, Babel and an editor without wrapping write it
    'gettext': LONG.replace('forty ', 'forty "\n"'),
    'babel': LONG.replace(' agreements', '"\n" agreements'),
    'none': LONG,
}


def wrapped(style, word):
    text = WRAPPED[style].format(word)
    start = 'msgid ""\n"' if '\n' in text else 'msgid "'
    return f'{start}{text}"\n'


@pytest.mark.parametrize('style', WRAPPED)
def test_new_strings_are_wrapped_as_the_file_is(style):
    old = catalog(wrapped(style, 'two') + 'msgstr ""\n')
    both = [wrapped(style, word) + 'msgstr ""\n' for word in ('two', 'all')]
    text, _ = update(old, template(*both))
    assert both[0] in text
    assert both[1] in text


def test_the_command_carries_one_catalog_without_a_project(tmp_path):
    path, pot = tmp_path / 'guide.po', tmp_path / 'guide.pot'
    path.write_text(catalog(message(PARAGRAPH, PARRAFO)), encoding='utf-8')
    pot.write_text(template(PARAGRAPH.replace('third', 'fourth')), encoding='utf-8')
    words = ('update', path, '--template', pot)
    run = editions(*words, cwd=tmp_path)
    assert '1 edited, marked fuzzy' in run.stdout
    assert '#| msgid' in path.read_text(encoding='utf-8')
    again = editions(*words, cwd=tmp_path)
    assert 'nothing new' in again.stdout


def test_an_obsolete_message_stays_where_it_stands():
    gone = '#~ msgid "x"\n#~ msgstr "y"\n'
    old = catalog(message('One', 'Uno'), gone, message('Two', 'Dos'), gone.replace('x', 'z'))
    assert update(old, template('One', 'Two'))[0] == old
    text, _ = update(old, template('One', 'One and a half of it', 'Two'))
    assert text.index('"One"') < text.index('#~ msgid "x"') < text.index('half')
    assert text.endswith('#~ msgid "z"\n#~ msgstr "y"\n')
    assert update(text, template('One', 'One and a half of it', 'Two'))[0] == text


def two_translations(source, first, second):
    return catalog(message(source, first), message(source, second))


def test_of_a_message_that_stands_twice_no_translation_is_lost():
    old = two_translations('One thing of the old kind', 'Una', 'Otra')
    text, _ = update(old, template('One thing of the new kind'))
    assert only(text, 'One thing of the new kind').string == 'Una'
    assert '#~ msgstr "Otra"' in text
    assert update(text, template('One thing of the new kind'))[0] == text


def test_of_two_obsolete_translations_one_comes_back_and_the_other_stays():
    old = two_translations('One thing of the old kind', 'Una', 'Otra')
    gone, _ = update(old, template('Something quite different'))
    assert gone.count('#~ msgstr') == 2
    back, _ = update(gone, template('One thing of the old kind'))
    assert {'msgstr "Una"', 'msgstr "Otra"'} <= {
        line.removeprefix('#~ ') for line in back.splitlines()
    }


@pytest.mark.parametrize(
    ('before', 'after'),
    [
        ('A sentence number was here. ' * 8_000, 'A sentence number is here. ' * 8_000),
        (' '.join(map(str, range(40_000))), ' '.join(map(str, range(40_000, 1, -1)))),
        ('``x`` ' * 40_000, '*y* ' * 40_000),
    ],
    ids=['sentences', 'numbers', 'markup'],
)
def test_a_message_of_a_quarter_million_characters_is_carried_too(before, after):
    text, _ = update(catalog(message(before, 'Una frase. ' * 20_000)), template(after))
    assert parse(text.encode()).messages[0].id == after
    assert 'Una frase.' in text
