"""What an edit of the source means for its translation, decided by rules on the difference.

A neutral edit cannot change a translation: white space between words, before a mark, after a
comma that had none, or after a hyphen between letters; a backslash at the end of a line, which some
extractors lose; straight and curly quotes outside literals; a URL, where the translation's is
changed with it. Never a letter, a digit, another mark of punctuation or of markup, however alike
the two texts are.

A mechanical exchange can be made in the translation too: a literal, a URL, a role, a number or a
name that the edit replaced, and that stands in the translation exactly as often as in the old
source. The result is still a suggestion: it saves typing, it proves nothing.

An edit falsifies a translation where it changes a number or a name, adds or takes a negation, or
leaves little of the text. A translation whose source was only reworded still says what was meant.

Markup is scanned by one expression for reStructuredText and Markdown. The parsers that print it
are not asked: old catalogs are in both, and a search looks at thousands of pairs.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from editions.languages.language import Language
from editions.languages.numbers import numbers
from editions.languages.writing import negation, sentences

LONG = 20_000  # characters; no message is longer, and the time grows with the square
_NO_URL = r'\s<>"`\u3000-\u303f\uff00-\uff65'  # full-width marks end a URL without a space
URL = re.compile(rf'(?:https?|ftp|mailto):[^{_NO_URL}]*[^{_NO_URL}.,;:)\]]')
_SPAN = r'``.+?``|(?::[\w:.+-]+:)?`[^`]+`(?:__?)?'  # literals, roles, references
_TOKEN = re.compile(
    rf'{URL.pattern}|{_SPAN}'
    r'|\*\*[^*\s][^*]*\*\*|\*[^*\s][^*]*\*|\|[^|\s]+\||\{[^{}\s]*\}|%\(\w+\)\w'
    r'|\d+(?:[.,:/-]\d+)*|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|[^\w\s]',
    re.DOTALL,
)
_MARKUP = re.compile(r'(?:[:`*|{%]|https?:|ftp:|mailto:).|\d', re.DOTALL)
_WORD = re.compile(r'[A-Za-z_]\w*')
_STOPS = re.compile(r'[.:!?…。：！？]*$')
_WIDE_STOPS = str.maketrans('.:!?', '。：！？')
_HAN_KANA = re.compile(r'[\u3040-\u30ff\u3400-\u9fff]')

_LITERAL = re.compile(_SPAN, re.DOTALL)
_LINK = re.compile(r'`[^`<]+<[^`]*>`__?', re.DOTALL)  # its text is prose
_QUOTES = str.maketrans('“”„‟‘’‚‛', '""""' + "''''")
_COMMA = re.compile(r'(?<=[^\W\d_])([,;])(?=[^\W\d_])')
_BEFORE_MARK = re.compile(r'\s+(?=[,;.]\s)')
# `is \ full`: Sphinx before 8.3 keeps the backslash of a line end. Beside markup it is no such one.
_LINE_END = re.compile(r'(?<=[^`*|_\\])\\(?=\s+[^\s`*|:_])')
_HYPHEN = re.compile(r'(?<=[^\W\d_])-\s+(?=[^\W\d_])')  # "false- user", once wrapped there
_LINES = re.compile(
    r'\n[ \t]+\S'  # an indented line: code, or a block whose lines mean something
    r'|(?:^|\n)(?:[-*+>#|]+|\d+[.)])[ \t]'  # an item, a heading, a quotation, a line block
    r'|  \n|\\\n|\n[ \t]*\n'  # hard breaks, paragraphs
)
_ENOUGH = re.compile(r'(?:[\W_]*[^\W_]){8}')  # letters and digits: less may be code or a key


def neutral_key(source: str) -> str:
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
    prose = [normal(p) if i % 2 == 0 else _literal(p) for i, p in enumerate(pieces)]
    return ''.join(prose).strip()


def neutral_size(source: str) -> int:
    """What neutral edits never change, and that is quick to tell: the number of characters that
    are neither white space nor backslashes; -1 where there is a URL.
    """
    if ':' in source and URL.search(source):
        return -1
    return len(''.join(source.split()).replace('\\', ''))


def neutral(old: str, new: str, translation: str) -> str | None:
    """The translation of `old` as it holds for `new`; None where the edit is not neutral."""
    if not neutral_key(old) or neutral_key(old) != neutral_key(new):
        return None
    text = _with_urls(URL.findall(old), URL.findall(new), translation)
    if text is None or _edges(text) != _edges(old):
        return text
    before, after = _edges(new)
    return before + text.strip() + after


def normal(prose: str) -> str:
    """Prose without what a neutral edit may change."""
    text = _LINE_END.sub(' ', prose.translate(_QUOTES))
    text = _BEFORE_MARK.sub('', _COMMA.sub(r'\1 ', text))
    return re.sub(r'\s+', ' ', _HYPHEN.sub('-', text))


def _literal(text: str) -> str:
    """A reference or role may be wrapped differently; a literal stays as it is."""
    if text.startswith('``'):
        return text
    return normal(text) if _LINK.fullmatch(text) else re.sub(r'\s+', ' ', text)


def _edges(text: str) -> tuple[str, str]:
    start = len(text) - len(text.lstrip())
    return text[:start], text[len(text.rstrip()) :] if text.strip() else ''


def _with_urls(before: list[str], after: list[str], translation: str) -> str | None:
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


def adapted(old: str, new: str, translation: str) -> tuple[str, str]:
    """The old source and its translation with what `new` exchanged exchanged in both.

    In the source only markup, URLs and numbers are.
    """
    if max(len(old), len(new)) > LONG:
        return old, translation
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    source, as_it_was = old, translation
    for was, now in _exchanged(before, after):
        if was not in translation or was in after:
            continue
        kinds = [_kind(was), _kind(now)]
        if not all(kinds) or (kinds == ['word', 'word'] and not _mostly_not_latin(as_it_was)):
            continue
        exact = re.compile(_edge(was, 0) + re.escape(was) + _edge(was, -1))
        if len(exact.findall(translation)) == before.count(was):
            translation = exact.sub(lambda _, now=now: now, translation)  # type: ignore[misc]
            if 'word' not in kinds:
                source = exact.sub(lambda _, now=now: now, source)  # type: ignore[misc]
    return source, _with_stop(old, new, translation)


def _exchanged(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Tokens that surely changed one for one; one that became two different ones is left out."""
    found: dict[str, str] = {}
    unsure = set()
    for op in Levenshtein.opcodes(before, after):
        if op.tag != 'replace':
            continue
        old, new = before[op.src_start : op.src_end], after[op.dest_start : op.dest_end]
        run = list(zip(old, new, strict=True))
        for at, (was, now) in enumerate(run):
            alike = _kind(was) == _kind(now) or _letters(was) == _letters(now)
            if found.setdefault(was, now) != now or not (alike or _alone(run, at)):
                unsure.add(was)
    return ((was, now) for was, now in found.items() if was not in unsure)


def _alone(run: list[tuple[str, str]], at: int) -> bool:
    """Whether one thing was exchanged for another among what stayed.

    Markup that became a word is no exchange: the sentence was rewritten around it.
    """
    was, now = map(_kind, run[at])
    if was != 'word' and now == 'word':
        return False
    beside = run[max(at - 1, 0) : at] + run[at + 1 : at + 2]
    return not any(_kind(one) and _kind(other) for one, other in beside)


def _kind(token: str) -> str:
    """'word', 'number', 'URL', 'markup', or '' for a mark of punctuation."""
    if _WORD.fullmatch(token):
        return 'word'
    if not _MARKUP.match(token):
        return ''
    return 'number' if token[0].isdigit() else 'URL' if URL.match(token) else 'markup'


def _letters(token: str) -> str:
    """What of markup a reader reads."""
    return ''.join(c for c in re.sub(r'^:[\w:.+-]+:', '', token).casefold() if c.isalnum())


def _mostly_not_latin(text: str) -> bool:
    """Whether a Latin word stands out in a text as foreign."""
    letters = [char for char in text if char.isalpha()]
    return sum(char.isascii() for char in letters) * 2 < len(letters)


def _edge(token: str, at: int) -> str:
    """A word or number ends where its letters and digits end."""
    if not (token[at].isascii() and (token[at].isalnum() or token[at] == '_')):
        return ''
    return r'(?<![A-Za-z0-9_`])' if at == 0 else r'(?![A-Za-z0-9_`])'


def _with_stop(old: str, new: str, translation: str) -> str:
    """A full stop, colon or the like at the end, added or exchanged as in the source."""
    was, now = (_STOPS.search(text.rstrip())[0] for text in (old, new))  # type: ignore[index]
    if was == now or not translation:
        return translation
    if was and translation.endswith(was):
        return translation[: -len(was)] + now
    if not was and translation[-1].isalnum():
        wide = _HAN_KANA.search(translation)
        return translation + (now.translate(_WIDE_STOPS) if wide else now)
    return translation


RELATED = 60  # of 100: below it a source is no rewording of the other, but another text
NAME = re.compile(r"[^\W\d_](?:[\w'’.-]*\w)?")
CLAUSE = re.compile(r'(?<=[:;])\s+|\n+')


def falsified(before: str, now: str, language: str) -> str:
    """What changed that makes the old translation false: '' where nothing of the kind did.

    `before` is the source that was translated, `now` the source as it stands; `language` is the
    code of both.
    """
    source = Language(language)
    if _numbers(before, source) != _numbers(now, source):
        return 'a number changed'
    if _negations(before, source) != _negations(now, source):
        return 'a negation changed'
    if _names(before, source) != _names(now, source):
        return 'a name changed'
    if ratio(before, now) < RELATED:
        return 'most of it changed'
    return ''


def _numbers(text: str, language: Language) -> Counter[object]:
    """The numbers of a text by what they say; a word that has no value by itself."""
    found = numbers(text, language)
    return Counter(each.readings[0] if each.readings else each.text.lower() for each in found)


def _negations(text: str, language: Language) -> int:
    known = negation(language)
    return known.outright(text) if known else 0


def _names(text: str, language: Language) -> Counter[str]:
    """Words with a capital that does not come from the start of a sentence."""
    found: Counter[str] = Counter()
    clauses = (part for each in sentences(text, language) for part in CLAUSE.split(each))
    for clause in clauses:
        words = NAME.findall(clause)
        found.update(
            word.rstrip('.').removesuffix('’s') for word in words[1:] if word[:1].isupper()
        )
    return found
