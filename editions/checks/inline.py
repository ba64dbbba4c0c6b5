"""What inline markup a text holds, read by docutils' own rules but without docutils.

`scan` walks a text once, from left to right, and never looks at a character more than a few
times, however long or hostile the text is. Source of the rules: "Inline markup recognition
rules" in docutils' reStructuredText specification, and docutils 0.22's `states.Inliner`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

NUL = '\0'  # docutils writes an escaping backslash so

# What may be printed in place of markup, in the order in which docutils tries it.
STRONG, EMPHASIS, LITERAL = 'strong emphasis', 'emphasis', 'literal'
TARGET, SUBSTITUTION = 'target', 'substitution'
ROLE, LINK, REFERENCE = 'role', 'link', 'reference'
FOOTNOTE, CITATION, TEXT = 'footnote', 'citation', 'default role'


# Roles whose text is for readers; in every other role it is a target, or has one in <...>.
READ = re.compile(
    'abbr|command|dfn|emphasis|guilabel|mailheader|makevar|manpage|menuselection|mimetype'
    '|newsgroup|program|strong|sub(script)?|sup(erscript)?|t|title|title-reference'
)


@dataclass(frozen=True)
class Mark:
    """One piece of inline markup: `kind`, the `raw` text it was written as, and what it holds.

    `name` is the role (without colons), `target` what it points at (an address for a link,
    a label for a reference, a role's target), `label` what a reader sees.
    """

    kind: str
    raw: str
    start: int
    name: str = ''
    label: str = ''
    target: str = ''

    @property
    def read(self) -> str:
        """The words a reader sees of it; '' where they are not the translator's."""
        if self.kind in (LITERAL, FOOTNOTE, CITATION, SUBSTITUTION):
            return ''
        if self.kind == REFERENCE and not self.label:  # a name: six_
            return ''
        if self.kind == ROLE and not (self.target or READ.fullmatch(self.name)):
            return ''
        return self.label or self.raw.strip('`_')


@dataclass(frozen=True)
class Inline:
    """The markup of one text, what was opened and never closed, and the text that is left."""

    marks: tuple[Mark, ...]
    unclosed: tuple[Mark, ...]
    rest: str  # the text with a blank in the place of every mark
    text: str  # what a reader would see, literals, targets and note calls left out


def scan(text: str) -> Inline:
    """Read the inline markup of one message. Takes time in proportion to the text."""
    text = re.sub(r'\\(.)', NUL + r'\1', text, flags=re.DOTALL)
    marks: list[Mark] = []
    unclosed: list[Mark] = []
    rest: list[str] = []
    seen: list[str] = []
    done = 0
    for mark, end in _walk(text):
        (marks if end else unclosed).append(mark)
        rest += [text[done : mark.start], ' ']
        seen += [text[done : mark.start], mark.read]
        done = end or mark.start + len(mark.raw)
    rest.append(text[done:])
    seen.append(text[done:])
    return Inline(tuple(marks), tuple(unclosed), ''.join(rest), _unescaped(''.join(seen)))


def _unescaped(text: str) -> str:
    """Without the escaping backslashes; an escaped blank is nothing."""
    return re.sub(r'\0\s?', '', text)


def _walk(text: str) -> Iterator[tuple[Mark, int]]:
    """Each mark with the place where it ends; 0 where it is never closed."""
    rules = _rules()
    hopeless: set[str] = set()  # kinds whose end is nowhere in the remaining text
    place = 0
    # docutils begins anew after each mark, as at the start of a text
    while start := rules.next.match(text, place) or rules.start.search(text, place):
        before, place = place, start.end()
        if start['whole']:
            yield _whole(start), place
        elif not (start.start() > before and _quoted(text, start)):
            kind = TEXT if start['role'] else _KINDS[start['open']]
            end = None if kind in hopeless else rules.ends[kind].search(text, place)
            if end is None:
                hopeless.add(kind)
            if end is None or end.start(1) == place:
                yield Mark(kind, start['open'], start.start('open')), 0
            else:
                place = end.end()
                yield _closed(kind, text, start, end), place


def _whole(match: re.Match[str]) -> Mark:
    """A reference `name_`, a footnote `[1]_` or a citation `[name]_`."""
    raw = match['whole']
    if match['refname']:
        return Mark(REFERENCE, raw, match.start('whole'), target=match['refname'].lower())
    kind = FOOTNOTE if re.fullmatch(r'\[(\d+|#.*|\*)\]_', raw) else CITATION
    return Mark(kind, raw, match.start('whole'), target=raw[1:-2])


def _closed(kind: str, text: str, start: re.Match[str], end: re.Match[str]) -> Mark:
    at = start.start('open')
    raw = text[at : end.end()].replace(NUL, '\\')
    inside = text[start.end() : end.start(1)]
    if kind == SUBSTITUTION:
        return Mark(kind, raw, at, target=' '.join(inside.split()).lower())
    if kind != TEXT:
        return Mark(kind, raw, at, label=inside)
    role = (start['role'] or end['role'] or '').strip(':')
    if role:
        return Mark(ROLE, raw, at, role, *titled(inside))
    label, target = _embedded(inside)
    if not end['refend']:
        return Mark(TEXT, raw, at, label=inside)
    if target and not target.endswith('_'):
        return Mark(LINK, raw, at, label=label, target=target)
    return Mark(REFERENCE, raw, at, label=label, target=(target.rstrip('_') or label).lower())


def titled(inside: str) -> tuple[str, str]:
    """A role's `title <target>` taken apart; as Sphinx reads it, no space is needed between."""
    match = re.fullmatch(r'(.+?)\s*(?<!\0)<([^<]*)>', inside, re.DOTALL)
    return (match[1], match[2].replace(NUL, '')) if match else (inside, '')


def _embedded(inside: str) -> tuple[str, str]:
    """A link's `text <target>` taken apart; the target is '' where there is none."""
    match = re.search(r'(?:^|\s)<(?!\s)((?:\0.|[^<>\0])+)>$', inside, re.DOTALL)
    if match is None:
        return inside, ''
    return inside[: match.start()], re.sub(r'\0(.)|\0', r'\1', match[1])


def _quoted(text: str, start: re.Match[str]) -> bool:
    """A start-string alone between a pair of quotes or brackets, as in "*", is text."""
    before, after = start.start('open') - 1, start.end()
    if before < 0 or after >= len(text):
        return False
    return text[after] in _PARTNERS.get(text[before], '')


_KINDS = {
    '**': STRONG,
    '*': EMPHASIS,
    '``': LITERAL,
    '_`': TARGET,
    '|': SUBSTITUTION,
    '`': TEXT,
}
_PARTNERS = {
    **{'"': '"', "'": "'", '(': ')', '[': ']', '{': '}', '<': '>'},
    **{'“': '”„', '”': '”', '„': '“”', '‘': '’‚', '’': '’', '‚': '‘’'},
    **{'«': '»', '»': '»«', '‹': '›', '›': '›‹', '《': '》', '〈': '〉', '「': '」', '『': '』'},
    **{'（': '）', '【': '】'},
}
# A name has at most 50 parts, so that a text of a million hyphens is still read in one pass.
_NAME = r'[^\W_]++(?:[-._+:][^\W_]++){0,50}'


@dataclass(frozen=True)
class _Rules:
    start: re.Pattern[str]
    next: re.Pattern[str]
    ends: dict[str, re.Pattern[str]]


@lru_cache(1)
def _rules() -> _Rules:
    openers, closers, delimiters = _punctuation()
    before = rf'(?:^|(?<=[\s"\'(<\[{{\-/:{openers}{delimiters}]))'
    after = rf'(?=$|[\s\0\\.,;!?"\')>\]}}\-/:{closers}{delimiters}])'
    start = (
        r'(?:'
        rf'(?P<whole>(?P<refname>{_NAME})__?|\[(?:\d+|\#(?:{_NAME})?|\*|{_NAME})\]_){after}'
        rf'|(?P<open>\*\*|\*(?!\*)|``|_`|\|(?!\|)|(?P<role>:{_NAME}:)?`(?!`))(?!\s)(?!$))'
    )
    plain = {STRONG: r'\*\*', EMPHASIS: r'\*', TARGET: '`', SUBSTITUTION: r'\|_{0,2}'}
    ends = {k: re.compile(rf'(?<![\s\0])({end}){after}') for k, end in plain.items()}
    ends[LITERAL] = re.compile(rf'(?<!\s)(``){after}')
    ends[TEXT] = re.compile(
        rf'(?<![\s\0])(`(?P<suffix>(?P<role>:{_NAME}:)?(?P<refend>__?)?)){after}'
    )
    return _Rules(re.compile(before + start), re.compile(start), ends)


def _punctuation() -> tuple[str, str, str]:
    """docutils' openers, closers and delimiters outside ASCII, for a character class."""
    ranges = (range(0xA1, 0x3400), range(0xFE10, 0xFFEF))  # the rest holds letters only
    kinds: dict[str, list[str]] = {}
    for code in (code for part in ranges for code in part):
        kinds.setdefault(unicodedata.category(chr(code)), []).append(chr(code))
    quotes = kinds['Pi'] + kinds['Pf']
    opening, closing = kinds['Ps'] + quotes, kinds['Pe'] + quotes
    return ''.join(opening), ''.join(closing), ''.join(kinds['Pd'] + kinds['Po'])
