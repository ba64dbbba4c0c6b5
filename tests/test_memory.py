"""A message that is what it was is not judged again, and what is remembered is never wrong."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from editions import inputs, report
from editions.catalogs import po
from editions.catalogs.glossary import Term
from editions.catalogs.po.messages import Catalog
from editions.checks import parallel
from editions.checks.criteria import Policy, Use
from editions.checks.judgement import Judged, judge
from editions.checks.memory import Memory
from editions.markup import Kind

HEAD = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
MESSAGES = {'See **one** bed.': 'Ve **una cama.', '20 trees.': '30 árboles.', 'Wood.': 'Madera.'}
POLICY = Policy('es', 'en')
JUDGED: list[str] = []  # what was judged, in this process


def catalog(**changed: str) -> Catalog:
    texts = (f'msgid "{m}"\nmsgstr "{s}"\n' for m, s in (MESSAGES | changed).items())
    outdated = '#, fuzzy\n#| msgid "Old."\nmsgid "New."\nmsgstr "Viejo."\n'
    return po.parse('\n'.join((HEAD, *texts, outdated)).encode(), name='a.po')


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Memory:
    """A file that knows what is found in the catalog above."""

    def judged(catalog: Catalog, policy: Policy, messages: Any) -> tuple[Judged, ...]:
        JUDGED.extend(message.id for message in messages)
        return judge(catalog, policy, messages)

    monkeypatch.setattr(parallel, 'judge', judged)
    known = Memory(tmp_path / 'judged/es.json', 'this program')
    asked(known)
    return known


def asked(memory: Memory, policy: Policy = POLICY, **changed: str) -> list[str]:
    """What is judged; what is found is the same as without the file."""
    JUDGED.clear()
    now = catalog(**changed)
    assert parallel.judge_all([now], policy, memory) == [judge(now, policy)]
    return [each for each in JUDGED if each != 'New.']  # an outdated one is judged each time


def test_what_has_not_changed_is_not_judged_again(memory: Memory) -> None:
    assert asked(memory) == []
    assert asked(memory, **{'20 trees.': '20 árboles.'}) == ['20 trees.']
    assert asked(memory) == ['20 trees.']  # the file knows what the catalogs hold now


@pytest.mark.parametrize('policy', [
    replace(POLICY, ignored=frozenset({'numbers'})),
    replace(POLICY, withhold=frozenset({'numbers'})),
    replace(POLICY, glossary=(Term('wood', 'leña'),)),
    replace(POLICY, language='es_MX'),
    replace(POLICY, hosts=frozenset({'example.org'})),
])  # fmt: skip
def test_by_other_rules_all_is_judged_again(memory: Memory, policy: Policy) -> None:
    assert asked(memory, policy) == list(MESSAGES)


def test_a_message_that_becomes_something_else_is_judged_again(memory: Memory) -> None:
    excused = replace(POLICY, excused={'numbers': frozenset({'20 trees.'})})
    assert asked(memory, excused) == ['20 trees.']
    title = {report.key('Wood.'): (Use(Kind.TITLE),)}
    assert asked(memory, replace(POLICY, kinds={catalog().domain: title})) == ['20 trees.', 'Wood.']


def test_another_program_trusts_none_of_it(memory: Memory) -> None:
    assert asked(replace(memory, program='another')) == list(MESSAGES)


@pytest.mark.parametrize('damage', [
    lambda data: b'', lambda data: data[:-9], lambda data: data[:70] + b'x' + data[71:],
    lambda data: data.replace(b'[2,', b'[0,'), lambda data: b'\xff\n{}',
])  # fmt: skip
def test_a_damaged_file_heals(memory: Memory, damage: Any) -> None:
    whole = memory.path.read_bytes()
    memory.path.write_bytes(damage(whole))
    assert asked(memory) == list(MESSAGES)
    assert memory.path.read_bytes() == whole


def test_a_file_where_a_command_runs_makes_no_other_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = inputs.installed()
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / 'build').mkdir()
    assert inputs.installed.__wrapped__() == before
