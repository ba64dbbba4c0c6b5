"""A message is read by the parser that prints it, and nothing in it is executed."""

import random
import time

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, roles
from docutils.utils import new_document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editions import markup
from editions.markup import MARKDOWN, Inline, Kind, Mark, Syntax, parse, placed, restructured

MYST = Syntax(markdown=True, extensions=frozenset({'substitution', 'dollarmath'}))
SIGNS = [
    '*a*',
    '**b**',
    '``c``',
    '`d`',
    '|e|',
    '[1]_',
    '[#]_',
    '[x]_',
    'x_',
    ':r:`t`',
    'http://a.b',
    '_`g`',
]
pieces = st.sampled_from([*SIGNS, *' -"\'()w*`|_\\:ñ«»“”/字。\n'])
texts = st.lists(pieces, min_size=1, max_size=12).map(''.join)

OPTIONS = get_default_settings(Parser)
OPTIONS.report_level = 5
NODES = {
    'strong': Inline.STRONG,
    'emphasis': Inline.EMPHASIS,
    'literal': Inline.LITERAL,
    'substitution_reference': Inline.SUBSTITUTION,
    'footnote_reference': Inline.FOOTNOTE,
    'citation_reference': Inline.CITATION,
}


def found(text: str, syntax: Syntax = markup.RST) -> list[tuple[str, str, str, str]]:
    return [
        (mark.kind.value, mark.name, mark.label, mark.target)
        for mark in parse(text, syntax=syntax).marks
    ]


def docutils(text: str) -> nodes.document:
    roles._roles['r'] = lambda *args, **kwargs: ([nodes.Element()], [])  # known, as Sphinx's are
    tree = new_document('<text>', OPTIONS)
    Parser().parse(text, tree)
    return tree


@settings(max_examples=400, deadline=None)
@example('::::')
@given(texts)
def test_what_docutils_reads_is_read(text: str) -> None:
    tree = docutils(text)
    blocks = [n for n in tree if not isinstance(n, nodes.system_message)]
    read = parse(text)
    assert list(read.blocks) == [block.tagname for block in blocks]
    if read.blocks == ('paragraph',):
        kinds = [NODES[n.tagname] for n in tree.findall(nodes.Element) if n.tagname in NODES]
        assert [m.kind for m in read.marks if m.kind in NODES.values()] == kinds


@settings(max_examples=200, deadline=None)
@given(texts, st.sampled_from([markup.RST, MYST]))
def test_every_mark_stands_where_it_says(text: str, syntax: Syntax) -> None:
    read, done = parse(text, syntax=syntax), 0
    for mark in read.marks:
        assert text[mark.start : mark.end] == mark.raw
        assert mark.start >= done
        done = mark.end


def test_each_kind_of_markup_is_known_with_its_target() -> None:
    assert found('A **b** :Ref:`c <d>` `e <https://f.g>`_ |h| I_ `j k`_ [#l]_ [m]_ http://n.o') == [
        ('strong emphasis', '', 'b', ''),
        ('role', 'ref', 'c', 'd'),
        ('link', '', 'e', 'https://f.g'),
        ('substitution', '', '', 'h'),
        ('reference', '', '', 'i'),
        ('reference', '', 'j k', 'j k'),
        ('footnote', '', '', '#l'),
        ('citation', '', '', 'm'),
        ('address', '', 'http://n.o', 'http://n.o'),
    ]


def test_a_role_that_no_extension_is_loaded_for_is_known_by_its_name() -> None:
    assert found(':c:expr:`x` and :my-own:`y`') == [
        ('role', 'c:expr', 'x', ''),
        ('role', 'my-own', 'y', ''),
    ]


def test_the_words_of_a_reader() -> None:
    read = parse('A **b**, :ref:`c <d>`, ``e`` and \\*f\\*\\ 字')
    assert read.text == 'A b, c,  and *f*字'
    assert read.rest == 'A  ,  ,   and \0*f\0*\0 字'


@pytest.mark.parametrize(
    ('text', 'kind', 'blocks'),
    [
        ('1. One', Kind.BLOCK, ('enumerated_list',)),
        ('1. One', Kind.TITLE, ('section',)),
        ('- one', Kind.BLOCK, ('bullet_list',)),
        ('So it is typed::', Kind.BLOCK, ('paragraph',)),
        ('One.\n\nTwo.', Kind.BLOCK, ('paragraph', 'paragraph')),
        ('One.\u2028\u2028Two.', Kind.BLOCK, ('paragraph', 'paragraph')),
        ('- **one**', Kind.LITERAL, ('paragraph',)),
        ('.. image:: plan.png', Kind.BLOCK, ('image',)),
        ('x\n\n.. include:: /etc/passwd', Kind.BLOCK, ('paragraph', 'include')),
    ],
)
def test_the_blocks_that_a_message_becomes(text: str, kind: Kind, blocks: tuple[str, ...]) -> None:
    assert parse(text, kind).blocks == blocks


def test_code_has_no_markup() -> None:
    assert parse('a ``b`` *c*', Kind.LITERAL).marks == ()


