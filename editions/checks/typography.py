"""Rules on typography: spaces, punctuation, quotation marks, as the language wants them.

Most of what they find is mechanical: `fix` puts it right for `editions check --fix`.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from editions.checks.pair import Doubt, Note, Pair
from editions.checks.printed import separated
from editions.languages.language import Language
from editions.languages.writing import (
    CASED,
    NO_WORDS,
    ROUNDS,
    Remark,
    Span,
    corrected,
    masked,
    remarks,
)
from editions.markup import Inline, Markup

OPEN = frozenset((Inline.STRONG, Inline.EMPHASIS, Inline.DEFAULT_ROLE))  # their inside is text


@lru_cache(8)  # for the rules one after the other
def _unmarked(text: str, scanned: Markup) -> str:
    """A text without what is no translator's: markup, addresses, placeholders."""
    return masked(text, spared(text, scanned))


def spared(text: str, scanned: Markup) -> list[Span]:
    """The parts of a text that are no translator's words: markup, addresses, placeholders."""
    spans = [m.span() for m in _KEPT.finditer(text)] if _KEPT_SIGN.search(text) else []
    for mark in filter(lambda each: each.raw, scanned.marks):
        end = mark.start + len(mark.raw)
        if mark.kind in OPEN:
            size = 2 if mark.kind == Inline.STRONG else 1
            spans += [(mark.start, mark.start + size), (end - size, end)]
        else:
            spans.append((mark.start, end))
    return spans


_KEPT = re.compile(
    NO_WORDS
    + r'|(?<!\S)[:;]-?[()](?![^\s.,!?])'  # a smile
    + r'|%(?:\(\w{1,60}\))?[-#0 +]{0,3}[\d.]{0,6}[a-zA-Z](?![a-zA-Z])|\{[^{}\s]{0,60}\}|\\[^()\[\]]'
    r'|(?:(?<=\S)\s{1,9})?::\s*\Z'
)
_KEPT_SIGN = re.compile(r'[@<&%{\\/]|::\s*\Z|[:;]-?[()]')  # one of which is in all that is kept


@lru_cache(8)  # for the rules one after the other
def _remarks(text: str, language: Language, scanned: Markup) -> tuple[Remark, ...]:
    return tuple(remarks(_unmarked(text, scanned), language, text))


def _said(pair: Pair, code: str) -> Iterator[str]:
    """The sentences on a code, with the place as it stands in the text."""
    found = _remarks(pair.target, pair.languages[1], pair.after)
    found = tuple(r for r in found if r.code == code) if found and not pair.code else ()
    for remark in found if found and not _is_list(pair) else ():
        if not _as_in_source(pair, pair.target, remark):
            around = pair.target[max(0, remark.start - 12) : remark.end + 12]
            sentence = f'{remark.says}: …{" ".join(around.split())}…'
            unseen = _UNSEEN.match(pair.target, remark.start)
            customary = _customary(pair, remark)
            yield Note(sentence) if customary else Doubt(sentence) if unseen else sentence


def _as_in_source(pair: Pair, text: str, remark: Remark) -> bool:
    """What its source has: a space at an edge, as in our own " (p. %s)", a sign of full width."""
    edge = text[remark.start : remark.end]
    if not edge:  # System.IO, www.a.example, a,b,c
        before, after = _RUN_BEFORE.search(text[: remark.start]), _RUN.match(text[remark.end :])
        run = f'{before and before[0]}{after and after[0]}'.rstrip('.,;!?')
        return run in pair.source or len(re.findall('[.,;/]', run)) > 1
    if remark.code == 'width' and pair.languages[1].script in CASED:
        return edge in pair.source
    begins = remark.start == 0 and pair.source.startswith(edge)
    return edge.isspace() and (begins or (remark.end == len(text) and pair.source.endswith(edge)))


