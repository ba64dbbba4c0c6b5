"""Numbers by value: the pairs, the fresh pairs, and the forms that each language writes."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editions.checks import figures
from editions.checks.pair import Pair as Translation
from editions.languages import han_signs as han
from editions.languages.numerals import differences, numbers
from editions.languages.roman import roman

DATA = Path(__file__).parent / 'data' / 'numbers'
Pair = tuple[str, str, str, bool]  # source, translation, language, same value


def pairs() -> list[Pair]:
    with (DATA / 'pairs.tsv').open(encoding='utf-8', newline='') as file:
        rows = csv.DictReader(file, delimiter='\t', quoting=csv.QUOTE_NONE)
        return [
            (row['source'], row['target'], row['language'], row['same value'] == 'yes')
            for row in rows
        ]


def written(name: str) -> list[Pair]:
    found, source = [], ''
    for line in (DATA / name).read_text('utf-8').splitlines():
        head, _, text = line.partition(' ')
        if head in ('es', 'pt_BR', 'zh_CN'):
            found.append((source, text[2:], head, text[0] == '+'))
        elif not line.startswith('#'):
            source = line
    return found


def blamed(source: str, target: str, language: str) -> bool:
    pair = Translation(source, target, language)
    return bool([*figures.numbers(pair), *figures.measures(pair)])


@pytest.mark.parametrize(
    ('rows', 'count'),
    [
        (pairs(), 264),
        (written('fresh.txt'), 216),
        (written('more.txt'), 105),
        (written('last.txt'), 90),
        (written('register.txt'), 972),
    ],
)
def test_every_wrong_number_is_found_and_no_right_one_blamed(rows: list[Pair], count: int) -> None:
    assert len(rows) == count
    wrong = [
        (source, target)
        for source, target, language, same in rows
        if blamed(source, target, language) == same
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ('text', 'language', 'value'),
    [
        ('a hundred and twenty thousand', 'en', 120_000),
        ('twenty-first', 'en', 21),
        ('US$1.2tn', 'en', 1_200_000_000_000),
        ('a year and a half', 'en', Fraction(3, 2)),
        ('half a million', 'en', 500_000),
        ('un millón y medio', 'es', 1_500_000),
        ('20 mil millones', 'es', 20_000_000_000),
        ('2 millones 300 mil', 'es', 2_300_000),
        ('mil novecientos noventa y nueve', 'es', 1999),
        ('vigésimo cuarta', 'es', 24),
        ('dois mil e dezesseis', 'pt_BR', 2016),
        ('1,38271 bilhão', 'pt_BR', 1_382_710_000),
        ('meio milhão', 'pt_BR', 500_000),
        ('vigésima quarta', 'pt_BR', 24),
        ('1.4万个', 'zh_CN', 14_000),
        ('２６００亿美元', 'zh_CN', 260_000_000_000),
        ('一百五十万人', 'zh_CN', 1_500_000),
        ('两个半小时', 'zh_CN', Fraction(5, 2)),
        ('百分之六十', 'zh_CN', Fraction(3, 5)),
        ('“十三五”规划', 'zh_CN', 13),
    ],
)
def test_a_number_is_read(text: str, language: str, value: Fraction | int) -> None:
    found = [number for number in numbers(text, language) if not number.loose]
    assert [number.readings[0][0].amount for number in found] == [value]


@pytest.mark.parametrize(
    'text', ['“一带一路”倡议', '始终如一', '一揽子安排', '十分重要', '千万不要', '百分点']
)
def test_a_chinese_idiom_holds_no_number(text: str) -> None:
    assert all(number.loose for number in numbers(text, 'zh_CN'))


@pytest.mark.parametrize(
    ('text', 'value'),
    [
        ('13亿8271万', 1_382_710_000),
        ('二〇一六', 2016),
        ('2.06万亿', 2_060_000_000_000),
        ('十二', 12),
    ],
)
def test_chinese_numbers_in_characters_and_digits(text: str, value: int) -> None:
    assert han.value(text) == value


def test_dates_are_compared_as_dates() -> None:
    assert differences('on 5 March', 'el 3 de mayo', 'en', 'es')
    assert not differences('March 5, 2016', '5 de março de 2016', 'en', 'pt_BR')
    assert not differences('2016-03-05', '2016年3月5日', 'en', 'zh_CN')


def test_a_language_without_a_table_is_compared_by_its_digits() -> None:
    assert not differences('Twelve ships, 3.5 per cent', 'Douze navires, 3,5 %', 'en', 'fr')
    assert differences('There are 1,200 ships', 'Il y a 120 navires', 'en', 'fr')


def test_roman_numerals_have_one_spelling() -> None:
    assert [roman(text) for text in ('XXIV', 'IV', 'MMXVI', 'IIII', 'IC', 'CELAC')] == [
        24, 4, 2016, 0, 0, 0,
    ]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet='0123456789.,  -/:%hº¼十百万亿半成倍年月日第XVIamil', max_size=40),
    st.sampled_from(['en', 'es', 'pt_BR', 'zh_CN', 'fr']),
)
def test_any_text_can_be_read_and_is_equal_to_itself(text: str, language: str) -> None:
    assert not differences(text, text, language, language)


@pytest.mark.parametrize('language', ['en', 'es', 'zh_CN'])
@pytest.mark.parametrize(
    'unit', ['1 ', '1,', '1.', '十', '一 ', 'two ', '1年', '5 de ', '1月1日、']
)
def test_no_text_is_slow(unit: str, language: str) -> None:
    text = unit * (8_000 // len(unit))
    assert len(numbers(text, language)) < 8_000
    differences(text, text[: len(text) // 2], language, language)


@pytest.mark.parametrize(
    ('source', 'target', 'language'),
    [
        ('winds of 85 mph', 'vientos de 137 km/h', 'es'),
        ('1 to 4 inches of rain', 'chuvas de 2 a 10 cm', 'pt_BR'),
        ('21,000 acres', '8,498公顷', 'zh_CN'),
        ('about 30 meters (100 feet) of water', 'unos 30 metros de agua', 'es'),
        ('20 square miles', '52平方公里', 'zh_CN'),
    ],
)
def test_an_amount_may_be_converted(source: str, target: str, language: str) -> None:
    assert not blamed(source, target, language)


@pytest.mark.parametrize(
    ('source', 'target', 'language'),
    [
        ('winds of 85 mph', 'vientos de 85 km/h', 'es'),
        ('21,000 acres', '2.1万公顷', 'zh_CN'),
        ('385 miles', '960 quilômetros', 'pt_BR'),
    ],
)
def test_a_conversion_must_be_right(source: str, target: str, language: str) -> None:
    assert blamed(source, target, language)


@pytest.mark.parametrize('language', ['en', 'es', 'zh_CN', 'fr'])
@pytest.mark.parametrize(
    'text',
    [
        '1' * 5000,
        '1.' * 5000,
        'hundred ' * 900,
        '一千' * 3000,
        '1/0',
        '٣٤ ٥٬٠٠٠',
        '12:٣٠',
        '十十月',
    ],
)
def test_a_number_beyond_all_use_breaks_nothing(text: str, language: str) -> None:
    assert blamed(f'Of 7 ships, {text}', f'{text} 8888', language)
