"""Where a link may lead: one list of schemes, one list of hosts.

That of a translation: to an address of its source or of its document; to a host that the document
names, or to that host in the other language; to one that conf.py names. An address is compared as a
browser reads it, and what cannot be compared is refused.
"""

import re
from collections.abc import Collection, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import parse_qsl, urlsplit

from publicsuffixlist import PublicSuffixList

from editions.languages.language import Language

SCHEMES = frozenset(('https', 'http', 'mailto', 'tel'))
# Where a source may lead, too; its translations by `editions_link_schemes`.
HARMLESS = SCHEMES | frozenset(
    ('doi', 'ftp', 'ftps', 'geo', 'git', 'irc', 'ircs', 'news', 'sftp', 'sms', 'ssh', 'urn', 'xmpp')
)
WEB = frozenset(('https', 'http'))
DOI = r'10\.\d{4,9}/[^\s<>"{}\\]+'  # https://www.doi.org/the-identifier/what-is-a-doi/
_IGNORED = re.compile(r'[\0-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')
_SCHEME = re.compile(r'([a-z][a-z0-9+.-]*):')
_MAIL = re.compile(r'[\w.+-]+@[\w.-]+')  # one receiver, and nothing encoded


@dataclass(frozen=True)
class Leading:
    """What the links of a document allow: its `addresses`, and the lists of conf.py.

    `addresses` is None where the document is not known; `languages` are the two of a catalog.
    """

    addresses: frozenset[str] | None = None
    hosts: frozenset[str] = frozenset()  # `editions_link_hosts`
    schemes: frozenset[str] = frozenset()  # `editions_link_schemes`
    languages: tuple[Language, Language] = (Language('en'), Language('en'))

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(map(plain, self.addresses or ()))

    @cached_property
    def _sites(self) -> frozenset[str]:
        return self.sites(self._plain) | {self.site(host) for host in self.hosts}

    @cached_property
    def _files(self) -> frozenset[str]:
        return self.files(self._plain)

    def refuses(self, address: str, source: Collection[str] = ()) -> str:
        """The code of the rule that refuses a link; '' where it may stand.

        `source` are the addresses of the message itself.
        """
        read, own = plain(address), set(map(plain, source))
        scheme = scheme_of(read)
        if read in own or read in self._plain:
            return ''
        if scheme and scheme not in SCHEMES | self.schemes:
            return 'unsafe'
        if address.startswith('//') or '\\' in address or _IGNORED.search(address):
            return 'sites'
        sites = self._sites | self.sites(own)
        if scheme in WEB:
            fine = self.site(host_of(address)) in sites
        elif scheme == 'mailto':
            fine = self._may_write(read, sites, own | self._plain)
        elif scheme:
            fine = scheme in self.schemes
        else:
            page = read.partition('#')[0]
            fine = self.neutral(page) in self._files | self.files(own)
        return '' if fine else 'sites'

    def _may_write(self, address: str, sites: Set[str], known: Set[str]) -> bool:
        """Whether a mail goes to an address of the document, or to a host that it leads to."""
        who, _, query = address.partition('?')
        fields = {name.lower() for name, _ in parse_qsl(query, keep_blank_values=True)}
        mail = who.removeprefix('mailto:')
        there = who in {each.partition('?')[0] for each in known}
        there = there or self.site(mail.rpartition('@')[2]) in sites
        return bool(_MAIL.fullmatch(mail)) and there and fields <= {'subject', 'body'}

    def files(self, addresses: Collection[str]) -> frozenset[str]:
        """The pages and files of some addresses, whichever of the two languages they name."""
        return frozenset(self.neutral(each.partition('#')[0]) for each in addresses)

    def names_site(self, host: str, source: Collection[str]) -> bool:
        """Whether the document, the message or conf.py leads to a host."""
        return self.site(host) in self._sites | self.sites(source)

    def sites(self, addresses: Collection[str]) -> frozenset[str]:
        hosts = (host_of(each) for each in addresses if scheme_of(each) in WEB)
        return frozenset(self.site(host) for host in hosts if host)

    def site(self, host: str) -> str:
        """A host without a first part that names a language, where both have one owner.

        en. and es.wikipedia.org have one; en. and es.github.io need not (publicsuffix.org).
        """
        first, _, rest = host.lower().partition('.')
        named = '.' in rest and first in {'www', *self.names}
        return rest if named and suffixes().privatesuffix(rest) else host.lower()

    def neutral(self, path: str) -> str:
        """A path without what names a language: /es/plan.html, plan.es.html, plan_es.html."""
        either = '|'.join(sorted(map(re.escape, self.names), key=len, reverse=True))
        named = re.compile(rf'[._-](?:{either})(?=\.\w+$)', re.IGNORECASE)
        parts = path.split('/')
        return '/'.join(named.sub('', part) for part in parts if part.lower() not in self.names)

    @cached_property
    def names(self) -> frozenset[str]:
        """What addresses call the two languages: es, pt, br, ptbr, zh, hans, cn, en."""
        found: set[str] = set()
        for each in self.languages:
            base, land, script = each.base, each.territory.lower(), each.script.lower()
            found |= {base, land, script, base + land, f'{base}-{land}', f'{base}-{script}'}
            found |= {each.code.lower(), each.tag.lower()}
        return frozenset(found - {''})


@lru_cache(256)
def leading(
    addresses: frozenset[str] | None,
    hosts: frozenset[str],
    schemes: frozenset[str],
    codes: tuple[str, str],
) -> Leading:
    """The one object for all messages of a document; `codes` are the two languages'."""
    source, target = map(Language, codes)
    return Leading(addresses, hosts, schemes, (source, target))


@lru_cache(1)
def suffixes() -> PublicSuffixList:
    """The Public Suffix List as installed; nothing is fetched."""
    return PublicSuffixList(accept_encoded_idn=False)


def plain(address: str) -> str:
    """As a browser reads it: without blanks and control characters, the scheme in lower case."""
    scheme, colon, rest = _IGNORED.sub('', address).partition(':')
    return scheme.lower() + colon + rest


def scheme_of(address: str) -> str:
    """The scheme of a plain address; '' where it has none."""
    found = _SCHEME.match(address)
    return found[1] if found else ''


def leads_out(address: str, more: Collection[str] = ()) -> bool:
    """Whether a link of an edition leads out of it, by a scheme that harms no reader.

    `more` are the schemes of `editions_link_schemes`.
    """
    scheme = scheme_of(plain(address))
    return scheme in HARMLESS or scheme in more


def host_of(address: str) -> str:
    """The host of a web address, with a port that is not the usual one; '' where it has none."""
    try:
        host = urlsplit(address).netloc.lower()
    except ValueError:
        return ''
    return '' if '@' in host else re.sub(r':(?:80|443)?$', '', host)