def _customary(pair: Pair, remark: Remark) -> bool:
    """Typed as the source is, where Sphinx sets it right; or a space that many put so.

    Sphinx makes straight quotes, hyphens and periods typographic (smartquotes), but not in
    Chinese and Japanese; HTML and paper show two spaces as one. GB/T 15834 is silent on a space
    between Chinese and Latin letters; around quotation marks some houses set one.
    """
    if remark.code == 'unbroken' and pair.target[remark.start : remark.end].isspace():
        return True  # pages and paper set it so
    if remark.code == 'width' and _LATIN_BRACKETS.fullmatch(pair.target[remark.start : remark.end]):
        return True
    if remark.code == 'han_spaces':
        sides = pair.target[max(0, remark.start - 1)], pair.target[remark.end : remark.end + 1]
        return any((side.isascii() and side.isalnum()) or side in _QUOTING for side in sides)
    if pair.target[remark.start : remark.end] == '-' and _COMPOUND.search(pair.source):
        return True  # 向量-雅可比积
    typed = _TYPED.search(pair.target, remark.start, remark.end)
    if remark.code == 'spaces':
        mark = pair.target[remark.start : remark.end + 1] if remark.start < remark.end else ''
        return bool(mark) and (typed[0] if typed else mark) in pair.source
    if not typed or typed[0] not in _SET or (pair.languages[1].ideographic and typed[0] != ' - '):
        return False
    return not any(sign in pair.source for sign in _SET[typed[0]])


_RUN, _RUN_BEFORE = re.compile(r'[\w.,;/!?]*'), re.compile(r'[\w.,;/!?]*$')
_UNSEEN = re.compile(r'[\u200b\u200e\u2060\ufeff]')  # they turn nothing around
_SET = {'"': '“”«»„', "'": '’', '--': '–—', ' - ': '–—', '...': '…'}
_COMPOUND = re.compile(r'\w-\w')
_QUOTING = frozenset('%“”‘’')
_LATIN_BRACKETS = re.compile(r'\s?\([ -~]+\)\s?')
_TYPED = re.compile(r'"|--| - |\.\.\.|\'| {2,}')


def _is_list(pair: Pair) -> bool:
    """Keywords: a list that software reads keeps its commas in every language."""
    commas = pair.source.count(', ')
    listed = commas >= 2 and commas == pair.target.count(', ')
    return listed and not re.search(r'[.!?…:;]\W*$|\. ', pair.source)


# The rules whose places the tables of the languages say (`typography.rules`), with what they ask.
SIGNS = {
    'spaces': 'No space twice, at an edge, or before a punctuation mark; one after it.',
    'characters': 'No invisible or control characters; none that change the direction of text.',
    'quotes': 'Quotation marks are those of the language, and stand on the right side of a period.',
    'dashes': 'Dashes and ellipses are those of the language, not hyphens and periods.',
    'width': 'Punctuation in Chinese text is as wide as a character, letters and digits are not.',
    'han_spaces': 'No space stands in Chinese text, nor between it and Latin letters or digits.',
    'unbroken': 'A number stays with its scale word, percent sign and currency at a line end.',
    'separators': 'Decimal and thousands marks are those of the language.',
    'doubled': 'No word and no punctuation mark stands twice in a row.',
    'capitals': 'Months are in lower case where the language wants it so.',
}


def signs(code: str) -> Callable[[Pair], Iterator[str]]:
    """The rule of a code in the tables of the languages."""

    def rule(pair: Pair) -> Iterator[str]:
        yield from _said(pair, code)

    rule.__name__, rule.__doc__ = code, SIGNS[code]
    return rule


