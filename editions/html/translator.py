"""HTML that the Nu checker accepts, a strict Content-Security-Policy lets pass, and all can read.

Sizes that an author gave become classes of the theme (`w5` to `w100`, per cent of the measure),
or the attributes `width` and `height`, which also keep the page from jumping while a picture
loads. Beside the text stand its marks: paragraph numbers, links to the same place in the other
languages, states of the translation.
"""

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.images import get_image_size
from sphinx.writers.html5 import HTML5Translator

from editions.html.page import alternates
from editions.html.sentences import close_label, link_label, state_label
from editions.languages.language import Language
from editions.transforms import credits, metadata, published
from editions.transforms.formulas import FormulaError, framed, mathml
from editions.transforms.strings import attributes, language_of, spoken, tag_attributes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

logger = logging.getLogger(__name__)

# CSS pixels in a unit (CSS Values 4, 6.2); em and ex at the size of 16 px.
PIXELS = {
    'px': 1.0, 'in': 96.0, 'cm': 96 / 2.54, 'mm': 96 / 25.4, 'pt': 96 / 72, 'pc': 16.0,
    'em': 16.0, 'rem': 16.0, 'ex': 8.0, 'ch': 8.0, '': 1.0,
}  # fmt: skip
PLAIN = ('width', 'height')  # attributes of a picture, in pixels
MEASURE = 640  # pixels in a line of text, about

DECLARATION = re.compile(r'\b(width|height):\s*([\d.]+)\s*([a-z%]*)')


class Translator(HTML5Translator):
    """Sphinx's own HTML, corrected where a validator, a policy or a reader objects to it."""

    def __init__(self, document: nodes.document, builder: Any) -> None:
        super().__init__(document, builder)
        self.edition = Language(self.config.language)

    def rewrite(self, start: int, pattern: str, new: str) -> None:
        """Correct what was written since the body was `start` strings long."""
        self.body[start:] = [re.sub(pattern, new, text) for text in self.body[start:]]

    def visit_title(self, node: nodes.title) -> None:
        """A heading is no link to the list of contents; the caption of a toctree is no heading."""
        node.attributes.pop('refid', None)
        start = len(self.body)
        super().visit_title(node)
        self.rewrite(start, r' role="heading"', '')

    def visit_citation(self, node: nodes.citation) -> None:
        """The roles of a bibliography are deprecated (DPUB-ARIA 1.1)."""
        start = len(self.body)
        super().visit_citation(node)
        self.rewrite(start, r' role="(?:list|doc-biblioentry)"', '')

    def visit_meta(self, node: nodes.meta) -> None:
        """An author's own; what `editions.html.page` says is left to it."""
        if node.get('name') not in (*metadata.NAMES, 'viewport'):
            super().visit_meta(node)

    def depart_title(self, node: nodes.title) -> None:
        super().depart_title(node)
        if isinstance(node.parent, nodes.section) and node.parent.parent is not self.document:
            self.body.append(elsewhere(self.builder, node.parent['ids'][0]))

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        """Beside what it links to; that of a section stands below its heading (`marks`).

        Where nothing else stands there, it too is beside; the title of the page needs none.
        """
        wanted = node['ids'] and self.config.html_permalinks and self.builder.add_permalinks
        if isinstance(node, nodes.section):
            below = elsewhere(self.builder, node['ids'][0])
            wanted = wanted and not below and node.parent is not self.document
        if wanted:
            self.body.append(permalink(node['ids'][0], title))

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        super().visit_paragraph(node)
        self.body.append(paragraph_number(node))
        self.body.append(state(node, self.edition))

    def depart_footnote(self, node: nodes.footnote) -> None:
        """A way out of a note that is read in place: back to its call (styles/notes.css)."""
        if node.get('backrefs'):
            label = escape(close_label())
            self.body.append(
                f'<a class="close" href="#{node["backrefs"][0]}" aria-label="{label}"'
                f' title="{label}"><span aria-hidden="true">×</span></a>\n'
            )
        super().depart_footnote(node)

    def visit_image(self, node: nodes.image) -> None:
        node.setdefault('alt', '')  # docutils would give the name of the file
        node['source'] = node['uri']  # Sphinx is about to overwrite it
        super().visit_image(node)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Code that is wider than the page is scrolled with the keyboard too."""
        start = len(self.body)
        try:
            super().visit_literal_block(node)
        finally:  # Sphinx raises SkipNode once it has written
            self.rewrite(start, '<pre>', '<pre tabindex="0">')

    def visit_table(self, node: nodes.table) -> None:
        self.body.append('<div class="table" tabindex="0">\n')
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        super().depart_table(node)
        self.body.append('</div>\n')

    def visit_hlist(self, node: nodes.Element) -> None:
        self.body.append('<div class="hlist">')

    def depart_hlist(self, node: nodes.Element) -> None:
        self.body.append('</div>\n')

    def visit_hlistcol(self, node: nodes.Element) -> None:
        self.body.append('<div>')

    def depart_hlistcol(self, node: nodes.Element) -> None:
        self.body.append('</div>')

    def starttag(
        self, node: Any, tagname: str, suffix: str = '\n', empty: bool = False, **attributes: Any
    ) -> str:
        """A start tag without inline style; cells of a heading say what they head."""
        given = size_attributes(tagname, attributes.pop('style', ''))
        if isinstance(node, nodes.image) and 'source' in node and tagname == 'img':
            given |= {
                name: attributes.pop(name) for name in ('width', 'height') if name in attributes
            }
            given = completed(given, get_image_size(self.builder.srcdir / node['source']))
        if width := given.pop('class', None):
            attributes['classes'] = [*attributes.get('classes', []), width]
        attributes |= tag_attributes(node, tagname, self.edition)
        if tagname == 'p' and isinstance(node, nodes.paragraph) and 'paragraph' in node:
            attributes['data-paragraph'] = str(node['paragraph'])
        tag: str = super().starttag(node, tagname, suffix, empty, **(given | attributes))
        return tag


def use(app: 'Sphinx') -> None:
    """Write this build's pages, unless the project brings a translator of its own."""
    if app.builder.name not in app.registry.translators:
        app.set_translator(app.builder.name, Translator)
    if not app.config.html_math_renderer:
        app.add_html_math_renderer('mathml', (visit_math, None), (visit_math, None))


