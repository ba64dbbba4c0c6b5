"""What a web server must be told, each server in one file: nginx, Apache, Caddy, static hosts.

All say the same: `/` answers by Accept-Language, other names of a language lead to it, files
whose address carries a hash are kept for ever and the rest is asked for again, packed files
are sent where they are taken, and every answer carries the security headers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from editions.project import Project
from editions.site.front import TEMPLATES, base_path
from editions.site.negotiation import Rules

HEADERS = (
    ('X-Content-Type-Options', 'nosniff'),
    ('Referrer-Policy', 'strict-origin-when-cross-origin'),
    ('Cross-Origin-Opener-Policy', 'same-origin'),
    ('Permissions-Policy', 'camera=(), geolocation=(), microphone=()'),
)
FOR_EVER = 'public, max-age=31536000, immutable'

# A file whose name carries a hash of its content.
HASHED = r'[.-][0-9a-f]{8,64}\.(?:css|js|svg|woff2|ttf|png|jpg|webp)'

# What is packed, and as what it is sent.
TYPES = (
    ('html', 'text/html'),
    ('css', 'text/css'),
    ('js', 'text/javascript'),
    ('json', 'application/json'),
    ('svg', 'image/svg+xml'),
    ('xml', 'application/xml'),
    ('txt', 'text/plain'),
    ('md', 'text/markdown'),
    ('ttf', 'font/ttf'),
)

# What lies beside the pages but is not for readers.
FOLDER = 'servers'


@dataclass(frozen=True)
class Host:
    """Where the site is served from; the defaults are to be edited by whoever serves it."""

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


def files(project: Project, rules: Rules, paths: Iterable[str], policy: str) -> dict[str, bytes]:
    """The server files by path below the site; `paths` are the site's files."""
    where = host(project)
    names = ('nginx.conf', 'apache.conf', 'Caddyfile')
    return {
        **{f'{FOLDER}/{n}': configuration(n, project, rules, where, policy) for n in names},
        '_headers': static_headers(project, paths, policy),
        '_redirects': static_redirects(project, rules),
    }


def configuration(name: str, project: Project, rules: Rules, where: Host, policy: str) -> bytes:
    """One server's file."""
    template = _environment().get_template(name)
    text: str = template.render(
        rules=rules,
        host=where,
        base=base_path(project),
        pattern=re.escape(base_path(project)),
        papers=papers(project),
        escape=re.escape,
        levels=levels,
        tags='|'.join(map(re.escape, rules.tags)),
        headers=headers(policy),
        for_ever=FOR_EVER,
        hashed=HASHED,
        types=TYPES,
        suffixes='|'.join(suffix for suffix, _ in TYPES),
        folder=FOLDER,
    )
    return text.encode()


def papers(project: Project) -> list[tuple[str, str]]:
    """(path of a PDF, full address of its page): to a search engine they are one text.

    https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls
    """
    return [
        (
            f'{base_path(project)}{language.tag}/{document.pdf(language)}',
            project.url(f'{language.tag}/{document.docname}.html'),
        )
        for language in project.languages
        for document in project.documents
    ]


def levels(rules: Rules, group: str = '') -> list[tuple[int, str]]:
    """For each tenth of quality from 1 down, an expression whose group is the range asked for.

    The group is the first, or named `group` and the tenth. Within a tenth the order of the
    header decides; browsers write it in falling quality. The expressions are plain enough for
    PCRE and RE2, and match in linear time.
    """
    ranges = '|'.join(re.escape(known) for known, _ in rules.ranges)
    found = []
    for tenth in range(10, -1, -1):
        name = f'?<{group}{tenth}>' if group else ''
        quality = _quality(tenth)
        expression = rf'(?:^|,)[ \t]*({name}{ranges})(?:-[a-z0-9-]+)?[ \t]*{quality}(?:,|$)'
        found.append((tenth, expression))
    return found


def _quality(tenth: int) -> str:
    if tenth == 10:
        return r'(?:;[ \t]*q=1(?:\.0*)?[ \t]*)?'
    if tenth == 0:
        return r';[ \t]*q=0\.0[0-9]*[1-9][0-9]*[ \t]*'
    return rf';[ \t]*q=0\.{tenth}[0-9]*[ \t]*'


def static_headers(project: Project, paths: Iterable[str], policy: str) -> bytes:
    """`_headers` of Netlify and Cloudflare Pages. They know no expressions, so that each file
    whose name carries a hash is named."""
    base = base_path(project)
    lines = [f'{base}*', *(f'  {name}: {value}' for name, value in headers(policy))]
    for path, page in papers(project):
        lines += [quote(path), f'  Link: <{page}>; rel="canonical"']
    lines += [f'{base}', '  Vary: Accept-Language', '  Cache-Control: no-cache']
    for path in sorted(paths):
        if re.search(HASHED + '$', path):
            lines += [f'{base}{quote(path)}', f'  Cache-Control: {FOR_EVER}']
    return ('\n'.join(lines) + '\n').encode()


def static_redirects(project: Project, rules: Rules) -> bytes:
    """`_redirects` of Netlify and Cloudflare Pages; only the first chooses by language."""
    base = base_path(project)
    lines = [f'{base} {base}{tag}/ 302! Language={known}' for known, tag in rules.ranges]
    for name, tag in rules.aliases:
        lines += [f'{base}{name} {base}{tag}/ 301', f'{base}{name}/* {base}{tag}/:splat 301']
    lines += [f'{base}{tag}/* {base}{tag}/404.html 404' for tag in rules.tags]
    return ('\n'.join(lines) + '\n').encode()


@lru_cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # slow to import

    return Environment(  # noqa: S701 (no markup)
        loader=FileSystemLoader(TEMPLATES / FOLDER),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
