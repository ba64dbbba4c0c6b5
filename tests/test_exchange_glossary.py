"""A glossary goes out as TBX or CSV and comes back: nothing lost, nothing changed unsaid."""

import csv
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, editions
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from editions.catalogs import glossary, po
from editions.catalogs.exchange import glossaries, merging
from editions.catalogs.exchange.merging import TermMerge
from editions.catalogs.glossary import Term
from editions.catalogs.po.messages import Catalog, Message
from editions.findings import UserError
from editions.folders import glossary_path

HEADER = r"""# Terms
msgid ""
msgstr ""
"PO-Revision-Date: 2026-01-01 00:00+0000\n"
"Language: es\n"
"Content-Type: text/plain; charset=UTF-8\n"

"""
TERMS = """# the chair asked for it
# also: rueda de prensa | encuentro con la prensa
# not: =conferencia
# editions: ignore terms (a title)
# source: MFA
# note: never in capitals
msgctxt "event"
msgid "press conference"
msgstr "conferencia de prensa"

#, fuzzy
# not: centro de medios
msgid "press center"
msgstr "centro de prensa"

msgid "-ism"
msgstr ""
"""
FORMS = ['tbx', 'csv']
CODES = ['es', 'pt_BR', 'zh_CN']


def there(text: str = HEADER + TERMS) -> Catalog:
    return po.parse(text.encode(), Path('glossary.po'), name='glossary.po')


def out(form: str, catalog: Catalog) -> bytes:
    terms = [glossary.term(message) for message in catalog.messages]
    return (
        glossaries.write_csv(terms)
        if form == 'csv'
        else glossaries.write_tbx(terms, 'en', 'es', 'x')
    )


def taken(form: str, catalog: Catalog, data: bytes, **more: Any) -> TermMerge:
    found, unread = (
        glossaries.read_csv(data, 'back')
        if form == 'csv'
        else glossaries.read_tbx(data, 'back', 'en', 'es')
    )
    assert found
    held = merging.merge_terms(catalog, found, 'back', **more)
    held.findings += unread
    return held


def after(catalog: Catalog, held: TermMerge) -> str:
    changed = merging.with_terms(catalog, held, {})
    assert not changed.defects
    return changed.text


@pytest.mark.parametrize('form', FORMS)
@pytest.mark.parametrize('code', CODES)
def test_what_comes_back_untouched_changes_no_byte(project: Path, form: str, code: str) -> None:
    path = glossary_path(project / 'locale', code)
    before = path.read_bytes()
    done = editions('export', code, f'--{form}', '-o', f'x.{form}', cwd=project)
    assert done.returncode == 0
    done = editions('import', f'x.{form}', '-l', code, cwd=project)
    assert done.returncode == 0, done.stdout
    assert ': 0 new, 0 changed, ' in done.stdout
    assert path.read_bytes() == before


@pytest.mark.parametrize('form', FORMS)
def test_open_and_proposed_terms_go_out_and_come_back(form: str) -> None:
    held = taken(form, there(), out(form, there()))
    assert (held.edits, held.added, held.findings, held.absent) == ({}, [], [], 0)


@pytest.mark.parametrize('form', FORMS)
@pytest.mark.parametrize('code', CODES)
def test_an_empty_glossary_is_filled_with_all_that_the_file_says(form: str, code: str) -> None:
    catalog = po.read(glossary_path(ROOT / 'locale', code))
    empty = there(HEADER)
    text = after(empty, taken(form, empty, out(form, catalog)))
    assert text.startswith(HEADER)
    lines = [replace(term, line=0) for term in glossary.terms(catalog)]
    assert [replace(term, line=0) for term in glossary.terms(there(text))] == lines