def permalink(anchor: str, title: str) -> str:
    """The link of a place to itself; `title` is what Sphinx calls it."""
    label = escape(link_label(title))
    return (
        f'<a class="headerlink" href="#{escape(anchor)}" title="{label}" aria-label="{label}">'
        '<span aria-hidden="true">#</span></a>'
    )


def elsewhere(builder: 'StandaloneHTMLBuilder', anchor: str) -> str:
    """Below a heading: its own address, and the same section in the other languages.

    The ids of sections come from the source, so they are the same in every edition. In a
    project of one language there is nothing to say below a heading: '' then.
    """
    uri = builder.get_target_uri(builder.current_docname)
    edited = published.read_project(builder)
    language = published.current_language(builder.config.language, edited)
    links = [
        f'<a href="{other.uri}#{escape(anchor)}" lang="{(tag := other.language.tag)}"'
        f' hreflang="{tag}">{escape(other.language.name)}</a>'
        for other in alternates(uri, language, edited.languages)
        if not other.current
    ]
    if not links:
        return ''
    own = permalink(anchor, _('Link to this heading'))
    return f'<p class="elsewhere">{" ".join([own, *links])}</p>\n'


def paragraph_number(node: nodes.paragraph) -> str:
    """The number in the margin; drawn by the style sheet, so that it is not copied with the text.

    Its link is for the pointer: a reader with keyboard or screen reader is not stopped at every
    paragraph.
    """
    if 'paragraph' not in node:
        return ''
    number = node['paragraph']
    return (
        f'<a class="paragraph-number" href="#p{number}" data-number="{number}"'
        ' tabindex="-1" aria-hidden="true"></a>'
    )


def state(node: nodes.Element, language: Language) -> str:
    """What is to be known of a translated passage, in the edition's language; '' if all is well."""
    label = state_label(node.get('state', ''), machine=credits.MACHINE in node['classes'])
    around = language_of(node) or language
    own = attributes(spoken(language), around)
    return f'<span class="state"{own}>{escape(label)}</span>' if label else ''


def size_attributes(tagname: str, style: str) -> dict[str, str]:
    """The attributes that say what an inline style of docutils says.

    `class` where the width is a share of the line, else `width` and `height` in pixels (on
    images alone: no other element has them).
    """
    found: dict[str, str] = {}
    for name, number, unit in DECLARATION.findall(style):
        if unit == '%' and name == 'width':
            found['class'] = width_class(float(number))
        elif tagname == 'img' and unit in PIXELS:
            found[name] = str(round(float(number) * PIXELS[unit]))
        elif name == 'width' and unit in PIXELS:
            found['class'] = width_class(100 * float(number) * PIXELS[unit] / MEASURE)
    return found


def width_class(percent: float) -> str:
    return f'w{min(100, max(5, 5 * round(percent / 5)))}'


def completed(given: dict[str, str], natural: tuple[int, int] | None) -> dict[str, str]:
    """Width and height, the missing one in proportion to the picture's own size (pixels)."""
    if not natural or not all(natural):
        return given
    width, height = natural
    if 'width' in given:
        return {'height': str(round(int(given['width']) * height / width)), **given}
    if 'height' in given:
        return {'width': str(round(int(given['height']) * width / height)), **given}
    return {'width': str(width), 'height': str(height), **given}


def visit_math(translator: HTML5Translator, node: nodes.math | nodes.math_block) -> None:
    """Write a formula; one that docutils cannot read is shown as its TeX, with a warning."""
    text = node.astext()
    try:
        formula = mathml(text, block=isinstance(node, nodes.math_block))
    except FormulaError as error:
        logger.warning('%s: %s', text, error, location=node, type='html', subtype='math')
        formula = f'<code>{translator.encode(text)}</code>'
    translator.body.append(framed(translator, node, formula))
    raise nodes.SkipNode
