"""One page of two: the passages of two languages in rows, ready to be laid out.

Which passage stands beside which is decided by `alignment`, as for the web. Each row is a table to
the style sheet alone (`pair.css`): no element says so, and none is tagged as one. It may be cut by
a page, so that a passage longer than a page stands beside a short one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from editions.alignment import HEADINGS, Alignment, inner, start_tag
from editions.languages.language import Language
from editions.pdf.beside import Page
from editions.pdf.patches import BESIDE
from editions.transforms.credits import IN_PART, SOURCE_TYPES

STYLE = Path(__file__).parent.parent / 'templates' / 'pdf' / 'pair.css'
FAMILIES = STYLE.with_name('pair-families.css')
HEAD = '@page :left, :right, :first {{ @top-{} {{ text-align: right; direction: rtl }} }}'
NUMBERED = re.compile(r'(?:.+/)?p\d+')
PARTS = 'header.cover', 'nav.front', 'main'


def compose(languages: tuple[Language, ...], pages: tuple[Page, Page]) -> tuple[str, list[int]]:
    """The HTML of a pair; and how many passages of either language have none beside them."""
    one, other = trees = [LexborHTMLParser(page.html) for page in pages]
    for tree in trees:
        for node in tree.css('.colophon .alike'):
            node.decompose()  # what is said there of pages is not true of a pair's
        for node in tree.css('p[id]'):
            if NUMBERED.fullmatch(node.attributes['id'] or ''):
                node.attrs['data-paragraph'] = node.attributes['id'] or ''
    make_second(one, other)
    aligned = Alignment(languages, same_picture)
    parts = []
    for selector in PARTS:
        here, there = one.css_first(selector), other.css_first(selector)
        if here is not None and there is not None:
            parts.append(f'{start_tag(here)}{aligned.inside(here, there)}</{here.tag}>')
    parts += indexes(languages, trees)
    feet = [tree.css_first('footer.colophon') for tree in trees]
    if all(feet):
        row = aligned.row(*(foot.html or '' for foot in feet if foot is not None))
        parts.append(row.replace('class="pair"', 'class="pair colophons"', 1))
    attributes = body_attributes(one, other, languages)
    html = f'<html lang="{languages[0].tag}"><head>{head(languages, trees)}</head>'
    html += f'<body {attributes}>{"".join(parts)}</body></html>'
    return '<!doctype html>\n' + finished(html), aligned.alone


def make_second(one: LexborHTMLParser, other: LexborHTMLParser) -> None:
    """Take from the second page what a pair has once: numbers of paragraphs, and ids.

    Its notes keep theirs, with an ending: other calls lead to them.
    """
    for node in other.css('.number'):
        node.decompose()
    for note in other.css('span.footnote[id]'):
        name = note.attributes['id'] or ''
        for call in other.css('a.noteref'):
            if call.attributes.get('href') == f'#{name}':
                call.attrs['href'] = f'#{name}-{BESIDE}'
        note.attrs['id'] = f'{name}-{BESIDE}'
    for note in other.css('span.footnote'):
        note.attrs['class'] = f'{note.attributes["class"]} {BESIDE}'
    known = {node.attributes['id'] for node in one.css('[id]')}
    for node in other.css('[id]'):
        if node.attributes['id'] in known:
            del node.attrs['id']


def same_picture(one: LexborNode, other: LexborNode) -> bool:
    """Whether two pictures show the same: their content stands in their addresses."""
    names = ('src', 'data')
    return all(one.attributes.get(name) == other.attributes.get(name) for name in names)


def indexes(languages: Sequence[Language], trees: Sequence[LexborHTMLParser]) -> list[str]:
    """The index of each language, one after the other: each has its own order."""
    return [
        f'<div class="passage whole" lang="{language.tag}" dir="{language.direction}">'
        f'{found.html}</div>'
        for language, tree in zip(languages, trees, strict=True)
        if (found := tree.css_first('section.index')) is not None
    ]


def body_attributes(
    one: LexborHTMLParser, other: LexborHTMLParser, languages: Sequence[Language]
) -> str:
    """What the style sheet reads: classes, and for the heads of the pages a text each.

    The base line of ideographs is lower: beside them, other languages begin lower, too.
    """
    first, second = (dict(t.body.attributes) if t.body else {} for t in (one, other))
    found = first | {f'{n}-{BESIDE}': v for n, v in second.items() if n.startswith('data-')}
    low = [language.ideographic for language in languages]
    if any(low) and not all(low):
        found['class'] = f'{found["class"]} {"second" if low[0] else "first"}-lower'
    if languages[0].direction == 'rtl':
        found['class'] = f'{found["class"]} first-rtl'
    return ' '.join(f'{name}="{escape(value or "")}"' for name, value in found.items())


def head(languages: tuple[Language, ...], trees: Iterable[LexborHTMLParser]) -> str:
    """The head of the page: what both say, and what either says."""
    first, second = (dict(metas(tree)) for tree in trees)
    found = {name: [first.get(name, ''), second.get(name, '')] for name in first | second}
    joints = {'author': ', ', 'keywords': ', ', 'translators': '\n', 'source-type': '\n'}
    texts = {name: joints.get(name, ' / ').join(unlike(each)) for name, each in found.items()}
    if len(set(found.get('source-type', ()))) > 1:
        texts['source-type'] = SOURCE_TYPES + IN_PART
    for name, choose in (('dcterms.created', min), ('dcterms.modified', max)):
        if name in texts:
            texts[name] = choose(filter(None, found[name]))
    texts['languages'] = '\n'.join(language.tag for language in languages)
    title = f'<meta charset="utf-8"><title>{escape(texts.pop("title"))}</title>'
    return title + ''.join(
        f'<meta name="{name}" content="{escape(text)}">' for name, text in texts.items() if text
    )


def metas(tree: LexborHTMLParser) -> Iterable[tuple[str, str]]:
    title = tree.css_first('title')
    yield 'title', title.text() if title else ''
    for node in tree.css('meta[name]'):
        yield node.attributes['name'] or '', node.attributes.get('content') or ''


def unlike(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(filter(None, texts))


def finished(html: str) -> str:
    """A heading is one bookmark, and a picture that is shown once has the words of both."""
    tree = LexborHTMLParser(html)
    for heading in tree.css(', '.join(f'{name}.pair' for name in sorted(HEADINGS))):
        said = (' '.join(plain(each).split()) for each in heading.css('.passage'))
        heading.attrs['data-bookmark'] = ' / '.join(unlike(said))
    for words in tree.css('span.hidden'):
        picture = words.parent.css_first('[alt]') if words.parent else None
        if picture is not None:
            picture.attrs['alt'] = f'{picture.attributes["alt"]} / {words.text()}'
        words.decompose()
    return inner_html(tree)


def plain(node: LexborNode) -> str:
    """The text of a heading without its notes."""
    copy = LexborHTMLParser(f'<div>{inner(node)}</div>')
    for note in copy.css('.footnote'):
        note.decompose()
    return copy.text()


def inner_html(tree: LexborHTMLParser) -> str:
    return tree.root.html or '' if tree.root else ''


def sheets(languages: Sequence[Language], pages: Sequence[Page]) -> list[str]:
    """The style sheets of both pages; rules of a language hold in its passages alone."""
    first, second = pages
    theme = [*first.sheets, *(each for each in second.sheets if each not in first.sheets)]
    own = [*first.own, *(each for each in second.own if each not in first.own)]
    families = [
        family_sheet(page.families, language)
        for page, language in zip(pages, languages, strict=True)
        if page.families
    ]
    heads = [
        HEAD.format(side)
        for side, language in zip(('left', 'right'), languages, strict=True)
        if language.direction == 'rtl'
    ]
    return [scoped(each) for each in (*theme, STYLE.read_text('utf-8'), *families, *heads, *own)]


def scoped(sheet: str) -> str:
    """A style sheet, in which the language of the page is that of a passage."""
    return sheet.replace('html:lang(', '.passage:lang(')


def family_sheet(families: Sequence[str], language: Language) -> str:
    """Set the passages of a language in the first of some families, and headings in the last."""
    values: Mapping[str, str] = {'first': families[0], 'last': families[-1], 'base': language.base}
    return FAMILIES.read_text('utf-8').format(**values)
