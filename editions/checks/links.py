"""Rules on addresses: a translation links where its source links, and nowhere unsafe.

docutils makes a link of any `<scheme:...>` in a reference and of many schemes in running text,
`javascript:` among them (docutils.utils.urischemes).
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from editions.checks import inline
from editions.checks.pair import Pair

SAFE = re.compile('https?|mailto|s?ftp|ftps|tel|ircs?|git|ssh|news|urn|doi')
# Schemes in running text that a browser runs, or that show what lies on the reader's disk.
DANGEROUS = (
    'javascript|vbscript|livescript|mocha|data|blob|file|jar|view-source|about|chrome'
    '|ms-[a-z-]{1,40}|resource|filesystem'
)


def unsafe(pair: Pair) -> Iterator[str]:
    """A link runs nothing and opens nothing but what the source links to."""
    known = {_plain(address) for address in _addresses(pair.source, pair.before)}
    for address in dict.fromkeys(_addresses(pair.target, pair.after)):
        plain = _plain(address)
        scheme, colon, _ = plain.partition(':')
        strange = _SCHEME.fullmatch(scheme) and not SAFE.fullmatch(scheme)
        if colon and strange and plain not in known:
            yield f'the link {address[:60]!r} has the scheme {scheme}:, which is not safe'


def _addresses(text: str, scanned: inline.Inline) -> Iterator[str]:
    """Every address that docutils might make a link of."""
    yield from (mark.target for mark in scanned.marks if mark.kind == inline.LINK)
    yield from (
        mark.target for mark in scanned.marks if mark.kind == inline.ROLE and ':' in mark.target
    )
    yield from (match[1] for match in _EMBEDDED.finditer(text))
    yield from (match[0] for match in _RUNNING.finditer(scanned.rest))


def _plain(address: str) -> str:
    """As a browser reads it: without blanks and control characters, the scheme in lower case."""
    address = re.sub(r'[\0-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]', '', address)
    scheme, colon, rest = address.partition(':')
    return scheme.lower() + colon + rest


_SCHEME = re.compile(r'[a-z][a-z0-9+.-]*')
_EMBEDDED = re.compile(r'<([^<>]{1,2000})>`__?(?!\w)')
_RUNNING = re.compile(rf'(?<![\w])(?:{DANGEROUS}):(?=[^\s\d:])(?!\s)[^\s<>`]{{1,2000}}', re.I)


def links(pair: Pair) -> Iterator[str]:
    """A translation links to the addresses of its source; another language's page may differ."""
    before, after = (_web(side) for side in (pair.before, pair.after))
    pages = {_page(address) for address in before}
    new = [address for address in after if _page(address) not in pages]
    for address in before:
        if _page(address) not in map(_page, after):
            site = _site(address)
            twin = next((other for other in new if _site(other) == site), None)
            if twin is None:
                yield f'the address {address[:80]} of the source is missing'
            else:
                new.remove(twin)
                if not _localised(address, twin, pair.language):
                    yield f'the address {twin[:80]} is {address[:80]} in the source'
    for address in new:
        yield f'the address {address[:80]} is not in the source'


def _web(scanned: inline.Inline) -> list[str]:
    """http, https and mailto addresses, embedded or in running text."""
    found = [mark.target for mark in scanned.marks if mark.kind == inline.LINK]
    found += [match[0].rstrip('.,;:!?)]}\'"”»…、') for match in _WEB.finditer(scanned.rest)]
    return [address for address in dict.fromkeys(found) if not _UNSAFE.match(address)]


def _page(address: str) -> str:
    """The same for the same page, whichever way it is asked for: http, https, www, a slash."""
    return re.sub(r'^https?://(?:www\.)?|/$', '', address, flags=re.I)


_UNSAFE = re.compile(r'$|(?!https?:|ftp:|mailto:)[^/?#]{0,40}:', re.I)
_WEB = re.compile(
    r'(?<!\w)(?:https?|ftp|mailto):[!-;=?-~]{1,2000}|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]+)+',
    re.I,
)


def _site(address: str) -> str:
    """The registered part of the host, near enough: its last two labels."""
    try:
        host = urlsplit(address).hostname or ''
    except ValueError:
        host = ''
    return '.'.join(host.split('.')[-2:])


def _localised(source: str, target: str, language: str) -> bool:
    """True where the addresses differ by the language's code alone."""
    words = re.split(r'[^a-z0-9]+', target.lower())
    base, _, region = language.lower().partition('_')
    return base in words or (base + region) in words
