"""A negation that is dropped or added, in the pairs of languages that have a table for it."""

import pytest

from editions.catalogs.po.messages import Message
from editions.checks.criteria import Policy
from editions.checks.judgement import judge_message
from editions.findings import Severity


def said(source: str, target: str, language: str) -> list[Severity]:
    found = judge_message(Message(source, (target,)), Policy(language, 'en')).findings
    return [finding.severity for finding in found if finding.code == 'negations']


@pytest.mark.parametrize(
    ('source', 'target', 'language'),
    [
        ('China will never seek hegemony.', '中国永远谋求霸权。', 'zh_CN'),
        ('China will never seek hegemony.', 'China buscará siempre la hegemonía.', 'es'),
        ("You can't open it with a player.", 'Você pode abri-lo com um reprodutor.', 'pt_BR'),
        ('Pointers do not change colors.', 'Los punteros con cambian de color.', 'es'),
        ('It may change without warnings.', '它可能发生变化而但发出警告。', 'zh_CN'),
        ('It grew. It is not aimed at others.', '它发展了。它针对第三方。', 'zh_CN'),
        ('Dictionary views are reversible.', 'Las vistas no son reversibles.', 'es'),
        ('Relations have grown.', '双方关系没有发展。', 'zh_CN'),
        ('Relations have grown.', 'As relações não cresceram.', 'pt_BR'),
    ],
)
def test_a_negation_dropped_or_added_is_said(source: str, target: str, language: str) -> None:
    assert said(source, target, language) == [Severity.WARNING]


@pytest.mark.parametrize(
    ('source', 'target', 'language'),
    [
        ('It is not possible.', 'Es imposible.', 'es'),
        ('It is not possible.', '不可能。', 'zh_CN'),
        ('Last but not least, thank you.', '最后，谢谢你。', 'zh_CN'),
        ('Not only China but all gain.', 'Tanto China como todos ganan.', 'es'),
        ('There is no doubt that it grew.', 'Certamente cresceu.', 'pt_BR'),
        ('It fails.', 'No funciona.', 'es'),
        ('It is a no-op.', '这是空操作。', 'zh_CN'),
        ('Use this to get the old one.', '请使用此项而不是旧的。', 'zh_CN'),
        ('Unless it rains', '如果不下雨', 'zh_CN'),
        ('This, however, grew.', 'Esto, sin embargo, creció.', 'es'),
        ('It does not rain.', 'Es regnet nicht.', 'de'),
        ('See No. 5 there.', 'Véase el núm. 5 allí.', 'es'),
    ],
)
def test_what_says_the_same_in_other_words_is_left_alone(
    source: str, target: str, language: str
) -> None:
    assert said(source, target, language) == []
