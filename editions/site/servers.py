"""Settings for web servers: nginx, Apache, Caddy, static hosts.

All say the same: `/` answers by Accept-Language, other names of a language lead to it, files
whose address carries a hash are kept for ever and the rest is asked for again, packed files
are sent where they are taken, a page's answer names the fonts that it shows, and every answer
carries the security headers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from editions.fonts import theme
from editions.project import Format, Project, site_path
from editions.site import pages
from editions.site.front import base_path, environment
from editions.site.negotiation import Rules, folders
from editions.site.pages import SERVICE

HEADERS = (
    ('X-Content-Type-Options', 'nosniff'),
    ('Referrer-Policy', 'strict-origin-when-cross-origin'),
    ('Cross-Origin-Opener-Policy', 'same-origin'),
    ('Permissions-Policy', 'camera=(), geolocation=(), microphone=()'),
)
LINE = 1900  # characters of a value; https://developers.cloudflare.com/pages/configuration/headers
FOR_EVER = 'public, max-age=31536000, immutable'

# A file whose name carries a hash of its content.
HASHED = r'[.-][0-9a-f]{8,64}\.(?:css|js|svg|woff2|ttf|png|jpg|webp)'

# What is packed, and as what it is sent.
TYPES = (
    ('html', 'text/html'), ('css', 'text/css'), ('js', 'text/javascript'),
    ('json', 'application/json'), ('svg', 'image/svg+xml'), ('xml', 'application/xml'),
    ('txt', 'text/plain'), ('md', 'text/markdown'), ('ttf', 'font/ttf'),
)  # fmt: skip

# What lies beside the pages but is not for readers.
FOLDER = 'servers'


@dataclass(frozen=True)
class Host:
    """Where the site is served from; to be edited where it is served otherwise."""

    name: str
    root: str
    port: int = 80


def host(project: Project) -> Host:
    """The host that the site's address names."""
    name = urlsplit(project.baseurl).hostname or 'localhost'
    return Host(name, f'/var/www/{name}')


def headers(policy: str) -> tuple[tuple[str, str], ...]:
    """The security headers of every answer: (name, value)."""
    return (('Content-Security-Policy', policy), *HEADERS)


def files(
    project: Project, rules: Rules, paths: Iterable[str], policy: str, preloads: Mapping[str, str]
) -> dict[str, bytes]:
    """The server files by path below the site; `paths` are the site's files.

    `preloads`: by tag, the header `Link` of a language's pages (`font_links`).
    """
    where = host(project)
    names = ['nginx.conf', 'apache.conf', 'Caddyfile']
    if base_path(project) != '/':
        names.append('nginx-location.conf')
    return {
        **{
            f'{FOLDER}/{name}': configuration(name, project, rules, where, policy, preloads)
            for name in names
        },
        '_headers': static_headers(project, paths, policy, preloads),
        '_redirects': static_redirects(project, rules),
    }


def configuration(
    name: str, project: Project, rules: Rules, where: Host, policy: str, preloads: Mapping[str, str]
) -> bytes:
    """One server's file."""
    template = environment('site/servers', markup=False, trim=True).get_template(name)
    text: str = template.render(
        rules=rules,
        host=where,
        base=base_path(project),
        pattern=re.escape(base_path(project)),
        papers=papers(project),
        preloads=preloads,
        service=SERVICE.pattern,
        escape=re.escape,
        ranges='|'.join(re.escape(known) for known, _ in rules.ranges),  # the narrower first
        digits=digits(),
        tags='|'.join(map(re.escape, rules.tags)),
        headers=headers(policy),
        for_ever=FOR_EVER,
        hashed=HASHED,
        types=TYPES,
        epub=Format.EPUB.media_type,
        suffixes='|'.join(suffix for suffix, _ in TYPES),
        folder=FOLDER,
    )
    return text.encode()


def font_links(project: Project, site: Path) -> dict[str, str]:
    """For each language, by tag, the value of the header `Link` of its pages: their fonts.

    A browser asks for a font once it has laid out the text that wants it. Where the answer itself
    names the fonts (rel=preload, RFC 8288), they are on their way before that; a host that sends
    early hints sends them first of all. It stands in the answer, not in the page: a page that is
    read from disk may not preload a font. Fonts are fetched without credentials (CSS Fonts 3, 4.9).
    """
    found: dict[str, str] = {}
    for language in pages.languages(project, site):
        folder = site / site_path(language, theme.FOLDER)
        seen = theme.seen_first(language)
        ours = (path for font in seen for path in sorted(folder.glob(f'{font.name}.*')))
        own = (path for path in sorted(folder.glob('*')) if not path.name.startswith('editions'))
        addresses = (
            quote(base_path(project) + site_path(language, f'{theme.FOLDER}/{path.name}'))
            for path in (*ours, *own)
        )
        links = [f'<{address}>; rel=preload; as=font; crossorigin' for address in addresses]
        found |= {language.tag: ', '.join(links)} if links else {}
    return found


