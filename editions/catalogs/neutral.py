"""Edits of the source that cannot change a translation, decided by rules on the difference.

Neutral are: white space between words, before a mark, after a comma that had none, or after a
hyphen between letters; straight and curly quotes outside literals; a URL, where the
translation's is changed with it. Never a letter, a digit, another mark of punctuation or of
markup, however alike the two texts are.
"""

import re
from collections import Counter
from itertools import pairwise

from editions.catalogs.mending import URL

_LITERAL = re.compile(r'``.+?``|`[^`]*`(?:__?)?', re.DOTALL)
_LINK = re.compile(r'`[^`<]+<[^`]*>`__?', re.DOTALL)  # its text is prose
_QUOTES = str.maketrans('“”„‟‘’‚‛', '""""' + "''''")
_COMMA = re.compile(r'(?<=[^\W\d_])([,;])(?=[^\W\d_])')
_BEFORE_MARK = re.compile(r'\s+(?=[,;.]\s)')
_HYPHEN = re.compile(r'(?<=[^\W\d_])-\s+(?=[^\W\d_])')  # "false- user", once wrapped there
_LINES = re.compile(
    r'\n[ \t]+\S'  # an indented line: code, or a block whose lines mean something
    r'|(?:^|\n)(?:[-*+>#|]+|\d+[.)])[ \t]'  # an item, a heading, a quotation, a line block
    r'|  \n|\\\n|\n[ \t]*\n'  # hard breaks, paragraphs
)
_ENOUGH = re.compile(r'(?:[\W_]*[^\W_]){8}')  # letters and digits: less may be code or a key


def key(source: str) -> str:
    """What two sources share when they differ in nothing but neutral edits; '' for none.

    URLs become NUL, which stands in no source.
    """
    text = URL.sub('\0', source)
    if not _ENOUGH.match(text):
        return ''
    if _LINES.search(text.strip('\n')):
        return text  # its lines may mean something, so only URLs may change
    ends = [0, *(at for found in _LITERAL.finditer(text) for at in found.span()), len(text)]
    pieces = [text[a:b] for a, b in pairwise(ends)]
    prose = [_plain(p) if i % 2 == 0 else _literal(p) for i, p in enumerate(pieces)]
    return ''.join(prose).strip()


def carried(old: str, new: str, translation: str) -> str | None:
    """The translation of `old` as it holds for `new`; None where the edit is not neutral."""
    if not key(old) or key(old) != key(new):
        return None
    text = _urls_mended(URL.findall(old), URL.findall(new), translation)
    return None if text is None else with_edges(old, new, text)


def with_edges(old: str, new: str, translation: str) -> str:
    """White space at the edges as in the new source, where it was as in the old one."""
    if _edges(translation) != _edges(old):
        return translation
    before, after = _edges(new)
    return before + translation.strip() + after


def _plain(prose: str) -> str:
    text = _BEFORE_MARK.sub('', _COMMA.sub(r'\1 ', prose.translate(_QUOTES)))
    text = _HYPHEN.sub('-', text)
    return re.sub(r'\s+', ' ', text)


def _literal(text: str) -> str:
    """A reference or role may be wrapped differently; a literal stays as it is."""
    if text.startswith('``'):
        return text
    return _plain(text) if _LINK.fullmatch(text) else re.sub(r'\s+', ' ', text)


def _edges(text: str) -> tuple[str, str]:
    start = len(text) - len(text.lstrip())
    return text[:start], text[len(text.rstrip()) :] if text.strip() else ''


def _urls_mended(before: list[str], after: list[str], translation: str) -> str | None:
    """Each changed URL changed in the translation; None where it stands there in other number.

    A slash at the end makes no other URL.
    """
    pairs = {(_bare(was), now) for was, now in zip(before, after, strict=True)}
    changed = {was: now for was, now in pairs if was != _bare(now)}
    if len({was for was, _ in pairs}) < len(pairs):  # one URL became two
        return None
    ours, theirs = (Counter(map(_bare, urls)) for urls in (before, URL.findall(translation)))
    if any(theirs[was] != ours[was] for was in changed):
        return None
    return URL.sub(lambda found: changed.get(_bare(found[0]), found[0]), translation)


def _bare(url: str) -> str:
    return url.rstrip('/')
