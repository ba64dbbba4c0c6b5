"""`editions update` over all catalogs of a project, and its peace with sphinx-intl."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from conftest import ROOT, editions
from hypothesis import given, settings
from hypothesis import strategies as st

from editions.catalogs import store
from editions.catalogs.creation import first_head
from editions.catalogs.credits import credit, findings
from editions.catalogs.po import parse, read
from editions.catalogs.update.carrying import Options
from editions.catalogs.update.documents import succeed
from editions.catalogs.update.summary import fragment

HEADER = (
    'msgid ""\nmsgstr ""\n"POT-Creation-Date: 2026-01-01 00:00+0000\\n"\n"Language: es\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
)
SENTENCES = {
    'The first paragraph of this document.': 'El primer párrafo de este documento.',
    'Another paragraph, about something else.': 'Otro párrafo, sobre otra cosa.',
    'A third one that closes the chapter.': 'Un tercero que cierra el capítulo.',
    'What remains to be said at the end.': 'Lo que queda por decir al final.',
}
FIRST, SECOND, THIRD, FOURTH = SENTENCES


def text_of(domain, sources, *, translated):
    blocks = [HEADER]
    for source in sources:
        string = SENTENCES.get(source, '') if translated else ''
        blocks.append(f'#: ../../source/{domain}.rst\nmsgid "{source}"\nmsgstr "{string}"\n')
    return '\n'.join(blocks).encode()


class Language:
    """The catalogs of a language on the disk, to be carried over to other templates."""

    def __init__(self, folder, **domains):
        self.folder = folder
        for domain, sources in domains.items():
            data = text_of(domain, sources, translated=True)
            (folder / f'{domain}.po').write_bytes(data)

    def succeed(self, options=None, **domains):
        paths = sorted(self.folder.rglob('*.po'))
        catalogs = {path.stem: read(path, domain=path.stem) for path in paths}
        templates = {
            domain: parse(text_of(domain, sources, translated=False), domain=domain)
            for domain, sources in domains.items()
        }

        header = parse(HEADER.encode()).head
        return succeed(self.folder, 'es', catalogs, templates, header, options)

    def update(self, options=None, **domains):
        store.write(self.succeed(options, **domains).writes())
        return {path.stem: read(path) for path in sorted(self.folder.rglob('*.po'))}


def translations(catalog):
    return {m.id: m.string for m in catalog.messages}


def test_a_renamed_document_takes_its_catalog_along(tmp_path):
    language = Language(tmp_path, guide=[FIRST, SECOND], other=[THIRD])
    before = (tmp_path / 'guide.po').read_text()
    found = language.update(manual=[FIRST, SECOND], other=[THIRD])
    assert found.keys() == {'manual', 'other'}
    assert translations(found['manual']) == {s: SENTENCES[s] for s in (FIRST, SECOND)}
    assert found['manual'].text == before.replace('guide.rst', 'manual.rst')


def test_a_divided_document_gives_each_part_its_translations(tmp_path):
    language = Language(tmp_path, guide=[FIRST, SECOND, THIRD])
    found = language.update(one=[FIRST, SECOND], two=[THIRD])
    assert found.keys() == {'one', 'two'}
    assert translations(found['two']) == {THIRD: SENTENCES[THIRD]}
    assert not any(m.fuzzy for m in found['two'].messages)
    assert found['one'].obsolete == ()


def test_a_paragraph_that_moved_to_another_document_is_not_translated_again(tmp_path):
    language = Language(tmp_path, one=[FIRST, SECOND], two=[THIRD])
    found = language.update(one=[FIRST], two=[SECOND, THIRD])
    assert translations(found['two']) == {s: SENTENCES[s] for s in (SECOND, THIRD)}
    assert not found['one'].obsolete


def test_two_documents_that_exchange_paragraphs_keep_them_at_every_moment(tmp_path, monkeypatch):
    language = Language(tmp_path, one=[FIRST, SECOND], two=[THIRD, FOURTH])
    write, missing = store.files.write_bytes, []

    def watched(path, data):
        write(path, data)
        text = ''.join(file.read_text() for file in tmp_path.glob('*.po'))
        missing.extend(string for string in SENTENCES.values() if string not in text)

    monkeypatch.setattr(store.files, 'write_bytes', watched)
    found = language.update(one=[THIRD, SECOND], two=[FIRST, FOURTH])
    assert missing == []
    assert translations(found['one']) == {s: SENTENCES[s] for s in (THIRD, SECOND)}
    assert not found['one'].obsolete


@pytest.mark.parametrize('survived', range(6))
def test_an_update_that_is_killed_loses_nothing_and_is_finished_by_the_next(
    tmp_path, monkeypatch, survived
):
    language = Language(tmp_path, one=[FIRST, SECOND], old=[THIRD], two=[FOURTH])
    wanted = {'one': [THIRD, SECOND], 'new': [FIRST], 'two': [FOURTH.replace('end', 'close')]}
    write, calls = store.files.write_bytes, []

    def dying(path, data):
        if len(calls) == survived:
            raise KeyboardInterrupt
        calls.append(path)
        write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(store.files, 'write_bytes', dying)
        with contextlib.suppress(KeyboardInterrupt):
            language.update(**wanted)
    after = [read(path) for path in tmp_path.glob('*.po')]
    assert not any(catalog.defects for catalog in after)
    assert all(string in ''.join(c.text for c in after) for string in SENTENCES.values())
    found = language.update(**wanted)
    assert translations(found['one']) == {s: SENTENCES[s] for s in (THIRD, SECOND)}
    assert translations(found['new']) == {FIRST: SENTENCES[FIRST]}
    assert list(translations(found['two']).values()) == [SENTENCES[FOURTH]]


@pytest.mark.parametrize(
    ('old', 'new', 'kept', 'catalogs'),
    [
        ([FIRST, SECOND, THIRD, FOURTH], 2, [FIRST, SECOND], {'new'}),
        ([FIRST, SECOND, THIRD, FOURTH], 9, [FIRST], {'new', 'old'}),
        ([FIRST, SECOND], 1, [SECOND], {'new'}),
        ([FIRST], 9, [FIRST], {'new'}),
    ],
)
def test_a_new_document_takes_the_catalog_it_shares_half_of(tmp_path, old, new, kept, catalogs):
    """`new` is how many messages of its own the new document has."""
    language = Language(tmp_path, old=old)
    own = [f'A sentence of its own, number {number}.' for number in range(new)]
    assert language.update(new=[*kept, *own]).keys() == catalogs


def test_a_document_renamed_in_its_case_alone_keeps_its_catalog(tmp_path, monkeypatch):
    """On a file system that does not tell Guide.po from guide.po: macOS, Windows."""
    language = Language(tmp_path, Guide=[FIRST, SECOND])

    def folded(path):
        """The file that stands for a name, whatever its case."""
        there = os.scandir(path.parent)
        found = (path.with_name(each.name) for each in there if same(each.name, path.name))
        return next(found, path)

    def same(one, other):
        return one.lower() == other.lower()

    def fold(name):
        real = getattr(Path, name)

        def method(self, *words, **more):
            if self.parent == tmp_path:
                words = [folded(word) for word in words] if name == 'replace' else words
                self = folded(self)
            return real(self, *words, **more)

        monkeypatch.setattr(Path, name, method)

    for name in ('stat', 'unlink', 'read_bytes', 'rename', 'replace'):
        fold(name)
    store.write(language.succeed(guide=[THIRD, FOURTH]).writes())
    monkeypatch.undo()
    (path,) = tmp_path.iterdir()
    assert path.name == 'guide.po'
    text = path.read_text()
    assert all(part in text for part in (THIRD, FOURTH, SENTENCES[FIRST], SENTENCES[SECOND]))


DOCUMENTS = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from([*SENTENCES]), unique=True) for name in ('one', 'two', 'three')}
).map(lambda found: {name: sources for name, sources in found.items() if sources})


@settings(deadline=None, max_examples=60)
@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_however_documents_are_divided_nothing_is_lost_and_nothing_is_fuzzy(old, new, later):
    with tempfile.TemporaryDirectory() as folder:
        language = Language(Path(folder), **old)
        known = {source for sources in old.values() for source in sources}
        for documents in (new, later):
            found = language.update(**documents)
            text = ''.join(catalog.text for catalog in found.values())
            assert all(SENTENCES[source] in text for source in known)
            for name, sources in documents.items():
                got = translations(found[name])
                assert list(got) == sources
                assert all(got[s] == SENTENCES[s] for s in sources if s in known)
                assert not any(m.fuzzy and m.id in known for m in found[name].messages)
            before = {path: path.read_bytes() for path in Path(folder).iterdir()}
            assert not any(step.changed for step in language.succeed(**documents).steps)
            language.update(**documents)
            assert {path: path.read_bytes() for path in Path(folder).iterdir()} == before


def test_a_removed_document_keeps_its_translations_until_it_is_pruned(tmp_path):
    language = Language(tmp_path, one=[FIRST], two=[THIRD, FOURTH])
    found = language.update(one=[FIRST])
    assert [m.string for m in found['two'].obsolete] == [SENTENCES[THIRD], SENTENCES[FOURTH]]
    back = language.update(one=[FIRST], two=[THIRD, FOURTH])
    assert translations(back['two']) == {s: SENTENCES[s] for s in (THIRD, FOURTH)}
    language.update(one=[FIRST])
    assert language.update(Options(prune=True), one=[FIRST]).keys() == {'one'}


def test_a_catalog_that_is_no_documents_is_left_alone(tmp_path):
    language = Language(tmp_path, one=[FIRST])
    theme = HEADER + '\n#: ../themes/layout.html:3\nmsgid "Next"\nmsgstr "Siguiente"\n'
    (tmp_path / 'theme.po').write_text(theme)
    assert language.update(one=[FIRST])['theme'].text == theme


def test_a_broken_catalog_is_left_alone_and_the_others_go_on(tmp_path):
    language = Language(tmp_path, one=[FIRST], two=[THIRD])
    broken = (tmp_path / 'one.po').read_bytes() + b'msgid "x\n'
    (tmp_path / 'one.po').write_bytes(broken)
    done = language.succeed(one=[SECOND], two=[THIRD, FOURTH])
    store.write(done.writes())
    assert [catalog.domain for catalog in done.broken] == ['one']
    assert (tmp_path / 'one.po').read_bytes() == broken
    assert FOURTH in (tmp_path / 'two.po').read_text()


def test_an_edit_that_the_author_calls_neutral_is_kept_and_recorded(tmp_path):
    language = Language(tmp_path, one=[FIRST, SECOND])
    edited = SECOND.replace(',', '')
    found = language.update(Options(neutral=True), one=[FIRST, edited])
    message = found['one'].by_key[None, edited]
    assert message.string == SENTENCES[SECOND]
    assert not message.fuzzy
    assert message.comments == ('editions: neutral edit',)
    assert not found['one'].obsolete


@pytest.mark.parametrize(
    ('title', 'expected'),
    [
        ('I. China-LAC relations in the new era', 'i-china-lac-relations-in-the-new-era'),
        ('2016: Año nuevo!', 'ano-nuevo'),
        ('Straße & Œuvre', 'strasze-oeuvre'),
        ('中国', ''),
    ],
)
def test_fragments_are_those_of_docutils(title, expected):
    from docutils.nodes import make_id

    assert fragment(title) == make_id(title) == expected


@pytest.fixture(scope='module')
def edited(tmp_path_factory):
    """The article with a word and a heading changed, its update, and what that printed."""
    from conftest import copy_project

    root = copy_project(tmp_path_factory.mktemp('edited') / 'project')
    source = root / 'source' / 'index.rst'
    text = source.read_text('utf-8')
    assert 'key significance' in text
    assert 'in the new era\n' in text
    text = text.replace('key significance', 'special significance', 1)
    source.write_text(re.sub(r'in the new era\n(=+|-+)\n', r'in a new era\n\1\n', text), 'utf-8')
    before = {path: path.read_bytes() for path in root.glob('locale/**/*.po')}
    bills = editions('update', '--dry-run', '--json', cwd=root)
    untouched = all(path.read_bytes() == data for path, data in before.items())
    return root, bills, untouched, editions('update', cwd=root)


def test_the_bill_comes_before_anything_is_written(edited):
    _, bills, untouched, _ = edited
    assert untouched
    costs = {bill['language']: bill for bill in json.loads(bills.stdout)}
    assert list(costs) == ['en', 'es', 'pt_BR', 'zh_CN']
    assert costs['en']['editions'] == ['en/html', 'en/pdf', 'en/epub']
    assert costs['es']['again']['messages'] == 2
    assert costs['es']['again']['words'] > 50
    assert costs['es']['editions'] == ['es/html', 'es/pdf', 'es/epub']


def test_a_renamed_heading_is_told_with_the_label_that_keeps_its_links(edited):
    done = edited[3]
    assert done.returncode == 0
    assert '`.. _i-china-lac-relations-in-the-new-era:` above it' in done.stdout
    assert re.search(r'source/index\.rst:\d+: the heading', done.stdout)


def test_after_it_sphinx_intl_has_nothing_to_change(edited):
    root = edited[0]
    before = {path: path.read_bytes() for path in root.glob('locale/**/*.po')}
    update = sphinx_intl('update', cwd=root)
    assert update.returncode == 0, update.stdout + update.stderr
    assert update.stdout.count('Not Changed') >= 3
    assert 'Update:' not in update.stdout
    assert {path: path.read_bytes() for path in before} == before
    stat = sphinx_intl('stat', cwd=root)
    assert '2 fuzzy' in stat.stdout
    assert sphinx_intl('build', cwd=root).returncode == 0
    assert editions('update', 'es', cwd=root).stdout == 'es: nothing new\n'


def sphinx_intl(verb: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name('sphinx-intl'), verb]
    environment = os.environ | {'PYTHONPATH': str(ROOT)}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_a_header_speaks_of_its_own_messages_wherever_they_go(tmp_path):
    language = Language(tmp_path, a=[FIRST, SECOND], b=[THIRD])
    path = tmp_path / 'a.po'
    path.write_text('# machine: DeepL 2026-11-24\n' + path.read_text('utf-8'), 'utf-8')
    catalogs = {name: read(tmp_path / f'{name}.po', domain=name) for name in 'ab'}
    assert first_head(catalogs.values()).comments == ()
    language.update(a=[FIRST], b=[SECOND, THIRD])
    made = read(tmp_path / 'b.po')
    programs = {each.id: credit(each, made.head).programs for each in made.messages}
    assert programs == {SECOND: ('DeepL',), THIRD: ()}
    assert [each.comments for each in read(path).messages] == [()]


def test_a_header_says_nothing_of_messages_that_come_from_elsewhere(tmp_path):
    language = Language(tmp_path, a=[FIRST, SECOND], b=[THIRD])
    head = '# translator: Ana 2026-11-24\n'
    (tmp_path / 'b.po').write_text(head + (tmp_path / 'b.po').read_text('utf-8'), 'utf-8')
    made = language.update(a=[FIRST], b=[SECOND, THIRD])['b']
    people = {each.id: credit(each, made.head).translators for each in made.messages}
    assert people == {SECOND: (), THIRD: ('Ana',)}
    assert not list(findings(made))
    path = tmp_path / 'a.po'  # the same record in another line is no other record
    path.write_text(f'# Notes\n{head}' + path.read_text('utf-8'), 'utf-8')
    made = language.update(a=[], b=[FIRST, SECOND, THIRD])['b']
    assert {each.id: each.comments for each in made.messages}[FIRST] == ()


def test_two_updates_at_once_both_succeed(project):
    source = project / 'source' / 'index.rst'
    source.write_text(
        source.read_text('utf-8').replace('key significance', 'great weight'), 'utf-8'
    )
    command = [sys.executable, '-m', 'editions', 'update']
    environment = os.environ | {'PYTHONPATH': str(ROOT)}
    running = [subprocess.Popen(command, cwd=project, env=environment) for _ in range(2)]
    assert [each.wait() for each in running] == [0, 0]
    catalog = read(project / 'locale/es/LC_MESSAGES/index.po')
    assert sum(message.fuzzy for message in catalog.messages) == 1
    assert not catalog.defects


def test_a_new_document_gets_a_catalog_whose_header_names_the_project(project):
    (project / 'source' / 'more.rst').write_text(
        ':orphan:\n\nMore\n====\n\nThe two sides signed more agreements.\n', 'utf-8'
    )
    (project / 'source' / 'part').mkdir()
    (project / 'source' / 'part' / 'two.rst').write_text(':orphan:\n\nTwo\n===\n', 'utf-8')
    done = editions('update', cwd=project)
    assert 'locale/zh_CN/LC_MESSAGES/more.po: new; 2 to translate' in done.stdout
    made = read(project / 'locale/zh_CN/LC_MESSAGES/more.po')
    assert made.defects == ()
    assert made.header['Plural-Forms'] == 'nplurals=1; plural=0;'
    assert made.header['Project-Id-Version'] == made.header['Last-Translator']
    assert 'FIRST AUTHOR' not in made.text
    assert not made.head.fuzzy
    assert [m.locations for m in made.messages] == [('../../source/more.rst',)] * 2
    base = made.path.parent / made.header['X-Poedit-Basepath']
    assert (base / '../../source/more.rst').resolve() == project / 'source' / 'more.rst'
    nested = read(project / 'locale/zh_CN/LC_MESSAGES/part/two.po')
    base = nested.path.parent / nested.header['X-Poedit-Basepath']
    assert (base / nested.messages[0].locations[0]).resolve().is_file()
    assert 'Update:' not in sphinx_intl('update', cwd=project).stdout


def test_a_heading_that_is_wholly_rewritten_is_told_by_its_place(tmp_path):
    text = 'Pump\n====\n\nIt moves water.\n\nFirst steps\n-----------\n\nOpen the box.\n'
    (tmp_path / 'conf.py').write_text("extensions = ['editions']\nlocale_dirs = ['locale']\n")
    page = tmp_path / 'index.rst'
    page.write_text(text)
    assert editions('add-language', 'es', cwd=tmp_path).returncode == 0
    page.write_text(text.replace('First steps\n-----------', 'Quick tour\n----------'))
    shutil.rmtree(tmp_path / 'build')
    done = editions('update', '--dry-run', cwd=tmp_path)
    assert not (tmp_path / 'build').exists()  # nothing is written
    said = 'index.rst:6: the heading "First steps" is now "Quick tour"; `.. _first-steps:` above it'
    assert said in done.stdout
    # a paragraph that went, or two headings for one, tell nothing of a name
    page.write_text(text.replace('It moves water.\n', 'Basics\n------\n'))
    assert 'the heading' not in editions('update', '--dry-run', cwd=tmp_path).stdout
    page.write_text(text.replace('First steps\n-----------', 'Tour\n----\n\nShow\n----'))
    assert 'the heading' not in editions('update', '--dry-run', cwd=tmp_path).stdout