def papers(project: Project) -> list[tuple[str, str]]:
    """(path of a PDF or EPUB, full address of its page): to a search engine they are one text.

    https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls
    """
    return [
        (
            base_path(project) + document.path(edition, edition.format),
            project.url(site_path(edition.language, f'{document.docname}.html')),
        )
        for edition in project.editions()
        for document in project.documents
        if edition.format is not Format.HTML
    ]


def digits() -> tuple[list[tuple[str, str]], ...]:
    """How the greatest quality of a header is read, digit by digit: (what is added, expression).

    First the tenth, '1' or '0.9' and so on; then one more digit each time, where \1 is what is
    known so far. The greatest stands first. A quality has three decimals (RFC 9110, 12.4.2), and
    nothing is added for zeros at its end.
    """
    start = r';[ \t]*q='
    tenths = [('1', rf'(?:{start}1(?:\.0{{0,3}})?)?')]
    tenths += [(f'0.{digit}', rf'{start}0\.{digit}[0-9]{{0,2}}') for digit in range(9, 0, -1)]
    tenths += [('0.0', rf'{start}0\.0(?:[1-9][0-9]?|0[1-9])')]
    hundredths = [(str(digit), rf'{start}(?:\1){digit}[0-9]?') for digit in range(9, 0, -1)]
    hundredths += [('0', rf'{start}(?:\1)0[1-9]')]
    thousandths = [(str(digit), rf'{start}(?:\1){digit}') for digit in range(9, 0, -1)]
    return tenths, hundredths, thousandths


def static_headers(
    project: Project, paths: Iterable[str], policy: str, preloads: Mapping[str, str]
) -> bytes:
    """`_headers` of Netlify and Cloudflare Pages.

    Cloudflare reads no more than 100 rules, none longer than 2,000 characters, so those that
    matter least, a line for each PDF and EPUB, are the last; and fonts are named with the
    first page of each language alone.
    """
    base = base_path(project)
    lines = [f'{base}*', *(f'  {name}: {value}' for name, value in headers(policy))]
    lines += [f'{base}', '  Vary: Accept-Language', '  Cache-Control: no-cache']
    for place in immutable(paths):
        lines += [f'{base}{quote(place, safe="/*")}', f'  Cache-Control: {FOR_EVER}']
    for tag, known in preloads.items():
        value = known
        while len(value) > LINE:
            value = value.rpartition(', ')[0]
        lines += [f'{base}{tag}/', f'  Link: {value}']
    if Format.EPUB in project.formats:
        lines += [f'{base}*.epub', f'  Content-Type: {Format.EPUB.media_type}']
    for path, page in papers(project):
        lines += [quote(path), f'  Link: <{page}>; rel="canonical"']
    return ('\n'.join(lines) + '\n').encode()


def immutable(paths: Iterable[str]) -> list[str]:
    """What is kept for ever: 'folder/*' where all files in it carry a hash, else the file."""
    paths = sorted(paths)
    mixed = {
        folder
        for path in paths
        if not re.search(HASHED + '$', path)
        for folder in PurePosixPath(path).parents
    }
    found = []
    for path in (path for path in paths if re.search(HASHED + '$', path)):
        folders = [each for each in PurePosixPath(path).parents if each not in mixed]
        found.append(f'{folders[-1]}/*' if folders else path)
    return list(dict.fromkeys(found))


def static_redirects(project: Project, rules: Rules) -> bytes:
    """`_redirects` of Netlify and Cloudflare Pages.

    Netlify takes the first line that fits, and where a file is there only one with `!`.
    Cloudflare wants names before patterns.
    """
    base = base_path(project)
    lines = ['# Netlify alone. Cloudflare says that these lines are invalid and passes over them:']
    lines += ['# there / offers the languages, and the 404 pages are found without a line.']
    for known, tag in rules.ranges:
        target = f'{base}{tag}/ 302!' if tag else f'{base}index.html 200!'
        lines.append(f'{base} {target} Language={known}')
    lines += [f'{base}{name}/* {base}{tag}/:splat 301!' for name, tag in folders(rules)]
    lines += [f'{base}{tag}/* {base}{tag}/404.html 404' for tag in rules.tags]
    lines += ['# Both: other names of a language.']
    lines += [f'{base}{name} {base}{tag}/ 301' for name, tag in rules.aliases]
    lines += [f'{base}{name}/* {base}{tag}/:splat 301' for name, tag in rules.aliases]
    return ('\n'.join(lines) + '\n').encode()