def test_what_docutils_complains_of_is_a_problem() -> None:
    read = parse('A **word')
    assert read.problems == ('Inline strong start-string without end-string.',)
    assert read.marks == (Mark(Inline.PROBLEM, '**', 2, label='**'),)


@pytest.mark.parametrize(
    'text',
    [
        '.. include:: {file}',
        '- .. include:: {file}\n\n  .. raw:: html\n     :file: {file}',
        '.. csv-table::\n   :file: {file}',
        '.. role:: emphasis(raw)\n   :format: html',
        '.. default-role:: raw',
        '.. |x| include:: {file}',
    ],
)
def test_no_directive_runs(text: str, tmp_path: object) -> None:
    secret = tmp_path / 'secret.txt'  # type: ignore[operator]
    secret.write_text('SECRET')
    before = dict(roles._roles)
    read = parse(text.format(file=secret))
    assert 'SECRET' not in repr(read)
    assert 'paragraph' not in read.blocks
    assert roles._roles == before


@pytest.mark.parametrize(
    'unit',
    [
        '*a ', '`a ', '**a', ':a', 'a-', 'a_', '|a ', '<a ', '[#', '\\', '*', '`', 'x', ' ', '\n\n',
        '`a <', '_`a ', 'http://e.example/ ', '- a\n', '::', 'a@b.c ',
    ],
)  # fmt: skip
@pytest.mark.parametrize('syntax', [markup.RST, MARKDOWN], ids=['rst', 'markdown'])
def test_no_text_takes_long(unit: str, syntax: Syntax) -> None:
    start = time.process_time()
    parse(unit * (20_000 // len(unit)), syntax=syntax)
    assert time.process_time() - start < 3


def test_each_kind_of_markdown_is_known_with_its_target() -> None:
    text = 'A **b** _c_ `d` {ref}`e <f>` [g](h.md) [i][j] x[^k] {{ l }} ![m](n.png) <b> $o$'
    assert found(text, MYST) == [
        ('strong emphasis', '', 'b', ''),
        ('emphasis', '', 'c', ''),
        ('literal', '', 'd', ''),
        ('role', 'ref', 'e', 'f'),
        ('link', '', 'g', 'h.md'),
        ('reference', '', 'i', 'j'),
        ('footnote', '', '', 'k'),
        ('substitution', '', '', 'l'),
        ('image', '', 'm', 'n.png'),
        ('raw', '', '<b>', ''),
        ('formula', '', 'o', ''),
    ]


@pytest.mark.parametrize(
    ('text', 'kind', 'blocks'),
    [
        ('A **word**', Kind.BLOCK, ('paragraph',)),
        ('A word', Kind.TITLE, ('section',)),
        ('1. One', Kind.TITLE, ('section',)),
        ('```{include} /etc/passwd\n```', Kind.BLOCK, ('include',)),
        ('<script>x()</script>', Kind.BLOCK, ('raw',)),
    ],
)
def test_the_blocks_of_markdown(text: str, kind: Kind, blocks: tuple[str, ...]) -> None:
    assert parse(text, kind, MYST).blocks == blocks


def test_markdown_without_myst_is_commonmark(monkeypatch: pytest.MonkeyPatch) -> None:
    from editions.markup import markdown

    markdown._parser.cache_clear()
    monkeypatch.setattr(markdown, 'find_spec', lambda name: None)
    assert found('A **b** [c](d) `e`', Syntax(True, frozenset({'x'}))) == [
        ('strong emphasis', '', 'b', ''),
        ('link', '', 'c', 'd'),
        ('literal', '', 'e', ''),
    ]
    markdown._parser.cache_clear()


def test_a_simple_line_is_read_as_docutils_reads_it() -> None:
    """Of what is taken to be simple nothing is read otherwise than by docutils' own inliner."""
    tokens = (
        '``x y``|``)a``|`e f`|`g`|*e f*|**s**|*e`f*|:a:`b`|:c:d:`~e.f <g>`|*|``|`'
        '| | | |(|)|.|,|:|、|"|é|_'
    )
    chance, simple = random.Random(1991), 0
    for _ in range(8000):
        text = 'x' + ''.join(chance.choices(tokens.split('|'), k=6))
        if restructured._is_line(text) and (found := restructured._simple(text)):
            inliner = restructured.Inliner('')
            document = restructured._document(inliner)
            inliner.parse(text, 1, inliner.memo(document), document)
            assert found == inliner.markup(text, ('paragraph',)), text
            simple += bool(found.marks)
    assert simple > 50


def test_a_blank_in_front_that_the_source_has_not_is_no_part_of_a_text_but_of_code() -> None:
    assert placed(' Uno', 'One', [Kind.BLOCK]) == placed('\u3000Uno', 'One', [None]) == 'Uno'
    assert placed('  si a:', 'if a:', [Kind.BLOCK, Kind.LITERAL]) == '  si a:'
    assert placed(' (s. %s)', ' (p. %s)', [Kind.WORDS]) == ' (s. %s)'
