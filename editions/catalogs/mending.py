"""Carry what is mechanical in an edit of the source over into the translation.

A literal, a URL, a role, a number or a name that the edit replaced, and that stands in the
translation exactly as often as in the old source, is replaced there too. The result is still
a suggestion: it saves typing, it proves nothing.
"""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

URL = re.compile(r'(?:https?|ftp|mailto):[^\s<>"`]*[^\s<>"`.,;:)\]]')
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
    before, after = tokens(old), tokens(new)
    words = _mostly_not_latin(translation)
    for was, now in _replaced(before, after):
        if was not in translation or was in after or not _mendable(was, now, words=words):
            continue
        place = re.compile(_edge(was, 0) + re.escape(was) + _edge(was, -1))
        if len(place.findall(translation)) == before.count(was):
            translation = place.sub(lambda _, now=now: now, translation)  # type: ignore[misc]
    return _mend_stop(old, new, translation)


def _replaced(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Tokens that changed one for one; a token that became two different ones is left out."""
    found: dict[str, str] = {}
    unsure = set()
    for op in Levenshtein.opcodes(before, after):
        if op.tag == 'replace':
            for was, now in zip(
                before[op.src_start : op.src_end], after[op.dest_start : op.dest_end], strict=True
            ):
                if found.setdefault(was, now) != now:
                    unsure.add(was)
    return ((was, now) for was, now in found.items() if was not in unsure)


def _mendable(was: str, now: str, *, words: bool) -> bool:
    """Markup, URLs and numbers; words where one side is markup or words stand out as foreign."""
    kinds = [bool(_MARKUP.match(token)) for token in (was, now)]
    plain = [bool(_WORD.fullmatch(token)) for token in (was, now)]
    known = all(a or b for a, b in zip(kinds, plain, strict=True))
    return known and (any(kinds) or words)


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
