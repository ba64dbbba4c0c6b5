"""Handing a language out and taking it back: nothing lost, nothing overwritten, nothing run."""

import re
import subprocess
from dataclasses import replace
from importlib import import_module

import pytest
from click.testing import CliRunner
from conftest import ROOT, editions
from lxml import etree

from editions import markup
from editions.catalogs import store
from editions.catalogs.exchange import transfer, translations
from editions.catalogs.exchange.merging import different, merge
from editions.catalogs.exchange.xml import get_text
from editions.catalogs.po import parse
from editions.catalogs.po.messages import Previous
from editions.catalogs.po.writing import edited, translated
from editions.findings import UserError
from editions.languages.language import Language
from editions.project import load

HEADER = r"""# Who did it
msgid ""
msgstr ""
"PO-Revision-Date: 2026-01-01 00:00+0000\n"
"Language: es\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
GUIDE = (
    HEADER
    + r"""# a remark
#. from the author
#: guide.rst:12 other.rst
#, fuzzy, no-wrap
#| msgctxt "old menu"
#| msgid "Old <source>"
msgctxt "menu"
msgid "New <source>\n  with two lines"
msgstr "Fuente & nueva\n  dos"

msgid "%(n)s file"
msgid_plural "%(n)s files"
msgstr[0] "%(n)s archivo"
msgstr[1] "%(n)s archivos"

msgid "Open"
msgstr ""

msgid "Both"
msgstr "Ambos"

