"""A language is one value: its tag, its script, and whose words it may borrow."""

from itertools import product
from pathlib import Path

import pytest

from editions.findings import UserError
from editions.languages import language
from editions.languages.language import CODE, Language, own_name
from editions.project import load


@pytest.mark.parametrize(
    ('code', 'tag'),
    [
        ('pt_BR', 'pt-BR'), ('zh_Hant_TW', 'zh-Hant-TW'), ('es_419', 'es-419'),
        ('sr@latin', 'sr-Latn'), ('sr_RS@latin', 'sr-Latn-RS'), ('uz@Cyrillic', 'uz-Cyrl'),
        ('ca@valencia', 'ca-valencia'), ('ca_ES@valencia', 'ca-ES-valencia'),
        ('be@tarask', 'be-tarask'), ('en@quot', 'en-x-quot'),
        ('sr@ijekavianlatin', 'sr-x-ijekavia-nlatin'),
    ],
)  # fmt: skip
def test_a_tag_is_of_bcp_47(code: str, tag: str) -> None:
    assert CODE.fullmatch(code)
    assert Language(code).tag == tag


def test_two_languages_have_two_tags() -> None:
    modifiers = ('', '@euro', '@valencia', '@boldquot', '@ijekavian', '@ijekavia')
    plain = ('ca', 'ca_ES', 'ca_Latn', 'ca_Latn_ES', 'ca_FR')
    codes = [head + tail for head, tail in product(plain, modifiers)]
    assert len({Language(code).tag for code in codes}) == len(codes)


@pytest.mark.parametrize(
    ('code', 'script', 'territory', 'direction', 'spaced'),
    [
        ('es', 'Latn', 'ES', 'ltr', True), ('pt', 'Latn', 'BR', 'ltr', True),
        ('zh_CN', 'Hans', 'CN', 'ltr', False), ('zh_TW', 'Hant', 'TW', 'ltr', False),
        ('zh_HK', 'Hant', 'HK', 'ltr', False), ('zh_SG', 'Hans', 'SG', 'ltr', False),
        ('ja', 'Jpan', 'JP', 'ltr', False), ('th', 'Thai', 'TH', 'ltr', False),
        ('ko', 'Kore', 'KR', 'ltr', True), ('ar', 'Arab', 'EG', 'rtl', True),
        ('ar_XB', 'Arab', 'XB', 'rtl', True), ('he_IL', 'Hebr', 'IL', 'rtl', True),
        ('sr', 'Cyrl', 'RS', 'ltr', True), ('sr@latin', 'Latn', 'RS', 'ltr', True),
        ('sr_ME', 'Latn', 'ME', 'ltr', True), ('pa_PK', 'Arab', 'PK', 'rtl', True),
    ],
)  # fmt: skip
def test_a_script_is_known_from_the_code(
    code: str, script: str, territory: str, direction: str, spaced: bool
) -> None:
    language = Language(code)
    assert (language.script, language.territory) == (script, territory)
    assert (language.direction, language.spaced) == (direction, spaced)


@pytest.mark.parametrize(
    ('code', 'read'),
    [
        ('zh_CN', 'zh_CN'), ('zh_Hans', 'zh_CN'), ('zh', 'zh_CN'), ('zh_SG', 'zh_CN'),
        ('pt', 'pt_BR'), ('pt_PT', 'pt_BR'), ('es_MX', 'es'), ('ca@valencia', 'ca'),
        ('zh_TW', ''), ('zh_HK', ''), ('zh_Hant', ''), ('sr@latin', ''), ('sr_ME', ''),
        ('en', ''), ('fr', ''), ('xx', ''),
    ],
)  # fmt: skip
def test_a_language_borrows_words_of_its_own_script(code: str, read: str) -> None:
    assert Language(code).borrowed(('es', 'pt_BR', 'zh_CN', 'sr', 'ca')) == read


def test_the_closest_words_are_borrowed() -> None:
    assert Language('es_MX').borrowed(('es_ES', 'es_419', 'es_AR')) == 'es_419'
    assert Language('pt_AO').borrowed(('pt_BR', 'pt_PT')) == 'pt_PT'
    assert Language('pt').borrowed(('pt_PT', 'pt_BR')) == 'pt_BR'
    assert Language('zh_HK').borrowed(('zh_CN', 'zh_TW')) == 'zh_TW'


@pytest.mark.parametrize(
    ('code', 'name'),
    [
        ('es', 'Español'), ('zh_CN', '简体中文'), ('zh_TW', '繁體中文'), ('xx', 'xx'),
        ('sr@latin', 'Srpski (latinica)'), ('pt_BR', 'Português (Brasil)'), ('ja', '日本語'),
        ('id', 'Bahasa Indonesia'),
    ],
)  # fmt: skip
def test_a_language_has_its_own_name(code: str, name: str) -> None:
    assert own_name(code) == name


@pytest.mark.parametrize(
    ('one', 'two', 'tag'), [('sr@latin', 'sr_Latn', 'sr-Latn'), ('ca@Valencia',) * 2 + ('',)]
)
def test_two_languages_in_one_folder_are_refused(
    tmp_path: Path, one: str, two: str, tag: str
) -> None:
    (tmp_path / 'index.rst').write_text('Title\n=====\n')
    two = two.lower() if one == two else two
    (tmp_path / 'conf.py').write_text(
        f"editions_languages = {{'en': 'English', {one!r}: 'A', {two!r}: 'B'}}\n"
    )
    with pytest.raises(UserError, match=f'{one} and {two} .*{tag}.*list one of them'):
        load(tmp_path)


def test_a_dialect_lies_in_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / 'index.rst').write_text('Title\n=====\n')
    (tmp_path / 'conf.py').write_text(
        "editions_languages = {'ca': 'Català', 'ca@valencia': 'Valencià'}\n"
    )
    assert [each.tag for each in load(tmp_path).languages] == ['ca', 'ca-valencia']


def test_of_two_tables_the_closer_one_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / 'qq.toml').write_text("[a]\nof = 'base'\n[b]\nof = 'base'\n")
    (tmp_path / 'qq_ZZ.toml').write_text("[a]\nof = 'country'\n")
    monkeypatch.setattr(language, 'TABLES', tmp_path)
    assert Language('qq_ZZ').table('a') == {'of': 'country'}
    assert Language('qq_ZZ').table('b') == {'of': 'base'}
    assert Language('qq').table('a') == {'of': 'base'}
    assert Language('qq').table('c') == {}
