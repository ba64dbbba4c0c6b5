"""HTML becomes XHTML that EPUB allows: well-formed, with its semantics, and nothing from outside.

What Sphinx writes is XML already; what an author wrote as raw HTML, or an extension, need not be,
and is read as a browser reads it. https://www.w3.org/TR/epub-33/#sec-xhtml,
https://www.w3.org/TR/epub-ssv-11/ for the vocabulary of `epub:type`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from editions.books.package import OPS, XHTML, XML
from editions.checks.leading import leads_out
from editions.languages.language import Language
from editions.transforms.strings import markup

MATHML, SVG = 'http://www.w3.org/1998/Math/MathML', 'http://www.w3.org/2000/svg'
TYPE, LANG = f'{{{OPS}}}type', f'{{{XML}}}lang'

# What does nothing in a book, or is not in it: left out with all that is inside.
_DEAD = frozenset(
    (
        'applet', 'audio', 'base', 'button', 'canvas', 'datalist', 'dialog', 'embed', 'frame',
        'frameset', 'iframe', 'input', 'link', 'meta', 'noscript', 'object', 'param', 'progress',
        'script', 'select', 'source', 'style', 'template', 'textarea', 'track', 'video',
    )
)  # fmt: skip
_LOST = {'audio', 'embed', 'iframe', 'object', 'video'}  # of these a reader misses something
_BARE = {'form', 'fieldset', 'label', 'font', 'center'}  # left out without what is inside
# Attributes of which HTML knows nothing any more, or that only a page uses.
_ATTRIBUTES = frozenset(
    (
        'accesskey', 'align', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'clear',
        'contenteditable', 'decoding', 'draggable', 'frameborder', 'hidden', 'loading', 'name',
        'nowrap', 'sizes', 'srcset', 'valign',
    )
)  # fmt: skip
_TYPES = {
    'doc-noteref': 'noteref', 'doc-footnote': 'footnote', 'doc-backlink': 'backlink',
    'doc-biblioref': 'biblioref', 'doc-glossref': 'glossref',
}  # fmt: skip
_NAME = re.compile(r'(\{http://www\.w3\.org/(?!2000/xmlns/)[^}]*\})?(?!xmlns)[A-Za-z_][\w.-]*')
_NO_NAME = re.compile(r'[^\w.-]')
_CONTROLS = re.compile('[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')


@dataclass
class Body:
    """The body of a content document, and what its package says of it."""

    root: Any  # lxml's <body>
    lost: list[str] = field(default_factory=list)  # what could not be taken along

    @property
    def pictures(self) -> list[Any]:
        return list(self.root.iter(f'{{{XHTML}}}img'))

    @property
    def properties(self) -> tuple[str, ...]:
        known = {'mathml': f'{{{MATHML}}}math', 'svg': f'{{{SVG}}}svg'}
        return tuple(
            each for each, tag in known.items() if next(self.root.iter(tag), None) is not None
        )


def read(html: str) -> Body:
    """A fragment of HTML as a body that EPUB allows; ids and links are those it had."""
    html = _CONTROLS.sub('', html)
    for tag, space in (('svg', SVG), ('math', MATHML)):  # HTML needs no namespaces
        html = re.sub(rf'<{tag}\b(?![^>]*\bxmlns=)', f'<{tag} xmlns="{space}"', html)
    document = f'<body xmlns="{XHTML}" xmlns:epub="{OPS}">{html}</body>'
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        root = from_browser(html)
    root.set(TYPE, 'bodymatter')
    body = Body(root, take_out(root))
    for element in list(root.iter()):
        clean(element)
    main = etree.Element(f'{{{XHTML}}}main')
    main.text, root.text = root.text, None
    main.extend(list(root))
    root.append(main)
    etree.cleanup_namespaces(root, keep_ns_prefixes=['epub'])
    return body


def from_browser(html: str) -> Any:
    """The same of what is no XML, by the rules of HTML (WHATWG, section 13.2)."""
    from xml.etree.ElementTree import tostring

    import tinyhtml5  # WeasyPrint's parser

    tree = tinyhtml5.parse(html)
    for element in tree.iter():
        names = [name for name in element.attrib if not _NAME.fullmatch(name)]
        for name in names:  # declarations of namespaces, and what XML has no name for
            del element.attrib[name]
        if isinstance(element.tag, str) and ':' in element.tag.rpartition('}')[2]:
            element.tag = f'{{{XHTML}}}span'
    root = etree.fromstring(tostring(tree, 'utf-8'))
    body = root.find(f'{{{XHTML}}}body')
    return etree.fromstring(etree.tostring(body, encoding='utf-8'))


def take_out(root: Any) -> list[str]:
    """Take out what does nothing in a book; returns what a reader misses."""
    dead = [f'{{{XHTML}}}{name}' for name in sorted(_DEAD)]
    lost = [
        element.get('src') or element.get('data') or etree.QName(element).localname
        for element in root.iter(*(f'{{{XHTML}}}{name}' for name in _LOST))
        if next(element.iterancestors(*dead), None) is None
    ]
    etree.strip_elements(root, etree.Comment, etree.PI, *dead, with_tail=False)
    return lost


def clean(element: Any) -> None:
    """Make one element what EPUB allows, or take it out."""
    name = etree.QName(element).localname
    if 'fn-bracket' in element.get('class', '').split():  # of notes; the pages hide them
        drop(element)
    elif name in _BARE:
        unwrap(element)
    else:
        set_attributes(element)
        if name == 'pre':  # EPUB leaves directions to the markup; its lines are broken
            element.set('dir', 'ltr')
            element.attrib.pop('tabindex', None)


def set_attributes(element: Any) -> None:
    for name in list(element.attrib):
        if name in _ATTRIBUTES or name.startswith('on'):
            del element.attrib[name]
    if language := element.get('lang'):
        element.set(LANG, language)
    if kind := _TYPES.get(element.get('role', '')):
        element.set(TYPE, kind)


def begin(body: Body, words: str, language: Language) -> None:
    """Put a notice of ours before the text."""
    notice = etree.Element(f'{{{XHTML}}}p', {'class': 'notice', 'lang': language.tag})
    notice.set(LANG, language.tag)
    notice.set('dir', language.direction)
    notice.text = words
    body.root[0].insert(0, notice)


def drop(element: Any) -> None:
    """Take an element out; what follows it stays."""
    if element.getparent() is not None:
        before(element, element.tail)
        element.getparent().remove(element)


def unwrap(element: Any) -> None:
    """Take an element out, and leave in its place what is in it."""
    parent = element.getparent()
    before(element, element.text)
    for child in list(element):
        element.addprevious(child)  # with its tail
    before(element, element.tail)
    parent.remove(element)


def before(element: Any, words: str | None) -> None:
    """Add words before an element."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is None:
        parent.text = (parent.text or '') + (words or '')
    else:
        previous.tail = (previous.tail or '') + (words or '')


