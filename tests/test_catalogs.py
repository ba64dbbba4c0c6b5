"""The reading of catalogs: strict, lossless, and never stopped by what it reads."""

import subprocess
from collections import Counter

import pytest

from editions.catalogs.counts import State, state
from editions.catalogs.po import parse, read
from editions.catalogs.po.headers import encoded
from editions.catalogs.po.messages import DEFECTS, Previous
from editions.findings import Harm, Severity

HEADER = r"""# A catalog.
msgid ""
msgstr ""
"Project-Id-Version: test\n"
"Language: es\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
FIRST = HEADER.count('\n') + 1  # the line in which the text after the header begins

FULL = (
    HEADER
    + r"""# translator
# second line
#. extracted
#: guide.rst:12 other.rst
#, fuzzy, no-wrap
#| msgctxt "old context"
#| msgid "Old "
#| "source"
msgctxt "menu"
msgid ""
"New "
"\"source\"\n"
msgstr "Fuente\tnueva\n"

msgid "%(count)s file"
msgid_plural "%(count)s files"
msgstr[0] "%(count)s archivo"
msgstr[1] "%(count)s archivos"


#~ msgid "Gone"
#~ msgstr "Ido"
"""
)


def messages_of(text):
    return parse((HEADER + text).encode()).messages


def defects_of(text):
    """Line (from 1 after the header) and code of each defect."""
    defects = parse((HEADER + text).encode()).defects
    return [(defect.line - FIRST + 1, defect.code) for defect in defects]


def test_a_message_with_everything():
    message, plural = parse(FULL.encode()).messages
    assert message.context == 'menu'
    assert message.id == 'New "source"\n'
    assert message.string == 'Fuente\tnueva\n'
    assert message.comments == ('translator', 'second line')
    assert message.extracted == ('extracted',)
    assert message.locations == ('guide.rst:12', 'other.rst')
    assert message.flags == ('fuzzy', 'no-wrap')
    assert message.previous == Previous('Old source', 'old context')
    assert (message.line, message.string_line) == (FIRST + 9, FIRST + 12)
    assert plural.plural == '%(count)s files'
    assert plural.strings == ('%(count)s archivo', '%(count)s archivos')


def test_obsolete_messages_stand_apart():
    catalog = parse(FULL.encode())
    assert [m.id for m in catalog.obsolete] == ['Gone']
    assert catalog.header['Language'] == 'es'
    assert catalog.defects == ()


def test_language_and_domain_come_from_the_path(tmp_path):
    path = tmp_path / 'locale' / 'pt_BR' / 'LC_MESSAGES' / 'guide' / 'start.po'
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + 'msgid "a\n', encoding='utf-8')
    catalog = read(path, root=tmp_path)
    assert (catalog.language, catalog.domain) == ('pt_BR', 'guide/start')
    assert catalog.defects[0].path == 'locale/pt_BR/LC_MESSAGES/guide/start.po'


def test_what_a_careless_tool_left_of_the_previous_source_is_read_back():
    (message,) = messages_of('#, fuzzy\n# | msgid "One, "\n# | "two"\nmsgid "One"\nmsgstr "Uno"\n')
    assert message.previous == Previous('One, two')
    assert message.comments == ()


@pytest.mark.parametrize(
    'text',
    [
        FULL,
        '\ufeff' + FULL,
        FULL.replace('\n', '\r\n'),
        FULL.replace('\n', '\r\n', 7),
        FULL.rstrip('\n'),
        FULL.replace('\n\n', '\n\n\n\n') + '\n\n\n',
        '\n\n' + FULL,
        FULL.replace('\n\n', '\n'),
        FULL + '# a comment that belongs to nothing\n',
        FULL + '#, fuzzy\n#~ msgid "x"\n#~ msgstr "y"\nmsgid "after"\nmsgstr ""',
        FULL + 'msgid "a" msgstr "b" msgid "c" msgstr "d"\n',
        FULL + 'msgid "a\n<<<<<<< HEAD\n\x00 \x85 \u2028 \x0c\n',
        '',
    ],
)
def test_the_blocks_are_the_file(text):
    catalog = parse(text.encode())
    assert catalog.data == text.encode()
    assert len({m.block for m in catalog.entries} | {0}) <= len(catalog.blocks) + 1


@pytest.mark.parametrize('charset', ['iso-8859-1', 'GB2312', 'koi8-r', 'EUC-JP', 'GB18030'])
def test_other_charsets_come_back_too(charset):
    letters = {'iso-8859-1': 'áé', 'GB2312': '中文', 'koi8-r': 'да', 'EUC-JP': '日本'}
    text = FULL.replace('UTF-8', charset).replace('Ido', letters.get(charset, '漢'))
    data = text.encode(charset)
    catalog = parse(data)
    assert catalog.defects == ()
    assert catalog.obsolete[0].string == letters.get(charset, '漢')
    assert catalog.data == data


# Text after the header, and line and code of what is wrong with it.
DAMAGE = {
    'closing quote missing': ('msgid "a"\nmsgstr "Dos\n', 2, 'catalog.syntax'),
    'quote inside': ('msgid "a"\nmsgstr "x"y"\n', 2, 'catalog.syntax'),
    'bad escape': ('msgid "a"\nmsgstr "a\\qb"\n', 2, 'catalog.syntax'),
    'unknown keyword': ('msgid "a"\nmsgstring "b"\n', 2, 'catalog.syntax'),
    'text outside quotes': ('msgid "a"\nmsgstr "b"\nsome text\n', 3, 'catalog.syntax'),
    'no msgstr': ('msgid "a"\n\nmsgid "b"\nmsgstr "x"\n', 1, 'catalog.syntax'),
    'no msgid': ('msgstr "b"\n', 1, 'catalog.syntax'),
    'two msgstr': ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 3, 'catalog.syntax'),
    'comment inside': ('msgid "a"\n# c\nmsgstr "b"\n', 1, 'catalog.syntax'),
    'half obsolete': ('msgid "a"\n#~ msgstr "b"\n', 2, 'catalog.syntax'),
    'merge marks': (
        'msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> x\n',
        2,
        'catalog.merge',
    ),
    'obsolete twin': (
        '#~ msgid "a"\n#~ msgstr "c"\n\nmsgid "a"\nmsgstr "b"\n',
        1,
        'catalog.duplicate',
    ),
    'duplicate': ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 4, 'catalog.duplicate'),
    'plural without index': (
        'msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n',
        3,
        'catalog.plural',
    ),
    'index without plural': ('msgid "a"\nmsgstr[0] "b"\n', 2, 'catalog.plural'),
    'plural forms in disorder': (
        'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\nmsgstr[0] "d"\n',
        3,
        'catalog.plural',
    ),
    'too few plural forms': (
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
        3,
        'catalog.plural',
    ),
    'line end on one side': ('msgid "a\\n"\nmsgstr "b"\n', 2, 'catalog.newline'),
}


OURS = {  # of which msgfmt says nothing
    'two translations': (
        'msgid "a"\nmsgstr "#-#-#-#-#  x  #-#-#-#-#\\n"\n"b"\n',
        2,
        'catalog.conflict',
    ),
    'line ends': ('msgid "a"\r\nmsgstr "b"\n', 1, 'catalog.lines'),
    'absolute location': ('#: /etc/passwd:1\nmsgid "a"\nmsgstr "b"\n', 2, 'catalog.location'),
    'location outside': (
        '#: ../../a.rst ../../b.rst ../../../../c.rst\nmsgid "a"\nmsgstr "b"\n',
        2,
        'catalog.location',
    ),
}
SYNTAX = [text for text, _, code in DAMAGE.values() if code == 'catalog.syntax']


@pytest.mark.parametrize('text', SYNTAX)
def test_a_message_that_msgfmt_refuses_is_withheld_and_the_next_one_is_not(text):
    catalog = parse((HEADER + text + '\nmsgid "whole"\nmsgstr "entero"\n').encode())
    assert not catalog.broken
    assert all(Harm(found.harm) is Harm.SYNTAX for found in catalog.defects if found.harm)
    assert catalog.breach, 'nothing is written into it'
    assert not catalog.by_key[None, 'whole'].defective
    assert all(m.defective for m in catalog.messages if m.id == 'a')


@pytest.mark.parametrize('name', [*DAMAGE, *OURS])
def test_damage_is_named_with_its_line(name):
    text, line, code = (DAMAGE | OURS)[name]
    assert defects_of(text)[0] == (line, code)


@pytest.mark.parametrize(
    ('line', 'corrected'),
    [
        ('msgstr ENTRE los días"', 'msgstr "ENTRE los días"'),
        ('msgstr[0] ¿Y ahora?"', 'msgstr[0] "¿Y ahora?"'),
        ('msgstr ""\notra línea\\n"', '"otra línea\\n"'),
        ('msgid ""\nmsgctxt sólo"', 'msgctxt "sólo"'),
    ],
)
def test_a_missing_opening_quote_comes_with_the_line_to_paste(line, corrected):
    defects = parse((HEADER + 'msgid "x"\n' + line + '\n').encode()).defects
    assert f'the opening quote is missing; write {corrected}' in [d.message for d in defects]


def test_a_quote_within_a_text_is_no_missing_opening_quote():
    for line in ('msgstr "x"y"', 'msgstr "x', 'msgstr x', 'msgstr"', 'msgid "a" msgstr b'):
        defects = parse((HEADER + line + '\n').encode()).defects
        assert not any('opening' in defect.message for defect in defects)


def test_every_code_has_its_sentence():
    codes = {code for _, _, code in DAMAGE.values()}
    assert codes <= {defect.code for defect in DEFECTS}


@pytest.mark.parametrize('name', DAMAGE)
def test_msgfmt_agrees_that_it_is_damage(name, program, tmp_path):
    msgfmt = program('msgfmt')
    path = tmp_path / 'a.po'
    path.write_text(HEADER + DAMAGE[name][0], encoding='utf-8')
    command = [msgfmt, '-c', '-o', '/dev/null', path]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stderr


@pytest.mark.parametrize(
    'text',
    [
        'msgid "a" "b"\n"c" msgstr"d"\n',
        'msgctxt "x"\nmsgid ""\nmsgstr "y"\n',
        '#~ #, fuzzy\n#~ msgid "a"\n#~ msgstr "b"\n',
        '#~| msgid "old"\n#~ msgid "a"\n#~ msgstr "b"\n',
        'msgid "a"\nmsgstr "b"\nmsgctxt "one"\nmsgid "a"\nmsgstr "b"\n',
        'msgid "\\x41\\101\\a\\\\"\nmsgstr "b"\n',
        '   msgid   "a"   \n\t"b"\nmsgstr "c"\n#, c-format\n#~ msgid "z"\n#~ msgstr ""\n',
        'msgid "a"\nmsgstr "b"\n\n"and on"\n',
    ],
)
def test_what_msgfmt_takes_is_taken(text, program, tmp_path):
    path = tmp_path / 'a.po'
    path.write_text(HEADER + text, encoding='utf-8')
    subprocess.run([program('msgfmt'), '-c', '-o', '/dev/null', path], check=True)
    assert defects_of(text) == []


def test_the_first_of_two_duplicates_holds():
    text = 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n'
    catalog = parse((HEADER + text).encode())
    assert [m.string for m in catalog.messages] == ['b']
    assert [m.string for m in catalog.entries] == ['b', 'c']
    assert not catalog.broken
    assert str(FIRST) in catalog.defects[0].message


def test_a_wrong_byte_is_found_in_its_line_and_column():
    data = (HEADER + 'msgid "a"\nmsgstr "dós X"\n').encode().replace(b'X', b'\xf3')
    catalog = parse(data)
    (defect,) = catalog.defects
    assert (defect.code, defect.line) == ('catalog.byte', FIRST + 1)
    assert '0xF3 in column 13' in defect.message
    assert catalog.data == data


@pytest.mark.parametrize('byte', [b'\xe9', b'\0'])
def test_a_wrong_byte_costs_one_message_and_no_write(byte):
    data = (HEADER + 'msgid "a"\nmsgstr "X"\n\nmsgid "b"\nmsgstr "bé"\n').encode()
    catalog = parse(data.replace(b'X', byte))
    assert [message.defective for message in catalog.messages] == [True, False]
    assert not catalog.broken
    assert catalog.breach


def test_a_file_in_another_charset_throughout_is_broken():
    text = ''.join(f'msgid "{n}"\nmsgstr "ñ"\n\n' for n in range(5))
    assert parse((HEADER + text).encode('latin-1')).broken
    assert parse((HEADER + text).encode('utf-16')).broken


@pytest.mark.parametrize('charset', ['klingon', 'rot13', 'punycode', 'unicode_escape', 'utf-16'])
def test_an_unknown_charset_is_a_finding(charset):
    catalog = parse(HEADER.replace('UTF-8', charset).encode())
    (defect,) = catalog.defects
    assert (defect.code, defect.line) == ('catalog.charset', 7)
    assert catalog.broken


@pytest.mark.parametrize(
    'before',
    [
        '# Converted from charset=ISO-8859-1\n',
        '#. charset=koi8-r\nmsgid "charset=koi8-r"\nmsgstr ""\n\n',
        '#~ msgid ""\n#~ msgstr "charset=ISO-8859-1\\n"\n\n',
    ],
)
def test_only_the_header_names_the_charset(before):
    text = before + HEADER + 'msgid "a"\nmsgstr "año"\n'
    catalog = parse(text.encode())
    assert catalog.charset == 'UTF-8'
    assert catalog.messages[-1].string == 'año'
    assert catalog.data == text.encode()


def test_the_header_alone_changes_where_its_charset_cannot_hold_a_text():
    text = '# was charset=KOI8-R\n' + HEADER.replace('UTF-8', 'ISO-8859-1')
    assert encoded(text + '漢', 'iso-8859-1').decode() == (
        text.replace('charset=ISO-8859-1', 'charset=UTF-8') + '漢'
    )


def test_a_byte_order_mark_is_a_finding_that_breaks_nothing():
    catalog = parse(b'\xef\xbb\xbf' + FULL.encode())
    assert [(d.line, d.code) for d in catalog.defects] == [(1, 'catalog.bom')]
    assert len(catalog.messages) == 2
    assert not catalog.broken


def test_a_nul_byte_is_found_in_its_line():
    catalog = parse((HEADER + 'msgid "a"\nmsgstr "x\0y"\n').encode())
    assert [(d.line, d.code) for d in catalog.defects] == [(FIRST + 1, 'catalog.nul')]


def test_no_header_is_a_warning():
    (defect,) = parse(b'msgid "a"\nmsgstr "b"\n').defects
    assert (defect.code, defect.severity) == ('catalog.header', Severity.WARNING)


def test_a_file_of_rubbish_gives_few_findings():
    assert len(parse(b'rubbish\n' * 100_000).defects) <= 101


def test_a_merge_mark_is_not_hidden_behind_many_warnings():
    many = ''.join(f'msgid "{i}\\n"\nmsgstr "b"\n\n' for i in range(120))
    catalog = parse((HEADER + many + '<<<<<<< HEAD\nmsgid "a"\nmsgstr "open\n').encode())
    counts = Counter(defect.code for defect in catalog.defects)
    assert counts == {'catalog.newline': 100, 'catalog.merge': 1, 'catalog.syntax': 1}
    assert catalog.broken
    last = [d for d in catalog.defects if d.code == 'catalog.newline'][-1]
    assert 'further ones of this kind are not listed' in last.message


def test_states():
    text = (
        'msgid "a"\nmsgstr "b"\n\n#, fuzzy\nmsgid "c"\nmsgstr "d"\n\nmsgid "e"\nmsgstr ""\n\n'
        'msgid "f"\nmsgid_plural "g"\nmsgstr[0] "h"\n'
    )
    expected = [State.CURRENT, State.OUTDATED, State.UNTRANSLATED, State.WITHHELD]
    assert [state(message) for message in messages_of(text)] == expected


@pytest.mark.parametrize(
    ('comment', 'names'),
    [
        ('# editions: ignore numbers', {'numbers'}),
        ('# editions: ignore numbers, terms (a quotation)', {'numbers', 'terms'}),
        ('# editions: ignore numbers: the source is wrong', {'numbers'}),
        ('#, ignore-same, fuzzy', {'same'}),
        ('# nothing to ignore', set()),
    ],
)
def test_a_message_says_which_checks_it_silences(comment, names):
    (message,) = messages_of(f'{comment}\nmsgid "a"\nmsgstr "b"\n')
    assert message.silenced == names


@pytest.mark.parametrize(
    ('line', 'found'),
    [
        ('Plural-Forms: nplurals=2; plural=(n != ;', True),
        ('Plural-Forms: nplurals=99; plural=0;', True),
        ('Plural-Forms: nplurals=2; plural=__import__(1);', True),
        ('Plural-Forms: nplurals=2; plural=' + '(' * 900 + ';', True),
        ('POT-Creation-Date: 2024-06-15T12:00:43-04:00', False),
        ('PO-Revision-Date: ', False),
    ],
)
def test_plural_forms_that_gettext_cannot_run_are_found(line, found):
    text = FULL.replace('"Plural-Forms: nplurals=2; plural=(n != 1);\\n"', f'"{line}\\n"')
    catalog = parse(text.encode())
    assert ('catalog.header' in [defect.code for defect in catalog.defects]) == found
    assert not catalog.broken


@pytest.mark.parametrize(
    'text',
    [
        'msgid "a"\nmsgstr "' + 'x' * 1_000_000 + '"\n',
        'msgid "a"\nmsgstr ""\n' + '"x\\n"\n' * 200_000,
        'msgid "a"\nmsgstr ' + '"x"' * 200_000 + '\n',
        'msgid "a"\nmsgstr "' + '\\' * 999_999,
        '#: ' + '\u2068 ' * 300_000 + '\nmsgid "a"\nmsgstr "b"\n',
        '"' * 1_000_000,
        'msgid "' + 'x\\' * 400_000,
        '#| ' + '"x" ' * 200_000,
    ],
)
def test_length_is_no_reason_to_stop(text):
    """A reader that takes quadratic time would not come back from this."""
    assert parse(text.encode()).text == text
