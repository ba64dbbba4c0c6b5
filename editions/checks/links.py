"""Rules on what a translation leads to and hides: addresses, pictures, raw output, controls.

What is looked at here are the links that the parser made of a message; the same list is asked
for the links of the page that Sphinx made of it (`transforms.messages`).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from editions.checks.leading import DOI, host_of
from editions.checks.pair import Note, Pair
from editions.markup import Inline, Kind, Mark, Markup

MANY = 20  # links with words of their own; of more it is not asked which belongs where
CERTAIN = 40  # of 200: how much more alike the words of two links are the other way round


def unsafe(pair: Pair) -> Iterator[str]:
    """A link has the scheme `https`, `http`, `mailto` or `tel`, or is one of the source's.

    `editions_link_schemes` in conf.py names more.
    """
    for address, code in _astray(pair):
        if code == 'unsafe':
            yield f'the link {address[:60]!r} has a scheme that is not allowed'


def sites(pair: Pair) -> Iterator[str]:
    """A link leads to a host that the document names, or to that site in the other language,
    and where it says; a relative one leads where one of the source's leads. A DOI stays.

    `editions_link_hosts` in conf.py names more hosts.
    """
    if found := _DOI.fullmatch(pair.source):
        doi, others = found['doi'].rstrip(CLOSING), _DOI.findall(pair.target)
        if not others or not all(_is_doi(other, doi) for other in others):
            yield f'the DOI leads to another text; it is {doi}'
    strange = [address for address, code in _astray(pair) if code == 'sites']
    named = (len(side.having(Inline.REFERENCE)) for side in (pair.before, pair.after))
    more = max(next(named) - next(named), 0) if pair.leading.addresses is None else 0
    if len(strange) > more:  # a link by name may give its address; which, the document tells
        for address in strange:
            yield f'the link {address[:80]} goes where no link in the source goes'
    before = [(_words(mark), mark.target) for mark in _named(pair.before)]
    for mark in _named(pair.after):
        label, leads = _words(mark), mark.target[:80]
        if (label, mark.target) in before:
            continue
        if any(words == label for words, _ in before) and any(t == mark.target for _, t in before):
            yield f'the link {mark.label[:60]} leads to {leads}, where another link leads'
        elif _feigned(mark, pair):
            yield f'the link {mark.label[:60]} leads to {leads}, and not where it says'
    for first, second in _exchanged(before, _named(pair.after)):
        yield f'the links {first.label[:60]} and {second.label[:60]} lead where the other leads'


def _astray(pair: Pair) -> Iterator[tuple[str, str]]:
    """The addresses of a translation that may not stand in it, with the code of the rule."""
    if addresses := _addresses(pair.after):
        known = (*_addresses(pair.before), *_spelled(pair.source))  # or a literal, no link there
        for address in addresses:
            code = pair.leading.refuses(address, known)
            if code and not (address in pair.source and _FILE.fullmatch(address)):
                yield address, code


_FILE = re.compile(r'[\w-]{1,80}\.\w{1,8}')  # a document that the source names without a link


@lru_cache(512)
def _addresses(markup: Markup) -> tuple[str, ...]:
    """Where links lead, and web addresses that stand in the text without being links."""
    found = [mark.target for mark in markup.having(Inline.LINK, Inline.ADDRESS)]
    return tuple(dict.fromkeys([*found, *_spelled(markup.rest)]))


CLOSING = '.,;:!?)]}`\'"”»…、。，；：！？）」』'  # of the sentence around an address


def _is_doi(written: str, doi: str) -> bool:
    """Whether a DOI is this one, with the signs and, in Chinese, the words that follow it."""
    rest = written.removeprefix(doi)
    return written.startswith(doi) and (
        not rest.rstrip(CLOSING) or (rest[0] in CLOSING and not rest[0].isascii())
    )


def _spelled(text: str) -> Iterator[str]:
    """The addresses that stand in a text as such, whether it is code or not."""
    for match in _WEB.finditer(text) if ':' in text or '@' in text else ():
        written = match[0].rstrip(CLOSING)
        yield written if ':' in written else f'mailto:{written}'


# In running text a reader takes it for an address, and some programs make a link of it.
_WEB = re.compile(
    r'(?<!\w)(?:https?|ftp|mailto):(?=[!-;=?-~]*\w)[!-;=?-~]{1,2000}'
    r'|(?<![\w.+-])[\w.+-]++@(?:(?a:[\w-]+(?:\.[\w-]+)+)|[\w-]++(?:\.[\w-]+)+)',
    re.I,
)


def _named(markup: Markup) -> list[Mark]:
    """The links that have words of their own beside what they lead to."""
    marks = markup.having(Inline.LINK, Inline.REFERENCE, Inline.ROLE)
    return [mark for mark in marks if mark.label and mark.target]


def _words(mark: Mark) -> str:
    return ' '.join(mark.label.split()).casefold()


def _exchanged(before: list[tuple[str, str]], after: list[Mark]) -> Iterator[tuple[Mark, Mark]]:
    """Two links in another order whose words say that each has what belongs to the other."""
    places = {target: number for number, (_, target) in enumerate(before)}
    known = [mark for mark in after if mark.target in places]
    if [mark.target for mark in known] == [target for _, target in before] or len(known) > MANY:
        return
    from rapidfuzz.fuzz import ratio  # where links stand in another order

    def likeness(mark: Mark, target: str) -> float:
        return max(ratio(_words(mark), words) for words, leads in before if leads == target)

    for first, second in combinations(known, 2):
        if places[first.target] > places[second.target]:
            own = likeness(first, first.target) + likeness(second, second.target)
            other = likeness(first, second.target) + likeness(second, first.target)
            if other - own >= CERTAIN:
                yield first, second


def _feigned(mark: Mark, pair: Pair) -> bool:
    """Whether the words of a link are an address, and it leads to another host."""
    found, leading = _ADDRESS.fullmatch(_words(mark)), pair.leading
    if not found:
        return False
    known = leading.names_site(found['host'], _addresses(pair.before))
    if mark.kind is not Inline.LINK:  # where a name leads the document tells
        return bool(found['web']) and not known
    same = leading.site(found['host']) == leading.site(host_of(mark.target))
    return not same and (bool(found['web']) or known)


_ADDRESS = re.compile(
    r'(?P<web>https?://|(?=www\.))?(?P<host>(?:[a-z0-9-]++\.)+[a-z]{2,})(?:[/?#:]\S*)?'
)
_DOI = re.compile(rf'(?:https?://(?:dx\.)?doi\.org/|doi: ?)?(?P<doi>{DOI})')


def links(pair: Pair) -> Iterator[str]:
    """A translation links to the addresses of its source; another language's page may differ."""
    before, after = (_addresses(side) for side in (pair.before, pair.after))
    site = pair.leading.site
    pages = {_page(address) for address in before}
    new = [address for address in after if _page(address) not in pages]
    for address in before:
        if _page(address) not in map(_page, after):
            host = site(host_of(address))
            twin = next((other for other in new if site(host_of(other)) == host), None)
            if twin is None:
                yield f'the address {address[:80]} of the source is missing'
            else:
                new.remove(twin)
                paths = {_page(each).partition('/')[2] for each in (address, twin)}
                if len(paths) == 1 and paths != {''}:
                    continue  # en.wikipedia.org and www.wikipedia.org
                parts = set(re.split(r'[^a-z0-9]+', twin.lower()))
                if not parts & pair.leading.names:  # it names the language, as /es/ and es. do
                    yield f'the address {twin[:80]} is {address[:80]} in the source'
    for address in new:  # where one may not lead `sites` says
        yield Note(f'the address {address[:80]} is not in the source')
    order = [[m.target for m in side.having(Inline.LINK)] for side in (pair.before, pair.after)]
    if order[0] != order[1] and sorted(order[0]) == sorted(order[1]):
        yield Note(f'the links lead to {", ".join(order[1])[:160]}, in another order')


