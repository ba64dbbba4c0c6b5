"""Who translated a message and who reviewed it: records, and the commands that write them."""

import json
import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import editions

from editions.catalogs import credits, po
from editions.catalogs.credits import Kind, Record
from editions.catalogs.po.messages import Message
from editions.catalogs.po.writing import edited
from editions.catalogs.update.carrying import new_message
from editions.catalogs.update.matching import Offer
from editions.commands.review import command
from editions.preview import comments

CATALOG = Path('locale', 'es', 'LC_MESSAGES', 'index.po')
MESSAGE = Message('Hello', ('Hola',))
HEAD = Message('', ('',), comments=('Spanish translations.', 'machine: DeepL 2026-11-24'))
RECORDS = (
    Record(Kind.TRANSLATOR, 'Ana Pérez', '2026-11-30'),
    Record(Kind.MACHINE, 'llama3:8b', '2026'),
    Record(Kind.MACHINE, '', '2026-11-24'),
    Record(Kind.REVIEWED, 'Ana Pérez', '2026-11'),
    Record(Kind.REVIEWED, 'Ana Pérez', '2026-11-30', remark='good: (mostly)'),
)


@pytest.mark.parametrize('record', RECORDS, ids=str)
def test_what_is_written_is_read(record: Record) -> None:
    message = credits.added(MESSAGE, record)
    (found,) = credits.read(message)
    assert replace(found, digest='', lines=()) == record
    assert found.holds(message)


@pytest.mark.parametrize('record', RECORDS, ids=str)
@pytest.mark.parametrize('change', [{'id': 'Hallo'}, {'strings': ('Hola.',)}, {'context': 'x'}])
def test_one_changed_letter_voids_a_record(record: Record, change: dict[str, object]) -> None:
    changed = replace(credits.added(MESSAGE, record), **change)
    assert credits.credit(changed) == credits.Credit()


def test_an_approval_of_an_older_form_is_a_review() -> None:
    digest = credits.digest(MESSAGE)
    given = replace(MESSAGE, comments=(f'review: approved (Ana Pérez): good [{digest}]',))
    assert credits.credit(given).reviewers == ('Ana Pérez',)
    (comment,) = comments.read(given)
    assert (comment.approved, comment.remark) == (True, 'good')


@pytest.mark.parametrize(
    'line',
    ['translator: this is a verb', 'machine: the washing kind', 'reviewed: yes', 'machine:',
     'review: machine: X 2026', 'translators: Ana 2026', 'translator: ' + 'x' * 9000 + ' 2026'],
)  # fmt: skip
def test_other_comments_are_no_records(line: str) -> None:
    assert credits.credit(replace(MESSAGE, comments=(line,))) == credits.Credit()


@pytest.mark.parametrize(
    'name', ['A\ufffe', '\uffff', 'A\ue000', 'A\U000e0041', 'Jos\ufffd', 'A\xadn', 'A\u3164',
             'A\ufff9b', 'e' + '\u0301' * 9, '\ud800', 'A\u202eb']
)  # fmt: skip
def test_what_cannot_be_printed_is_no_name(name: str) -> None:
    """Not in XML, nor by a font: it would cost the whole edition."""
    by_hand = replace(MESSAGE, comments=(f'translator: {name} 2026',))
    assert not credits.credit(by_hand).names
    assert not credits.named(None, {'Last-Translator': f'{name} <a@b.example>'})
    assert credits.named(None, {'Last-Translator': 'می\u200cخواهم, A. Ñúñez'}) != ()


def test_comments_without_end_are_read_in_a_time_as_their_length() -> None:
    begun = (
        'translator:',
        'reviewed: Ana',
        'review: approved:',
        'review: remark:',
        'editions: ignore',
    )
    parts = (' ' * 3900, ' a' * 1900, ' 2026:' * 600, ' [' * 1900, ' :' * 1900)
    long = [
        f'{start}{part}{end}' for start in begun for part in parts for end in (']', ' [0000000]')
    ]
    wrapped = ['translator: x', *['x y ' * 25] * 10_000]
    head = Message('', comments=('a' + ' ' * 50_000 + 'b', 'a' + ', 2026' * 9_000 + 'x'))
    start = time.process_time()
    for comments_ in (long, wrapped, ['translator:', *[''] * 10_000]):
        message = replace(MESSAGE, comments=tuple(comments_))
        assert credits.credit(message, head) == credits.Credit()
        assert message.silenced <= {'2026', 'a'}
        assert [*comments.read(credits.tied(message))] or len(message.comments) > 1000
    assert not credits.named(head, {})
    assert time.process_time() - start < 1


