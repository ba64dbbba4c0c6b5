"""Carry what is mechanical in an edit of the source over into the translation.

A literal, a URL, a role, a number or a name that the edit replaced, and that stands in the
translation exactly as often as in the old source, is replaced there too. The result is still
a suggestion: it saves typing, it proves nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

# Edits of the source that cannot change a translation, decided by rules on the difference.
#
# Neutral are: white space between words, before a mark, after a comma that had none, or after a
# hyphen between letters; straight and curly quotes outside literals; a URL, where the
# translation's is changed with it. Never a letter, a digit, another mark of punctuation or of
# markup, however alike the two texts are.


LONG = 20_000  # characters; what is longer is a stranger's, and stays as it is
_NO_URL = r'\s<>"`\u3000-\u303f\uff00-\uff65'  # full-width marks end a URL without a space
URL = re.compile(rf'(?:https?|ftp|mailto):[^{_NO_URL}]*[^{_NO_URL}.,;:)\]]')
_TOKEN = re.compile(
    URL.pattern + r'|:[\w:.+-]+:`[^`]+`|``[^`]+(?:`[^`]+)*``|`[^`]+`(?:__?)?'
    r'|\*\*[^*\s][^*]*\*\*|\*[^*\s][^*]*\*|\|[^|\s]+\||\{[^{}\s]*\}|%\(\w+\)\w'
    r'|\d+(?:[.,:/-]\d+)*|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|[^\w\s]'
)
_MARKUP = re.compile(r'(?:[:`*|{%]|https?:|ftp:|mailto:).|\d', re.DOTALL)
_WORD = re.compile(r'[A-Za-z_]\w*')
_STOPS = re.compile(r'[.:!?…。：！？]*$')
_WIDE = str.maketrans('.:!?', '。：！？')
_HAN_KANA = re.compile(r'[\u3040-\u30ff\u3400-\u9fff]')


def tokens(text: str) -> list[str]:
    """Words, single Han characters, marks, and each piece of markup as one."""
    return _TOKEN.findall(text)


def mend(old: str, new: str, translation: str) -> str:
    """The translation of `old`, with what was mechanically replaced in `new` replaced too."""
    return mended(old, new, translation)[1]


def mended(old: str, new: str, translation: str) -> tuple[str, str]:
    """The old source with the markup, URLs and numbers that could be mended; the translation."""
    if max(len(old), len(new)) > LONG:
        return old, translation
    before, after = tokens(old), tokens(new)
    source, as_it_was = old, translation
    for was, now in _replaced(before, after):
        if was not in translation or was in after or not _mendable(was, now, as_it_was):
            continue
        place = re.compile(_edge(was, 0) + re.escape(was) + _edge(was, -1))
        if len(place.findall(translation)) == before.count(was):
            translation = place.sub(lambda _, now=now: now, translation)  # type: ignore[misc]
            if 'word' not in (_kind(was), _kind(now)):
                source = place.sub(lambda _, now=now: now, source)  # type: ignore[misc]
    return source, _mend_stop(old, new, translation)


def _replaced(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Tokens that surely changed one for one; one that became two different ones is left out."""
    found: dict[str, str] = {}
    unsure = set()
    for op in Levenshtein.opcodes(before, after):
        if op.tag != 'replace':
            continue
        gone, come = before[op.src_start : op.src_end], after[op.dest_start : op.dest_end]
        run = list(zip(gone, come, strict=True))
        for place, (was, now) in enumerate(run):
            if found.setdefault(was, now) != now or not (_alike(was, now) or _alone(run, place)):
                unsure.add(was)
    return ((was, now) for was, now in found.items() if was not in unsure)


def _alike(was: str, now: str) -> bool:
    """The same kind of thing, or the same letters in other markup."""
    return _kind(was) == _kind(now) or _letters(was) == _letters(now)


def _alone(run: list[tuple[str, str]], place: int) -> bool:
    """Whether one thing was exchanged for another among what stayed.

    Markup that became a word is no exchange: the sentence was made anew about it.
    """
    was, now = map(_kind, run[place])
    if was != 'word' and now == 'word':
        return False
    beside = run[max(place - 1, 0) : place] + run[place + 1 : place + 2]
    return not any(_kind(one) and _kind(other) for one, other in beside)


def _kind(token: str) -> str:
    """'word', 'number', 'URL', 'markup', or '' for a mark of punctuation."""
    if _WORD.fullmatch(token):
        return 'word'
    if not _MARKUP.match(token):
        return ''
    return 'number' if token[0].isdigit() else 'URL' if URL.match(token) else 'markup'


def _letters(token: str) -> str:
    """What markup says to the reader."""
    return ''.join(c for c in re.sub(r'^:[\w:.+-]+:', '', token).casefold() if c.isalnum())


def _mendable(was: str, now: str, translation: str) -> bool:
    """Markup, URLs and numbers; words where one side is markup or words stand out as foreign."""
    kinds = [_kind(token) for token in (was, now)]
    return all(kinds) and (kinds != ['word', 'word'] or _mostly_not_latin(translation))


def _mostly_not_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char.isascii() for char in letters) * 2 < len(letters)


def _edge(token: str, at: int) -> str:
    """A word or number ends where its letters and digits end."""
    if not (token[at].isascii() and (token[at].isalnum() or token[at] == '_')):
        return ''
    return r'(?<![A-Za-z0-9_`])' if at == 0 else r'(?![A-Za-z0-9_`])'


def _mend_stop(old: str, new: str, translation: str) -> str:
    """A full stop, colon or the like at the end, added or exchanged as in the source."""
    was, now = (_STOPS.search(text.rstrip())[0] for text in (old, new))  # type: ignore[index]
    if was == now or not translation:
        return translation
    if was and translation.endswith(was):
        return translation[: -len(was)] + now
    if not was and translation[-1].isalnum():
        return translation + (now.translate(_WIDE) if _HAN_KANA.search(translation) else now)
    return translation


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