def _page(address: str) -> str:
    """The same for the same page, whichever way it is asked for: http, https, www, a slash."""
    return re.sub(r'^https?://(?:www\.)?|/$', '', address, flags=re.I)


def files(pair: Pair) -> Iterator[str]:
    """Pictures are those of the source, or of that name in the language (`plan.es.png`); raw
    output, attributes in Markdown and what a formula does besides being drawn are the source's.
    """
    twins = {pair.leading.neutral(mark.target) for mark in pair.before.having(Inline.IMAGE)}
    for mark in pair.after.having(Inline.IMAGE):
        if pair.leading.neutral(mark.target) not in twins:
            yield f'the picture {mark.target[:80]} is not in the source'
    raw = {*_raw(pair.before, pair)}
    for text in _raw(pair.after, pair):
        if text not in raw:
            yield f'{text[:60]} is handed to the page as it stands, and not in the source'


_TAG = re.compile(r'<[^<>]*>')
_CODE = re.compile(
    r'<\s*/?\s*(?:script|style|svg|math|iframe|object|template|noscript|textarea|title|xmp)', re.I
)


def _raw(markup: Markup, pair: Pair) -> Iterator[str]:
    """What is written without being escaped, and the commands of formulas that could act."""
    for mark in markup.having(Inline.RAW):
        # what stands between tags is text, unless a browser reads it as code, or as a tag: a > in
        # a value is the end of none
        plain = not (_CODE.search(mark.raw) or {'<', '>'} & {*_TAG.sub('', mark.raw)})
        yield from (plain and _TAG.findall(mark.raw)) or [mark.raw]
    marks = markup.having(Inline.MATH, Inline.ROLE)
    formulas = [mark.raw for mark in marks if mark.kind is Inline.MATH or mark.name == 'math']
    formulas += [markup.source] if pair.kind is Kind.LITERAL else []
    yield from (command for formula in formulas for command in _ACTING.findall(formula))


