"""The pages that the preview serves: those of the editions, with the script that keeps them fresh.

The script is put into what is served, never into a file. What it writes over a page is in the
page's language: it gets its words from the tag that loads it.
"""

import json
from dataclasses import dataclass
from html import escape

from editions.languages.language import Language
from editions.project import Project
from editions.site.words import Words, translations, words

DOMAIN = 'review'
ENGLISH = Language('en', 'English')


@dataclass(frozen=True)
class Voice:
    """`say` turns an English string of ours into the language."""

    language: Language
    say: Words

    @property
    def tag(self) -> str:
        return self.language.tag

    @property
    def direction(self) -> str:
        return self.language.direction


def voice(project: Project, language: Language) -> Voice:
    """How pages about a language speak: in that language where our words are there in it."""
    spoken = translations(project, language, DOMAIN)
    return Voice(language if spoken else ENGLISH, words(project, language, DOMAIN))


PREFIX = '/-/'  # what the preview itself serves; no language has such a tag
SCRIPT, STYLE = f'{PREFIX}preview.js', f'{PREFIX}preview.css'
# What the script writes over a page. (The findings themselves are English in every language.)
OVERLAY = (
    'Errors: %s',
    'Warnings: %s',
    'Not built',
    'It has never been built.',
    'The last good page is shown, of %s',
)


def injected(page: bytes, path: str, version: str, voice: Voice) -> bytes:
    """A page with our script in its head."""
    words = json.dumps({text: voice.say(text) for text in OVERLAY}, ensure_ascii=False)
    known = {'page': path, 'version': version, 'language': voice.tag}
    known |= {'direction': voice.direction, 'words': words}
    data = ''.join(f' data-{name}="{escape(value)}"' for name, value in known.items())
    tag = f'<script defer src="{SCRIPT}"{data}></script>\n'
    at = max(page.lower().find(b'</head>'), 0)
    return page[:at] + tag.encode() + page[at:]


def waiting(name: str, voice: Voice) -> bytes:
    """A page in the place of one that has never been built."""
    return sentence(name, voice.say('This page is being built, and will show by itself.'), voice)


def sentence(title: str, text: str, voice: Voice) -> bytes:
    """A page that says one thing."""
    body = f'<main dir="{voice.direction}"><p>{escape(text)}</p></main>'
    return _page(title, body, voice.tag)


def paper(title: str, path: str, tag: str) -> bytes:
    """A frame around a PDF, since a PDF cannot load itself anew."""
    frame = f'<iframe src="/{escape(path)}?raw" title="{escape(title)}"></iframe>'
    return _page(title, frame, tag, 'paper')


def _page(title: str, body: str, tag: str, kind: str = 'plain') -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(tag)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{STYLE}">\n'
        f'</head>\n<body class="{kind}">\n{body}\n</body>\n</html>\n'
    ).encode()


def event(data: str) -> str:
    """A server-sent event (HTML standard, 9.2), and after how many ms to ask again."""
    lines = ''.join(f'data: {line}\n' for line in data.splitlines())
    return f'retry: 500\n{lines}\n'
