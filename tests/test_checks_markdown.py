"""Messages of a Markdown document (MyST) are read as Markdown, not as reStructuredText."""

import pytest

from editions.catalogs.po.messages import Message
from editions.checks.criteria import Policy
from editions.checks.judgement import judge_message


def codes(source: str, target: str, language: str, place: str = 'guide.md:4') -> set[str]:
    message = Message(source, (target,), locations=(place,))
    return {finding.code for finding in judge_message(message, Policy(language, 'en')).findings}


def shown(source: str, target: str) -> bool:
    message = Message(source, (target,), locations=('guide.md:4',))
    return judge_message(message, Policy('es', 'en')).shown


@pytest.mark.parametrize(
    ('source', 'target', 'language'),
    [
        ('the _borrow checker_', 'el _borrow checker_ (verificador)', 'es'),
        ('the borrow checker', 'el _borrow checker_', 'es'),
        ('a `second` and `p1`', '`second`和`p1`', 'zh_CN'),
        ('`serde` (tested)', '`serde`（已测试）', 'zh_CN'),
        ('a **bold** word', '这是**粗体**文字', 'zh_CN'),
        ('See [the text](a.md) and {ref}`plan`', 'Véase [el texto](a.md) y {ref}`plan`', 'es'),
        ('See {ref}`the plan <plan>`', 'Véase {ref}`el plan <plan>`', 'es'),
        ('in `third_party/two`', 'en `third_party/two`', 'es'),
        ('a note[^1]', 'una nota[^1]', 'es'),
        ('``a`b`` stays', '``a`b`` queda', 'es'),
    ],
)
def test_sound_markdown_is_left_alone(source: str, target: str, language: str) -> None:
    assert codes(source, target, language) == set()


@pytest.mark.parametrize(
    ('source', 'target', 'code'),
    [
        ('See {ref}`plan`', 'Véase {ref}`planes`', 'roles'),
        ('See {ref}`plan`', 'Véase el plan', 'roles'),
        ('a note[^1]', 'una nota', 'footnotes'),
        ('A text', 'Un [texto](javascript:alert(1))', 'glued'),
        ('See [a guide](guide.md)', 'Lea la guía](guide.md)', 'glued'),
        ('A text', 'Un [texto](../conf.py)', 'sites'),
        ('see [it](https://a.org)', 'véase [él](https://evil.example.com/a)', 'sites'),
        ('A text', 'Un ![texto](/../../etc/passwd)', 'files'),
        ('A text', 'Un <b>texto</b>', 'files'),
        ('<a title="a>b">it</a>', '<a title="a>b" onclick="x">él</a>', 'files'),
        ('A text', '```{include} /etc/passwd\n```', 'blocks'),
        ('{{ name }} is', 'es', 'substitutions'),
        ('See [the text][paper]', 'Véase el texto', 'references'),
    ],
)
def test_broken_markdown_is_withheld(source: str, target: str, code: str) -> None:
    assert code in codes(source, target, 'es')
    assert not shown(source, target)


@pytest.mark.parametrize(
    ('source', 'target', 'code'),
    [
        ('run `make`', 'ejecute `hacer`', 'literals'),
        ('an *own* word', 'una palabra propia', 'emphasis'),
        ('see [it](https://example.org/a)', 'véase [él](https://example.org/b)', 'links'),
    ],
)
def test_doubtful_markdown_is_said_but_shown(source: str, target: str, code: str) -> None:
    assert code in codes(source, target, 'es')
    assert shown(source, target)


def test_a_message_of_another_document_is_no_markdown() -> None:
    assert 'glued' in codes('a ``b`` c', '一``b``二', 'zh_CN', 'guide.rst:4')
    assert 'glued' not in codes('a ``b`` c', '一``b``二', 'zh_CN')
