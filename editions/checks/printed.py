"""Rules on signs that readers would see: markup that its parser does not read as such."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from editions.checks.pair import Pair
from editions.markup import Inline, Markup
from editions.markup.writing import apart


def unclosed(pair: Pair) -> Iterator[str]:
    """Markup that is opened is closed, and the parser reports no error in it."""
    broken = pair.after.having(Inline.PROBLEM)
    known = Counter(mark.raw for mark in pair.before.having(Inline.PROBLEM)) if broken else {}
    if broken and separated(pair):  # of what else touches a letter `glued` speaks
        if not any(glued(pair)):
            yield f'{broken[0].raw[:60]} touches a letter; {_BETWEEN}'
        return
    for mark in broken:
        if not known[mark.raw]:
            yield f'{mark.raw[:60]} opens markup that is never closed'
        known[mark.raw] -= 1
    if pair.after.problems and not broken:
        for problem in Counter(pair.after.problems) - Counter(pair.before.problems):
            yield f'the parser says: {problem}'


def glued(pair: Pair) -> Iterator[str]:
    """Markup stands apart from letters, also from Chinese characters: else it is printed."""
    if pair.code or not _SIGN.search(pair.after.rest):
        return
    pattern = _PRINTED_MARKDOWN if pair.syntax.markdown else _PRINTED
    seen = set(pattern.findall(pair.before.rest))
    seen |= {'**'} if '\0*\0*' in pair.before.rest else set()  # 2\\*\\*53, which is 2**53
    if pair.included and (link := _MARKDOWN_LINK.search(pair.after.rest)):
        yield f'{link[0]} would be printed as it stands: the page that includes it is no Markdown'
    lone = '*' in _ESCAPED.sub('', pair.after.rest) and '*' not in pair.before.rest
    stressed = lone and pair.before.having(Inline.EMPHASIS, Inline.STRONG)
    if stressed and not pattern.search(pair.after.rest):
        yield '* would be printed as it stands: it begins or ends no emphasis here'
    for text in dict.fromkeys(pattern.findall(pair.after.rest)):
        if text not in seen:
            hint = '' if pair.syntax.markdown else f'; {_BETWEEN}'
            yield f'{text} would be printed as it stands: it touches a letter{hint}'


_BETWEEN = "put '\\ ' (backslash, space) between"


def separated(pair: Pair) -> str:
    """The translation with an escaped blank where markup touches a letter; '' if none is certain.

    It is certain where the text then has the markup of its source and no more would be printed.
    """
    if pair.code or pair.syntax.markdown:
        return ''
    own, known = pair.languages[1], {mark.raw for mark in pair.before.marks}
    text = apart(pair.target, known, left=not own.spaced, right=own.suffixed)
    better = replace(pair, target=text)
    read = better.after
    if text == pair.target or read.problems or any(glued(better)):
        return ''
    return text if _kinds(pair.before) == _kinds(read) else ''


def _kinds(markup: Markup) -> Counter[tuple[Inline, str]]:
    literal = Inline.LITERAL
    return Counter((m.kind, m.label if m.kind is literal else '') for m in markup.marks)


_SIGN = re.compile(r'[*`:\[\]]')
# What looks like markup in the text where the parser found none.
_PRINTED = re.compile(
    r'(?<!\0)\*\*|(?<!\0)`+|(?<![\0\w]):(?:[a-z]+:)?[a-z]+:(?=`)'
    r'|(?<=[^\W\d_A-Za-z]):[a-z]+(?:[:+-][a-z]+)*:(?=[ `])'
    r'|(?<![\0*])\*(?=[^\s*])(?=[^*\n]{1,200}\*)|(?<!\0)\[(?:\d+|\*|#\w*)\]_'
)
_ESCAPED = re.compile(r'[\0\\]\*')
_MARKDOWN_LINK = re.compile(r'\[[^\[\]\n]*\]\(')
_PRINTED_MARKDOWN = re.compile(r'(?<![\\*])\*\*(?!\*)|(?<!\\)`+|(?<!\\)\](?:\(|\[)')


def tags(pair: Pair) -> Iterator[str]:
    """HTML is no markup here: its tags and entities would be printed."""
    if pair.syntax.markdown or _TAG.search(pair.source):
        return  # its source is written in tags
    for tag in dict.fromkeys(_TAG.findall(pair.after.rest)):
        yield f'{tag[:60]} would be printed as it stands'


_TAG = re.compile(
    r'</?(?:a|abbr|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|iframe'
    r'|img|ins|kbd|li|mark|ol|p|pre|q|s|script|small|span|strong|style|su[bp]|t[dhrt]|table|u|ul)'
    r'(?:\s[^<>]{0,300})?/?>|<!--|&(?:[a-z]{2,8}|#\d{1,7});',
    re.IGNORECASE,
)
