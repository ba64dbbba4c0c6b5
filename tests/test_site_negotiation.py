"""Which language a reader is given, for headers that browsers, robots and strangers send."""

import re
from collections.abc import Iterator

import pytest

from editions.languages.language import Language
from editions.site import negotiation

FOUR = tuple(Language(code, code) for code in ('en', 'es', 'pt_BR', 'zh_CN'))

# 40 headers and more: as browsers send them, and as the standard allows.
HEADERS = {
    # Chrome, Edge, Safari, Firefox in their common settings
    'en-US,en;q=0.9': 'en',
    'en-GB,en;q=0.9,en-US;q=0.8': 'en',
    'es-MX,es;q=0.9,en;q=0.8': 'es',
    'es-ES,es;q=0.9': 'es',
    'es-419,es;q=0.9,en;q=0.8': 'es',
    'es-AR,es;q=0.8,en-US;q=0.5,en;q=0.3': 'es',
    'pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7': 'pt-BR',
    'pt-PT,pt;q=0.8,en;q=0.5,en-US;q=0.3': 'pt-BR',
    'pt-PT': 'pt-BR',
    'zh-CN,zh;q=0.9': 'zh-CN',
    'zh-CN,zh;q=0.8,zh-TW;q=0.7,zh-HK;q=0.5,en-US;q=0.3,en;q=0.2': 'zh-CN',
    # Traditional Chinese is none of ours: the reader chooses
    'zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7': '',
    'zh-Hant': '',
    'zh-Hant-HK,zh-Hant;q=0.9,en;q=0.8': '',
    'en-HK,en;q=0.9,zh-HK;q=0.8,zh;q=0.7': 'en',
    'zh-Hans-CN': 'zh-CN',
    'zh-cmn-Hans-CN,zh-cmn-Hans;q=0.9': 'zh-CN',
    'fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7': 'en',
    'fr-CH, fr;q=0.9, es;q=0.8, en;q=0.7, *;q=0.5': 'es',
    'de-DE,de;q=0.9,pt;q=0.8,en;q=0.7': 'pt-BR',
    'ca-ES,ca;q=0.9,es;q=0.8': 'es',
    'gl,es-ES;q=0.9,es;q=0.8,pt;q=0.7': 'es',
    'ja,zh-CN;q=0.9,en;q=0.8': 'zh-CN',
    'ko-KR,ko;q=0.9': '',
    'de': '',
    'ru-RU,ru;q=0.9': '',
    # qualities out of order
    'en;q=0.1,es': 'es',
    'en;q=0.2, zh;q=0.4, es;q=0.8': 'es',
    'en;q=0.8,zh-CN;q=1.0,es;q=0.9': 'zh-CN',
    'en;q=0.05,pt;q=0.001': 'en',
    'es-MX;q=0.5,en': 'en',
    'en ; q=0.3 , es ; q=0.7': 'es',
    'es;q=1.000,en;q=0.999': 'es',
    # three decimals count, and zeros at the end do not
    'en;q=0.849,es;q=0.85': 'es',
    'en;q=0.85,es;q=0.849,pt;q=0.8': 'en',
    'pt;q=0.8,en;q=0.849,es;q=0.85': 'es',
    'pt;q=0.8,es;q=0.801': 'es',
    'pt;q=0.80,es;q=0.8': 'pt-BR',
    'es;q=0.8,pt;q=0.800': 'es',
    'en;q=0.5,es-MX;q=0.505,zh-SG;q=0.51': 'zh-CN',
    'en;q=0.5,es-MX;q=0.505,zh-TW;q=0.51': '',
    'en;q=0.09,es;q=0.091,fr;q=0.9': 'es',
    'en;q=0.001,es;q=0.01,zh;q=0.009': 'es',
    'fr;q=0.999,zh;q=0.998,es;q=0.99': 'zh-CN',
    'en-GB;q=0.7,es;q=0.75,en;q=0.755': 'en',
    'es;q=1.,en;q=1.0': 'es',
    'es;q=0.8555,en;q=0.5': 'en',
    # refused
    'en;q=0': '',
    'en;q=0,es;q=0.5': 'es',
    'en;q=0.0, *': '',
    'es;q=0.000': '',
    # any, none, nonsense
    '*': '',
    '*;q=0.5': '',
    '': '',
    'EN-us': 'en',
    'eng': '',
    'english': '',
    'escargot,zhuang': '',
    'en_US': '',
    ';;;,,,q=,=': '',
    'en;q=2': '',
    'en;q=-1,es;q=0.4': 'es',
    'es;level=1': '',
    '../../etc/passwd': '',
    '<script>': '',
    'x' * 900: '',
}


