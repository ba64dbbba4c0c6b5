"""Carry what is mechanical in an edit of the source over into the translation.

A literal, a URL, a role, a number or a name that the edit replaced, and that stands in the
translation exactly as often as in the old source, is replaced there too. The result is still
a suggestion: it saves typing, it proves nothing.
"""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

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
