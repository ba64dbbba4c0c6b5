"""The review pages of a language: one for each catalog, and one that lists them.

They are files that need no server. Served by `editions preview` they also take verdicts: a
`Desk` says where to send one.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import editions
from editions.catalogs import counts, glossary
from editions.languages.language import Language
from editions.preview import comments
from editions.preview.pages import voice
from editions.preview.rows import Review, reviews
from editions.project import Project

TEMPLATES = Path(editions.__file__).parent / 'templates' / 'review'
ASSETS = ('review.css', 'review.js')
FILTERS = {
    '': 'All',
    'attention': 'In need of attention',
    'outdated': 'Outdated',
    'untranslated': 'Untranslated',
    'withheld': 'Withheld',
    'found': 'With findings',
    'verdict': 'With verdicts',
    'approved': 'Approved',
}


@dataclass(frozen=True)
class Desk:
    """Who takes verdicts: the address, and the token that proves a form to be ours."""

    address: str
    token: str


@dataclass(frozen=True)
class Frame:
    """What every page of a language shares. Paths are relative, from the page's own folder."""

    project: Project
    language: Language
    desk: Desk | None
    path: str  # below the language's folder

    @property
    def home(self) -> str:
        return posixpath.relpath('index.html', posixpath.dirname(self.path) or '.')

    def asset(self, name: str) -> str:
        return posixpath.join(posixpath.dirname(self.home), name)

    def edition(self, docname: str, anchor: str) -> str:
        """The place in the edition, on the site beside."""
        up = '../' * self.path.count('/')
        site = f'{up}../../' if self.desk else f'{up}../../site/'
        page = f'{site}{self.language.tag}/{docname}.html'
        return f'{page}#{anchor}' if anchor else page

    def catalog(self, name: str) -> str:
        """A catalog's file, by its path below the project's root."""
        up = '../' * self.path.count('/')
        return f'/-/catalog/{name}' if self.desk else f'{up}../../../{name}'


def page_files(project: Project, language: Language, desk: Desk | None = None) -> dict[str, bytes]:
    """The pages and what they load, by their paths below the folder of the language."""
    found = list(reviews(project, language))
    made = {name: (TEMPLATES / name).read_bytes() for name in ASSETS}
    for review in found:
        path = place(review)
        made[path] = render('catalog.html', Frame(project, language, desk, path), review=review)
    frame = Frame(project, language, desk, 'index.html')
    rows = [(place(review), review, counts.count(review.catalog)) for review in found]
    path_of_terms = glossary.path_of(project.locale, language.code)
    terms = glossary.read_glossary(path_of_terms)
    made['index.html'] = render('index.html', frame, rows=rows, terms=terms)
    return made


def place(review: Review) -> str:
    return f'catalogs/{review.catalog.domain}.html'


def render(template: str, frame: Frame, **values: Any) -> bytes:
    """A review page from a template."""
    return rendered(
        template,
        frame.project,
        frame.language,
        frame=frame,
        source=frame.project.source_language,
        filters=FILTERS,
        categories=comments.CATEGORIES,
        severities=comments.SEVERITIES,
        **values,
    )


def rendered(template: str, project: Project, language: Language, **values: Any) -> bytes:
    """A page from a template; every value is escaped, since catalogs come from strangers."""
    said = voice(project, language)
    page = _environment().get_template(template)
    text: str = page.render(say=said.say, voice=said, language=language, **values)
    return text.encode('utf-8', 'replace')


@lru_cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # 30 ms, for few paths

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def written(project: Project, language: Language, folder: Path) -> Iterator[str]:
    """Write the pages; yield the paths of those written."""
    from editions import files

    new = files.new_folder(folder)
    for name, data in page_files(project, language).items():
        files.write_bytes(new / name, data, durable=False)
        yield name
    files.swap(new, folder)
