"""Whatever a catalog holds, it is read, written back as it was, and carried without loss."""

import subprocess

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from editions.catalogs.exchange import translations, xml
from editions.catalogs.exchange.merging import merge
from editions.catalogs.po import parse
from editions.catalogs.po.messages import Message, Previous
from editions.catalogs.po.writing import CANDIDATES, edited, render, translated
from editions.catalogs.update.carrying import carry
from editions.catalogs.update.edits import adapted, neutral
from editions.catalogs.update.matching import Memory, paired_parts

HEADER = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: t\\n"\n"Language: es\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)
LINES = [
    'msgid "a"', 'msgid "b"', 'msgstr "x"', 'msgstr ""', '"more"', '# c', '#. e', '#: f.rst:3',
    '#, fuzzy', '#| msgid "o"', '#| "more"', '#~ msgid "a"', '#~ msgstr "z"', '', 'msgctxt "q"',
    'msgid_plural "p"', 'msgstr[0] "s"', 'msgstr[1] "t"', '#~| msgid "y"', 'msgid "e\\n"',
    'msgstr "un', 'msgid "b\\d"', 'foo "a"', '<<<<<<< HEAD', '=======', '"', '#~', '#|', '#',
    'msgid "c" msgstr "d"', '  msgid  "g"  ', 'msgstr "a"b"', '# | msgid "o"', '#~ # c',
    '\ufeff', '\xa0msgid "a"',
    'msgid "\xa0"\u2028', '\x85',
]  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=['Cs'], exclude_characters='\0'), max_size=120)
FILES = st.lists(st.sampled_from(LINES), max_size=14).map('\n'.join)


@settings(deadline=None, max_examples=800)
@given(st.binary() | FILES.map(str.encode) | FILES.map(lambda text: (HEADER + text).encode()))
def test_any_bytes_are_read_and_come_back(data):
    catalog = parse(data)
    assert catalog.data == data
    for message in catalog.entries:
        assert 0 <= message.block < len(catalog.blocks)
        assert 1 <= message.line <= data.count(b'\n') + 1


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(FILES)
def test_msgfmt_stops_where_we_find_a_defect(program, tmp_path, text):
    path = tmp_path / 'a.po'
    path.write_bytes((HEADER + text + '\n').encode())
    command = [program('msgfmt'), '-c', '-o', '/dev/null', path]
    stopped = subprocess.run(command, capture_output=True, check=False).returncode != 0
    defects = [d for d in parse(path.read_bytes()).defects if d.code != 'catalog.header']
    assert bool(defects) == stopped, (defects, text)


messages = st.builds(
    Message,
    id=TEXT.filter(bool),
    strings=st.tuples(TEXT),
    context=st.none() | TEXT,
    flags=st.sampled_from([(), ('fuzzy',), ('no-wrap',), ('fuzzy', 'c-format')]),
    comments=st.lists(st.sampled_from(['one', 'two  words', '', 'editions: x']), max_size=2).map(
        tuple
    ),
    locations=st.sampled_from([(), ('a.rst',), ('a.rst:1', 'b.rst')]),
    previous=st.none() | st.builds(Previous, id=TEXT),
)
catalogs = st.lists(messages, max_size=5, unique_by=lambda message: message.key)


@settings(deadline=None, max_examples=200)
@given(catalogs, st.sampled_from(CANDIDATES))
def test_what_is_rendered_is_read_again(written, layout):
    text = HEADER + '\n'.join(render(message, layout) for message in written)
    read = parse(text.encode()).messages
    for ours, theirs in zip(written, read, strict=True):
        assert (ours.key, ours.strings, ours.flags) == (theirs.key, theirs.strings, theirs.flags)
        assert (ours.comments, ours.previous) == (theirs.comments, theirs.previous)
        assert ours.locations == theirs.locations


@settings(deadline=None, max_examples=200)
@given(catalogs, catalogs)
def test_an_update_loses_nothing_and_settles_at_once(old, new):
    layout = CANDIDATES[1]
    before = parse((HEADER + '\n'.join(render(m, layout) for m in old)).encode())
    fresh = [Message(m.id, context=m.context) for m in new]
    template = parse((HEADER + '\n'.join(render(m, layout) for m in fresh)).encode())
    after = parse(carry(before, template, Memory(before.messages)).data)
    assert not after.broken
    assert {m.key for m in after.messages} == {m.key for m in template.messages}
    texts = {m.string for m in after.entries}
    assert {m.string for m in before.messages} - {''} <= texts
    again = carry(after, template, Memory([*after.messages, *after.obsolete]))
    assert again.data == after.data


@settings(deadline=None, max_examples=200)
@given(catalogs.filter(bool), TEXT.filter(bool))
def test_an_edit_changes_its_message_alone(written, string):
    text = HEADER + '\n'.join(render(message, CANDIDATES[0]) for message in written)
    catalog = parse(text.encode())
    first = catalog.messages[0]
    after = edited(catalog, {first: translated(first, (string,))})
    assert after.messages[0].string == string
    assert [m.strings for m in after.messages[1:]] == [m.strings for m in catalog.messages[1:]]
    assert after.blocks[2:] == catalog.blocks[2:]


@settings(deadline=None)
@given(TEXT, TEXT, TEXT)
def test_no_text_stops_the_matching(old, new, translation):
    assert isinstance(adapted(old, new, translation)[1], str)
    assert neutral(old, new, translation) is None or neutral(new, old, translation) is not None
    assert all(len(pair) == 2 for pair in paired_parts(old, translation))


@settings(deadline=None, max_examples=150)
@given(catalogs, st.sampled_from(['xliff', 'po']))
def test_what_is_handed_out_comes_back_whole(written, form):
    text = HEADER + '\n'.join(render(message, CANDIDATES[0]) for message in written)
    there = {'guide': parse(text.encode())}
    if form == 'xliff':
        parts = [part for m in written for part in (m.id, *m.strings, m.context or '')]
        assume(not xml.UNFIT.search(''.join(parts)))
        returned = translations.read_xliff(
            translations.write_xliff(there, 'en', 'es', only_open=False), 'back'
        )[1]
    else:
        returned = translations.read_po(translations.write_po(there, only_open=False)[0], 'back')[1]
    for ours, theirs in zip(written, returned, strict=True):
        assert (ours.key, ours.strings) == (theirs.key, theirs.strings)
    assert etree.fromstring(translations.write_tmx(there, 'en', 'es')).tag == 'tmx'
    merged = merge(there, returned, 'back')
    assert (merged.edits, merged.findings) == ({}, [])