def test_a_review_counts_once_it_is_tied_and_names_a_person() -> None:
    by_hand = replace(MESSAGE, comments=('reviewed: Ana 2026-11-30',))
    assert not credits.credit(by_hand).reviewers
    assert credits.credit(credits.tied(by_hand)).reviewers == ('Ana',)
    assert not credits.credit(credits.added(MESSAGE, comments.review_by(''))).reviewers
    assert not credits.credit(replace(credits.tied(by_hand), flags=('fuzzy',))).reviewers


def test_the_header_stands_for_messages_without_a_record() -> None:
    assert credits.credit(MESSAGE, HEAD).unreviewed
    assert credits.credit(MESSAGE, HEAD).programs == ('DeepL',)
    human = credits.added(MESSAGE, RECORDS[0])
    assert credits.credit(human, HEAD) == credits.Credit(translators=('Ana Pérez',))
    assert credits.credit(replace(human, strings=('Hola.',)), HEAD).unreviewed  # it lapsed
    reviewed = credits.added(MESSAGE, RECORDS[3])
    assert not credits.credit(reviewed, HEAD).unreviewed
    assert credits.credit(reviewed, HEAD).machine


@pytest.mark.parametrize(
    'name',
    ['https://spam.example', 'a@b.example', 'x' * 100, '\u202eAna', 'FULL NAME', '<b>', 'a\\b'],
)
def test_what_is_no_name_is_not_shown(name: str) -> None:
    given = replace(MESSAGE, comments=(f'translator: {name} 2026',))
    assert not credits.credit(given).translators
    given = credits.added(MESSAGE, Record(Kind.TRANSLATOR, name, '2026'))
    assert not credits.named(None, {'Last-Translator': name})
    assert all(line.isprintable() for line in given.comments)


def test_names_come_in_the_order_of_their_share() -> None:
    long = Message('one two three four five', ('uno',))
    by = {name: Record(Kind.TRANSLATOR, name, '2026') for name in ('Ana', 'Luz')}
    messages = [credits.added(MESSAGE, by['Ana']), credits.added(long, by['Luz']), MESSAGE]
    rows = [(each, credits.credit(each), True) for each in messages]
    counted = credits.count(rows, ['Rosa', 'Ana'])
    assert counted.translators == ('Luz', 'Ana', 'Rosa')
    assert (counted.human, counted.machine, counted.unknown) == (2, 0, 1)
    assert credits.count(rows[:2], ['Rosa']).translators == ('Luz', 'Ana')  # nothing is unknown
    many = [credits.added(MESSAGE, Record(Kind.TRANSLATOR, f'N{n}', '2026')) for n in range(999)]
    assert len(credits.count([(m, credits.credit(m), True) for m in many]).translators) == 20


def test_headers_name_people_by_their_years() -> None:
    lines = ('Copyright (C) 2019, 2020 Somebody', 'Ana Pérez <ana@x.example>, 2025, 2026.',
             'Luz, 2024', 'FIRST AUTHOR <EMAIL@ADDRESS>, YEAR.', 'a, b, 2020')  # fmt: skip
    head = Message('', ('',), comments=lines)
    assert credits.named(head, {'Last-Translator': 'Rosa <r@x.example>'}) == (
        'Ana Pérez', 'Luz', 'Rosa',
    )  # fmt: skip


def test_who_made_a_translation_is_known_after_an_edit_of_the_source() -> None:
    old = credits.added(MESSAGE, RECORDS[1], RECORDS[3])
    offer = Offer('Hola', po.Previous('Hello'), 'edited', 90, old)
    new = new_message(Message('Hello!'), offer, 1, is_successor=True)
    assert credits.credit(new).programs == ('llama3:8b',)
    assert not credits.credit(new).reviewers  # the review was of another text