def name(identifier: str) -> str:
    """An id as XML has it: a name without a colon."""
    safe = _NO_NAME.sub('-', identifier)
    return safe if safe[:1].isalpha() or safe[:1] == '_' else f'_{safe}'


def anchors(bodies: Mapping[str, Body], scopes: Mapping[str, str]) -> dict[str, str]:
    """Where each anchor of the whole is: 'usage/options' in 'text/usage.xhtml#options'.

    Each id becomes a name of its file; `scopes` says what precedes the ids of one: 'usage/'.
    """
    found: dict[str, str] = {}
    for file, body in bodies.items():
        used: set[str] = set()
        for element in body.root.iter('*'):
            if (known := element.get('id')) is None:
                continue
            own = name(known.removeprefix(scopes.get(file, '')))
            while own in used:
                own += '-'
            used.add(own)
            element.set('id', own)
            found.setdefault(known, f'{file}#{own}')
    return found


def link(body: Body, file: str, places: Mapping[str, str], outside: tuple[str, ...]) -> None:
    """Let each link lead to its anchor in whichever file; one to nowhere becomes its text."""
    for element in list(body.root.iter(f'{{{XHTML}}}a')):
        address = element.get('href')
        if address is None:
            continue
        if next(element.iterancestors(f'{{{XHTML}}}a'), None) is not None:
            pass  # a heading with a link, in a list of contents: the outer one leads
        elif address.startswith('#'):
            place = places.get(address[1:]) or places.get(unquote(address[1:]))
            if place:
                element.set('href', relative(place, file))
                continue
        elif leads_out(address, outside):
            continue
        element.tag = f'{{{XHTML}}}span'
        for gone in ('href', 'role', TYPE, 'target', 'rel', 'type', 'download', 'hreflang'):
            element.attrib.pop(gone, None)


def relative(place: str, file: str) -> str:
    """A place of the package from a file beside it: all content documents are in one folder."""
    target, _, anchor = place.partition('#')
    if target == file:
        return f'#{anchor}'
    return place.removeprefix('text/')


def texts(body: Body, skipped: Callable[[Any], bool]) -> Iterator[tuple[Any, str, str]]:
    """Each text of a body in its order: (element, 'text' or 'tail', words)."""

    def below(element: Any) -> Iterator[tuple[Any, str, str]]:
        if element.text:
            yield element, 'text', element.text
        for child in element:
            if not skipped(child):
                yield from below(child)
            if child.tail:
                yield child, 'tail', child.tail

    return below(body.root)


def serialized(body: Body) -> str:
    text = etree.tostring(body.root, encoding='unicode')
    return markup(text.replace(f' xmlns="{XHTML}" xmlns:epub="{OPS}"', '', 1))  # the root has it


def whole_text(body: Body) -> str:
    return ''.join(words for _, _, words in texts(body, lambda each: False))
