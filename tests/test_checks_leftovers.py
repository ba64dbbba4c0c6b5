"""What belongs to another language, and what only looks so: names, code, addresses."""

import pytest
from judging import severities

LEFT = frozenset({'untouched', 'traditional', 'european', 'language'})


def codes(source: str, target: str, language: str) -> set[str]:
    return severities(source, target, language).keys() & LEFT


@pytest.mark.parametrize(
    ('source', 'target', 'language'),
    [
        ('sum(o.count for o in every_one())', 'sum(o.count for o in every_one())', 'zh_CN'),
        ('sqrt(sum((px - qx) ** 2.0 for px, qx in zip(p, q)))',) * 2 + ('zh_CN',),
        ('sums = [s for s in [0] for x in data]',) * 2 + ('es',),
        ("external ref='figures/the-list-of-it.png'", "external ref='figures/in-it.png'", 'es'),
        (
            ':rfc:`Use of the Layer, and of It <7525>`',
            ':rfc:`Use of the Layer, and of It <7525>`',
            'es',
        ),
        ("Add 'a to `left_most`:", "Añade 'a correctamente a `left_most`:", 'es'),
        (
            '[Korean](https://example.com/em/ko/) by [@com](https://github.com/com).',
            '[Coreano](https://example.com/em/ko/) por [@com](https://github.com/com).',
            'es',
        ),
        (
            'WEP is <em>Wired Privacy</em>, and WPA stands for <em>Protected Access</em>.',
            'WEP es <em>Wired Privacy</em>, y WPA significa <em>Protected Access</em>.',
            'es',
        ),
        (
            'for instance, the zone falcot.com holds a record for the zone internal.falcot.com',
            'por ejemplo, la zona falcot.com contiene un registro para internal.falcot.com',
            'es',
        ),
        (
            '`Take the first steps with it <https://a.example>`_ and `All of it <https://b.example>`_',
            '`Take the first steps with it <https://a.example>`_ y `All of it <https://b.example>`_',
            'es',
        ),
        ('meaning overwriting', '表示覆写', 'zh_CN'),
        ('They will assign it.', 'Irão atribuir isso.', 'pt_BR'),
    ],
)
def test_what_belongs_here_is_left_alone(source: str, target: str, language: str) -> None:
    assert codes(source, target, language) == set()


@pytest.mark.parametrize(
    ('source', 'target', 'language', 'code'),
    [
        ('It is one of the new methods.', 'It is one of the new methods.', 'es', 'untouched'),
        ('and the client with:', 'and the client with:', 'zh_CN', 'untouched'),
        (
            'See :rfc:`1 <1>` for the use of it.',
            'See :rfc:`1 <1>` for the use of it.',
            'es',
            'untouched',
        ),
        ('Dry weather', '乾燥的天气', 'zh_CN', 'traditional'),
        ('The talks in Iran', 'As conversas no Irão', 'pt_BR', 'european'),
        ('The files of Iran', 'Ficheiros', 'pt_BR', 'european'),
        (
            'The cooperation with the countries has its own rules, <em>and</em> they are new.',
            'La cooperación com os países também tem suas regras, <em>e</em> elas são novas.',
            'es',
            'language',
        ),
    ],
)
def test_what_belongs_to_another_language_is_said(
    source: str, target: str, language: str, code: str
) -> None:
    assert code in codes(source, target, language)