# Of MathJax, which other themes load (docs.mathjax.org, Supported TeX commands).
_ACTING = re.compile(
    r'\\(?:href|url|style|class|cssId|data|require|html\w*|includegraphics|input|include|def|let'
    r'|gdef|newcommand|renewcommand|newenvironment|unicode|toggle|texttip|mathtip)(?![A-Za-z])'
)


def controls(pair: Pair) -> Iterator[str]:
    """No character hides text or turns its direction beyond the message.

    Embeddings and isolates that are closed may stand (Unicode Standard Annex 9), and invisible
    characters where a script needs them. Overrides, tag characters, noncharacters, control
    characters and further line separators may not, unless the source has them.
    """
    if not _HIDDEN.search(pair.target):
        return
    known = set(pair.source)
    for char in dict.fromkeys(_CONTROLS.findall(pair.target)):
        if char not in known:
            name = unicodedata.name(char, 'a control character')
            yield f'U+{ord(char):04X} ({name.lower()}) hides or turns what stands beside it'
    if not _balanced(pair.target) and _balanced(pair.source):
        yield 'it turns the direction of text (U+202A to U+2069) and does not turn it back'
    for match in _WITHIN.finditer(pair.target):
        hidden = match['hidden'][0]
        if hidden not in known and _needs_none(match[1], hidden) and _needs_none(match[3], hidden):
            name = unicodedata.name(hidden, 'unnamed').lower()
            yield f'U+{ord(hidden):04X} ({name}) stands unseen within a word'


# Overrides, controls but tab and line ends, separators of lines, tag characters, annotations,
# noncharacters (Unicode 16, 23.7).
_LAST_OF_PLANES = ''.join(chr(end) + chr(end + 1) for end in range(0xFFFE, 0x110000, 0x10000))
_CONTROLS = re.compile(
    '[\u202d\u202e\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\U000e0000-\U000e007f\ufff9-\ufffb'
    f'\ufdd0-\ufdef{_LAST_OF_PLANES}]'
)
_OPENS = {'\u202a': '\u202c', '\u202b': '\u202c', '\u202d': '\u202c', '\u202e': '\u202c'}
_OPENS |= dict.fromkeys('\u2066\u2067\u2068', '\u2069')
# Default_Ignorable_Code_Point, but for the soft hyphen.
_IGNORABLE = (
    r'\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164'
    r'\ufe00-\ufe0f\ufeff\uffa0\U000e0100-\U000e01ef'
)
_HIDDEN = re.compile(f'{_CONTROLS.pattern[:-1]}{_IGNORABLE}]')
_WITHIN = re.compile(  # between two letters or digits
    rf'([^\W_])[\u0300-\u036f]*(?P<hidden>[{_IGNORABLE}])'
    r'[\u034f\u115f-\u1160\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]*(?=([^\W_]))'
)
_NEEDS_NONE = re.compile(
    'LATIN|GREEK|CYRILLIC|ARMENIAN|GEORGIAN|CJK|HIRAGANA|KATAKANA|HANGUL|DIGIT|(?:FULL|HALF)WIDTH'
)


def _needs_none(char: str, hidden: str) -> bool:
    """Whether a character is of a script that is written without invisible ones.

    A variant of a Chinese character is chosen by one (Unicode Technical Standard 37).
    """
    variant = '\ufe00' <= hidden <= '\ufe0f' or hidden >= '\U000e0100'
    name = unicodedata.name(char, '')
    return bool(_NEEDS_NONE.match(name)) and not (variant and name.startswith('CJK'))


def _balanced(text: str) -> bool:
    awaited: list[str] = []
    for char in text:
        if char in _OPENS:
            awaited.append(_OPENS[char])
        elif char in '\u202c\u2069' and (not awaited or awaited.pop() != char):
            return False
    return not awaited
