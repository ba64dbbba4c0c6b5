"""What the checks said is remembered for as long as nothing changes that they look at."""

from dataclasses import replace
from pathlib import Path

import pytest

from editions.catalogs import po
from editions.catalogs.po.messages import Catalog, Message
from editions.checks import recalling
from editions.checks.checking import withholding
from editions.checks.recalling import Memory
from editions.findings import Finding

BROKEN = Message('See **this** in 5 days.', ('Vea **esto en 5 días.',), string_line=7)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """The messages that the checks were asked about."""
    found: list[Message] = []

    def ask(catalog: Catalog, message: Message, *rest: object) -> tuple[Finding, ...]:
        found.append(message)
        return withholding(catalog, message, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(recalling, 'ask', ask)
    return found


@pytest.fixture
def catalog() -> Catalog:
    return po.parse(b'msgid ""\nmsgstr ""\n', name='es.po', language='es')


def test_the_same_message_is_not_asked_about_twice(
    tmp_path: Path, catalog: Catalog, asked: list[Message]
) -> None:
    first = Memory(tmp_path / 'said.json')
    found = first.withholding(catalog, BROKEN, 'en', ())
    assert found == withholding(catalog, BROKEN)
    assert found
    first.write()
    again = Memory(tmp_path / 'said.json')
    moved = replace(BROKEN, string_line=90, comments=('a remark',))
    assert [f.line for f in again.withholding(catalog, moved, 'en', ())] == [90] * len(found)
    assert asked == [BROKEN]


@pytest.mark.parametrize(
    'change',
    [
        {'strings': ('Vea **esto** en 6 días.',)},
        {'id': 'See **that** in 5 days.'},
        {'comments': ('editions: ignore unclosed',)},
        {'flags': ('python-format',)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_they_look_at_is_asked_again(
    tmp_path: Path, catalog: Catalog, asked: list[Message], change: dict[str, object]
) -> None:
    memory = Memory(tmp_path / 'said.json')
    memory.withholding(catalog, BROKEN, 'en', ())
    memory.write()
    changed = replace(BROKEN, **change)  # type: ignore[arg-type]
    again = Memory(tmp_path / 'said.json')
    assert again.withholding(catalog, changed, 'en', ()) == withholding(catalog, changed)
    assert asked == [BROKEN, changed]


def test_another_program_or_a_spoilt_file_is_asked_again(
    tmp_path: Path, catalog: Catalog, asked: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / 'said.json'
    memory = Memory(path)
    memory.withholding(catalog, BROKEN, 'en', ())
    memory.write()
    monkeypatch.setattr(recalling, 'program', lambda: 'another')
    Memory(path).withholding(catalog, BROKEN, 'en', ())
    path.write_text('[')
    Memory(path).withholding(catalog, BROKEN, 'en', ())
    assert len(asked) == 3