@pytest.mark.parametrize(
    ('before', 'after'),
    [(('machine:  DeepL  2026 [{}]',), ('machine:  DeepL  2026 [{}]',)),
     (('translator: Ana <a@b.example> 2026 [{}]',), ('translator: Ana <a@b.example> 2026 [{}]',)),
     (('translator: Ana María', 'Pérez 2026 [{}]', 'else'),
      ('translator: Ana María', 'Pérez 2026 [{}]', 'else')),
     (('translator: Ana 2026',), ('translator: Ana 2026 [{}]',))],
)  # fmt: skip
def test_a_record_is_carried_however_it_is_written(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    old = replace(MESSAGE, comments=tuple(e.format(credits.digest(MESSAGE)) for e in before))
    new = credits.carried(old, replace(old, id='Hello!'))
    assert new.comments == tuple(each.format(credits.digest(new)) for each in after)
    assert credits.credit(new).known


@pytest.mark.parametrize('line', ['reviewed: Ana 2026-11-30', 'review: accuracy major (Ana): no'])
def test_what_a_reviewer_typed_lapses_with_an_edit_of_the_source(line: str) -> None:
    offer = Offer('Hola', po.Previous('Hello'), 'neutral', 1, replace(MESSAGE, comments=(line,)))
    new = credits.tied(new_message(Message('Hello!'), offer, 1, is_successor=True))
    (comment,) = comments.read(new)
    assert not comment.holds(new)
    assert not credits.credit(new).reviewers


def review(project: Path, *words: object) -> Result:
    """The command `editions review`, in this process."""
    return CliRunner().invoke(command, ['-C', str(project), *map(str, words)])


def test_one_command_approves_all_or_some(project: Path) -> None:
    before = (project / CATALOG).read_text('utf-8')
    line = before[: before.index('msgid "Zhu Qingqiao"')].count('\n') + 1
    by = ('es', '--approve', '--by', 'Ana  Pérez')
    done = review(project, *by, '--only', f'{CATALOG.as_posix()}:{line}')
    assert done.output == f'{CATALOG.as_posix()}: 1 approved by Ana Pérez\n'
    added = set((project / CATALOG).read_text('utf-8').split('\n')) - set(before.split('\n'))
    assert len(added) == 1
    assert re.fullmatch(r'# reviewed: Ana Pérez \d{4}-\d\d-\d\d \[[0-9a-f]{8}\]', *added)
    total = len(po.read(project / CATALOG).messages)
    done = review(project, *by)
    assert done.output == f'{CATALOG.as_posix()}: {total - 1} approved by Ana Pérez\n'
    lines = [line for line in (project / CATALOG).read_text('utf-8').split('\n') if line]
    assert [line for line in lines if not line.startswith('# reviewed:')] == [
        line for line in before.split('\n') if line
    ]
    text = (project / CATALOG).read_text('utf-8').replace('msgstr "I. ', 'msgstr "I: ')
    (project / CATALOG).write_text(text, 'utf-8')
    done = editions('check', 'es', cwd=project)
    assert '"reviewed: Ana Pérez": source or translation have changed since [credit]' in done.stdout


@pytest.mark.parametrize(
    ('words', 'sentence'),
    [
        (('es', '--approve'), 'write: editions review'),
        (('--approve', '--by', 'A'), 'write: editions review'),
        (('es', '--by', 'A'), 'write: editions review'),
        (('es', '--approve', '--by', '<script>'), 'write the name of a person'),
        (
            ('es', '--approve', '--by', 'A', '--only', 'index', '--only', 'index:9999'),
            'there is no such message',
        ),
    ],
)
def test_an_approval_names_a_person_and_what_is_there(
    project: Path, words: tuple[str, ...], sentence: str
) -> None:
    before = (project / CATALOG).read_bytes()
    assert sentence in str(review(project, *words).exception)
    assert (project / CATALOG).read_bytes() == before


def spoiled(path: Path, seed: int) -> None:
    """Records, lapsed ones too, on random messages."""
    pick = random.Random(seed)
    catalog, edits = po.read(path), {}
    for message in catalog.messages:
        new = message
        for record in pick.sample(RECORDS, pick.randint(0, 2)):
            new = credits.added(new, record)
        if pick.random() < 0.2:
            new = replace(new, strings=(f'{new.string}.',))
        edits[message] = new
    path.write_bytes(edited(catalog, edits).data)


def test_status_counts_what_the_catalogs_say(project: Path) -> None:
    spoiled(project / CATALOG, 1)
    catalog = po.read(project / CATALOG)
    known = [credits.credit(message, catalog.head) for message in catalog.messages]
    said = json.loads(editions('status', 'es', '--json', cwd=project).stdout)
    found = said['catalogs']['es'][CATALOG.as_posix()]
    assert found['reviewed'] == sum(bool(each.reviewers) for each in known) > 0
    assert found['unreviewed'] == sum(each.unreviewed for each in known) > 0
    assert found['machine'] == sum(each.machine for each in known)
    assert found['human'] + found['machine'] + found['unknown'] == len(known)
    assert said['languages']['es']['machine'] == found['machine']
