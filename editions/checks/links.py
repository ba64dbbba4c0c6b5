"""Rules on what a translation leads to and hides: addresses, pictures, raw output, controls.

docutils makes a link of any `<scheme:...>` in a reference and of many schemes in running text,
`javascript:` among them (docutils.utils.urischemes). What is looked at here are the links that
the parser made.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from editions.checks.pair import Pair
from editions.markup import Inline, Markup

SAFE = re.compile('https?|mailto|s?ftp|ftps|tel|ircs?|git|ssh|news|urn|doi')
_IGNORED = re.compile(r'[\0-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')
_SCHEME = re.compile(r'[a-z][a-z0-9+.-]*')


def unsafe(pair: Pair) -> Iterator[str]:
    """A link runs nothing and opens nothing but what the source links to."""
    known = {_plain(address) for address in _targets(pair.before)}
    for address in dict.fromkeys(_targets(pair.after)):
        plain = _plain(address)
        scheme, colon, _ = plain.partition(':')
        strange = _SCHEME.fullmatch(scheme) and not SAFE.fullmatch(scheme)
        if colon and strange and plain not in known:
            yield f'the link {address[:60]!r} has the scheme {scheme}:, which is not safe'


def _targets(markup: Markup) -> list[str]:
    return [mark.target for mark in markup.having(Inline.LINK, Inline.ADDRESS)]


def _plain(address: str) -> str:
    """As a browser reads it: without blanks and control characters, the scheme in lower case."""
    scheme, colon, rest = _IGNORED.sub('', address).partition(':')
    return scheme.lower() + colon + rest


def sites(pair: Pair) -> Iterator[str]:
    """A link leads to a site that the source links to, or to that site in another language."""
    known = {_site(address, pair) for address in _addresses(pair.before)}
    strange = [each for each in _addresses(pair.after) if _site(each, pair) not in known]
    named = (len(side.having(Inline.REFERENCE)) for side in (pair.before, pair.after))
    if len(strange) > max(next(named) - next(named), 0):  # a link by name may give its address
        for address in strange:
            yield f'the link {address[:80]} leads where no link of the source leads'


def links(pair: Pair) -> Iterator[str]:
    """A translation links to the addresses of its source; another language's page may differ."""
    before, after = (_addresses(side) for side in (pair.before, pair.after))
    pages = {_page(address) for address in before}
    new = [address for address in after if _page(address) not in pages]
    for address in before:
        if _page(address) not in map(_page, after):
            site = _site(address, pair)
            twin = next((other for other in new if _site(other, pair) == site), None)
            if twin is None:
                yield f'the address {address[:80]} of the source is missing'
            else:
                new.remove(twin)
                parts = set(re.split(r'[^a-z0-9]+', twin.lower()))
                if not parts & _names(pair):  # it names the language, as /es/ and es. do
                    yield f'the address {twin[:80]} is {address[:80]} in the source'
    for address in new:
        yield f'the address {address[:80]} is not in the source'


def _addresses(markup: Markup) -> list[str]:
    """Where links lead, and web addresses that stand in the text without being links."""
    found = [address for address in _targets(markup) if not _UNSAFE.match(address)]
    found += [match[0].rstrip('.,;:!?)]}\'"”»…、') for match in _WEB.finditer(markup.rest)]
    return list(dict.fromkeys(found))


def _page(address: str) -> str:
    """The same for the same page, whichever way it is asked for: http, https, www, a slash."""
    return re.sub(r'^https?://(?:www\.)?|/$', '', address, flags=re.I)


_UNSAFE = re.compile(r'$|(?!https?:|ftp:|mailto:)[^/?#]{0,40}:', re.I)
_WEB = re.compile(
    r'(?<!\w)(?:https?|ftp|mailto):[!-;=?-~]{1,2000}|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]+)+',
    re.I,
)


def _site(address: str, pair: Pair) -> str:
    """The host of an address, without a first part that names a language; a path for itself.

    A browser reads `\\` as `/`, and `//host` as an address of its own.
    """
    address = _IGNORED.sub('', address).replace('\\', '/')
    if re.match(r'(?:mailto:)?[^/?#@]+@', address, re.I):
        return address.rpartition('@')[2].partition('?')[0].lower()
    try:
        host = urlsplit(address).hostname or ''
    except ValueError:
        return address
    if not host:
        return address
    first, _, rest = host.partition('.')
    return rest if '.' in rest and first in {'www', *_names(pair)} else host


def _names(pair: Pair) -> set[str]:
    """What addresses call the two languages: es, pt, br, ptbr, zh, hans, cn, en."""
    names = set()
    for language in pair.languages:
        parts = [language.base, language.territory.lower(), language.script.lower()]
        names |= {*parts, parts[0] + parts[1], f'{parts[0]}-{parts[1]}', f'{parts[0]}-{parts[2]}'}
    return names - {''}


def files(pair: Pair) -> Iterator[str]:
    """Pictures and raw output are those of the source, or the picture's twin in the language."""
    twin = re.compile(rf'\.{re.escape(pair.language)}(?=\.\w+$)')
    known = {mark.target for mark in pair.before.having(Inline.IMAGE)}
    for mark in pair.after.having(Inline.IMAGE):
        if mark.target not in known and twin.sub('', mark.target) not in known:
            yield f'the picture {mark.target[:80]} is not in the source'
    raw = {mark.raw for mark in pair.before.having(Inline.RAW)}
    for mark in pair.after.having(Inline.RAW):
        if mark.raw not in raw:
            yield f'{mark.raw[:60]} is handed to the page as it stands, and not in the source'


def controls(pair: Pair) -> Iterator[str]:
    """No character hides text or turns its direction beyond the message.

    Embeddings and isolates that are closed may stand (Unicode Standard Annex 9); tag characters,
    noncharacters and control characters may not, unless the source has them.
    """
    known = set(pair.source)
    for char in dict.fromkeys(_CONTROLS.findall(pair.target)):
        if char not in known:
            name = unicodedata.name(char, 'a control character')
            yield f'U+{ord(char):04X} ({name.lower()}) hides or turns what stands beside it'
    if not _balanced(pair.target) and _balanced(pair.source):
        yield 'it turns the direction of text (U+202A to U+2069) and does not turn it back'


# Overrides, controls but tab and line ends, tag characters, noncharacters (Unicode 16, 23.7).
_CONTROLS = re.compile(
    r'[\u202d\u202e\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\U000e0000-\U000e007f\ufdd0-\ufdef'
    r'\ufffe\uffff]'
)
_OPENS = {'\u202a': '\u202c', '\u202b': '\u202c', '\u202d': '\u202c', '\u202e': '\u202c'}
_OPENS |= dict.fromkeys('\u2066\u2067\u2068', '\u2069')


def _balanced(text: str) -> bool:
    awaited: list[str] = []
    for char in text:
        if char in _OPENS:
            awaited.append(_OPENS[char])
        elif char in '\u202c\u2069' and (not awaited or awaited.pop() != char):
            return False
    return not awaited
