"""What readers search in: the paragraphs of one language, each with its page, section and anchor.

The search itself runs in the browser (`themes/editions/static/search-engine.js`); this file
is all it asks for.
"""

import json
from pathlib import Path

from editions.languages.language import Language
from editions.site import pages
from editions.site.pages import HEADINGS, text_of

INDEX = 'search.json'
ENGINE = '_static/search-engine.js'


def files(languages: tuple[Language, ...], site: Path) -> dict[str, bytes]:
    """The index of each language that has our search, by its path below the site.

    Other themes keep a search of their own.
    """
    ours = (language for language in languages if (site / language.tag / ENGINE).is_file())
    return {f'{language.tag}/{INDEX}': index(language, site) for language in ours}


def index(language: Language, site: Path) -> bytes:
    """One language's index as compact JSON, the same bytes for the same pages.

    `pages` are (path, title), `sections` (page, anchor, heading), `texts` (section, anchor,
    text); pages and sections are named by their place in the list.
    """
    paths: list[tuple[str, str]] = []
    sections: list[tuple[int, str, str]] = []
    texts: list[tuple[int, str, str]] = []
    for number, page in enumerate(pages.pages(language, site)):
        title = page.title
        paths.append((page.inside, title))
        sections.append((number, '', title))
        for node, anchor in page.blocks():
            text = text_of(node)
            if node.tag not in HEADINGS and text:
                texts.append((len(sections) - 1, anchor, text))
            elif text and text != title:
                sections.append((number, anchor, text))
    rows = {'pages': paths, 'sections': sections, 'texts': texts}
    return (json.dumps(rows, ensure_ascii=False, separators=(',', ':')) + '\n').encode()