#~ msgid "Gone"
#~ msgstr "Ido"
"""
)
OTHER = HEADER + 'msgid "Both"\nmsgstr "Los dos"\n\nmsgid "Close"\nmsgstr "Cerrar"\n'
FORMS = ['xliff', 'po']


def catalogs():
    texts = {'guide': GUIDE, 'part/other': OTHER}
    return {domain: parse(text.encode(), domain=domain) for domain, text in texts.items()}


def out(form, there, *, only_open=False):
    if form == 'xliff':
        return translations.write_xliff(there, 'en', 'es', only_open=only_open)
    return translations.write_po(there, only_open=only_open)[0]


def back(form, data):
    read = translations.read_xliff if form == 'xliff' else translations.read_po
    return read(data, 'back')


@pytest.mark.parametrize('form', FORMS)
def test_what_comes_back_untouched_changes_nothing(form):
    there = catalogs()
    language, returned = back(form, out(form, there))
    assert language == 'es' or language['Language'] == 'es'  # a .po file has a whole header
    assert len(returned) >= 5
    merged = merge(there, returned, 'back')
    assert merged.edits == {}
    assert merged.findings == []


def test_xliff_holds_all_that_a_message_has():
    there = catalogs()
    data = out('xliff', there)
    unit = etree.fromstring(data)[0][1][0]
    text = etree.tostring(unit, encoding='unicode')
    for part in ('a remark', 'from the author', 'guide.rst', '>12<', 'other.rst', 'fuzzy, no-wrap'):
        assert part in text
    for part in (
        'old menu',
        'Old &lt;source&gt;',
        '>menu<',
        'needs-adaptation',
        'previous-version',
    ):
        assert part in text
    (first, plural, *_) = translations.read_xliff(data, '')[1]
    message = there['guide'].messages[0]
    assert (first.id, first.strings, first.fuzzy) == (message.id, message.strings, True)
    assert (first.context, first.comments, first.domain) == ('menu', ('a remark',), 'guide')
    assert plural.plural == '%(n)s files'
    assert plural.strings == ('%(n)s archivo', '%(n)s archivos')


@pytest.mark.parametrize('form', FORMS)
def test_a_translation_is_taken_and_the_rest_of_its_catalog_stays(form):
    there = catalogs()
    text = out(form, there).decode()
    changed = text.replace('Fuente &amp; nueva', 'Otra').replace('Fuente & nueva', 'Otra')
    if form == 'xliff':
        changed = changed.replace('needs-adaptation', 'translated')
    else:
        changed = changed.replace('#, fuzzy, no-wrap', '#, no-wrap')
    merged = merge(there, back(form, changed.encode())[1], 'back')
    (edit,) = merged.edits['guide'].items()
    after = edited(there['guide'], merged.edits['guide'])
    assert edit[1].string == 'Otra\n  dos'
    message = after.messages[0]
    assert (message.flags, message.previous) == (('no-wrap',), None)
    assert message.comments == ('a remark',)
    assert message.locations == ('guide.rst:12', 'other.rst')
    assert after.text.split('msgid "%(n)s file"')[1] == GUIDE.split('msgid "%(n)s file"')[1]


@pytest.mark.parametrize('form', FORMS)
def test_what_changed_meanwhile_is_listed_and_not_overwritten(form):
    there = catalogs()
    text = out(form, there).decode().replace('Cerrar', 'Cierra').replace('archivos', 'ficheros')
    close = there['part/other'].by_key[None, 'Close']
    meanwhile = there | {
        'part/other': edited(there['part/other'], {close: translated(close, ('Clausurar',))}),
        'guide': parse(GUIDE.replace('%(n)s file', '%(n)s good file').encode(), domain='guide'),
    }
    before = {close.digest: close.strings}
    merged = merge(meanwhile, back(form, text.encode())[1], 'back', before=before)
    assert merged.edits == {}
    assert sorted(f.code for f in merged.findings) == ['import.changed', 'import.source']
    assert all(f.line for f in merged.findings)
    (conflict,) = [f.message for f in merged.findings if f.code == 'import.changed']
    place = f'part/other:{meanwhile["part/other"].messages[1].string_line}'
    assert conflict == (
        f'changed meanwhile, not overwritten: “Clausurar” in {place}, “Cierra” in the file; '
        '“Cerrar” when it was exported'
    )


def test_of_two_long_translations_the_difference_is_quoted():
    same = 'Esta larga traducción empieza igual que la otra, y no se distingue de ella hasta aquí: '
    one, other, _ = different((same + 'dos días.',), (same + 'tres días, y no más que ellos.',))
    assert one.endswith('hasta aquí: dos días.')
    assert other.endswith('hasta aquí: tres días, y no más que ellos.')
    assert len(one) < 60


@pytest.mark.parametrize('form', FORMS)
@pytest.mark.parametrize('domain', ['my first guide', 'part two/other guide', 'editions: a'])
def test_a_document_whose_name_holds_spaces_comes_home(form, domain):
    there = {domain: parse(OTHER.encode(), domain=domain)}
    text = out(form, there).decode().replace('Cerrar', 'Cierra')
    merged = merge(there, back(form, text.encode())[1], 'back')
    assert merged.findings == []
    assert [new.string for new in merged.edits[domain].values()] == ['Cierra']


@pytest.mark.parametrize('form', FORMS)
def test_a_translators_remark_is_kept(form):
    there = catalogs()
    text = out(form, there).decode()
    if form == 'xliff':
        text = text.replace('<note from="translator">a remark</note>', '<note>and one more</note>')
    else:
        text = text.replace('# a remark', '# a remark\n# and one more')
    merged = merge(there, back(form, text.encode())[1], 'back')
    (new,) = merged.edits['guide'].values()
    assert new.comments == ('a remark', 'and one more')
    assert new.previous == Previous('Old <source>', 'old menu')


def test_a_foreign_file_fills_gaps_but_replaces_nothing():
    there = catalogs()
    text = HEADER + 'msgid "Open"\nmsgstr "Abrir"\n\nmsgid "Close"\nmsgstr "Cierra"\n'
    merged = merge(there, translations.read_po(text.encode(), 'x')[1], 'back')
    assert [new.string for new in merged.edits['guide'].values()] == ['Abrir']
    assert [f.code for f in merged.findings] == ['import.changed']
    merged = merge(there, translations.read_po(text.encode(), 'x')[1], 'back', overwrite=True)
    assert [new.string for new in merged.edits['part/other'].values()] == ['Cierra']


@pytest.mark.parametrize('form', FORMS)
def test_only_what_is_open_can_be_handed_out(form):
    returned = back(form, out(form, catalogs(), only_open=True))[1]
    assert [one.id[:4] for one in returned] == ['New ', 'Open']


def test_segments_that_a_tool_wrapped_are_read():
    text = out('xliff', catalogs()).decode()
    wrapped = '<target state="final"><mrk mtype="seg" mid="1">Abrir</mrk> <g id="2">ya</g></target>'
    text = text.replace('<target state="needs-translation"></target>', wrapped)
    text = text.replace('<target state="needs-translation"/>', wrapped)
    (new,) = (
        merge(catalogs(), translations.read_xliff(text.encode(), '')[1], '').edits['guide'].values()
    )
    assert new.string == 'Abrir ya'


OPEN = ('<target state="needs-translation"></target>', '<target state="needs-translation"/>')
TOOLS = {
    'one that knows no states': ('<target state="needs-translation">Abrir</target>', False),
    'OmegaT': ('<target state="translated">Abrir</target>', False),
    'one that is in doubt': ('<target state="needs-review-translation">Abrir</target>', True),
}


@pytest.mark.parametrize('tool', TOOLS)
def test_a_gap_that_a_tool_filled_is_translated_unless_it_says_otherwise(tool):
    target, fuzzy = TOOLS[tool]
    text = out('xliff', catalogs()).decode()
    for gap in OPEN:
        text = text.replace(gap, target)
    (new,) = (
        merge(catalogs(), translations.read_xliff(text.encode(), '')[1], '').edits['guide'].values()
    )
    assert (new.string, new.fuzzy) == ('Abrir', fuzzy)


def test_what_xml_cannot_hold_harms_no_file():
    text = HEADER + 'msgid "a\\bc"\nmsgstr "d\\be"\n\nmsgid "f"\nmsgstr "g"\n'
    there = {'guide': parse(text.encode(), domain='guide')}
    for data in (out('xliff', there), translations.write_tmx(there, 'en', 'es')):
        assert b'a\xef\xbf\xbdc' in data
        etree.fromstring(data)
    merged = merge(there, translations.read_xliff(out('xliff', there), '')[1], '')
    assert merged.edits == {}, 'such a message is listed, not taken'
    assert [finding.code for finding in merged.findings] == ['import.source']


def test_a_source_that_a_tool_copied_into_a_gap_is_no_translation():
    text = out('xliff', catalogs()).decode()
    for gap in OPEN:
        text = text.replace(gap, '<target state="needs-translation">Open</target>')
    assert merge(catalogs(), translations.read_xliff(text.encode(), '')[1], '').edits == {}


def test_a_unit_that_a_tool_approves_is_done_whatever_its_state():
    text = out('xliff', catalogs()).decode()
    approved = text.replace('approved="no"', 'approved="yes"', 1)
    assert approved != text
    (new,) = (
        merge(catalogs(), translations.read_xliff(approved.encode(), '')[1], '')
        .edits['guide']
        .values()
    )
    assert not new.fuzzy


MARKED = (
    HEADER
    + r"""msgid "See *this* `site <https://a.b/>`_, [1]_ and ``code``."
