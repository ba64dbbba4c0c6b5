"""Our own strings: domain `editions`, in every language, before the project's own wording.

In Python `_('Download the PDF')`, in templates `{{ _e('Download the PDF') }}`.
"""

import re
from collections.abc import Mapping
from typing import Any

from docutils import nodes
from markupsafe import Markup, escape
from sphinx import locale
from sphinx.application import Sphinx

from editions.catalogs.wording import DOMAIN, packaged
from editions.languages.language import ENGLISH, Language, of_tag
from editions.transforms import sphinx_patches

_ = locale.get_translation(DOMAIN)
_KEY = r'<kbd [^>]*>[^<]*</kbd>'
_KEYS = re.compile(rf'{_KEY}(?:(?:[-+^]| +){_KEY})+')
_LATIN = re.compile(
    r'<(?:(?:pre|code|kbd|samp)(?=[ >])|(?:dt class="sig |span class="keys)(?=[^>]*>)[^">]*")'
    r'(?![^>]* dir=)'
)


_FOREIGN = re.compile(r'<\w+(?=[^>]* lang="([^">]+)")(?![^>]* dir=)')


def load(app: Sphinx, own: Mapping[str, str], sphinx: Mapping[str, str]) -> None:
    """Register the strings of the language; the project's `own` wordings come first.

    Those of its sphinx.po, too, which Sphinx had none of to read; and ours of Sphinx's strings
    that Sphinx has not translated.
    """
    language = Language(app.config.language)
    sphinx_patches.restore(DOMAIN, None)  # of an earlier build in this process
    sphinx_patches.offer(DOMAIN, packaged(language))
    sphinx_patches.offer(DOMAIN, own)
    sphinx_patches.reword_sphinx(app, {**packaged(language, 'sphinx'), **sphinx})


def offer(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Give every template `_e`, which looks a string up in our domain."""
    context['_e'] = locale.get_translation(DOMAIN)


def spoken(language: Language) -> Language:
    """The language of our own words in an edition: English where they are not translated."""
    return language if language.base == 'en' or _('Contents') != 'Contents' else ENGLISH


def markup(text: str) -> Markup:
    """HTML that Sphinx or we wrote, escaped already: the one thing that our templates let pass."""
    return Markup(text)  # noqa: S704


def attributes(language: Language, around: Language) -> Markup:
    """`lang` and `dir` of an element in a language, as far as they differ from what is around."""
    if language.tag == around.tag:
        return markup('')
    direction = f' dir="{language.direction}"' if language.direction != around.direction else ''
    return markup(f' lang="{escape(language.tag)}"{direction}')


def left_to_right(html: str) -> str:
    """A text from right to left in which code, keys and signatures run from left to right.

    Each is set apart (HTML Standard, 15.3.6): signs at its ends stay at its ends. So are keys that
    are pressed together, as a whole.
    """
    return _LATIN.sub(r'\g<0> dir="ltr"', _KEYS.sub(r'<span class="keys">\g<0></span>', html))


def directed(html: str, around: Language) -> str:
    """HTML in which a passage that names its language runs as that language does."""

    def start(match: re.Match[str]) -> str:
        direction = of_tag(match[1]).direction
        return match[0] if direction == around.direction else f'{match[0]} dir="{direction}"'

    return _FOREIGN.sub(start, html)


def tag_attributes(node: Any, tagname: str, edition: Language) -> dict[str, str]:
    """What a start tag says besides: the direction of a passage, and what a cell heads."""
    found, language = {}, language_of(node)
    if language and language.direction != edition.direction:
        found['dir'] = language.direction
    if tagname == 'th' and isinstance(node, nodes.entry):
        found['scope'] = 'col' if isinstance(node.parent.parent, nodes.thead) else 'row'
    return found


def language_of(node: Any) -> Language | None:
    """The language that a node names by docutils' class `language-pt-br`."""
    classes: list[str] = node.get('classes', []) if isinstance(node, nodes.Element) else []
    tag = next((name[9:] for name in classes if name.startswith('language-')), '')
    return of_tag(tag) if tag else None