def paired(pair: Pair) -> Iterator[str]:
    """What opens also closes: brackets, quotation marks, ¿ ?, ¡ !; no straight quote is alone."""
    table = pair.languages[1].table('typography')
    quotes = table.get('quotes', [])
    if pair.code or not (_PAIRED.search(pair.target) or any(q in pair.target for q in quotes)):
        return
    source, target = _unmarked(pair.source, pair.before), _unmarked(pair.target, pair.after)
    quotes_said = False
    listed = any(source.count(each[0]) != source.count(each[1]) for each in ('()', '（）'))
    for opening, closing in (*_BRACKETS, *([quotes[:2]] if quotes else [])):
        there = source.count(opening) == source.count(closing) and not (listed and opening in '(（')
        if there and target.count(opening) != target.count(closing):
            quotes_said |= opening in quotes[:1]
            yield (
                f'{opening} {target.count(opening)} times, {closing} {target.count(closing)} times'
            )
    marks = [_QUOTE.findall(text) for text in (source, target)]
    inch = target.count('"') % 2 == 0 and '"' in marks[1][-1:]  # "room 1", and no inch
    if len(marks[1]) % 2 > len(marks[0]) % 2 and not (quotes_said or inch):
        yield f'{marks[1][-1]} without its other half'
    if table.get('inverted', False):
        yield from _inverted(target, source)
    if not pair.languages[1].ideographic and ('"' in target or "'" in target):
        text = _QUOTED.sub('', target)
        for sign in (
            each for each in '"\'' if each in _LONE.findall(text) and text.count(each) % 2
        ):
            yield f'{sign} stands alone and is printed as a quotation mark; write ``{sign}``'


_LONE = re.compile(
    r'(?:(?<=[\s(\[])|^)["\'](?=[\s)\]]|[.,;:](?:\s|$)|$)'
)  # Sphinx's smartquotes turn it
_QUOTED = re.compile(r'(["\'])[^"\'\w]{1,3}\1')
_QUOTES = '«»“”„‟「」『』'
_QUOTE = re.compile(rf'[{_QUOTES}]|(?<![\s(]\d)(?<![\s(]\d\d)"')  # not the inches of 5"
_BRACKETS = (('(', ')'), ('[', ']'), ('（', '）'), ('《', '》'), ('【', '】'), ('「', '」'))
_PAIRED = re.compile(f'[{re.escape("".join(map("".join, _BRACKETS)))}{_QUOTES}"\'¿?¡!]')


def _inverted(text: str, source: str) -> Iterator[str]:
    if not _ASKS.search(text):
        return
    text = _CITED.sub(lambda cited: '' if cited[1] in source else cited[0], text)
    text = _NAMED.sub(lambda name: name[1] if name[0] in source else name[0], text)
    for opening, closing in ('¿?', '¡!'):
        found = re.sub(rf'\{closing}+', closing, re.sub(rf'\{opening}+', opening, text))
        if found.count(opening) < len(re.findall(rf'(?<=[\w»”).]) ?\{closing}(?![\w=])', found)):
            yield f'{closing} without {opening} before it'
        elif found.count(opening) > found.count(closing):
            yield f'{opening} without {closing} after it'


_ASKS = re.compile('[¿?¡!]')
_CITED = re.compile('[«“"]([^«»“”"]+)[»”"]')  # a title in the language of the source
_NAMED = re.compile(r'(?<!\w)([A-Z]\w*)!(?=\s)')  # OMG! Ubuntu


def fix(pair: Pair, silenced: frozenset[str] = frozenset()) -> str:
    """A translation with all that is mechanical put right; fixed again it does not change."""
    text = pair.target if silenced & _TOUCHING else separated(pair) or pair.target
    if pair.code or _is_list(pair):
        return text
    for _ in range(ROUNDS):
        said = _remarks(text, pair.languages[1], pair.read(text))
        left = [r for r in said if r.code not in silenced and not _as_in_source(pair, text, r)]
        better = corrected(text, left)
        same = _marks(pair.read(better)) == _marks(pair.read(text))
        if better == text or not better.strip() or not same:
            break
        text = better
    return text


_TOUCHING = {'unclosed', 'glued'}


def _marks(scanned: Markup) -> list[tuple[str, str]]:
    """The markup of a text, which no fix may change; emphasis by its kind alone."""
    found = [(m.kind, '' if m.kind in OPEN else m.raw) for m in scanned.marks]
    return found + [('problem', problem) for problem in scanned.problems]
