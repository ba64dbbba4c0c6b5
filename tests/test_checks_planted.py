"""Planted defects: each is found, by its own rule, at the line of the translation."""

from collections import defaultdict
from pathlib import Path

import pytest

from editions.catalogs import po
from editions.catalogs.glossary import read_glossary
from editions.checks.criteria import Policy
from editions.commands.check import check, check_file
from editions.findings import Severity

DATA = Path(__file__).parent / 'data' / 'checks'
LANGUAGES = ('es', 'pt_BR', 'zh_CN')

# How a file may be broken, the code that says so, and the line.
BROKEN_FILES = [
    (b'msgid "a"\nmsgstr "b\n', 'catalog.syntax', 2),
    (b'msgid "a"\nmsgstr "b\\q"\n', 'catalog.syntax', 2),
    (b'msgid "a"\nmsgstr "b"\n<<<<<<< HEAD\n', 'catalog.merge', 3),
    (b'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 'catalog.duplicate', 4),
    (b'msgid "a"\nmsgstr "\xff"\n', 'catalog.byte', 2),
    (b'\xef\xbb\xbfmsgid "a"\nmsgstr "b"\n', 'catalog.bom', 1),
    (b'msgid "a"\nmsgstr "b\x00c"\n', 'catalog.nul', 2),
    (b'msgid "a\\n"\nmsgstr "b"\n', 'catalog.newline', 1),
]


def planted(language: str) -> list[tuple[str, str, set[str]]]:
    """The code that must find each defect, what the defect is, and the codes found there."""
    catalog = po.read(DATA / f'planted-{language}.po')
    glossary = read_glossary(DATA / f'glossary-{language}.po')
    found = defaultdict(set)
    for finding in check([catalog], Policy(language, 'en', glossary=glossary)):
        found[finding.line].add(finding.code)
    plants = []
    for message in catalog.messages:
        for comment in message.comments:
            if comment.startswith('plant: '):
                _, code, kind = comment.split(': ', 2)
                plants.append((code, kind, found[message.string_line]))
    return plants


@pytest.mark.parametrize('language', LANGUAGES)
def test_every_planted_defect_is_found_by_its_rule(language: str) -> None:
    if language != 'zh_CN':
        pytest.importorskip('hunspell')
    plants = planted(language)
    assert len({code for code, _, _ in plants}) >= 20
    assert [(code, kind) for code, kind, found in plants if code not in found] == []


@pytest.mark.parametrize(('data', 'code', 'line'), BROKEN_FILES)
def test_a_broken_file_is_found(tmp_path: Path, data: bytes, code: str, line: int) -> None:
    path = tmp_path / 'es.po'
    head = b'msgid ""\nmsgstr "Language: es\\nContent-Type: text/plain; charset=utf-8\\n"\n\n'
    bom = b'\xef\xbb\xbf' if data.startswith(b'\xef\xbb\xbf') else b''
    path.write_bytes(bom + head + data.removeprefix(bom))
    places = {(finding.code, finding.line) for finding in check_file(path, fix=False)}
    assert (code, line + 3 if code != 'catalog.bom' else 1) in places or code in dict(places)


@pytest.mark.parametrize('language', LANGUAGES)
def test_the_article_is_clean(language: str) -> None:
    path = Path(__file__).parents[1] / 'locale' / language / 'LC_MESSAGES' / 'index.po'
    assert [str(finding) for finding in check_file(path, fix=False)] == []


@pytest.mark.parametrize('language', LANGUAGES)
def test_a_huge_translation_is_withheld_and_quick(language: str, tmp_path: Path) -> None:
    path = tmp_path / 'x.po'
    path.write_text(
        f'msgid ""\nmsgstr "Language: {language}\\n"\n\nmsgid "One."\nmsgstr "{"a 1 " * 50_000}"\n'
    )
    found = list(check_file(path, fix=False))
    assert any(f.severity is Severity.ERROR and f.harm == 'size' for f in found)
