"""The pages outside the editions: the front door, which chooses a language, and the 404 pages.

The front door is right without JavaScript and without a server that negotiates: every
language is there in its own words. A 404 page is shown at any depth, so its paths start
from the path of the site's address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import editions
from editions.languages.language import Language
from editions.project import Document, Project
from editions.site import faces, finished
from editions.site.listing import sent_elsewhere
from editions.site.words import Words, words

TEMPLATES = Path(editions.__file__).parent / 'templates' / 'site'
THEME = Path(editions.__file__).parent / 'themes' / 'editions'


@dataclass(frozen=True)
class Paper:
    """A PDF beside a door: its path below the site, the link's text and its full name."""

    path: str
    text: str
    label: str


@dataclass(frozen=True)
class Door:
    """One language as the pages outside the editions show it, in its own words."""

    tag: str
    dir: str  # 'ltr' or 'rtl'
    name: str
    title: str
    title_tag: str  # the language of a title that is not translated yet, else ''
    page: str  # path below the site
    listed: bool  # False where search engines are sent to another language's page
    papers: tuple[Paper, ...]
    words: str  # the tag of the language of the following, our own words: 'en' where we lack it
    choose: str
    missing: str
    explain: str


@dataclass(frozen=True)
class Assets:
    """The addresses, below the site, of what the pages ask for."""

    css: str
    js: str
    icon: str


def files(project: Project, site: Path) -> dict[str, bytes]:
    """Paths below the site and their content, for the languages that `site` holds.

    Where there is one language only, there is nothing to choose, and `/` leads to it.
    A 404 page that an edition brings itself is left alone.
    """
    doors = [door(project, language, site) for language in finished.languages(project, site)]
    if not doors:
        return {}
    assets, made = _assets(project, doors)
    made['index.html'] = _front(project, doors, assets) if doors[1:] else _only(project, doors[0])
    made['404.html'] = _missing(project, doors[0], doors, assets)
    for each in doors:
        if not (site / each.tag / '404.html').exists():
            made[f'{each.tag}/404.html'] = _missing(project, each, [each], assets)
    return made


def door(project: Project, language: Language, site: Path) -> Door:
    """What the finished edition of a language says of itself."""
    say = words(project, language)
    path = f'{language.tag}/{finished.home(project)}'
    page = finished.Page(language, path, (site / path).read_bytes())
    tree = page.tree()
    return Door(
        tag=language.tag,
        dir=finished.direction(tree),
        name=language.name,
        title=finished.title(tree),
        title_tag=finished.title_language(tree),
        page=quote(path),
        listed=not sent_elsewhere(project, page, tree, site),
        papers=tuple(_papers(project, language, site, say)),
        words=language.tag if say('Choose a language') != 'Choose a language' else 'en',
        choose=say('Choose a language'),
        missing=say('Page not found'),
        explain=say('There is no page at this address. It may have moved; start from here:'),
    )


def _papers(project: Project, language: Language, site: Path, say: Words) -> Iterator[Paper]:
    """The PDF of the first page. A collection's PDFs are linked from their own pages."""
    for document in project.documents:
        path = f'{language.tag}/{document.pdf(language)}'
        if _is_home(project, document) and (site / path).is_file():
            yield Paper(quote(path), 'PDF', f'{say("Download the PDF")} ({language.name})')


def _is_home(project: Project, document: Document) -> bool:
    return f'{document.docname}.html' == finished.home(project)


def _front(project: Project, doors: list[Door], assets: Assets) -> bytes:
    return render(
        'front.html',
        source=doors[0],
        invitations=_invitations(doors),
        doors=doors,
        address=project.baseurl,
        assets=assets,
    )


def _invitations(doors: list[Door]) -> list[Door]:
    """The first door of each language that our own words are in."""
    found: dict[str, Door] = {}
    for each in doors:
        found.setdefault(each.words, each)
    return list(found.values())


def _only(project: Project, door: Door) -> bytes:
    address = project.baseurl and project.baseurl + door.page
    return render('moved.html', tag=door.tag, name=door.title, target=door.page, address=address)


def _missing(project: Project, page: Door, doors: list[Door], assets: Assets) -> bytes:
    return render(
        'missing.html',
        page=page,
        doors=doors,
        several=len(doors) > 1,
        base=base_path(project),
        assets=assets,
    )


def base_path(project: Project) -> str:
    """The path of the site's address: '/' or '/folder/'."""
    return urlsplit(project.baseurl).path or '/'


def _assets(project: Project, doors: list[Door]) -> tuple[Assets, dict[str, bytes]]:
    """What the pages ask for. Each name carries a hash, so the files are kept for ever."""
    look = [THEME / 'styles' / 'fallbacks.css', THEME / 'styles' / 'colour.css']
    look.append(TEMPLATES / 'front.css')
    rules, fonts = faces.rules_and_fonts(project, ''.join(map(_letters, doors)) + '404')
    sheet = '\n'.join([rules, *(path.read_text('utf-8') for path in look)])
    script = (TEMPLATES / 'front.js').read_bytes()
    icon = (THEME / 'static' / 'icon.svg').read_bytes()
    named = [_named('front.css', sheet.encode()), _named('front.js', script)]
    named.append(_named('icon.svg', icon))
    made = dict(named) | {f'_static/{name}': data for name, data in fonts.items()}
    return Assets(*(path for path, _ in named)), made


def _letters(door: Door) -> str:
    """Every character that the pages show of a language."""
    shown = (door.name, door.title, door.choose, door.missing, door.explain)
    return ''.join(shown) + ''.join(paper.text for paper in door.papers)


def _named(name: str, data: bytes) -> tuple[str, bytes]:
    stem, _, suffix = name.rpartition('.')
    return f'_static/{stem}-{faces.digest(data)}.{suffix}', data


def render(template: str, **values: Any) -> bytes:
    """A page from a template of ours; values are escaped."""
    text: str = _environment().get_template(template).render(values)
    return (text + '\n').encode()


def prepare() -> None:
    """Compile the templates ahead: 40 ms, for a time in which there is nothing else to do."""
    for name in ('front.html', 'missing.html'):
        _environment().get_template(name)


@lru_cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # 30 ms, for few paths

    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