SAVED: dict[str, Callable[[str], bytes]] = {
    'semicolons': lambda text: rewritten(text, ';').encode('utf-8-sig'),
    'tabs in UTF-16': lambda text: rewritten(text, '\t').encode('utf-16'),
    'UTF-16, the other way round': lambda text: b'\xfe\xff' + text.encode('utf-16-be'),
    'no mark': lambda text: text.encode(),
    'LF': lambda text: text.replace('\r\n', '\n').encode(),
    'all quoted': lambda text: rewritten(text, ';', quoting=csv.QUOTE_ALL).encode(),
    'told its delimiter': lambda text: f'sep=;\r\n{rewritten(text, ";")}'.encode(),
    'empty rows and cells': lambda text: (text.replace('\r\n', ',,,\r\n') + ',,\r\n\r\n').encode(),
    'other order': lambda text: rewritten(text, ',', order=-1).encode(),
    'headings in capitals': lambda text: text.replace('term,sense', 'Term, SENSE ').encode(),
}


def rewritten(text: str, sign: str, *, order: int = 1, quoting: int = csv.QUOTE_MINIMAL) -> str:
    file = io.StringIO()
    rows = [row[::order] for row in csv.reader(io.StringIO(text))]
    csv.writer(file, delimiter=sign, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return file.getvalue()


@pytest.mark.parametrize('how', SAVED)
def test_every_program_may_have_saved_the_table(how: str) -> None:
    text = out('csv', there()).decode('utf-8-sig')
    held = taken('csv', there(), SAVED[how](text))
    assert (held.edits, held.added, held.findings) == ({}, [], [])
    changed = text.replace('rueda de prensa', 'rueda con la prensa')
    held = taken('csv', there(), SAVED[how](changed))
    assert [said for _, said in held.changes] == [
        'press conference: also: rueda de prensa | encuentro con la prensa'
        ' → rueda con la prensa | encuentro con la prensa'
    ]


def test_no_cell_is_a_formula_and_none_is_lost() -> None:
    cells = ['=1+1', '+1', '-ism', '@x', "'=1", '＝1', '\t=1', "l'eau", "'quoted'"]
    terms = [Term(cell, cell) for cell in cells]
    rows = list(csv.reader(io.StringIO(glossaries.write_csv(terms).decode('utf-8-sig'))))[1:]
    assert all(cell[:1] not in '=+-@＝\t\r\n' for row in rows for cell in row if cell)
    found, _ = glossaries.read_csv(glossaries.write_csv(terms), 'x')
    assert [one.term.source for one in found] == [cell.strip() for cell in cells]


@pytest.mark.parametrize('form', FORMS)
def test_a_changed_term_is_taken_and_all_around_it_stays(form: str) -> None:
    text = out(form, there()).decode('utf-8-sig').replace('MFA', 'MFA 2016')
    held = taken(form, there(), text.encode())
    assert held.changes == [(15, 'press conference: source: MFA → MFA 2016')]
    assert after(there(), held) == (HEADER + TERMS).replace(': MFA', ': MFA 2016')


@pytest.mark.parametrize('form', FORMS)
def test_a_new_term_stands_at_the_end(form: str) -> None:
    more = '\n# not: visto\nmsgid "visa"\nmsgstr "visado"\n'
    held = taken(form, there(), out(form, there(HEADER + TERMS + more)))
    assert held.changes == [(0, 'visa: new: visado')]
    assert after(there(), held) == HEADER + TERMS + more


@pytest.mark.parametrize('form', FORMS)
def test_what_changed_meanwhile_is_listed_and_not_overwritten(form: str) -> None:
    meanwhile = there(HEADER + TERMS.replace('"conferencia de prensa"', '"rueda"'))
    there_base = glossary.term(there().messages[0]).base
    text = out(form, there()).decode('utf-8-sig').replace('MFA', 'MFA 2016')
    held = taken(form, meanwhile, text.encode(), before={there_base: ['primera']})
    assert held.edits == {}
    (finding,) = held.findings
    assert finding.code == 'import.changed'
    assert 'changed meanwhile in line 15' in finding.message
    assert 'rendering: rueda → conferencia de prensa' in finding.message
    assert finding.message.endswith('when it was exported: primera)')
    held = taken(form, meanwhile, text.encode(), overwrite=True)
    assert 'msgstr "conferencia de prensa"' in after(meanwhile, held)


def test_a_table_of_others_fills_gaps_and_says_what_it_would_replace() -> None:
    table = 'term;rendering\npress center;sala de prensa\n-ism;-ismo\npress conference;x\n'
    held = taken('csv', there(), table.replace('press conference', 'zone').encode())
    assert [said for _, said in held.changes] == [
        'press center: rendering: centro de prensa → sala de prensa; approved: no → yes',
        '-ism: rendering: (nothing) → -ismo; approved: no → yes',
        'zone: new: x',
    ]
    assert held.absent == 1
    text = after(there(), held)
    assert '# not: centro de medios\nmsgid "press center"\nmsgstr "sala de prensa"' in text
    sensed = 'term,sense,rendering\npress conference,event,x\n'
    held = taken('csv', there(), sensed.encode())
    assert [finding.code for finding in held.findings] == ['import.changed']
    assert 'the glossary has it otherwise in line 15' in held.findings[0].message


def test_a_column_that_is_emptied_is_a_change_and_one_that_is_gone_is_none() -> None:
    rows = list(csv.reader(io.StringIO(out('csv', there()).decode('utf-8-sig'))))
    emptied = [[*row[:4], '', *row[5:]] if i == 1 else row for i, row in enumerate(rows)]
    for table, changes in ((emptied, 1), ([row[:4] + row[5:] for row in rows], 0)):
        file = io.StringIO()
        csv.writer(file).writerows(table)
        assert len(taken('csv', there(), file.getvalue().encode()).changes) == changes


BAD = {
    'row without a term': ('term,rendering\n,x\n', 'import.term', 'without a term'),
    'control character': ('term,rendering\na\x00b,x\n', 'import.term', 'control character'),
    'barred and approved': ('term,rendering,not\na,x,y | x\n', 'import.term', 'at once: x'),
    'too long': (f'term,rendering\na,{"x" * 2000}\n', 'import.term', 'longer than'),
    'twice': ('term,rendering\na,x\na,y\n', 'import.twice', 'stands in line 2 already'),
    'too many cells': ('term,rendering\na,b,c\n', 'import.term', 'more cells than columns'),
    'unknown state': ('term,rendering,state\na,b,yes\n', 'import.term', 'the state is neither'),
    'no rendering': (
        'term,rendering,sense\npress conference,,event\n',
        'import.empty',
        'no rendering',
    ),
}


@pytest.mark.parametrize('name', BAD)
def test_a_row_that_is_no_term_is_a_finding_with_its_line(name: str) -> None:
    text, code, sentence = BAD[name]
    held = taken('csv', there(), (text + 'good,bueno\n').encode())
    (finding,) = held.findings
    assert finding.code == code
    assert sentence in finding.message
    assert finding.line in (2, 3)
    assert 'good: new: bueno' in [said for _, said in held.changes]


UNREADABLE = {
    'code page': ('term,rendering\na,ñ\n'.encode('cp1252'), 'save it again as "CSV UTF-8"'),
    'no columns': (b'a,b\nc,d\n', 'must name the columns term and rendering'),
    'empty': (b'', 'an empty table'),
    'a column twice': (b'term,rendering,term\n', 'two columns are named term'),
    'no CSV': (b'term,rendering\n"a"b,c\n', 'x:2: no CSV'),
    'a cell of megabytes': (b'term,rendering\na,' + b'x' * 200_000, 'no CSV'),
}


@pytest.mark.parametrize('name', UNREADABLE)
def test_a_file_that_is_no_table_is_one_sentence(name: str) -> None:
    data, sentence = UNREADABLE[name]
    with pytest.raises(UserError, match=sentence):
        glossaries.read_csv(data, 'x')


DTD = '<!DOCTYPE martif [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
HOSTILE = {
    'entity bomb': (f'{DTD}<martif>&b;</martif>', 'entities'),
    'file': ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><martif>&b;</martif>', 'entit'),
    'parameter entity': ('<!DOCTYPE a [<!ENTITY % b SYSTEM "x"> %b;]><martif/>', 'entities'),
    'undeclared entity': ('<!DOCTYPE martif SYSTEM "a.dtd"><martif>&b;</martif>', 'entities'),
    'not well-formed': ('<martif>\n<text></martif>', 'x:2: no well-formed XML'),
    'other root': ('<xliff/>', 'no TBX; its root is xliff'),
}


@pytest.mark.parametrize('name', HOSTILE)
def test_hostile_xml_is_refused(name: str) -> None:
    text, sentence = HOSTILE[name]
    with pytest.raises(UserError, match=sentence):
        glossaries.read_tbx(text.encode(), 'x', 'en', 'es')


OLD = """<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX"><text><body><termEntry id="7">
<langSet xml:lang="en-US"><ntig><termGrp><term>visa</term></termGrp></ntig>
<ntig><termGrp><term>entry permit</term></termGrp></ntig></langSet>
<langSet xml:lang="es"><ntig><termGrp><term>visto</term>
<termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termGrp></ntig>
<ntig><termGrp><term>visado</term></termGrp></ntig></langSet>
<langSet xml:lang="fr"><ntig><termGrp><term>visa</term></termGrp></ntig></langSet>
</termEntry></body></text></martif>"""
NEW = """<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<text><body><conceptEntry id="c1"><langSec xml:lang="en"><termSec><term>visa</term></termSec>
<termSec><term>entry permit</term></termSec></langSec><langSec xml:lang="es_MX">
<termSec><term>visado</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote>
</termSec><termSec><term>visto</term><termNote type="administrativeStatus">
deprecatedTerm-admn-sts</termNote></termSec></langSec></conceptEntry></body></text></tbx>"""


@pytest.mark.parametrize('text', [OLD, NEW], ids=['2008', '2019'])
def test_the_termbases_of_other_programs_are_read(project: Path, text: str) -> None:
    (project / 'terms.tbx').write_text(text, 'utf-8')
    done = editions('import', 'terms.tbx', '--language', 'es', cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert 'visa: new: visado' in done.stdout
    assert 'entry permit: new: visado' in done.stdout
    assert '2 new, 0 changed, 0 as they were, 214 not in the file and kept' in done.stdout
    added = (project / 'locale/es/glossary.po').read_text('utf-8').split('\n\n')[-2:]
    assert added[0] == '# not: visto\nmsgid "visa"\nmsgstr "visado"'


STATES = """<martif type="TBX" xml:lang="en"><text><body><termEntry id="c1">
<descrip type="definition">To stop</descrip><langSet xml:lang="en-US"><tig><term>cancel</term>
<termNote type="partOfSpeech">verb</termNote></tig></langSet>
<langSet xml:lang="fr"><tig><term>annuler</term><note>en français</note></tig></langSet>
<langSet xml:lang="es">{}</langSet></termEntry>
<termEntry id="c2"><descrip type="Translation needed">No</descrip>
<descrip type="Usage note">a name</descrip>
<langSet xml:lang="en"><tig><term>Rosewood</term></tig></langSet></termEntry>
</body></text></martif>"""
TIG = '<tig><term>{}</term><termNote type="administrativeStatus">{}</termNote></tig>'


def test_what_a_termbase_says_of_a_term_is_kept_or_said_to_be_lost() -> None:
    forms = ('a', 'forbidden'), ('b', 'obsolete'), ('c', 'deprecatedTerm-admn-sts'), ('d', '')
    forms += ('e', 'admittedTerm-admn-sts'), ('f', 'preferred'), ('g', 'supersededTerm-admn-sts')
    text = STATES.format(''.join(TIG.format(*form) for form in forms)).replace('"en"', '"en-US"')
    (cancel, rosewood), lost = glossaries.read_tbx(text.encode(), 'x', 'en-US', 'es')
    assert cancel.term == Term(
        'cancel', 'f', also=('d', 'e'), barred=('a', 'b', 'c', 'g'), note='To stop', line=1
    )
    assert rosewood.over(glossary.term(Message('Rosewood'))).rendering == 'Rosewood'
    assert rosewood.term.note == 'a name'
    assert [str(each) for each in lost] == [
        'x: info: a glossary has no place for these, left out: partOfSpeech (1) [import.term]'
    ]


def test_the_language_is_told_by_option_file_or_name(project: Path) -> None:
    table = project / 'terms.csv'
    table.write_text('term,rendering\nvisa,visado\n', 'utf-8')
    done = editions('import', table, cwd=project)
    assert done.returncode == 2
    assert 'name its language with --language: es, pt_BR, zh_CN' in done.stderr
    assert 'or in the name of the file: terms.es.csv' in done.stderr
    done = editions('import', table, '-l', 'en', cwd=project)
    assert done.returncode == 2
    assert 'en is the language of the source' in done.stderr
    named = table.rename(project / 'terms.pt-BR.csv')
    done = editions('import', named, '--dry-run', cwd=project)
    assert 'locale/pt_BR/glossary.po: visa: new: visado' in done.stdout
    assert 'visado' not in (project / 'locale/pt_BR/glossary.po').read_text('utf-8')
    (project / 'terms.tbx').write_text(OLD, 'utf-8')
    done = editions('import', 'terms.tbx', '-l', 'zh_CN', cwd=project)
    assert done.returncode == 2
    assert 'nothing in zh-CN; it has en-US, es, fr' in done.stderr


def test_a_language_without_a_glossary_gets_one(project: Path) -> None:
    path = project / 'locale/es/glossary.po'
    path.unlink()
    (project / 'terms.es.csv').write_text('term,rendering\nvisa,visado\n', 'utf-8')
    assert editions('import', 'terms.es.csv', cwd=project).returncode == 0
    assert [t.rendering for t in glossary.read_glossary(path)] == ['visado']
    assert not po.read(path).defects


def test_tbx_tells_forms_apart() -> None:
    root = etree.fromstring(out('tbx', there()))
    found = [(tig[0].text, (tig[1].text or '').split('T')[0]) for tig in root.iter('tig')]
    assert found[:5] == [
        ('press conference', 'preferred'),
        ('conferencia de prensa', 'preferred'),
        ('rueda de prensa', 'admitted'),
        ('encuentro con la prensa', 'admitted'),
        ('=conferencia', 'deprecated'),
    ]
    assert 'centro de prensa' not in [text for text, _ in found]  # proposed, not decided


SIGNS = st.characters(blacklist_categories=('Cs', 'Cc'), blacklist_characters='|\u2028\u2029')
WORDS = st.text(SIGNS, min_size=1, max_size=12).map(str.strip).filter(bool)
SAID = st.one_of(st.just(''), WORDS)
FEW = st.lists(WORDS, max_size=2).map(tuple)
ENTRIES = st.lists(
    st.builds(Term, WORDS, WORDS, SAID, FEW, FEW, SAID, SAID),
    min_size=1,
    max_size=3,
    unique_by=lambda term: (term.source, term.sense),
)


@settings(max_examples=60, deadline=None)
@given(ENTRIES)
def test_any_terms_go_out_and_come_in_as_they_were(entries: list[Term]) -> None:
    entries = [term for term in entries if not set(term.renderings) & set(term.barred)]
    assume(entries)
    written = {'csv': glossaries.write_csv(entries)}
    written['tbx'] = glossaries.write_tbx(entries, 'en', 'es', 'x')
    for form, data in written.items():
        catalog = merging.with_terms(there(HEADER), taken(form, there(HEADER), data), {})
        assert not catalog.defects
        assert [replace(term, line=0) for term in glossary.terms(catalog)] == entries
        held = taken(form, catalog, data)
        assert (held.changes, held.findings) == ([], [])


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(st.characters(blacklist_categories=['Cs']), max_size=200).map(str.encode)
)
def test_whatever_a_file_holds_nothing_breaks(data: bytes) -> None:
    for table in (data, b'term,rendering,state\n' + data):
        with suppress(UserError):
            found, _ = glossaries.read_csv(table, 'x')
            held = merging.merge_terms(there(HEADER), found, 'x')
            assert not merging.with_terms(there(HEADER), held, {}).breach
    with suppress(UserError):
        glossaries.read_tbx(data, 'x', 'en', 'es')