RANGE = re.compile(
    r'[ \t]*([a-z]{1,8}(?:-[a-z0-9]{1,8})*)[ \t]*'
    r'(?:;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)[ \t]*)?',
    re.IGNORECASE,
)


def choose(rules: negotiation.Rules, header: str) -> str:
    """What the standard says of a header: the tag of the edition, '' where the reader chooses."""
    asked = list(_asked(rules, header))
    refused = {tag for tag, quality in asked if not quality}
    wanted = [(quality, tag) for tag, quality in asked if tag not in refused]
    return max(wanted, key=lambda pair: pair[0], default=(0, ''))[1]


def _asked(rules: negotiation.Rules, header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(','):
        match = RANGE.fullmatch(part)
        asked = match[1].lower() if match else ''
        for known, tag in rules.ranges:
            if match and (asked == known or asked.startswith(f'{known}-')):
                yield tag, float(match[2] or 1)
                break


@pytest.mark.parametrize(('header', 'tag'), HEADERS.items())
def test_the_header_decides(header: str, tag: str) -> None:
    assert choose(negotiation.rules(FOUR), header) == tag


def test_two_of_a_family_share_its_readers() -> None:
    languages = tuple(Language(code, code) for code in ('zh_CN', 'zh_TW', 'pt_BR', 'pt_PT'))
    rules = negotiation.rules(languages)
    asked = ('zh', 'zh-SG', 'zh-TW', 'zh-HK', 'zh-Hant-MO')
    assert [choose(rules, header) for header in asked] == ['zh-CN'] * 2 + ['zh-TW'] * 3
    asked = ('pt', 'pt-AO', 'pt-PT')
    assert [choose(rules, header) for header in asked] == ['pt-BR', 'pt-BR', 'pt-PT']


@pytest.mark.parametrize(
    ('code', 'chosen'),
    [
        ('zh_CN', {'zh': True, 'zh-SG': True, 'zh-TW': False, 'zh-Hant-CN': False}),
        ('zh_Hans', {'zh-CN,zh;q=0.9': True, 'zh-Hant': False}),
        ('zh_TW', {'zh-TW,zh;q=0.9': True, 'zh-HK': True, 'zh-CN,zh;q=0.9': False}),
        ('sr@latin', {'sr-Latn': True, 'sr-ME': True, 'sr': False, 'sr-Cyrl': False}),
        ('pt_BR', {'pt-PT': True}),
    ],
)
def test_no_reader_is_led_to_another_script(code: str, chosen: dict[str, bool]) -> None:
    rules = negotiation.rules((Language(code, ''),))
    assert {header: bool(choose(rules, header)) for header in chosen} == chosen


def test_other_names_lead_to_an_edition_and_never_to_themselves() -> None:
    rules = negotiation.rules(FOUR)
    aliases = dict(rules.aliases)
    assert {aliases[name] for name in ('pt-br', 'pt_BR', 'pt')} == {'pt-BR'}
    assert {aliases[name] for name in ('zh', 'zh_CN', 'zh-cn')} == {'zh-CN'}
    assert not set(aliases) & set(rules.tags)
