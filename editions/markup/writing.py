"""Inline markup written in either syntax; what was written is for the parsers to judge."""

import re
from collections.abc import Iterable
from dataclasses import replace

from editions.markup import READ, Inline, Mark

_SIGNS = {Inline.EMPHASIS: '*', Inline.STRONG: '**'}
_NEEDED = {True: re.compile(r'\\(?=[!-/:-@\[-`{-~]|$)'), False: re.compile(r'\\')}
_SPECIAL = {True: re.compile(r'[\\*_`\[\]<>{}$~]'), False: re.compile(r'[\\*`|_]')}


def escaped(words: str, *, markdown: bool, wholly: bool) -> str:
    """Plain words as they are written: backslashes doubled where they would be read as such.

    `wholly` escapes every character that may begin markup, too.
    """
    signs = (_SPECIAL if wholly else _NEEDED)[markdown]
    return signs.sub(lambda found: '\\' + found[0], words)


def model(mark: Mark, *, markdown: bool) -> Mark | None:
    """A mark of the same kind in another syntax; None where only its author could write it."""
    name, words, target = mark.name, mark.label, mark.target
    inside = f'{words} <{target}>' if target else words
    raw = ''
    if mark.kind in _SIGNS:
        sign = _SIGNS[mark.kind]
        raw = f'{sign}{words}{sign}'
    elif mark.kind is Inline.LITERAL:
        ticks = '``' if not markdown or '`' in words else '`'
        space = ' ' if markdown and '`' in words else ''
        raw = f'{ticks}{space}{words}{space}{ticks}'
    elif mark.kind is Inline.ROLE:
        raw = f'{{{name}}}`{inside}`' if markdown else f':{name}:`{inside}`'
    elif mark.kind is Inline.LINK:
        raw = f'[{words}]({target})' if markdown else f'`{inside}`__'
    return replace(mark, raw=raw) if raw else None


def with_words(mark: Mark, words: str, *, markdown: bool) -> str:
    """The mark with other words for readers, '' for none of its own."""
    if mark.kind in _SIGNS:
        sign = mark.raw[: len(_SIGNS[mark.kind])]
        return f'{sign}{words}{sign}'
    if mark.kind is Inline.ROLE:
        target = mark.target or ('' if READ.fullmatch(mark.name) else mark.label)
        inside = f'{words} <{target}>' if words and target else words or target
        return f'{mark.raw.partition("`")[0]}`{inside}`'
    if mark.kind in (Inline.LINK, Inline.REFERENCE) and markdown:
        address = mark.raw[len(mark.label) + 2 :]
        return f'[{words}]{f"[{mark.label}]" if address in ("", "[]") else address}'
    if mark.kind in (Inline.LINK, Inline.REFERENCE):
        address = mark.target + '_' * (mark.kind is Inline.REFERENCE)
        return f'`{words} <{address}>`{"_" if mark.raw.endswith("`_") else "__"}'
    return mark.raw


def joined(pieces: Iterable[tuple[str, bool]], *, markdown: bool) -> str:
    """Pieces of a text, each with whether it is a mark, put together.

    In reStructuredText a mark that touches a word is held apart by an escaped blank.
    """
    if markdown:
        return ''.join(text for text, _ in pieces)
    from editions.markup.restructured import begins, ends

    done, after_mark = '', False
    for text, is_mark in pieces:
        if text and ((after_mark and not ends(text)) or (is_mark and not begins(done))):
            done += '\\ '
        done += text
        after_mark = is_mark if text else after_mark
    return done


def apart(text: str, known: Iterable[str], *, left: bool, right: bool) -> str:
    """A text of reStructuredText whose markup is held apart from the letters that it touches.

    `known` is markup that stands in it word for word. Where a letter in front of markup
    (unless `left`) or behind it (unless `right`) may be a forgotten space, the text is as it was.
    """
    from editions.markup.restructured import begins, ends

    words = sorted(map(re.escape, filter(None, known)), key=len, reverse=True)
    pieces, done = [], 0
    for found in re.finditer('|'.join((*words, _MARKUP)), text):
        if found[0].startswith('\\'):
            continue
        before, after = text[done : found.start()], text[found.end() :]
        if not (left or begins(before or ' ')) or not (right or not after or ends(after)):
            return text
        pieces += [(before, False), (found[0], True)]
        done = found.end()
    return joined((*pieces, (text[done:], False)), markdown=False)


_MARKUP = (
    r'\\.|``(?=\S)(?:[^`]|`(?!`))*``|(?::[a-z][\w:.+-]{0,80}:)?`(?=[^\s`])[^`]*(?<!\s)`_{0,2}'
    r'|\*\*(?=[^\s*])[^*]*(?<!\s)\*\*|\*(?=[^\s*])[^*]*(?<!\s)\*'
)
