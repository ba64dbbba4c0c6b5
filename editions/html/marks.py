"""Marks beside the text: paragraph numbers, links to the same place elsewhere, states."""

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import _

from editions.html.alternates import alternates
from editions.html.sentences import link_label, state_label
from editions.transforms import publication

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder


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
    edited = publication.read(builder)
    language = publication.current(builder.config.language, edited)
    links = [
        f'<a href="{other.uri}#{escape(anchor)}" lang="{other.tag}" hreflang="{other.tag}">'
        f'{escape(other.name)}</a>'
        for other in alternates(uri, language, edited.languages)
        if not other.current
    ]
    if not links:
        return ''
    own = permalink(anchor, _('Link to this heading'))
    return f'<p class="elsewhere">{" ".join([own, *links])}</p>\n'


def paragraph_number(node: nodes.paragraph) -> str:
    """The number in the margin; drawn by the style sheet, so that it is not copied with the text.

    Its link is for the pointer: whoever reads by keyboard or voice is not stopped at every
    paragraph.
    """
    if 'paragraph' not in node:
        return ''
    number = node['paragraph']
    return (
        f'<a class="paragraph-number" href="#p{number}" data-number="{number}"'
        ' tabindex="-1" aria-hidden="true"></a>'
    )


def state(node: nodes.Element, tag: str) -> str:
    """What is to be known of a translated passage, in the language `tag`; '' where all is well."""
    label = state_label(node.get('state', ''))
    return f'<span class="state" lang="{tag}">{escape(label)}</span>' if label else ''