msgstr "``code`` y [1]_: vea este `sitio <https://a.b/>`_ *aquí* y *allí*."

msgid "*All*"
msgstr ""
"""
)


def marks(catalog, message, text):
    return markup.parse(text).marks


def test_markup_is_in_elements_and_comes_back_though_a_tool_empties_them():
    there = {'guide': parse(MARKED.encode(), domain='guide')}
    data = translations.write_xliff(there, 'en', 'es', only_open=False, marks=marks)
    unit, other = etree.fromstring(data).iter('{*}trans-unit')
    texts = (etree.tostring(each).decode() for each in unit[:2])
    source, target = (re.sub(' ?xmlns="[^"]*"', '', text) for text in texts)
    this, link = (
        '<bpt id="1">*</bpt>{}<ept id="1">*</ept>',
        ('<bpt id="2">`</bpt>{}<ept id="2"> &lt;https://a.b/&gt;`_</ept>'),
    )
    note, code = '<ph id="3">[1]_</ph>', '<ph id="4">``code``</ph>'
    assert f'>See {this.format("this")} {link.format("site")}, {note} and {code}.<' in source
    here = f'{this.format("aqu&#237;")} y {this.replace("1", "5").format("all&#237;")}'
    assert f'>{code} y {note}: vea este {link.format("sitio")} {here}.<' in target
    assert get_text(other[0]) == '*All*'
    assert merge(there, translations.read_xliff(data, '')[1], '').edits == {}
    head, rest = data.split(b'<target', 1)
    emptied = head + b'<target' + re.sub(rb'<(ph|.pt)( id="[1-4]")>.*?</\1>', rb'<\1\2/>', rest)
    assert b'<ph id="4"/>' in emptied
    assert merge(there, translations.read_xliff(emptied, '')[1], '').edits == {}


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
HOSTILE = {
    'entity bomb': (BOMB + '<xliff>&b;</xliff>', 'DOCTYPE|entit'),
    'file': ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', 'DOCTYPE|entit'),
    'not well-formed': ('<xliff>\n<file></xliff>', 'back:2: no well-formed XML'),
    'other root': ('<html/>', 'no XLIFF; its root is html'),
    'empty': ('', 'no well-formed XML'),
    'two languages': (
        f'<xliff xmlns="{translations.NAMESPACE}"><file target-language="es"/><file/></xliff>',
        'target-language',
    ),
}


@pytest.mark.parametrize('name', HOSTILE)
def test_a_file_that_is_no_xliff_of_ours_is_one_sentence(name):
    text, sentence = HOSTILE[name]
    with pytest.raises(UserError, match=sentence):
        translations.read_xliff(text.encode(), 'back')


def test_a_path_in_a_file_is_only_a_name():
    text = out('xliff', catalogs()).decode().replace('original="guide"', 'original="/etc/passwd"')
    assert merge(catalogs(), translations.read_xliff(text.encode(), '')[1], '').edits == {}


def test_tmx_holds_what_is_current_and_what_was():
    root = etree.fromstring(translations.write_tmx(catalogs(), 'en', 'es'))
    pairs = [[seg.text for seg in unit.iter('seg')] for unit in root.iter('tu')]
    assert ['Gone', 'Ido'] in pairs
    assert ['%(n)s files', '%(n)s archivos'] in pairs
    assert not any(pair[0].startswith('New') for pair in pairs)
    assert root[0].get('srclang') == 'en'


MEMORY = """<tmx version="1.4"><header srclang="en"/><body>
<tu><prop type="x-context">menu</prop><tuv xml:lang="en-US"><seg>Open</seg></tuv>
<tuv xml:lang="es-ES"><seg>Abrir</seg></tuv><tuv xml:lang="fr"><seg>Ouvrir</seg></tuv></tu>
<tu><tuv xml:lang="en-US"><seg>Open</seg></tuv><tuv xml:lang="es-ES"><seg>Abre</seg></tuv></tu>
<tu><tuv lang="en-US"><seg>Both</seg></tuv><tuv lang="es-ES"><seg>Las dos</seg></tuv></tu>
<tu><tuv lang="en-US"><seg>Opens</seg></tuv><tuv lang="es-ES"><seg>Abre</seg></tuv></tu>
</body></tmx>"""


def test_a_memory_suggests_only_for_what_has_no_translation():
    units = translations.read_tmx(MEMORY.encode(), 'm.tmx')
    found = translations.suggestions(units, 'en-US', 'es-ES', catalogs())
    assert [(f.id, f.strings, f.fuzzy, f.domain) for f in found] == [
        ('Open', ('Abre',), True, 'guide')
    ]


@pytest.mark.parametrize('form', ['po', 'xlf', 'tmx'])
def test_a_language_is_known_by_any_of_its_names(garden, form):
    def said(tag, code=''):
        if form == 'po':
            data = out('po', there).replace(b'Language: es', f'Language: {tag}'.encode())
        elif form == 'xlf':
            data = translations.write_xliff(there, 'en', tag, only_open=False)
        else:
            data = translations.write_tmx(there, 'en-GB', tag)
        return transfer.read_translations(project, garden / f'x.{form}', data, code)[0].code

    there = catalogs()
    languages = (Language('en'), Language('zh_CN'), Language('zh_TW'), Language('es'))
    project = replace(load(garden), languages=languages)
    (garden / 'locale/es').rename(garden / 'locale/zh_CN')
    assert [said(tag) for tag in ('zh-CN', 'zh_Hans', 'zh')] == ['zh_CN'] * 3
    assert said('zh-cn', 'zh_CN') == 'zh_CN'
    for tag, code in (('zh_TW', 'zh_CN'), ('de', 'zh_CN'), ('de', ''), ('en', '')):
        with pytest.raises(UserError):
            said(tag, code)
    if form != 'tmx':
        assert said('', 'zh_CN') == 'zh_CN'
        assert said('zh', 'zh_TW') == 'zh_TW'


def test_the_commands_hand_out_and_take_back(project):
    done = editions('export', 'es', '--po', cwd=project)
    path = project / done.stdout.strip()
    catalog = project / 'locale/es/LC_MESSAGES/index.po'
    before = catalog.read_text('utf-8')
    assert editions('import', path, cwd=project).stdout.endswith('nothing to take\n')
    text = path.read_text('utf-8').replace('msgstr "I. ', 'msgstr "1. ')
    line = next(line for line in text.splitlines() if line.startswith('msgstr "III. '))
    text = text.replace(line, 'msgstr "`x <javascript:alert(1)>`_"')
    who = '"Last-Translator: Community of Shared Future\\n"'
    text = text.replace(who, '"Last-Translator: Ana Pérez <ana@example.org>\\n"')
    path.write_text(text, 'utf-8')
    done = editions('import', path, '--dry-run', cwd=project)
    assert done.returncode == 1
    assert '[unsafe]' in done.stdout
    assert '1 of 30 messages to be taken' in done.stdout
    assert catalog.read_text('utf-8') == before
    done = editions('import', path, cwd=project)
    after = catalog.read_text('utf-8')
    assert 'javascript' not in after
    assert '"Last-Translator: Ana Pérez <ana@example.org>\\n"' in after
    assert 'msgstr "1. ' in after
    dates = {'"PO-Revision-Date', '"Last-Translator', 'msgstr "1.', 'msgstr "I.'}
    dates.add('# translator: Ana Pérez ')
    changed = set(before.splitlines()) ^ set(after.splitlines())
    assert all(line.startswith(tuple(dates)) for line in changed), changed
    path.write_text(text.replace('#. editions: index', '#. '), 'utf-8')  # as if it were not ours
    done = editions('import', path, cwd=project)
    assert done.returncode == 1
    assert done.stderr == 'To replace what was changed meanwhile, add --overwrite.\n'
    assert editions('export', 'en', cwd=project).returncode == 2


@pytest.fixture
def garden(tmp_path):
    """A small project with a Spanish catalog of two documents."""
    (tmp_path / 'conf.py').write_text(
        "project = 'Garden'\nextensions = ['editions']\nlocale_dirs = ['locale']\n"
        "editions_languages = {'en': 'English', 'es': 'Español'}\n"
    )
    folder = tmp_path / 'locale' / 'es' / 'LC_MESSAGES'
    folder.mkdir(parents=True)
    (tmp_path / 'index.rst').write_text('Garden\n======\n\nOpen\n')
    for name, who in (('guide', 'Ana'), ('other', 'Bruno')):
        text = HEADER.replace('"Language', f'"Last-Translator: {who}\\n"\n"Language')
        text += f'msgid "Open {name}"\nmsgstr "Abre {name}"\n'
        (folder / f'{name}.po').write_text(text, 'utf-8')
    return tmp_path


@pytest.mark.parametrize('form', [*FORMS, 'tmx'])
def test_an_exported_file_that_somebody_edited_is_not_overwritten(garden, form):
    def export(*words):
        return editions('export', 'es', f'--{form}', *words, cwd=garden)

    path = garden / export().stdout.strip()
    first = path.read_text('utf-8')
    assert export().returncode == 0
    catalog = garden / 'locale/es/LC_MESSAGES/guide.po'
    catalog.write_text(catalog.read_text('utf-8').replace('Abre', 'Abrid'), 'utf-8')
    assert export().returncode == 0, 'nobody has touched it, and it is out of date'
    assert 'Abrid guide' in path.read_text('utf-8')
    path.write_text(path.read_text('utf-8').replace('Abre other', 'Abramos other'), 'utf-8')
    done = export()
    assert done.returncode == 2
    assert 'edited since it was exported' in done.stderr
    name = path.relative_to(garden)
    assert f'`editions import {name}` takes it back' in done.stderr
    assert 'Abramos' in path.read_text('utf-8')
    assert export('-o', 'other.file').returncode == 0
    if form == 'tmx':
        assert export('--overwrite').returncode == 0
        assert 'Abramos' not in path.read_text('utf-8')
        return
    assert editions('import', path, cwd=garden).returncode == 0
    assert export().returncode == 0, 'all of it has come home'
    assert 'Abramos other' in path.read_text('utf-8')
    assert first


def test_a_file_of_somebody_else_is_not_overwritten(garden):
    (garden / 'mine.po').write_text('my own notes')
    done = editions('export', 'es', '--po', '-o', 'mine.po', cwd=garden)
    assert done.returncode == 2
    assert (garden / 'mine.po').read_text() == 'my own notes'


def test_make_clean_keeps_what_was_exported(tmp_path):
    (tmp_path / 'build' / 'exchange').mkdir(parents=True)
    (tmp_path / 'build' / 'site' / 'en').mkdir(parents=True)
    kept = [tmp_path / 'build' / 'exchange' / 'a.po', tmp_path / 'build' / '.gitignore']
    for path in (*kept, tmp_path / 'build' / 'site' / 'en' / 'index.html'):
        path.touch()
    command = ['make', '-f', ROOT / 'Makefile', 'clean']
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert sorted(path for path in tmp_path.rglob('*') if path.is_file()) == sorted(kept)
    assert not (tmp_path / 'build' / 'site').exists()


def test_who_translated_is_written_only_where_the_file_says_somebody_new(garden):
    path = garden / editions('export', 'es', '--po', cwd=garden).stdout.strip()
    text = path.read_text('utf-8')
    path.write_text(text.replace('Abre', 'Abrid'), 'utf-8')
    assert editions('import', path, cwd=garden).returncode == 0
    folder = garden / 'locale/es/LC_MESSAGES'
    headers = {
        name: parse((folder / f'{name}.po').read_bytes()).header for name in ('guide', 'other')
    }
    assert [header['Last-Translator'] for header in headers.values()] == ['Ana', 'Bruno']
    text = path.read_text('utf-8').replace('Abrid other', 'Abramos other')
    path.write_text(text.replace('Last-Translator: Ana', 'Last-Translator: Carla'), 'utf-8')
    assert editions('import', path, '--overwrite', cwd=garden).returncode == 0
    assert parse((folder / 'other.po').read_bytes()).header['Last-Translator'] == 'Carla'
    assert parse((folder / 'guide.po').read_bytes()).header['Last-Translator'] == 'Ana'


@pytest.mark.parametrize(
    ('words', 'code', 'sentence'),
    [
        (('export', 'es', '--po', '--csv'), 2, 'one format at a time: --po or --csv'),
        (('export', 'es', '--tmx', '--open'), 2, 'leave one out'),
        (('export', 'es', '--po', '--open'), 0, 'es: nothing is fuzzy or untranslated'),
        (('export', 'es', '--open', '-o', '-'), 0, 'es: nothing is fuzzy or untranslated'),
        (('import', 'x.docx'), 2, 'translations come as .xlf, .xliff, .po or .tmx, a glossary as'),
    ],
)
def test_what_cannot_be_done_is_one_sentence(garden, words, code, sentence):
    (garden / 'x.docx').write_bytes(b'PK')
    done = editions(*words, cwd=garden)
    assert (done.returncode, done.stdout) == (code, '')
    assert sentence in done.stderr
    assert not (garden / 'build' / 'exchange').exists()


def test_an_import_takes_what_a_translator_saved_meanwhile_into_account(garden, monkeypatch):
    path = garden / editions('export', 'es', '--po', cwd=garden).stdout.strip()
    path.write_text(path.read_text('utf-8').replace('Abre', 'Abrid'), 'utf-8')
    catalog = garden / 'locale/es/LC_MESSAGES/guide.po'
    write, said = store.write, []

    def meanwhile(writes):
        if not said:
            text = catalog.read_text('utf-8')
            catalog.write_text(text.replace('Abre guide', 'Ábrase guide'), 'utf-8')
        said.append(None)
        write(writes)

    monkeypatch.setattr(store, 'write', meanwhile)
    monkeypatch.chdir(garden)
    result = CliRunner().invoke(import_module('editions.commands.import').command, [str(path)])
    assert result.exit_code == 1
    assert 'changed meanwhile, not overwritten: “Ábrase guide”' in result.output
    assert 'Ábrase guide' in catalog.read_text('utf-8')
    assert 'Abrid other' in catalog.with_name('other.po').read_text('utf-8')


@pytest.mark.parametrize('who', ['FULL NAME <EMAIL@ADDRESS>', 'FIRST AUTHOR <a@b.example>',
                                 'Automatically generated', ''])  # fmt: skip
def test_a_header_that_names_nobody_names_no_last_translator(who):
    taking = import_module('editions.commands.import')
    assert 'Last-Translator' not in taking.header_fields({'Last-Translator': who}, {})
