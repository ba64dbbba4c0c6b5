"""A language whose number words nobody told us: its translations are shown, and only doubted."""

from pathlib import Path

import pytest

from editions.catalogs import po
from editions.checks.criteria import Policy
from editions.checks.judgement import judge_message
from editions.findings import Severity

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
CATALOG = HEAD + 'msgid "{}"\nmsgstr "{}"\n'


@pytest.mark.parametrize(
    ('code', 'source', 'translation'),
    [
        ('fr', 'US$20 billion in 2016', '20 milliards de dollars en 2016'),
        ('ja', 'hexadecimal digits', '16 進数'),
        ('de', 'on 17 November 2016', 'am 17. November 2016'),
    ],
)
def test_a_right_translation_is_not_withheld(code: str, source: str, translation: str) -> None:
    text = CATALOG.format(source, translation)
    catalog = po.parse(text.encode(), Path('x.po'), language=code)
    (message,) = catalog.messages
    judged = judge_message(message, Policy(code, 'en'))
    assert judged.shown
    severities = {f.severity for f in judged.findings if f.code == 'numbers'}
    assert severities <= {Severity.WARNING}


def test_a_false_figure_in_a_language_we_know_is_an_error_and_shown() -> None:
    text = CATALOG.format('US$20 billion in 2016', '20 millones de dólares en 2016')
    catalog = po.parse(text.encode(), Path('x.po'), language='es')
    (message,) = catalog.messages
    judged = judge_message(message, Policy('es', 'en'))
    found = [f.severity for f in judged.findings if f.code == 'numbers']
    assert found == [Severity.ERROR]
    assert judged.shown
