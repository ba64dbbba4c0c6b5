"""The fonts that every page of an edition shows, named by the server together with the page.

A browser asks for a font once it has laid out the text that wants it. Where the answer itself
names the fonts (`Link: rel=preload`, https://www.rfc-editor.org/rfc/rfc8288), they are on their
way before that, and the style sheet's own request finds them; a host that sends early hints
sends them first of all. It stands in the server's answer, not in the page: a page that is read
from disk may not preload a font, and the browser would say so.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from editions.languages.language import Language
from editions.project import Project
from editions.site import pages
from editions.site.front import base_path

FONTS = '_static/fonts'

# Where a page of ours has text for certain, and the fonts that draw it there, the first one
# that can (themes/editions/styles/type.css). A font of the project's own follows them all.
# A passage in another language may have another font.
TEXTS = {
    'text': 'article section > p:not([lang]), article .toctree-wrapper li > a',
    'title': 'article h1:not([lang])',
    'around': '.masthead .running a, .masthead .languages a:not([lang|=zh])',
}
HAN = {
    'text': ('editionssong-400', 'editionsserif-400'),
    'title': ('editionshei-700', 'editionssans-600'),
    'around': ('editionssong-400', 'editionssans-400'),
}
OTHER = {
    'text': ('editionsserif-400',),
    'title': ('editionsdisplay-400',),
    'around': ('editionssans-400',),
}

Fonts = Mapping[str, frozenset[int]]  # file name: the code points that it draws


def links(project: Project, site: Path) -> dict[str, str]:
    """For each language, by tag, the value of the header `Link` of its pages."""
    found = {}
    for language in pages.languages(project, site):
        if names := shown(project, language, site):
            folder = f'{base_path(project)}{language.tag}/{FONTS}'
            found[language.tag] = ', '.join(link(f'{folder}/{name}') for name in names)
    return found


def link(path: str) -> str:
    """Fonts are fetched without credentials, preloaded ones too (CSS Fonts 3, section 4.9)."""
    return f'<{quote(path)}>; rel=preload; as=font; crossorigin'


def shown(project: Project, language: Language, site: Path) -> list[str]:
    """The font files that each page of a language needs, in the order in which it does."""
    fonts = {path.name: drawn(path) for path in sorted((site / language.tag / FONTS).glob('*'))}
    common: dict[str, None] | None = None
    for page in pages.pages(language, site, pages.home(project)) if fonts else ():
        needed = dict.fromkeys(needs(page.tree, language, fonts))
        common = needed if common is None else {n: None for n in common if n in needed}
    return list(common or ())


def needs(tree: LexborHTMLParser, language: Language, fonts: Fonts) -> Iterator[str]:
    """The files that a page cannot do without."""
    stacks = HAN if language.script == 'Hans' else OTHER
    for where, selector in TEXTS.items():
        letters = {ord(c) for node in tree.css(selector) for c in own_text(node) if c > ' '}
        for name in stacked(stacks[where], fonts):
            if letters & fonts[name]:
                yield name
                letters -= fonts[name]


def stacked(stack: tuple[str, ...], fonts: Fonts) -> list[str]:
    """The files of a stack in its order, then those of the project's own fonts."""
    named = [name for stem in stack for name in fonts if name.partition('.')[0] == stem]
    return named + [name for name in fonts if not name.startswith('editions')]


def own_text(node: LexborNode) -> Iterator[str]:
    """What stands in an element itself: emphasis within it may have a font of its own."""
    child = node.child
    while child is not None:
        if child.tag == '-text':
            yield from child.text_content or ''
        child = child.next


def drawn(path: Path) -> frozenset[int]:
    """The code points that a packed font has glyphs for."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
