"""What the pages that people see while they work share: strings, templates, the preview's script.

The script that keeps a page fresh is put into what is served, never into a file. What it writes
over a page is in the page's language: it gets its strings from the tag that loads it.
"""

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import editions
from editions.checks.wordings import Words, wording_of, wordings
from editions.languages.language import ENGLISH, Language
from editions.project import Project
from editions.site import front
from editions.site.front import environment

DOMAIN = 'review'  # a catalog of its own, so that no reader of an edition loads a glyph for it
TEMPLATES = Path(editions.__file__).parent / 'templates' / 'review'
PREFIX = '/-/'  # what the preview itself serves; no language has such a tag
SCRIPT, STYLE = f'{PREFIX}preview.js', f'{PREFIX}preview.css'
FONTS = f'{PREFIX}fonts/fonts.css'
# What the script writes over a page. (The findings themselves are English in every language.)
OVERLAY = (
    'Errors: %s',
    'Warnings: %s',
    'Not built',
    'It has never been built.',
    'Showing the last good edition (%s)',
)


@dataclass(frozen=True)
class Strings:
    """Our strings on a page: called with the English one, it gives that of the language.

    In a language without a translation they are English, and the page says so in its `lang`.
    """

    language: Language
    translate: Words

    def __call__(self, english: str) -> str:
        return self.translate(english)

    @property
    def tag(self) -> str:
        return self.language.tag

    @property
    def direction(self) -> str:
        return self.language.direction


def strings(project: Project, language: Language) -> Strings:
    translated = wordings(project, language, DOMAIN)
    return Strings(language if translated else ENGLISH, wording_of(project, language, DOMAIN))


def render(template: str, strings: Strings, language: Language, **values: Any) -> bytes:
    """A page from a template; every value is escaped, since catalogs come from strangers."""
    page = environment('review', trim=True).get_template(template)
    text: str = page.render(_=strings, strings=strings, language=language, **values)
    return text.encode('utf-8', 'replace')


def fonts(project: Project) -> dict[str, bytes]:
    """The fonts of what is written over pages, and the style sheet that names them.

    The families are those of the front page, as "Preview Song": a page may have its own.
    """
    texts = {each: ''.join(wordings(project, each, DOMAIN).values()) for each in project.languages}
    rules, made = front.style(project, texts)
    return made | {'fonts.css': rules.replace('"Front', '"Preview').encode()}


def injected(page: bytes, path: str, version: str, strings: Strings) -> bytes:
    known = {'page': path, 'version': version, 'language': strings.tag}
    known['direction'] = strings.direction
    known['words'] = json.dumps({text: strings(text) for text in OVERLAY}, ensure_ascii=False)
    data = ''.join(f' data-{name}="{escape(value)}"' for name, value in known.items())
    sheet = f'<link rel="stylesheet" href="{FONTS}">\n'
    tag = f'{sheet}<script defer src="{SCRIPT}"{data}></script>\n'
    at = max(page.lower().find(b'</head>'), 0)
    return page[:at] + tag.encode() + page[at:]


def waiting(name: str, strings: Strings) -> bytes:
    """A page in the place of one that has never been built."""
    return notice(name, strings('This page is being built and will appear by itself.'), strings)


def notice(title: str, text: str, strings: Strings) -> bytes:
    return _page(title, strings.tag, text=text, direction=strings.direction)


def pdf_frame(path: str, tag: str) -> bytes:
    """A frame around a PDF, since a PDF cannot reload itself."""
    return _page(path, tag, frame=path)


def _page(title: str, tag: str, *, frame: str = '', text: str = '', direction: str = '') -> bytes:
    page = environment('review', trim=True).get_template('notice.html')
    known = {'text': text, 'direction': direction, 'fonts': FONTS, 'sheet': STYLE}
    return f'{page.render(title=title, tag=tag, frame=frame, **known)}\n'.encode()


def event(data: str) -> str:
    """A server-sent event (HTML standard, 9.2), and after how many ms to ask again."""
    lines = ''.join(f'data: {line}\n' for line in data.splitlines())
    return f'retry: 500\n{lines}\n'
