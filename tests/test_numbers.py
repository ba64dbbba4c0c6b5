"""Numbers by value: the pairs, the fresh pairs, and the forms that each language writes."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editions.checks import meaning
from editions.checks.pair import Doubt
from editions.checks.pair import Pair as Translation
from editions.languages import values
from editions.languages.characters import characters
from editions.languages.figures import roman
from editions.languages.language import Language
from editions.languages.numbers import Text, differences, numbers
from editions.languages.values import Weight

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


def blamed(source: str, target: str, language: str, source_language: str = 'en') -> list[str]:
    pair = Translation(source, target, language, source_language)
    return [*meaning.numbers(pair), *meaning.measures(pair)]


def differ(source: str, target: str, source_language: str, language: str) -> bool:
    sides = (Text(source, Language(source_language)), Text(target, Language(language)))
    found = differences(*sides)
    return bool(found.missing or found.extra)


@pytest.mark.parametrize(
    ('rows', 'count'),
    [
        (pairs(), 228),
        (written('fresh.txt'), 174),
        (written('more.txt'), 105),
        (written('last.txt'), 76),
        (written('register.txt'), 736),
    ],
)
def test_every_wrong_number_is_found_and_no_right_one_blamed(rows: list[Pair], count: int) -> None:
    assert len(rows) == count
    wrong = [
        (source, target)
        for source, target, language, same in rows
        if bool(blamed(source, target, language)) == same
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ('text', 'language', 'value'),
    [
        ('a hundred and twenty thousand', 'en', 120_000),
        ('US$1.2tn', 'en', 1_200_000_000_000),
        ('20 mil millones', 'es', 20_000_000_000),
        ('2 millones 300 mil', 'es', 2_300_000),
        ('mil novecientos noventa y nueve', 'es', 1999),
        ('dois mil e dezesseis', 'pt_BR', 2016),
        ('1,38271 bilhão', 'pt_BR', 1_382_710_000),
        ('1.4万个', 'zh_CN', 14_000),
        ('２６００亿美元', 'zh_CN', 260_000_000_000),
        ('一百五十万人', 'zh_CN', 1_500_000),
        ('百分之六十', 'zh_CN', Fraction(3, 5)),
        ('約2億人', 'zh_TW', 200_000_000),
        ('20 Milliarden', 'de', 20_000_000_000),
        ('20 млрд', 'ru', 20_000_000_000),
        ('٢٥٪', 'ar', Fraction(1, 4)),
        ('۱٬۲۵۰٫۵', 'fa', Fraction(2501, 2)),
        ('13亿8271万', 'zh_CN', 1_382_710_000),
        ('2.06万亿', 'zh_CN', 2_060_000_000_000),
    ],
)
def test_a_number_is_read(text: str, language: str, value: Fraction | int) -> None:
    found = [number for number in numbers(text, Language(language)) if number.readings]
    assert [set(number.readings[0]) for number in found] == [{Fraction(value)}]


@pytest.mark.parametrize(
    'text', ['“一带一路”倡议', '始终如一', '一揽子安排', '十分重要', '千万不要', '百分点']
)
def test_a_chinese_idiom_holds_no_number(text: str) -> None:
    found = numbers(text, Language('zh_CN'))
    assert all(number.weight is Weight.HINT for number in found)


@pytest.mark.parametrize(
    ('text', 'value'),
    [
        ('二〇一六', 2016),
        ('十二', 12),
        ('一百零二', 102),
        ('一百五十万', 1_500_000),
        ('两万五千亿', 2_500_000_000_000),
        ('三亿零五万', 300_050_000),
        ('三點五', Fraction(7, 2)),
    ],
)
def test_chinese_numbers_in_characters(text: str, value: int | Fraction) -> None:
    assert characters(text) == value


def test_dates_are_compared_as_dates() -> None:
    assert differ('on 5 March', 'el 3 de mayo', 'en', 'es')
    assert not differ('March 5, 2016', '5 de março de 2016', 'en', 'pt_BR')
    assert not differ('2016-03-05', '2016年3月5日', 'en', 'zh_CN')


def test_a_language_without_a_table_is_compared_by_its_digits() -> None:
    assert not differ('Twelve ships, 3.5 per cent', 'Douze navires, 3,5 %', 'en', 'fr')
    assert differ('There are 1,200 ships', 'Il y a 120 navires', 'en', 'fr')


def test_roman_numerals_have_one_spelling() -> None:
    assert [roman(text) for text in ('XXIV', 'IV', 'XIX', 'IIII', 'VX')] == [24, 4, 19, 0, 0]


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet='0123456789.,  -/:%hº¼十百万亿半成倍年月日第XVIamil', max_size=40),
    st.sampled_from(['en', 'es', 'pt_BR', 'zh_CN', 'fr']),
)
def test_any_text_can_be_read_and_is_equal_to_itself(text: str, language: str) -> None:
    assert not differ(text, text, language, language)


@pytest.mark.parametrize('language', ['en', 'es', 'zh_CN'])
@pytest.mark.parametrize(
    'unit', ['1 ', '1,', '1.', '十', '一 ', 'two ', '1年', '5 de ', '1月1日、']
)
def test_no_text_is_slow(unit: str, language: str) -> None:
    text = unit * (8_000 // len(unit))
    assert len(numbers(text, Language(language))) <= 8_000
    differ(text, text[: len(text) // 2], language, language)


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


@pytest.mark.parametrize(
    ('source', 'target', 'language'),
    [
        ('It took 18 months.', 'Duró año y medio.', 'es'),
        ('Profits rose 150 percent.', '利润增长了1.5倍。', 'zh_CN'),
        ('a dozen eggs', '一打鸡蛋', 'zh_CN'),
        ('half a million people', 'unas 500.000 personas', 'es'),
        ('10,500 people', '10,500 personas', 'es'),  # as in Mexico
        ('the interval [0,1]', 'el intervalo [0,1]', 'es'),
        ('a decimal digit', '10進数の数字', 'ja'),
        ('about 200 million people', '約有2億人', 'zh_TW'),
        ('12 months', 'douze mois', 'fr'),
        (
            'On 17 and 23 November, at the 24th summit',
            'Vom 17. bis 23. November, am 24. Gipfel',
            'de',
        ),
        ('from 3 to 5 p.m.', 'de 15.00 a 17.00', 'es'),
        ('to 6.5 per cent, from 6.7', 'al 6,5 %, desde el 6,7 %', 'es'),
        ('in the 1990s', 'en los años 90', 'es'),
    ],
)
def test_what_is_said_in_another_way_is_not_blamed(source: str, target: str, language: str) -> None:
    assert blamed(source, target, language) == []


def test_a_source_may_be_in_any_language() -> None:
    assert not blamed('Son 20.000 millones.', 'It is 20 billion.', 'en', 'es')
    assert blamed('Son 20.000 millones.', 'It is 20 million.', 'en', 'es')
    assert blamed('有2亿人', 'There are 2 million people', 'en', 'zh_CN')


@pytest.mark.parametrize(
    ('source', 'target', 'language', 'certain'),
    [
        ('US$260 billion', '260 millones de dólares', 'es', True),
        ('on 5 March', 'el 5 de mayo', 'es', True),
        ('12.75 percent', '12,57 %', 'pt_BR', True),
        ('8 ships of 12', '8艘', 'zh_CN', False),  # it may be said in words
        ('seven ships', 'ocho barcos', 'es', False),  # words had to be understood
        ('There are 1,200 ships', 'Il y a 120 navires', 'fr', False),  # scale words of CLDR alone
    ],
)
def test_only_figures_are_certain(source: str, target: str, language: str, certain: bool) -> None:
    (sentence,) = blamed(source, target, language)
    assert isinstance(sentence, Doubt) is not certain


def test_a_number_that_is_a_literal_in_the_translation_is_there() -> None:
    assert not blamed('It listens at 8080 and 22.', 'Escucha en ``8080`` y ``22``.', 'es')


@pytest.mark.parametrize(
    ('source', 'target', 'language', 'sentence'),
    [
        ('a century', 'un milenio', 'es', 'span: millennium, in the source century'),
        ('20 dollars', '20 euros', 'pt_BR', 'currency: euro, in the source dollar'),
        ('on Monday', 'el martes', 'es', 'weekday: Tuesday, in the source Monday'),
        ('on Monday', 'am Dienstag', 'de', 'weekday: Tuesday, in the source Monday'),
        ('within 5 years', 'en 5 meses', 'es', 'duration: month, in the source year'),
    ],
)
def test_a_measure_is_not_exchanged(source: str, target: str, language: str, sentence: str) -> None:
    assert blamed(source, target, language) == [sentence]


def test_the_months_of_a_language_do_not_depend_on_those_that_were_asked_for_before() -> None:
    values.forms.cache_clear()
    for code in ('ja', 'de', 'ru', 'fr'):
        values.forms(Language(code))
    assert 'abriu' not in values.forms(Language('pt_BR')).months  # Babel mixes stand-alone names up
    assert 'марте' in values.forms(Language('ru')).months
